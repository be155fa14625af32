package replica

import "stellwerk/shared/org"

// smart is who belongs to the smart groups that were asked for. It is kept up to date member by member: to find all of them anew takes a moment among
// 50,000, and as many groups as stand on a screen are asked for after each change.
type smart struct {
	groups  map[org.GroupID]*belonging
	version uint64 // of the groups: a change of one of them, or of what it is part of, may change who meets a rule
}

// maxSmart is how many are kept up to date. Where more were asked for they are found anew after a change.
const maxSmart = 100

type belonging struct {
	Marks
	meets func(*org.Member) bool
}

// follow notes what has become of the member in a slot; nil is nobody.
func (s *smart) follow(slot int32, m *org.Member) {
	if len(s.groups) > maxSmart {
		s.groups = nil
	}
	for _, b := range s.groups {
		b.Put(slot, m != nil && b.meets(m))
	}
}

// Smart lists the smart groups, by name.
func (d *Directory) Smart() (out []org.GroupID) {
	for id, n := range d.tree.groups {
		if n.group.Smart {
			out = append(out, id)
		}
	}
	d.byGroupName(out)
	return out
}

// meets makes a function that says who belongs to a smart group.
func (d *Directory) meets(rule org.Rule) func(*org.Member) bool {
	within := d.within(Query{Group: rule.Within()})
	return rule.Test(func(id org.GroupID) bool { return within[id] })
}

// find finds who belongs to each of some, looking at each member once.
func (d *Directory) find(all ...*belonging) {
	var m org.Member // once, and not for each
	for slot := range d.rows {
		var there bool
		if m, there = d.rows[slot].member.(org.Member); !there {
			continue
		}
		for _, b := range all {
			b.Put(int32(slot), b.meets(&m))
		}
	}
}

// met is who belongs to a smart group.
func (d *Directory) met(id org.GroupID) *belonging {
	s := &d.tree.smart
	if s.groups == nil || s.version != d.tree.version {
		s.groups, s.version = map[org.GroupID]*belonging{}, d.tree.version
	}
	if b, known := s.groups[id]; known {
		return b
	}
	// Whoever asks for one asks for others as well.
	ids := d.Smart()
	if len(ids) > maxSmart {
		ids = []org.GroupID{id}
	}
	var all []*belonging
	for _, id := range ids {
		s.groups[id] = &belonging{meets: d.meets(d.tree.groups[id].group.Rule)}
		all = append(all, s.groups[id])
	}
	d.find(all...)
	return s.groups[id]
}

// byName lists those who belong, by name.
func (b *belonging) byName(d *Directory) []int32 {
	out := make([]int32, 0, b.n)
	for _, slot := range d.ordered(SortName) {
		if b.Has(slot) {
			out = append(out, slot)
		}
	}
	return out
}

// Meet is how many would belong to a smart group with a rule. It is kept until something changes: while somebody types, it is asked for in every rendering.
func (d *Directory) Meet(rule org.Rule) int {
	if m := &d.tree.met; m.many < 0 || m.rule != rule || m.version != d.version {
		b := &belonging{meets: d.meets(rule)}
		d.find(b)
		*m = met{rule, d.version, b.n}
	}
	return d.tree.met.many
}

// met is how many meet the rule that was asked about last.
type met struct {
	rule    org.Rule
	version uint64
	many    int
}

// SmartGroupsOf lists the smart groups that somebody belongs to now, by name.
func (d *Directory) SmartGroupsOf(m org.Member) (out []org.GroupID) {
	for _, id := range d.Smart() {
		if d.meets(d.tree.groups[id].group.Rule)(&m) {
			out = append(out, id)
		}
	}
	return out
}
