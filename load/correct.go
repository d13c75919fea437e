package load

// Applying what people decided. All corrections are taken back and applied anew
// whenever documents or the file changed, so the warehouse always shows what
// the file says, in whatever order things were loaded.

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
	"shihyo/normalize"
)

func itoa(n int) string { return strconv.Itoa(n) }

// applyCorrections makes the observations say what the corrections say and
// returns the names of corrections that apply to nothing.
func (w *writer) applyCorrections(ctx context.Context, d *decisions) ([]string, error) {
	var had int
	if err := w.conn.QueryRowContext(ctx, `SELECT count(*) FROM corrections`).Scan(&had); err != nil {
		return nil, err
	}
	if had > 0 {
		if _, err := w.conn.ExecContext(ctx, touchCorrected+`
UPDATE observations SET kind = c.was.kind, status = c.was.status, value = c.was.value, low = c.was.low, high = c.was.high,
    decimals = c.was.decimals, unit = c.was.unit, canonical_unit = c.was.canonical_unit, scale = c.was.scale,
    comparator = c.was.comparator, cumulative = c.was.cumulative, fiscal_year = c.was.fiscal_year, as_of = c.was.as_of,
    as_of_from = c.was.as_of_from, as_of_to = c.was.as_of_to, note = c.was.note, corrected = false, corrected_text = NULL
FROM corrections c WHERE c.observation_id = observations.observation_id AND observations.corrected;
UPDATE findings SET state = 'open' WHERE state = 'corrected';
DELETE FROM corrections;`); err != nil {
			return nil, err
		}
	}
	if len(d.corrections) == 0 {
		return nil, nil
	}
	found, err := w.findCorrected(ctx, d.corrections)
	if err != nil {
		return nil, err
	}
	reader, err := normalize.Load(w.opts.Seeds)
	if err != nil {
		return nil, err
	}
	var idle []string
	for i := range d.corrections {
		c := &d.corrections[i]
		applied := false
		for _, cell := range found[i] {
			ok, err := w.correct(ctx, reader, c, cell)
			if err != nil {
				return nil, err
			}
			applied = applied || ok
		}
		if !applied {
			idle = append(idle, c.name(i))
		}
	}
	_, err = w.conn.ExecContext(ctx, touchCorrected+`UPDATE findings SET state = 'corrected'
		WHERE state = 'open' AND observation_id IN (SELECT observation_id FROM corrections)`)
	return idle, err
}

// correctedCell is an observation that a correction is about.
type correctedCell struct {
	id, role, period, indicator, unit string
	year                              int
}

// touchCorrected has the plans of corrected values compared anew.
const touchCorrected = `INSERT INTO shihyo_touched SELECT DISTINCT r.plan_id, false FROM corrections c
    JOIN observations o USING (observation_id) JOIN documents d USING (document_id) JOIN revisions r USING (revision_id)
    WHERE r.plan_id NOT IN (SELECT plan_id FROM shihyo_touched);
`

// findCorrected returns, for each correction, the observations it is about.
func (w *writer) findCorrected(ctx context.Context, list []Correction) (map[int][]correctedCell, error) {
	wanted := newTableRows("shihyo_wanted", "n", int32s, "plan", text, "document", text, "series", text, "field", text,
		"item_no", text, "indicator", text, "period", text, "component", text, "raw", text)
	defer wanted.release()
	for i, c := range list {
		wanted.int(i)
		for _, s := range []string{c.Plan, c.Document, c.Series, c.Field, c.ItemNo, c.Indicator, c.Period, c.Component, c.Read} {
			wanted.str(s)
		}
	}
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_wanted (n INTEGER, plan VARCHAR, document VARCHAR,
		series VARCHAR, field VARCHAR, item_no VARCHAR, indicator VARCHAR, period VARCHAR, component VARCHAR, raw VARCHAR)`); err != nil {
		return nil, err
	}
	batch := wanted.take()
	defer batch.Release()
	if err := insert(ctx, w.conn, "shihyo_wanted", batch); err != nil {
		return nil, err
	}
	rows, err := w.conn.QueryContext(ctx, `
SELECT x.n, o.observation_id, coalesce(o.role, ''), o.period, o.kpi_indicator, coalesce(i.unit, ''), coalesce(o.fiscal_year, 0)
FROM shihyo_wanted x
JOIN observations o ON o.raw = x.raw AND o.period = x.period AND coalesce(o.component, '') = x.component
JOIN indicators i ON i.indicator_id = o.indicator_id
WHERE (x.plan = '' OR o.kpi_plan = x.plan)
  AND (x.document = '' OR starts_with(o.kpi_document, x.document))
  AND (x.series = '' OR o.kpi_series_id = x.series)
  AND (x.field = '' OR o.kpi_field = x.field)
  AND (x.item_no = '' OR o.kpi_item_no = x.item_no)
  AND (x.indicator = '' OR o.kpi_indicator = x.indicator)
ORDER BY x.n, o.observation_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[int][]correctedCell{}
	for rows.Next() {
		var n int
		var c correctedCell
		if err := rows.Scan(&n, &c.id, &c.role, &c.period, &c.indicator, &c.unit, &c.year); err != nil {
			return nil, err
		}
		found[n] = append(found[n], c)
	}
	return found, rows.Err()
}

// correct applies a correction to one observation. It reports false for a
// correction whose text does not fit: ①② components for a plain cell.
func (w *writer) correct(ctx context.Context, reader *normalize.Normalizer, c *Correction, cell correctedCell) (bool, error) {
	var v normalize.Value
	if c.Value != "" {
		n, err := decimal.Parse(c.Value)
		if err != nil {
			return false, err
		}
		v = normalize.Value{Kind: normalize.Number, Status: normalize.OK, Value: decimal.NullDecimal{Decimal: n, Valid: true}, Decimals: n.Scale(), FiscalYear: cell.year}
		unit := c.Unit
		if unit == "" {
			unit = cell.unit
		}
		if unit != "" {
			// Read with the number for the canonical unit's sake.
			read := reader.Read(c.Value+unit, normalize.Context{})
			v.Unit, v.CanonicalUnit, v.Scale = read.Unit, read.CanonicalUnit, read.Scale
		}
	} else {
		v = reader.Read(c.Text, normalize.Context{Period: cell.period, Role: cell.role, FiscalYear: cell.year, Indicator: cell.indicator, Unit: cell.unit})
		if v.Kind == normalize.Components {
			return false, nil
		}
	}
	_, err := w.conn.ExecContext(ctx, `
INSERT INTO corrections BY NAME
SELECT observation_id, raw AS read_text, nullif(?, '') AS right_text, TRY_CAST(nullif(?, '') AS DECIMAL(38,10)) AS right_value,
    nullif(?, '') AS "who", nullif(?, '') AS "when", nullif(?, '') AS why,
    struct_pack(kind := kind, status := status, value := value, low := low, high := high, decimals := decimals, unit := unit,
        canonical_unit := canonical_unit, scale := scale, comparator := comparator, cumulative := cumulative,
        fiscal_year := fiscal_year, as_of := as_of, as_of_from := as_of_from, as_of_to := as_of_to, note := note) AS was
FROM observations WHERE observation_id = ? AND NOT corrected`,
		c.Text, c.Value, c.Who, c.When, c.Why, cell.id)
	if err != nil {
		return false, err
	}
	shown := c.Text
	if shown == "" {
		shown = c.Value + c.Unit
	}
	_, err = w.conn.ExecContext(ctx, `
UPDATE observations SET kind = ?, status = ?, value = CAST(? AS DECIMAL(38,10)), low = CAST(? AS DECIMAL(38,10)),
    high = CAST(? AS DECIMAL(38,10)), decimals = ?, unit = ?, canonical_unit = ?, scale = CAST(? AS DECIMAL(20,6)), comparator = ?,
    cumulative = CAST(? AS DECIMAL(38,10)), fiscal_year = ?, as_of = ?, as_of_from = CAST(? AS DATE), as_of_to = CAST(? AS DATE),
    note = ?, corrected = true, corrected_text = ?
WHERE observation_id = ?`,
		string(v.Kind), string(v.Status), textOf(v.Value), textOf(v.Low), textOf(v.High), orNull(v.Decimals, v.Value.Valid),
		null(v.Unit), null(v.CanonicalUnit), textOf(decimal.NullDecimal{Decimal: v.Scale, Valid: v.CanonicalUnit != ""}), v.Comparator,
		textOf(v.Cumulative), orNull(v.FiscalYear, v.FiscalYear != 0), null(v.AsOf), null(v.AsOfFrom), null(v.AsOfTo),
		null(v.Note), shown, cell.id)
	return err == nil, err
}

// null returns nil for "", so that the column becomes NULL.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func orNull(n int, ok bool) any {
	if !ok {
		return nil
	}
	return n
}

// textOf writes a decimal for a CAST, which reads it exactly.
func textOf(d decimal.NullDecimal) any {
	if !d.Valid {
		return nil
	}
	return d.Decimal.String()
}

// applyAccepted sets the state of findings by the corrections file.
func (w *writer) applyAccepted(ctx context.Context, d *decisions) error {
	ids := newTableRows("shihyo_accepted", "finding_id", text)
	defer ids.release()
	for _, a := range d.accepted {
		ids.str(a.Finding)
	}
	if _, err := w.conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE shihyo_accepted (finding_id VARCHAR)`); err != nil {
		return err
	}
	batch := ids.take()
	defer batch.Release()
	if err := insert(ctx, w.conn, "shihyo_accepted", batch); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, `
UPDATE findings SET state = 'open' WHERE state = 'accepted' AND finding_id NOT IN (FROM shihyo_accepted);
UPDATE findings SET state = 'accepted' WHERE state = 'open' AND finding_id IN (FROM shihyo_accepted);`)
	return err
}

// setState keeps a value of shihyo_state.
func setState(ctx context.Context, db execer, name, value string) error {
	if _, err := db.ExecContext(ctx, `DELETE FROM shihyo_state WHERE name = ?`, name); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `INSERT INTO shihyo_state VALUES (?, ?)`, name, value)
	return err
}

// state returns a value of shihyo_state, "" when there is none.
func state(ctx context.Context, db execer, name string) (string, error) {
	var value string
	err := db.QueryRowContext(ctx, `SELECT value FROM shihyo_state WHERE name = ?`, name).Scan(&value)
	if err == sql.ErrNoRows {
		return "", nil
	}
	return value, err
}

// Correct adds corrections and acceptances to the corrections file of a
// warehouse and applies them. Who and When of each should be filled. Faults:
// those of Begin and Commit, CodeDecisions.
func Correct(ctx context.Context, opts Options, corrections []Correction, accepted []Acceptance) (*Summary, error) {
	l, err := Begin(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if l.version == 0 {
		return nil, finding.Fail(opts.Path, nil, CodeMissing)
	}
	// The lock also keeps two writers of the file apart.
	if err := l.begin(ctx); err != nil {
		return nil, err
	}
	path := CorrectionsPath(l.path)
	var file correctionsFile
	if err := readYAML(path, &file, func(b []byte) (int, error) { return len(b), nil }); err != nil {
		return nil, err
	}
	for i := range corrections {
		if err := corrections[i].check(); err != nil {
			return nil, finding.Fail(path, err, CodeDecisions, corrections[i].name(i)+err.Error())
		}
		file.add(corrections[i])
	}
	for _, a := range accepted {
		file.accept(a)
	}
	if opts.DryRun {
		l.decided.corrections, l.decided.accepted = file.Corrections, file.Accepted
	} else {
		if err := writeYAML(path, file); err != nil {
			return nil, err
		}
		if l.decided, err = readDecisions(l.path); err != nil {
			return nil, err
		}
	}
	l.w.log("", "", "correct", "done", 0, fmt.Sprintf("%d corrections, %d accepted", len(corrections), len(accepted)))
	return l.Commit(ctx)
}

// add puts a correction into the file, in place of one of the same cell.
func (f *correctionsFile) add(c Correction) {
	same := func(a Correction) bool {
		return a.Plan == c.Plan && a.Document == c.Document && a.Series == c.Series && a.Field == c.Field && a.ItemNo == c.ItemNo &&
			a.Indicator == c.Indicator && a.Period == c.Period && a.Component == c.Component && a.Read == c.Read
	}
	for i := range f.Corrections {
		if same(f.Corrections[i]) {
			f.Corrections[i] = c
			return
		}
	}
	f.Corrections = append(f.Corrections, c)
}

// accept puts an acceptance into the file, once.
func (f *correctionsFile) accept(a Acceptance) {
	for i := range f.Accepted {
		if f.Accepted[i].Finding == a.Finding {
			f.Accepted[i] = a
			return
		}
	}
	f.Accepted = append(f.Accepted, a)
}
