package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help prints how to use a command. It opens with examples: most people look
// for a line to copy.
func (a *app) help(cmd *cobra.Command) {
	w := a.out
	if cmd.Example != "" {
		fmt.Fprintf(w, "%s\n%s\n\n", a.tr("例:", "Examples:"), cmd.Example)
	}
	fmt.Fprintln(w, cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(w, "\n%s\n", cmd.Long)
	}
	use := cmd.UseLine()
	if cmd.HasSubCommands() {
		use = cmd.CommandPath() + " COMMAND [flags]"
	}
	fmt.Fprintf(w, "\n%s\n  %s\n", a.tr("使い方:", "Usage:"), use)
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", a.tr("コマンド:", "Commands:"))
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.Name() == "help" {
				fmt.Fprintf(w, "  %-12s %s\n", c.Name(), c.Short)
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		fmt.Fprintf(w, "\n%s\n%s", a.tr("フラグ:", "Flags:"), a.flagUsages(cmd.LocalFlags()))
	}
	if cmd.HasAvailableInheritedFlags() {
		fmt.Fprintf(w, "\n%s\n%s", a.tr("共通のフラグ:", "Common flags:"), a.flagUsages(cmd.InheritedFlags()))
	}
	if !cmd.HasParent() {
		fmt.Fprintf(w, "\n%s\n", a.tr("終了コード: 0 成功、1 読めない資料があった、2 使い方の誤り、3 データベースが使用中か書けない、4 検査に不合格",
			"Exit codes: 0 done, 1 some documents failed, 2 wrong use, 3 database busy or unwritable, 4 a check failed"))
	}
}

// flagUsages lists flags with their meaning. It stands in for pflag's own
// list, which counts Japanese characters as if they were narrow.
func (a *app) flagUsages(flags *pflag.FlagSet) string {
	type line struct{ name, usage string }
	var lines []line
	width := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		arg, usage := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if arg != "" {
			name += " " + arg
		}
		if d := f.DefValue; d != "" && d != "false" && d != "0" && d != "0s" && d != "[]" && f.Name != "lang" {
			usage += fmt.Sprintf(a.tr("（既定 %s）", " (default %s)"), d)
		}
		width = max(width, cells.StringWidth(name))
		lines = append(lines, line{name, usage})
	})
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "  %s%s   %s\n", l.name, strings.Repeat(" ", width-cells.StringWidth(l.name)), l.usage)
	}
	return b.String()
}

// helpHelp puts the command help into the user's language and has it tell when
// there is no such command.
func (a *app) helpHelp(root, help *cobra.Command) {
	help.Short, help.Long = a.tr("コマンドの使い方を表示", "show how to use a command"), ""
	help.Run = nil
	help.RunE = func(_ *cobra.Command, args []string) error {
		cmd, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return a.noCommand(root, args[len(args)-max(1, len(rest))])
		}
		return cmd.Help()
	}
}
