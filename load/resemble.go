package load

// The score by which indicators of two revisions are compared:
//
//	0.50  name           share of common character pairs (Dice)
//	0.15  item numbers   equal or not
//	0.10  item names     share of common character pairs
//	0.10  field          share of common character pairs
//	0.15  unit           equal or not
//	+0.15 at most        share of equal numbers among those of the same role and year
//
// A part that neither side prints is left out and the rest weighted up.

// resemblance scores how likely two indicators of two revisions are the same,
// 0 to 1; see the head of this file.
func resemblance(a, b *follower) float64 {
	var sum, weight float64
	part := func(w float64, x, y string, score func(x, y string) float64) {
		if x == "" && y == "" {
			return
		}
		weight += w
		sum += w * score(x, y)
	}
	equal := func(x, y string) float64 {
		if x == y {
			return 1
		}
		return 0
	}
	part(0.50, a.text(inName), b.text(inName), dice)
	part(0.15, a.text(inItemNo), b.text(inItemNo), equal)
	part(0.10, a.text(inItem), b.text(inItem), dice)
	part(0.10, a.text(inField), b.text(inField), dice)
	part(0.15, a.text(inUnit), b.text(inUnit), equal)
	if weight == 0 {
		return 0
	}
	score := sum / weight
	shared, same := 0, 0
	for at, v := range a.values {
		if o, ok := b.values[at]; ok {
			shared++
			if o == v {
				same++
			}
		}
	}
	if shared > 0 {
		score += 0.15 * float64(same) / float64(shared)
	}
	return min(score, 1)
}

// The texts of a follower that scores compare.
const (
	inName = iota
	inItemNo
	inItem
	inField
	inUnit
)

// text returns one of the compared texts, folded once.
func (f *follower) text(which int) string {
	if f.folded == nil {
		f.folded = &[5]string{fold(f.name), fold(f.itemNo), fold(f.item), fold(f.field), fold(f.unit)}
	}
	return f.folded[which]
}

// dice returns the Sørensen–Dice coefficient of two texts' character pairs, 0
// to 1. A text of one character counts as a pair of itself.
func dice(a, b string) float64 {
	if a == b {
		return 1
	}
	pa, pb := bigrams(a), bigrams(b)
	if len(pa) == 0 || len(pb) == 0 {
		return 0
	}
	count := make(map[[2]rune]int, len(pa))
	for _, p := range pa {
		count[p]++
	}
	common := 0
	for _, p := range pb {
		if count[p] > 0 {
			count[p]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(pa)+len(pb))
}

func bigrams(s string) [][2]rune {
	r := []rune(s)
	if len(r) == 1 {
		return [][2]rune{{r[0], 0}}
	}
	out := make([][2]rune, 0, len(r))
	for i := 1; i < len(r); i++ {
		out = append(out, [2]rune{r[i-1], r[i]})
	}
	return out
}
