-- severity: info
-- ja: 機械判読8 オブジェクト: 図や画像のため読めなかったページの指摘です
-- en: machine readability 8, objects: pages that could not be read for pictures
SELECT d.source, f.page, f.code, f.message, f.message_en
FROM findings f JOIN documents d USING (document_id)
WHERE f.state = 'open' AND f.indicator_id IS NULL AND f.severity <> 'info' AND f.page IS NOT NULL
ORDER BY d.source, f.page, f.code, f.finding_id
