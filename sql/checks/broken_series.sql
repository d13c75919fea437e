-- severity: error
-- ja: 一つの資料の二つの指標が同じ系列になっているか、系列が二つの計画にまたがっています
-- en: two indicators of one document share a series, or a series spans two plans
SELECT i.series_id, min(i.indicator) AS one, max(i.indicator) AS other, min(d.source) AS source
FROM indicators i JOIN documents d USING (document_id)
GROUP BY i.series_id, i.document_id HAVING count(*) > 1
UNION ALL
SELECT i.series_id, min(i.indicator), max(i.indicator), min(d.source)
FROM indicators i JOIN documents d USING (document_id) JOIN revisions r USING (revision_id)
GROUP BY i.series_id HAVING count(DISTINCT r.plan_id) > 1
ORDER BY ALL
