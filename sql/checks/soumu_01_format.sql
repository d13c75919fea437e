-- severity: info
-- ja: 機械判読1 ファイル形式: 表として読み取れなかった資料です
-- en: machine readability 1, file format: documents that gave no table
SELECT source, pages, producer FROM documents WHERE outcome = 'no_kpi' ORDER BY source
