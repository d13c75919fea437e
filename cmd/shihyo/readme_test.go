package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs the commands of the README's console blocks, in order and in
// one folder, and compares what they print (standard output and error together,
// as on a terminal) with what the README says. -update rewrites the README.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "README.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, folder := range []string{"seed", "revisions"} {
		if err := os.CopyFS(filepath.Join(dir, "testdata", folder), os.DirFS(filepath.Join(root, "testdata", folder))); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("LC_ALL", "C.UTF-8")

	var out strings.Builder // the README with what was printed
	commands, inBlock := 0, false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "```console":
			inBlock = true
		case line == "```" && inBlock:
			inBlock = false
		case inBlock:
			command, ok := strings.CutPrefix(line, "$ ")
			if !ok {
				continue // output, replaced by what is printed now
			}
			commands++
			out.WriteString(line + "\n")
			out.WriteString(run(t, command))
			continue
		}
		out.WriteString(line + "\n")
	}
	if commands == 0 {
		t.Fatal("the README has no console blocks")
	}
	if out.String() == string(text) {
		return
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, want := strings.Split(out.String(), "\n"), strings.Split(string(text), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("README.md:%d says\n%s\nbut it prints\n%s", i+1, want[i], got[i])
		}
	}
	t.Fatalf("README.md has %d lines, with what is printed now it would have %d", len(want), len(got))
}

// run runs one command line of shihyo, as a shell would, and returns what it
// prints. An exit code other than 0 is printed too.
func run(t *testing.T, line string) string {
	t.Helper()
	words := split(t, line)
	var out bytes.Buffer
	var into *os.File
	if n := len(words); n > 2 && words[n-2] == ">" {
		f, err := os.Create(words[n-1])
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		into, words = f, words[:n-2]
	}
	if len(words) == 0 || words[0] != "shihyo" {
		t.Fatalf("not a command of shihyo: %s", line)
	}
	code := 0
	if into != nil {
		code = Do(words[1:], strings.NewReader(""), into, &out)
	} else {
		code = Do(words[1:], strings.NewReader(""), &out, &out)
	}
	if code != exitDone {
		t.Errorf("%s: exit %d\n%s", line, code, out.String())
	}
	return out.String()
}

// split splits a line into words at spaces outside quotes.
func split(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	var quote rune
	started := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, started = r, true
		case r == ' ':
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if quote != 0 {
		t.Fatalf("quote not closed: %s", line)
	}
	if started {
		words = append(words, word.String())
	}
	return words
}
