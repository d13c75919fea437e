package main

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/load"
)

func diffCommand(a *app) *cobra.Command {
	var db, format string
	cmd := &cobra.Command{
		Use:   "diff PLAN [REV1 REV2]",
		Short: a.tr("計画の改定で変わったことを示す", "show what a revision of a plan changed"),
		Example: a.tr(`  shihyo diff "デジタル化推進計画" --db kpi.duckdb
  shihyo diff "デジタル化推進計画" 初版 "令和5年3月改定"
  shihyo diff "デジタル化推進計画" --format html > kaitei.html`, `  shihyo diff "Digital plan" --db kpi.duckdb
  shihyo diff "Digital plan" first "March 2023"
  shihyo diff "Digital plan" --format html > changes.html`),
		Long: a.tr("計画は名前の一部でも、一つに決まれば足ります。版を省くと、最新の版とその一つ前を比べます。",
			"A part of the plan's name will do where it fits only one. Without revisions the latest is compared with\nthe one before."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && len(args) != 3 {
				return a.misuse("計画名を一つ、版を比べるなら続けて二つ指定してください。shihyo status で一覧を見られます。", "name a plan and, to choose, two revisions; shihyo status lists them.")
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return a.completePlans(cmd, args, typed)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "table", "html", "md", "json"); err != nil {
				return err
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			from, to := "", ""
			if len(args) == 3 {
				from, to = args[1], args[2]
			}
			d, err := r.Diff(a.ctx, args[0], from, to)
			if err != nil {
				return err
			}
			switch format {
			case "html":
				return a.diffHTML(d)
			case "md":
				return a.diffMarkdown(d)
			case "json":
				return a.diffJSON(d)
			}
			return a.diffTable(d)
		},
	}
	a.dbFlag(cmd, &db)
	cmd.Flags().StringVar(&format, "format", "table", a.tr("出力の形 `table|html|md|json`", "output as `table|html|md|json`"))
	return cmd
}

// changeName names a kind of change for a person.
func (a *app) changeName(kind string) string {
	switch kind {
	case "added":
		return a.tr("追加", "added")
	case "dropped":
		return a.tr("削除", "dropped")
	case "renamed":
		return a.tr("名称変更", "renamed")
	case "moved":
		return a.tr("項目変更", "moved")
	case "unit_changed":
		return a.tr("単位変更", "unit changed")
	}
	role, what, _ := strings.Cut(kind, "_")
	roles := map[string]string{"baseline": "基準値", "actual": "実績値", "target": "目標値", "value": "値"}
	whats := map[string]string{"raised": "引上げ", "lowered": "引下げ", "added": "追加", "dropped": "削除", "reworded": "表記変更"}
	if role != "target" {
		whats["raised"], whats["lowered"] = "増", "減"
	}
	if roles[role] == "" || whats[what] == "" {
		return kind
	}
	return a.tr(roles[role]+whats[what], role+" "+what)
}

// diffHeading returns the header of a table of changes.
func (a *app) diffHeading() []string {
	return a.list("違い,項目,指標,年度・期,前,後,差", "change,item,indicator,year or period,before,after,difference")
}

// diffRow returns a change as the cells of a row.
func (a *app) diffRow(c load.Change) []string {
	when := c.Period
	if c.FiscalYear > 0 {
		when = strconv.Itoa(c.FiscalYear)
		if c.Role == "" {
			when = ""
		}
	}
	if c.Component != "" {
		when += " " + c.Component
	}
	diff := grouped(c.Difference)
	if diff != "" && !strings.HasPrefix(diff, "-") {
		diff = "+" + diff
	}
	if diff != "" && c.Unit != "" {
		diff += " " + c.Unit
	}
	before, after := c.Before, c.After
	if c.Kind == "added" || c.Kind == "dropped" {
		before, after = "", ""
	}
	return []string{a.changeName(c.Kind), c.ItemNo, c.Indicator, strings.TrimSpace(when), before, after, diff}
}

// grouped puts separators between the thousands of a decimal number, as the
// values beside it are printed.
func grouped(number string) string {
	whole, places, fraction := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction {
		whole += "." + places
	}
	return sign + whole
}

func (a *app) diffTable(d *load.Comparison) error {
	fmt.Fprintf(a.out, a.tr("%s: %s → %s\n\n", "%s: %s → %s\n\n"), d.Plan, d.From, d.To)
	if err := a.writeChanges(a.out, d.Changes, a.outWidth); err != nil {
		return err
	}
	a.out.Flush()
	a.printf("（%d 件）\n", "(%d changes)\n", len(d.Changes))
	return nil
}

// writeChanges prints changes as a table, or, where the screen is too narrow for
// that, each as two lines: what changed of which indicator, then before and after.
func (a *app) writeChanges(w io.Writer, changes []load.Change, screen int) error {
	t := &columns{header: a.diffHeading(), right: []bool{false, false, false, false, true, true, true}, screen: screen}
	kinds := 0
	for _, c := range changes {
		row := a.diffRow(c)
		t.add(row...)
		kinds = max(kinds, cells.StringWidth(row[0]))
	}
	if t.fits() {
		return t.write(w)
	}
	var b strings.Builder
	for _, row := range t.rows {
		pad := strings.Repeat(" ", kinds-cells.StringWidth(row[0])+2)
		fmt.Fprintf(&b, "%s%s%s\n", row[0], pad, oneLine(row[1]+" "+row[2]))
		when, before, after, difference := row[3], row[4], row[5], row[6]
		if before == "" && after == "" {
			continue
		}
		if when != "" {
			when += ": "
		}
		before, after = cmp.Or(before, a.tr("（なし）", "(none)")), cmp.Or(after, a.tr("（なし）", "(none)"))
		if difference != "" {
			difference = a.tr("（"+difference+"）", " ("+difference+")")
		}
		fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", kinds+2), oneLine(when+before+" → "+after+difference))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (a *app) diffMarkdown(d *load.Comparison) error {
	cell := strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;")
	row := func(cells []string) {
		fmt.Fprint(a.out, "|")
		for _, c := range cells {
			fmt.Fprintf(a.out, " %s |", cell.Replace(c))
		}
		fmt.Fprintln(a.out)
	}
	fmt.Fprintf(a.out, "# %s: %s → %s\n\n", cell.Replace(d.Plan), cell.Replace(d.From), cell.Replace(d.To))
	row(a.diffHeading())
	fmt.Fprintln(a.out, "|---|---|---|---|--:|--:|--:|")
	for _, c := range d.Changes {
		row(a.diffRow(c))
	}
	return nil
}

var diffPage = template.Must(template.New("diff").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<title>{{.Plan}}: {{.From}} → {{.To}}</title>
<style>
body { font-family: sans-serif; margin: 2em }
table { border-collapse: collapse }
th, td { border: 1px solid #999; padding: .3em .6em; text-align: left; vertical-align: top }
td.n { text-align: right; white-space: nowrap }
td:first-child, th { white-space: nowrap }
tr.added td, tr.up td { background: #e8f5e9 }
tr.dropped td, tr.down td { background: #fdecea }
</style>
<h1>{{.Plan}}</h1>
<p>{{.From}} → {{.To}}</p>
<table>
<tr>{{range .Heading}}<th>{{.}}</th>{{end}}</tr>
{{range .Rows}}<tr class="{{.Class}}">{{range $i, $c := .Cells}}<td{{if ge $i 4}} class="n"{{end}}>{{$c}}</td>{{end}}</tr>
{{end}}</table>
</html>
`))

func (a *app) diffHTML(d *load.Comparison) error {
	type row struct {
		Class string
		Cells []string
	}
	page := struct {
		Lang, Plan, From, To string
		Heading              []string
		Rows                 []row
	}{string(a.lang), d.Plan, d.From, d.To, a.diffHeading(), nil}
	for _, c := range d.Changes {
		class := ""
		switch {
		case c.Kind == "added", c.Kind == "dropped":
			class = c.Kind
		case strings.HasSuffix(c.Kind, "_raised"):
			class = "up"
		case strings.HasSuffix(c.Kind, "_lowered"):
			class = "down"
		}
		page.Rows = append(page.Rows, row{class, a.diffRow(c)})
	}
	return diffPage.Execute(a.out, page)
}

func (a *app) diffJSON(d *load.Comparison) error {
	type change struct {
		Change     string  `json:"change"`
		Field      *string `json:"field"`
		ItemNo     *string `json:"item_no"`
		Indicator  string  `json:"indicator"`
		Series     string  `json:"series_id"`
		Component  *string `json:"component"`
		Role       *string `json:"role"`
		FiscalYear *int    `json:"fiscal_year"`
		Period     *string `json:"period"`
		Before     *string `json:"before"`
		After      *string `json:"after"`
		Difference *string `json:"difference"`
		Unit       *string `json:"unit"`
	}
	out := struct {
		Plan    string   `json:"plan"`
		From    string   `json:"from"`
		To      string   `json:"to"`
		Changes []change `json:"changes"`
	}{d.Plan, d.From, d.To, []change{}}
	for _, c := range d.Changes {
		one := change{c.Kind, optional(c.Field), optional(c.ItemNo), c.Indicator, c.Series, optional(c.Component), optional(c.Role), nil,
			optional(c.Period), optional(c.Before), optional(c.After), optional(c.Difference), optional(c.Unit)}
		if c.FiscalYear > 0 {
			one.FiscalYear = &c.FiscalYear
		}
		out.Changes = append(out.Changes, one)
	}
	return a.writeJSON(out)
}
