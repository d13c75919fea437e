package normalize

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// Ensure any shuffle of the grammar's pieces is read without losing a digit.
func TestShuffled(t *testing.T) {
	pieces := []string{"12", "3.5", "1,234", "５", "0", "二十", "三", "数十", "万", "百万", "千", "億", "億円", "千円", "人", "件", "%", "％", "か所", "t-CO2", "時間", "分", "秒", "年", "か月", "日", "割", "位", "台", "回", "倍", "ポイント",
		"約", "ほぼ", "最大", "以上", "以下", "未満", "超", "程度", "前後", "強", "余り", "〜", "～", "-", "－", "▲", "△", "+", "±", "から", "まで", "増", "減", "半減", "倍増", "増加", "維持", "を", "の", "に", "で", "当たり", "につき", "中", "うち",
		"（", "）", "【", "】", "(", ")", "R3", "令和4年度", "2021年", "2月1日", "時点", "末", "H30", ".", ",", "、", "/", "・", ":", " ", "　", "※1", "*", "①", "②", "ア", "イ", "ⅰ", "(1)", "(2)", "〃", "→", "同左", "－", "累計", "見込み", "平均", "前年度", "比", "第", "期", "全国", "半", "½", "²", "×", "10^3", "㎡", "ﾎﾟ", "A", "CO2", "¥", "年間", "月", "週", "毎年", "\n"}
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < 3000; i++ {
		var b strings.Builder
		for k := r.IntN(9) + 1; k > 0; k-- {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		check(t, b.String(), Context{FiscalYear: 2000 + r.IntN(2)*22, Unit: []string{"", "人", "万人"}[r.IntN(3)]})
	}
}

// printed is a random value as a plan might print it, and what it says.
type printed struct {
	text string
	want Value
}

// Ensure a printed value is read back: number, bounds, unit, comparator, date.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := 0; i < 5000; i++ {
		p := random(r)
		v := Read(p.text, Context{})
		got, want := brief(&v), brief(&p.want)
		if v.CanonicalUnit = p.want.CanonicalUnit; got != want {
			v.Scale, v.Confidence, p.want.Confidence = decimal.One, 1, 1
			p.want.Scale = decimal.One
			if got, want = brief(&v), brief(&p.want); got != want {
				t.Fatalf("%q\n got %s\nwant %s", p.text, got, want)
			}
		}
	}
}

func random(r *rand.Rand) (p printed) {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	p.want = Value{Kind: Number, Status: OK, Scale: decimal.One, Confidence: 1}
	unit := pick("", "", "人", "件", "%", "か所", "円", "ポイント", "t-CO2", "人/年", "団体", "校")
	number := func() (string, NullDecimal, int) {
		places := r.IntN(3)
		coef := r.Int64N(1_000_000)
		d := decimal.MustNew(coef, places)
		text := d.String()
		if r.IntN(2) == 0 {
			text = grouped(text)
		}
		mult, power := "", 0
		switch r.IntN(6) {
		case 0:
			mult, power = "万", 4
		case 1:
			mult, power = "百万", 6
		}
		if power > 0 {
			x, err := d.Mul(decimal.MustNew(pow10(power), 0))
			if err != nil {
				panic(err)
			}
			d = x.Trim(0)
		}
		return text + mult, NullDecimal{Decimal: d, Valid: true}, places
	}
	text, d, places := number()
	p.want.Value, p.want.Decimals, p.want.Unit = d, places, unit
	switch r.IntN(5) {
	case 0: // range
		more, hi, _ := number()
		p.want.Kind, p.want.Value = Range, NullDecimal{}
		for hi.Decimal.Cmp(d.Decimal) <= 0 || strings.ContainsAny(more, "万") != strings.ContainsAny(text, "万") {
			text, d, _ = number()
			more, hi, _ = number()
		}
		p.want.Low, p.want.High = d, hi
		text += pick("〜", "～", unit+"～") + more
	case 1: // sign
		text = pick("-", "▲", "△", "−", "－") + text
		p.want.Value.Decimal = d.Decimal.Neg()
	}
	text += unit
	switch r.IntN(6) {
	case 0:
		w := pick("以上 >=", "以下 <=", "以内 <=", "未満 <", "超 >", "程度 ~", "を超える >")
		word, cmp, _ := strings.Cut(w, " ")
		text += word
		p.want.Comparator = cmp
		if p.want.Value.Valid && p.want.Value.Decimal.IsNeg() {
			switch {
			case word == "以内":
				p.want.Comparator = ">="
			case cmp != "~":
				p.want.Findings = append(p.want.Findings, finding.New(FindBound))
			}
		}
	case 1:
		text = pick("約", "ほぼ", "概ね", "およそ") + text
		p.want.Comparator = "~"
	}
	switch r.IntN(6) {
	case 0:
		w := pick("R2 2020", "令和元年度 2019", "H30年度 2018", "平成29年度末 2017", "2021年度 2021", "R3.4～R3.12 2021", "令和4年3月末 2021")
		when, year, _ := strings.Cut(w, " ")
		o := pick("（）", "()", "【】", "〔〕")
		text += string([]rune(o)[0]) + when + string([]rune(o)[1])
		p.want.AsOf = when
		fmt.Sscan(year, &p.want.FiscalYear)
		y, _ := ParseYear(when)
		p.want.AsOfFrom, p.want.AsOfTo = y.From.String(), y.To.String()
	case 1:
		word := pick("見込み", "速報値", "推計", "暫定値")
		text += pick("（"+word+"）", word)
		p.want.Note = word
	}
	if r.IntN(3) == 0 {
		text = wide(text)
		p.want.AsOf = wide(p.want.AsOf)
	}
	p.text = text
	return p
}

func pow10(n int) int64 {
	c := int64(1)
	for ; n > 0; n-- {
		c *= 10
	}
	return c
}

// grouped puts commas between the thousands of a number.
func grouped(s string) string {
	whole, frac, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		return whole + "." + frac
	}
	return whole
}

// wide prints ASCII digits and letters full-width.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && r != '~' {
			return r + 0xFEE0
		}
		return r
	}, s)
}

// brief prints what a reading holds on one line.
func brief(v *Value) string {
	var b strings.Builder
	d := func(k string, x NullDecimal) {
		if x.Valid {
			fmt.Fprintf(&b, " %s=%s", k, x.Decimal)
		}
	}
	s := func(k, x string) {
		if x != "" {
			fmt.Fprintf(&b, " %s=%s", k, x)
		}
	}
	b.WriteString(string(v.Kind))
	if v.Status != OK && string(v.Status) != string(v.Kind) {
		b.WriteString("/" + string(v.Status))
	}
	s("cmp", v.Comparator)
	d("v", v.Value)
	d("lo", v.Low)
	d("hi", v.High)
	s("u", v.Unit)
	if v.CanonicalUnit != v.Unit || !v.Scale.IsOne() {
		s("can", v.CanonicalUnit)
		if !v.Scale.IsOne() {
			s("x", v.Scale.String())
		}
	}
	d("cum", v.Cumulative)
	s("asof", v.AsOf)
	if v.AsOfFrom != "" {
		s("", v.AsOfFrom+".."+v.AsOfTo)
	}
	if v.FiscalYear != 0 {
		fmt.Fprintf(&b, " fy=%d", v.FiscalYear)
	}
	s("note", v.Note)
	for _, c := range v.Components {
		fmt.Fprintf(&b, " {%s", c.Label)
		s("", c.Comparator)
		d("v", c.Value)
		d("lo", c.Low)
		d("hi", c.High)
		s("u", c.Unit)
		b.WriteString("}")
	}
	if v.Confidence < 1 {
		fmt.Fprintf(&b, " c=%.2f", v.Confidence)
	}
	for _, f := range v.Findings {
		s("!", string(f.Code))
	}
	return b.String()
}
