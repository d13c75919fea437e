package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"shihyo/extract/finding"
	"shihyo/seeds"
	sqlfiles "shihyo/sql"
)

// execer is what a database, a connection and a transaction have in common.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// schemaVersion returns the number of the last migration a database has had, 0
// for an empty database. It returns CodeForeign for a database that holds
// tables but was not made by shihyo.
func schemaVersion(ctx context.Context, db execer, name string) (int, error) {
	var ours, tables int
	err := db.QueryRowContext(ctx, `SELECT count(*) FILTER (table_name = 'shihyo_migrations'), count(*)
		FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()`).Scan(&ours, &tables)
	if err != nil {
		return 0, finding.Fail(name, err, CodeCorrupt, firstLine(err.Error()))
	}
	if ours == 0 {
		if tables == 0 {
			return 0, nil
		}
		var first string
		err := db.QueryRowContext(ctx, `SELECT table_name FROM duckdb_tables()
			WHERE schema_name = 'main' AND NOT internal AND database_name = current_database() ORDER BY 1 LIMIT 1`).Scan(&first)
		if err != nil {
			return 0, finding.Fail(name, err, CodeCorrupt, firstLine(err.Error()))
		}
		return 0, finding.Fail(name, nil, CodeForeign, first)
	}
	var version sql.NullInt64
	if err := db.QueryRowContext(ctx, `SELECT max(version) FROM shihyo_migrations`).Scan(&version); err != nil {
		return 0, finding.Fail(name, err, CodeForeign, "shihyo_migrations")
	}
	return int(version.Int64), nil
}

// checkVersion returns CodeNewer when a schema is newer than this program.
func checkVersion(version int, name string) error {
	if latest := sqlfiles.Latest(); version > latest {
		return finding.Fail(name, nil, CodeNewer, version, latest)
	}
	return nil
}

// migrate applies the migrations a database lacks, each recorded with it, up to
// and including version upTo. It runs inside the caller's transaction.
func migrate(ctx context.Context, db execer, from, upTo int) error {
	if from == 0 {
		if _, err := db.ExecContext(ctx, `
CREATE TABLE IF NOT EXISTS shihyo_migrations (version INTEGER NOT NULL, name VARCHAR NOT NULL);
COMMENT ON TABLE shihyo_migrations IS 'スキーマの版 / steps of the schema that were applied';
COMMENT ON COLUMN shihyo_migrations.version IS '番号 / number of the step';
COMMENT ON COLUMN shihyo_migrations.name IS '名称 / name of the step';`); err != nil {
			return err
		}
	}
	for _, m := range sqlfiles.Migrations() {
		if m.Version <= from || m.Version > upTo {
			continue
		}
		if _, err := db.ExecContext(ctx, m.Text); err != nil {
			return fmt.Errorf("migration %04d_%s: %w", m.Version, m.Name, err)
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO shihyo_migrations VALUES (?, ?)`, m.Version, m.Name); err != nil {
			return err
		}
	}
	return nil
}

// loadSeeds replaces the reference tables by the seeds, the user's included.
func loadSeeds(ctx context.Context, db execer, userDir string) error {
	for _, t := range []struct {
		name, insert string
		columns      []string
	}{
		{"eras", `INSERT INTO eras BY NAME SELECT ? AS name, ? AS kanji, ? AS letter, TRY_CAST(? AS INTEGER) AS first_year, TRY_CAST(? AS DATE) AS first_day, TRY_CAST(? AS DATE) AS last_day`,
			[]string{"name", "kanji", "letter", "first_year", "first_day", "last_day"}},
		{"units", `INSERT INTO units BY NAME SELECT ? AS symbol, ? AS kind, ? AS canonical, TRY_CAST(? AS DECIMAL(20,6)) AS scale, ? AS synonyms`,
			[]string{"symbol", "kind", "canonical", "scale", "synonyms"}},
		{"header_terms", `INSERT INTO header_terms BY NAME SELECT ? AS term, ? AS meaning`,
			[]string{"term", "meaning"}},
	} {
		rows, err := seeds.Load(t.name, userDir)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `DELETE FROM `+t.name); err != nil {
			return err
		}
		for _, row := range rows {
			args := make([]any, len(t.columns))
			for i, c := range t.columns {
				if row[c] != "" {
					args[i] = row[c]
				}
			}
			if args[0] == nil {
				return errors.New(t.name + ".csv: a row without " + t.columns[0])
			}
			if _, err := db.ExecContext(ctx, t.insert, args...); err != nil {
				return fmt.Errorf("%s.csv: %w", t.name, err)
			}
		}
	}
	return nil
}
