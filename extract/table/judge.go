package table

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// How a grid is judged to be a table. Lines, shading and white make grids of
// forms, charts, dashboards and paragraphs too. Whether one is a table is
// decided here and nowhere else, from pieces of evidence that each have a name
// and a weight; the sum decides, and how far it is from zero is how sure the
// table is. What the page shows counts (lines that close cells, bars and curves
// among them, lines through words), and what the cells hold (columns of one
// kind, texts in line with one another, prose, marks of a list).
//
// Weights are whole and half points: 1 is a hint, 2 is good evidence, 4 and
// more settles the matter unless the other side is as strong.

// Evidence is a piece of evidence for a grid being a table, or against it.
type Evidence struct {
	Reason *Reason
	Value  float64 // what was measured, a count or a share
	Weight float64 // above 0 speaks for a table
}

// Reason is a kind of evidence, as it is told to people.
type Reason struct{ ja, en string }

// Text returns the reason in a language.
func (r *Reason) Text(lang finding.Lang) string {
	if lang == finding.Japanese {
		return r.ja
	}
	return r.en
}

// Kinds of evidence.
var (
	byLines     = &Reason{"罫線がすべてのセルを閉じている", "lines close every cell"}
	byRowLines  = &Reason{"罫線が行を分けている", "lines part the rows"}
	byShading   = &Reason{"塗りだけでできている", "made of shading alone"}
	byEndLines  = &Reason{"上下の罫線がある", "lines above and below"}
	byFewLines  = &Reason{"行を分ける罫線がほとんどない", "hardly any lines between rows"}
	byWhite     = &Reason{"余白だけでできている", "made of white alone"}
	byFigures   = &Reason{"数値の列がある", "columns of figures"}
	byAlignment = &Reason{"文字が列ごとに揃っている", "texts in line with one another in their columns"}
	byFill      = &Reason{"セルが埋まっている", "cells that hold text"}
	byHeader    = &Reason{"列の上に見出しがある", "a header over the columns"}
	byCaption   = &Reason{"表の番号が上にある", "numbered as a table above"}
	byEmpty     = &Reason{"ほとんどのセルが空", "mostly empty"}
	byRagged    = &Reason{"境界が少数のセルのものでしかない", "borders of few cells each"}
	byPairs     = &Reason{"揃わない二列の文字だけ", "nothing but two columns of text that do not pair up"}
	byLoneTexts = &Reason{"文字が一つだけの行が多い", "few rows with several texts"}
	byScatter   = &Reason{"文字が行と列に揃っていない", "texts out of line with rows and columns"}
	byProse     = &Reason{"文章が入っている", "cells of prose"}
	byCrossing  = &Reason{"線が文字を横切っている", "lines through words"}
	byBars      = &Reason{"棒の形の塗りがある", "bars"}
	bySlants    = &Reason{"曲線や斜めの線がある", "curves and slanted strokes"}
	byAxis      = &Reason{"線の端に目盛りの数字がある", "figures at the ends of lines, as on an axis"}
	byBoxes     = &Reason{"離れた箱の集まり", "boxes that stand apart"}
	byList      = &Reason{"箇条書きの記号が並ぶ", "marks of a list"}
	byContents  = &Reason{"目次のようにページ番号が並ぶ", "page numbers, as in a table of contents"}
	byWriting   = &Reason{"見出しの下に書き込む余白がある", "labels over room to write"}
	byPanels    = &Reason{"間の空いた塗りの枠", "panels with white between them"}
	bySentences = &Reason{"行の間に文がある", "sentences between the rows"}
	byRunOn     = &Reason{"行の端から次の行へ続く文", "text that runs on from line to line"}
	bySmall     = &Reason{"小さすぎる", "too small"}
)

// Judged is a part of a page that was looked at as a table, and what came of it.
type Judged struct {
	Box      page.Box
	Table    bool
	Score    float64 // sum of the weights
	Evidence []Evidence
}

func (j *Judged) add(r *Reason, value, weight float64) {
	if weight != 0 {
		j.Evidence = append(j.Evidence, Evidence{r, value, weight})
		j.Score += weight
	}
}

// Why tells the evidence to a person, a line each: what was seen, how much of
// it, and its weight.
func (j *Judged) Why(lang finding.Lang) string {
	var b strings.Builder
	for i, e := range j.Evidence {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%+.1f %s (%.3g)", e.Weight, e.Reason.Text(lang), e.Value)
	}
	return b.String()
}

// sure returns how sure it is that a grid judged a table is one, 0.6 to 1: from
// two points on nothing speaks against it.
func (j *Judged) sure() float64 { return min(1, 0.6+0.2*max(j.Score, 0)) }

// drawn reports whether the evidence against a table is that of a drawing.
func (j *Judged) drawn() bool {
	sum := 0.0
	for _, e := range j.Evidence {
		switch e.Reason {
		case byAxis, byRagged, byBars, bySlants, byCrossing, byBoxes:
			sum += e.Weight
		}
	}
	return sum <= -2
}

// held is what a cell of a grid holds.
type held struct {
	words   []*tword
	chars   int
	numeric int // words that read as figures or marks
	figures int // of these, those with digits that are no year
	lines   int // heights at which text stands
	box     page.Box
}

func (c *held) isFigure() bool { return c.numeric*2 > len(c.words) && c.figures > 0 }

// contents sorts words into the cells of a grid. It stands in the memory given.
func (g *grid) contents(words []*tword, m *memory) []held {
	out := m.held.lend(len(g.cells))
	for i, ws := range g.byCell(words) {
		if len(ws) == 0 {
			continue
		}
		slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.base, b.base, a.X0, b.X0) })
		c := &out[i]
		c.words, c.box = ws, ws[0].Box
		base := math.Inf(-1)
		for _, w := range ws {
			c.box = c.box.Union(w.Box)
			c.chars += w.n
			if w.numeric {
				c.numeric++
				if w.digits > 0 && !w.year {
					c.figures++
				}
			}
			if w.base-base > 0.5*w.size {
				c.lines++
				base = w.base
			}
		}
	}
	return out
}

// judge weighs the evidence for the grid of a region.
func (b *builder) judge(g *grid, r *region, ix *wordIndex) Judged {
	j := Judged{Box: g.box()}
	cells := g.contents(r.words, b.memory)
	filled := 0
	rows, cols := make([]bool, g.rows()), make([]bool, g.cols())
	for k := range cells {
		if len(cells[k].words) > 0 {
			filled++
			rows[g.cells[k].r0], cols[g.cells[k].c0] = true, true
		}
	}
	toFill := r.closed && g.headed(cells) && r.drawnInside()
	if filled < 3 || !(several(rows) && several(cols)) && !(toFill && g.rows() > 2 && g.cols() > 2) || !g.ruled && g.rows() < 3 {
		j.add(bySmall, float64(filled), -settled)
		return j
	}
	b.judgeLines(&j, g, r)
	b.judgeDrawing(&j, g, r, cells, ix, filled)
	judgeTexts(&j, g, r, cells, filled, toFill)
	// The head of a table, torn off, stands below its caption too.
	if !r.closed && g.rows() >= 4 && captioned(j.Box, r.em(), ix) {
		j.add(byCaption, 1, 1.5)
	}
	j.Table = j.Score > 0
	return j
}

// several reports whether more than one holds.
func several(bs []bool) bool {
	i := slices.Index(bs, true)
	return i >= 0 && slices.Contains(bs[i+1:], true)
}

// settled is a weight that nothing outweighs.
const settled = 10

// judgeLines weighs how the grid is bounded.
func (b *builder) judgeLines(j *Judged, g *grid, r *region) {
	lines := r.innerLines()
	switch {
	case r.closed && r.drawnInside():
		j.add(byLines, float64(len(g.cells)), 3)
	case r.closed:
		j.add(byShading, float64(len(g.cells)), 1.5)
	case r.free:
		j.add(byWhite, float64(g.cols()), -1)
	case r.shading() && lines < 2:
		j.add(byShading, float64(lines), -1)
	case r.shading():
		j.add(byShading, float64(lines), 1)
	case lines >= 2:
		j.add(byRowLines, float64(lines), 2)
	case g.rows() >= 4 && r.framed():
		j.add(byEndLines, 2, 1)
	default:
		j.add(byFewLines, float64(lines), -0.5)
	}
	if !r.drawnInside() && b.panels(r, j.Box) {
		j.add(byPanels, 1, -4)
	}
}

// judgeDrawing weighs what is painted in and around a grid.
func (b *builder) judgeDrawing(j *Judged, g *grid, r *region, cells []held, ix *wordIndex, filled int) {
	if r.plotted(ix) {
		j.add(byAxis, 1, -5)
	}
	if x := g.writing(cells); x > 0.8 {
		j.add(byWriting, x, -5)
	}
	if g.ragged() {
		j.add(byRagged, 1, -4)
	}
	within := func(boxes []page.Box) float64 {
		n := 0
		for i := range boxes {
			x := &boxes[i]
			if j.Box.Contains((x.X0+x.X1)/2, (x.Top+x.Bottom)/2) && x.Width()*x.Height() < 0.5*j.Box.Width()*j.Box.Height() {
				n++
			}
		}
		return float64(n)
	}
	if n := within(b.marks.bars); n >= leastMark {
		j.add(byBars, n, -min(6, 2.5+8*n/float64(filled)))
	}
	if n := within(b.marks.slants); n >= leastMark {
		j.add(bySlants, n, -min(5, 8*n/float64(filled)))
	}
	if x := r.crossed(); x > 0.1 {
		j.add(byCrossing, x, -min(4, 12*(x-0.1)))
	}
	if x := g.apart(cells); x > 0.2 {
		j.add(byBoxes, x, -min(5, 10*(x-0.2)))
	}
}

// panels reports whether the shading of a region stands in pieces side by side
// with white between them that holds no text. The shading of cells meets, or
// has a thin line of white between.
func (b *builder) panels(r *region, within page.Box) bool {
	var in []page.Box
	for i := range b.page.Fills {
		f := &b.page.Fills[i]
		if f.Gray() < 0.985 && finite(f.Box) && f.Width() > minRuling && f.Height() > minRuling &&
			within.Contains((f.X0+f.X1)/2, (f.Top+f.Bottom)/2) {
			if in = append(in, f.Box); len(in) > 500 {
				return false
			}
		}
	}
	apart, beside := 0, 0
	for i := range in {
		// The nearest to the right in the same row.
		near, found := math.Inf(1), false
		for k := range in {
			if in[k].X0 > in[i].X0+1 && min(in[k].Bottom, in[i].Bottom)-max(in[k].Top, in[i].Top) > 0.5*in[i].Height() {
				near, found = min(near, in[k].X0), true
			}
		}
		if !found {
			continue
		}
		beside++
		gap := page.Box{X0: in[i].X1, X1: near, Top: in[i].Top, Bottom: in[i].Bottom}
		if gap.Width() > snapWidth && !slices.ContainsFunc(r.words, func(w *tword) bool { return gap.Contains(w.midX(), w.midY()) }) {
			apart++
		}
	}
	return apart >= 1 && apart*10 > beside*8
}

// plotted reports whether the lines are those of a chart: figures stand at their
// ends, at the height of the lines, as the labels of an axis do. The texts of a
// table stand between its lines.
func (r *region) plotted(ix *wordIndex) bool {
	const (
		reach  = 40.0 // labels stand this near to their lines
		middle = 0.2  // their middles miss the lines by less than this share of their height
	)
	var lines []ruling
	for _, l := range r.h {
		if !l.soft && l.length() > r.box.Width()/2 {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	lines = slices.CompactFunc(lines, func(a, b ruling) bool { return math.Abs(b.at-a.at) <= snapWidth })
	if len(lines) < 3 {
		return false
	}
	left, right := 0, 0
	for _, l := range lines {
		atLeft, atRight := false, false
		for _, w := range ix.within(page.Box{X0: l.lo - reach, Top: l.at - 5, X1: l.hi + reach, Bottom: l.at + 5}) {
			if w.numeric && math.Abs(w.midY()-l.at) < middle*w.Height() {
				atLeft = atLeft || w.X1 <= l.lo+touchTol
				atRight = atRight || w.X0 >= l.hi-touchTol
			}
		}
		if atLeft {
			left++
		}
		if atRight {
			right++
		}
	}
	labels := max(left, right)
	return labels >= 3 && labels*5 >= len(lines)*3
}

// ragged reports whether the borders between rows, or between columns, are each
// that of few cells only, as the ends of bars are. The rows of a table end
// together but for merged cells.
func (g *grid) ragged() bool {
	share := func(borders, across int, ends func(rect) (at, from, to int)) bool {
		if borders < 6 {
			return false
		}
		covered := 0
		for _, c := range g.cells {
			if at, from, to := ends(c); at > 0 && c.region == 0 {
				covered += to - from
			}
		}
		return covered*10 < borders*across*3
	}
	return share(g.rows()-1, g.cols(), func(c rect) (int, int, int) { return c.r0, c.c0, c.c1 }) ||
		share(g.cols()-1, g.rows(), func(c rect) (int, int, int) { return c.c0, c.r0, c.r1 })
}

// drawnInside reports whether lines are drawn both ways inside the region, not
// only around it: then whatever stands between them is a cell.
func (r *region) drawnInside() bool {
	inside := func(rs []ruling, lo, hi, along float64) bool {
		sum := 0.0
		for _, l := range rs {
			if !l.soft && l.at > lo+thinStrip && l.at < hi-thinStrip {
				sum += l.length()
			}
		}
		return sum > 0.5*along
	}
	return inside(r.h, r.core.Top, r.core.Bottom, r.core.Width()) && inside(r.v, r.core.X0, r.core.X1, r.core.Height())
}

// framed reports whether drawn lines run along the top and the bottom of the
// region.
func (r *region) framed() bool {
	drawn := slices.DeleteFunc(slices.Clone(r.h), func(h ruling) bool { return h.soft })
	return covered(drawn, r.box.Top, r.core.X0, r.core.X1) && covered(drawn, r.box.Bottom, r.core.X0, r.core.X1)
}

// writing returns the share of the cells with text that hold one line at their
// top and have room below it to write in, as the boxes of a form do.
func (g *grid) writing(cells []held) float64 {
	const room = 1.5 // lines
	n, of := 0, 0
	for k, c := range g.cells {
		h := &cells[k]
		if len(h.words) == 0 {
			continue
		}
		of++
		size := h.words[0].size
		if below := g.ys[c.r1] - h.box.Bottom; h.lines == 1 && below > room*size && 2*(h.box.Top-g.ys[c.r0]) < below {
			n++
		}
	}
	return float64(n) / float64(max(of, 1))
}

// innerLines counts the heights between the region's first and last at which
// lines run.
func (r *region) innerLines() int {
	var at []float64
	for _, h := range r.h {
		if h.at > r.box.Top+thinStrip && h.at < r.box.Bottom-thinStrip {
			at = append(at, h.at)
		}
	}
	return len(snap(at))
}

// crossed returns the share of the region's words through which one of its
// lines runs. Texts of a table stand between its lines; those of a chart stand
// where its values are.
func (r *region) crossed() float64 {
	byAxis := func(rs []ruling) []ruling {
		rs = slices.Clone(rs)
		slices.SortFunc(rs, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
		return rs
	}
	h, v := byAxis(r.h), byAxis(r.v)
	n := 0
	for i := range r.words {
		w := r.words[i]
		through := anyAt(h, w.midY()-0.22*w.size, w.midY()+0.22*w.size, func(h *ruling) bool {
			return min(h.hi, w.X1)-max(h.lo, w.X0) > 0.4*w.Width()
		}) || anyAt(v, w.X0+0.3*w.size, w.X1-0.3*w.size, func(v *ruling) bool {
			return v.lo < w.midY()-0.2*w.size && v.hi > w.midY()+0.2*w.size
		})
		if through {
			n++
		}
	}
	return float64(n) / float64(max(len(r.words), 1))
}

// anyAt reports whether f holds for one of the rulings, in order of their axes,
// between two places.
func anyAt(rs []ruling, from, to float64, f func(*ruling) bool) bool {
	for k := firstFrom(rs, from); k < len(rs) && rs[k].at < to; k++ {
		if f(&rs[k]) {
			return true
		}
	}
	return false
}

// apart returns the share of the grid's area that lies in angular parts without
// text: what boxes joined by lines leave between them.
func (g *grid) apart(cells []held) float64 {
	sum, all := 0.0, 0.0
	for k, c := range g.cells {
		box := g.cellBox(c)
		area := box.Width() * box.Height()
		all += area
		if c.region != 0 && len(cells[k].words) == 0 {
			sum += area
		}
	}
	return sum / max(all, 1)
}

// parted returns the share of the rows with text that have several texts.
func (g *grid) parted(cells []held) float64 {
	texts := make([]int, g.rows())
	for k, c := range g.cells {
		if len(cells[k].words) > 0 {
			for r := c.r0; r < c.r1; r++ {
				texts[r]++
			}
		}
	}
	rows, several := 0, 0
	for _, n := range texts {
		if n > 0 {
			rows++
		}
		if n > 1 {
			several++
		}
	}
	return float64(several) / float64(max(rows, 1))
}

// judgeTexts weighs what the cells of a grid hold. A list to fill in may be empty
// but for its header or stub.
func judgeTexts(j *Judged, g *grid, r *region, cells []held, filled int, toFill bool) {
	t := readColumns(g, cells)
	share := float64(filled) / float64(len(cells))
	drawn := r.drawnInside()
	switch {
	case len(cells) >= 12 && share < 0.25 && !toFill:
		j.add(byEmpty, share, -6)
	case share < 0.5 && !drawn && !g.accounts(cells):
		j.add(byEmpty, share, -2)
	case share < 0.5:
		j.add(byEmpty, share, -1)
	default:
		j.add(byFill, share, share-0.5)
	}
	j.add(byFigures, t.figures, 3*t.figures)
	if x := g.parted(cells); !r.drawnInside() && x < 0.45 {
		j.add(byLoneTexts, x, -2.5)
	}
	if t.figures > 0 && t.headed > 0.5 {
		j.add(byHeader, t.headed, 0.5)
	}
	if drawn {
		return // whatever stands between lines is a cell
	}
	switch {
	case t.aligned < 0.75:
		j.add(byScatter, t.aligned, max(-2, 10*t.aligned-8))
	case t.aligned >= 0.85 && g.rows() >= 4 && g.cols() >= 3:
		j.add(byAlignment, t.aligned, 1)
	}
	if g.cols() == 2 && t.figures == 0 && (share < 0.85 || t.aligned < 0.85) {
		j.add(byPairs, share, -2.5)
	}
	if t.prose > 0.15 {
		// Texts of a few lines are usual where there are several columns.
		most := 4.0
		if t.runOn < 0.6 && (g.cols() > 3 || g.cols() == 3 && !r.free) {
			most = 0.25
		}
		j.add(byProse, t.prose, -min(most, 12*(t.prose-0.15)))
	}
	if t.runOn > 0.7 {
		j.add(byRunOn, t.runOn, -3)
	}
	if n := g.sentences(cells); r.free && n > 0 {
		j.add(bySentences, float64(n), -min(4, 1.5*float64(n)))
	}
	if r.pageNumbers() {
		j.add(byContents, 1, -5)
	}
	if r.free && (g.cols() == 2 && t.marks > 0.66 && t.figures == 0 || t.marks > 0.99 && t.alike) {
		j.add(byList, t.marks, -3)
	}
}

// sentences counts the rows that hold nothing but a text over several columns with
// a sentence that ends in it.
func (g *grid) sentences(cells []held) int {
	texts := make([]int, g.rows())
	stop := make([]bool, g.rows())
	for k, c := range g.cells {
		if ws := cells[k].words; len(ws) > 0 {
			for r := c.r0; r < c.r1; r++ {
				texts[r]++
				stop[r] = c.c1 > c.c0+1 && slices.ContainsFunc(ws, func(w *tword) bool { return w.stop })
			}
		}
	}
	n := 0
	for r := range stop {
		if stop[r] && texts[r] == 1 {
			n++
		}
	}
	return n
}

// headed reports whether all cells of the first row, or of the first column, have
// text that is no figure: those of a list that is still to be filled in.
func (g *grid) headed(cells []held) bool {
	const least = 3 // texts
	row, column, across, down := true, true, 0, 0
	for k, c := range g.cells {
		text := len(cells[k].words) > 0 && (!cells[k].isFigure() || isScript(cells[k].words[0].first)) // 第3回
		if c.r0 == 0 {
			row = row && text
			across++
		}
		if c.c0 == 0 {
			column = column && text
			down++
		}
	}
	return row && across >= least || column && down >= least
}

// accounts reports whether most rows have a label and a figure, in whichever
// column: the empty cells of accounts are those of the other columns.
func (g *grid) accounts(cells []held) bool {
	label, figure := make([]bool, g.rows()), make([]bool, g.rows())
	for k, c := range g.cells {
		if h := &cells[k]; len(h.words) > 0 && c.r1 == c.r0+1 {
			label[c.r0] = label[c.r0] || c.c0 == 0 && !h.isFigure()
			figure[c.r0] = figure[c.r0] || c.c0 > 0 && h.isFigure()
		}
	}
	n := 0
	for r := range label {
		if label[r] && figure[r] {
			n++
		}
	}
	return n*5 >= g.rows()*4
}

// columnTraits is what the texts of a grid's columns have in common.
type columnTraits struct {
	figures float64 // share of the columns but the first that hold figures
	aligned float64 // share of the texts in line with their column
	headed  float64 // share of the columns of figures with a text above
	prose   float64 // share of the filled cells that hold sentences
	marks   float64 // share of the rows that begin with the mark of a list
	alike   bool    // the rows all begin with the same text
	runOn   float64 // share of the lines in wide columns that fill their column
}

func readColumns(g *grid, cells []held) columnTraits {
	var t columnTraits
	inLine, counted, figured, headed, prose, filled := 0, 0, 0, 0, 0, 0
	full, lines := 0, 0
	column := make([]int32, len(cells)) // of each cell
	for k, b := range g.cells {
		h := &cells[k]
		if column[k] = -1; len(h.words) == 0 {
			continue
		}
		filled++
		if w := g.xs[b.c1] - g.xs[b.c0]; !h.isFigure() && (h.chars > 60 || h.lines > 2 && h.box.Width() > 0.7*w) {
			prose++
		}
		if b.c1 == b.c0+1 {
			column[k] = int32(b.c0)
		}
	}
	columns := grouped(column, g.cols(), func(k int) *held { return &cells[k] }) // each from top to bottom
	var xs []float64
	for c, col := range columns {
		n, of := fullLines(col)
		full, lines = full+n, lines+of
		xs = sized(xs, len(col))
		n, of = alignment(col, xs)
		inLine, counted = inLine+n, counted+of
		figures, texts := 0, 0
		for i, h := range col {
			if h.isFigure() {
				figures++
			} else if i > 0 && h.numeric*2 <= len(h.words) {
				texts++
			}
		}
		if c > 0 && figures >= 2 && figures > 2*texts && !numbered(col) {
			figured++
			if !col[0].isFigure() {
				headed++
			}
		}
		if c == 0 {
			t.marks, t.alike = listMarks(col), alike(col)
			if t.alike {
				t.marks = 1
			}
		}
	}
	t.figures = float64(figured) / float64(max(g.cols()-1, 1))
	t.headed = float64(headed) / float64(max(figured, 1))
	t.aligned = float64(inLine) / float64(max(counted, 1))
	t.runOn = float64(full) / float64(max(lines, 6))
	t.prose = float64(prose) / float64(max(filled, 1))
	return t
}

// alignment counts the texts of a column that begin, end or have their middle at
// the x of most, and all of them where there are enough to tell. It works in xs, which
// has a place for each.
func alignment(col []*held, xs []float64) (in, of int) {
	if len(col) < 2 {
		return 0, 0
	}
	for _, at := range [3]func(*held) float64{
		func(h *held) float64 { return h.box.X0 },
		func(h *held) float64 { return h.box.X1 },
		func(h *held) float64 { return (h.box.X0 + h.box.X1) / 2 },
	} {
		for i, h := range col {
			xs[i] = at(h)
		}
		slices.Sort(xs)
		best, from := 0, 0
		for to := range xs {
			for xs[to]-xs[from] > 0.4*col[0].words[0].size {
				from++
			}
			best = max(best, to-from+1)
		}
		in = max(in, best)
	}
	return in, len(col)
}

// fullLines counts the lines of a wide column's texts that reach its end, and
// all of its lines.
func fullLines(col []*held) (full, of int) {
	const (
		wide     = 11 // em
		sentence = 16 // characters; fewer are a label, spread over its cell
	)
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, h := range col {
		lo = min(lo, h.box.X0)
		for _, w := range h.words {
			hi = max(hi, w.end)
		}
	}
	for _, h := range col {
		base, end, n := math.Inf(-1), 0.0, 0
		flush := func() {
			if !math.IsInf(base, -1) {
				of++
				if n >= sentence && end > hi-1.5*h.words[0].size {
					full++
				}
			}
		}
		if hi-lo < wide*h.words[0].size {
			return 0, 0
		}
		for _, w := range h.words {
			if w.base-base > 0.5*w.size {
				flush()
				base, end, n = w.base, w.end, 0
			}
			end = max(end, w.end)
			n += w.n
		}
		flush()
	}
	return full, of
}

// numbered reports whether the figures of a column count up row by row: they
// number the rows and measure nothing.
func numbered(col []*held) bool {
	last, n := -1, 0
	for _, h := range col {
		if !h.isFigure() {
			continue
		}
		k := slices.IndexFunc(h.words, func(w *tword) bool { return w.digits > 0 })
		if number := h.words[k].number; last >= 0 && number != last+1 {
			return false
		} else {
			last = number
		}
		n++
	}
	return n >= 3
}

// alike reports whether all texts of a column are the same, or the same again and
// again.
func alike(col []*held) bool {
	if len(col) < 4 {
		return false
	}
	first := col[0].words[0]
	for _, h := range col {
		for _, w := range h.words {
			if w.first != first.first || w.n != first.n {
				return false
			}
		}
	}
	return true
}

// listMarks returns the share of a column's texts that are marks of a list.
func listMarks(col []*held) float64 {
	n := 0
	for _, h := range col {
		if w := h.words[0]; h.chars <= 4 && (isEnumerator(w.first) || isHeadMark(w.first) || isNoteMark(w.first) || w.first == '-' || w.first == '–' || w.first == '○' || isOpening(w.first) || h.numeric > 0 && h.chars <= 3) {
			n++
		}
	}
	return float64(n) / float64(max(len(col), 1))
}

// pageNumbers reports whether the rows of a region end with page numbers: small
// whole numbers that never fall, behind text and nothing else.
func (r *region) pageNumbers() bool {
	last, n := 0, 0
	rows := r.rows()
	for i := range rows {
		ws := rows[i].words
		w := ws[len(ws)-1]
		if len(ws) < 2 || w.digits != w.n || w.n > 3 {
			continue
		}
		if w.number < last || slices.ContainsFunc(ws[1:len(ws)-1], func(o *tword) bool { return o.numeric && o.digits > 0 && o.X0 > (ws[0].X0+w.X0)/2 }) {
			return false
		}
		last = w.number
		n++
	}
	return n >= 4 && n*10 >= len(rows)*7
}
