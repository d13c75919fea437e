// Package sql holds the warehouse's schema and checks as SQL files, embedded in
// the binary.
//
// migrations/NNNN_name.sql are applied in order of their number, once each, and
// recorded in shihyo_migrations; a file that was ever released is never edited,
// a change is a new file. checks/NAME.sql are queries that return the rows
// somebody should look at (none when all is well).
package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed checks/*.sql
var checks embed.FS

// Migration is one numbered step of the schema.
type Migration struct {
	Version int    // from the file's name, ascending without gaps from 1
	Name    string // the file's name without number and ending
	Text    string // statements, separated by semicolons
}

// Migrations returns all steps in order. It panics when a file's name carries no
// number or a number is missing or double, which any test shows.
func Migrations() []Migration {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic(err)
	}
	sort.Strings(names)
	steps := make([]Migration, 0, len(names))
	for i, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			panic(err)
		}
		base := strings.TrimSuffix(path.Base(name), ".sql")
		number, title, _ := strings.Cut(base, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			panic(fmt.Sprintf("sql: migration %s: want number %04d", name, i+1))
		}
		steps = append(steps, Migration{Version: version, Name: title, Text: string(text)})
	}
	return steps
}

// Latest is the version of the schema after all migrations.
func Latest() int { return len(Migrations()) }

// Checks returns the built-in checks as a file system of *.sql files.
func Checks() fs.FS {
	sub, err := fs.Sub(checks, "checks")
	if err != nil {
		panic(err)
	}
	return sub
}
