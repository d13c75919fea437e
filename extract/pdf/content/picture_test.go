package content

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"
)

// Ensure the lines of a scan with a text layer are found in its picture, however
// that is stored and placed.
func TestPictureLines(t *testing.T) {
	const w, h = 400, 200 // pixels: two to the point
	ink := func(x, y int) bool {
		return y >= 40 && y < 42 && x >= 50 && x < 350 || x >= 100 && x < 103 && y >= 40 && y < 180
	}
	packed := func(one bool) string {
		rows := make([]byte, w/8*h)
		for y := range h {
			for x := range w {
				if ink(x, y) == one {
					rows[y*w/8+x/8] |= 0x80 >> (x % 8)
				}
			}
		}
		return string(rows)
	}
	gray := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			gray.SetGray(x, y, color.Gray{Y: 235})
			if ink(x, y) {
				gray.SetGray(x, y, color.Gray{Y: 60})
			}
		}
	}
	nibbles := make([]byte, w/2*h)
	for y := range h {
		for x := range w {
			if !ink(x, y) {
				nibbles[y*w/2+x/2] |= 0xd0 >> (x % 2 * 4)
			}
		}
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, gray, nil); err != nil {
		t.Fatal(err)
	}
	size := fmt.Sprintf("/Subtype/Image/Width %d/Height %d", w, h)
	const upright = "200 0 0 100 0 0"
	const across, down = "h 25 20 175 21", "v 50 20 51.5 90"
	for _, tt := range []struct {
		name, image, more, place string
		want                     []string
	}{
		{"one bit", stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray", packed(false)), "", upright, []string{across, down}},
		{"one bit, inverted", stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]", packed(true)), "", upright, []string{across, down}},
		{"palette", stream(size+"/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1<FFFFFF000080>]", packed(true)), "", upright, []string{across, down}},
		{"levels", stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray", string(gray.Pix)), "", upright, []string{across, down}},
		{"levels of four bits", stream(size+"/BitsPerComponent 4/ColorSpace/DeviceGray", string(nibbles)), "", upright, []string{across, down}},
		{"JPEG", stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", photo.String()), "", upright, []string{across, down}},
		{"fax", stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter[/ASCIIHexDecode/CCITTFaxDecode]/DecodeParms[null<</K -1/Columns 400/BlackIs1 true>>]",
			"26a0680bffffffffffffffffffff20a4dcb7f20786a47fffffffffffffffffffffffffffffffffffffffffffffffffffffff"+
				"fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe3fffffffffc0040040"+">"), "", upright, []string{across, down}},
		{"stencil", stream(size+"/ImageMask true", packed(false)), "", upright, []string{across, down}},
		{"ink in a mask", stream("/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Mask 11 0 R", "\x00"),
			stream(size+"/ImageMask true", packed(false)), upright, []string{across, down}},
		{"ink in a soft mask", stream("/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 11 0 R", "\x00"),
			stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray", packed(true)), upright, []string{across, down}},
		{"turned", stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray", packed(false)), "", "0 200 -100 0 100 0",
			[]string{"h 20 148.5 90 150", "v 20 25 21 175"}},
		{"damaged", stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", "\xff\xd8no"), "", upright, nil},
		{"fax of nothing", stream(size+"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 400>>", "\x00"), "", upright, nil},
		{"too large", stream("/Subtype/Image/Width 1000000/Height 1000000/BitsPerComponent 1/ColorSpace/DeviceGray", packed(false)), "", upright, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sheet{
				content:   "q " + tt.place + " cm /I Do Q BT 3 Tr /F1 10 Tf 60 50 Td (text) Tj ET",
				resources: "/XObject<</I 10 0 R>>", objects: []string{tt.image},
			}
			if tt.more != "" {
				s.objects = append(s.objects, tt.more)
			}
			if strings.HasPrefix(tt.place, "0 ") {
				s.page = "/MediaBox[0 0 100 200]"
			}
			p := s.read(t)
			if !has(p, ImageHidden) {
				t.Errorf("no scan: findings %v", p.Findings)
			}
			if got := rules(p); strings.Join(got, ", ") != strings.Join(tt.want, ", ") {
				t.Errorf("rules %q, want %q", got, tt.want)
			}
		})
	}
}
