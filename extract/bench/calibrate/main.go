// Command calibrate measures whether doubt is where the mistakes are: it reads
// documents whose truth is known, as they are and damaged on purpose, and counts
// how many of the wrong cells carry a finding, and how many of the right ones.
//
//	go run ./extract/bench/calibrate -data DIR [-damage none,rules,…] [-seed 0] [-codes] [-show 5]
//
// DIR holds X.pdf beside X.truth.jsonl (one JSON object an indicator: page,
// field, items, indicator, values with period and raw). Damage is done to the
// placed glyphs and rules of a page, between the PDF reader and table building
// (rules, shift, lines, drop, close; see damage.go), or to the PDF file
// (file-rules, file-shift, file-drop, file-close; see file.go); two runs of one
// seed print the same.
//
// A value is wrong when its text or its period is; it counts as marked when it
// or its row carries a finding. The value of a column that was lost in another
// counts as marked when the row or what was read in its stead is, the cells of
// a row that was not found at all when the page is. A right value counts as
// marked when it carries a finding itself. A cell of text (field, number, name,
// indicator), right or wrong, counts as marked when a finding of its row is
// about it: all are but those that stand on another cell of the table, and those
// too where the text was lost, for then it is the others that hold it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

func main() {
	data := flag.String("data", "", "folder with X.pdf and X.truth.jsonl")
	damages := flag.String("damage", "none,rules,shift,lines,drop,close,file-rules,file-shift,file-drop,file-close", "which damage to do, comma-separated")
	seed := flag.Uint64("seed", 0, "where the damage falls")
	show := flag.Int("show", 0, "print so many wrong cells without a finding per damage")
	codes := flag.Bool("codes", false, "print what each finding is worth: the wrong and the right cells it marks")
	flag.Parse()
	if *data == "" {
		fmt.Fprintln(os.Stderr, "calibrate: name the folder of documents with -data")
		os.Exit(2)
	}
	if err := run(*data, strings.Split(*damages, ","), *seed, *codes, *show); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func run(dir string, damages []string, seed uint64, codes bool, show int) error {
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
	fmt.Printf("%-10s %9s %9s %18s %9s %18s\n", "damage", "documents", "wrong", "of them marked", "right", "of them marked")
	for _, d := range damages {
		var sum tally
		for _, name := range names {
			t, err := measure(name, d, seed)
			if err != nil {
				return err
			}
			sum.add(t)
		}
		fmt.Printf("%-10s %9d %9d %9d %7.2f%% %9d %9d %7.2f%%\n", d, len(names), sum.wrong, sum.wrongMarked, percent(sum.wrongMarked, sum.wrong), sum.right, sum.rightMarked, percent(sum.rightMarked, sum.right))
		if codes {
			for _, code := range slices.Sorted(maps.Keys(sum.codes)) {
				w := sum.codes[code]
				fmt.Printf("   %-24s wrong %5d, alone %5d   right %5d, alone %5d\n", code, w.wrong, w.onlyWrong, w.right, w.onlyRight)
			}
		}
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

// tally counts cells.
type tally struct {
	wrong, wrongMarked, right, rightMarked int
	codes                                  map[finding.Code]*worth
	silent                                 []string // wrong cells nothing warns of
	alarms                                 []string // right cells that are warned of
}

// worth is what a finding is worth: how many cells of either sort carry it, and
// how many of them no other.
type worth struct{ wrong, onlyWrong, right, onlyRight int }

// count counts a cell that carries a finding of a code, only that one or others
// too.
func (t *tally) count(code finding.Code, right, only bool) {
	if t.codes == nil {
		t.codes = map[finding.Code]*worth{}
	}
	w := t.codes[code]
	if w == nil {
		w = &worth{}
		t.codes[code] = w
	}
	switch {
	case right && only:
		w.onlyRight++
		fallthrough
	case right:
		w.right++
	case only:
		w.onlyWrong++
		fallthrough
	default:
		w.wrong++
	}
}

func (t *tally) add(o tally) {
	for code, w := range o.codes {
		if t.codes == nil {
			t.codes = map[finding.Code]*worth{}
		}
		sum := t.codes[code]
		if sum == nil {
			sum = &worth{}
			t.codes[code] = sum
		}
		sum.wrong += w.wrong
		sum.onlyWrong += w.onlyWrong
		sum.right += w.right
		sum.onlyRight += w.onlyRight
	}
	t.wrong += o.wrong
	t.wrongMarked += o.wrongMarked
	t.right += o.right
	t.rightMarked += o.rightMarked
	t.silent = append(t.silent, o.silent...)
	t.alarms = append(t.alarms, o.alarms...)
}

// measure does damage to one document, reads it and compares it with its truth.
func measure(name, harm string, seed uint64) (tally, error) {
	var t tally
	data, err := os.ReadFile(name + ".pdf")
	if err != nil {
		return t, err
	}
	var alter func(*page.Page)
	if fileDamages[harm] != nil {
		data, err = damageFile(data, harm, seed)
	} else {
		alter, err = damage(harm, seed)
	}
	if err != nil {
		return t, fmt.Errorf("%s: %w", name, err)
	}
	truth, err := readTruth(name + ".truth.jsonl")
	if err != nil {
		return t, err
	}
	r, err := extract.Run(context.Background(), extract.Source{Name: name + ".pdf", Data: data}, extract.Options{Alter: alter})
	if err != nil {
		return t, err
	}
	count := func(where string, right bool, marks []finding.Finding) {
		marked := len(marks) > 0
		for code := range codesOf(marks) {
			t.count(code, right, len(codesOf(marks)) == 1)
		}
		switch {
		case right && marked:
			t.right++
			t.rightMarked++
			t.alarms = append(t.alarms, filepath.Base(name)+": "+where+": "+marks[0].Message(finding.English))
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
			marks := onPage(r, row.Page)
			for range row.cells() {
				count(fmt.Sprintf("p%d row missing: %s", row.Page, row.Indicator), false, marks)
			}
			continue
		}
		compare(&row, &r.Indicators[partner], r.Tables, count)
	}
	return t, nil
}

// onPage returns what warns of the page as a whole.
func onPage(r *extract.Result, number int) (marks []finding.Finding) {
	for _, f := range r.Findings {
		if f.Severity != finding.Info && (f.Page == number || f.Page == 0) {
			marks = append(marks, f)
		}
	}
	return marks
}

func codesOf(marks []finding.Finding) map[finding.Code]bool {
	codes := map[finding.Code]bool{}
	for _, f := range marks {
		codes[f.Code] = true
	}
	return codes
}
