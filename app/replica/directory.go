package replica

import (
	"sort"
	"strings"
	"unicode/utf8"

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
	counts  *Counts
	tags    []TagCount
}

type row struct {
	id     org.MemberID // "" for a free slot
	member ledger.Entity
	name   string // sort key: surname, given name, then as they are written
	text   string // what a search looks through
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
)

// Query says which members, and in which order. Zero values ask for all, by name.
type Query struct {
	Search string
	Status org.Status
	Kind   org.Kind
	Tag    string
	Sort   Sort
	Down   bool // the other way round
}

// Counts says how many members there are.
type Counts struct {
	All, Users, Guests int
	ByStatus           map[org.Status]int
}

// TagCount says how many members have a tag.
type TagCount struct {
	Tag string
	N   int
}

func newDirectory() *Directory {
	d := &Directory{}
	d.clear()
	return d
}

func (d *Directory) clear() {
	*d = Directory{slots: map[org.MemberID]int32{}, orders: map[Sort]*order{}, found: map[Query]hits{}, version: d.version + 1}
}

// set puts a member in its slot, or takes it out where value is none.
func (d *Directory) set(id org.MemberID, value ledger.Entity) {
	slot, known := d.slots[id]
	m, there := value.(org.Member)
	switch {
	case !there && !known:
		return
	case !there:
		d.rows[slot] = row{}
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
		name, text := folded(m)
		d.rows[slot] = row{id, value, name, text}
	}
	for _, o := range d.orders {
		o.touch(slot)
	}
	d.version++
	d.counts, d.tags = nil, nil
}

// folded makes what a member is sorted by and what a search looks through: all that can be found, in all spellings, folded
// once. Both are parts of one text.
func folded(m org.Member) (name, text string) {
	parts := [...]string{m.GivenName, m.Surname, string(m.Email), m.Title, m.Location, m.Phone}
	size, plain := 2*(len(m.Surname)+len(m.GivenName)), true
	for _, p := range parts {
		size += len(p) + 1
		plain = plain && ascii(p)
	}
	out := make([]byte, 0, size+size/2)
	out = append(appendFold(out, m.Surname, nil), 0)
	out = append(appendFold(out, m.GivenName, nil), 0)
	out = append(append(out, m.Surname...), 0)
	out = append(out, m.GivenName...)
	end := len(out)
	each := func(own map[rune]string) {
		for _, p := range parts {
			out = append(appendFold(out, p, own), ' ')
		}
		for _, t := range m.Tags {
			out = append(appendFold(out, t, own), ' ')
			plain = plain && ascii(t)
		}
	}
	each(nil)
	if !plain {
		each(writtenOut)
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

// Find returns the slots of the members asked for, in order. The slice is shared: do not change it. It is kept until something
// changes, so asking in every rendering is cheap.
func (d *Directory) Find(q Query) []int32 {
	if h, ok := d.found[q]; ok && h.version == d.version {
		return h.slots
	}
	looked := words(q.Search)
	var out []int32
	if less, ok := d.wider(q); ok {
		for _, slot := range less {
			if found(d.rows[slot].text, looked) {
				out = append(out, slot)
			}
		}
	} else {
		all := d.ordered(q.Sort)
		out = make([]int32, 0, len(all))
		for k := range all {
			slot := all[k]
			if q.Down {
				slot = all[len(all)-1-k]
			}
			if r := &d.rows[slot]; r.fits(q) && found(r.text, looked) {
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

func (r *row) fits(q Query) bool {
	if q.Status == "" && q.Kind == "" && q.Tag == "" {
		return true
	}
	m, _ := r.member.(org.Member)
	return (q.Status == "" || m.Status() == q.Status) && (q.Kind == "" || m.Kind() == q.Kind) && (q.Tag == "" || org.HasTag(m.Tags, q.Tag))
}

// Counts says how many members there are of each sort.
func (d *Directory) Counts() Counts {
	if d.counts != nil {
		return *d.counts
	}
	c := Counts{ByStatus: map[org.Status]int{}}
	for i := range d.rows {
		m, ok := d.rows[i].member.(org.Member)
		if !ok {
			continue
		}
		c.All++
		c.ByStatus[m.Status()]++
		if m.Kind() == org.KindGuest {
			c.Guests++
		} else {
			c.Users++
		}
	}
	d.counts = &c
	return c
}

// Tags lists the tags that members have, by name.
func (d *Directory) Tags() []TagCount {
	if d.tags != nil {
		return d.tags
	}
	at := map[string]int{}
	out := []TagCount{}
	for i := range d.rows {
		m, ok := d.rows[i].member.(org.Member)
		if !ok {
			continue
		}
		for _, t := range m.Tags {
			k := strings.ToLower(t)
			if n, ok := at[k]; ok {
				out[n].N++
			} else {
				at[k] = len(out)
				out = append(out, TagCount{t, 1})
			}
		}
	}
	sort.Slice(out, func(a, b int) bool { return fold(out[a].Tag)+"\x00"+out[a].Tag < fold(out[b].Tag)+"\x00"+out[b].Tag })
	d.tags = out
	return out
}
