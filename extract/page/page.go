// Package page holds a page as a reader sees it: placed glyphs, ruling lines
// and filled areas, after rotation and crop were applied.
//
// It is the form in which text leaves the PDF reader (or the OCR) and enters
// table building, so neither side needs to know the other.
//
// Coordinates everywhere are PDF points (1/72 inch) with the origin at the top
// left of the displayed page; x grows to the right, y ("top", "bottom") grows
// downwards.
package page

import "shihyo/extract/finding"

// Box is an axis-parallel rectangle [X0, Top, X1, Bottom] in PDF points, origin
// at the top left of the displayed page. A box with X1 < X0 or Bottom < Top is
// empty.
type Box struct {
	X0, Top, X1, Bottom float64
}

// Width returns the horizontal extent in points.
func (b Box) Width() float64 { return b.X1 - b.X0 }

// Height returns the vertical extent in points.
func (b Box) Height() float64 { return b.Bottom - b.Top }

// Union returns the smallest box that holds both.
func (b Box) Union(o Box) Box {
	return Box{min(b.X0, o.X0), min(b.Top, o.Top), max(b.X1, o.X1), max(b.Bottom, o.Bottom)}
}

// Contains reports whether the point (x, y) lies in the box, borders included.
func (b Box) Contains(x, y float64) bool {
	return b.X0 <= x && x <= b.X1 && b.Top <= y && y <= b.Bottom
}

// Overlaps reports whether the two boxes share some area.
func (b Box) Overlaps(o Box) bool {
	return b.X0 < o.X1 && o.X0 < b.X1 && b.Top < o.Bottom && o.Top < b.Bottom
}

// Turn is the direction in which a glyph's upright runs on the displayed page,
// in quarter turns clockwise from upright.
type Turn uint8

// The quarter turns a glyph can have. Text at other angles is rounded to the
// nearest of them.
const (
	Upright  Turn = iota // reads left to right (or top to bottom if vertical)
	TurnedCW             // reads top to bottom, head to the right
	UpsideDown
	TurnedCCW // reads bottom to top, head to the left
)

// Glyph is one placed character. Text is what it reads as: usually one
// character, several for a ligature or an /ActualText span, "" when the file
// does not tell (Unknown is then set).
type Glyph struct {
	Box              // ink-independent box: advance by ascent to descent
	Text     string  // Unicode text after repair of encoding artefacts
	Size     float64 // font size on the page, points
	OriginX  float64 // glyph origin on the displayed page, points
	OriginY  float64 // (baseline for horizontal, top centre for vertical text)
	Conf     float32 // 1 from a text layer; the OCR's confidence 0..1 otherwise
	Font     uint16  // index into Page.Fonts
	Turn     Turn    // direction of the text
	Vertical bool    // set in vertical writing mode (縦書き)
	Bold     bool    // drawn bold, by font or by double printing
	Unknown  bool    // the file gives no Unicode for it
	Artifact bool    // the file marks it as no part of the text proper: page number, running title
}

// FontName tells which font glyphs were set in.
type FontName struct {
	Name     string // PostScript name without subset tag
	Embedded bool
}

// Rule is a straight ruling line, horizontal or vertical. The box is the line's
// inked area (so a hair line has next to no height). Strokes, thin filled
// boxes and the sides of stroked rectangles all become rules.
type Rule struct {
	Box
	Horizontal bool
	Thickness  float64 // points; 0 for the thinnest line a device can draw
	Dashed     bool    // drawn dashed or dotted
	Gray       float32 // luminance of its colour, 0 black to 1 white
}

// Diagonal is a straight line that is neither horizontal nor vertical, from
// (X0, Y0) to (X1, Y1); a cell is struck out with one.
type Diagonal struct {
	X0, Y0, X1, Y1 float64
	Gray           float32
}

// Fill is a filled area that is too thick to be a rule: the shading of a cell
// or header. RGB components run 0..1.
type Fill struct {
	Box
	R, G, B float32
}

// Gray returns the luminance of the fill, 0 black to 1 white (ITU-R BT.601).
func (f Fill) Gray() float32 { return 0.299*f.R + 0.587*f.G + 0.114*f.B }

// Page is one page as displayed.
type Page struct {
	Number        int     // 1 for the first page of the document
	Width, Height float64 // points
	Glyphs        []Glyph // visible text in content order
	Hidden        []Glyph // invisible text (render mode 3): a scan's text layer
	Rules         []Rule
	Diagonals     []Diagonal
	Fills         []Fill // in painting order, page background left out
	Shapes        []Box  // bounds of what is painted with curves or slanted sides: parts of drawings
	Images        []Box  // where raster images are shown
	Fonts         []FontName
	OCR           bool // glyphs come from optical character recognition
	Findings      []finding.Finding
}
