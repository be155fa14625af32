package histories

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"stellwerk/app/replica"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// end lets everything come to rest and checks what has become of it.
func (h *history) end() {
	h.logf("everything comes to rest")
	for len(h.late) > 0 {
		i := h.rand.IntN(len(h.late))
		arrive := h.late[i]
		h.late = slices.Delete(h.late, i, i+1)
		arrive()
	}
	for _, d := range h.devices {
		d.cut, d.calm = false, true
	}
	h.quiet()
	truth := h.truth()
	for _, d := range h.devices {
		h.atRest(d, truth)
	}
	h.sent()
}

// quiet lets devices and jobs go on until none has anything to do.
func (h *history) quiet() {
	for n, before := 0, uint64(0); ; n++ {
		for _, j := range h.jobIDs {
			h.finish(j)
		}
		for _, d := range h.devices {
			if d.locked || d.lead == nil {
				d.signIn()
			}
			if n == 0 || d.lead == nil || d.lead.Head().Seq != before {
				d.sync()
			}
			if d.lead != nil && !d.locked {
				d.whatFailed(d.network(arrives))
				d.save()
			}
		}
		now := h.head()
		if now == before && n > 0 {
			return
		}
		if before = now; n > 30 {
			h.failf("the devices never come to rest")
		}
	}
}

// finish works on a job until it stands.
func (h *history) finish(j begun) {
	for range 200 {
		h.must(h.jobs.Advance(h.tb.Context(), j.by.tenant, j.id))
		h.moved()
		job, err := h.table.Job(h.tb.Context(), j.by.tenant, j.id)
		h.must(err)
		if job.State != route.JobRunning {
			return
		}
	}
	h.failf("job %s never ends", j.id)
}

// truth is what the server holds: its ledger, followed from the start.
type truth struct {
	*ledger.Memory
	entries []ledger.Entry
	by      map[org.CommandID]ledger.Entry
	undone  map[uint64][]ledger.Entry
	jobs    map[org.JobID]table.Job
}

// truth reads the ledger and follows it. The chain has to hold, and each command is in it once.
func (h *history) truth() truth {
	tenant := h.people[0].tenant
	t := truth{ledger.NewMemory(tenant.ID(), h.Clock.Now), nil, map[org.CommandID]ledger.Entry{}, map[uint64][]ledger.Entry{}, map[org.JobID]table.Job{}}
	var prev ledger.Digest
	for more := true; more; {
		var page []ledger.Entry
		var err error
		page, more, err = h.table.EntriesAfter(h.tb.Context(), tenant, uint64(len(t.entries)), 100)
		h.must(err)
		for _, e := range page {
			h.must(ledger.Verify(tenant.ID(), e, prev))
			h.must(t.Apply(e))
			if twice, was := t.by[e.Command]; was {
				h.failf("command %s is entry %d and entry %d", h.call(e.Command), twice.Seq, e.Seq)
			}
			t.by[e.Command] = e
			for _, seq := range e.Undoes {
				t.undone[seq] = append(t.undone[seq], e)
			}
			prev, t.entries = e.Hash, append(t.entries, e)
		}
	}
	for _, j := range h.jobIDs {
		job, err := h.table.Job(h.tb.Context(), tenant, j.id)
		h.must(err)
		t.jobs[j.id] = job
		h.once(t, job)
	}
	return t
}

// once checks that a job has written each of its steps once, and says so.
func (h *history) once(t truth, job table.Job) {
	var wrote []uint64
	for _, e := range t.entries {
		if e.Batch == job.ID {
			wrote = append(wrote, e.Seq)
		}
	}
	if !slices.Equal(wrote, job.Entries.All()) {
		h.failf("job %s says that it wrote %v, the ledger has %v", job.ID, job.Entries.All(), wrote)
	}
	if job.State == route.JobDone && job.Done != job.Total {
		h.failf("job %s has ended with %d of %d", job.ID, job.Done, job.Total)
	}
}

// visible is what somebody in a role may see of the organisation.
func (t truth) visible(p *person, role org.Role) map[ledger.Ref]string {
	out := map[ledger.Ref]string{}
	t.Each(func(r ledger.Record) {
		fields := ledger.FieldsOf(r.Value)
		for name := range fields {
			c := canary{p.tenant.ID(), org.MemberID(r.ID), name}
			if r.Kind == ledger.KindTenant {
				c.member, c.field = "", "tenant"
			}
			if r.Kind == ledger.KindGroup && name != "description" {
				c.member, c.field = "", "group"
			}
			if name == "founded" && role != org.Owner && role != org.Admin || !c.sees(p, role) {
				delete(fields, name)
			}
		}
		if len(fields) > 0 {
			e, err := ledger.EntityOf(r.Kind, fields)
			if err != nil {
				panic(err)
			}
			out[r.Ref] = string(ledger.EncodeEntity(e))
		}
	})
	return out
}

// confirmed is what a replica holds.
func confirmed(r *replica.Replica) map[ledger.Ref]string {
	out := map[ledger.Ref]string{}
	r.World().(interface{ Each(func(ledger.Record)) }).Each(func(r ledger.Record) { out[r.Ref] = string(ledger.EncodeEntity(r.Value)) })
	return out
}

// listed is what a replica's lists show.
func listed(r *replica.Replica) map[ledger.Ref]string {
	out := map[ledger.Ref]string{}
	for _, slot := range r.Directory().Find(replica.Query{}) {
		id, m := r.Directory().At(slot)
		out[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}] = string(ledger.EncodeEntity(m))
	}
	for _, id := range r.Directory().Below("") {
		g, _ := r.Directory().Group(id)
		out[ledger.Ref{Kind: ledger.KindGroup, ID: string(id)}] = string(ledger.EncodeEntity(g))
	}
	return out
}

// atRest checks a device when all has come to rest.
func (h *history) atRest(d *device, t truth) {
	role := h.roleOf(d.p)
	d.accounted(t)
	if role == "" {
		if d.lead != nil || len(d.disk) > 0 {
			h.failf("access of %s has ended, and %s still holds %v", d.p.name, d.name, slices.Sorted(maps.Keys(d.disk)))
		}
		return
	}
	if d.lead == nil {
		h.failf("%s is not open", d.name)
	}
	want := t.visible(d.p, role)
	fresh := h.freshs[d.p]
	if fresh == nil {
		fresh = h.fresh(d)
		h.freshs[d.p] = fresh
		d.same("a fresh device", fresh, want)
	}
	d.same("the device", d.lead, want)
	d.reported(t)
	again := d.reopen()
	d.same("what lies on the disk", again, want)
	if d.tab != nil {
		d.same("the other tab", d.tab, want)
	}
	for _, r := range []*replica.Replica{d.lead, again} {
		if r.Head() != fresh.Head() || r.Me() != fresh.Me() {
			h.failf("%s stands at %v as %v, a fresh one at %v as %v", d.name, r.Head(), r.Me(), fresh.Head(), fresh.Me())
		}
		if len(r.Pending()) > 0 {
			h.failf("%s still waits with %s", d.name, h.call(r.Pending()[0].Command.ID))
		}
	}
	d.innocent()
}

// same checks what a replica shows.
func (d *device) same(what string, r *replica.Replica, want map[ledger.Ref]string) {
	if _, _, loading := r.Loading(); loading {
		d.failf("%s of %s is still loading", what, d.name)
	}
	for _, have := range []map[ledger.Ref]string{confirmed(r), listed(r)} {
		for ref, w := range want {
			if have[ref] != w && (ref.Kind != ledger.KindTenant || have[ref] != "") {
				d.failf("%s of %s shows of %s\n%s\nthe server holds\n%s", what, d.name, d.names[ref.ID], have[ref], w)
			}
		}
		for ref := range have {
			if want[ref] == "" {
				d.failf("%s of %s shows %s, who is not there: %s", what, d.name, d.names[ref.ID], have[ref])
			}
		}
	}
}

// fresh is a device that has never been there before.
func (h *history) fresh(like *device) *replica.Replica {
	d := &device{
		history: h, p: like.p, name: "fresh", disk: map[string][]byte{}, wishes: map[org.CommandID]*wish{}, redone: map[uint64]bool{}, api: h.apis[len(h.apis)-1],
		cookie: like.cookie, role: like.role, calm: true,
	}
	d.open()
	d.sync()
	return d.lead
}

// innocent checks that neither disk nor memory of a device that is in step holds what its owner may not see today.
func (d *device) innocent() {
	if d.lead == nil || d.locked {
		return
	}
	if _, _, loading := d.lead.Loading(); loading {
		return
	}
	role := d.roleOf(d.p)
	look := func(where string, text []byte) {
		if found := d.foreign(d.p, role, text); found != "" {
			d.failf("%s of %s, who is %q, holds %s: %s", where, d.name, role, found, d.short(text))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.disk)) {
		look("the disk under "+key, d.disk[key])
	}
	look("the memory", remembered(d.lead))
	if d.tab != nil {
		look("the memory of the other tab", remembered(d.tab))
	}
}

// accounted checks that each command that a device had on its disk was carried out once, or has come back, and never both.
func (d *device) accounted(t truth) {
	inbox := map[org.CommandID]replica.Conflict{}
	if d.lead != nil {
		for _, c := range d.lead.Inbox() {
			inbox[c.Command.ID] = c
		}
	}
	for _, id := range d.commands() {
		w := d.wishes[id]
		e, applied := t.by[id]
		if applied && e.Actor.Member != d.p.member {
			if !w.enemys {
				d.failf("command %s of %s is entry %d of %s", d.call(id), d.name, e.Seq, e.Actor.Name)
			}
			applied = false
		}
		run, job := t.jobs[org.JobID(id)]
		if job && run.State == route.JobFailed {
			job = false
			if _, told := inbox[id]; !told && !w.dismissed && !w.wiped && !w.copied && d.lead != nil && w.again == "" {
				d.failf("job %s of %s has failed, and nobody was told: %v", d.call(id), d.name, run.Fault)
			}
		}
		c, back := inbox[id]
		if back && c.Seq != 0 {
			back = false
			if e.Seq != c.Seq {
				d.failf("command %s of %s is said to be entry %d, and is %d", d.call(id), d.name, c.Seq, e.Seq)
			}
		}
		if back && c.Stands() {
			if !applied && !job || c.Code() == "undo.tooLate" && !w.undone && !w.copied {
				d.failf("command %s of %s is said to stand though it was undone: applied %v, undone %v", d.call(id), d.name, applied, w.undone)
			}
			continue
		}
		switch {
		case back && (applied || job) && !w.copied:
			d.failf("command %s of %s was carried out, and is said to have been refused", d.call(id), d.name)
		case w.undone && applied && !w.nothing && !w.copied:
			d.takenBack(id, e.Seq, t, inbox)
		case applied, job, back, w.wiped, w.undone, w.dismissed, w.nothing, !w.accepted:
		case w.again != "" && d.wishes[w.again] != nil:
		default:
			d.failf("command %s of %s is nowhere", d.call(id), d.name)
		}
	}
}

// takenBack checks that a command which was undone while it waited, and was carried out all the same, was undone afterwards, or that
// the inbox says why not.
func (d *device) takenBack(id org.CommandID, seq uint64, t truth, inbox map[org.CommandID]replica.Conflict) {
	if d.redone[seq] {
		return
	}
	for _, e := range t.undone[seq] {
		if e.Actor.Member == d.p.member {
			return
		}
	}
	text := `"entries":[` + strconv.FormatUint(seq, 10) + `]`
	for _, c := range inbox {
		if c.Command.Deed == "ledger.undo" && strings.Contains(string(c.Command.Args), text) {
			return
		}
	}
	for _, w := range d.wishes { // it was dismissed
		if w.wiped || w.dismissed {
			return
		}
	}
	d.failf("command %s of %s was undone, and entry %d stands", d.call(id), d.name, seq)
}

// sent checks that each organisation's founder got one mail, however often and in whatever order the stream names it. What the stream
// has forgotten, after a day, the clock has named again.
func (h *history) sent() {
	for {
		keys := h.stream.Effects(h.tb)
		keys = append(keys, keys...)
		h.rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		for _, k := range keys {
			h.must(pick(h, h.carriers...).Carry(h.tb.Context(), k))
		}
		h.Clock.Move(2 * time.Minute)
		if n, err := h.carriers[0].Remind(h.tb.Context()); err != nil || n == 0 {
			h.must(err)
			break
		}
	}
	if mails := h.post.Since(h.mails); len(mails) != h.founded {
		h.failf("%d organisations were founded, and %d mails were sent", h.founded, len(mails))
	}
}
