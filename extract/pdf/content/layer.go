package content

import (
	"slices"

	"shihyo/extract/pdf/object"
)

// layers knows which optional content groups are off in the document's default
// configuration (ISO 32000-1 §8.11).
type layers struct {
	file   *object.File
	states map[object.Ref]bool // false: off; groups not named are as base says
	base   bool
}

// Limits of what decides on the visibility of content: how deep expressions stand
// within each other, and how many groups are looked at.
const (
	maxExpression = 16
	maxGroups     = 256
)

func (l *layers) load(f *object.File) {
	l.file, l.base = f, true
	root, _ := f.Dict(f.Trailer()["Root"])
	props, ok := f.Dict(root["OCProperties"])
	if !ok {
		return
	}
	d, _ := f.Dict(props["D"])
	if s, _ := f.Name(d["BaseState"]); s == "OFF" {
		l.base = false
	}
	l.states = map[object.Ref]bool{}
	for _, e := range []struct {
		key object.Name
		on  bool
	}{{"ON", true}, {"OFF", false}} {
		list, _ := f.Array(d[e.key])
		for _, o := range list {
			if ref, ok := o.(object.Ref); ok {
				l.states[ref] = e.on
			}
		}
	}
	l.apply(d)
}

// apply sets the states that groups have by their usage for viewing on a screen
// (ISO 32000-1 §8.11.4.4): a watermark may be meant for print alone.
func (l *layers) apply(d object.Dict) {
	uses, _ := l.file.Array(d["AS"])
	for _, o := range uses[:min(len(uses), maxGroups)] {
		use, _ := l.file.Dict(o)
		event, _ := l.file.Name(use["Event"])
		categories, _ := l.file.Array(use["Category"])
		if event != "View" || !slices.ContainsFunc(categories, func(o object.Object) bool { n, _ := l.file.Name(o); return n == "View" }) {
			continue
		}
		groups, _ := l.file.Array(use["OCGs"])
		for _, o := range groups[:min(len(groups), maxGroups)] {
			ref, ok := o.(object.Ref)
			group, _ := l.file.Dict(o)
			usage, _ := l.file.Dict(group["Usage"])
			view, _ := l.file.Dict(usage["View"])
			if state, said := l.file.Name(view["ViewState"]); ok && said {
				l.states[ref] = state != "OFF"
			}
		}
	}
}

// off reports whether content marked with o, a group or a membership
// dictionary, is not shown.
func (l *layers) off(o object.Object) bool {
	if o == nil || l.states == nil {
		return false
	}
	return !l.on(o)
}

// cost is about how many steps it takes to answer off.
func (l *layers) cost(o object.Object) int {
	d, _ := l.file.Dict(o)
	if t, _ := l.file.Name(d["Type"]); t != "OCMD" || l.states == nil {
		return 1
	}
	const each = 8 // steps for a group
	groups, _ := l.file.Array(d["OCGs"])
	if d["VE"] != nil || len(groups) > maxGroups {
		return each * maxGroups
	}
	return each * (1 + len(groups))
}

func (l *layers) on(o object.Object) bool {
	d, ok := l.file.Dict(o)
	if !ok {
		return true
	}
	if t, _ := l.file.Name(d["Type"]); t != "OCMD" {
		return l.group(o)
	}
	if ve, ok := l.file.Array(d["VE"]); ok {
		left := maxGroups
		return l.expression(ve, 0, &left)
	}
	groups, ok := l.file.Array(d["OCGs"])
	if !ok {
		if d["OCGs"] == nil {
			return true
		}
		groups = object.Array{d["OCGs"]}
	}
	if len(groups) == 0 {
		return true
	}
	anyOn, anyOff := false, false
	for _, g := range groups[:min(len(groups), maxGroups)] {
		if l.file.Resolve(g) == nil {
			continue // null entries count for nothing
		}
		if l.group(g) {
			anyOn = true
		} else {
			anyOff = true
		}
	}
	if !anyOn && !anyOff {
		return true
	}
	switch p, _ := l.file.Name(d["P"]); p {
	case "AllOn":
		return !anyOff
	case "AnyOff":
		return anyOff
	case "AllOff":
		return !anyOn
	}
	return anyOn
}

func (l *layers) group(o object.Object) bool {
	if ref, ok := o.(object.Ref); ok {
		if on, ok := l.states[ref]; ok {
			return on
		}
	}
	return l.base
}

func (l *layers) expression(e object.Array, depth int, left *int) bool {
	if len(e) == 0 || depth > maxExpression || len(e) > *left {
		return true
	}
	*left -= len(e)
	operand := func(o object.Object) bool {
		if a, ok := l.file.Array(o); ok {
			return l.expression(a, depth+1, left)
		}
		return l.group(o)
	}
	switch op, _ := l.file.Name(e[0]); op {
	case "Not":
		return len(e) < 2 || !operand(e[1])
	case "And":
		for _, o := range e[1:] {
			if !operand(o) {
				return false
			}
		}
		return true
	case "Or":
		for _, o := range e[1:] {
			if operand(o) {
				return true
			}
		}
		return len(e) == 1
	}
	return true
}
