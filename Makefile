# Every go command carries the tag: the DuckDB driver's Arrow side needs it.
TAGS   := -tags duckdb_arrow
GO     := go
SHIHYO := bin/shihyo

# Pinned, so that a new release cannot break an old commit.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: build seed test race lint generate golden-update bench-reader bench-tables calibrate

build:
	$(GO) build $(TAGS) -o $(SHIHYO) ./cmd/shihyo

# The README's main command: reads the document this project started from into
# kpi.duckdb and shows some of it.
seed: build
	$(SHIHYO) ingest testdata/seed/seed-chromium.pdf --db kpi.duckdb
	$(SHIHYO) query --db kpi.duckdb "select indicator, raw, value, unit, as_of from kpi where raw like '%時点%'"

test:
	$(GO) test $(TAGS) ./...

race:
	$(GO) test $(TAGS) -race ./...

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt -w the files above"; exit 1; }
	$(GO) vet $(TAGS) ./...
	$(GO) run $(STATICCHECK) $(TAGS) ./...

# Compiles the CMap data from its sources (needs them installed).
generate:
	$(GO) generate $(TAGS) ./...

# Rewrites the expected outputs of golden tests: read the diff before committing.
golden-update:
	$(GO) test $(TAGS) $$(grep -rl 'flag.Bool("update"' --include=*_test.go . | xargs -n 1 dirname | sort -u) -update

# Compares the reader with poppler and mupdf on BENCH_DATA=DIR.
bench-reader: build
	$(GO) run $(TAGS) ./extract/bench/reader $(BENCH_DATA)

# Scores tables and indicators against their truth on BENCH_DATA=DIR.
bench-tables: build
	$(GO) run $(TAGS) ./extract/bench/tables $(BENCH_DATA)

# Counts how many wrong cells carry a finding, and how many right ones, on
# BENCH_DATA=DIR as it is and damaged on purpose.
calibrate:
	$(GO) run $(TAGS) ./extract/bench/calibrate -data $(BENCH_DATA)
