package kpi

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
	"shihyo/seeds"
)

// The documents of kpibench give their grids as laid out; here they are set on
// invented pages and read, so that this package can be measured without the
// stages before it. Nothing of what the file says beyond positions and texts
// reaches the reader.

type block struct {
	Text   string            `json:"text"`
	Style  string            `json:"style"`
	Kind   string            `json:"kind"`
	Side   *int              `json:"side"`
	Breaks []int             `json:"breaks"`
	Widths []float64         `json:"widths_mm"`
	Cells  []json.RawMessage `json:"cells"`
}

const (
	pageWidth, pageHeight = 595.0, 842.0
	margin                = 40.0
	rowHeight             = 16.0
)

// layouts places the blocks of a cells.json file on pages.
func layouts(t testing.TB, path string) []*table.Layout {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Pages [][]block }
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var out []*table.Layout
	for _, blocks := range doc.Pages {
		l := &table.Layout{Page: len(out) + 1, Width: pageWidth, Height: pageHeight}
		out = append(out, l)
		y, bandTop, headTop := 40.0, 0.0, 0.0
		for i, b := range blocks {
			x0, x1 := margin, pageWidth-margin
			side := b.Side
			if side == nil && b.Text != "" && i+1 < len(blocks) && blocks[i+1].Side != nil {
				side = blocks[i+1].Side
			}
			if side != nil {
				if *side == 0 {
					x1 = pageWidth/2 - 5
				} else {
					x0 = pageWidth/2 + 5
				}
			}
			if b.Text != "" {
				w := 8 * float64(len([]rune(b.Text)))
				ln := table.Line{Text: b.Text, Size: 8, Box: page.Box{X0: x0, X1: min(x0+w, x1)}}
				top := y
				switch b.Style {
				case "title":
					ln.Size = 11
					ln.Box.X0, ln.Box.X1 = pageWidth/2-w*0.7, pageWidth/2+w*0.7
				case "mark":
					ln.Box.X0, ln.Box.X1 = pageWidth-margin-w, pageWidth-margin
				case "footer":
					top = pageHeight - 30
					ln.Box.X0, ln.Box.X1 = pageWidth/2-w/2, pageWidth/2+w/2
				case "section":
					ln.Size = 8.8
				}
				if side != nil && *side == 0 {
					headTop = top
				}
				if side != nil && *side == 1 {
					top = headTop
				}
				ln.Box.Top, ln.Box.Bottom = top, top+10
				l.Lines = append(l.Lines, ln)
				if b.Style != "footer" && (side == nil || *side == 0) {
					y = top + 14
				}
				continue
			}
			if side != nil && *side == 1 {
				y = bandTop
			}
			bandTop = y
			top := y
			from := 0
			for _, cut := range append(append([]int{}, b.Breaks...), 1<<30) {
				tb := place(t, b, from, cut, x0, x1, top)
				tb.Page = l.Page
				l.Tables = append(l.Tables, tb)
				y = tb.Box.Bottom + 8
				if cut < 1<<30 {
					l = &table.Layout{Page: len(out) + 1, Width: pageWidth, Height: pageHeight}
					out = append(out, l)
					top, y, from = 40, 40, cut
				}
			}
		}
	}
	return out
}

// place makes a table of the rows [from, to) of a block.
func place(t testing.TB, b block, from, to int, x0, x1, top float64) table.Table {
	tb := table.Table{Ruled: true, Confidence: 1}
	total := 0.0
	for _, w := range b.Widths {
		total += w
	}
	edge := []float64{x0}
	for _, w := range b.Widths {
		edge = append(edge, edge[len(edge)-1]+w/total*(x1-x0))
	}
	for _, raw := range b.Cells {
		var f [6]any
		if err := json.Unmarshal(raw, &f); err != nil {
			t.Fatal(err)
		}
		row, col, rs, cs := int(f[0].(float64)), int(f[1].(float64)), int(f[2].(float64)), int(f[3].(float64))
		text := f[4].(string)
		if row+rs <= from || row >= to {
			continue
		}
		if row < from {
			rs, row, text = rs-(from-row), from, ""
		}
		if row+rs > to {
			rs = to - row
		}
		row -= from
		for col+cs >= len(edge) {
			edge = append(edge, edge[len(edge)-1]+30)
		}
		c := table.Cell{Row: row, Col: col, RowSpan: rs, ColSpan: cs, Confidence: 1,
			Text: strings.ReplaceAll(text, "\n", ""),
			Box:  page.Box{X0: edge[col], X1: edge[col+cs], Top: top + float64(row)*rowHeight, Bottom: top + float64(row+rs)*rowHeight}}
		for _, s := range strings.Split(text, "\n") {
			ln := table.Line{Text: s, Size: 8, Box: c.Box}
			mid := (c.Box.Top + c.Box.Bottom) / 2
			ln.Box.Top, ln.Box.Bottom = mid-4, mid+4
			c.Lines = append(c.Lines, ln)
		}
		tb.Cells = append(tb.Cells, c)
		tb.Rows, tb.Cols = max(tb.Rows, row+rs), max(tb.Cols, col+cs)
	}
	tb.Box = page.Box{X0: x0, X1: x1, Top: top, Bottom: top + float64(tb.Rows)*rowHeight}
	return tb
}

// record is an indicator in the form of a truth file.
type record struct {
	Page    int    `json:"page"`
	Section string `json:"section"`
	Field   string `json:"field"`
	Items   []struct {
		No   string `json:"no"`
		Name string `json:"name"`
	} `json:"items"`
	Indicator string `json:"indicator"`
	Values    []struct {
		Period     string `json:"period"`
		Raw        string `json:"raw"`
		Role       string `json:"role"`
		FiscalYear *int   `json:"fiscal_year"`
	} `json:"values"`
	Extra map[string]string `json:"extra"`
}

func toRecord(terms *Terms, in *Indicator) record {
	var r record
	r.Page, r.Section, r.Field, r.Indicator = in.Page, in.Section, in.Field, in.Name
	for _, it := range in.Items {
		r.Items = append(r.Items, struct {
			No   string `json:"no"`
			Name string `json:"name"`
		}{it.No, it.Name})
	}
	for _, v := range in.Values {
		y := v.FiscalYear
		if yy, ok := terms.looksYear(v.YearText); ok {
			y = yy.fiscal
		}
		p := &y
		if y == 0 {
			p = nil
		}
		r.Values = append(r.Values, struct {
			Period     string `json:"period"`
			Raw        string `json:"raw"`
			Role       string `json:"role"`
			FiscalYear *int   `json:"fiscal_year"`
		}{v.Period, v.Raw, string(v.Role), p})
	}
	r.Extra = map[string]string{}
	for _, e := range in.Extra {
		r.Extra[e.Header] = e.Text
	}
	return r
}

// benchDir returns the folder of documents shared beside the checkout, or the
// few of them kept in testdata where there is none.
func benchDir() string {
	dir := os.Getenv("SHIHYO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if dir = filepath.Join(dir, "kpibench"); isDir(dir) {
		return dir
	}
	return filepath.Join("testdata", "bench")
}

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

func builtin(t testing.TB) *Terms {
	t.Helper()
	terms, err := LoadTerms("")
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// cutWords are the header words a reader is told at the least. With the
// vocabulary cut to them the structure must carry the rest.
var cutWords = set("基準値", "現状値", "現況値", "策定時", "当初値", "実績値", "目標値", "目標", "計画値", "KPI値", "年度")

func cutTerms(t testing.TB) *Terms {
	t.Helper()
	rows, err := seeds.Load("header_terms", "")
	if err != nil {
		t.Fatal(err)
	}
	var kept []seeds.Row
	for _, r := range rows {
		if cutWords[fold(r["term"])] {
			kept = append(kept, r)
		}
	}
	eras, err := seeds.Load("eras", "")
	if err != nil {
		t.Fatal(err)
	}
	terms, err := newTerms(kept, eras)
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

func readAll(terms *Terms, pages []*table.Layout) *Document {
	r := NewReader(terms)
	for _, l := range pages {
		r.Add(l)
	}
	return r.Finish()
}

func loadTruth(t testing.TB, path string) []record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []record
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var r record
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// differences compares an indicator with its truth, cell by cell.
func differences(want, got record) (cells int, diffs []string) {
	eq := func(what, a, b string) {
		cells++
		if squeeze(a) != squeeze(b) {
			diffs = append(diffs, what+" "+squeeze(a)+" ← "+squeeze(b))
		}
	}
	eq("indicator", want.Indicator, got.Indicator)
	eq("field", want.Field, got.Field)
	eq("section", want.Section, got.Section)
	if want.Page != got.Page {
		diffs = append(diffs, "page")
	}
	if len(want.Items) != len(got.Items) {
		diffs = append(diffs, "items")
	} else {
		for i := range want.Items {
			eq("no", want.Items[i].No, got.Items[i].No)
			eq("item", want.Items[i].Name, got.Items[i].Name)
		}
	}
	if len(want.Values) != len(got.Values) {
		periods := ""
		for _, v := range got.Values {
			periods += v.Period + " "
		}
		diffs = append(diffs, "values "+periods)
		return cells, diffs
	}
	for i, v := range want.Values {
		w := got.Values[i]
		eq("period", v.Period, w.Period)
		eq("raw "+v.Period, v.Raw, w.Raw)
		eq("role "+v.Period, v.Role, w.Role)
	}
	keys := make([]string, 0, len(want.Extra))
	for k := range want.Extra {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	extra := map[string]string{}
	for k, v := range got.Extra {
		extra[squeeze(k)] = v
	}
	for _, k := range keys {
		eq("extra "+k, want.Extra[k], extra[squeeze(k)])
	}
	return cells, diffs
}

// TestBench ensures that every indicator of the three tiers is understood from
// its grid, with the whole vocabulary and with next to none. KPI_OUT names a
// folder to write the records to, for the scorer.
func TestBench(t *testing.T) {
	dir := benchDir()
	for _, v := range []struct {
		name  string
		terms *Terms
	}{{"full", builtin(t)}, {"cut", cutTerms(t)}} {
		for _, tier := range []string{"plain", "merged", "hard"} {
			t.Run(v.name+"/"+tier, func(t *testing.T) {
				files, _ := filepath.Glob(filepath.Join(dir, tier, "*.cells.json"))
				if len(files) == 0 {
					t.Fatalf("no documents of tier %s in %s", tier, dir)
				}
				rows, right := 0, 0
				for _, f := range files {
					base := strings.TrimSuffix(f, ".cells.json")
					doc := readAll(v.terms, layouts(t, f))
					if out := os.Getenv("KPI_OUT"); out != "" {
						writeRecords(t, v.terms, filepath.Join(out, v.name, tier, filepath.Base(base)+".jsonl"), doc)
					}
					want := loadTruth(t, base+".truth.jsonl")
					if title := titleOf(t, f); squeeze(doc.Title) != squeeze(title) {
						t.Errorf("%s: title %q, want %q", filepath.Base(base), doc.Title, title)
					}
					rows += len(want)
					if len(want) != len(doc.Indicators) {
						t.Errorf("%s: %d indicators, want %d", filepath.Base(base), len(doc.Indicators), len(want))
						continue
					}
					shown := 0
					for i := range want {
						_, diffs := differences(want[i], toRecord(v.terms, &doc.Indicators[i]))
						if len(diffs) == 0 {
							right++
						} else if shown++; shown <= 2 {
							t.Errorf("%s: row %d: %s", filepath.Base(base), i+1, strings.Join(diffs, "; "))
						}
					}
				}
				t.Logf("%s: %d of %d indicators without difference", tier, right, rows)
			})
		}
	}
}

// titleOf returns the title lines of a document's first page.
func titleOf(t testing.TB, path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Pages [][]block }
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	title := ""
	for _, b := range doc.Pages[0] {
		if b.Style == "title" {
			title += b.Text
		}
	}
	return title
}

func writeRecords(t testing.TB, terms *Terms, path string, doc *Document) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	for i := range doc.Indicators {
		if err := e.Encode(toRecord(terms, &doc.Indicators[i])); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoFalseAlarm ensures that the self-checks stay silent where everything
// was read right. A few cells may be doubted all the same: where no line is drawn,
// nobody can tell for certain how far the name of a group reaches.
func TestNoFalseAlarm(t *testing.T) {
	dir := benchDir()
	terms := builtin(t)
	cells, marked := 0, 0
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.cells.json"))
	for _, f := range files {
		doc := readAll(terms, layouts(t, f))
		for _, d := range doc.Findings {
			t.Logf("%s: %s", filepath.Base(f), d.Message("en"))
		}
		for i := range doc.Indicators {
			in := &doc.Indicators[i]
			cells += 3 + len(in.Values)
			for _, d := range in.Findings {
				marked += 3
				t.Logf("%s: %s: %s", filepath.Base(f), in.Name, d.Message("en"))
			}
			for _, v := range in.Values {
				for _, d := range v.Findings {
					marked++
					t.Logf("%s: %s: %q: %s", filepath.Base(f), in.Name, v.Raw, d.Message("en"))
				}
			}
		}
	}
	t.Logf("%d of %d cells carry a finding", marked, cells)
	if marked*100 > cells {
		t.Errorf("%d of %d right cells carry a finding", marked, cells)
	}
}

// write puts a header_terms.csv into a folder.
func write(t testing.TB, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "header_terms.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
