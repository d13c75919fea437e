package seeds

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ensure every built-in table has a header and rows that are read by its columns.
func TestBuiltIn(t *testing.T) {
	for name, key := range map[string]string{"eras": "name", "header_terms": "term", "units": "symbol", "value_words": "word"} {
		rows, err := Load(name, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < 5 {
			t.Errorf("%s has %d rows", name, len(rows))
		}
		for i, r := range rows {
			if r[key] == "" {
				t.Errorf("%s: row %d has no %s: %v", name, i+1, key, r)
			}
		}
	}
	if _, err := Load("nothing", ""); err == nil {
		t.Error("a table that does not exist was loaded")
	}
}

// Ensure a user's file is added after the built-in rows, as spreadsheets save
// it, and that one which would be passed over in silence is refused.
func TestUser(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "term,meaning\n数値の目安,target\n", ""},
		{"byte order mark before a quote", "\ufeff\"term\",\"meaning\"\r\n数値の目安,target\r\n", ""},
		{"byte order mark before a comment", "\ufeff# ours\nterm, meaning\n数値の目安,target\n", ""},
		{"other encoding", "term,meaning\n\x90\x94\x92l,target\n", "UTF-8"},
		{"misspelt column", "terms,meaning\n数値の目安,target\n", "terms"},
		{"no key", "meaning\ntarget\n", "term"},
		{"ragged", "term,meaning\n数値の目安\n", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "header_terms.csv"), []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			rows, err := Load("header_terms", dir)
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "header_terms.csv") {
					t.Fatalf("error %v, want one about %q", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if last := rows[len(rows)-1]; last["term"] != "数値の目安" || last["meaning"] != "target" {
				t.Errorf("last row is %v", last)
			}
		})
	}
	if rows, err := Load("eras", t.TempDir()); err != nil || len(rows) == 0 {
		t.Errorf("a folder without the file: %d rows, %v", len(rows), err)
	}
}
