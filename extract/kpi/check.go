package kpi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// Self-checks on what was read. They look for what a wrongly built grid does to
// a row: a value under the wrong heading breaks the row's series or its unit,
// a neighbour's text runs two values together or leaves a bracket open, a lost
// row leaves a gap in the numbering or its figures outside every table. They
// are tuned to stay silent on right rows, so they only speak up where at least
// three other values agree against the one.

// onlyYear reports whether the text of a value names a year and nothing else.
func (r *Reader) onlyYear(raw string) bool {
	_, ok := r.terms.looksYear(raw)
	return ok && !onlyDigits(raw)
}

// check looks over an indicator just read and marks what is doubtful.
func (r *Reader) check(in *Indicator) {
	if in.Name == "" || looksValue(in.Name) && !strings.ContainsAny(in.Name, "数率額量") {
		in.doubtAt(finding.New(nameDoubtful, in.Name), in.places.name)
	} else if openBrackets(in.Name) {
		in.doubtAt(finding.New(bracketsOpen, in.Name), in.places.name)
	} else if !enumerator.MatchString(in.Name) && valueBehind.MatchString(fold(in.Name)) {
		in.doubtAt(finding.New(textsRunTogether, in.Name), in.places.name)
	}
	for i, it := range in.Items {
		if twiceNumbered.MatchString(it.No) {
			in.doubtAt(finding.New(textsRunTogether, it.No), in.places.no(i))
		}
		if bareCode.MatchString(fold(it.Name)) {
			in.doubtAt(finding.New(nameDoubtful, it.Name), in.places.item(i))
		}
		if openBrackets(it.Name) {
			in.doubtAt(finding.New(bracketsOpen, it.Name), in.places.item(i))
		}
		if openBrackets(it.No) {
			in.doubtAt(finding.New(bracketsOpen, it.No), in.places.no(i))
		}
	}
	if openBrackets(in.Field) {
		in.doubtAt(finding.New(bracketsOpen, in.Field), in.places.field)
	}
	ms := make([]measure, len(in.Values))
	for i := range in.Values {
		v := &in.Values[i]
		ms[i] = measureOf(v.Raw)
		switch {
		case openBrackets(v.Raw):
			v.doubt(finding.New(bracketsOpen, v.Raw))
		case runTogether(v.Raw), wordBehind(v.Raw), widthsMixed.MatchString(v.Raw), beforeList(v.Raw):
			v.doubt(finding.New(valuesMerged))
		case !r.pitch.blank && isTorn(v.Raw):
			v.doubt(finding.New(characterLost, v.Raw))
		case r.onlyYear(v.Raw):
			v.doubt(finding.New(valueShape, v.Raw)) // the year beside a value, most often
		case lacksSign(v.Raw), figureCut(v.Raw):
			v.doubt(finding.New(characterLost, v.Raw))
		}
	}
	checkUnits(in, ms)
	checkSeries(in, ms)
}

var (
	twiceNumbered = regexp.MustCompile(`[①-⑳].*[①-⑳]`)              // the numbers of two items
	bareCode      = regexp.MustCompile(`^[0-9(][0-9().-]*[0-9).]$`) // a number where a name should be
)

// merged counts the cells of a row that show the texts of two.
func (in *Indicator) merged() int {
	n := 0
	for _, f := range in.Findings {
		if f.Code == textsRunTogether {
			n++
		}
	}
	for i := range in.Values {
		for _, f := range in.Values[i].Findings {
			if f.Code == textsRunTogether || f.Code == valuesMerged {
				n++
			}
		}
	}
	return n
}

// valueBehind finds a figure behind what an indicator's name ends with: the
// value of the next column.
var valueBehind = regexp.MustCompile(`(?:[件人回台者団体校]数|率|額|量|割合|面積|人口|\))(?:約|概ね|ほぼ)?[0-9][0-9,.]*[^0-9]{0,4}(?:\([^)]*[0-9][^)]*\))?$`)

// doubt marks a row as a whole.
func (in *Indicator) doubt(f finding.Finding) { in.doubtAt(f, in.Box) }

// places are the boxes of an indicator's cells of text, zero where they are not
// known or stand on another page.
type places struct {
	field, name page.Box
	nos, items  []page.Box
}

func (p *places) no(i int) page.Box   { return boxOr(p.nos, i) }
func (p *places) item(i int) page.Box { return boxOr(p.items, i) }

// across returns the place of a field or item whose cell a height y crosses.
func (p *places) across(y float64) (page.Box, bool) {
	for _, b := range append([]page.Box{p.field}, p.items...) {
		if b != (page.Box{}) && b.Top <= y && y <= b.Bottom {
			return b, true
		}
	}
	return page.Box{}, false
}

func boxOr(boxes []page.Box, i int) page.Box {
	if i < len(boxes) {
		return boxes[i]
	}
	return page.Box{}
}

// doubtAt marks a row for what stands at box: one of its cells, or the row,
// which also stands in for a box that is not known.
func (in *Indicator) doubtAt(f finding.Finding, box page.Box) {
	if box == (page.Box{}) {
		box = in.Box
	}
	f = f.At(in.Page, boxOf(box))
	for _, have := range in.Findings {
		if have.Code == f.Code && have.Box == f.Box {
			return
		}
	}
	in.Findings = append(in.Findings, f)
	in.Confidence *= 0.6
}

func (v *Cell) doubt(f finding.Finding) {
	for _, have := range v.Findings {
		if have.Code == f.Code {
			return
		}
	}
	v.Findings = append(v.Findings, f.At(v.Page, boxOf(v.Box)))
	v.Confidence *= 0.5
}

// measure is a plain number in a value cell with the unit printed behind it.
type measure struct {
	ok    bool
	value float64
	unit  string
}

var (
	measureShape = regexp.MustCompile(`^` + `(?:約|概ね|おおむね|ほぼ|累計|延べ|全国)?` + `([-−－△▲]?)([0-9][0-9,]*(?:\.[0-9]+)?)((?:兆|億|百万|十万|万|千)*)([^0-9]*?)` + suffixes + `$`)
	multipliers  = map[string]float64{"": 1, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "億": 1e8, "十億": 1e9, "百億": 1e10, "千億": 1e11, "兆": 1e12}
)

// measureOf reads a cell that holds one number; ranges, components, words
// and figures that count up from year to year are none.
func measureOf(raw string) measure {
	if raw == "" || len(raw) > 120 || enumerator.MatchString(raw) || strings.Contains(raw, "累計") {
		return measure{}
	}
	f := unbracketed(fold(raw))
	if !strings.ContainsAny(f, "0123456789") {
		return measure{}
	}
	m := []string{f, "", f, "", ""} // of a whole number alone
	if !plainNumber(f) || strings.Contains(f, ".") {
		m = measureShape.FindStringSubmatch(f)
	}
	if m == nil {
		return measure{}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(m[2], ",", ""), 64)
	factor, known := multipliers[m[3]]
	if err != nil || !known {
		return measure{}
	}
	if m[1] != "" {
		v = -v
	}
	return measure{true, v * factor, m[4]}
}

// checkUnits marks a value whose unit differs from that of all others of its
// row, where at least three have one.
func checkUnits(in *Indicator, ms []measure) {
	count := map[string]int{}
	total := 0
	for _, m := range ms {
		if m.ok && m.unit != "" {
			count[m.unit]++
			total++
		}
	}
	numbers := 0
	for _, m := range ms {
		if m.ok {
			numbers++
		}
	}
	if numbers >= 4 && total == numbers-1 && len(count) == 1 {
		// All but one have the same unit.
		for i, m := range ms {
			if m.ok && m.unit == "" && !strings.HasPrefix(in.Values[i].Raw, "0") {
				for unit := range count {
					in.Values[i].doubt(finding.New(unitMissing, unit))
				}
			}
		}
	}
	if total < 4 {
		return
	}
	for most, n := range count {
		if n < total-1 || n < 3 {
			continue
		}
		for i, m := range ms {
			if m.ok && m.unit != "" && m.unit != most && !strings.Contains(m.unit, most) && !strings.Contains(most, m.unit) {
				in.Values[i].doubt(finding.New(unitDiffers, m.unit, most))
			}
		}
	}
}

// seriesFactor is how far out of its neighbours a value must lie for a series
// to count as broken: a real figure rarely trebles and comes back.
const seriesFactor = 3

// checkSeries marks the one value without which a row's figures would rise or
// fall all along, if it lies far out of them.
func checkSeries(in *Indicator, ms []measure) {
	var at []int
	for i, m := range ms {
		if m.ok && m.value > 0 {
			at = append(at, i)
		}
	}
	if len(at) < 4 || monotone(ms, at, -1) {
		return
	}
	bad := -1
	for k := range at {
		if !monotone(ms, at, k) {
			continue
		}
		lo, hi := 0.0, 0.0
		for j, i := range at {
			if j == k {
				continue
			}
			v := ms[i].value
			if lo == 0 || v < lo {
				lo = v
			}
			hi = max(hi, v)
		}
		if v := ms[at[k]].value; v > seriesFactor*hi || v*seriesFactor < lo {
			bad = at[k]
		}
	}
	if bad >= 0 {
		in.Values[bad].doubt(finding.New(seriesBroken))
	}
}

// monotone reports whether the values, without the one at skip, never fall or
// never rise.
func monotone(ms []measure, at []int, skip int) bool {
	up, down := true, true
	prev := -1
	for k, i := range at {
		if k == skip {
			continue
		}
		if prev >= 0 {
			up = up && ms[i].value >= ms[prev].value
			down = down && ms[i].value <= ms[prev].value
		}
		prev = i
	}
	return up || down
}

// A space within a number is where a character was.
var torn = regexp.MustCompile(`[0-9０-９.,．，][ 　]+[0-9０-９.,．，%％人件回円]|[(（RHＲＨ][ 　]+[.．]?[0-9０-９]|[0-9０-９][ 　]+[)）]`)

// isTorn reports whether a text has such a space; most have none at all.
func isTorn(s string) bool { return strings.ContainsAny(s, " \u3000") && torn.MatchString(s) }

// lacksSign reports whether a text without a number is a word that stands in
// value cells but for one missing character, or a number's qualifier cut short, or a
// list that lacks a number.
func lacksSign(raw string) bool {
	f := fold(raw)
	if boundCut.MatchString(f) || partCut(raw) {
		return true
	}
	n := utf8.RuneCountInString(f)
	if n == 0 || n > 8 || sayWords[f] {
		return false
	}
	if strings.HasSuffix(f, "以") || strings.HasPrefix(f, "下") || strings.HasPrefix(f, "上") && n > 1 && f[len("上")] < 0x80 {
		return true
	}
	if strings.ContainsAny(f, "0123456789") {
		return false
	}
	return nearWords[f]
}

// boundCut finds what 以 was lost of: 155上, 28団体下.
var boundCut = regexp.MustCompile(`[0-9][^0-9以向計同売屋低地]{0,3}[上下]$`)

// listed finds the parts of a list of components.
var listed = regexp.MustCompile(`[①-⑳][^①-⑳]*`)

// partCut reports whether of the parts of a list one is the unit of another alone:
// ①8件②件.
func partCut(raw string) bool {
	units, bare := map[string]bool{}, []string{}
	for _, m := range listed.FindAllString(squeeze(raw), -1) {
		part := fold(strings.TrimLeft(m, m[:len("①")]))
		if unit := strings.TrimLeft(part, "0123456789,."); unit != part {
			units[unit] = true
		} else if part != "" {
			bare = append(bare, part)
		}
	}
	return slices.ContainsFunc(bare, func(s string) bool { return units[s] })
}

// nearWords are the words of value cells with one character missing that are no
// such words themselves.
var nearWords = func() map[string]bool {
	near := map[string]bool{}
	for w := range sayWords {
		rs := []rune(w)
		if len(rs) < 2 || rs[0] < 0x80 {
			continue
		}
		for i := range rs {
			s := string(rs[:i]) + string(rs[i+1:])
			if !sayWords[s] && !evalMarks[s] && s != "" {
				near[s] = true
			}
		}
	}
	return near
}()

// overColumns reports whether a merged value cell holds more than one number:
// the figures of two columns whose border was missed.
func overColumns(c *table.Cell) bool {
	if c.ColSpan < 2 && c.RowSpan < 2 || enumerator.MatchString(c.Text) {
		return false
	}
	f := unitDigits.ReplaceAllString(brackets.ReplaceAllString(fold(c.Text), ""), "$1")
	if span.MatchString(f) {
		return false
	}
	for w := range missingMarks {
		if rest, ok := strings.CutPrefix(f, w); ok && rest != "" {
			return true
		}
	}
	return twoNumbers.MatchString(f)
}

var (
	missingMarks = set("未定", "未実施", "－", "-", "―", "…", "維持", "検討中")
	unitDigits   = regexp.MustCompile(`(m|CO)[23]`) // of m2, m3 and CO2
	twoNumbers   = regexp.MustCompile(`[0-9][^0-9.,、。のと/]{1,6}[0-9][0-9,.]*[^0-9.,、。]{0,4}$`)
)

var grouped = regexp.MustCompile(`^[^0-9,]*(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?[^0-9,]*$`)

// runTogether reports whether a text is two or more whole values with gaps
// between them, or holds one label twice.
func runTogether(raw string) bool {
	seen := map[string]bool{}
	for _, m := range enumerator.FindAllString(raw, -1) {
		if seen[m] {
			return true
		}
		seen[m] = true
	}
	f := strings.Fields(brackets.ReplaceAllString(raw, ""))
	if len(seen) > 0 || len(f) < 2 || len(f) > 8 {
		return false
	}
	for _, s := range f {
		if !sayWords[fold(s)] && (!measureOf(s).ok || !grouped.MatchString(fold(s))) {
			return false
		}
	}
	return true
}

// widthsMixed finds figures of both widths in one number: those of two cells.
var widthsMixed = regexp.MustCompile(`[0-9][0-9,]*[０-９]{2}|[０-９][０-９，]*[0-9]{2}`)

// wordBehind reports whether a state of progress or a mark stands behind a
// figure, or before it with a gap: the words of the next column.
func wordBehind(raw string) bool {
	if f := strings.Fields(raw); len(f) == 2 && (evalMarks[fold(f[0])] || evalMarks[fold(f[1])]) {
		return true
	}
	m := figureThenWord.FindStringSubmatch(fold(raw))
	return m != nil && (missingMarks[m[1]] || stateWords[m[1]]) || markBehind.MatchString(fold(raw))
}

// beforeList reports whether a whole value stands before ①: that of another cell.
func beforeList(raw string) bool {
	i := strings.IndexFunc(raw, func(r rune) bool { return enumerator.MatchString(string(r)) })
	return i > 0 && measureOf(raw[:i]).ok && !strings.ContainsAny(raw[:i], "(（:：")
}

var (
	figureThenWord = regexp.MustCompile(`[0-9][%人件回円]?([^0-9.,、。()%]{1,6})$`)
	markBehind     = regexp.MustCompile(`[0-9].*[)】][-―…]$`)
	stateWords     = set("未定", "未策定", "未実施", "未着手", "未整備", "未制定", "未公表", "未導入", "未設定", "未集計", "検討中", "策定", "作成", "公表", "改定", "制定", "施行", "試行", "素案作成", "設立準備")
)

var listMark = regexp.MustCompile(`(?:^|[\s　、。・])[0-9０-９ア-ンa-zA-Z一二三四五六七八九十①-⑳注]{1,3}[)）]`)

// openBrackets reports whether a bracket in a text is not closed, or closed
// without having been opened: part of the text is missing or misplaced.
func openBrackets(s string) bool {
	if !strings.ContainsAny(s, "()（）「」『』【】") {
		return false
	}
	if listMark.MatchString(s) {
		return false // 1) …, 注２）…
	}
	depth := map[rune]int{}
	for _, r := range s {
		switch r {
		case '(', '（':
			depth['(']++
		case ')', '）':
			if depth['(']--; depth['('] < 0 {
				return true
			}
		case '「', '『', '【':
			depth[r]++
		case '」':
			depth['「']--
		case '』':
			depth['『']--
		case '】':
			depth['【']--
		}
	}
	for _, d := range depth {
		if d != 0 {
			return true
		}
	}
	return false
}
