package load

// What follows from the documents as a whole and is written anew by each load
// for the plans it touched: the changes from revision to revision, and the order
// in which rows lie (kpi_wide: see wide.go).

import (
	"context"
	"fmt"
	"strings"
)

// writeCopies brings the copies that observations carry of plan, revision, date
// and file up to date, for the documents of which these may have changed: those
// of the touched plans, and those found under another name. Of documents written
// by this load only a revision's date can be another one than was written with
// the rows (that of a later document of the same revision).
func (w *writer) writeCopies(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, `
CREATE OR REPLACE TEMP TABLE shihyo_copies AS
SELECT d.document_id, p.plan, r.revision, r.effective_on, d.source
FROM documents d JOIN revisions r USING (revision_id) JOIN plans p USING (plan_id)
WHERE d.document_id IN (SELECT document_id FROM shihyo_renamed)
   OR r.plan_id IN (SELECT plan_id FROM shihyo_touched)
      AND (d.document_id NOT IN (SELECT id FROM shihyo_loaded) OR d.effective_on IS DISTINCT FROM r.effective_on);
UPDATE observations SET kpi_plan = c.plan, kpi_revision = c.revision, kpi_effective_on = c.effective_on, kpi_source = c.source
FROM shihyo_copies c
WHERE observations.document_id = c.document_id AND (kpi_plan <> c.plan OR kpi_revision <> c.revision
    OR kpi_effective_on IS DISTINCT FROM c.effective_on OR kpi_source <> c.source);
DROP TABLE shihyo_copies;`)
	return err
}

// writeChanges writes what each revision of the touched plans changed.
//
// A plan's revisions are compared pair by pair in their order. Indicators are
// matched by series, values by role, fiscal year (the header where there is
// none) and component. Numbers are compared in the canonical unit; a value whose
// unit changed gets no difference. Empty cells and marks such as － count as no
// value. Plans are compared a lot at a time, in the order in which they lie in
// the file, so that memory does not grow with the warehouse and a lot reads
// little beside its own values.
func (w *writer) writeChanges(ctx context.Context) error {
	if _, err := w.conn.ExecContext(ctx, `
DELETE FROM changes WHERE plan_id IN (SELECT plan_id FROM shihyo_touched);
CREATE OR REPLACE TEMP TABLE shihyo_all_steps AS
WITH stated AS (
    SELECT r.plan_id, p.plan, r.revision_id, r.revision, r.revision_no, r.effective_on,
        sum(d.observations) AS observations, min(min(d.rowid)) OVER (PARTITION BY r.plan_id) AS place
    FROM revisions r JOIN shihyo_touched USING (plan_id) JOIN plans p USING (plan_id) JOIN documents d USING (revision_id)
    WHERE d.indicators > 0 GROUP BY r.plan_id, p.plan, r.revision_id, r.revision, r.revision_no, r.effective_on)
SELECT *, CAST((sum(observations) OVER (ORDER BY place, plan_id, revision_no) - 1) // `+itoa(valuesAtOnce)+` AS INTEGER) AS lot FROM (
    SELECT plan_id, plan, lag(revision_id) OVER before AS a, revision_id AS b, revision_no, lag(revision) OVER before AS from_revision,
        revision AS to_revision, effective_on, observations, place
    FROM stated WINDOW before AS (PARTITION BY plan_id ORDER BY revision_no)
    QUALIFY a IS NOT NULL)`); err != nil {
		return err
	}
	lots, err := texts(ctx, w.conn, `SELECT CAST(lot AS VARCHAR) FROM (SELECT DISTINCT lot FROM shihyo_all_steps ORDER BY lot)`)
	if err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, foldMacro); err != nil {
		return err
	}
	for _, lot := range lots {
		if _, err := w.conn.ExecContext(ctx, `
CREATE OR REPLACE TEMP TABLE shihyo_steps AS
SELECT plan_id, plan, a, b, revision_no, from_revision, to_revision, effective_on FROM shihyo_all_steps WHERE lot = `+lot+`;
INSERT INTO changes BY NAME
SELECT * EXCLUDE (revision_no, value_no) FROM (`+compareSteps+`) ORDER BY plan_id, revision_no, `+changeOrder); err != nil {
			return err
		}
	}
	_, err = w.conn.ExecContext(ctx, `DROP TABLE shihyo_all_steps`)
	return err
}

// valuesAtOnce is how many values of later revisions are compared together with
// those before them: some 100 MB of work tables. A variable for the tests' sake.
var valuesAtOnce = 250_000

// changeOrder is the order in which changes are stored and shown, within a step
// from one revision to the next.
const changeOrder = `field, item_no, indicator, series_id, value_no, change, component, period`

// foldMacro makes the temporary macro that compareSteps folds texts with.
const foldMacro = `
CREATE OR REPLACE TEMP MACRO shihyo_fold(s) AS lower(translate(regexp_replace(coalesce(s, ''), '\s', '', 'g'),
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（）［］％，．：；／＋－―‐−〜',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz()[]%,.:;/+----～'));
`

// compareSteps is a query for what is different in the steps from one revision
// to the next that the table shihyo_steps lists: plan_id and plan, a and b
// (revisions to compare), revision_no, from_revision, to_revision and
// effective_on (of b). It is one statement, since what a statement holds is
// given back at its end, while temporary tables stay until the transaction is
// over.
const compareSteps = `
WITH lot AS MATERIALIZED (
    SELECT document_id, revision_id FROM documents
    WHERE revision_id IN (SELECT a FROM shihyo_steps UNION SELECT b FROM shihyo_steps)
),
compared AS MATERIALIZED (
    SELECT d.revision_id, i.series_id, i.indicator_id, i.field, i.item_no, i.item, i.indicator, i.unit
    FROM indicators i
    JOIN lot d ON d.document_id = i.document_id
    ANTI JOIN superseded s ON s.indicator_id = i.indicator_id
),
pairs AS MATERIALIZED (
    SELECT s.plan_id, s.a, s.b, s.revision_no, x.series_id, x.indicator_id AS a_id, y.indicator_id AS b_id,
        x.field AS a_field, y.field AS b_field, x.item_no AS a_item_no, y.item_no AS b_item_no, x.item AS a_item, y.item AS b_item,
        x.indicator AS a_name, y.indicator AS b_name, x.unit AS a_unit, y.unit AS b_unit
    FROM shihyo_steps s
    JOIN compared x ON x.revision_id = s.a
    JOIN compared y ON y.revision_id = s.b AND y.series_id = x.series_id
),
read AS MATERIALIZED (
    SELECT o.indicator_id, o.observation_id, coalesce(o.role, 'value') AS role, o.fiscal_year, o.period, o.component, o.raw, o.value_no, o.part_no,
        CASE WHEN o.scale IS NULL OR o.scale = 1 THEN o.value ELSE CAST(o.value * o.scale AS DECIMAL(38,10)) END AS value,
        coalesce(o.canonical_unit, o.unit) AS unit, o.comparator
    FROM observations o
    WHERE o.kind NOT IN ('blank', 'missing') AND o.document_id IN (SELECT document_id FROM lot)
),
-- Headers are folded once each, not once a value.
headers AS MATERIALIZED (
    SELECT period, CAST(hash(shihyo_fold(period)) >> 1 AS BIGINT) AS slot FROM (SELECT DISTINCT period FROM read WHERE fiscal_year IS NULL)
),
stated AS MATERIALIZED (
    SELECT o.*, coalesce(o.fiscal_year, h.slot) AS slot
    FROM read o LEFT JOIN headers h ON o.fiscal_year IS NULL AND h.period = o.period
),
-- Few indicators state two values for one year; only those are numbered, which
-- spares sorting all.
twice AS MATERIALIZED (
    SELECT indicator_id, role, slot, coalesce(component, '') AS component FROM stated GROUP BY ALL HAVING count(*) > 1
),
numbered AS MATERIALIZED (
    SELECT v.*, 1 AS nth FROM stated v
    ANTI JOIN twice t ON t.indicator_id = v.indicator_id AND t.role = v.role AND t.slot = v.slot AND t.component = coalesce(v.component, '')
    UNION ALL
    SELECT v.*, row_number() OVER (PARTITION BY v.indicator_id, v.role, v.slot, coalesce(v.component, '') ORDER BY v.value_no, v.part_no) AS nth FROM stated v
    SEMI JOIN twice t ON t.indicator_id = v.indicator_id AND t.role = v.role AND t.slot = v.slot AND t.component = coalesce(v.component, '')
),
different AS MATERIALIZED (
    SELECT s.revision_no, s.plan_id, s.a AS from_revision_id, s.b AS to_revision_id, y.series_id, 'added' AS change,
        y.field, y.item_no, y.indicator, NULL::VARCHAR AS component, NULL::VARCHAR AS role, NULL::INTEGER AS fiscal_year, NULL::VARCHAR AS period,
        NULL::VARCHAR AS before, y.indicator AS after, NULL::DECIMAL(38,10) AS before_value, NULL::DECIMAL(38,10) AS after_value,
        NULL::DECIMAL(38,10) AS difference, NULL::VARCHAR AS unit, NULL::VARCHAR AS before_observation, NULL::VARCHAR AS after_observation, 0 AS value_no
    FROM shihyo_steps s JOIN compared y ON y.revision_id = s.b
    ANTI JOIN pairs p ON p.b_id = y.indicator_id AND p.b = s.b
    UNION ALL BY NAME
    SELECT s.revision_no, s.plan_id, s.a AS from_revision_id, s.b AS to_revision_id, x.series_id, 'dropped' AS change,
        x.field, x.item_no, x.indicator, x.indicator AS before, 0 AS value_no
    FROM shihyo_steps s JOIN compared x ON x.revision_id = s.a
    ANTI JOIN pairs p ON p.a_id = x.indicator_id AND p.a = s.a
    UNION ALL BY NAME
    SELECT revision_no, plan_id, a AS from_revision_id, b AS to_revision_id, series_id, 'renamed' AS change,
        b_field AS field, b_item_no AS item_no, b_name AS indicator, a_name AS before, b_name AS after, 0 AS value_no
    FROM pairs WHERE a_name <> b_name AND shihyo_fold(a_name) <> shihyo_fold(b_name)
    UNION ALL BY NAME
    SELECT revision_no, plan_id, a AS from_revision_id, b AS to_revision_id, series_id, 'moved' AS change,
        b_field AS field, b_item_no AS item_no, b_name AS indicator,
        concat_ws(' / ', a_field, a_item_no, a_item) AS before, concat_ws(' / ', b_field, b_item_no, b_item) AS after, 0 AS value_no
    FROM pairs
    WHERE (a_field, a_item_no, a_item) IS DISTINCT FROM (b_field, b_item_no, b_item)
      AND (shihyo_fold(a_field) <> shihyo_fold(b_field) OR shihyo_fold(a_item_no) <> shihyo_fold(b_item_no) OR shihyo_fold(a_item) <> shihyo_fold(b_item))
    UNION ALL BY NAME
    SELECT revision_no, plan_id, a AS from_revision_id, b AS to_revision_id, series_id, 'unit_changed' AS change,
        b_field AS field, b_item_no AS item_no, b_name AS indicator, a_unit AS before, b_unit AS after, 0 AS value_no
    FROM pairs WHERE a_unit IS DISTINCT FROM b_unit AND shihyo_fold(a_unit) <> shihyo_fold(b_unit)
    UNION ALL BY NAME
    SELECT p.revision_no, p.plan_id, p.a AS from_revision_id, p.b AS to_revision_id, p.series_id,
        CASE WHEN v.b_obs IS NULL THEN v.role || '_dropped'
             WHEN v.a_obs IS NULL THEN v.role || '_added'
             WHEN v.a_value IS NOT NULL AND v.b_value IS NOT NULL AND v.a_unit IS DISTINCT FROM v.b_unit THEN 'unit_changed'
             WHEN v.a_value < v.b_value THEN v.role || '_raised'
             WHEN v.a_value > v.b_value THEN v.role || '_lowered'
             ELSE v.role || '_reworded' END AS change,
        p.b_field AS field, p.b_item_no AS item_no, p.b_name AS indicator, v.component, nullif(v.role, 'value') AS role, v.fiscal_year, v.period,
        v.a_raw AS before, v.b_raw AS after,
        v.a_value AS before_value, v.b_value AS after_value,
        CASE WHEN v.a_unit IS NOT DISTINCT FROM v.b_unit THEN CAST(v.b_value - v.a_value AS DECIMAL(38,10)) END AS difference,
        coalesce(v.b_unit, v.a_unit) AS unit, v.a_obs AS before_observation, v.b_obs AS after_observation, v.value_no
    FROM pairs p JOIN (
        SELECT coalesce(x.a_id, y.a_id) AS a_id, coalesce(x.b_id, y.b_id) AS b_id, coalesce(x.role, y.role) AS role,
            coalesce(y.fiscal_year, x.fiscal_year) AS fiscal_year, coalesce(y.period, x.period) AS period,
            coalesce(y.component, x.component) AS component, x.observation_id AS a_obs, y.observation_id AS b_obs,
            x.raw AS a_raw, y.raw AS b_raw, x.value AS a_value, y.value AS b_value, x.unit AS a_unit, y.unit AS b_unit,
            x.comparator AS a_comparator, y.comparator AS b_comparator, coalesce(y.value_no, x.value_no) AS value_no
        FROM (SELECT p.a_id, p.b_id, v.* FROM pairs p JOIN numbered v ON v.indicator_id = p.a_id) x
        FULL JOIN (SELECT p.a_id, p.b_id, v.* FROM pairs p JOIN numbered v ON v.indicator_id = p.b_id) y
          ON x.a_id = y.a_id AND x.b_id = y.b_id AND x.role = y.role AND x.slot = y.slot AND x.nth = y.nth
         AND coalesce(x.component, '') = coalesce(y.component, '')
        WHERE x.observation_id IS NULL OR y.observation_id IS NULL
           OR x.value IS DISTINCT FROM y.value OR (x.value IS NOT NULL AND (x.unit IS DISTINCT FROM y.unit OR x.comparator <> y.comparator))
           OR (x.value IS NULL AND x.raw <> y.raw AND shihyo_fold(x.raw) <> shihyo_fold(y.raw))
    ) v ON v.a_id = p.a_id AND v.b_id = p.b_id
)
SELECT c.*, s.plan, s.from_revision, s.to_revision, s.effective_on
FROM different c JOIN shihyo_steps s ON s.a = c.from_revision_id AND s.b = c.to_revision_id
`

// orderedRows is up to how many observations a warehouse is kept in one order,
// so that queries without ORDER BY do not depend on the order of loading
// either. Sorting that many costs a fraction of a second; beyond, rows lie in
// the order of loading.
const orderedRows = 200_000

// order rewrites the tables in the order of document hash and reading, if there
// are few enough rows.
func (w *writer) order(ctx context.Context) error {
	var n int
	if err := w.conn.QueryRowContext(ctx, `SELECT count(*) FROM observations`).Scan(&n); err != nil || n > orderedRows {
		return err
	}
	for _, t := range []struct{ table, order string }{
		{"documents", "t.document"},
		{"sources", "t.path"},
		{"document_tables", "d.document, t.table_no"},
		{"cells", "d.document, t.table_no, t.row_no, t.col_no"},
		{"indicators", "d.document, t.indicator_no"},
		{"indicator_items", "d.document, i.indicator_no, t.item_pos"},
		{"observations", "t.kpi_document, t.kpi_indicator_no, t.value_no, t.part_no"},
		{"findings", "d.document, t.stage, t.finding_no, t.finding_id"},
		{"superseded", "d.document, t.indicator_id"},
		{"plans", "t.plan"},
		{"revisions", "p.plan, t.revision_no"},
		{"changes", "t.plan, (SELECT revision_no FROM revisions r WHERE r.revision_id = t.to_revision_id)"},
	} {
		join := ""
		switch {
		case strings.Contains(t.order, "i."):
			join = "JOIN documents d USING (document_id) JOIN indicators i USING (indicator_id)"
		case strings.Contains(t.order, "d."):
			join = "JOIN documents d USING (document_id)"
		case strings.Contains(t.order, "p."):
			join = "JOIN plans p USING (plan_id)"
		}
		if _, err := w.conn.ExecContext(ctx, fmt.Sprintf(`
CREATE OR REPLACE TEMP TABLE shihyo_sorted AS SELECT t.* FROM %[1]s t %[2]s ORDER BY %[3]s, t.rowid;
DELETE FROM %[1]s;
INSERT INTO %[1]s FROM shihyo_sorted;
DROP TABLE shihyo_sorted;`, t.table, join, t.order)); err != nil {
			return fmt.Errorf("ordering %s: %w", t.table, err)
		}
	}
	return nil
}
