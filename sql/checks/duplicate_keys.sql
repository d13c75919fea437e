-- severity: error
-- ja: 同じ番号の行が二重に入っています
-- en: rows with the same key are stored twice
SELECT 'observations' AS table_name, observation_id AS key, count(*) AS times FROM observations GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'indicators', CAST(indicator_id AS VARCHAR), count(*) FROM indicators GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'documents', document, count(*) FROM documents GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'documents', CAST(document_id AS VARCHAR), count(*) FROM documents GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'plans', plan, count(*) FROM plans GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'revisions', CAST(revision_id AS VARCHAR), count(*) FROM revisions GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'sources', path, count(*) FROM sources GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'findings', finding_id, count(*) FROM findings GROUP BY ALL HAVING count(*) > 1
ORDER BY ALL
