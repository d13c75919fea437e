-- severity: warning
-- ja: 同じ資料に同じ指標が二度あります
-- en: an indicator is printed twice in one document
SELECT d.source, i.section, i.field, i.item_no, i.indicator, i.unit, count(*) AS times, min(i.page) AS first_page, max(i.page) AS last_page
FROM indicators i JOIN documents d USING (document_id)
GROUP BY d.source, i.document_id, i.section, i.field, i.item_no, i.indicator, i.unit HAVING count(*) > 1
ORDER BY ALL
