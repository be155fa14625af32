package units

import (
	"sort"
	"strconv"
	"unicode/utf8"

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

	keys  map[string]org.GroupID   // what the file calls them
	paths map[string][]org.GroupID // groups by each end of their paths; nil until somebody asks
	found map[string][]org.GroupID // what cells were found to mean
}

// drawn is a row of the file on its way into the tree.
type drawn struct {
	Row
	up     int         // the row that it is part of; -1 if that is none of the file
	within org.GroupID // the group that it is part of then
	level  int
	group  org.GroupID // "" until it is known
}

// Draw works the tree out: which row is a group that there is, which a new one, and what each is part of. A row's key may be a group's id;
// else the row is the group of the same name, and of the same type if both have one, in the same place, if there is one. Of new groups
// mint makes the ids from the numbers of their rows. An empty file leads to the tree that there is.
func Draw(f File, known Known, mint func(row int) org.GroupID) *Plan {
	p := &Plan{After: make(Known, len(known)+len(f.Rows)), keys: make(map[string]org.GroupID, len(f.Rows)), found: map[string][]org.GroupID{}}
	for id, g := range known {
		p.After[id] = g
	}
	if len(f.Rows) == 0 {
		return p
	}
	rows := p.take(f, known)
	free := free(known, rows)
	for i := range rows {
		p.place(f, known, rows, i, free, mint)
	}
	p.levels(rows)
	if n := len(p.After); n > org.MaxGroups {
		p.Faults = append(p.Faults, fault.New(fault.Invalid, "unit.tooMany", "n", strconv.Itoa(n), "max", strconv.Itoa(org.MaxGroups)))
	}
	sort.SliceStable(p.Faults, func(a, b int) bool { return p.Faults[a].Row < p.Faults[b].Row })
	for level := 1; level <= org.MaxLevels; level++ {
		for _, r := range rows {
			if r.level == level {
				row := groups.Row{Row: r.Number, NewGroup: groups.NewGroup{Group: r.group, Name: r.Name, Type: r.Type, Parent: p.After[r.group].Parent}}
				_, there := known[r.group]
				row.Stay = there && !f.Placed
				p.Rows = append(p.Rows, row)
			}
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
		case utf8.RuneCountInString(r.ID) > MaxID:
			p.refuse(r, ID, "unit.longID", "max", strconv.Itoa(MaxID))
			continue
		case again:
			p.refuse(r, ID, "unit.twice", "first", strconv.Itoa(rows[first].Number))
			continue
		}
		var wrong fault.List
		if _, there := known[org.GroupID(r.ID)]; !there || r.Name != "" {
			_, err := org.ParseGroupName(Name, r.Name)
			_ = wrong.Add(err)
		}
		_, err := org.ParseGroupType(Type, r.Type)
		_ = wrong.Add(err)
		for _, f := range wrong {
			values := fault.Values{"id": r.ID, "min": f.Values["min"], "max": f.Values["max"]}
			f.Row, f.Values = r.Number, values
		}
		p.Faults = append(p.Faults, wrong...)
		at[r.ID] = len(rows)
		rows = append(rows, drawn{Row: r, up: -1})
	}
	for i := range rows {
		r := &rows[i]
		up, in := at[r.Parent]
		_, there := known[org.GroupID(r.Parent)]
		switch {
		case r.Parent == "":
		case in:
			r.up = up
		case there:
			r.within = org.GroupID(r.Parent)
		default:
			p.refuse(r.Row, Parent, "unit.parentUnknown", "parent", r.Parent)
		}
	}
	return rows
}

// spot is a place in the tree that groups of one name have.
func spot(parent org.GroupID, name string) string { return string(parent) + "/" + plain(name) }

// free lists the groups that no row names by its id, by where they stand.
func free(known Known, rows []drawn) map[string][]org.GroupID {
	named := make(map[string]bool, len(rows))
	for _, r := range rows {
		named[r.ID] = true
	}
	out := map[string][]org.GroupID{}
	for _, id := range known.ids() {
		if g := known[id]; !named[string(id)] {
			at := spot(g.Parent, g.Name)
			out[at] = append(out[at], id)
		}
	}
	return out
}

// ids are those of all groups, in order.
func (k Known) ids() []org.GroupID {
	ids := make([]org.GroupID, 0, len(k))
	for id := range k {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(a, b int) bool { return ids[a] < ids[b] })
	return ids
}

// place finds which group a row is, after the one it is part of, and puts it into the tree.
func (p *Plan) place(f File, known Known, rows []drawn, i int, free map[string][]org.GroupID, mint func(int) org.GroupID) {
	r := &rows[i]
	if r.group != "" {
		return
	}
	g, there := known[org.GroupID(r.ID)]
	if r.group = org.GroupID(r.ID); !there {
		r.group = mint(r.Number) // for now, so that a circle comes to an end
	}
	parent := r.within
	if r.up >= 0 {
		p.place(f, known, rows, r.up, free, mint)
		parent = rows[r.up].group
	}
	if !there && r.Name != "" {
		at := spot(parent, r.Name)
		for k, id := range free[at] {
			if was := known[id]; r.Type == "" || was.Type == "" || plain(was.Type) == plain(r.Type) {
				r.group, g, there = id, was, true
				free[at] = append(free[at][:k:k], free[at][k+1:]...)
				break
			}
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

// levels finds how deep each row stands, and refuses what is too deep or part of itself. What a row takes along that is not in the file is
// left to groups.import.
func (p *Plan) levels(rows []drawn) {
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
	called := make(map[org.GroupID]string, len(rows))
	for _, r := range rows {
		called[r.group] = r.ID
	}
	told := map[org.GroupID]bool{}
	for i := range rows {
		r := &rows[i]
		r.level = of(r.group)
		if r.level == org.MaxLevels+1 {
			p.refuse(r.Row, Parent, "unit.tooDeep", "level", strconv.Itoa(r.level), "max", strconv.Itoa(org.MaxLevels))
		}
		if r.level > 0 || told[r.group] {
			continue
		}
		way, at := r.ID, r.group
		for n := 0; n <= len(p.After) && (n == 0 || at != r.group); n++ {
			at = p.After[at].Parent
			name, in := called[at]
			if !in {
				name = p.After[at].Name
			}
			way += " → " + name
			told[at] = true
		}
		if at == r.group { // and not only below a circle
			p.refuse(r.Row, Parent, "unit.cycle", "way", way)
		}
	}
}
