package finding

import "strings"

// Fault is an error a person can act on: which file and page, what is wrong and
// how to mend it. Its finding's message is one line that ends with the remedy.
// Stages return it (wrapped or bare); the command line prints it in the user's
// language and picks the exit code by Code.
type Fault struct {
	Finding
	File string // as the user named it
	Err  error  // the cause, may be nil
}

// Fail returns a Fault of a registered code for a file.
func Fail(file string, err error, code Code, args ...any) *Fault {
	return &Fault{Finding: New(code, args...), File: file, Err: err}
}

// Error returns the English sentence, led by the file's name.
func (f *Fault) Error() string { return f.Text(English) }

// Text returns the sentence in the given language, led by the file's name.
func (f *Fault) Text(lang Lang) string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		b.WriteString(": ")
	}
	b.WriteString(f.Message(lang))
	return b.String()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }
