package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/page"
	"shihyo/extract/pdf"
)

// open compares which files can be opened.
func (b *bench) open(files []string) {
	ours, theirs := 0, 0
	for _, file := range files {
		_, err := output("pdftotext", "-l", "1", file, "-")
		if err == nil {
			theirs++
		}
		n, fault := pages(file, func(*page.Page) {})
		switch {
		case fault == nil && n > 0:
			ours++
		case err == nil:
			fmt.Printf("open     %-60s poppler opens it, we: %v\n", filepath.Base(file), fault)
		}
	}
	fmt.Printf("open     ours %d, poppler's %d of %d\n", ours, theirs, len(files))
}

// pages reads a file and calls f with each page.
func pages(file string, f func(*page.Page)) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	d, err := pdf.Open(file, data, pdf.Options{})
	if err != nil {
		return 0, err
	}
	for n := 1; n <= d.NumPages(); n++ {
		p, err := d.Page(n)
		if err != nil {
			return n, err
		}
		f(p)
	}
	return d.NumPages(), nil
}

// bag counts characters after the foldings that make readers comparable: NFKC,
// no white space, and characters that Adobe's and Microsoft's tables map
// differently.
type bag map[rune]int

func (b bag) add(s string) {
	for _, r := range norm.NFKC.String(s) {
		switch r {
		case '\u301c':
			r = '~'
		case '\u2016':
			r = '\u2225'
		case '\u2212', '\u2010', '\u2011', '\u00ad':
			r = '-'
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufffd' || r == '\u200b' || r == '\ufeff' {
			continue
		}
		b[r]++
	}
}

func bagOf(text []byte) bag {
	b := bag{}
	b.add(string(text))
	return b
}

// f1 compares two bags; missing and extra describe the difference.
func f1(ours, theirs bag) (f float64, n int, missing, extra string) {
	both, a, c := 0, 0, 0
	var m, e []string
	for r, n := range ours {
		a += n
		both += min(n, theirs[r])
		if d := n - theirs[r]; d > 0 {
			e = append(e, fmt.Sprintf("%c%d", r, d))
		}
	}
	for r, n := range theirs {
		c += n
		if d := n - ours[r]; d > 0 {
			m = append(m, fmt.Sprintf("%c%d", r, d))
		}
	}
	cut := func(s []string) string {
		if len(s) > 12 {
			s = append(s[:12:12], fmt.Sprintf("… %d kinds", len(s)))
		}
		return strings.Join(s, " ")
	}
	if a+c == 0 {
		return 1, 0, "", ""
	}
	return 2 * float64(both) / float64(a+c), c, cut(m), cut(e)
}

// text prints how far the text of each file agrees with pdftotext's. Invisible
// text is compared where it is all there is, since pdftotext prints it too.
func (b *bench) text(files []string) {
	const good, floor = 0.995, 0.985
	count, sum, weighed, weight := 0, 0.0, 0.0, 0
	short, low := 0, 0
	for _, file := range files {
		ref, err := output("pdftotext", "-enc", "UTF-8", file, "-")
		if err != nil {
			continue
		}
		ours := bag{}
		hidden := 0
		_, err = pages(file, func(p *page.Page) {
			glyphs := p.Glyphs
			if len(glyphs) == 0 {
				glyphs = p.Hidden
				hidden += len(glyphs)
			}
			var s strings.Builder
			for i := range glyphs {
				s.WriteString(glyphs[i].Text)
			}
			ours.add(s.String())
		})
		f, n, missing, extra := f1(ours, bagOf(ref))
		if f < good {
			// In reading order pdftotext drops the hyphens at line ends; in content
			// order it keeps them, but also characters printed twice.
			if ref, err := output("pdftotext", "-raw", "-enc", "UTF-8", file, "-"); err == nil {
				if g, n2, m, e := f1(ours, bagOf(ref)); g > f {
					f, n, missing, extra = g, n2, m, e
				}
			}
		}
		if n == 0 && len(ours) == 0 {
			continue
		}
		count++
		sum += f
		weighed += f * float64(n)
		weight += n
		if f < good {
			short++
		}
		if f < floor {
			low++
		}
		if f < good || b.verbose || err != nil {
			fmt.Printf("text     %-60s F1 %.4f of %d", filepath.Base(file), f, n)
			if hidden > 0 {
				fmt.Printf(", %d invisible", hidden)
			}
			if f < 1 {
				fmt.Printf("; missing %s; extra %s", missing, extra)
			}
			if err != nil {
				fmt.Printf("; %v", err)
			}
			fmt.Println()
		}
	}
	if count > 0 {
		fmt.Printf("text     %d files with text: mean F1 %.4f, by character %.4f; %d under %.3f, %d under %.3f\n",
			count, sum/float64(count), weighed/float64(max(weight, 1)), short, good, low, floor)
	}
}

// place is a glyph's origin. mutool gives the horizontal origin of vertical
// glyphs, which lies left of and below the vertical one by a vector that stands
// in the font; there the left edge and the height of the glyph are compared.
type place struct {
	r    rune
	x, y float64
	down float64 // for vertical glyphs of ours: how far below y is near
}

// places finds origins by place, in squares of two points.
type places map[[2]int][]place

func square(x, y float64) [2]int { return [2]int{int(math.Floor(x / 2)), int(math.Floor(y / 2))} }

func (p places) add(o place) {
	for y := o.y; ; y += 2 {
		k := square(o.x, y)
		p[k] = append(p[k], o)
		if y >= o.y+o.down {
			return
		}
	}
}

// near reports whether a glyph has its origin within a point of t.
func (p places) near(t place) bool {
	k := square(t.x, t.y)
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			for _, o := range p[[2]int{k[0] + dx, k[1] + dy}] {
				if math.Abs(o.x-t.x) <= 1 && t.y >= o.y-1 && t.y <= o.y+o.down+1 {
					return true
				}
			}
		}
	}
	return false
}

// origins prints how many of mutool's glyphs we have within a point.
func (b *bench) origins(files []string) {
	const enough = 0.99
	total, near := 0, 0
	short := 0
	for _, file := range files {
		out, err := output("mutool", "draw", "-q", "-F", "stext", "-o", "-", file)
		if len(out) == 0 {
			continue
		}
		theirs, err2 := stext(out)
		if err2 != nil && err != nil {
			continue
		}
		var ours []places
		_, fault := pages(file, func(p *page.Page) {
			m := places{}
			for _, list := range [][]page.Glyph{p.Glyphs, p.Hidden} {
				for i := range list {
					g := &list[i]
					o := place{x: g.OriginX, y: g.OriginY}
					if g.Vertical {
						o.x, o.down = g.X0, g.Height()
					}
					m.add(o)
				}
			}
			ours = append(ours, m)
		})
		n, ok := 0, 0
		var off []string
		for i, list := range theirs {
			if i >= len(ours) {
				break
			}
			for _, t := range list {
				n++
				if ours[i].near(t) {
					ok++
				} else if len(off) < 8 {
					off = append(off, fmt.Sprintf("%c p%d %.0f,%.0f", t.r, i+1, t.x, t.y))
				}
			}
		}
		if n == 0 {
			continue
		}
		total += n
		near += ok
		share := float64(ok) / float64(n)
		if share < enough {
			short++
		}
		if share < enough || b.verbose {
			fmt.Printf("origins  %-60s %.4f of %d", filepath.Base(file), share, n)
			if len(off) > 0 {
				fmt.Printf("; %s", strings.Join(off, "; "))
			}
			if fault != nil {
				fmt.Printf("; %v", fault)
			}
			fmt.Println()
		}
	}
	fmt.Printf("origins  %.4f of %d glyphs within 1 pt; %d files under %.2f\n", float64(near)/float64(max(total, 1)), total, short, enough)
}

// stext reads mutool's structured text: the characters of each page with their
// origins.
func stext(data []byte) ([][]place, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	var pages [][]place
	for {
		t, err := d.Token()
		if err == io.EOF {
			return pages, nil
		}
		if err != nil {
			return pages, err
		}
		s, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch s.Name.Local {
		case "page":
			pages = append(pages, nil)
		case "char":
			var p place
			var c string
			for _, a := range s.Attr {
				switch a.Name.Local {
				case "x":
					p.x, _ = strconv.ParseFloat(a.Value, 64)
				case "y":
					p.y, _ = strconv.ParseFloat(a.Value, 64)
				case "c":
					c = a.Value
				}
			}
			if len(pages) == 0 {
				continue
			}
			for _, r := range norm.NFKC.String(c) {
				if unicode.IsSpace(r) || r == '\ufffd' || unicode.IsControl(r) {
					continue
				}
				p.r = r
				pages[len(pages)-1] = append(pages[len(pages)-1], p)
			}
		}
	}
}
