package load

// Change is what became different of an indicator from one revision to the next.
type Change struct {
	Plan, From, To    string // plan and revisions
	Kind              string // added, dropped, renamed, moved, target_raised, …
	Indicator         string
	ItemNo, Component string
	Period            string
	Before, After     string // as printed
	Difference        string // exact; "" where there is none
}
