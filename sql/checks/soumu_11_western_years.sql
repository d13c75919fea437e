-- severity: warning
-- ja: 機械判読11 時間軸: 目標値・実績値に西暦の年度がありません
-- en: machine readability 11, time: a target or actual without a western year
SELECT d.source, i.page, i.item_no, i.indicator, o.period, o.role, o.raw
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.role IN ('target', 'actual') AND o.fiscal_year IS NULL AND o.kind <> 'blank'
ORDER BY d.source, i.indicator_no, o.value_no
