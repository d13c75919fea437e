-- severity: error
-- ja: 値に写した計画・版・指標名などが元の表と違います
-- en: what a value repeats of its plan, revision, document or indicator is not what stands there
SELECT o.observation_id, o.kpi_plan, p.plan, o.kpi_revision, r.revision, o.kpi_effective_on, r.effective_on, o.kpi_source, d.source,
    o.kpi_series_id, i.series_id, o.kpi_indicator, i.indicator
FROM observations o
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN documents d ON d.document_id = o.document_id
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id
WHERE o.kpi_plan <> p.plan OR o.kpi_revision <> r.revision OR o.kpi_effective_on IS DISTINCT FROM r.effective_on
   OR o.kpi_document <> d.document OR o.kpi_source <> d.source
   OR o.kpi_indicator_no <> i.indicator_no OR o.kpi_indicator_page <> i.page OR o.kpi_series_id <> i.series_id
   OR o.kpi_section IS DISTINCT FROM i.section OR o.kpi_field IS DISTINCT FROM i.field OR o.kpi_item_no IS DISTINCT FROM i.item_no
   OR o.kpi_item IS DISTINCT FROM i.item OR o.kpi_indicator <> i.indicator
ORDER BY o.kpi_source, o.kpi_indicator_no, o.value_no, o.part_no
