package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWarehouseDocument runs the commands and queries of docs/warehouse.md, in
// order and in one folder, and compares the answers with those it shows below
// each query. -update rewrites the document.
func TestWarehouseDocument(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "docs", "warehouse.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, folder := range []string{"seed", "revised"} {
		if err := os.CopyFS(filepath.Join(dir, "testdata", folder), os.DirFS(filepath.Join(root, "testdata", folder))); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("LC_ALL", "C.UTF-8")

	var out strings.Builder
	queries := 0
	block, sql := "", ""
	skip := false // an answer, replaced by the one that comes now
	for line := range strings.Lines(string(text)) {
		switch {
		case block == "" && strings.HasPrefix(line, "```"):
			block = strings.TrimSpace(strings.TrimPrefix(line, "```"))
			skip = block == "answer"
		case line == "```\n":
			if block == "sql" {
				queries++
				out.WriteString("```\n\n```answer\n" + query(t, sql) + "```\n")
				sql = ""
				block = ""
				continue
			}
			if block == "answer" {
				block, skip = "skip-blank", false
				continue
			}
			block = ""
		case block == "sql":
			sql += line
		case block == "console":
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
			if !ok {
				continue
			}
			printed := run(t, command)
			out.WriteString(line)
			if strings.HasPrefix(command, "shihyo diff") {
				out.WriteString(printed)
			}
			continue
		}
		if skip {
			continue
		}
		if block == "skip-blank" {
			block = ""
		}
		out.WriteString(line)
	}
	if queries < 20 {
		t.Errorf("%d queries, want 20", queries)
	}
	got := squeeze(out.String())
	if got == string(text) {
		return
	}
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("docs/warehouse.md shows other answers than these (run with -update):\n%s", got)
}

// squeeze makes one empty line of several.
func squeeze(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}

// query asks the warehouse of the current folder and returns the table.
func query(t *testing.T, sql string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := Do([]string{"query", sql, "--db", "kpi.duckdb", "--lang", "en"}, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("%s\nexit %d: %s", sql, code, &stderr)
	}
	return stdout.String()
}
