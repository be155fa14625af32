package replica

import (
	"sort"
	"strings"

	"stellwerk/app/letters"
	"stellwerk/shared/org"
)

// TagCount says how many members have a tag, or are at a location.
type TagCount struct {
	Tag string
	N   int
}

// note counts what is given in or out.
func note(many map[string]int, what string, by int) {
	if what == "" {
		return
	}
	if many[what] += by; many[what] == 0 {
		delete(many, what)
	}
}

// Tags lists the tags that members have, by name.
func (d *Directory) Tags() []TagCount {
	if d.tagList == nil {
		d.tagList = make([]TagCount, 0, len(d.tags))
		for _, c := range d.tags {
			d.tagList = append(d.tagList, *c)
		}
		byName(d.tagList)
	}
	return d.tagList
}

// tagSet is the number of the tags that a member has. There are far fewer such sets than members, so that what is asked of all members is asked of them.
func (d *Directory) tagSet(tags []string) int32 {
	if len(tags) == 0 {
		return 0
	}
	key := strings.Join(tags, "\x00")
	n, known := d.setOf[key]
	if !known {
		n = int32(len(d.tagSets))
		d.tagSets, d.setOf[key] = append(d.tagSets, tags), n
	}
	return n
}

// TagsAmong counts the tags of the members in some slots, those that most have first.
func (d *Directory) TagsAmong(slots []int32) (out []TagCount) {
	have := make([]int, len(d.tagSets))
	for _, slot := range slots {
		have[d.rows[slot].tags]++
	}
	at := map[string]int{} // by the tag in lower case
	for set, n := range have {
		if n == 0 {
			continue
		}
		for _, t := range d.tagSets[set] {
			k := strings.ToLower(t)
			i, known := at[k]
			if !known {
				i = len(out)
				at[k], out = i, append(out, TagCount{Tag: t})
			}
			out[i].N += n
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].N != out[j].N {
			return out[i].N > out[j].N
		}
		return strings.ToLower(out[i].Tag) < strings.ToLower(out[j].Tag)
	})
	return out
}

// Having are those who have a tag, or are to get it, in the order of their names.
func (d *Directory) Having(tag string) (out []int32) {
	in := make([]bool, len(d.tagSets))
	for set, tags := range d.tagSets {
		in[set] = org.HasTag(tags, tag)
	}
	for _, slot := range d.Find(Query{}) {
		r := &d.rows[slot]
		has := in[r.tags]
		if !has && r.traits&timed != 0 {
			has = r.record().TagTerms.Of(tag) != (org.TagTerm{})
		}
		if has {
			out = append(out, slot)
		}
	}
	return out
}

// Titles lists what members do, by name, each with how many do it.
func (d *Directory) Titles() []TagCount { return counted(d.titles) }

// Locations lists where members are, by name, each with how many are there.
func (d *Directory) Locations() []TagCount { return counted(d.places) }

func counted(many map[string]int) []TagCount {
	out := make([]TagCount, 0, len(many))
	for what, n := range many {
		out = append(out, TagCount{what, n})
	}
	byName(out)
	return out
}

func byName(list []TagCount) {
	sort.Slice(list, func(a, b int) bool {
		return letters.Fold(list[a].Tag)+"\x00"+list[a].Tag < letters.Fold(list[b].Tag)+"\x00"+list[b].Tag
	})
}
