package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/pdf"
)

func inspectCommand(a *app) *cobra.Command {
	var read readFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect FILE.pdf",
		Short: a.tr("PDFの作り（作成ソフト、フォント、罫線、読めなかった所）を調べる", "tell how a PDF is made: producer, fonts, ruling lines, what could not be read"),
		Example: a.tr(`  shihyo inspect keikaku.pdf
  shihyo inspect keikaku.pdf --json`, `  shihyo inspect plan.pdf
  shihyo inspect plan.pdf --json`),
		Args: a.exactlyOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			src, err := a.open(args[0])
			if err != nil {
				return err
			}
			in, err := extract.Inspect(a.ctx, src, read.options())
			if err != nil {
				return err
			}
			result, err := extract.Run(a.ctx, src, read.options())
			if err != nil {
				return err
			}
			if asJSON {
				return a.inspectJSON(src, in, result)
			}
			return a.inspectTable(src, in, result)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, a.tr("JSONで出力", "print JSON"))
	read.add(a, cmd)
	return cmd
}

// jsonFinding is a finding as every command prints it to programs.
type jsonFinding struct {
	Code     finding.Code     `json:"code"`
	Severity finding.Severity `json:"severity"`
	Message  string           `json:"message"`
	Page     int              `json:"page"`
	Box      [4]float64       `json:"bbox"`
}

func (a *app) jsonFindings(findings []finding.Finding) []jsonFinding {
	out := make([]jsonFinding, len(findings))
	for i, f := range findings {
		out[i] = jsonFinding{f.Code, f.Severity, f.Message(a.lang), f.Page, f.Box}
	}
	return out
}

func (a *app) inspectJSON(src extract.Source, in *pdf.Inspection, r *extract.Result) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		File       string           `json:"file"`
		SHA256     string           `json:"sha256"`
		Info       pdf.Info         `json:"info"`
		Title      string           `json:"title"`
		Mark       string           `json:"mark"`
		Date       string           `json:"date"`
		Pages      []pdf.PageReport `json:"pages"`
		Fonts      []pdf.FontReport `json:"fonts"`
		Tables     int              `json:"tables"`
		Indicators int              `json:"indicators"`
		Findings   []jsonFinding    `json:"findings"`
	}{src.Name, r.SHA256, in.Info, r.Title, r.Mark, r.Date, none(in.Pages), none(in.Fonts), len(r.Tables), len(r.Indicators), a.jsonFindings(r.Findings)})
}

// none makes an absent list an empty one: JSON readers expect [], not null.
func none[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *app) inspectTable(src extract.Source, in *pdf.Inspection, r *extract.Result) error {
	w := a.out
	facts := &columns{}
	facts.add(a.tr("資料", "document"), src.Name)
	fact := func(ja, en, value string) {
		if value != "" {
			facts.add(a.tr(ja, en), value)
		}
	}
	fact("表題", "title", r.Title)
	fact("資料番号", "mark", r.Mark)
	fact("日付", "date", r.Date)
	fact("PDFの版", "PDF version", in.Info.Version)
	fact("作成ソフト", "made with", strings.Join(distinct(in.Info.Creator, in.Info.Producer), " / "))
	fact("暗号化", "encryption", in.Info.Encryption)
	fact("ページ数", "pages", strconv.Itoa(r.Pages))
	fact("表", "tables", strconv.Itoa(len(r.Tables)))
	fact("指標", "indicators", strconv.Itoa(len(r.Indicators)))
	if err := facts.write(w); err != nil {
		return err
	}

	pages := &columns{
		header: a.list("ページ,大きさmm,回転,文字,見えない文字,読めない文字,罫線,画像,線の引き方", "page,size mm,turned,glyphs,hidden,unknown,rules,images,lines drawn as"),
		right:  []bool{true, true, true, true, true, true, true, true},
	}
	for _, p := range in.Pages {
		pages.add(strconv.Itoa(p.Number), fmt.Sprintf("%.0f×%.0f", mm(p.Width), mm(p.Height)), fmt.Sprintf("%d°", p.Rotate),
			strconv.Itoa(p.Glyphs), strconv.Itoa(p.Hidden), strconv.Itoa(p.Unknown), strconv.Itoa(p.Rules), strconv.Itoa(p.Images), a.ruling(p.Ruling))
	}
	fmt.Fprintln(w)
	if err := pages.write(w); err != nil {
		return err
	}

	fonts := &columns{
		header: a.list("フォント,種類,符号化,埋込み,ToUnicode,ページ,文字,読めない文字", "font,type,encoding,embedded,ToUnicode,pages,glyphs,unknown"),
		right:  []bool{false, false, false, false, false, true, true, true},
		limit:  40,
		screen: a.outWidth,
		give:   []give{{0, 12}, {2, 10}, {1, 8}},
	}
	for _, f := range in.Fonts {
		fonts.add(f.Name, f.Type, f.Encoding, a.yes(f.Embedded), a.yes(f.ToUnicode), strconv.Itoa(f.Pages), strconv.Itoa(f.Glyphs), strconv.Itoa(f.Unknown))
	}
	if len(in.Fonts) > 0 {
		fmt.Fprintln(w)
		if err := fonts.write(w); err != nil {
			return err
		}
	}

	if len(r.Findings) > 0 {
		list := &columns{header: a.list("重さ,ページ,指摘", "severity,page,finding"), right: []bool{false, true}, screen: a.outWidth}
		for _, f := range r.Findings {
			list.add(a.severity(f.Severity), pageNumber(f.Page), f.Message(a.lang))
		}
		fmt.Fprintln(w)
		return list.write(w)
	}
	return nil
}

// list splits a comma-separated heading in the user's language.
func (a *app) list(ja, en string) []string { return strings.Split(a.tr(ja, en), ",") }

// distinct drops empty and repeated texts.
func distinct(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" && (len(out) == 0 || out[len(out)-1] != t) {
			out = append(out, t)
		}
	}
	return out
}

// mm turns points into millimetres.
func mm(points float64) float64 { return points * 25.4 / 72 }

func (a *app) yes(b bool) string {
	if b {
		return a.tr("あり", "yes")
	}
	return a.tr("なし", "no")
}

func (a *app) ruling(r pdf.Ruling) string {
	switch r {
	case pdf.RulingStrokes:
		return a.tr("線", "strokes")
	case pdf.RulingFills:
		return a.tr("細い塗り", "thin fills")
	case pdf.RulingDashed:
		return a.tr("破線", "dashes")
	case pdf.RulingImages:
		return a.tr("画像", "images")
	}
	return a.tr("なし", "none")
}

// severity names a finding's severity.
func (a *app) severity(s finding.Severity) string {
	switch s {
	case finding.Error:
		return a.tr("重大", "error")
	case finding.Warning:
		return a.tr("注意", "warning")
	}
	return a.tr("参考", "info")
}

// pageNumber writes a page for a column; findings of the whole document have
// none.
func pageNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
