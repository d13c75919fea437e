// Command bench-tables measures how well tables and indicators are read, prints
// the figures and keeps them in docs/accuracy.md.
//
//	bench-tables DIR
//
// DIR holds what is measured against; what is absent is left out:
//
//	kpibench/TIER/X.pdf, X.cells.json, X.truth.jsonl   grids and indicators
//	corpus/icdar2013-eu/*.pdf, *-str.xml               table structure
//	corpus/jp-gov/*.pdf                                pages with a grid in testdata/golden
//	tools/score.py, tools/icdar.py                     the scorers (python3)
//
// Grids are compared cell by cell: row, column, spans and text without white
// space must all be equal. Indicators are scored by score.py, the competition's
// tables by icdar.py, which runs this program again as "bench-tables -tables
// FILE.pdf" for each document.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"time"
	"unicode"

	"shihyo/extract"
	"shihyo/extract/bench/golden"
	"shihyo/extract/finding"
	"shihyo/extract/pdf"
	"shihyo/extract/report"
	"shihyo/extract/table"
)

const (
	accuracyFile = "docs/accuracy.md"
	goldenDir    = "testdata/golden"
	byHand       = "## Where doubt falls" // begins what another command measures
)

func main() {
	if err := do(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench-tables:", err)
		os.Exit(1)
	}
}

func do(args []string) error {
	if len(args) == 2 && args[0] == "-tables" {
		layouts, err := layouts(args[1])
		if err != nil {
			return err
		}
		var all []table.Table
		for _, l := range layouts {
			all = append(all, l.Tables...)
		}
		return table.WriteJSON(os.Stdout, all)
	}
	if len(args) != 1 {
		return fmt.Errorf("usage: bench-tables DIR (make bench-tables BENCH_DATA=DIR)")
	}
	dir := args[0]
	var b strings.Builder
	fmt.Fprintf(&b, "# How well it reads\n\nMeasured by `make bench-tables` on %s with %s; the command writes this file up to “Where doubt falls”.\n", time.Now().Format("2006-01-02"), runtime.Version())
	grids(&b, dir)
	goldenPages(&b, dir)
	indicators(&b, dir)
	competition(&b, dir)
	fmt.Print(b.String())
	// What is written by hand stands behind the figures and stays.
	if old, err := os.ReadFile(accuracyFile); err == nil {
		if i := strings.Index(string(old), "\n"+byHand); i >= 0 {
			b.WriteString(string(old[i:]))
		}
	}
	return os.WriteFile(accuracyFile, []byte(b.String()), 0o644)
}

// layouts reads a document and grids its pages.
func layouts(file string) ([]*table.Layout, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d, err := pdf.Open(file, data, pdf.Options{})
	if err != nil {
		return nil, err
	}
	var out []*table.Layout
	for n := 1; n <= d.NumPages(); n++ {
		p, err := d.Page(n)
		if err != nil {
			continue
		}
		out = append(out, table.Build(p))
	}
	return out, nil
}

// tiers returns the folders of kpibench in the order of their difficulty.
func tiers(dir string) []string {
	var out []string
	for _, t := range []string{"plain", "merged", "hard"} {
		if files, _ := filepath.Glob(filepath.Join(dir, "kpibench", t, "*.pdf")); len(files) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// gridScore counts the cells of a tier.
type gridScore struct {
	docs, perfect        int
	tables, found, extra int
	cells, right         int
	rightDoubted         int // right cells with a finding
}

func grids(b *strings.Builder, dir string) {
	ts := tiers(dir)
	if len(ts) == 0 {
		return
	}
	b.WriteString("\n## Grids of kpibench\n\nA cell is right when its row, column, spans and text are. Two things count as wrong here that the indicators below show to be right: a table that flows over pages is one table in the truth, and a text printed once for several rows without lines between is a cell and empty ones there, a merged cell here.\n\n" +
		"| tier | documents | perfect | tables | extra | cells | right | right cells with a finding |\n|---|---|---|---|---|---|---|---|\n")
	for _, tier := range ts {
		var s gridScore
		files, _ := filepath.Glob(filepath.Join(dir, "kpibench", tier, "*.cells.json"))
		sort.Strings(files)
		for _, f := range files {
			s.document(f)
		}
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %d | %s | %s |\n", tier, s.docs, s.perfect, s.tables, s.extra, s.cells,
			percent(s.right, s.cells), percent(s.rightDoubted, s.right))
	}
}

func percent(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(of))
}

// truthCell is [row, column, row span, column span, text, tag].
type truthCell [6]any

func (c truthCell) key() string {
	n := func(i int) int { f, _ := c[i].(float64); return int(f) }
	text, _ := c[4].(string)
	return key(n(0), n(1), n(2), n(3), text)
}

func key(row, col, rowSpan, colSpan int, text string) string {
	return fmt.Sprint(row, col, rowSpan, colSpan, squeeze(text))
}

// squeeze removes white space and folds the pairs that a font without Unicode
// leaves open.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '〜':
			return '～'
		case r == '−' || r == '－':
			return '-'
		}
		return r
	}, s)
}

func (s *gridScore) document(file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return
	}
	var doc struct {
		Pages [][]struct{ Cells []truthCell }
	}
	if json.Unmarshal(raw, &doc) != nil {
		return
	}
	ls, _ := layouts(strings.TrimSuffix(file, ".cells.json") + ".pdf")
	s.docs++
	before := s.cells - s.right + s.extra
	for i, objects := range doc.Pages {
		var got []table.Table
		if i < len(ls) {
			got = ls[i].Tables
		}
		used := make([]bool, len(got))
		for _, o := range objects {
			if o.Cells == nil {
				continue
			}
			want := map[string]int{}
			for _, c := range o.Cells {
				want[c.key()]++
			}
			s.tables++
			s.cells += len(o.Cells)
			best, at, doubted := 0, -1, 0
			for k := range got {
				if used[k] {
					continue
				}
				n, d := match(want, &got[k])
				if n > best {
					best, at, doubted = n, k, d
				}
			}
			if at >= 0 {
				used[at] = true
				s.found++
				s.right += best
				s.rightDoubted += doubted
			}
		}
		for _, u := range used {
			if !u {
				s.extra++
			}
		}
	}
	if s.cells-s.right+s.extra == before {
		s.perfect++
	}
}

// match counts the cells of t that are wanted, and those of them with a finding.
func match(want map[string]int, t *table.Table) (right, doubted int) {
	left := make(map[string]int, len(want))
	for k, n := range want {
		left[k] = n
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		if k := key(c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text); left[k] > 0 {
			left[k]--
			right++
			if len(c.Findings) > 0 {
				doubted++
			}
		}
	}
	return right, doubted
}

// goldenPages compares pages of public documents with the grids written by hand.
func goldenPages(b *strings.Builder, dir string) {
	pages, err := golden.ReadDir(goldenDir)
	if err != nil || len(pages) == 0 {
		return
	}
	var sum golden.Score
	var lines strings.Builder
	for _, p := range pages {
		ls, err := layouts(filepath.Join(dir, "corpus", "jp-gov", p.File))
		if err != nil || len(ls) < p.Number {
			continue
		}
		s := p.Compare(ls[p.Number-1].Tables)
		sum.Add(s)
		fmt.Fprintf(&lines, "| %s | %d | %d | %d | %s |\n", p.Name, len(p.Grids), s.Extra, s.Cells, percent(s.Right, s.Cells))
	}
	if sum.Cells == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Golden pages\n\nPages of public documents against grids written by hand, see %s: %s of %d cells exact.\n\n"+
		"| page | tables | extra | cells | right |\n|---|---|---|---|---|\n%s", goldenDir, percent(sum.Right, sum.Cells), sum.Cells, lines.String())
}

// indicators runs the whole reader on kpibench and scores it with score.py.
func indicators(b *strings.Builder, dir string) {
	score := filepath.Join(dir, "tools", "score.py")
	ts := tiers(dir)
	if _, err := os.Stat(score); err != nil || len(ts) == 0 {
		return
	}
	b.WriteString("\n## Indicators of kpibench\n\n`exact` folds white space only; `cid` also the pairs that fonts without Unicode leave open.\n\n```\n")
	for _, tier := range ts {
		out, err := os.MkdirTemp("", "bench-tables")
		if err != nil {
			return
		}
		defer os.RemoveAll(out)
		truth := filepath.Join(dir, "kpibench", tier)
		files, _ := filepath.Glob(filepath.Join(truth, "*.pdf"))
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				continue
			}
			r, err := extract.Run(context.Background(), extract.Source{Name: f, Data: data}, extract.Options{})
			if err != nil {
				continue
			}
			w, err := os.Create(filepath.Join(out, strings.TrimSuffix(filepath.Base(f), ".pdf")+".jsonl"))
			if err != nil {
				continue
			}
			err = report.JSONL(w, r, finding.English)
			if w.Close() != nil || err != nil {
				continue
			}
		}
		text, err := exec.Command("python3", score, "--dir", truth, out, "--values").Output()
		if err != nil {
			fmt.Fprintf(b, "%s: %v\n", tier, err)
			continue
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		fmt.Fprintf(b, "%-7s %s\n", tier, lines[len(lines)-1])
	}
	b.WriteString("```\n")
}

var figures = regexp.MustCompile(`docs=.*`)

// competition scores the ICDAR-2013 documents with icdar.py.
func competition(b *strings.Builder, dir string) {
	script, data := filepath.Join(dir, "tools", "icdar.py"), filepath.Join(dir, "corpus", "icdar2013-eu")
	if _, err := os.Stat(script); err != nil {
		return
	}
	if _, err := os.Stat(data); err != nil {
		return
	}
	self, err := os.Executable()
	if err != nil {
		return
	}
	text, err := exec.Command("python3", script, data, "cmd:"+self+" -tables {pdf}").CombinedOutput()
	b.WriteString("\n## ICDAR 2013, EU half\n\n```\n")
	switch m := figures.FindString(string(text)); {
	case err != nil:
		fmt.Fprintf(b, "%v\n", err)
	case m == "":
		fmt.Fprintf(b, "%s\n", text)
	default:
		b.WriteString(strings.ReplaceAll(m, " | ", "\n") + "\n")
	}
	b.WriteString("```\n")
}
