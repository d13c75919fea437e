-- severity: warning
-- ja: 改定で単位が変わりました
-- en: a unit changed from one revision to the next
SELECT plan, from_revision, to_revision, item_no, indicator, period, before, after, series_id
FROM kpi_changes WHERE change = 'unit_changed' ORDER BY ALL
