package groups

import (
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Row is one line of a list of groups. A group that is there gets the name, the type and the description that the row has; what is empty
// stays as it is. Its place is the row's parent, unless it stays.
type Row struct {
	Row int `json:"row"` // as the spreadsheet counts
	NewGroup
	Stay bool `json:"stay,omitempty"` // a group that is there stays where it is, whatever the parent says
}

// ImportArgs are rows of a list of groups, each after the one that it is part of.
type ImportArgs struct {
	Groups []Row `json:"groups"`
}

// importPerEntry is how many rows one entry takes: a group that moves writes itself and two items of its index.
const importPerEntry = ledger.MaxWrites / 3

// Import takes rows of a list of groups: a group that is not there is made, one that is gets what the row has. Nothing is taken away, and
// one row that can't be taken refuses all. Faults: rows.none, and for each row, with its number, those of groups.create and groups.edit.
var Import = ledger.Spec[ImportArgs]{
	Name: "groups.import",
	Hint: func(a ImportArgs) (out ledger.Reads) {
		for _, r := range a.Groups {
			out.Records = append(out.Records, refs(r.Group, r.Parent).Records...)
		}
		return out
	},
	Cut: func(a ImportArgs) (out []ImportArgs) {
		for rows := a.Groups; len(rows) > 0; {
			n := min(len(rows), importPerEntry)
			out = append(out, ImportArgs{rows[:n]})
			rows = rows[n:]
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a ImportArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageGroups); err != nil {
			return ledger.Outcome{}, err
		}
		if len(a.Groups) == 0 {
			return ledger.Outcome{}, fault.On("groups", "rows.none")
		}
		d := ledger.Begin(w)
		var faults fault.List
		for _, r := range a.Groups {
			v, err := Take(d, by, r)
			if err != nil {
				return ledger.Outcome{}, err
			}
			faults = append(faults, v.Faults...)
		}
		if err := faults.Err(); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()

// Verdict is what importing a row does to its group.
type Verdict struct {
	Row    int                 `json:"row"`
	Kind   members.VerdictKind `json:"kind"`
	Group  org.GroupID         `json:"group"`
	Before *org.Group          `json:"before,omitempty"` // of a group that changes
	After  *org.Group          `json:"after,omitempty"`  // of one that is new or changes
	Faults fault.List          `json:"faults,omitempty"` // of members.RowRefused
}

// Take does what a row says on a draft, and says what that is. An error is about reaching the world.
func Take(d *ledger.Draft, by ledger.Actor, r Row) (Verdict, error) {
	v, err := take(d, by, r)
	v.Row, v.Group = r.Row, r.Group
	faults := fault.All(err)
	if err != nil && faults == nil {
		return v, err
	}
	for _, f := range faults {
		v.Kind, v.Before, v.After = members.RowRefused, nil, nil
		v.Faults = append(v.Faults, f.InRow(r.Row))
	}
	return v, nil
}

func take(d *ledger.Draft, by ledger.Actor, r Row) (v Verdict, err error) {
	if _, err := org.ParseID[org.GroupID]("group", string(r.Group)); err != nil {
		return v, err
	}
	rec, err := d.Record(ref(r.Group))
	if err != nil {
		return v, err
	}
	before, had := rec.Value.(org.Group)
	switch {
	case !had && rec.Seq != 0:
		return v, fault.New(fault.Conflict, "group.exists")
	case had && r.Name == "":
		r.Name = before.Name
	}
	after, err := r.parse()
	if err != nil {
		return v, err
	}
	if had {
		after.Rule, after.Smart = before.Rule, before.Smart // the file does not know of it
		if r.Stay {
			after.Parent = before.Parent
		}
		if after.Type == "" {
			after.Type = before.Type
		}
		if after.Description == "" {
			after.Description = before.Description
		}
	}
	if had && after == before {
		v.Kind = members.RowUnchanged
		return v, nil
	}
	v.Kind, v.After = members.RowNew, &after
	if had {
		v.Kind, v.Before = members.RowChanges, &before
	}
	return v, Put(d, by, r.Group, &after)
}
