// Command calibrate measures whether doubt is where the mistakes are: it reads
// documents whose truth is known, as they are and damaged on purpose, and counts
// how many of the wrong cells carry a finding, and how many of the right ones.
//
//	go run ./extract/bench/calibrate -data DIR [-damage none,rules,shift,drop] [-show 5]
//
// DIR holds X.pdf beside X.truth.jsonl (one JSON object an indicator: page,
// field, items, indicator, values with period and raw). Damage is done to the
// placed glyphs and rules of a page, between the PDF reader and table building,
// from a fixed seed, so two runs print the same.
//
// A value is wrong when its text or its period is; it counts as marked when it
// or its row carries a finding. The value of a column that was lost in another
// counts as marked when the row or what was read in its stead is, the cells of
// a row that was not found at all when the page is. A right value counts as
// marked when it carries a finding itself. A cell of text (field, number, name,
// indicator), right or wrong, counts as marked when a finding of its row is
// about it: all are but those that stand on another cell of the table.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// The shares and distances of the damage.
const (
	ruleLoss  = 0.03 // share of the ruling lines removed
	glyphLoss = 0.01 // share of the glyphs removed
	maxShift  = 4.0  // points by which glyphs are moved, left or right and up or down, per page
)

func main() {
	data := flag.String("data", "", "folder with X.pdf and X.truth.jsonl")
	damages := flag.String("damage", "none,rules,shift,drop", "which damage to do, comma-separated")
	show := flag.Int("show", 0, "print so many wrong cells without a finding per damage")
	flag.Parse()
	if *data == "" {
		fmt.Fprintln(os.Stderr, "calibrate: name the folder of documents with -data")
		os.Exit(2)
	}
	if err := run(*data, strings.Split(*damages, ","), *show); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func run(dir string, damages []string, show int) error {
	var names []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if name, ok := strings.CutSuffix(path, ".truth.jsonl"); ok {
			if _, err := os.Stat(name + ".pdf"); err == nil {
				names = append(names, name)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("no X.pdf with X.truth.jsonl in %s", dir)
	}
	fmt.Printf("%-8s %9s %9s %18s %9s %18s\n", "damage", "documents", "wrong", "of them marked", "right", "of them marked")
	for _, d := range damages {
		alter, err := damage(d)
		if err != nil {
			return err
		}
		var sum tally
		for _, name := range names {
			t, err := measure(name, alter)
			if err != nil {
				return err
			}
			sum.add(t)
		}
		fmt.Printf("%-8s %9d %9d %9d %7.2f%% %9d %9d %7.2f%%\n", d, len(names), sum.wrong, sum.wrongMarked, percent(sum.wrongMarked, sum.wrong), sum.right, sum.rightMarked, percent(sum.rightMarked, sum.right))
		for _, e := range sum.silent[:min(show, len(sum.silent))] {
			fmt.Println("   silent:", e)
		}
		for _, e := range sum.alarms[:min(show, len(sum.alarms))] {
			fmt.Println("   alarm: ", e)
		}
	}
	return nil
}

func percent(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// damage returns what does the named damage to a page, nil for none.
func damage(name string) (func(*page.Page), error) {
	seeded := func(p *page.Page) *rand.Rand { return rand.New(rand.NewPCG(uint64(p.Number), uint64(len(p.Glyphs)))) }
	switch name {
	case "none":
		return nil, nil
	case "rules":
		return func(p *page.Page) {
			r := seeded(p)
			kept := make([]page.Rule, 0, len(p.Rules))
			for _, rule := range p.Rules {
				if r.Float64() >= ruleLoss {
					kept = append(kept, rule)
				}
			}
			p.Rules = kept
		}, nil
	case "shift":
		return func(p *page.Page) {
			r := seeded(p)
			dx, dy := (2*r.Float64()-1)*maxShift, (2*r.Float64()-1)*maxShift
			for i := range p.Glyphs {
				g := &p.Glyphs[i]
				g.X0, g.X1, g.OriginX = g.X0+dx, g.X1+dx, g.OriginX+dx
				g.Top, g.Bottom, g.OriginY = g.Top+dy, g.Bottom+dy, g.OriginY+dy
			}
		}, nil
	case "drop":
		return func(p *page.Page) {
			r := seeded(p)
			kept := make([]page.Glyph, 0, len(p.Glyphs))
			for _, g := range p.Glyphs {
				if r.Float64() >= glyphLoss {
					kept = append(kept, g)
				}
			}
			p.Glyphs = kept
		}, nil
	}
	return nil, fmt.Errorf("no damage is called %q", name)
}

// tally counts cells.
type tally struct {
	wrong, wrongMarked, right, rightMarked int
	silent                                 []string // wrong cells nothing warns of
	alarms                                 []string // right cells that are warned of
}

func (t *tally) add(o tally) {
	t.wrong += o.wrong
	t.wrongMarked += o.wrongMarked
	t.right += o.right
	t.rightMarked += o.rightMarked
	t.silent = append(t.silent, o.silent...)
	t.alarms = append(t.alarms, o.alarms...)
}

// measure reads one document and compares it with its truth.
func measure(name string, alter func(*page.Page)) (tally, error) {
	var t tally
	data, err := os.ReadFile(name + ".pdf")
	if err != nil {
		return t, err
	}
	truth, err := readTruth(name + ".truth.jsonl")
	if err != nil {
		return t, err
	}
	r, err := extract.Run(context.Background(), extract.Source{Name: name + ".pdf", Data: data}, extract.Options{Alter: alter})
	if err != nil {
		return t, err
	}
	count := func(where string, right, marked bool) {
		switch {
		case right && marked:
			t.right++
			t.rightMarked++
			t.alarms = append(t.alarms, filepath.Base(name)+": "+where)
		case right:
			t.right++
		case marked:
			t.wrong++
			t.wrongMarked++
		default:
			t.wrong++
			t.silent = append(t.silent, filepath.Base(name)+": "+where)
		}
	}
	for i, partner := range align(truth, r.Indicators) {
		row := truth[i]
		if partner < 0 {
			marked := onPage(r, row.Page)
			for range row.cells() {
				count(fmt.Sprintf("p%d row missing: %s", row.Page, row.Indicator), false, marked)
			}
			continue
		}
		compare(&row, &r.Indicators[partner], r.Tables, count)
	}
	return t, nil
}

// onPage reports whether anything about the page as a whole is warned of.
func onPage(r *extract.Result, number int) bool {
	for _, f := range r.Findings {
		if f.Severity != finding.Info && (f.Page == number || f.Page == 0) {
			return true
		}
	}
	return false
}
