package demo

import (
	"crypto/rand"
	"encoding/json"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/org"
)

// step is one entry to be: who did what, and when.
type step struct {
	at   time.Time
	by   executor.Who
	deed string
	args any
}

// found is the first step.
func (p place) found() step {
	return step{p.founded, p.owner, tenants.Found.Name, tenants.FoundArgs{
		Name: Name, Language: string(org.German), Member: p.owner.Member, GivenName: "Marlene", Surname: "Seidel", Email: Address,
	}}
}

// devices are those of the owner and of the two admins.
var devices = []org.Device{
	{Kind: org.Computer, Browser: "Safari", System: "macOS"},
	{Kind: org.Phone, Browser: "Firefox", System: "Android"},
	{Kind: org.Computer, Browser: "Edge", System: "Windows"},
}

// who is a member with the account that stands for theirs.
func (p place) who(member org.MemberID) executor.Who {
	return executor.Who{Account: org.DeriveID[org.AccountID](member, 0), Member: member}
}

// first is the first of all people who have a role and have confirmed; the first two are the admins.
func (p place) first(as org.Role) person {
	all := people(p.tenant.ID(), p.founded)
	if as == org.Admin {
		return all[0]
	}
	at := slices.IndexFunc(all[2:], func(one person) bool { return one.confirms && (one.Kind == string(org.KindGuest)) == (as == org.Guest) })
	return all[2+at]
}

// rowsPerEntry fits what one entry takes.
const rowsPerEntry = 45

// plan collects steps, each later than the one before.
type plan struct {
	place
	steps []step
	clock time.Time
}

func (p *plan) do(by executor.Who, deed string, args any) {
	p.clock = p.clock.Add(90 * time.Second)
	p.steps = append(p.steps, step{p.clock, by, deed, args})
}

// day goes on to the morning of the working day after so many.
func (p *plan) day(after int) { p.clock = workday(p.clock.AddDate(0, 0, after)) }

// workday is twenty to eight, UTC, on that day or the Monday after.
func workday(t time.Time) time.Time {
	t = t.UTC()
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 7, 40, 0, 0, time.UTC)
}

// steps are all entries of the organisation in order, always the same for the same place.
func (p place) steps() []step {
	all := people(p.tenant.ID(), p.founded)
	l := &plan{place: p, steps: []step{p.found()}, clock: p.founded}
	hired, staff := all[employees-newcomers:employees], append(append([]person{}, all[:employees-newcomers]...), all[employees:]...)
	l.owner.Device = devices[0]
	l.importStaff(staff)
	admins := l.appointAdmins(staff)
	l.confirm(staff[2:])
	l.organise(admins[0], staff)
	l.year(admins, staff, hired)
	return l.steps
}

// newcomers are employees who joined after the staff list was imported.
const newcomers = 14

func (p *plan) importStaff(staff []person) {
	p.day(1)
	for from := 0; from < len(staff); from += rowsPerEntry {
		var rows []members.Row
		for i, one := range staff[from:min(from+rowsPerEntry, len(staff))] {
			rows = append(rows, members.Row{Row: from + i + 2, NewMember: one.NewMember})
		}
		p.do(p.owner, members.Import.Name, members.ImportArgs{Rows: rows})
	}
}

// appointAdmins makes the first two admins; they run the house from then on.
func (p *plan) appointAdmins(staff []person) []executor.Who {
	p.day(2)
	var admins []executor.Who
	for _, one := range staff[:2] {
		who := p.who(one.Member)
		p.do(who, members.Confirm.Name, members.OneMember{Member: who.Member})
		p.do(p.owner, members.Edit.Name, edit(one.Member, "role", "user", "admin"))
		who.Device = devices[1+len(admins)]
		admins = append(admins, who)
	}
	return admins
}

func (p *plan) confirm(staff []person) {
	p.day(1)
	for i, one := range staff {
		if i%40 == 39 {
			p.day(1)
		}
		if one.confirms {
			p.do(p.who(one.Member), members.Confirm.Name, members.OneMember{Member: one.Member})
		}
	}
}

// year is what the admins did until today.
func (p *plan) year(admins []executor.Who, staff, hired []person) {
	random := mathrand.New(mathrand.NewPCG(seed, 1))
	rest := staff[2 : employees-newcomers]
	leavers := rest[len(rest)-9:]
	for i, tag := range []string{"Ersthelfer", "Brandschutz", "Betriebsrat", "Jobticket", "Sommerfest-Team"} {
		p.day(5)
		p.do(admins[i%2], members.Tag.Name, members.TagArgs{Members: some(random, rest[:120], 6+5*i), Add: []string{tag}})
	}
	p.assure(rest)
	p.do(admins[0], groups.Create.Name, groups.NewGroup{
		Group: org.DeriveID[org.GroupID](p.tenant.ID(), 1<<20+uint64(len(teams))), Name: "Ersthelfer", Type: "Liste",
		Description: "Alle, die Erste Hilfe leisten können.", Rule: string(org.RuleOf(map[string]string{org.RuleTag: "Ersthelfer"})),
	})
	p.do(admins[0], members.Schedule.Name, members.ScheduleArgs{Members: ids(staff[len(staff)-1:]), Until: p.founded.Add(history).AddDate(0, 0, 45).Format(time.DateOnly)})
	for i, one := range hired {
		p.day(14 + random.IntN(8))
		p.do(admins[i%2], members.Create.Name, one.NewMember)
		if one.confirms && i < newcomers-3 { // the last three have a mail to answer
			p.do(p.who(one.Member), members.Confirm.Name, members.OneMember{Member: one.Member})
		}
		mover := rest[i*7]
		switch i % 3 {
		case 0:
			p.do(admins[0], members.Edit.Name, edit(mover.Member, "location", mover.Location, "Neubau am Stadtgraben"))
		case 1:
			p.do(admins[1], members.Edit.Name, edit(mover.Member, "phone", mover.Phone, mover.Phone+"-1"))
		case 2:
			p.do(admins[0], members.Deactivate.Name, members.List{Members: []org.MemberID{leavers[i/3].Member}})
		}
	}
	p.day(3)
	p.do(admins[1], members.Deactivate.Name, members.List{Members: ids(leavers[4:])})
	p.do(admins[1], members.Reactivate.Name, members.List{Members: ids(leavers[4:5])})
	p.day(2)
	p.do(p.owner, tenants.Rename.Name, tenants.RenameArgs{From: Name, To: Name + " AG"})
	p.do(p.owner, undo.Undo.Name, undo.Args{Entries: []uint64{uint64(len(p.steps))}})
}

// assure makes somebody of the staff office a registration agent, who then confirms who the next one is.
func (p *plan) assure(staff []person) {
	at := slices.IndexFunc(staff, func(one person) bool { return one.confirms && strings.Contains(one.Title, "Personal") })
	agent, other := staff[at].Member, staff[(at+1)%len(staff)].Member
	p.do(p.owner, members.NameAgents.Name, members.List{Members: []org.MemberID{agent}})
	p.do(p.who(agent), members.Identify.Name, members.IdentifyArgs{Member: other, How: org.IdentityWays[0]})
}

func edit(member org.MemberID, field, from, to string) members.EditArgs {
	return members.EditArgs{Member: member, Fields: map[string]members.Edited{field: {From: quoted(from), To: quoted(to)}}}
}

func quoted(s string) json.RawMessage {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts always encode
	}
	return data
}

// some picks n people, each once.
func some(random *mathrand.Rand, from []person, n int) []org.MemberID {
	var picked []org.MemberID
	for _, i := range random.Perm(len(from))[:n] {
		picked = append(picked, from[i].Member)
	}
	return picked
}

func ids(people []person) []org.MemberID {
	var all []org.MemberID
	for _, one := range people {
		all = append(all, one.Member)
	}
	return all
}

func newID[T org.ID](at time.Time) T {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return org.NewID[T](at.UnixMilli(), chance)
}
