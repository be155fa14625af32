package members

import (
	"stellwerk/app/replica"
	"stellwerk/shared/org"
)

// Selection is the members that a person has chosen. It outlives a change of the filter, so that people can be collected from several
// searches.
type Selection struct {
	chosen map[org.MemberID]bool
	anchor org.MemberID // where a range begins: the one chosen last
	// filter is whom a filter shows, if all of them were chosen at once and nobody else: what is done to them is for whom it shows by
	// then. One person more or less, and it is for exactly those.
	filter *replica.Query
}

// Filter is the filter whose people were chosen all at once; nil if single ones were.
func (s *Selection) Filter() *replica.Query { return s.filter }

// Len is how many are chosen.
func (s *Selection) Len() int { return len(s.chosen) }

// Has says whether a member is chosen.
func (s *Selection) Has(id org.MemberID) bool { return s.chosen[id] }

// Toggle chooses a member, or no longer.
func (s *Selection) Toggle(id org.MemberID) {
	if s.chosen[id] {
		delete(s.chosen, id)
	} else {
		s.add(id)
	}
	s.anchor = id
	s.filter = nil
}

func (s *Selection) add(id org.MemberID) {
	if s.chosen == nil {
		s.chosen = map[org.MemberID]bool{}
	}
	s.chosen[id] = true
}

// Range chooses all from the one chosen last up to row to of a list of n rows. at says whose row each is.
func (s *Selection) Range(to, n int, at func(i int) org.MemberID) {
	from := -1
	for i := range n {
		if at(i) == s.anchor {
			from = i
			break
		}
	}
	if from < 0 {
		from = to
	}
	for i := min(from, to); i <= max(from, to); i++ {
		s.add(at(i))
	}
	s.filter = nil
}

// All chooses every one of the n rows that a filter shows.
func (s *Selection) All(q replica.Query, n int, at func(i int) org.MemberID) {
	beside := len(s.chosen) - s.In(n, at)
	for i := range n {
		s.add(at(i))
	}
	if s.filter = nil; beside == 0 {
		s.filter = &q
	}
}

// None lets go of all.
func (s *Selection) None() { *s = Selection{} }

// Drop lets go of some: those to whom something has been done.
func (s *Selection) Drop(ids []org.MemberID) {
	for _, id := range ids {
		delete(s.chosen, id)
	}
	s.filter = nil
}

// Keep lets go of those who are not there any more.
func (s *Selection) Keep(there func(org.MemberID) bool) {
	for id := range s.chosen {
		if !there(id) {
			delete(s.chosen, id)
		}
	}
}

// In counts how many of n rows are chosen.
func (s *Selection) In(n int, at func(i int) org.MemberID) int {
	if len(s.chosen) == 0 {
		return 0
	}
	count := 0
	for i := range n {
		if s.chosen[at(i)] {
			count++
		}
	}
	return count
}

// Members lists the chosen in the order of their ids, which is the order in which they were made: commands are the same whatever
// order people click in.
func (s *Selection) Members() []org.MemberID {
	out := make([]org.MemberID, 0, len(s.chosen))
	for id := range s.chosen {
		out = append(out, id)
	}
	sortIDs(out)
	return out
}
