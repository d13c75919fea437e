-- severity: warning
-- ja: 同じ種別・年度に異なる数値があり、kpi_wide では空欄になります
-- en: two different numbers for one role and fiscal year; kpi_wide leaves them out
SELECT d.source, i.page, i.item_no, i.indicator, o.component, o.role, o.fiscal_year, list(o.period ORDER BY o.value_no) AS periods, list(o.raw ORDER BY o.value_no) AS texts
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE o.role IS NOT NULL
GROUP BY d.source, i.page, i.indicator_no, i.item_no, i.indicator, o.indicator_id, o.component, o.unit, o.role, o.fiscal_year
HAVING count(DISTINCT o.value) > 1
ORDER BY d.source, i.indicator_no, o.component, o.role, o.fiscal_year
