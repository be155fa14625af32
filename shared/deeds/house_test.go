package deeds_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// house is a tenant under test: its world, its history, and who acts.
type house struct {
	*ledger.Memory
	t       failer
	n       uint64
	entries []ledger.Entry
	owner   ledger.Actor
	admin   ledger.Actor
	user    ledger.Actor
	guest   ledger.Actor
	people  []org.MemberID // all that ever were, in order
	groups  []org.GroupID  // the same
}

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

const tenant = org.TenantID("01J0000000000000000TENANT1")

var start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// found makes a tenant with an owner, an admin, a user and a guest.
func found(t failer) *house {
	h := &house{t: t}
	h.Memory = ledger.NewMemory(tenant, func() time.Time { return start.Add(time.Duration(h.n) * time.Minute) })
	h.Tells(func(zone string, at time.Time) string {
		l, err := time.LoadLocation(zone)
		if err != nil {
			return ""
		}
		return at.In(l).Format(time.DateOnly)
	})
	id := h.id()
	h.owner = ledger.Actor{Member: id, Role: org.Owner, Name: "Olive Owner"}
	h.must(h.owner, "tenants.found", map[string]any{"name": "Acme", "language": "de", "member": id, "givenName": "Olive", "surname": "Owner", "email": "olive@acme.example"})
	h.people = append(h.people, id)
	h.admin = h.hire("Ada", "Admin", "admin", org.Admin)
	h.user = h.hire("Uwe", "User", "user", org.User)
	h.guest = h.hire("Gabi", "Guest", "guest", org.Guest)
	return h
}

func (h *house) hire(given, surname, role string, r org.Role) ledger.Actor {
	id := h.id()
	h.must(h.owner, "members.create", map[string]any{"member": id, "givenName": given, "surname": surname, "email": given + "@acme.example", "role": role,
		"notes": "canary-notes-" + given, "tags": []string{"canary-tag-" + given}, "startDate": "2020-01-02", "phone": "030 12345"})
	h.people = append(h.people, id)
	return ledger.Actor{Member: id, Role: r, Name: given + " " + surname}
}

func (h *house) id() org.MemberID {
	h.n++
	var c [10]byte
	binary.BigEndian.PutUint64(c[2:], h.n)
	return org.NewID[org.MemberID](start.UnixMilli(), c)
}

func (h *house) chance() (c [16]byte) {
	h.n++
	binary.BigEndian.PutUint64(c[:], h.n*0x9E3779B97F4A7C15)
	return c
}

// do runs a deed as a command; a refused one leaves no entry.
func (h *house) do(by ledger.Actor, deed string, args any) (ledger.Entry, error) {
	d, err := deeds.ByName(deed)
	if err != nil {
		return ledger.Entry{}, err
	}
	data, err := json.Marshal(args)
	if err != nil {
		h.t.Fatalf("%s: %v", deed, err)
	}
	before := h.Head()
	e, err := h.Do(d, by, ledger.Command{ID: org.CommandID(h.id()), Deed: deed, Args: data}, h.chance)
	if err != nil {
		if h.Head() != before {
			h.t.Fatalf("%s was refused (%v) and moved the head", deed, err)
		}
		return e, err
	}
	if e.Seq != 0 {
		h.entries = append(h.entries, e)
	}
	return e, nil
}

func (h *house) must(by ledger.Actor, deed string, args any) ledger.Entry {
	h.t.Helper()
	e, err := h.do(by, deed, args)
	if err != nil {
		h.t.Fatalf("%s %v: %v", deed, args, err)
	}
	return e
}

func (h *house) member(id org.MemberID) (org.Member, bool) {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
	m, ok := r.Value.(org.Member)
	return m, ok
}

// actor is a member with today's rights.
func (h *house) actor(id org.MemberID) ledger.Actor {
	m, _ := h.member(id)
	if m.Deactivated {
		return ledger.Actor{Member: id, Name: m.Name()}
	}
	return ledger.Actor{Member: id, Role: m.Role, Name: m.Name()}
}

// state is every record as it is stored, to compare.
func (h *house) state() map[ledger.Ref]string {
	out := map[ledger.Ref]string{}
	h.Each(func(r ledger.Record) { out[r.Ref] = string(ledger.EncodeEntity(r.Value)) })
	return out
}

// invariants hold after every deed.
func (h *house) invariants() {
	h.t.Helper()
	owners, emails := 0, map[org.EmailKey]string{}
	h.tree()
	h.Each(func(r ledger.Record) {
		if err := r.Value.Check(); err != nil {
			h.t.Fatalf("%s %s is not well-formed: %v", r.Kind, r.ID, err)
		}
		m, ok := r.Value.(org.Member)
		if !ok {
			return
		}
		if m.Role == org.Owner {
			owners++
			if m.Deactivated {
				h.t.Fatalf("the owner is deactivated")
			}
		}
		if m.Kind() == org.KindGuest && (m.Role.May(org.ManageMembers) || m.Role.May(org.GrantAdmin)) {
			h.t.Fatalf("the guest %s is an admin", r.ID)
		}
		if other, twice := emails[m.Email.Key()]; twice {
			h.t.Fatalf("%s and %s share the address %s", r.ID, other, m.Email)
		}
		emails[m.Email.Key()] = r.ID
		if holder, _ := h.Unique(ledger.Unique{What: ledger.UniqueEmail, Value: string(m.Email.Key())}); holder != r.ID {
			h.t.Fatalf("the address of %s is held by %q", r.ID, holder)
		}
	})
	if owners != 1 {
		h.t.Fatalf("%d owners, want 1", owners)
	}
}

// tree checks that the groups are one: no group is part of itself, each is part of one that is there, and none is too deep.
func (h *house) tree() {
	h.t.Helper()
	n := 0
	children := map[org.GroupID][]string{}
	h.Each(func(r ledger.Record) {
		g, ok := r.Value.(org.Group)
		if !ok {
			return
		}
		n++
		if g.Parent != "" {
			children[g.Parent] = append(children[g.Parent], r.ID)
		}
		for level := 1; g.Parent != ""; level++ {
			if level == org.MaxLevels {
				h.t.Fatalf("group %s is more than %d levels deep, or part of itself", r.ID, org.MaxLevels)
			}
			up, there := h.group(g.Parent)
			if !there {
				h.t.Fatalf("group %s is part of one that is not there", r.ID)
			}
			g = up
		}
	})
	if have, _ := h.Count(ledger.KindGroup); have != n {
		h.t.Fatalf("%d groups are counted, there are %d", have, n)
	}
	for parent, want := range children {
		slices.Sort(want)
		if have, _ := h.Found(ledger.Index{What: ledger.IndexParent, Value: string(parent)}); !slices.Equal(have, want) {
			h.t.Fatalf("found below %s: %v, want %v", parent, have, want)
		}
	}
}

func (h *house) group(id org.GroupID) (org.Group, bool) {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindGroup, ID: string(id)})
	g, ok := r.Value.(org.Group)
	return g, ok
}

var spellings = []string{"%s@acme.example", "%s@ACME.example", " %s@acme.example ", "%s@müller.example", "%s@xn--mller-kva.example"}

// anything draws a deed with arguments that are sometimes wrong, and somebody to do it.
func (h *house) anything(t *rapid.T) (by ledger.Actor, deed string, args any) {
	by = h.actor(rapid.SampledFrom(h.people).Draw(t, "by"))
	if rapid.Bool().Draw(t, "as owner") {
		by = h.owner
	}
	email := func() string {
		name := rapid.SampledFrom([]string{"olive", "Ada", "ben", "BEN", "jörg", "JÖRG", "kim", "lea", "max", "no at"}).Draw(t, "local")
		return fmt.Sprintf(rapid.SampledFrom(spellings).Draw(t, "spelling"), name)
	}
	some := func() []org.MemberID {
		return rapid.SliceOfN(rapid.SampledFrom(h.people), 0, 4).Draw(t, "members")
	}
	one := func() org.MemberID { return rapid.SampledFrom(h.people).Draw(t, "member") }
	role := func() string {
		return rapid.SampledFrom([]string{"", "user", "guest", "admin", "owner", "boss"}).Draw(t, "role")
	}
	fresh := func() org.MemberID {
		id := h.id()
		h.people = append(h.people, id)
		return id
	}
	deed = rapid.SampledFrom([]string{"members.create", "members.create", "members.createWithPassword", "members.edit", "members.edit", "members.deactivate", "members.reactivate",
		"members.delete", "members.schedule", "members.unschedule", "members.due", "members.tag", "members.import", "members.confirm", "members.leave", "members.erase", "tenants.rename", "tenants.setOffline", "tenants.rememberColumn", "tenants.colourTag", "ledger.undo", "ledger.undo", "tenants.found",
		"groups.create", "groups.create", "groups.create", "groups.edit", "groups.move", "groups.move", "groups.merge", "groups.delete", "groups.addMembers",
		"groups.removeMembers", "groups.setPart", "groups.import"}).Draw(t, "deed")
	if strings.HasPrefix(deed, "groups.") {
		return by, deed, h.ofGroups(t, deed)
	}
	switch deed {
	case "members.create", "members.createWithPassword":
		args = map[string]any{"member": fresh(), "givenName": "Ben", "surname": "Berger", "email": email(), "role": role()}
	case "members.edit":
		id := one()
		m, _ := h.member(id)
		now := map[string]string{"email": string(m.Email), "role": string(m.Role), "title": m.Title, "kind": string(m.Kind()), "notes": m.Notes}
		field := rapid.SampledFrom([]string{"email", "role", "title", "kind", "notes"}).Draw(t, "field")
		to := map[string]func() string{"email": email, "role": role, "kind": role, "notes": email, "title": email}[field]()
		args = map[string]any{"member": id, "fields": map[string]any{field: map[string]string{"from": now[field], "to": to}}}
	case "members.schedule":
		args = members.ScheduleArgs{Members: some(), Until: rapid.SampledFrom([]string{"", "2020-01-31", "2026-03-01", "2026-03-02", "2199-01-31"}).Draw(t, "until"), Delete: rapid.Bool().Draw(t, "delete")}
	case "members.due":
		args = members.DueArgs{Members: some(), Until: rapid.SampledFrom([]string{"2026-02-28", "2026-03-01", "2026-03-02", "2199-01-31"}).Draw(t, "until")}
	case "members.deactivate", "members.reactivate", "members.delete", "members.unschedule":
		args = members.List{Members: some()}
	case "members.tag":
		tags := rapid.SliceOfN(rapid.SampledFrom([]string{"temporär", "TEMPORÄR", "neu", "a,b", ""}), 0, 2)
		days := rapid.SampledFrom([]string{"", "", "2026-02-28", "2026-03-01", "2026-03-02", "2199-01-31"})
		args = members.TagArgs{Members: some(), Add: tags.Draw(t, "add"), Remove: tags.Draw(t, "remove"), From: days.Draw(t, "from"), Until: days.Draw(t, "until"),
			Always: rapid.Bool().Draw(t, "always"), Rename: rapid.Bool().Draw(t, "rename")}
	case "members.import":
		var rows []members.Row
		for i := range rapid.IntRange(0, 4).Draw(t, "rows") {
			rows = append(rows, members.Row{Row: i + 2, NewMember: members.NewMember{Member: fresh(), GivenName: "Ida", Surname: "Import", Email: email(),
				Kind: rapid.SampledFrom([]string{"", "user", "guest"}).Draw(t, "kind"), Tags: []string{"neu"}}})
		}
		args = members.ImportArgs{Rows: rows, SkipRefused: rapid.Bool().Draw(t, "skip")}
	case "members.confirm", "members.erase", "members.leave":
		args = members.OneMember{Member: one()}
	case "tenants.rename":
		args = map[string]string{"from": rapid.SampledFrom([]string{"Acme", "Bolt"}).Draw(t, "from"), "to": rapid.SampledFrom([]string{"Acme", "Bolt", "x"}).Draw(t, "to")}
	case "tenants.setOffline":
		hours := rapid.SampledFrom([]int{-1, 0, 1, 24, 720, 2160, 2161})
		args = tenants.OfflineArgs{From: hours.Draw(t, "from"), To: hours.Draw(t, "to")}
	case "tenants.rememberColumn":
		args = tenants.ColumnArgs{Heading: rapid.SampledFrom([]string{"Kürzel", "a=b", ""}).Draw(t, "heading"), Field: rapid.SampledFrom([]string{"", "title", "boss"}).Draw(t, "field")}
	case "tenants.colourTag":
		args = tenants.TagColourArgs{Tag: rapid.SampledFrom([]string{"Azubi", "azubi", "x=1", ""}).Draw(t, "tag"), Colour: rapid.IntRange(-1, 9).Draw(t, "colour")}
	case "ledger.undo":
		args = map[string]any{"entries": []uint64{uint64(rapid.IntRange(0, len(h.entries)+1).Draw(t, "entry"))}}
	case "tenants.found":
		args = map[string]any{"name": "Again", "language": "de", "member": by.Member, "givenName": "A", "surname": "B", "email": "again@acme.example"}
	}
	return by, deed, args
}

// ofGroups draws arguments of a deed on groups.
func (h *house) ofGroups(t *rapid.T, deed string) any {
	one := func(what string) org.GroupID { // often one of the latest: trees grow deep
		i := rapid.IntRange(0, min(len(h.groups), 12)).Draw(t, what)
		if i == 0 {
			return ""
		}
		return h.groups[len(h.groups)-i]
	}
	some := rapid.SliceOfN(rapid.SampledFrom(h.people), 0, 4).Draw(t, "members")
	id := one("group")
	g, _ := h.group(id)
	switch deed {
	case "groups.create":
		id := org.GroupID(h.id())
		h.groups = append(h.groups, id)
		return groups.NewGroup{Group: id, Name: rapid.SampledFrom([]string{"Werk", "Netz", ""}).Draw(t, "name"), Parent: one("parent")}
	case "groups.edit":
		return groups.EditArgs{Group: id, Fields: map[string]groups.Edited{"name": {From: g.Name, To: rapid.SampledFrom([]string{"Werk", "Bau"}).Draw(t, "name")}}}
	case "groups.import":
		next := org.GroupID(h.id())
		h.groups = append(h.groups, next)
		return groups.ImportArgs{Groups: []groups.Row{
			{Row: 2, NewGroup: groups.NewGroup{Group: next, Name: "Neu", Parent: one("parent")}},
			{Row: 3, NewGroup: groups.NewGroup{Group: id, Name: "Bau", Parent: next}, Stay: rapid.Bool().Draw(t, "stay")},
		}}
	case "groups.move":
		return groups.MoveArgs{Group: id, From: g.Parent, To: one("to")}
	case "groups.merge", "groups.delete":
		a := groups.EndArgs{Group: id, Into: one("into"), Members: some}
		below, _ := groups.Children(h, id)
		switch rapid.IntRange(0, 3).Draw(t, "subgroups") {
		case 0, 1:
			a.Subgroups = below
		case 2:
			for len(below) > 0 && len(a.With) < 20 {
				a.With = append(a.With, below...)
				below, _ = groups.Children(h, below...)
			}
		}
		return a
	case "groups.removeMembers":
		return groups.LeaveArgs{Group: id, Members: some}
	}
	return groups.PeopleArgs{Group: id, Members: some, Part: rapid.SampledFrom([]string{"", "member", "leader", "deputy", "boss"}).Draw(t, "part")}
}

func (h *house) live(t *rapid.T, most int) {
	for range rapid.IntRange(1, most).Draw(t, "deeds") {
		by, deed, args := h.anything(t)
		_, _ = h.do(by, deed, args)
	}
}

func TestTheHouseStands(t *testing.T) {
	h := found(t)
	h.invariants()
}
