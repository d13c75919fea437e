package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"shihyo/load"
)

func removeCommand(a *app) *cobra.Command {
	var opts load.Options
	var s load.Selection
	cmd := &cobra.Command{
		Use:   "remove [DOCUMENT]",
		Short: a.tr("誤って入れた資料・版・計画を取り除く", "take out a document, revision or plan"),
		Example: a.tr(`  shihyo remove shiryo/keikaku.pdf --db kpi.duckdb
  shihyo remove 3f8a91c2
  shihyo remove --plan "デジタル化推進計画" --revision "案" --dry-run`, `  shihyo remove documents/plan.pdf --db kpi.duckdb
  shihyo remove 3f8a91c2
  shihyo remove --plan "Digital plan" --revision draft --dry-run`),
		Long: a.tr("資料は入れたときのファイル名か、SHA-256の始め（8文字以上）で指定します。PDFそのものには触れません。",
			"A document is named by its file as it was loaded, or by the beginning of its SHA-256 (8 digits at least).\nThe PDF itself is not touched."),
		Args: a.atMostOneDocument,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				s.Document = args[0]
			}
			if s == (load.Selection{}) {
				return a.misuse("取り除く資料か、--plan, --revision を指定してください。", "name a document, or --plan and --revision.")
			}
			opts.Version, opts.Lang = version(), a.lang
			sum, err := load.Remove(a.ctx, opts, s)
			if err != nil {
				return err
			}
			return a.edited(sum, "%s件の資料を取り除きました。\n", "Documents taken out: %s.\n")
		},
	}
	a.editFlags(cmd, &opts, &s)
	return cmd
}

func relabelCommand(a *app) *cobra.Command {
	var opts load.Options
	var s load.Selection
	var to load.Label
	cmd := &cobra.Command{
		Use:   "relabel [DOCUMENT]",
		Short: a.tr("資料を別の計画・版・適用日に付け替える", "put documents under another plan, revision or date"),
		Example: a.tr(`  shihyo relabel shiryo/keikaku.pdf --to-plan "デジタル化推進計画" --to-revision "令和5年3月改定"
  shihyo relabel --plan "ＫＰＩ一覧" --to-plan "デジタル化推進計画"
  shihyo relabel --plan "デジタル化推進計画" --revision "版不明" --to-effective 2023-04-01`, `  shihyo relabel documents/plan.pdf --to-plan "Digital plan" --to-revision "March 2023"
  shihyo relabel --plan "KPI list" --to-plan "Digital plan"
  shihyo relabel --plan "Digital plan" --revision "版不明" --to-effective 2023-04-01`),
		Args: a.atMostOneDocument,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				s.Document = args[0]
			}
			if s == (load.Selection{}) {
				return a.misuse("付け替える資料か、--plan, --revision を指定してください。", "name a document, or --plan and --revision.")
			}
			if to == (load.Label{}) {
				return a.misuse("--to-plan, --to-revision, --to-effective のどれかを指定してください。", "give --to-plan, --to-revision or --to-effective.")
			}
			opts.Version, opts.Lang = version(), a.lang
			sum, err := load.Relabel(a.ctx, opts, s, to)
			if err != nil {
				return err
			}
			return a.edited(sum, "%s件の資料を付け替えました。\n", "Documents relabelled: %s.\n")
		},
	}
	a.editFlags(cmd, &opts, &s)
	f := cmd.Flags()
	f.StringVar(&to.Plan, "to-plan", "", a.tr("新しい`計画`名", "the new `plan`"))
	f.StringVar(&to.Revision, "to-revision", "", a.tr("新しい`版`名", "the new `revision`"))
	f.StringVar(&to.Effective, "to-effective", "", a.tr("新しい適用`日` 2024-04-01", "the new `date`, 2024-04-01"))
	return cmd
}

// atMostOneDocument is the argument check of commands that pick documents.
func (a *app) atMostOneDocument(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return a.misuse("資料は一つだけ指定できます。まとめて選ぶには --plan, --revision を使ってください。", "name one document; --plan and --revision pick several.")
	}
	return nil
}

// editFlags declares the flags of commands that change documents.
func (a *app) editFlags(cmd *cobra.Command, opts *load.Options, s *load.Selection) {
	a.dbFlag(cmd, &opts.Path)
	f := cmd.Flags()
	f.StringVar(&s.Plan, "plan", "", a.tr("この`計画`の資料", "documents of this `plan`"))
	f.StringVar(&s.Revision, "revision", "", a.tr("この`版`の資料", "documents of this `revision`"))
	f.BoolVar(&opts.DryRun, "dry-run", false, a.tr("何が変わるかだけを示し、書き込まない", "tell what would change and write nothing"))
	f.DurationVar(&opts.Wait, "wait", load.DefaultWait, a.tr("ほかの書き込みが終わるのを待つ`時間`", "longest `time` to wait for another writer"))
}

// edited tells which documents were changed.
func (a *app) edited(s *load.Summary, ja, en string) error {
	t := &columns{header: a.list("資料,計画,版,適用日", "document,plan,revision,effective"), screen: a.errWidth, give: []give{{1, 16}, {0, 16}, {2, 12}}}
	for _, d := range s.Documents {
		t.add(d.Source, d.Label.Plan, d.Label.Revision, d.Label.Effective)
	}
	if err := t.write(a.err); err != nil {
		return err
	}
	if s.DryRun {
		a.printf("試し実行です。%s には書き込んでいません。\n", "This was a trial run; nothing was written to %s.\n", s.Path)
		return nil
	}
	a.printf(ja, en, strconv.Itoa(len(s.Documents)))
	return nil
}
