package accounts_test

import (
	"strconv"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

func signIn(w *accountstest.World, t *testing.T, from, password string) error {
	t.Helper()
	s, err := w.Accounts.SignIn(t.Context(), from, route.SignInRequest{Email: ida, Password: password})
	w.Secret(s)
	return err
}

func TestGuessingIsSlow(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	for i := range 8 {
		if err := signIn(w, t, accountstest.Home, accountstest.Other); code(err) != "signIn.failed" {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	hashes := w.Hasher.Made()
	err := signIn(w, t, accountstest.Home, accountstest.Password)
	if code(err) != "signIn.tooMany" {
		t.Fatalf("the ninth try, though right: %v", err)
	}
	if w.Hasher.Made() != hashes {
		t.Error("a refused try was computed all the same")
	}
	seconds, _ := strconv.Atoi(fault.First(err).Values["seconds"])
	if seconds < 1 || seconds > 120 {
		t.Errorf("wait %d seconds, want 1 to 120", seconds)
	}
	if err := signIn(w, t, accountstest.Elsewhere, accountstest.Password); err != nil {
		t.Errorf("the owner in another place: %v", err)
	}
	w.Pass(time.Duration(seconds) * time.Second)
	if err := signIn(w, t, accountstest.Home, accountstest.Password); err != nil {
		t.Errorf("after waiting as told: %v", err)
	}
	for i := range 7 {
		if err := signIn(w, t, accountstest.Home, accountstest.Other); code(err) != "signIn.failed" {
			t.Errorf("guess %d after the right password: %v; it should have begun anew", i+1, err)
		}
	}
}

func TestGuessingFromManyPlaces(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	refused := 0
	for i := range 100 {
		from := "192.0.2." + strconv.Itoa(i)
		switch got := code(signIn(w, t, from, accountstest.Other)); got {
		case "signIn.failed":
		case "signIn.tooMany":
			refused++
		default:
			t.Fatal(got)
		}
	}
	if refused != 40 {
		t.Errorf("%d of 100 guesses from 100 places were refused, want 40", refused)
	}
	if err := w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
		t.Errorf("the owner's way out: %v", err)
	}
}

func TestGuessingManyAddressesFromOnePlace(t *testing.T) {
	w := accountstest.Open(t)
	refused := 0
	for i := range 120 {
		in := route.SignInRequest{Email: strconv.Itoa(i) + "@acme.example", Password: accountstest.Other}
		_, err := w.Accounts.SignIn(t.Context(), accountstest.Home, in)
		if code(err) == "signIn.tooMany" {
			refused++
		}
	}
	if refused != 20 {
		t.Errorf("%d of 120 were refused, want 20", refused)
	}
}

func TestOnePlaceIsAnAddressOrAHousehold(t *testing.T) {
	for _, c := range []struct {
		story, first, second string
		same                 bool
	}{
		{"another port", "198.51.100.7:1", "198.51.100.7:2", true},
		{"without a port", "198.51.100.7:1", "198.51.100.7", true},
		{"another IPv4 address", "198.51.100.7:1", "198.51.100.8:1", false},
		{"the same one written as IPv6", "198.51.100.7:1", "[::ffff:198.51.100.7]:1", true},
		{"two of one household", "[2001:db8:1:2::1]:1", "[2001:db8:1:2:ffff::9]:1", true},
		{"two households", "[2001:db8:1:2::1]:1", "[2001:db8:1:3::1]:1", false},
		{"with a zone", "[fe80::1%eth0]:1", "[fe80::2%eth1]:1", true},
		{"nonsense is one place", "", "x", true},
	} {
		w := accountstest.Open(t)
		for range 8 {
			_ = signIn(w, t, c.first, accountstest.Other)
		}
		if got := code(signIn(w, t, c.second, accountstest.Other)) == "signIn.tooMany"; got != c.same {
			t.Errorf("%s: limited together %v, want %v", c.story, got, c.same)
		}
	}
}

func TestMailsThatStrangersCanCauseAreFew(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida) // one mail
	ask := []func() error{
		func() error {
			return w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: ida})
		},
		func() error {
			s, err := w.Accounts.SignUp(t.Context(), accountstest.Elsewhere, accountstest.Wish(ida))
			w.Secret(s)
			return err
		},
	}
	sent := 0
	for i := range 20 {
		switch err := ask[i%2](); code(err) {
		case "":
			sent++
		case "mail.tooMany":
		default:
			t.Fatal(err)
		}
	}
	if mails := w.Deliver(t); sent != 4 || len(mails) != 4 {
		t.Errorf("%d were taken and %d mails sent, want 4 after the first", sent, len(mails))
	}
	w.Pass(15 * time.Minute)
	if err := ask[0](); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}

func TestSignUpsFromOnePlaceAreLimited(t *testing.T) {
	w := accountstest.Open(t)
	refused := 0
	for i := range 40 {
		s, err := w.Accounts.SignUp(t.Context(), accountstest.Home, accountstest.Wish(strconv.Itoa(i)+"@acme.example"))
		w.Secret(s)
		if code(err) == "signUp.tooMany" {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 40 were refused, want 10", refused)
	}
}

func TestHashesGrowWithTheirParameters(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	more := argon.New(argon.Params{Memory: 16, Time: 1, Threads: 1}, 2)
	grown := accounts.New(w.Table, w.Executor, more, w.Clock.Now)
	for i, want := range []int64{2, 1} { // checked and hashed anew, then only checked
		before := more.Made()
		s, err := grown.SignIn(t.Context(), accountstest.Home, route.SignInRequest{Email: ida, Password: accountstest.Password})
		w.Secret(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := grown.Session(t.Context(), s.Secret()); err != nil {
			t.Errorf("the session of sign-in %d: %v", i+1, err)
		}
		if got := more.Made() - before; got != want {
			t.Errorf("sign-in %d made %d hashes, want %d", i+1, got, want)
		}
	}
}
