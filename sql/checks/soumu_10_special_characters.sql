-- severity: info
-- ja: 機械判読10 機種依存文字: 名称・単位に外字や機種依存文字があります
-- en: machine readability 10, platform characters: private-use or vendor characters in names and units
SELECT d.source, i.page, i.item_no, i.item, i.indicator, i.unit
FROM indicators i JOIN documents d USING (document_id)
WHERE regexp_matches(concat_ws('|', i.field, i.item, i.indicator, i.unit), '[\x{E000}-\x{F8FF}\x{FFFD}\x{3300}-\x{33FF}\x{3220}-\x{32B0}\x{2160}-\x{217F}]')
ORDER BY d.source, i.indicator_no
