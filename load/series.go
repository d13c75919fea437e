package load

// Following indicators over the revisions of a plan.
//
// An indicator that is printed the same (item numbers, name, field and unit,
// folded) in two revisions is the same one. What is left over is compared by a
// score, and the best pairs are taken as renamed or moved:
//
//	0.50  name           share of common character pairs (Dice)
//	0.15  item numbers   equal or not
//	0.10  item names     share of common character pairs
//	0.10  field          share of common character pairs
//	0.15  unit           equal or not
//	+0.15 at most        share of equal numbers among those of the same role and year
//
// A part that neither side prints is left out and the rest weighted up. From
// sureScore a pair is taken; from doubtScore it is taken with a finding, as is a
// pair whose runner-up is within closeScore; below, the indicator is a new one.
// What the user decided comes before all scores.
//
// The outcome depends only on the plan's documents, not on the order in which
// they were loaded: whenever one changes, the plan is gone through anew from its
// first revision.

import (
	"context"
	"errors"
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

// maxPairs bounds the comparisons between two revisions; beyond it only
// indicators with a common item number or field are compared.
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
	have         string // series_id in the warehouse
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

// matchSeries gives the indicators of the touched plans their series, and the
// findings about doubtful matches.
func (w *writer) matchSeries(ctx context.Context, d *decisions) error {
	// Plans of a single document need nothing: their series follow from what
	// is printed and were written with the rows.
	rows, err := w.conn.QueryContext(ctx, `
SELECT p.plan_id, p.plan, CAST(sum(d.indicators) AS BIGINT) FROM plans p JOIN shihyo_touched USING (plan_id)
JOIN revisions r ON r.plan_id = p.plan_id JOIN documents d ON d.revision_id = r.revision_id
WHERE d.indicators > 0 GROUP BY p.plan_id, p.plan HAVING count(*) > 1 OR bool_or(shihyo_touched.whole) ORDER BY p.plan`)
	if err != nil {
		return err
	}
	var plans []planSize
	for rows.Next() {
		var p planSize
		if err := rows.Scan(&p.id, &p.name, &p.indicators); err != nil {
			rows.Close()
			return err
		}
		plans = append(plans, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, `
DELETE FROM findings WHERE stage = '`+stageMatch+`' AND document_id IN (
    SELECT d.document_id FROM documents d JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id));
DELETE FROM superseded WHERE document_id NOT IN (SELECT document_id FROM documents) OR document_id IN (
    SELECT d.document_id FROM documents d JOIN revisions r USING (revision_id) JOIN shihyo_touched USING (plan_id))`); err != nil {
		return err
	}
	if len(plans) == 0 {
		return nil
	}
	m := &matcher{w: w, decisions: d,
		moved:    newTableRows("shihyo_moved", "indicator_id", int64s, "series_id", text),
		shadowed: newTableRows("superseded", "indicator_id", int64s, "document_id", int64s)}
	defer m.moved.release()
	defer m.shadowed.release()
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
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_moved (indicator_id BIGINT, series_id VARCHAR)`); err != nil {
		return err
	}
	for _, t := range []*tableRows{m.moved, m.shadowed} {
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
	if _, err := w.conn.ExecContext(ctx, `UPDATE indicators SET series_id = m.series_id FROM shihyo_moved m WHERE indicators.indicator_id = m.indicator_id`); err != nil {
		return err
	}
	return w.writeMatchFindings(ctx, m.findings)
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
	shadowed  *tableRows // indicators that a later document of the revision repeats
	findings  []matchFinding
}

// chunk goes through some plans.
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
		type spot struct {
			revision int
			series   *series
		}
		last := map[spot]*follower{}
		for _, f := range list {
			if f.series.id != f.have {
				m.moved.key(f.id)
				m.moved.str(f.series.id)
			}
			at := spot{f.revisionNo, f.series}
			if old := last[at]; old != nil && old.document != f.document {
				m.shadowed.key(old.id)
				m.shadowed.key(old.document)
			}
			last[at] = f
		}
	}
	return nil
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
    coalesce(i.item_no, ''), coalesce(i.item, ''), i.indicator, coalesce(i.unit, ''), i.series_id
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
			&f.itemNo, &f.item, &f.name, &f.unit, &f.have); err != nil {
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
	rows, err := m.w.conn.QueryContext(ctx, `
SELECT indicator_id, coalesce(component, '') || coalesce(role, '') || coalesce(CAST(fiscal_year AS VARCHAR), period), CAST(value * coalesce(scale, 1) AS VARCHAR)
FROM observations WHERE value IS NOT NULL AND indicator_id IN `+keyList(ids))
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

// follow gives the indicators of a plan their series.
func (m *matcher) follow(plan string, list []*follower) {
	byKey := map[string]*series{}
	var known []*series // in order of their beginning
	take := func(f *follower, s *series) {
		if s == nil {
			s = &series{id: nameOf("series", plan, f.printed, itoa(f.nth))}
			known = append(known, s)
		}
		f.series = s
		s.last = f
		byKey[f.key()] = s
	}
	var told []*SeriesDecision
	for i := range m.decisions.series {
		if m.decisions.series[i].Plan == plan {
			told = append(told, &m.decisions.series[i])
		}
	}
	for len(list) > 0 {
		n := 0
		for n < len(list) && list[n].revisionNo == list[0].revisionNo {
			n++
		}
		now := list[:n]
		list = list[n:]
		used := map[*series]bool{}
		var left []*follower
		// What the user said, then what is printed the same.
		for _, f := range now {
			if s := decided(told, f, known); s != nil {
				take(f, s)
				used[s] = true
			}
		}
		for _, f := range now {
			if f.series != nil {
				continue
			}
			s := byKey[f.key()]
			if s != nil && !apart(told, f, s) {
				take(f, s)
				used[s] = true
				continue
			}
			left = append(left, f)
		}
		if len(known) > 0 {
			left = m.resemble(told, left, known, used, take)
		}
		// The documents of one revision may hold the same indicator each.
		for _, f := range left {
			if s := byKey[f.key()]; s != nil && s.last.revisionNo == f.revisionNo && s.last.document != f.document {
				take(f, s)
				continue
			}
			take(f, nil)
		}
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
func (m *matcher) resemble(told []*SeriesDecision, left []*follower, known []*series, used map[*series]bool, take func(*follower, *series)) []*follower {
	var open []*series
	for _, s := range known {
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
	blocked := len(open)*len(first) > maxPairs
	var pairs []pair
	best := map[*follower][]pair{}
	for _, f := range first {
		for _, s := range open {
			if blocked && f.itemNo != s.last.itemNo && f.field != s.last.field {
				continue
			}
			if apart(told, f, s) {
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
		take(p.f, p.s)
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

// resemblance scores how likely two indicators of two revisions are the same,
// 0 to 1; see the head of this file.
func resemblance(a, b *follower) float64 {
	var sum, weight float64
	part := func(w float64, x, y string, score func(x, y string) float64) {
		if x == "" && y == "" {
			return
		}
		weight += w
		sum += w * score(x, y)
	}
	equal := func(x, y string) float64 {
		if x == y {
			return 1
		}
		return 0
	}
	part(0.50, a.text(inName), b.text(inName), dice)
	part(0.15, a.text(inItemNo), b.text(inItemNo), equal)
	part(0.10, a.text(inItem), b.text(inItem), dice)
	part(0.10, a.text(inField), b.text(inField), dice)
	part(0.15, a.text(inUnit), b.text(inUnit), equal)
	if weight == 0 {
		return 0
	}
	score := sum / weight
	shared, same := 0, 0
	for at, v := range a.values {
		if o, ok := b.values[at]; ok {
			shared++
			if o == v {
				same++
			}
		}
	}
	if shared > 0 {
		score += 0.15 * float64(same) / float64(shared)
	}
	return min(score, 1)
}

// The texts of a follower that scores compare.
const (
	inName = iota
	inItemNo
	inItem
	inField
	inUnit
)

// text returns one of the compared texts, folded once.
func (f *follower) text(which int) string {
	if f.folded == nil {
		f.folded = &[5]string{fold(f.name), fold(f.itemNo), fold(f.item), fold(f.field), fold(f.unit)}
	}
	return f.folded[which]
}

// dice returns the Sørensen–Dice coefficient of two texts' character pairs, 0
// to 1. A text of one character counts as a pair of itself.
func dice(a, b string) float64 {
	if a == b {
		return 1
	}
	pa, pb := bigrams(a), bigrams(b)
	if len(pa) == 0 || len(pb) == 0 {
		return 0
	}
	count := make(map[[2]rune]int, len(pa))
	for _, p := range pa {
		count[p]++
	}
	common := 0
	for _, p := range pb {
		if count[p] > 0 {
			count[p]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(pa)+len(pb))
}

func bigrams(s string) [][2]rune {
	r := []rune(s)
	if len(r) == 1 {
		return [][2]rune{{r[0], 0}}
	}
	out := make([][2]rune, 0, len(r))
	for i := 1; i < len(r); i++ {
		out = append(out, [2]rune{r[i-1], r[i]})
	}
	return out
}

// writeMatchFindings writes the findings of matching.
func (w *writer) writeMatchFindings(ctx context.Context, list []matchFinding) error {
	if len(list) == 0 {
		return nil
	}
	for _, m := range list {
		dw := documentWriter{b: w.batch, id: m.f.document, sha: m.f.sha, findings: map[string]int{}}
		dw.finding(m.Finding.At(m.f.page, m.Finding.Box), m.f.id, "", stageMatch)
	}
	batch := w.batch.findings.take()
	defer batch.Release()
	return insert(ctx, w.conn, "findings", batch)
}
