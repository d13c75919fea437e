package load

import (
	"context"
	"fmt"
	"strings"
)

// How kpi_wide is kept: the table wide has a row per indicator and component and
// a column per role and fiscal year. Which years occur is known only from the
// values, so a load adds the columns that are missing, writes the rows of the
// documents it touched anew, and makes the view over the columns that occur now.

// yearColumn is a column of kpi_wide.
type yearColumn struct {
	name    string // quoted
	value   string // aggregates the values of an indicator
	comment string
}

// writeWide brings wide and kpi_wide up to date. A column is NULL where an
// indicator has two different numbers for it (the check two_values_one_year lists
// those).
func (w *writer) writeWide(ctx context.Context) error {
	columns, err := w.yearColumns(ctx)
	if err != nil {
		return err
	}
	var values, names, comments strings.Builder
	for _, c := range columns {
		// Before rows are written: DuckDB alters no table with new rows in it.
		if _, err := w.conn.ExecContext(ctx, `ALTER TABLE wide ADD COLUMN IF NOT EXISTS `+c.name+` DECIMAL(38,10)`); err != nil {
			return err
		}
		fmt.Fprintf(&values, ",\n    %s AS %s", c.value, c.name)
		fmt.Fprintf(&names, ", %s", c.name)
		fmt.Fprintf(&comments, "\nCOMMENT ON COLUMN wide.%[1]s IS %[2]s; COMMENT ON COLUMN kpi_wide.%[1]s IS %[2]s;", c.name, literal(c.comment))
	}
	if err := w.writeWideRows(ctx, values.String()); err != nil {
		return err
	}
	_, err = w.conn.ExecContext(ctx, `CREATE OR REPLACE VIEW kpi_wide AS
SELECT plan, revision, effective_on, section, field, item_no, item, indicator, series_id, component, unit`+names.String()+`, page, document, source
FROM wide
ORDER BY plan, effective_on, revision, document, indicator_no, component, unit;
COMMENT ON VIEW kpi_wide IS '指標ごとに一行、年度と種別ごとに一列（読込のたびに作り直す） / a row per indicator, a column per role and fiscal year; made anew by each load';`+comments.String())
	if err != nil {
		return err
	}
	// The other columns are those of kpi.
	plain, err := texts(ctx, w.conn, `SELECT 'COMMENT ON COLUMN kpi_wide.' || a.column_name || ' IS ' || chr(39) || replace(b.comment, chr(39), chr(39) || chr(39)) || chr(39) || ';'
		FROM duckdb_columns() a JOIN duckdb_columns() b ON a.column_name = b.column_name
		WHERE a.table_name = 'kpi_wide' AND b.table_name = 'kpi' AND a.comment IS NULL AND b.comment IS NOT NULL
		AND a.database_name = current_database() AND b.database_name = current_database()`)
	if err == nil {
		_, err = w.conn.ExecContext(ctx, strings.Join(plain, "\n"))
	}
	return err
}

// yearColumns returns the columns for the roles and fiscal years that occur, in
// the order in which kpi_wide shows them.
func (w *writer) yearColumns(ctx context.Context) ([]yearColumn, error) {
	rows, err := w.conn.QueryContext(ctx, `SELECT role, fiscal_year FROM (SELECT DISTINCT role, fiscal_year FROM observations WHERE role IS NOT NULL)
		ORDER BY CASE role WHEN 'baseline' THEN 0 WHEN 'actual' THEN 1 ELSE 2 END, role, fiscal_year NULLS FIRST`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []yearColumn
	for rows.Next() {
		var role string
		var year *int
		if err := rows.Scan(&role, &year); err != nil {
			return nil, err
		}
		if role == "baseline" && len(columns) == 0 {
			// One column holds the baseline whatever its year: most tables
			// have a single one, and often without a year.
			columns = append(columns, yearColumn{"baseline",
				"max_by(o.value, (coalesce(o.fiscal_year, 0), o.value_no)) FILTER (o.role = 'baseline')",
				"基準値（複数あれば最も新しい年度） / baseline, of the latest year where there are several"})
		}
		name, where := role, "fiscal_year IS NULL"
		if year != nil {
			name, where = fmt.Sprintf("%s_%d", role, *year), fmt.Sprintf("fiscal_year = %d", *year)
		} else if role == "baseline" {
			continue
		}
		filter := fmt.Sprintf("FILTER (o.role = '%s' AND o.%s)", strings.ReplaceAll(role, "'", "''"), where)
		columns = append(columns, yearColumn{
			`"` + strings.ReplaceAll(name, `"`, `""`) + `"`,
			fmt.Sprintf("CASE WHEN min(o.value) %[1]s = max(o.value) %[1]s THEN max(o.value) %[1]s END", filter),
			roleInJapanese(role, year) + " / " + strings.ReplaceAll(name, "_", " of ")})
	}
	return columns, rows.Err()
}

// wideAtOnce is how many times as many values are put side by side at once as
// are compared at once: a lot costs a look at all values, and takes less memory.
const wideAtOnce = 4

// writeWideRows writes the rows of the documents that were touched anew; of all,
// where the table was made only now. values are the year columns. It takes a lot
// of documents at a time, so that memory does not grow with the batch.
func (w *writer) writeWideRows(ctx context.Context, values string) error {
	if _, err := w.conn.ExecContext(ctx, `
CREATE OR REPLACE TEMP TABLE shihyo_wide AS
SELECT d.document_id, CAST((sum(d.observations) OVER (ORDER BY d.rowid) - 1) // `+itoa(wideAtOnce*valuesAtOnce)+` AS INTEGER) AS lot
FROM documents d JOIN revisions r USING (revision_id)
WHERE d.observations > 0 AND (r.plan_id IN (SELECT plan_id FROM shihyo_touched)
    OR d.document_id IN (SELECT document_id FROM shihyo_renamed) OR NOT EXISTS (FROM wide));
DELETE FROM wide WHERE document_id IN (SELECT document_id FROM shihyo_wide) OR document_id NOT IN (SELECT document_id FROM documents);`); err != nil {
		return err
	}
	lots, err := texts(ctx, w.conn, `SELECT CAST(lot AS VARCHAR) FROM (SELECT DISTINCT lot FROM shihyo_wide ORDER BY lot)`)
	if err != nil {
		return err
	}
	for _, lot := range lots {
		if _, err := w.conn.ExecContext(ctx, `INSERT INTO wide BY NAME
SELECT o.document_id, o.indicator_id, kpi_indicator_no AS indicator_no, kpi_plan AS plan, kpi_revision AS revision, kpi_effective_on AS effective_on,
    kpi_section AS section, kpi_field AS field, kpi_item_no AS item_no, kpi_item AS item, kpi_indicator AS indicator, kpi_series_id AS series_id,
    o.component, o.unit, kpi_indicator_page AS page, kpi_document AS document, kpi_source AS source`+values+`
FROM observations o
WHERE o.kind <> 'blank' AND o.document_id IN (SELECT document_id FROM shihyo_wide WHERE lot = `+lot+`)
GROUP BY o.document_id, o.indicator_id, kpi_indicator_no, kpi_plan, kpi_revision, kpi_effective_on, kpi_section, kpi_field, kpi_item_no, kpi_item,
    kpi_indicator, kpi_series_id, o.component, o.unit, kpi_indicator_page, kpi_document, kpi_source
ORDER BY kpi_plan, kpi_effective_on, kpi_revision, kpi_document, kpi_indicator_no, o.component, o.unit`); err != nil {
			return err
		}
	}
	_, err = w.conn.ExecContext(ctx, `DROP TABLE shihyo_wide`)
	return err
}

// roleInJapanese names a column of kpi_wide.
func roleInJapanese(role string, year *int) string {
	name := map[string]string{"baseline": "基準値", "actual": "実績値", "target": "目標値"}[role]
	if name == "" {
		name = role
	}
	if year != nil {
		name = fmt.Sprintf("%d年度の%s", *year, name)
	}
	return name
}
