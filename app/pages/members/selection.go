package members

import (
	"slices"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/shared/org"
)

// Selection is the members that a person has chosen. It outlives a change of the filter, so that people can be collected from several
// searches. Rows are slots of the directory.
type Selection struct {
	dir    *replica.Directory
	chosen *replica.Marks
	anchor int32 // where a range begins: the one chosen last; -1 for none
	// filter is whom a filter shows, if all of them were chosen at once and nobody else: what is done to them is for whom it shows by
	// then. One person more or less, and it is for exactly those.
	filter *replica.Query
}

// NewSelection begins one in a directory.
func NewSelection(d *replica.Directory) Selection { return Selection{d, d.Choose(), -1, nil} }

var selected Selection

// chosen are the members that are chosen now. Somebody who goes to look at one of them and comes back finds the same: they belong to the directory,
// and so to one account in one organisation.
func chosen() *Selection {
	if d := store.Replica().Directory(); selected.dir != d {
		selected = NewSelection(d)
	}
	return &selected
}

// FilterFor is the filter by which so many members were chosen all at once; nil if it is about one of them alone, from the menu of a row.
func (s *Selection) FilterFor(n int) *replica.Query {
	if n < 2 || n != s.Len() {
		return nil
	}
	return s.filter
}

// Len is how many are chosen.
func (s *Selection) Len() int { return s.chosen.Len() }

// Has says whether a member is chosen.
func (s *Selection) Has(slot int32) bool { return s.chosen.Has(slot) }

// Toggle chooses a member, or no longer.
func (s *Selection) Toggle(slot int32) {
	s.chosen.Put(slot, !s.chosen.Has(slot))
	s.anchor, s.filter = slot, nil
}

// Range chooses all from the one chosen last up to row to of a list.
func (s *Selection) Range(to int, rows []int32) {
	from := slices.Index(rows, s.anchor)
	if from < 0 {
		from = to
	}
	for _, slot := range rows[min(from, to) : max(from, to)+1] {
		s.chosen.Put(slot, true)
	}
	s.filter = nil
}

// All chooses every one of the rows that a filter shows.
func (s *Selection) All(q replica.Query, rows []int32) {
	beside := s.Len() - s.In(rows)
	for _, slot := range rows {
		s.chosen.Put(slot, true)
	}
	if s.filter = nil; beside == 0 {
		s.filter = &q
	}
}

// None lets go of all.
func (s *Selection) None() {
	s.chosen.None()
	s.anchor, s.filter = -1, nil
}

// Drop lets go of some: those to whom something has been done.
func (s *Selection) Drop(ids []org.MemberID) {
	for _, slot := range s.dir.SlotsOf(ids) {
		s.chosen.Put(slot, false)
	}
	s.filter = nil
}

// In counts how many of some rows are chosen.
func (s *Selection) In(rows []int32) (n int) {
	if s.Len() == 0 {
		return 0
	}
	for _, slot := range rows {
		if s.chosen.Has(slot) {
			n++
		}
	}
	return n
}

// Slots are the rows of the chosen, as they are now: somebody else may come into one of them.
func (s *Selection) Slots() []int32 { return s.chosen.Slots() }

// Members lists the chosen in an order that is the same whatever order people click in.
func (s *Selection) Members() []org.MemberID {
	out := make([]org.MemberID, 0, s.Len())
	for _, slot := range s.chosen.Slots() {
		out = append(out, s.dir.ID(slot))
	}
	return out
}
