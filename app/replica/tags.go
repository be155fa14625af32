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

// TagsAmong counts the tags of the members in some slots, those that most have first. It is written as it was met first.
func (d *Directory) TagsAmong(slots []int32) (out []TagCount) {
	at := map[string]int{} // by the tag as it is written, and in lower case
	for _, slot := range slots {
		for _, t := range d.rows[slot].tags {
			i, ok := at[t]
			if !ok {
				k := strings.ToLower(t)
				if i, ok = at[k]; !ok {
					i = len(out)
					out = append(out, TagCount{Tag: t})
				}
				at[k], at[t] = i, i
			}
			out[i].N++
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
func (d *Directory) Having(tag string) (out []org.MemberID) {
	for _, slot := range d.Find(Query{}) {
		r := &d.rows[slot]
		has := org.HasTag(r.tags, tag)
		if !has && r.traits&timed != 0 {
			m, _ := r.member.(org.Member)
			has = m.TagTerms.Of(tag) != (org.TagTerm{})
		}
		if has {
			out = append(out, r.id)
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
