package kpi

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The shape of a text tells what a column holds where its header does not: a
// value, a year, a code such as 1(2), a unit, an organisation, a mark.

const (
	// particles join words to a sentence; no unit holds one.
	particles = "をはにでがとの"
	qualifier = `(?:約|概ね|おおむね|ほぼ|累計|延べ|延|全国|県内|年間|年|月|対?前年度?比|平均|最大|最低|各|計|全)*`
	numeral   = `[-+−－△▲±]?[0-9][0-9,.]*(?:兆|億|百万|十万|万|千|百)*`
	suffixes  = `(?:以上|以下|以内|未満|超|程度|前後|強|弱|台|見込み?|予定|増|減)*`
)

var (
	enumerator = regexp.MustCompile(`[①-⑳㋐-㋾⑴-⒇]`)
	// A number with a short unit, or several of them (ranges, 2時間30分).
	numberShape = regexp.MustCompile(`^` + qualifier + numeral + `[^0-9、。]{0,8}?` + suffixes +
		`(?:[~〜～\-–―:：/・,]?` + qualifier + numeral + `[^0-9、。]{0,8}?` + suffixes + `){0,3}$`)
	brackets  = regexp.MustCompile(`[(（【\[〔〈<《「『][^)）】\]〕〉>》」』]*[)）】\]〕〉>》」』]`)
	thousands = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$`)
	codeShape = regexp.MustCompile(`^(?:第?[0-9]{1,3}[章節編条項]?|[0-9]{1,3}(?:[-‐−－.・_][0-9]{1,3}){1,4}|[a-zA-Zア-ンあ-んイロハ]|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3})$`)
	codeChars = regexp.MustCompile(`^[0-9a-zA-Z０-９Ａ-Ｚａ-ｚア-ンあ-んⅠ-ⅻ①-⑳㋐-㋾⑴-⒇()（）\[\]【】〈〉<>.．,・\-‐−－ー_/第章節編項号№#一二三四五六七八九十]{1,12}$`)
	yearOnly  = regexp.MustCompile(`^(?:末|時点|現在|見込み?|度|頃|\(|\)|（|）|【|】|\[|\]|〔|〕|〜|~|～|-|－|、|・|/|年度|年)*$`)
)

// How texts end that name an organisation (perhaps with 等 behind it), make a
// sentence or name what is measured.
var (
	divisionEnds = endsOf("課 部 局 室 係 所 署 センター 事務局 委員会 担当 グループ チーム 本部 学校 病院 館 公社 協議会 機構 団体 庁 班")
	divisionMore = [...]string{"等", "ほか", "他", ""}
	sentenceEnds = endsOf("する ている ていく される できる なる ある いる ます です た だ")
	measureEnds  = endsOf("数 率 割合 額 量 高 人口 比 度 度合い 面積 距離 延長 時間 日数 回数 件 順位 点数 スコア 指数 指標 値 状況 状態 有無 人 者 設置 策定 制定 実施 公表 構築 体制 単価 所得 収支 比率 差 密度 台数 年齢 寿命 水準 容量 濃度 売上 収入 収益 残高 取得 参加者 利用者 整備 導入 目標 実績 公開 普及 運用 満足 種類 頻度 総数 冊 校 団体 企業 施設 店舗 か所 箇所 ha km")
)

// ends are words by which texts end.
type ends struct {
	words   map[string]bool
	longest int // in runes
}

func endsOf(words string) ends {
	e := ends{words: set(strings.Fields(words)...)}
	for w := range e.words {
		e.longest = max(e.longest, utf8.RuneCountInString(w))
	}
	return e
}

// of reports whether one of the words ends a text.
func (e ends) of(s string) bool {
	at := len(s)
	for n := 0; n < e.longest && at > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		if at -= size; e.words[s[at:]] {
			return true
		}
	}
	return false
}

// namesDivision reports whether a folded text ends like the name of a division.
func namesDivision(f string) bool {
	for _, more := range divisionMore {
		if front, ok := strings.CutSuffix(f, more); ok && divisionEnds.of(front) {
			return true
		}
	}
	return false
}

// namesMeasure reports whether a folded text ends like the name of what is measured,
// but for what stands in brackets and marks of notes.
func namesMeasure(f string) bool {
	return measureEnds.of(strings.TrimRight(unbracketed(f), "※*0123456789等"))
}

// isSentence reports whether a folded text ends like a sentence.
func isSentence(f string) bool { return sentenceEnds.of(strings.TrimSuffix(f, "。")) }

// unbracketed returns a text without what stands in brackets.
func unbracketed(s string) string {
	if strings.IndexFunc(s, opensBracket) < 0 {
		return s
	}
	return brackets.ReplaceAllString(s, "")
}

// bracketed returns what stands in brackets in a text, these included.
func bracketed(s string) []string {
	if strings.IndexFunc(s, opensBracket) < 0 {
		return nil
	}
	return brackets.FindAllString(s, -1)
}

func opensBracket(r rune) bool {
	switch r {
	case '(', '（', '【', '[', '〔', '〈', '<', '《', '「', '『':
		return true
	}
	return false
}

// numbersItems reports whether a rune is one of those that number the items of a
// list: ①, ㋐, ⑴.
func numbersItems(r rune) bool {
	return r >= '①' && r <= '⑳' || r >= '㋐' && r <= '㋾' || r >= '⑴' && r <= '⒇'
}

// commonUnits are the units a column of units is recognised by; any short text
// may be one, but these leave no doubt.
var commonUnits = set("%", "‰", "人", "件", "回", "箇所", "か所", "ヶ所", "カ所", "ヵ所", "個所", "円", "千円", "万円", "百万円", "億円", "戸", "世帯", "団体", "社", "校", "園",
	"施設", "日", "時間", "分", "台", "基", "本", "冊", "点", "ポイント", "pt", "位", "ha", "a", "m", "km", "m2", "m3", "km2", "t", "トン", "kg", "g", "kl", "L", "MW", "kW", "kWh", "TJ", "GJ", "t-CO2",
	"千t-CO2", "名", "組", "種類", "市町村", "自治体", "店", "店舗", "経営体", "事業所", "事業者", "企業", "機関", "地区", "地域", "協定", "品目", "品", "枚", "頭", "羽", "床", "年", "歳", "倍", "月", "業務", "所属", "課",
	"人/日", "件/年", "人/年", "回/年", "プログラム", "千人", "万人", "人日", "人泊", "PV", "アクセス", "講座", "路線", "棟", "区画", "筆", "票", "-", "－", "―", "〃")

// sayWords stand in value cells instead of a number.
var sayWords = set("-", "--", "－", "―", "—", "–", "−", "ー", "‐", "…", "‥", "･", "・", "*", "***", "x", "X", "/", "〃", "\"", "''", "→", "↑", "↓", "↗", "↘", "⇒", "同左", "同上", "同右",
	"未定", "未設定", "未実施", "未策定", "未着手", "未整備", "未制定", "未公表", "未導入", "未集計", "なし", "無", "無し", "有", "有り", "あり", "該当なし", "調査中", "集計中", "算出中", "公表前", "検討", "検討中", "実施", "実施中", "実施済", "完了", "継続",
	"策定", "制定", "施行", "公表", "改定", "運用", "運用開始", "導入", "導入済", "作成", "設立", "設置", "開始", "整備", "開発", "試行", "本格運用", "基本設計", "実施設計", "素案作成", "設立準備", "準備", "維持", "現状維持", "増加", "減少", "向上", "改善",
	"拡大", "縮小", "上昇", "低下", "抑制", "前年度以上", "前年以上", "前年度以下", "前年度比増", "前年度比減", "前年度増", "前年度減", "現状値以上", "現状以上", "現状値以下", "基準値以上", "全国平均以上", "全国平均以下", "全国平均", "全校", "全市町村", "全地区", "全施設", "随時", "毎年", "毎年度", "N/A", "n/a", "NA", "達成済", "達成済み")

// evalMarks stand in evaluation columns.
var evalMarks = set("◎", "○", "〇", "△", "×", "✕", "●", "▲", "▼", "☆", "★", "A", "B", "C", "D", "E", "S", "a", "b", "c", "d", "↑", "↓", "→", "↗", "↘", "-", "－", "―", "達成", "未達成", "順調", "概ね順調", "おおむね順調", "やや遅れ", "遅れ", "遅延", "要改善", "要努力", "一部達成", "ほぼ達成", "増", "減", "維持")

// directions are those that say which way it is to go, or nothing, and judge nothing.
var directions = set("↑", "↓", "→", "↗", "↘", "-", "－", "―", "増", "減", "維持")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// looksValue reports whether a text reads like what stands in a value cell.
func looksValue(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || utf8.RuneCountInString(s) > 60 {
		return false
	}
	bare := s
	if strings.IndexFunc(s, numbersItems) >= 0 {
		bare = enumerator.ReplaceAllString(s, "")
	}
	f := fold(bare)
	if sayWords[f] || sayWords[squeeze(s)] {
		return true
	}
	if !strings.ContainsAny(f, "0123456789") {
		return false
	}
	// A number, then space, then words is a numbered name: ２　行政サービス.
	if numberedName(s) {
		return false
	}
	f = unbracketed(f)
	if f == "" {
		return !looksCode(s) // nothing but brackets with a number in them
	}
	return plainNumber(f) || !strings.ContainsAny(f, particles) && numberShape.MatchString(f)
}

// plainNumber reports whether a text is a number without a sign or unit, as most
// values of statistics are.
func plainNumber(f string) bool {
	for i := range len(f) {
		if c := f[i]; (c < '0' || c > '9') && (i == 0 || c != ',' && c != '.') {
			return false
		}
	}
	return f != ""
}

// numberedName reports whether a text is a name led by its number.
func numberedName(s string) bool {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			rest := strings.TrimSpace(s[i:])
			if rest == "" || i == 0 {
				return false
			}
			first, _ := utf8.DecodeRuneInString(rest)
			return unicode.IsLetter(first) && utf8.RuneCountInString(rest) > 3
		}
		if !(r >= '0' && r <= '9' || codeChars.MatchString(fold(string(r)))) {
			return false
		}
		i += n
	}
	return false
}

// longestCode is how many bytes codeChars allows at most.
const longestCode = 12 * utf8.UTFMax

// looksCode reports whether a text reads like an item number: 1(2), ①, ア,
// 1-1-2, 計画 is none by itself.
func looksCode(s string) bool {
	f := squeeze(s)
	return f != "" && len(f) <= longestCode && !thousands.MatchString(fold(f)) && codeChars.MatchString(f) && (strings.ContainsAny(fold(f), "0123456789()-.") || codeShape.MatchString(fold(f)))
}

// stats says what the body cells of a column look like, as shares of its
// non-blank cells.
type stats struct {
	n, blank                           int // distinct cells with and without text
	value, code, year, sure, mark, div float64
	noun                               float64 // ends like an indicator's name
	roles                              float64 // says 目標 or 実績
	aims                               float64 // says 目標
	named                              float64 // is such a word as a whole
	terms                              float64 // is a header term: ＫＧＩ
	plain                              float64 // four digits that may be a year
	length                             float64 // mean length in characters
	distinct                           float64 // share of different texts
	percent                            float64 // has a % behind its figure
	prose                              float64 // is a sentence: 市民が安心して暮らせている
	recurs                             float64 // comes back after another text
	grades                             float64 // is a grade: ◎, Ｂ
	sequence                           bool    // 1, 2, 3 …
	units                              int     // different units behind its numbers
}

// labels reports whether the texts say what the rows beside them are: 目標 and
// 実績 by turns, or one known of a few words that come back with every indicator.
func (st *stats) labels() bool {
	kinds := int(st.distinct*float64(st.n) + 0.5)
	few := kinds >= 2 && kinds <= 5 && st.length <= 8
	return st.n >= 2 && st.roles >= 0.8 || few && (st.named >= 0.5 || st.named >= 0.3 && st.n >= 2*kinds)
}

// otherRole returns the role of a row whose label names none, beside others of the
// same indicator that do: next to 目標 it is what became of it, next to 実績 alone
// what was aimed at.
func (st *stats) otherRole() Role {
	if st.aims > 0 {
		return Actual
	}
	return Target
}

// traits is what a text of the body tells by itself, each as one of the shares of
// stats, and what these are counted from.
type traits struct {
	folded                                                        string
	length                                                        int // in characters
	value, code, year, plain, sure, mark, grade, div, noun, prose bool
	percent, dash                                                 bool
	unit                                                          string // behind its number or in brackets
	number                                                        int    // a small whole number, 0 for none
}

// traits reads a text of the body.
func (t *Terms) traits(s string) *traits {
	k := t.recall(s)
	if k.traits == nil {
		k.traits = t.readTraits(s)
	}
	return k.traits
}

func (t *Terms) readTraits(s string) *traits {
	f := fold(s)
	_, year := t.looksYear(s)
	digits := year && onlyDigits(s)
	runes := utf8.RuneCountInString(f)
	k := &traits{
		folded:  f,
		length:  utf8.RuneCountInString(squeeze(s)),
		value:   t.classify(s).value,
		code:    looksCode(s),
		year:    year && !digits,
		plain:   digits,
		sure:    commonUnits[f],
		mark:    evalMarks[f],
		grade:   evalMarks[f] && !directions[f],
		dash:    evalMarks[f] && sayWords[f],
		div:     runes <= 30 && namesDivision(f),
		noun:    commonUnits[bracketUnit(f)] || namesMeasure(f),
		prose:   runes >= 10 && isSentence(f),
		percent: strings.ContainsRune(f, '%'),
	}
	if m := measureOf(s); m.ok && m.unit != "" {
		k.unit = m.unit
	} else if u := bracketUnit(f); commonUnits[u] {
		k.unit = u
	}
	k.number, _ = smallInt(f)
	return k
}

func (t *Terms) newStats(texts []string) stats {
	var st stats
	seen, units := map[string]bool{}, map[string]bool{}
	prev, rising, dashes, actual, last := 0, 0, 0, false, ""
	for _, s := range texts {
		s = strings.TrimSpace(s)
		if s == "" {
			st.blank++
			continue
		}
		st.n++
		k := t.traits(s)
		f := k.folded
		if seen[f] && f != last {
			st.recurs++
		}
		seen[f], last = true, f
		st.length += float64(k.length)
		add := func(share *float64, ok bool) {
			if ok {
				*share++
			}
		}
		add(&st.value, k.value)
		add(&st.code, k.code)
		add(&st.year, k.year)
		add(&st.plain, k.plain)
		if k.dash {
			dashes++
		}
		add(&st.sure, k.sure)
		add(&st.mark, k.mark)
		add(&st.grades, k.grade)
		add(&st.div, k.div)
		add(&st.noun, k.noun)
		if k.unit != "" {
			units[k.unit] = true
		}
		l := t.classify(s)
		role := l.m.role() != "" && utf8.RuneCountInString(f) <= 12
		actual = actual || role
		add(&st.terms, l.whole)
		add(&st.percent, k.percent)
		add(&st.prose, k.prose)
		add(&st.named, l.whole && l.m.role() != "")
		add(&st.aims, l.m == meansTarget && role)
		add(&st.roles, role || l.whole && l.m == meansEval)
		if k.number > prev {
			rising++
			prev = k.number
		}
	}
	if st.n == 0 {
		return st
	}
	if !actual {
		st.roles = 0
	}
	n := float64(st.n)
	for _, p := range []*float64{&st.value, &st.code, &st.year, &st.sure, &st.mark, &st.div, &st.noun, &st.percent, &st.prose, &st.recurs, &st.grades, &st.roles, &st.aims, &st.named, &st.terms, &st.plain, &st.length} {
		*p /= n
	}
	if st.sure*n <= float64(dashes) {
		st.sure = 0 // nothing but marks of what has no unit
	}
	st.distinct = float64(len(seen)) / n
	st.sequence = rising == st.n
	st.units = len(units)
	return st
}

// smallInt reads a whole number of at most four digits.
func smallInt(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	v := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		v = v*10 + int(r-'0')
	}
	return v, true
}

// bracketUnit returns what stands in brackets at the end of a folded text.
func bracketUnit(f string) string {
	rest, ok := strings.CutSuffix(f, ")")
	if !ok {
		return ""
	}
	if i := strings.LastIndexByte(rest, '('); i > 0 {
		return rest[i+1:]
	}
	return ""
}
