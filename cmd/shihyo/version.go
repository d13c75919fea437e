package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"shihyo/extract"
)

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   a.tr("版を表示", "print the version"),
		Example: "  shihyo version",
		Args:    a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "shihyo %s (reader %d)\n", version(), extract.ReaderVersion)
			if info, ok := debug.ReadBuildInfo(); ok {
				fmt.Fprintln(a.out, info.GoVersion)
				for _, m := range info.Deps {
					if m.Path == "github.com/duckdb/duckdb-go/v2" {
						fmt.Fprintf(a.out, "duckdb-go %s\n", m.Version)
					}
				}
			}
			return nil
		},
	}
}

// version is the module's version as the build recorded it: a tag, or the
// commit of a build from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return info.Main.Version
}
