package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
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

	queries := 0
	got := docBlock.ReplaceAllStringFunc(string(text), func(block string) string {
		m := docBlock.FindStringSubmatch(block)
		if m[1] == "sql" {
			queries++
			return "```sql\n" + m[2] + "```\n\n```answer\n" + query(t, m[2]) + "```\n"
		}
		out := "```console\n"
		for line := range strings.Lines(m[2]) {
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
			if !ok {
				continue // output, replaced by what is printed now
			}
			out += line
			printed := run(t, command)
			if !strings.HasPrefix(command, "shihyo ingest") {
				out += printed
			}
		}
		return out + "```\n"
	})
	if queries < 20 {
		t.Errorf("%d queries, want 20", queries)
	}
	if got == string(text) {
		return
	}
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	now, want := strings.Split(got, "\n"), strings.Split(string(text), "\n")
	for i := range min(len(now), len(want)) {
		if now[i] != want[i] {
			t.Fatalf("docs/warehouse.md:%d says\n%s\nbut the answer is\n%s", i+1, want[i], now[i])
		}
	}
	t.Fatalf("docs/warehouse.md has %d lines, with the answers of now it would have %d", len(want), len(now))
}

// docBlock is a query with the answer below it, or commands with what they
// print (of ingest, which is told elsewhere, nothing is shown).
var docBlock = regexp.MustCompile("(?s)```(sql|console)\n(.*?)```\n(?:\n```answer\n.*?```\n)?")

// query asks the warehouse of the current folder and returns the table.
func query(t *testing.T, sql string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := Do([]string{"query", sql, "--db", "kpi.duckdb", "--lang", "en"}, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("%s\nexit %d: %s", sql, code, &stderr)
	}
	return stdout.String()
}
