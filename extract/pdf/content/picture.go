package content

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"math"

	"golang.org/x/image/ccitt"

	"shihyo/extract/page"
	"shihyo/extract/pdf/object"
	"shihyo/extract/picture"
)

// Lines in pictures. Where a page is a scan with text laid under it, its ruling
// lines are in the picture, and tables cannot do without them. So the images are
// decoded, as far as that is cheap: JPEG, fax, and samples that bytes' filters
// leave. JPEG 2000 and JBIG2 are not. Scanners also part a page into a picture of
// the paper and a mask in which the ink is; then the mask is searched.

// maxSamples bounds the bytes of samples that stand as they are: A4 in colour at
// 300 dpi has 26 million.
const maxSamples = 30_000_000

// picturePlace is an image that may hold ruling lines.
type picturePlace struct {
	stream *object.Stream
	m      matrix   // unit square to page
	box    page.Box // what is shown of it
	mask   bool     // a stencil
	dark   bool     // the stencil is painted dark
}

// keepPicture notes an image for pictureLines. Only images that may hold a table
// are worth it.
func (r *run) keepPicture(s *object.Stream, b page.Box, mask bool) {
	const (
		wide = 0.3  // share of the page's width or height
		skew = 0.04 // how far the picture may be turned, as scans are to put them straight
	)
	m := &r.st.ctm
	if r.rd.textOnly || len(r.pictures) >= MaxPictures ||
		b.Width() < wide*r.page.Width && b.Height() < wide*r.page.Height ||
		math.Abs(m.b*m.c) > skew*skew*math.Abs(m.a*m.d) && math.Abs(m.a*m.d) > skew*skew*math.Abs(m.b*m.c) {
		return
	}
	r.pictures = append(r.pictures, picturePlace{stream: s, m: *m, box: b, mask: mask, dark: luminance(r.st.fill.rgb) < 0.6})
}

// pictureLines adds the lines that the page's pictures show.
func (r *run) pictureLines() {
	r.st.clip = page.Box{X1: r.page.Width, Bottom: r.page.Height}
	r.seq++
	r.rd.decoding <- struct{}{}
	defer func() { <-r.rd.decoding }()
	for i := range r.pictures {
		p := &r.pictures[i]
		ink, w, h := r.bitmap(p)
		if ink == nil {
			continue
		}
		for _, l := range ink.Lines(p.scale(w, h)) {
			r.pictureLine(p, l, float64(w), float64(h))
		}
	}
}

// scale returns the pixels to the point of the picture's rows and columns.
func (p *picturePlace) scale(w, h int) (perX, perY float64) {
	return float64(w) / math.Hypot(p.m.a, p.m.b), float64(h) / math.Hypot(p.m.c, p.m.d)
}

// ink tells ink from paper.
func (p *picturePlace) ink(pix []uint8, stride, w, h int) *picture.Bitmap {
	g := picture.Gray{Pix: pix, Stride: stride, W: w, H: h}
	g.PerX, g.PerY = p.scale(w, h)
	return g.Ink()
}

// pictureLine places a line of a picture of w by h pixels on the page.
func (r *run) pictureLine(p *picturePlace, l picture.Line, w, h float64) {
	thickness := (l.Y1 - l.Y0) / h * math.Hypot(p.m.c, p.m.d)
	x0, y0 := p.m.apply(l.X0/w, 1-(l.Y0+l.Y1)/2/h)
	x1, y1 := p.m.apply(l.X1/w, 1-(l.Y0+l.Y1)/2/h)
	if !l.Horizontal {
		thickness = (l.X1 - l.X0) / w * math.Hypot(p.m.a, p.m.b)
		x0, y0 = p.m.apply((l.X0+l.X1)/2/w, 1-l.Y0/h)
		x1, y1 = p.m.apply((l.X0+l.X1)/2/w, 1-l.Y1/h)
	}
	horizontal := math.Abs(x1-x0) >= math.Abs(y1-y0)
	var b page.Box
	if horizontal {
		y := (y0 + y1) / 2
		b = page.Box{X0: min(x0, x1), X1: max(x0, x1), Top: y - thickness/2, Bottom: y + thickness/2}
	} else {
		x := (x0 + x1) / 2
		b = page.Box{X0: x - thickness/2, X1: x + thickness/2, Top: min(y0, y1), Bottom: max(y0, y1)}
	}
	if b = intersect(b, p.box); !empty(b) {
		r.addLine(line{Box: b, horizontal: horizontal, thickness: thickness, from: fromImage, side: true})
	}
}

// bitmap decodes a picture to ink and paper; nil where it cannot.
func (r *run) bitmap(p *picturePlace) (ink *picture.Bitmap, w, h int) {
	s, stencil, dark := p.stream, p.mask, p.dark
	soft := false
	if m, ok := r.file.Stream(s.Dict["SMask"]); ok {
		s, soft = m, true
	} else if m, ok := r.file.Stream(s.Dict["Mask"]); ok {
		s, stencil, dark = m, true, true
	}
	if stencil && !dark {
		return nil, 0, 0
	}
	width, _ := r.file.Int(s.Dict["Width"])
	height, _ := r.file.Int(s.Dict["Height"])
	if width <= 0 || height <= 0 || width > MaxPicture/height {
		return nil, 0, 0
	}
	if r.rd.pixels.Add(width*height) > MaxPixelsBase+MaxPixelsFactor*int64(r.file.Size()) {
		r.over("MaxPixelsBase")
		return nil, 0, 0
	}
	w, h = int(width), int(height)
	filter, parms := r.file.ImageFilter(s)
	if filter == "" {
		bits, _ := r.file.Int(s.Dict["BitsPerComponent"])
		if n := r.rd.colorSpace(s.Dict["ColorSpace"], 0).n; w*h/8*int(min(max(bits, 1), 16)) > maxSamples/max(n, 1) {
			return nil, 0, 0
		}
	}
	data, err := r.file.Read(nil, s)
	if err != nil && !errors.Is(err, object.ErrImageFilter) && len(data) == 0 {
		return nil, 0, 0
	}
	decode, _ := r.file.Array(s.Dict["Decode"])
	inverted := false
	if len(decode) >= 2 {
		a, _ := r.file.Number(decode[0])
		b, _ := r.file.Number(decode[1])
		inverted = a > b
	}
	switch filter {
	case "":
		ink = r.samples(p, s, data, w, h, stencil, soft, inverted)
	case "CCITTFaxDecode":
		ink = r.fax(data, parms, w, h, r.inkBit(s, stencil, soft, inverted))
	case "DCTDecode":
		ink, w, h = p.jpeg(data, soft != inverted)
	}
	return ink, w, h
}

// inkBit returns which value of a one-bit sample is ink.
func (r *run) inkBit(s *object.Stream, stencil, soft, inverted bool) byte {
	one := byte(0)
	switch {
	case stencil: // 0 marks, ISO 32000-1 §8.9.6
	case soft:
		one = 1 // opaque
	default:
		cs := r.rd.colorSpace(s.Dict["ColorSpace"], 0)
		if cs.n == 1 && r.afford(cs, 2) && luminance(cs.rgb([]float64{0})) > luminance(cs.rgb([]float64{1})) {
			one = 1
		}
	}
	if inverted {
		one ^= 1
	}
	return one
}

// fax decodes CCITT group 3 and 4 (ISO 32000-1 §7.4.6). A damaged picture gives
// the rows before the damage.
func (r *run) fax(data []byte, parms object.Dict, w, h int, one byte) *picture.Bitmap {
	k, _ := r.file.Int(parms["K"])
	columns, ok := r.file.Int(parms["Columns"])
	if !ok {
		columns = 1728
	}
	if k > 0 || columns <= 0 || columns > MaxPicture/int64(h) {
		return nil
	}
	form := ccitt.Group3
	if k < 0 {
		form = ccitt.Group4
	}
	align, _ := r.file.Bool(parms["EncodedByteAlign"])
	black1, _ := r.file.Bool(parms["BlackIs1"])
	in := ccitt.NewReader(bytes.NewReader(data), ccitt.MSB, form, int(columns), h, &ccitt.Options{Align: align, Invert: black1})
	ink := picture.NewBitmap(w, h)
	row := make([]byte, (columns+7)/8)
	for y := range h {
		if _, err := io.ReadFull(in, row); err != nil {
			break
		}
		ink.SetPacked(y, row, flip(one))
	}
	return ink
}

// flip returns what to xor bytes with so that ink is 1.
func flip(one byte) byte {
	if one == 0 {
		return 0xff
	}
	return 0
}

// samples reads an image whose samples stand as they are.
func (r *run) samples(p *picturePlace, s *object.Stream, data []byte, w, h int, stencil, soft, inverted bool) *picture.Bitmap {
	bits, _ := r.file.Int(s.Dict["BitsPerComponent"])
	if stencil {
		bits = 1
	}
	if bits == 1 {
		ink := picture.NewBitmap(w, h)
		one, stride := r.inkBit(s, stencil, soft, inverted), (w+7)/8
		for y := 0; y < h && y*stride < len(data); y++ {
			ink.SetPacked(y, data[y*stride:min((y+1)*stride, len(data))], flip(one))
		}
		return ink
	}
	cs := grayBase
	if !soft {
		cs = r.rd.colorSpace(s.Dict["ColorSpace"], 0)
	}
	if cs.n == 1 && (bits == 2 || bits == 4) {
		data, bits = unpack(data, w, int(bits), cs.kind != spaceIndexed), 8
	}
	if bits != 8 || cs.n != 1 && cs.n != 3 || !r.afford(cs, 256) {
		return nil
	}
	h = min(h, len(data)/(w*cs.n))
	if h == 0 {
		return nil
	}
	gray := data
	switch level, as := r.levels(cs, soft != inverted); {
	case cs.n == 3:
		gray = make([]uint8, w*h)
		for i := range gray {
			c := data[3*i : 3*i+3 : 3*i+3]
			gray[i] = uint8((299*int(c[0]) + 587*int(c[1]) + 114*int(c[2])) / 1000)
		}
	case !as:
		gray = make([]uint8, w*h)
		for i := range gray {
			gray[i] = level[data[i]]
		}
	}
	return p.ink(gray, w, w, h)
}

// unpack gives each sample of two or four bits a byte of its own, scaled to all of
// its range or as it is.
func unpack(data []byte, w, bits int, scaled bool) []byte {
	stride, per, most := (w*bits+7)/8, 8/bits, byte(1<<bits-1)
	out := make([]byte, 0, len(data)/stride*w)
	for ; len(data) >= stride; data = data[stride:] {
		for x := range w {
			v := data[x/per] >> (8 - bits - x%per*bits) & most
			if scaled {
				v *= 255 / most
			}
			out = append(out, v)
		}
	}
	return out
}

// levels returns how light each sample of eight bits is in a space of one
// component; as tells that they are as light as they say.
func (r *run) levels(cs *space, negative bool) (level [256]uint8, as bool) {
	as = true
	for i := range level {
		v := float64(i) / 255
		if cs.kind == spaceIndexed {
			v = float64(i)
		}
		level[i] = uint8(255*min(max(luminance(cs.rgb([]float64{v})), 0), 1) + 0.5)
		if negative {
			level[i] = 255 - level[i]
		}
		as = as && int(level[i]) == i
	}
	return level, as
}

// jpeg decodes a JPEG picture; negative tells that light is ink.
func (p *picturePlace) jpeg(data []byte, negative bool) (ink *picture.Bitmap, w, h int) {
	// A progressive picture is kept in coefficients of four bytes.
	const mostProgressive = MaxPicture / 4
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > MaxPicture/config.Height ||
		bytes.Contains(data[:min(len(data), 1<<16)], []byte{0xff, 0xc2}) && config.Width > mostProgressive/config.Height {
		return nil, 0, 0
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, 0, 0
	}
	w, h = config.Width, config.Height
	var pix []uint8
	var stride int
	switch m := img.(type) {
	case *image.Gray:
		pix, stride = m.Pix, m.Stride
	case *image.YCbCr:
		pix, stride = m.Y, m.YStride
	case *image.CMYK:
		pix, stride = make([]uint8, w*h), w
		for y := range h {
			for x := range w {
				c := m.Pix[y*m.Stride+4*x:]
				light := 255 - (299*int(c[0])+587*int(c[1])+114*int(c[2]))/1000
				pix[y*w+x] = uint8(light * (255 - int(c[3])) / 255)
			}
		}
	default:
		return nil, 0, 0
	}
	if negative {
		for i := range pix {
			pix[i] = 255 - pix[i]
		}
	}
	return p.ink(pix, stride, w, h), w, h
}
