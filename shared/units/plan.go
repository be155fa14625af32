package units

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// Known are the groups that there are.
type Known map[org.GroupID]org.Group

// Plan is the tree that a file leads to.
type Plan struct {
	// Rows are what makes it, each after the row that it is part of: rows of groups.import.
	Rows []groups.Row
	// Faults are what is wrong with the file. With one of them it is not to be taken, and Rows are those that are right.
	Faults fault.List
	// After are all groups as they will be.
	After Known

	keys  map[string]org.GroupID // what the file calls them
	paths map[string][]org.GroupID
	found map[string]answer
}

// drawn is a row of the file on its way into the tree.
type drawn struct {
	Row
	up     int // the row that it is part of; -1 if that is none of the file
	within org.GroupID
	level  int // -1 until it is known
	group  org.GroupID
}

// Draw works the tree out: which row is a group that there is, which a new one, and what each is part of. A row's key may be a group's id;
// else the row is the group of the same name, and of the same type if both have one, in the same place, if there is one. Of new groups
// mint makes the ids from the numbers of their rows. An empty file leads to the tree that there is.
func Draw(f File, known Known, mint func(row int) org.GroupID) *Plan {
	p := &Plan{After: make(Known, len(known)+len(f.Rows)), keys: make(map[string]org.GroupID, len(f.Rows)), found: map[string]answer{}}
	for id, g := range known {
		p.After[id] = g
	}
	rows := p.take(f, known)
	order := p.order(rows)
	free := placesOf(known, rows, order)
	for _, i := range order {
		p.place(f, known, &rows[i], rows, free, mint)
	}
	p.levels(rows, order)
	if n := len(p.After); n > org.MaxGroups {
		p.Faults = append(p.Faults, fault.New(fault.Invalid, "unit.tooMany", "n", strconv.Itoa(n), "max", strconv.Itoa(org.MaxGroups)))
	}
	sort.SliceStable(p.Faults, func(a, b int) bool { return p.Faults[a].Row < p.Faults[b].Row })
	slices.SortStableFunc(order, func(a, b int) int { return rows[a].level - rows[b].level })
	for _, i := range order {
		if r := rows[i]; r.level > 0 {
			g := p.After[r.group]
			row := groups.Row{Row: r.Number, NewGroup: groups.NewGroup{Group: r.group, Name: r.Name, Type: r.Type, Parent: g.Parent}}
			_, row.Stay = known[r.group]
			row.Stay = row.Stay && !f.Placed
			p.Rows = append(p.Rows, row)
		}
	}
	return p
}

func (p *Plan) refuse(r Row, field, code string, values ...string) {
	p.Faults = append(p.Faults, fault.On(field, code, append(values, "id", r.ID)...).InRow(r.Number))
}

// take reads the rows one by one, and finds for each what it is part of.
func (p *Plan) take(f File, known Known) []drawn {
	rows := make([]drawn, 0, len(f.Rows))
	at := make(map[string]int, len(f.Rows))
	for _, r := range f.Rows {
		first, again := at[r.ID]
		switch {
		case r.ID == "":
			p.refuse(r, ID, "unit.noID")
			continue
		case long(r.ID):
			p.refuse(r, ID, "unit.longID", "max", strconv.Itoa(MaxID))
			continue
		case again:
			p.refuse(r, ID, "unit.twice", "first", strconv.Itoa(rows[first].Number))
			continue
		}
		_, there := known[org.GroupID(r.ID)]
		if _, err := org.ParseGroupName(Name, r.Name); err != nil && (r.Name != "" || !there) {
			p.fields(r, err)
		}
		_, err := org.ParseGroupType(Type, r.Type)
		p.fields(r, err)
		at[r.ID] = len(rows)
		rows = append(rows, drawn{Row: r, up: -1})
	}
	for i := range rows {
		r := &rows[i]
		if r.Parent == "" {
			continue
		}
		if up, in := at[r.Parent]; in {
			r.up = up
		} else if _, there := known[org.GroupID(r.Parent)]; there {
			r.within = org.GroupID(r.Parent)
		} else {
			p.refuse(r.Row, Parent, "unit.parentUnknown", "parent", r.Parent)
		}
	}
	return rows
}

// fields adds what is wrong with the fields of a row.
func (p *Plan) fields(r Row, err error) {
	for _, f := range fault.All(err) {
		f = f.InRow(r.Number)
		values := fault.Values{"id": r.ID}
		for name, value := range f.Values {
			values[name] = value
		}
		f.Values = values
		p.Faults = append(p.Faults, f)
	}
}

// order lists the rows of the file, each after the one it is part of. Those that are part of themselves are left out, with a fault for each
// circle.
func (p *Plan) order(rows []drawn) (order []int) {
	const fresh, at, done, round = 0, 1, 2, 3
	state := make([]byte, len(rows))
	for i := range rows {
		var way []int
		k := i
		for k >= 0 && state[k] == fresh {
			state[k] = at
			way = append(way, k)
			k = rows[k].up
		}
		end := byte(done)
		if k >= 0 && state[k] != done {
			end = round // in a circle, or below one
		}
		if k >= 0 && state[k] == at {
			circle := way[slices.Index(way, k):]
			names := make([]string, 0, len(circle)+1)
			for _, c := range circle {
				names = append(names, rows[c].ID)
			}
			p.refuse(rows[k].Row, Parent, "unit.cycle", "way", strings.Join(append(names, rows[k].ID), " → "))
		}
		for n := len(way) - 1; n >= 0; n-- {
			if state[way[n]] = end; end == done {
				order = append(order, way[n])
			}
		}
	}
	return order
}

// spot is a place in the tree that groups of one name have.
type spot struct {
	parent org.GroupID
	name   string
}

// placesOf lists the groups that no row names by its id, by where they stand.
func placesOf(known Known, rows []drawn, order []int) map[spot][]org.GroupID {
	named := make(map[org.GroupID]bool, len(order))
	for _, i := range order {
		named[org.GroupID(rows[i].ID)] = true
	}
	free := map[spot][]org.GroupID{}
	for id, g := range known {
		if !named[id] {
			at := spot{g.Parent, plain(g.Name)}
			free[at] = append(free[at], id)
		}
	}
	for _, ids := range free {
		slices.Sort(ids)
	}
	return free
}

// place finds which group a row is, and puts it into the tree.
func (p *Plan) place(f File, known Known, r *drawn, rows []drawn, free map[spot][]org.GroupID, mint func(int) org.GroupID) {
	parent := r.within
	if r.up >= 0 {
		parent = rows[r.up].group
	}
	r.group = org.GroupID(r.ID)
	g, there := known[r.group]
	if !there {
		at := spot{parent, plain(r.Name)}
		same := free[at]
		k := slices.IndexFunc(same, func(id org.GroupID) bool {
			return r.Type == "" || known[id].Type == "" || plain(known[id].Type) == plain(r.Type)
		})
		if k >= 0 && r.Name != "" {
			r.group = same[k]
			g, there = known[r.group], true
			free[at] = slices.Delete(slices.Clone(same), k, k+1)
		} else {
			r.group = mint(r.Number)
		}
	}
	if f.Placed || !there {
		g.Parent = parent
	}
	if r.Name != "" {
		g.Name = r.Name
	}
	if r.Type != "" {
		g.Type = r.Type
	}
	p.keys[r.ID], p.After[r.group] = r.group, g
}

// levels finds how deep each row stands, by way of groups that are in the file and such that are not. Circles that groups close which are
// not in the file are found here.
func (p *Plan) levels(rows []drawn, order []int) {
	level := make(map[org.GroupID]int, len(p.After))
	var of func(id org.GroupID) int // 0 in a circle or below one
	of = func(id org.GroupID) int {
		n, known := level[id]
		if known {
			return n
		}
		level[id] = 0 // until it is known: whoever comes by again goes round
		n = 1
		if up := p.After[id].Parent; up != "" {
			if _, there := p.After[up]; there {
				if n = of(up); n > 0 {
					n++
				}
			}
		}
		level[id] = n
		return n
	}
	for _, i := range order {
		r := &rows[i]
		r.level = of(r.group)
		switch {
		case r.level == 0 && p.round(r.group):
			p.refuse(r.Row, Parent, "unit.cycle", "way", p.wayRound(r.group))
		case r.level == org.MaxLevels+1:
			p.refuse(r.Row, Parent, "unit.tooDeep", "level", strconv.Itoa(r.level), "max", strconv.Itoa(org.MaxLevels))
		}
	}
	p.below(rows, order, of)
}

// below refuses rows that bring groups too deep which are not in the file themselves.
func (p *Plan) below(rows []drawn, order []int, of func(org.GroupID) int) {
	named := make(map[org.GroupID]int, len(order))
	for _, i := range order {
		named[rows[i].group] = i
	}
	told := map[int]bool{}
	for id := range p.After {
		if _, in := named[id]; in || of(id) != org.MaxLevels+1 {
			continue
		}
		for up := p.After[id].Parent; up != ""; up = p.After[up].Parent {
			if i, in := named[up]; in {
				if !told[i] {
					told[i] = true
					p.refuse(rows[i].Row, Parent, "unit.tooDeep", "level", strconv.Itoa(org.MaxLevels+1), "max", strconv.Itoa(org.MaxLevels))
				}
				break
			}
		}
	}
}

// round says whether a group is part of itself.
func (p *Plan) round(id org.GroupID) bool {
	at := p.After[id].Parent
	for range len(p.After) {
		if at == id || at == "" {
			return at == id
		}
		at = p.After[at].Parent
	}
	return false
}

// wayRound names the groups by way of which one is part of itself.
func (p *Plan) wayRound(id org.GroupID) string {
	way := p.After[id].Name
	for at := p.After[id].Parent; at != id; at = p.After[at].Parent {
		way += " → " + p.After[at].Name
	}
	return way + " → " + p.After[id].Name
}
