-- severity: warning
-- ja: 機械判読2 １セル１データ: 一つのセルから一つの値に分けられていません
-- en: machine readability 2, one datum a cell: a cell that was not taken apart
SELECT d.source, o.page, i.item_no, i.indicator, o.period, o.raw, o.observation_id
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.component IS NULL AND (o.kind = 'components' OR o.kind = 'word' AND len(regexp_extract_all(o.raw, '[0-9０-９][0-9０-９,，.．]*')) > 1)
ORDER BY d.source, i.indicator_no, o.value_no
