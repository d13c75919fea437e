package object

import (
	"reflect"
	"strings"
	"testing"
)

// Ensure arrays that are left unread hold what they hold when parsed, what
// follows them is found, and arrays whose end is in doubt are parsed at once.
func TestUnread(t *testing.T) {
	long := strings.Repeat("500 ", 40)
	for _, tt := range []struct {
		name, source string
		unread       bool
	}{
		{"numbers", long + "600.5 -3", true},
		{"references", long + "7 0 R 500", true},
		{"names", "0/g0" + strings.Repeat("/g0", 40) + "/A#42", true},
		{"short", "1 2 3", false},
		{"array inside", long + "[1 2] 3", false},
		{"string with a bracket", long + "(]) 3", false},
		{"comment with a bracket", long + "%]\n 3", false},
	} {
		l := NewLexer([]byte("<</Widths [" + tt.source + "]/Next 1>>"))
		o, _ := l.ParseObject()
		d, _ := o.(Dict)
		if d["Next"] != int64(1) {
			t.Errorf("%s: got %v", tt.name, d)
		}
		want, _ := NewLexer([]byte("[" + tt.source + "]")).ParseObject()
		got := d["Widths"]
		u, unread := got.(Unread)
		if unread {
			u.Read(func(a Array) { got = append(Array(nil), a...) })
		}
		if unread != tt.unread || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: unread is %v; got %v, want %v", tt.name, unread, got, want)
		}
	}
}

// Ensure an array that is not closed does not take in the object behind it.
func TestUnreadNotClosed(t *testing.T) {
	long := strings.Repeat("500 ", 40)
	l := NewLexer([]byte("<</Widths [" + long + "endobj 8 0 obj [1 2]"))
	o, _ := l.ParseObject()
	d, _ := o.(Dict)
	if a, _ := d["Widths"].(Array); len(a) != 40 {
		t.Errorf("got %v", d)
	}
	if rest := string(l.data[l.Pos():]); !strings.HasPrefix(rest, "endobj") {
		t.Errorf("went on to %q", rest)
	}
}
