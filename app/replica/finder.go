package replica

import (
	"slices"
	"strings"

	"stellwerk/shared/org"
)

// Finder looks for the few members that answer best to what is being typed. Those whose name begins with it stand in an index; the
// others it goes through by name, a number of rows at a time, so that no key waits for 50,000. It stops as soon as nothing better can
// come, and a further letter looks only among those who were found before, and goes on from there. It belongs to one place where people
// type.
type Finder struct {
	max     int
	dir     *Directory
	version uint64
	typed   string
	wanted  Wanted
	all     []int32 // by name, shared with the directory
	heads   set     // of the places in all, those whose name begins with the first word; empty where there is no index
	indexed bool
	may     set     // of the slots, those of members who may be found at all
	head    int     // in all: heads before it have been looked at
	again   []int32 // found by a shorter search, to be looked at once more
	next    int     // of all, still to be looked at
	first   []int32 // of the best rank, from heads
	found   []candidate
	best    int // how many are found that nothing that is still to be looked at can be better than
}

type candidate struct {
	slot int32
	rank Rank
}

// NewFinder makes one that returns up to max members.
func NewFinder(max int) *Finder { return &Finder{max: max} }

// Type says what is looked for from now on. It does not look: Run does.
func (f *Finder) Type(d *Directory, typed string) {
	same := f.dir == d && f.version == d.version
	if same && typed == f.typed {
		return
	}
	longer := same && f.typed != "" && strings.HasPrefix(typed, f.typed)
	f.dir, f.version, f.typed, f.wanted = d, d.version, typed, Want(typed)
	f.first, f.heads, f.head, f.best, f.indexed = f.first[:0], f.heads[:0], 0, 0, false
	if longer {
		f.remember()
	} else {
		f.again, f.found, f.next, f.all = nil, f.found[:0], 0, nil
	}
	if f.wanted.Empty() {
		return
	}
	if f.all == nil {
		f.all = d.ordered(SortName)
	}
	f.may = d.pairs.may(f.wanted.words, len(d.rows))
	if f.indexed = d.indexed(); f.indexed {
		f.heads = d.heads(f.wanted.words[0], f.heads)
	}
}

// remember lets those be looked at again who were found until now: whoever is found by a longer search was found by the shorter one.
func (f *Finder) remember() {
	again := make([]int32, 0, len(f.found)+len(f.again))
	for _, h := range f.found {
		again = append(again, h.slot)
	}
	f.again, f.found = append(again, f.again...), f.found[:0]
}

// Run looks at up to n more members and says whether there are others that could be better than those found.
func (f *Finder) Run(n int) (more bool) {
	if f.dir == nil || f.version != f.dir.version {
		return false
	}
	for ; n > 0 && f.best < f.max; n-- {
		if !f.look() {
			return false
		}
	}
	return f.best < f.max && (f.heads.next(f.head) < len(f.all) || len(f.again) > 0 || f.next < len(f.all))
}

// look looks at one member, first at those who may be of the best rank, and says whether there was one.
func (f *Finder) look() bool {
	if f.head = f.heads.next(f.head); f.head < len(f.all) {
		slot := f.all[f.head]
		f.head++
		if len(f.wanted.words) == 1 || f.rank(slot) == NameHead {
			f.first = append(f.first, slot)
			f.best++
		}
		return true
	}
	slot, ok := f.following()
	if !ok {
		return false
	}
	rank := f.rank(slot)
	if rank == Nowhere {
		return true
	}
	// Those of the best rank have been counted already where they stand in an index, and are kept for longer searches.
	f.found = append(f.found, candidate{slot, rank})
	if f.indexed && rank == WordHead || !f.indexed && rank == NameHead {
		f.best++
	}
	return true
}

// following is the next member who may be found.
func (f *Finder) following() (slot int32, ok bool) {
	for len(f.again) > 0 {
		if slot, f.again = f.again[0], f.again[1:]; f.may.has(slot) {
			return slot, true
		}
	}
	for f.next < len(f.all) {
		slot = f.all[f.next]
		if f.next++; f.may.has(slot) {
			return slot, true
		}
	}
	return 0, false
}

func (f *Finder) rank(slot int32) Rank { return f.wanted.Rank(f.dir.rows[slot].text) }

// Best are those found so far, the best first, and of equal ones as they are called.
func (f *Finder) Best() []org.MemberID {
	var out []org.MemberID
	add := func(slot int32) {
		if id := f.dir.rows[slot].id; id != "" && len(out) < f.max && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, slot := range f.first {
		add(slot)
	}
	for rank := NameHead; rank > Nowhere && len(out) < f.max; rank-- {
		for _, h := range f.found {
			if h.rank == rank {
				add(h.slot)
			}
		}
	}
	return out
}

// Rank is how well the best of them answers.
func (f *Finder) Rank() Rank {
	if len(f.first) > 0 {
		return NameHead
	}
	best := Nowhere
	for _, h := range f.found {
		best = max(best, h.rank)
	}
	return best
}
