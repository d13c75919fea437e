-- severity: info
-- ja: 機械判読14 データの分断: 値が一つもない行です（次のページに続いた行の疑い）
-- en: machine readability 14, split data: a row without any value, perhaps torn by the page
SELECT d.source, i.page, i.item_no, i.indicator
FROM indicators i JOIN documents d USING (document_id) LEFT JOIN observations o USING (indicator_id)
GROUP BY d.source, i.page, i.indicator_no, i.item_no, i.indicator, i.indicator_id
HAVING count(o.observation_id) FILTER (o.kind NOT IN ('blank', 'missing')) = 0
ORDER BY d.source, i.indicator_no
