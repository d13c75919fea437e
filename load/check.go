package load

// Checks are SQL files that return the rows somebody should look at. The
// built-in ones are in sql/checks; a folder of the user's may hold more, and
// one of the same name stands in for a built-in one. Lines at the head of a
// file say what it is about:
//
//	-- severity: error | warning | info     (warning unless told)
//	-- ja: 説明
//	-- en: what the rows are

import (
	"context"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"

	"shihyo/extract/finding"
	sqlfiles "shihyo/sql"
)

// CodeBadCheck is a check of the user's that cannot be run.
var CodeBadCheck = finding.Register("bad_check", finding.Error,
	"検査を実行できません: %s",
	"the check cannot be run: %s")

// Check is one check.
type Check struct {
	Name     string // of the file, without .sql
	Severity finding.Severity
	JA, EN   string // what its rows are
	SQL      string
	File     string // of a user's check, else ""
}

// About returns what the rows of a check are, in a language.
func (c Check) About(lang finding.Lang) string {
	if lang == finding.Japanese && c.JA != "" || c.EN == "" {
		return c.JA
	}
	return c.EN
}

// CheckResult is what a check found.
type CheckResult struct {
	Check
	Total   int // rows
	Columns []Column
	Rows    [][]any // the first of them, see Reader.Check
}

// Checks returns the built-in checks and those of a folder, in order of name.
func Checks(folder string) ([]Check, error) {
	byName := map[string]Check{}
	if err := readChecks(sqlfiles.Checks(), "", byName); err != nil {
		return nil, err
	}
	if folder != "" {
		if err := readChecks(os.DirFS(folder), folder, byName); err != nil {
			return nil, finding.Fail(folder, err, CodeBadCheck, err)
		}
	}
	list := make([]Check, 0, len(byName))
	for _, c := range byName {
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

func readChecks(from fs.FS, folder string, into map[string]Check) error {
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".sql" {
			continue
		}
		data, err := fs.ReadFile(from, e.Name())
		if err != nil {
			return err
		}
		c := parseCheck(strings.TrimSuffix(e.Name(), ".sql"), string(data))
		if folder != "" {
			c.File = path.Join(folder, e.Name())
		}
		into[c.Name] = c
	}
	return nil
}

// parseCheck reads the head of a check.
func parseCheck(name, text string) Check {
	c := Check{Name: name, Severity: finding.Warning, SQL: text}
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "--")
		if !ok {
			break
		}
		key, value, _ := strings.Cut(rest, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(key) {
		case "severity":
			switch s := finding.Severity(value); s {
			case finding.Info, finding.Warning, finding.Error:
				c.Severity = s
			}
		case "ja":
			c.JA = value
		case "en":
			c.EN = value
		}
	}
	if c.JA == "" {
		c.JA = c.EN
	}
	if c.JA == "" {
		c.JA = name
	}
	return c
}

// Check runs checks and returns what each found, with at most keep rows each.
// A check that cannot be run is a Fault of CodeBadCheck.
func (r *Reader) Check(ctx context.Context, checks []Check, keep int) ([]CheckResult, error) {
	results := make([]CheckResult, 0, len(checks))
	for _, c := range checks {
		res := CheckResult{Check: c}
		err := r.Query(ctx, c.SQL, func(columns []Column) error {
			res.Columns = columns
			return nil
		}, func(row []any) error {
			res.Total++
			if len(res.Rows) < keep {
				res.Rows = append(res.Rows, append([]any(nil), row...))
			}
			return nil
		})
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			name := c.File
			if name == "" {
				name = c.Name
			}
			return nil, finding.Fail(name, err, CodeBadCheck, firstLine(err.Error()))
		}
		results = append(results, res)
	}
	return results, nil
}
