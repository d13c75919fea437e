-- severity: info
-- ja: 機械判読15 複数の表: 一つの資料に列の異なる表があります
-- en: machine readability 15, one table a sheet: a document whose tables have different value columns
SELECT source, list(DISTINCT columns ORDER BY columns) AS value_columns
FROM (
    SELECT d.source, o.document_id, i.table_no, string_agg(DISTINCT o.period, ' | ' ORDER BY o.period) AS columns
    FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
    GROUP BY ALL)
GROUP BY source, document_id HAVING count(DISTINCT columns) > 1
ORDER BY source
