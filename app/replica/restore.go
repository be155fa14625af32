package replica

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"stellwerk/shared/deeds"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Reopen makes a replica that takes what lies on the device, through Put, until Restored is called. Until then it asks for nothing and
// sends nothing.
func Reopen(tenant org.TenantID, me ledger.Actor, now func() time.Time, newID func() org.CommandID) *Replica {
	r := New(tenant, me, now, newID)
	r.kept = newKept()
	r.kept.clear, r.kept.meta = false, false
	r.restoring = true
	return r
}

// Restored ends what Reopen began. What lies on the device and can't be read is fetched anew; whole says that nothing has to be.
func (r *Replica) Restored() (whole bool) {
	if !r.restoring {
		return true
	}
	whole = r.stored != nil && !r.spoilt && r.stored.Version == schema && r.stored.Tenant == r.tenant && r.complete()
	r.restoring, r.spoilt = false, false
	if whole {
		r.follow(*r.stored)
	} else {
		r.restart()
		r.restarts = 0
	}
	r.rebase(nil)
	return whole
}

// complete says whether all chunks are here that the meta speaks of.
func (r *Replica) complete() bool {
	if len(r.kept.chunks) > r.stored.Chunks {
		return false
	}
	for len(r.kept.chunks) < r.stored.Chunks { // chunks at the end of which all records are gone
		r.kept.chunks = append(r.kept.chunks, nil)
	}
	return true
}

// follow takes over where the records stand.
func (r *Replica) follow(m meta) {
	r.loading, r.total, r.next, r.from, r.until, r.cursor = m.Loading, m.Total, m.Next, m.From, m.Until, m.Cursor
	r.page, r.rest = nil, nil
	r.base.SetHead(m.Head)
}

// Put takes what lies on the device: while it is being restored, and later what another tab has written there. What can't be read of
// the records is fetched anew; lost are the names of what can't be read of the person's own work, which has to be said.
func (r *Replica) Put(blobs []Blob) (lost []string) {
	var touched []ledger.Ref
	for _, b := range blobs {
		kind, name := split(b.Key)
		switch kind {
		case keyMeta:
			r.putMeta(b.Data)
		case keyRecords:
			refs, err := r.putChunk(name, b.Data)
			r.spoilt = r.spoilt || err != nil
			touched = append(touched, refs...)
		case keyEntries:
			var e ledger.Entry
			if b.Data != nil && json.Unmarshal(b.Data, &e) == nil {
				r.know(e)
			}
		case keyOutbox:
			if !r.putPending(org.CommandID(name), b.Data) {
				lost = append(lost, b.Key)
			}
		case keyJobs:
			r.putJob(org.CommandID(name), b.Data)
		case keyInbox:
			if !r.putConflict(org.CommandID(name), b.Data) {
				lost = append(lost, b.Key)
			}
		}
	}
	if r.restoring {
		r.shown(touched) // what waits is laid on top when all is here
	} else {
		r.rebase(touched)
	}
	return lost
}

func (r *Replica) putMeta(data []byte) {
	var m meta
	switch err := json.Unmarshal(data, &m); {
	case err != nil:
		r.spoilt = true
	case r.restoring:
		r.stored = &m
		r.me.Role = m.Me.Role
	default:
		r.follow(m)
	}
}

// putChunk puts the records of a chunk in place of those that were in it.
func (r *Replica) putChunk(name string, data []byte) (touched []ledger.Ref, err error) {
	at, err := strconv.Atoi(name)
	if err != nil || at < 0 {
		return nil, malformed()
	}
	var p page
	if data != nil {
		if p, err = decodePage(data, &r.texts); err != nil {
			return nil, err
		}
	}
	k := &r.kept
	for len(k.chunks) <= at {
		k.chunks = append(k.chunks, nil)
	}
	gone := make(map[ledger.Ref]bool, len(k.chunks[at]))
	for _, ref := range k.chunks[at] {
		gone[ref] = true
		delete(k.places, ref)
	}
	k.chunks[at] = make([]ledger.Ref, 0, chunkSize)
	for _, rec := range p.records {
		if _, twice := k.places[rec.Ref]; twice {
			return touched, malformed()
		}
		k.put(int32(at), rec.Ref)
		delete(gone, rec.Ref)
		if old, _ := r.base.Record(rec.Ref); old.Alive() && old.Seq >= rec.Seq {
			continue
		}
		r.set(rec)
		touched = append(touched, rec.Ref)
	}
	for ref := range gone {
		r.set(ledger.Record{Ref: ref})
		touched = append(touched, ref)
	}
	return touched, nil
}

// set puts a confirmed record in place and counts it.
func (r *Replica) set(rec ledger.Record) {
	if rec.Kind == ledger.KindMember {
		old, _ := r.base.Record(rec.Ref)
		if old.Alive() {
			r.have--
		}
		if rec.Alive() {
			r.have++
		}
	}
	r.base.Set(rec)
}

// know keeps an entry that lies on the device.
func (r *Replica) know(e ledger.Entry) {
	r.base.KeepEntry(e)
	if !slices.Contains(r.kept.last, e.Seq) {
		r.kept.last = append(r.kept.last, e.Seq)
		inOrderOf(r.kept.last)
	}
	if e.Command != "" && e.Actor.Member == r.me.Member {
		r.entries[e.Command] = e.Seq
	}
}

// putPending takes a command that waits, or notes that it does not wait any more. What was done to it in two places adds up.
func (r *Replica) putPending(id org.CommandID, data []byte) bool {
	have := r.find(id)
	if data == nil {
		if _, confirmed := r.entries[id]; have != nil && confirmed { // and not refused, or gone on as a job
			r.save(have.refs)
		}
		r.pending = slices.DeleteFunc(slices.Clone(r.pending), func(p *Pending) bool { return p == have })
		return true
	}
	var p Pending
	if json.Unmarshal(data, &p) != nil || p.Command.ID != id {
		return false
	}
	if have != nil {
		have.Sent, have.TakeBack = have.Sent || p.Sent, have.TakeBack || p.TakeBack
		if have.Filter != nil && p.Filter == nil { // whom it is about was decided in another tab
			have.Command, have.Bulk, have.Filter = p.Command, p.Bulk, nil
		}
		return true
	}
	d, err := deeds.Commanded(p.Command.Deed)
	if err != nil { // of a version that is not here any more
		r.refuse(&p, faultsOf(err))
		return true
	}
	p.deed = d
	r.insert(&p)
	return true
}

// insert puts a command among those that wait, in the order of their ids.
func (r *Replica) insert(p *Pending) {
	at, _ := slices.BinarySearchFunc(r.pending, p.Command.ID, func(p *Pending, id org.CommandID) int { return strings.Compare(string(p.Command.ID), string(id)) })
	r.pending = slices.Insert(r.pending, at, p)
}

func (r *Replica) putConflict(id org.CommandID, data []byte) bool {
	var c Conflict
	if data != nil && (json.Unmarshal(data, &c) != nil || c.Command.ID != id) {
		return false
	}
	r.conflicts, r.needed = slices.DeleteFunc(slices.Clone(r.conflicts), func(have Conflict) bool { return have.Command.ID == id }), nil
	if data != nil {
		r.conflicts = inOrder(append(r.conflicts, c))
	}
	r.version++
	return true
}

func inOrder(conflicts []Conflict) []Conflict {
	sort.Slice(conflicts, func(i, j int) bool { return conflicts[i].Command.ID < conflicts[j].Command.ID })
	return conflicts
}

// Follow says whether another tab talks with the server, and this one only follows what that one writes on the device.
func (r *Replica) Follow(yes bool) { r.following = yes }
