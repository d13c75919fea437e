package main

import (
	"fmt"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
	"shihyo/load"
	"shihyo/normalize"
)

func correctCommand(a *app) *cobra.Command {
	var opts load.Options
	var c load.Correction
	var accept bool
	cmd := &cobra.Command{
		Use:   "correct ID",
		Short: a.tr("値を訂正する、または指摘を確認済みにする", "correct a value, or accept a finding"),
		Example: a.tr(`  shihyo correct 4k7c0m2v9xqz1b3n --text "80%" --why "読み違い"
  shihyo correct 4k7c0m2v9xqz1b3n --value 80 --unit %
  shihyo correct --accept 0h3mz8v1k2q4n7xp --why "原本のとおり"`, `  shihyo correct 4k7c0m2v9xqz1b3n --text "80%" --why "misread"
  shihyo correct 4k7c0m2v9xqz1b3n --value 80 --unit %
  shihyo correct --accept 0h3mz8v1k2q4n7xp --why "as printed"`),
		Long: a.tr("IDは kpi の observation_id、--accept では shihyo findings の指摘番号です。訂正はデータベースの横の\n*.corrections.yaml に書かれ、資料を読み直しても、同じ所に同じ文字がある次の版でも生きています。",
			"ID is an observation_id of kpi, with --accept a finding that shihyo findings lists. Corrections are kept in\n*.corrections.yaml beside the database; they outlive re-reading and carry over to the next revision where\nthe same text stands in the same place."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return a.misuse("訂正する値（kpi の observation_id）を一つ指定してください。", "name one value to correct (an observation_id of kpi).")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case accept && (c.Text != "" || c.Value != ""):
				return a.misuse("--accept と --text, --value は一緒に使えません。", "--accept goes without --text and --value.")
			case !accept && (c.Text == "") == (c.Value == ""):
				return a.misuse("--text（正しい文字）か --value（正しい数値）の一方を指定してください。", "give either --text (the right text) or --value (the right number).")
			}
			if c.Who == "" {
				c.Who = whoami()
			}
			c.When = time.Now().Format(time.DateOnly)
			opts.Version, opts.Lang = version(), a.lang
			return a.correct(args[0], opts, c, accept)
		},
	}
	a.dbFlag(cmd, &opts.Path)
	f := cmd.Flags()
	f.StringVar(&c.Text, "text", "", a.tr("正しい`文字`（資料と同じ文法で読まれる）", "the right `text`, read by the same grammar as the document"))
	f.StringVar(&c.Value, "value", "", a.tr("正しい`数値`", "the right `number`"))
	f.StringVar(&c.Unit, "unit", "", a.tr("--value の`単位`", "`unit` of --value"))
	f.BoolVar(&accept, "accept", false, a.tr("指摘を確認済みにする", "accept a finding"))
	f.StringVar(&c.Who, "who", "", a.tr("訂正した`人`（既定は利用者名）", "`who` corrects (default: your user name)"))
	f.StringVar(&c.Why, "why", "", a.tr("`理由`", "`reason`"))
	f.BoolVar(&opts.DryRun, "dry-run", false, a.tr("何が変わるかだけを示し、書き込まない", "tell what would change and write nothing"))
	f.DurationVar(&opts.Wait, "wait", load.DefaultWait, a.tr("ほかの書き込みが終わるのを待つ`時間`", "longest `time` to wait for another writer"))
	return cmd
}

// whoami names the user for the record.
func whoami() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

func (a *app) correct(id string, opts load.Options, c load.Correction, accept bool) error {
	r, err := load.OpenReader(a.ctx, opts.Path)
	if err != nil {
		return err
	}
	var corrections []load.Correction
	var accepted []load.Acceptance
	if accept {
		err = r.HasFinding(a.ctx, id)
		accepted = []load.Acceptance{{Finding: id, Who: c.Who, When: c.When, Why: c.Why}}
	} else {
		var place load.Correction
		place, err = r.Place(a.ctx, id)
		place.Text, place.Value, place.Unit, place.Who, place.When, place.Why = c.Text, c.Value, c.Unit, c.Who, c.When, c.Why
		corrections = []load.Correction{place}
		c = place
	}
	// The reader must be closed before the load locks the file.
	r.Close()
	if err != nil {
		return err
	}
	s, err := load.Correct(a.ctx, opts, corrections, accepted)
	if err != nil {
		return err
	}
	if !accept && c.Text != "" {
		if v := normalize.Read(c.Text, normalize.Context{Indicator: c.Indicator, Period: c.Period}); v.Kind == normalize.Word {
			a.printf("「%s」は数値ではなく言葉として読まれます。\n", "%q is read as words, not as a number.\n", c.Text)
		}
	}
	switch {
	case len(s.Idle) > 0 && !accept:
		return finding.Fail(opts.Path, nil, Misuse, a.tr("訂正の文字をこの値として読めません。①②に分かれた値は、それぞれを訂正してください。",
			"the text cannot be read as this value; correct the components ①② one by one."))
	case opts.DryRun:
		a.printf("試し実行です。%s には書き込んでいません。\n", "This was a trial run; nothing was written to %s.\n", opts.Path)
	case accept:
		a.printf("指摘 %s を確認済みにしました（%s）。\n", "Finding %s accepted (%s).\n", id, load.CorrectionsPath(opts.Path))
	default:
		shown := c.Text
		if shown == "" {
			shown = c.Value + c.Unit
		}
		a.printf("%s %s の「%s」を「%s」に訂正しました（%s）。\n", "%s %s: %q corrected to %q (%s).\n", c.Indicator, c.Period, c.Read, shown, load.CorrectionsPath(opts.Path))
	}
	return nil
}

// summaryIdle tells which decisions of people, in the files beside the
// warehouse, fit nothing that is in it.
func (a *app) summaryIdle(s *load.Summary) {
	a.idle(s.Idle, a.tr("当てはまる値のない訂正 %d 件（%s の計画名・指標名・原文を確かめてください）:", "Corrections that fit no value: %d (check plan, indicator and text in %s):"), load.CorrectionsPath(s.Path))
	a.idle(s.IdleSeries, a.tr("当てはまる指標のない系列の判断 %d 件（%s の計画名・版名・指標名を確かめてください）:", "Decisions about series that fit no indicator: %d (check plan, revision and indicator in %s):"), load.SeriesPath(s.Path))
}

// idle lists entries of one of the files under a heading.
func (a *app) idle(names []string, heading, file string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(a.err, "\n"+heading+"\n", len(names), file)
	for i, name := range names {
		if i == shownDoubts {
			a.printf("  ほか %d 件\n", "  and %d more\n", len(names)-i)
			break
		}
		fmt.Fprintf(a.err, "  %s\n", strings.TrimSuffix(name, ": "))
	}
}
