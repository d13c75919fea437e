package ocr

import (
	"image"

	"shihyo/extract/page"
)

// A scanned table has ruling lines only as dark pixels. They are found as long
// dark runs: every row (then every column) is cut into runs of dark pixels,
// with small gaps bridged, and runs that are long enough and lie on neighbouring
// rows are joined into one line. Characters hold no straight run as long as
// minRulePoints, so text is left alone.

const (
	// darkBelow is the gray level (0..255) under which a pixel counts as ink.
	darkBelow = 140
	// minRulePoints is the shortest run taken for a ruling line, in points:
	// longer than any stroke of the characters a table is set in.
	minRulePoints = 26.0
	// maxRulePoints is the thickest ruling line, in points; thicker dark areas
	// are shading or pictures.
	maxRulePoints = 4.0
	// gapPoints is the break in a line that scanning may leave, in points.
	gapPoints = 0.5
)

// run is a stretch of dark pixels [from, to) on one row or column.
type run struct{ from, to int }

// line is a joined ruling line in pixels: [from, to) along, [first, last] across.
type line struct{ from, to, first, last int }

// findRules returns the ruling lines of a picture in points and, for erasing
// them before recognition, in pixels.
func findRules(img *image.Gray, scale float64) (rules []page.Rule, areas []image.Rectangle) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	dark := func(x, y int) bool { return img.Pix[y*img.Stride+x] < darkBelow }
	for _, l := range findLines(h, w, scale, func(row, i int) bool { return dark(i, row) }) {
		areas = append(areas, image.Rect(l.from, l.first, l.to, l.last+1))
		rules = append(rules, newRule(l.from, l.first, l.to, l.last+1, scale, true))
	}
	for _, l := range findLines(w, h, scale, func(col, i int) bool { return dark(col, i) }) {
		areas = append(areas, image.Rect(l.first, l.from, l.last+1, l.to))
		rules = append(rules, newRule(l.first, l.from, l.last+1, l.to, scale, false))
	}
	return rules, areas
}

func newRule(x0, y0, x1, y1 int, scale float64, horizontal bool) page.Rule {
	box := page.Box{X0: float64(x0) / scale, Top: float64(y0) / scale, X1: float64(x1) / scale, Bottom: float64(y1) / scale}
	thickness := box.Height()
	if !horizontal {
		thickness = box.Width()
	}
	return page.Rule{Box: box, Horizontal: horizontal, Thickness: thickness}
}

// findLines scans n rows of length m (or columns, by the accessor) for lines.
func findLines(n, m int, scale float64, dark func(row, i int) bool) []line {
	minRun, maxGap, maxThick := int(minRulePoints*scale), int(gapPoints*scale), int(maxRulePoints*scale)
	var open, done []line
	for row := range n {
		var next []line
		for _, r := range darkRuns(m, minRun, maxGap, func(i int) bool { return dark(row, i) }) {
			joined := false
			for k := range open {
				if o := &open[k]; o.last >= row-1 && r.from < o.to && o.from < r.to {
					o.from, o.to, o.last = min(o.from, r.from), max(o.to, r.to), row
					joined = true
					break
				}
			}
			if !joined {
				next = append(next, line{r.from, r.to, row, row})
			}
		}
		kept := open[:0]
		for _, o := range open {
			if o.last == row {
				kept = append(kept, o)
			} else {
				done = append(done, o)
			}
		}
		open = append(kept, next...)
	}
	done = append(done, open...)
	lines := done[:0]
	for _, l := range done {
		if l.last-l.first+1 <= maxThick {
			lines = append(lines, l)
		}
	}
	return lines
}

// darkRuns returns the runs of at least minRun dark pixels, gaps of up to maxGap
// bridged.
func darkRuns(m, minRun, maxGap int, dark func(i int) bool) []run {
	var runs []run
	from, last := -1, -1
	for i := range m {
		if !dark(i) {
			continue
		}
		if from >= 0 && i-last > maxGap+1 {
			if last+1-from >= minRun {
				runs = append(runs, run{from, last + 1})
			}
			from = -1
		}
		if from < 0 {
			from = i
		}
		last = i
	}
	if from >= 0 && last+1-from >= minRun {
		runs = append(runs, run{from, last + 1})
	}
	return runs
}

// erase paints the areas white, one pixel wider, so that lines are not read as
// strokes of the characters beside them.
func erase(img *image.Gray, areas []image.Rectangle) {
	for _, a := range areas {
		a = a.Inset(-1).Intersect(img.Rect)
		for y := a.Min.Y; y < a.Max.Y; y++ {
			row := img.Pix[y*img.Stride+a.Min.X : y*img.Stride+a.Max.X]
			for i := range row {
				row[i] = 255
			}
		}
	}
}
