package load

// Undoing what was loaded by mistake: taking documents out again, and putting
// them under another plan or revision.

import (
	"context"
	"strings"

	"shihyo/extract/finding"
)

// Selection picks documents. Empty fields pick all; at least one must be set.
type Selection struct {
	Plan, Revision string
	Document       string // SHA-256 or its beginning (8 digits at least), or the name of the file
}

// CodeNothingSelected is a Selection that no document fits.
var CodeNothingSelected = finding.Register("nothing_selected", finding.Error,
	"当てはまる資料がありません（%s）。shihyo status --documents で確かめてください",
	"no document fits (%s); shihyo status --documents lists them")

// String names a selection for a message.
func (s Selection) String() string {
	return strings.Join(strings.Fields(s.Plan+" "+s.Revision+" "+s.Document), " ")
}

// selected returns the documents of a selection, by SHA-256.
func (l *Load) selected(s Selection) (map[string]known, error) {
	found := map[string]known{}
	for sha, k := range l.documents {
		if s.Plan != "" && s.Plan != k.label.Plan || s.Revision != "" && s.Revision != k.label.Revision {
			continue
		}
		if s.Document != "" && s.Document != k.source && !(len(s.Document) >= 8 && strings.HasPrefix(sha, strings.ToLower(s.Document))) {
			continue
		}
		found[sha] = k
	}
	if len(found) == 0 || s == (Selection{}) {
		return nil, finding.Fail(l.opts.Path, nil, CodeNothingSelected, s.String())
	}
	return found, nil
}

// edit begins a load and picks documents.
func edit(ctx context.Context, opts Options, s Selection) (*Load, map[string]known, error) {
	l, err := Begin(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	if l.version == 0 {
		return nil, nil, finding.Fail(opts.Path, nil, CodeMissing)
	}
	if _, err := l.selected(s); err != nil {
		return nil, nil, err
	}
	if err := l.begin(ctx); err != nil {
		return nil, nil, err
	}
	found, err := l.selected(s) // once more: somebody may have published meanwhile
	if err != nil {
		l.Close()
		return nil, nil, err
	}
	return l, found, nil
}

// Removed is the outcome of a document that was taken out.
const Removed Outcome = "removed"

// Remove takes documents out of the warehouse. What people decided of them
// stays in the files and applies again if they are loaded again.
func Remove(ctx context.Context, opts Options, s Selection) (*Summary, error) {
	l, found, err := edit(ctx, opts, s)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	var ids []int64
	for sha, k := range found {
		ids = append(ids, k.id)
		plan, _ := revisionKeys(k.label)
		l.w.touch(plan, true)
		l.w.log(sha, k.source, "remove", string(Removed), 0, "")
		l.summary.Documents = append(l.summary.Documents, DocumentSummary{Source: k.source, SHA256: sha, Label: k.label, Outcome: Removed})
	}
	sortSummaries(l.summary.Documents)
	if err := deleteDocuments(ctx, l.w.conn, ids); err != nil {
		return nil, l.w.fault(err)
	}
	if _, err := l.w.conn.ExecContext(ctx, `DELETE FROM sources WHERE document_id IN `+keyList(ids)); err != nil {
		return nil, l.w.fault(err)
	}
	return l.Commit(ctx)
}

// Relabel puts documents under another plan, revision or date; empty fields of
// to stay as they are.
func Relabel(ctx context.Context, opts Options, s Selection, to Label) (*Summary, error) {
	if err := to.Check(); err != nil {
		return nil, err
	}
	l, found, err := edit(ctx, opts, s)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	for sha, k := range found {
		label := to.or(k.label)
		if err := l.w.relabel(ctx, k.id, k.label, label); err != nil {
			return nil, err
		}
		l.w.log(sha, k.source, "relabel", string(Relabeled), 0, "")
		l.summary.Documents = append(l.summary.Documents, DocumentSummary{Source: k.source, SHA256: sha, Label: label, Outcome: Relabeled})
	}
	sortSummaries(l.summary.Documents)
	return l.Commit(ctx)
}
