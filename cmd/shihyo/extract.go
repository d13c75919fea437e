package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/report"
)

func extractCommand(a *app) *cobra.Command {
	var read readFlags
	var format string
	cmd := &cobra.Command{
		Use:   "extract FILE.pdf",
		Short: a.tr("PDFの指標を読み取って出力（データベースは使わない）", "print the indicators of a PDF, without a database"),
		Example: a.tr(`  shihyo extract keikaku.pdf
  shihyo extract keikaku.pdf --format jsonl > kpi.jsonl
  shihyo extract keikaku.pdf --format xlsx > kpi.xlsx`, `  shihyo extract plan.pdf
  shihyo extract plan.pdf --format jsonl > kpi.jsonl
  shihyo extract plan.pdf --format xlsx > kpi.xlsx`),
		Args: a.exactlyOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "table", "jsonl", "csv", "xlsx"); err != nil {
				return err
			}
			if format == "xlsx" && a.outTerminal {
				return a.misuse("Excelファイルは画面に出せません。> kpi.xlsx を付けてください。", "an Excel file cannot go to the screen; add > kpi.xlsx")
			}
			src, err := a.open(args[0])
			if err != nil {
				return err
			}
			result, err := extract.Run(a.ctx, src, read.options())
			if err != nil {
				return err
			}
			switch format {
			case "jsonl":
				err = report.JSONL(a.out, result, a.lang)
			case "csv":
				err = report.CSV(a.out, result, a.lang)
			case "xlsx":
				err = report.XLSX(a.out, result, a.lang)
			default:
				err = a.indicators(result)
			}
			a.out.Flush()
			a.warn(src.Name, result.Findings)
			if err == nil && len(result.Indicators) == 0 {
				return silent(exitFailed)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.tr("出力の形 `table|jsonl|csv|xlsx`", "output as `table|jsonl|csv|xlsx`"))
	read.add(a, cmd)
	return cmd
}

// indicators prints the indicators the way the document shows them: a table for
// each run of rows with the same section and periods, values as printed. What
// is doubtful is marked and told below.
func (a *app) indicators(r *extract.Result) error {
	doubts := 0
	for from := 0; from < len(r.Indicators); {
		to := from + 1
		for to < len(r.Indicators) && sameTable(&r.Indicators[from], &r.Indicators[to]) {
			to++
		}
		if from > 0 {
			fmt.Fprintln(a.out)
		}
		n, err := a.indicatorTable(r.Indicators[from:to])
		if err != nil {
			return err
		}
		doubts += n
		from = to
	}
	if len(r.Indicators) == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	fmt.Fprintf(a.out, a.tr("指標 %d 件、値 %d 件\n", "%d indicators, %d values\n"), len(r.Indicators), countValues(r))
	if doubts > 0 {
		fmt.Fprintln(a.out, a.tr("\n? の付いた所を原本で確かめてください。", "\nLook at these places (marked ?) in the document."))
		return a.indicatorDoubts(r)
	}
	return nil
}

// indicatorDoubts lists what a person should look at: a table, or lines where
// the screen is too narrow for it.
func (a *app) indicatorDoubts(r *extract.Result) error {
	list := &columns{header: a.list("ページ,指標,期,原文,確認すること", "page,indicator,period,printed,to check"), right: []bool{true}, screen: a.outWidth}
	short := func(s string) string { return cells.Truncate(s, 40, "…") }
	for i := range r.Indicators {
		ind := &r.Indicators[i]
		for _, f := range ind.Findings {
			if f.Severity != finding.Info {
				list.add(pageNumber(ind.Page), short(ind.Name), "", "", f.Message(a.lang))
			}
		}
		for k := range ind.Readings {
			for _, f := range ind.ValueFindings(k) {
				if f.Severity != finding.Info {
					list.add(pageNumber(ind.Values[k].Page), short(ind.Name), short(ind.Values[k].Period), short(ind.Values[k].Raw), f.Message(a.lang))
				}
			}
		}
	}
	if list.fits() {
		return list.write(a.out)
	}
	for _, row := range list.rows {
		fmt.Fprintf(a.out, a.tr("  %sページ %s: %s\n", "  page %s %s: %s\n"), row[0], oneLine(aboutValue(row[1], row[2], row[3])), oneLine(row[4]))
	}
	return nil
}

// sameTable reports whether two indicators can stand under one heading.
func sameTable(x, y *extract.Indicator) bool {
	if x.Section != y.Section || len(x.Values) != len(y.Values) {
		return false
	}
	for i := range x.Values {
		if x.Values[i].Period != y.Values[i].Period {
			return false
		}
	}
	return true
}

// indicatorTable prints one table and returns the number of doubtful places.
func (a *app) indicatorTable(list []extract.Indicator) (doubts int, err error) {
	t := &columns{header: a.list("ページ,番号,項目,指標", "page,no,item,indicator"), right: []bool{true},
		screen: a.outWidth, give: []give{{2, 12}, {1, 12}, {3, 24}}}
	units := false
	for i := range list {
		units = units || list[i].Unit != ""
	}
	if units {
		t.header = append(t.header, a.tr("単位", "unit"))
	}
	for _, c := range list[0].Values {
		t.header = append(t.header, c.Period)
	}
	for i := range list {
		ind := &list[i]
		var nos, names []string
		for _, it := range ind.Items {
			if it.No != "" {
				nos = append(nos, it.No)
			}
			names = append(names, it.Name)
		}
		row := []string{pageNumber(ind.Page), strings.Join(nos, "、"), strings.Join(names, "、"), marked(ind.Name, ind.Findings, &doubts)}
		if units {
			row = append(row, ind.Unit)
		}
		for k := range ind.Readings {
			row = append(row, marked(ind.Values[k].Raw, ind.ValueFindings(k), &doubts))
		}
		t.add(row...)
	}
	if s := list[0].Section; s != "" {
		fmt.Fprintf(a.out, "%s\n", s)
	}
	if t.fits() {
		return doubts, t.write(a.out)
	}
	return doubts, a.indicatorLines(t, units)
}

// indicatorLines prints the rows of an indicator table that no narrow screen
// holds: the indicator in full, then its values, as many to a line as fit.
func (a *app) indicatorLines(t *columns, units bool) error {
	var b strings.Builder
	first := 4 // page, no, item and indicator stand before the values
	for _, row := range t.rows {
		values := first
		name := strings.TrimSpace(row[1] + " " + row[3])
		if units {
			values++
			if row[4] != "" {
				name += a.tr("（単位 "+row[4]+"）", " (unit "+row[4]+")")
			}
		}
		fmt.Fprintf(&b, a.tr("%sページ %s\n", "page %s %s\n"), row[0], oneLine(name))
		const indent = "  "
		line := indent
		for i, v := range row[values:] {
			part := oneLine(t.header[values+i] + " " + cmp.Or(v, "␣"))
			if cells.StringWidth(line+"  "+part) > t.screen && line != indent {
				fmt.Fprintln(&b, line)
				line = indent
			}
			line += "  " + part
		}
		fmt.Fprintln(&b, line)
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

// marked puts a question mark before a text about which there are findings.
func marked(text string, findings []finding.Finding, doubts *int) string {
	for _, f := range findings {
		if f.Severity != finding.Info {
			*doubts++
			return "?" + text
		}
	}
	return text
}

// countValues counts the values that were read as something.
func countValues(r *extract.Result) int {
	n := 0
	for i := range r.Indicators {
		n += len(r.Indicators[i].Readings)
	}
	return n
}
