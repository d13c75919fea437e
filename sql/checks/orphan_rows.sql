-- severity: error
-- ja: 親の行がない行があります
-- en: rows without the row they belong to
SELECT 'observations' AS table_name, 'indicators' AS parent, o.document_id, count(*) AS n FROM observations o ANTI JOIN indicators i USING (indicator_id) GROUP BY ALL
UNION ALL SELECT 'observations', 'documents', o.document_id, count(*) FROM observations o ANTI JOIN documents d USING (document_id) GROUP BY ALL
UNION ALL SELECT 'indicators', 'documents', i.document_id, count(*) FROM indicators i ANTI JOIN documents d USING (document_id) GROUP BY ALL
UNION ALL SELECT 'indicator_items', 'indicators', x.document_id, count(*) FROM indicator_items x ANTI JOIN indicators i USING (indicator_id) GROUP BY ALL
UNION ALL SELECT 'cells', 'document_tables', c.document_id, count(*) FROM cells c ANTI JOIN document_tables t USING (document_id, table_no) GROUP BY ALL
UNION ALL SELECT 'document_tables', 'documents', t.document_id, count(*) FROM document_tables t ANTI JOIN documents d USING (document_id) GROUP BY ALL
UNION ALL SELECT 'findings', 'documents', f.document_id, count(*) FROM findings f ANTI JOIN documents d USING (document_id) GROUP BY ALL
UNION ALL SELECT 'sources', 'documents', s.document_id, count(*) FROM sources s ANTI JOIN documents d USING (document_id) GROUP BY ALL
UNION ALL SELECT 'documents', 'revisions', d.document_id, count(*) FROM documents d ANTI JOIN revisions r USING (revision_id) GROUP BY ALL
UNION ALL SELECT 'revisions', 'plans', r.revision_id, count(*) FROM revisions r ANTI JOIN plans p USING (plan_id) GROUP BY ALL
ORDER BY ALL
