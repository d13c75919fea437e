package normalize

import "shihyo/extract/finding"

// What a value can be doubted for. A reading that stands beside a finding is
// kept; its confidence is lower.
var (
	// FindAmbiguous: several numbers stand in the cell and nothing says which
	// one is the value; none is taken.
	FindAmbiguous = finding.Register("value_ambiguous", finding.Warning,
		"値が一つに決まらないため数値として読んでいません: %s",
		"several numbers in the cell and nothing says which is the value, none was taken: %s")
	// FindLong: the text is too long for a value cell.
	FindLong = finding.Register("value_long_text", finding.Warning,
		"値のセルとしては長すぎるため読んでいません: %.60s",
		"the text is too long for a value and was not read: %.60s")
	// FindTooLong: a number of more than 19 digits.
	FindTooLong = finding.Register("value_too_long", finding.Warning,
		"19桁を超える数値は正確に扱えないため読んでいません: %s",
		"a number of more than 19 digits cannot be kept exactly and was not read: %s")
	// FindGrouping: separators that fit neither thousands nor decimals.
	FindGrouping = finding.Register("value_grouping", finding.Warning,
		"桁区切りか小数点か判別できないため読んでいません: %s",
		"separators fit neither thousands nor decimals, the number was not read: %s")
	// FindInexact: a fraction without an exact decimal, rounded to ten places.
	FindInexact = finding.Register("value_inexact", finding.Info,
		"分数を小数第10位に丸めました: %s",
		"the fraction has no exact decimal and was rounded to ten places: %s")
	// FindUnit: the unit in the cell and the one of its column or indicator
	// measure different things; the cell's is taken.
	FindUnit = finding.Register("unit_differs", finding.Warning,
		"セルの単位「%s」が列・指標の単位「%s」と異なります",
		"the cell's unit %q differs from %q of its column or indicator")
	// FindMultiplier: both cell and unit column bear a multiplier (133万 under 万人).
	FindMultiplier = finding.Register("unit_multiplier", finding.Warning,
		"セルの「%s」と単位「%s」の両方に倍数があり、二重に掛けるおそれがあります",
		"both the cell %q and its unit %q bear a multiplier")
	// FindUnreadable: characters beside the number could not be mapped; they
	// may have been figures.
	FindUnreadable = finding.Register("value_unreadable", finding.Warning,
		"読み取れない文字が数値に接しています: %s",
		"characters beside the number could not be read: %s")
	// FindReversed: the range's first end is above its second.
	FindReversed = finding.Register("range_reversed", finding.Warning,
		"範囲の下限が上限より大きくなっています: %s",
		"the range begins above its end: %s")
	// FindDitto: a ditto mark without a neighbour that has a reading.
	FindDitto = finding.Register("ditto_alone", finding.Warning,
		"「%s」が指す隣のセルに値がありません",
		"the cell that %q repeats has no reading")
	// FindArrow: an arrow upwards, which may repeat the cell above or ask for more.
	FindArrow = finding.Register("arrow_ambiguous", finding.Warning,
		"「%s」は上の欄と同じという意味か、増やすという意味か確かめられません",
		"%q may repeat the cell above or mean that more is aimed at")
	// FindCalendar: a calendar year is named where plans use fiscal years.
	FindCalendar = finding.Register("calendar_year", finding.Info,
		"年度ではなく暦年で示されています: %s",
		"a calendar year is named, not a fiscal one: %s")
	// FindEra: a date outside its era (平成33年), read as meant.
	FindEra = finding.Register("era_impossible", finding.Info,
		"その元号にない年です（西暦に読み替えました）: %s",
		"the era had no such year, it was read as meant: %s")
	// FindYears: two notations of one year disagree.
	FindYears = finding.Register("year_differs", finding.Warning,
		"和暦と西暦が一致しません: %s",
		"the Japanese and the western year disagree: %s")
	// FindBracket: a number in brackets beside the value that nothing explains.
	FindBracket = finding.Register("bracket_unexplained", finding.Info,
		"括弧内の数値の意味が分からないため注記に残しました: %s",
		"the number in brackets is not explained and was kept as a note: %s")
	// FindLabels: the labels of the components are not those of the
	// indicator's name.
	FindLabels = finding.Register("component_labels", finding.Warning,
		"値の区分 %s が指標名の区分と対応しません",
		"the labels %s of the value do not match those of the indicator's name")
	// FindBound: a bound that may be meant the other way round than it is read: of a
	// negative number (▲5%以上: a decrease of 5 % or more), of a rank (3位以上: the
	// third or better).
	FindBound = finding.Register("bound_doubtful", finding.Warning,
		"「以上」「以下」の向きを確かめてください（負の数では増減の大きさ、順位では上下とも読めます）: %s",
		"check the direction of the bound: of a negative number it may be meant of the size of the change, of a rank of better or worse: %s")
	// FindDash: a long-vowel mark, a long dash or a triangle that points down
	// before a number, read as minus.
	FindDash = finding.Register("sign_doubtful", finding.Warning,
		"数値の前の記号をマイナスと読みました: %s",
		"the sign before the number was read as a minus: %s")
)
