package main

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
)

// Ensure the language is the flag's, else the first locale variable that is set.
func TestLanguage(t *testing.T) {
	tests := []struct {
		args string
		env  map[string]string
		want finding.Lang
	}{
		{"", nil, finding.English},
		{"", map[string]string{"LANG": "ja_JP.UTF-8"}, finding.Japanese},
		{"", map[string]string{"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, finding.English},
		{"", map[string]string{"LANG": "C", "LC_MESSAGES": "ja_JP.eucJP"}, finding.Japanese},
		{"", map[string]string{"LANG": "jam_JM"}, finding.English},
		{"text --lang ja x.pdf", nil, finding.Japanese},
		{"text --lang=en x.pdf", map[string]string{"LANG": "ja_JP"}, finding.English},
		{"value -- --lang ja", nil, finding.English},
	}
	for _, tt := range tests {
		got := language(strings.Fields(tt.args), func(k string) string { return tt.env[k] })
		if got != tt.want {
			t.Errorf("%q %v: %s, want %s", tt.args, tt.env, got, tt.want)
		}
	}
}

// Ensure every kind of error has its exit code, and a panic is one line too.
func TestExitCodes(t *testing.T) {
	defer func(saved []func(*app) *cobra.Command) { commands = saved }(slices.Clone(commands))
	var outcome func(a *app) error
	commands = append(commands, func(a *app) *cobra.Command {
		return &cobra.Command{Use: "test", RunE: func(*cobra.Command, []string) error { return outcome(a) }}
	})
	tests := []struct {
		name string
		run  func(a *app) error
		code int
		line string
	}{
		{"done", func(*app) error { return nil }, exitDone, ""},
		{"misuse", func(a *app) error { return a.misuse("だめ %d", "no %d", 7) }, exitMisuse, "shihyo: no 7\n"},
		{"document", func(*app) error { return finding.Fail("a.pdf", nil, NotFound) }, exitFailed, "shihyo: a.pdf: no such file; check the path.\n"},
		{"other", func(*app) error { return errors.New("two\nlines") }, exitFailed, "shihyo: two lines\n"},
		{"printed before", func(*app) error { return silent(exitCheck) }, exitCheck, ""},
		{"panic", func(*app) error { panic("oh") }, exitFailed, "shihyo: unexpected fault (oh); run again with SHIHYO_DEBUG=1 and send the output to the developers.\n"},
	}
	for _, tt := range tests {
		outcome = tt.run
		var stdout, stderr bytes.Buffer
		if code := Do([]string{"test", "--lang", "en"}, nil, &stdout, &stderr); code != tt.code || stderr.String() != tt.line {
			t.Errorf("%s: exit %d, %q; want %d, %q", tt.name, code, stderr.String(), tt.code, tt.line)
		}
	}
}

// Ensure values that begin with a minus are no flags, and nothing else changes.
func TestProtectValues(t *testing.T) {
	tests := []struct{ args, want []string }{
		{[]string{"value", "-198(R3.4～R3.12)"}, []string{"value", guard + "-198(R3.4～R3.12)"}},
		{[]string{"value", "-.5", "-", "--header", "Ｒ４"}, []string{"value", guard + "-.5", "-", "--header", "Ｒ４"}},
		{[]string{"--lang=ja", "value", "-1"}, []string{"--lang=ja", "value", guard + "-1"}},
		{[]string{"--lang", "ja", "value", "-1"}, []string{"--lang", "ja", "value", guard + "-1"}},
		{[]string{"text", "-1"}, []string{"text", "-1"}},
	}
	for _, tt := range tests {
		if got := protectValues(tt.args); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.args, got, tt.want)
		}
	}
	if got := unprotect(guard + "-1"); got != "-1" {
		t.Errorf("unprotect: %q", got)
	}
}

// Ensure a full standard output is an error, not silence.
func TestOutputFails(t *testing.T) {
	var stderr bytes.Buffer
	if code := Do([]string{"version", "--lang", "en"}, nil, brokenWriter{}, &stderr); code != exitFailed {
		t.Errorf("exit %d, want %d", code, exitFailed)
	}
	if !strings.HasPrefix(stderr.String(), "shihyo: cannot write stdout (no space)") {
		t.Errorf("message %q", stderr.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no space") }
