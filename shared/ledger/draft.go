package ledger

import "slices"

// Effect is something a deed wants done outside the ledger: what, and for whom. It holds no content and no secret; those
// are made when it is carried out.
type Effect struct {
	What string `json:"what"`
	For  string `json:"for"` // id of the record or member that it is about
}

// The effects.
const (
	// EndAccess: sign-ins that were made until now don't open the tenant to this member any more. Undoing what caused it
	// does not bring them back.
	EndAccess = "access.end"
	// Erase: everything that is stored about a member who is gone is erased.
	Erase = "member.erase"
	// Welcome: a mail to the founder of a tenant.
	Welcome = "tenant.welcome"
	// Joined: those who want to be told that a member has confirmed the address are.
	Joined = "members.joined"
	// Invite: a mail asks a member to join.
	Invite = "members.invite"
	// Due: what is set for members' last days is carried out when these are over, and who manages members is reminded before. It is for the
	// organisation, and about the members of the entry that wants it.
	Due = "members.due"
	// Ending: who manages members is told that last days are near, or that what was set for them could not be carried out. For says which, of which
	// entry and which day, see EndingOf.
	Ending = "members.ending"
	// JobEnded: whoever made a job that has ended by itself is told. It is for the job and not wanted by a deed.
	JobEnded = "jobs.ended"
	// Greeted: a member is told that somebody congratulates them, with the words of the entry that wants it.
	Greeted = "members.greeted"
	// Birthdays: each morning whoever wants to is reminded of whose birthday it is. An organisation has it once, and no deed wants it; it is for the last
	// day that is done with, 2006-01-02, "" at first.
	Birthdays = "birthdays.daily"
)

// Outcome is what a deed comes to.
type Outcome struct {
	Changes []Change
	Effects []Effect
	Undoes  []uint64 // the entries that were taken back
}

// Draft is a world with a deed's own changes on top, in the order in which records were first touched.
type Draft struct {
	World
	before  map[Ref]Record
	after   map[Ref]Entity
	order   []Ref
	uniques map[Unique]string // as the draft would have it; "" is free
	counts  map[Kind]int      // how many more there are
	effects []Effect
	undoes  []uint64
}

// Begin starts a draft on w.
func Begin(w World) *Draft {
	return &Draft{World: w, before: map[Ref]Record{}, after: map[Ref]Entity{}, uniques: map[Unique]string{}, counts: map[Kind]int{}}
}

// Record returns the record with the draft's own changes.
func (d *Draft) Record(ref Ref) (Record, error) {
	r, known := d.before[ref]
	if !known {
		var err error
		if r, err = d.World.Record(ref); err != nil {
			return Record{}, err
		}
		d.before[ref] = r
	}
	if e, touched := d.after[ref]; touched {
		r.Value = e
	}
	return r, nil
}

// Unique returns who holds a unique value with the draft's own changes.
func (d *Draft) Unique(u Unique) (string, error) {
	if id, known := d.uniques[u]; known {
		return id, nil
	}
	return d.World.Unique(u)
}

// Found returns what has the values of indexes with the draft's own changes.
func (d *Draft) Found(by ...Index) ([]string, error) {
	ids, err := d.World.Found(by...)
	if err != nil {
		return nil, err
	}
	return Adjust(ids, by, func(visit func(Ref, Entity)) {
		for _, ref := range d.order {
			visit(ref, d.after[ref])
		}
	}), nil
}

// Count says how many records there are with the draft's own changes.
func (d *Draft) Count(kind Kind) (int, error) {
	n, err := d.World.Count(kind)
	return n + d.counts[kind], err
}

// Alive is 1 for what is there and 0 for what is not, to count with.
func Alive(e Entity) int {
	if e == nil {
		return 0
	}
	return 1
}

// Adjust is the ids found by indexes once records are as changed tells.
func Adjust(ids []string, by []Index, changed func(visit func(Ref, Entity))) []string {
	changed(func(ref Ref, e Entity) {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == ref.ID })
		for _, ix := range IndexesOf(e) {
			if slices.Contains(by, ix) {
				ids = append(ids, ref.ID)
			}
		}
	})
	slices.Sort(ids)
	return ids
}

// Put sets what a record holds; nil deletes it.
func (d *Draft) Put(ref Ref, e Entity) error {
	r, err := d.Record(ref)
	if err != nil {
		return err
	}
	if _, touched := d.after[ref]; !touched {
		d.order = append(d.order, ref)
	}
	for _, u := range UniquesOf(r.Value) {
		d.uniques[u] = ""
	}
	for _, u := range UniquesOf(e) {
		d.uniques[u] = ref.ID
	}
	d.counts[ref.Kind] += Alive(e) - Alive(r.Value)
	d.after[ref] = e
	return nil
}

// Want adds an effect, once.
func (d *Draft) Want(what, whom string) {
	if e := (Effect{what, whom}); !slices.Contains(d.effects, e) {
		d.effects = append(d.effects, e)
	}
}

// Undone notes that an entry has been taken back.
func (d *Draft) Undone(seq uint64) { d.undoes = append(d.undoes, seq) }

// Outcome is all that the draft changes. Records that ended as they began are left out; without changes there are no effects.
func (d *Draft) Outcome() Outcome {
	var out Outcome
	for _, ref := range d.order {
		if c, ok := Between(ref, d.before[ref].Value, d.after[ref]); ok {
			out.Changes = append(out.Changes, c)
		}
	}
	if len(out.Changes) > 0 {
		out.Effects, out.Undoes = d.effects, d.undoes
	}
	return out
}
