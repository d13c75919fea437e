package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"shihyo/extract/page"
)

// Files made to cost more time or memory than a document is worth, and files
// broken in ways that should cost little. Each is small; what it would become
// if it were believed is told beside it.

// pdfFile builds a file of the given objects, numbered from 1; the first is the
// catalogue.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// sheet builds a file of one page that says "ok" after the given content;
// further objects are numbered from 10 on.
func sheet(content, resources, entries string, more ...string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</DA(/F1 10 Tf)>>/StructTreeRoot 9 0 R/OCProperties<</D<</OFF[9 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]" + entries + "/Contents[4 0 R 6 0 R]/Resources<</Font<</F1 5 0 R/F2 10 0 R>>" + resources + ">>>>",
		deflated("", content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		rawStream("", "\nBT /F1 10 Tf 1 0 0 1 20 30 Tm (ok) Tj ET"),
		"null", "null",
		"<</ParentTree 11 0 R>>",
	}
	return pdfFile(append(objects, more...)...)
}

func rawStream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func deflated(dict, data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(data))
	w.Close()
	return rawStream(dict+"/Filter/FlateDecode", b.String())
}

// composite is a font of which the further entries and ToUnicode are given.
func composite(descendant, toUnicode string) []string {
	return []string{
		"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 11 0 R/DescendantFonts[12 0 R]>>",
		deflated("", toUnicode),
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" + descendant + ">>",
	}
}

// ladder is a chain of objects from 10 on, each of which names the next often.
func ladder(steps int, object func(next int) string) []string {
	var list []string
	for i := range steps {
		list = append(list, object(11+i))
	}
	return append(list, object(10+steps)) // the last names itself
}

func rep(s string, n int) string { return strings.Repeat(s, n) }

// Ensure files made to cost time or memory cost little, and give the text that
// a reader would see.
func TestHostile(t *testing.T) {
	use := "BT /F2 10 Tf <00010002> Tj ET "
	ok := pdfFile(
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		rawStream("", "BT /F1 10 Tf 20 30 Td (ok) Tj ET"),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	)
	edit := func(old, new string) []byte {
		if !bytes.Contains(ok, []byte(old)) {
			t.Fatalf("the sound file has no %q", old)
		}
		return bytes.ReplaceAll(ok, []byte(old), []byte(new))
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string // text that must be read, "" for none
	}{
		// Nesting.
		{"arrays in arrays, in content", sheet(rep("[", 1<<20), "", ""), "ok"},
		{"dictionaries in dictionaries, in content", sheet("/A "+rep("<</B ", 1<<18)+"BDC", "", ""), "ok"},
		{"arrays in an object", sheet("", "", "/X "+rep("[", 1<<16)+rep("]", 1<<16)), "ok"},
		{"procedures in a calculator", sheet("/S cs 1 scn ", "/ColorSpace<</S[/Separation/X/DeviceRGB 10 0 R]>>", "",
			deflated("/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]", rep("{", 1<<16))), "ok"},
		{"q without Q", sheet(rep("q ", 1<<20), "", ""), "ok"},

		// What multiplies: each of these is 2^20 and more if followed.
		{"pages that list the next node often", pdfFile(append([]string{"<</Type/Catalog/Pages 10 0 R>>", "null", "null", "null", "null", "null", "null", "null", "null"},
			ladder(30, func(next int) string { return "<</Type/Pages/Kids[" + rep(fmt.Sprintf("%d 0 R ", next), 100) + "]>>" })...)...), ""},
		{"forms that draw the next often", sheet("/X Do ", "/XObject<</X 10 0 R>>", "", ladder(20, func(next int) string {
			return rawStream(fmt.Sprintf("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>", next), rep("/X Do ", 100))
		})...), "ok"},
		{"patterns that fill with the next", sheet("/Pattern cs /P scn 0 0 100 100 re f ", "/Pattern<</P 10 0 R>>", "", ladder(20, func(next int) string {
			return rawStream(fmt.Sprintf("/PatternType 1/PaintType 1/BBox[0 0 50 50]/XStep 50/YStep 50/Resources<</Pattern<</P %d 0 R>>>>", next), rep("/Pattern cs /P scn 0 0 50 50 re f ", 10))
		})...), "ok"},
		{"functions stitched of the next", sheet("/S cs 1 scn ", "/ColorSpace<</S[/Separation/X/DeviceGray 10 0 R]>>", "", ladder(3, func(next int) string {
			if next == 13 {
				return "<</FunctionType 2/Domain[0 1]/N 1>>"
			}
			return "<</FunctionType 3/Domain[0 1]/Bounds[" + rep("0.5 ", 63) + "]/Encode[" + rep("0 1 ", 64) + "]/Functions[" + rep(fmt.Sprintf("%d 0 R ", next), 64) + "]>>"
		})...), "ok"},
		{"visibility by expressions of the next", sheet(rep("/OC /P BDC EMC ", 1000), "/Properties<</P<</Type/OCMD/VE 10 0 R>>>>", "", ladder(15, func(next int) string {
			return "[/And " + rep(fmt.Sprintf("%d 0 R ", next), 100) + "]"
		})...), "ok"},
		{"glyphs of Type3 fonts set in themselves", sheet(rep("BT /F2 10 Tf (aaaa) Tj ET ", 1000), "", "",
			"<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/FontBBox[0 0 1 1]/FirstChar 97/LastChar 97/Widths[1]/Encoding<</Differences[97/a]>>/CharProcs<</a 11 0 R>>/Resources<</Font<</F2 10 0 R>>>>>>",
			rawStream("", "1 0 d0 BT /F2 10 Tf (aaaa) Tj ET")), "ok"},
		{"a field that is its own parent", sheet("", "", "/Annots["+rep("10 0 R ", 10000)+"]", "<</Subtype/Widget/Rect[0 0 9 9]/Parent 10 0 R>>"), "ok"},
		{"fields with all options of a long list", sheet("", "", "/Annots["+rep("10 0 R ", 5000)+"]",
			"<</Subtype/Widget/FT/Ch/Ff 131072/V(a)/Rect[0 0 9 9]/Opt 11 0 R>>", "["+rep("[(b)(c)]", 20000)+"]"), ""},
		{"long values in small fields", sheet("", "", "/Annots["+rep("10 0 R ", 5000)+"]",
			"<</Subtype/Widget/FT/Tx/Ff 4096/V("+rep("a ", 8000)+")/Rect[0 0 9 0.1]>>"), ""},
		{"fonts from graphics states", sheet(rep("/G gs ", 1<<18), "/ExtGState<</G<</Font[<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> 9]>>>>", ""), "ok"},
		{"large graphics states", sheet(rep("/G gs ", 1<<18), "/ExtGState<</G 10 0 R>>", "", "<<"+numbered("/K%d 0 ", 20000)+"/D[["+rep("1 ", 20000)+"]0]>>"), "ok"},
		{"long texts for each mark", sheet(rep("/Span /P BDC (x) Tj EMC ", 1<<16), "/Properties<</P<</ActualText("+rep("x", 1<<20)+")>>>>", ""), "ok"},
		{"layers of many groups", sheet(rep("/OC /P BDC EMC ", 1<<17), "/Properties<</P<</Type/OCMD/OCGs["+rep("9 0 R ", 1<<16)+"]>>>>", ""), "ok"},
		{"colour spaces without end", sheet(numbered("/S%d cs ", 1<<16), "/ColorSpace<<"+numbered("/S%d[/Separation/X/DeviceGray 10 0 R]", 2000)+">>", "",
			"<</FunctionType 3/Domain[0 1]/Bounds["+rep("0.5 ", 63)+"]/Encode["+rep("0 1 ", 64)+"]/Functions["+rep("<</FunctionType 2/Domain[0 1]/N 1>>", 64)+"]>>"), "ok"},
		{"a structure tree in a circle", sheet(rep("/P <</MCID 0>> BDC "+use+" EMC ", 1<<14), "", "/StructParents 0",
			append(composite("", "")[:1], "<</Kids["+rep("<</Limits[0 9]/Kids[11 0 R]>>", 1000)+"]>>", "null")...), "ok"},

		// What inflates.
		{"widths without end", sheet(use, "", "", composite("/W 13 0 R", "")[0], "null", composite("/W 13 0 R", "")[2], "["+rep("0 [1 2 3] ", 1<<17)+"]"), "ok"},
		{"vertical metrics without end", sheet(use, "", "", strings.Replace(composite("", "")[0], "Identity-H", "Identity-V", 1), "null",
			composite("/W2 13 0 R", "")[2], "["+rep("0 65535 -1 0 1 ", 1<<17)+"]"), "ok"},
		{"a ToUnicode of long texts", sheet(use, "", "", composite("", "begincmap "+rep("1 beginbfrange <0000> <FFFF> <"+rep("3042", 500)+"> endbfrange ", 2000))...), "ok"},
		{"a ToUnicode of overlapping ranges", sheet(use, "", "", composite("", "begincmap 100000 beginbfrange "+numbered("<%04X> <FFFF> <3042> ", 1<<16)+"endbfrange")...), "ok"},
		{"a predictor of endless columns", sheet("", "/XObject<</X 10 0 R>>", "", deflated("/Subtype/Form/BBox[0 0 9 9]/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>", rep("\x02\x01", 1000))), "ok"},
		{"a bomb of deflated zeros", sheet("/X Do ", "/XObject<</X 10 0 R>>", "", deflated("/Subtype/Form/BBox[0 0 9 9]", rep("\x00", 1<<26))), "ok"},
		{"a bomb in a bomb", sheet("/X Do ", "/XObject<</X 10 0 R>>", "",
			strings.Replace(deflated("/Subtype/Form/BBox[0 0 9 9]", deflated("", rep(" ", 1<<26))), "/Filter/FlateDecode", "/Filter[/FlateDecode/FlateDecode]", 1)), "ok"},
		{"an object stream that inflates", append(sheet("/X Do ", "/XObject<</X 99 0 R>>", ""),
			[]byte("10 0 obj "+deflated("/Type/ObjStm/N 100000/First 900000", numbered("%d 0 ", 1<<16)+rep(" ", 1<<26))+" endobj")...), "ok"},
		{"object streams that extend each other", pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>",
			rawStream("/Type/ObjStm/N 1/First 4/Extends 4 0 R", "3 0 <<>>"), rawStream("/Type/ObjStm/N 1/First 4/Extends 3 0 R", "4 0 <<>>")), ""},

		// Numbers that are none.
		{"an endless page", sheet("", "", "/MediaBox[0 0 1e300 1e300]/UserUnit 1e308"), "ok"},
		{"a page of nothing", sheet("", "", "/MediaBox[5 5 5 5]/CropBox[9 9 9 1]"), "ok"},
		{"a page of text", sheet("", "", "/MediaBox[(a)/b<<>>[]]/Rotate/x/UserUnit(1)"), "ok"},
		{"a user unit of millions", sheet("", "", "/UserUnit 75000"), "ok"},
		{"matrices that overflow", sheet(rep("q 1e9 1e9 -1e9 1e9 1e9 1e9 cm ", 200)+"BT /F1 1e9 Tf (x) Tj ET 0 0 1 1 re f "+rep("Q ", 200), "", ""), "ok"},
		{"matrices of zero", sheet("q 0 0 0 0 0 0 cm BT /F1 9 Tf (x) Tj ET 0 0 1 1 re S Q ", "", ""), "ok"},
		{"numbers that are none", sheet("nan inf -inf 1e999 cm 99999999999999999999 --5 5- +.- 1e999 re f BT /F1 1e999 Tf 1e999 Tz (x) Tj ET 100 Tz ", "", ""), "ok"},

		// Floods.
		{"clips", sheet("q "+rep("0 0 200 100 re W n ", 1<<17)+"Q ", "", ""), "ok"},
		{"short lines in one path", sheet("0 0 m "+rep("1 0 l 1 1 l ", 1<<18)+"S ", "", ""), "ok"},
		{"short lines one by one", sheet(rep("0 0 m 9 0 l S 5 5 2 .1 re f ", 1<<17), "", ""), "ok"},
		{"boxes over boxes", sheet(rep("1 g 100 0 99 99 re f 0 g 101 1 97 97 re f ", 1<<15), "", ""), "ok"},
		{"glyphs at one place", sheet("BT /F1 9 Tf "+rep("1 0 0 1 9 9 Tm (x) Tj ", 1<<17)+"ET ", "", ""), "ok"},
		{"inline images", sheet(rep("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI ", 1<<16), "", ""), "ok"},

		// Encryption that makes no sense.
		{"encryption without entries", edit("/Root 1 0 R", "/Root 1 0 R/Encrypt<<>>"), ""},
		{"encryption of endless length", edit("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/Length 99999999/O(a)/U(b)/P -1>>"), ""},
		{"encryption with short keys", edit("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 5/R 6/O()/U()/OE()/UE()/P 0/CF<</S<</CFM/AESV3>>>>/StmF/S/StrF/S>>"), ""},
		{"encryption by itself", edit("/Root 1 0 R", "/Root 1 0 R/Encrypt 4 0 R"), ""},

		// Damage that should cost nothing.
		{"junk ahead", append([]byte(rep("junk 1 0 obj <<>> ", 1<<12)), ok...), "ok"},
		{"junk behind", append(bytes.Clone(ok), rep("\x00\xff junk ", 1<<15)...), "ok"},
		{"a second end", append(bytes.Clone(ok), "\nstartxref\n0\n%%EOF"...), "ok"},
		{"no endobj", edit("\nendobj", ""), "ok"},
		{"no endstream", edit("\nendstream", ""), "ok"},
		{"length 0", edit("/Length 32", "/Length 0"), "ok"},
		{"negative length", edit("/Length 32", "/Length -1"), "ok"},
		{"length too long", edit("/Length 32", "/Length 99999999999"), "ok"},
		{"length a little short", edit("/Length 32", "/Length 20"), "ok"},
		{"length of itself", edit("/Length 32", "/Length 4 0 R"), "ok"},
		{"length a text", edit("/Length 32", "/Length(32)"), "ok"},
		{"no length", edit("/Length 32", ""), "ok"},
		{"offsets all the same", edit("\n0000000", "\n0000009"), "ok"},
		{"negative offsets", edit("\n0000000", "\n-000001"), "ok"},
		{"a table that begins elsewhere", edit("xref\n0 6", "xref\n1 6"), "ok"},
		{"a table of endless length", edit("xref\n0 6", "xref\n0 99999999"), "ok"},
		{"a table of negative length", edit("xref\n0 6", "xref\n-5 -6"), "ok"},
		{"no spaces at line ends of the table", edit(" n \n", " n\n"), "ok"},
		{"every line end doubled", edit("\n", "\r\n"), "ok"},
		{"every line end a CR", edit("\n", "\r"), "ok"},
		{"no line ends", edit("\n", " "), "ok"},
		{"no trailer", edit("trailer", "tra1ler"), "ok"},
		{"no root", edit("/Root 1 0 R", ""), "ok"},
		{"a tree without kids", edit("/Kids[3 0 R]", "/Kids null"), "ok"},
		{"the end cut off", ok[:bytes.Index(ok, []byte("xref"))], "ok"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			readAll(t, tt.name, tt.data)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d kB took %v and %d MB", len(tt.data)>>10, took, allocated>>20) // told, not tested: it depends on the machine
			if allocated > maxAllocated {
				t.Errorf("%d MB allocated", allocated>>20)
			}
			if tt.want != "" && !strings.Contains(firstText(t, tt.data), tt.want) {
				t.Errorf("text lacks %q", tt.want)
			}
		})
	}
}

// numbered repeats a format with the numbers below n.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// firstText returns the characters of the first page, "" if there is none.
func firstText(t *testing.T, data []byte) string {
	d, err := Open("hostile", data, Options{})
	if err != nil {
		t.Logf("%v", err)
		return ""
	}
	p, err := d.Page(1)
	if err != nil {
		return ""
	}
	return glyphText(p)
}

func glyphText(p *page.Page) string {
	var b strings.Builder
	for i := range p.Glyphs {
		b.WriteString(p.Glyphs[i].Text)
	}
	return b.String()
}
