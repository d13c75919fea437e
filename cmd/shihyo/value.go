package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/normalize"
)

func valueCommand(a *app) *cobra.Command {
	var header, unit, indicator, format, seedDir string
	var fiscalYear int
	var explain bool
	cmd := &cobra.Command{
		Use:   "value [TEXT…]",
		Short: a.tr("値の書き方がどう読まれるかを調べる", "show how the text of a value cell is read"),
		Example: a.tr(`  shihyo value 40百万枚 ほぼ100% "-198(R3.4～R3.12)"
  shihyo value --explain "37.5%【2月1日時点】" --fiscal-year 2021
  shihyo value --indicator "参加者数（人）" 1,300
  cut -f3 atai.tsv | shihyo value`, `  shihyo value 40百万枚 ほぼ100% "-198(R3.4～R3.12)"
  shihyo value --explain "37.5%【2月1日時点】" --fiscal-year 2021
  shihyo value --indicator "参加者数（人）" 1,300
  cut -f3 values.tsv | shihyo value`),
		Long: a.tr("値を引数に並べるか、標準入力に一行ずつ書きます。一つの値につき一行のJSONを出力します。",
			"Give values as arguments, or one a line on standard input. Each gives one line of JSON."),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "json"); err != nil {
				return err
			}
			n, err := normalize.Load(seedDir)
			if err != nil {
				return finding.Fail("", err, extract.BadSeeds, err)
			}
			header, unit, indicator = unprotect(header), unprotect(unit), unprotect(indicator)
			ctx := normalize.Context{Period: header, FiscalYear: fiscalYear, Indicator: indicator, Unit: unit}
			if y, ok := n.Eras().FindYear(header); ok && fiscalYear == 0 {
				ctx.FiscalYear, ctx.Calendar = y.FiscalYear, y.Calendar
			}
			each := func(text string) error { return a.value(n, text, ctx, explain) }
			if len(args) > 0 {
				for _, arg := range args {
					if err := each(unprotect(arg)); err != nil {
						return err
					}
				}
				return nil
			}
			if a.inTerminal {
				return a.misuse("値がありません（例: shihyo value 40百万枚）。", "there is no value (as in: shihyo value 40百万枚).")
			}
			lines := bufio.NewScanner(a.in)
			lines.Buffer(nil, 1<<20)
			for lines.Scan() {
				if err := each(strings.TrimSuffix(lines.Text(), "\r")); err != nil {
					return err
				}
			}
			if err := lines.Err(); err != nil {
				return finding.Fail("stdin", err, Unreadable, err)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&header, "header", "", a.tr("値の列の`見出し`（例: Ｒ４）", "the `header` over the value (such as Ｒ４)"))
	f.StringVar(&unit, "unit", "", a.tr("`単位`の列の文字", "text of the `unit` column"))
	f.StringVar(&indicator, "indicator", "", a.tr("指標の`名前`", "the indicator's `name`"))
	f.IntVar(&fiscalYear, "fiscal-year", 0, a.tr("列の`年度`（西暦）", "fiscal `year` of the column"))
	f.StringVar(&format, "format", "json", a.tr("出力の形 `json`", "output as `json`"))
	f.BoolVar(&explain, "explain", false, a.tr("どの文字を何と読んだかを示す", "tell what each part of the text was taken for"))
	f.StringVar(&seedDir, "seeds", "", a.tr("単位などを追加したCSVのある`フォルダー`", "`folder` with your additions to units and words (CSV)"))
	return cmd
}

// value prints the reading of one text.
func (a *app) value(n *normalize.Normalizer, text string, ctx normalize.Context, explain bool) error {
	at := normalize.Place{Period: ctx.Period}
	if !explain {
		v := n.Read(text, ctx)
		_, err := a.out.Write(append(v.AppendJSON(nil, at, a.lang), '\n'))
		return err
	}
	v, parts := n.Explain(text, ctx)
	t := &columns{header: a.list("部分,読み", "part,read as")}
	for _, p := range parts {
		t.add(p.Text, a.partName(p.Label))
	}
	fmt.Fprintf(a.out, "%s\n", text)
	if err := t.write(a.out); err != nil {
		return err
	}
	_, err := a.out.Write(append(v.AppendJSON(nil, at, a.lang), "\n\n"...))
	return err
}

// partNames are the Japanese names of what a part of a value is taken for.
var partNames = map[string]string{
	"number": "数値", "low": "下限", "high": "上限", "unit": "単位", "comparator": "以上・未満・約など", "change": "増減",
	"range": "範囲の記号", "as_of": "時点・期間", "cumulative": "累計", "qualifier": "見込み・平均など", "note": "注記",
	"mark": "注の記号", "label": "番号", "word": "語", "missing": "値なしの記号", "ditto": "同上・同左", "unread": "読めず",
}

// partName names what a part of a value is taken for.
func (a *app) partName(label string) string {
	if name := partNames[label]; name != "" && a.lang == finding.Japanese {
		return name
	}
	return label
}
