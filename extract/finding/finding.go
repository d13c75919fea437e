// Package finding tells people what they should look at: a doubtful cell, a
// page that could not be read, a unit that disagrees.
//
// A finding is a code with arguments. The sentence for it stands, in Japanese
// and in English, in the catalogue of the package that raises it (see
// Register), so stages stay free of language and every message exists in both.
package finding

import (
	"fmt"
	"slices"
)

// Severity ranks findings. The values are stored in the warehouse.
type Severity string

// The severities from harmless to grave.
const (
	Info    Severity = "info"    // worth knowing, nothing to do
	Warning Severity = "warning" // a person should look
	Error   Severity = "error"   // something could not be read or loaded
)

// Lang is the language a message is wanted in.
type Lang string

// The languages messages exist in.
const (
	Japanese Lang = "ja"
	English  Lang = "en"
)

// Code names a kind of finding in snake_case, e.g. "unit_differs". Codes are
// stable: users filter by them and the warehouse keeps them.
type Code string

// Finding is something a person should look at. Page is 0 and the box empty
// where it is not about a place.
type Finding struct {
	Code     Code
	Severity Severity
	Args     []any      // what the message's verbs are filled with; of an error, the reason (see cause.go)
	Page     int        // 1-based
	Box      [4]float64 // x0, top, x1, bottom in points
}

// kind is what the catalogue says about a code.
type kind struct {
	severity Severity
	ja, en   string
}

var catalogue = map[Code]kind{}

// Register adds a code with its severity and its message in both languages
// (fmt verbs, filled in order from Args; use %[1]v where orders differ). It is
// called from package variables; a code registered twice panics at start-up,
// which any test of the package shows.
func Register(code Code, severity Severity, ja, en string) Code {
	if _, ok := catalogue[code]; ok {
		panic("finding: code registered twice: " + string(code))
	}
	catalogue[code] = kind{severity, ja, en}
	return code
}

// Known reports whether a code is registered.
func Known(code Code) bool {
	_, ok := catalogue[code]
	return ok
}

// New makes a finding of a registered code without a place.
func New(code Code, args ...any) Finding {
	return Finding{Code: code, Severity: catalogue[code].severity, Args: args}
}

// At returns f placed on a page (1-based) and box (x0, top, x1, bottom).
func (f Finding) At(page int, box [4]float64) Finding {
	f.Page, f.Box = page, box
	return f
}

// Message returns the sentence for a person.
func (f Finding) Message(lang Lang) string {
	k, ok := catalogue[f.Code]
	if !ok {
		return string(f.Code)
	}
	format := k.en
	if lang == Japanese {
		format = k.ja
	}
	if len(f.Args) == 0 {
		return format
	}
	args := slices.Clone(f.Args)
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			args[i] = cause(err, lang)
		}
	}
	return fmt.Sprintf(format, args...)
}
