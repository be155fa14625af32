package lease

import (
	"testing"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestOnlyAnAnswerThatShowsAccessProlongs(t *testing.T) {
	for _, c := range []struct {
		story  string
		tenant org.TenantID
		path   string
		status int
		proves bool
	}{
		{"what came since", acme, route.In(route.Changes, acme) + "?cursor=x", 200, true},
		{"a part of a file", acme, route.In(route.ImportPart, acme, "J", "0"), 204, true},
		{"no access any more", acme, route.In(route.Changes, acme), 404, false},
		{"signed out", acme, route.In(route.Changes, acme), 401, false},
		{"the server fails", acme, route.In(route.Commands, acme), 500, false},
		{"another tenant", other, route.In(route.Changes, acme), 200, false},
		{"the account alone", acme, route.Session, 200, false},
		{"how one stands: the answer itself may be no", acme, route.Access, 200, false},
		{"no tenant", "", route.In(route.Changes, ""), 200, false},
	} {
		if got := Proves(c.tenant, c.path, c.status); got != c.proves {
			t.Errorf("%s: %v, want %v", c.story, got, c.proves)
		}
	}
}
