-- Small helpers for queries. They cover the plain notations; the program's own
-- grammar (shihyo value) covers the rest, and is what the tables were read with.

-- fiscal_year('Ｒ４') = 2022, also 令和４年度, 令和元年, H31, 2022年度, R7.3.31 (2024).
CREATE MACRO fiscal_year(t) AS (
    SELECT max(CASE
        WHEN regexp_matches(x.s, '^(19|20)[0-9]{2}') THEN CAST(regexp_extract(x.s, '^([0-9]{4})', 1) AS INTEGER)
        WHEN starts_with(x.s, e.name) OR starts_with(x.s, e.kanji) OR starts_with(x.s, e.letter)
        THEN e.first_year - 1 + TRY_CAST(regexp_extract(x.s, '^[^0-9]{1,2}([0-9]{1,2})(年|[./]|$)', 1) AS INTEGER)
    END - CASE WHEN TRY_CAST(regexp_extract(x.s, '^[^0-9]{0,2}[0-9]+[年./]([0-9]{1,2})', 1) AS INTEGER) BETWEEN 1 AND 3 THEN 1 ELSE 0 END)
    FROM (SELECT upper(translate(replace(CAST(t AS VARCHAR), ' ', ''), '０１２３４５６７８９ＲＨＳＴＭｒｈｓｔｍ．／元　', '0123456789RHSTMrhstm./1')) AS s) x, eras e
);
COMMENT ON MACRO fiscal_year IS '年度の表記を西暦にする / fiscal year of a notation, NULL when it is none';

-- wareki(2022) = 令和4年度, wareki(2019) = 令和元年度.
CREATE MACRO wareki(y) AS (
    SELECT arg_max(e.name || CASE WHEN y = e.first_year THEN '元' ELSE CAST(y - e.first_year + 1 AS VARCHAR) END || '年度', e.first_year)
    FROM eras e WHERE e.first_year <= y
);
COMMENT ON MACRO wareki IS '西暦の年度を和暦にする / fiscal year in the Japanese calendar';

-- kpi_value('40百万枚') = 40000000; NULL for what is not one plain number.
CREATE MACRO kpi_value(t) AS (
    WITH folded AS (SELECT translate(replace(CAST(t AS VARCHAR), ' ', ''), '０１２３４５６７８９，．％　', '0123456789,.%') AS s),
    parts AS (SELECT regexp_extract(s, '^([-+−△▲－]?)([0-9][0-9,]*(?:\.[0-9]+)?)(千万|百万|十万|十億|千|万|億|兆)?[^0-9①-⑳~〜～]*$', ['a', 'b', 'c']) AS m FROM folded)
    SELECT CAST(TRY_CAST((CASE WHEN m.a IN ('-', '−', '△', '▲', '－') THEN '-' ELSE '' END) || replace(m.b, ',', '') AS DECIMAL(24,10))
        * CASE m.c WHEN '千' THEN 1000 WHEN '万' THEN 10000 WHEN '十万' THEN 100000 WHEN '百万' THEN 1000000
                    WHEN '千万' THEN 10000000 WHEN '億' THEN 100000000 WHEN '十億' THEN 1000000000
                    WHEN '兆' THEN 1000000000000 ELSE 1 END AS DECIMAL(38,10)) FROM parts
);
COMMENT ON MACRO kpi_value IS '値の表記を数値にする / number of a plain notation';
