package sql

import (
	"io/fs"
	"strings"
	"testing"
)

// Ensure migrations are numbered without gaps and hold something.
func TestMigrations(t *testing.T) {
	steps := Migrations()
	if len(steps) != Latest() || len(steps) < 4 {
		t.Fatalf("%d migrations, latest %d", len(steps), Latest())
	}
	for i, m := range steps {
		if m.Version != i+1 || m.Name == "" || strings.TrimSpace(m.Text) == "" {
			t.Errorf("migration %d: %+v", i+1, m.Name)
		}
	}
}

// Ensure checks say their severity and what they find.
func TestChecks(t *testing.T) {
	names, err := fs.Glob(Checks(), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v %v", names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(Checks(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, head := range []string{"-- severity: ", "-- ja: ", "-- en: "} {
			if !strings.Contains(string(text), head) {
				t.Errorf("%s lacks %q", name, head)
			}
		}
	}
}
