package normalize

import (
	"sync"

	"shihyo/seeds"
)

// Normalizer reads values by the units, eras and words it was built with. It
// does not change after that and may be used by many goroutines.
type Normalizer struct {
	units *Units
	eras  *Eras
	words *Words
}

// New builds a Normalizer from the rows of seeds/units.csv, seeds/eras.csv and
// seeds/value_words.csv. The error names the row that makes no sense.
func New(units, eras, words []seeds.Row) (*Normalizer, error) {
	n := &Normalizer{}
	var err error
	if n.units, err = NewUnits(units); err != nil {
		return nil, err
	}
	if n.eras, err = NewEras(eras); err != nil {
		return nil, err
	}
	if n.words, err = NewWords(words); err != nil {
		return nil, err
	}
	return n, nil
}

// Load builds a Normalizer from the built-in seeds and those in userDir, which
// may be "".
func Load(userDir string) (*Normalizer, error) {
	var rows [3][]seeds.Row
	for i, name := range []string{"units", "eras", "value_words"} {
		var err error
		if rows[i], err = seeds.Load(name, userDir); err != nil {
			return nil, err
		}
	}
	return New(rows[0], rows[1], rows[2])
}

// Default returns the Normalizer of the built-in seeds.
var Default = sync.OnceValue(func() *Normalizer {
	n, err := Load("")
	if err != nil {
		panic("normalize: built-in seeds: " + err.Error())
	}
	return n
})

// Read reads one cell by the built-in seeds.
func Read(raw string, ctx Context) Value { return Default().Read(raw, ctx) }

// Eras returns the eras it reads years by.
func (n *Normalizer) Eras() *Eras { return n.eras }

// Cell is one value cell of an indicator with what surrounds it.
type Cell struct {
	Raw string
	Context
}

// Row reads the value cells of one indicator from left to right, so that 〃, 同左
// and → take the reading of the cell to their left and 同上 and ↑ that of the
// cell above. above are the values of the indicator before it in the same table
// (nil for the first one), matched by column; a Left or Above that a cell brings
// along wins. The values are appended to dst.
func (n *Normalizer) Row(dst []Value, cells []Cell, above []Value) []Value {
	start := len(dst)
	for i := range cells {
		c := cells[i]
		if c.Left == nil && i > 0 {
			left := dst[start+i-1]
			c.Left = &left
		}
		if c.Above == nil && i < len(above) {
			c.Above = &above[i]
		}
		dst = append(dst, Value{})
		n.ReadInto(&dst[start+i], c.Raw, &c.Context)
	}
	return dst
}
