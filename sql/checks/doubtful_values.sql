-- severity: info
-- ja: 確からしさが低く、まだ誰も確かめていない値です
-- en: values of low confidence that nobody has looked at
SELECT d.source, o.page, i.item_no, i.indicator, o.period, o.raw, o.value, o.confidence, o.observation_id
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.confidence < 0.8 AND NOT o.corrected
ORDER BY o.confidence, d.source, i.indicator_no, o.value_no
