package replica

import (
	"maps"
	"strings"
	"time"
	"unicode/utf8"

	"stellwerk/app/letters"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Directory is the members as lists show them: filtered, sorted and found, each in a slot that stays the member's for as long
// as the member is there. It is kept up to date member by member, so that a change among 50,000 costs next to nothing.
type Directory struct {
	rows    []row
	slots   map[org.MemberID]int32
	free    []int32
	orders  map[Sort]*order
	version uint64
	found   map[Query]hits
	counts  Counts
	tags    map[string]*TagCount // by the tag in lower case
	tagList []TagCount           // the same, by name; nil when one has come or gone
	tagSets [][]string           // the tags that members have together; the first is none
	setOf   map[string]int32     // which these are
	places  map[string]int       // locations, and how many members are there
	titles  map[string]int       // what members do, and how many do it
	chosen  *Marks               // the choice that was begun last
	pairs   *pairs
	tree    tree
	links   map[org.LinkID]org.Link // by which many can join
	near    near
	ends    ends
}

type row struct {
	id     org.MemberID // "" for a free slot
	member ledger.Entity
	name   string // sort key: surname, given name, then as they are written
	text   string // what a search looks through
	traits Traits
	tags   int32 // which of the directory's tagSets the member has, for the same reason
}

func (r *row) record() *org.Member {
	m, _ := r.member.(org.Member)
	return &m
}

type hits struct {
	slots   []int32
	version uint64
}

// Sort is an order of members.
type Sort uint8

// The orders.
const (
	SortName Sort = iota // surname, given name
	SortEmail
	SortStatus
	SortRole
	SortStart
	SortLocation
	SortTitle
	SortUntil
)

// Query says which members, and in which order. Zero values ask for all, by name.
type Query struct {
	Search   string
	Status   org.Status
	Kind     org.Kind
	Tag      string
	Location string
	Group    org.GroupID // in it or below it
	Direct   bool        // and not below it
	Invited  org.Invited // where their invitation stands; "" for all
	Ends     string      // whose last day comes no later than this day, or is over; "" for all
	Sort     Sort
	Down     bool // the other way round
}

// invited says whether a member's invitation stands where a query asks. Who has joined, or is deactivated, is not asked for.
func (q Query) invited(m *org.Member, now time.Time) bool {
	return q.Invited == "" || !m.Confirmed && !m.Deactivated && m.Invited(now) == q.Invited
}

// Counts says how many members there are.
type Counts struct {
	All, Users, Guests int
	Admins             int // beside the owner
	ByStatus           map[org.Status]int
}

func newDirectory() *Directory {
	d := &Directory{}
	d.clear()
	return d
}

func (d *Directory) clear() {
	if d.chosen != nil {
		d.chosen.None()
	}
	*d = Directory{slots: map[org.MemberID]int32{}, orders: map[Sort]*order{}, found: map[Query]hits{}, version: d.version + 1,
		counts: Counts{ByStatus: map[org.Status]int{}}, tags: map[string]*TagCount{}, tagSets: [][]string{nil}, setOf: map[string]int32{}, places: map[string]int{}, titles: map[string]int{}, chosen: d.chosen, pairs: &pairs{}, tree: newTree(), links: map[org.LinkID]org.Link{}}
}

// set puts a member in its slot, or takes it out where value is none.
func (d *Directory) set(id org.MemberID, value ledger.Entity) {
	slot, known := d.slots[id]
	m, there := value.(org.Member)
	var was []org.Membership
	if known {
		if before, ok := d.rows[slot].member.(org.Member); ok {
			d.tally(&before, -1)
			was = before.Groups
		}
	}
	if there {
		d.tally(&m, 1)
	}
	switch {
	case !there && !known:
		return
	case !there:
		d.setGroups(slot, was, nil)
		d.rows[slot] = row{}
		d.tree.smart.follow(slot, nil)
		if d.chosen != nil {
			d.chosen.Put(slot, false)
		}
		delete(d.slots, id)
		d.free = append(d.free, slot)
	case !known && len(d.free) > 0:
		slot = d.free[len(d.free)-1]
		d.free = d.free[:len(d.free)-1]
	case !known:
		slot = int32(len(d.rows))
		d.rows = append(d.rows, row{})
	}
	if there {
		d.slots[id] = slot
		d.setGroups(slot, was, m.Groups)
		name, text := folded(m)
		d.rows[slot] = row{id, value, name, text, TraitsOf(&m), d.tagSet(m.Tags)}
		d.pairs.add(slot, text)
		d.tree.smart.follow(slot, &m)
	}
	for _, o := range d.orders {
		o.touch(slot)
	}
	d.version++
}

// tally counts a member in or out.
func (d *Directory) tally(m *org.Member, by int) {
	d.counts.All += by
	d.counts.ByStatus[m.Status()] += by
	if m.Role == org.Admin {
		d.counts.Admins += by
	}
	if m.Kind() == org.KindGuest {
		d.counts.Guests += by
	} else {
		d.counts.Users += by
	}
	note(d.places, m.Location, by)
	note(d.titles, m.Title, by)
	for _, t := range m.Tags {
		key := strings.ToLower(t)
		c := d.tags[key]
		if c == nil {
			c = &TagCount{Tag: t}
			d.tags[key] = c
		}
		if c.N += by; c.N == 0 {
			delete(d.tags, key)
		}
		d.tagList = nil
	}
}

// folded makes what a member is sorted by and what a search looks through: all that can be found, in all spellings, folded
// once. Both are parts of one text.
func folded(m org.Member) (name, text string) {
	parts := [...]string{m.GivenName, m.Surname, string(m.Email), m.Title, m.Location, m.Phone}
	size, plain := 2*(len(m.Surname)+len(m.GivenName)), true
	for _, p := range parts {
		size += len(p) + 2
		plain = plain && letters.ASCII(p)
	}
	out := make([]byte, 0, size+size/2)
	out = append(letters.Append(out, m.Surname, nil), 0)
	out = append(letters.Append(out, m.GivenName, nil), 0)
	out = append(append(out, m.Surname...), 0)
	out = append(out, m.GivenName...)
	end := len(out)
	each := func(own map[rune]string) {
		for i, p := range parts {
			if i < 2 {
				out = append(out, nameMark)
			}
			out = append(letters.Append(out, p, own), ' ')
		}
		for _, t := range m.Tags {
			out = append(letters.Append(out, t, own), ' ')
			plain = plain && letters.ASCII(t)
		}
	}
	each(nil)
	if !plain {
		each(letters.WrittenOut)
	}
	all := string(out)
	return all[:end], all[end:]
}

// At returns the member in a slot that Find has returned.
func (d *Directory) At(slot int32) (org.MemberID, org.Member) {
	if int(slot) >= len(d.rows) {
		return "", org.Member{}
	}
	m, _ := d.rows[slot].member.(org.Member)
	return d.rows[slot].id, m
}

// Slot is where a member is; false if there is no such member.
func (d *Directory) Slot(id org.MemberID) (int32, bool) {
	slot, ok := d.slots[id]
	return slot, ok
}

// Find returns the slots of the members asked for, in order. The slice is shared: do not change it. It is kept until something
// changes, so asking in every rendering is cheap.
func (d *Directory) Find(q Query) []int32 {
	if h, ok := d.found[q]; ok && h.version == d.version {
		return h.slots
	}
	looked, in, now := letters.Words(q.Search), d.among(q), time.Now()
	var out []int32
	if less, ok := d.wider(q); ok {
		may := d.pairs.may(looked, len(d.rows))
		for _, slot := range less {
			if may.has(slot) && letters.Found(d.rows[slot].text, looked) {
				out = append(out, slot)
			}
		}
	} else {
		all := d.ordered(q.Sort)
		may := d.pairs.may(looked, len(d.rows))
		out = make([]int32, 0, may.len())
		for k := range all {
			slot := all[k]
			if q.Down {
				slot = all[len(all)-1-k]
			}
			if r := &d.rows[slot]; may.has(slot) && (in == nil || in.Has(slot)) && r.fits(q, now) && letters.Found(r.text, looked) {
				out = append(out, slot)
			}
		}
	}
	const kept = 8 // lists that are shown at once, and the ones before them
	if len(d.found) >= kept {
		d.found = map[Query]hits{}
	}
	d.found[q] = hits{out, d.version}
	return out
}

// wider is the answer to the search as it was before its last character was typed: whoever is found now was found then.
func (d *Directory) wider(q Query) ([]int32, bool) {
	_, n := utf8.DecodeLastRuneInString(q.Search)
	q.Search = q.Search[:len(q.Search)-n]
	h, ok := d.found[q]
	return h.slots, ok && n > 0 && q.Search != "" && h.version == d.version
}

// fits says whether somebody is asked for, beside the group that they belong to.
func (r *row) fits(q Query, now time.Time) bool {
	if q.Status == "" && q.Kind == "" && q.Tag == "" && q.Location == "" && q.Invited == "" && q.Ends == "" {
		return true
	}
	m, _ := r.member.(org.Member)
	return (q.Status == "" || m.Status() == q.Status) && (q.Kind == "" || m.Kind() == q.Kind) && (q.Tag == "" || org.HasTag(m.Tags, q.Tag)) &&
		(q.Location == "" || m.Location == q.Location) && q.invited(&m, now) && (q.Ends == "" || m.Ends() && m.Until <= q.Ends)
}

// Counts says how many members there are of each sort.
func (d *Directory) Counts() Counts {
	c := d.counts
	c.ByStatus = maps.Clone(c.ByStatus)
	return c
}
