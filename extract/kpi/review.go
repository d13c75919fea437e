package kpi

import (
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// How a document is looked over once all of it is read. Some signs of a mistake
// only show then: the same header that reads otherwise on another page, a word
// that occurs a dozen times and once without a letter. And what a sign is worth
// depends on the company it is in. A column whose values have two decimals but
// one is a thing of every plan, and by itself no reason to send anybody to the
// page; in a document of which it is certain that characters are missing it is
// one. So there are two sorts of evidence. Proof is reported as it stands. A
// hint is kept until the end and reported only where the document is shown to
// be damaged in the way that the hint is a sign of.

// damage is what may have happened to a document before or while it was read.
type damage uint8

const (
	lostText damage = iota // characters are missing
	lostGrid               // lines are missing, or text does not stand where the grid has it
	damages
)

// hint is a weak sign that something was read wrongly: of the value of that
// number of a row, or of the row's text at box where value is -1.
type hint struct {
	of         damage
	row, value int
	box        page.Box
	finding    finding.Finding
}

// proofs are the findings that show damage for certain.
var proofs = map[finding.Code]damage{
	characterLost: lostText, headerDamaged: lostText, numberingBroken: lostText, table.HoleInText: lostText, table.CharacterUnknown: lostText,
	table.LineMissing: lostGrid, table.RowLineMissing: lostGrid, table.CellsRunTogether: lostGrid, table.TextTorn: lostGrid, table.GlyphOnBorder: lostGrid,
	textsRunTogether: lostGrid, valuesMerged: lostGrid, cellOverColumns: lostGrid, textOutside: lostGrid, headerCut: lostGrid,
}

// What it takes for a document to count as damaged: places that are proved to
// be, at least so many and such a share of its cells. A lone one may be an
// oddity of the original.
const (
	proofPlaces = 2
	proofShare  = 0.006
)

// review looks over the whole document and adds the doubts that only it shows.
func (r *Reader) review() {
	r.reviewHeaders()
	r.reviewNumbers()
	for i := range r.doc.Indicators {
		r.reviewValues(i)
	}
	r.reviewWording()
	damaged := r.damaged()
	for _, h := range r.hints {
		if !damaged[h.of] {
			continue
		}
		in := &r.doc.Indicators[h.row]
		if h.value >= 0 {
			in.Values[h.value].doubt(h.finding)
		} else {
			in.doubtAt(h.finding, h.box)
		}
	}
	r.hints = nil
}

// maxHints bounds the hints kept of a document.
const maxHints = 100_000

// hint keeps a weak sign about a value of an indicator, or, with value -1, about
// a text of it.
func (r *Reader) hint(of damage, row, value int, box page.Box, f finding.Finding) {
	if len(r.hints) < maxHints {
		r.hints = append(r.hints, hint{of, row, value, box, f})
	}
}

// damaged tells which damage the document is shown to have.
func (r *Reader) damaged() (out [damages]bool) {
	type place struct {
		page int
		box  [4]float64
	}
	cells := 0
	var shown [damages]map[place]bool
	for d := range shown {
		shown[d] = map[place]bool{}
	}
	note := func(fs []finding.Finding) {
		// Where the grid is wrong, a hole in a text is the white between two.
		grid := slices.ContainsFunc(fs, func(f finding.Finding) bool { d, ok := proofs[f.Code]; return ok && d == lostGrid })
		for _, f := range fs {
			if d, ok := proofs[f.Code]; ok && (d == lostGrid || !grid) {
				shown[d][place{f.Page, f.Box}] = true
			}
		}
	}
	for i := range r.doc.Indicators {
		in := &r.doc.Indicators[i]
		cells += 2 + 2*len(in.Items) + len(in.Values)
		note(in.Findings)
		for k := range in.Values {
			note(in.Values[k].Findings)
		}
	}
	note(r.doc.Findings)
	note(r.pageProofs)
	for d := range out {
		n := len(shown[d])
		out[d] = n >= proofPlaces && float64(n) >= proofShare*float64(cells)
	}
	return out
}
