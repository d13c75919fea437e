-- kpi_wide from a table: to filter it by one of its year columns, the view had to
-- put all values of the warehouse side by side first. The columns of roles and
-- years are added by loads as years occur; so is what the table holds.
CREATE TABLE wide (
    document_id  BIGINT NOT NULL,
    indicator_id BIGINT NOT NULL,
    indicator_no INTEGER NOT NULL,
    plan         VARCHAR NOT NULL,
    revision     VARCHAR NOT NULL,
    effective_on DATE,
    section      VARCHAR,
    field        VARCHAR,
    item_no      VARCHAR,
    item         VARCHAR,
    indicator    VARCHAR NOT NULL,
    series_id    VARCHAR NOT NULL,
    component    VARCHAR,
    unit         VARCHAR,
    page         INTEGER NOT NULL,
    document     VARCHAR NOT NULL,
    source       VARCHAR NOT NULL
);
COMMENT ON TABLE wide IS '指標ごとに一行、年度と種別ごとに一列（kpi_wide のもと。読込のたびに更新） / a row per indicator and component, a column per role and fiscal year; kept up to date by loads, shown by kpi_wide';
COMMENT ON COLUMN wide.document_id IS '資料 / the document';
COMMENT ON COLUMN wide.indicator_id IS '指標 / the indicator';
COMMENT ON COLUMN wide.indicator_no IS '資料内の指標の順番 / reading order of the indicator in the document';
COMMENT ON COLUMN wide.plan IS '計画 / the plan';
COMMENT ON COLUMN wide.revision IS '版 / the revision';
COMMENT ON COLUMN wide.effective_on IS '適用日 / date the revision took effect';
COMMENT ON COLUMN wide.section IS '見出し / heading over the table';
COMMENT ON COLUMN wide.field IS '分野 / field';
COMMENT ON COLUMN wide.item_no IS '項目番号 / item numbers';
COMMENT ON COLUMN wide.item IS '項目 / items';
COMMENT ON COLUMN wide.indicator IS '指標名 / name of the indicator';
COMMENT ON COLUMN wide.series_id IS '指標の系列 / the indicator over revisions';
COMMENT ON COLUMN wide.component IS '内訳の記号 / label of the component';
COMMENT ON COLUMN wide.unit IS '単位 / unit as printed';
COMMENT ON COLUMN wide.page IS '指標の行が始まるページ / page where the indicator''s row starts';
COMMENT ON COLUMN wide.document IS '資料のハッシュ（SHA-256） / hash of the document';
COMMENT ON COLUMN wide.source IS '資料のファイル / file of the document';
