package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const nonce = "a-nonce_of_this-request"

// standsAs asks how somebody stands to a tenant.
func (b *town) standsAs(t *testing.T, cookie string, tenant org.TenantID) (route.AccessReply, reply) {
	t.Helper()
	got := b.send(t, "POST", route.Access, cookie, route.AccessRequest{Tenant: string(tenant), Nonce: nonce})
	var out route.AccessReply
	if got.status == 200 {
		if err := json.Unmarshal([]byte(got.text), &out); err != nil {
			t.Fatal(err)
		}
	}
	return out, got
}

func TestADeviceLearnsHowItsAccountStands(t *testing.T) {
	b := newTown(t)
	here, never := b.acme.Tenant.ID(), testworld.NewID[org.TenantID](b.World)
	for _, c := range []struct {
		story  string
		who    executor.Who
		tenant org.TenantID
		member bool
		reason route.AccessReason
	}{
		{"an owner", b.acme.Owner, here, true, ""},
		{"an admin", b.acme.Admin, here, true, ""},
		{"a member", b.acme.User, here, true, ""},
		{"a guest", b.acme.Guest, here, true, ""},
		{"somebody out of service", b.dora, here, false, route.AccessDeactivated},
		{"an owner of another organisation", b.eve, here, false, route.AccessEnded},
		{"nobody's organisation", b.eve, never, false, route.AccessEnded},
	} {
		got, raw := b.standsAs(t, b.session(t, c.who), c.tenant)
		want := route.AccessReply{Account: c.who.Account, Tenant: c.tenant, Nonce: nonce, Member: c.member, Reason: c.reason}
		if got != want || raw.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s, want %+v", c.story, raw.status, raw.text, want)
		}
	}
	// Of a tenant that one has no part in, the answer is that of a tenant that doesn't exist, but for the id.
	_, foreign := b.standsAs(t, b.session(t, b.eve), here)
	_, none := b.standsAs(t, b.session(t, b.eve), never)
	if strings.ReplaceAll(foreign.text, string(here), "") != strings.ReplaceAll(none.text, string(never), "") {
		t.Errorf("whether there is such an organisation is told:\n%s\n%s", foreign.text, none.text)
	}
}

func TestHowAnAccountStandsFollowsWhatBecomesOfTheMember(t *testing.T) {
	b := newTown(t)
	here, user := b.acme.Tenant.ID(), b.acme.User
	old := b.session(t, user)
	list := members.List{Members: []org.MemberID{user.Member}}
	do := func(deed string) func() string {
		return func() string {
			b.Clock.Move(time.Minute)
			b.acme.Do(t, b.acme.Owner, deed, list)
			b.Clock.Move(time.Minute)
			return old
		}
	}
	for _, c := range []struct {
		story  string
		do     func() (cookie string)
		member bool
		reason route.AccessReason
		opens  int // what the tenant itself answers to the same session
	}{
		{"a member", func() string { return old }, true, "", 200},
		{"deactivated", do(members.Deactivate.Name), false, route.AccessDeactivated, 404},
		{"reactivated: the sign-in is from before", do(members.Reactivate.Name), true, route.AccessSignIn, 404},
		{"signed in again", func() string { return b.session(t, user) }, true, "", 200},
		{"deleted", do(members.Delete.Name), false, route.AccessEnded, 404},
	} {
		cookie := c.do()
		got, raw := b.standsAs(t, cookie, here)
		if got.Member != c.member || got.Reason != c.reason || got.Account != user.Account {
			t.Errorf("%s: %d %s", c.story, raw.status, raw.text)
		}
		if r := b.send(t, "GET", route.In(route.Changes, here), cookie, nil); r.status != c.opens {
			t.Errorf("%s: the organisation answers %d, want %d", c.story, r.status, c.opens)
		}
	}
}

func TestWhatIsNoQuestionGetsNoAnswer(t *testing.T) {
	b := newTown(t)
	here := string(b.acme.Tenant.ID())
	for story, ask := range map[string]route.AccessRequest{
		"no nonce":         {Tenant: here},
		"a short one":      {Tenant: here, Nonce: "123456789012345"},
		"a long one":       {Tenant: here, Nonce: strings.Repeat("a", 65)},
		"with other signs": {Tenant: here, Nonce: "0123456789abcdef=="},
		"not a tenant":     {Tenant: strings.ToLower(here), Nonce: nonce},
	} {
		if got := b.send(t, "POST", route.Access, b.session(t, b.acme.Owner), ask); got.status != 422 || strings.Contains(got.text, `"member"`) {
			t.Errorf("%s: %d %s", story, got.status, got.text)
		}
	}
	// Without a session nothing is said of any tenant: that is doubt, and a device keeps what it has.
	if got := b.send(t, "POST", route.Access, "", route.AccessRequest{Tenant: here, Nonce: nonce}); got.status != 401 || got.problem(t).Code != "session.missing" {
		t.Errorf("signed out: %d %s", got.status, got.text)
	}
}

func TestBeforeTheFirstDayNothingOpens(t *testing.T) {
	b := newTown(t)
	here, user := b.acme.Tenant.ID(), b.acme.User
	day := func(from, to string) {
		b.Clock.Move(time.Minute)
		b.acme.Do(t, b.acme.Owner, members.Edit.Name, members.EditArgs{Member: user.Member, Fields: map[string]members.Edited{"firstDay": {From: []byte(from), To: []byte(to)}}})
	}
	stands := func(story string, member bool, reason route.AccessReason, status int, said string) {
		t.Helper()
		cookie := b.session(t, user)
		if got, _ := b.standsAs(t, cookie, here); got.Member != member || got.Reason != reason {
			t.Errorf("%s: %+v, want %v, %q", story, got, member, reason)
		}
		changes := b.send(t, "GET", strings.ReplaceAll(route.Changes, "{tenant}", string(here)), cookie, nil)
		if changes.status != status {
			t.Errorf("%s: changes %d, want %d: %s", story, changes.status, status, changes.text)
		}
		if s := b.send(t, "GET", route.Session, cookie, nil); !strings.Contains(s.text, said) {
			t.Errorf("%s: the session lacks %s: %s", story, said, s.text)
		}
	}
	stands("without a first day", true, "", 200, string(here))
	day(`""`, `"2026-03-15"`) // where it is 10:26 on the 14th
	stands("the day before", false, route.AccessDeactivated, 404, `"begins":[{"name":"Acme","from":"2026-03-15"}]`)
	b.Clock.Move(13 * time.Hour) // 23:30 where the organisation is
	stands("half an hour before", false, route.AccessDeactivated, 404, `"memberships":[]`)
	b.Clock.Move(45 * time.Minute)
	stands("when it has begun", true, "", 200, string(here))
	if _, err := b.Executor.Actor(t.Context(), b.acme.Tenant, user); err != nil {
		t.Error(err)
	}
	day(`"2026-03-15"`, `"2026-03-20"`)
	if _, err := b.Executor.Actor(t.Context(), b.acme.Tenant, user); err == nil {
		t.Error("the executor lets somebody in before their first day")
	}
}
