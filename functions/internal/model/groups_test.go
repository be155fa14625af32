package model_test

import (
	"slices"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const noGroup = refused + "group.notFound"

// group makes one, part of another or outermost.
func (s *stage) group(name string, under ...org.GroupID) org.GroupID {
	id := newID[org.GroupID](s.owner)
	a := args{"group": id, "name": name}
	if len(under) > 0 {
		a["parent"] = under[0]
	}
	s.did(s.Owner, "groups.create", a)
	s.names[string(id)] = name
	return id
}

func (s *stage) newGroup(more ...any) args {
	return with(args{"group": newID[org.GroupID](s.owner), "name": "Werk"}, more...)
}

// smart makes a group that users belong to by themselves.
func (s *stage) smart() org.GroupID {
	a := s.newGroup("rule", "kind=user")
	s.did(s.Owner, "groups.create", a)
	return a["group"].(org.GroupID)
}

func rename(id org.GroupID, from, to string) args {
	return args{"group": id, "fields": args{"name": args{"from": from, "to": to}}}
}

func belong(id org.GroupID, more ...any) args { return with(args{"group": id}, more...) }

// deep makes as many groups within each other and returns the innermost.
func (s *stage) deep(n int) (id org.GroupID) {
	for range n {
		id = s.group("Ebene", id)
	}
	return id
}

var grouping = []line{
	{"a user may not", "user", "groups.create", func(s *stage) any { return s.newGroup() }, forbidden},
	{"nor a guest", "guest", "groups.create", func(s *stage) any { return s.newGroup() }, forbidden},
	{"nor is a user told of what else is wrong", "user", "groups.create", func(s *stage) any { return s.newGroup("group", "x") }, forbidden},
	{"an admin makes a smart one", "admin", "groups.create", func(s *stage) any { return s.newGroup("rule", "kind=user") }, "created (new) name=Werk rule=kind=user smart=true"},
	{"into which nobody is put", "admin", "groups.addMembers", func(s *stage) any { return belong(s.smart(), "members", []org.MemberID{s.some()}) }, refused + "group group.smart"},
	{"nor by an import", "admin", "members.import", func(s *stage) any { return rows(s.new("groups", []org.GroupID{s.smart()})) }, refused + "row 2 groups group.smart"},
	{"an admin makes one", "admin", "groups.create", func(s *stage) any { return s.newGroup("type", "Abteilung", "description", "Strom") }, "created (new) description=Strom name=Werk type=Abteilung"},
	{"a name, an id, a parent that are none", "admin", "groups.create", func(s *stage) any { return s.newGroup("name", "", "type", long, "description", long, "parent", "x") },
		refused + "name text.missing, type text.length, description text.length, parent id.malformed"},
	{"an id that is none", "admin", "groups.create", func(s *stage) any { return s.newGroup("group", "x") }, refused + "group id.malformed"},
	{"an id that is used", "admin", "groups.create", func(s *stage) any { return s.newGroup("group", s.group("Netz")) }, refused + "group.exists"},
	{"part of nothing that there is", "admin", "groups.create", func(s *stage) any { return s.newGroup("parent", s.id()) }, refused + "parent group.parentNotFound"},
	{"one level too many", "admin", "groups.create", func(s *stage) any { return s.newGroup("parent", s.deep(10)) }, refused + "parent group.tooDeep"},
	{"a user does not rename", "user", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Netz", "Bau") }, forbidden},
	{"nor a guest", "guest", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Netz", "Bau") }, forbidden},
	{"what there is not is not renamed", "admin", "groups.edit", func(s *stage) any { return rename(org.GroupID(s.id()), "Netz", "Bau") }, noGroup},
	{"an admin renames", "admin", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Netz", "Bau") }, "updated Netz name=Bau"},
	{"from another name", "admin", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Werk", "Bau") }, refused + "name group.changedMeanwhile"},
	{"to no name", "admin", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Netz", "") }, refused + "name text.missing"},
	{"to the name it has", "admin", "groups.edit", func(s *stage) any { return rename(s.group("Netz"), "Werk", "Netz") }, refused + "edit.none"},
	{"moving is no edit", "admin", "groups.edit", func(s *stage) any {
		return args{"group": s.group("Netz"), "fields": args{"parent": args{"from": "", "to": string(s.group("Werk"))}}}
	}, refused + "parent group.field"},
	{"a user does not move", "user", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "to", s.group("Werk")) }, forbidden},
	{"nor a guest", "guest", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "to", s.group("Werk")) }, forbidden},
	{"what there is not is not moved", "admin", "groups.move", func(s *stage) any { return belong(org.GroupID(s.id()), "to", s.group("Werk")) }, noGroup},
	{"an admin moves", "admin", "groups.move", func(s *stage) any {
		up := s.group("Werk")
		return belong(s.group("Netz", up), "from", up)
	}, "updated Netz parent="},
	{"from elsewhere", "admin", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "from", s.id(), "to", s.group("Werk")) }, refused + "parent group.movedMeanwhile"},
	{"to where it is", "admin", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "from", s.id()) }, refused + "edit.none"},
	{"to what is no id", "admin", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "to", "x") }, refused + "parent id.malformed"},
	{"to what there is not", "admin", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "to", s.id()) }, refused + "parent group.parentNotFound"},
	{"into itself", "admin", "groups.move", func(s *stage) any {
		id := s.group("Netz")
		return belong(id, "to", id)
	}, refused + "parent group.cycle"},
	{"into a part of itself", "admin", "groups.move", func(s *stage) any {
		id := s.group("Netz")
		return belong(id, "to", s.group("Bau", s.group("Mitte", id)))
	}, refused + "parent group.cycle"},
	{"deeper than there is room", "admin", "groups.move", func(s *stage) any {
		id := s.group("Netz")
		s.group("Bau", id)
		return belong(id, "to", s.deep(9))
	}, refused + "parent group.tooDeep"},
	{"where it itself is too deep", "admin", "groups.move", func(s *stage) any { return belong(s.group("Netz"), "to", s.deep(10)) }, refused + "parent group.tooDeep"},
}

var ending = []line{
	{"a user imports none", "user", "groups.import", func(s *stage) any { return args{"groups": []any{s.newGroup("row", 2)}} }, forbidden},
	{"nor a guest", "guest", "groups.import", func(s *stage) any { return args{"groups": []any{s.newGroup("row", 2)}} }, forbidden},
	{"no rows", "admin", "groups.import", just(args{"groups": []any{}}), refused + "groups rows.none"},
	{"an admin imports", "admin", "groups.import", func(s *stage) any {
		return args{"groups": []any{s.newGroup("row", 2), belong(s.group("Netz"), "row", 3, "name", "Netze")}}
	}, "created (new) name=Werk; updated Netz name=Netze"},
	{"a group that has ended is not made again", "admin", "groups.import", func(s *stage) any {
		id := s.group("Netz")
		s.did(s.Owner, "groups.delete", belong(id))
		return args{"groups": []any{belong(id, "row", 2, "name", "Netz")}}
	}, refused + "row 2 group.exists"},
	{"one row that is wrong refuses all", "admin", "groups.import", func(s *stage) any {
		return args{"groups": []any{s.newGroup("row", 2), s.newGroup("row", 3, "parent", s.id())}}
	}, refused + "row 3 parent group.parentNotFound"},
	{"a user deletes none", "user", "groups.delete", func(s *stage) any { return belong(s.group("Netz")) }, forbidden},
	{"nor a guest", "guest", "groups.delete", func(s *stage) any { return belong(s.group("Netz")) }, forbidden},
	{"an admin does", "admin", "groups.delete", func(s *stage) any { return belong(s.group("Netz")) }, "deleted Netz"},
	{"what there is not", "admin", "groups.delete", func(s *stage) any { return belong(org.GroupID(s.id())) }, noGroup},
	{"one with subgroups", "admin", "groups.delete", func(s *stage) any {
		id := s.group("Netz")
		s.group("Bau", id)
		return belong(id)
	}, refused + "group.hasSubgroups"},
	{"with its subgroups", "admin", "groups.delete", func(s *stage) any {
		id := s.group("Netz")
		return belong(id, "with", []org.GroupID{s.group("Bau", id)})
	}, "deleted Bau; deleted Netz"},
	{"but not with those that are elsewhere", "admin", "groups.delete", func(s *stage) any {
		return belong(s.group("Netz"), "with", []org.GroupID{s.group("Bau"), org.GroupID(s.id())})
	}, "deleted Netz"},
	{"what is in it goes elsewhere", "admin", "groups.delete", func(s *stage) any {
		id, who := s.group("Netz"), s.some()
		s.did(s.Owner, "groups.addMembers", belong(id, "members", []org.MemberID{who}))
		return belong(id, "into", s.group("Werk"), "members", []org.MemberID{who, s.gone(), s.User.Member}, "subgroups", []org.GroupID{s.group("Bau", id), s.group("Frei"), org.GroupID(s.id())})
	}, "updated ben groups=map[group:Werk; updated Bau parent=Werk; deleted Netz"},
	{"into itself", "admin", "groups.delete", func(s *stage) any {
		id := s.group("Netz")
		return belong(id, "into", id)
	}, refused + "into group.intoItself"},
	{"into what ends with it", "admin", "groups.delete", func(s *stage) any {
		id := s.group("Netz")
		sub := s.group("Bau", id)
		return belong(id, "into", sub, "with", []org.GroupID{sub})
	}, refused + "into group.intoItself"},
	{"into nothing that there is", "admin", "groups.delete", func(s *stage) any { return belong(s.group("Netz"), "into", s.id()) }, refused + "into group.notFound"},
	{"a user merges none", "user", "groups.merge", func(s *stage) any { return belong(s.group("Netz"), "into", s.group("Werk")) }, forbidden},
	{"nor a guest", "guest", "groups.merge", func(s *stage) any { return belong(s.group("Netz")) }, forbidden},
	{"an admin does", "admin", "groups.merge", func(s *stage) any { return belong(s.group("Netz"), "into", s.group("Werk")) }, "deleted Netz"},
	{"into nothing", "admin", "groups.merge", func(s *stage) any { return belong(s.group("Netz")) }, refused + "into group.intoMissing"},
	{"with something", "admin", "groups.merge", func(s *stage) any {
		return belong(s.group("Netz"), "into", s.group("Werk"), "with", []org.GroupID{s.group("Bau")})
	}, refused + "into group.intoMissing"},
	{"into a part of itself", "admin", "groups.merge", func(s *stage) any {
		id := s.group("Netz")
		sub := s.group("Bau", id)
		return belong(id, "into", sub, "subgroups", []org.GroupID{sub})
	}, refused + "parent group.cycle"},
}

var belonging = []line{
	{"a user adds nobody", "user", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.User.Member}) }, forbidden},
	{"nor a guest", "guest", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.Guest.Member}) }, forbidden},
	{"an admin does", "admin", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.some()}) }, "updated ben groups=map[group:Netz"},
	{"as a leader", "admin", "groups.addMembers", func(s *stage) any {
		return belong(s.group("Netz"), "members", []org.MemberID{s.some()}, "part", "leader")
	}, "updated ben groups=map[group:Netz part:leader"},
	{"the owner, too", "admin", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.Owner.Member}) }, "updated owner groups=map[group:Netz"},
	{"nobody", "admin", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz")) }, refused + "members members.none"},
	{"an id that is none", "admin", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []string{"x"}) }, refused + "members id.malformed"},
	{"somebody who is not there", "admin", "groups.addMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.gone()}) }, notFound},
	{"a group that is not there", "admin", "groups.addMembers", func(s *stage) any { return belong(org.GroupID(s.id()), "members", []org.MemberID{s.some()}) }, noGroup},
	{"a part that there is not", "admin", "groups.addMembers", func(s *stage) any {
		return belong(s.group("Netz"), "members", []org.MemberID{s.some()}, "part", "boss")
	}, refused + "part part.unknown"},
	{"who is in it already", "admin", "groups.addMembers", func(s *stage) any { return belong(s.in("Netz"), "members", []org.MemberID{s.last}, "part", "leader") }, refused + "group.unchanged"},
	{"more groups than there may be", "admin", "groups.addMembers", func(s *stage) any {
		var all []org.GroupID
		for range org.MaxMemberships {
			all = append(all, s.group("Netz"))
		}
		return belong(s.group("Netz"), "members", []org.MemberID{s.some("groups", all)})
	}, refused + "groups groups.tooMany"},
	{"a user makes nobody a leader", "user", "groups.setPart", func(s *stage) any {
		return belong(s.group("Netz"), "members", []org.MemberID{s.User.Member}, "part", "leader")
	}, forbidden},
	{"nor a guest", "guest", "groups.setPart", func(s *stage) any { return belong(s.group("Netz"), "part", "boss") }, forbidden},
	{"an admin does", "admin", "groups.setPart", func(s *stage) any { return belong(s.in("Netz"), "members", []org.MemberID{s.last}, "part", "deputy") }, "updated ben groups=map[group:Netz part:deputy"},
	{"which they are", "admin", "groups.setPart", func(s *stage) any { return belong(s.in("Netz"), "members", []org.MemberID{s.last}) }, refused + "group.unchanged"},
	{"a part that there is not", "admin", "groups.setPart", func(s *stage) any { return belong(s.in("Netz"), "members", []org.MemberID{s.last}, "part", "boss") }, refused + "part part.unknown"},
	{"a user takes nobody out", "user", "groups.removeMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.User.Member}) }, forbidden},
	{"nor a guest", "guest", "groups.removeMembers", func(s *stage) any { return belong(s.group("Netz")) }, forbidden},
	{"an admin does", "admin", "groups.removeMembers", func(s *stage) any { return belong(s.in("Netz"), "members", []org.MemberID{s.last}) }, "updated ben groups="},
	{"who is not in it", "admin", "groups.removeMembers", func(s *stage) any { return belong(s.group("Netz"), "members", []org.MemberID{s.some()}) }, refused + "group.unchanged"},
	{"somebody is added with groups", "admin", "members.create", func(s *stage) any { return s.new("groups", []org.GroupID{s.group("Netz")}) }, "created (new) groups=map[group:Netz role=user"},
	{"that are not there", "admin", "members.create", func(s *stage) any { return s.new("groups", []any{s.id()}) }, refused + "groups group.notFound"},
	{"that are none", "admin", "members.create", func(s *stage) any { return s.new("groups", []any{"x"}) }, refused + "groups id.malformed"},
	{"imported with groups that are not there", "admin", "members.import", func(s *stage) any { return rows(s.new("groups", []any{s.id()})) }, refused + "row 2 groups group.notFound"},
	{"and into more", "admin", "members.import", func(s *stage) any {
		s.some("email", "group@people.example")
		return rows(s.new("email", "group@people.example", "groups", []any{s.id()}))
	}, refused + "row 2 groups group.notFound"},
	{"groups of a person that are there", "admin", "members.edit", func(s *stage) any {
		one, other := s.group("Netz"), s.group("Werk")
		return edit(s.some("groups", []any{one}), "groups", []any{one}, []any{other})
	}, "updated ben groups=map[group:Werk"},
	{"that are not there", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "groups", []any{}, []any{s.id()}) }, refused + "groups group.notFound"},
	{"that are no list", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "groups", []any{}, "x") }, refused + "groups json.type"},
	{"from no list", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "groups", "x", []any{}) }, refused + "groups json.type"},
}

// in makes a group with somebody in it, who is last then.
func (s *stage) in(name string) org.GroupID {
	id := s.group(name)
	s.last = s.some("groups", []any{id})
	return id
}

// groupStep is something that may happen to groups.
func (c *chronicle) groupStep() (deed string, a any) {
	of := func() (id org.GroupID) {
		if len(c.groups) > 0 {
			id = pick(c, c.groups...)
		}
		return id
	}
	id := of()
	g, _ := c.owner.record(ledger.Ref{Kind: ledger.KindGroup, ID: string(id)}).(org.Group)
	fresh := func() string { return c.value(c.Tenant.ID(), "", "group") }
	switch c.rand.IntN(8) {
	case 0, 1:
		id := newID[org.GroupID](c.owner)
		c.groups = append(c.groups, id)
		return "groups.create", args{"group": id, "name": fresh(), "type": fresh(), "description": c.value(c.Tenant.ID(), "", "title"), "parent": of()}
	case 2:
		return "groups.edit", rename(id, g.Name, fresh())
	case 3:
		return "groups.move", belong(id, "from", g.Parent, "to", of())
	case 4:
		return pick(c, "groups.delete", "groups.merge"), belong(id, "into", of(), "members", slices.Clone(c.some()))
	case 5:
		return "groups.removeMembers", belong(id, "members", c.some())
	}
	return pick(c, "groups.addMembers", "groups.setPart"), belong(id, "members", c.some(), "part", pick(c, "member", "leader"))
}
