package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
	"shihyo/load"
)

func checkCommand(a *app) *cobra.Command {
	var db, folder, format, failOn string
	var rows int
	cmd := &cobra.Command{
		Use:   "check [NAME…]",
		Short: a.tr("データベースの中身を検査する", "check what the database holds"),
		Example: a.tr(`  shihyo check --db kpi.duckdb
  shihyo check percentage_out_of_range --rows 100
  shihyo check --checks kensa/ --fail-on warning`, `  shihyo check --db kpi.duckdb
  shihyo check percentage_out_of_range --rows 100
  shihyo check --checks checks/ --fail-on warning`),
		Long: a.tr("検査は、確かめるべき行を返すSQLです。--checks のフォルダーに NAME.sql を置けば加わります。\n--fail-on の重さの検査に行があれば終了コードは 4 です。",
			"A check is SQL that returns the rows to look at; NAME.sql in the folder of --checks adds one.\nThe exit code is 4 when a check as grave as --fail-on finds rows."),
		ValidArgsFunction: completeChecks,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "table", "json"); err != nil {
				return err
			}
			if err := a.oneOf("fail-on", failOn, "error", "warning", "info"); err != nil {
				return err
			}
			checks, err := load.Checks(folder)
			if err != nil {
				return err
			}
			if checks, err = a.pickChecks(checks, args); err != nil {
				return err
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			results, err := r.Check(a.ctx, checks, max(rows, 0))
			if err != nil {
				return err
			}
			if format == "json" {
				err = a.checksJSON(results)
			} else {
				err = a.checksTable(results)
			}
			if err != nil {
				return err
			}
			for _, res := range results {
				if res.Total > 0 && rank(res.Severity) >= rank(finding.Severity(failOn)) {
					return silent(exitCheck)
				}
			}
			return nil
		},
	}
	a.dbFlag(cmd, &db)
	f := cmd.Flags()
	f.StringVar(&folder, "checks", "", a.tr("自分の検査（*.sql）のある`フォルダー`", "`folder` with checks of your own (*.sql)"))
	f.IntVar(&rows, "rows", 5, a.tr("検査ごとに示す行数の`上限`", "at most this `many` rows of each check"))
	f.StringVar(&failOn, "fail-on", "error", a.tr("不合格とする重さ `error|warning|info`", "severity that fails, `error|warning|info`"))
	f.StringVar(&format, "format", "table", a.tr("出力の形 `table|json`", "output as `table|json`"))
	return cmd
}

// rank orders severities.
func rank(s finding.Severity) int {
	switch s {
	case finding.Error:
		return 3
	case finding.Warning:
		return 2
	}
	return 1
}

// pickChecks keeps the checks that are named, all when none is.
func (a *app) pickChecks(all []load.Check, names []string) ([]load.Check, error) {
	if len(names) == 0 {
		return all, nil
	}
	var picked []load.Check
	for _, name := range names {
		found := false
		for _, c := range all {
			if c.Name == name {
				picked, found = append(picked, c), true
			}
		}
		if !found {
			return nil, a.misuse("「%s」という検査はありません。shihyo check で一覧を見られます。", "there is no check %q; shihyo check lists them.", name)
		}
	}
	return picked, nil
}

// checksTable prints a line a check, then the rows of those that found any. On a
// screen too narrow for what the checks are about, that leads the rows, and the
// checks that found nothing are only named.
func (a *app) checksTable(results []load.CheckResult) error {
	t := &columns{header: a.list("検査,重さ,行,内容", "check,severity,rows,about"), right: []bool{false, false, true, false}, screen: a.outWidth}
	var clear []string
	for _, r := range results {
		t.add(r.Name, a.severity(r.Severity), strconv.Itoa(r.Total), r.About(a.lang))
		if r.Total == 0 {
			clear = append(clear, r.Name)
		}
	}
	short := !t.fits()
	if !short {
		if err := t.write(a.out); err != nil {
			return err
		}
	}
	printed := !short
	for _, r := range results {
		if r.Total == 0 || len(r.Rows) == 0 && !short {
			continue
		}
		if printed {
			fmt.Fprintln(a.out)
		}
		printed = true
		fmt.Fprintf(a.out, a.tr("%s（%s、%d 行）\n", "%s (%s, %d rows)\n"), r.Name, a.severity(r.Severity), r.Total)
		if short {
			fmt.Fprintf(a.out, "%s\n", r.About(a.lang))
		}
		if err := a.checkRows(r); err != nil {
			return err
		}
	}
	if short && len(clear) > 0 {
		if printed {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, a.tr("該当する行のない検査 %d 件: %s\n", "Checks that found nothing: %d (%s)\n"), len(clear), strings.Join(clear, ", "))
	}
	return nil
}

// checkRows prints the rows that a check found, the first of them.
func (a *app) checkRows(r load.CheckResult) error {
	if len(r.Rows) == 0 {
		return nil
	}
	rows := &columns{}
	for _, c := range r.Columns {
		rows.header = append(rows.header, c.Name)
		rows.right = append(rows.right, c.Numeric)
	}
	for _, values := range r.Rows {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = plainText(v, r.Columns[i].Type)
		}
		rows.add(row...)
	}
	return a.writeForScreen(rows)
}

// checksJSON prints the same for a program: one array.
func (a *app) checksJSON(results []load.CheckResult) error {
	type result struct {
		Check    string           `json:"check"`
		Severity finding.Severity `json:"severity"`
		About    string           `json:"about"`
		Total    int              `json:"total"`
		Rows     []map[string]any `json:"rows"`
	}
	out := []result{}
	for _, r := range results {
		one := result{r.Name, r.Severity, r.About(a.lang), r.Total, []map[string]any{}}
		for _, values := range r.Rows {
			row := map[string]any{}
			for i, v := range values {
				if d, ok := v.(load.Decimal); ok {
					v = json.Number(d)
				}
				row[r.Columns[i].Name] = v
			}
			one.Rows = append(one.Rows, row)
		}
		out = append(out, one)
	}
	return a.writeJSON(out)
}

// writeJSON prints one indented JSON value.
func (a *app) writeJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
