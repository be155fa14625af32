package histories

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// person is somebody with an account.
type person struct {
	name    string
	tenant  tenancy.Tenant
	account org.AccountID
	member  org.MemberID
}

// device is somebody's browser: what lies on its disk, and the app in one tab or two, as app/store runs it.
type device struct {
	*history
	p      *person
	name   string
	api    http.Handler
	skew   time.Duration // of its clock
	cookie string
	role   org.Role // as the session said when the app was opened first
	disk   map[string][]byte
	lead   *replica.Replica // talks with the server; nil while the app is closed
	tab    *replica.Replica // follows; nil if there is none

	cut     bool   // there is no connection
	locked  bool   // the person has to sign in
	calm    bool   // nothing goes wrong any more
	flying  func() // an answer to commands that is on its way
	aloft   []ledger.Command
	pulling func() bool // one to the question what is new
	answers []func()    // answers to commands that this run of the app has had, and that may come again
	news    []func()    // those to the question what is new
	wishes  map[org.CommandID]*wish
	copy    map[string][]byte // of the disk, from some time ago
	redone  map[uint64]bool   // entries whose taking back was taken back
	before  func()            // is called before each request
	access  []client.Response // what the server said of the owner's access before
}

// wish is a command that was made on a device.
type wish struct {
	accepted  bool // it was on the disk: from then on it must not get lost
	undone    bool // by the person, while it waited
	dismissed bool // by the person, when it had come back
	nothing   bool // the server has done it, and it changed nothing
	wiped     bool // it went with all the rest when access had ended
	copied    bool // it was on a disk that was copied
	enemys    bool // its id was used by somebody else before
	again     org.CommandID
	base      uint64 // up to where its maker had looked
	order     int    // in which it was made here
}

func (d *device) now() time.Time { return d.Clock.Now().Add(d.skew) }

func (d *device) wish(id org.CommandID) *wish {
	w := d.wishes[id]
	if w == nil {
		d.made++
		w = &wish{order: d.made}
		d.wishes[id] = w
		d.names[string(id)] = "c" + itoa(len(d.names))
	}
	return w
}

// reopen is a replica of what lies on the disk, read in whatever order.
func (d *device) reopen() *replica.Replica {
	me := ledger.Actor{Member: d.p.member, Role: d.role, Name: d.p.name}
	r := replica.Reopen(d.p.tenant.ID(), me, d.now, func() org.CommandID { return newID[org.CommandID](d.history, d.now()) })
	keys := slices.Sorted(maps.Keys(d.disk))
	d.rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for _, key := range keys {
		if lost := r.Put([]replica.Blob{{Key: key, Data: d.disk[key]}}); len(lost) > 0 {
			d.failf("%s can't read %v: %s", d.name, lost, d.disk[key])
		}
	}
	r.Restored()
	return r
}

// open opens the app.
func (d *device) open() {
	if d.lead == nil {
		d.lead = d.reopen()
		d.remembered()
	}
}

// remembered notes what an app that was killed has forgotten: what the person had undone or dismissed is there again.
func (d *device) remembered() {
	last := 0
	for _, p := range d.lead.Pending() {
		w := d.wish(p.Command.ID)
		w.undone = false
		if w.order < last {
			d.failf("%s is opened again, and its commands wait in another order: %s", d.name, d.call(p.Command.ID))
		}
		last = w.order
	}
	for _, c := range d.lead.Inbox() {
		w := d.wish(c.Command.ID)
		w.dismissed, w.again = false, ""
	}
	for id, w := range d.wishes {
		if !w.accepted && !d.holds(id) {
			delete(d.wishes, id) // the person was never told that it was kept
		}
	}
}

func (d *device) holds(id org.CommandID) bool {
	return slices.ContainsFunc(d.lead.Pending(), func(p replica.Pending) bool { return p.Command.ID == id }) ||
		slices.ContainsFunc(d.lead.Inbox(), func(c replica.Conflict) bool { return c.Command.ID == id })
}

// kill ends the tab that leads: what it had not written is gone. The other one takes over, if there is one.
func (d *device) kill() {
	d.flying, d.pulling, d.answers, d.news = nil, nil, nil, nil
	d.lead, d.tab = d.tab, nil
	if d.lead != nil {
		d.lead.Follow(false)
		d.remembered()
	}
}

// save writes what has changed to the disk, and the other tab hears of it. It says false where that failed.
func (d *device) save() bool {
	if d.lead == nil {
		return true
	}
	b := d.lead.Save()
	if b.Empty() {
		return true
	}
	if !d.calm && d.chance(1, 12) {
		d.lead.SaveFailed(b)
		d.logf("%s fails to write %d blobs", d.name, len(b.Blobs))
		return false
	}
	d.write(b)
	if d.tab == nil {
		return true
	}
	if b.Clear {
		d.tab = d.reopen()
		d.tab.Follow(true)
	} else {
		d.tab.Put(b.Blobs)
	}
	return true
}

func (d *device) write(b replica.Batch) {
	if b.Clear {
		maps.DeleteFunc(d.disk, func(key string, _ []byte) bool {
			return slices.ContainsFunc(replica.ClearedFrom, func(beginning string) bool { return strings.HasPrefix(key, beginning) })
		})
	}
	for _, blob := range b.Blobs {
		if blob.Data == nil {
			delete(d.disk, blob.Key)
			continue
		}
		d.disk[blob.Key] = blob.Data
		if id, own := strings.CutPrefix(blob.Key, "o/"); own {
			d.wish(org.CommandID(id)).accepted = true
		}
	}
}

// either is the tab in which the person works, and what makes the other one hear of it.
func (d *device) either() (r *replica.Replica, done func()) {
	d.Clock.Move(time.Millisecond) // nobody works in two tabs at the same moment
	if d.tab != nil && d.chance(1, 2) {
		return d.tab, func() {
			b := d.tab.Save()
			d.write(b)
			d.lead.Put(b.Blobs)
		}
	}
	return d.lead, func() {
		if d.tab != nil { // which hears of it before anything is done there: in what order is not for a clock to say
			d.keep()
		}
	}
}

// do is a person who wants something.
func (d *device) do(deed string, args any) {
	r, done := d.either()
	text := encode(args)
	d.types(d.p, text)
	id, err := r.Do(deed, args, "")
	if err != nil {
		d.logf("%s: %s %s is refused at once: %v", d.name, deed, d.short(text), err)
		return
	}
	d.wishesOf(r)
	d.logf("%s: %s %s is %s", d.name, deed, d.short(text), d.call(id))
	done()
}

// undo takes a command back that the person remembers.
func (d *device) undo(id org.CommandID) {
	r, done := d.either()
	waits := false
	for _, p := range r.Pending() {
		if waits = p.Command.ID == id; waits {
			d.redo(p.Command)
			break
		}
	}
	if err := r.Undo(id, ""); err != nil {
		d.logf("%s: undoing %s is refused at once: %v", d.name, d.call(id), err)
		return
	}
	d.logf("%s undoes %s", d.name, d.call(id))
	if waits {
		d.wish(id).undone = true
	} else {
		d.wishesOf(r)
	}
	done()
}

// redo notes that an entry shall stand after all, where what is undone would have taken it back.
func (d *device) redo(c ledger.Command) {
	var args struct{ Entries []uint64 }
	if c.Deed == "ledger.undo" && json.Unmarshal(c.Args, &args) == nil {
		for _, seq := range args.Entries {
			d.redone[seq] = true
		}
	}
}

// wishesOf notes the commands that a replica has made by itself, or filled in: whom a filter showed, what a second try changes from.
func (d *device) wishesOf(r *replica.Replica) {
	for _, p := range r.Pending() {
		d.wish(p.Command.ID).base = p.Command.Base
		d.types(d.p, p.Command.Args)
	}
}

// decide is a person who looks into the inbox.
func (d *device) decide() {
	r, done := d.either()
	all := r.Inbox()
	if len(all) == 0 {
		return
	}
	c := all[d.rand.IntN(len(all))]
	id := c.Command.ID
	if c.Seq != 0 || d.chance(1, 2) {
		gone := r.Dismiss(id)
		d.wish(id).dismissed = true
		d.logf("%s dismisses %s", d.name, d.call(id))
		if d.chance(1, 4) {
			r.PutBack(gone)
			d.wish(id).dismissed = false
			d.logf("%s takes that back", d.name)
		}
		done()
		return
	}
	again, err := r.Retry(id)
	d.wishesOf(r)
	if err == nil {
		d.wish(id).again = again
	}
	d.logf("%s tries %s again, as %s: %v", d.name, d.call(id), d.call(again), err)
	done()
}

// doFiltered is a person who wants something for all whom a filter shows.
func (d *device) doFiltered() {
	r, done := d.either()
	q := pick(d.history, replica.Query{}, replica.Query{Status: org.Pending}, replica.Query{Kind: org.KindUser})
	deed, args := "members.deactivate", map[string]any{}
	if d.chance(1, 2) {
		deed, args = "members.tag", map[string]any{"add": []string{d.value(d.p.tenant.ID(), "", "tags")}}
	}
	d.types(d.p, encode(args))
	id, err := r.DoFiltered(deed, args, q, len(r.Directory().Find(q))-d.rand.IntN(2), "")
	if err != nil {
		d.logf("%s: %s for all of %+v is refused at once: %v", d.name, deed, q, err)
		return
	}
	d.wishesOf(r)
	d.logf("%s: %s for all of %+v is %s", d.name, deed, q, d.call(id))
	done()
}

// wipe gives up what lies here, as lease.Wipe said.
func (d *device) wipe() {
	d.logf("%s is wiped", d.name)
	if role := d.roleOf(d.p); role != "" {
		d.failf("%s is wiped, and %s is %s", d.name, d.p.name, role)
	}
	d.lead.Wipe()
	if text := remembered(d.lead); d.foreign(d.p, "", text) != "" {
		d.failf("%s was wiped, and its memory holds %s", d.name, d.foreign(d.p, "", text))
	}
	d.lead, d.tab, d.flying, d.pulling, d.answers, d.news, d.disk = nil, nil, nil, nil, nil, nil, map[string][]byte{}
	for _, w := range d.wishes {
		w.wiped = true
	}
}

func kindOf(err error) fault.Kind {
	if f := fault.First(err); f != nil {
		return f.Kind
	}
	return fault.Unavailable
}
