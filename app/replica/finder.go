package replica

import (
	"slices"
	"strings"

	"stellwerk/shared/org"
)

// Finder looks for the few members that answer best to what is being typed. It goes through them by name, a number of rows at a
// time, so that no key waits for 50,000; it stops as soon as nothing better can come, and a further letter looks only among those
// who were found before, and goes on from there. It belongs to one place where people type.
type Finder struct {
	max     int
	dir     *Directory
	version uint64
	typed   string
	wanted  Wanted
	all     []int32 // by name, shared with the directory
	next    int     // of all, still to be looked at
	found   []candidate
	best    int // how many of found are of the best rank
}

type candidate struct {
	slot int32
	rank Rank
}

// NewFinder makes one that returns up to max members.
func NewFinder(max int) *Finder { return &Finder{max: max} }

// Type says what is looked for from now on. It does not look: Run does.
func (f *Finder) Type(d *Directory, typed string) {
	longer := f.dir == d && f.version == d.version && f.typed != "" && strings.HasPrefix(typed, f.typed)
	if longer && typed == f.typed {
		return
	}
	f.typed, f.wanted = typed, Want(typed)
	if !longer {
		f.dir, f.version, f.next, f.found = d, d.version, 0, f.found[:0]
		if f.all = nil; !f.wanted.Empty() {
			f.all = d.ordered(SortName)
		}
	}
	f.narrow()
}

// narrow drops those whom the longer search does not find any more.
func (f *Finder) narrow() {
	kept := f.found[:0]
	f.best = 0
	for _, h := range f.found {
		if h.rank = f.wanted.Rank(f.dir.rows[h.slot].text); h.rank != Nowhere {
			kept = append(kept, h)
			if h.rank == NameHead {
				f.best++
			}
		}
	}
	f.found = kept
}

// Run looks at up to n more members and says whether there are others that could be better than those found.
func (f *Finder) Run(n int) (more bool) {
	if f.dir == nil || f.version != f.dir.version {
		return false
	}
	for ; n > 0 && f.best < f.max && f.next < len(f.all); n-- {
		slot := f.all[f.next]
		f.next++
		rank := f.wanted.Rank(f.dir.rows[slot].text)
		if rank == Nowhere {
			continue
		}
		f.found = append(f.found, candidate{slot, rank})
		if rank == NameHead {
			f.best++
		}
	}
	return f.best < f.max && f.next < len(f.all)
}

// Best are those found so far, the best first, and of equal ones as they are called.
func (f *Finder) Best() []org.MemberID {
	var out []org.MemberID
	for rank := NameHead; rank > Nowhere && len(out) < f.max; rank-- {
		for _, h := range f.found {
			if h.rank != rank {
				continue
			}
			if id := f.dir.rows[h.slot].id; id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
			if len(out) == f.max {
				break
			}
		}
	}
	return out
}

// Rank is how well the best of them answers.
func (f *Finder) Rank() Rank {
	best := Nowhere
	for _, h := range f.found {
		best = max(best, h.rank)
	}
	return best
}
