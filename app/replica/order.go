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
	lent    bool    // somebody reads slots: they stay as they are, what comes next is a copy
	touched []int32 // each once
	marked  []bool  // by slot: stands in touched
	stale   bool    // some of touched may stand in slots still
	places  []int32 // by slot: where in slots it stands; nil until it is asked for
}

func (o *order) touch(slot int32) {
	for int(slot) >= len(o.marked) {
		o.marked = append(o.marked, false)
	}
	if !o.marked[slot] {
		o.marked[slot] = true
		o.touched = append(o.touched, slot)
		o.stale, o.places = true, nil
	}
}

// sorting is an order as it is; all members are still to be put in if it is new.
func (d *Directory) sorting(by Sort) *order {
	o, ok := d.orders[by]
	if !ok {
		o = &order{}
		d.orders[by] = o
		for i := range d.rows {
			o.touch(int32(i))
		}
	}
	return o
}

// ordered brings an order up to date: members that changed are taken out and put in where they belong now, in one pass.
func (d *Directory) ordered(by Sort) []int32 {
	o := d.sorting(by)
	d.advance(o, by, len(o.touched))
	o.lent = true
	return o.slots
}

// advance puts up to n of those that changed where they belong now. The order lacks the others until their turn comes.
func (d *Directory) advance(o *order, by Sort, n int) {
	if len(o.touched) == 0 {
		return
	}
	turn := o.touched[:min(n, len(o.touched))]
	kept := o.slots
	if o.lent || o.stale || kept == nil {
		kept = make([]int32, 0, len(o.slots)+len(o.touched))
		for _, slot := range o.slots {
			if !o.marked[slot] {
				kept = append(kept, slot)
			}
		}
	}
	moved := make([]int32, 0, len(turn))
	for _, slot := range turn {
		o.marked[slot] = false
		if r := &d.rows[slot]; r.id != "" && r.belongs(by) {
			moved = append(moved, slot)
		}
	}
	compare := d.comparer(by)
	slices.SortFunc(moved, compare)
	o.slots, o.lent, o.stale, o.places = merge(kept, moved, compare), false, false, nil
	if o.touched = o.touched[len(turn):]; len(o.touched) == 0 {
		o.touched = nil
	}
}

// merge puts the few into the many, both in order, in the room behind them if there is any. It looks for their places: comparing each of the many
// would cost more than all the rest.
func merge(many, few []int32, compare func(a, b int32) int) []int32 {
	end := len(many)
	out := slices.Grow(many, len(few))[:end+len(few)]
	for i, slot := range slices.Backward(few) {
		at, _ := slices.BinarySearchFunc(out[:end], slot, compare)
		copy(out[at+i+1:], out[at:end])
		out[at+i] = slot
		end = at
	}
	return out
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
	switch by {
	case SortName:
		return byName
	case byGiven, writtenGiven, writtenSurname:
		return func(a, b int32) int { return strings.Compare(d.rows[a].head(by), d.rows[b].head(by)) }
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
	case SortUntil:
		if m.Ends() {
			s = m.Until
		}
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
