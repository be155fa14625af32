package model_test

import (
	"fmt"
	"testing"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The seventh mistake: a snapshot is many pages and the changes are, too, and rights may change between any two of them. With
// fewer rights later pages must not show what is gone; with more the device must not stay quietly incomplete.

// TestRightsChangeAtEveryBorder loads a device, lets it rest and catch up, and changes its owner's rights before the first
// request, in the next run before the second, and so on.
func TestRightsChangeAtEveryBorder(t *testing.T) {
	t.Parallel()
	for _, turn := range testworld.Turns {
		t.Run(fmt.Sprint(turn), func(t *testing.T) {
			o := newTown(t, smallPages)
			for border, passed := 0, true; passed; border++ {
				c := newChronicle(t, o, newAviary(), 1)
				for range 5 {
					c.does(c.owner, "members.create", c.newcomer(""))
				}
				if passed = c.crossed(c.user, turn, border); border > 60 {
					t.Fatal("there is always one more border")
				}
			}
		})
	}
}

// crossed runs one history in which the rights of somebody change at one border; it says whether there was that border.
func (c *chronicle) crossed(p *person, turn []org.Role, border int) bool {
	c.t.Helper()
	c.become(p, turn[0])
	d := c.device(p)
	n, changed := 0, false
	cross := func() {
		if n == border {
			for _, role := range turn[1:] {
				c.become(p, role)
				c.happens()
			}
			changed = true
		}
		n++
	}
	d.sync(cross)
	for range 2 {
		c.happens()
	}
	d.sync(cross)
	d.asFresh(fmt.Sprintf("rights changed before request %d", border))
	return changed
}

// happens lets somebody come, others change in what everybody sees and in what few do, and somebody go and come back.
func (c *chronicle) happens() {
	c.t.Helper()
	a := c.newcomer("")
	id := a["member"].(org.MemberID)
	c.does(c.owner, "members.create", a)
	c.does(c.owner, "members.tag", tag([]string{c.fresh(id, "tags")}, nil, id))
	c.does(c.owner, "members.edit", edit(id, "title", a["title"], c.fresh(id, "title")))
	c.does(c.owner, "members.delete", these(c.ids[4]))
	c.does(c.owner, "ledger.undo", back(c.owner.head(c.Tenant)))
}

// TestRightsChangeWhileAnAnswerIsMade takes an admin's rights away before the first request to the table that an answer needs,
// then before the second, and so on, and writes something right afterwards. That was never theirs to see.
func TestRightsChangeWhileAnAnswerIsMade(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	table := o.spy.table
	for _, address := range []string{route.Snapshot, route.Changes, route.Entries} {
		for at, late := 1, "-"; late != ""; at++ {
			c := newChronicle(t, o, newAviary(), 1)
			path := c.admin.in(address)
			if address == route.Changes {
				path += "?cursor=" + c.admin.cursor()
			}
			late = ""
			o.spy.table = &hooked{HTTPClient: table, at: at, hook: func() {
				c.become(c.admin, org.Guest)
				a := c.newcomer("")
				late = tokens.FindString(a["notes"].(string))
				c.does(c.owner, "members.create", a)
			}}
			a := c.admin.ask("GET", path, nil)
			o.spy.table = table
			if late != "" && c.in(a.raw)[late] {
				t.Errorf("%s: rights were taken away before request %d to the table, and the answer shows what was written later", address, at)
			}
		}
	}
}

// TestDevicesEndAsFreshOnes lets devices of everybody fetch in between whatever happens, rights included.
func TestDevicesEndAsFreshOnes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			o := newTown(t, smallPages)
			c := newChronicle(t, o, newAviary(), seed)
			jo := o.person(c.Tenant, c.Join(t, "Jo", "admin"), "jo")
			c.people = append(c.people, jo)
			c.meet(jo)
			var devices []*device
			for _, p := range c.people {
				devices = append(devices, c.device(p), c.device(p))
			}
			for range 60 {
				switch c.rand.IntN(10) {
				case 0:
					if p := pick(c, c.user, c.guest, jo); p.record(p.ref()) != nil {
						c.become(p, pick(c, org.User, org.Guest, org.Admin, ""))
					}
				case 1, 2, 3, 4:
					c.step()
				}
				d := pick(c, devices...)
				d.turn()
			}
			o.Clock.Move(1e9)
			for _, p := range c.people {
				p.signIn()
			}
			o.Clock.Move(1e9)
			for _, d := range devices {
				d.sync(func() {})
				d.asFresh("at rest")
			}
		})
	}
}
