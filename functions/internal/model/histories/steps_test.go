package histories

import (
	"fmt"
	"time"

	"stellwerk/shared/org"
)

// step lets one thing happen.
func (h *history) step() {
	d := pick(h, h.devices...)
	what := h.rand.IntN(100)
	switch {
	case what < 8:
		h.change()
	case what < 14:
		h.authority()
	case what < 18:
		h.work()
	case what < 22 && len(h.late) > 0:
		i := h.rand.IntN(len(h.late))
		arrive := h.late[i]
		h.late = append(h.late[:i:i], h.late[i+1:]...)
		h.logf("a late request comes")
		arrive()
	case what < 24:
		h.Clock.Move(pick(h, time.Minute, time.Hour, 26*time.Hour))
	case what < 26:
		d.cut = !d.cut
		h.logf("%s is cut off: %v", d.name, d.cut)
	case d.lead == nil || d.locked:
		if d.lead == nil && d.role != "" && len(d.disk) > 0 && h.chance(1, 2) {
			d.open() // without a connection, what is on the disk is there
			h.logf("%s is opened", d.name)
		} else {
			h.logf("%s signs in", d.name)
			d.signIn()
		}
	case what < 50:
		d.want()
	case what < 57:
		d.takeBack()
	case what < 61:
		d.decide()
	case what < 64:
		d.save()
	case what < 76:
		if d.flying != nil {
			d.land()
		} else {
			d.send()
		}
	case what < 88:
		if !d.pull() {
			d.save()
		}
	case what < 91:
		if n := len(d.answers); n > 0 {
			h.logf("%s gets an answer again", d.name)
			d.answers[h.rand.IntN(n)]()
			d.wishesOf(d.lead)
		}
	case what < 96:
		if h.chance(1, 2) {
			d.lead.Save() // is lost with the app
		}
		d.kill()
		h.logf("%s is killed", d.name)
		d.open()
	case what < 98:
		if d.tab == nil {
			d.tab = d.reopen()
			d.tab.Follow(true)
		} else {
			d.save()
			d.tab = nil
		}
		h.logf("%s has a second tab: %v", d.name, d.tab != nil)
	default:
		d.rest()
	}
}

// land lets an answer arrive that was on its way, or the app give up waiting for it.
func (d *device) land() {
	f := d.flying
	d.flying = nil
	if d.chance(2, 3) {
		d.logf("%s gets the answer", d.name)
		f()
	} else {
		d.logf("%s gives up waiting", d.name)
		d.lead.Unanswered()
	}
}

// rest lets a device come to rest, and looks whether it holds what is not for its owner.
func (d *device) rest() {
	if d.cut {
		return
	}
	was := d.calm
	d.calm = true
	d.logf("%s comes to rest", d.name)
	d.sync()
	d.calm = was
	d.innocent()
}

// sync talks with the server until there is nothing to say.
func (d *device) sync() {
	was := d.calm
	d.calm = true
	defer func() { d.calm = was }()
	if d.lead != nil && d.flying != nil {
		d.flying = nil
		d.lead.Unanswered()
	}
	for n := 0; ; n++ {
		if d.lead == nil || d.locked {
			return
		}
		if n > 300 {
			d.failf("%s never comes to rest", d.name)
		}
		d.settle()
		if d.lead.Stuck() {
			d.save()
			d.kill()
			d.open()
		}
		sent := d.send()
		if more := d.pull(); !more && !sent && (d.lead == nil || len(d.lead.Outgoing()) == 0) {
			break
		}
		if d.lead != nil {
			d.lead.Unanswered()
		}
	}
	if d.lead != nil {
		d.save()
	}
}

// change is somebody else who changes something.
func (h *history) change() {
	by := pick(h, h.people...)
	deed, args := h.wishes(by, nil)
	h.elsewhere(by, deed, args)
}

// authority changes what somebody may.
func (h *history) authority() {
	owner, p := h.people[0], pick(h, h.people[1:]...)
	these := map[string]any{"members": []org.MemberID{p.member}}
	role := h.roleOf(p)
	switch what := h.rand.IntN(10); {
	case role == "":
		h.elsewhere(owner, "members.reactivate", these)
	case what < 7:
		to := pick(h, org.Admin, org.User, org.Guest)
		if role == org.Admin && to == org.Guest {
			h.elsewhere(owner, "members.edit", edit(p.member, "role", role, org.User))
			role = org.User
		}
		h.elsewhere(owner, "members.edit", edit(p.member, "role", role, to))
	case what < 9:
		h.elsewhere(owner, "members.deactivate", these)
	default:
		h.elsewhere(owner, "members.delete", these)
	}
}

// work lets jobs go on by a step.
func (h *history) work() {
	if len(h.jobIDs) > 0 {
		j := pick(h, h.jobIDs...)
		h.must(h.jobs.Advance(h.tb.Context(), j.by.tenant, j.id))
		h.moved()
	}
}

func edit(id org.MemberID, field string, from, to any) map[string]any {
	return map[string]any{"member": id, "fields": map[string]any{field: map[string]any{"from": from, "to": to}}}
}

// want lets the owner of a device want something.
func (d *device) want() {
	deed, args := d.wishesFor(d)
	d.do(deed, args)
}

func (h *history) wishesFor(d *device) (string, any) { return h.wishes(d.p, d) }

// wishes is something that somebody may want, be it possible or not: from what their device shows, or without having looked.
func (h *history) wishes(by *person, d *device) (deed string, args any) {
	id := pick(h, h.ids...)
	tenant := by.tenant
	switch h.rand.IntN(22) {
	case 0, 1, 2:
		a := h.newcomer(tenant, fmt.Sprintf("Neu%d", len(h.ids)))
		if h.chance(1, 4) { // an address that somebody else wants, too
			a["email"] = "same@people.example"
		}
		if h.chance(1, 6) {
			a["role"] = pick(h, org.Guest, org.Admin)
		}
		return "members.create", a
	case 3, 4, 5, 6, 7, 8, 9:
		return "members.edit", map[string]any{"member": id, "fields": h.edits(tenant.ID(), id, d)}
	case 10, 11:
		return "members.deactivate", map[string]any{"members": h.some()}
	case 12:
		return "members.reactivate", map[string]any{"members": h.some()}
	case 13, 14:
		return "members.delete", map[string]any{"members": h.some()}
	case 15, 16, 17:
		return "members.tag", map[string]any{"members": h.some(), "add": []string{h.value(tenant.ID(), id, "tags")}}
	case 18:
		var name string
		if d != nil && d.lead != nil {
			name = d.lead.Tenant().Name
		}
		return "tenants.rename", map[string]any{"from": name, "to": h.value(tenant.ID(), "", "tenant")}
	case 19, 20:
		rows := []map[string]any{h.newcomer(tenant, fmt.Sprintf("Row%d", len(h.ids))), h.newcomer(tenant, fmt.Sprintf("Row%d", len(h.ids)+1))}
		n := len(rows)
		if h.chance(1, 30) { // too many for one entry
			n = 46
		}
		for i := range n {
			if i >= len(rows) {
				m := newID[org.MemberID](h, h.Clock.Now())
				h.names[string(m)] = "many"
				h.id(tenant.ID(), m)
				rows = append(rows, map[string]any{"member": m, "givenName": "A", "surname": "B", "email": h.value(tenant.ID(), m, "email")})
			}
			rows[i]["row"] = i + 2
		}
		return "members.import", map[string]any{"rows": rows, "skipRefused": h.chance(1, 2)}
	}
	return "ledger.undo", map[string]any{"entries": h.seqs()}
}

// seqs are entries that somebody may want to take back: more than one make a job.
func (h *history) seqs() []uint64 {
	head, err := h.table.Head(h.tb.Context(), h.people[0].tenant)
	h.must(err)
	at := 1 + h.rand.Uint64N(head.Seq)
	if h.chance(1, 2) && at > 1 {
		return []uint64{at, at - 1}
	}
	return []uint64{at}
}

func (h *history) some() []org.MemberID {
	var out []org.MemberID
	for range 1 + h.rand.IntN(2) {
		out = append(out, pick(h, h.ids...))
	}
	return out
}

// edits change one or two fields of somebody, from what the device shows.
func (h *history) edits(tenant org.TenantID, id org.MemberID, d *device) map[string]any {
	var m org.Member
	if d != nil && d.lead != nil {
		m, _ = d.lead.Member(id)
	}
	now := map[string]string{
		"givenName": m.GivenName, "surname": m.Surname, "email": string(m.Email), "title": m.Title, "location": m.Location, "phone": m.Phone,
		"startDate": m.StartDate, "notes": m.Notes, "role": string(m.Role),
	}
	out := map[string]any{}
	for range 1 + h.rand.IntN(2) {
		f := pick(h, append([]string{"role"}, fieldNames...)...)
		to := ""
		switch {
		case f == "role":
			to = pick(h, "user", "guest", "admin")
		case h.chance(5, 6) || f == "givenName" || f == "surname" || f == "email":
			to = h.value(tenant, id, f)
		}
		out[f] = map[string]string{"from": now[f], "to": to}
	}
	return out
}

// takeBack undoes something that was done on this device.
func (d *device) takeBack() {
	var made []org.CommandID
	for id := range d.wishes {
		made = append(made, id)
	}
	if len(made) == 0 {
		return
	}
	sortIDs(made)
	d.undo(made[len(made)-1-d.rand.IntN(min(4, len(made)))])
}
