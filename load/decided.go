package load

// What people decided about series: which plans it makes the matcher go through,
// and which decisions are about nothing.

import (
	"context"
	"fmt"
	"strings"
)

// markDecided has the touched plans about which a person decided something gone
// through whatever their indicators say.
func (w *writer) markDecided(ctx context.Context, d *decisions) error {
	if len(d.series) == 0 {
		return nil
	}
	var plans []int64
	for i := range d.series {
		plan, _ := revisionKeys(Label{Plan: d.series[i].Plan})
		plans = append(plans, plan)
	}
	_, err := w.conn.ExecContext(ctx, `UPDATE shihyo_touched SET whole = true WHERE plan_id IN `+keyList(plans))
	return err
}

// idleSeries returns the decisions about series that fit no indicator, each with
// the side that is not to be found: a misspelt name would else be passed over in
// silence.
func (w *writer) idleSeries(ctx context.Context, d *decisions) ([]string, error) {
	if len(d.series) == 0 {
		return nil, nil
	}
	plans := map[string][]*follower{}
	names := make([]string, 0, len(d.series))
	for i := range d.series {
		if plan := d.series[i].Plan; plans[plan] == nil {
			plans[plan] = []*follower{}
			names = append(names, literal(plan))
		}
	}
	rows, err := w.conn.QueryContext(ctx, `
SELECT DISTINCT p.plan, r.revision, coalesce(i.field, ''), coalesce(i.item_no, ''), i.indicator
FROM plans p JOIN revisions r USING (plan_id) JOIN documents d USING (revision_id) JOIN indicators i USING (document_id)
WHERE p.plan IN (`+strings.Join(names, ", ")+`)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var plan string
		f := &follower{}
		if err := rows.Scan(&plan, &f.revision, &f.field, &f.itemNo, &f.name); err != nil {
			return nil, err
		}
		plans[plan] = append(plans[plan], f)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var idle []string
	for i := range d.series {
		e := &d.series[i]
		for _, side := range []struct {
			name  string
			place Place
		}{{"a", e.A}, {"b", e.B}} {
			if !side.place.any(plans[e.Plan]) {
				idle = append(idle, fmt.Sprintf("series[%d].%s (%s)", i, side.name, strings.Join(strings.Fields(
					e.Plan+" "+side.place.Revision+" "+side.place.Field+" "+side.place.ItemNo+" "+side.place.Indicator), " ")))
			}
		}
	}
	return idle, nil
}

// any reports whether a place names one of some indicators.
func (p Place) any(list []*follower) bool {
	for _, f := range list {
		if p.is(f) {
			return true
		}
	}
	return false
}
