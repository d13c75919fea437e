package table

import (
	"fmt"
	"strings"

	"shihyo/extract/finding"
)

// How borders are judged. Where columns and rows part is not always drawn. What
// speaks for a border and what against it is gathered first, each piece under a
// name, and weighed once, by score; all weights stand here. The evidence stays
// with the grid, so that later stages can tell how sure a border is and the
// drawing of a page can show why it is there.

// Weights of a border between columns. Its measure is the share of the rows of
// text that have texts on both sides of it; it stands from columnLeast on.
const (
	columnLeast = 0.2
	// Text across it speaks against it more than text beside it speaks for it:
	// with texts beside it in six rows of ten it bears one of six that spans.
	weighCrossed = -2.4
	// A rule that ends inside the table ends where columns part.
	weighLineEnd = 0.45
	// Two header texts side by side over one column; they part it even where a
	// quarter of its texts reach across.
	weighHeaders = 0.55
	// A table of the same extent on the page has a border there, and all that
	// this one has.
	weighSibling = 0.5
	// Lines beside it close the columns, so it needs that much more.
	weighWalled = -0.4
	// What alone is reason enough against it.
	never = -10.0
)

// columnEvidence is what is known of a border between columns.
type columnEvidence struct {
	drawn   bool // a line, or the side of a filled area
	lineEnd bool // a rule ends there
	headers bool // header texts stand apart over it
	sibling bool // another table of the page has it
	rows    int  // rows that could show it
	both    int  // of these, rows with texts on both sides
	crossed int  // rows with a text across it

	narrow bool // the white is no wider than words leave by chance
	glued  bool // the texts beside it are mostly one, with printed blanks between
	lone   bool // too few rows show it
	walled bool // lines close the columns around it
	wordy  bool // right of it stand texts, not figures
}

func (e *columnEvidence) score() float64 {
	if e.drawn {
		return 1
	}
	if e.narrow || e.glued || e.lone || e.walled && (e.wordy || e.crossed > 0) {
		return never
	}
	n := float64(max(e.rows, 1))
	s := float64(e.both)/n + weighCrossed*float64(e.crossed)/n
	if e.lineEnd {
		s += weighLineEnd
	}
	if e.headers {
		s += weighHeaders
	}
	if e.sibling {
		s += weighSibling
	}
	if e.walled {
		s += weighWalled
	}
	return s
}

// margin is how much the evidence outweighs what it takes.
func (e *columnEvidence) margin() float64 { return e.score() - columnLeast }

// Why tells the evidence to a person.
func (e *columnEvidence) Why(lang finding.Lang) string {
	t := teller{lang: lang}
	t.count(e.both, "両側に文字のある行", "rows with text on both sides")
	t.count(e.rows, "対象の行", "rows looked at")
	t.count(e.crossed, "またぐ行", "rows with text across")
	t.is(e.lineEnd, "罫線の端", "end of a line")
	t.is(e.headers, "並ぶ見出し", "headers apart")
	t.is(e.sibling, "同じ幅の表の境界", "border of a table as wide")
	t.is(e.walled, "罫線の間", "between lines")
	return t.String()
}

// Weights of what tells that a new row begins (positive) or that a row goes on.
const (
	// Lines of one text keep one distance; more white than that parts rows.
	partWhite     = 1.5
	partWideWhite = 2.0 // and again, for more than a line of it
	joinTight     = -0.5
	// Texts that overlap in height stand side by side in one row.
	joinOverlap = -4.0
	// Two figures in one column are two values: a number is not broken.
	partFigures     = 2.0
	partFullFigures = 1.0 // the upper one fills its column
	// The text above had room for the first word of the line below, so it ended
	// there; or it had none, so it may have been broken.
	partRoom = 1.0
	joinFull = -1.0
	// 36人 / （R3末）: a bracket that opens a line belongs to what stands above.
	joinBracket = -0.5
	// ①… / ②…: parts of one cell.
	joinEnumerators = -1.0
	// Latin text goes on in lower case; labels of rows begin with a capital.
	joinLowerCase = -0.7
	// A label goes on further in than it began; rows below a heading are set in too,
	// but one as the other.
	joinHanging = -1.5
	partUnder   = 1.0
	// Leaders go on from a label to its figures.
	joinLed = -3.0
	// A label and a figure of its own in each line, the figures in different columns.
	partApart = 2.5
	// Bold text and light text are no one text.
	partWeight = 2.0
	// Below all of this, lines are one row: a table that tells nothing is not
	// cut up.
	partBias = -0.4
)

// rowEvidence is what is known of a border between the row so far and a line of
// text below it: how the white above the line is, and in how many columns the
// two texts are so and so.
type rowEvidence struct {
	white whiteAbove

	figures     int  // both are figures
	fullFigures int  // and the upper one fills its column
	room        int  // the first word of the lower text had room above
	full        int  // it had none
	brackets    int  // the lower text is a bracket close below
	enumerators int  // both begin with ① or the like
	lowerCase   int  // the lower one begins in lower case
	hanging     int  // the lower one is set in, as a further line of the label above
	under       int  // the lower one is set in, as the first row below a heading
	weights     int  // one is bold
	led         bool // the line begins with leaders
	apart       bool // each has a label and a figure, in different columns
}

// whiteAbove is how much white a line of text has above it.
type whiteAbove int

const (
	overlapping whiteAbove = iota // it stands beside texts of the row
	tight                         // as between lines of one text
	loose
	wide // more than a line
)

func (e *rowEvidence) score() float64 {
	s := partBias
	if e.led {
		s += joinLed
	}
	if e.apart {
		s += partApart
	}
	switch e.white {
	case overlapping:
		s += joinOverlap
	case tight:
		s += joinTight
	case wide:
		s += partWhite + partWideWhite
	default:
		s += partWhite
	}
	return s + partFigures*float64(e.figures) + partFullFigures*float64(e.fullFigures) +
		partRoom*float64(e.room) + joinFull*float64(e.full) +
		joinBracket*float64(e.brackets) + joinEnumerators*float64(e.enumerators) +
		joinLowerCase*float64(e.lowerCase) + joinHanging*float64(e.hanging) + partUnder*float64(e.under) + partWeight*float64(e.weights)
}

func (e *rowEvidence) margin() float64 { return e.score() }

// Why tells the evidence to a person.
func (e *rowEvidence) Why(lang finding.Lang) string {
	t := teller{lang: lang}
	t.is(e.white == overlapping, "行が重なる", "lines overlap")
	t.is(e.white == loose, "行間が広い", "white")
	t.is(e.white == wide, "行間が一行より広い", "wide white")
	t.count(e.figures+e.fullFigures, "数値の下の数値", "figures below figures")
	t.count(e.room, "前の行に余白", "room in the line above")
	t.count(e.full, "前の行が列幅いっぱい", "line above full")
	t.count(e.brackets, "括弧で始まる", "begins with a bracket")
	t.count(e.enumerators, "箇条", "enumerators")
	t.count(e.lowerCase, "小文字で始まる", "begins in lower case")
	t.is(e.hanging > 0, "字下げされた続き", "set in below its first line")
	t.is(e.under > 0, "見出しの下の字下げ", "set in below a heading")
	t.count(e.weights, "太字と細字", "bold and light")
	t.is(e.led, "点線で始まる", "begins with leaders")
	t.is(e.apart, "それぞれ見出しと数値を持つ", "a label and a figure each")
	return t.String()
}

// teller puts pieces of evidence into words.
type teller struct {
	lang  finding.Lang
	parts []string
}

func (t *teller) is(holds bool, ja, en string) {
	switch {
	case !holds:
	case t.lang == finding.Japanese:
		t.parts = append(t.parts, ja)
	default:
		t.parts = append(t.parts, en)
	}
}

func (t *teller) count(n int, ja, en string) {
	t.is(n > 0, fmt.Sprintf("%s %d", ja, n), fmt.Sprintf("%s: %d", en, n))
}

func (t *teller) String() string {
	if t.lang == finding.Japanese {
		return strings.Join(t.parts, "、")
	}
	return strings.Join(t.parts, ", ")
}
