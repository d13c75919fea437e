package load

// What differs between revisions, for the summary of a load and for diff.
// Changes from each revision to the next are stored (derive.go); other pairs are
// compared when asked for.

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"shihyo/extract/finding"
)

// Change is what became different of an indicator from one revision to another.
type Change struct {
	Plan, From, To string // plan and revisions
	Kind           string // added, dropped, renamed, moved, unit_changed, or role_what: target_raised, actual_added, …
	Field, ItemNo  string
	Indicator      string // its name in the later revision, where it is there
	Series         string
	Component      string
	Role           string // "" for a change of the indicator as such
	FiscalYear     int    // 0 where there is none
	Period         string
	Before, After  string // as printed
	Difference     string // exact, in Unit; "" where there is none
	Unit           string // canonical
}

// maxChanges bounds the changes that a Summary carries; kpi_changes has all.
const maxChanges = 1000

// changeColumns are the columns scanChanges takes, of the view kpi_changes.
const changeColumns = `plan, from_revision, to_revision, change, coalesce(field, ''), coalesce(item_no, ''), indicator, series_id,
    coalesce(component, ''), coalesce(role, ''), coalesce(fiscal_year, 0), coalesce(period, ''), coalesce(before, ''), coalesce(after, ''),
    coalesce(CAST(difference AS VARCHAR), ''), coalesce(unit, '')`

// scanChanges reads rows of changeColumns and closes them.
func scanChanges(rows *sql.Rows) ([]Change, error) {
	defer rows.Close()
	var list []Change
	for rows.Next() {
		var c Change
		if err := rows.Scan(&c.Plan, &c.From, &c.To, &c.Kind, &c.Field, &c.ItemNo, &c.Indicator, &c.Series, &c.Component, &c.Role,
			&c.FiscalYear, &c.Period, &c.Before, &c.After, &c.Difference, &c.Unit); err != nil {
			return nil, err
		}
		if strings.Contains(c.Difference, ".") {
			c.Difference = strings.TrimRight(strings.TrimRight(c.Difference, "0"), ".")
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// changesOfLoad returns what the documents of this load changed against the
// revisions before theirs.
func (w *writer) changesOfLoad(ctx context.Context) ([]Change, error) {
	if len(w.docs) == 0 {
		return nil, nil
	}
	rows, err := w.conn.QueryContext(ctx, `SELECT `+changeColumns+` FROM (
    SELECT c.* FROM changes c JOIN revisions b ON b.revision_id = c.to_revision_id
    WHERE c.to_revision_id IN (SELECT revision_id FROM documents WHERE document_id IN (SELECT id FROM shihyo_loaded))
    ORDER BY c.plan, b.revision_no, c.field, c.item_no, c.indicator, c.series_id, c.fiscal_year NULLS FIRST, c.change, c.component
    LIMIT `+itoa(maxChanges)+`)`)
	if err != nil {
		return nil, err
	}
	return scanChanges(rows)
}

// The faults of comparing revisions.
var (
	CodeNoRevision = finding.Register("no_such_revision", finding.Error,
		"版「%s」はありません。あるのは: %s",
		"there is no revision %q; there are: %s")
	CodeNoIndicators = finding.Register("plan_without_indicators", finding.Error,
		"計画「%s」の資料には指標の表がありません。shihyo findings で理由を確かめてください",
		"the documents of plan %q hold no KPI table; shihyo findings tells why")
	CodeOneRevision = finding.Register("one_revision", finding.Error,
		"計画「%s」の版は「%s」だけで、比べるものがありません。次の版を ingest してください",
		"plan %q has only the revision %q, nothing to compare; ingest another one")
)

// Comparison is what two revisions of a plan differ in.
type Comparison struct {
	Plan, From, To string
	Changes        []Change
}

// Diff returns what changed in a plan (as Plan takes it) from one revision to
// another; with both empty, from the last but one to the last. Faults: those of
// Plan, CodeNoRevision, CodeOneRevision, CodeNoIndicators.
func (r *Reader) Diff(ctx context.Context, plan, from, to string) (*Comparison, error) {
	plan, err := r.Plan(ctx, plan)
	if err != nil {
		return nil, err
	}
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return nil, r.queryFault(err)
	}
	defer conn.Close()
	c := &Comparison{Plan: plan}
	if c.From, c.To, err = r.steps(ctx, conn, plan, from, to); err != nil {
		return nil, err
	}
	_, err = conn.ExecContext(ctx, foldMacro+fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE shihyo_steps AS
		SELECT p.plan_id, p.plan, a.revision_id AS a, b.revision_id AS b, b.revision_no,
			a.revision AS from_revision, b.revision AS to_revision, b.effective_on
		FROM plans p JOIN revisions a USING (plan_id) JOIN revisions b USING (plan_id)
		WHERE p.plan = %s AND a.revision = %s AND b.revision = %s;`, literal(plan), literal(c.From), literal(c.To)))
	if err != nil {
		return nil, r.queryFault(err)
	}
	rows, err := conn.QueryContext(ctx, `SELECT `+changeColumns+` FROM (`+compareSteps+`) ORDER BY `+changeOrder)
	if err != nil {
		return nil, r.queryFault(err)
	}
	if c.Changes, err = scanChanges(rows); err != nil {
		return nil, r.queryFault(err)
	}
	return c, nil
}

// steps completes the two revisions of a plan that are to be compared.
func (r *Reader) steps(ctx context.Context, conn execer, plan, from, to string) (string, string, error) {
	names, err := texts(ctx, conn, `SELECT revision FROM revisions r JOIN plans p USING (plan_id)
		WHERE p.plan = ? AND EXISTS (FROM documents d WHERE d.revision_id = r.revision_id AND d.indicators > 0) ORDER BY revision_no`, plan)
	if err != nil {
		return "", "", r.queryFault(err)
	}
	if len(names) == 0 {
		return "", "", finding.Fail(r.name, nil, CodeNoIndicators, plan)
	}
	for _, name := range []string{from, to} {
		if name != "" && !contains(names, name) {
			return "", "", finding.Fail(r.name, nil, CodeNoRevision, name, some(names))
		}
	}
	if to == "" {
		to = names[len(names)-1]
	}
	if from == "" {
		at := slices.Index(names, to)
		if at == 0 {
			return "", "", finding.Fail(r.name, nil, CodeOneRevision, plan, to)
		}
		from = names[at-1]
	}
	return from, to, nil
}

// literal quotes a text for SQL, where a statement takes no parameters.
func literal(s string) string { return "'" + strings.ReplaceAll(clean(s), "'", "''") + "'" }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// texts returns the first column of an answer.
func texts(ctx context.Context, db execer, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
