// Package members holds the deeds on the people of an organisation, one file each.
package members

import (
	"slices"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// How many members one entry takes: a created or deactivated member writes two items (itself and its unique address, or the
// end of its access), a deleted one three, a changed one one, a created one who is invited three.
const (
	perEntry        = ledger.MaxWrites / 2
	invitedPerEntry = ledger.MaxWrites / 3
	deletePerEntry  = ledger.MaxWrites / 3
	changePerEntry  = ledger.MaxWrites
)

func ref(id org.MemberID) ledger.Ref { return ledger.Ref{Kind: ledger.KindMember, ID: string(id)} }

// Put brings a member to the state after, nil for none, if this actor may and the organisation's rules allow it. Every deed
// that changes members ends here, and so does every undo: there is no other way to change one.
//
// Faults: actor.forbidden, member.owner, member.ownerRole, member.ownerOnce, member.ownerEdit, member.adminFirst,
// member.self, member.emailTaken, member.domain, those of mayVouch and mayGreet, and those of the fields.
func Put(d *ledger.Draft, by ledger.Actor, id org.MemberID, after *org.Member) error {
	r, err := d.Record(ref(id))
	if err != nil {
		return err
	}
	before, had := r.Value.(org.Member)
	if err := by.Need(org.ManageMembers); err != nil && (after == nil || !had || !Own(by, id, before, *after) && !onlyIdentity(before, *after)) {
		return err
	}
	if after != nil { // as it comes, the caller keeps it
		next := *after
		after = &next
	}
	if had && after != nil {
		if err := mayVouch(d, by, id, before, *after); err != nil {
			return err
		}
		if err := mayGreet(d, by, before.Greetings, after); err != nil {
			return err
		}
	}
	switch {
	case after == nil && !had:
		return nil
	case after == nil:
		err = mayDelete(by, id, before)
	case !had:
		err = mayCreate(by, *after)
	default:
		err = mayChange(by, id, before, *after)
	}
	if err != nil {
		return err
	}
	if after == nil {
		if before.Confirmed || before.PasswordUntil != "" { // who has an account
			d.Want(ledger.EndAccess, string(id))
		}
		return d.Put(ref(id), nil)
	}
	if after.Role == org.Guest {
		after.Agent = false
	}
	if err := ending(d, by, id, before, after); err != nil {
		return err
	}
	if err := tagTerms(d, by, before, after); err != nil {
		return err
	}
	if err := after.Check(); err != nil {
		return err
	}
	if !had || before.Role == org.Guest || before.Email.Domain() != after.Email.Domain() {
		if err := mayUse(d, *after); err != nil {
			return err
		}
	}
	for _, u := range ledger.UniquesOf(*after) {
		if had && slices.Contains(ledger.UniquesOf(before), u) {
			continue // nobody else can have what is theirs
		}
		holder, err := d.Unique(u)
		if err != nil {
			return err
		}
		if holder != "" && holder != string(id) {
			return fault.On("email", "member.emailTaken", "email", string(after.Email))
		}
	}
	if had && after.Deactivated && !before.Deactivated {
		d.Want(ledger.EndAccess, string(id))
	}
	return d.Put(ref(id), *after)
}

// mayUse says whether somebody may be what they are with their address. Fault: member.domain.
func mayUse(d *ledger.Draft, m org.Member) error {
	if m.Kind() == org.KindGuest {
		return nil
	}
	r, err := d.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(d.Tenant())})
	if err != nil {
		return err
	}
	t, _ := r.Value.(org.Tenant)
	return t.MayUse(m.Email)
}

func mayCreate(by ledger.Actor, after org.Member) error {
	switch after.Role {
	case org.Owner:
		return fault.On("role", "member.ownerOnce")
	case org.Admin:
		return by.Need(org.GrantAdmin)
	}
	return nil
}

func mayDelete(by ledger.Actor, id org.MemberID, before org.Member) error {
	switch {
	case before.Role == org.Owner:
		return fault.New(fault.Conflict, "member.owner", "name", before.Name())
	case id == by.Member:
		return fault.New(fault.Forbidden, "member.self")
	case before.Role == org.Admin:
		return fault.New(fault.Conflict, "member.adminFirst", "name", before.Name())
	}
	return nil
}

func mayChange(by ledger.Actor, id org.MemberID, before, after org.Member) error {
	name := before.Name()
	switch {
	case before.Role == org.Owner && after.Deactivated:
		return fault.New(fault.Conflict, "member.owner", "name", name)
	case before.Role == org.Owner && after.Role != org.Owner:
		return fault.On("role", "member.ownerRole", "name", name)
	case before.Role != org.Owner && after.Role == org.Owner:
		return fault.On("role", "member.ownerOnce")
	case before.Role == org.Owner && id != by.Member && !onlyAbout(before, after):
		return fault.New(fault.Forbidden, "member.ownerEdit", "name", name)
	case id == by.Member && (after.Deactivated || after.Role != before.Role):
		return fault.New(fault.Forbidden, "member.self")
	case before.Role == org.Admin && after.Role == org.Guest:
		return fault.On("kind", "member.adminFirst", "name", name)
	case before.Role != after.Role && (before.Role == org.Admin || after.Role == org.Admin):
		return by.Need(org.GrantAdmin)
	}
	return nil
}

// onlyAbout says whether nothing differs but what others say about somebody: the groups they are in, who has confirmed and who has congratulated
// them. That is not the owner's own.
func onlyAbout(before, after org.Member) bool {
	before.Groups, before.Identity, before.Greetings = after.Groups, after.Identity, after.Greetings
	return ledger.FieldsOf(before).Same(ledger.FieldsOf(after))
}

// List names the members that a deed is about.
type List struct {
	Members []org.MemberID `json:"members"`
}

// check refuses an empty list and anything that is no id. Faults: members.none, id.malformed.
func (l List) check() error {
	if len(l.Members) == 0 {
		return fault.On("members", "members.none")
	}
	for _, id := range l.Members {
		if _, err := org.ParseID[org.MemberID]("members", string(id)); err != nil {
			return err
		}
	}
	return nil
}

func (l List) hint() ledger.Reads {
	var r ledger.Reads
	for _, id := range l.Members {
		r.Records = append(r.Records, ref(id))
	}
	return r
}

// Chunks cuts ids, each once, into runs of at most n.
func Chunks(ids []org.MemberID, n int) [][]org.MemberID {
	var out [][]org.MemberID
	seen := make(map[org.MemberID]bool, len(ids))
	var run []org.MemberID
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		if run = append(run, id); len(run) == n {
			out, run = append(out, run), nil
		}
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

func cutList(n int) func(List) []List {
	return func(l List) []List {
		var out []List
		for _, ids := range Chunks(l.Members, n) {
			out = append(out, List{ids})
		}
		return out
	}
}

// each brings every named member where step says. A member whom step leaves as it is costs nothing; if that is true of
// all, the fault is idle.
func each(w ledger.World, by ledger.Actor, l List, idle string, step func(m *org.Member) (remove bool)) (ledger.Outcome, error) {
	return eachOr(w, by, l, idle, func(_ *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) { return step(m), nil })
}

// eachOr is each with a step that can refuse a member, and with it all, and that can want effects.
func eachOr(w ledger.World, by ledger.Actor, l List, idle string, step func(d *ledger.Draft, id org.MemberID, m *org.Member) (remove bool, err error)) (ledger.Outcome, error) {
	if err := by.Need(org.ManageMembers); err != nil {
		return ledger.Outcome{}, err
	}
	if err := l.check(); err != nil {
		return ledger.Outcome{}, err
	}
	d := ledger.Begin(w)
	var last org.Member
	for _, ids := range Chunks(l.Members, len(l.Members)) {
		for _, id := range ids {
			m, err := ledger.Member(d, id)
			if err != nil {
				return ledger.Outcome{}, err
			}
			last = m
			after := m.Clone()
			to := &after
			remove, err := step(d, id, &after)
			if err != nil {
				return ledger.Outcome{}, err
			}
			if remove {
				to = nil
			}
			if to != nil && ledger.FieldsOf(m).Same(ledger.FieldsOf(after)) {
				continue
			}
			if err := Put(d, by, id, to); err != nil {
				return ledger.Outcome{}, err
			}
		}
	}
	out := d.Outcome()
	if len(out.Changes) == 0 {
		return out, fault.New(fault.Conflict, idle, "name", last.Name())
	}
	return out, nil
}
