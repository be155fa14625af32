package replica

import (
	"sort"
	"time"

	"stellwerk/shared/org"
)

// Birthday is one that is near.
type Birthday struct {
	Member org.MemberID
	Days   int // until then; 0 for today
	Age    int // that the person reaches
	name   string
}

// near are the birthdays as they were when the directory had a version, on a day.
type near struct {
	version uint64
	day     string
	within  int
	list    []Birthday
}

// Birthdays are those of today and so many days more, the next one first, of all who are not deactivated, whose birthday may be seen here and who do not hide it.
func (d *Directory) Birthdays(today time.Time, within int) []Birthday {
	day := today.Format(time.DateOnly)
	if d.near.version == d.version && d.near.day == day && d.near.within == within {
		return d.near.list
	}
	// Nearly nobody's is near: the days are compared as they are written before anything is reckoned.
	days := map[string]bool{}
	for i := range within + 1 {
		days[today.AddDate(0, 0, i).Format("-01-02")] = true
	}
	days["-02-29"] = days["-02-29"] || days["-03-01"]
	var list []Birthday
	for i := range d.rows {
		m, there := d.rows[i].member.(org.Member)
		if !there || m.Deactivated || m.BirthdayHidden != "" || len(m.Birthday) < 4 || !days[m.Birthday[4:]] {
			continue
		}
		if in, age, ok := org.NextBirthday(m.Birthday, today); ok && in <= within {
			list = append(list, Birthday{d.rows[i].id, in, age, d.rows[i].name})
		}
	}
	sort.Slice(list, func(i, k int) bool {
		a, b := &list[i], &list[k]
		return a.Days < b.Days || a.Days == b.Days && a.name < b.name
	})
	d.near = near{d.version, day, within, list}
	return list
}
