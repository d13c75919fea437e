package finding

// Why the operating system refused, for the middle of a message. What it says
// itself is English, and names the file it was asked for: often a temporary one
// that nobody has seen, while the one that was meant stands in the message
// already. So only the reason is told, the common ones in both languages.

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

var causes = []struct {
	is     error
	ja, en string
}{
	{fs.ErrPermission, "許可がありません", "permission denied"},
	{fs.ErrNotExist, "フォルダーかファイルがありません", "no such file or folder"},
	{syscall.ENOTDIR, "フォルダーではないものが途中にあります", "part of the path is not a folder"},
	{syscall.EISDIR, "フォルダーです", "is a folder"},
	{syscall.ENOSPC, "空き容量がありません", "no space left on device"},
	{syscall.EROFS, "読み取り専用の場所です", "read-only file system"},
	{syscall.ENAMETOOLONG, "名前が長すぎます", "the name is too long"},
}

// cause is the reason of an error in the given language.
func cause(err error, lang Lang) string {
	for _, c := range causes {
		if errors.Is(err, c.is) {
			if lang == Japanese {
				return c.ja
			}
			return c.en
		}
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
