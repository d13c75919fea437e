-- severity: error
-- ja: kpi_wide のもとの表が値の表と合いません
-- en: the table behind kpi_wide does not agree with the values
WITH shown AS (
    SELECT DISTINCT indicator_id, component, unit, kpi_plan AS plan, kpi_revision AS revision, kpi_indicator AS indicator, kpi_source AS source
    FROM observations WHERE kind <> 'blank')
SELECT coalesce(s.source, w.source) AS source, coalesce(s.plan, w.plan) AS plan, coalesce(s.indicator, w.indicator) AS indicator,
    s.indicator_id IS NULL AS left_over, w.indicator_id IS NULL AS missing
FROM shown s FULL JOIN wide w ON w.indicator_id = s.indicator_id AND w.component IS NOT DISTINCT FROM s.component AND w.unit IS NOT DISTINCT FROM s.unit
WHERE s.indicator_id IS NULL OR w.indicator_id IS NULL OR s.plan <> w.plan OR s.revision <> w.revision OR s.indicator <> w.indicator OR s.source <> w.source
ORDER BY ALL
