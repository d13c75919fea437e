-- severity: info
-- ja: 機械判読12 地域: 地域の欄が空の行です
-- en: machine readability 12, regions: rows whose region column is empty
SELECT d.source, i.page, i.item_no, i.indicator, e.header
FROM indicators i JOIN documents d USING (document_id),
     (SELECT unnest(from_json(i.extra, '[{"header":"VARCHAR","text":"VARCHAR"}]'), recursive := true)) e
WHERE regexp_matches(e.header, '地域|市町村|圏域|区域|都道府県') AND coalesce(e.text, '') = ''
ORDER BY d.source, i.indicator_no
