package members

import (
	"net/url"
	"strings"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/shared/org"
)

// Filter says which members the list shows, and in which order. It lives in the page's address, so that a reload, the way back
// and a link show the same.
type Filter struct {
	Search   string
	Status   org.Status  // "" for all
	Kind     org.Kind    // "" for all
	Tag      string      // "" for all
	Location string      // "" for all
	Group    org.GroupID // in it or below it; "" for all
	Invited  org.Invited // where the invitation stands; "" for all
	Ends     bool        // those alone whose last day is near, or over
	Sort     replica.Sort
	Down     bool
}

// sorts are the names of the orders in addresses; they are also the columns. The order by name has none.
var sorts = map[string]replica.Sort{
	"email": replica.SortEmail, "status": replica.SortStatus, "role": replica.SortRole,
	"start": replica.SortStart, "location": replica.SortLocation, "title": replica.SortTitle, "until": replica.SortUntil,
}

// column is the column that the list is sorted by.
func (f Filter) column() string {
	for name, s := range sorts {
		if s == f.Sort {
			return name
		}
	}
	return "name"
}

// ParseFilter reads a query; what it does not understand it leaves out.
func ParseFilter(query string) Filter {
	v, _ := url.ParseQuery(query)
	f := Filter{Search: v.Get("q"), Tag: v.Get("tag"), Location: v.Get("location"), Sort: sorts[v.Get("sort")], Down: v.Get("down") != "", Ends: v.Get("ends") != ""}
	if org.ValidID(v.Get("group")) {
		f.Group = org.GroupID(v.Get("group"))
	}
	switch s := org.Status(v.Get("status")); s {
	case org.Active, org.Pending, org.Deactivated:
		f.Status = s
	}
	switch i := org.Invited(v.Get("invited")); i {
	case org.NotInvited, org.InvitedOpen, org.InvitedExpired:
		f.Invited = i
	}
	if k, err := org.ParseKind("kind", v.Get("kind")); err == nil {
		f.Kind = k
	}
	return f
}

// Address is where the filter is shown.
func (f Filter) Address() string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", strings.TrimSpace(f.Search))
	set("status", string(f.Status))
	set("kind", string(f.Kind))
	set("tag", f.Tag)
	set("location", f.Location)
	set("group", string(f.Group))
	set("invited", string(f.Invited))
	if f.Ends {
		v.Set("ends", "1")
	}
	if f.Sort != replica.SortName {
		v.Set("sort", f.column())
	}
	if f.Down {
		v.Set("down", "1")
	}
	if len(v) == 0 {
		return "/members"
	}
	return "/members?" + v.Encode()
}

// endsWithin is how many days ahead a last day is near.
const endsWithin = 30

// Query asks the directory.
func (f Filter) Query() replica.Query {
	ends := ""
	if f.Ends {
		ends = org.DayAfter(store.Replica().Today(), endsWithin)
	}
	return replica.Query{Ends: ends, Search: strings.TrimSpace(f.Search), Status: f.Status, Kind: f.Kind, Tag: f.Tag, Location: f.Location, Group: f.Group, Invited: f.Invited, Sort: f.Sort, Down: f.Down}
}

// Narrow says whether the filter leaves anybody out.
func (f Filter) Narrow() bool {
	return strings.TrimSpace(f.Search) != "" || f.Status != "" || f.Kind != "" || f.Tag != "" || f.Location != "" || f.Group != "" || f.Invited != "" || f.Ends
}

// Sorted returns the filter in another order; the same order again turns it round.
func (f Filter) Sorted(by replica.Sort) Filter {
	f.Down = f.Sort == by && !f.Down
	f.Sort = by
	return f
}
