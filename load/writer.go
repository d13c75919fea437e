package load

// Writing a batch: beginning (lock, copy, schema), inserting in the background
// while further documents are read, and finishing (places, labels, what follows
// from all documents, publishing).

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shihyo/extract"
	"shihyo/extract/finding"
	sqlfiles "shihyo/sql"
)

// flushRows is how many rows of all tables together are collected before they
// are handed to DuckDB: a few of its row groups (122,880 rows). While one lot is
// inserted the next is collected, so at most three are in memory.
const flushRows = 250_000

// writer writes into a copy of the warehouse: in one transaction, through one
// connection. Inserts run in the background while further documents are
// collected; every other use of the connection waits for them (see settle).
type writer struct {
	opts    Options
	build   *build
	db      *sql.DB
	conn    *sql.Conn
	started time.Time
	loadID  int64

	batch   *batch
	deletes []int64             // documents whose old rows go before the batch is inserted
	labels  map[int64]labelRow  // revisions named by this load, by key
	places  map[string]sourceOf // files seen, by path
	touched map[int64]bool      // plans whose documents changed; true: all its series are found anew
	docs    map[int64]bool      // documents written by this load
	matched []matchDoubt        // doubts of matching about them, for the summary

	pending chan error // result of the insert in the background; nil when none
	writing time.Duration
	copying time.Duration
}

// labelRow is a revision with its plan.
type labelRow struct {
	plan, revision int64
	label          Label
}

// sourceOf says which document a file holds.
type sourceOf struct {
	document int64
	src      Source
}

// newWriter takes the lock, copies the warehouse, begins the transaction and
// brings the schema up to date.
func newWriter(ctx context.Context, opts Options, path string, started time.Time) (_ *writer, err error) {
	begin := time.Now()
	b, err := beginBuild(ctx, opts.Path, path, max(opts.Wait, 0))
	if err != nil {
		return nil, err
	}
	w := &writer{opts: opts, build: b, started: started, batch: newBatch(), labels: map[int64]labelRow{},
		places: map[string]sourceOf{}, touched: map[int64]bool{}, docs: map[int64]bool{}}
	defer func() {
		if err != nil {
			w.discard()
		}
	}()
	if w.db, err = openFile(ctx, opts.Path, b.temp, "READ_WRITE"); err != nil {
		return nil, err
	}
	w.copying = time.Since(begin)
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return nil, w.fault(err)
	}
	version, err := schemaVersion(ctx, w.conn, opts.Path)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(version, opts.Path); err != nil {
		return nil, err
	}
	if _, err = w.conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return nil, w.fault(err)
	}
	if err = migrate(ctx, w.conn, version, sqlfiles.Latest()); err != nil {
		return nil, w.fault(err)
	}
	if err = loadSeeds(ctx, w.conn, opts.Seeds); err != nil {
		return nil, err
	}
	if err = w.conn.QueryRowContext(ctx, `SELECT coalesce(max(load_id), 0) + 1 FROM loads`).Scan(&w.loadID); err != nil {
		return nil, w.fault(err)
	}
	return w, nil
}

// fault turns an error of writing into a Fault.
func (w *writer) fault(err error) error {
	var f *finding.Fault
	if errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	text := err.Error()
	if strings.Contains(text, "already exists") {
		return finding.Fail(w.opts.Path, err, CodeNameTaken, firstLine(text))
	}
	if strings.Contains(text, "Dependency Error") {
		return finding.Fail(w.opts.Path, err, CodeDependents, firstLine(text))
	}
	if strings.Contains(text, "IO Error") || strings.Contains(text, "Out of Memory") || strings.Contains(text, "No space") {
		return finding.Fail(w.opts.Path, err, CodeUnwritable, reason(text))
	}
	return fmt.Errorf("%s: %w", w.opts.Path, err)
}

// CodeNameTaken is a table or view of somebody else's in the way of a new one.
var CodeNameTaken = finding.Register("warehouse_name_taken", finding.Error,
	"同じ名前の表またはビューがすでにあります（%s）。名前を変えてから実行し直してください",
	"a table or view of that name was made by somebody else (%s); rename it and run again")

// CodeDependents is an index or the like of somebody else's that keeps a table
// from being brought up to date.
var CodeDependents = finding.Register("warehouse_dependents", finding.Error,
	"別に作られた索引などがあるため、表を新しい形にできません（%s）。索引を削除してから実行し直してください",
	"an index or the like that somebody made keeps a table from being brought up to date (%s); drop it and run again")

// revisionKeys returns the keys of a label's plan and revision.
func revisionKeys(l Label) (plan, revision int64) {
	return keyOf("plan", l.Plan), keyOf("revision", l.Plan, l.Revision)
}

// name records a label as used and its plan as changed.
func (w *writer) name(l Label) (revision int64) {
	plan, revision := revisionKeys(l)
	w.labels[revision] = labelRow{plan, revision, l}
	w.touch(plan, false)
	return revision
}

// touch marks a plan as changed. Of a plan of one document series follow from
// what is printed, and are written with the rows; whole says that this is not
// so: the document lost its plan's name or its predecessors.
func (w *writer) touch(plan int64, whole bool) {
	w.touched[plan] = w.touched[plan] || whole
}

// add collects the rows of a document. replace says that the warehouse has rows
// of it that must go.
func (w *writer) add(ctx context.Context, r *extract.Result, row documentRow, replace bool, findings []finding.Finding) (counts, error) {
	if replace {
		w.deletes = append(w.deletes, row.id)
	}
	row.revision = w.name(row.label)
	w.docs[row.id] = true
	n := w.batch.document(r, row, findings)
	if w.batch.rows() >= flushRows {
		return n, w.flush(ctx)
	}
	return n, nil
}

// place records that a file holds a document.
func (w *writer) place(document int64, src Source) {
	if src.Path != "" {
		w.places[src.Path] = sourceOf{document, src}
	}
}

// log adds a line to the log of loads.
func (w *writer) log(sha, source, action, outcome string, took time.Duration, detail string) {
	w.batch.load(w.loadID, sha, source, action, outcome, w.opts.Version, w.started, took, detail)
}

// settle waits for the insert in the background.
func (w *writer) settle() error {
	if w.pending == nil {
		return nil
	}
	err := <-w.pending
	w.pending = nil
	return err
}

// flush hands the collected rows to DuckDB and returns while it inserts them.
func (w *writer) flush(ctx context.Context) error {
	begin := time.Now()
	if err := w.settle(); err != nil {
		return w.fault(err)
	}
	rows, deletes := w.batch.take(), w.deletes
	w.deletes = nil
	done := make(chan error, 1)
	w.pending = done
	w.writing += time.Since(begin)
	go func() { done <- writeRows(ctx, w.conn, rows, deletes) }()
	return nil
}

// documentTables are the tables that hold rows of a document.
var documentTables = []string{"documents", "document_tables", "cells", "indicators", "indicator_items", "observations", "findings"}

// writeRows deletes the old rows of documents and inserts new ones.
func writeRows(ctx context.Context, conn *sql.Conn, rows []filled, deletes []int64) error {
	defer func() {
		for _, f := range rows {
			f.batch.Release()
		}
	}()
	if err := deleteDocuments(ctx, conn, deletes); err != nil {
		return err
	}
	for _, f := range rows {
		if err := insert(ctx, conn, f.table, f.batch); err != nil {
			return err
		}
	}
	return nil
}

// deleteDocuments removes all rows of documents but those of sources.
func deleteDocuments(ctx context.Context, db execer, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list := keyList(ids)
	for _, table := range documentTables {
		if _, err := db.ExecContext(ctx, `DELETE FROM `+table+` WHERE document_id IN `+list); err != nil {
			return err
		}
	}
	return nil
}

// keyTable makes a temporary table of keys with one column, id: for lists too
// long for a statement.
func (w *writer) keyTable(ctx context.Context, table string, ids []int64) error {
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE `+table+` (id BIGINT)`); err != nil {
		return err
	}
	if len(ids) == 0 {
		return nil
	}
	rows := newTableRows(table, "id", int64s)
	defer rows.release()
	for _, id := range ids {
		rows.key(id)
	}
	batch := rows.take()
	defer batch.Release()
	return insert(ctx, w.conn, table, batch)
}

// keyList writes keys as a parenthesised SQL list.
func keyList(ids []int64) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	b.WriteByte(')')
	return b.String()
}

// relabel moves a document to another plan or revision.
func (w *writer) relabel(ctx context.Context, document int64, from, to Label) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	if err := w.settle(); err != nil {
		return w.fault(err)
	}
	oldPlan, _ := revisionKeys(from)
	newPlan, _ := revisionKeys(to)
	w.touch(oldPlan, true)
	w.touch(newPlan, true)
	revision := w.name(to)
	_, err := w.conn.ExecContext(ctx, `UPDATE documents SET revision_id = ?, effective_on = TRY_CAST(? AS DATE), inferred = false WHERE document_id = ?`,
		revision, to.Effective, document)
	if err != nil {
		return w.fault(err)
	}
	_, err = w.conn.ExecContext(ctx, `DELETE FROM findings WHERE document_id = ? AND stage = '`+stageLabel+`'`, document)
	if err != nil {
		return w.fault(err)
	}
	return nil
}

// finish writes what follows from the documents as a whole, ends the
// transaction and publishes.
func (w *writer) finish(ctx context.Context, s *Summary, d *decisions) error {
	begin := time.Now()
	if err := w.flush(ctx); err != nil {
		return err
	}
	if err := w.settle(); err != nil {
		return w.fault(err)
	}
	for _, step := range []func(context.Context) error{w.writeLoaded, w.writePlaces, w.writeLabels} {
		if err := step(ctx); err != nil {
			return w.fault(err)
		}
	}
	w.writing += time.Since(begin)
	begin = time.Now()
	if err := w.derive(ctx, s, d); err != nil {
		return w.fault(err)
	}
	var err error
	if s.Changes, err = w.changesOfLoad(ctx); err != nil {
		return w.fault(err)
	}
	w.tellMatches(s)
	s.Comparing = time.Since(begin)
	s.Writing = w.writing
	if w.opts.DryRun {
		return nil
	}
	begin = time.Now()
	if err := w.commit(ctx); err != nil {
		return err
	}
	if err := w.build.publish(); err != nil {
		return err
	}
	s.Published = true
	s.Publish = w.copying + time.Since(begin)
	return nil
}

// derive writes what follows from all documents together: see series.go,
// correct.go and derive.go. It tells the summary which decisions fit nothing.
func (w *writer) derive(ctx context.Context, s *Summary, d *decisions) (err error) {
	// Series first: corrections may name them. Changes last: they compare
	// corrected values.
	if err = w.markDecided(ctx, d); err != nil {
		return err
	}
	if err = w.matchSeries(ctx, d); err != nil {
		return err
	}
	if s.IdleSeries, err = w.idleSeries(ctx, d); err != nil {
		return err
	}
	if err = w.writeCopies(ctx); err != nil {
		return err
	}
	if s.Idle, err = w.applyCorrections(ctx, d); err != nil {
		return err
	}
	if err = w.applyAccepted(ctx, d); err != nil {
		return err
	}
	if err = setState(ctx, w.conn, stateDecisions, d.hash); err != nil {
		return err
	}
	if err = w.writeChanges(ctx); err != nil {
		return err
	}
	if err = w.writeWide(ctx); err != nil {
		return err
	}
	return w.order(ctx)
}

// stateDecisions is the entry of shihyo_state that holds the hash of the
// decision files applied last.
const stateDecisions = "decisions"

// commit ends the transaction, folds the log in and closes the copy.
func (w *writer) commit(ctx context.Context) error {
	for _, q := range []string{"COMMIT", "CHECKPOINT"} {
		if _, err := w.conn.ExecContext(ctx, q); err != nil {
			return w.fault(err)
		}
	}
	err := errors.Join(w.conn.Close(), w.db.Close())
	w.conn, w.db = nil, nil
	if err != nil {
		return w.fault(err)
	}
	return nil
}

// touchAll has all plans compared anew, and those followed anew in which that
// could make a difference (see unsettled).
func (w *writer) touchAll(ctx context.Context) error {
	rows, err := w.conn.QueryContext(ctx, `SELECT plan_id FROM plans`)
	if err != nil {
		return w.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return w.fault(err)
		}
		w.touch(id, false)
	}
	return rows.Err()
}

// writeLoaded notes the documents of this load in a temporary table.
func (w *writer) writeLoaded(ctx context.Context) error {
	ids := make([]int64, 0, len(w.docs))
	for id := range w.docs {
		ids = append(ids, id)
	}
	return w.keyTable(ctx, "shihyo_loaded", ids)
}

// writePlaces writes down where documents were found, and names each document
// by the first of its places.
func (w *writer) writePlaces(ctx context.Context) error {
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_renamed (document_id BIGINT, source VARCHAR)`); err != nil {
		return err
	}
	if len(w.places) == 0 {
		return nil
	}
	rows := w.batch.sources
	for path, p := range w.places {
		rows.str(path)
		rows.str(p.src.Name)
		rows.key(p.document)
		rows.key(p.src.Bytes)
		rows.key(p.src.Modified.UnixNano())
		rows.key(p.src.Inode)
	}
	batch := rows.take()
	defer batch.Release()
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_places AS FROM sources LIMIT 0`); err != nil {
		return err
	}
	if err := insert(ctx, w.conn, "shihyo_places", batch); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, `
DELETE FROM sources WHERE path IN (SELECT path FROM shihyo_places);
INSERT INTO sources SELECT * FROM shihyo_places ORDER BY path;
INSERT INTO shihyo_renamed
SELECT d.document_id, first.source FROM documents d JOIN (
    SELECT document_id, min(source) AS source FROM sources
    WHERE document_id IN (SELECT document_id FROM shihyo_places) GROUP BY document_id) first
ON first.document_id = d.document_id AND d.source <> first.source;
UPDATE documents SET source = r.source FROM shihyo_renamed r WHERE documents.document_id = r.document_id;
DROP TABLE shihyo_places;`)
	return err
}

// writeLabels writes the plans and revisions named by this load and drops those
// that have no documents any more. A revision's date is the latest of its
// documents'; revisions are ordered by date, then by hash, those without any
// indicator first, so that they never count as the latest.
func (w *writer) writeLabels(ctx context.Context) error {
	labels := newTableRows("shihyo_labels", "plan_id", int64s, "plan", text, "revision_id", int64s, "revision", text)
	defer labels.release()
	for _, l := range w.labels {
		labels.key(l.plan)
		labels.str(l.label.Plan)
		labels.key(l.revision)
		labels.str(l.label.Revision)
	}
	plans := newTableRows("shihyo_touched", "plan_id", int64s, "whole", boolean)
	defer plans.release()
	for id, whole := range w.touched {
		plans.key(id)
		plans.bool(whole)
	}
	if _, err := w.conn.ExecContext(ctx, `
CREATE OR REPLACE TEMP TABLE shihyo_labels (plan_id BIGINT, plan VARCHAR, revision_id BIGINT, revision VARCHAR);
CREATE OR REPLACE TEMP TABLE shihyo_touched (plan_id BIGINT, whole BOOLEAN);`); err != nil {
		return err
	}
	for _, t := range []*tableRows{labels, plans} {
		if t.rows == 0 {
			continue
		}
		batch := t.take()
		err := insert(ctx, w.conn, t.table, batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
	_, err := w.conn.ExecContext(ctx, `
INSERT INTO shihyo_labels
SELECT r.plan_id, p.plan, r.revision_id, r.revision
FROM revisions r JOIN plans p USING (plan_id) JOIN shihyo_touched USING (plan_id)
WHERE r.revision_id NOT IN (SELECT revision_id FROM shihyo_labels);
DELETE FROM revisions WHERE plan_id IN (SELECT plan_id FROM shihyo_touched);
DELETE FROM plans WHERE plan_id IN (SELECT plan_id FROM shihyo_touched);
INSERT INTO revisions BY NAME
SELECT l.revision_id, l.plan_id, l.revision, max(d.effective_on) AS effective_on,
    row_number() OVER (PARTITION BY l.plan_id ORDER BY sum(d.indicators) > 0, max(d.effective_on) NULLS FIRST, max(d.document)) AS revision_no,
    revision_no = count(*) OVER (PARTITION BY l.plan_id) AS latest, bool_or(d.inferred) AS inferred
FROM shihyo_labels l JOIN documents d USING (revision_id)
GROUP BY l.revision_id, l.plan_id, l.plan, l.revision ORDER BY l.plan, revision_no;
INSERT INTO plans BY NAME
SELECT l.plan_id, l.plan, bool_or(r.inferred) AS inferred
FROM shihyo_labels l JOIN revisions r USING (revision_id)
GROUP BY l.plan_id, l.plan ORDER BY l.plan;`)
	return err
}

// discard gives up the copy, unless it was published.
func (w *writer) discard() {
	if w.pending != nil {
		<-w.pending
		w.pending = nil
	}
	if w.batch != nil {
		w.batch.release()
		w.batch = nil
	}
	if w.conn != nil {
		w.conn.Close()
	}
	if w.db != nil {
		w.db.Close()
	}
	w.conn, w.db = nil, nil
	w.build.discard()
}
