package kpi

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
)

// What the values of a row tell about each other. They are printed alike, so
// many decimals, this unit behind, 以上 after it: one that lacks a sign of the
// others' may have lost it, or a digit at its ends. All of it is no more than a
// hint, for plans round their targets and name a unit once.

// reviewValues compares the values of one row.
func (r *Reader) reviewValues(row int) {
	in := &r.doc.Indicators[row]
	if len(in.Values) > maxCompared {
		return
	}
	type form struct {
		role Role // a baseline is not written 60 以上 though the targets are
		text string
	}
	forms := map[form]int{}
	filled, alone := 0, false // values, and whether one is a single character
	for k := range in.Values {
		if f := valueForm(in.Values[k].Raw); f != "" {
			forms[form{in.Values[k].Role, f}]++
			filled++
			alone = alone || utf8.RuneCountInString(squeeze(in.Values[k].Raw)) == 1
		}
	}
	for k := range in.Values {
		v := &in.Values[k]
		own := form{v.Role, valueForm(v.Raw)}
		unlike := false
		for other, n := range forms {
			unlike = unlike || own.text != "" && other.role == v.Role && n >= 2 && n > forms[own] && formLost(own.text, other.text)
		}
		if unlike {
			r.hint(lostText, row, k, v.Box, finding.New(valueUnlike, v.Raw))
		}
		if v.Raw == "" && !v.Struck && filled*2 >= len(in.Values) && filled >= 2 {
			if alone { // no value of several characters is lost as a whole
				r.hint(lostText, row, k, v.Box, finding.New(valueGone))
			}
			r.hint(lostGrid, row, k, v.Box, finding.New(valueGone))
		}
	}
	ms := make([]measure, len(in.Values))
	for k := range in.Values {
		ms[k] = measureOf(in.Values[k].Raw)
	}
	for _, k := range offSeries(ms) {
		r.hint(lostText, row, k, in.Values[k].Box, finding.New(seriesBroken))
		r.hint(lostGrid, row, k, in.Values[k].Box, finding.New(seriesBroken))
	}
}

var figures = regexp.MustCompile(`[0-9]+`)
var wideFigures = regexp.MustCompile(`[０-９]+`)

// valueForm returns how a value is written: 1,236件超 as 9,9件超. Full-width
// figures are told from the others.
func valueForm(raw string) string {
	return wideFigures.ReplaceAllString(figures.ReplaceAllString(squeeze(raw), "9"), "９")
}

// formLost reports whether a value written like form is one written like other
// that has lost a character: a sign, or a figure that stood alone between two.
func formLost(form, other string) bool {
	if oneLost(form, other) {
		return true
	}
	rs := []rune(other)
	for i := 1; i+1 < len(rs); i++ {
		// A sign between figures: without it they are one.
		if (rs[i-1] == '9' || rs[i-1] == '９') && rs[i+1] == rs[i-1] && form == string(rs[:i])+string(rs[i+2:]) {
			return true
		}
	}
	return false
}

// hintFactor is how far out of its neighbours a value must lie for a hint: a
// figure that lost a digit is less by a factor of about ten, one that lost its
// point more.
const hintFactor = 2.5

// offSeries returns the values that lie out of both their neighbours, or of the
// only one they have, if that keeps to the one beyond it, by hintFactor.
func offSeries(ms []measure) (off []int) {
	var at []int
	for i, m := range ms {
		if m.ok && m.value > 0 {
			at = append(at, i)
		}
	}
	if len(at) < 3 {
		return nil
	}
	// than tells whether the value at place a is so much less than that at b.
	than := func(a, b int) bool { return ms[at[a]].value*hintFactor < ms[at[b]].value }
	last := len(at) - 1
	for k, i := range at {
		switch {
		case k > 0 && k < last && (than(k, k-1) && than(k, k+1) || than(k-1, k) && than(k+1, k)):
		case k == 0 && (than(0, 1) || than(1, 0)) && !than(1, 2) && !than(2, 1):
		case k == last && (than(k, k-1) || than(k-1, k)) && !than(k-1, k-2) && !than(k-2, k-1):
		default:
			continue
		}
		off = append(off, i)
	}
	return off
}

// cutFigure finds a point or comma with a figure on one side only.
var cutFigure = regexp.MustCompile(`(?:^|[^0-9])[.,][0-9]|[0-9][.,](?:[^0-9]|$)`)

// figureCut reports whether a value's figure ends or begins with its point.
func figureCut(raw string) bool {
	return cutFigure.MatchString(fold(strings.TrimSpace(raw)))
}
