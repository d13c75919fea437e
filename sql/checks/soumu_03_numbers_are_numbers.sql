-- severity: warning
-- ja: 機械判読3 数値データ: 数字が書かれているのに数値になっていません
-- en: machine readability 3, numbers as numbers: digits that gave no number
SELECT d.source, o.page, i.item_no, i.indicator, o.period, o.raw, o.kind, o.observation_id
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.value IS NULL AND o.low IS NULL AND o.high IS NULL AND o.kind <> 'missing' AND regexp_matches(o.raw, '[0-9０-９]')
ORDER BY d.source, i.indicator_no, o.value_no
