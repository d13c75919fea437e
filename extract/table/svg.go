package table

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Mark is something to draw over a page for the person who asks why it was read
// as it was: the role of a header cell, a finding.
type Mark struct {
	Box   page.Box
	Label string
	Color string // CSS colour; "" for the default
}

// DrawSVG draws a page with what was made of it: glyphs, lines, shapes
// and fills in grey, table frames and cells in colour (green where trust is high, orange and
// red where it falls), struck cells crossed, and the given marks. What was looked
// at as a table is framed with the reasons for and against: blue where it was
// taken for one, dashed grey where not. Pointing at a cell shows its row, column,
// confidence and findings in the given language.
func DrawSVG(w io.Writer, p *page.Page, l *Layout, marks []Mark, lang finding.Lang) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.2f %.2f\" width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\">\n",
		p.Width, p.Height, p.Width*1.5, p.Height*1.5)
	fmt.Fprintf(b, "<rect width=\"%.2f\" height=\"%.2f\" fill=\"#fff\"/>\n", p.Width, p.Height)
	rect := func(x page.Box, attributes string) {
		if !finite(x) {
			x = page.Box{}
		}
		fmt.Fprintf(b, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" %s", x.X0, x.Top, max(x.Width(), 0.2), max(x.Height(), 0.2), attributes)
	}
	for i := range p.Fills {
		f := &p.Fills[i]
		rect(f.Box, fmt.Sprintf("fill=\"rgb(%d,%d,%d)\" fill-opacity=\".5\"/>\n", int(f.R*255), int(f.G*255), int(f.B*255)))
	}
	for i := range p.Images {
		rect(p.Images[i], "fill=\"#eee\" stroke=\"#bbb\" stroke-dasharray=\"4 2\"/>\n")
	}
	for i := range p.Shapes {
		rect(p.Shapes[i], "fill=\"none\" stroke=\"#bbb\" stroke-width=\".5\" stroke-dasharray=\"1 2\"/>\n")
	}
	for i := range p.Rules {
		rect(p.Rules[i].Box, "fill=\"#777\"/>\n")
	}
	for _, d := range p.Diagonals {
		fmt.Fprintf(b, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#777\" stroke-width=\".5\"/>\n", d.X0, d.Y0, d.X1, d.Y1)
	}
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Blank() || !finite(g.Box) {
			continue
		}
		turn := ""
		x, y := g.X0, g.Bottom-0.15*g.Height()
		if g.Turn != page.Upright {
			x, y = g.OriginX, g.OriginY
			turn = fmt.Sprintf(" transform=\"rotate(%d %.2f %.2f)\"", 90*int(g.Turn), x, y)
		}
		fmt.Fprintf(b, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\" fill=\"#333\"%s>%s</text>\n", x, y, max(g.Size, 1), turn, xmlText(g.Text))
	}
	for i := range l.Judged {
		j := &l.Judged[i]
		style := "fill=\"none\" stroke=\"#6e7781\" stroke-width=\".8\" stroke-dasharray=\"5 3\""
		if j.Table {
			style = "fill=\"none\" stroke=\"#0969da\" stroke-width=\".8\""
		}
		rect(j.Box, style+"><title>"+xmlText(j.Why(lang))+"</title></rect>\n")
		if !j.Table {
			y := j.Box.Top
			for _, why := range strings.Split(j.Why(lang), "\n") {
				y += 5.5
				fmt.Fprintf(b, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"5\" fill=\"#6e7781\">%s</text>\n", j.Box.X0+1, y, xmlText(why))
			}
		}
	}
	for i := range l.Tables {
		t := &l.Tables[i]
		for k := range t.Cells {
			c := &t.Cells[k]
			color := "#1a7f37"
			switch {
			case c.Confidence < 0.5:
				color = "#cf222e"
			case c.Confidence < 0.8 || len(c.Findings) > 0:
				color = "#d4730b"
			}
			rect(c.Box, fmt.Sprintf("fill=\"%s\" fill-opacity=\".08\" stroke=\"%s\" stroke-width=\".6\">", color, color))
			fmt.Fprintf(b, "<title>(%d, %d) %d × %d  %.2f\n%s", c.Row, c.Col, c.RowSpan, c.ColSpan, c.Confidence, xmlText(c.Text))
			for _, f := range c.Findings {
				fmt.Fprintf(b, "\n%s: %s", f.Code, xmlText(f.Message(lang)))
			}
			b.WriteString("</title></rect>\n")
			if c.Struck {
				fmt.Fprintf(b, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#8250df\"/>\n", c.Box.X0, c.Box.Bottom, c.Box.X1, c.Box.Top)
			}
		}
		for k := range t.Borders {
			s := &t.Borders[k]
			color := "#1a7f37"
			if s.Margin < weakBorder {
				color = "#d4730b"
			}
			rect(s.Box, fmt.Sprintf("fill=\"none\" stroke=\"%s\" stroke-width=\"1\" stroke-dasharray=\"2 2\"><title>%+.2f\n%s</title></rect>\n", color, s.Margin, xmlText(s.Why(lang))))
		}
		rect(t.Box, "fill=\"none\" stroke=\"#0969da\" stroke-width=\"1.5\"/>\n")
		fmt.Fprintf(b, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"6\" fill=\"#0969da\">%d × %d  %.2f</text>\n", t.Box.X0, t.Box.Top-2, t.Rows, t.Cols, t.Confidence)
	}
	for _, m := range marks {
		color := m.Color
		if color == "" {
			color = "#8250df"
		}
		color = xmlText(color)
		rect(m.Box, fmt.Sprintf("fill=\"none\" stroke=\"%s\" stroke-width=\"1\" stroke-dasharray=\"3 2\"/>\n", color))
		fmt.Fprintf(b, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"5\" fill=\"%s\">%s</text>\n", m.Box.X0+1, m.Box.Top+5, color, xmlText(m.Label))
	}
	b.WriteString("</svg>\n")
	return b.Flush()
}

// xmlText escapes text for XML 1.0, which allows no control characters but tab
// and line breaks: any other is shown as U+FFFD.
func xmlText(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, s))
}
