package pdf

import (
	"context"

	"shihyo/extract/finding"
)

// Inspection is what `shihyo inspect` tells of a document: how it was made and
// what could not be read. It holds no text.
type Inspection struct {
	Info     Info              `json:"info"`
	Pages    []PageReport      `json:"pages"`
	Fonts    []FontReport      `json:"fonts"` // in order of first use
	Findings []finding.Finding `json:"-"`     // of the document, then page by page
}

// Ruling names how a page's ruling lines are drawn.
type Ruling string

// The ways lines are drawn. A page that uses several is named by the one that
// draws most of its lines.
const (
	RulingNone    Ruling = "none"    // no lines at all
	RulingStrokes Ruling = "strokes" // stroked lines and rectangles
	RulingFills   Ruling = "fills"   // thin filled boxes
	RulingDashed  Ruling = "dashed"  // dashed or dotted
	RulingImages  Ruling = "images"  // thin images
)

// PageReport is what was found on one page.
type PageReport struct {
	Number  int     `json:"page"`
	Width   float64 `json:"width"`   // points, as displayed
	Height  float64 `json:"height"`  // points, as displayed
	Rotate  int     `json:"rotate"`  // degrees clockwise: 0, 90, 180, 270
	Glyphs  int     `json:"glyphs"`  // visible characters
	Hidden  int     `json:"hidden"`  // characters of invisible text
	Unknown int     `json:"unknown"` // visible characters without Unicode
	Rules   int     `json:"rules"`
	Fills   int     `json:"fills"`
	Images  int     `json:"images"`
	Ruling  Ruling  `json:"ruling"`
}

// FontReport describes a font and how its text is known.
type FontReport struct {
	Name      string `json:"name"` // PostScript name without subset tag
	Type      string `json:"type"` // "Type0/CIDFontType2", "TrueType", …
	Encoding  string `json:"encoding"`
	Embedded  bool   `json:"embedded"`
	Subset    bool   `json:"subset"`
	ToUnicode bool   `json:"to_unicode"`
	Vertical  bool   `json:"vertical"`
	Pages     int    `json:"pages"`   // on how many pages it is used
	Glyphs    int    `json:"glyphs"`  // characters set in it
	Unknown   int    `json:"unknown"` // of them without Unicode
}

// Inspect reads the given pages (all when nil) and reports on them.
func (d *Document) Inspect(ctx context.Context, numbers []int) (*Inspection, error) {
	return &Inspection{Info: d.Info()}, nil
}
