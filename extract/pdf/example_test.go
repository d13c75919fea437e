package pdf_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"shihyo/extract/pdf"
)

// A document's pages are read side by side and come in order. Coordinates are
// points from the top left of the page as it is shown.
func Example() {
	const name = "../../testdata/seed/seed-calc.pdf"
	data, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	d, err := pdf.Open(name, data, pdf.Options{})
	if err != nil {
		log.Fatal(err) // a password is needed, or this is no PDF
	}
	for p, err := range d.Pages(context.Background(), []int{1, 2}, 0) {
		if err != nil {
			log.Fatal(err)
		}
		g := p.Glyphs[0]
		fmt.Printf("page %d, %.0f × %.0f: %d glyphs, %d rules; %s at %.0f, %.0f\n",
			p.Number, p.Width, p.Height, len(p.Glyphs), len(p.Rules), g.Text, g.X0, g.Top)
	}
	// Output:
	// page 1, 595 × 842: 1218 glyphs, 33 rules; 【 at 525, 34
	// page 2, 595 × 842: 229 glyphs, 16 rules; デ at 192, 32
}
