package table

import "testing"

// Ensure words that name a year are told from durations and amounts.
func TestYears(t *testing.T) {
	for text, want := range map[string]bool{
		"令和３年度": true, "R4": true, "Ｈ30": true, "2022": true, "2022年": true, "元年": true,
		"2,022": false, "79.91年": false, "1,234年": false, "48.2%": false, "延伸": false,
	} {
		s := newSheet()
		s.text(100, 100, text)
		var m memory
		m.look(s.Glyphs)
		w := textWords(&s.Page, m.set.Words(nil, wordCut), &m)
		if len(w) != 1 || w[0].year != want {
			t.Errorf("%s: %d words, a year %v; want %v", text, len(w), w[0].year, want)
		}
	}
}
