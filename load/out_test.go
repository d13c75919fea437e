package load_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/xuri/excelize/v2"

	"shihyo/load"
)

// dangerous is a document whose texts a spreadsheet, a database or a terminal
// could take for more than texts.
func dangerous(t *testing.T) load.Document {
	r := seedResult(t, "a")
	r.Indicators[0].Name = `=HYPERLINK("http://example.com","click")`
	r.Indicators[1].Values[0].Raw = "@SUM(1+1)\x00\x07"
	r.Indicators[2].Section = `a/b:c*[d]?\'` + strings.Repeat("長", 40)
	r.Indicators[3].Field = "x'; DROP TABLE kpi; --\xff\xfe"
	r.Indicators[4].Values[1].Raw = "+cmd|' /C calc'!A0"
	return document(r, "a.pdf", load.Label{Plan: "'; DROP TABLE plans; --", Revision: "\"1\"", Effective: "2022-04-01"})
}

func export(t *testing.T, path, sql, format string) []byte {
	t.Helper()
	r, err := load.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b bytes.Buffer
	if err := r.Export(context.Background(), sql, format, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Ensure a workbook has a sheet for each section, a frozen header with a filter, numbers as
// numbers with their places, dates as dates, and texts as nothing but texts.
func TestExportExcel(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), dangerous(t))
	workbook := export(t, path, "from kpi", "xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	files, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	sheets := f.GetSheetList()
	sections := strings.Count(query(t, path, "select distinct section from kpi"), "\n")
	if len(sheets) != sections {
		t.Errorf("%d sheets %q, want %d", len(sheets), sheets, sections)
	}
	rows, formulas, numbers, dates := 0, 0, 0, 0
	for i, sheet := range sheets {
		xml, err := fs.ReadFile(files, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil || !bytes.Contains(xml, []byte(`<autoFilter ref="$A$1:$AJ$`)) {
			t.Errorf("%s has no filter: %v", sheet, err)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %+v %v", sheet, panes, err)
		}
		all, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		rows += len(all) - 1
		for r := range all {
			for c := range all[r] {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if text, _ := f.GetCellFormula(sheet, cell); text != "" {
					formulas++
				}
				kind, _ := f.GetCellType(sheet, cell)
				switch {
				case r > 0 && all[0][c] == "value" && all[r][c] != "":
					if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset {
						numbers++
					}
				case r > 0 && all[0][c] == "effective_on" && all[r][c] == "2022-04-01":
					dates++
				}
			}
		}
	}
	if rows != 383 || formulas != 0 || numbers != 350 || dates != 383 {
		t.Errorf("%d rows, %d formulas, %d numbers, %d dates", rows, formulas, numbers, dates)
	}
	found := false
	for _, sheet := range sheets {
		at, _ := f.SearchSheet(sheet, `=HYPERLINK("http://example.com","click")`)
		found = found || len(at) > 0
	}
	if !found {
		t.Error("the text that looks like a formula is not there as a text")
	}
}

// Ensure Arrow and Parquet hold all rows, decimals exact.
func TestExportArrowAndParquet(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), dangerous(t))
	r, err := ipc.NewFileReader(bytes.NewReader(export(t, path, "from kpi;", "arrow")))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows := int64(0)
	for i := range r.NumRecords() {
		rec, err := r.RecordBatch(i)
		if err != nil {
			t.Fatal(err)
		}
		rows += rec.NumRows()
	}
	field, _ := r.Schema().FieldsByName("value")
	if rows != 383 || field[0].Type.String() != "decimal(38, 10)" {
		t.Errorf("%d rows, value is %s", rows, field[0].Type)
	}
	if got := export(t, path, "from kpi", "parquet"); !bytes.HasPrefix(got, []byte("PAR1")) {
		t.Errorf("no Parquet: %q", got[:4])
	}
	reader, err := load.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	wantFault(t, reader.Export(context.Background(), "from nothing", "xlsx", &bytes.Buffer{}), load.CodeQuery)
	wantFault(t, reader.Export(context.Background(), "from kpi", "dbf", &bytes.Buffer{}), load.CodeBadFormat)
}

// Ensure texts that look like SQL change nothing, and control characters that
// no database or sheet can hold are left out.
func TestDangerousTexts(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), dangerous(t))
	for sql, want := range map[string]string{
		"select count(*) from kpi":                                              "383\n",
		"select distinct plan, revision from kpi":                               "'; DROP TABLE plans; --|\"1\"\n",
		"select raw from kpi where raw like '@SUM%'":                            "@SUM(1+1)\a\n",
		"select distinct field from kpi where field like 'x%'":                  "x'; DROP TABLE kpi; --\uFFFD\n",
		"select count(*) from kpi_wide where plan = '''; DROP TABLE plans; --'": "77\n",
	} {
		if got := query(t, path, sql); got != want {
			t.Errorf("%s\n got %q\nwant %q", sql, got, want)
		}
	}
	if _, err := load.Relabel(context.Background(), options(path), load.Selection{Plan: "'; DROP TABLE plans; --"}, load.Label{Plan: "P'"}); err != nil {
		t.Fatal(err)
	}
	if got := query(t, path, "select distinct plan from kpi"); got != "P'\n" {
		t.Errorf("relabelled: %q", got)
	}
}

// Ensure every built-in check can be run, says what it finds, and finds nothing
// grave in a sound warehouse.
func TestChecks(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"), document(revised(t, "c"), "c.pdf", load.Label{Plan: "P", Revision: "2", Effective: "2023-04-01"}))
	checks, err := load.Checks("")
	if err != nil || len(checks) < 25 {
		t.Fatalf("%d checks, %v", len(checks), err)
	}
	run := func(checks ...load.Check) map[string]int {
		r, err := load.OpenReader(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		results, err := r.Check(context.Background(), checks, 3)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]int{}
		for _, c := range results {
			if c.JA == "" || c.EN == "" || c.JA == c.EN {
				t.Errorf("%s does not say what it is about", c.Name)
			}
			if c.Severity == "error" && c.Total > 0 {
				found["error "+c.Name] = c.Total
			}
			found[c.Name] = c.Total
		}
		return found
	}
	for name, n := range run(checks...) {
		if strings.HasPrefix(name, "error ") {
			t.Errorf("%s: %d rows in a sound warehouse", name, n)
		}
	}
	// Each kind of damage is found by the check for it.
	for _, c := range []struct{ check, damage string }{
		{"duplicate_keys", "INSERT INTO observations FROM observations LIMIT 1"},
		{"orphan_rows", "INSERT INTO indicator_items VALUES (1, 1, 0, 'x', 'y')"},
		{"copies_differ", "UPDATE observations SET kpi_indicator = 'other' WHERE kpi_indicator_no = 3"},
		{"wide_differs", "DELETE FROM wide WHERE indicator_no = 3"},
		{"counts_differ", "UPDATE documents SET indicators = 7"},
		{"broken_series", "UPDATE indicators SET series_id = 'same'"},
		{"duplicate_indicators", "UPDATE indicators SET indicator = 'same', field = NULL, section = NULL, item_no = NULL, unit = NULL"},
		{"percentage_out_of_range", "UPDATE observations SET value = 101 WHERE unit = '%'"},
		{"two_values_one_year", "UPDATE observations SET fiscal_year = 2025"},
		{"mixed_units", "UPDATE observations SET unit = raw, canonical_unit = raw"},
		{"doubtful_values", "UPDATE observations SET confidence = 0.5"},
		{"jump_between_years", "UPDATE observations SET value = value * 100 WHERE fiscal_year = 2024"},
		{"unit_changed", "INSERT INTO changes BY NAME SELECT plan_id, revision_id AS from_revision_id, revision_id AS to_revision_id, 's' AS series_id, 'unit_changed' AS change, 'i' AS indicator, 'P' AS plan, 'a' AS from_revision, 'b' AS to_revision FROM revisions"},
		{"targets_without_baseline", "DELETE FROM observations WHERE role = 'baseline'"},
		{"soumu_01_format", "UPDATE documents SET outcome = 'no_kpi'"},
		{"soumu_02_one_datum_a_cell", "UPDATE observations SET kind = 'word', raw = '12 34', component = NULL"},
		{"soumu_03_numbers_are_numbers", "UPDATE observations SET value = NULL, raw = '12', kind = 'word'"},
		{"soumu_04_merged_cells", "UPDATE indicators SET field = NULL WHERE indicator_no = 3"},
		{"soumu_05_spaces_and_breaks", "UPDATE indicators SET indicator = '指　　標'"},
		{"soumu_06_omitted_names", "UPDATE indicators SET indicator = '〃'"},
		{"soumu_07_formulas", "UPDATE observations SET raw = '=1+1'"},
		{"soumu_08_objects", "INSERT INTO findings BY NAME SELECT 'f' AS finding_id, document_id, 0 AS finding_no, 'read' AS stage, 'error' AS severity, 'x' AS code, 1 AS page, 'm' AS message, 'm' AS message_en, 'open' AS state FROM documents"},
		{"soumu_10_special_characters", "UPDATE indicators SET unit = '㌔'"},
		{"soumu_11_western_years", "UPDATE observations SET fiscal_year = NULL, role = 'target', kind = 'number'"},
		{"soumu_12_regions", `UPDATE indicators SET extra = '[{"header":"市町村","text":""}]'`},
		{"soumu_13_signs", "UPDATE observations SET kind = 'missing', raw = '*'"},
		{"soumu_14_split_rows", "UPDATE observations SET kind = 'blank'"},
		{"soumu_15_one_table_a_sheet", "UPDATE indicators SET table_no = indicator_no; UPDATE observations SET period = raw"},
	} {
		var check load.Check
		for _, known := range checks {
			if known.Name == c.check {
				check = known
			}
		}
		keep, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		before := run(check)[c.check]
		execSQL(t, path, c.damage)
		if got := run(check)[c.check]; got <= before {
			t.Errorf("%s: %d rows, and %d before %q", c.check, got, before, c.damage)
		}
		if err := writeFile(path, keep); err != nil {
			t.Fatal(err)
		}
	}
}
