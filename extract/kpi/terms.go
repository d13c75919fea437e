package kpi

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"shihyo/normalize"
	"shihyo/seeds"
)

// meaning is what a header text says its column holds. The names are those of
// the column "meaning" in seeds/header_terms.csv.
type meaning string

// The meanings a header term can have.
const (
	unknown        meaning = ""
	meansField     meaning = "field"
	meansItemNo    meaning = "item_no"
	meansItem      meaning = "item"
	meansIndicator meaning = "indicator"
	meansUnit      meaning = "unit"
	meansBaseline  meaning = "baseline"
	meansActual    meaning = "actual"
	meansTarget    meaning = "target"
	meansYear      meaning = "year"       // a 年度 column beside the value
	meansValue     meaning = "value"      // 値: the role stands above
	meansSpan      meaning = "span"       // 計画期間, 前期: groups columns, says no more
	meansDivision  meaning = "division"   // 所管課
	meansRemarks   meaning = "remarks"    // 備考
	meansSource    meaning = "source"     // 出典
	meansRowNumber meaning = "rownumber"  // No.
	meansEval      meaning = "evaluation" // 評価, 達成率
	meansLabel     meaning = "label"      // 区分: rows say 目標 or 実績
	meansOther     meaning = "other"      // 予算額, 氏名: a table of something else
)

var meanings = map[meaning]bool{
	meansField: true, meansItemNo: true, meansItem: true, meansIndicator: true, meansUnit: true,
	meansBaseline: true, meansActual: true, meansTarget: true, meansYear: true, meansValue: true,
	meansSpan: true, meansDivision: true, meansRemarks: true, meansSource: true,
	meansRowNumber: true, meansEval: true, meansLabel: true, meansOther: true,
}

// role returns the value role a meaning stands for, "" if none.
func (m meaning) role() Role {
	switch m {
	case meansBaseline:
		return Baseline
	case meansActual:
		return Actual
	case meansTarget:
		return Target
	}
	return ""
}

// Terms is the header vocabulary, from seeds/header_terms.csv and the user's
// additions. A term matches the whole of a header text ("exact") or also the
// end of a longer one ("suffix"), for the head of a Japanese noun phrase stands
// at its end: 主要施策 is a kind of 施策, 施策の担当課 is a kind of 担当課.
type Terms struct {
	exact  map[string]meaning
	suffix map[string]meaning
	maxLen int // longest suffix term, in runes
	eras   *normalize.Eras
	memory map[string]*known // of the texts of a document; nil for none
}

// maxKnown is how many texts are remembered: several pages' worth. A text is asked
// about again while its own table is read, or a header that comes again on each page.
const maxKnown = 1 << 14

// known is what has been found out of a text by itself.
type known struct {
	label  *label
	traits *traits
}

// remembering returns the vocabulary with a memory for what the texts of a document
// say. Unlike the vocabulary itself it is for one goroutine.
func (t *Terms) remembering() *Terms {
	own := *t
	own.memory = map[string]*known{}
	return &own
}

// recall returns what is known of a text, to be added to.
func (t *Terms) recall(s string) *known {
	if t.memory == nil {
		return new(known)
	}
	k := t.memory[s]
	if k == nil {
		if len(t.memory) == maxKnown {
			clear(t.memory)
		}
		k = new(known)
		t.memory[s] = k
	}
	return k
}

// LoadTerms reads the vocabulary; dir may name a folder with the user's own
// header_terms.csv, whose rows are added and win. The error names file and line
// or the unknown meaning.
func LoadTerms(dir string) (*Terms, error) {
	rows, err := seeds.Load("header_terms", dir)
	if err != nil {
		return nil, err
	}
	eras, err := seeds.Load("eras", dir)
	if err != nil {
		return nil, err
	}
	return newTerms(rows, eras)
}

func newTerms(rows, eras []seeds.Row) (*Terms, error) {
	t := &Terms{exact: map[string]meaning{}, suffix: map[string]meaning{}}
	var err error
	if t.eras, err = normalize.NewEras(eras); err != nil {
		return nil, err
	}
	for _, r := range rows {
		term, m := fold(r["term"]), meaning(strings.TrimSpace(r["meaning"]))
		if term == "" {
			continue
		}
		if !meanings[m] {
			return nil, fmt.Errorf("header_terms: %s: unknown meaning %q", r["term"], m)
		}
		t.exact[term] = m
		delete(t.suffix, term)
		if strings.TrimSpace(r["match"]) != "exact" {
			t.suffix[term] = m
			t.maxLen = max(t.maxLen, len([]rune(term)))
		}
	}
	return t, nil
}

// idleTails end a header without changing what the word before says: 策定時の値 is
// what 策定時 is, 目標値の推移 what 目標値 is.
var idleTails = []string{"の値", "の数値", "の推移", "の状況", "等"}

// look returns what a folded header text means and whether the whole of it is a
// term.
func (t *Terms) look(s string) (m meaning, whole bool) {
	if s == "" {
		return unknown, false
	}
	if m, ok := t.exact[s]; ok {
		return m, true
	}
	for _, tail := range idleTails {
		if front, ok := strings.CutSuffix(s, tail); ok && front != "" {
			m, _ := t.look(front)
			if m == meansBaseline && tail == "の推移" {
				m = meansActual // how it went up to now
			}
			if m.role() != "" {
				return m, false
			}
		}
	}
	// The longest suffix wins. Headers are short; a sentence that happens to
	// end in a term is none.
	rs := []rune(s)
	if len(rs) > 16 {
		return unknown, false
	}
	for i := max(0, len(rs)-t.maxLen); i < len(rs); i++ {
		if m, ok := t.suffix[string(rs[i:])]; ok {
			return m, false
		}
	}
	return unknown, false
}

// fold prepares a text for comparison: compatibility forms folded (ＫＰＩ →
// KPI), white space removed.
func fold(s string) string {
	var room [128]byte
	out, same := room[:0], true
	for _, r := range s {
		switch {
		case stays(r):
			out = utf8.AppendRune(out, r)
			continue
		case r >= '！' && r <= '～':
			out = append(out, byte(r-'！'+'!'))
		case !isBlank(r):
			return squeeze(norm.NFKC.String(s))
		}
		same = false
	}
	if same {
		return s
	}
	return string(out)
}

// stays reports whether a rune is for sure one that folds to itself, whatever stands
// beside it: most are.
func stays(r rune) bool {
	return r > ' ' && r < 0x7f || r >= 0x4e00 && r <= 0x9fff || r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fe ||
		r >= 0x3001 && r <= 0x3029 || r >= 0x2500 && r <= 0x26ff || r == '※' || r == '―' || r == '→'
}

// squeeze removes all white space.
func squeeze(s string) string {
	if strings.IndexFunc(s, isBlank) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return -1
		}
		return r
	}, s)
}

func isBlank(r rune) bool {
	return r <= '\u3000' && (unicode.IsSpace(r) || r == '\u200b') || r == '\ufeff'
}
