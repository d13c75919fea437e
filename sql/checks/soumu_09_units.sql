-- severity: info
-- ja: 機械判読9 単位: 数値に単位がありません
-- en: machine readability 9, units: numbers without a unit
SELECT d.source, i.page, i.item_no, i.indicator, count(*) AS numbers_without_unit
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.value IS NOT NULL AND o.unit IS NULL
GROUP BY d.source, i.page, i.indicator_no, i.item_no, i.indicator, o.indicator_id
ORDER BY d.source, i.indicator_no
