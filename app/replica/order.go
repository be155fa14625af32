package replica

import (
	"slices"
	"strings"

	"stellwerk/shared/org"
)

// order is the slots of all members in one order, and those that have changed since.
type order struct {
	slots   []int32
	touched map[int32]bool
}

func (o *order) touch(slot int32) { o.touched[slot] = true }

// ordered brings an order up to date: members that changed are taken out and put in where they belong now. Where many have
// changed, sorting anew is quicker.
func (d *Directory) ordered(by Sort) []int32 {
	o, ok := d.orders[by]
	compare := d.comparer(by)
	if !ok || len(o.touched) > len(o.slots)/8 {
		o = &order{slots: make([]int32, 0, len(d.slots)), touched: map[int32]bool{}}
		for i := range d.rows {
			if d.rows[i].id != "" {
				o.slots = append(o.slots, int32(i))
			}
		}
		slices.SortFunc(o.slots, compare)
		d.orders[by] = o
		return o.slots
	}
	if len(o.touched) == 0 {
		return o.slots
	}
	moved := make([]int32, 0, len(o.touched))
	for slot := range o.touched {
		if d.rows[slot].id != "" {
			moved = append(moved, slot)
		}
	}
	slices.SortFunc(moved, compare)
	merged := make([]int32, 0, len(d.slots))
	for _, slot := range o.slots {
		if o.touched[slot] {
			continue
		}
		for len(moved) > 0 && compare(moved[0], slot) < 0 {
			merged, moved = append(merged, moved[0]), moved[1:]
		}
		merged = append(merged, slot)
	}
	o.slots, o.touched = append(merged, moved...), map[int32]bool{}
	return o.slots
}

var statusRank = map[org.Status]int{org.Active: 0, org.Pending: 1, org.Deactivated: 2}

var roleRank = map[org.Role]int{org.Owner: 0, org.Admin: 1, org.User: 2, org.Guest: 3}

// comparer compares two slots; members that are alike in what is sorted by come by name, then by id.
func (d *Directory) comparer(by Sort) func(a, b int32) int {
	byName := func(a, b int32) int {
		if c := strings.Compare(d.rows[a].name, d.rows[b].name); c != 0 {
			return c
		}
		return strings.Compare(string(d.rows[a].id), string(d.rows[b].id))
	}
	if by == SortName {
		return byName
	}
	keys := make([]string, len(d.rows))
	for i := range d.rows {
		if m, ok := d.rows[i].member.(org.Member); ok {
			keys[i] = sortKey(m, by)
		}
	}
	return func(a, b int32) int {
		if c := strings.Compare(keys[a], keys[b]); c != 0 {
			return c
		}
		return byName(a, b)
	}
}

// sortKey is what a member is sorted by; what is empty comes last.
func sortKey(m org.Member, by Sort) string {
	s := ""
	switch by {
	case SortEmail:
		s = fold(string(m.Email))
	case SortStatus:
		s = string(rune('a' + statusRank[m.Status()]))
	case SortRole:
		s = string(rune('a' + roleRank[m.Role]))
	case SortStart:
		s = m.StartDate
	case SortLocation:
		s = fold(m.Location)
	}
	if s == "" {
		return "\xff"
	}
	return s
}
