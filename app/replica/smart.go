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
	meets func(*org.Member) bool
	in    set // of the slots
	n     int
}

// has says whether the member in a slot belongs.
func (b *belonging) has(slot int32) bool { return int(slot/64) < len(b.in) && b.in.has(slot) }

// put notes whether the member in a slot belongs.
func (b *belonging) put(slot int32, is bool) {
	switch was := b.has(slot); {
	case is && !was:
		b.in.put(slot)
		b.n++
	case was && !is:
		b.in[slot/64] &^= 1 << (slot % 64)
		b.n--
	}
}

// follow notes what has become of the member in a slot; nil is nobody.
func (s *smart) follow(slot int32, m *org.Member) {
	if len(s.groups) > maxSmart {
		s.groups = nil
	}
	for _, b := range s.groups {
		b.put(slot, m != nil && b.meets(m))
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
			b.put(int32(slot), b.meets(&m))
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
		if b.has(slot) {
			out = append(out, slot)
		}
	}
	return out
}

// Meet is how many would belong to a smart group with a rule.
func (d *Directory) Meet(rule org.Rule) int {
	b := &belonging{meets: d.meets(rule)}
	d.find(b)
	return b.n
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
