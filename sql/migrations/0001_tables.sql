-- The tables of the warehouse. Keys are derived from content (hashes), never
-- from sequences, so that the same documents loaded in any order give the same
-- rows. No primary or foreign keys: DuckDB checks them at 6 and 16 times the
-- cost of the insert, and refuses to replace parent and child in one
-- transaction; uniqueness is kept by how rows are written and by `shihyo check`.
--
-- Values are DECIMAL(38,10): exact, 28 digits before and 10 after the point,
-- more than any plan prints. Scales are DECIMAL(20,6), so that value * scale
-- (DECIMAL(38,16)) keeps 22 digits before the point.

CREATE TABLE plans (
    plan_id  BIGINT NOT NULL,
    plan     VARCHAR NOT NULL,
    inferred BOOLEAN NOT NULL
);
COMMENT ON TABLE plans IS '計画（資料がＫＰＩを定める対象） / plans that documents state KPIs for';
COMMENT ON COLUMN plans.plan_id IS '計画名から作る番号 / key, from the plan''s name';
COMMENT ON COLUMN plans.plan IS '計画名 / the plan''s name';
COMMENT ON COLUMN plans.inferred IS '資料から推定した名称か / whether the name was inferred from a document';

CREATE TABLE revisions (
    revision_id  BIGINT NOT NULL,
    plan_id      BIGINT NOT NULL,
    revision     VARCHAR NOT NULL,
    effective_on DATE,
    revision_no  INTEGER NOT NULL,
    latest       BOOLEAN NOT NULL,
    inferred     BOOLEAN NOT NULL
);
COMMENT ON TABLE revisions IS '計画の改定版 / editions of a plan';
COMMENT ON COLUMN revisions.revision_id IS '計画名と版名から作る番号 / key, from plan and label';
COMMENT ON COLUMN revisions.plan_id IS '計画 / the plan';
COMMENT ON COLUMN revisions.revision IS '版名 / label of the edition';
COMMENT ON COLUMN revisions.effective_on IS '適用日（不明ならNULL） / date it took effect, NULL when unknown';
COMMENT ON COLUMN revisions.revision_no IS '計画の中での順番（1から。適用日、次にハッシュの順） / order within the plan from 1, by date, then by hash';
COMMENT ON COLUMN revisions.latest IS '計画の最新版か / whether it is the plan''s latest';
COMMENT ON COLUMN revisions.inferred IS '資料から推定したか / whether label or date was inferred from a document';

CREATE TABLE documents (
    document_id    BIGINT NOT NULL,
    document       VARCHAR NOT NULL,
    revision_id    BIGINT NOT NULL,
    source         VARCHAR NOT NULL,
    bytes          BIGINT,
    pages          INTEGER,
    producer       VARCHAR,
    title          VARCHAR,
    mark           VARCHAR,
    printed_date   VARCHAR,
    effective_on   DATE,
    inferred       BOOLEAN NOT NULL,
    reader_version VARCHAR NOT NULL,
    outcome        VARCHAR NOT NULL,
    indicators     INTEGER NOT NULL,
    observations   INTEGER NOT NULL
);
COMMENT ON TABLE documents IS '資料（PDFファイル。内容のSHA-256で識別） / documents: one PDF file, identified by the SHA-256 of its bytes';
COMMENT ON COLUMN documents.document_id IS 'SHA-256から作る番号 / key, the first 63 bits of the hash';
COMMENT ON COLUMN documents.document IS 'ファイル内容のSHA-256（16進） / SHA-256 of the bytes, hex';
COMMENT ON COLUMN documents.revision_id IS '改定版 / the revision it belongs to';
COMMENT ON COLUMN documents.source IS '読み込んだファイルの場所 / path the file was read from (the first in order where there are several)';
COMMENT ON COLUMN documents.bytes IS 'ファイルの大きさ（バイト） / size in bytes';
COMMENT ON COLUMN documents.pages IS 'ページ数 / number of pages';
COMMENT ON COLUMN documents.producer IS 'PDFを作ったソフト / software that produced the PDF';
COMMENT ON COLUMN documents.title IS '資料の題名 / title as printed';
COMMENT ON COLUMN documents.mark IS '資料番号（【資料３－３】など） / mark such as 【資料３－３】';
COMMENT ON COLUMN documents.printed_date IS '印字された日付 / date as printed';
COMMENT ON COLUMN documents.effective_on IS 'この資料の適用日 / the date this document took effect';
COMMENT ON COLUMN documents.inferred IS '計画・版・適用日を推定したか / whether plan, revision or date were inferred';
COMMENT ON COLUMN documents.reader_version IS '読み取りに使った版 / version of the reader that read it';
COMMENT ON COLUMN documents.outcome IS '結果（loaded: 読込済, no_kpi: ＫＰＩ表なし） / loaded, or no_kpi when it holds no KPI table';
COMMENT ON COLUMN documents.indicators IS '指標の数 / number of indicators';
COMMENT ON COLUMN documents.observations IS '値の数 / number of observations';

CREATE TABLE sources (
    path        VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    document_id BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    inode       BIGINT NOT NULL
);
COMMENT ON TABLE sources IS '資料が置かれていた場所（変更の有無を素早く調べるため） / where documents were found, to tell quickly that a file has not changed';
COMMENT ON COLUMN sources.path IS '絶対パス / absolute path';
COMMENT ON COLUMN sources.source IS '利用者が指定した名前 / the name the user gave';
COMMENT ON COLUMN sources.document_id IS '資料 / the document';
COMMENT ON COLUMN sources.bytes IS '大きさ（バイト） / size in bytes';
COMMENT ON COLUMN sources.modified_ns IS '更新時刻（1970年からのナノ秒） / modification time, ns since 1970';
COMMENT ON COLUMN sources.inode IS 'iノード番号（ない場合0） / inode number, 0 where there is none';

CREATE TABLE document_tables (
    document_id BIGINT NOT NULL,
    table_no    INTEGER NOT NULL,
    page        INTEGER NOT NULL,
    row_count   INTEGER NOT NULL,
    col_count   INTEGER NOT NULL,
    ruled       BOOLEAN NOT NULL,
    confidence  DOUBLE NOT NULL,
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE
);
COMMENT ON TABLE document_tables IS '資料の中の表 / tables found in documents';
COMMENT ON COLUMN document_tables.document_id IS '資料 / the document';
COMMENT ON COLUMN document_tables.table_no IS '資料内の表の番号（0から） / number of the table in the document, from 0';
COMMENT ON COLUMN document_tables.page IS 'ページ / page, from 1';
COMMENT ON COLUMN document_tables.row_count IS '行数 / rows of the grid';
COMMENT ON COLUMN document_tables.col_count IS '列数 / columns of the grid';
COMMENT ON COLUMN document_tables.ruled IS '罫線から作った表か / whether it was built from ruling lines';
COMMENT ON COLUMN document_tables.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN document_tables.x0 IS '左端（pt） / left edge, points from the left of the displayed page';
COMMENT ON COLUMN document_tables.top IS '上端（pt） / top edge, points from the top of the displayed page';
COMMENT ON COLUMN document_tables.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN document_tables.bottom IS '下端（pt） / bottom edge, points';

CREATE TABLE cells (
    document_id BIGINT NOT NULL,
    table_no    INTEGER NOT NULL,
    page        INTEGER NOT NULL,
    row_no      INTEGER NOT NULL,
    col_no      INTEGER NOT NULL,
    row_span    INTEGER NOT NULL,
    col_span    INTEGER NOT NULL,
    text        VARCHAR NOT NULL,
    struck      BOOLEAN NOT NULL,
    confidence  DOUBLE NOT NULL,
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE
);
COMMENT ON TABLE cells IS '表のセル / cells of the tables';
COMMENT ON COLUMN cells.document_id IS '資料 / the document';
COMMENT ON COLUMN cells.table_no IS '表の番号 / number of the table in the document';
COMMENT ON COLUMN cells.page IS 'ページ / page, from 1';
COMMENT ON COLUMN cells.row_no IS '行（0から） / row, from 0';
COMMENT ON COLUMN cells.col_no IS '列（0から） / column, from 0';
COMMENT ON COLUMN cells.row_span IS '縦に結合された行数 / rows it covers';
COMMENT ON COLUMN cells.col_span IS '横に結合された列数 / columns it covers';
COMMENT ON COLUMN cells.text IS '印字された文字 / text as printed, wraps joined';
COMMENT ON COLUMN cells.struck IS '斜線で消されているか / struck out by a diagonal';
COMMENT ON COLUMN cells.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN cells.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN cells.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN cells.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN cells.bottom IS '下端（pt） / bottom edge, points';

CREATE TABLE indicators (
    indicator_id BIGINT NOT NULL,
    document_id  BIGINT NOT NULL,
    indicator_no INTEGER NOT NULL,
    table_no     INTEGER NOT NULL,
    series_id    VARCHAR NOT NULL,
    section      VARCHAR,
    field        VARCHAR,
    item_no      VARCHAR,
    item         VARCHAR,
    indicator    VARCHAR NOT NULL,
    unit         VARCHAR,
    extra        JSON,
    notes        JSON,
    confidence   DOUBLE NOT NULL,
    page         INTEGER NOT NULL,
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE
);
COMMENT ON TABLE indicators IS '指標（表の一行） / indicators: a row of a KPI table each';
COMMENT ON COLUMN indicators.indicator_id IS '資料と内容から作る番号 / key, from document and content';
COMMENT ON COLUMN indicators.document_id IS '資料 / the document';
COMMENT ON COLUMN indicators.indicator_no IS '資料内の順番（0から） / reading order in the document, from 0';
COMMENT ON COLUMN indicators.table_no IS '表の番号 / number of its table in the document';
COMMENT ON COLUMN indicators.series_id IS '改定を越えて同じ指標を示す符号 / follows the indicator over revisions';
COMMENT ON COLUMN indicators.section IS '表の見出し / heading the table stands under';
COMMENT ON COLUMN indicators.field IS '分野 / field, the outermost grouping';
COMMENT ON COLUMN indicators.item_no IS '項目番号（複数は、で連結） / item numbers, joined by 、';
COMMENT ON COLUMN indicators.item IS '項目名（複数は、で連結） / item names, joined by 、';
COMMENT ON COLUMN indicators.indicator IS '指標名 / what is measured';
COMMENT ON COLUMN indicators.unit IS '単位欄の文字 / text of the unit column';
COMMENT ON COLUMN indicators.extra IS '値でない列（担当課など）: [{"header","text"}] / columns that are no values';
COMMENT ON COLUMN indicators.notes IS '注記（※） / footnotes';
COMMENT ON COLUMN indicators.confidence IS '確からしさ（0〜1） / confidence, 0 to 1';
COMMENT ON COLUMN indicators.page IS '行が始まるページ / page where the row starts';
COMMENT ON COLUMN indicators.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN indicators.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN indicators.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN indicators.bottom IS '下端（pt） / bottom edge, points';

CREATE TABLE indicator_items (
    indicator_id BIGINT NOT NULL,
    document_id  BIGINT NOT NULL,
    item_pos     INTEGER NOT NULL,
    item_no      VARCHAR,
    item         VARCHAR
);
COMMENT ON TABLE indicator_items IS '指標が属する項目（一項目一行） / the items an indicator belongs to, a row each';
COMMENT ON COLUMN indicator_items.indicator_id IS '指標 / the indicator';
COMMENT ON COLUMN indicator_items.document_id IS '資料 / the document';
COMMENT ON COLUMN indicator_items.item_pos IS '順番（0から） / order, from 0';
COMMENT ON COLUMN indicator_items.item_no IS '項目番号 / number of the item';
COMMENT ON COLUMN indicator_items.item IS '項目名 / name of the item';

CREATE TABLE observations (
    observation_id VARCHAR NOT NULL,
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
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE
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

CREATE TABLE findings (
    finding_id     VARCHAR NOT NULL,
    document_id    BIGINT NOT NULL,
    indicator_id   BIGINT,
    observation_id VARCHAR,
    finding_no     INTEGER NOT NULL,
    stage          VARCHAR NOT NULL,
    severity       VARCHAR NOT NULL,
    code           VARCHAR NOT NULL,
    page           INTEGER,
    x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE,
    message        VARCHAR NOT NULL,
    message_en     VARCHAR NOT NULL,
    state          VARCHAR NOT NULL
);
COMMENT ON TABLE findings IS '指摘（人が確かめるべきもの） / findings: what a person should look at';
COMMENT ON COLUMN findings.finding_id IS '資料と内容から作る符号 / key, from document and content';
COMMENT ON COLUMN findings.document_id IS '資料 / the document';
COMMENT ON COLUMN findings.indicator_id IS '指標（あれば） / the indicator, if it is about one';
COMMENT ON COLUMN findings.observation_id IS '値（あれば） / the observation, if it is about one';
COMMENT ON COLUMN findings.finding_no IS '資料内の順番 / order in the document';
COMMENT ON COLUMN findings.stage IS '読み取り（read）、計画・版の推定（label）、改定版の照合（match） / raised while reading (read), inferring plan and revision (label) or comparing revisions (match)';
COMMENT ON COLUMN findings.severity IS '重さ（info, warning, error） / severity';
COMMENT ON COLUMN findings.code IS '指摘の種類 / kind of finding';
COMMENT ON COLUMN findings.page IS 'ページ / page, from 1';
COMMENT ON COLUMN findings.x0 IS '左端（pt） / left edge, points';
COMMENT ON COLUMN findings.top IS '上端（pt） / top edge, points';
COMMENT ON COLUMN findings.x1 IS '右端（pt） / right edge, points';
COMMENT ON COLUMN findings.bottom IS '下端（pt） / bottom edge, points';
COMMENT ON COLUMN findings.message IS '説明（日本語） / the message in Japanese';
COMMENT ON COLUMN findings.message_en IS '説明（英語） / the message in English';
COMMENT ON COLUMN findings.state IS '状態（open: 未確認, accepted: 確認済, corrected: 訂正済） / open, accepted or corrected';

CREATE TABLE superseded (
    indicator_id BIGINT NOT NULL,
    document_id  BIGINT NOT NULL
);
COMMENT ON TABLE superseded IS '同じ計画・版の別の資料に同じ指標があり、kpi_latest などで使わない指標 / indicators that another document of the same plan and revision holds too; kpi_latest and comparisons leave them out';
COMMENT ON COLUMN superseded.indicator_id IS '指標 / the indicator';
COMMENT ON COLUMN superseded.document_id IS '資料 / its document';

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
    after_observation  VARCHAR
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

CREATE TABLE corrections (
    observation_id VARCHAR NOT NULL,
    read_text      VARCHAR NOT NULL,
    right_text     VARCHAR,
    right_value    DECIMAL(38,10),
    "who"          VARCHAR,
    "when"         VARCHAR,
    why            VARCHAR,
    was            STRUCT(kind VARCHAR, status VARCHAR, value DECIMAL(38,10), low DECIMAL(38,10), high DECIMAL(38,10),
                          decimals INTEGER, unit VARCHAR, canonical_unit VARCHAR, scale DECIMAL(20,6), comparator VARCHAR,
                          cumulative DECIMAL(38,10), fiscal_year INTEGER, as_of VARCHAR, as_of_from DATE, as_of_to DATE, note VARCHAR) NOT NULL
);
COMMENT ON TABLE corrections IS '人による訂正（訂正ファイルから適用したもの） / corrections by people, as applied from the corrections file';
COMMENT ON COLUMN corrections.observation_id IS '訂正された値 / the observation';
COMMENT ON COLUMN corrections.read_text IS '読み取った文字 / text as read';
COMMENT ON COLUMN corrections.right_text IS '正しい文字 / the right text';
COMMENT ON COLUMN corrections.right_value IS '正しい数値 / the right number';
COMMENT ON COLUMN corrections."who" IS '訂正した人 / who corrected it';
COMMENT ON COLUMN corrections."when" IS '訂正した日 / when';
COMMENT ON COLUMN corrections.why IS '理由 / why';
COMMENT ON COLUMN corrections.was IS '訂正前の読み / the reading before the correction';

CREATE TABLE shihyo_state (
    name  VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE shihyo_state IS '最後に適用した訂正・判断ファイルのハッシュなど / hashes of the decision files applied last';
COMMENT ON COLUMN shihyo_state.name IS '名前 / name';
COMMENT ON COLUMN shihyo_state.value IS '値 / value';

CREATE TABLE loads (
    load_id      BIGINT NOT NULL,
    document     VARCHAR,
    source       VARCHAR,
    action       VARCHAR NOT NULL,
    outcome      VARCHAR NOT NULL,
    tool_version VARCHAR NOT NULL,
    started_at   TIMESTAMP NOT NULL,
    seconds      DOUBLE NOT NULL,
    detail       VARCHAR
);
COMMENT ON TABLE loads IS '読込の記録（一回一資料につき一行） / the log of loads: a row for each document of each run';
COMMENT ON COLUMN loads.load_id IS '実行の番号 / number of the run';
COMMENT ON COLUMN loads.document IS '資料のSHA-256 / SHA-256 of the document';
COMMENT ON COLUMN loads.source IS 'ファイル / the file';
COMMENT ON COLUMN loads.action IS '操作（ingest, remove, relabel, correct など） / what was done';
COMMENT ON COLUMN loads.outcome IS '結果（loaded, replaced, no_kpi, failed など） / how it ended';
COMMENT ON COLUMN loads.tool_version IS 'プログラムの版 / version of the tool';
COMMENT ON COLUMN loads.started_at IS '開始時刻（UTC） / when it began, UTC';
COMMENT ON COLUMN loads.seconds IS '読み取りにかかった秒数 / seconds spent reading the document';
COMMENT ON COLUMN loads.detail IS '補足 / detail';

CREATE TABLE eras (
    name       VARCHAR NOT NULL,
    kanji      VARCHAR,
    letter     VARCHAR,
    first_year INTEGER,
    first_day  DATE,
    last_day   DATE
);
COMMENT ON TABLE eras IS '元号 / eras';
COMMENT ON COLUMN eras.name IS '元号 / name';
COMMENT ON COLUMN eras.kanji IS '略字（令など） / one-character short form';
COMMENT ON COLUMN eras.letter IS '略号（Rなど） / letter';
COMMENT ON COLUMN eras.first_year IS '元年の西暦 / Western year of its first year';
COMMENT ON COLUMN eras.first_day IS '初日 / first day';
COMMENT ON COLUMN eras.last_day IS '末日 / last day, NULL for the present one';

CREATE TABLE units (
    symbol    VARCHAR NOT NULL,
    kind      VARCHAR,
    canonical VARCHAR,
    scale     DECIMAL(20,6),
    synonyms  VARCHAR
);
COMMENT ON TABLE units IS '単位 / units';
COMMENT ON COLUMN units.symbol IS '単位 / the unit';
COMMENT ON COLUMN units.kind IS '種類 / what it measures';
COMMENT ON COLUMN units.canonical IS '比較用の単位 / unit to compare in';
COMMENT ON COLUMN units.scale IS '倍率 / factor to the canonical unit';
COMMENT ON COLUMN units.synonyms IS '別表記 / other spellings';

CREATE TABLE header_terms (
    term    VARCHAR NOT NULL,
    meaning VARCHAR
);
COMMENT ON TABLE header_terms IS '見出し語とその意味 / header vocabulary';
COMMENT ON COLUMN header_terms.term IS '見出しの語 / the term';
COMMENT ON COLUMN header_terms.meaning IS '意味 / what it means';
