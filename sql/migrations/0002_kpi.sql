-- The view analysts start from: one row per observation, with all that places it.
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
