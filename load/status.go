package load

// What the commands show of a warehouse beside queries: the overview, findings,
// the place of a value, what is outdated.

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"shihyo/extract/finding"
)

// RevisionStatus is a line of the overview of a warehouse.
type RevisionStatus struct {
	Plan, Revision, Effective             string // date ISO, "" unknown
	Latest, Inferred                      bool
	Documents, Indicators, Values         int
	OpenErrors, OpenWarnings, Corrections int
}

// Status is the overview of a warehouse.
type Status struct {
	Revisions []RevisionStatus // by plan and order of revisions
	LastLoad  time.Time        // UTC, zero when there was none
	Version   string           // of the tool that wrote last
}

// Status returns the overview.
func (r *Reader) Status(ctx context.Context) (*Status, error) {
	rows, err := r.db.QueryContext(ctx, `
WITH f AS (
    SELECT d.revision_id, count(*) FILTER (f.severity = 'error') AS errors, count(*) FILTER (f.severity = 'warning') AS warnings
    FROM findings f JOIN documents d USING (document_id) WHERE f.state = 'open' GROUP BY d.revision_id),
c AS (
    SELECT d.revision_id, count(*) AS n FROM corrections c JOIN observations o USING (observation_id)
    JOIN documents d USING (document_id) GROUP BY d.revision_id)
SELECT p.plan, r.revision, coalesce(strftime(r.effective_on, '%Y-%m-%d'), ''), r.latest, r.inferred,
    count(*), CAST(sum(d.indicators) AS BIGINT), CAST(sum(d.observations) AS BIGINT),
    coalesce(any_value(f.errors), 0), coalesce(any_value(f.warnings), 0), coalesce(any_value(c.n), 0)
FROM revisions r JOIN plans p USING (plan_id) JOIN documents d USING (revision_id)
LEFT JOIN f USING (revision_id) LEFT JOIN c USING (revision_id)
GROUP BY p.plan, r.revision_no, r.revision, r.effective_on, r.latest, r.inferred
ORDER BY p.plan, r.revision_no`)
	if err != nil {
		return nil, r.queryFault(err)
	}
	defer rows.Close()
	s := &Status{}
	for rows.Next() {
		var v RevisionStatus
		if err := rows.Scan(&v.Plan, &v.Revision, &v.Effective, &v.Latest, &v.Inferred, &v.Documents, &v.Indicators, &v.Values,
			&v.OpenErrors, &v.OpenWarnings, &v.Corrections); err != nil {
			return nil, r.queryFault(err)
		}
		s.Revisions = append(s.Revisions, v)
	}
	if err := rows.Err(); err != nil {
		return nil, r.queryFault(err)
	}
	err = r.db.QueryRowContext(ctx, `SELECT started_at, tool_version FROM loads ORDER BY load_id DESC LIMIT 1`).Scan(&s.LastLoad, &s.Version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, r.queryFault(err)
	}
	return s, nil
}

// DocumentStatus is a document of a warehouse.
type DocumentStatus struct {
	Source, SHA256            string
	Plan, Revision, Effective string // date ISO, "" unknown
	Pages, Indicators, Values int
}

// Documents calls each for every document, by plan, order of revisions and file.
func (r *Reader) Documents(ctx context.Context, each func(DocumentStatus) error) error {
	rows, err := r.db.QueryContext(ctx, `
SELECT d.source, d.document, p.plan, r.revision, coalesce(strftime(r.effective_on, '%Y-%m-%d'), ''),
    coalesce(d.pages, 0), d.indicators, d.observations
FROM documents d JOIN revisions r USING (revision_id) JOIN plans p USING (plan_id)
ORDER BY p.plan, r.revision_no, d.source, d.document`)
	if err != nil {
		return r.queryFault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var d DocumentStatus
		if err := rows.Scan(&d.Source, &d.SHA256, &d.Plan, &d.Revision, &d.Effective, &d.Pages, &d.Indicators, &d.Values); err != nil {
			return r.queryFault(err)
		}
		if err := each(d); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return r.queryFault(err)
	}
	return nil
}

// Found is a finding as the warehouse holds it, with what it is about.
type Found struct {
	ID, State, Severity, Code       string
	Plan, Revision, Source          string
	Page                            int
	ItemNo, Indicator, Period, Read string
	Message                         string // in the language asked for
	Observation                     string // observation_id, "" when it is about none
}

// FindingFilter picks findings. Empty fields pick all.
type FindingFilter struct {
	State, Code string
	Plan        string // as Reader.Plan takes it
	Document    string // the file, the end of its path, or the beginning of its SHA-256
	Severities  []string
}

// where is the condition of a filter in SQL. Faults: CodeNoPlan, CodeManyPlans,
// CodeNothingSelected, CodeNoCode.
func (f FindingFilter) where(ctx context.Context, r *Reader) (string, error) {
	all := []string{"true"}
	one := func(column string, texts ...string) {
		quoted := make([]string, len(texts))
		for i, t := range texts {
			quoted[i] = literal(t)
		}
		all = append(all, column+" IN ("+strings.Join(quoted, ", ")+")")
	}
	if f.State != "" {
		one("state", f.State)
	}
	if f.Code != "" {
		if err := r.hasCode(ctx, f.Code); err != nil {
			return "", err
		}
		one("code", f.Code)
	}
	if f.Plan != "" {
		plan, err := r.Plan(ctx, f.Plan)
		if err != nil {
			return "", err
		}
		one("plan", plan)
	}
	if f.Document != "" {
		documents, err := r.documents(ctx, f.Document)
		if err != nil {
			return "", err
		}
		one("document", documents...)
	}
	if len(f.Severities) > 0 {
		one("severity", f.Severities...)
	}
	return strings.Join(all, " AND "), nil
}

// Findings calls each for the findings of a filter, gravest first, then by
// document and page. A filter that names what is not there is a fault, see where.
func (r *Reader) Findings(ctx context.Context, filter FindingFilter, lang finding.Lang, each func(Found) error) error {
	message := "message_en"
	if lang == finding.Japanese {
		message = "message"
	}
	where, err := filter.where(ctx, r)
	if err != nil {
		return err
	}
	rows, err := r.db.QueryContext(ctx, `SELECT finding_id, state, severity, code, plan, revision, source, coalesce(page, 0),
		coalesce(item_no, ''), coalesce(indicator, ''), coalesce(period, ''), coalesce(raw, ''), `+message+`, coalesce(observation_id, '')
		FROM kpi_findings WHERE `+where+`
		ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, plan, revision, source, page NULLS FIRST, top, finding_id`)
	if err != nil {
		return r.queryFault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var f Found
		if err := rows.Scan(&f.ID, &f.State, &f.Severity, &f.Code, &f.Plan, &f.Revision, &f.Source, &f.Page,
			&f.ItemNo, &f.Indicator, &f.Period, &f.Read, &f.Message, &f.Observation); err != nil {
			return r.queryFault(err)
		}
		if err := each(f); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return r.queryFault(err)
	}
	return nil
}

// The faults of naming a value or finding.
var (
	CodeNoObservation = finding.Register("no_such_observation", finding.Error,
		"値「%s」はありません。kpi の observation_id を指定してください",
		"there is no value %q; name an observation_id of kpi")
	CodeNoFinding = finding.Register("no_such_finding", finding.Error,
		"指摘「%s」はありません。shihyo findings の番号を指定してください",
		"there is no finding %q; name one that shihyo findings lists")
)

// Place returns a correction that names the cell of an observation and what was
// read there, for the right text or value to be filled in. CodeNoObservation
// when there is none.
func (r *Reader) Place(ctx context.Context, observation string) (Correction, error) {
	var c Correction
	err := r.db.QueryRowContext(ctx, `SELECT plan, coalesce(field, ''), coalesce(item_no, ''), indicator, period, coalesce(component, ''), raw
		FROM kpi WHERE observation_id = ?`, observation).Scan(&c.Plan, &c.Field, &c.ItemNo, &c.Indicator, &c.Period, &c.Component, &c.Read)
	if errors.Is(err, sql.ErrNoRows) {
		return c, finding.Fail(r.name, nil, CodeNoObservation, observation)
	}
	if err != nil {
		return c, r.queryFault(err)
	}
	return c, nil
}

// HasFinding returns CodeNoFinding unless the finding exists.
func (r *Reader) HasFinding(ctx context.Context, id string) error {
	var n int
	if err := r.db.QueryRowContext(ctx, `SELECT count(*) FROM findings WHERE finding_id = ?`, id).Scan(&n); err != nil {
		return r.queryFault(err)
	}
	if n == 0 {
		return finding.Fail(r.name, nil, CodeNoFinding, id)
	}
	return nil
}
