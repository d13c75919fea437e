package main

import (
	"bufio"
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/finding"
)

// onScreen runs a command on a terminal of 80 columns and returns what the user
// sees of standard output and standard error.
func onScreen(t *testing.T, args ...string) string {
	t.Helper()
	var screen bytes.Buffer
	a := &app{ctx: context.Background(), in: strings.NewReader(""), out: bufio.NewWriter(&screen), err: &screen, lang: finding.Japanese,
		outTerminal: true, outWidth: 80, errWidth: 80}
	if code := a.run(args); code != exitDone {
		t.Fatalf("shihyo %s: exit %d\n%s", strings.Join(args, " "), code, screen.String())
	}
	return screen.String()
}

// Ensure tables, which are as wide as the dashes below their header, fit a
// terminal of 80 columns, and that what then has no room is told in full in lines
// that a terminal may break.
func TestScreen(t *testing.T) {
	db := filepath.Join(t.TempDir(), "kpi.duckdb")
	data := func(parts ...string) string {
		return filepath.Join(append([]string{"..", "..", "testdata"}, parts...)...)
	}
	tests := []struct {
		args []string
		want string // is on the screen, in full
	}{
		{[]string{"ingest", data("seed", "seed-chromium.pdf"), data("revisions"), "--db", db, "--lang", "ja"}, "合計: 資料 3 件"},
		{[]string{"status", "--db", db}, "最新"},
		{[]string{"status", "--documents", "--db", db}, "5ddf8698"},
		{[]string{"check", "--db", db}, "目標値があるのに基準値・実績値の数値がない指標です"},
		{[]string{"diff", "みなみ市", "--db", db}, "書かない窓口の設置数（か所） → 書かない窓口の設置か所数（か所）"},
		{[]string{"query", "select source, plan, section, field, item_no, indicator, period, raw, value, unit from kpi", "--db", db}, "地域医療情報ネットワーク（キビタン健康ネット）による情報共有に同意した患者の件数"},
		{[]string{"query", "select item_no, indicator, item, period, raw, value, unit from kpi", "--db", db}, "-198(R3.4～R3.12)"},
		{[]string{"extract", data("seed", "seed-chromium.pdf")}, "デジタル技術活用型地域おこし協力隊の活動に当たっての連携団体数"},
		{[]string{"extract", data("revisions", "keikaku-r5.pdf")}, "?1,10"},
		{[]string{"inspect", data("seed", "seed-calc.pdf")}, "IPAexGothic"},
	}
	for _, tt := range tests {
		screen := onScreen(t, tt.args...)
		if !strings.Contains(screen, tt.want) {
			t.Errorf("%s: %s is not there in\n%s", tt.args[0], tt.want, screen)
		}
		for line := range strings.Lines(screen) {
			if strings.HasPrefix(line, "---") && len(line) > 80+len("\n") {
				t.Errorf("shihyo %s: a table of %d columns", strings.Join(tt.args, " "), len(line)-len("\n"))
			}
		}
	}
}
