package model_test

import (
	"net/http"

	"stellwerk/functions/internal/zones"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// device keeps an organisation as somebody's browser does: page by page, then change by change, and all anew when it is told to.
type device struct {
	*chronicle
	*person
	records  *ledger.Memory
	loading  bool
	next     string // of the snapshot
	from     uint64 // position of the snapshot
	until    uint64 // where the ledger stood when the snapshot was whole: until then it may lack what has gone meanwhile
	cursor   string
	restarts int
}

func (c *chronicle) device(p *person) *device {
	d := &device{chronicle: c, person: p}
	d.forget()
	return d
}

func (d *device) forget() {
	d.records = ledger.NewMemory(d.person.tenant.ID(), d.person.Clock.Now)
	d.records.Tells(zones.Day)
	d.loading, d.next, d.from, d.until, d.cursor = true, "", 0, 0, ""
}

// turn sends one request and takes the answer; more is false when there is nothing to fetch now.
func (d *device) turn() (more bool) {
	d.t.Helper()
	role := d.person.now()
	address, cursor := route.Changes, d.person.in(route.Changes)+"?cursor="+d.cursor
	if d.loading {
		address, cursor = route.Snapshot, d.person.in(route.Snapshot)+"?cursor="+d.next
	}
	a := d.watch(d.person, role, address, d.person.ask("GET", cursor, nil))
	switch {
	case a.status == http.StatusNotFound:
		d.forget()
		return false
	case a.status == http.StatusConflict:
		d.restart()
		return true
	case a.status != http.StatusOK:
		d.t.Fatalf("%s: %s", address, a.raw)
	}
	if d.loading {
		return d.page(read[route.SnapshotReply](d.t, a))
	}
	return d.follow(read[route.ChangesReply](d.t, a))
}

func (d *device) restart() {
	d.forget()
	if d.restarts++; d.restarts > 20 {
		d.t.Fatalf("the device of the %s is told to begin anew for ever", d.person.role)
	}
}

func (d *device) page(s route.SnapshotReply) (more bool) {
	d.t.Helper()
	if d.next == "" {
		d.from = s.Seq
	}
	for _, r := range s.Records {
		e, err := ledger.EntityOf(r.Kind, r.Fields)
		if err != nil {
			d.t.Fatalf("a record of the snapshot: %v", err)
		}
		d.records.Set(ledger.Record{Ref: ledger.Ref{Kind: r.Kind, ID: r.ID}, Seq: r.Seq, Value: e})
	}
	if d.next = s.Next; d.next != "" {
		return true
	}
	d.loading, d.cursor = false, s.Cursor
	d.records.SetHead(ledger.Head{Seq: d.from})
	return true
}

func (d *device) follow(c route.ChangesReply) (more bool) {
	d.t.Helper()
	if c.Restart {
		d.restart()
		return true
	}
	if d.until == 0 {
		d.until = c.Head.Seq
	}
	for _, e := range c.Entries {
		if err := ledger.VerifyAlone(d.person.tenant.ID(), e); err != nil {
			d.t.Errorf("entry %d as the %s sees it: %v", e.Seq, d.person.role, err)
		}
		d.records.KeepEntry(e)
		for _, change := range e.Changes {
			have, _ := d.records.Record(change.Ref()) // a memory is always there
			if !have.Alive() && have.Seq == 0 && change.Op != ledger.Created && e.Seq <= d.until {
				continue // it went before its page was read
			}
			if err := d.records.Change(change, e.Seq); err != nil {
				d.t.Errorf("entry %d does not follow on what the device of the %s has: %v, %s", e.Seq, d.person.role, fault.First(err), encode(d.t, change))
			}
		}
	}
	d.cursor = c.Cursor
	d.records.SetHead(ledger.Head{Seq: c.Seq})
	return c.More
}

// sync sends requests until there is nothing to fetch; before each of them border is called.
func (d *device) sync(border func()) {
	d.t.Helper()
	for n, more := 0, true; more; n++ {
		if border(); n > 500 {
			d.t.Fatalf("the device of the %s never comes to rest", d.person.role)
		}
		more = d.turn()
	}
}

// has is everything that the device has.
func (d *device) has() map[ledger.Ref]string {
	out := map[ledger.Ref]string{}
	d.records.Each(func(r ledger.Record) { out[r.Ref] = string(ledger.EncodeEntity(r.Value)) })
	return out
}

// asFresh checks that the device, at rest, has what a fresh one has.
func (d *device) asFresh(story string) {
	d.t.Helper()
	fresh := d.chronicle.device(d.person)
	fresh.sync(func() {})
	have, want := d.has(), fresh.has()
	for ref, w := range want {
		if have[ref] != w {
			d.t.Errorf("%s: %v is\n%s on the device of the %s, on a fresh one\n%s", story, ref, have[ref], d.person.role, w)
		}
	}
	for ref, h := range have {
		if want[ref] == "" {
			d.t.Errorf("%s: the device of the %s keeps %v, which a fresh one never gets: %s", story, d.person.role, ref, h)
		}
	}
	if d.person.now() != "" && (len(want) == 0 || d.records.Head() != fresh.records.Head()) {
		d.t.Errorf("%s: the device of the %s stands at %v, a fresh one at %v with %d records", story, d.person.role, d.records.Head(), fresh.records.Head(), len(want))
	}
}

// does has somebody do what they may, without asking by HTTP.
func (c *chronicle) does(p *person, deed string, a any) {
	c.t.Helper()
	c.Do(c.t, p.Who, deed, a)
}

// become gives somebody another role, or takes them out of service and lets them in again.
func (c *chronicle) become(p *person, role org.Role) {
	c.t.Helper()
	m := p.record(p.ref()).(org.Member)
	if m.Deactivated != (role == "") {
		c.does(c.owner, map[bool]string{true: "members.deactivate", false: "members.reactivate"}[role == ""], these(p.Member))
	}
	if role == "" {
		return
	}
	if p.now() == "" {
		p.Clock.Move(1e9)
		p.signIn()
		p.Clock.Move(1e9)
	}
	if m.Role == org.Admin && role == org.Guest {
		c.does(c.owner, "members.edit", edit(p.Member, "role", m.Role, org.User))
		m.Role = org.User
	}
	if m.Role != role {
		c.does(c.owner, "members.edit", edit(p.Member, "role", m.Role, role))
	}
	if got := p.now(); got != role {
		c.t.Fatalf("made a %s of a %s, and got a %q", role, m.Role, got)
	}
}
