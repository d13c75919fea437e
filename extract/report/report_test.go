package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/normalize"
)

var codeOdd = finding.Register("test_odd", finding.Warning, "おかしい（%v）", "odd (%v)")

// number is a valid decimal.
func number(t *testing.T, s string) decimal.NullDecimal {
	t.Helper()
	d, err := decimal.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// sample is a document with all that can be awkward to write.
func sample(t *testing.T) *extract.Result {
	one := number(t, "1").Decimal
	ind := extract.Indicator{
		Indicator: kpi.Indicator{
			Page: 2, Section: "一覧 \"A\"", Field: "=HYPERLINK(\"http://example.com\")",
			Items: []kpi.Item{{No: "1(2)", Name: "棚卸し"}, {No: "", Name: "改革\u2028"}},
			Name:  "<b>率\x00\xff", Unit: "", Confidence: 0.98765,
			Extra: []kpi.Extra{{Header: "担当課", Text: "甲"}, {Header: "備考", Text: ""}, {Header: "担当課", Text: "乙"}},
			Notes: []string{"※注"},
			Values: []kpi.Cell{
				{Period: "基準値", Role: kpi.Baseline, Raw: "61.0%", Page: 2, Confidence: 1, Box: page.Box{X0: 1.005, Top: 2, X1: 3.14159, Bottom: 4}},
				{Period: "Ｒ４", Role: kpi.Target, Raw: "①500 ②50以上", Page: 2, Confidence: 0.5, Findings: []finding.Finding{finding.New(codeOdd, 4)}},
			},
			Box:      page.Box{X0: 10, Top: 20.125, X1: 30, Bottom: 40},
			Findings: []finding.Finding{finding.New(codeOdd, 3)},
		},
		Readings: []normalize.Value{
			{Raw: "61.0%", Kind: normalize.Number, Status: normalize.OK, Value: number(t, "61.0"), Decimals: 1, Unit: "%", CanonicalUnit: "%", Scale: one, Confidence: 1},
			{Raw: "①500 ②50以上", Kind: normalize.Components, Status: normalize.OK, FiscalYear: 2022, Scale: one, Confidence: 0.5,
				Components: []normalize.Component{{Label: "①", Raw: "500", Value: number(t, "500")}, {Label: "②", Raw: "50以上", Value: number(t, "50"), Comparator: ">=", Low: number(t, "50")}}},
		},
	}
	return &extract.Result{Indicators: []extract.Indicator{ind}}
}

// Ensure a line has every key in the contract's order, and texts survive.
func TestJSONL(t *testing.T) {
	var b bytes.Buffer
	if err := JSONL(&b, sample(t), finding.English); err != nil {
		t.Fatal(err)
	}
	line := b.String()
	if strings.Count(line, "\n") != 1 {
		t.Fatalf("not one line: %q", line)
	}
	at := 0
	for _, key := range []string{"page", "section", "field", "items", "no", "name", "indicator", "unit", "extra", "notes", "values",
		"period", "role", "fiscal_year", "raw", "kind", "status", "value", "decimals", "unit", "canonical_unit", "scale", "comparator", "low", "high",
		"cumulative", "as_of", "as_of_from", "as_of_to", "note", "components", "confidence", "bbox", "findings"} {
		i := strings.Index(line[at:], `"`+key+`":`)
		if i < 0 {
			t.Fatalf("key %q is missing or out of order in %s", key, line)
		}
		at += i
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	for key, want := range map[string]any{
		"section":    "一覧 \"A\"",
		"indicator":  "<b>率\x00\ufffd",
		"unit":       nil,
		"extra":      map[string]any{"担当課": "甲、乙", "備考": ""},
		"confidence": 0.988,
		"bbox":       []any{10.0, 20.13, 30.0, 40.0},
		"findings":   []any{map[string]any{"code": "test_odd", "severity": "warning", "message": "odd (3)"}},
	} {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("%s: %#v, want %#v", key, got[key], want)
		}
	}
	if !strings.Contains(line, `"value":61.0,"decimals":1`) {
		t.Errorf("the printed places are lost: %s", line)
	}
}

// Ensure CSV has a row a value and a row a component, and no live formula.
func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if err := CSV(&b, sample(t), finding.English); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows, want header and 3", len(rows))
	}
	get := func(row int, name string) string {
		for i, f := range fields {
			if f.name == name {
				return rows[row][i]
			}
		}
		t.Fatalf("no column %s", name)
		return ""
	}
	for _, tt := range []struct {
		row        int
		name, want string
	}{
		{1, "field", "'=HYPERLINK(\"http://example.com\")"},
		{1, "item_no", "1(2)、"}, {1, "value", "61.0"}, {1, "role", "baseline"}, {1, "fiscal_year", ""},
		{2, "component", "①"}, {2, "raw", "①500 ②50以上"}, {2, "value", "500"}, {2, "fiscal_year", "2022"}, {2, "findings", "odd (4)"}, {2, "confidence", "0.25"},
		{3, "component", "②"}, {3, "comparator", ">="}, {3, "low", "50"},
	} {
		if got := get(tt.row, tt.name); got != tt.want {
			t.Errorf("row %d %s: %q, want %q", tt.row, tt.name, got, tt.want)
		}
	}
}

// Ensure no text becomes a formula, and signed values stay as they are printed.
func TestInert(t *testing.T) {
	for _, formula := range []string{
		"=1+1", "＝1+1", `=HYPERLINK("http://example.com","x")`, "@SUM(A1)", "＠", "+cmd|' /C calc'!A0", "-SUM(A1)", "-（累計）", "-(1)",
		"-2+3", "-2+3+cmd|' /C calc'!A0", "+81-3-1234-5678", "--5", "-A1", "-1*2", "-5 (3)", "-5　（3）", "-5：3", "－2＋3", "-198(R3|x!A1)",
		"\t=1", "\rx", "\n+1", "  =1", "\x00=1", "\u3000=1", "+", "-.", "-1=1",
	} {
		want := "'" + formula
		if formula == "+" || formula == "-." {
			want = formula // a mark, no formula
		}
		if got := Inert(formula); got != want {
			t.Errorf("%q: %q, want %q", formula, got, want)
		}
	}
	for _, text := range []string{
		"", " ", "-", "－", "＋", "-198", "+5%", "+1,234.5%", "－１２．３％", "-198(R3.4～R3.12)", "-0.3ポイント", "-5件", "-3.5ha",
		"-5～-3の間", "△3", "▲1.2", "指標", "a=1", "1+1", "(1)", "12(3)", "'quoted'", "―",
	} {
		if got := Inert(text); got != text {
			t.Errorf("%q: %q, want it unchanged", text, got)
		}
	}
}

// member returns a file of a workbook.
func member(t *testing.T, workbook []byte, name string) string {
	t.Helper()
	files, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Ensure Excel gets numbers as numbers and texts as texts, below a header that
// stays in sight and filters.
func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	if err := XLSX(&b, sample(t), finding.English); err != nil {
		t.Fatal(err)
	}
	if sheet := member(t, b.Bytes(), "xl/worksheets/sheet1.xml"); !strings.Contains(sheet, `<autoFilter ref="$A$1:$Y$4"`) {
		t.Error("the header has no filter")
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("kpi")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	column := map[string]string{}
	for i, fd := range fields {
		column[fd.name], _ = excelize.ColumnNumberToName(i + 1)
	}
	if typ, _ := f.GetCellType("kpi", column["value"]+"2"); typ != excelize.CellTypeNumber && typ != excelize.CellTypeUnset {
		t.Errorf("value is of type %v, want a number", typ)
	}
	if formula, _ := f.GetCellFormula("kpi", column["field"]+"2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	if s, _ := f.GetCellValue("kpi", column["field"]+"2"); !strings.HasPrefix(s, "=HYPERLINK(") {
		t.Errorf("field is %q", s)
	}
	panes, err := f.GetPanes("kpi")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("header not frozen: %+v %v", panes, err)
	}
}
