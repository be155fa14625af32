package accounts_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

const (
	moved  = "ida.neu@acme.example"
	wanted = moved + ": Ihre neue Adresse zum Anmelden"
	warned = ida + ": Ihre Adresse zum Anmelden soll sich ändern"
)

// mover is somebody who wants to sign in by another address.
type mover struct {
	*testing.T
	w *accountstest.World
	s accounts.Session
}

func newMover(t *testing.T) mover {
	w := accountstest.Open(t)
	return mover{t, w, w.Member(t, ida)}
}

// now is the session as it is at this moment.
func (m mover) now() accounts.Session {
	m.Helper()
	cookie, err := m.w.SignIn(m.Context(), ida, accountstest.Password)
	if err != nil {
		m.Fatal(err)
	}
	return m.w.Session(m.T, cookie)
}

func (m mover) ask(email string) error {
	return m.w.Accounts.AskEmail(m.Context(), accountstest.Home, m.s, route.EmailRequest{Email: email, Password: accountstest.Password})
}

// link asks, and returns the token of the mail to the address.
func (m mover) link(email string) string {
	m.Helper()
	if err := m.ask(email); err != nil {
		m.Fatal(err)
	}
	return m.w.LinkTo(m.T, email)
}

func (m mover) confirm(s accounts.Session, link string) (string, error) {
	t, err := m.w.Accounts.ConfirmEmail(m.Context(), accountstest.Home, s, route.EmailTokenRequest{Token: link})
	return m.w.Secret(t), err
}

func (m mover) newEmail() string {
	m.Helper()
	who, err := m.w.Accounts.Describe(m.Context(), m.now())
	if err != nil {
		m.Fatal(err)
	}
	return who.NewEmail
}

func TestSomebodySignsInByAnotherAddress(t *testing.T) {
	m := newMover(t)
	elsewhere := m.now()
	if err := m.ask(moved); err != nil {
		t.Fatal(err)
	}
	mails := m.w.Deliver(t)
	slices.SortFunc(mails, func(a, b accountstest.Mail) int { return strings.Compare(a.To, b.To) })
	wantMails(t, mails, wanted, warned)
	link := ""
	for _, mail := range mails {
		link += mail.Token // only one has any
		if mail.To == ida && !strings.Contains(mail.Text, moved) {
			t.Errorf("the warning does not say which address: %s", mail.Text)
		}
		if mail.To == moved && strings.Contains(mail.Text, ida) {
			t.Errorf("whoever gets this learns who it is: %s", mail.Text)
		}
	}
	if got := m.newEmail(); got != moved {
		t.Errorf("wanted is %q", got)
	}
	s := m.now()
	for range 2 { // programs that check mails are not signed in, but a person may look twice
		if reply, err := m.w.Accounts.OpenEmail(t.Context(), accountstest.Home, s, route.EmailTokenRequest{Token: link}); err != nil || reply.Email != moved {
			t.Fatalf("open: %+v, %v", reply, err)
		}
	}
	if _, err := m.w.SignIn(t.Context(), moved, accountstest.Password); code(err) != "signIn.failed" {
		t.Errorf("the address signs in before it is confirmed: %v", err)
	}
	cookie, err := m.confirm(s, link)
	if err != nil {
		t.Fatal(err)
	}
	wantMails(t, m.w.Deliver(t), ida+": Ihre Adresse zum Anmelden wurde geändert")
	if who, err := m.w.Accounts.Describe(t.Context(), m.w.Session(t, cookie)); err != nil || who.Email != moved || who.NewEmail != "" || len(who.Memberships) != 1 {
		t.Errorf("afterwards it is %+v, %v", who, err)
	}
	for story, other := range map[string]accounts.Session{"elsewhere": elsewhere, "the one before": s} {
		if err := m.w.Accounts.DropEmail(t.Context(), other); code(err) != "session.missing" {
			t.Errorf("the session %s goes on: %v", story, err)
		}
	}
	if _, err := m.w.SignIn(t.Context(), ida, accountstest.Password); code(err) != "signIn.failed" {
		t.Errorf("the address of before still signs in: %v", err)
	}
	if _, err := m.w.SignIn(t.Context(), moved, accountstest.Password); err != nil {
		t.Errorf("the new one does not: %v", err)
	}
	m.w.Member(t, ida) // the address of before is free
}

func TestLinksToAnotherAddressThatLeadNowhere(t *testing.T) {
	for _, c := range []struct {
		story string
		then  func(m *mover, link string) string // what is opened, as m.s
	}{
		{"a day later", func(m *mover, link string) string { m.w.Pass(accounts.ConfirmLife); return link }},
		{"withdrawn", func(m *mover, link string) string {
			if err := m.w.Accounts.DropEmail(m.Context(), m.s); err != nil {
				m.Fatal(err)
			}
			return link
		}},
		{"asked again, the first", func(m *mover, link string) string {
			m.w.Pass(time.Second)
			m.link("other@acme.example")
			return link
		}},
		{"asked for the same again, the first", func(m *mover, link string) string {
			m.w.Pass(time.Second)
			m.link(moved)
			return link
		}},
		{"somebody else's", func(m *mover, link string) string {
			m.s = m.w.Member(m.T, "eve@other.example")
			return link
		}},
		{"a new password, as it was not her", func(m *mover, link string) string {
			if err := m.w.Accounts.Forgot(m.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
				m.Fatal(err)
			}
			if err := m.w.Accounts.Reset(m.Context(), accountstest.Home, route.ResetRequest{Token: m.w.LinkTo(m.T, ida), Password: accountstest.Password}); err != nil {
				m.Fatal(err)
			}
			return link
		}},
		{"somebody else was first", func(m *mover, link string) string { m.w.Member(m.T, moved); return link }},
		{"another kind of link", func(m *mover, _ string) string {
			if err := m.w.Accounts.Forgot(m.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
				m.Fatal(err)
			}
			return m.w.LinkTo(m.T, ida)
		}},
		{"made up", func(*mover, string) string { return strings.Repeat("A", 43) }},
		{"nothing", func(*mover, string) string { return "" }},
	} {
		t.Run(c.story, func(t *testing.T) {
			m := newMover(t)
			link := c.then(&m, m.link(moved))
			if m.s.Account == m.now().Account {
				m.s = m.now()
			}
			if _, err := m.confirm(m.s, link); code(err) != "emailChange.link" {
				t.Errorf("confirm: %v", err)
			}
			m.now() // by the address there was
			m.w.Deliver(t)
		})
	}
}

func TestWhatAnotherAddressNeeds(t *testing.T) {
	for _, c := range []struct{ story, email, password, want string }{
		{"all is well", moved, accountstest.Password, ""},
		{"no address", "ida", accountstest.Password, "email email.at"},
		{"the same", "IDA@acme.example", accountstest.Password, "email email.same"},
		{"one that no mail reaches", `"i d a"@acme.example`, accountstest.Password, "email email.local"},
		{"the password", moved, accountstest.Other, "password password.wrong"},
		{"any password", moved, "", "password password.wrong"},
	} {
		t.Run(c.story, func(t *testing.T) {
			m := newMover(t)
			err := m.w.Accounts.AskEmail(t.Context(), accountstest.Home, m.s, route.EmailRequest{Email: c.email, Password: c.password})
			if code(err) != c.want {
				t.Errorf("%q, want %q", code(err), c.want)
			}
			if c.want != "" {
				wantMails(t, m.w.Deliver(t))
			}
		})
	}
}

// TestAskingForAnAddressTellsNothingOfIt: whether anybody has it is said in the mailbox alone.
func TestAskingForAnAddressTellsNothingOfIt(t *testing.T) {
	m := newMover(t)
	const taken = "ben@other.example"
	m.w.Member(t, taken)
	var all []work
	for _, email := range []string{taken, "nobody@other.example"} {
		all = append(all, measure(m.w, t, func(ctx context.Context) error {
			return m.w.Accounts.AskEmail(ctx, accountstest.Home, m.s, route.EmailRequest{Email: email, Password: accountstest.Password})
		}))
	}
	if all[0].answer != "" || all[0] != all[1] {
		t.Errorf("an address that is taken and one that is free: %+v", all)
	}
	if err := m.ask(taken); err != nil {
		t.Fatal(err)
	}
	for _, mail := range m.w.Deliver(t) {
		if mail.To == taken && (mail.Token != "" || mail.Subject != "Diese Adresse hat bereits ein Konto") {
			t.Errorf("its owner gets %s, %s", mail.Subject, mail.Token)
		}
	}
	for i := 3; i < 7; i++ { // six at once are enough
		want := ""
		if i == 6 {
			want = "emailChange.tooMany"
		}
		if err := m.ask("n" + strings.Repeat("n", i) + "@other.example"); code(err) != want {
			t.Errorf("the %dth address: %v, want %q", i+1, err, want)
		}
	}
	m.w.Deliver(t)
}

func TestAnAccountThatNobodyHasConfirmedStaysWhereItIs(t *testing.T) {
	h := newHost(t)
	h.temporary()
	s, err := h.takes(h.signIn(given), own)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.w.Accounts.AskEmail(t.Context(), accountstest.Home, s, route.EmailRequest{Email: moved, Password: own}); code(err) != "account.unproved" {
		t.Errorf("an admin could take it along: %v", err)
	}
	h.w.Deliver(t)
}
