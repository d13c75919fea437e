-- severity: warning
-- ja: 機械判読6 項目名の省略: 指標名が空か「〃」「同上」のままです
-- en: machine readability 6, omitted names: an indicator without a name of its own
SELECT d.source, i.page, i.item_no, i.item, i.indicator
FROM indicators i JOIN documents d USING (document_id)
WHERE i.indicator IN ('', '〃', '同上', '同左', '"', '″', '々', '↑', '－', '-')
ORDER BY d.source, i.indicator_no
