-- severity: info
-- ja: 目標が前の年度の10倍以上または10分の1以下です（桁の読み違いの疑い）
-- en: a target ten times that of the year before, or a tenth: a digit misread?
SELECT source, page, item_no, indicator, component, before_period, before_raw, period, raw, observation_id
FROM (
    SELECT d.source, o.page, i.item_no, i.indicator, i.indicator_no, o.component, o.period, o.raw, o.value, o.observation_id, o.value_no,
        lag(o.value) OVER w AS before_value, lag(o.raw) OVER w AS before_raw, lag(o.period) OVER w AS before_period
    FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
    WHERE o.role = 'target' AND o.value IS NOT NULL AND o.fiscal_year IS NOT NULL
    WINDOW w AS (PARTITION BY o.indicator_id, o.component ORDER BY o.fiscal_year, o.value_no)
)
WHERE before_value <> 0 AND value <> 0 AND (abs(value) >= 10 * abs(before_value) OR 10 * abs(value) <= abs(before_value))
ORDER BY source, indicator_no, value_no
