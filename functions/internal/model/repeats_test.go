package model_test

import (
	"fmt"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The fifth mistake: a command's id lies open in the ledger, and whoever sends it again might read somebody else's answer, or, by
// being first, make somebody else's command vanish as if it had been done.

// sending is a way by which a command can come.
type sending func(p *person, cmd ledger.Command) (route.CommandReply, answer)

func byCommands(p *person, cmd ledger.Command) (route.CommandReply, answer) {
	p.Clock.Move(time.Second)
	a := p.ask("POST", p.in(route.Commands), route.CommandsRequest{Account: p.Account, Commands: []ledger.Command{cmd}})
	r := decoded[route.CommandsReply](a).Replies
	if len(r) == 0 {
		return route.CommandReply{State: route.Refused, Faults: decoded[route.Problem](a).Faults}, a
	}
	return r[0], a
}

func byAddress(p *person, cmd ledger.Command) (route.CommandReply, answer) {
	p.Clock.Move(time.Second)
	a := p.ask("POST", p.in("/v1/tenants/{tenant}/deeds/")+cmd.Deed+"?command="+string(cmd.ID), cmd.Args)
	r := decoded[route.CommandReply](a)
	if a.status >= 300 && r.State == "" {
		r = route.CommandReply{Command: cmd.ID, State: route.Refused, Faults: decoded[route.Problem](a).Faults}
	}
	return r, a
}

// TestAnIDIsItsMakersAndItsCommandsAlone lets honest people send commands again and again, while enemies of every kind send
// whatever ids they have seen.
func TestAnIDIsItsMakersAndItsCommandsAlone(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	c := newChronicle(t, o, newAviary(), 5)
	eve := newChronicle(t, o, c.aviary, 6).owner
	out := o.person(c.Tenant, c.Join(t, "Otto", "user"), "out of service")
	c.meet(out)
	o.Clock.Move(time.Second)
	c.does(c.owner, "members.deactivate", these(out.Member))
	c.furnish()
	enemies := []*person{c.admin, c.user, c.guest, out, eve, {town: o, Who: eve.Who, tenant: c.Tenant, cookie: eve.cookie, role: "owner elsewhere"},
		{town: o, Who: executor.Who{Account: c.owner.Account}, tenant: c.Tenant, role: "signed out"}}
	ways := []sending{byCommands, byAddress}
	var done []ledger.Command
	for n := range 12 {
		cmd := o.Command(t, "members.create", c.newcomer(""))
		if n%3 == 0 {
			cmd = o.Command(t, "members.edit", edit(c.user.Member, "notes", c.notes(c.user), c.fresh(c.user.Member, "notes")))
		}
		c.knows(c.owner, string(encode(t, cmd)))
		for _, by := range []*person{c.admin, c.owner} { // a preview under the id takes nothing away, whoever's it is
			o.Clock.Move(time.Second)
			by.ask("POST", by.in("/v1/tenants/{tenant}/deeds/")+cmd.Deed+"?preview=true&command="+string(cmd.ID), cmd.Args)
		}
		for again := range 2 + c.rand.IntN(3) {
			r, a := pick(c, ways...)(c.owner, cmd)
			if r.State != route.Applied || r.Again != (again > 0) || r.Entry == nil || r.Entry.Command != cmd.ID {
				t.Errorf("sent for the %d. time: %s", again+1, a.body)
			}
			c.attack(enemies, cmd, ways)
		}
		done = append(done, cmd)
	}
	c.once(done)
	c.beforehand(ways)
	c.bulk(enemies, ways)
	for _, later := range []time.Duration{109 * 24 * time.Hour, 2 * 24 * time.Hour, 30 * 24 * time.Hour} {
		o.Clock.Move(later)
		for _, p := range append(c.everybody(), eve) {
			p.signIn()
		}
		o.Clock.Move(time.Second)
		for _, cmd := range done {
			if r, a := byCommands(c.owner, cmd); r.State != route.Applied && !fault.Is(r.Faults, "command.tooOld") || r.State == route.Applied && !r.Again {
				t.Errorf("%v later: %s", later, a.body)
			}
			c.attack(enemies, cmd, ways)
		}
		c.once(done)
	}
}

func (c *chronicle) notes(p *person) string { return p.record(p.ref()).(org.Member).Notes }

// attack has enemies send an id that is not theirs: as it was, with other arguments, and for another deed.
func (c *chronicle) attack(enemies []*person, cmd ledger.Command, ways []sending) {
	c.t.Helper()
	for _, p := range enemies {
		own, deed := cmd, cmd
		own.Args = encode(c.t, args{"member": newID[org.MemberID](c.owner), "givenName": "Eve", "surname": "Eve", "email": "eve@" + string(newID[org.MemberID](c.owner)) + ".example"})
		deed.Deed, deed.Args = "members.delete", encode(c.t, these(c.guest.Member))
		tries := []ledger.Command{own, deed}
		if p.tenant == c.Tenant {
			tries = append(tries, cmd) // what the enemy could send as it was, had they seen all of it
		}
		for _, try := range tries {
			role := p.now()
			head := p.head(c.Tenant)
			r, a := pick(c, ways...)(p, try)
			known := map[string]bool{}
			for _, token := range tokens.FindAllString(string(encode(c.t, try)), -1) {
				known[token] = true
			}
			for _, token := range tokens.FindAllString(a.raw, -1) {
				if owned, is := c.all[token]; is && !owned.shows(p, role) && !known[token] {
					c.t.Errorf("the %s, who sends the id of somebody else, is told %s: %s", p.role, token, a.body)
				}
			}
			if p.tenant == c.Tenant && (r.State != route.Refused || c.owner.head(c.Tenant) != head) {
				c.t.Errorf("the %s sends %s under the id of somebody else: %s", p.role, try.Deed, a.body)
			}
			if p == c.admin && (len(r.Faults) != 1 || r.Faults[0].Code != "command.conflict" && r.Faults[0].Code != "command.tooOld" || len(r.Faults[0].Values) > 0) {
				c.t.Errorf("the admin is told more than that there is a conflict: %s", a.body)
			}
		}
	}
}

// once checks that each command is in the ledger once, as its maker's.
func (c *chronicle) once(done []ledger.Command) {
	c.t.Helper()
	times := map[org.CommandID]int{}
	for _, e := range c.Ledger(c.t) {
		times[e.Command]++
		for _, cmd := range done {
			if e.Command == cmd.ID && e.Actor.Member != c.owner.Member {
				c.t.Errorf("entry %d has the command of the owner and the name of %s", e.Seq, e.Actor.Name)
			}
		}
	}
	for _, cmd := range done {
		if times[cmd.ID] != 1 {
			c.t.Errorf("%s %s was done %d times", cmd.Deed, cmd.ID, times[cmd.ID])
		}
	}
}

// beforehand has an enemy use an id before its owner does: who meant something else is told so, and never that it was done.
func (c *chronicle) beforehand(ways []sending) {
	c.t.Helper()
	for i, way := range ways {
		honest, taken := c.owner.Command(c.t, "members.create", c.newcomer("")), ledger.Command{}
		taken = honest
		taken.Args = encode(c.t, args{"member": newID[org.MemberID](c.owner), "givenName": "Eve", "surname": "Eve", "email": fmt.Sprintf("first%d@eve.example", i)})
		if r, a := way(c.admin, taken); r.State != route.Applied {
			c.t.Fatalf("an admin's own command: %s", a.body)
		}
		r, a := way(c.owner, honest)
		if r.State != route.Refused || !fault.Is(r.Faults, "command.conflict") || r.Entry != nil {
			c.t.Errorf("a command whose id somebody else has used: %s", a.body)
		}
	}
}

// bulk sends a command that becomes a job.
func (c *chronicle) bulk(enemies []*person, ways []sending) {
	c.t.Helper()
	var people []args
	for range 50 {
		people = append(people, c.newcomer(""))
	}
	cmd := c.owner.Command(c.t, "members.import", rows(people...))
	before := len(c.Records(c.t))
	for range 2 {
		for _, way := range ways {
			r, a := way(c.owner, cmd)
			if r.State != route.Running || r.Job == nil || r.Job.ID != org.JobID(cmd.ID) {
				c.t.Errorf("a command of many: %s", a.body)
			}
			c.attack(enemies, cmd, ways)
			c.owner.finish(c.Tenant, org.JobID(cmd.ID))
		}
	}
	if n := len(c.Records(c.t)) - before; n != 50 {
		c.t.Errorf("50 people were imported by one command, sent four times: there are %d more", n)
	}
}
