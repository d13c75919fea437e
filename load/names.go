package load

// What a person names on the command line. A name that fits nothing is told,
// with those there are: an empty answer would read as "all is well".

import (
	"context"
	"strings"

	"shihyo/extract/finding"
)

// The faults of naming things.
var (
	CodeNoPlan = finding.Register("no_such_plan", finding.Error,
		"計画「%s」はありません。あるのは: %s",
		"there is no plan %q; there are: %s")
	CodeManyPlans = finding.Register("many_plans", finding.Error,
		"「%s」に当てはまる計画が一つではありません。どれかを指定してください: %s",
		"%q fits more than one plan; name one of: %s")
	CodeNoCode = finding.Register("no_such_code", finding.Error,
		"「%s」という種類の指摘はありません。このデータベースにあるのは: %s",
		"there is no kind of finding %q; in this database there are: %s")
)

// shownNames is how many names a message lists.
const shownNames = 20

// Plans returns the names of all plans, sorted.
func (r *Reader) Plans(ctx context.Context) ([]string, error) {
	plans, err := texts(ctx, r.db, `SELECT plan FROM plans ORDER BY plan`)
	if err != nil {
		return nil, r.queryFault(err)
	}
	return plans, nil
}

// Plan returns the full name of the plan a person means: that very name, or the
// only one that holds the text, whatever its width and case. Faults: CodeNoPlan,
// CodeManyPlans.
func (r *Reader) Plan(ctx context.Context, name string) (string, error) {
	plans, err := r.Plans(ctx)
	if err != nil {
		return "", err
	}
	var fit []string
	for _, p := range plans {
		if p == name {
			return p, nil
		}
		if key := fold(name); key != "" && strings.Contains(fold(p), key) {
			fit = append(fit, p)
		}
	}
	switch len(fit) {
	case 0:
		return "", finding.Fail(r.name, nil, CodeNoPlan, name, some(plans))
	case 1:
		return fit[0], nil
	}
	return "", finding.Fail(r.name, nil, CodeManyPlans, name, some(fit))
}

// some lists names for a message.
func some(names []string) string {
	if len(names) > shownNames {
		names = append(names[:shownNames:shownNames], "…")
	}
	return strings.Join(names, ", ")
}

// documents returns the hashes of the documents a person means: by the file as
// it was named then, its path or the end of it, or by the beginning of the hash.
// CodeNothingSelected when there is none.
func (r *Reader) documents(ctx context.Context, name string) ([]string, error) {
	found, err := texts(ctx, r.db, `SELECT DISTINCT d.document FROM documents d LEFT JOIN sources s USING (document_id)
		WHERE starts_with(d.document, lower($1)) OR s.path = $1 OR ends_with('/' || s.source, '/' || $1) OR ends_with('/' || d.source, '/' || $1)`, name)
	if err != nil {
		return nil, r.queryFault(err)
	}
	if len(found) == 0 {
		return nil, finding.Fail(r.name, nil, CodeNothingSelected, name)
	}
	return found, nil
}

// hasCode returns CodeNoCode for a code that neither this program nor the
// warehouse knows.
func (r *Reader) hasCode(ctx context.Context, code string) error {
	if finding.Known(finding.Code(code)) {
		return nil
	}
	codes, err := texts(ctx, r.db, `SELECT DISTINCT code FROM findings ORDER BY code`)
	if err != nil {
		return r.queryFault(err)
	}
	if !contains(codes, code) {
		return finding.Fail(r.name, nil, CodeNoCode, code, some(codes))
	}
	return nil
}
