package object

import "shihyo/extract/finding"

// Codes of the faults Open returns.
var (
	NotPDF = finding.Register("not_pdf", finding.Error,
		"PDFではありません。PDFファイルを指定してください。",
		"this is not a PDF; name a PDF file.")
	EmptyFile = finding.Register("empty_file", finding.Error,
		"ファイルが空です。もう一度ダウンロードしてください。",
		"the file is empty; download it again.")
	NeedsPassword = finding.Register("password_needed", finding.Error,
		"パスワードで保護されています。--password で指定してください。",
		"the file is protected by a password; give it with --password.")
	WrongPassword = finding.Register("password_wrong", finding.Error,
		"パスワードが違います。--password の値を確かめてください。",
		"the password is wrong; check the value of --password.")
	UnsupportedEncryption = finding.Register("unsupported_encryption", finding.Error,
		"この暗号化方式（%v）には対応していません。暗号化を解いて保存し直してください。",
		"encryption of this kind (%v) is not supported; save the file again without it.")
	Damaged = finding.Register("damaged", finding.Error,
		"ファイルが壊れていて読めません（%v）。もう一度ダウンロードしてください。",
		"the file is damaged beyond reading (%v); download it again.")
)

// Codes of the findings File.Findings returns.
var (
	Repaired = finding.Register("file_repaired", finding.Warning,
		"ファイルの目次（相互参照表）が壊れているため、中身を探し直して読みました。読み落としがないか確かめてください。",
		"the file's cross-reference table is damaged; its objects were found by searching. Check that nothing is missing.")
	PagesMissing = finding.Register("pages_missing", finding.Warning,
		"ページ一覧のうち%v件が読めません。元のファイルと比べてください。",
		"%v entries of the page list cannot be read; compare with the original.")
	TooManyPages = finding.Register("too_many_pages", finding.Warning,
		"ページ一覧が異常に長いため、最初の%vページだけを読みます。元のファイルと比べてください。",
		"the page list is too long to be real; only its first %v pages are read. Compare with the original.")
)
