-- The views people start from. They are plain views: a filter on any column
-- reaches the tables, and DuckDB reads only what it needs.

CREATE VIEW kpi AS
SELECT p.plan, r.revision, r.effective_on, i.section, i.field, i.item_no, i.item,
       i.indicator, i.series_id, o.observation_id, o.component, o.period, o.role,
       o.fiscal_year, o.raw, o.kind, o.status, o.value, o.low, o.high, o.unit,
       o.canonical_unit, o.scale, o.comparator, o.cumulative, o.as_of, o.note,
       o.corrected, o.confidence, o.page, o.x0, o.top, o.x1, o.bottom,
       d.document, d.source
FROM observations o
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN documents d ON d.document_id = o.document_id
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id;
COMMENT ON VIEW kpi IS '値の一覧（一行に一つの値）。分析はここから / one row per observation; start here';

-- Of each plan the latest revision; of an indicator that several documents of
-- that revision hold, the one document that comes last by hash.
CREATE VIEW kpi_latest AS
SELECT p.plan, r.revision, r.effective_on, i.section, i.field, i.item_no, i.item,
       i.indicator, i.series_id, o.observation_id, o.component, o.period, o.role,
       o.fiscal_year, o.raw, o.kind, o.status, o.value, o.low, o.high, o.unit,
       o.canonical_unit, o.scale, o.comparator, o.cumulative, o.as_of, o.note,
       o.corrected, o.confidence, o.page, o.x0, o.top, o.x1, o.bottom,
       d.document, d.source
FROM observations o
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN documents d ON d.document_id = o.document_id
JOIN revisions r ON r.revision_id = d.revision_id AND r.latest
JOIN plans p ON p.plan_id = r.plan_id
ANTI JOIN superseded s ON s.indicator_id = o.indicator_id;
COMMENT ON VIEW kpi_latest IS '各計画の最新版の値（列は kpi と同じ） / the latest revision of each plan, columns as in kpi';

CREATE VIEW kpi_changes AS
SELECT p.plan, a.revision AS from_revision, b.revision AS to_revision, b.effective_on,
       c.change, c.field, c.item_no, c.indicator, c.series_id, c.component, c.role,
       c.fiscal_year, c.period, c.before, c.after, c.before_value, c.after_value,
       c.difference, c.unit, c.before_observation, c.after_observation
FROM changes c
JOIN plans p ON p.plan_id = c.plan_id
JOIN revisions a ON a.revision_id = c.from_revision_id
JOIN revisions b ON b.revision_id = c.to_revision_id;
COMMENT ON VIEW kpi_changes IS '改定で変わったこと（追加・削除・名称変更・目標の引上げ引下げなど） / what each revision changed: added, dropped, renamed, targets raised or lowered, by how much';

-- Numbers are compared in the canonical unit. Each comes from the last revision
-- that states it; names are those of the last revision that has the indicator.
-- Every part is grouped by the plan's name and none is materialized, so that a
-- filter on the plan reaches all of them.
CREATE VIEW kpi_progress AS
WITH stated AS NOT MATERIALIZED (
    SELECT p.plan, i.series_id, coalesce(o.component, '') AS component, o.role, o.fiscal_year,
           arg_max(CAST(o.value * coalesce(o.scale, 1) AS DECIMAL(38,10)), (r.revision_no, d.document, o.value_no)) AS value,
           arg_max(o.comparator, (r.revision_no, d.document, o.value_no)) AS comparator,
           arg_max(coalesce(o.canonical_unit, o.unit), (r.revision_no, d.document, o.value_no)) AS unit
    FROM observations o
    JOIN indicators i ON i.indicator_id = o.indicator_id
    JOIN documents d ON d.document_id = o.document_id
    JOIN revisions r ON r.revision_id = d.revision_id
    JOIN plans p ON p.plan_id = r.plan_id
    WHERE o.value IS NOT NULL
    GROUP BY ALL
),
base AS NOT MATERIALIZED (
    SELECT plan, series_id, component,
           arg_max(value, coalesce(fiscal_year, 0)) AS baseline, max(fiscal_year) AS baseline_year
    FROM stated WHERE role = 'baseline' GROUP BY ALL
),
goal AS NOT MATERIALIZED (
    SELECT plan, series_id, component, arg_max(value, fiscal_year) AS final_target,
           max(fiscal_year) AS final_year, min(fiscal_year) AS first_year
    FROM stated WHERE role = 'target' AND fiscal_year IS NOT NULL GROUP BY ALL
),
years AS NOT MATERIALIZED (
    SELECT plan, series_id, component, fiscal_year,
           max(value) FILTER (role = 'target') AS target,
           max(comparator) FILTER (role = 'target') AS comparator,
           max(value) FILTER (role = 'actual') AS actual,
           max(unit) AS unit
    FROM stated WHERE fiscal_year IS NOT NULL AND role IN ('target', 'actual') GROUP BY ALL
),
line AS NOT MATERIALIZED (
    SELECT y.*, b.baseline, coalesce(b.baseline_year, g.first_year - 1) AS baseline_year, g.final_target, g.final_year
    FROM years y
    LEFT JOIN base b USING (plan, series_id, component)
    LEFT JOIN goal g USING (plan, series_id, component)
),
names AS NOT MATERIALIZED (
    SELECT p.plan, i.series_id,
           arg_max(struct_pack(field := i.field, item_no := i.item_no, item := i.item, indicator := i.indicator),
                   (r.revision_no, d.document)) AS n
    FROM indicators i
    JOIN documents d ON d.document_id = i.document_id
    JOIN revisions r ON r.revision_id = d.revision_id
    JOIN plans p ON p.plan_id = r.plan_id
    GROUP BY ALL
)
SELECT l.plan, n.n.field AS field, n.n.item_no AS item_no, n.n.item AS item, n.n.indicator AS indicator,
       l.series_id, nullif(l.component, '') AS component, l.unit, l.fiscal_year,
       l.baseline, l.baseline_year, l.target, l.comparator, l.actual, l.final_target, l.final_year,
       round(CAST(l.actual AS DOUBLE) / nullif(CAST(l.target AS DOUBLE), 0), 4) AS against_target,
       CASE WHEN l.final_year > l.baseline_year AND l.fiscal_year BETWEEN l.baseline_year AND l.final_year THEN
            TRY_CAST(CAST(l.baseline AS DOUBLE) + (CAST(l.final_target AS DOUBLE) - CAST(l.baseline AS DOUBLE))
                  * (l.fiscal_year - l.baseline_year) / (l.final_year - l.baseline_year) AS DECIMAL(38,4)) END AS straight_line,
       round((CAST(l.actual AS DOUBLE) - CAST(l.baseline AS DOUBLE))
             / nullif(CAST(l.final_target AS DOUBLE) - CAST(l.baseline AS DOUBLE), 0), 4) AS way_gone,
       CASE WHEN l.actual IS NULL OR l.target IS NULL THEN NULL
            WHEN l.final_target < l.baseline OR l.comparator IN ('<=', '<') THEN l.actual <= l.target
            ELSE l.actual >= l.target END AS reached
FROM line l
JOIN names n ON n.plan = l.plan AND n.series_id = l.series_id
ORDER BY l.plan, n.n.field, n.n.item_no, n.n.indicator, l.series_id, l.component, l.fiscal_year;
COMMENT ON VIEW kpi_progress IS '実績を目標および基準値からの直線と比べる / actuals against targets and against the straight line from the baseline';

CREATE VIEW kpi_quality AS
WITH o AS (
    SELECT document_id, count(value) AS with_value, count(*) FILTER (status = 'blank') AS blank,
           count(*) FILTER (kind = 'word') AS words, count(*) FILTER (confidence < 0.8) AS doubtful,
           count(*) FILTER (corrected) AS corrected, min(confidence) AS lowest_confidence,
           avg(confidence) AS mean_confidence
    FROM observations GROUP BY ALL
),
f AS (
    SELECT document_id, count(*) FILTER (severity = 'error') AS open_errors,
           count(*) FILTER (severity = 'warning') AS open_warnings
    FROM findings WHERE state = 'open' GROUP BY ALL
)
SELECT p.plan, r.revision, r.effective_on, d.source, d.outcome, d.pages, d.indicators, d.observations,
       coalesce(o.with_value, 0) AS with_value, coalesce(o.blank, 0) AS blank, coalesce(o.words, 0) AS words,
       coalesce(o.doubtful, 0) AS doubtful, coalesce(o.corrected, 0) AS corrected,
       o.lowest_confidence, round(o.mean_confidence, 4) AS mean_confidence,
       coalesce(f.open_errors, 0) AS open_errors, coalesce(f.open_warnings, 0) AS open_warnings,
       d.inferred, d.reader_version, d.document
FROM documents d
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id
LEFT JOIN o ON o.document_id = d.document_id
LEFT JOIN f ON f.document_id = d.document_id
ORDER BY p.plan, r.revision_no, d.document;
COMMENT ON VIEW kpi_quality IS '資料ごとの読み取りの質 / how well each document was read';

CREATE VIEW kpi_findings AS
SELECT f.finding_id, f.state, f.severity, f.code, p.plan, r.revision, f.page, i.item_no, i.indicator,
       o.component, o.period, o.raw, o.value, f.message, f.message_en, f.observation_id,
       f.x0, f.top, f.x1, f.bottom, d.document, d.source
FROM findings f
JOIN documents d ON d.document_id = f.document_id
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id
LEFT JOIN indicators i ON i.indicator_id = f.indicator_id
LEFT JOIN observations o ON o.observation_id = f.observation_id;
COMMENT ON VIEW kpi_findings IS '指摘とその場所 / findings with what they are about';

CREATE VIEW kpi_corrections AS
SELECT p.plan, r.revision, i.item_no, i.indicator, o.component, o.period, o.raw AS read_text,
       c.was.value AS read_value, o.corrected_text AS right_text, o.value, c."who", c."when", c.why,
       o.observation_id, o.page, d.document, d.source
FROM corrections c
JOIN observations o ON o.observation_id = c.observation_id
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN documents d ON d.document_id = o.document_id
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id;
COMMENT ON VIEW kpi_corrections IS '訂正された値の前と後 / corrected values, both readings';
