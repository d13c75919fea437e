package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"shihyo/load"
)

func statusCommand(a *app) *cobra.Command {
	var db, format string
	var writable bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: a.tr("入っている計画・版・資料と、未確認の指摘の数を示す", "show plans, revisions, documents and open findings"),
		Example: `  shihyo status --db kpi.duckdb
  shihyo status --format json
  shihyo status --writable && shihyo ingest …`,
		Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.oneOf("format", format, "table", "json"); err != nil {
				return err
			}
			if writable {
				if err := load.Ready(a.ctx, db); err != nil {
					return err
				}
				fmt.Fprintf(a.out, a.tr("%s には今書き込めます。\n", "%s can be written now.\n"), db)
				return nil
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			s, err := r.Status(a.ctx)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.statusJSON(s)
			}
			return a.statusTable(s)
		},
	}
	a.dbFlag(cmd, &db)
	cmd.Flags().BoolVar(&writable, "writable", false, a.tr("今書き込めるかだけを答える（書けなければ終了コード 3）", "only tell whether it can be written now (exit code 3 if not)"))
	cmd.Flags().StringVar(&format, "format", "table", a.tr("出力の形 `table|json`", "output as `table|json`"))
	return cmd
}

// statusTable prints a line a revision; the latest of each plan is marked.
func (a *app) statusTable(s *load.Status) error {
	t := &columns{header: a.list("計画,版,適用日,資料,指標,値,誤り,注意,訂正,", "plan,revision,effective,documents,indicators,values,errors,warnings,corrected,"),
		right:  []bool{false, false, false, true, true, true, true, true, true, false},
		screen: a.screenWidth(), give: []int{0, 1}}
	open := 0
	for _, r := range s.Revisions {
		mark := ""
		if r.Latest {
			mark = a.tr("最新", "latest")
		}
		if r.Inferred {
			mark += a.tr(" 推定", " inferred")
		}
		open += r.OpenErrors + r.OpenWarnings
		t.add(r.Plan, r.Revision, r.Effective, strconv.Itoa(r.Documents), strconv.Itoa(r.Indicators), strconv.Itoa(r.Values),
			strconv.Itoa(r.OpenErrors), strconv.Itoa(r.OpenWarnings), strconv.Itoa(r.Corrections), mark)
	}
	if err := t.write(a.out); err != nil {
		return err
	}
	if !s.LastLoad.IsZero() {
		fmt.Fprintf(a.out, a.tr("\n最後の読み込み: %s（shihyo %s）\n", "\nLast load: %s (shihyo %s)\n"), s.LastLoad.Local().Format("2006-01-02 15:04"), s.Version)
	}
	if open > 0 {
		a.printf("未確認の指摘が %d 件あります。shihyo findings で見られます。\n", "Open findings: %d; shihyo findings lists them.\n", open)
	}
	return nil
}

func (a *app) statusJSON(s *load.Status) error {
	type revision struct {
		Plan         string  `json:"plan"`
		Revision     string  `json:"revision"`
		EffectiveOn  *string `json:"effective_on"`
		Latest       bool    `json:"latest"`
		Inferred     bool    `json:"inferred"`
		Documents    int     `json:"documents"`
		Indicators   int     `json:"indicators"`
		Observations int     `json:"observations"`
		OpenErrors   int     `json:"open_errors"`
		OpenWarnings int     `json:"open_warnings"`
		Corrections  int     `json:"corrections"`
	}
	out := struct {
		LastLoad  *string    `json:"last_load"`
		Version   string     `json:"tool_version"`
		Revisions []revision `json:"revisions"`
	}{Version: s.Version, Revisions: []revision{}}
	if !s.LastLoad.IsZero() {
		out.LastLoad = optional(s.LastLoad.Format(time.RFC3339))
	}
	for _, r := range s.Revisions {
		out.Revisions = append(out.Revisions, revision{r.Plan, r.Revision, optional(r.Effective), r.Latest, r.Inferred,
			r.Documents, r.Indicators, r.Values, r.OpenErrors, r.OpenWarnings, r.Corrections})
	}
	return a.writeJSON(out)
}
