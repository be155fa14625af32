package replica

import (
	"slices"
	"sort"

	"stellwerk/app/letters"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// tree is the groups as lists show them, and who is in each. A member may note groups that are not there any more: those count nowhere.
type tree struct {
	groups  map[org.GroupID]node
	people  map[org.GroupID][]int32 // slots of those who note a group directly
	many    map[int32]bool          // slots of those who note more than one
	below   map[org.GroupID][]org.GroupID
	sums    map[org.GroupID]int // how many people are in a group or below it
	sumsAt  uint64
	smart   smart
	met     met
	version uint64 // grows with every change of a group
}

type node struct {
	group org.Group
	name  string // sort key
	text  string // what a search looks through
}

func newTree() tree {
	return tree{groups: map[org.GroupID]node{}, people: map[org.GroupID][]int32{}, many: map[int32]bool{}}
}

// setGroup puts a group in its place, or takes it out where value is none.
func (d *Directory) setGroup(id org.GroupID, value ledger.Entity) {
	g, there := value.(org.Group)
	if there {
		d.tree.groups[id] = node{g, letters.Fold(g.Name) + "\x00" + string(id), Findable(g.Name, g.Type)}
	} else {
		delete(d.tree.groups, id)
	}
	d.tree.below = nil
	d.tree.version++
	d.version++
}

// setGroups notes which groups somebody in a slot was in and is in.
func (d *Directory) setGroups(slot int32, was, is []org.Membership) {
	if slices.Equal(was, is) {
		return
	}
	for _, m := range was {
		list := d.tree.people[m.Group]
		if i := slices.Index(list, slot); i >= 0 {
			list[i] = list[len(list)-1]
			d.tree.people[m.Group] = list[:len(list)-1]
		}
	}
	for _, m := range is {
		d.tree.people[m.Group] = append(d.tree.people[m.Group], slot)
	}
	if delete(d.tree.many, slot); len(is) > 1 {
		d.tree.many[slot] = true
	}
}

// Group returns a group; false if there is none.
func (d *Directory) Group(id org.GroupID) (org.Group, bool) {
	n, there := d.tree.groups[id]
	return n.group, there
}

// GroupCount is how many groups there are.
func (d *Directory) GroupCount() int { return len(d.tree.groups) }

// Subgroups lists what is directly below a group, by name; of "" the outermost ones.
func (d *Directory) Subgroups(id org.GroupID) []org.GroupID {
	if d.tree.below == nil {
		d.tree.below = map[org.GroupID][]org.GroupID{}
		for id, n := range d.tree.groups {
			up := n.group.Parent
			if _, there := d.tree.groups[up]; !there {
				up = "" // what it is part of has not arrived yet
			}
			d.tree.below[up] = append(d.tree.below[up], id)
		}
		for _, list := range d.tree.below {
			d.byGroupName(list)
		}
	}
	return d.tree.below[id]
}

func (d *Directory) byGroupName(list []org.GroupID) {
	sort.Slice(list, func(a, b int) bool { return d.tree.groups[list[a]].name < d.tree.groups[list[b]].name })
}

// Below lists all that is below a group, each after the one it is part of.
func (d *Directory) Below(id org.GroupID) (out []org.GroupID) {
	for _, sub := range d.Subgroups(id) {
		out = append(append(out, sub), d.Below(sub)...)
	}
	return out
}

// Path lists what a group is part of, from the outermost one to the one around it.
func (d *Directory) Path(id org.GroupID) (out []org.GroupID) {
	for range org.MaxLevels {
		id = d.tree.groups[id].group.Parent
		if _, there := d.tree.groups[id]; !there {
			break
		}
		out = append(out, id)
	}
	slices.Reverse(out)
	return out
}

// GroupsOf lists the groups that somebody is in directly and that are there, by name.
func (d *Directory) GroupsOf(m org.Member) (out []org.Membership) {
	for _, in := range m.Groups {
		if _, there := d.tree.groups[in.Group]; there {
			out = append(out, in)
		}
	}
	sort.Slice(out, func(a, b int) bool { return d.tree.groups[out[a].Group].name < d.tree.groups[out[b].Group].name })
	return out
}

// InGroup is how many people are in a group directly.
func (d *Directory) InGroup(id org.GroupID) int {
	if d.tree.groups[id].group.Smart {
		return d.met(id).n
	}
	return len(d.tree.people[id])
}

// People lists those who are in a group directly, leaders first, then deputies, then by name.
func (d *Directory) People(id org.GroupID) []int32 {
	if d.tree.groups[id].group.Smart {
		return d.met(id).byName(d)
	}
	out := slices.Clone(d.tree.people[id])
	rank := func(slot int32) string {
		m, _ := d.rows[slot].member.(org.Member)
		in, _ := m.In(id)
		switch in.Part {
		case org.PartLeader:
			return "0" + d.rows[slot].name
		case org.PartDeputy:
			return "1" + d.rows[slot].name
		}
		return "2" + d.rows[slot].name
	}
	sort.Slice(out, func(a, b int) bool { return rank(out[a]) < rank(out[b]) })
	return out
}

// InAndBelow is how many people are in a group or in one below it, each counted once.
func (d *Directory) InAndBelow(id org.GroupID) int {
	if d.tree.groups[id].group.Smart {
		return d.InGroup(id)
	}
	if d.tree.sums == nil || d.tree.sumsAt != d.version {
		d.sumUp()
	}
	return d.tree.sums[id]
}

// sumUp adds up who is in each group and below it. Who is in several is counted in each of them, and then taken out again where that was
// once too often: most people are in one group, and cost nothing.
func (d *Directory) sumUp() {
	t := &d.tree
	t.sums, t.sumsAt = make(map[org.GroupID]int, len(t.groups)), d.version
	var add func(id org.GroupID) int
	add = func(id org.GroupID) int {
		n := len(t.people[id])
		for _, sub := range d.Subgroups(id) {
			n += add(sub)
		}
		t.sums[id] = n
		return n
	}
	for _, top := range d.Subgroups("") {
		add(top)
	}
	var counted []org.GroupID
	for slot := range t.many {
		m, _ := d.rows[slot].member.(org.Member)
		counted = counted[:0]
		for _, in := range m.Groups {
			for id := in.Group; ; {
				n, there := t.groups[id]
				if !there {
					break
				}
				if slices.Contains(counted, id) {
					t.sums[id]--
				} else {
					counted = append(counted, id)
				}
				id = n.group.Parent
			}
		}
	}
}

// within is the groups whose people a query asks for; nil if it asks for all.
func (d *Directory) within(q Query) map[org.GroupID]bool {
	if q.Group == "" {
		return nil
	}
	in := map[org.GroupID]bool{}
	if _, there := d.tree.groups[q.Group]; there {
		in[q.Group] = true
		if !q.Direct {
			for _, id := range d.Below(q.Group) {
				in[id] = true
			}
		}
	}
	return in
}

// among is who belongs to the group that a query asks for; nil if it asks for all.
func (d *Directory) among(q Query) *Marks {
	if q.Group == "" {
		return nil
	}
	if d.tree.groups[q.Group].group.Smart {
		return &d.met(q.Group).Marks
	}
	m := &Marks{}
	for id := range d.within(q) {
		for _, slot := range d.tree.people[id] {
			m.Put(slot, true)
		}
	}
	return m
}

// FindGroups lists the groups that a search finds, the best first and then by name.
func (d *Directory) FindGroups(search string) []org.GroupID {
	out, _ := d.BestGroups(Want(search))
	return out
}

// BestGroups are the groups that answer what is wanted, the best first and then by name, and how well the first one does.
func (d *Directory) BestGroups(w Wanted) (out []org.GroupID, best Rank) {
	type hit struct {
		rank Rank
		name string
		id   org.GroupID
	}
	var hits []hit
	for id, n := range d.tree.groups {
		if r := w.Rank(n.text); r > Nowhere {
			hits = append(hits, hit{r, n.name, id})
		}
	}
	sort.Slice(hits, func(a, b int) bool {
		if hits[a].rank != hits[b].rank {
			return hits[a].rank > hits[b].rank
		}
		return hits[a].name < hits[b].name
	})
	for _, h := range hits {
		out = append(out, h.id)
	}
	if len(hits) > 0 {
		best = hits[0].rank
	}
	return out, best
}

// GroupsVersion grows with every change of a group.
func (d *Directory) GroupsVersion() uint64 { return d.tree.version }
