package kpi

import "shihyo/extract/finding"

// What this stage has doubts about.
var (
	nameCarried = finding.Register("name_carried", finding.Warning,
		"指標名の欄が空白のため、上の行の指標名を引き継ぎました",
		"the row names no indicator; the name above was carried down")
	cutRowJoined = finding.Register("cut_row_joined", finding.Warning,
		"ページの境で分かれた行をつなぎました",
		"a row cut by the page break was joined")
	nameFromTitle = finding.Register("name_from_title", finding.Info,
		"表に指標名の欄がないため、表の上の見出し「%[1]s」を指標名としました",
		"the table has no column of names; the heading %[1]q above it was taken as the indicator")
	headerUncertain = finding.Register("header_uncertain", finding.Warning,
		"表の見出しを語句から判断できず、構造から推定しました（%[1]s）",
		"the table's header was not known by its words and was inferred from its structure (%[1]s)")
	headerDamaged = finding.Register("header_damaged", finding.Warning,
		"列「%[1]s」の見出しに欠けた文字があるようです",
		"the header of column %[1]q seems to lack a character")
	yearOutOfOrder = finding.Register("year_out_of_order", finding.Warning,
		"列「%[1]s」の年度が隣の列と続いていません",
		"the year of column %[1]q does not follow its neighbours'")
	unitMissing = finding.Register("unit_missing_in_row", finding.Warning,
		"同じ行の他の値にある単位「%[1]s」がありません",
		"the unit %[1]q of the row's other values is missing")
	headerMixed = finding.Register("header_mixed", finding.Warning,
		"二つの見出しが一つの欄に入っているようです（%[1]s）",
		"two headers seem to stand in one cell (%[1]s)")
	headerOutside = finding.Register("header_outside", finding.Warning,
		"見出しの語句「%[1]s」が表の外にあります",
		"the header word %[1]q stands outside the table")
	textOutside = finding.Register("text_outside", finding.Warning,
		"この行の横に、どの表にも入らない文字があります（%[1]s）",
		"text beside this row belongs to no table (%[1]s)")
	textsRunTogether = finding.Register("texts_run_together", finding.Warning,
		"二つの欄の文字が一つになっている可能性があります（%[1]s）",
		"the texts of two cells may have become one (%[1]s)")
	cellOverColumns = finding.Register("cell_over_columns", finding.Warning,
		"一つの欄が列「%[1]s」と列「%[2]s」にまたがっています",
		"one cell covers the columns %[1]q and %[2]q")
	roleInferred = finding.Register("role_inferred", finding.Info,
		"列「%[1]s」が基準値・実績値・目標値のいずれか見出しに書かれていないため推定しました（%[2]s）",
		"the header of column %[1]q does not say whether it is baseline, actual or target; taken as %[2]s")
	tableSkipped = finding.Register("table_skipped", finding.Warning,
		"数値目標の表らしいが、指標と値の列を見分けられないため読みませんでした",
		"a table that may hold indicators was left out: its indicator and value columns could not be told")
	continuationUnfit = finding.Register("continuation_unfit", finding.Warning,
		"前のページからの続きらしい表の列が合わないため読みませんでした",
		"a table that may continue the one before was left out: its columns do not fit")
	unitDiffers = finding.Register("unit_differs_in_row", finding.Warning,
		"単位「%[1]s」が同じ行の他の値の単位「%[2]s」と異なります",
		"unit %[1]q differs from %[2]q of the row's other values")
	seriesBroken = finding.Register("series_broken", finding.Warning,
		"前後の年度の値から大きく外れています",
		"the value is far out of the row's series")
	valueShape = finding.Register("value_shape", finding.Warning,
		"列の他の値と形が異なります（%[1]s）",
		"the text does not read like the column's other values (%[1]s)")
	mergedReach = finding.Register("merged_reach", finding.Warning,
		"隣の結合された欄の値「%[1]s」がこの欄にも及ぶ可能性があります",
		"the merged cell beside (%[1]q) may cover this one too")
	valuesMerged = finding.Register("values_run_together", finding.Warning,
		"隣の欄の値が入り込んでいる可能性があります",
		"the cell may hold its neighbour's value too")
	bracketsOpen = finding.Register("brackets_open", finding.Warning,
		"括弧が対になっていません。文字が欠けているか、隣の欄に入った可能性があります（%[1]s）",
		"a bracket has no partner; text may be missing or in the cell beside (%[1]s)")
	nameDoubtful = finding.Register("name_doubtful", finding.Warning,
		"指標名と思われません（%[1]s）",
		"this does not read like the name of an indicator (%[1]s)")
	figuresOutside = finding.Register("figures_outside", finding.Warning,
		"表の外に数値が並んでいます。読み落とした行がある可能性があります",
		"figures stand in a row outside every table; a row may be missing")
	rowsMerged = finding.Register("rows_merged", finding.Warning,
		"二つの行が一つになっている可能性があります",
		"two rows may have become one")
	rowsMissing = finding.Register("rows_missing", finding.Warning,
		"行番号が%[1]dから%[2]dに飛んでいます。読み落とした行がある可能性があります",
		"row numbers jump from %[1]d to %[2]d; a row may be missing")
)
