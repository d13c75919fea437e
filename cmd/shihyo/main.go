// Command shihyo reads KPI tables out of Japanese government PDFs into DuckDB.
package main

func main() {}
