-- severity: error
-- ja: 資料に記録された件数と実際の行数が違います
-- en: a document's counts are not those of its rows
SELECT d.source, d.indicators, coalesce(i.n, 0) AS indicator_rows, d.observations, coalesce(o.n, 0) AS observation_rows
FROM documents d
LEFT JOIN (SELECT document_id, count(*) AS n FROM indicators GROUP BY ALL) i USING (document_id)
LEFT JOIN (SELECT document_id, count(*) AS n FROM observations GROUP BY ALL) o USING (document_id)
WHERE d.indicators <> coalesce(i.n, 0) OR d.observations <> coalesce(o.n, 0)
ORDER BY d.source
