package audit

import (
	"net/url"
	"strconv"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/store"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Filter says which entries the page shows. It lives in the page's address.
type Filter struct {
	Person string // id of the member who acted; "" for anyone
	Deed   string // "" for all
	When   Period
	From   string // of PeriodRange: a day, 2006-01-02; "" is open
	To     string // the last day
	About  string // id of the record; "" for all
	Entry  uint64 // is to be opened and in view; 0 for none. It leaves nothing out.
}

// Period is a stretch of time up to now.
type Period string

// The periods.
const (
	Always Period = ""
	Today  Period = "today"
	Week   Period = "week"
	Month  Period = "month"
	Range  Period = "range"
)

// deeds are those that people can look for, in the order of the choice.
var deeds = []string{
	"members.create", "members.createWithPassword", "members.import", "members.edit", "members.tag", "members.invite", "members.withdrawInvitation", "members.deactivate", "members.reactivate", "members.delete", "members.schedule", "members.unschedule", "members.renew", "members.due", "members.congratulate", "members.identify", "members.unidentify", "members.nameAgents", "members.dismissAgents", "members.erase", "members.reportStorage",
	"groups.create", "groups.edit", "groups.move", "groups.merge", "groups.delete", "groups.addMembers", "groups.removeMembers", "groups.setPart", "groups.import",
	"members.confirm", "members.leave", "links.make", "links.close", "links.join", "tenants.rename", "tenants.edit", "tenants.rememberColumn", "tenants.colourTag", "tenants.setLogo", "tenants.addDomain", "tenants.removeDomain", "tenants.proveDomain", "tenants.setJoining", "tenants.connect", "tenants.disconnect", "tenants.setOffline", "tenants.found", "ledger.undo",
}

// ParseFilter reads a query; what it does not understand it leaves out.
func ParseFilter(query string) Filter {
	v, _ := url.ParseQuery(query)
	var f Filter
	if org.ValidID(v.Get("who")) {
		f.Person = v.Get("who")
	}
	if org.ValidID(v.Get("about")) {
		f.About = v.Get("about")
	}
	f.Entry, _ = strconv.ParseUint(v.Get("entry"), 10, 64)
	for _, d := range deeds {
		if d == v.Get("what") {
			f.Deed = d
		}
	}
	switch p := Period(v.Get("when")); p {
	case Today, Week, Month:
		f.When = p
	case Range:
		f.When, f.From, f.To = p, day(v.Get("from")), day(v.Get("to"))
	}
	return f
}

func day(s string) string {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return ""
	}
	return s
}

// Address is where the filter is shown.
func (f Filter) Address() string {
	v := url.Values{}
	for _, p := range [][2]string{{"who", f.Person}, {"what", f.Deed}, {"when", string(f.When)}, {"from", f.From}, {"to", f.To}, {"about", f.About}} {
		if p[1] != "" && (f.When == Range || p[0] != "from" && p[0] != "to") {
			v.Set(p[0], p[1])
		}
	}
	if f.Entry != 0 {
		v.Set("entry", strconv.FormatUint(f.Entry, 10))
	}
	if len(v) == 0 {
		return "/audit"
	}
	return "/audit?" + v.Encode()
}

// Query asks the server. Days are those of the person's clock. Where an entry is wanted it begins a little above that.
func (f Filter) Query(now time.Time) client.EntriesQuery {
	q := client.EntriesQuery{Record: f.About, Actor: f.Person, Deed: f.Deed}
	if _, is := store.Replica().Directory().Group(org.GroupID(f.About)); is {
		q.Kind = string(ledger.KindGroup)
	}
	if f.Entry != 0 {
		q.Before = f.Entry + trail.Newer + 1
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch f.When {
	case Today:
		q.From = today
	case Week:
		q.From = today.AddDate(0, 0, -6)
	case Month:
		q.From = today.AddDate(0, 0, -29)
	case Range:
		if from, err := time.ParseInLocation(time.DateOnly, f.From, now.Location()); err == nil {
			q.From = from
		}
		if to, err := time.ParseInLocation(time.DateOnly, f.To, now.Location()); err == nil {
			q.To = to.AddDate(0, 0, 1)
		}
	}
	return q
}

// Whole is the filter without the wanted entry.
func (f Filter) Whole() Filter {
	f.Entry = 0
	return f
}

// Narrow says whether the filter leaves anything out.
func (f Filter) Narrow() bool { return f.Whole() != Filter{} }
