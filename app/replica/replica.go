// Package replica is the organisation as this device knows it: what the server has confirmed, with the commands that still
// wait on top. A deed runs here at once and again on the server; what the server decides goes under what waits.
//
// The replica does no input or output and starts no goroutine: the store carries out what Outgoing, Cursor and Loading ask
// for and hands the answers back. It belongs to one goroutine, in the browser the one of the page.
package replica

import (
	"encoding/json"
	"time"

	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/visible"
)

// Replica is one organisation for one account.
type Replica struct {
	tenant org.TenantID
	me     ledger.Actor // as the session says; the member's own record knows better once it is here
	now    func() time.Time
	newID  func() org.CommandID

	base    *ledger.Memory
	view    world
	pending []*Pending
	// entries says which entry a confirmed command became: what undo needs.
	entries   map[org.CommandID]uint64
	conflicts []Conflict
	jobs      []underWay             // the latest last
	needed    map[ledger.Ref]bool    // what conflicts are about that need somebody; nil when they have changed
	asked     map[org.CommandID]bool // conflicts whose history was asked for
	made      map[org.CommandID]bool // that were confirmed here
	saved     map[ledger.Ref]time.Time
	savedAt   time.Time
	waiting   map[ledger.Ref]int // how many pending commands touch a record

	loading  bool
	have     int
	total    int
	next     string // cursor of the snapshot's next page
	page     *page  // that is being put in place
	rest     []ledger.Record
	texts    packer // of the records
	from     uint64 // position of the snapshot's first page
	until    uint64 // up to here changes may speak of records that the snapshot lacks; 0 until changes have been read
	cursor   string // of the changes
	version  uint64
	restarts int // snapshots begun since changes last followed on without one
	loads    int // snapshots begun at all
	dir      *Directory
	single   bool // send one command at a time: a whole batch was refused

	kept      kept
	following bool  // another tab talks with the server
	restoring bool  // what lies on the device is being read
	spoilt    bool  // some of it can't be
	stored    *meta // as it lay on the device
}

// New makes an empty replica that has to be loaded. newID makes ids for commands.
func New(tenant org.TenantID, me ledger.Actor, now func() time.Time, newID func() org.CommandID) *Replica {
	r := &Replica{tenant: tenant, me: me, now: now, newID: newID, entries: map[org.CommandID]uint64{}, saved: map[ledger.Ref]time.Time{}, made: map[org.CommandID]bool{}, dir: newDirectory(), kept: newKept()}
	r.restart()
	r.restarts = 0
	return r
}

// Tenant returns the organisation; a zero one until it is here.
func (r *Replica) Tenant() org.Tenant {
	rec, _ := r.view.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(r.tenant)})
	t, _ := rec.Value.(org.Tenant)
	return t
}

// Policy is for how many hours the organisation lets devices work without contact, as the server has confirmed it; 0 if nobody has chosen.
// known is false until it is here.
func (r *Replica) Policy() (hours int, known bool) {
	rec, _ := r.base.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(r.tenant)})
	t, known := rec.Value.(org.Tenant)
	return t.OfflineHours, known
}

// TenantID is whose replica this is.
func (r *Replica) TenantID() org.TenantID { return r.tenant }

// Member returns a member as the pending commands leave it; false if there is none here.
func (r *Replica) Member(id org.MemberID) (org.Member, bool) {
	rec, _ := r.view.Record(ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
	m, ok := rec.Value.(org.Member)
	return m, ok
}

// WaitingGroup says whether a change of this group waits for the server.
func (r *Replica) WaitingGroup(id org.GroupID) bool {
	return r.waiting[ledger.Ref{Kind: ledger.KindGroup, ID: string(id)}] > 0
}

// WaitingLink says whether a change of this link waits for the server.
func (r *Replica) WaitingLink(id org.LinkID) bool {
	return r.waiting[ledger.Ref{Kind: ledger.KindLink, ID: string(id)}] > 0
}

// Me is who acts here, with the rights of today.
func (r *Replica) Me() ledger.Actor {
	me := r.me
	rec, _ := r.base.Record(ledger.Ref{Kind: ledger.KindMember, ID: string(me.Member)})
	if m, ok := rec.Value.(org.Member); ok {
		me.Role, me.Name = m.Role, m.Name()
	}
	return me
}

// SeesPeople says whether this person sees anybody but themselves, as the organisation has it.
func (r *Replica) SeesPeople() bool {
	id := r.Me().Member
	m, there := r.Member(id)
	if !there {
		return r.Me().Role.May(org.SeeDirectory)
	}
	var within []org.GroupID
	for _, in := range m.Groups {
		within = append(append(within, in.Group), r.Directory().Path(in.Group)...)
	}
	return visible.Of(r.Tenant(), id, m, within).SeesPeople()
}

// Version grows with every change of what the replica shows.
func (r *Replica) Version() uint64 { return r.version }

// Head is the position that the confirmed state stands at.
func (r *Replica) Head() ledger.Head { return r.base.Head() }

// Loading says how much of the snapshot is here; total is 0 while it is unknown.
func (r *Replica) Loading() (have, total int, loading bool) {
	return r.have, max(r.total, r.have), r.loading || r.restoring
}

// Waiting says whether a change of this member waits for the server.
func (r *Replica) Waiting(id org.MemberID) bool {
	return r.waiting[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}] > 0
}

// SavedFor is how long it is told of a change that the server has it.
const SavedFor = 8 * time.Second

// Saved says whether a change of this member has just been confirmed, and none waits.
func (r *Replica) Saved(id org.MemberID) bool {
	at, ok := r.saved[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}]
	return ok && !r.Waiting(id) && r.now().Sub(at) < SavedFor
}

// SavedAt is when a change was confirmed last.
func (r *Replica) SavedAt() time.Time { return r.savedAt }

func (r *Replica) save(refs []ledger.Ref) {
	r.savedAt = r.now()
	for _, ref := range refs {
		r.saved[ref] = r.savedAt
	}
}

// Directory is the members in lists: found, filtered, sorted.
func (r *Replica) Directory() *Directory { return r.dir }

// KeepEntry makes an older entry known, so that undoing it can run here.
func (r *Replica) KeepEntry(e ledger.Entry) { r.base.KeepEntry(e) }

// World is what deeds see here, for rules that are asked before a deed is done. It is only to be read.
func (r *Replica) World() ledger.World { return r.view }

// Preview runs a deed here without changing anything and says what it would change.
func (r *Replica) Preview(deed string, args any) ([]ledger.Change, error) {
	d, raw, err := named(deed, args)
	if err != nil {
		return nil, err
	}
	out, err := d.Run(r.view, r.Me(), raw)
	return out.Changes, err
}

// Do runs a deed here at once and keeps its command for the server. Faults are the deed's; then nothing has happened. A bulk
// command that the server makes a job of changes nothing here: its entries come one by one.
func (r *Replica) Do(deed string, args any, said string) (org.CommandID, error) {
	d, raw, err := named(deed, args)
	if err != nil {
		return "", err
	}
	parts, err := d.Cut(raw)
	if err != nil {
		return "", err
	}
	p := &Pending{
		Command: ledger.Command{ID: r.nextID(), Deed: deed, Args: raw, Base: r.seenTo()},
		Said:    said,
		At:      r.now(),
		Bulk:    len(parts) > 1,
		deed:    d,
	}
	// The first part of a bulk command tells whether this person may do such a thing at all.
	out, err := d.Run(r.view, r.Me(), parts[0])
	if f := fault.First(err); err != nil && (!p.Bulk || f == nil || f.Kind == fault.Forbidden || f.Kind == fault.Invalid) {
		return "", err
	}
	if !p.Bulk {
		if p.refs, err = r.view.lay(out.Changes); err != nil {
			return "", err
		}
	}
	r.pending = append(r.pending, p)
	r.kept.outbox[p.Command.ID] = true
	r.shown(p.refs)
	r.count()
	return p.Command.ID, nil
}

// seenTo is the position that what is shown here stands at, at least.
func (r *Replica) seenTo() uint64 { return max(r.base.Head().Seq, r.from) }

// nextID makes an id that comes after those of all commands that wait, also where the device's clock was set back: they are sent, and
// read from the device, in the order of their ids.
func (r *Replica) nextID() org.CommandID {
	id := r.newID()
	if n := len(r.pending); n > 0 && id <= r.pending[n-1].Command.ID {
		return org.IDAfter(r.pending[n-1].Command.ID, id)
	}
	return id
}

func named(name string, args any) (ledger.Deed, json.RawMessage, error) {
	d, err := deeds.Commanded(name)
	if err != nil {
		return d, nil, err
	}
	raw, err := json.Marshal(args)
	return d, raw, err
}

// shown notes that records look different from now on.
func (r *Replica) shown(refs []ledger.Ref) {
	r.version++
	for _, ref := range refs {
		rec, _ := r.view.Record(ref)
		switch ref.Kind {
		case ledger.KindMember:
			r.dir.set(org.MemberID(ref.ID), rec.Value)
		case ledger.KindGroup:
			r.dir.setGroup(org.GroupID(ref.ID), rec.Value)
		case ledger.KindLink:
			r.dir.setLink(org.LinkID(ref.ID), rec.Value)
		}
	}
}

func (r *Replica) count() {
	r.waiting = make(map[ledger.Ref]int, len(r.waiting))
	for _, p := range r.pending {
		for _, ref := range p.refs {
			r.waiting[ref]++
		}
	}
}
