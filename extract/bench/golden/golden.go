// Package golden reads the hand-written grids of testdata/golden and compares
// tables with them. The form of the files is told in testdata/golden/README.md.
package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"shihyo/extract/table"
)

// Page is what one file says about a page.
type Page struct {
	Name   string // the golden file's, without its ending
	File   string // the document's name
	Number int    // 1-based
	Loose  int    // places where a table is neither wanted nor wrong
	Grids  []Grid // in reading order
}

// Grid is a table: its cells by their first position.
type Grid map[[2]int]Cell

// Cell is a wanted cell. Outside marks a position beyond a table that is no
// rectangle.
type Cell struct {
	RowSpan, ColSpan int
	Text             string // without white space
	Outside          bool
}

// ReadDir reads the golden files of a folder, by name.
func ReadDir(dir string) ([]Page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var pages []Page
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		p, err := parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		p.Name = strings.TrimSuffix(filepath.Base(f), ".txt")
		pages = append(pages, p)
	}
	return pages, nil
}

func parse(text string) (Page, error) {
	var p Page
	var slots [][][]string
	for i, line := range strings.Split(text, "\n") {
		switch {
		case i == 0:
			name, number, ok := strings.Cut(strings.TrimPrefix(line, "file "), " page ")
			if _, err := fmt.Sscan(number, &p.Number); !ok || err != nil {
				return p, fmt.Errorf("line 1 must be: file NAME page N")
			}
			p.File = name
		case line == "table":
			slots = append(slots, nil)
		case line == "loose":
			p.Loose++
		case line == "":
		case len(slots) == 0:
			return p, fmt.Errorf("line %d: cells before the first table", i+1)
		default:
			row := strings.Split(line, "|")
			for k := range row {
				row[k] = squeeze(row[k])
			}
			t := &slots[len(slots)-1]
			if len(*t) > 0 && len((*t)[0]) != len(row) {
				return p, fmt.Errorf("line %d: %d cells, the rows above have %d", i+1, len(row), len((*t)[0]))
			}
			*t = append(*t, row)
		}
	}
	for _, t := range slots {
		p.Grids = append(p.Grids, gridOf(t))
	}
	return p, nil
}

func gridOf(rows [][]string) Grid {
	g := Grid{}
	for r, row := range rows {
		for c, text := range row {
			if text == "<" || text == "^" {
				continue
			}
			cell := Cell{RowSpan: 1, ColSpan: 1, Text: text, Outside: text == "."}
			for c+cell.ColSpan < len(row) && row[c+cell.ColSpan] == "<" {
				cell.ColSpan++
			}
			for r+cell.RowSpan < len(rows) && rows[r+cell.RowSpan][c] == "^" {
				cell.RowSpan++
			}
			g[[2]int{r, c}] = cell
		}
	}
	return g
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// Score tells how near the tables of a page come to what is wanted.
type Score struct {
	Cells, Right int // wanted cells, and those with the same position, spans and text
	Extra        int // tables that nothing wants
	// Wrong names every difference, for a person.
	Wrong []string
}

// Add adds the counts of another page.
func (s *Score) Add(o Score) {
	s.Cells, s.Right, s.Extra = s.Cells+o.Cells, s.Right+o.Right, s.Extra+o.Extra
	s.Wrong = append(s.Wrong, o.Wrong...)
}

// Compare scores the tables found on the page. A wanted table is compared with
// the found one that shares most cells with it.
func (p *Page) Compare(found []table.Table) Score {
	var s Score
	used := make([]bool, len(found))
	for n, want := range p.Grids {
		best, at := 0, -1
		for k := range found {
			if right := want.size() - len(want.differences(&found[k])); !used[k] && right > best {
				best, at = right, k
			}
		}
		var wrong []string
		if at >= 0 {
			used[at] = true
			wrong = want.differences(&found[at])
		} else {
			wrong = want.differences(&table.Table{})
		}
		s.Cells += want.size()
		s.Right -= len(wrong)
		sort.Strings(wrong)
		for _, w := range wrong {
			s.Wrong = append(s.Wrong, fmt.Sprintf("%s table %d %s", p.Name, n+1, w))
		}
	}
	s.Right += s.Cells
	for k, u := range used {
		if !u {
			s.Extra++
			if s.Extra > p.Loose {
				s.Wrong = append(s.Wrong, fmt.Sprintf("%s: a table too many at %v", p.Name, found[k].Box))
			}
		}
	}
	s.Extra = max(0, s.Extra-p.Loose)
	return s
}

// size returns how many cells of the grid count.
func (g Grid) size() int {
	n := 0
	for _, c := range g {
		if !c.Outside {
			n++
		}
	}
	return n
}

// differences describes the cells of g that t has not.
func (g Grid) differences(t *table.Table) []string {
	got := map[[2]int]Cell{}
	for i := range t.Cells {
		c := &t.Cells[i]
		got[[2]int{c.Row, c.Col}] = Cell{RowSpan: c.RowSpan, ColSpan: c.ColSpan, Text: squeeze(c.Text)}
	}
	var out []string
	for pos, want := range g {
		if c := got[pos]; !want.Outside && c != want {
			out = append(out, fmt.Sprintf("%v: %dx%d %q, want %dx%d %q", pos, c.RowSpan, c.ColSpan, c.Text, want.RowSpan, want.ColSpan, want.Text))
		}
	}
	return out
}
