package histories

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"stellwerk/app/client"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// step lets one thing happen.
func (h *history) step() {
	d := pick(h, h.devices...)
	if d.lead != nil && h.chance(1, 4) {
		if _, _, loading := d.lead.Loading(); loading {
			h.meanwhile()
			return
		}
	}
	what := h.rand.IntN(100)
	switch {
	case what < 10:
		h.change()
	case what < 16:
		h.authority()
	case what < 19:
		h.work()
	case what < 22 && len(h.late) > 0:
		i := h.rand.IntN(len(h.late))
		arrive := h.late[i]
		h.late = append(h.late[:i:i], h.late[i+1:]...)
		h.logf("a late request comes")
		arrive()
	case what < 23:
		h.enemy()
	case what < 24:
		h.foundAnother(d)
	case what < 25:
		h.Clock.Move(pick(h, time.Minute, time.Hour, 26*time.Hour))
	case what < 26 && d.lead != nil:
		d.setBack()
	case what < 27 && d.lead != nil:
		d.copied()
	case what < 28:
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
	case d.flying != nil && d.p != h.people[0] && h.chance(1, 5):
		d.overtaken()
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
		if d.pulling != nil {
			d.landPull()
		} else if !d.pull() {
			d.save()
		}
	case what < 91:
		d.again()
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

// keep writes what waits to the disk, where nothing can go wrong.
func (d *device) keep() {
	was := d.calm
	d.calm = true
	d.save()
	d.calm = was
}

// setBack sets the device's clock back between two things that somebody does. In which order they were done is not forgotten.
func (d *device) setBack() {
	d.want()
	d.keep()
	d.skew -= pick(d.history, time.Hour, 50*time.Millisecond)
	d.logf("the clock of %s is set back", d.name)
	d.want()
	d.keep()
	if d.chance(1, 2) {
		d.kill()
		d.open()
	}
}

// copied copies what lies on the disk, or puts such a copy back, here or on another device of the same person. Commands are then in several
// places; what was done since is the person's to know.
func (d *device) copied() {
	if d.copy == nil || d.chance(1, 3) {
		d.keep()
		d.copy = maps.Clone(d.disk)
		d.logf("the disk of %s is copied", d.name)
		return
	}
	to := d
	if d.chance(1, 2) {
		to = d.newDevice(d.p, d.api, d.skew)
		to.cookie, to.role = d.session(d.p), d.role
	}
	for _, key := range slices.Sorted(maps.Keys(d.copy)) {
		if id := org.CommandID(key[2:]); strings.HasPrefix(key, "o/") || strings.HasPrefix(key, "i/") {
			d.wish(id).copied, to.wish(id).copied = true, true
			to.wish(id).enemys = to.wish(id).enemys || d.wish(id).enemys
		}
	}
	for _, w := range to.wishes {
		w.wiped = w.wiped || !w.copied
	}
	to.kill()
	to.kill()
	to.disk, to.lead = maps.Clone(d.copy), nil
	to.open()
	d.logf("the copy of %s is put on %s", d.name, to.name)
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

// again lets an answer come that this run of the app has had. One that tells what is new changes nothing any more.
func (d *device) again() {
	n := d.rand.IntN(len(d.answers) + len(d.news) + 1)
	switch {
	case n < len(d.answers):
		d.logf("%s gets an answer again", d.name)
		d.answers[n]()
		d.wishesOf(d.lead)
	case n < len(d.answers)+len(d.news):
		d.logf("%s is told again what was new", d.name)
		before := fingerprint(d.lead)
		d.news[n-len(d.answers)]()
		if after := fingerprint(d.lead); after != before {
			d.failf("%s was told again what it knew, and is not what it was: %s, %s", d.name, before, after)
		}
	}
}

// landPull lets an answer arrive that tells what is new, or the app give up waiting for it.
func (d *device) landPull() {
	f := d.pulling
	d.pulling = nil
	if d.chance(3, 4) {
		d.logf("%s gets what is new", d.name)
		f()
	}
}

// overtaken takes rights away from somebody while an answer is on its way to them. They may have undone what it is about; the device may have
// begun anew before it comes.
func (d *device) overtaken() {
	if c := d.aloft[d.rand.IntN(len(d.aloft))]; d.chance(1, 2) {
		d.undo(c.ID)
	}
	if role := d.roleOf(d.p); role == org.Admin {
		d.elsewhere(d.people[0], "members.edit", edit(d.p.member, "role", role, org.User))
	}
	if d.pulling == nil && d.chance(1, 2) {
		d.calm = true
		for d.pull() && d.lead != nil {
			d.settle()
		}
		d.calm = false
	}
	if d.lead != nil && d.flying != nil {
		d.land()
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
	d.pulling = nil
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
	by := pick(h, append(h.people, h.people[0], h.people[0])...)
	deed, args := h.wishes(by, nil)
	if n := len(h.crowd); n > 0 && h.chance(1, 2) {
		id := h.crowd[h.rand.IntN(n)]
		deed, args = "members.edit", edit(id, "title", h.fieldsOf(id)["title"], h.value(by.tenant.ID(), id, "title"))
	} else if id, field := h.contested(); field != "" {
		deed, args = "members.edit", edit(id, field, h.fieldsOf(id)[field], h.value(by.tenant.ID(), id, field))
	}
	h.elsewhere(by, deed, args)
}

// meanwhile is somebody who goes while a device reads a snapshot, and before that was somebody whom others changed.
func (h *history) meanwhile() {
	owner, id := h.people[0], pick(h, h.ids[3:]...)
	h.elsewhere(owner, "members.edit", edit(id, "title", h.fieldsOf(id)["title"], h.value(owner.tenant.ID(), id, "title")))
	if h.chance(2, 3) {
		h.elsewhere(owner, "members.delete", map[string]any{"members": []org.MemberID{id}})
	}
}

// contested is a field that somebody's command waits to change; none in some cases, and where there is none.
func (h *history) contested() (id org.MemberID, field string) {
	d := pick(h, h.devices...)
	if d.lead == nil || h.chance(1, 3) {
		return "", ""
	}
	for _, p := range d.lead.Pending() {
		var args struct {
			Member org.MemberID
			Fields map[string]any
		}
		if p.Command.Deed == "members.edit" && json.Unmarshal(p.Command.Args, &args) == nil {
			for _, f := range fieldNames {
				if args.Fields[f] != nil {
					return args.Member, f
				}
			}
		}
	}
	return "", ""
}

// fieldsOf are the fields of a member as the server holds them.
func (h *history) fieldsOf(id org.MemberID) map[string]string {
	m, _ := h.record(id).(org.Member)
	return texts(m)
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

// enemy is somebody who sends a command of their own under an id that somebody else's command has, carried out or not.
func (h *history) enemy() {
	d, by := pick(h, h.devices...), pick(h, h.people...)
	ids := d.commands()
	if len(ids) == 0 || by == d.p {
		return
	}
	id := ids[len(ids)-1-h.rand.IntN(min(3, len(ids)))]
	args := encode(h.newcomer(by.tenant, fmt.Sprintf("Eve%d", len(h.ids))))
	h.types(by, args)
	in := route.CommandsRequest{Account: by.account, Commands: []ledger.Command{{ID: id, Deed: "members.create", Args: args}}}
	a := serve(d.api, h.session(by), client.Request{Method: http.MethodPost, Path: route.In(route.Commands, by.tenant.ID()), Type: "application/json", Body: encode(in)})
	h.moved()
	h.watch(by, route.Commands, a.Body)
	out, err := heard(a).Commands(by.tenant.ID(), in)
	h.logf("%s sends a command of their own as %s: %s", by.name, h.call(id), h.told(out.Replies, err))
	if err == nil && out.Replies[0].State == route.Applied {
		for _, x := range h.devices { // on which it lies by a copy
			if w := x.wishes[id]; w != nil {
				w.enemys = true
			}
		}
	}
}

// commands are those that were made here, in order.
func (d *device) commands() []org.CommandID {
	return slices.SortedFunc(maps.Keys(d.wishes), func(a, b org.CommandID) int { return d.wishes[a].order - d.wishes[b].order })
}

// foundAnother founds one more organisation, and asks again if no answer comes: it is one, and one mail is owed.
func (h *history) foundAnother(d *device) {
	in := route.FoundRequest{Organisation: h.value("", "", "tenant"), Language: "de"}
	cookie := h.session(d.p)
	for n := range 1 + h.rand.IntN(3) {
		a := serve(d.api, cookie, client.Request{Method: http.MethodPost, Path: route.Tenants, Type: "application/json", Body: encode(in)})
		if _, err := heard(a).Found(in); err == nil && n == 0 {
			h.founded++
		} else if err != nil {
			h.logf("%s founds an organisation: %v", d.p.name, err)
		}
	}
	h.logf("%s founds another organisation", d.p.name)
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
	if d.chance(1, 15) {
		d.doFiltered()
		return
	}
	deed, args := d.history.wishes(d.p, d)
	if len(d.crowd) > 0 && d.chance(1, 4) {
		deed, args = "members.delete", map[string]any{"members": d.crowd}
	}
	d.do(deed, args)
}

// wishes is something that somebody may want, be it possible or not: from what their device shows, or without having looked.
func (h *history) wishes(by *person, d *device) (deed string, args any) {
	id := h.somebody()
	tenant := by.tenant
	if h.chance(1, 5) {
		return h.groupWishes(tenant.ID(), id, d)
	}
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
		return "members.edit", map[string]any{"member": id, "sawActive": h.chance(1, 2), "fields": h.edits(tenant.ID(), id, d)}
	case 10, 11:
		return "members.deactivate", map[string]any{"members": h.some()}
	case 12:
		return "members.reactivate", map[string]any{"members": h.some()}
	case 13, 14:
		return "members.delete", map[string]any{"members": []org.MemberID{pick(h, h.ids...)}}
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
		out = append(out, h.somebody())
	}
	return out
}

// somebody is anybody, and often the same one: where wishes meet is where things go wrong.
func (h *history) somebody() org.MemberID {
	if h.chance(3, 5) {
		return h.ids[3+h.rand.IntN(2)]
	}
	return pick(h, h.ids...)
}

// edits change one or two fields of somebody, from what the device shows.
func (h *history) edits(tenant org.TenantID, id org.MemberID, d *device) map[string]any {
	var m org.Member
	if d != nil && d.lead != nil {
		m, _ = d.lead.Member(id)
	} else if d == nil {
		m, _ = h.record(id).(org.Member)
	}
	now := texts(m)
	out := map[string]any{}
	for range 1 + h.rand.IntN(2) {
		f := pick(h, append([]string{"role", "notes", "notes", "notes", "notes", "title", "title", "title", "title"}, fieldNames...)...)
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

// texts are a member's fields as forms have them.
func texts(m org.Member) map[string]string {
	return map[string]string{
		"givenName": m.GivenName, "surname": m.Surname, "email": string(m.Email), "title": m.Title, "location": m.Location, "phone": m.Phone,
		"startDate": m.StartDate, "notes": m.Notes, "role": string(m.Role),
	}
}

// takeBack undoes something that was done on this device.
func (d *device) takeBack() {
	made := d.commands()
	if len(made) == 0 {
		return
	}
	d.undo(made[len(made)-1-d.rand.IntN(min(4, len(made)))])
}
