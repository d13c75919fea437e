package main

import (
	"github.com/spf13/cobra"

	"shihyo/load"
)

func refreshCommand(a *app) *cobra.Command {
	var read readFlags
	var opts load.Options
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "refresh",
		Short: a.tr("以前の版の shihyo で読んだ資料を読み直す", "read documents again that an older shihyo read"),
		Example: `  shihyo refresh --db kpi.duckdb
  shihyo refresh --dry-run`,
		Long: a.tr("見つからない資料は、前に読んだ内容のまま残ります。計画・版の指定と訂正は引き継がれます。",
			"Documents that are no longer where they were stay as they were read. Plans, revisions and corrections are kept."),
		Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			opts.Seeds, opts.Lang, opts.Version = read.seeds, a.lang, version()
			opts.Reader = readerName(read)
			r, err := load.OpenReader(a.ctx, opts.Path)
			if err != nil {
				return err
			}
			files, gone, err := r.Outdated(a.ctx, opts.Reader)
			r.Close()
			if err != nil {
				return err
			}
			if len(gone) > 0 {
				a.printf("見つからない資料が %d 件あります（%s など）。\n", "Documents no longer found: %d (%s).\n", len(gone), gone[0])
			}
			if len(files) == 0 {
				a.printf("読み直す資料はありません。\n", "There is nothing to read again.\n")
				if asJSON {
					return a.summaryJSON(&load.Summary{Path: opts.Path, DryRun: opts.DryRun})
				}
				return nil
			}
			g := ingestion{a: a, read: read, opts: opts, json: asJSON}
			return g.run(files)
		},
	}
	a.dbFlag(cmd, &opts.Path)
	f := cmd.Flags()
	f.BoolVar(&opts.DryRun, "dry-run", false, a.tr("何が変わるかだけを示し、書き込まない", "tell what would change and write nothing"))
	f.DurationVar(&opts.Wait, "wait", load.DefaultWait, a.tr("ほかの書き込みが終わるのを待つ`時間`", "longest `time` to wait for another writer"))
	f.BoolVar(&asJSON, "json", false, a.tr("結果をJSONで標準出力に出す", "print the summary as JSON on standard output"))
	read.add(a, cmd)
	return cmd
}
