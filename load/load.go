package load

// One batch of documents, from the question whether a file need be read to the
// summary of what became of it. Load decides (new, known, to be read again, to be
// relabelled) by what the published file says and hands the rows to a writer,
// which it makes only when there is something to write: a run that finds nothing
// new takes no lock, copies nothing and leaves no trace.

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"shihyo/extract"
	"shihyo/extract/finding"
	sqlfiles "shihyo/sql"
)

// Options say which warehouse is loaded and how.
type Options struct {
	Path    string        // the warehouse file
	Wait    time.Duration // for another writer; 0 for DefaultWait, negative for none
	Replace bool          // read documents again although they are unchanged
	DryRun  bool          // work out what would change and publish nothing
	Seeds   string        // folder with the user's additions to seeds/*.csv
	Version string        // of the tool, for the log
	Reader  string        // version of the reader: documents read by another one are read again
	Lang    finding.Lang  // of messages in the summary
}

// Source is a file as it was found.
type Source struct {
	Name     string // as the user named it
	Path     string // absolute
	Bytes    int64
	Modified time.Time
	Inode    int64  // 0 where there is none
	Reader   string // how it is read, Options.Reader where empty
}

// Stat looks at a file. The error is the file system's.
func Stat(name string) (Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Source{}, err
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return Source{}, err
	}
	return Source{Name: filepath.ToSlash(name), Path: path, Bytes: info.Size(), Modified: info.ModTime(), Inode: inode(info)}, nil
}

// Document is one document that was read, to be loaded.
type Document struct {
	Result *extract.Result
	Source Source
	Label  Label         // what the user said; the rest is inferred
	Took   time.Duration // reading it
}

// Outcome is what became of a document.
type Outcome string

// The outcomes of a document.
const (
	Loaded    Outcome = "loaded"    // new
	Replaced  Outcome = "replaced"  // read again, by a newer reader or on demand
	Unchanged Outcome = "unchanged" // known already
	Relabeled Outcome = "relabeled" // known, plan or revision changed
	NoKPI     Outcome = "no_kpi"    // read, but holds no KPI table
	Failed    Outcome = "failed"    // could not be read
)

// DocumentSummary tells what became of one document.
type DocumentSummary struct {
	Source   string
	SHA256   string
	Label    Label
	Inferred bool // some of Label was inferred
	Outcome  Outcome
	Err      error // of a Failed document
	counts
	Earlier []string // SHA-256 of what the same file held before, where it still stands under the same plan and revision
	Doubts  []Doubt  // the gravest of what a person should look at, see maxDoubts; counts.ToCheck counts all
}

// Doubt is a finding as the closing summary shows it.
type Doubt struct {
	Severity          finding.Severity
	Code              finding.Code
	Page              int
	Indicator, Period string // what it is about, "" where it is about no indicator or none of its values
	Message           string // in Options.Lang
}

// maxDoubts and maxAllDoubts bound the doubts kept of one document and of a
// batch for the summary; the warehouse holds all.
const (
	maxDoubts    = 20
	maxAllDoubts = 10_000
)

// Summary tells what a load did.
type Summary struct {
	Path       string            // of the warehouse, as the user named it
	Documents  []DocumentSummary // in the order they came; unchanged ones only counted
	Unchanged  int
	Changes    []Change // against the revision before, for documents of this load
	Published  bool     // the warehouse was changed
	DryRun     bool
	Idle       []string      // corrections that fit no value
	IdleSeries []string      // decisions about series of which one side fits no indicator
	Writing    time.Duration // spent writing rows
	Comparing  time.Duration // spent following indicators over revisions and applying decisions
	Publish    time.Duration // spent copying, folding in, flushing and renaming
}

// Count returns the number of documents with an outcome.
func (s *Summary) Count(o Outcome) int {
	if o == Unchanged {
		return s.Unchanged
	}
	n := 0
	for i := range s.Documents {
		if s.Documents[i].Outcome == o {
			n++
		}
	}
	return n
}

// Totals returns the sums over the documents that were loaded.
func (s *Summary) Totals() (indicators, observations, values, doubtful int) {
	for i := range s.Documents {
		d := &s.Documents[i]
		indicators += d.Indicators
		observations += d.Observations
		values += d.Values
		doubtful += d.Doubtful
	}
	return
}

// known is what the published warehouse says of a document.
type known struct {
	id       int64
	revision int64
	reader   string
	inferred bool
	label    Label
	source   string
	bytes    int64
}

// stamp is by what a file is recognised without opening it.
type stamp struct {
	document          int64
	bytes, modifiedNS int64
	inode             int64
}

// Load is one batch of documents on its way into the warehouse. It is begun,
// asked about files, given documents and committed; nothing is written, not
// even the lock taken, before there is something to write. It is not safe for
// concurrent use.
type Load struct {
	opts    Options
	path    string
	started time.Time
	summary Summary

	version   int                // schema of the published file, 0 when there is none
	documents map[string]known   // by SHA-256
	byID      map[int64]string   // SHA-256 by key
	sources   map[string][]stamp // by path

	decided *decisions // what people decided
	applied string     // hash of the decisions that the warehouse shows
	doubts  int        // kept for the summary
	w       *writer    // once there is something to write
}

// Begin starts a load. Faults: CodeForeign, CodeNewer, CodeCorrupt,
// CodeOpenElsewhere, CodeUnwritable, CodeUnsupported.
func Begin(ctx context.Context, opts Options) (*Load, error) {
	path, err := resolve(opts.Path)
	if err != nil {
		return nil, err
	}
	if opts.Wait == 0 {
		opts.Wait = DefaultWait
	}
	l := &Load{opts: opts, path: path, started: time.Now().UTC(),
		documents: map[string]known{}, byID: map[int64]string{}, sources: map[string][]stamp{}}
	l.summary = Summary{Path: opts.Path, DryRun: opts.DryRun}
	if l.decided, err = readDecisions(path); err != nil {
		return nil, err
	}
	if empty(path) {
		if dir := filepath.Dir(path); !exists(dir) {
			return nil, finding.Fail(opts.Path, fs.ErrNotExist, CodeUnwritable, fs.ErrNotExist)
		}
		return l, nil
	}
	db, err := openWaiting(ctx, opts.Path, path, opts.Wait)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if l.version, err = schemaVersion(ctx, db, opts.Path); err != nil {
		return nil, err
	}
	if err := checkVersion(l.version, opts.Path); err != nil {
		return nil, err
	}
	if l.version == 0 {
		return l, nil
	}
	if l.version == sqlfiles.Latest() {
		l.applied, err = state(ctx, db, stateDecisions)
	}
	if err == nil {
		err = l.readKnown(ctx, db)
	}
	if err != nil {
		return nil, finding.Fail(opts.Path, err, CodeCorrupt, firstLine(err.Error()))
	}
	return l, nil
}

// readKnown reads which documents and files the warehouse knows.
func (l *Load) readKnown(ctx context.Context, db execer) error {
	rows, err := db.QueryContext(ctx, `SELECT d.document, d.document_id, d.revision_id, d.reader_version, d.inferred,
		p.plan, r.revision, coalesce(strftime(d.effective_on, '%Y-%m-%d'), ''), d.source, coalesce(d.bytes, 0)
		FROM documents d JOIN revisions r USING (revision_id) JOIN plans p USING (plan_id)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var sha string
		var k known
		if err := rows.Scan(&sha, &k.id, &k.revision, &k.reader, &k.inferred, &k.label.Plan, &k.label.Revision, &k.label.Effective, &k.source, &k.bytes); err != nil {
			return err
		}
		l.documents[sha] = k
		l.byID[k.id] = sha
	}
	if err := rows.Err(); err != nil {
		return err
	}
	stamps, err := db.QueryContext(ctx, `SELECT path, document_id, bytes, modified_ns, inode FROM sources`)
	if err != nil {
		return err
	}
	defer stamps.Close()
	for stamps.Next() {
		var path string
		var s stamp
		if err := stamps.Scan(&path, &s.document, &s.bytes, &s.modifiedNS, &s.inode); err != nil {
			return err
		}
		l.sources[path] = append(l.sources[path], s)
	}
	return stamps.Err()
}

// reader tells how a file is read.
func (l *Load) reader(src Source) string { return cmp.Or(src.Reader, l.opts.Reader) }

// Seen reports whether a file need not even be opened: path, size, time and
// inode are those of a document that is in the warehouse under the wanted
// label, read by this reader. It counts as unchanged then.
func (l *Load) Seen(src Source, label Label) bool {
	if l.opts.Replace {
		return false
	}
	for _, s := range l.sources[src.Path] {
		if s.bytes != src.Bytes || s.modifiedNS != src.Modified.UnixNano() || s.inode != src.Inode {
			continue
		}
		k, ok := l.documents[l.byID[s.document]]
		if ok && k.reader == l.reader(src) && !label.differs(k.label) {
			l.summary.Unchanged++
			return true
		}
	}
	return false
}

// differs reports whether what the user says of a document is not what the
// warehouse says of it. Empty fields say nothing.
func (l Label) differs(have Label) bool {
	return l.Plan != "" && l.Plan != have.Plan ||
		l.Revision != "" && l.Revision != have.Revision ||
		l.Effective != "" && l.Effective != have.Effective
}

// SeenContent is Seen for a file that was opened: it reports whether a document
// with this SHA-256 (hex) is loaded and current, so that it need not be read.
// A new place or label of it is recorded. The error is of writing that.
func (l *Load) SeenContent(ctx context.Context, sha string, src Source, label Label) (bool, error) {
	k, ok := l.documents[sha]
	if !ok || k.reader != l.reader(src) || l.opts.Replace && !(l.w != nil && l.w.docs[k.id]) {
		return false, nil
	}
	placed := false
	for _, s := range l.sources[src.Path] {
		placed = placed || s.document == k.id
	}
	relabel := label.differs(k.label)
	if !relabel && placed {
		// Only the time or inode changed. Not worth a new copy of the
		// warehouse; the next load that publishes writes it down.
		l.summary.Unchanged++
		if l.w != nil {
			l.w.place(k.id, src)
		}
		return true, nil
	}
	if err := l.begin(ctx); err != nil {
		return false, err
	}
	l.w.place(k.id, src)
	if !relabel {
		l.summary.Unchanged++
		return true, nil
	}
	k = l.documents[sha] // beginning may have re-read it
	to := k.label
	if label.Plan != "" {
		to.Plan = label.Plan
	}
	if label.Revision != "" {
		to.Revision = label.Revision
	}
	if label.Effective != "" {
		to.Effective = label.Effective
	}
	if err := l.w.relabel(ctx, k.id, k.label, to); err != nil {
		return false, err
	}
	k.label, k.inferred = to, false
	l.documents[sha] = k
	l.w.log(sha, src.Name, "ingest", string(Relabeled), 0, "")
	l.summary.Documents = append(l.summary.Documents, DocumentSummary{Source: src.Name, SHA256: sha, Label: to, Outcome: Relabeled})
	return true, nil
}

// begin makes sure that there is a writer.
func (l *Load) begin(ctx context.Context) error {
	if l.w != nil {
		return nil
	}
	w, err := newWriter(ctx, l.opts, l.path, l.started)
	if err != nil {
		return err
	}
	l.w = w
	// Somebody may have published since Begin.
	clear(l.documents)
	clear(l.byID)
	clear(l.sources)
	if err := l.readKnown(ctx, w.conn); err != nil {
		return w.fault(err)
	}
	return nil
}

// Add loads a document, replacing what the warehouse had of it. A result
// without indicators is recorded, so that it is not read again. Faults:
// CodeBusy and the others of publishing.
func (l *Load) Add(ctx context.Context, d Document) (*DocumentSummary, error) {
	id, ok := documentKey(d.Result.SHA256)
	if !ok {
		return nil, errors.New("load: SHA256 of " + d.Source.Name + " is not 64 hex digits")
	}
	if err := d.Label.Check(); err != nil {
		return nil, err
	}
	if err := l.begin(ctx); err != nil {
		return nil, err
	}
	sha := strings.ToLower(d.Result.SHA256)
	old, had := l.documents[sha]
	given := d.Label
	if had && !old.inferred {
		// What a person said of the document stays said.
		given = given.or(old.label)
	}
	label, findings, inferred := infer(d.Result, d.Source.Name, given)
	sum := DocumentSummary{Source: d.Source.Name, SHA256: sha, Label: label, Inferred: inferred, Outcome: Loaded}
	if had {
		sum.Outcome = Replaced
		if plan, _ := revisionKeys(old.label); label.Plan != old.label.Plan || label.Revision != old.label.Revision {
			l.w.touch(plan, true)
		}
	}
	sum.Earlier = l.earlier(id, d.Source.Path, label)
	outcome := "loaded"
	if len(d.Result.Indicators) == 0 {
		sum.Outcome, outcome = NoKPI, "no_kpi"
	}
	source := d.Source.Name
	if had && old.source < source {
		source = old.source
	}
	row := documentRow{id: id, source: source, bytes: d.Source.Bytes, label: label, inferred: inferred, reader: l.reader(d.Source), outcome: outcome}
	n, err := l.w.add(ctx, d.Result, row, had, findings)
	if err != nil {
		return nil, err
	}
	sum.counts = n
	if l.doubts < maxAllDoubts {
		sum.Doubts = doubts(d.Result, l.opts.Lang)
		l.doubts += len(sum.Doubts)
	}
	l.w.place(id, d.Source)
	l.w.log(sha, d.Source.Name, "ingest", string(sum.Outcome), d.Took, "")
	l.documents[sha] = known{id: id, reader: l.reader(d.Source), inferred: inferred, label: label, source: source, bytes: d.Source.Bytes}
	l.byID[id] = sha
	l.summary.Documents = append(l.summary.Documents, sum)
	return &l.summary.Documents[len(l.summary.Documents)-1], nil
}

// earlier returns the documents that a file held before and that stand under the
// label of the one it holds now: they are likely to have been replaced by it.
func (l *Load) earlier(id int64, path string, label Label) []string {
	var list []string
	for _, s := range l.sources[path] {
		sha := l.byID[s.document]
		if k, ok := l.documents[sha]; ok && k.id != id && k.label.Plan == label.Plan && k.label.Revision == label.Revision {
			list = append(list, sha)
		}
	}
	sort.Strings(list)
	return slices.Compact(list)
}

// or completes a label by another.
func (l Label) or(o Label) Label {
	if l.Plan == "" {
		l.Plan = o.Plan
	}
	if l.Revision == "" {
		l.Revision = o.Revision
	}
	if l.Effective == "" {
		l.Effective = o.Effective
	}
	return l
}

// Fail records that a document could not be read. Its old rows stand; the
// failure is logged if the load publishes anything.
func (l *Load) Fail(src Source, took time.Duration, err error) {
	l.summary.Documents = append(l.summary.Documents, DocumentSummary{Source: src.Name, Outcome: Failed, Err: err})
	if l.w != nil {
		l.w.log("", src.Name, "ingest", string(Failed), took, err.Error())
	}
}

// doubts picks what a person should look at out of a reading.
func doubts(r *extract.Result, lang finding.Lang) []Doubt {
	var all []Doubt
	take := func(fs []finding.Finding, page int, indicator, period string) {
		for _, f := range fs {
			if f.Severity != finding.Info {
				all = append(all, doubt(f, page, indicator, period, lang))
			}
		}
	}
	take(r.Findings, 0, "", "")
	for i := range r.Tables {
		take(r.Tables[i].Findings, r.Tables[i].Page, "", "")
	}
	for i := range r.Indicators {
		ind := &r.Indicators[i]
		take(ind.Findings, ind.Page, ind.Name, "")
		for j := range ind.Values {
			take(ind.Values[j].Findings, ind.Values[j].Page, ind.Name, ind.Values[j].Period)
			take(ind.Readings[j].Findings, ind.Values[j].Page, ind.Name, ind.Values[j].Period)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Severity == finding.Error && all[j].Severity != finding.Error })
	if len(all) > maxDoubts {
		all = all[:maxDoubts]
	}
	return all
}

// doubt makes a Doubt of a finding; page is where it stands unless it says so.
func doubt(f finding.Finding, page int, indicator, period string, lang finding.Lang) Doubt {
	if f.Page != 0 {
		page = f.Page
	}
	return Doubt{f.Severity, f.Code, page, indicator, period, f.Message(lang)}
}

// Commit writes and publishes what was added. With nothing added it changes
// nothing. The load is over afterwards, also on error; the warehouse is then as
// it was.
func (l *Load) Commit(ctx context.Context) (*Summary, error) {
	if l.w == nil && l.version > 0 && l.applied != l.decided.hash {
		// Somebody edited the decision files, or the schema is an older one.
		if err := l.begin(ctx); err != nil {
			return nil, err
		}
		if err := l.w.touchAll(ctx); err != nil {
			return nil, err
		}
	}
	if l.w == nil {
		return &l.summary, nil
	}
	w := l.w
	l.w = nil
	defer w.discard()
	if err := w.finish(ctx, &l.summary, l.decided); err != nil {
		return nil, err
	}
	return &l.summary, nil
}

// Close gives up a load that was not committed.
func (l *Load) Close() error {
	if l.w != nil {
		l.w.discard()
		l.w = nil
	}
	return nil
}

// Ingest loads documents in one batch.
func Ingest(ctx context.Context, opts Options, docs []Document) (*Summary, error) {
	l, err := Begin(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	for _, d := range docs {
		seen, err := l.SeenContent(ctx, d.Result.SHA256, d.Source, d.Label)
		if err != nil {
			return nil, err
		}
		if seen {
			continue
		}
		if _, err := l.Add(ctx, d); err != nil {
			return nil, err
		}
	}
	return l.Commit(ctx)
}

// sortSummaries puts documents in order of their files.
func sortSummaries(list []DocumentSummary) {
	sort.Slice(list, func(i, j int) bool {
		if list[i].Source != list[j].Source {
			return list[i].Source < list[j].Source
		}
		return list[i].SHA256 < list[j].SHA256
	})
}
