package replica

import (
	"slices"
	"strings"

	"stellwerk/app/letters"
	"stellwerk/shared/org"
)

// order is the slots of all members in one order, and those that have changed since.
type order struct {
	slots   []int32
	touched []int32 // each once
	marked  []bool  // by slot: stands in touched
}

func (o *order) touch(slot int32) {
	for int(slot) >= len(o.marked) {
		o.marked = append(o.marked, false)
	}
	if !o.marked[slot] {
		o.marked[slot] = true
		o.touched = append(o.touched, slot)
	}
}

// ordered brings an order up to date: members that changed are taken out and put in where they belong now, in one pass.
func (d *Directory) ordered(by Sort) []int32 {
	o, ok := d.orders[by]
	if !ok {
		o = &order{}
		d.orders[by] = o
		for i := range d.rows {
			o.touch(int32(i))
		}
	}
	if len(o.touched) == 0 {
		return o.slots
	}
	compare := d.comparer(by)
	moved := o.touched[:0:0]
	for _, slot := range o.touched {
		if d.rows[slot].id != "" {
			moved = append(moved, slot)
		}
	}
	slices.SortFunc(moved, compare)
	kept := make([]int32, 0, len(o.slots))
	for _, slot := range o.slots {
		if !o.marked[slot] {
			kept = append(kept, slot)
		}
	}
	for _, slot := range o.touched {
		o.marked[slot] = false
	}
	o.slots, o.touched = merge(kept, moved, compare), o.touched[:0]
	return o.slots
}

// merge puts the few into the many, both in order. It looks for their places: comparing each of the many would cost more than
// all the rest.
func merge(many, few []int32, compare func(a, b int32) int) []int32 {
	out := make([]int32, 0, len(many)+len(few))
	for _, slot := range few {
		at, _ := slices.BinarySearchFunc(many, slot, compare)
		out = append(append(out, many[:at]...), slot)
		many = many[at:]
	}
	return append(out, many...)
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
	key := func(slot int32) string {
		if keys[slot] == "" {
			if m, ok := d.rows[slot].member.(org.Member); ok {
				keys[slot] = sortKey(m, by)
			}
		}
		return keys[slot]
	}
	return func(a, b int32) int {
		if c := strings.Compare(key(a), key(b)); c != 0 {
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
		s = letters.Fold(string(m.Email))
	case SortStatus:
		s = string(rune('a' + statusRank[m.Status()]))
	case SortRole:
		s = string(rune('a' + roleRank[m.Role]))
	case SortStart:
		s = m.StartDate
	case SortLocation:
		s = letters.Fold(m.Location)
	case SortTitle:
		s = letters.Fold(m.Title)
	}
	if s == "" {
		return "\xff"
	}
	return s
}
