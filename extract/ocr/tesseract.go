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
	var char *page.Glyph
	for {
		tok, err := d.Token()
		if err == io.EOF {
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
				size = number(title, "x_size", 1)[0] / scale
			case "ocrx_cinfo":
				b := number(title, "x_bboxes", 4)
				conf := number(title, "x_conf", 1)[0] / 100
				char = &page.Glyph{
					Box:     page.Box{X0: b[0] / scale, Top: b[1] / scale, X1: b[2] / scale, Bottom: b[3] / scale},
					Size:    size,
					OriginX: b[0] / scale, OriginY: b[3] / scale,
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

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number returns the n numbers of a property in an hOCR title, zeros where it is
// absent.
func number(title, property string, n int) []float64 {
	v := make([]float64, n)
	for _, p := range strings.Split(title, ";") {
		f := strings.Fields(p)
		if len(f) == n+1 && f[0] == property {
			for i := range v {
				v[i], _ = strconv.ParseFloat(f[i+1], 64)
			}
		}
	}
	return v
}
