package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"shihyo/extract/finding"
	"shihyo/extract/ocr"
)

// app is what every command works with: the streams, the language of the user
// and the context that Ctrl-C or SIGTERM ends. A command writes data to out and
// all else to err.
type app struct {
	ctx  context.Context
	in   io.Reader
	out  *bufio.Writer // standard output, flushed when the command ends
	err  io.Writer
	lang finding.Lang

	mapped []byte // the file whose pages are walked over, nil where it was read
	pages  int    // walked over so far

	inTerminal, outTerminal, errTerminal bool // the streams are terminals
	outWidth, errWidth                   int  // of the terminals in columns, 0 where there is none
}

// commands lists the commands in the order in which help shows them: reading a
// document first, then the warehouse, then the rest. A new command is a file
// with a constructor like these and a line here.
var commands = []func(*app) *cobra.Command{
	ingestCommand,
	queryCommand,
	statusCommand,
	diffCommand,
	findingsCommand,
	correctCommand,
	checkCommand,
	exportCommand,
	refreshCommand,
	relabelCommand,
	removeCommand,
	extractCommand,
	tablesCommand,
	textCommand,
	inspectCommand,
	valueCommand,
	versionCommand,
}

func init() { cobra.EnableCommandSorting = false } // keep the order of commands

// Do runs one command line and returns the exit code. It never panics and
// never ends the process, so tests can call it.
func Do(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	if len(args) > 0 && args[0] == ocr.RenderCommand {
		return ocr.RenderMain(args[1:], stdin, stdout, stderr)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{ctx: ctx, in: stdin, out: bufio.NewWriterSize(stdout, 64<<10), err: stderr, lang: language(args, os.Getenv),
		inTerminal: isTerminal(stdin), outTerminal: isTerminal(stdout), errTerminal: isTerminal(stderr),
		outWidth: terminalWidth(stdout), errWidth: terminalWidth(stderr)}
	return a.run(args)
}

// run is Do with its streams set up.
func (a *app) run(args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			code = a.fail(finding.Fail("", fmt.Errorf("%v", p), Internal, p))
			if os.Getenv("SHIHYO_DEBUG") != "" {
				fmt.Fprintf(a.err, "%s\n", debug.Stack())
			}
		}
	}()

	root := newRoot(a, args)
	root.SetArgs(protectValues(args))
	err := root.ExecuteContext(a.ctx)
	if ferr := a.out.Flush(); ferr != nil && err == nil {
		err = finding.Fail("", ferr, Unwritable, "stdout", ferr)
	}
	if err != nil {
		return a.fail(err)
	}
	return exitDone
}

// newRoot builds the command tree with every text in the user's language. args
// is the command line, for messages.
func newRoot(a *app, args []string) *cobra.Command {
	root := &cobra.Command{
		Use: "shihyo",
		Short: a.tr("行政計画のPDFからＫＰＩ（指標）の表を読み取り、DuckDBに蓄えます。",
			"Reads the KPI tables of Japanese government plans out of PDFs into DuckDB."),
		Example: a.tr(
			`  shihyo ingest keikaku.pdf --db kpi.duckdb          資料を読み取ってデータベースに入れる
  shihyo query "from kpi limit 10" --db kpi.duckdb   入った値を見る
  shihyo extract keikaku.pdf                         データベースに入れずに指標を見る
  shihyo extract keikaku.pdf --format xlsx > kpi.xlsx`,
			`  shihyo ingest plan.pdf --db kpi.duckdb             read a document into the database
  shihyo query "from kpi limit 10" --db kpi.duckdb   look at the values
  shihyo extract plan.pdf                            look at the indicators without a database
  shihyo extract plan.pdf --format xlsx > kpi.xlsx`),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.oneOf("lang", cmd.Flag("lang").Value.String(), string(finding.Japanese), string(finding.English))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return a.noCommand(cmd, args[0])
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.Version = version()
	root.SetVersionTemplate("shihyo {{.Version}}\n")
	root.Flags().Bool("version", false, a.tr("版を表示", "print the version"))
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.PersistentFlags().String("lang", string(a.lang), a.tr("メッセージの言語 `ja|en`（既定は環境の言語）", "language of messages, `ja|en` (default: the locale's)"))
	root.PersistentFlags().BoolP("help", "h", false, a.tr("使い方を表示", "show this help"))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		// A command that does not exist is more worth telling than its flags.
		if cmd == root && len(args) > 0 && !strings.HasPrefix(args[0], "-") {
			return a.noCommand(cmd, args[0])
		}
		return a.flagError(err)
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	for _, c := range commands {
		root.AddCommand(c(a))
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			a.helpHelp(root, c)
		case "completion":
			a.helpCompletion(c)
		}
	}
	a.complete(root)
	return root
}

// noCommand is the fault of a command that does not exist.
func (a *app) noCommand(root *cobra.Command, name string) error {
	if near := root.SuggestionsFor(name); len(near) > 0 {
		return a.misuse("「%s」というコマンドはありません。%s のことですか。", "there is no command %q; did you mean %s?", name, near[0])
	}
	return a.misuse("「%s」というコマンドはありません。shihyo --help で一覧を見られます。", "there is no command %q; shihyo --help lists them.", name)
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the width of a terminal in columns, 0 of what is none.
func terminalWidth(stream any) int {
	if !isTerminal(stream) {
		return 0
	}
	width, _, err := term.GetSize(int(stream.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return width
}

// language picks the language of messages: --lang wherever it stands, else the
// locale (LC_ALL, LC_MESSAGES, LANG, the first that is set).
func language(args []string, getenv func(string) string) finding.Lang {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		v, ok := strings.CutPrefix(arg, "--lang=")
		if !ok && arg == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok {
			return languageOf(v)
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return languageOf(v)
		}
	}
	return finding.English
}

// languageOf returns the language of a locale name such as ja_JP.UTF-8.
func languageOf(locale string) finding.Lang {
	if l := strings.ToLower(locale); l == "ja" || strings.HasPrefix(l, "ja_") || strings.HasPrefix(l, "ja-") || strings.HasPrefix(l, "ja.") {
		return finding.Japanese
	}
	return finding.English
}

// tr chooses the text in the user's language.
func (a *app) tr(ja, en string) string {
	if a.lang == finding.Japanese {
		return ja
	}
	return en
}

// printf writes to standard error in the user's language: progress, summaries
// and warnings, never data.
func (a *app) printf(ja, en string, args ...any) {
	fmt.Fprintf(a.err, a.tr(ja, en), args...)
}
