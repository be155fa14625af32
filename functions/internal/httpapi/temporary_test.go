package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// TestATemporaryPasswordIsGoodForNothingButAnother goes to every address that wants somebody signed in.
func TestATemporaryPasswordIsGoodForNothingButAnother(t *testing.T) {
	b := newTown(t)
	const email, given = "nadja@people.example", "ein Fahrrad im Regen"
	in := route.NewMemberRequest{
		ID: string(testworld.NewID[org.CommandID](b.World)), Member: testworld.People(b.World, "nadja", 1)[0], Password: given,
	}
	in.Member.Email = email
	made := b.send(t, "POST", route.In(route.MemberNew, b.acme.Tenant.ID()), b.session(t, b.acme.Admin), in)
	var reply route.NewMemberReply
	if err := json.Unmarshal([]byte(made.text), &reply); err != nil || made.status != http.StatusOK || reply.Until != org.TemporaryUntil(b.Clock.Now()) || strings.Contains(made.text, given) {
		t.Fatalf("%d %s", made.status, made.text)
	}
	begun := b.send(t, "POST", route.SignIn, "", route.SignInRequest{Email: email, Password: given})
	if begun.status != http.StatusOK || len(begun.cookies) != 1 {
		t.Fatalf("sign in: %d %s", begun.status, begun.text)
	}
	cookie := begun.cookies[0].Name + "=" + begun.cookies[0].Value
	tried := 0
	for _, r := range everything {
		if !strings.HasPrefix(r.statuses, "401") || r.path == route.ChangePassword || r.path == route.SystemStorage { // no session opens the last
			continue
		}
		x, rest := try{b, t, b.acme.Owner}, []string{}
		var body any
		if r.body != nil {
			body = r.body(x)
		}
		if r.within != nil {
			rest = append(rest, r.within(x))
		}
		if strings.Contains(r.path, "{member}") {
			rest = append(rest, string(in.Member.Member))
		}
		path := r.path
		if strings.Contains(path, "{tenant}") {
			path = route.In(path, b.acme.Tenant.ID(), rest...)
		}
		b.Clock.Move(time.Second) // it must not be the hour that refuses
		before := b.head(t)
		if got := b.send(t, r.method, path, cookie, body); got.status != http.StatusForbidden || got.problem(t).Code != "password.temporary" {
			t.Errorf("%s %s answers %d %.200s", r.method, path, got.status, got.text)
		}
		if b.head(t) != before {
			t.Errorf("%s %s moved the ledger", r.method, path)
		}
		tried++
	}
	if tried < 50 {
		t.Errorf("only %d addresses were tried", tried)
	}
	if got := b.send(t, "POST", route.Accept, cookie, route.AcceptRequest{Token: "none"}); got.status != http.StatusNotFound {
		t.Errorf("an invitation: %d %s", got.status, got.text)
	}
	who := b.send(t, "GET", route.Session, cookie, nil)
	var s route.SessionReply
	if err := json.Unmarshal([]byte(who.text), &s); err != nil || !s.Temporary || !s.Unproved || len(s.Memberships) != 0 {
		t.Errorf("who it is: %s", who.text)
	}
	changed := b.send(t, "POST", route.ChangePassword, cookie, route.ChangePasswordRequest{New: "drei Koffer am Gleis"})
	if changed.status != http.StatusNoContent || len(changed.cookies) != 1 {
		t.Fatalf("choosing one's own: %d %s", changed.status, changed.text)
	}
	cookie = changed.cookies[0].Name + "=" + changed.cookies[0].Value
	if got := b.send(t, "GET", route.In(route.Snapshot, b.acme.Tenant.ID()), cookie, nil); got.status != http.StatusOK {
		t.Errorf("with one's own: %d %s", got.status, got.text)
	}
}
