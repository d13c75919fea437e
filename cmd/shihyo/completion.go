package main

// What the shell proposes after Tab. The words a flag takes are the ones its
// help names, so they stand in one place.

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"shihyo/load"
)

// complete makes the flags of a command and of those below it propose what they
// take, and commands that read one PDF propose PDFs.
func (a *app) complete(cmd *cobra.Command) {
	if cmd.Name() == cobra.ShellCompRequestCmd || cmd.Name() == "completion" {
		return
	}
	for _, c := range cmd.Commands() {
		a.complete(c)
	}
	if strings.Contains(cmd.Use, ".pdf") || cmd.Name() == "ingest" {
		cmd.ValidArgsFunction = cobra.FixedCompletions([]string{"pdf"}, cobra.ShellCompDirectiveFilterFileExt)
	}
	propose := func(f *pflag.Flag) {
		var words cobra.CompletionFunc
		switch arg, _ := pflag.UnquoteUsage(f); {
		case f.Name == "seeds" || f.Name == "checks":
			words = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
		case f.Name == "db":
			words = cobra.FixedCompletions([]string{"duckdb", "db"}, cobra.ShellCompDirectiveFilterFileExt)
		case strings.Contains(arg, "|"):
			words = cobra.FixedCompletions(strings.Split(arg, "|"), cobra.ShellCompDirectiveNoFileComp)
		case f.Name == "plan" && cmd.Name() != "ingest":
			words = a.completePlans
		default:
			return
		}
		cmd.RegisterFlagCompletionFunc(f.Name, words) // fails only for flags that are not there
	}
	cmd.Flags().VisitAll(propose)
	cmd.PersistentFlags().VisitAll(propose)
}

// completePlans proposes the plans of the warehouse.
func (a *app) completePlans(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	r, err := load.OpenReader(a.ctx, cmd.Flag("db").Value.String())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer r.Close()
	plans, _ := r.Plans(a.ctx) // none to propose is no reason to complain
	return plans, cobra.ShellCompDirectiveNoFileComp
}

// completeChecks proposes the checks there are.
func completeChecks(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	checks, _ := load.Checks(cmd.Flag("checks").Value.String()) // as above
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.Name
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// helpCompletion puts the commands that print completion scripts into the
// user's language, with the line that installs each.
func (a *app) helpCompletion(completion *cobra.Command) {
	completion.Short = a.tr("シェルの補完スクリプトを出力（bash, zsh, fish, powershell）", "print a completion script (bash, zsh, fish, powershell)")
	completion.Long = ""
	install := map[string]string{
		"bash":       "  shihyo completion bash > ~/.local/share/bash-completion/completions/shihyo",
		"zsh":        "  shihyo completion zsh > \"${fpath[1]}/_shihyo\"",
		"fish":       "  shihyo completion fish > ~/.config/fish/completions/shihyo.fish",
		"powershell": "  shihyo completion powershell | Out-String | Invoke-Expression",
	}
	for _, c := range completion.Commands() {
		c.Short = fmt.Sprintf(a.tr("%s の補完スクリプトを出力", "print the completion script for %s"), c.Name())
		c.Long, c.Example = "", install[c.Name()]
		if f := c.Flags().Lookup("no-descriptions"); f != nil {
			f.Usage = a.tr("候補に説明を付けない", "no descriptions beside the candidates")
		}
	}
	completion.Args = cobra.ArbitraryArgs
	completion.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return a.misuse("「%s」の補完スクリプトはありません。bash, zsh, fish, powershell のどれかにしてください。", "there is no completion script for %q; use one of bash, zsh, fish, powershell.", args[0])
	}
}
