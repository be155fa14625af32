// Package groups holds the deeds on the tree of groups and on who belongs to them, one file each.
package groups

import (
	"strconv"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func ref(id org.GroupID) ledger.Ref { return ledger.Ref{Kind: ledger.KindGroup, ID: string(id)} }

func refs(ids ...org.GroupID) (out ledger.Reads) {
	for _, id := range ids {
		if id != "" {
			out.Records = append(out.Records, ref(id))
		}
	}
	return out
}

// Put brings a group to the state after, nil for none, if this actor may and the tree stays one: what a group is part of is there, no
// group is part of itself, and there are at most 10 levels and 5,000 groups. Every deed that changes groups ends here, and so does every undo.
//
// Faults: actor.forbidden, group.hasSubgroups, groups.full, group.parentNotFound, group.smartParent, group.cycle, group.tooDeep, those of smart, and those of the fields.
func Put(d *ledger.Draft, by ledger.Actor, id org.GroupID, after *org.Group) error {
	if err := by.Need(org.ManageGroups); err != nil {
		return err
	}
	r, err := d.Record(ref(id))
	if err != nil {
		return err
	}
	before, had := r.Value.(org.Group)
	switch {
	case after == nil && !had:
		return nil
	case after == nil:
		if err := mayDelete(d, id, before); err != nil {
			return err
		}
		return d.Put(ref(id), nil)
	case !had:
		if err := room(d); err != nil {
			return err
		}
	}
	next := *after
	after = &next
	after.Smart = after.Rule != ""
	if err := after.Check(); err != nil {
		return err
	}
	if err := smart(d, id, before, *after, had); err != nil {
		return err
	}
	if after.Parent != "" && (!had || after.Parent != before.Parent) {
		if err := place(d, id, before, after.Parent, had); err != nil {
			return err
		}
	}
	return d.Put(ref(id), *after)
}

func mayDelete(d *ledger.Draft, id org.GroupID, g org.Group) error {
	children, err := Children(d, id)
	if err != nil {
		return err
	}
	if len(children) > 0 {
		return fault.New(fault.Conflict, "group.hasSubgroups", "name", g.Name)
	}
	return nil
}

func room(d *ledger.Draft) error {
	n, err := d.Count(ledger.KindGroup)
	if err == nil && n >= org.MaxGroups {
		err = fault.New(fault.Conflict, "groups.full", "max", strconv.Itoa(org.MaxGroups))
	}
	return err
}

// smart says whether a group may have its rule. Who belongs to a group is chosen or found by a rule, and stays so; what a rule asks for is a group
// whose members are chosen. Faults: group.smartFixed, group.notFound on rule.
func smart(w ledger.World, id org.GroupID, before, after org.Group, had bool) error {
	if had && before.Smart != after.Smart {
		return fault.On("rule", "group.smartFixed", "name", before.Name)
	}
	if within := after.Rule.Within(); within != "" && (!had || within != before.Rule.Within()) {
		return members.Joinable(w, "rule", within)
	}
	return nil
}

// place says whether a group may be part of parent.
func place(w ledger.World, id org.GroupID, before org.Group, parent org.GroupID, had bool) error {
	level, err := levelUnder(w, id, parent)
	if err != nil {
		return err
	}
	deep := fault.New(fault.Invalid, "group.tooDeep", "max", strconv.Itoa(org.MaxLevels)).On("parent")
	if level > org.MaxLevels {
		return deep
	}
	if !had {
		return nil
	}
	if was, err := levelUnder(w, id, before.Parent); err != nil || level <= was {
		return err // what is below it finds as much room as before
	}
	fits, err := fits(w, id, org.MaxLevels-level)
	if err == nil && !fits {
		return deep
	}
	return err
}

// levelUnder is the level that a group has as part of parent: 1 if that is none. It reads the parents up to the outermost, at most 10.
func levelUnder(w ledger.World, id, parent org.GroupID) (int, error) {
	level := 1
	for at := parent; at != ""; level++ {
		if at == id {
			return 0, fault.New(fault.Invalid, "group.cycle").On("parent")
		}
		if level > org.MaxLevels {
			return level, nil
		}
		g, err := ledger.Group(w, at)
		if fault.Is(err, "group.notFound") {
			return 0, fault.New(fault.Invalid, "group.parentNotFound").On("parent")
		}
		if err != nil {
			return 0, err
		}
		if at == parent && g.Smart {
			return 0, fault.On("parent", "group.smartParent", "name", g.Name)
		}
		at = g.Parent
	}
	return level, nil
}

// fits says whether what is below a group has at most so many levels. It reads only what has to be known for that, a level at a time.
func fits(w ledger.World, id org.GroupID, levels int) (bool, error) {
	below := []org.GroupID{id}
	for ; ; levels-- {
		var err error
		if below, err = Children(w, below...); err != nil || len(below) == 0 {
			return err == nil, err
		}
		if levels == 0 {
			return false, nil
		}
	}
}

// Children lists the groups that are part of others, in the order of their ids.
func Children(w ledger.World, of ...org.GroupID) ([]org.GroupID, error) {
	by := make([]ledger.Index, len(of))
	for i, id := range of {
		by[i] = ledger.Index{What: ledger.IndexParent, Value: string(id)}
	}
	ids, err := w.Found(by...)
	out := make([]org.GroupID, len(ids))
	for i, id := range ids {
		out[i] = org.GroupID(id)
	}
	return out, err
}

// within says whether a group is part of another, be it by way of others.
func within(w ledger.World, id, of org.GroupID) (bool, error) {
	for range org.MaxLevels {
		g, err := ledger.Group(w, id)
		if err != nil || g.Parent == of || g.Parent == "" {
			return err == nil && g.Parent == of, err
		}
		id = g.Parent
	}
	return false, nil
}

// change lets somebody who may do so change one group.
func change(w ledger.World, by ledger.Actor, id org.GroupID, do func(g *org.Group) error) (ledger.Outcome, error) {
	if err := by.Need(org.ManageGroups); err != nil {
		return ledger.Outcome{}, err
	}
	d := ledger.Begin(w)
	g, err := ledger.Group(d, id)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if err := do(&g); err != nil {
		return ledger.Outcome{}, err
	}
	if err := Put(d, by, id, &g); err != nil {
		return ledger.Outcome{}, err
	}
	out := d.Outcome()
	if len(out.Changes) == 0 {
		return out, fault.New(fault.Conflict, "edit.none")
	}
	return out, nil
}
