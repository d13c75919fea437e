package pdf

import (
	"context"
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/pdf/content"
	"shihyo/extract/pdf/font"
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

// Inspect reads the given pages (all when nil) and reports on them. The error
// is the context's, or a *finding.Fault for a page the document does not have.
func (d *Document) Inspect(ctx context.Context, numbers []int) (*Inspection, error) {
	in := &Inspection{Info: d.Info()}
	at := map[*font.Font]int{}
	var found []finding.Finding
	for r, err := range d.results(ctx, numbers, 0) {
		if err != nil {
			return nil, err
		}
		p := r.Page
		report := PageReport{
			Number: p.Number, Width: p.Width, Height: p.Height, Rotate: d.pages[p.Number-1].Rotate,
			Glyphs: content.Visible(p.Glyphs), Hidden: content.Visible(p.Hidden),
			Rules: len(p.Rules), Fills: len(p.Fills), Images: len(p.Images), Ruling: ruling(r),
		}
		for _, u := range r.Fonts {
			i, ok := at[u.Font]
			if !ok {
				i = len(in.Fonts)
				at[u.Font] = i
				in.Fonts = append(in.Fonts, describe(u.Font))
			}
			f := &in.Fonts[i]
			f.Pages++
			f.Glyphs += u.Glyphs
			f.Unknown += u.Unknown
			report.Unknown += u.Unknown
		}
		in.Pages = append(in.Pages, report)
		found = append(found, p.Findings...)
	}
	in.Fonts = slices.DeleteFunc(in.Fonts, func(f FontReport) bool { return f.Glyphs == 0 })
	// Last, since reading pages adds to what is known of the file.
	in.Findings = append(slices.Clone(d.Findings()), found...)
	return in, nil
}

// ruling names the way in which most pieces of a page's rules were drawn.
func ruling(r content.Result) Ruling {
	dashed := 0
	for i := range r.Page.Rules {
		if r.Page.Rules[i].Dashed {
			dashed++
		}
	}
	switch n := len(r.Page.Rules); {
	case n == 0:
		return RulingNone
	case 2*dashed > n: // also where dots or dashes were drawn one by one
		return RulingDashed
	}
	best, name := r.Strokes, RulingStrokes
	for _, e := range []struct {
		n    int
		name Ruling
	}{{r.Fills, RulingFills}, {r.Dashes, RulingDashed}, {r.Images, RulingImages}} {
		if e.n > best {
			best, name = e.n, e.name
		}
	}
	return name
}

// describe tells of a font what does not depend on the pages.
func describe(f *font.Font) FontReport {
	i := f.Info
	r := FontReport{
		Name: printable(i.Name), Type: i.Subtype, Encoding: i.Encoding, Embedded: i.Embedded, Subset: i.Subset,
		ToUnicode: i.ToUnicode, Vertical: f.Vertical(),
	}
	if i.Descendant != "" {
		r.Type += "/" + i.Descendant
	}
	if i.CMap != "" {
		r.Encoding = i.CMap
		if i.Collection != "" {
			r.Encoding += " (" + i.Collection + ")"
		}
	}
	return r
}
