package normalize

import (
	"fmt"
	"sort"
	"strings"

	"shihyo/seeds"
)

// Words is the vocabulary of value cells: words and marks that stand instead of
// a number or beside one.
type Words struct {
	byName  map[string]*word
	byFirst map[rune][]*word // longest first
	firsts  runeSet
}

// word is one row of seeds/value_words.csv.
type word struct {
	name    []rune // folded
	kind    Kind
	status  Status
	meaning string
}

// NewWords returns the vocabulary of seeds/value_words.csv (word, kind, status,
// meaning); later rows win over earlier ones of the same word.
func NewWords(rows []seeds.Row) (*Words, error) {
	w := &Words{byName: map[string]*word{}, byFirst: map[rune][]*word{}}
	var f folded
	for _, row := range rows {
		f.text(strings.TrimSpace(row["word"]))
		if len(f.r) == 0 {
			return nil, fmt.Errorf("value_words: a row has no word: %v", row)
		}
		kind, status := Kind(row["kind"]), Status(row["status"])
		if kind != Word && kind != Missing || status != Text && status != None && status != Same {
			return nil, fmt.Errorf("value_words: %s: kind must be word or missing, status text, none or same", row["word"])
		}
		key := string(f.r)
		x := w.byName[key]
		if x == nil {
			x = &word{name: []rune(key)}
			w.byName[key] = x
			w.byFirst[x.name[0]] = append(w.byFirst[x.name[0]], x)
			w.firsts.add(x.name[0])
		}
		x.kind, x.status, x.meaning = kind, status, row["meaning"]
	}
	for _, list := range w.byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].name) > len(list[j].name) })
	}
	return w, nil
}

// lookup returns the word that text is, nil when it is none.
func (w *Words) lookup(text string) *word {
	f := folder.Get().(*folded)
	defer folder.Put(f)
	f.text(strings.TrimSpace(text))
	return w.whole(f, 0, len(f.r))
}

// whole returns the word that the runes from i to end are.
func (w *Words) whole(f *folded, i, end int) *word {
	if i >= end || !w.firsts.has(f.r[i]) {
		return nil
	}
	for _, x := range w.byFirst[f.r[i]] {
		if len(x.name) == end-i && equal(x.name, f.r[i:end]) {
			return x
		}
	}
	return nil
}

// match returns the longest word at rune i that ends at or before end.
func (w *Words) match(f *folded, i, end int) (*word, int) {
	if i >= end || !w.firsts.has(f.r[i]) {
		return nil, i
	}
	for _, x := range w.byFirst[f.r[i]] {
		if i+len(x.name) <= end && equal(x.name, f.r[i:i+len(x.name)]) {
			return x, i + len(x.name)
		}
	}
	return nil, i
}

func equal(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// class is what a word of the grammar does to the number beside it. These words
// are part of the grammar (docs/values.md); the words of seeds/value_words.csv
// only name states, marks and qualifiers.
type class uint8

const (
	noClass  class = iota
	approx         // 約100
	loosely        // 100程度
	atLeast        // 100以上, 最低100
	atMost         // 100以下, 最大100
	above          // 100超
	below          // 100未満
	up             // 10%増
	down           // 10%減
	doubled        // 倍増
	halved         // 半減
	since          // 10人から20人
	per            // 1人当たり
	per1           // 年12回, 毎月1回
	amid           // 47都道府県中10位
	some           // うち30人
	relative       // 前年度比
	ordinal        // 第3次
)

// grammar are the words of the grammar.
var grammar = func() *vocabulary {
	v := &vocabulary{byFirst: map[rune][]*term{}}
	add := func(c class, before, after bool, words ...string) {
		for _, w := range words {
			r := []rune(w)
			v.firsts.add(r[0])
			v.byFirst[r[0]] = append(v.byFirst[r[0]], &term{r, c, before, after})
		}
	}
	add(approx, true, false, "約", "ほぼ", "概ね", "おおむね", "およそ", "おおよそ", "大凡", "凡そ", "大体", "だいたい", "≒", "≈", "~約", "ざっと")
	add(loosely, false, true, "程度", "前後", "ぐらい", "くらい", "ほど", "内外", "規模", "強", "弱", "余り", "あまり", "余", "見当", "台", "程", "近く", "前半", "後半", "半ば", "台前半", "台後半", "台半ば")
	add(atLeast, false, true, "以上", "を下回らない", "を下回らないこと")
	add(atLeast, true, false, "少なくとも", "最低でも", "最低", "最小", "下限", "≥", ">=", "=>")
	add(atMost, false, true, "以下", "以内", "まで", "を上回らない", "を超えない", "を超えないこと", "までに抑制")
	add(atMost, true, false, "最大でも", "最大", "最高", "上限", "多くとも", "≤", "<=", "=<")
	add(above, false, true, "超", "超え", "超える", "超えて", "超過", "を超え", "を超える", "を超えて", "を超えること", "を上回る", "を上回り", "を上回ること", "上回る", "より大きい", "より多い", "より多く", "より上")
	add(above, true, false, ">")
	add(below, false, true, "未満", "を下回る", "を下回り", "を下回ること", "下回る", "満たない", "に満たない", "より小さい", "より少ない")
	add(below, true, false, "<")
	add(up, false, true, "増", "増加", "の増", "の増加", "アップ", "UP", "up", "Up", "上昇", "の上昇", "向上", "の向上", "増額", "増員", "増やす", "拡大", "増となる", "増加させる", "増加する")
	add(down, false, true, "減", "減少", "の減", "の減少", "ダウン", "DOWN", "down", "削減", "の削減", "を削減", "縮減", "の縮減", "低減", "の低減", "低下", "の低下", "縮小", "減額", "圧縮", "短縮", "の短縮", "抑制", "カット", "減らす", "減少させる", "減少する", "削減する", "を削減する", "低減する", "減となる")
	add(doubled, true, true, "倍増")
	add(halved, true, true, "半減")
	add(since, false, true, "から")
	add(per, false, true, "当たり", "あたり", "当り", "につき", "毎に", "ごとに", "ごと", "毎", "おきに")
	add(per1, true, false, "毎年度", "毎年", "毎月", "毎週", "毎日", "毎回", "各年度", "各年", "各月", "各回", "各", "年間", "年度", "年", "月間", "月", "週間", "週", "日")
	add(amid, false, true, "中", "のうち", "の内", "人中")
	add(some, true, false, "うち", "内", "内訳")
	for _, list := range v.byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].name) > len(list[j].name) })
	}
	return v
}()

// vocabulary finds the words of the grammar.
type vocabulary struct {
	byFirst map[rune][]*term
	firsts  runeSet
}

// term is a word of the grammar and whether it stands before or after the
// number it bears on.
type term struct {
	name          []rune
	class         class
	before, after bool
}

// match returns the longest word at rune i that may stand before (or after) a
// number and ends at or before end.
func (v *vocabulary) match(f *folded, i, end int, before bool) (*term, int) {
	if i >= end || !v.firsts.has(f.r[i]) {
		return nil, i
	}
	for _, t := range v.byFirst[f.r[i]] {
		if (before && t.before || !before && t.after) && i+len(t.name) <= end && equal(t.name, f.r[i:i+len(t.name)]) {
			return t, i + len(t.name)
		}
	}
	return nil, i
}
