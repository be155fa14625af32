package accounts_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

const third = "gleiswechsel bei mondschein"

func forgot(t *testing.T, w *accountstest.World) string {
	t.Helper()
	if err := w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
		t.Fatal(err)
	}
	return w.LinkTo(t, ida)
}

func reset(t *testing.T, w *accountstest.World, link, password string) error {
	t.Helper()
	return w.Accounts.Reset(t.Context(), accountstest.Home, route.ResetRequest{Token: link, Password: password})
}

func TestAForgottenPasswordIsSetAnew(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	old, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	link := forgot(t, w)
	w.Session(t, old) // asking for it changes nothing
	if err := reset(t, w, link, "kurz"); code(err) != "password password.tooShort" {
		t.Errorf("a bad password: %v", err)
	}
	if err := reset(t, w, link, accountstest.Other); err != nil {
		t.Fatalf("the link after a bad password: %v", err)
	}
	if _, err := w.Accounts.Session(t.Context(), old); code(err) != "session.missing" {
		t.Errorf("a session from before: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Password); code(err) != "signIn.failed" {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Other); err != nil {
		t.Errorf("the new password: %v", err)
	}
	wantMails(t, w.Deliver(t), ida+": Ihr Passwort wurde geändert")
}

func TestWhoHasForgottenNeedNotWait(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	for range 9 {
		_, _ = w.SignIn(t.Context(), ida, third)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Password); code(err) != "signIn.tooMany" {
		t.Fatalf("after nine wrong passwords: %v", err)
	}
	if err := reset(t, w, forgot(t, w), accountstest.Other); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Other); err != nil {
		t.Errorf("with the new password: %v", err)
	}
}

func TestLinksThatSetNoPassword(t *testing.T) {
	for _, c := range []struct {
		story string
		link  func(t *testing.T, w *accountstest.World) string
	}{
		{"nothing", func(*testing.T, *accountstest.World) string { return "" }},
		{"made up", func(*testing.T, *accountstest.World) string { return strings.Repeat("A", 43) }},
		{"an hour old", func(t *testing.T, w *accountstest.World) string {
			link := forgot(t, w)
			w.Pass(accounts.ResetLife)
			return link
		}},
		{"used before", func(t *testing.T, w *accountstest.World) string {
			link := forgot(t, w)
			if err := reset(t, w, link, third); err != nil {
				t.Fatal(err)
			}
			return link
		}},
		{"another one was used since", func(t *testing.T, w *accountstest.World) string {
			first, second := forgot(t, w), forgot(t, w)
			if err := reset(t, w, second, third); err != nil {
				t.Fatal(err)
			}
			return first
		}},
		{"the password was changed since", func(t *testing.T, w *accountstest.World) string {
			link := forgot(t, w)
			cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
			if err != nil {
				t.Fatal(err)
			}
			in := route.ChangePasswordRequest{Old: accountstest.Password, New: third}
			s, err := w.Accounts.ChangePassword(t.Context(), accountstest.Home, w.Session(t, cookie), in)
			w.Secret(s)
			if err != nil {
				t.Fatal(err)
			}
			return link
		}},
		{"a link that confirms a sign-up", func(t *testing.T, w *accountstest.World) string {
			w.SignUp(t, "otto@acme.example")
			return w.LinkTo(t, "otto@acme.example")
		}},
		{"a session's cookie", func(t *testing.T, w *accountstest.World) string {
			cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
			if err != nil {
				t.Fatal(err)
			}
			return cookie
		}},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := accountstest.Open(t)
			w.Member(t, ida)
			link := c.link(t, w)
			hashes := w.Hasher.Made()
			// The password is a bad one: whoever has no link is not told so.
			if err := reset(t, w, link, "kurz"); code(err) != "reset.link" {
				t.Errorf("got %v, want reset.link", err)
			}
			if err := reset(t, w, link, accountstest.Other); code(err) != "reset.link" {
				t.Errorf("got %v, want reset.link", err)
			}
			if w.Hasher.Made() != hashes {
				t.Error("a password was hashed for a link that leads nowhere")
			}
			if _, err := w.SignIn(t.Context(), ida, accountstest.Other); code(err) != "signIn.failed" {
				t.Errorf("then the password signs in: %v", err)
			}
		})
	}
}

func TestALinkIsUsedOnceByMany(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	link := forgot(t, w)
	var mu sync.Mutex
	got := map[string]int{}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			err := w.Accounts.Reset(t.Context(), accountstest.Home, route.ResetRequest{Token: link, Password: accountstest.Other})
			mu.Lock()
			defer mu.Unlock()
			got[code(err)]++
		})
	}
	all.Wait()
	if got[""] != 1 || got["reset.link"] != 5 {
		t.Errorf("answers %v, want one that worked and five times reset.link", got)
	}
	wantMails(t, w.Deliver(t), ida+": Ihr Passwort wurde geändert")
}

func TestChangingThePassword(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	here, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	there, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, new string) (string, error) {
		s, err := w.Accounts.ChangePassword(t.Context(), accountstest.Home, w.Session(t, here), route.ChangePasswordRequest{Old: old, New: new})
		return w.Secret(s), err
	}
	for _, c := range []struct{ story, old, new, want string }{
		{"not without the old one", "", accountstest.Other, "old password.wrong"},
		{"nor with a wrong one", accountstest.Other, third, "old password.wrong"},
		{"nor with an endless one", strings.Repeat("x", 1<<20), third, "old password.wrong"},
		{"a bad new one", accountstest.Password, "passwort1", "new password.common"},
		{"the own name", accountstest.Password, "Inhaber2024", "new password.personal"},
	} {
		if _, err := change(c.old, c.new); code(err) != c.want {
			t.Errorf("%s: %q, want %q", c.story, code(err), c.want)
		}
		w.Session(t, there)
	}
	wantMails(t, w.Deliver(t))

	fresh, err := change(accountstest.Password, accountstest.Other)
	if err != nil {
		t.Fatal(err)
	}
	for what, cookie := range map[string]string{"another browser": there, "the old token of this browser": here} {
		if _, err := w.Accounts.Session(t.Context(), cookie); code(err) != "session.missing" {
			t.Errorf("%s: %v", what, err)
		}
	}
	w.Session(t, fresh)
	if _, err := w.SignIn(t.Context(), ida, accountstest.Password); code(err) != "signIn.failed" {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Other); err != nil {
		t.Errorf("the new password: %v", err)
	}
	wantMails(t, w.Deliver(t), ida+": Ihr Passwort wurde geändert")
}

func TestGuessingTheOldPasswordIsSlow(t *testing.T) {
	w := accountstest.Open(t)
	s := w.Member(t, ida)
	refused := 0
	for range 20 {
		_, err := w.Accounts.ChangePassword(t.Context(), accountstest.Home, s, route.ChangePasswordRequest{Old: third, New: accountstest.Other})
		if code(err) == "password.tooMany" {
			refused++
		}
	}
	if refused != 12 {
		t.Errorf("%d of 20 were refused, want 12", refused)
	}
}

func TestASessionFromTheOldPasswordCanNotStart(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	link := forgot(t, w)
	// Signing in with the old password while it is being set anew: whoever is later, no session of the old one is left.
	var both sync.WaitGroup
	var cookies []string
	var mu sync.Mutex
	for range 4 {
		both.Go(func() {
			if cookie, err := w.SignIn(t.Context(), ida, accountstest.Password); err == nil {
				mu.Lock()
				defer mu.Unlock()
				cookies = append(cookies, cookie)
			}
		})
	}
	both.Go(func() {
		if err := reset(t, w, link, accountstest.Other); err != nil {
			t.Error(err)
		}
	})
	both.Wait()
	for _, cookie := range cookies {
		if _, err := w.Accounts.Session(t.Context(), cookie); code(err) != "session.missing" {
			t.Errorf("a session made with the old password is alive: %v", err)
		}
	}
}

func TestTheSecurityLog(t *testing.T) {
	w := accountstest.Open(t)
	s := w.Member(t, ida)
	step := func() { w.Pass(time.Second) }
	step()
	cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	step()
	_, _ = w.Accounts.SignIn(t.Context(), "[2001:db8:1:2:3:4:5:6]:443", route.SignInRequest{Email: ida, Password: accountstest.Other})
	step()
	if err := w.Accounts.SignOut(t.Context(), accountstest.Home, cookie); err != nil {
		t.Fatal(err)
	}
	step()
	if err := reset(t, w, forgot(t, w), accountstest.Other); err != nil {
		t.Fatal(err)
	}
	step()
	cookie, err = w.SignIn(t.Context(), ida, accountstest.Other)
	if err != nil {
		t.Fatal(err)
	}
	step()
	change := route.ChangePasswordRequest{Old: accountstest.Other, New: accountstest.Password}
	fresh, err := w.Accounts.ChangePassword(t.Context(), accountstest.Elsewhere, w.Session(t, cookie), change)
	w.Secret(fresh)
	if err != nil {
		t.Fatal(err)
	}
	events, err := w.Table.SecurityLog(t.Context(), s.Account, 20)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		if e.What != table.EverywhereOut { // of the same moment as its cause
			got = append(got, string(e.What)+" "+e.From)
		}
	}
	const home, elsewhere = "198.51.100.7/32", "203.0.113.9/32"
	want := []string{
		"passwordChanged " + elsewhere, "signedIn " + home, "passwordReset " + home, "signedOut " + home,
		"signInFailed 2001:db8:1:2::/64", "signedIn " + home, "addressConfirmed " + home,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || len(events) != len(want)+2 {
		t.Errorf("the log, latest first:\n%s\nwant:\n%s\nand twice %s", strings.Join(got, "\n"), strings.Join(want, "\n"), table.EverywhereOut)
	}
	w.Pass(table.LogLifetime)
	if events, err := w.Table.SecurityLog(t.Context(), s.Account, 20); err != nil || len(events) != 0 {
		t.Errorf("after %s there are %d events, %v", table.LogLifetime, len(events), err)
	}
	for k := range w.Items(t, "T#") {
		if strings.Contains(k, "LOG") {
			t.Errorf("an event of an account lies at %s, with a tenant", k)
		}
	}
}
