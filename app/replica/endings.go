package replica

import (
	"sort"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// Ending is somebody whose last day is set and has not been followed by what is to follow, or a tag of somebody that is to come or to go.
type Ending struct {
	Member org.MemberID
	Day    string // 2006-01-02; the first one of a tag that is to come, otherwise the last one
	Tag    string // "" if it is the person's last day
	name   string
}

// ends are the endings as they were when the directory had a version.
type ends struct {
	version uint64
	known   bool
	list    []Ending
}

// Endings are all of them, the next one first, as far as they may be seen here.
func (d *Directory) Endings() []Ending {
	if d.ends.known && d.ends.version == d.version {
		return d.ends.list
	}
	var list []Ending
	for i := range d.rows {
		m, there := d.rows[i].member.(org.Member)
		if there && m.Ends() {
			list = append(list, Ending{d.rows[i].id, m.Until, "", d.rows[i].name})
		}
		m.TagDays(func(day, tag string, t org.TagTerm) {
			if day != t.Until || !org.HasTag(m.Tags, tag) {
				day = t.From
			}
			list = append(list, Ending{d.rows[i].id, day, tag, d.rows[i].name})
		})
	}
	sort.Slice(list, func(i, k int) bool {
		a, b := &list[i], &list[k]
		return a.Day < b.Day || a.Day == b.Day && a.name < b.name
	})
	d.ends = ends{d.version, true, list}
	return list
}

// Hinders is why what is set for a member's last day could not be carried out now; nil if it could.
func (r *Replica) Hinders(id org.MemberID) error { return members.Hinders(r.view, id) }

// HindersTag is the same of what is set for a member's tags for the end of a day.
func (r *Replica) HindersTag(id, maker org.MemberID, day string) error {
	return members.HindersTag(r.view, id, maker, day)
}
