package replica

import (
	"math"
	"math/bits"
	"sort"
	"strings"
)

// Orders in which members stand by how a part of their names begins, for searches. With SortName, which begins with the surname, they
// are all the places where nameMark stands.
const (
	byGiven        Sort = 200 + iota
	writtenGiven        // as it is written without umlauts (Juergen), where that is something else; as the next one
	writtenSurname      // Mueller
)

var headOrders = [...]Sort{SortName, byGiven, writtenGiven, writtenSurname}

// lag is how many members may have changed since for an index still to be worth bringing up to date when a key is typed: more than
// that are looked through one by one.
const lag = 2000

// Prepare does a part of what makes the first letter of a search quick, looking at about n members, and says whether there is more
// to do. It is called while nothing else is to be done; without it searches find the same, later.
func (d *Directory) Prepare(n int) (more bool) {
	for _, by := range headOrders {
		if o := d.sorting(by); len(o.touched) > 0 {
			d.advance(o, by, n)
			return true
		}
	}
	d.standing()
	return false
}

// indexed says that the orders of headOrders are up to date, or nearly.
func (d *Directory) indexed() bool {
	for _, by := range headOrders {
		if o := d.orders[by]; o == nil || len(o.touched) > lag {
			return false
		}
	}
	return true
}

// belongs says whether a member stands in an order.
func (r *row) belongs(by Sort) bool {
	switch by {
	case writtenGiven, writtenSurname:
		return r.head(by) != ""
	}
	return true
}

// head is what an order of headOrders is sorted by. It begins with the part of the name that the order is about.
func (r *row) head(by Sort) string {
	switch by {
	case SortName:
		return r.name
	case byGiven:
		return r.text[1:]
	}
	at := strings.LastIndexByte(r.text, nameMark)
	before := strings.LastIndexByte(r.text[:at], nameMark)
	if before == 0 {
		return "" // written in one way only
	}
	surname := strings.IndexByte(r.text[1:], nameMark) + 1
	own, plain := r.text[at:], r.text[surname:before]
	if by == writtenGiven {
		own, plain = r.text[before:at], r.text[:surname]
	}
	// Words that are looked for have no spaces: what differs later makes no difference.
	if strings.HasPrefix(own, plain[:strings.IndexByte(plain, ' ')+1]) {
		return ""
	}
	return own[1:]
}

// beginning are the slots of an order whose heads begin with a word.
func (d *Directory) beginning(by Sort, word string) []int32 {
	all := d.ordered(by)
	from := sort.Search(len(all), func(i int) bool { return d.rows[all[i]].head(by) >= word })
	n := sort.Search(len(all)-from, func(i int) bool { return !strings.HasPrefix(d.rows[all[from+i]].head(by), word) })
	return all[from : from+n]
}

// standing says of each slot where it stands by name.
func (d *Directory) standing() []int32 {
	o := d.sorting(SortName)
	if d.ordered(SortName); o.places == nil {
		o.places = make([]int32, len(d.rows))
		for i, slot := range o.slots {
			o.places[slot] = int32(i)
		}
	}
	return o.places
}

// set holds some of the places of an order.
type set []uint64

func (s set) add(at int32) { s[at/64] |= 1 << (at % 64) }

// none is behind all places.
const none = math.MaxInt

// next is the first place in the set that is not before at, none if there is no more.
func (s set) next(at int) int {
	for i := at / 64; i < len(s); i++ {
		word := s[i]
		if i == at/64 {
			word &= ^uint64(0) << (at % 64)
		}
		if word != 0 {
			return i*64 + bits.TrailingZeros64(word)
		}
	}
	return none
}

// heads are the places, by name, of the members with a name, or a part of one, that begins with a word in one of its spellings.
func (d *Directory) heads(word [2]string, into set) set {
	places := d.standing()
	if n := (len(d.rows) + 63) / 64; cap(into) < n {
		into = make(set, n)
	} else {
		into = into[:n]
		clear(into)
	}
	for i, w := range word {
		if i > 0 && w == word[0] {
			break
		}
		for _, by := range headOrders {
			for _, slot := range d.beginning(by, w) {
				into.add(places[slot])
			}
		}
	}
	return into
}
