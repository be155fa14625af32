package accounts_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

func TestWhoMayConfirm(t *testing.T) {
	w := accountstest.Open(t)
	for i, c := range []struct {
		story    string
		browser  string // "" none, "own", "other"
		password string
		after    time.Duration
		want     string
		signsIn  string // the password that the account has then
	}{
		{"the browser that signed up", "own", "", 0, "", accountstest.Password},
		{"the same, a day later", "own", "", accounts.ConfirmLife - time.Second, "", accountstest.Password},
		{"not after the link has expired", "own", "", accounts.ConfirmLife, "confirm.link", ""},
		{"another browser needs a password", "", "", 0, "password confirm.passwordNeeded", ""},
		{"so does one that signed somebody else up", "other", "", 0, "password confirm.passwordNeeded", ""},
		{"another browser with a password, which is the account's then", "", accountstest.Other, 0, "", accountstest.Other},
		{"the own browser may give a new one too", "own", accountstest.Other, 0, "", accountstest.Other},
		{"not with a bad one", "", "kurz", 0, "password password.tooShort", ""},
		{"nor with the own name", "", "inhaber2024", 0, "password password.personal", ""},
	} {
		email := strings.Repeat("x", i+1) + "@acme.example"
		own, other := w.SignUp(t, email), w.SignUp(t, "other."+email)
		var link string
		for _, m := range w.Deliver(t) {
			if m.To == email {
				link = m.Token
			}
		}
		w.Pass(c.after)
		session, err := w.Confirm(t.Context(), map[string]string{"own": own, "other": other}[c.browser], link, c.password)
		if code(err) != c.want {
			t.Errorf("%s: %q, want %q", c.story, code(err), c.want)
		}
		if (session != "") != (c.want == "") {
			t.Errorf("%s: session %v", c.story, session != "")
		}
		for _, p := range []string{accountstest.Password, accountstest.Other} {
			_, err := w.SignIn(t.Context(), email, p)
			if (err == nil) != (p == c.signsIn) {
				t.Errorf("%s: then %q signs in: %v", c.story, p, err)
			}
		}
		w.Pass(time.Hour) // so that the next one is not about limits
	}
}

func TestLinksThatConfirmNothing(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, "otto@acme.example")
	if err := w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: "otto@acme.example"}); err != nil {
		t.Fatal(err)
	}
	reset := w.LinkTo(t, "otto@acme.example")
	browser := w.SignUp(t, ida)
	link := w.LinkTo(t, ida)
	for story, bad := range map[string]string{
		"nothing": "", "made up": strings.Repeat("A", 43), "a link for a new password": reset, "the browser's own token": browser,
		"a part": link[:42], "with a line break": link[:42] + "\n", "another case": strings.ToUpper(link),
	} {
		if _, err := w.Confirm(t.Context(), browser, bad, accountstest.Other); code(err) != "confirm.link" {
			t.Errorf("%s: %v", story, err)
		}
	}
	if _, err := w.Confirm(t.Context(), browser, link, ""); err != nil {
		t.Errorf("the link itself, after all those: %v", err)
	}
}

func TestConfirmingAgain(t *testing.T) {
	for _, c := range []struct {
		story    string
		own      bool
		password string
		after    time.Duration
		want     string
	}{
		{"a double click in the same browser", true, "", 0, ""},
		{"the same a moment later", true, "", 9 * time.Minute, ""},
		{"later one signs in", true, "", 10 * time.Minute, "confirm.known"},
		{"another browser is not told anything new", false, "", 0, "confirm.known"},
		{"another browser with the right password", false, accountstest.Password, 0, ""},
		{"another browser with a wrong one", false, accountstest.Other, 0, "confirm.known"},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := accountstest.Open(t)
			browser := w.SignUp(t, ida)
			link := w.LinkTo(t, ida)
			if _, err := w.Confirm(t.Context(), browser, link, ""); err != nil {
				t.Fatal(err)
			}
			before := people(t, w)
			w.Pass(c.after)
			if !c.own {
				browser = ""
			}
			session, err := w.Confirm(t.Context(), browser, link, c.password)
			if code(err) != c.want || (session != "") != (c.want == "") {
				t.Errorf("session %v, %v, want %q", session != "", err, c.want)
			}
			if after := people(t, w); after != before {
				t.Errorf("there were %+v, now there are %+v", before, after)
			}
		})
	}
}

func TestAfterTheFirstChangeOfPasswordALinkOpensNothing(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	link := w.LinkTo(t, ida)
	session, err := w.Confirm(t.Context(), browser, link, "")
	if err != nil {
		t.Fatal(err)
	}
	change := route.ChangePasswordRequest{Old: accountstest.Password, New: accountstest.Other}
	if _, err := w.Accounts.ChangePassword(t.Context(), accountstest.Home, w.Session(t, session), change); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Confirm(t.Context(), browser, link, ""); code(err) != "confirm.known" {
		t.Errorf("got %v, want confirm.known: the link would open the account past its new password", err)
	}
}

func TestManyClicksAtOnceMakeOneAccount(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	link := w.LinkTo(t, ida)
	var clicks sync.WaitGroup
	for range 8 {
		clicks.Go(func() {
			session, err := w.Confirm(t.Context(), browser, link, "")
			if err != nil {
				t.Errorf("a click: %v", err)
				return
			}
			if _, err := w.Accounts.Session(t.Context(), session); err != nil {
				t.Errorf("a click's session: %v", err)
			}
		})
	}
	clicks.Wait()
	if got, want := people(t, w), (population{accounts: 1, tenants: 1, entries: 1}); got != want {
		t.Errorf("there are %+v, want %+v", got, want)
	}
	wantMails(t, w.Deliver(t), ida+": Acme ist eingerichtet")
}

func TestOfManySignUpsOfOneAddressOneBecomesAnAccount(t *testing.T) {
	w := accountstest.Open(t)
	var browsers, links []string
	for range 4 {
		browsers = append(browsers, w.SignUp(t, ida))
		links = append(links, w.LinkTo(t, ida))
	}
	var mu sync.Mutex
	got := map[string]int{}
	var clicks sync.WaitGroup
	for i := range links {
		clicks.Go(func() {
			_, err := w.Confirm(t.Context(), browsers[i], links[i], "")
			mu.Lock()
			defer mu.Unlock()
			got[code(err)]++
		})
	}
	clicks.Wait()
	if got[""] != 1 || got["confirm.known"] != 3 {
		t.Errorf("answers %v, want one sign-in and three times confirm.known", got)
	}
	if got, want := people(t, w), (population{accounts: 1, tenants: 1, entries: 1}); got != want {
		t.Errorf("there are %+v, want %+v: no half of an organisation may be left", got, want)
	}
}

// population counts what confirming makes.
type population struct{ accounts, tenants, entries int }

func people(t *testing.T, w *accountstest.World) (p population) {
	t.Helper()
	for k := range w.Items(t, "") {
		switch {
		case strings.HasSuffix(k, " PROFILE"):
			p.accounts++
		case strings.HasPrefix(k, "T#") && strings.HasSuffix(k, " HEAD"):
			p.tenants++
		case strings.HasPrefix(k, "T#") && strings.Contains(k, "#L "):
			p.entries++
		}
	}
	return p
}
