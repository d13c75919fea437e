package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"shihyo/extract"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/extract/table"
	"shihyo/normalize"
	sqlfiles "shihyo/sql"
)

// The documents of the measurements: 20 indicators of 5 values each, with their
// tables and cells, in plans of several revisions.
const (
	benchIndicators = 20
	benchValues     = 5
)

// benchDocument makes the n-th document: revision n%revisions of its plan. From
// the third revision on one of its indicators has another name, so that every
// plan has to be followed.
func benchDocument(n, revisions int) Document {
	plan, rev := n/revisions, n%revisions
	sum := sha256.Sum256([]byte("bench" + strconv.Itoa(n)))
	r := &extract.Result{SHA256: hex.EncodeToString(sum[:]), Pages: 3, Producer: "generator", Title: "計画", Date: "令和４年３月"}
	t := table.Table{Page: 1, Rows: benchIndicators, Cols: benchValues, Ruled: true, Confidence: 0.98, Box: page.Box{X0: 40, Top: 50, X1: 800, Bottom: 550}}
	for i := range benchIndicators {
		top := 50 + 25.3*float64(i)
		ind := extract.Indicator{Indicator: kpi.Indicator{Page: 1 + i/10, Section: "行政のＤＸに係るＫＰＩ一覧", Field: fmt.Sprintf("%d　分野%d", i/5, plan%40),
			Items: []kpi.Item{{No: fmt.Sprintf("%d(%d)", i/5+1, i%5), Name: fmt.Sprintf("施策%d", (plan*7+i)%3000)}},
			Name:  fmt.Sprintf("指標%dの利用件数", (plan*31+i)%50000), Unit: "件", Confidence: 0.97,
			Box: page.Box{X0: 40, Top: top, X1: 800, Bottom: top + 25}}}
		if rev >= 2 && i == plan%benchIndicators {
			ind.Name += "（年間）"
		}
		for v := range benchValues {
			n := int64((plan*13+i*17+v*100+rev*v*3)%100000 + 1)
			raw := strconv.FormatInt(n, 10)
			x := 300 + 100*float64(v)
			box := page.Box{X0: x, Top: top, X1: x + 100, Bottom: top + 25}
			role := kpi.Target
			period := "Ｒ" + strconv.Itoa(3+v)
			fy := 2021 + v
			if v == 0 {
				role, period, fy = kpi.Baseline, "基準値", 0
			}
			ind.Values = append(ind.Values, kpi.Cell{Period: period, Role: role, FiscalYear: fy, Raw: raw, Page: ind.Page, Box: box, Confidence: 0.98})
			ind.Readings = append(ind.Readings, normalize.Value{Raw: raw, Kind: normalize.Number, Status: normalize.OK,
				Value: decimal.NullDecimal{Decimal: decimal.MustNew(n, 0), Valid: true}, Unit: "件", CanonicalUnit: "件", Scale: decimal.One, FiscalYear: fy, Confidence: 0.99})
			t.Cells = append(t.Cells, table.Cell{Row: i, Col: v, RowSpan: 1, ColSpan: 1, Text: raw, Box: box, Confidence: 0.98})
		}
		r.Indicators = append(r.Indicators, ind)
	}
	r.Tables = []table.Table{t}
	return Document{Result: r, Took: time.Millisecond, Source: benchSource(n, revisions),
		Label: Label{Plan: fmt.Sprintf("計画%05d", plan), Revision: fmt.Sprintf("第%d版", rev+1), Effective: fmt.Sprintf("%d-04-01", 2018+rev)}}
}

// benchSource is the file of the n-th document.
func benchSource(n, revisions int) Source {
	name := fmt.Sprintf("in/plan%05d-%d.pdf", n/revisions, n%revisions)
	return Source{Name: name, Path: "/" + name, Bytes: 100000, Modified: time.Unix(1700000000, 0), Inode: int64(n)}
}

// BenchmarkLoad loads a million observations (SHIHYO_BENCH_DOCS documents of
// 100, 10000 unless told) and compares with a bare insert of the same Arrow
// batches into the same tables. Publishing, and comparing the four revisions of
// each plan, are shown apart.
func BenchmarkLoad(b *testing.B) {
	docs := 10000
	if s := os.Getenv("SHIHYO_BENCH_DOCS"); s != "" {
		docs, _ = strconv.Atoi(s)
	}
	ctx := context.Background()
	all := make([]Document, docs)
	for i := range all {
		all[i] = benchDocument(i, 4)
	}
	observations := float64(docs * benchIndicators * benchValues)
	for b.Loop() {
		bare, building := bareInsert(b, ctx, all)
		path := filepath.Join(b.TempDir(), "kpi.duckdb")
		start := time.Now()
		l, err := Begin(ctx, Options{Path: path, Reader: "1", Version: "bench"})
		if err != nil {
			b.Fatal(err)
		}
		for _, d := range all {
			if _, err := l.Add(ctx, d); err != nil {
				b.Fatal(err)
			}
		}
		s, err := l.Commit(ctx)
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start) - s.Publish - s.Comparing
		b.ReportMetric(observations/took.Seconds(), "obs/s")
		b.ReportMetric(observations/bare.Seconds(), "bare_obs/s")
		b.ReportMetric(observations/(bare+building).Seconds(), "bare+building_obs/s")
		b.ReportMetric(bare.Seconds()/took.Seconds(), "of_bare")
		b.ReportMetric((bare+building).Seconds()/took.Seconds(), "of_bare+building")
		b.ReportMetric(s.Publish.Seconds(), "publish_s")
		b.ReportMetric(s.Comparing.Seconds(), "comparing_s")
	}
}

// bareInsert inserts the rows of documents, and tells how long the inserts and
// the building of the batches took.
func bareInsert(b *testing.B, ctx context.Context, all []Document) (inserting, building time.Duration) {
	db, err := openFile(ctx, "bare", filepath.Join(b.TempDir(), "bare.duckdb"), "READ_WRITE")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		b.Fatal(err)
	}
	if err := migrate(ctx, conn, 0, sqlfiles.Latest()); err != nil {
		b.Fatal(err)
	}
	rows := newBatch()
	defer rows.release()
	put := func() {
		start := time.Now()
		lot := rows.take()
		building += time.Since(start)
		start = time.Now()
		if err := writeRows(ctx, conn, lot, nil); err != nil {
			b.Fatal(err)
		}
		inserting += time.Since(start)
	}
	start := time.Now()
	for _, d := range all {
		id, _ := documentKey(d.Result.SHA256)
		_, revision := revisionKeys(d.Label)
		rows.document(d.Result, documentRow{id: id, revision: revision, source: d.Source.Name, label: d.Label, reader: "1", outcome: "loaded"}, nil)
		if rows.rows() >= flushRows {
			building += time.Since(start)
			put()
			start = time.Now()
		}
	}
	building += time.Since(start)
	put()
	start = time.Now()
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		b.Fatal(err)
	}
	inserting += time.Since(start)
	return inserting, building
}
