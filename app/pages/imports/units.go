package imports

import (
	"sort"
	"strings"

	"stellwerk/app/letters"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
	"stellwerk/shared/units"
)

// Units is a list of groups on its way in. It is taken whole or not at all.
type Units struct {
	Name  string
	Table sheet.Table
	File  units.File
}

// tree is what a list makes of the groups: drawn anew whenever something has changed.
type tree struct {
	plan   *units.Plan
	draft  *ledger.Draft // the organisation once the groups are there; nil where the list brings none
	rows   []groups.Verdict
	wrong  fault.List
	did    map[org.GroupID]*groups.Verdict
	below  map[org.GroupID][]org.GroupID
	groups GroupCounts
}

// GroupCounts says what becomes of groups.
type GroupCounts struct{ New, Changed int }

// firstGroup is beyond what the rows of people derive their ids from.
const firstGroup = 1 << 40

// Draw works out the tree that the list leads to, and what each of its groups' rows does. An error is about reaching the world.
func (l *List) Draw(known units.Known, w ledger.World, by ledger.Actor) error {
	var f units.File
	if l.Units != nil {
		f = l.Units.File
	}
	l.tree = tree{plan: units.Draw(f, known, func(row int) org.GroupID { return org.DeriveID[org.GroupID](l.seed, firstGroup+uint64(row)) })}
	if l.Units == nil {
		return nil
	}
	l.draft, l.wrong, l.did = ledger.Begin(w), l.plan.Faults, make(map[org.GroupID]*groups.Verdict, len(l.plan.Rows))
	l.rows = make([]groups.Verdict, len(l.plan.Rows))
	for i, r := range l.plan.Rows {
		v, err := groups.Take(l.draft, by, r)
		if err != nil {
			return err
		}
		if len(l.plan.Faults) == 0 {
			l.wrong = append(l.wrong, v.Faults...)
		}
		l.rows[i] = v
		l.did[r.Group] = &l.rows[i]
		switch v.Kind {
		case members.RowNew:
			l.groups.New++
		case members.RowChanges:
			l.groups.Changed++
		}
	}
	return nil
}

// Taken is how many groups will be made or changed.
func (c GroupCounts) Taken() int { return c.New + c.Changed }

// planned is the tree, as far as it is known.
func (l *List) planned() *units.Plan {
	if l.plan == nil {
		l.plan = units.Draw(units.File{}, nil, nil)
	}
	return l.plan
}

// subgroups are the groups within another as they will be, by name.
func (l *List) subgroups(of org.GroupID) []org.GroupID {
	if l.below == nil {
		l.below = map[org.GroupID][]org.GroupID{}
		for id, g := range l.plan.After {
			if _, there := l.plan.After[g.Parent]; !there {
				g.Parent = ""
			}
			l.below[g.Parent] = append(l.below[g.Parent], id)
		}
		name := func(id org.GroupID) string { return letters.Fold(l.plan.After[id].Name) + "\x00" + string(id) }
		for _, ids := range l.below {
			sort.Slice(ids, func(a, b int) bool { return name(ids[a]) < name(ids[b]) })
		}
	}
	return l.below[of]
}

// Title is what the list is called: by its file, or by both.
func (l *List) Title() string {
	if l.Units == nil || l.Units.Name == l.Name {
		return l.Name
	}
	return l.Name + ", " + l.Units.Name
}

// groupsOf says which groups a line speaks of: what is called one by one; the cell as it is where that is wrong.
func (l *List) groupsOf(i int, between string, called func(org.GroupID) string) string {
	cell := l.Cell(i, staff.Groups)
	ids, wrong := l.planned().Find(cell)
	if wrong != nil {
		return cell
	}
	names := make([]string, len(ids))
	for k, id := range ids {
		names[k] = called(id)
	}
	return strings.Join(names, between)
}

// both are the bytes that the server gets: of the groups that are made or changed, then of the people; and how many are those of the groups.
func (l *List) both() (data []byte, groups int, err error) {
	var rows []units.Row
	for _, v := range l.rows {
		if v.After != nil {
			rows = append(rows, units.Row{Number: v.Row, ID: string(v.Group), Parent: string(v.After.Parent), Name: v.After.Name, Type: v.After.Type})
		}
	}
	if len(rows) > 0 {
		if data, err = units.Write(rows, true, sheet.Options{Separator: sheet.Comma, Encoding: sheet.UTF8}); err != nil {
			return nil, 0, err
		}
	}
	groups = len(data)
	if l.Counts().Taken() == 0 {
		return data, groups, nil
	}
	people, err := l.Canonical()
	return append(data, people...), groups, err
}
