package content

import (
	"fmt"
	"strings"
	"testing"
)

// Ensure the values of fields and free text without an appearance are read
// where viewers write them.
func TestValues(t *testing.T) {
	const tx = "<</Subtype/Widget/FT/Tx/Rect[20 30 120 50]/DA(/F1 10 Tf 0 g)"
	for _, tt := range []struct {
		name, annot string
		want        string // text and its first origin, "" for none
	}{
		{"text", tx + "/V(abc)>>", "abc 22.0 63.5"},
		{"centred", tx + "/Q 1/V(abc)>>", "abc 61.9 63.5"},
		{"right", tx + "/Q 2/V(abc)>>", "abc 101.9 63.5"},
		{"Japanese in a Latin font", tx + "/V<FEFF5E02>>>", "市 22.0 63.5"},
		{"not in the basic plane", tx + "/V<FEFFD842DFB7>>>", "𠮷 22.0 63.5"},
		{"size as fits", "<</Subtype/Widget/FT/Tx/Rect[20 30 120 50]/V(abc)>>", "abc 22.0 64.9"},
		{"value of the parent", "<</Subtype/Widget/Parent 11 0 R/Rect[20 30 120 50]>>", "up 22.0 63.5"},
		{"several lines", tx + "/Ff 4096/V(abc\\rde)>>", "abcde 22.0 60.8"},
		{"comb", tx + "/Ff 16777216/MaxLen 10/V(ii)>>", "ii 23.9 63.5"},
		{"turned", tx + "/MK<</R 90>>/V(i)>>", "i 73.5 68.0"},
		{"choice", "<</Subtype/Widget/FT/Ch/Ff 131072/Rect[20 30 120 50]/DA(/F1 10 Tf)/V(1)/Opt[[(1)(one)][(2)(two)]]>>", "one 22.0 63.5"},
		{"free text", "<</Subtype/FreeText/Rect[20 30 120 50]/DA(/F1 10 Tf)/Contents(note)>>", "note 22.0 60.8"},
		{"list", "<</Subtype/Widget/FT/Ch/Rect[20 10 120 50]/DA(/F1 10 Tf)/V(2)/TI 1/Opt[(zero)[(1)(one)][(2)(two)]]>>", "onetwo 22.0 60.8"},
		{"box checked", "<</Subtype/Widget/FT/Btn/AS/Yes/Rect[20 30 40 50]>>", "✔ 24.1 64.9"},
		{"box with a cross", "<</Subtype/Widget/FT/Btn/AS/1/MK<</CA(8)>>/Rect[20 30 40 50]>>", "✘ 25.3 64.9"},
		{"radio button", "<</Subtype/Widget/FT/Btn/Ff 32768/AS/1/Rect[20 30 40 50]>>", "● 24.5 64.9"},
		{"box not checked", "<</Subtype/Widget/FT/Btn/AS/Off/Rect[20 30 40 50]>>", ""},
		{"button to push", "<</Subtype/Widget/FT/Btn/Ff 65536/MK<</CA(go)>>/DA(/F1 10 Tf)/Rect[20 30 40 50]>>", "go 24.4 63.5"},
		{"password", tx + "/Ff 8192/V(abc)>>", ""},
		{"hidden", tx + "/F 2/V(abc)>>", ""},
		{"no value", tx + ">>", ""},
		{"with an appearance", tx + "/V(abc)/AP<</N 10 0 R>>>>", "shown 20.0 70.0"},
		{"its own parent", "<</Subtype/Widget/Parent 12 0 R/Rect[20 30 120 50]>>", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{
				content: "q",
				page:    "/Annots[" + tt.annot + "]",
				catalog: "/AcroForm<</DR<</Font<</F1 5 0 R>>>>>>",
				objects: []string{
					stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf (shown) Tj ET"),
					"<</FT/Tx/V(up)/DA(/F1 10 Tf)>>",
					"<</Parent 12 0 R>>",
				},
			}.read(t)
			got := ""
			if len(p.Glyphs) > 0 {
				got = fmt.Sprintf("%s %.1f %.1f", text(p.Glyphs), p.Glyphs[0].OriginX, p.Glyphs[0].OriginY)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if told := has(p, ValuesDrawn); told != (tt.want != "" && !strings.HasPrefix(tt.want, "shown")) {
				t.Errorf("finding: %v", told)
			}
		})
	}
}

// Ensure fields are drawn anew where the file asks viewers to, if there is a
// value to draw.
func TestNeedAppearances(t *testing.T) {
	p := sheet{
		content: "q",
		page: "/Annots[<</Subtype/Widget/FT/Tx/Rect[20 30 120 50]/V(new)/AP<</N 10 0 R>>>>" +
			"<</Subtype/Widget/FT/Tx/Rect[20 60 120 80]/AP<</N 10 0 R>>>>]",
		catalog: "/AcroForm<</NeedAppearances true>>",
		objects: []string{stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf (old) Tj ET")},
	}.read(t)
	if got := text(p.Glyphs); got != "newold" {
		t.Errorf("text %q, want newold", got)
	}
}

// Ensure a value is broken into lines that fit, at spaces or ideographs if it
// can be.
func TestWrap(t *testing.T) {
	v := value{font: newStandIn(nil)}
	for _, tt := range []struct {
		text  string
		width float64
		want  string
	}{
		{"aa bb cc", 2.5, "aa |bb cc"},
		{"東京都庁", 2, "東京|都庁"},
		{"abcdef", 1, "ab|cd|ef"},
		{"a\n\nb", 9, "a||b"},
		{"東", 0.1, "東"},
	} {
		if got := strings.Join(v.wrap(tt.text, tt.width), "|"); got != tt.want {
			t.Errorf("%q in %g: %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
