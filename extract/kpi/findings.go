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
	cellRejoined = finding.Register("cut_cell_joined", finding.Warning,
		"ページの境で分かれた欄の文字をつなぎました（%[1]s）",
		"the text of a cell cut by the page break was joined (%[1]s)")
	cellCut = finding.Register("cell_cut", finding.Warning,
		"ページの境で一つの欄が「%[1]s」と「%[2]s」に分かれた可能性があります",
		"the page break may have cut one cell into %[1]q and %[2]q")
	groupReach = finding.Register("group_reach", finding.Warning,
		"分野や施策の欄がどの行までかかるか線がないため、上下どちらの欄に属するか確かめられません",
		"no line shows how far the cells of field and item reach; the row may belong to the text below")
	nameReach = finding.Register("name_reach", finding.Warning,
		"指標名「%[1]s」の欄がどの行からどの行までか線がなく、この行の指標名か確かめられません",
		"no line shows which rows the name %[1]q stands for; this row may be another's")
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
	headerUnlike = finding.Register("header_unlike_others", finding.Warning,
		"列「%[1]s」の見出しが同じ資料の他の見出し「%[2]s」と一部違います。文字や罫線が欠けていないか確かめてください",
		"the header of column %[1]q differs a little from another of the document, %[2]q; look whether a character or a line is missing")
	headerCut = finding.Register("header_cut", finding.Warning,
		"列「%[1]s」と列「%[2]s」の見出しの区切りが正しくないようです。罫線が欠けていないか確かめてください",
		"the headers of columns %[1]q and %[2]q seem to be parted wrongly; look whether a line is missing")
	numberingBroken = finding.Register("numbering_broken", finding.Warning,
		"番号「%[1]s」が前の「%[2]s」と次の「%[3]s」の間に続きません",
		"the number %[1]q does not count on from %[2]q before to %[3]q after it")
	numberUnlike = finding.Register("number_unlike_others", finding.Warning,
		"番号「%[1]s」の書き方が他の番号と違います。文字が欠けていないか確かめてください",
		"the number %[1]q is not written like the others; look whether a character is missing")
	valueUnlike = finding.Register("value_unlike_row", finding.Warning,
		"同じ行の他の値と書き方が違います。文字が欠けていないか確かめてください（%[1]s）",
		"the value is not written like the others of its row; look whether a character is missing (%[1]s)")
	valueGone = finding.Register("value_gone", finding.Warning,
		"同じ行の他の欄には値がありますが、この欄は空白です。値が消えていないか確かめてください",
		"the cell is blank although others of its row are not; look whether its value is missing")
	wordingUnlike = finding.Register("wording_unlike_others", finding.Warning,
		"同じ資料の他の語句と一部違います。文字が欠けていないか確かめてください（%[1]s）",
		"a word differs a little from others of the document; look whether a character is missing (%[1]s)")
	lineOff = finding.Register("line_off", finding.Warning,
		"行の始まりか終わりが同じ列の他の行とそろっていません。文字が欠けていないか確かめてください（%[1]s）",
		"a line does not begin or end where the others of its column do; look whether a character is missing (%[1]s)")
	columnGone = finding.Register("column_gone", finding.Warning,
		"同じ資料の他の表にある列「%[1]s」がありません。隣の列と一つになっていないか確かめてください",
		"the column %[1]q of another table of the document is missing; look whether it became one with its neighbour")
)
