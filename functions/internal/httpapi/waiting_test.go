package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// told says of a session how many commands wait for Acme, as the server has it; -1 if the session has no part in it.
func (b *town) told(t *testing.T, cookie string) int {
	t.Helper()
	var s route.SessionReply
	if err := json.Unmarshal([]byte(b.send(t, "GET", route.Session, cookie, nil).text), &s); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Memberships {
		if m.Tenant == b.acme.Tenant.ID() {
			return m.Waiting
		}
	}
	return -1
}

func (b *town) tell(t *testing.T, cookie string, tenant org.TenantID, n int) reply {
	t.Helper()
	return b.send(t, "PUT", route.Waiting, cookie, route.WaitingRequest{Tenant: string(tenant), Waiting: n})
}

func TestTheServerKnowsHowManyCommandsWaitInABrowser(t *testing.T) {
	b := newTown(t)
	here := b.acme.Tenant.ID()
	one, other := b.session(t, b.acme.Admin), b.session(t, b.acme.Admin)
	for _, n := range []int{3, 3, 250, 1, 0, 0, route.MaxWaiting, 7} {
		if got := b.tell(t, one, here, n); got.status != 204 || b.told(t, one) != n {
			t.Errorf("%d: %d %s; told %d", n, got.status, got.text, b.told(t, one))
		}
	}
	if n := b.told(t, other); n != 0 {
		t.Errorf("in the person's other browser wait %d", n)
	}
	for _, n := range []int{-1, route.MaxWaiting + 1} {
		if got := b.tell(t, one, here, n); got.status != 422 || got.problem(t).Code != "waiting.range" {
			t.Errorf("%d: %d %s", n, got.status, got.text)
		}
	}
	for story, tenant := range map[string]org.TenantID{"nobody's": testworld.NewID[org.TenantID](b.World), "another's": here} {
		cookie := one
		if story == "another's" {
			cookie = b.session(t, b.eve)
		}
		if got := b.tell(t, cookie, tenant, 5); got.status != 404 || got.problem(t).Code != "tenant.notFound" {
			t.Errorf("%s: %d %s", story, got.status, got.text)
		}
	}
	if n := b.told(t, one); n != 7 {
		t.Errorf("what was refused has changed it to %d", n)
	}
	b.acme.Do(t, b.acme.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{b.acme.Admin.Member}})
	if got := b.tell(t, one, here, 8); got.status != 404 || b.told(t, one) != -1 {
		t.Errorf("deactivated: %d, told %d", got.status, b.told(t, one))
	}
}

func TestSigningOutTakesTheNumberAlong(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.User)
	b.tell(t, cookie, b.acme.Tenant.ID(), 4)
	b.send(t, "POST", route.SignOut, cookie, nil)
	b.Clock.Move(time.Hour)
	if n := b.told(t, b.session(t, b.acme.User)); n != 0 {
		t.Errorf("a new session begins with %d", n)
	}
}

func TestSigningInWhereOneWasSignedInBeforeKeepsTheNumber(t *testing.T) {
	b := newTown(t)
	const password = "ein Fahrrad im Regen"
	account, _, err := b.Table.Account(t.Context(), b.acme.User.Account)
	if err != nil {
		t.Fatal(err)
	}
	phc, err := argon.New(weak, 1).Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Table.Transact(t.Context(), b.Table.Rehash(account.ID, account.Password, phc)); err != nil {
		t.Fatal(err)
	}
	earlier := b.session(t, b.acme.User)
	b.tell(t, earlier, b.acme.Tenant.ID(), 6)
	for cookie, want := range map[string]int{earlier: 6, "": 0} {
		got := b.send(t, "POST", route.SignIn, cookie, route.SignInRequest{Email: string(account.Email), Password: password})
		if got.status != 200 || len(got.cookies) != 1 {
			t.Fatalf("sign in: %d %s", got.status, got.text)
		}
		if n := b.told(t, SessionCookie+"="+got.cookies[0].Value); n != want || strings.Contains(got.text, `"waiting":6`) != (want == 6) {
			t.Errorf("with the cookie %.20q %d wait, want %d: %s", cookie, n, want, got.text)
		}
	}
}
