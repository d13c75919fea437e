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
	var writable, documents bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: a.tr("入っている計画・版と、未確認の指摘の数を示す", "show plans, revisions and open findings"),
		Example: `  shihyo status --db kpi.duckdb
  shihyo status --documents
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
			if documents {
				return a.statusDocuments(r, format)
			}
			s, err := r.Status(a.ctx)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.statusJSON(s)
			}
			return a.statusTable(s, db)
		},
	}
	a.dbFlag(cmd, &db)
	cmd.Flags().BoolVar(&writable, "writable", false, a.tr("今書き込めるかだけを答える（書けなければ終了コード 3）", "only tell whether it can be written now (exit code 3 if not)"))
	cmd.Flags().BoolVar(&documents, "documents", false, a.tr("資料の一覧を示す", "list the documents"))
	cmd.Flags().StringVar(&format, "format", "table", a.tr("出力の形 `table|json`", "output as `table|json`"))
	return cmd
}

// statusTable prints a line a revision; the latest of each plan is marked.
// Documents without a KPI table are only counted.
func (a *app) statusTable(s *load.Status, db string) error {
	t := &columns{header: a.list("計画,版,適用日,資料,指標,値,誤り,注意,訂正,", "plan,revision,effective,documents,indicators,values,errors,warnings,corrected,"),
		right:  []bool{false, false, false, true, true, true, true, true, true, false},
		screen: a.outWidth, give: []give{{0, 12}, {1, 12}, {0, 8}, {1, 8}}}
	open, without := 0, 0
	for _, r := range s.Revisions {
		open += r.OpenErrors + r.OpenWarnings
		if r.Indicators == 0 {
			without += r.Documents
			continue
		}
		mark := ""
		if r.Latest {
			mark = a.tr("最新", "latest")
		}
		if r.Inferred {
			mark += a.tr(" 推定", " inferred")
		}
		t.add(r.Plan, r.Revision, r.Effective, strconv.Itoa(r.Documents), strconv.Itoa(r.Indicators), strconv.Itoa(r.Values),
			strconv.Itoa(r.OpenErrors), strconv.Itoa(r.OpenWarnings), strconv.Itoa(r.Corrections), mark)
	}
	if len(t.rows) > 0 {
		if err := t.write(a.out); err != nil {
			return err
		}
	}
	if without > 0 {
		fmt.Fprintf(a.out, a.tr("指標の表がない資料: %d 件（shihyo status --documents で一覧）\n", "Documents without a KPI table: %d (shihyo status --documents lists all)\n"), without)
	}
	if !s.LastLoad.IsZero() {
		fmt.Fprintf(a.out, a.tr("\n最後の読み込み: %s（shihyo %s）\n", "\nLast load: %s (shihyo %s)\n"), s.LastLoad.Local().Format("2006-01-02 15:04"), s.Version)
	}
	if open > 0 {
		a.printf("未確認の指摘が %d 件あります。shihyo findings%s で見られます。\n", "Open findings: %d; shihyo findings%s lists them.\n", open, dbArgument(db))
	}
	return nil
}

// statusDocuments lists the documents, with the beginning of the hash by which
// other commands take them.
func (a *app) statusDocuments(r *load.Reader, format string) error {
	type document struct {
		Source      string  `json:"source"`
		SHA256      string  `json:"sha256"`
		Plan        string  `json:"plan"`
		Revision    string  `json:"revision"`
		EffectiveOn *string `json:"effective_on"`
		Pages       int     `json:"pages"`
		Indicators  int     `json:"indicators"`
		Values      int     `json:"observations"`
	}
	t := &columns{header: a.list("資料,SHA-256,計画,版,ページ,指標,値", "document,SHA-256,plan,revision,pages,indicators,values"),
		right: []bool{false, false, false, false, true, true, true}, screen: a.outWidth, give: []give{{2, 12}, {3, 12}, {0, 16}, {2, 8}, {3, 8}}}
	list := []document{}
	err := r.Documents(a.ctx, func(d load.DocumentStatus) error {
		list = append(list, document{d.Source, d.SHA256, d.Plan, d.Revision, optional(d.Effective), d.Pages, d.Indicators, d.Values})
		t.add(d.Source, d.SHA256[:min(len(d.SHA256), 8)], d.Plan, d.Revision, strconv.Itoa(d.Pages), strconv.Itoa(d.Indicators), strconv.Itoa(d.Values))
		return nil
	})
	switch {
	case err != nil:
		return err
	case format == "json":
		return a.writeJSON(list)
	case !t.fits():
		return t.writeTall(a.out)
	}
	return t.write(a.out)
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
