-- severity: warning
-- ja: 一つの指標の中で単位が食い違っています
-- en: the values of one indicator have different units
SELECT d.source, i.page, i.item_no, i.indicator, o.component, list_sort(list(DISTINCT coalesce(o.canonical_unit, o.unit))) AS units
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.value IS NOT NULL AND o.unit IS NOT NULL
GROUP BY d.source, i.page, i.indicator_no, i.item_no, i.indicator, o.indicator_id, o.component
HAVING count(DISTINCT coalesce(o.canonical_unit, o.unit)) > 1
ORDER BY d.source, i.indicator_no, o.component
