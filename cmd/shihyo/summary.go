package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"shihyo/load"
)

// Most lines of a kind that the closing summary of ingest shows; the commands
// it names show all.
const (
	shownDocuments = 20
	shownDoubts    = 10
	shownChanges   = 10
)

// summary tells a person what a load did: what was read, what is doubtful and
// where, what changed, and which command to run next.
func (a *app) summary(s *load.Summary) {
	indicators, observations, values, _ := s.Totals()
	var read, shown, failed []load.DocumentSummary
	for _, d := range s.Documents {
		if d.Outcome == load.Failed {
			failed = append(failed, d)
			continue
		}
		read = append(read, d)
		if d.Outcome != load.NoKPI {
			shown = append(shown, d)
		}
	}
	switch {
	case s.DryRun:
		a.printf("試し実行です。%s には書き込んでいません。\n", "This was a trial run; nothing was written to %s.\n", s.Path)
	case s.Published:
		a.printf("%s に書き込みました。\n", "Written to %s.\n", s.Path)
	default:
		a.printf("%s は変わっていません。\n", "%s was not changed.\n", s.Path)
	}
	a.summaryDocuments(shown)
	if len(shown) > 1 {
		a.printf("合計: 資料 %d 件、指標 %d 件、値 %d 件（うち数値 %d 件）\n", "Total: %d documents, %d indicators, %d values (%d with a number)\n", len(shown), indicators, observations, values)
	}
	if n := len(read) - len(shown); n > 0 {
		a.printf("指標の表がない資料 %d 件を、読んだものとして記録しました。\n", "Documents without a KPI table, recorded as read: %d.\n", n)
	}
	if s.Unchanged > 0 {
		a.printf("内容の変わっていない資料 %d 件は読み直していません。\n", "Documents unchanged since they were read: %d.\n", s.Unchanged)
	}
	if len(failed) > 0 {
		a.printf("読めなかった資料 %d 件（理由は上のとおり）。以前に入れた内容は残っています。\n", "Documents that could not be read (see above): %d. What was loaded of them before is kept.\n", len(failed))
	}
	a.summaryEarlier(s.Path, read)
	doubts := a.summaryDoubts(read)
	a.summaryIdle(s)
	a.summaryChanges(s.Changes)
	a.next(s, doubts)
}

// summaryDocuments lists what was read of documents with indicators.
func (a *app) summaryDocuments(list []load.DocumentSummary) {
	if len(list) == 0 {
		return
	}
	t := &columns{header: a.list("資料,結果,計画,版,適用日,指標,値,数値あり,要確認", "document,result,plan,revision,effective,indicators,values,with number,to check"),
		right: []bool{false, false, false, false, false, true, true, true, true}, limit: 32, screen: a.errWidth, give: []give{{2, 12}, {0, 12}, {3, 12}, {2, 8}, {0, 8}, {3, 8}}}
	for _, d := range list[:min(len(list), shownDocuments)] {
		t.add(filepath.Base(d.Source), a.outcome(d.Outcome), d.Label.Plan, d.Label.Revision, d.Label.Effective,
			strconv.Itoa(d.Indicators), strconv.Itoa(d.Observations), strconv.Itoa(d.Values), strconv.Itoa(d.ToCheck))
	}
	fmt.Fprintln(a.err)
	t.write(a.err)
	if n := len(list) - shownDocuments; n > 0 {
		a.printf("ほか %d 件\n", "and %d more\n", n)
	}
}

// summaryEarlier tells of files whose earlier content is still there beside the
// new one, and how to take it out.
func (a *app) summaryEarlier(db string, list []load.DocumentSummary) {
	for _, d := range list {
		for _, sha := range d.Earlier {
			a.printf("%s の前の内容も、同じ計画の同じ版に残っています。差し替えたのなら: shihyo remove %s%s\n",
				"What %s held before is still there, under the same plan and revision. If it was replaced: shihyo remove %s%s\n",
				oneLine(filepath.Base(d.Source)), sha[:8], dbArgument(db))
		}
	}
}

// summaryChanges tells what became different from the revision before.
func (a *app) summaryChanges(changes []load.Change) {
	if len(changes) == 0 {
		return
	}
	a.printf("\n前の版との違い %d 件:\n", "\nChanges from the revision before: %d\n", len(changes))
	a.writeChanges(a.err, changes[:min(len(changes), shownChanges)], a.errWidth)
	if n := len(changes) - shownChanges; n > 0 {
		a.printf("ほか %d 件\n", "and %d more\n", n)
	}
}

// next names the commands that a person will want now, with what each is for.
func (a *app) next(s *load.Summary, doubts int) {
	_, observations, _, _ := s.Totals()
	if s.DryRun || observations == 0 && s.Unchanged == 0 {
		return
	}
	db := dbArgument(s.Path)
	t := &columns{}
	if doubts > 0 {
		t.add(a.tr("  確かめる所の一覧", "  all that is doubtful"), "shihyo findings"+db)
	}
	if len(s.Changes) > 0 {
		t.add(a.tr("  変わった所の一覧", "  all that changed"), "shihyo diff "+shellQuote(s.Changes[0].Plan)+db)
	}
	t.add(a.tr("  値を見る", "  look at values"), "shihyo query \"select item_no, indicator, period, raw, value, unit from kpi limit 20\""+db)
	t.add(a.tr("  Excelに書き出す", "  write to Excel"), "shihyo export -o kpi.xlsx"+db)
	a.printf("\n次のコマンド:\n", "\nNext:\n")
	t.write(a.err)
}

// outcome names what became of a document.
func (a *app) outcome(o load.Outcome) string {
	switch o {
	case load.Loaded:
		return a.tr("新規", "new")
	case load.Replaced:
		return a.tr("更新", "read again")
	case load.Relabeled:
		return a.tr("名称変更", "relabelled")
	case load.Removed:
		return a.tr("削除", "removed")
	}
	return string(o)
}

// shellQuote quotes a word for the shell where it needs it.
func shellQuote(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r == '.' || r == '/' || r == '-' || r == '_' || r == '=' || r == ':' || r >= 0x80 && r != '\u3000' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z')
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// summaryJSON prints the same for a program.
func (a *app) summaryJSON(s *load.Summary) error {
	type doubt struct {
		Severity  string  `json:"severity"`
		Code      string  `json:"code"`
		Page      int     `json:"page"`
		Indicator *string `json:"indicator"`
		Period    *string `json:"period"`
		Message   string  `json:"message"`
	}
	type document struct {
		Source       string   `json:"source"`
		SHA256       string   `json:"sha256"`
		Outcome      string   `json:"outcome"`
		Plan         string   `json:"plan"`
		Revision     string   `json:"revision"`
		EffectiveOn  *string  `json:"effective_on"`
		Inferred     bool     `json:"inferred"`
		Indicators   int      `json:"indicators"`
		Observations int      `json:"observations"`
		Values       int      `json:"values"`
		Doubtful     int      `json:"doubtful"`
		ToCheck      int      `json:"to_check"`
		Earlier      []string `json:"earlier_sha256"`
		Doubts       []doubt  `json:"doubts"`
		Error        *string  `json:"error"`
	}
	type change struct {
		Plan       string `json:"plan"`
		From       string `json:"from"`
		To         string `json:"to"`
		Kind       string `json:"kind"`
		ItemNo     string `json:"item_no"`
		Indicator  string `json:"indicator"`
		Component  string `json:"component"`
		Period     string `json:"period"`
		Before     string `json:"before"`
		After      string `json:"after"`
		Difference string `json:"difference"`
	}
	out := struct {
		DB         string     `json:"db"`
		Published  bool       `json:"published"`
		DryRun     bool       `json:"dry_run"`
		Unchanged  int        `json:"unchanged"`
		Failed     int        `json:"failed"`
		Documents  []document `json:"documents"`
		Changes    []change   `json:"changes"`
		Idle       []string   `json:"idle_corrections"`
		IdleSeries []string   `json:"idle_series"`
	}{s.Path, s.Published, s.DryRun, s.Unchanged, s.Count(load.Failed), []document{}, []change{}, append([]string{}, s.Idle...), append([]string{}, s.IdleSeries...)}
	for _, d := range s.Documents {
		doc := document{Source: d.Source, SHA256: d.SHA256, Outcome: string(d.Outcome), Plan: d.Label.Plan, Revision: d.Label.Revision,
			EffectiveOn: optional(d.Label.Effective), Inferred: d.Inferred, Indicators: d.Indicators, Observations: d.Observations,
			Values: d.Values, Doubtful: d.Doubtful, ToCheck: d.ToCheck, Earlier: none(d.Earlier), Doubts: []doubt{}}
		if d.Err != nil {
			doc.Error = optional(a.sentence(d.Err))
		}
		for _, f := range d.Doubts {
			doc.Doubts = append(doc.Doubts, doubt{string(f.Severity), string(f.Code), f.Page, optional(f.Indicator), optional(f.Period), f.Message})
		}
		out.Documents = append(out.Documents, doc)
	}
	for _, c := range s.Changes {
		out.Changes = append(out.Changes, change{c.Plan, c.From, c.To, c.Kind, c.ItemNo, c.Indicator, c.Component, c.Period, c.Before, c.After, c.Difference})
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// optional is nil for "", so JSON has null.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
