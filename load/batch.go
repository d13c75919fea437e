package load

// From what was read of a document to rows: one tableRows a table, filled column
// by column. A cell of components gives an observation a component and none for
// itself. Texts are stored as printed, but for what no database can hold (clean).

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/govalues/decimal"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/normalize"
)

// batch collects the rows of documents until they are written.
type batch struct {
	documents, sources, tables, cells, indicators, items, observations, findings, loads *tableRows
}

// newBatch makes empty collectors. Columns are named as in sql/migrations.
func newBatch() *batch {
	return &batch{
		documents: newTableRows("documents", "document_id", int64s, "document", text, "revision_id", int64s,
			"source", text, "bytes", int64s, "pages", int32s, "producer", text, "title", text, "mark", text,
			"printed_date", text, "effective_on", day, "inferred", boolean, "reader_version", text,
			"outcome", text, "indicators", int32s, "observations", int32s),
		sources: newTableRows("sources", "path", text, "source", text, "document_id", int64s,
			"bytes", int64s, "modified_ns", int64s, "inode", int64s),
		tables: newTableRows("document_tables", "document_id", int64s, "table_no", int32s, "page", int32s,
			"row_count", int32s, "col_count", int32s, "ruled", boolean, "confidence", float,
			"x0", float, "top", float, "x1", float, "bottom", float),
		cells: newTableRows("cells", "document_id", int64s, "table_no", int32s, "page", int32s,
			"row_no", int32s, "col_no", int32s, "row_span", int32s, "col_span", int32s, "text", text,
			"struck", boolean, "confidence", float, "x0", float, "top", float, "x1", float, "bottom", float),
		indicators: newTableRows("indicators", "indicator_id", int64s, "document_id", int64s,
			"indicator_no", int32s, "table_no", int32s, "series_id", text, "section", text, "field", text,
			"item_no", text, "item", text, "indicator", text, "unit", text, "extra", text, "notes", text,
			"confidence", float, "page", int32s, "x0", float, "top", float, "x1", float, "bottom", float,
			"own_series", text),
		items: newTableRows("indicator_items", "indicator_id", int64s, "document_id", int64s,
			"item_pos", int32s, "item_no", text, "item", text),
		observations: newTableRows("observations", "observation_id", text, "indicator_id", int64s,
			"document_id", int64s, "value_no", int32s, "part_no", int32s, "component", text, "period", text,
			"role", text, "fiscal_year", int32s, "raw", text, "kind", text, "status", text, "value", number,
			"low", number, "high", number, "decimals", int32s, "unit", text, "canonical_unit", text,
			"scale", scale, "comparator", text, "cumulative", number, "as_of", text, "as_of_from", day,
			"as_of_to", day, "note", text, "corrected", boolean, "corrected_text", text,
			"confidence", float, "page", int32s, "x0", float, "top", float, "x1", float, "bottom", float,
			"kpi_plan", text, "kpi_revision", text, "kpi_effective_on", day, "kpi_document", text, "kpi_source", text,
			"kpi_indicator_no", int32s, "kpi_indicator_page", int32s, "kpi_series_id", text, "kpi_section", text,
			"kpi_field", text, "kpi_item_no", text, "kpi_item", text, "kpi_indicator", text),
		findings: newTableRows("findings", "finding_id", text, "document_id", int64s, "indicator_id", int64s,
			"observation_id", text, "finding_no", int32s, "stage", text, "severity", text, "code", text,
			"page", int32s, "x0", float, "top", float, "x1", float, "bottom", float,
			"message", text, "message_en", text, "state", text),
		loads: newTableRows("loads", "load_id", int64s, "document", text, "source", text, "action", text,
			"outcome", text, "tool_version", text, "started_at", instant, "seconds", float, "detail", text),
	}
}

func (b *batch) all() []*tableRows {
	return []*tableRows{b.documents, b.sources, b.tables, b.cells, b.indicators, b.items, b.observations, b.findings, b.loads}
}

// rows returns how many rows are waiting.
func (b *batch) rows() int {
	n := 0
	for _, t := range b.all() {
		n += t.rows
	}
	return n
}

// filled is a table's rows on their way to DuckDB.
type filled struct {
	table string
	batch arrow.RecordBatch
}

// take returns what was collected and starts anew.
func (b *batch) take() []filled {
	var out []filled
	for _, t := range b.all() {
		if t.rows > 0 {
			out = append(out, filled{t.table, t.take()})
		}
	}
	return out
}

func (b *batch) release() {
	for _, t := range b.all() {
		t.release()
	}
}

// counts is what a document came to.
type counts struct {
	Indicators, Observations, Values int
	Doubtful                         int // observations with a finding
	Findings, ToCheck                int // findings, and those of them that are no mere information
}

// documentRow is what the row in documents says beside the reading.
type documentRow struct {
	id       int64
	revision int64
	source   string
	bytes    int64
	label    Label
	inferred bool
	reader   string
	outcome  string
}

// document adds all rows of a document but those of sources and loads.
func (b *batch) document(r *extract.Result, row documentRow, more []finding.Finding) counts {
	w := documentWriter{b: b, id: row.id, sha: r.SHA256, row: row, findings: map[string]int{}}
	for _, f := range r.Findings {
		w.finding(f, 0, "", stageRead)
	}
	for _, f := range more {
		w.finding(f, 0, "", stageLabel)
	}
	for i := range r.Tables {
		w.table(i, r)
	}
	seen := map[string]int{}
	for i := range r.Indicators {
		w.indicator(i, &r.Indicators[i], seen)
	}
	b.documents.key(row.id)
	b.documents.str(r.SHA256)
	b.documents.key(row.revision)
	b.documents.str(row.source)
	b.documents.key(row.bytes)
	b.documents.int(r.Pages)
	b.documents.opt(clean(r.Producer))
	b.documents.opt(clean(r.Title))
	b.documents.opt(clean(r.Mark))
	b.documents.opt(clean(r.Date))
	b.documents.date(row.label.Effective)
	b.documents.bool(row.inferred)
	b.documents.str(row.reader)
	b.documents.str(row.outcome)
	b.documents.int(w.n.Indicators)
	b.documents.int(w.n.Observations)
	return w.n
}

// documentWriter writes the rows of one document.
type documentWriter struct {
	b   *batch
	id  int64
	sha string
	row documentRow
	ind indicatorRow // the indicator whose values are written
	n   counts

	findings map[string]int // how often a finding occurred, by its key
}

// indicatorRow is what the row of an indicator says that its observations
// repeat.
type indicatorRow struct {
	id                                 int64
	no, page                           int
	series                             string
	section, field, itemNo, item, name string
}

// The stages findings come from. Those of stageMatch are written anew whenever
// a plan's revisions are compared.
const (
	stageRead  = "read"
	stageLabel = "label"
	stageMatch = "match"
)

func (w *documentWriter) table(no int, r *extract.Result) {
	t := &r.Tables[no]
	w.b.tables.key(w.id)
	w.b.tables.int(no)
	w.b.tables.int(t.Page)
	w.b.tables.int(t.Rows)
	w.b.tables.int(t.Cols)
	w.b.tables.bool(t.Ruled)
	w.b.tables.share(t.Confidence)
	w.b.tables.box(t.Box.X0, t.Box.Top, t.Box.X1, t.Box.Bottom)
	for _, f := range t.Findings {
		w.finding(f, 0, "", stageRead)
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		w.b.cells.key(w.id)
		w.b.cells.int(no)
		w.b.cells.int(t.Page)
		w.b.cells.int(c.Row)
		w.b.cells.int(c.Col)
		w.b.cells.int(c.RowSpan)
		w.b.cells.int(c.ColSpan)
		w.b.cells.str(clean(c.Text))
		w.b.cells.bool(c.Struck)
		w.b.cells.share(c.Confidence)
		w.b.cells.box(c.Box.X0, c.Box.Top, c.Box.X1, c.Box.Bottom)
	}
}

func (w *documentWriter) indicator(no int, ind *extract.Indicator, seen map[string]int) {
	itemNo, item := joinItems(ind.Items)
	unit := clean(ind.Unit)
	row := indicatorRow{no: no, page: ind.Page, section: clean(ind.Section), field: clean(ind.Field), itemNo: itemNo, item: item, name: clean(ind.Name)}
	key := printedKey(strings.Split(itemNo, "、"), row.name, row.field, unit)
	nth := strconv.Itoa(seen[key])
	seen[key]++
	row.id = keyOf("indicator", w.sha, key, nth)
	row.series = ownSeries(w.row.label.Plan, key, nth)
	w.ind = row

	t := w.b.indicators
	t.key(row.id)
	t.key(w.id)
	t.int(no)
	t.int(ind.Table)
	t.str(row.series)
	t.opt(row.section)
	t.opt(row.field)
	t.opt(itemNo)
	t.opt(item)
	t.str(row.name)
	t.opt(unit)
	t.opt(extraJSON(ind.Extra))
	t.opt(notesJSON(ind.Notes))
	t.share(ind.Confidence)
	t.int(ind.Page)
	t.box(ind.Box.X0, ind.Box.Top, ind.Box.X1, ind.Box.Bottom)
	t.str(row.series)
	w.n.Indicators++

	for i, it := range ind.Items {
		w.b.items.key(row.id)
		w.b.items.key(w.id)
		w.b.items.int(i)
		w.b.items.opt(clean(it.No))
		w.b.items.opt(clean(it.Name))
	}
	for _, f := range ind.Findings {
		w.finding(f, row.id, "", stageRead)
	}
	periods := make(map[string]int, len(ind.Values))
	for i := range ind.Values {
		period := ind.Values[i].Period
		w.value(i, periods[period], &ind.Values[i], &ind.Readings[i])
		periods[period]++
	}
}

// value writes the observations of one cell: one, or one for each component.
func (w *documentWriter) value(no, nth int, c *kpi.Cell, v *normalize.Value) {
	if v.Kind == normalize.Components && len(v.Components) > 0 {
		var first string
		for i, part := range v.Components {
			one := *v
			one.Value, one.Low, one.High = part.Value, part.Low, part.High
			one.Unit, one.Comparator = part.Unit, part.Comparator
			one.Kind, one.Cumulative = componentKind(part), decimal.NullDecimal{}
			id := w.observation(no, nth, i, part.Label, c, &one)
			if i == 0 {
				first = id
			}
		}
		w.valueFindings(first, c, v)
		return
	}
	id := w.observation(no, nth, 0, "", c, v)
	w.valueFindings(id, c, v)
}

// componentKind tells what a component's reading is.
func componentKind(p normalize.Component) normalize.Kind {
	switch {
	case p.Value.Valid:
		return normalize.Number
	case p.Low.Valid || p.High.Valid:
		return normalize.Range
	}
	return normalize.Word
}

func (w *documentWriter) observation(no, nth, part int, component string, c *kpi.Cell, v *normalize.Value) string {
	id := nameOf("observation", strconv.FormatInt(w.ind.id, 36), c.Period, strconv.Itoa(nth), strconv.Itoa(part))
	t := w.b.observations
	t.str(id)
	t.key(w.ind.id)
	t.key(w.id)
	t.int(no)
	t.int(part)
	t.opt(component)
	t.str(clean(c.Period))
	t.opt(string(c.Role))
	t.optInt(v.FiscalYear)
	t.str(clean(c.Raw))
	t.str(string(v.Kind))
	t.str(string(v.Status))
	t.decimal(v.Value)
	t.decimal(v.Low)
	t.decimal(v.High)
	if v.Value.Valid {
		t.int(v.Decimals)
	} else {
		t.col().AppendNull()
	}
	t.opt(clean(v.Unit))
	t.opt(clean(v.CanonicalUnit))
	t.decimal(decimal.NullDecimal{Decimal: v.Scale, Valid: v.CanonicalUnit != ""})
	t.str(v.Comparator)
	t.decimal(v.Cumulative)
	t.opt(clean(v.AsOf))
	t.date(v.AsOfFrom)
	t.date(v.AsOfTo)
	t.opt(clean(v.Note))
	t.bool(false)
	t.opt("")
	t.share(c.Confidence * v.Confidence) // as in the JSON contract
	t.int(c.Page)
	t.box(c.Box.X0, c.Box.Top, c.Box.X1, c.Box.Bottom)
	w.copies()
	w.n.Observations++
	if v.Value.Valid {
		w.n.Values++
	}
	return id
}

// copies writes what an observation repeats of its document and indicator, so
// that filters on the view kpi need no join. Of the revision's date the
// document's own stands in until all documents are known (see writeCopies).
func (w *documentWriter) copies() {
	t := w.b.observations
	t.str(w.row.label.Plan)
	t.str(w.row.label.Revision)
	t.date(w.row.label.Effective)
	t.str(w.sha)
	t.str(w.row.source)
	t.int(w.ind.no)
	t.int(w.ind.page)
	t.str(w.ind.series)
	t.opt(w.ind.section)
	t.opt(w.ind.field)
	t.opt(w.ind.itemNo)
	t.opt(w.ind.item)
	t.str(w.ind.name)
}

func (w *documentWriter) valueFindings(observation string, c *kpi.Cell, v *normalize.Value) {
	if len(c.Findings)+len(v.Findings) > 0 {
		w.n.Doubtful++
	}
	for _, list := range [][]finding.Finding{c.Findings, v.Findings} {
		for _, f := range list {
			if f.Page == 0 {
				f = f.At(c.Page, [4]float64{c.Box.X0, c.Box.Top, c.Box.X1, c.Box.Bottom})
			}
			w.finding(f, w.ind.id, observation, stageRead)
		}
	}
}

func (w *documentWriter) finding(f finding.Finding, indicator int64, observation, stage string) {
	message := clean(f.Message(finding.English))
	key := nameOf("finding", w.sha, stage, string(f.Code), strconv.FormatInt(indicator, 36), observation,
		strconv.Itoa(f.Page), message)
	id := key
	if n := w.findings[key]; n > 0 {
		id = nameOf("finding", key, strconv.Itoa(n))
	}
	w.findings[key]++
	t := w.b.findings
	t.str(id)
	t.key(w.id)
	t.optKey(indicator)
	t.opt(observation)
	t.int(w.n.Findings)
	t.str(stage)
	t.str(string(f.Severity))
	t.str(string(f.Code))
	t.optInt(f.Page)
	t.box(f.Box[0], f.Box[1], f.Box[2], f.Box[3])
	t.str(clean(f.Message(finding.Japanese)))
	t.str(message)
	t.str("open")
	w.n.Findings++
	if f.Severity != finding.Info {
		w.n.ToCheck++
	}
}

// printedKey tells an indicator by what is printed of it: item numbers, name,
// field and unit, folded so that width and spaces do not matter.
func printedKey(itemNos []string, name, field, unit string) string {
	var b strings.Builder
	for _, no := range itemNos {
		if no != "" {
			b.WriteString(fold(no))
			b.WriteByte(';')
		}
	}
	for _, s := range []string{name, field, unit} {
		b.WriteByte('|')
		b.WriteString(fold(s))
	}
	return b.String()
}

// ownSeries is the series of an indicator by its plan and by what is printed:
// the nth one printed so in its document.
func ownSeries(plan, printed, nth string) string { return nameOf("series", plan, printed, nth) }

// joinItems returns the numbers and the names of items, each joined by 、.
func joinItems(items []kpi.Item) (no, name string) {
	var nos, names []string
	for _, it := range items {
		if it.No != "" {
			nos = append(nos, clean(it.No))
		}
		if it.Name != "" {
			names = append(names, clean(it.Name))
		}
	}
	return strings.Join(nos, "、"), strings.Join(names, "、")
}

func extraJSON(extra []kpi.Extra) string {
	if len(extra) == 0 {
		return ""
	}
	type pair struct {
		Header string `json:"header"`
		Text   string `json:"text"`
	}
	pairs := make([]pair, len(extra))
	for i, e := range extra {
		pairs[i] = pair{clean(e.Header), clean(e.Text)}
	}
	return toJSON(pairs)
}

func notesJSON(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	cleaned := make([]string, len(notes))
	for i, n := range notes {
		cleaned[i] = clean(n)
	}
	return toJSON(cleaned)
}

// toJSON encodes texts, which cannot fail.
func toJSON(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n")
}

// clean makes a text fit for a database: valid UTF-8 without NUL, which DuckDB
// and spreadsheets cannot hold.
func clean(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 || s[i] >= 0x80 {
			return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
		}
	}
	return s
}

// loadRow writes a line of the log.
func (b *batch) load(id int64, sha, source, action, outcome, version string, started time.Time, took time.Duration, detail string) {
	b.loads.key(id)
	b.loads.opt(sha)
	b.loads.opt(source)
	b.loads.str(action)
	b.loads.str(outcome)
	b.loads.str(version)
	b.loads.time(started)
	b.loads.float(took.Seconds())
	b.loads.opt(detail)
}
