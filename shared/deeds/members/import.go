package members

import (
	"encoding/json"
	"strconv"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Row is one line of a staff list: names and e-mail, and what else the file has. What is empty stays as it is.
type Row struct {
	Row int `json:"row"` // as the spreadsheet counts
	NewMember
}

// ImportArgs are rows of a staff list. With SkipRefused the rows that can't be taken are left out; otherwise one such
// row refuses all.
type ImportArgs struct {
	Rows        []Row `json:"rows"`
	SkipRefused bool  `json:"skipRefused,omitempty"`
	// Invite asks the people who are new to join, save those whose address no mail can go to.
	Invite bool `json:"invite,omitempty"`
}

// VerdictKind says what becomes of a row.
type VerdictKind string

// What can become of a row.
const (
	RowNew       VerdictKind = "new"
	RowChanges   VerdictKind = "changes"
	RowUnchanged VerdictKind = "unchanged"
	RowRefused   VerdictKind = "refused"
)

// Verdict is what importing a row would do.
type Verdict struct {
	Row    int            `json:"row"`
	Kind   VerdictKind    `json:"kind"`
	Member org.MemberID   `json:"member,omitempty"`
	Change *ledger.Change `json:"change,omitempty"` // of RowChanges
	Faults fault.List     `json:"faults,omitempty"` // of RowRefused
}

// Import takes rows of a staff list: a person whose address is new is created, one who is known gets the fields that the
// file has. Nobody's role is changed, and nobody is taken out. Faults: rows.none, and for each row, with its number,
// import.duplicate and those of members.create and members.edit.
var Import = ledger.Spec[ImportArgs]{
	Name: "members.import",
	Hint: func(a ImportArgs) ledger.Reads {
		r := ledger.Reads{Tenant: true} // says whose addresses may
		for _, row := range a.Rows {
			r.Records = append(append(r.Records, ref(row.Member)), groupRefs(row.Groups)...)
			if e, err := org.ParseEmail("email", row.Email); err == nil {
				r.Uniques = append(r.Uniques, ledger.UniquesOf(org.Member{Email: e})...)
			}
		}
		return r
	},
	Cut: cutRows,
	Run: func(w ledger.World, by ledger.Actor, a ImportArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		if len(a.Rows) == 0 {
			return ledger.Outcome{}, fault.On("rows", "rows.none")
		}
		d := ledger.Begin(w)
		verdicts, err := judgeRows(d, by, a.Rows, a.Invite)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if !a.SkipRefused {
			var faults fault.List
			for _, v := range verdicts {
				faults = append(faults, v.Faults...)
			}
			if err := faults.Err(); err != nil {
				return ledger.Outcome{}, err
			}
		}
		return d.Outcome(), nil
	},
}.Deed()

// Verdicts says of each row what importing it would do, storing nothing. Rows are judged in order, each after those before.
func Verdicts(w ledger.World, by ledger.Actor, rows []Row) ([]Verdict, error) {
	if err := by.Need(org.ManageMembers); err != nil {
		return nil, err
	}
	return judgeRows(ledger.Begin(w), by, rows, false)
}

// FirstWith tells for each row that repeats an address of an earlier row which row that is.
func FirstWith(rows []Row) map[int]int {
	first := make(map[org.EmailKey]int, len(rows))
	repeats := map[int]int{}
	for _, r := range rows {
		e, err := org.ParseEmail("email", r.Email)
		if err != nil {
			continue
		}
		if at, seen := first[e.Key()]; seen {
			repeats[r.Row] = at
		} else {
			first[e.Key()] = r.Row
		}
	}
	return repeats
}

func judgeRows(d *ledger.Draft, by ledger.Actor, rows []Row, inviting bool) ([]Verdict, error) {
	repeats := FirstWith(rows)
	out := make([]Verdict, len(rows))
	for i, r := range rows {
		v, err := judgeRow(d, by, r, inviting)
		if at, again := repeats[r.Row]; again {
			v, err = Verdict{}, Duplicate(at)
		}
		v.Row = r.Row
		if err != nil {
			faults := fault.All(err)
			if faults == nil {
				return nil, err
			}
			v = Verdict{Row: r.Row, Kind: RowRefused}
			for _, f := range faults {
				v.Faults = append(v.Faults, f.InRow(r.Row))
			}
		}
		out[i] = v
	}
	return out, nil
}

// Duplicate is the fault of a row whose address an earlier row has.
func Duplicate(first int) error {
	return fault.On("email", "import.duplicate", "first", strconv.Itoa(first))
}

func judgeRow(d *ledger.Draft, by ledger.Actor, r Row, inviting bool) (Verdict, error) {
	if r.Role != "" {
		return Verdict{}, fault.On("role", "import.role")
	}
	want, err := r.parse()
	if err != nil {
		return Verdict{}, err
	}
	holder, err := d.Unique(ledger.Unique{What: ledger.UniqueEmail, Value: string(want.Email.Key())})
	if err != nil {
		return Verdict{}, err
	}
	if holder == "" {
		return judgeNew(d, by, r, want, inviting)
	}
	id := org.MemberID(holder)
	before, err := ledger.Member(d, id)
	if err != nil {
		return Verdict{}, err
	}
	after := r.onto(before, want)
	c, changes := ledger.Between(ref(id), before, after)
	if !changes {
		return Verdict{Kind: RowUnchanged, Member: id}, nil
	}
	if err := joins(d, before, after); err != nil {
		return Verdict{}, err
	}
	if err := term(d, before, &after); err != nil {
		return Verdict{}, err
	}
	if err := Put(d, by, id, &after); err != nil {
		return Verdict{}, err
	}
	return Verdict{Kind: RowChanges, Member: id, Change: &c}, nil
}

func judgeNew(d *ledger.Draft, by ledger.Actor, r Row, want org.Member, inviting bool) (Verdict, error) {
	id, err := org.ParseID[org.MemberID]("member", string(r.Member))
	if err != nil {
		return Verdict{}, err
	}
	rec, err := d.Record(ref(id))
	if err != nil {
		return Verdict{}, err
	}
	if rec.Seq != 0 || rec.Alive() {
		return Verdict{}, fault.New(fault.Conflict, "member.exists")
	}
	if err := joins(d, org.Member{}, want); err != nil {
		return Verdict{}, err
	}
	if err := term(d, org.Member{}, &want); err != nil {
		return Verdict{}, err
	}
	if inviting && want.Email.Reachable() {
		if err := invite(d, by, id, &want, ""); err != nil {
			return Verdict{}, err
		}
	}
	if err := Put(d, by, id, &want); err != nil {
		return Verdict{}, err
	}
	return Verdict{Kind: RowNew, Member: id}, nil
}

// onto lays what the row says over a member: what is empty stays, tags and groups are added, further contacts are those that the row has, the
// address keeps the spelling it has.
func (r Row) onto(m, want org.Member) org.Member {
	m = m.Clone()
	if r.Kind != "" && want.Kind() != m.Kind() {
		m.Role = want.Role
	}
	for _, f := range org.MemberTexts {
		if to := *f.Of(&want); to != "" {
			*f.Of(&m) = to
		}
	}
	if len(want.Contacts) > 0 {
		m.Contacts = want.Contacts
	}
	if tags, err := org.ParseTags("tags", append(m.Tags, want.Tags...)); err == nil {
		m.SetTags(tags)
	} else {
		m.Tags = append(m.Tags, want.Tags...) // too many: the check refuses it
	}
	for _, g := range want.Groups {
		if _, is := m.In(g.Group); !is {
			m.Groups = org.With(m.Groups, g)
		}
	}
	return m
}

// maxRowBytes is how many bytes of rows one entry takes, so that the entry, which repeats them with salts, fits an item.
const maxRowBytes = 120 << 10

func cutRows(a ImportArgs) []ImportArgs {
	var out []ImportArgs
	start, size, most := 0, 0, perEntry
	if a.Invite {
		most = invitedPerEntry
	}
	for i, r := range a.Rows {
		n := rowBytes(r)
		if i > start && (i-start == most || size+n > maxRowBytes) {
			out = append(out, ImportArgs{a.Rows[start:i], a.SkipRefused, a.Invite})
			start, size = i, 0
		}
		size += n
	}
	return append(out, ImportArgs{a.Rows[start:], a.SkipRefused, a.Invite})
}

func rowBytes(r Row) int {
	data, err := json.Marshal(r)
	if err != nil {
		return maxRowBytes
	}
	return len(data)
}
