package replica

import "stellwerk/shared/ledger"

// maxRestarts is how often a snapshot is taken in a row before the replica gives up: a snapshot that changes never follow on is
// a fault of the server, and asking for ever would only add load.
const maxRestarts = 3

// Days tells the days of all replicas. The program says at its start how the browser does.
var Days ledger.Days

// Today is the day it is now where the organisation is, 2006-01-02.
func (r *Replica) Today() string { return r.base.Day(r.Tenant().TimeZone()) }

// restart forgets all that is confirmed and begins a snapshot. What waits is kept.
func (r *Replica) restart() {
	r.base = ledger.NewMemory(r.tenant, r.now)
	r.base.Tells(Days)
	r.view = over(r.base)
	r.loading, r.have, r.total, r.next, r.from, r.until, r.cursor = true, 0, 0, "", 0, 0, ""
	r.page, r.rest, r.asked, r.texts = nil, nil, nil, packer{}
	r.kept.forget()
	r.restarts++
	r.loads++
	r.dir.clear()
	for _, p := range r.pending {
		p.refs, p.seq = nil, 0 // what became of it is asked for once more, to be told as far as it may be seen now
	}
	r.rebase(nil)
}

// Restart begins the snapshot anew: the server does not go on with this one, because rights or history have changed.
func (r *Replica) Restart() { r.restart() }

// Stuck says that loading makes no sense any more; see maxRestarts.
func (r *Replica) Stuck() bool { return r.restarts > maxRestarts }

// Next is the cursor of the snapshot's next page, "" for the first, and whether there is one to be fetched.
func (r *Replica) Next() (cursor string, wanted bool) {
	return r.next, r.loading && r.page == nil && !r.Stuck() && !r.restoring && !r.following
}

// Following is the cursor of the page after the one that is being put in place, and whether there is one.
func (r *Replica) Following() (cursor string, more bool) {
	if r.page == nil {
		return "", false
	}
	return r.page.next, r.page.next != ""
}

// Loaded takes a page of the snapshot, as the bytes it came in, that was asked for with cursor. Its records are put in place by
// Settle, bit by bit. Faults: snapshot.malformed, record.malformed.
func (r *Replica) Loaded(asked string, data []byte) error {
	if !r.loading || asked != r.next || r.page != nil {
		return nil
	}
	p, err := decodePage(data, &r.texts)
	if err != nil {
		return err
	}
	if p.next == "" && p.cursor == "" {
		return malformed()
	}
	if asked == "" {
		r.from, r.total = p.seq, p.total
	}
	r.page, r.rest = &p, p.records
	return nil
}

// Settle puts up to n records of the page in place and says whether there are more: so a large page does not hold up what is
// on the screen. The replica can be used before the last record is here.
func (r *Replica) Settle(n int) (more bool) {
	if r.page == nil {
		return false
	}
	n = min(n, len(r.rest))
	touched := make([]ledger.Ref, 0, n)
	for _, rec := range r.rest[:n] {
		if old, _ := r.base.Record(rec.Ref); old.Seq > rec.Seq {
			continue
		}
		r.set(rec)
		r.kept.touch(rec.Ref, rec.Alive())
		touched = append(touched, rec.Ref)
	}
	if r.rest = r.rest[n:]; len(r.rest) == 0 {
		r.pageDone()
	}
	r.rebase(touched)
	return r.page != nil
}

// pageDone goes on to the next page, or ends the snapshot.
func (r *Replica) pageDone() {
	p := r.page
	r.page, r.rest, r.kept.meta = nil, nil, true
	if p.next != "" {
		r.next = p.next
		return
	}
	r.loading, r.next, r.cursor = false, "", p.cursor
	r.base.SetHead(ledger.Head{Seq: r.from})
	r.asksForSteps(r.from)
	r.settle(nil)
}

// deletedSince notes records that an entry changes and that are not here. A snapshot says nothing of records that were deleted
// while its pages were read, and the changes after its first page begin earlier: what they say of such a record is over.
func (r *Replica) deletedSince(e ledger.Entry) {
	if e.Seq > r.until {
		return
	}
	for _, c := range e.Changes {
		if rec, _ := r.base.Record(c.Ref()); !rec.Alive() && c.Op != ledger.Created {
			r.base.Set(ledger.Record{Ref: c.Ref(), Seq: e.Seq})
		}
	}
}

// Wipe forgets everything: records, what waits, what was refused, and all that was noted of them.
func (r *Replica) Wipe() {
	empty := New(r.tenant, r.me, r.now, r.newID)
	empty.dir, empty.version, empty.following = r.dir, r.version+1, r.following
	*r = *empty
	r.dir.clear()
}
