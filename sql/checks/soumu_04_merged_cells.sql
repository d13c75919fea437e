-- severity: info
-- ja: 機械判読4 セルの結合: 同じ表のほかの行にはある分野・項目がこの行にはありません
-- en: machine readability 4, merged cells: a field or item other rows of the table have is missing
SELECT d.source, i.page, i.field, i.item_no, i.item, i.indicator
FROM indicators i JOIN documents d USING (document_id)
JOIN (SELECT document_id, table_no, count(field) AS fields, count(item) AS items FROM indicators GROUP BY ALL) t USING (document_id, table_no)
WHERE (i.field IS NULL AND t.fields > 0) OR (i.item IS NULL AND t.items > 0)
ORDER BY d.source, i.indicator_no
