package object

import (
	"errors"

	"shihyo/extract/finding"
)

// Codes of the faults Open returns.
var (
	NotPDF                = finding.Register("not_pdf", finding.Error, "PDFではありません。PDFファイルを指定してください。", "this is not a PDF; name a PDF file.")
	EmptyFile             = finding.Register("empty_file", finding.Error, "ファイルが空です。もう一度ダウンロードしてください。", "the file is empty; download it again.")
	NeedsPassword         = finding.Register("password_needed", finding.Error, "パスワードで保護されています。--password で指定してください。", "the file is protected by a password; give it with --password.")
	WrongPassword         = finding.Register("password_wrong", finding.Error, "パスワードが違います。--password の値を確かめてください。", "the password is wrong; check the value of --password.")
	UnsupportedEncryption = finding.Register("unsupported_encryption", finding.Error, "この暗号化方式（%v）には対応していません。暗号化を解いて保存し直してください。", "encryption of this kind (%v) is not supported; save the file again without it.")
	Damaged               = finding.Register("damaged", finding.Error, "ファイルが壊れていて読めません（%v）。もう一度ダウンロードしてください。", "the file is damaged beyond reading (%v); download it again.")
)

// ErrImageFilter is the error of Data for a stream whose next filter makes
// pixels, not bytes.
var ErrImageFilter = errors.New("object: image data")
