package load

// Following indicators over the revisions of a plan.
//
// An indicator that is printed the same (item numbers, name, field and unit,
// folded) in two revisions is the same one. What is left over is compared by a
// score (resemble.go), and the best pairs are taken as renamed or moved. From
// sureScore a pair is taken; from doubtScore it is taken with a finding, as is a
// pair whose runner-up is within closeScore; below, the indicator is a new one.
// What the user decided comes before all scores.
//
// The outcome depends only on the plan's documents, not on the order in which
// they were loaded: whenever one changes, the plan is gone through anew from its
// first revision. Most plans need no going through: where every revision prints
// the same indicators each has the series it was written with, and one query
// finds those plans (unsettled). The others are read a chunk at a time.

import (
	"context"
	"slices"
	"sort"
	"strings"

	"shihyo/extract/finding"
)

// The thresholds of the score.
const (
	sureScore  = 0.78
	doubtScore = 0.60
	closeScore = 0.05
)

// maxPairs bounds the comparisons between two revisions; beyond it an indicator
// is compared only with some of its item number or field.
const maxPairs = 1_000_000

// The findings of matching.
var (
	CodeSeriesDoubtful = finding.Register("series_doubtful", finding.Warning,
		"前の版の「%s」と同じ指標とみなしましたが、確かではありません（一致度 %.2f）。違う場合は series.yaml に書いてください",
		"taken to be %q of the revision before, but not surely (score %.2f); say in series.yaml if it is not")
	CodeSeriesAmbiguous = finding.Register("series_ambiguous", finding.Warning,
		"前の版の「%s」と「%s」のどちらとも似ています。前者とみなしました。違う場合は series.yaml に書いてください",
		"resembles both %q and %q of the revision before; the first was taken; say in series.yaml if that is wrong")
)

// follower is one indicator of one document while a plan is gone through.
type follower struct {
	id, document int64
	sha          string
	revision     string
	revisionNo   int
	page         int
	field        string
	itemNo, item string
	name, unit   string
	have, own    string // series_id and own_series in the warehouse
	printed      string // see printedKey
	nth          int    // number among those of its document that are printed the same
	series       *series
	values       map[string]string // component, role and year → number, where needed
	folded       *[5]string        // see text
}

// series is an indicator over revisions; last is what it looked like last.
type series struct {
	id   string
	last *follower
}

// matchFinding is a finding about an indicator of a document.
type matchFinding struct {
	f *follower
	finding.Finding
}

// matchSeries gives the indicators of the touched plans their series, writes the
// findings about doubtful matches, and notes which indicators another document
// of the same revision repeats.
func (w *writer) matchSeries(ctx context.Context, d *decisions) error {
	if _, err := w.conn.ExecContext(ctx, `
DELETE FROM findings WHERE stage = '`+stageMatch+`' AND document_id IN (
    SELECT d.document_id FROM documents d JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id));`); err != nil {
		return err
	}
	plans, err := w.unsettled(ctx)
	if err != nil {
		return err
	}
	m := &matcher{w: w, decisions: d, moved: newTableRows("shihyo_moved", "indicator_id", int64s, "series_id", text, "own_series", text)}
	defer m.moved.release()
	for len(plans) > 0 {
		n, size := 0, 0
		for n < len(plans) && (n == 0 || size+plans[n].indicators <= chunkIndicators) {
			size += plans[n].indicators
			n++
		}
		if err := m.chunk(ctx, plans[:n]); err != nil {
			return err
		}
		plans = plans[n:]
	}
	return w.supersede(ctx)
}

// unsettled returns the touched plans whose indicators have to be followed: all
// but those in which every revision prints the same indicators, each of the
// series it was written with. A plan is also gone through where a person decided
// something about it, or where one of its documents went or came under another
// name (the flag whole).
func (w *writer) unsettled(ctx context.Context) ([]planSize, error) {
	rows, err := w.conn.QueryContext(ctx, `
WITH printed AS (
    SELECT DISTINCT r.plan_id, r.revision_no, hash(i.own_series) AS own
    FROM indicators i JOIN documents d USING (document_id) JOIN revisions r USING (revision_id)
    JOIN shihyo_touched t USING (plan_id) WHERE NOT t.whole),
spread AS (SELECT plan_id, own, count(*) AS revisions FROM printed GROUP BY ALL),
moved AS (
    SELECT DISTINCT r.plan_id FROM indicators i JOIN documents d USING (document_id) JOIN revisions r USING (revision_id)
    JOIN shihyo_touched t USING (plan_id) WHERE t.whole OR i.own_series IS DISTINCT FROM i.series_id),
sizes AS (
    SELECT r.plan_id, count(DISTINCT r.revision_no) AS revisions, sum(d.indicators) AS indicators, min(d.rowid) AS place
    FROM documents d JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id) WHERE d.indicators > 0 GROUP BY ALL)
SELECT p.plan_id, p.plan, CAST(s.indicators AS BIGINT) FROM sizes s JOIN plans p USING (plan_id)
WHERE s.plan_id IN (FROM moved) OR s.plan_id IN (
    SELECT x.plan_id FROM spread x JOIN sizes y USING (plan_id) GROUP BY x.plan_id, y.revisions HAVING min(x.revisions) < y.revisions)
ORDER BY s.place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var plans []planSize
	for rows.Next() {
		var p planSize
		if err := rows.Scan(&p.id, &p.name, &p.indicators); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, rows.Err()
}

// supersede notes, for the touched plans, the indicators that a later document
// (by hash) of the same revision holds too.
func (w *writer) supersede(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, `
DELETE FROM superseded WHERE document_id NOT IN (SELECT document_id FROM documents) OR document_id IN (
    SELECT d.document_id FROM documents d JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id));
INSERT INTO superseded
SELECT i.indicator_id, i.document_id
FROM indicators i JOIN documents d USING (document_id)
WHERE d.revision_id IN (
    SELECT revision_id FROM documents JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id)
    GROUP BY revision_id HAVING count(*) > 1)
QUALIFY d.document < max(d.document) OVER (PARTITION BY d.revision_id, i.series_id);`)
	return err
}

// chunkIndicators bounds the indicators held in memory while plans are gone
// through.
const chunkIndicators = 100_000

// planSize is a plan with how many indicators its documents have.
type planSize struct {
	id         int64
	name       string
	indicators int
}

// matcher goes through plans and collects what follows.
type matcher struct {
	w         *writer
	decisions *decisions
	moved     *tableRows // indicators whose series is another than stored
	findings  []matchFinding
}

// chunk goes through some plans and writes what follows for them.
func (m *matcher) chunk(ctx context.Context, plans []planSize) error {
	lists, err := m.read(ctx, plans)
	if err != nil {
		return err
	}
	if err := m.readValues(ctx, lists); err != nil {
		return err
	}
	for _, p := range plans {
		list := lists[p.id]
		m.follow(p.name, list)
		for _, f := range list {
			if own := ownSeries(p.name, f.printed, itoa(f.nth)); f.series.id != f.have || own != f.own {
				m.moved.key(f.id)
				m.moved.str(f.series.id)
				m.moved.str(own)
			}
		}
	}
	if err := m.writeMoved(ctx); err != nil {
		return err
	}
	findings := m.findings
	m.findings = nil
	return m.w.writeMatchFindings(ctx, findings)
}

// writeMoved writes the series that changed.
func (m *matcher) writeMoved(ctx context.Context) error {
	if m.moved.rows == 0 {
		return nil
	}
	if _, err := m.w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_moved (indicator_id BIGINT, series_id VARCHAR, own_series VARCHAR)`); err != nil {
		return err
	}
	batch := m.moved.take()
	defer batch.Release()
	if err := insert(ctx, m.w.conn, m.moved.table, batch); err != nil {
		return err
	}
	_, err := m.w.conn.ExecContext(ctx, `
UPDATE indicators SET series_id = m.series_id, own_series = m.own_series FROM shihyo_moved m WHERE indicators.indicator_id = m.indicator_id;
UPDATE observations SET kpi_series_id = m.series_id FROM shihyo_moved m
WHERE observations.indicator_id = m.indicator_id AND observations.kpi_series_id <> m.series_id;
DROP TABLE shihyo_moved;`)
	return err
}

// read returns the indicators of plans in order of revision, document and
// reading.
func (m *matcher) read(ctx context.Context, plans []planSize) (map[int64][]*follower, error) {
	ids := make([]int64, len(plans))
	for i, p := range plans {
		ids[i] = p.id
	}
	rows, err := m.w.conn.QueryContext(ctx, `
SELECT r.plan_id, i.indicator_id, i.document_id, d.document, r.revision, r.revision_no, i.page, coalesce(i.field, ''),
    coalesce(i.item_no, ''), coalesce(i.item, ''), i.indicator, coalesce(i.unit, ''), i.series_id, coalesce(i.own_series, '')
FROM indicators i JOIN documents d ON d.document_id = i.document_id JOIN revisions r ON r.revision_id = d.revision_id
WHERE r.plan_id IN `+keyList(ids)+`
ORDER BY r.plan_id, r.revision_no, d.document, i.indicator_no`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lists := map[int64][]*follower{}
	nth := map[string]int{}
	var document int64
	for rows.Next() {
		var plan int64
		f := &follower{}
		if err := rows.Scan(&plan, &f.id, &f.document, &f.sha, &f.revision, &f.revisionNo, &f.page, &f.field,
			&f.itemNo, &f.item, &f.name, &f.unit, &f.have, &f.own); err != nil {
			return nil, err
		}
		if f.document != document {
			document = f.document
			clear(nth)
		}
		f.printed = printedKey(strings.Split(f.itemNo, "、"), f.name, f.field, f.unit)
		f.nth = nth[f.printed]
		nth[f.printed]++
		lists[plan] = append(lists[plan], f)
	}
	return lists, rows.Err()
}

// key tells a follower from the others of its document.
func (f *follower) key() string { return f.printed + "\x1f" + itoa(f.nth) }

// readValues reads the numbers of the indicators that have no equal in the
// revision before or after theirs.
func (m *matcher) readValues(ctx context.Context, lists map[int64][]*follower) error {
	alone := map[int64]*follower{}
	for _, list := range lists {
		keys := map[int]map[string]bool{}
		for _, f := range list {
			if keys[f.revisionNo] == nil {
				keys[f.revisionNo] = map[string]bool{}
			}
			keys[f.revisionNo][f.key()] = true
		}
		for _, f := range list {
			before, after := keys[f.revisionNo-1], keys[f.revisionNo+1]
			if before != nil && !before[f.key()] || after != nil && !after[f.key()] {
				alone[f.id] = f
			}
		}
	}
	if len(alone) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(alone))
	for id := range alone {
		ids = append(ids, id)
	}
	if err := m.w.keyTable(ctx, "shihyo_alone", ids); err != nil {
		return err
	}
	rows, err := m.w.conn.QueryContext(ctx, `
SELECT indicator_id, coalesce(component, '') || coalesce(role, '') || coalesce(CAST(fiscal_year AS VARCHAR), period), CAST(value * coalesce(scale, 1) AS VARCHAR)
FROM observations WHERE value IS NOT NULL AND indicator_id IN (SELECT id FROM shihyo_alone)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var at, value string
		if err := rows.Scan(&id, &at, &value); err != nil {
			return err
		}
		f := alone[id]
		if f.values == nil {
			f.values = map[string]string{}
		}
		f.values[at] = value
	}
	return rows.Err()
}

// history is what is known of a plan's indicators while its revisions are gone
// through.
type history struct {
	plan  string
	told  []*SeriesDecision
	known []*series          // in order of their beginning
	ids   map[string]bool    // of known
	byKey map[string]*series // by what an indicator of it looked like, the latest series where there are several
	held  map[holding]bool   // which documents hold which series
}

// holding says that a document holds an indicator of a series.
type holding struct {
	series   *series
	document int64
}

// take puts an indicator into a series, nil for one of its own. No two
// indicators of a document share a series unless a person says so.
func (h *history) take(f *follower, s *series) {
	if s == nil {
		id := ownSeries(h.plan, f.printed, itoa(f.nth))
		for n := 2; h.ids[id]; n++ {
			// Printed like one that is another indicator.
			id = nameOf("series", h.plan, f.printed, itoa(f.nth), itoa(n))
		}
		s = &series{id: id}
		h.ids[id] = true
		h.known = append(h.known, s)
	}
	f.series = s
	s.last = f
	h.byKey[f.key()] = s
	h.held[holding{s, f.document}] = true
}

// follow gives the indicators of a plan their series, revision by revision.
func (m *matcher) follow(plan string, list []*follower) {
	h := &history{plan: plan, ids: map[string]bool{}, byKey: map[string]*series{}, held: map[holding]bool{}}
	for i := range m.decisions.series {
		if m.decisions.series[i].Plan == plan {
			h.told = append(h.told, &m.decisions.series[i])
		}
	}
	for len(list) > 0 {
		n := 0
		for n < len(list) && list[n].revisionNo == list[0].revisionNo {
			n++
		}
		m.revision(h, list[:n])
		list = list[n:]
	}
}

// revision gives the indicators of one revision their series: as people decided,
// then by what is printed (first those that looked the same last, then those
// that ever did), then by score; what is left begins a series.
func (m *matcher) revision(h *history, now []*follower) {
	for _, f := range now {
		if s := decided(h.told, f, h.known); s != nil {
			h.take(f, s)
		}
	}
	for _, last := range []bool{true, false} {
		for _, f := range now {
			s := h.byKey[f.key()]
			if f.series != nil || s == nil || last != (s.last.key() == f.key()) || h.held[holding{s, f.document}] || apart(h.told, f, s) {
				continue
			}
			h.take(f, s)
		}
	}
	used := map[*series]bool{}
	var left []*follower
	for _, f := range now {
		if f.series == nil {
			left = append(left, f)
		} else {
			used[f.series] = true
		}
	}
	if len(h.known) > 0 {
		left = m.resemble(h, left, used)
	}
	for _, f := range left {
		// The documents of one revision may hold the same indicator each.
		s := h.byKey[f.key()]
		if s != nil && (s.last.revisionNo != f.revisionNo || h.held[holding{s, f.document}] || apart(h.told, f, s)) {
			s = nil
		}
		h.take(f, s)
	}
}

// pair is a possible match of a new indicator with a known series.
type pair struct {
	f     *follower
	s     *series
	score float64
}

// resemble matches indicators to series by score, best first, and returns those
// that resemble none.
func (m *matcher) resemble(h *history, left []*follower, used map[*series]bool) []*follower {
	var open []*series
	for _, s := range h.known {
		if !used[s] {
			open = append(open, s)
		}
	}
	// A plan printed in several documents of one revision shows an indicator
	// once in each: match each printed form once and let the others follow.
	var first []*follower
	forms := map[string]*follower{}
	for _, f := range left {
		if forms[f.key()] == nil {
			forms[f.key()] = f
			first = append(first, f)
		}
	}
	near := candidates(open, len(first))
	var pairs []pair
	best := map[*follower][]pair{}
	for _, f := range first {
		for _, s := range near(f) {
			if apart(h.told, f, s) {
				continue
			}
			if score := resemblance(f, s.last); score >= doubtScore {
				p := pair{f, s, score}
				pairs = append(pairs, p)
				best[f] = append(best[f], p)
			}
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool {
		if pairs[i].score != pairs[j].score {
			return pairs[i].score > pairs[j].score
		}
		if pairs[i].f != pairs[j].f {
			return pairs[i].f.key() < pairs[j].f.key()
		}
		return pairs[i].s.id < pairs[j].s.id
	})
	got := map[*follower]bool{}
	for _, p := range pairs {
		if got[p.f] || used[p.s] {
			continue
		}
		before := p.s.last
		var rival *follower
		for _, o := range best[p.f] {
			if o.s != p.s && !used[o.s] && p.score-o.score < closeScore {
				rival = o.s.last
				break
			}
		}
		got[p.f], used[p.s] = true, true
		h.take(p.f, p.s)
		switch {
		case rival != nil:
			m.findings = append(m.findings, matchFinding{p.f, finding.New(CodeSeriesAmbiguous, before.name, rival.name)})
		case p.score < sureScore:
			m.findings = append(m.findings, matchFinding{p.f, finding.New(CodeSeriesDoubtful, before.name, p.score)})
		}
	}
	var rest []*follower
	for _, f := range left {
		if f.series == nil {
			rest = append(rest, f)
		}
	}
	return rest
}

// candidates returns a function that gives the series an indicator is compared
// with: all of them where that is not more than maxPairs for n indicators, else
// those last seen under its item number, then those of its field, as many as
// that bound allows each.
func candidates(open []*series, n int) func(*follower) []*series {
	if n == 0 || len(open)*n <= maxPairs {
		return func(*follower) []*series { return open }
	}
	most := max(maxPairs/n, 1)
	byItem, byField := map[string][]*series{}, map[string][]*series{}
	for _, s := range open {
		byItem[s.last.itemNo] = append(byItem[s.last.itemNo], s)
		byField[s.last.field] = append(byField[s.last.field], s)
	}
	return func(f *follower) []*series {
		near := byItem[f.itemNo]
		near = near[:min(len(near), most)]
		for _, s := range byField[f.field] {
			if len(near) >= most {
				break
			}
			if s.last.itemNo != f.itemNo {
				near = append(slices.Clip(near), s)
			}
		}
		return near
	}
}

// decided returns the series that the user said an indicator belongs to.
func decided(told []*SeriesDecision, f *follower, known []*series) *series {
	for _, d := range told {
		if !d.Same {
			continue
		}
		var other Place
		switch {
		case d.B.is(f):
			other = d.A
		case d.A.is(f):
			other = d.B
		default:
			continue
		}
		for _, s := range known {
			if s.last != f && other.is(s.last) {
				return s
			}
		}
	}
	return nil
}

// apart reports whether the user said that an indicator is not of a series.
func apart(told []*SeriesDecision, f *follower, s *series) bool {
	for _, d := range told {
		if !d.Same && (d.A.is(f) && d.B.is(s.last) || d.B.is(f) && d.A.is(s.last)) {
			return true
		}
	}
	return false
}

// is reports whether a place names an indicator. Empty fields match all.
func (p Place) is(f *follower) bool {
	return fold(p.Indicator) == fold(f.name) && (p.Revision == "" || p.Revision == f.revision) &&
		(p.Field == "" || fold(p.Field) == fold(f.field)) && (p.ItemNo == "" || fold(p.ItemNo) == fold(f.itemNo))
}

// matchDoubt is a doubt of matching about an indicator of a document (SHA-256).
type matchDoubt struct {
	document string
	Doubt
}

// tellMatches adds the doubts of matching to the documents of the summary.
func (w *writer) tellMatches(s *Summary) {
	for i := range s.Documents {
		d := &s.Documents[i]
		for _, m := range w.matched {
			if m.document == d.SHA256 {
				d.Doubts = append(d.Doubts, m.Doubt)
				d.ToCheck++
			}
		}
	}
}

// writeMatchFindings writes the findings of matching.
func (w *writer) writeMatchFindings(ctx context.Context, list []matchFinding) error {
	if len(list) == 0 {
		return nil
	}
	for _, m := range list {
		dw := documentWriter{b: w.batch, id: m.f.document, sha: m.f.sha, findings: map[string]int{}}
		f := m.Finding.At(m.f.page, m.Finding.Box)
		dw.finding(f, m.f.id, "", stageMatch)
		if w.docs[m.f.document] && len(w.matched) < maxDoubts {
			w.matched = append(w.matched, matchDoubt{m.f.sha, doubt(f, 0, m.f.name, "", w.opts.Lang)})
		}
	}
	batch := w.batch.findings.take()
	defer batch.Release()
	return insert(ctx, w.conn, "findings", batch)
}
