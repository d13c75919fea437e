package table

import (
	"fmt"
	"strings"
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

func (e *columnEvidence) String() string {
	if e.drawn {
		return "line"
	}
	s := []string{fmt.Sprintf("texts on both sides in %d of %d rows", e.both, e.rows)}
	if e.crossed > 0 {
		s = append(s, fmt.Sprintf("crossed in %d", e.crossed))
	}
	for _, x := range []struct {
		is   bool
		name string
	}{{e.lineEnd, "end of a line"}, {e.headers, "headers apart"}, {e.sibling, "table of the same borders"}, {e.walled, "between lines"}} {
		if x.is {
			s = append(s, x.name)
		}
	}
	return strings.Join(s, ", ")
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

	figures     int // both are figures
	fullFigures int // and the upper one fills its column
	room        int // the first word of the lower text had room above
	full        int // it had none
	brackets    int // the lower text is a bracket close below
	enumerators int // both begin with ① or the like
	lowerCase   int // the lower one begins in lower case
	weights     int // one is bold
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
		joinLowerCase*float64(e.lowerCase) + partWeight*float64(e.weights)
}

func (e *rowEvidence) String() string {
	s := []string{[...]string{"overlapping", "tight", "white", "wide white"}[e.white]}
	for _, x := range []struct {
		n    int
		name string
	}{{e.figures + e.fullFigures, "figures below figures"}, {e.room, "room above"}, {e.full, "full above"}, {e.brackets, "bracket"},
		{e.enumerators, "enumerators"}, {e.lowerCase, "lower case"}, {e.weights, "bold and light"}} {
		if x.n > 0 {
			s = append(s, fmt.Sprintf("%s %d", x.name, x.n))
		}
	}
	return strings.Join(s, ", ")
}
