package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
	"shihyo/extract/report"
	"shihyo/load"
)

func findingsCommand(a *app) *cobra.Command {
	var db, format, severity string
	filter := load.FindingFilter{}
	cmd := &cobra.Command{
		Use:   "findings",
		Short: a.tr("人が確かめるべき指摘を並べる", "list what a person should look at"),
		Example: a.tr(`  shihyo findings --db kpi.duckdb
  shihyo findings --severity info --format csv > shiteki.csv
  shihyo correct --accept 0h3mz8v1k2q4n7xp --why "原本のとおり"`, `  shihyo findings --db kpi.duckdb
  shihyo findings --severity info --format csv > findings.csv
  shihyo correct --accept 0h3mz8v1k2q4n7xp --why "as printed"`),
		Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.oneOf("format", format, "list", "table", "csv", "json"); err != nil {
				return err
			}
			if err := a.oneOf("severity", severity, "error", "warning", "info"); err != nil {
				return err
			}
			if err := a.oneOf("state", filter.State, "open", "accepted", "corrected", "all"); err != nil {
				return err
			}
			if filter.State == "all" {
				filter.State = ""
			}
			switch severity {
			case "error":
				filter.Severities = []string{"error"}
			case "warning":
				filter.Severities = []string{"error", "warning"}
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			switch format {
			case "csv":
				return a.findingsCSV(r, filter)
			case "json":
				return a.findingsJSON(r, filter)
			case "table":
				return a.findingsTable(r, filter, db)
			}
			return a.findingsList(r, filter, db)
		},
	}
	a.dbFlag(cmd, &db)
	f := cmd.Flags()
	f.StringVar(&filter.State, "state", "open", a.tr("状態 `open|accepted|corrected|all`", "state, `open|accepted|corrected|all`"))
	f.StringVar(&severity, "severity", "warning", a.tr("この重さ以上 `error|warning|info`", "this grave or graver, `error|warning|info`"))
	f.StringVar(&filter.Plan, "plan", "", a.tr("この`計画`だけ", "only this `plan`"))
	f.StringVar(&filter.Code, "code", "", a.tr("この`種類`だけ", "only this `kind`"))
	f.StringVar(&filter.Document, "document", "", a.tr("この`資料`だけ（ファイルまたはSHA-256の始め）", "only this `document` (its file, or the beginning of its SHA-256)"))
	f.StringVar(&format, "format", "list", a.tr("出力の形 `list|table|csv|json`", "output as `list|table|csv|json`"))
	return cmd
}

// aboutValue names what a finding is about: indicator, period and what was read,
// as far as it is about these.
func aboutValue(indicator, period, read string) string {
	about := indicator
	if period != "" {
		about += " " + period
	}
	if read != "" {
		about += "「" + read + "」"
	}
	return strings.TrimSpace(about)
}

// findingsList prints findings for reading: document by document, page by page,
// each with the numbers that correct takes.
func (a *app) findingsList(r *load.Reader, filter load.FindingFilter, db string) error {
	n, source, page, value, id := 0, "", -1, "", ""
	err := r.Findings(a.ctx, filter, a.lang, func(f load.Found) error {
		if at := f.Plan + f.Revision + f.Source; at != source {
			if n > 0 {
				fmt.Fprintln(a.out)
			}
			fmt.Fprintf(a.out, "%s\n", oneLine(fmt.Sprintf(a.tr("%s（%s、%s）", "%s (%s, %s)"), f.Source, f.Plan, f.Revision)))
			source, page = at, -1
		}
		if f.Page != page {
			if f.Page > 0 {
				fmt.Fprintf(a.out, a.tr("  %dページ\n", "  page %d\n"), f.Page)
			}
			page = f.Page
		}
		about := aboutValue(f.Indicator, f.Period, f.Read)
		if about != "" {
			about += ": "
		}
		fmt.Fprintf(a.out, "    %s  %s\n", a.severity(finding.Severity(f.Severity)), oneLine(about+f.Message))
		numbers := a.tr("指摘 ", "finding ") + f.ID
		if f.Observation != "" {
			numbers += a.tr("  値 ", "  value ") + f.Observation
		}
		value, id = cmp.Or(value, f.Observation), cmp.Or(id, f.ID)
		fmt.Fprintf(a.out, "          %s\n", numbers)
		n++
		return nil
	})
	if err != nil {
		return err
	}
	a.out.Flush()
	a.findingsFoot(n, value, id, db)
	return nil
}

// findingsFoot ends a list of findings with what can be done about them.
func (a *app) findingsFoot(n int, value, id, db string) {
	switch n {
	case 0:
		a.printf("当てはまる指摘はありません。\n", "No findings.\n")
	case 1:
		a.printf("（1 件）\n", "(1 finding)\n")
	default:
		a.printf("（%d 件）\n", "(%d findings)\n", n)
	}
	in := dbArgument(db)
	if value != "" {
		a.printf("値を直すには:         shihyo correct %s --text 正しい文字%s\n", "To correct a value:       shihyo correct %s --text RIGHT-TEXT%s\n", value, in)
	}
	if id != "" {
		a.printf("このままでよければ:   shihyo correct --accept %s%s\n", "When it is in order:      shihyo correct --accept %s%s\n", id, in)
	}
}

func (a *app) findingsTable(r *load.Reader, filter load.FindingFilter, db string) error {
	t := &columns{header: a.list("重さ,資料,ページ,指標,期,原文,説明,指摘番号,値の番号", "severity,document,page,indicator,period,printed,message,finding,value"),
		right: []bool{false, false, true}, limit: 60}
	value, id := "", ""
	err := r.Findings(a.ctx, filter, a.lang, func(f load.Found) error {
		value, id = cmp.Or(value, f.Observation), cmp.Or(id, f.ID)
		page := ""
		if f.Page > 0 {
			page = strconv.Itoa(f.Page)
		}
		t.add(a.severity(finding.Severity(f.Severity)), filepath.Base(f.Source), page, f.Indicator, f.Period, f.Read, f.Message, f.ID, f.Observation)
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.write(a.out); err != nil {
		return err
	}
	a.out.Flush()
	a.findingsFoot(len(t.rows), value, id, db)
	return nil
}

func (a *app) findingsCSV(r *load.Reader, filter load.FindingFilter) error {
	w := csv.NewWriter(a.out)
	if err := w.Write([]string{"finding_id", "state", "severity", "code", "plan", "revision", "source", "page", "item_no", "indicator", "period", "raw", "message", "observation_id"}); err != nil {
		return err
	}
	err := r.Findings(a.ctx, filter, a.lang, func(f load.Found) error {
		row := []string{f.ID, f.State, f.Severity, f.Code, f.Plan, f.Revision, f.Source, strconv.Itoa(f.Page), f.ItemNo, f.Indicator, f.Period, f.Read, f.Message, f.Observation}
		for i := range row {
			row[i] = report.Inert(row[i])
		}
		return w.Write(row)
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
}

func (a *app) findingsJSON(r *load.Reader, filter load.FindingFilter) error {
	type found struct {
		ID          string  `json:"finding_id"`
		State       string  `json:"state"`
		Severity    string  `json:"severity"`
		Code        string  `json:"code"`
		Plan        string  `json:"plan"`
		Revision    string  `json:"revision"`
		Source      string  `json:"source"`
		Page        int     `json:"page"`
		ItemNo      *string `json:"item_no"`
		Indicator   *string `json:"indicator"`
		Period      *string `json:"period"`
		Raw         *string `json:"raw"`
		Message     string  `json:"message"`
		Observation *string `json:"observation_id"`
	}
	out := []found{}
	err := r.Findings(a.ctx, filter, a.lang, func(f load.Found) error {
		out = append(out, found{f.ID, f.State, f.Severity, f.Code, f.Plan, f.Revision, f.Source, f.Page, optional(f.ItemNo),
			optional(f.Indicator), optional(f.Period), optional(f.Read), f.Message, optional(f.Observation)})
		return nil
	})
	if err != nil {
		return err
	}
	return a.writeJSON(out)
}
