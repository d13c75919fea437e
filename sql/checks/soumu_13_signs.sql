-- severity: info
-- ja: 機械判読13 特殊記号: 数値の列に説明のない記号があります
-- en: machine readability 13, signs: marks in a number column that no footnote explains
SELECT d.source, i.page, i.item_no, i.indicator, o.period, o.raw
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.kind = 'missing' AND o.raw <> '' AND i.notes IS NULL AND NOT regexp_matches(o.raw, '[\p{Han}\p{Hiragana}\p{Katakana}]')
ORDER BY d.source, i.indicator_no, o.value_no
