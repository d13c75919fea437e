-- severity: warning
-- ja: 機械判読7 数式: 数式とみなされる文字で始まる文字列です（書き出しでは無害にします）
-- en: machine readability 7, formulas: texts a spreadsheet would take for a formula (exports make them harmless)
SELECT d.source, o.page, i.indicator, o.period, o.raw
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE regexp_matches(o.raw, '^[=＝@＠]') OR regexp_matches(i.indicator, '^[=＝@＠]')
ORDER BY d.source, i.indicator_no, o.value_no
