-- Filters without joins. Over ten million values the join of observations to
-- indicators, documents, revisions and plans costs up to a second: keys are
-- hashes, so a filter on one side prunes no rows of the other, and every block
-- of values is unpacked to be thrown away. So observations carry copies of what
-- the view kpi shows of their indicator, document and plan (the columns kpi_…;
-- runs of equal texts, which compress to next to nothing), and changes carry
-- the names of plan and revisions. Loads keep them up to date; the check
-- copies_differ compares them. observation_id is stored as it is: unpacking ten
-- million of them costs five times what reading them does.
--
-- own_series is the series an indicator would begin, by its plan and by what is
-- printed. Where all of a plan's indicators are printed alike in every revision
-- nothing has to be matched, and that is found out in one query.

ALTER TABLE indicators ADD COLUMN own_series VARCHAR;
COMMENT ON COLUMN indicators.own_series IS '印字だけから決まる系列（改定の照合に使う） / the series by what is printed alone; used to match revisions';

ALTER TABLE observations RENAME TO shihyo_observations;
CREATE TABLE observations (
    observation_id VARCHAR NOT NULL USING COMPRESSION uncompressed,
    indicator_id   BIGINT NOT NULL,
    document_id    BIGINT NOT NULL,
    value_no       INTEGER NOT NULL,
    part_no        INTEGER NOT NULL,
    component      VARCHAR,
    period         VARCHAR NOT NULL,
    role           VARCHAR,
    fiscal_year    INTEGER,
    raw            VARCHAR NOT NULL,
    kind           VARCHAR NOT NULL,
    status         VARCHAR NOT NULL,
    value          DECIMAL(38,10),
    low            DECIMAL(38,10),
    high           DECIMAL(38,10),
    decimals       INTEGER,
    unit           VARCHAR,
    canonical_unit VARCHAR,
    scale          DECIMAL(20,6),
    comparator     VARCHAR NOT NULL,
    cumulative     DECIMAL(38,10),
    as_of          VARCHAR,
    as_of_from     DATE,
    as_of_to       DATE,
    note           VARCHAR,
    corrected      BOOLEAN NOT NULL,
    corrected_text VARCHAR,
    confidence     DOUBLE NOT NULL,
    page           INTEGER NOT NULL,
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE,
    kpi_plan           VARCHAR NOT NULL,
    kpi_revision       VARCHAR NOT NULL,
    kpi_effective_on   DATE,
    kpi_document       VARCHAR NOT NULL,
    kpi_source         VARCHAR NOT NULL,
    kpi_indicator_no   INTEGER NOT NULL,
    kpi_indicator_page INTEGER NOT NULL,
    kpi_series_id      VARCHAR NOT NULL,
    kpi_section        VARCHAR,
    kpi_field          VARCHAR,
    kpi_item_no        VARCHAR,
    kpi_item           VARCHAR,
    kpi_indicator      VARCHAR NOT NULL
);
COMMENT ON TABLE observations IS '値（指標の値セル一つ、または①②の一つ） / observations: one value cell of an indicator, or one component of it';
COMMENT ON COLUMN observations.observation_id IS '資料と内容から作る符号 / key, from document and content';
COMMENT ON COLUMN observations.indicator_id IS '指標 / the indicator';
COMMENT ON COLUMN observations.document_id IS '資料 / the document';
COMMENT ON COLUMN observations.value_no IS '指標内の値の順番（0から） / number of the value column, from 0';
COMMENT ON COLUMN observations.part_no IS '①②の順番（0から） / number of the component, from 0';
COMMENT ON COLUMN observations.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN observations.period IS '列見出し / the header texts over the column';
COMMENT ON COLUMN observations.role IS '基準値・実績値・目標値（baseline, actual, target） / what the value states';
COMMENT ON COLUMN observations.fiscal_year IS '年度（4月から始まる西暦年） / fiscal year, the Western year in which it begins';
COMMENT ON COLUMN observations.raw IS '印字された文字 / text as printed';
COMMENT ON COLUMN observations.kind IS '読みの種類 / number, range, components, word, missing or blank';
COMMENT ON COLUMN observations.status IS '状態 / ok, blank, struck, none, text or same';
COMMENT ON COLUMN observations.value IS '数値 / the number';
COMMENT ON COLUMN observations.low IS '範囲の下限 / lower bound of a range';
COMMENT ON COLUMN observations.high IS '範囲の上限 / upper bound of a range';
COMMENT ON COLUMN observations.decimals IS '印字された小数の桁数 / places printed';
COMMENT ON COLUMN observations.unit IS '単位 / unit as printed';
COMMENT ON COLUMN observations.canonical_unit IS '比較用の単位 / unit to compare in';
COMMENT ON COLUMN observations.scale IS '比較用の単位への倍率 / value * scale is in the canonical unit';
COMMENT ON COLUMN observations.comparator IS '以上・以下など（>= <= > < ~） / bound';
COMMENT ON COLUMN observations.cumulative IS '併記された累計 / cumulative number printed beside it';
COMMENT ON COLUMN observations.as_of IS '時点（印字どおり） / the date in the bracket, as printed';
COMMENT ON COLUMN observations.as_of_from IS '時点の初日 / first day of it';
COMMENT ON COLUMN observations.as_of_to IS '時点の末日 / last day of it';
COMMENT ON COLUMN observations.note IS '括弧書きなどの注 / note in the cell';
COMMENT ON COLUMN observations.corrected IS '人が訂正した値か / whether a person corrected it';
COMMENT ON COLUMN observations.corrected_text IS '訂正された文字（raw は読み取ったまま） / the right text, by the person; raw stays as read';
COMMENT ON COLUMN observations.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN observations.page IS 'ページ / page where the cell starts';
COMMENT ON COLUMN observations.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN observations.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN observations.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN observations.bottom IS '下端（pt） / bottom edge, points';
COMMENT ON COLUMN observations.kpi_plan IS '計画名（結合なしで絞り込むための写し） / the plan''s name; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_revision IS '版名（結合なしで絞り込むための写し） / label of the edition; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_effective_on IS '適用日（結合なしで絞り込むための写し） / date the edition took effect; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_document IS '資料のSHA-256（結合なしで絞り込むための写し） / SHA-256 of the document; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_source IS 'ファイルの場所（結合なしで絞り込むための写し） / path of the document; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_indicator_no IS '資料内の指標の順番（結合なしで絞り込むための写し） / reading order of the indicator in the document; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_indicator_page IS '指標の行が始まるページ（結合なしで絞り込むための写し） / page where the indicator''s row starts; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_series_id IS '改定を越えて同じ指標を示す符号（結合なしで絞り込むための写し） / follows the indicator over revisions; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_section IS '表の見出し（結合なしで絞り込むための写し） / heading the table stands under; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_field IS '分野（結合なしで絞り込むための写し） / field; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_item_no IS '項目番号（結合なしで絞り込むための写し） / item numbers; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_item IS '項目名（結合なしで絞り込むための写し） / item names; a copy, so that filters need no join';
COMMENT ON COLUMN observations.kpi_indicator IS '指標名（結合なしで絞り込むための写し） / what is measured; a copy, so that filters need no join';
INSERT INTO observations
SELECT o.*, p.plan, r.revision, r.effective_on, d.document, d.source, i.indicator_no, i.page,
    i.series_id, i.section, i.field, i.item_no, i.item, i.indicator
FROM shihyo_observations o
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN documents d ON d.document_id = o.document_id
JOIN revisions r ON r.revision_id = d.revision_id
JOIN plans p ON p.plan_id = r.plan_id;
DROP TABLE shihyo_observations;

ALTER TABLE changes RENAME TO shihyo_changes;
CREATE TABLE changes (
    plan_id            BIGINT NOT NULL,
    from_revision_id   BIGINT NOT NULL,
    to_revision_id     BIGINT NOT NULL,
    series_id          VARCHAR NOT NULL,
    change             VARCHAR NOT NULL,
    field              VARCHAR,
    item_no            VARCHAR,
    indicator          VARCHAR NOT NULL,
    component          VARCHAR,
    role               VARCHAR,
    fiscal_year        INTEGER,
    period             VARCHAR,
    before             VARCHAR,
    after              VARCHAR,
    before_value       DECIMAL(38,10),
    after_value        DECIMAL(38,10),
    difference         DECIMAL(38,10),
    unit               VARCHAR,
    before_observation VARCHAR,
    after_observation  VARCHAR,
    plan               VARCHAR NOT NULL,
    from_revision      VARCHAR NOT NULL,
    to_revision        VARCHAR NOT NULL,
    effective_on       DATE
);
COMMENT ON TABLE changes IS '改定で変わったこと（kpi_changes のもと。読込のたびに計算） / what each revision changed; kept up to date by loads, shown by kpi_changes';
COMMENT ON COLUMN changes.plan_id IS '計画 / the plan';
COMMENT ON COLUMN changes.from_revision_id IS '前の版 / the revision before';
COMMENT ON COLUMN changes.to_revision_id IS '後の版 / the revision after';
COMMENT ON COLUMN changes.series_id IS '指標の系列 / the indicator over revisions';
COMMENT ON COLUMN changes.change IS '変化の種類（added, dropped, renamed, moved, unit_changed, target_raised, target_lowered など） / kind of change';
COMMENT ON COLUMN changes.field IS '分野 / field';
COMMENT ON COLUMN changes.item_no IS '項目番号 / item numbers';
COMMENT ON COLUMN changes.indicator IS '指標名（後の版、なければ前の版） / name, in the later revision where it is there';
COMMENT ON COLUMN changes.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN changes.role IS '基準値・実績値・目標値 / baseline, actual or target';
COMMENT ON COLUMN changes.fiscal_year IS '年度 / fiscal year';
COMMENT ON COLUMN changes.period IS '列見出し / header texts over the column';
COMMENT ON COLUMN changes.before IS '前の版の表記 / as printed before';
COMMENT ON COLUMN changes.after IS '後の版の表記 / as printed after';
COMMENT ON COLUMN changes.before_value IS '前の値（比較用の単位） / number before, in the canonical unit';
COMMENT ON COLUMN changes.after_value IS '後の値（比較用の単位） / number after, in the canonical unit';
COMMENT ON COLUMN changes.difference IS '差 / after less before';
COMMENT ON COLUMN changes.unit IS '比較用の単位 / canonical unit of the three';
COMMENT ON COLUMN changes.before_observation IS '前の値の符号 / observation before';
COMMENT ON COLUMN changes.after_observation IS '後の値の符号 / observation after';
COMMENT ON COLUMN changes.plan IS '計画名（写し） / the plan''s name; a copy';
COMMENT ON COLUMN changes.from_revision IS '前の版（写し） / the revision before; a copy';
COMMENT ON COLUMN changes.to_revision IS '後の版（写し） / the revision after; a copy';
COMMENT ON COLUMN changes.effective_on IS '後の版の適用日（写し） / date the later revision took effect; a copy';
INSERT INTO changes
SELECT c.*, p.plan, a.revision, b.revision, b.effective_on
FROM shihyo_changes c
JOIN plans p ON p.plan_id = c.plan_id
JOIN revisions a ON a.revision_id = c.from_revision_id
JOIN revisions b ON b.revision_id = c.to_revision_id;
DROP TABLE shihyo_changes;

CREATE OR REPLACE VIEW kpi AS
SELECT kpi_plan AS plan, kpi_revision AS revision, kpi_effective_on AS effective_on, kpi_section AS section,
       kpi_field AS field, kpi_item_no AS item_no, kpi_item AS item, kpi_indicator AS indicator,
       kpi_series_id AS series_id, observation_id, component, period, role, fiscal_year, raw, kind, status,
       value, low, high, unit, canonical_unit, scale, comparator, cumulative, as_of, note, corrected,
       confidence, page, x0, top, x1, bottom, kpi_document AS document, kpi_source AS source
FROM observations;
COMMENT ON VIEW kpi IS '値の一覧（一行に一つの値）。分析はここから / one row per observation; start here';
COMMENT ON COLUMN kpi.plan IS '計画名 / the plan''s name';
COMMENT ON COLUMN kpi.revision IS '版名 / label of the edition';
COMMENT ON COLUMN kpi.effective_on IS '適用日（不明ならNULL） / date it took effect, NULL when unknown';
COMMENT ON COLUMN kpi.section IS '表の見出し / heading the table stands under';
COMMENT ON COLUMN kpi.field IS '分野 / field, the outermost grouping';
COMMENT ON COLUMN kpi.item_no IS '項目番号（複数は、で連結） / item numbers, joined by 、';
COMMENT ON COLUMN kpi.item IS '項目名（複数は、で連結） / item names, joined by 、';
COMMENT ON COLUMN kpi.indicator IS '指標名 / what is measured';
COMMENT ON COLUMN kpi.series_id IS '改定を越えて同じ指標を示す符号 / follows the indicator over revisions';
COMMENT ON COLUMN kpi.observation_id IS '資料と内容から作る符号 / key, from document and content';
COMMENT ON COLUMN kpi.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN kpi.period IS '列見出し / the header texts over the column';
COMMENT ON COLUMN kpi.role IS '基準値・実績値・目標値（baseline, actual, target） / what the value states';
COMMENT ON COLUMN kpi.fiscal_year IS '年度（4月から始まる西暦年） / fiscal year, the Western year in which it begins';
COMMENT ON COLUMN kpi.raw IS '印字された文字 / text as printed';
COMMENT ON COLUMN kpi.kind IS '読みの種類 / number, range, components, word, missing or blank';
COMMENT ON COLUMN kpi.status IS '状態 / ok, blank, struck, none, text or same';
COMMENT ON COLUMN kpi.value IS '数値 / the number';
COMMENT ON COLUMN kpi.low IS '範囲の下限 / lower bound of a range';
COMMENT ON COLUMN kpi.high IS '範囲の上限 / upper bound of a range';
COMMENT ON COLUMN kpi.unit IS '単位 / unit as printed';
COMMENT ON COLUMN kpi.canonical_unit IS '比較用の単位 / unit to compare in';
COMMENT ON COLUMN kpi.scale IS '比較用の単位への倍率 / value * scale is in the canonical unit';
COMMENT ON COLUMN kpi.comparator IS '以上・以下など（>= <= > < ~） / bound';
COMMENT ON COLUMN kpi.cumulative IS '併記された累計 / cumulative number printed beside it';
COMMENT ON COLUMN kpi.as_of IS '時点（印字どおり） / the date in the bracket, as printed';
COMMENT ON COLUMN kpi.note IS '括弧書きなどの注 / note in the cell';
COMMENT ON COLUMN kpi.corrected IS '人が訂正した値か / whether a person corrected it';
COMMENT ON COLUMN kpi.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN kpi.page IS 'ページ / page where the cell starts';
COMMENT ON COLUMN kpi.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN kpi.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN kpi.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN kpi.bottom IS '下端（pt） / bottom edge, points';
COMMENT ON COLUMN kpi.document IS 'ファイル内容のSHA-256（16進） / SHA-256 of the bytes, hex';
COMMENT ON COLUMN kpi.source IS '読み込んだファイルの場所 / path the file was read from (the first in order where there are several)';

-- Of each plan the latest revision; of an indicator that several documents of
-- that revision hold, the one document that comes last by hash.
CREATE OR REPLACE VIEW kpi_latest AS
SELECT kpi_plan AS plan, kpi_revision AS revision, kpi_effective_on AS effective_on, kpi_section AS section,
       kpi_field AS field, kpi_item_no AS item_no, kpi_item AS item, kpi_indicator AS indicator,
       kpi_series_id AS series_id, observation_id, component, period, role, fiscal_year, raw, kind, status,
       value, low, high, unit, canonical_unit, scale, comparator, cumulative, as_of, note, corrected,
       confidence, page, x0, top, x1, bottom, kpi_document AS document, kpi_source AS source
FROM observations o
SEMI JOIN (SELECT d.document_id FROM documents d JOIN revisions r ON r.revision_id = d.revision_id AND r.latest) l
  ON l.document_id = o.document_id
ANTI JOIN superseded s ON s.indicator_id = o.indicator_id;
COMMENT ON VIEW kpi_latest IS '各計画の最新版の値（列は kpi と同じ） / the latest revision of each plan, columns as in kpi';
COMMENT ON COLUMN kpi_latest.plan IS '計画名 / the plan''s name';
COMMENT ON COLUMN kpi_latest.revision IS '版名 / label of the edition';
COMMENT ON COLUMN kpi_latest.effective_on IS '適用日（不明ならNULL） / date it took effect, NULL when unknown';
COMMENT ON COLUMN kpi_latest.section IS '表の見出し / heading the table stands under';
COMMENT ON COLUMN kpi_latest.field IS '分野 / field, the outermost grouping';
COMMENT ON COLUMN kpi_latest.item_no IS '項目番号（複数は、で連結） / item numbers, joined by 、';
COMMENT ON COLUMN kpi_latest.item IS '項目名（複数は、で連結） / item names, joined by 、';
COMMENT ON COLUMN kpi_latest.indicator IS '指標名 / what is measured';
COMMENT ON COLUMN kpi_latest.series_id IS '改定を越えて同じ指標を示す符号 / follows the indicator over revisions';
COMMENT ON COLUMN kpi_latest.observation_id IS '資料と内容から作る符号 / key, from document and content';
COMMENT ON COLUMN kpi_latest.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN kpi_latest.period IS '列見出し / the header texts over the column';
COMMENT ON COLUMN kpi_latest.role IS '基準値・実績値・目標値（baseline, actual, target） / what the value states';
COMMENT ON COLUMN kpi_latest.fiscal_year IS '年度（4月から始まる西暦年） / fiscal year, the Western year in which it begins';
COMMENT ON COLUMN kpi_latest.raw IS '印字された文字 / text as printed';
COMMENT ON COLUMN kpi_latest.kind IS '読みの種類 / number, range, components, word, missing or blank';
COMMENT ON COLUMN kpi_latest.status IS '状態 / ok, blank, struck, none, text or same';
COMMENT ON COLUMN kpi_latest.value IS '数値 / the number';
COMMENT ON COLUMN kpi_latest.low IS '範囲の下限 / lower bound of a range';
COMMENT ON COLUMN kpi_latest.high IS '範囲の上限 / upper bound of a range';
COMMENT ON COLUMN kpi_latest.unit IS '単位 / unit as printed';
COMMENT ON COLUMN kpi_latest.canonical_unit IS '比較用の単位 / unit to compare in';
COMMENT ON COLUMN kpi_latest.scale IS '比較用の単位への倍率 / value * scale is in the canonical unit';
COMMENT ON COLUMN kpi_latest.comparator IS '以上・以下など（>= <= > < ~） / bound';
COMMENT ON COLUMN kpi_latest.cumulative IS '併記された累計 / cumulative number printed beside it';
COMMENT ON COLUMN kpi_latest.as_of IS '時点（印字どおり） / the date in the bracket, as printed';
COMMENT ON COLUMN kpi_latest.note IS '括弧書きなどの注 / note in the cell';
COMMENT ON COLUMN kpi_latest.corrected IS '人が訂正した値か / whether a person corrected it';
COMMENT ON COLUMN kpi_latest.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN kpi_latest.page IS 'ページ / page where the cell starts';
COMMENT ON COLUMN kpi_latest.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN kpi_latest.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN kpi_latest.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN kpi_latest.bottom IS '下端（pt） / bottom edge, points';
COMMENT ON COLUMN kpi_latest.document IS 'ファイル内容のSHA-256（16進） / SHA-256 of the bytes, hex';
COMMENT ON COLUMN kpi_latest.source IS '読み込んだファイルの場所 / path the file was read from (the first in order where there are several)';

CREATE OR REPLACE VIEW kpi_changes AS
SELECT plan, from_revision, to_revision, effective_on, change, field, item_no, indicator, series_id, component, role,
       fiscal_year, period, before, after, before_value, after_value, difference, unit, before_observation, after_observation
FROM changes;
COMMENT ON VIEW kpi_changes IS '改定で変わったこと（追加・削除・名称変更・目標の引上げ引下げなど） / what each revision changed: added, dropped, renamed, targets raised or lowered, by how much';
COMMENT ON COLUMN kpi_changes.plan IS '計画名 / the plan''s name';
COMMENT ON COLUMN kpi_changes.from_revision IS '前の版 / the revision before';
COMMENT ON COLUMN kpi_changes.to_revision IS '後の版 / the revision after';
COMMENT ON COLUMN kpi_changes.effective_on IS '後の版の適用日 / date the later revision took effect';
COMMENT ON COLUMN kpi_changes.change IS '変化の種類（added, dropped, renamed, moved, unit_changed, target_raised, target_lowered など） / kind of change';
COMMENT ON COLUMN kpi_changes.field IS '分野 / field';
COMMENT ON COLUMN kpi_changes.item_no IS '項目番号 / item numbers';
COMMENT ON COLUMN kpi_changes.indicator IS '指標名（後の版、なければ前の版） / name, in the later revision where it is there';
COMMENT ON COLUMN kpi_changes.series_id IS '指標の系列 / the indicator over revisions';
COMMENT ON COLUMN kpi_changes.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN kpi_changes.role IS '基準値・実績値・目標値 / baseline, actual or target';
COMMENT ON COLUMN kpi_changes.fiscal_year IS '年度 / fiscal year';
COMMENT ON COLUMN kpi_changes.period IS '列見出し / header texts over the column';
COMMENT ON COLUMN kpi_changes.before IS '前の版の表記 / as printed before';
COMMENT ON COLUMN kpi_changes.after IS '後の版の表記 / as printed after';
COMMENT ON COLUMN kpi_changes.before_value IS '前の値（比較用の単位） / number before, in the canonical unit';
COMMENT ON COLUMN kpi_changes.after_value IS '後の値（比較用の単位） / number after, in the canonical unit';
COMMENT ON COLUMN kpi_changes.difference IS '差 / after less before';
COMMENT ON COLUMN kpi_changes.unit IS '比較用の単位 / canonical unit of the three';
COMMENT ON COLUMN kpi_changes.before_observation IS '前の値の符号 / observation before';
COMMENT ON COLUMN kpi_changes.after_observation IS '後の値の符号 / observation after';

-- Numbers are compared in the canonical unit. Each comes from the last revision
-- that states it; names are those of the last revision that has the indicator.
-- Every part is grouped by the plan's name and none is materialized, so that a
-- filter on the plan reaches all of them.
CREATE OR REPLACE VIEW kpi_progress AS
WITH stated AS NOT MATERIALIZED (
    SELECT kpi_plan AS plan, kpi_series_id AS series_id, coalesce(component, '') AS component, role, fiscal_year,
           arg_max(CAST(o.value * coalesce(o.scale, 1) AS DECIMAL(38,10)), (r.revision_no, kpi_document, value_no)) AS value,
           arg_max(comparator, (r.revision_no, kpi_document, value_no)) AS comparator,
           arg_max(coalesce(canonical_unit, o.unit), (r.revision_no, kpi_document, value_no)) AS unit
    FROM observations o
    JOIN documents d ON d.document_id = o.document_id
    JOIN revisions r ON r.revision_id = d.revision_id
    WHERE o.value IS NOT NULL
    GROUP BY ALL
),
base AS NOT MATERIALIZED (
    SELECT plan, series_id, component,
           arg_max(value, coalesce(fiscal_year, 0)) AS baseline, max(fiscal_year) AS baseline_year
    FROM stated WHERE role = 'baseline' GROUP BY ALL
),
goal AS NOT MATERIALIZED (
    SELECT plan, series_id, component, arg_max(value, fiscal_year) AS final_target,
           max(fiscal_year) AS final_year, min(fiscal_year) AS first_year
    FROM stated WHERE role = 'target' AND fiscal_year IS NOT NULL GROUP BY ALL
),
years AS NOT MATERIALIZED (
    SELECT plan, series_id, component, fiscal_year,
           max(value) FILTER (role = 'target') AS target,
           max(comparator) FILTER (role = 'target') AS comparator,
           max(value) FILTER (role = 'actual') AS actual,
           max(unit) AS unit
    FROM stated WHERE fiscal_year IS NOT NULL AND role IN ('target', 'actual') GROUP BY ALL
),
line AS NOT MATERIALIZED (
    SELECT y.*, b.baseline, coalesce(b.baseline_year, g.first_year - 1) AS baseline_year, g.final_target, g.final_year
    FROM years y
    LEFT JOIN base b USING (plan, series_id, component)
    LEFT JOIN goal g USING (plan, series_id, component)
),
names AS NOT MATERIALIZED (
    SELECT kpi_plan AS plan, kpi_series_id AS series_id,
           arg_max(struct_pack(field := kpi_field, item_no := kpi_item_no, item := kpi_item, indicator := kpi_indicator),
                   (r.revision_no, kpi_document)) AS n
    FROM observations o
    JOIN documents d ON d.document_id = o.document_id
    JOIN revisions r ON r.revision_id = d.revision_id
    GROUP BY ALL
)
SELECT l.plan, n.n.field AS field, n.n.item_no AS item_no, n.n.item AS item, n.n.indicator AS indicator,
       l.series_id, nullif(l.component, '') AS component, l.unit, l.fiscal_year,
       l.baseline, l.baseline_year, l.target, l.comparator, l.actual, l.final_target, l.final_year,
       round(CAST(l.actual AS DOUBLE) / nullif(CAST(l.target AS DOUBLE), 0), 4) AS against_target,
       CASE WHEN l.final_year > l.baseline_year AND l.fiscal_year BETWEEN l.baseline_year AND l.final_year THEN
            TRY_CAST(CAST(l.baseline AS DOUBLE) + (CAST(l.final_target AS DOUBLE) - CAST(l.baseline AS DOUBLE))
                  * (l.fiscal_year - l.baseline_year) / (l.final_year - l.baseline_year) AS DECIMAL(38,4)) END AS straight_line,
       round((CAST(l.actual AS DOUBLE) - CAST(l.baseline AS DOUBLE))
             / nullif(CAST(l.final_target AS DOUBLE) - CAST(l.baseline AS DOUBLE), 0), 4) AS way_gone,
       CASE WHEN l.actual IS NULL OR l.target IS NULL THEN NULL
            WHEN l.final_target < l.baseline OR l.comparator IN ('<=', '<') THEN l.actual <= l.target
            ELSE l.actual >= l.target END AS reached
FROM line l
JOIN names n ON n.plan = l.plan AND n.series_id = l.series_id
ORDER BY l.plan, n.n.field, n.n.item_no, n.n.indicator, l.series_id, l.component, l.fiscal_year;
COMMENT ON VIEW kpi_progress IS '実績を目標および基準値からの直線と比べる / actuals against targets and against the straight line from the baseline';
COMMENT ON COLUMN kpi_progress.plan IS '計画名 / the plan''s name';
COMMENT ON COLUMN kpi_progress.field IS '分野 / field, the outermost grouping';
COMMENT ON COLUMN kpi_progress.item_no IS '項目番号（複数は、で連結） / item numbers, joined by 、';
COMMENT ON COLUMN kpi_progress.item IS '項目名（複数は、で連結） / item names, joined by 、';
COMMENT ON COLUMN kpi_progress.indicator IS '指標名 / what is measured';
COMMENT ON COLUMN kpi_progress.series_id IS '改定を越えて同じ指標を示す符号 / follows the indicator over revisions';
COMMENT ON COLUMN kpi_progress.component IS '①②などの符号 / label of the component';
COMMENT ON COLUMN kpi_progress.unit IS '比較用の単位 / canonical unit';
COMMENT ON COLUMN kpi_progress.fiscal_year IS '年度（4月から始まる西暦年） / fiscal year, the Western year in which it begins';
COMMENT ON COLUMN kpi_progress.baseline IS '基準値 / baseline';
COMMENT ON COLUMN kpi_progress.baseline_year IS '基準年度（不明なら最初の目標の前年度） / its fiscal year; the year before the first target where none is printed';
COMMENT ON COLUMN kpi_progress.target IS 'その年度の目標値 / target of the year';
COMMENT ON COLUMN kpi_progress.comparator IS '目標の以上・以下など / bound of the target';
COMMENT ON COLUMN kpi_progress.actual IS 'その年度の実績値 / actual of the year';
COMMENT ON COLUMN kpi_progress.final_target IS '最終年度の目標値 / target of the last year';
COMMENT ON COLUMN kpi_progress.final_year IS '最終年度 / the last year';
COMMENT ON COLUMN kpi_progress.against_target IS '実績÷目標 / actual over target';
COMMENT ON COLUMN kpi_progress.straight_line IS '基準値から最終目標までを直線で結んだときのその年度の値 / value of the year on the straight line from baseline to last target';
COMMENT ON COLUMN kpi_progress.way_gone IS '基準値から最終目標までの道のりのうち進んだ割合 / share of the way from baseline to last target';
COMMENT ON COLUMN kpi_progress.reached IS 'その年度の目標に届いたか / whether the target of the year was reached';
