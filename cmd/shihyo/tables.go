package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/extract/report"
	"shihyo/extract/table"
)

func tablesCommand(a *app) *cobra.Command {
	var read readFlags
	var format, svg string
	cmd := &cobra.Command{
		Use:   "tables FILE.pdf",
		Short: a.tr("PDFのすべての表を出力", "print every table of a PDF"),
		Example: a.tr(`  shihyo tables keikaku.pdf --format json
  shihyo tables keikaku.pdf --format html > hyo.html
  shihyo tables keikaku.pdf --pages 3 --debug-svg page.svg   どう読み取ったかを図にする`,
			`  shihyo tables plan.pdf --format json
  shihyo tables plan.pdf --format html > tables.html
  shihyo tables plan.pdf --pages 3 --debug-svg page.svg   draw how it was understood`),
		Args: a.exactlyOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "json", "csv", "html", "md"); err != nil {
				return err
			}
			src, err := a.openPages(args[0])
			if err != nil {
				return err
			}
			if svg != "" {
				if err := a.draw(src, read.options(), svg); err != nil {
					return err
				}
			}
			var tables []table.Table
			var json table.JSON
			var found []finding.Finding
			opts := read.options()
			opts.TablesOnly = true
			doc, err := extract.Layouts(a.ctx, src, opts, func(l *table.Layout) error {
				defer a.walked()
				if format == "json" {
					json.Add(l.Tables)
					l.Recycle()
				} else {
					tables = append(tables, l.Tables...)
				}
				found = append(found, l.Findings...)
				return nil
			})
			if err != nil {
				return err
			}
			switch format {
			case "csv":
				inert(tables)
				err = table.WriteCSV(a.out, tables)
			case "html":
				err = table.WriteHTML(a.out, tables)
			case "md":
				err = table.WriteMarkdown(a.out, tables)
			default:
				err = json.Write(a.out)
			}
			a.out.Flush()
			a.warn(src.Name, append(doc.Findings, found...))
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", a.tr("出力の形 `json|csv|html|md`", "output as `json|csv|html|md`"))
	cmd.Flags().StringVar(&svg, "debug-svg", "", a.tr("読み取りの様子をSVGの`ファイル`に描く（複数ページなら番号が付く）", "draw how it was understood into an SVG `file` (numbered when there are several pages)"))
	read.add(a, cmd)
	return cmd
}

// inert keeps texts from being run as formulas by a spreadsheet.
func inert(tables []table.Table) {
	for i := range tables {
		for k := range tables[i].Cells {
			c := &tables[i].Cells[k]
			c.Text = report.Inert(c.Text)
		}
	}
}

// roleColors are the colours of value cells by what they state.
var roleColors = map[kpi.Role]string{kpi.Baseline: "#1f77b4", kpi.Actual: "#2ca02c", kpi.Target: "#ff7f0e"}

// marks tells what value cells of a page were taken for and what there are
// findings about.
func (a *app) marks(number int, r *extract.Result) []table.Mark {
	var marks []table.Mark
	doubt := func(findings []finding.Finding) {
		for _, f := range findings {
			if f.Page == number {
				marks = append(marks, table.Mark{Box: page.Box{X0: f.Box[0], Top: f.Box[1], X1: f.Box[2], Bottom: f.Box[3]},
					Label: f.Message(a.lang), Color: "#d62728"})
			}
		}
	}
	for i := range r.Indicators {
		ind := &r.Indicators[i]
		for k := range ind.Values {
			if c := &ind.Values[k]; c.Page == number {
				marks = append(marks, table.Mark{Box: c.Box, Label: strings.Join(distinct(c.Period, string(c.Role)), " "), Color: roleColors[c.Role]})
			}
		}
	}
	doubt(r.Findings)
	for i := range r.Indicators {
		doubt(r.Indicators[i].Findings)
		for k := range r.Indicators[i].Values {
			doubt(r.Indicators[i].ValueFindings(k))
		}
	}
	return marks
}

// draw writes a drawing of each page.
func (a *app) draw(src extract.Source, opts extract.Options, file string) error {
	result, err := extract.Run(a.ctx, src, opts)
	if err != nil {
		return err
	}
	single := opts.Pages != "" && !strings.ContainsAny(opts.Pages, ",-") || result.Pages == 1
	_, err = extract.PagesAndLayouts(a.ctx, src, opts, func(p *page.Page, l *table.Layout) error {
		name := file
		if !single {
			ext := filepath.Ext(file)
			name = strings.TrimSuffix(file, ext) + "-" + strconv.Itoa(p.Number) + ext
		}
		var b bytes.Buffer
		if err := table.DrawSVG(&b, p, l, a.marks(p.Number, result), a.lang); err != nil {
			return err
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			return finding.Fail("", err, Unwritable, name, err)
		}
		a.printf("%s に描きました。\n", "Drawn: %s\n", name)
		return nil
	})
	return err
}
