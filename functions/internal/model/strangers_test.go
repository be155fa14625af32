package model_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The twelfth mistake: an organisation's owner has power over members, and behind each member is an account that is one person's
// in all organisations. So an owner does everything there is to do, to everybody, and no byte of an account, a session or
// whatever leads to them has changed.

// items are all items of the table whose partitions begin with one of these, as they are stored.
func (o *town) items(prefixes ...string) map[string]string {
	o.Helper()
	w := accountstest.World{World: o.World}
	all := w.Items(o.TB, "")
	maps.DeleteFunc(all, func(key, _ string) bool {
		return !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
	})
	return all
}

// accountsOf are what accounts are made of: profiles, memberships and logs, addresses, sessions, sign-ups, tokens of mails,
// browsers that are pushed to, and effects that would send a mail.
var accountsOf = []string{"A#", "N#", "S#", "P#", "K#", "Q#", "E#A"}

// unchanged fails for every item that is not as it was.
func unchanged(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for k, v := range before {
		if after[k] != v {
			t.Errorf("%s: %s has become\n%s\nand was\n%s", what, k, after[k], v)
		}
	}
	for k := range after {
		if _, was := before[k]; !was {
			t.Errorf("%s: %s is new", what, k)
		}
	}
}

// try is one request of an owner to the disadvantage of somebody.
type try struct {
	story string
	send  func(by *person, victim *person) answer
}

func deed(name string, a func(by, victim *person) any) try {
	return try{name, func(by, victim *person) answer {
		_, raw := by.send(name, a(by, victim))
		return raw
	}}
}

// member is who somebody is in the organisation of whoever acts.
func (p *person) contact(by *person) string {
	m, _ := by.record(p.ref()).(org.Member)
	return string(m.Email)
}

func newcomerLike(by, victim *person, member org.MemberID) args {
	return args{"member": member, "givenName": "Vera", "surname": "Victim", "email": signsInBy(victim.Account), "role": "user"}
}

// team is one of two groups that somebody makes.
func (p *person) team(n uint64) org.GroupID { return org.DeriveID[org.GroupID](p.Account, n) }

// harm is all that can be tried with deeds, in an order in which most of it succeeds.
var harm = []try{
	deed(members.Tag.Name, func(_, v *person) any { return tag([]string{"x"}, nil, v.Member) }),
	deed(members.Edit.Name, func(by, v *person) any { return edit(v.Member, "email", v.contact(by), string(signsInBy(by.Account))) }),
	deed(members.Edit.Name, func(by, v *person) any { return edit(v.Member, "email", v.contact(by), string(signsInBy(v.Account))) }),
	deed(members.Edit.Name, func(_, v *person) any {
		return args{"member": v.Member, "fields": args{"givenName": args{"from": "Account", "to": "Eve"}, "password": args{"from": "", "to": "known to Eve"}}}
	}),
	deed(members.Edit.Name, func(by, v *person) any { return edit(v.Member, "role", "user", "admin") }),
	deed(members.Edit.Name, func(by, v *person) any { return edit(v.Member, "role", "admin", "user") }),
	deed(groups.Create.Name, func(by, _ *person) any { return belong(by.team(0), "name", "Werk") }),
	deed(groups.Create.Name, func(by, _ *person) any { return belong(by.team(1), "name", "Netz") }),
	deed(groups.Import.Name, func(by, _ *person) any {
		return args{"groups": []any{belong(by.team(0), "row", 2, "name", "Werk", "type", "Standort")}}
	}),
	deed(groups.Edit.Name, func(by, _ *person) any { return rename(by.team(0), "Werk", "Bau") }),
	deed(groups.Move.Name, func(by, _ *person) any { return belong(by.team(0), "to", by.team(1)) }),
	deed(groups.AddMembers.Name, func(by, v *person) any { return belong(by.team(0), "members", []org.MemberID{v.Member}) }),
	deed(groups.SetPart.Name, func(by, v *person) any {
		return belong(by.team(0), "members", []org.MemberID{v.Member}, "part", "leader")
	}),
	deed(groups.RemoveMembers.Name, func(by, v *person) any { return belong(by.team(0), "members", []org.MemberID{v.Member}) }),
	deed(groups.Merge.Name, func(by, v *person) any {
		return belong(by.team(0), "into", by.team(1), "members", []org.MemberID{v.Member})
	}),
	deed(groups.Delete.Name, func(by, _ *person) any { return belong(by.team(1)) }),
	deed(members.Deactivate.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.Reactivate.Name, func(_, v *person) any { return these(v.Member) }),
	deed(undo.Name, func(by, _ *person) any { return back(by.head(by.tenant)) }),
	deed(undo.Name, func(by, _ *person) any { return back(by.head(by.tenant)) }),
	deed(members.Edit.Name, func(by, v *person) any {
		return edit(v.Member, "email", v.contact(by), "moved."+string(v.Member)+"@people.example")
	}),
	deed(members.Invite.Name, func(_, v *person) any { return with(these(v.Member), "text", "Eve was here") }),
	deed(members.Schedule.Name, func(_, v *person) any { return with(these(v.Member), "until", "2199-01-31", "delete", true) }),
	deed(members.NameAgents.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.DismissAgents.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.Identify.Name, func(_, v *person) any { return args{"member": v.Member, "how": "idCard"} }),
	deed(members.Unidentify.Name, func(_, v *person) any { return args{"member": v.Member} }),
	deed(members.Congratulate.Name, func(_, v *person) any { return args{"member": v.Member, "text": "Eve was here"} }),
	deed(members.Renew.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.Unschedule.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.Due.Name, func(_, v *person) any { return with(these(v.Member), "until", "2020-01-31") }),
	deed(members.WithdrawInvitation.Name, func(_, v *person) any { return these(v.Member) }),
	deed(links.Make.Name, func(by, _ *person) any { return args{"link": org.DeriveID[org.LinkID](by.Account, 0), "kind": "user"} }),
	deed(links.Close.Name, func(by, _ *person) any { return args{"links": []org.LinkID{org.DeriveID[org.LinkID](by.Account, 0)}} }),
	deed(links.Join.Name, func(by, v *person) any {
		return args{"link": org.DeriveID[org.LinkID](by.Account, 0), "member": v.Member, "givenName": "Vera", "surname": "Victim", "email": signsInBy(v.Account)}
	}),
	deed(members.Delete.Name, func(_, v *person) any { return these(v.Member) }),
	deed(members.Create.Name, func(by, v *person) any { return newcomerLike(by, v, v.Member) }),
	deed(members.Create.Name, func(by, v *person) any { return newcomerLike(by, v, newID[org.MemberID](by)) }),
	deed(members.Import.Name, func(by, v *person) any {
		row := newcomerLike(by, v, v.Member)
		delete(row, "role")
		return rows(with(row, "kind", "guest", "title", "T"))
	}),
	deed(members.Confirm.Name, func(_, v *person) any { return args{"member": v.Member} }),
	deed(tenants.Found.Name, func(_, v *person) any { return founding(v.Member, "email", signsInBy(v.Account)) }),
	deed(tenants.SetLogo.Name, func(_, _ *person) any {
		name, picture := testworld.Picture(78)
		return args{"from": "", "to": name, "picture": picture}
	}),
	deed(tenants.ColourTag.Name, func(_, _ *person) any { return args{"tag": "azubi", "colour": 2} }),
	deed(tenants.RememberColumn.Name, func(_, _ *person) any { return args{"heading": "Büro", "field": "location"} }),
	deed(tenants.Connect.Name, func(by, _ *person) any {
		return args{"system": org.DeriveID[org.SystemID](by.Account, 0), "name": "Eve", "digest": digest}
	}),
	deed(tenants.Disconnect.Name, func(by, _ *person) any { return args{"systems": []any{org.DeriveID[org.SystemID](by.Account, 0)}} }),
	deed(members.ReportStorage.Name, func(by, v *person) any {
		return args{"system": org.DeriveID[org.SystemID](by.Account, 0), "used": []any{args{"member": v.Member, "bytes": 1}}}
	}),
	deed(tenants.AddDomain.Name, func(_, _ *person) any { return args{"domain": "eve.example"} }),
	deed(tenants.ProveDomain.Name, func(_, _ *person) any { return args{"domain": "eve.example"} }),
	deed(tenants.SetJoining.Name, func(_, _ *person) any { return args{"from": "", "to": "domains"} }),
	deed(tenants.SetJoining.Name, func(_, _ *person) any { return args{"from": "domains", "to": ""} }),
	deed(tenants.RemoveDomain.Name, func(_, _ *person) any { return args{"domain": "eve.example"} }),
	deed(tenants.Rename.Name, func(by, _ *person) any { return args{"from": "Acme", "to": "Acme"} }),
	deed(tenants.Edit.Name, func(by, v *person) any {
		return args{"fields": args{"email": args{"from": "", "to": string(signsInBy(v.Account))}}}
	}),
	deed(tenants.SetOffline.Name, func(by, _ *person) any { return args{"from": 720, "to": 1} }),
	deed(members.Erase.Name, func(_, v *person) any { return args{"member": v.Member} }),
	deed(members.Leave.Name, func(_, v *person) any { return args{"member": v.Member} }),
	deed(members.CreateWithPassword.Name, func(by, v *person) any { return newcomerLike(by, v, newID[org.MemberID](by)) }),
	{"a temporary password", func(by, v *person) answer {
		in := members.NewMember{Member: newID[org.MemberID](by), GivenName: "Vera", Surname: "Victim", Email: string(signsInBy(v.Account))}
		return by.ask("POST", by.in(route.MemberNew), route.NewMemberRequest{ID: string(newID[org.CommandID](by)), Member: in, Password: "ein Fahrrad im Regen"})
	}},
	{"the erasing of somebody", func(by, v *person) answer {
		return by.ask("POST", by.in(route.MemberErase, string(v.Member)), route.EraseRequest{ID: string(newID[org.CommandID](by)), Name: "Vera Victim"})
	}},
	{"an import of a file", func(by, v *person) answer {
		job := newID[org.JobID](by)
		file := "givenname,surname,email\nVera,Victim," + string(signsInBy(v.Account)) + "\nVera,Victim," + v.contact(by) + "\n"
		by.ask("POST", by.in(route.Imports), route.ImportRequest{ID: job, Name: "x.csv", Bytes: len(file)})
		by.ask("PUT", by.in(route.ImportPart, string(job), "0"), file)
		a := by.ask("POST", by.in(route.ImportApply, string(job)), nil)
		by.finish(by.tenant, job)
		return a
	}},
}

var undo, _ = deeds.ByName("ledger.undo")

// TestNothingThatAnOwnerDoesTouchesAnAccount does all harm to members with accounts, to somebody who belongs to another
// organisation, and to somebody who belongs to both.
func TestNothingThatAnOwnerDoesTouchesAnAccount(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	for _, d := range deeds.All {
		if !strings.Contains(fmt.Sprint(harm), d.Name) {
			t.Errorf("%s does no harm here: add it to the list", d.Name)
		}
	}
	b := o.found()
	for _, attacker := range []string{"owner", "admin"} {
		a := o.found()
		doris := b.admin.joins(a, "user")
		victims := map[string]*person{"an admin": a.admin, "a user": a.user, "a guest": a.guest, "the owner": a.owner,
			"somebody in both": doris, "the same, by who they are elsewhere": b.admin, "a stranger": b.owner}
		o.Clock.Move(time.Second)
		o.signsIn(t, b.owner, doris)
		before, elsewhere := o.items(accountsOf...), o.items("T#"+string(b.Tenant.ID()), "E#T#"+string(b.Tenant.ID()))
		for story, v := range victims {
			t.Run(attacker+" against "+story, func(t *testing.T) {
				by, done := a.by(attacker), 0
				for _, h := range harm {
					got := h.send(by, v)
					done += strings.Count(string(got.body), `"applied"`)
					unchanged(t, fmt.Sprintf("%s (%d)", h.story, got.status), before, o.items(accountsOf...))
				}
				if v.role == "user" && v.tenant == a.Tenant && done < 9 {
					t.Errorf("only %d of these were done: where all is refused nothing is tried", done)
				}
				unchanged(t, "the other organisation", elsewhere, o.items("T#"+string(b.Tenant.ID()), "E#T#"+string(b.Tenant.ID())))
			})
		}
		t.Run(attacker+" at every address", func(t *testing.T) { everyAddress(t, a, attacker, before) })
		for _, p := range []*person{b.owner, b.admin} {
			if r := p.ask("GET", p.in(route.Snapshot), nil); r.status != http.StatusOK {
				t.Errorf("%s, whose organisation it is, gets %d after what the %s of another did", p.role, r.status, attacker)
			}
		}
		o.signsIn(t, b.owner, b.admin, a.user, a.guest)
	}
}

// signsIn lets people sign in with the password and the address that are theirs.
func (o *town) signsIn(t *testing.T, people ...*person) {
	t.Helper()
	for _, p := range people {
		nobody := &person{town: o}
		a := nobody.ask("POST", route.SignIn, route.SignInRequest{Email: string(signsInBy(p.Account)), Password: password})
		if a.status != http.StatusOK {
			t.Errorf("%s can't sign in: %s", p.role, a.raw)
		}
	}
}

// everyAddress sends something to each address within the organisation.
func everyAddress(t *testing.T, a *house, attacker string, before map[string]string) {
	by := a.by(attacker)
	signedIn := by.items(accountsOf...) // what others did by signing in is theirs
	for k := range before {
		if _, ok := signedIn[k]; !ok {
			t.Errorf("%s is gone", k)
		}
	}
	n := 0
	for _, r := range by.addresses() {
		n++
		path := r.of(a.Tenant.ID(), newID[org.JobID](by))
		for _, in := range []any{nil, args{"account": a.user.Account, "email": "eve@people.example", "password": "x", "members": []org.MemberID{a.guest.Member}},
			route.CommandsRequest{Account: by.Account, Commands: []ledger.Command{by.Command(t, "members.delete", these(a.guest.Member))}}} {
			by.Clock.Move(time.Second)
			got := by.ask(r.method, path, in)
			unchanged(t, fmt.Sprintf("%s %s (%d)", r.method, r.path, got.status), signedIn, by.items(accountsOf...))
		}
	}
	if n < 15 {
		t.Errorf("only %d addresses within an organisation", n)
	}
}
