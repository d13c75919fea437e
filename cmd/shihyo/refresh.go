package main

import (
	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/load"
)

func refreshCommand(a *app) *cobra.Command {
	var read readFlags
	var opts load.Options
	var say telling
	cmd := &cobra.Command{
		Use:   "refresh",
		Short: a.tr("以前の版の shihyo で読んだ資料を読み直す", "read documents again that an older shihyo read"),
		Example: `  shihyo refresh --db kpi.duckdb
  shihyo refresh --dry-run`,
		Long: a.tr("資料は、前に読んだときと同じ指定（--pages, --ocr）で読みます。--pages, --ocr, --seeds を付けると、\nそれと違う指定で読んだ資料をすべて読み直します。見つからない資料や内容の変わった資料は、前に読んだ\n内容のまま残ります。計画・版の指定と訂正は引き継がれます。",
			"Documents are read as they were before (--pages, --ocr). With --pages, --ocr or --seeds, all that were read\notherwise are read again so. Documents that are gone or have changed stay as they were read. Plans,\nrevisions and corrections are kept."),
		Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := extract.CheckSeeds(read.seeds); err != nil {
				return err
			}
			opts.Seeds, opts.Lang, opts.Version = read.seeds, a.lang, version()
			opts.Reader = read.settings().String()
			list, err := a.outdated(cmd, opts.Path, read, say)
			if err != nil {
				return err
			}
			g := ingestion{a: a, read: read, opts: opts, say: say}
			return g.load(list) // with none it still brings an older schema up to date
		},
	}
	a.dbFlag(cmd, &opts.Path)
	f := cmd.Flags()
	f.BoolVar(&opts.DryRun, "dry-run", false, a.tr("何が変わるかだけを示し、書き込まない", "tell what would change and write nothing"))
	f.DurationVar(&opts.Wait, "wait", load.DefaultWait, a.tr("ほかの書き込みが終わるのを待つ`時間`", "longest `time` to wait for another writer"))
	say.add(a, cmd)
	read.add(a, cmd)
	return cmd
}

// outdated lists what is to be read again, and how; what cannot be is told.
func (a *app) outdated(cmd *cobra.Command, db string, read readFlags, say telling) ([]reading, error) {
	now := read.settings()
	asked := cmd.Flags().Changed("pages") || cmd.Flags().Changed("ocr") || cmd.Flags().Changed("seeds")
	old, err := load.OutdatedDocuments(a.ctx, db, func(reader string) bool {
		if asked {
			return reader != now.String()
		}
		return parseSettings(reader).version != now.version
	})
	if err != nil {
		return nil, err
	}
	var list []reading
	var gone, seeded []string
	for _, d := range old {
		r := reading{file: d.File, flags: read, reader: now.String(), sha: d.SHA256}
		if have := parseSettings(d.Reader); !asked {
			if have.seeds != "" {
				seeded = append(seeded, d.Source)
				continue
			}
			have.version = now.version
			r.flags.pages, r.flags.ocr, r.reader = have.pages, have.ocr, have.String()
		}
		if d.File == "" {
			gone = append(gone, d.Source)
			continue
		}
		list = append(list, r)
	}
	if len(gone) > 0 {
		a.printf("見つからない資料が %d 件あります（%s など）。\n", "Documents no longer found: %d (%s).\n", len(gone), gone[0])
	}
	if len(seeded) > 0 {
		a.printf("--seeds を付けて読んだ資料が %d 件あります（%s など）。読み直すには refresh にも同じ --seeds を付けてください。\n",
			"Documents read with --seeds: %d (%s); name the same folder to refresh them.\n", len(seeded), seeded[0])
	}
	if len(list) == 0 && !say.quiet {
		a.printf("読み直す資料はありません。\n", "There is nothing to read again.\n")
	}
	return list, nil
}
