package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How ruled tables are found. Rulings that cross or touch belong together; each
// such component that has lines both ways spans a grid of slots, whose
// coordinates are the axes of its lines (double lines count once). Between two
// neighbouring slots there is either a line or none; slots without a line
// between them are one merged cell. Outer sides may be missing: the outermost
// ends of the lines then bound the grid.

const maxSlots = 400000 // rows × columns of one grid; more is a drawing

// component is a set of rulings that touch one another.
type component struct {
	h, v []ruling
	box  page.Box
}

// components groups rulings that touch.
func components(h, v []ruling) []component {
	n := len(h) + len(v)
	parent := make([]int32, n)
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	union := func(a, b int32) {
		if a, b = find(a), find(b); a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	// Verticals are kept by buckets of x, so a horizontal looks only at those
	// that it can reach, and in each by start, so that it can stop early.
	const bucket = 16.0
	order := make([]int32, len(v))
	for i := range order {
		order[i] = int32(i)
	}
	type column struct {
		x     int // number of its bucket
		lines []int32
	}
	var cols []column
	for from := 0; from < len(v); {
		x, to := int(v[from].at/bucket), from+1
		for to < len(v) && int(v[to].at/bucket) == x {
			to++
		}
		slices.SortFunc(order[from:to], func(a, b int32) int { return cmp2(v[a].lo, v[b].lo, v[a].at, v[b].at) })
		cols = append(cols, column{x, order[from:to]})
		from = to
	}
	for i := range h {
		r := &h[i]
		from, _ := slices.BinarySearchFunc(cols, int((r.lo-touchTol)/bucket)-1, func(c column, x int) int { return c.x - x })
		for _, c := range cols[from:] {
			if float64(c.x-1)*bucket > r.hi+touchTol {
				break
			}
			for _, j := range c.lines {
				s := &v[j]
				if s.lo-touchTol > r.at {
					break
				}
				if s.hi+touchTol >= r.at && s.at >= r.lo-touchTol && s.at <= r.hi+touchTol {
					union(int32(i), int32(len(h))+j)
				}
			}
		}
	}
	near := func(rs []ruling, base int32) {
		for i := range rs {
			for j := i + 1; j < len(rs) && rs[j].at-rs[i].at <= snapWidth; j++ {
				if min(rs[i].hi, rs[j].hi)-max(rs[i].lo, rs[j].lo) > 0.5*min(rs[i].length(), rs[j].length()) {
					union(base+int32(i), base+int32(j))
				}
			}
		}
	}
	near(h, 0)
	near(v, int32(len(h)))

	// A root is the first of its component, so it is met before the others.
	of, count := make([]int32, n), int32(0) // component of each line
	for i := range of {
		if root := find(int32(i)); int(root) < i {
			of[i] = of[root]
		} else {
			of[i] = count
			count++
		}
	}
	hs := grouped(of[:len(h)], int(count), func(i int) ruling { return h[i] })
	vs := grouped(of[len(h):], int(count), func(i int) ruling { return v[i] })
	out := make([]component, count)
	for k := range out {
		c := component{h: hs[k], v: vs[k], box: page.Box{X0: 1e9, Top: 1e9, X1: -1e9, Bottom: -1e9}}
		for _, l := range c.h {
			c.box = c.box.Union(page.Box{X0: l.lo, Top: l.at, X1: l.hi, Bottom: l.at})
		}
		for _, l := range c.v {
			c.box = c.box.Union(page.Box{X0: l.at, Top: l.lo, X1: l.at, Bottom: l.hi})
		}
		out[k] = c
	}
	return out
}

// snap clusters axis positions, where they stand: values within snapWidth of the
// first of their cluster become one, their mean.
func snap(at []float64) []float64 {
	slices.Sort(at)
	out := at[:0]
	for from := 0; from < len(at); {
		to, sum := from, 0.0
		for to < len(at) && at[to]-at[from] <= snapWidth {
			sum += at[to]
			to++
		}
		out = append(out, sum/float64(to-from))
		from = to
	}
	return out
}

// Strips between lines that are narrower than this and hold no text are no
// column or row: the fill of a cell is inset from its border, or a frame is
// double.
const thinStrip = 7.0

// squeeze joins neighbouring coordinates, where they stand, that bound a thin strip
// without text. Mid is the middle of a word along their axis.
func squeeze(coords []float64, words []*tword, mid func(*tword) float64) []float64 {
	if len(coords) < 3 {
		return coords
	}
	var mids []float64 // of the words, in order; few coordinates bound a thin strip
	out := coords[:1]
	first := coords[0]
	for _, x := range coords[1:] {
		last := out[len(out)-1]
		if x-first <= thinStrip {
			if mids == nil {
				mids = sortedBy(words, mid)
			}
			if i := indexOf(mids, last); i == len(mids) || mids[i] > x {
				out[len(out)-1] = (last + x) / 2
				continue
			}
		}
		out = append(out, x)
		first = x
	}
	return out
}

// sortedBy returns what f tells of words, in order.
func sortedBy(words []*tword, f func(*tword) float64) []float64 {
	out := make([]float64, len(words))
	for i, w := range words {
		out[i] = f(w)
	}
	slices.Sort(out)
	return out
}

// indexOf returns the index of the first coordinate that is not below x, len(coords)
// if there is none. It is asked of every word and glyph several times;
// slices.BinarySearch also allows at each step for what is no number.
func indexOf(coords []float64, x float64) int {
	from, to := 0, len(coords)
	for from < to {
		if mid := (from + to) / 2; coords[mid] < x {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// intervalOf returns the interval between coordinates that holds x, the first or the
// last for what lies outside them.
func intervalOf(coords []float64, x float64) int {
	return min(max(indexOf(coords, x)-1, 0), len(coords)-2)
}

// nearest returns the index of the coordinate closest to x.
func nearest(coords []float64, x float64) int {
	i := indexOf(coords, x)
	if i == len(coords) || i > 0 && x-coords[i-1] < coords[i]-x {
		i--
	}
	return i
}

// grid is a table in the making: slot borders, and cells as rectangles of
// slots.
type grid struct {
	xs, ys []float64 // borders: column c lies between xs[c] and xs[c+1]
	// top[r*cols+c] tells that slot (r, c) has a line above it (r runs to rows,
	// so the last row of entries is the table's bottom side); left alike with
	// cols+1 entries a row.
	top, left []bool
	cells     []rect
	slot      []int32    // slot → index into cells
	held      [][]*tword // words by cell, see byCell; nil where not known
	first     int32      // number of its first cell among those of the page's grids
	ruled     bool
	closed    bool      // lines close every cell
	sides     []Border  // borders that no line draws
	sure      float64   // that it is a table at all, see Judged
	titles    []float64 // baselines of titles over columns
}

// rect is a cell's extent in slots, ends exclusive.
type rect struct {
	r0, c0, r1, c1 int
	region         int32 // number of the region that is no rectangle, of which it is a part; else 0
	mended         bool  // a line was missing on one of its sides
	several        bool  // seems to hold the texts of several cells
	inferred       bool  // a whole line was missing along its row
}

func (g *grid) rows() int { return len(g.ys) - 1 }
func (g *grid) cols() int { return len(g.xs) - 1 }
func (g *grid) box() page.Box {
	return page.Box{X0: g.xs[0], Top: g.ys[0], X1: g.xs[len(g.xs)-1], Bottom: g.ys[len(g.ys)-1]}
}

func (g *grid) cellBox(c rect) page.Box {
	return page.Box{X0: g.xs[c.c0], Top: g.ys[c.r0], X1: g.xs[c.c1], Bottom: g.ys[c.r1]}
}

// at returns the cell that holds the point, -1 if none.
func (g *grid) at(x, y float64) int {
	if x < g.xs[0] || x > g.xs[len(g.xs)-1] || y < g.ys[0] || y > g.ys[len(g.ys)-1] {
		return -1
	}
	return int(g.slot[intervalOf(g.ys, y)*g.cols()+intervalOf(g.xs, x)])
}

// byCell returns the words whose middles lie in each cell. Words are those of the
// grid's region: they are sorted once, as long as the cells stay as they are.
func (g *grid) byCell(words []*tword) [][]*tword {
	if g.held == nil {
		at := make([]int32, len(words))
		for i := range words {
			at[i] = int32(g.at(words[i].midX(), words[i].midY()))
		}
		g.held = grouped(at, len(g.cells), func(i int) *tword { return words[i] })
	}
	return g.held
}

// filled tells which cells hold a word.
func (g *grid) filled(words []*tword) []bool {
	out := make([]bool, len(g.cells))
	for _, w := range words {
		if k := g.at(w.midX(), w.midY()); k >= 0 {
			out[k] = true
		}
	}
	return out
}

// latticeGrid makes the grid of a component; nil when it spans none.
func latticeGrid(c *component, words []*tword) *grid {
	g, drawnX, drawnY := mesh(c, words)
	if g == nil {
		return nil
	}
	g.merge()
	if len(words) > 0 && g.dropSeams(words, drawnX, drawnY) {
		g.merge()
	}
	g.order()
	return g
}

// mesh makes the slots of a component's grid, which are no cells yet, and tells at
// which of their borders lines are drawn; nil when it spans none.
func mesh(c *component, words []*tword) (g *grid, drawnX, drawnY []bool) {
	if len(c.h) == 0 || len(c.v) == 0 || len(c.h)+len(c.v) < 3 {
		return nil, nil, nil
	}
	ax := make([]float64, 0, len(c.v)+2)
	ay := make([]float64, 0, len(c.h)+2)
	for _, v := range c.v {
		ax = append(ax, v.at)
	}
	for _, h := range c.h {
		ay = append(ay, h.at)
	}
	ay = append(ay, looseEnds(c, ay)...)
	loX, hiX := slices.Min(ax), slices.Max(ax)
	loY, hiY := slices.Min(ay), slices.Max(ay)
	if c.box.X0 < loX-snapWidth {
		ax = append(ax, c.box.X0)
	}
	if c.box.X1 > hiX+snapWidth {
		ax = append(ax, c.box.X1)
	}
	g = &grid{ruled: true}
	if c.box.Top < loY-snapWidth {
		ay = append(ay, c.box.Top)
	}
	if c.box.Bottom > hiY+snapWidth {
		ay = append(ay, c.box.Bottom)
	}
	g.xs, g.ys = squeeze(snap(ax), words, (*tword).midX), squeeze(snap(ay), words, (*tword).midY)
	rows, cols := g.rows(), g.cols()
	if rows < 1 || cols < 1 || rows*cols > maxSlots {
		return nil, nil, nil
	}
	g.top = make([]bool, (rows+1)*cols)
	g.left = make([]bool, rows*(cols+1))
	drawnX, drawnY = make([]bool, cols+1), make([]bool, rows+1)
	for _, h := range c.h {
		r := nearest(g.ys, h.at)
		drawnY[r] = drawnY[r] || !h.soft
		markCovered(g.xs, h, func(k int) { g.top[r*cols+k] = true })
	}
	for _, v := range c.v {
		k := nearest(g.xs, v.at)
		drawnX[k] = drawnX[k] || !v.soft
		markCovered(g.ys, v, func(r int) { g.left[r*(cols+1)+k] = true })
	}
	g.tieEnds(c)
	return g, drawnX, drawnY
}

// looseEnds returns the heights inside a component at which several verticals end
// and no line runs; heights are those of its lines.
func looseEnds(c *component, heights []float64) (out []float64) {
	heights = slices.Clone(heights)
	slices.Sort(heights)
	var ends []float64
	for _, v := range c.v {
		for _, y := range [2]float64{v.lo, v.hi} {
			if !v.soft && y > c.box.Top+thinStrip && y < c.box.Bottom-thinStrip && math.Abs(heights[nearest(heights, y)]-y) >= thinStrip {
				ends = append(ends, y)
			}
		}
	}
	slices.Sort(ends)
	for i := 1; i < len(ends); i++ {
		if ends[i]-ends[i-1] < snapWidth {
			out = append(out, ends[i-1], ends[i])
		}
	}
	return out
}

// tieEnds draws the line that was lost where several verticals end in nothing at one
// height: across their ends, to the next verticals that go on beyond. One that ends
// by itself may have lost its own rest as well.
func (g *grid) tieEnds(c *component) {
	rows, cols := g.rows(), g.cols()
	wall := func(r, k int) bool { return k <= 0 || k >= cols || g.left[r*(cols+1)+k] }
	type end struct{ row, beyond int } // the height, and the row that the verticals do not reach
	ends := map[end][]int{}
	for _, v := range c.v {
		k := nearest(g.xs, v.at)
		if v.soft || k < 1 || k >= cols {
			continue
		}
		for _, y := range [2]float64{v.lo, v.hi} {
			e := end{row: nearest(g.ys, y)}
			if e.row < 1 || e.row >= rows || math.Abs(g.ys[e.row]-y) > snapWidth || g.top[e.row*cols+k-1] || g.top[e.row*cols+k] {
				continue
			}
			if e.beyond = e.row - 1; y == v.hi {
				e.beyond = e.row
			}
			if !wall(e.beyond, k) {
				ends[e] = append(ends[e], k)
			}
		}
	}
	for e, ks := range ends {
		if len(ks) < 2 {
			continue
		}
		for _, k := range ks {
			for x := k - 1; ; x-- {
				if g.top[e.row*cols+x] = true; wall(e.beyond, x) {
					break
				}
			}
			for x := k; ; x++ {
				if g.top[e.row*cols+x] = true; wall(e.beyond, x+1) {
					break
				}
			}
		}
	}
}

// dropSeams takes away the borders between columns, or rows, at which no line is
// drawn and that have no text beside them anywhere: the shading of empty cells
// meets there, unseen. It reports whether there were any.
func (g *grid) dropSeams(words []*tword, drawnX, drawnY []bool) bool {
	rows, cols := g.rows(), g.cols()
	text := g.filled(words)
	bare := func(s, t int) bool { return g.slot[s] == g.slot[t] || !text[g.slot[s]] && !text[g.slot[t]] }
	dropped := false
	for k := 1; k < cols; k++ {
		seam := !drawnX[k]
		for r := 0; r < rows && seam; r++ {
			seam = bare(r*cols+k-1, r*cols+k)
		}
		for r := 0; r < rows && seam; r++ {
			dropped = dropped || g.left[r*(cols+1)+k]
			g.left[r*(cols+1)+k] = false
		}
	}
	for k := 1; k < rows; k++ {
		seam := !drawnY[k]
		for c := 0; c < cols && seam; c++ {
			seam = bare((k-1)*cols+c, k*cols+c)
		}
		for c := 0; c < cols && seam; c++ {
			dropped = dropped || g.top[k*cols+c]
			g.top[k*cols+c] = false
		}
	}
	return dropped
}

// markCovered calls f for every interval of coords that the ruling covers.
func markCovered(coords []float64, l ruling, f func(int)) {
	i := max(nearest(coords, l.lo)-1, 0)
	for ; i+1 < len(coords) && coords[i] < l.hi; i++ {
		w := coords[i+1] - coords[i]
		if min(l.hi, coords[i+1])-max(l.lo, coords[i]) >= max(0.6*w, w-2*touchTol) {
			f(i)
		}
	}
}

// merge makes cells of slots without a line between them. Where they do not
// form a rectangle the region is cut into rectangles row by row.
func (g *grid) merge() {
	const fresh, reached = -2, -1 // a slot not looked at, one of the region at hand
	rows, cols := g.rows(), g.cols()
	g.slot = slices.Repeat([]int32{fresh}, rows*cols)
	g.cells = slices.Grow(g.cells[:0], min(rows*cols, 256))
	var stack []int
	var region []int
	var angular int32 // regions that are no rectangles
	for start := range g.slot {
		if g.slot[start] != fresh {
			continue
		}
		if r, c := start/cols, start%cols; g.walled(r, c) {
			g.addCell(rect{r0: r, c0: c, r1: r + 1, c1: c + 1})
			continue
		}
		region, stack = region[:0], append(stack[:0], start)
		g.slot[start] = reached
		b := rect{r0: rows, c0: cols}
		for len(stack) > 0 {
			s := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			region = append(region, s)
			r, c := s/cols, s%cols
			b = rect{r0: min(b.r0, r), c0: min(b.c0, c), r1: max(b.r1, r+1), c1: max(b.c1, c+1)}
			visit := func(t int) {
				if g.slot[t] == fresh {
					g.slot[t] = reached
					stack = append(stack, t)
				}
			}
			if r > 0 && !g.top[r*cols+c] {
				visit(s - cols)
			}
			if r+1 < rows && !g.top[(r+1)*cols+c] {
				visit(s + cols)
			}
			if c > 0 && !g.left[r*(cols+1)+c] {
				visit(s - 1)
			}
			if c+1 < cols && !g.left[r*(cols+1)+c+1] {
				visit(s + 1)
			}
		}
		if len(region) == (b.r1-b.r0)*(b.c1-b.c0) {
			g.addCell(b)
			continue
		}
		angular++
		g.cutRegion(region, angular)
	}
}

// walled reports whether lines part a slot from all four beside it.
func (g *grid) walled(r, c int) bool {
	rows, cols := g.rows(), g.cols()
	return (r == 0 || g.top[r*cols+c]) && (r+1 == rows || g.top[(r+1)*cols+c]) &&
		(c == 0 || g.left[r*(cols+1)+c]) && (c+1 == cols || g.left[r*(cols+1)+c+1])
}

func (g *grid) addCell(b rect) {
	cols := g.cols()
	for r := b.r0; r < b.r1; r++ {
		for c := b.c0; c < b.c1; c++ {
			g.slot[r*cols+c] = int32(len(g.cells))
		}
	}
	g.cells = append(g.cells, b)
}

// cutRegion covers an angular region with rectangles: its runs of slots in each
// row, joined downwards while they keep their ends and no line parts them.
func (g *grid) cutRegion(region []int, id int32) {
	cols := g.cols()
	slices.Sort(region)
	open := map[[2]int]rect{}
	prevRow := -1
	flush := func(keep map[[2]int]bool) {
		for k, b := range open {
			if !keep[k] {
				g.addCell(b)
				delete(open, k)
			}
		}
	}
	for i := 0; i < len(region); {
		r := region[i] / cols
		if prevRow >= 0 && r != prevRow+1 {
			flush(nil)
		}
		keep := map[[2]int]bool{}
		fresh := map[[2]int]rect{}
		for i < len(region) && region[i]/cols == r {
			from := region[i] % cols
			to := from + 1
			i++
			for i < len(region) && region[i] == region[i-1]+1 && region[i]/cols == r && !g.left[r*(cols+1)+region[i]%cols] {
				to++
				i++
			}
			k := [2]int{from, to}
			if b, ok := open[k]; ok && b.r1 == r && !g.lineAbove(r, from, to) {
				b.r1++
				open[k] = b
				keep[k] = true
				continue
			}
			fresh[k] = rect{r0: r, c0: from, r1: r + 1, c1: to, region: id}
		}
		flush(keep)
		for k, b := range fresh {
			open[k] = b
		}
		prevRow = r
	}
	flush(nil)
}

func (g *grid) lineAbove(r, from, to int) bool {
	for c := from; c < to; c++ {
		if g.top[r*g.cols()+c] {
			return true
		}
	}
	return false
}

// order puts cells in row-major order of their first slot and drops borders
// that no cell ends at.
func (g *grid) order() {
	g.top, g.left, g.held = nil, nil, nil
	slices.SortFunc(g.cells, func(a, b rect) int {
		if a.r0 != b.r0 {
			return a.r0 - b.r0
		}
		return a.c0 - b.c0
	})
	g.ys = compact(g.ys, g.cells, func(b *rect) (*int, *int) { return &b.r0, &b.r1 })
	g.xs = compact(g.xs, g.cells, func(b *rect) (*int, *int) { return &b.c0, &b.c1 })
	cols := g.cols()
	n := g.rows() * cols
	g.slot = slices.Grow(g.slot[:0], n)[:n]
	for i, b := range g.cells {
		for r := b.r0; r < b.r1; r++ {
			for c := b.c0; c < b.c1; c++ {
				g.slot[r*cols+c] = int32(i)
			}
		}
	}
}

// compact removes borders at which no cell starts or ends.
func compact(coords []float64, cells []rect, ends func(*rect) (*int, *int)) []float64 {
	used := make([]bool, len(coords))
	for i := range cells {
		a, b := ends(&cells[i])
		used[*a], used[*b] = true, true
	}
	if !slices.Contains(used, false) {
		return coords
	}
	to := make([]int, len(coords))
	var kept []float64
	for i, u := range used {
		to[i] = len(kept)
		if u {
			kept = append(kept, coords[i])
		}
	}
	for i := range cells {
		a, b := ends(&cells[i])
		*a, *b = to[*a], to[*b]
	}
	return kept
}
