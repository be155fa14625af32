package model_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

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
	out["access"] = append(out["access"], p.ask("POST", route.Access, args{"tenant": c.Tenant.ID(), "nonce": "a-nonce-of-this-request"}))
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
				if p == other.owner { // she asks for what is not hers; what her own organisation is called she knows
					v.knows(p, string(encode(t, p.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(p.tenant.ID())}))))
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
