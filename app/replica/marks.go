package replica

import (
	"math/bits"
	"slices"

	"stellwerk/shared/org"
)

// Marks are some of the members, by their slots: to mark one, and to look whether one is marked, costs next to nothing among 50,000.
type Marks struct {
	in set
	n  int
}

// Len is how many are marked.
func (m *Marks) Len() int { return m.n }

// Has says whether the member in a slot is marked.
func (m *Marks) Has(slot int32) bool { return int(slot/64) < len(m.in) && m.in.has(slot) }

// Put marks the member in a slot, or no longer.
func (m *Marks) Put(slot int32, is bool) {
	switch was := m.Has(slot); {
	case is && !was:
		m.in.put(slot)
		m.n++
	case was && !is:
		m.in[slot/64] &^= 1 << (slot % 64)
		m.n--
	}
}

// None lets go of all.
func (m *Marks) None() { *m = Marks{in: m.in[:0]} }

// Slots are those that are marked, in their order.
func (m *Marks) Slots() []int32 {
	out := make([]int32, 0, m.n)
	for i, word := range m.in {
		for ; word != 0; word &= word - 1 {
			out = append(out, int32(i*64+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// Choose begins a choice of members. It lets go by itself of those who are not there any more, so that nobody else is ever taken for one of them.
// There is one at a time: another one ends it.
func (d *Directory) Choose() *Marks {
	d.chosen = &Marks{}
	return d.chosen
}

// Traits are what decides in most cases whether a deed can be done to a member. They are kept beside the member: to take 50,000 out of their
// records takes longer than a frame.
type Traits uint8

// The traits.
const (
	inactive Traits = 1 << iota
	confirmed
	asked // has an invitation
	leaves
	manages
	leads
	unreachable
	timed // has a tag for a time, or is to get one
)

// TraitsOf are those of a member.
func TraitsOf(m *org.Member) (t Traits) {
	for i, is := range [...]bool{
		m.Deactivated, m.Confirmed, m.Invitation != nil, m.Until != "", m.Role == org.Admin || m.Role == org.Owner,
		slices.ContainsFunc(m.Groups, func(in org.Membership) bool { return in.Part != org.PartMember }), !m.Email.Reachable(),
		m.TagTerms != "",
	} {
		if is {
			t |= 1 << i
		}
	}
	return t
}

// SlotsOf is where members are; whoever is not there is left out. Ids in the order of Slots are found without looking for each.
func (d *Directory) SlotsOf(ids []org.MemberID) []int32 {
	slots, next := make([]int32, 0, len(ids)), int32(0)
	for _, id := range ids {
		there := int(next) < len(d.rows) && d.rows[next].id == id
		if !there {
			next, there = d.slots[id]
		}
		if there {
			slots = append(slots, next)
			next++
		}
	}
	return slots
}

// Active says whether the member in a slot is not deactivated.
func (d *Directory) Active(slot int32) bool { return d.rows[slot].traits&inactive == 0 }

// ID is the member in a slot; "" if there is none.
func (d *Directory) ID(slot int32) org.MemberID {
	if int(slot) >= len(d.rows) {
		return ""
	}
	return d.rows[slot].id
}
