package model_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
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
	switch c.rand.IntN(14) {
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
		c.act(by, "tenants.rename", args{"from": t.Name, "to": c.value(c.Tenant.ID(), string(c.Tenant.ID()), "tenant")})
	case 11, 12:
		c.act(by, "ledger.undo", back(1+c.rand.Uint64N(c.owner.head(c.Tenant)+1)))
	case 13:
		c.upload(by)
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

// readings are all ways to read that somebody has, each with its name.
func (c *chronicle) readings(p *person) map[string][]answer {
	p.Helper()
	out := map[string][]answer{}
	get := func(what, path string) answer {
		a := p.ask("GET", path, nil)
		out[what] = append(out[what], a)
		return a
	}
	for next, more := "", true; more; more = next != "" {
		a := get("snapshot", p.in(route.Snapshot)+"?cursor="+next)
		next = decoded[route.SnapshotReply](a).Next
	}
	trail := func(what, query string) {
		for before, more := uint64(0), true; more; more = before != 0 {
			a := get(what, fmt.Sprintf("%s?before=%d&%s", p.in(route.Entries), before, query))
			before = decoded[route.EntriesReply](a).Before
		}
	}
	trail("entries", "limit=20")
	trail("entries by deed", "deed=members.create")
	trail("entries by time", "from=2026-03-14T09:00:00Z&to=2027-01-01T00:00:00Z")
	for _, id := range append(slices.Clone(c.ids), org.MemberID(c.Tenant.ID())) {
		trail("history", "record="+string(id))
	}
	for _, p := range c.people {
		trail("entries by actor", "actor="+string(p.Member))
	}
	get("session", route.Session)
	get("jobs", p.in(route.Jobs))
	for _, job := range c.jobs {
		get("job", p.in(route.Job, string(job)))
		get("refused rows", p.in(route.JobRefused, string(job)))
		get("import preview", p.in(route.ImportPreview, string(job)))
		out["job steered"] = append(out["job steered"], p.ask("POST", p.in(route.JobStop, string(job)), nil), p.ask("POST", p.in(route.JobResume, string(job)), nil),
			p.ask("POST", p.in(route.ImportApply, string(job)), nil), p.ask("PUT", p.in(route.ImportPart, string(job), "0"), "x,y\n"))
	}
	return out
}

func decoded[T any](a answer) (v T) {
	_ = json.Unmarshal(a.body, &v) // what is no such reply is a refusal, which leads nowhere
	return v
}

// guesses are deeds that somebody tries on others to see what they are told.
func (c *chronicle) guesses(p *person) []answer {
	var out []answer
	try := func(deed string, a any) {
		out = append(out, p.ask("POST", strings.Replace(p.in(route.Deed), "{deed}", deed, 1)+"?preview=true", a))
	}
	for _, id := range c.ids[:min(len(c.ids), 8)] {
		p.Clock.Move(2e9)
		for _, deed := range []string{"members.deactivate", "members.reactivate", "members.delete"} {
			try(deed, these(id))
		}
		try("members.tag", tag([]string{"x"}, nil, id))
		try("members.edit", args{"member": id, "fields": args{"title": args{"from": "x", "to": "y"}, "notes": args{"from": "x", "to": "y"}}})
		try("members.create", args{"member": id, "givenName": "A", "surname": "B", "email": "a@b.example"})
	}
	for seq := uint64(0); seq < c.owner.head(c.Tenant)+2; seq += 4 {
		p.Clock.Move(1e9)
		try("ledger.undo", back(seq))
	}
	return out
}

// TestNobodyIsShownWhatIsNotTheirs lets histories happen and reads them in every way, as everybody.
func TestNobodyIsShownWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			o := newTown(t, smallPages)
			v := newAviary()
			c := newChronicle(t, o, v, seed)
			other := newChronicle(t, o, v, seed+1000)
			jo := o.person(c.Tenant, c.Join(t, "Jo", "admin"), "jo")
			c.people = append(c.people, jo)
			c.meet(jo)
			c.furnish()
			start := map[*person]string{}
			o.Clock.Move(1e9)
			for _, p := range c.people {
				p.signIn()
				start[p] = p.cursor()
			}
			for range 45 {
				c.step()
				if c.rand.IntN(6) == 0 {
					other.step()
				}
			}
			for p, role := range map[*person]org.Role{c.user: org.User, c.guest: org.Guest} {
				if p.record(p.ref()) != nil {
					c.become(p, role) // whatever became of them meanwhile
				}
			}
			o.Clock.Move(1e9)
			for _, p := range append(c.people, other.owner, &person{town: o, tenant: c.Tenant, role: "signed out"}) {
				if p.cookie != "" && p.tenant == c.Tenant {
					p.signIn()
				}
				o.Clock.Move(1e9)
				role := p.now()
				if p == other.owner { // she asks for what is not hers
					p = &person{town: o, Who: p.Who, tenant: c.Tenant, cookie: p.cookie, role: "owner elsewhere"}
					role = ""
				}
				c.readAs(p, role, start[p])
			}
		})
	}
}

// readAs reads everything as somebody and compares it with what they may see.
func (c *chronicle) readAs(p *person, role org.Role, start string) {
	c.t.Helper()
	all := c.readings(p)
	all["guesses"] = c.guesses(p)
	if start != "" {
		for more := true; more; {
			a := p.ask("GET", p.in(route.Changes)+"?cursor="+start, nil)
			all["changes"] = append(all["changes"], a)
			r := decoded[route.ChangesReply](a)
			start, more = r.Cursor, r.More
		}
	}
	shown := map[string]string{}
	for what, answers := range all {
		for _, a := range answers {
			c.watch(p, role, what, a)
			shown[what] += string(a.body)
			if role != org.Owner && role != org.Admin {
				c.reduced(p, what, a)
			}
		}
	}
	ever, now := map[string]bool{}, map[string]bool{}
	for _, e := range c.Ledger(c.t) {
		for _, change := range e.Changes {
			maps.Copy(ever, c.in(string(encode(c.t, change))))
		}
	}
	for _, r := range c.Records(c.t) {
		maps.Copy(now, c.in(string(ledger.EncodeEntity(r.Value))))
	}
	c.complete(p, role, "snapshot", shown["snapshot"], now)
	c.complete(p, role, "entries", shown["entries"], ever)
	c.complete(p, role, "history", shown["history"], ever)
	if role == org.Owner {
		c.whole(p, all)
	}
}

// complete checks that somebody is shown all that they may see, and not less.
func (c *chronicle) complete(p *person, role org.Role, what, shown string, of map[string]bool) {
	c.t.Helper()
	got := c.in(shown)
	for t := range c.visible(p, role, of) {
		if !got[t] {
			c.t.Errorf("%s shows the %s nothing of %s, the %s of %s", what, role, t, c.all[t].field, c.all[t].of)
		}
	}
}

// reduced checks that an entry tells those who don't see all nothing but what has changed, and can still be verified.
func (c *chronicle) reduced(p *person, what string, a answer) {
	c.t.Helper()
	for _, e := range decoded[struct{ Entries []ledger.Entry }](a).Entries {
		if !e.At.IsZero() || e.Actor.Name != "" || e.Actor.Member != "" || e.Deed != "" || e.Batch != "" || e.Undoes != nil || e.Salt != nil {
			c.t.Errorf("%s tells a %s who did what when: %s", what, p.role, e.Encode())
		}
		if err := ledger.VerifyAlone(c.Tenant.ID(), e); err != nil {
			c.t.Errorf("%s: entry %d as a %s sees it: %v", what, e.Seq, p.role, err)
		}
	}
}

// whole checks that the owner's readers together are the organisation: each record and each entry as it is stored.
func (c *chronicle) whole(p *person, all map[string][]answer) {
	c.t.Helper()
	stored := c.Ledger(c.t)
	for _, what := range []string{"entries", "history"} {
		got := map[uint64]string{}
		for _, a := range all[what] {
			for _, raw := range decoded[struct{ Entries []json.RawMessage }](a).Entries {
				var e ledger.Entry
				if err := json.Unmarshal(raw, &e); err != nil {
					c.t.Fatal(err)
				}
				got[e.Seq] = string(raw)
			}
		}
		for _, e := range stored {
			if got[e.Seq] != string(e.Encode()) {
				c.t.Errorf("entry %d is not in the owner's %s as it is stored:\n%s\n%s", e.Seq, what, got[e.Seq], e.Encode())
			}
		}
	}
	records := c.Records(c.t)
	n := 0
	for _, a := range all["snapshot"] {
		for _, r := range decoded[route.SnapshotReply](a).Records {
			n++
			have := records[ledger.Ref{Kind: r.Kind, ID: r.ID}]
			if !have.Alive() || have.Seq != r.Seq || !ledger.FieldsOf(have.Value).Same(r.Fields) {
				c.t.Errorf("%s %s is not in the owner's snapshot as it is stored: %v", r.Kind, r.ID, r.Fields)
			}
		}
	}
	if n != len(records) {
		c.t.Errorf("the owner's snapshot has %d records, there are %d", n, len(records))
	}
}
