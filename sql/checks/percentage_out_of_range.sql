-- severity: warning
-- ja: 割合が0〜100％の外です（増減率・達成率などを除く）
-- en: a percentage outside 0 to 100 (growth, comparisons and degrees of achievement aside)
SELECT d.source, o.page, i.item_no, i.indicator, o.period, o.raw, o.value, o.unit, o.observation_id
FROM observations o JOIN indicators i USING (indicator_id) JOIN documents d ON d.document_id = o.document_id
WHERE coalesce(o.canonical_unit, o.unit) = '%' AND (o.value * coalesce(o.scale, 1) > 100 OR o.value < 0)
  AND NOT regexp_matches(i.indicator || coalesce(o.note, ''), '比|増|減|伸|成長|変化|達成|進捗|上昇|低下|倍率')
ORDER BY d.source, i.indicator_no, o.value_no
