package load

// What can go wrong with a warehouse as such. Faults that belong to one thing
// (labels, checks, exports …) are registered beside it.

import (
	"io/fs"
	"strings"
	"syscall"

	"shihyo/extract/finding"
)

// The faults of the warehouse. Busy and Unwritable end a command with exit code
// 3 (see ExitCode); the others are wrong use.
var (
	CodeBusy = finding.Register("warehouse_busy", finding.Error,
		"別の shihyo が書き込み中です（%s）。終わるまで待つか、--wait を延ばしてください",
		"another shihyo is writing (%s); wait for it or raise --wait")
	CodeOpenElsewhere = finding.Register("warehouse_open_elsewhere", finding.Error,
		"別のプログラム（%s）が書き込み用に開いています。Python では duckdb.connect(…, read_only=True) で開いてください",
		"another program (%s) has it open for writing; close it, and in Python open it with duckdb.connect(…, read_only=True)")
	CodeUnwritable = finding.Register("warehouse_unwritable", finding.Error,
		"書き込めません（%s）。フォルダーの権限と空き容量を確かめてください",
		"cannot be written (%s); check the folder's permissions and free space")
	CodeRenameOpen = finding.Register("warehouse_rename_open", finding.Error,
		"開いているプログラムがあるため入れ替えられません（%s）。Windows では閉じてから実行し直してください",
		"cannot be replaced while a program has it open (%s); on Windows close it and run again")
	CodeMissing = finding.Register("warehouse_missing", finding.Error,
		"データベースがありません。先に shihyo ingest で作ってください",
		"no such warehouse; make one with shihyo ingest")
	CodeForeign = finding.Register("warehouse_foreign", finding.Error,
		"shihyo のデータベースではありません（表 %s があります）。--db に別のファイルを指定してください",
		"is a database, but not one of shihyo (it holds %s); name another file with --db")
	CodeNewer = finding.Register("warehouse_newer", finding.Error,
		"新しい版の shihyo が作りました（スキーマ %d、この版は %d まで）。shihyo を更新してください",
		"was made by a newer shihyo (schema %d, this one knows %d); update shihyo")
	CodeOlder = finding.Register("warehouse_older", finding.Error,
		"古いスキーマ（%d、この版は %d）です。shihyo refresh または ingest で更新してください",
		"has an older schema (%d, this shihyo has %d); run shihyo ingest or refresh to bring it up to date")
	CodeCorrupt = finding.Register("warehouse_corrupt", finding.Error,
		"DuckDB のデータベースとして読めません（%s）。控えから戻すか、別のファイルを指定してください",
		"cannot be read as a DuckDB database (%s); restore a copy or name another file")
	CodeNewerFormat = finding.Register("warehouse_newer_format", finding.Error,
		"新しい版の DuckDB の形式で書かれていて読めません。古い形式（STORAGE_VERSION 'v1.0.0'）で写すか、別のファイルを指定してください",
		"is in the format of a newer DuckDB and cannot be read; copy it in the older format (STORAGE_VERSION 'v1.0.0') or name another file")
	CodeQuery = finding.Register("warehouse_query", finding.Error,
		"SQL を実行できません: %s",
		"the query failed: %s")
	CodeUnsupported = finding.Register("warehouse_unsupported", finding.Error,
		"%s はまだ使えません。ファイル名を指定してください",
		"%s is not supported yet; name a file")
)

// ExitCode returns the exit code for a fault of this package: 3 when the
// warehouse is busy or cannot be written (by this program: a foreign, newer or
// damaged file is none it may write), 2 for other misuse, 0 for a code that is
// not the warehouse's.
func ExitCode(code finding.Code) int {
	switch code {
	case CodeBusy, CodeOpenElsewhere, CodeUnwritable, CodeRenameOpen, CodeForeign, CodeNewer, CodeNewerFormat, CodeCorrupt, CodeNameTaken, CodeDependents:
		return 3
	case CodeMissing, CodeOlder, CodeQuery, CodeUnsupported, CodeBadDate,
		CodeDecisions, CodeNoPlan, CodeManyPlans, CodeNoCode, CodeNoIndicators, CodeNoRevision, CodeOneRevision, CodeNothingSelected, CodeNoObservation, CodeNoFinding,
		CodeBadCheck, CodeBadFormat:
		return 2
	}
	return 0
}

// reason is what the operating system had against writing, as an error of its
// own, where DuckDB's message (which names files of ours) holds it; else the
// message's first line.
func reason(text string) any {
	for words, err := range map[string]error{
		"No space left":         syscall.ENOSPC,
		"Permission denied":     fs.ErrPermission,
		"Read-only file system": syscall.EROFS,
	} {
		if strings.Contains(text, words) {
			return err
		}
	}
	return firstLine(text)
}
