package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/load"
)

// The exit codes scripts rely on.
const (
	exitDone      = 0
	exitFailed    = 1 // some documents failed; the others are done
	exitMisuse    = 2 // wrong flags or arguments
	exitWarehouse = 3 // the database is busy, foreign or cannot be written
	exitCheck     = 4 // a check failed
)

// Codes of the faults that only the command line raises.
var (
	Misuse     = finding.Register("misuse", finding.Error, "%v", "%v")
	Internal   = finding.Register("internal", finding.Error, "予期しない誤りです（%v）。SHIHYO_DEBUG=1 を付けて実行し、出力を開発者に送ってください。", "unexpected fault (%v); run again with SHIHYO_DEBUG=1 and send the output to the developers.")
	Unwritable = finding.Register("unwritable", finding.Error, "%v に書けません（%v）。書き込みの権限と空き容量を確かめてください。", "cannot write %v (%v); check permissions and free space.")
	NotFound   = finding.Register("not_found", finding.Error, "ファイルがありません。パスを確かめてください。", "no such file; check the path.")
	IsFolder   = finding.Register("is_folder", finding.Error, "フォルダーです。中のPDFファイルを指定してください。", "this is a folder; name a PDF file in it.")
	Unreadable = finding.Register("unreadable", finding.Error, "ファイルを開けません（%v）。パスと権限を確かめてください。", "cannot open the file (%v); check its path and permissions.")
)

// exitCodes gives the exit code of faults by their code, beside those of the
// warehouse (load.ExitCode); all others exit with exitFailed.
var exitCodes = map[finding.Code]int{
	Misuse:           exitMisuse,
	NoPDFs:           exitMisuse,
	extract.BadPages: exitMisuse,
	extract.BadSeeds: exitMisuse,
	extract.NoSeeds:  exitMisuse,
	load.CodeBadDate: exitMisuse,
}

// silent is an error whose message was already printed: only its code counts.
type silent int

func (s silent) Error() string { return fmt.Sprintf("exit %d", int(s)) }

// fail prints an error as one line and returns the exit code for it.
func (a *app) fail(err error) int {
	var s silent
	if errors.As(err, &s) {
		return int(s)
	}
	a.report(err)
	var f *finding.Fault
	if errors.As(err, &f) {
		if code, ok := exitCodes[f.Code]; ok {
			return code
		}
		if code := load.ExitCode(f.Code); code != 0 {
			return code
		}
	}
	return exitFailed
}

// report prints an error as one line in the user's language, without deciding
// on an exit code: for a batch that goes on.
func (a *app) report(err error) {
	fmt.Fprintf(a.err, "shihyo: %s\n", a.sentence(err))
}

// sentence returns an error as one line in the user's language.
func (a *app) sentence(err error) string {
	var f *finding.Fault
	switch {
	case errors.As(err, &f):
		return oneLine(f.Text(a.lang))
	case errors.Is(err, context.Canceled):
		return a.tr("中断しました。", "interrupted.")
	}
	return oneLine(err.Error())
}

// oneLine folds line breaks and control characters: a message is one line
// whatever its cause, or the document it quotes, says.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || unicode.IsControl(r) }), " ")
}

// misuse returns a fault for a wrong command line (exit 2).
func (a *app) misuse(ja, en string, args ...any) error {
	return finding.Fail("", nil, Misuse, fmt.Sprintf(a.tr(ja, en), args...))
}

// flagError says in the user's language what is wrong with a flag.
func (a *app) flagError(err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedShortnames()
		} else {
			name = "--" + name
		}
		return a.misuse("%s というフラグはありません。--help で一覧を見られます。「-」で始まる文字は「--」の後に書いてください。",
			"there is no flag %s; see --help, and put texts that begin with - after --.", name)
	case errors.As(err, &missing):
		return a.misuse("--%s には値が要ります。", "--%s needs a value.", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return a.misuse("--%s に %q は使えません。--help で書き方を見られます。", "--%s cannot be %q; --help shows what it takes.", invalid.GetFlag().Name, invalid.GetValue())
	}
	return a.misuse("%s", "%s", err)
}

// oneOf checks a flag that takes one of a few words.
func (a *app) oneOf(flag, value string, words ...string) error {
	for _, w := range words {
		if value == w {
			return nil
		}
	}
	return a.misuse("--%s に %q は使えません。%s のどれかにしてください。", "--%s cannot be %q; use one of %s.", flag, value, strings.Join(words, ", "))
}
