package ledger

import (
	"slices"
	"strconv"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// Memory is a tenant held in memory: the world of the browser's replica and of tests. It is not safe for use by several
// goroutines.
type Memory struct {
	tenant  org.TenantID
	now     func() time.Time
	head    Head
	records map[Ref]kept
	uniques map[Unique]string
	indexes map[Index]map[string]bool
	counts  map[Kind]int
	entries map[uint64]Entry
	days    Days
}

// kept is a record without its name, which 50,000 would hold twice.
type kept struct {
	seq   uint64
	value Entity
}

func (k kept) of(ref Ref) Record { return Record{Ref: ref, Seq: k.seq, Value: k.value} }

// Days tells the day of a moment in a time zone, 2006-01-02; "" for a zone that is not known.
type Days func(zone string, at time.Time) string

// NewMemory is an empty tenant.
func NewMemory(tenant org.TenantID, now func() time.Time) *Memory {
	return &Memory{tenant: tenant, now: now, records: map[Ref]kept{}, uniques: map[Unique]string{}, indexes: map[Index]map[string]bool{}, counts: map[Kind]int{}, entries: map[uint64]Entry{}}
}

// Now is the time of the world.
func (m *Memory) Now() time.Time { return m.now() }

// Tells has days be told by a calendar that knows time zones. Without, every zone is known, and days are those of UTC.
func (m *Memory) Tells(days Days) { m.days = days }

// Day is the day it is now in a time zone.
func (m *Memory) Day(zone string) string {
	if m.days == nil {
		return m.now().UTC().Format(time.DateOnly)
	}
	return m.days(zone, m.now())
}

// Tenant is whose world this is.
func (m *Memory) Tenant() org.TenantID { return m.tenant }

// Head is where the ledger stands, as far as it has arrived here.
func (m *Memory) Head() Head { return m.head }

// SetHead says where the ledger stands after a snapshot.
func (m *Memory) SetHead(h Head) { m.head = h }

// Record returns a record; for one that never was, Seq is 0.
func (m *Memory) Record(ref Ref) (Record, error) {
	return m.records[ref].of(ref), nil
}

// Unique returns who holds a unique value.
func (m *Memory) Unique(u Unique) (string, error) { return m.uniques[u], nil }

// Found returns the ids of the records that have the values of indexes.
func (m *Memory) Found(by ...Index) ([]string, error) {
	var ids []string
	for _, ix := range by {
		for id := range m.indexes[ix] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// Count says how many records of a kind there are.
func (m *Memory) Count(kind Kind) (int, error) { return m.counts[kind], nil }

// Entry returns an entry that has come by here. Fault: entry.notHere.
func (m *Memory) Entry(seq uint64) (Entry, error) {
	e, ok := m.entries[seq]
	if !ok {
		if seq > m.head.Seq || seq == 0 {
			return Entry{}, fault.New(fault.NotFound, "entry.notFound")
		}
		return Entry{}, fault.New(fault.NeedsConnection, "entry.notHere", "entry", strconv.FormatUint(seq, 10))
	}
	return e, nil
}

// KeepEntry makes an entry known without applying it, for undo. A snapshot says nothing of records that were deleted before it: what
// the entry deleted and is not here was deleted by it, or by a later one that will say so.
func (m *Memory) KeepEntry(e Entry) {
	m.entries[e.Seq] = e
	for _, c := range e.Changes {
		if r, _ := m.Record(c.Ref()); c.Op == Deleted && !r.Alive() && r.Seq < e.Seq {
			m.records[c.Ref()] = kept{seq: e.Seq}
		}
	}
}

// Each calls visit with every record that is alive, in no order.
func (m *Memory) Each(visit func(Record)) {
	for ref, k := range m.records {
		if r := k.of(ref); r.Alive() {
			visit(r)
		}
	}
}

// Set puts a record in place: a nil value is a deleted one.
func (m *Memory) Set(r Record) {
	if old, ok := m.records[r.Ref]; ok {
		for _, u := range UniquesOf(old.value) {
			if m.uniques[u] == r.ID {
				delete(m.uniques, u)
			}
		}
		for _, ix := range IndexesOf(old.value) {
			delete(m.indexes[ix], r.ID)
		}
		m.counts[r.Kind] -= Alive(old.value)
	}
	for _, ix := range IndexesOf(r.Value) {
		if m.indexes[ix] == nil {
			m.indexes[ix] = map[string]bool{}
		}
		m.indexes[ix][r.ID] = true
	}
	m.counts[r.Kind] += Alive(r.Value)
	for _, u := range UniquesOf(r.Value) {
		m.uniques[u] = r.ID
	}
	m.records[r.Ref] = kept{r.Seq, r.Value}
}

// Change applies one change at a position. A record that is at that position already, or beyond, stays: the change is in it.
// Fault: change.mismatch.
func (m *Memory) Change(c Change, seq uint64) error {
	r, _ := m.Record(c.Ref())
	if r.Seq >= seq {
		return nil
	}
	fields, err := c.Apply(FieldsOf(r.Value))
	if err != nil {
		return err
	}
	e, err := EntityOf(c.Kind, fields)
	if err != nil {
		return err
	}
	m.Set(Record{Ref: c.Ref(), Seq: seq, Value: e})
	return nil
}

// Apply follows one entry. One that has been applied already changes nothing. Faults: entry.gap if entries before it are
// missing and the entry is whole, change.mismatch.
func (m *Memory) Apply(e Entry) error {
	if e.Seq <= m.head.Seq {
		m.entries[e.Seq] = e
		return nil
	}
	if e.Proof == nil && e.Seq != m.head.Seq+1 {
		return fault.New(fault.Conflict, "entry.gap", "seq", strconv.FormatUint(e.Seq, 10))
	}
	for _, c := range e.Changes {
		if err := m.Change(c, e.Seq); err != nil {
			return err
		}
	}
	m.entries[e.Seq] = e
	m.head.Seq, m.head.Hash = e.Seq, e.Hash
	return nil
}

// Do runs a deed and makes its entry, as the server does: for tests, and to follow a history from its start. A deed that
// changes nothing makes no entry; then Seq is 0.
func (m *Memory) Do(deed Deed, by Actor, cmd Command, chance func() [16]byte) (Entry, error) {
	out, err := deed.Run(m, by, cmd.Args)
	if err != nil {
		return Entry{}, err
	}
	if len(out.Changes) == 0 {
		return Entry{}, nil
	}
	e, err := Seal(m.tenant, Entry{
		Seq:     m.head.Seq + 1,
		At:      m.now().UTC().Truncate(time.Millisecond),
		Actor:   EntryActor{Member: by.Member, Name: by.Name},
		Command: cmd.ID,
		Deed:    deed.Name,
		Undoes:  out.Undoes,
		Changes: out.Changes,
	}, m.head.Hash, chance)
	if err != nil {
		return Entry{}, err
	}
	return e, m.Apply(e)
}
