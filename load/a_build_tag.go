//go:build !duckdb_arrow

package load

// Without the tag the DuckDB driver has no Arrow interface. The undefined name
// below is what the compiler then prints first.
var _ = shihyo_must_be_built_with__go_build_tags_duckdb_arrow
