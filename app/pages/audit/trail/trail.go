// Package trail loads parts of the audit trail and shows their entries, each with its details and the way to take it back. The page of
// the trail and the history of one member are made of it.
package trail

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Trail is a part of the audit trail as far as it is loaded. It belongs to one component, which shows it and watches store.Members.
type Trail struct {
	Entries []ledger.Entry // latest first
	Names   *story.Names
	Err     error
	Loading bool
	Version uint64 // grows with every change of what is shown

	ctx    app.Context // of the component: an element that was pressed may be gone when the answer comes
	query  client.EntriesQuery
	tenant org.TenantID
	before uint64 // go on with this
	begun  bool
	done   bool
	turn   int // answers to an earlier query are thrown away
	asking bool
	names  int // asked for and not answered yet
	// learned counts the answers: sentences change with them.
	learned uint64
	head    uint64 // up to where was asked for what came since
	local   bool   // shows what this device knows of itself, as the server does not answer
	wanted  uint64 // is to be opened as soon as it is here
	lines   map[uint64]*line
	takenBy map[uint64]uint64 // which entry, that is not among these, took one of these back
	by      map[uint64]uint64 // what UndoneBy says, until something comes
	days    map[uint64]string // on which day an entry was made, as the person's calendar has it
}

// line is how one line of the trail stands on the screen, by the entry that it is named after.
type line struct {
	open    bool
	whole   bool // shows all of its records
	plan    bool // shows what taking it back would do
	verdict verdict
	wrong   error // why taking it back was refused
}

// verdict is what undoing an entry would say, and for which version of the replica.
type verdict struct {
	version uint64
	err     error
}

// New makes an empty trail.
func New() *Trail {
	return &Trail{Names: story.NewNames(nameHere)}
}

func nameHere(id string) (string, bool) {
	m, ok := store.Replica().Member(org.MemberID(id))
	return m.Name(), ok
}

func groupHere(id org.GroupID) (string, bool) {
	g, ok := store.Replica().Directory().Group(id)
	return g.Name, ok
}

func init() { story.GroupName = groupHere }

// Open begins anew with another query. ctx is that of the component. With q.Before the trail begins below that entry and does not follow
// what comes.
func (t *Trail) Open(ctx app.Context, q client.EntriesQuery) {
	t.turn++
	t.ctx = ctx
	t.tenant = store.Replica().TenantID()
	t.query, t.Entries, t.Err, t.before, t.begun, t.done, t.asking, t.head, t.names = q, nil, nil, q.Before, false, false, false, 0, 0
	t.reset()
	t.Version++
	t.More()
}

func (t *Trail) reset() {
	t.local, t.by = false, nil
	t.lines, t.takenBy, t.days = map[uint64]*line{}, map[uint64]uint64{}, map[uint64]string{}
}

// line finds how a line stands on the screen.
func (t *Trail) line(seq uint64) *line {
	l := t.lines[seq]
	if l == nil {
		l = &line{}
		t.lines[seq] = l
	}
	return l
}

// enough is how many entries a load brings at least, unless there are no more: a filter lets the server look through many and send few.
const enough = 30

// Ended says that the first entry of all is here.
func (t *Trail) Ended() bool { return t.done }

// More loads on. It does nothing while it is at it.
func (t *Trail) More() {
	if t.Loading && t.begun || t.done || t.tenant == "" {
		return
	}
	if t.local {
		t.Open(t.ctx, t.query)
		return
	}
	t.Loading, t.Err, t.begun = true, nil, true
	t.load(t.turn, len(t.Entries)+enough)
}

func (t *Trail) load(turn, want int) {
	q := t.query
	q.Before = t.before
	ask(t.ctx, t.tenant, q, func(_ app.Context, r route.EntriesReply, err error) {
		if turn != t.turn {
			return
		}
		t.Version++
		if err != nil {
			t.Loading, t.Err = false, err
			t.fromHere()
			t.reveal()
			return
		}
		t.add(r.Entries)
		t.before, t.done = r.Before, r.Before == 0
		if t.query.Before > r.Head.Seq {
			t.query.Before = 0 // that is all there is, and what comes belongs to it
		}
		t.reveal()
		if !t.done && len(t.Entries) < want {
			t.load(turn, want)
			return
		}
		t.Loading = false
		t.learn()
	})
}

// strangers is how many names are asked for at once.
const strangers = 8

// learn asks for the names of those who were deleted by an entry that is not among these: their last entry holds it.
func (t *Trail) learn() {
	if _, _, loading := store.Replica().Loading(); t.names > 0 || loading {
		return // the names of most are still on their way
	}
	turn := t.turn
	for _, id := range t.Names.Unknown(t.Entries, strangers) {
		t.Names.Forget(id)
		t.names++
		ask(t.ctx, t.tenant, client.EntriesQuery{Record: id, Limit: 1}, func(_ app.Context, r route.EntriesReply, err error) {
			if turn != t.turn {
				return
			}
			t.names--
			if err == nil {
				t.Names.Learn(r.Entries...)
				t.learned++
				t.Version++
				t.learn()
			}
		})
	}
}

func ask(ctx app.Context, tenant org.TenantID, q client.EntriesQuery, then func(app.Context, route.EntriesReply, error)) {
	ui.Ask(ctx, func() (route.EntriesReply, error) { return store.Client().Entries(tenant, q) }, then)
}

// add takes entries that are older than those that are here.
func (t *Trail) add(entries []ledger.Entry) {
	for _, e := range entries {
		if n := len(t.Entries); n == 0 || e.Seq < t.Entries[n-1].Seq {
			t.Entries = append(t.Entries, e)
		}
	}
	t.keep(entries)
}

// keep learns what entries tell beside themselves, and makes them known on this device.
func (t *Trail) keep(entries []ledger.Entry) {
	t.Names.Learn(entries...)
	t.by = nil
	for _, e := range entries {
		store.Replica().KeepEntry(e)
	}
}

// Pinned says that the trail begins at an older entry: newer ones are not here.
func (t *Trail) Pinned() bool { return t.query.Before != 0 }

// UndoneBy says for each entry that was taken back which one did it.
func (t *Trail) UndoneBy() map[uint64]uint64 {
	if t.by == nil {
		t.by = story.UndoneBy(t.Entries)
		for seq, other := range t.takenBy {
			if t.by[seq] == 0 {
				t.by[seq] = other
			}
		}
	}
	return t.by
}

// Follow fetches what has happened since, when the replica has moved on.
func (t *Trail) Follow() {
	head := store.Replica().Head().Seq
	if t.begun && !t.Loading {
		t.learn()
	}
	if !t.begun || t.Loading || t.asking || head <= max(t.latest(), t.head) || t.query.Before != 0 {
		return
	}
	t.asking, t.head = true, head
	turn, q := t.turn, t.query
	q.After = t.latest()
	ask(t.ctx, t.tenant, q, func(_ app.Context, r route.EntriesReply, err error) {
		if turn != t.turn {
			return
		}
		t.asking = false
		if err == nil {
			t.ahead(r)
		}
	})
}

// ahead puts newer entries in front. Where there are more than one answer holds, the trail begins anew from them.
func (t *Trail) ahead(r route.EntriesReply) {
	fresh := r.Entries
	if r.Before > t.latest()+1 && len(fresh) > 0 {
		t.Entries, t.before, t.done = nil, r.Before, false
	}
	latest := t.latest()
	keep := fresh[:0:0]
	for _, e := range fresh {
		if e.Seq > latest {
			keep = append(keep, e)
		}
	}
	if len(keep) == 0 {
		return
	}
	t.Entries = append(keep, t.Entries...)
	t.keep(keep)
	t.Version++
}

func (t *Trail) latest() uint64 {
	if len(t.Entries) == 0 {
		return 0
	}
	return t.Entries[0].Seq
}

// Items are the lines to show.
func (t *Trail) Items() []story.Item { return story.Items(t.Entries) }

// complete says that all entries of an item are here: those of a job may go on where loading stopped, or have begun above.
func (t *Trail) complete(it story.Item) bool {
	below := t.done || it.First() != t.Entries[len(t.Entries)-1].Seq
	above := !t.Pinned() || it.Seq() != t.Entries[0].Seq
	return it.Entries[0].Batch == "" || below && above
}
