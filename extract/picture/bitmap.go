// Package picture finds ruling lines in the pictures of pages, as scanners make
// them: a line there is nothing but dark pixels.
//
// A picture is first turned into a Bitmap, one bit a pixel, ink or paper. Lines
// are then long runs of ink on neighbouring rows (or columns), thin for their
// length. Nothing is recognised besides: characters are the work of the OCR that
// laid text under the picture, or of package ocr.
package picture

import "math/bits"

// Bitmap is a picture of ink on paper. The zero value is an empty one.
type Bitmap struct {
	W, H   int // pixels
	stride int // words a row
	words  []uint64
}

// NewBitmap returns a sheet of paper. Its size is the caller's to bound.
func NewBitmap(w, h int) *Bitmap {
	stride := (w + 63) / 64
	return &Bitmap{W: w, H: h, stride: stride, words: make([]uint64, stride*h)}
}

// row returns the words of a row; the pixel x is bit x%64 of word x/64.
func (b *Bitmap) row(y int) []uint64 { return b.words[y*b.stride : (y+1)*b.stride] }

// SetPacked fills row y from packed bits, the first pixel in the highest bit, as
// PDF and TIFF have them; flip is xored to every byte. What src lacks stays
// paper.
func (b *Bitmap) SetPacked(y int, src []byte, flip byte) {
	row := b.row(y)
	n := (b.W + 7) / 8
	for i, c := range src[:min(len(src), n)] {
		row[i/8] |= uint64(bits.Reverse8(c^flip)) << (i % 8 * 8)
	}
	if spare := b.W % 64; spare > 0 {
		row[b.stride-1] &= 1<<spare - 1
	}
}

// Gray is a picture in levels of grey, 0 black to 255 white.
type Gray struct {
	Pix          []uint8
	Stride, W, H int     // pixels
	PerX, PerY   float64 // pixels to the point
}

// What tells ink from paper.
const (
	// leastPaper is the darkest level that paper may have.
	leastPaper = 128
	// leastContrast is how much darker than paper ink is at least, in levels.
	leastContrast = 60
	// inkShare is the share of the way from paper to the darkest ink from which a
	// pixel counts as ink anywhere.
	inkShare = 0.4
	// faintShare is the same for pixels darker than what lies on both sides of
	// them: thin lines, which scanning blurs.
	faintShare = 0.15
	// near and far are how many points away those sides are looked at: beyond a
	// thin line, and beyond a stroke of a character that happens to stand there.
	near, far = 2.0, 3.5
	// darkest tells how dark ink is: one in so many pixels is darker.
	darkest = 500
)

// Ink tells ink from paper by the levels that the picture itself has: paper is the
// commonest of the light ones. A picture without paper, or with nothing on it,
// gives an empty sheet.
func (g *Gray) Ink() *Bitmap {
	b := NewBitmap(g.W, g.H)
	paper, ink, ok := g.levels()
	if !ok {
		return b
	}
	limit := uint8(paper - inkShare*(paper-ink))
	faint := uint8(faintShare * (paper - ink))
	left := [2]int{int(near*g.PerX + 1), int(far*g.PerX + 1)}
	up := [2]int{int(near*g.PerY+1) * g.Stride, int(far*g.PerY+1) * g.Stride}
	for y := range g.H {
		row := b.row(y)
		start := y * g.Stride
		line := g.Pix[start : start+g.W]
		for x, v := range line {
			switch {
			case v < limit:
			case v > uint8(paper)-faint:
				continue
			case x >= left[1] && x+left[1] < g.W &&
				v < between(line[x-left[0]], line[x-left[1]], line[x+left[0]], line[x+left[1]])-faint:
			case start >= up[1] && start+up[1]+x < len(g.Pix) &&
				v < between(g.Pix[start+x-up[0]], g.Pix[start+x-up[1]], g.Pix[start+x+up[0]], g.Pix[start+x+up[1]])-faint:
			default:
				continue
			}
			row[x>>6] |= 1 << (x & 63)
		}
	}
	return b
}

// between returns the darker of two sides, each as light as at its lighter place.
func between(a, b, c, d uint8) uint8 { return max(min(max(a, b), max(c, d)), 50) }

// levels returns the levels of paper and ink.
func (g *Gray) levels() (paper, ink float64, ok bool) {
	var count [256]int
	total := 0
	for y := range g.H {
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+g.W] {
			count[v]++
		}
		total += g.W
	}
	light := leastPaper
	for v := range count[leastPaper:] {
		if count[leastPaper+v] > count[light] {
			light = leastPaper + v
		}
	}
	dark, seen := 0, 0
	for ; dark < 255 && seen+count[dark] <= total/darkest; dark++ {
		seen += count[dark]
	}
	return float64(light), float64(dark), total > 0 && light-dark >= leastContrast
}

// turned returns the picture with rows and columns exchanged, so that columns can
// be searched as fast as rows.
func (b *Bitmap) turned() *Bitmap {
	t := NewBitmap(b.H, b.W)
	var block [64]uint64
	for y := 0; y < b.H; y += 64 {
		n := min(64, b.H-y)
		for k := range b.stride {
			any := uint64(0)
			for i := range n {
				block[i] = b.words[(y+i)*b.stride+k]
				any |= block[i]
			}
			if any == 0 {
				continue
			}
			clear(block[n:])
			transpose(&block)
			for i := range min(64, b.W-k*64) {
				t.words[(k*64+i)*t.stride+y/64] = block[i]
			}
		}
	}
	return t
}

// transpose exchanges rows and columns of 64 × 64 bits, by exchanging ever
// smaller quarters.
func transpose(a *[64]uint64) {
	mask := uint64(1)<<32 - 1
	for j := 32; j > 0; j, mask = j>>1, mask^mask<<(j>>1) {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (a[k]>>j ^ a[k+j]) & mask
			a[k] ^= t << j
			a[k+j] ^= t
		}
	}
}
