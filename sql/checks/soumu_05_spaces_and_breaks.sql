-- severity: info
-- ja: 機械判読5 スペース・改行: 体裁を整える空白が名称に残っています
-- en: machine readability 5, spaces and breaks: padding left in names
SELECT d.source, i.page, i.field, i.item, i.indicator
FROM indicators i JOIN documents d USING (document_id)
WHERE regexp_matches(concat_ws('|', i.field, i.item, i.indicator), '[\n\r\t]|^[ 　]|[ 　]$|[\p{Han}\p{Hiragana}\p{Katakana}][ 　]{2,}')
ORDER BY d.source, i.indicator_no
