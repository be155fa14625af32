package model_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// chronicle is an organisation to which things happen at random, all of them by HTTP.
type chronicle struct {
	*house
	*aviary
	t      *testing.T
	rand   *rand.Rand
	people []*person      // who can sign in
	ids    []org.MemberID // all who ever were
	jobs   []org.JobID
	groups []org.GroupID
}

func newChronicle(t *testing.T, o *town, v *aviary, seed uint64) *chronicle {
	t.Helper()
	c := &chronicle{house: o.found(), aviary: v, t: t, rand: rand.New(rand.NewPCG(seed, seed))}
	c.people = c.everybody()
	for _, p := range c.people {
		c.meet(p)
	}
	return c
}

// furnish gives those who act a canary in each field.
func (c *chronicle) furnish() {
	c.t.Helper()
	for _, p := range c.people {
		fields := args{}
		now := ledger.FieldsOf(p.record(p.ref()))
		for _, f := range []string{"givenName", "surname", "title", "location", "phone", "startDate", "notes"} {
			from := now[f]
			if from == nil {
				from = json.RawMessage(`""`)
			}
			fields[f] = args{"from": from, "to": c.fresh(p.Member, f)}
		}
		fields["tags"] = args{"from": []string{}, "to": []string{c.fresh(p.Member, "tags")}}
		c.Do(c.t, c.Owner, "members.edit", args{"member": p.Member, "fields": fields})
	}
}

// meet makes somebody who can sign in one of those who act.
func (c *chronicle) meet(p *person) {
	c.ids = append(c.ids, p.Member)
	c.id(c.Tenant.ID(), string(p.Member), string(p.Member), "id")
	c.id(c.Tenant.ID(), string(p.Account), string(p.Account), "account")
}

// record is what a record holds now.
func (p *person) record(ref ledger.Ref) ledger.Entity {
	p.Helper()
	s, err := p.Table.Look(p.Context(), p.tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		p.Fatal(err)
	}
	return s.Records[ref].Value
}

// watch checks what somebody is answered, in the role in which they asked.
func (c *chronicle) watch(p *person, role org.Role, what string, a answer) answer {
	c.t.Helper()
	for _, f := range c.foreign(p, role, a.raw) {
		c.t.Errorf("%s shows the %s %s: %.2000s", what, role, f, a.raw)
	}
	return a
}

// act sends one command and watches the answer.
func (c *chronicle) act(p *person, deed string, a any) route.CommandReply {
	c.t.Helper()
	cmd := c.World.Command(c.t, deed, a)
	c.knows(p, string(encode(c.t, cmd)))
	c.id(c.Tenant.ID(), string(cmd.ID), string(cmd.ID), "command")
	role := p.now()
	if role == "" {
		return route.CommandReply{}
	}
	preview := p.ask("POST", p.in(route.Preview), route.PreviewRequest{Deed: deed, Args: cmd.Args})
	c.watch(p, role, "the preview of "+deed, preview)
	r, raw := p.sendAs(cmd)
	c.watch(p, role, "the reply to "+deed, raw)
	if r.Job != nil {
		c.ran(p, r.Job.ID)
	}
	return r
}

// ran lets a job of somebody run to its end.
func (c *chronicle) ran(p *person, job org.JobID) {
	c.t.Helper()
	c.jobs = append(c.jobs, job)
	c.id(c.Tenant.ID(), string(job), string(job), "job")
	for n := range 20 {
		step := string(org.DeriveID[org.CommandID](job, 1<<32+uint64(n)))
		c.id(c.Tenant.ID(), step, step, "job")
	}
	p.finish(c.Tenant, job)
}

func pick[T any](c *chronicle, all ...T) T { return all[c.rand.IntN(len(all))] }

func (c *chronicle) some() []org.MemberID {
	var out []org.MemberID
	for range 1 + c.rand.IntN(4) {
		out = append(out, pick(c, c.ids...))
	}
	return out
}

// newcomer is a person to be, with a canary in each field.
func (c *chronicle) newcomer(role string) args {
	id := newID[org.MemberID](c.owner)
	c.ids = append(c.ids, id)
	c.id(c.Tenant.ID(), string(id), string(id), "id")
	a := args{"member": id}
	for _, f := range []string{"givenName", "surname", "email", "title", "location", "phone", "startDate", "notes"} {
		a[f] = c.fresh(id, f)
	}
	a["tags"] = []string{c.fresh(id, "tags"), c.fresh(id, "tags")}
	if role != "" {
		a["role"] = role
	}
	return a
}

func (c *chronicle) fresh(id org.MemberID, field string) string {
	return c.value(c.Tenant.ID(), string(id), field)
}

// step lets something happen, by anybody; most of what those may not is refused.
func (c *chronicle) step() {
	c.t.Helper()
	by := pick(c, c.owner, c.admin, pick(c, c.people...))
	switch c.rand.IntN(17) {
	case 0, 1:
		c.act(by, "members.create", c.newcomer(pick(c, "", "user", "guest", "admin")))
	case 2, 3, 4:
		id := pick(c, c.ids...)
		c.act(by, "members.edit", args{"member": id, "fields": c.edits(by, id)})
	case 5:
		c.act(by, "members.deactivate", these(c.some()...))
	case 6:
		c.act(by, "members.reactivate", these(c.some()...))
	case 7:
		c.act(by, "members.delete", these(c.some()...))
	case 8:
		id := pick(c, c.ids...)
		c.act(by, "members.tag", tag([]string{c.fresh(id, "tags")}, nil, id))
	case 9:
		c.act(by, "members.import", with(rows(c.newcomer(""), c.newcomer("")), "skipRefused", true))
	case 10:
		t, _ := by.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(c.Tenant.ID())}).(org.Tenant)
		if c.rand.IntN(3) == 0 {
			c.act(by, "tenants.setOffline", args{"from": t.Offline(), "to": 1 + c.rand.IntN(2160)})
			return
		}
		if c.rand.IntN(2) == 0 {
			c.act(by, "tenants.edit", args{"fields": args{"register": args{"from": t.Register, "to": c.value(c.Tenant.ID(), string(c.Tenant.ID()), "register")}}})
			return
		}
		c.act(by, "tenants.rename", args{"from": t.Name, "to": c.value(c.Tenant.ID(), string(c.Tenant.ID()), "tenant")})
	case 11, 12:
		c.act(by, "ledger.undo", back(1+c.rand.Uint64N(c.owner.head(c.Tenant)+1)))
	case 13:
		c.upload(by)
	default:
		deed, a := c.groupStep()
		c.act(by, deed, a)
	}
}

// edits change fields of somebody: from what is there, if who edits may see that.
func (c *chronicle) edits(by *person, id org.MemberID) args {
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	now := map[string]json.RawMessage{}
	if role := by.now(); role == org.Owner || role == org.Admin {
		if e := by.record(ref); e != nil {
			now = ledger.FieldsOf(e)
		}
	}
	out := args{}
	for range 1 + c.rand.IntN(3) {
		f := pick(c, "givenName", "surname", "email", "title", "location", "phone", "startDate", "notes", "role")
		from := now[f]
		if from == nil {
			from = json.RawMessage(`""`)
		}
		to := c.value(c.Tenant.ID(), string(id), f)
		if f == "role" {
			to = pick(c, "user", "guest", "admin")
		}
		out[f] = args{"from": from, "to": to}
	}
	return out
}

// upload imports a file, with rows that are refused and rows of people who are there.
func (c *chronicle) upload(by *person) {
	c.t.Helper()
	job := newID[org.JobID](by)
	bad := c.value(c.Tenant.ID(), string(job), "job")
	file := "givenname,surname,email,notes\n"
	for n := range 2 { // the rows are the second and the third of the file
		id := org.DeriveID[org.MemberID](job, uint64(n+2))
		c.ids = append(c.ids, id)
		c.id(c.Tenant.ID(), string(id), string(id), "id")
		file += fmt.Sprintf("%s,%s,%s,%s\n", c.fresh(id, "givenName"), c.fresh(id, "surname"), c.fresh(id, "email"), strings.Fields(c.fresh(id, "notes"))[3])
	}
	if m, ok := by.record(ledger.Ref{Kind: ledger.KindMember, ID: string(pick(c, c.ids...))}).(org.Member); ok && c.people[0] == by {
		file += fmt.Sprintf("%s,%s,%s,%s\n", m.GivenName, m.Surname, m.Email, "")
	}
	file += fmt.Sprintf("%s,%s,%s,%s\n", bad, "", bad, bad)
	c.knows(by, file+string(job))
	c.id(c.Tenant.ID(), string(job), string(job), "job")
	role := by.now()
	if role == "" {
		return
	}
	begun := c.watch(by, role, "beginning an import", by.ask("POST", by.in(route.Imports), route.ImportRequest{ID: job, Name: bad + ".csv", Bytes: len(file)}))
	c.watch(by, role, "uploading", by.ask("PUT", by.in(route.ImportPart, string(job), "0"), file))
	c.watch(by, role, "the preview of an import", by.ask("GET", by.in(route.ImportPreview, string(job)), nil))
	c.watch(by, role, "starting an import", by.ask("POST", by.in(route.ImportApply, string(job)), nil))
	if begun.status < 300 {
		c.ran(by, job)
	}
}
