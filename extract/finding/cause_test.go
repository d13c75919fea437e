package finding

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

var codeTest = Register("test_unwritable", Error, "書けません（%v）", "cannot be written (%v)")

// Ensure a message tells why the system refused in the user's language, and
// without the name of a file that the user never named.
func TestCause(t *testing.T) {
	_, missing := os.Open(filepath.Join(t.TempDir(), ".kpi.csv.123"))
	for _, tt := range []struct {
		err    error
		ja, en string
	}{
		{missing, "書けません（フォルダーかファイルがありません）", "cannot be written (no such file or folder)"},
		{fmt.Errorf("flush: %w", &fs.PathError{Op: "write", Path: ".kpi.csv.123", Err: fs.ErrPermission}), "書けません（許可がありません）", "cannot be written (permission denied)"},
		{&fs.PathError{Op: "write", Path: ".kpi.csv.123", Err: errors.New("broken pipe")}, "書けません（broken pipe）", "cannot be written (broken pipe)"},
		{&os.LinkError{Op: "rename", Old: ".kpi.csv.123", New: "kpi.csv", Err: errors.New("text busy")}, "書けません（text busy）", "cannot be written (text busy)"},
		{errors.New("anything"), "書けません（anything）", "cannot be written (anything)"},
	} {
		f := New(codeTest, tt.err)
		if got := f.Message(Japanese); got != tt.ja {
			t.Errorf("%v: %s, want %s", tt.err, got, tt.ja)
		}
		if got := f.Message(English); got != tt.en {
			t.Errorf("%v: %s, want %s", tt.err, got, tt.en)
		}
	}
}
