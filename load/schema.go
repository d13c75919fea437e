package load

// Which schema a database has, and bringing it up to date: the migrations of
// package sql, each applied once and recorded, and the reference data.

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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

// seedTables are the reference tables and what each takes from its CSV file.
var seedTables = []struct {
	name    string
	columns []string
	selects string // the file's texts cast to the table's types
}{
	{"eras", []string{"name", "kanji", "letter", "first_year", "first_day", "last_day"},
		`name, kanji, letter, TRY_CAST(first_year AS INTEGER) AS first_year, TRY_CAST(first_day AS DATE) AS first_day, TRY_CAST(last_day AS DATE) AS last_day`},
	{"units", []string{"symbol", "kind", "canonical", "scale", "synonyms"},
		`symbol, kind, canonical, TRY_CAST(scale AS DECIMAL(20,6)) AS scale, synonyms`},
	{"header_terms", []string{"term", "meaning"}, `term, meaning`},
}

// stateSeeds is the entry of shihyo_state that holds the hash of the reference
// data loaded last.
const stateSeeds = "seeds"

// loadSeeds replaces the reference tables by the seeds, the user's included,
// where these changed.
func loadSeeds(ctx context.Context, conn *sql.Conn, userDir string) error {
	sum := sha256.New()
	lots := make([]*tableRows, len(seedTables))
	for i, t := range seedTables {
		columns := make([]any, 0, 2*len(t.columns))
		for _, c := range t.columns {
			columns = append(columns, c, text)
		}
		lots[i] = newTableRows("shihyo_seed", columns...)
		defer lots[i].release()
		rows, err := seeds.Load(t.name, userDir)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row[t.columns[0]] == "" {
				return errors.New(t.name + ".csv: a row without " + t.columns[0])
			}
			for _, c := range t.columns {
				lots[i].opt(row[c])
				fmt.Fprintf(sum, "%q,", row[c])
			}
		}
		fmt.Fprintln(sum)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if have, err := state(ctx, conn, stateSeeds); err != nil || have == hash {
		return err
	}
	for i, t := range seedTables {
		if _, err := conn.ExecContext(ctx, `DELETE FROM `+t.name); err != nil {
			return err
		}
		batch := lots[i].take()
		err := insertSelect(ctx, conn, t.name, t.selects, batch)
		batch.Release()
		if err != nil {
			return fmt.Errorf("%s.csv: %w", t.name, err)
		}
	}
	return setState(ctx, conn, stateSeeds, hash)
}
