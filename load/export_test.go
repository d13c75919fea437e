package load

import (
	"context"
	"path/filepath"
	"testing"
)

// GeneratedDocument is benchDocument for the tests outside the package.
var GeneratedDocument = benchDocument

// MakeVersion makes a warehouse of an earlier schema.
func MakeVersion(t *testing.T, path string, version int) {
	t.Helper()
	ctx := context.Background()
	db, err := openFile(ctx, path, path, "READ_WRITE")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := migrate(ctx, db, 0, version); err != nil {
		t.Fatal(err)
	}
}

// CopyRows fills the tables of a warehouse of an earlier schema with the rows of
// another warehouse, as far as that schema has their columns.
func CopyRows(t *testing.T, path, from string) {
	t.Helper()
	ctx := context.Background()
	db, err := openFile(ctx, path, path, "READ_WRITE")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `ATTACH `+literal(from)+` AS fresh (READ_ONLY)`); err != nil {
		t.Fatal(err)
	}
	copies, err := texts(ctx, db, `
SELECT 'INSERT INTO ' || o.table_name || ' BY NAME SELECT ' || string_agg('"' || o.column_name || '"', ', ') || ' FROM fresh.' || o.table_name
FROM duckdb_columns() o JOIN duckdb_tables() t ON t.table_oid = o.table_oid AND t.database_oid = o.database_oid
WHERE o.database_name = current_database() AND o.table_name <> 'shihyo_migrations' GROUP BY o.table_name`)
	if err != nil || len(copies) < 15 {
		t.Fatal(copies, err)
	}
	for _, q := range copies {
		if _, err := db.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(ctx, `DETACH fresh`); err != nil {
		t.Fatal(err)
	}
}

// HoldLock takes the writer's lock, and gives it back when asked.
func HoldLock(t *testing.T, path string) (release func()) {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lock(context.Background(), path, abs, DefaultWait)
	if err != nil {
		t.Fatal(err)
	}
	return func() { unlock(l) }
}

// CompareStepwise has revisions compared one pair at a time.
func CompareStepwise(t *testing.T) {
	old := valuesAtOnce
	valuesAtOnce = 100 // of one document
	t.Cleanup(func() { valuesAtOnce = old })
}
