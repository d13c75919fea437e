package ocr

import (
	"image"

	"shihyo/extract/page"
	"shihyo/extract/picture"
)

// findRules returns the ruling lines of a picture in points and, for erasing
// them before recognition, the pixels they consist of.
func findRules(img *image.Gray, scale float64) (rules []page.Rule, areas []image.Rectangle) {
	gray := picture.Gray{Pix: img.Pix, Stride: img.Stride, W: img.Rect.Dx(), H: img.Rect.Dy(), PerX: scale, PerY: scale}
	for _, l := range gray.Ink().Lines(scale, scale) {
		areas = append(areas, l.Pieces...)
		box := page.Box{X0: l.X0 / scale, Top: l.Y0 / scale, X1: l.X1 / scale, Bottom: l.Y1 / scale}
		thickness := box.Height()
		if !l.Horizontal {
			thickness = box.Width()
		}
		rules = append(rules, page.Rule{Box: box, Horizontal: l.Horizontal, Thickness: thickness})
	}
	return rules, areas
}

// erase paints the areas white, one pixel wider, so that lines are not read as
// strokes of the characters beside them.
func erase(img *image.Gray, areas []image.Rectangle) {
	for _, a := range areas {
		a = a.Inset(-1).Intersect(img.Rect)
		for y := a.Min.Y; y < a.Max.Y; y++ {
			row := img.Pix[y*img.Stride+a.Min.X : y*img.Stride+a.Max.X]
			for i := range row {
				row[i] = 255
			}
		}
	}
}
