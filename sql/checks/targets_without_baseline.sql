-- severity: warning
-- ja: 目標値があるのに基準値・実績値の数値がない指標です
-- en: indicators with a target but no number for baseline or actual
SELECT d.source, i.page, i.item_no, i.indicator
FROM indicators i JOIN documents d USING (document_id)
JOIN observations o USING (indicator_id)
GROUP BY d.source, i.document_id, i.indicator_id, i.page, i.indicator_no, i.item_no, i.indicator
HAVING count(o.value) FILTER (o.role = 'target') > 0 AND count(o.value) FILTER (o.role IN ('baseline', 'actual')) = 0
ORDER BY d.source, i.indicator_no
