// Package palette decides what the command palette shows for what was typed: pages, people, deeds and settings, in groups, the best
// first. All of it is on this device; it draws nothing and asks nobody.
package palette

import (
	"slices"
	"sort"

	"stellwerk/app/replica"
	"stellwerk/shared/org"
)

// Group is what results have in common.
type Group uint8

// The groups, in the order they come in when they answer equally well.
const (
	Recent Group = iota // what was used last; only while nothing is typed
	People
	Teams // groups of people
	Pages
	Deeds
	Settings
	groups
)

// How many results of a group are shown.
const (
	MaxPeople = 8
	MaxOthers = 5
	maxRecent = 5
)

// Entry is something that can be found besides people.
type Entry struct {
	Key    string // stays the same over languages and versions: recent ones are remembered by it
	Group  Group
	Text   string
	Second string // where it leads or applies
	Words  string // what else people call it
	Common bool   // offered while nothing is typed
}

// Hit is a result: an entry, a member or a group of people.
type Hit struct {
	Key    string // of an entry
	Member org.MemberID
	Team   org.GroupID
}

// ID tells hits apart.
func (h Hit) ID() string {
	return h.Key + string(h.Member) + string(h.Team) // of which it has one
}

// Section is the results of one group.
type Section struct {
	Group Group
	Hits  []Hit
}

// Palette is what can be found, and what is being looked for.
type Palette struct {
	entries []Entry
	texts   []string // of the entries, folded
	people  *replica.Finder
	teams   []Hit
	team    replica.Rank // of the best of them
	wanted  replica.Wanted
	typed   string
	only    Group // Recent: all groups
	Recents Recents
}

// New makes an empty palette.
func New() *Palette { return &Palette{people: replica.NewFinder(MaxPeople)} }

// Offer says what there is besides people.
func (p *Palette) Offer(entries []Entry) {
	p.entries, p.texts = entries, make([]string, len(entries))
	for i, e := range entries {
		p.texts[i] = replica.Findable(e.Text, e.Second, e.Words)
	}
}

// Type says what is looked for: among everything, or among people only, when a deed has been chosen before the person.
func (p *Palette) Type(d *replica.Directory, typed string, onlyPeople bool) {
	p.typed, p.wanted, p.only = typed, replica.Want(typed), Recent
	if onlyPeople {
		p.only = People
	}
	p.people.Type(d, typed)
	p.teams = p.teams[:0]
	if p.wanted.Empty() || onlyPeople {
		return
	}
	var found []org.GroupID
	found, p.team = d.BestGroups(p.wanted)
	for _, id := range found[:min(len(found), MaxOthers)] {
		p.teams = append(p.teams, Hit{Team: id})
	}
}

// Run looks at up to n more members and says whether there is more to look at.
func (p *Palette) Run(n int) (more bool) { return !p.wanted.Empty() && p.people.Run(n) }

// Wanted is what is looked for.
func (p *Palette) Wanted() replica.Wanted { return p.wanted }

// Entry returns the entry of a key.
func (p *Palette) Entry(key string) (Entry, bool) {
	i := slices.IndexFunc(p.entries, func(e Entry) bool { return e.Key == key })
	if i < 0 {
		return Entry{}, false
	}
	return p.entries[i], true
}

// Sections are the results, those groups first that answer best. here says whether a member or a group is still there.
func (p *Palette) Sections(here func(Hit) bool) []Section {
	if p.wanted.Empty() {
		return p.untyped(here)
	}
	var out []Section
	best := map[Group]replica.Rank{}
	for g := People; g < groups; g++ {
		s, rank := p.section(g)
		if len(s.Hits) > 0 && (p.only == Recent || p.only == g) {
			out, best[g] = append(out, s), rank
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return best[out[i].Group] > best[out[j].Group] })
	return out
}

func (p *Palette) section(g Group) (Section, replica.Rank) {
	s := Section{Group: g}
	if g == People {
		for _, id := range p.people.Best() {
			s.Hits = append(s.Hits, Hit{Member: id})
		}
		return s, p.people.Rank()
	}
	if g == Teams {
		s.Hits = p.teams
		return s, p.team
	}
	best := replica.Nowhere
	for rank := replica.NameHead; rank > replica.Nowhere; rank-- {
		for i, e := range p.entries {
			if len(s.Hits) < MaxOthers && e.Group == g && p.wanted.Rank(p.texts[i]) == rank {
				s.Hits, best = append(s.Hits, Hit{Key: e.Key}), max(best, rank)
			}
		}
	}
	return s, best
}

// untyped is what was used last, and what is useful most often.
func (p *Palette) untyped(here func(Hit) bool) []Section {
	var out []Section
	recent := Section{Group: Recent}
	for _, h := range p.Recents.list {
		_, known := p.Entry(h.Key)
		if h.Key == "" {
			known = here(h)
		}
		if known && len(recent.Hits) < maxRecent && (p.only != People || h.Member != "") {
			recent.Hits = append(recent.Hits, h)
		}
	}
	if len(recent.Hits) > 0 {
		out = append(out, recent)
	}
	for g := Pages; g < groups && p.only != People; g++ {
		s := Section{Group: g}
		for _, e := range p.entries {
			if e.Group == g && e.Common && len(s.Hits) < MaxOthers && !slices.Contains(recent.Hits, Hit{Key: e.Key}) {
				s.Hits = append(s.Hits, Hit{Key: e.Key})
			}
		}
		if len(s.Hits) > 0 {
			out = append(out, s)
		}
	}
	return out
}
