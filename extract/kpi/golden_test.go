package kpi

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden files hold a document drawn in text and, below a line of ====, what is
// to be understood of it. A line that begins with | is a row of a table: ^ is
// the cell above merged on, < the one to the left, / a cell struck out, and a
// text ending in \ a cell without line at its bottom. Other
// lines are text: "= " centred and large, "> " at the right, "- " at the foot,
// else at the left. "~~~" ends a page, "..." ends it with the table left open,
// "||" at the start of a row puts the table beside the one before, "plain" makes
// the next table one without rules, "strip" one row kept beside the tables.

// draw lays a document drawn in text out on pages.
func draw(text string) []*table.Layout {
	var out []*table.Layout
	newPage := func() *table.Layout {
		l := &table.Layout{Page: len(out) + 1, Width: pageWidth, Height: pageHeight}
		out = append(out, l)
		return l
	}
	l := newPage()
	y, bandTop := 40.0, 40.0
	ruled, openTop, strip := true, false, false
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		s := lines[i]
		switch {
		case strings.TrimSpace(s) == "":
		case s == "~~~" || s == "...":
			openTop = s == "..." && len(l.Tables) > 0
			if openTop {
				l.Tables[len(l.Tables)-1].OpenBottom = true
			}
			l = newPage()
			y, bandTop = 40, 40
		case s == "plain":
			ruled = false
		case s == "strip":
			strip = true
		case strings.HasPrefix(s, "|"):
			beside := strings.HasPrefix(s, "||")
			var rows [][]string
			for ; i < len(lines) && strings.HasPrefix(lines[i], "|") && strings.HasPrefix(lines[i], "||") == beside; i++ {
				rows = append(rows, strings.Split(strings.Trim(strings.TrimPrefix(lines[i], "|"), "|"), "|"))
			}
			i--
			x0, x1, top := margin, pageWidth-margin, y
			if beside && len(l.Tables) > 0 {
				x0, top = pageWidth/2+5, bandTop
				l.Tables[len(l.Tables)-1] = squash(l.Tables[len(l.Tables)-1])
			}
			t := drawTable(rows, x0, x1, top)
			t.Page, t.Ruled, t.Closed, t.OpenTop = l.Page, ruled, ruled, openTop && len(l.Tables) == 0
			ruled = true
			bandTop = top
			y = max(y, t.Box.Bottom+8)
			if strip {
				strip = false
				l.Strips = append(l.Strips, t)
				continue
			}
			l.Tables = append(l.Tables, t)
		default:
			mark, body := "", s
			if len(s) > 2 && s[1] == ' ' && strings.ContainsRune("=>-", rune(s[0])) {
				mark, body = s[:1], s[2:]
			}
			w := 8 * float64(len([]rune(body)))
			ln := table.Line{Text: body, Size: 8, Box: page.Box{X0: margin, X1: margin + w, Top: y, Bottom: y + 10}}
			switch mark {
			case "=":
				ln.Size, ln.Box.X0, ln.Box.X1 = 12, pageWidth/2-w*0.7, pageWidth/2+w*0.7
			case ">":
				ln.Box.X0, ln.Box.X1 = pageWidth-margin-w, pageWidth-margin
			case "-":
				ln.Box.Top, ln.Box.Bottom = pageHeight-30, pageHeight-20
				ln.Box.X0, ln.Box.X1 = pageWidth/2-w/2, pageWidth/2+w/2
			}
			if mark != "-" {
				y += 14
			}
			l.Lines = append(l.Lines, ln)
		}
	}
	return out
}

// squash moves a table to the left half of its page.
func squash(t table.Table) table.Table {
	if t.Box.X1 <= pageWidth/2 {
		return t
	}
	half := func(b page.Box) page.Box {
		f := (pageWidth/2 - 5 - margin) / (pageWidth - 2*margin)
		b.X0, b.X1 = margin+(b.X0-margin)*f, margin+(b.X1-margin)*f
		return b
	}
	t.Box = half(t.Box)
	for i := range t.Cells {
		t.Cells[i].Box = half(t.Cells[i].Box)
	}
	return t
}

func drawTable(rows [][]string, x0, x1, top float64) table.Table {
	t := table.Table{Rows: len(rows), Confidence: 1}
	for _, r := range rows {
		t.Cols = max(t.Cols, len(r))
	}
	at := func(r, c int) string {
		if r < len(rows) && c < len(rows[r]) {
			return strings.TrimSpace(rows[r][c])
		}
		return ""
	}
	w := (x1 - x0) / float64(max(t.Cols, 1))
	for r := range rows {
		for c := 0; c < t.Cols; c++ {
			s := at(r, c)
			if s == "^" || s == "<" {
				continue
			}
			cell := table.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: s, Confidence: 1}
			for at(r, c+cell.ColSpan) == "<" {
				cell.ColSpan++
			}
			for at(r+cell.RowSpan, c) == "^" {
				cell.RowSpan++
			}
			if s == "/" {
				cell.Text, cell.Struck = "", true
			}
			if body, open := strings.CutSuffix(cell.Text, "\\"); open {
				cell.Text, cell.OpenBottom = body, true
			}
			cell.Box = page.Box{X0: x0 + w*float64(c), X1: x0 + w*float64(c+cell.ColSpan), Top: top + rowHeight*float64(r), Bottom: top + rowHeight*float64(r+cell.RowSpan)}
			cell.Lines = []table.Line{{Text: cell.Text, Size: 8, Box: cell.Box}}
			t.Cells = append(t.Cells, cell)
		}
	}
	t.Box = page.Box{X0: x0, X1: x1, Top: top, Bottom: top + rowHeight*float64(t.Rows)}
	return t
}

// show writes what was understood of a document, a line a thing.
func show(d *Document) string {
	var b strings.Builder
	if d.Title != "" || d.Mark != "" || d.Date != "" {
		fmt.Fprintf(&b, "title %q mark %q date %q\n", d.Title, d.Mark, d.Date)
	}
	for i := range d.Indicators {
		in := &d.Indicators[i]
		fmt.Fprintf(&b, "p%d %q", in.Page, in.Name)
		if in.Section != "" {
			fmt.Fprintf(&b, " section %q", in.Section)
		}
		if in.Field != "" {
			fmt.Fprintf(&b, " field %q", in.Field)
		}
		for _, it := range in.Items {
			fmt.Fprintf(&b, " item %q %q", it.No, it.Name)
		}
		if in.Unit != "" {
			fmt.Fprintf(&b, " unit %q", in.Unit)
		}
		b.WriteString("\n")
		for _, v := range in.Values {
			fmt.Fprintf(&b, "  %s %s %d", v.Period, v.Role, v.FiscalYear)
			if v.Calendar {
				b.WriteString(" calendar")
			}
			if v.YearText != "" {
				fmt.Fprintf(&b, " (%s)", v.YearText)
			}
			fmt.Fprintf(&b, " = %q", v.Raw)
			if v.Struck {
				b.WriteString(" struck")
			}
			for _, f := range v.Findings {
				fmt.Fprintf(&b, " !%s", f.Code)
			}
			b.WriteString("\n")
		}
		for _, e := range in.Extra {
			fmt.Fprintf(&b, "  + %s = %q\n", e.Header, e.Text)
		}
		for _, n := range in.Notes {
			fmt.Fprintf(&b, "  * %s\n", n)
		}
		for _, f := range in.Findings {
			fmt.Fprintf(&b, "  ! %s\n", f.Code)
		}
	}
	for _, f := range d.Findings {
		fmt.Fprintf(&b, "! p%d %s\n", f.Page, f.Code)
	}
	return b.String()
}

// TestGolden ensures that documents in the styles plans are written in are
// understood as their golden files say.
func TestGolden(t *testing.T) {
	terms := builtin(t)
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) < 20 {
		t.Fatalf("golden files are missing: %d, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			text, want, _ := strings.Cut(string(data), "\n====\n")
			got := show(readAll(terms, draw(text)))
			if *update {
				if err := os.WriteFile(f, []byte(strings.TrimRight(text, "\n")+"\n\n====\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
