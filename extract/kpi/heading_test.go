package kpi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// TestKindOf ensures that lines outside tables are taken for what they are.
func TestKindOf(t *testing.T) {
	for s, want := range map[string]lineKind{
		"基本目標１　安心して暮らせるまち": lineHeading, "（１）健康づくり": lineHeading, "■ 産業振興": lineHeading, "【上下水道・生活基盤】": lineHeading, "行政のＤＸに係るＫＰＩ一覧": lineHeading,
		"【資料３－３】": lineMark, "別紙２": lineMark, "（参考資料１）": lineMark, "資料４": lineMark,
		"議 案　第16号": lineMark, "薬食審査発1117第３号": lineMark, "条例第５号": lineMark, "第２号議案の概要": lineHeading,
		"令和４年３月": lineDate, "令和5年10月31日現在": lineDate, "2022年3月": lineDate,
		"- 12 -": linePageNumber, "１": linePageNumber, "2/15": linePageNumber, "－ 3 －": linePageNumber, "12ページ": linePageNumber,
		"※１　３か年平均": lineNote, "（注）端数処理のため一致しない。": lineNote, "（単位：千円）": lineNote, "（人）": lineNote, "注１）速報値": lineNote, "出典：国勢調査": lineNote,
		"本計画の進捗を把握するため、指標を設定する。": lineProse, "表４－１　数値目標一覧": lineCaption,
	} {
		if got := kindOf(&table.Line{Text: s}); got != want {
			t.Errorf("kindOf(%q) = %d, want %d", s, got, want)
		}
	}
}

// TestMarkBeforeTitle ensures that a mark printed before the title is no part of
// it.
func TestMarkBeforeTitle(t *testing.T) {
	for text, want := range map[string][2]string{
		"資料１　指標の改定状況":   {"資料１", "指標の改定状況"},
		"【資料２－３】 改定の状況": {"【資料２－３】", "改定の状況"},
		"資料編　指標の改定状況":   {"", "資料編　指標の改定状況"},
		"資料１":           {"資料１", ""},
	} {
		l := &table.Layout{Page: 1, Width: 595, Height: 842, Lines: []table.Line{
			{Text: text, Size: 20, Box: page.Box{X0: 200, X1: 395, Top: 100, Bottom: 120}}}}
		if doc := readAll(builtin(t), []*table.Layout{l}); doc.Mark != want[0] || doc.Title != want[1] {
			t.Errorf("%s: mark %q, title %q", text, doc.Mark, doc.Title)
		}
	}
}

// TestTurned ensures that a page set sideways is understood like an upright one
// and reported where it stands.
func TestTurned(t *testing.T) {
	terms := builtin(t)
	data, err := os.ReadFile(filepath.Join("testdata", "footnotes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(data), "\n====\n")
	want := readAll(terms, draw(text))
	for _, q := range []int{1, 3} {
		pages := draw(text)
		for i, l := range pages {
			n := &table.Layout{Page: l.Page, Width: l.Height, Height: l.Width}
			for _, ln := range l.Lines {
				ln.Box = turnBox(ln.Box, l.Width, l.Height, 4-q)
				n.Lines = append(n.Lines, ln)
			}
			for _, tb := range l.Tables {
				tb.Box = turnBox(tb.Box, l.Width, l.Height, 4-q)
				for k := range tb.Cells {
					c := &tb.Cells[k]
					c.Box = turnBox(c.Box, l.Width, l.Height, 4-q)
					for j := range c.Lines {
						c.Lines[j].Box = turnBox(c.Lines[j].Box, l.Width, l.Height, 4-q)
					}
				}
				n.Tables = append(n.Tables, tb)
			}
			pages[i] = n
		}
		got := readAll(terms, pages)
		if a, b := show(want), show(got); a != b {
			t.Errorf("turned %d quarters: got\n%s\nwant\n%s", q, b, a)
			continue
		}
		for i := range want.Indicators {
			w := turnBox(want.Indicators[i].Values[0].Box, pageWidth, pageHeight, 4-q)
			if g := got.Indicators[i].Values[0].Box; g != w {
				t.Errorf("turned %d quarters: box %v, want %v", q, g, w)
			}
		}
	}
}

// TestLargeHeading ensures that a line set larger than the text is the heading
// of the table below it where a still larger title stands above.
func TestLargeHeading(t *testing.T) {
	text := "= 緑のまちづくり計画\n指標の一覧\n| 指標 | 現状値（R4） | 目標値（R9） |\n| 緑地の面積 | 12ha | 15ha |\n| 花壇の数 | 8か所 | 12か所 |\n"
	pages := draw(text)
	for i := range pages[0].Lines {
		ln := &pages[0].Lines[i]
		if strings.HasPrefix(ln.Text, "指標") {
			ln.Size = 11.5
		} else {
			ln.Size = 16
		}
	}
	for i := range pages[0].Tables[0].Cells {
		for j := range pages[0].Tables[0].Cells[i].Lines {
			pages[0].Tables[0].Cells[i].Lines[j].Size = 8
		}
	}
	doc := readAll(builtin(t), pages)
	if len(doc.Indicators) != 2 || doc.Indicators[0].Section != "指標の一覧" || doc.Title != "緑のまちづくり計画" {
		t.Errorf("title %q, indicators %+v", doc.Title, doc.Indicators)
	}
}

// TestCover ensures that all lines in the middle of a cover make the title, the
// longest of them too.
func TestCover(t *testing.T) {
	l := &table.Layout{Page: 1, Width: 595, Height: 842}
	for i, ln := range []struct {
		text  string
		width float64
	}{{"令和７年度の計画", 100}, {"一般会計予算書の概要", 300}, {"富士市役所財政課", 140}} {
		top := 100 + 150*float64(i)
		l.Lines = append(l.Lines, table.Line{Text: ln.text, Size: 20, Box: page.Box{X0: (595 - ln.width) / 2, X1: (595 + ln.width) / 2, Top: top, Bottom: top + 20}})
	}
	doc := readAll(builtin(t), []*table.Layout{l})
	if want := "令和７年度の計画　一般会計予算書の概要　富士市役所財政課"; doc.Title != want {
		t.Errorf("title %q, want %q", doc.Title, want)
	}
}
