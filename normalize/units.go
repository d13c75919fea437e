package normalize

import "shihyo/seeds"

// Units is the dictionary of units.
type Units struct{}

// NewUnits returns the dictionary of seeds/units.csv.
func NewUnits(rows []seeds.Row) (*Units, error) { return &Units{}, nil }
