package extract

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"shihyo/extract/bench/golden"
	"shihyo/extract/table"
)

// publicDocuments returns the folder of the public documents of which
// testdata/golden holds pages. They are no part of the repository: without them
// the test is skipped.
func publicDocuments(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("SHIHYO_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	dir := filepath.Join(shared, "corpus", "jp-gov")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no public documents:", err)
	}
	return dir
}

func tablesOf(t *testing.T, file, pages string) []table.Table {
	t.Helper()
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var all []table.Table
	_, err = Layouts(context.Background(), Source{Name: file, Data: data}, Options{Pages: pages}, func(l *table.Layout) error {
		all = append(all, l.Tables...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Ensure at least 99 % of the cells of the golden pages are exact, and that no
// table is found where there is none.
func TestGoldenPages(t *testing.T) {
	dir := publicDocuments(t)
	pages, err := golden.ReadDir(filepath.Join("..", "testdata", "golden"))
	if err != nil || len(pages) < 17 {
		t.Fatalf("%d golden pages: %v", len(pages), err)
	}
	var sum golden.Score
	for _, p := range pages {
		t.Run(p.Name, func(t *testing.T) {
			s := p.Compare(tablesOf(t, filepath.Join(dir, p.File), strconv.Itoa(p.Number)))
			sum.Add(s)
			t.Logf("%d of %d cells exact, %d tables too many", s.Right, s.Cells, s.Extra)
		})
	}
	t.Logf("%d of %d cells exact (%.2f %%)", sum.Right, sum.Cells, 100*float64(sum.Right)/float64(max(sum.Cells, 1)))
	if sum.Right*100 < sum.Cells*99 || sum.Extra > 0 {
		t.Errorf("less than 99 %%, or %d tables too many:\n%s", sum.Extra, strings.Join(sum.Wrong, "\n"))
	}
}

// Ensure prose gives no table: letters, numbered paragraphs, frames around
// questions, lists, contents pages, text in columns, flow charts.
func TestProsePages(t *testing.T) {
	dir := publicDocuments(t)
	for _, tt := range []struct{ file, pages string }{
		{"Yninja2+mf-research2__000159994.pdf", ""},                                   // letter; questions in frames
		{"Yninja2+mf-research2__000203155.pdf", ""},                                   // letter of seven pages
		{"Yninja2+mf-research2__000161492.pdf", "1-11,21"},                            // rules in paragraphs; a flow chart
		{"nankokushigikai+gikai_nankokushi_portal__R4_gian_ichiran_ichitaro.pdf", ""}, // list of numbered titles
		{"nankokushigikai+gikai_nankokushi_portal__R8_henchi_keikaku_ichitaro.pdf", "1"},
		{"nankokushigikai+gikai_nankokushi_portal__seimukatsudohi_tebiki_word2010.pdf", "1-4,7,11,17,19-22,24,26-28"}, // contents, flow chart, prose, letters
		{"ryosuke-betw+opendata-pdf-to-csv__000610144.pdf", ""},
		{"kayac+nepp-chan__koudoukeikaku.pdf", "1-2"},
		{"kayac+nepp-chan__otoineppu_jinko.pdf", "1-3,7-11,13-16,20-24,38-41,48-49"},                      // charts
		{"kayac+nepp-chan__river_otoineppu_area.pdf", "1"},                                                // poster
		{"triera4123+hakusho-RAG-chat__mext_kagaku_hakusho_r6_ch_b_encrypted.pdf", "1-3,7-8,10-12,14-16"}, // two columns, footnotes, charts
	} {
		t.Run(tt.file, func(t *testing.T) {
			for _, tab := range tablesOf(t, filepath.Join(dir, tt.file), tt.pages) {
				t.Errorf("page %d: a table of %d × %d at %v", tab.Page, tab.Rows, tab.Cols, tab.Box)
			}
		})
	}
}
