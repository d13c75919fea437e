package ocr

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"shihyo/extract/page"
)

const (
	// MaxRecognitionTime caps Tesseract's work on one page. A dense A4 page of
	// Japanese takes 5 to 20 s.
	MaxRecognitionTime = 3 * time.Minute

	// maxHOCR caps Tesseract's answer, in bytes; a dense page gives about 2 MB.
	maxHOCR = 64 << 20
)

// errNoTesseract tells that the program or its Japanese data is not installed.
var errNoTesseract = errors.New("tesseract with Japanese data is not installed")

// languages returns the value of Tesseract's -l flag: Japanese, with vertical
// writing where its data is installed.
func languages(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "tesseract", "--list-langs").Output()
	if err != nil {
		return "", errNoTesseract
	}
	has := map[string]bool{}
	for l := range strings.Lines(string(out)) {
		has[strings.TrimSpace(l)] = true
	}
	switch {
	case has["jpn"] && has["jpn_vert"]:
		return "jpn+jpn_vert", nil
	case has["jpn"]:
		return "jpn", nil
	}
	return "", errNoTesseract
}

// recognise runs Tesseract over a picture. Boxes are in points, scale in pixels
// a point.
func recognise(ctx context.Context, img *image.Gray, scale float64, languages string) ([]page.Glyph, error) {
	ctx, cancel := context.WithTimeout(ctx, MaxRecognitionTime)
	defer cancel()
	var in, stderr bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&in, img); err != nil {
		return nil, err
	}
	// Page segmentation 11 ("sparse text") keeps the cells of a table apart; the
	// automatic modes take a ruled page for a picture and skip it.
	cmd := exec.CommandContext(ctx, "tesseract", "stdin", "stdout", "-l", languages, "--psm", "11",
		"--dpi", strconv.Itoa(int(scale*72+0.5)), "-c", "hocr_char_boxes=1", "-c", "tessedit_create_hocr=1")
	cmd.Stdin = &in
	cmd.Stderr = &limitedWriter{&stderr, 4 << 10}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, errNoTesseract
	}
	glyphs, parseErr := parseHOCR(io.LimitReader(out, maxHOCR), scale)
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("tesseract: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return glyphs, parseErr
}

// parseHOCR reads characters with boxes and confidences from hOCR (spans of
// class ocrx_cinfo within a line of class ocr_line, title "x_bboxes x0 y0 x1 y1;
// x_conf c", confidence in percent).
func parseHOCR(r io.Reader, scale float64) ([]page.Glyph, error) {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var glyphs []page.Glyph
	var size float64 // of the line, points
	var box page.Box // of the line, points
	first := 0       // the line's first glyph
	var char *page.Glyph
	for {
		tok, err := d.Token()
		if err == io.EOF {
			settle(glyphs[first:], box)
			return glyphs, nil
		}
		if err != nil {
			return glyphs, fmt.Errorf("read Tesseract's answer: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			class, title := attr(t, "class"), attr(t, "title")
			switch class {
			case "ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat":
				settle(glyphs[first:], box)
				first = len(glyphs)
				size = property(title, "x_size", 1)[0] / scale
				box = points(property(title, "bbox", 4), scale)
			case "ocrx_cinfo":
				b := points(property(title, "x_bboxes", 4), scale)
				conf := property(title, "x_conf", 1)[0] / 100
				char = &page.Glyph{
					Box:     b,
					Size:    size,
					OriginX: b.X0, OriginY: b.Bottom,
					Conf: float32(min(max(conf, 0), 1)),
				}
			}
		case xml.CharData:
			if char != nil {
				char.Text = strings.TrimSpace(string(t))
			}
		case xml.EndElement:
			if char != nil {
				if char.Text != "" {
					glyphs = append(glyphs, *char)
				}
				char = nil
			}
		}
	}
}

// maxBearing is the widest gap between two recognised characters that is still
// taken for the white of their own boxes, in ems: a 1 leaves about 0.3.
const maxBearing = 0.45

// settle turns the tight boxes of ink that Tesseract gives into the boxes a font
// would have: every glyph of a line as tall as the line, so that a small か sits
// on the line of its neighbours, and touching the next where only the white
// beside the ink lies between them.
func settle(line []page.Glyph, box page.Box) {
	if box.Height() > 2*box.Width() && len(line) > 1 {
		return // vertical writing
	}
	for i := range line {
		g := &line[i]
		g.Top, g.Bottom, g.OriginY = box.Top, box.Bottom, box.Bottom
		if i == 0 {
			continue
		}
		prev := &line[i-1]
		if gap := g.X0 - prev.X1; gap > 0 && gap < maxBearing*g.Size {
			middle := (g.X0 + prev.X1) / 2
			prev.X1, g.X0, g.OriginX = middle, middle, middle
		}
	}
}

// points turns x0, y0, x1, y1 in pixels into a box in points.
func points(b []float64, scale float64) page.Box {
	return page.Box{X0: b[0] / scale, Top: b[1] / scale, X1: b[2] / scale, Bottom: b[3] / scale}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// property returns the n numbers of a property in an hOCR title, zeros where it is
// absent.
func property(title, name string, n int) []float64 {
	v := make([]float64, n)
	for _, p := range strings.Split(title, ";") {
		f := strings.Fields(p)
		if len(f) == n+1 && f[0] == name {
			for i := range v {
				v[i], _ = strconv.ParseFloat(f[i+1], 64)
			}
		}
	}
	return v
}
