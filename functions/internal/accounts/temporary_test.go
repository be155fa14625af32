package accounts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Passwords that are looked for wherever they must not be, as accountstest's are: the one that an admin gives, and the one that an enemy chooses.
const (
	given = accountstest.Other
	own   = accountstest.Password
)

// withPassword is a request to add Ben.
func (h host) withPassword(email string) route.NewMemberRequest {
	return route.NewMemberRequest{
		ID:       string(testworld.NewID[org.CommandID](h.w.World)),
		Member:   members.NewMember{Member: testworld.NewID[org.MemberID](h.w.World), GivenName: "Ben", Surname: "Beier", Email: email},
		Password: given,
	}
}

func (h host) create(in route.NewMemberRequest) error {
	_, err := h.w.Accounts.CreateMember(h.Context(), accountstest.Home, h.house.Tenant, h.house.Owner, in)
	return err
}

// temporary adds Ben with a temporary password.
func (h host) temporary() org.MemberID {
	h.Helper()
	in := h.withPassword(ben)
	if err := h.create(in); err != nil {
		h.Fatal(err)
	}
	return in.Member.Member
}

func (h host) signIn(password string) accounts.Session {
	h.Helper()
	cookie, err := h.w.SignIn(h.Context(), ben, password)
	if err != nil {
		h.Fatalf("sign in: %v", err)
	}
	return h.w.Session(h.T, cookie)
}

// takes chooses a password in the place of the temporary one.
func (h host) takes(s accounts.Session, password string) (accounts.Session, error) {
	t, err := h.w.Accounts.ChangePassword(h.Context(), accountstest.Home, s, route.ChangePasswordRequest{New: password})
	if err != nil {
		return s, err
	}
	return h.w.Session(h.T, h.w.Secret(t)), nil
}

func (h host) reset(link, password string) error {
	return h.w.Accounts.Reset(h.Context(), accountstest.Home, route.ResetRequest{Token: link, Password: password})
}

func (h host) opens(s accounts.Session) string {
	_, err := h.w.Accounts.Membership(h.Context(), s, h.house.Tenant.ID())
	return code(err)
}

func TestSomebodyIsAddedWithATemporaryPassword(t *testing.T) {
	h := newHost(t)
	in := h.withPassword(ben)
	reply, err := h.w.Accounts.CreateMember(t.Context(), accountstest.Home, h.house.Tenant, h.house.Owner, in)
	if err != nil || reply.Until != org.TemporaryUntil(h.w.Clock.Now()) {
		t.Fatalf("%+v, %v", reply, err)
	}
	wantMails(t, h.w.Deliver(t)) // instead of one there is the password
	id := in.Member.Member
	entries := h.house.Ledger(t)
	if last := entries[len(entries)-1]; last.Deed != members.CreateWithPassword.Name || last.Actor.Member != h.house.Owner.Member || strings.Contains(string(last.Encode()), given) {
		t.Errorf("the entry is %s", last.Encode())
	}
	if m := h.member(id); m.Confirmed || m.PasswordUntil != reply.Until || m.Status() != org.Pending {
		t.Errorf("the member is %+v", m)
	}

	s := h.signIn(given)
	who, err := h.w.Accounts.Describe(t.Context(), s)
	if err != nil || !who.Temporary || !who.Unproved || len(who.Memberships) != 0 || who.Email != ben {
		t.Errorf("with the temporary password he is %+v, %v", who, err)
	}
	if got := h.opens(s); got != "tenant.notFound" {
		t.Errorf("the temporary password opens the organisation: %q", got)
	}
	for password, want := range map[string]string{given: "new password.same", "kurz": "new password.tooShort", "ben beier 12": "new password.personal"} {
		if _, err := h.takes(s, password); code(err) != want {
			t.Errorf("choosing %q: %v, want %s", password, err, want)
		}
	}
	mine, err := h.takes(s, own)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.opens(mine); got != "" {
		t.Errorf("his own password opens nothing: %s", got)
	}
	if _, err := h.w.SignIn(t.Context(), ben, given); code(err) != "signIn.failed" {
		t.Errorf("the temporary password still signs in: %v", err)
	}
	if h.member(id).Confirmed {
		t.Error("the address is confirmed, and nobody has shown that it is his")
	}

	link := h.w.LinkTo(t, ben)
	mail := h.w.Post.Since(h.w.Post.Count() - 1)[0]
	if !strings.Contains(mail.Text, "Acme") || mail.Subject != "Bitte bestätigen Sie Ihre E-Mail-Adresse" {
		t.Errorf("the mail: %s\n%s", mail.Subject, mail.Text)
	}
	if err := h.reset(link, "kurz"); code(err) != "password password.tooShort" || h.member(id).Confirmed {
		t.Errorf("a bad password: %v", err)
	}
	if err := h.reset(link, accountstest.Password+" und später"); err != nil {
		t.Fatal(err)
	}
	if m := h.member(id); !m.Confirmed || m.PasswordUntil != "" {
		t.Errorf("after confirming the member is %+v", m)
	}
	if err := h.reset(link, own); code(err) != "reset.link" {
		t.Errorf("the link works twice: %v", err)
	}
	if who, err := h.w.Accounts.Describe(t.Context(), h.signIn(accountstest.Password+" und später")); err != nil || who.Temporary || who.Unproved || len(who.Memberships) != 1 {
		t.Errorf("at last he is %+v, %v", who, err)
	}
}

// TestForWhomThereIsNoTemporaryPassword: whoever is known here in any way is not told apart from anybody else who is, and stays untouched.
func TestForWhomThereIsNoTemporaryPassword(t *testing.T) {
	const instead = "email member.inviteInstead"
	eve := func(h host) testworld.House { return house(h.T, h.w, h.w.Member(h.T, "eve@other.example")) }
	elsewhere := func(h host, invite *members.InviteWith) (testworld.House, org.MemberID) {
		house, id := eve(h), testworld.NewID[org.MemberID](h.w.World)
		house.Do(h.T, house.Owner, members.Create.Name, members.NewMember{Member: id, GivenName: "Ben", Surname: "Beier", Email: ben, Invite: invite})
		return house, id
	}
	asks := func(h host, house testworld.House) {
		id := testworld.NewID[org.LinkID](h.w.World)
		house.Do(h.T, house.Owner, links.Make.Name, links.MakeArgs{Link: id, Kind: "user"})
		text, err := h.w.Accounts.LinkText(h.Context(), house.Tenant, house.Owner, id)
		if err == nil {
			err = h.w.Accounts.AskToJoin(h.Context(), accountstest.Elsewhere, route.AskRequest{Link: text, GivenName: "Ben", Surname: "Beier", Email: ben, Language: "de"})
		}
		if err != nil {
			h.Fatal(err)
		}
	}
	for _, c := range []struct {
		story string
		known func(h host)
		want  string
	}{
		{"nobody knows him", func(host) {}, ""},
		{"he has an account", func(h host) { h.w.Member(h.T, ben) }, instead},
		{"another organisation has him", func(h host) { elsewhere(h, nil) }, instead},
		{"another has invited him", func(h host) { elsewhere(h, &members.InviteWith{}) }, instead},
		{"another has given him a temporary password", func(h host) {
			other := h
			other.house = eve(h)
			other.temporary()
		}, instead},
		{"another had him, and has deleted him", func(h host) {
			house, id := elsewhere(h, nil)
			house.Do(h.T, house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{id}})
		}, ""},
		{"another had him, by another address now", func(h host) {
			house, id := elsewhere(h, nil)
			house.Do(h.T, house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{
				"email": {From: []byte(`"` + ben + `"`), To: []byte(`"b.beier@people.example"`)},
			}})
		}, ""},
		{"another has him by this address now", func(h host) {
			house, id := elsewhere(h, nil)
			for _, e := range [][2]string{{ben, "b.beier@people.example"}, {"b.beier@people.example", ben}} {
				house.Do(h.T, house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{
					"email": {From: []byte(`"` + e[0] + `"`), To: []byte(`"` + e[1] + `"`)},
				}})
			}
		}, instead},
		{"somebody is signing up with it", func(h host) { h.w.SignUp(h.T, ben) }, instead},
		{"somebody wanted to, long ago", func(h host) {
			h.w.SignUp(h.T, ben)
			h.w.Pass(accounts.SignUpLife + time.Second)
		}, ""},
		{"somebody asks to join another", func(h host) { asks(h, eve(h)) }, instead},
		{"somebody asks to join this one", func(h host) { asks(h, h.house) }, ""},
		{"he is here already", func(h host) { h.invited("") }, "email member.emailTaken"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := newHost(t)
			c.known(h)
			h.w.Deliver(t)
			items := h.w.Items(t, "")
			err := h.create(h.withPassword(ben))
			if code(err) != c.want {
				t.Fatalf("%q, want %q", code(err), c.want)
			}
			if c.want == "" {
				h.signIn(given)
				return
			}
			if err := h.create(h.withPassword("BEN@People.Example")); code(err) != c.want {
				t.Errorf("in another spelling: %v", err)
			}
			for k, v := range h.w.Items(t, "") {
				if items[k] != v && !strings.HasPrefix(k, "X#") { // limits count
					t.Errorf("refused, and yet %s has become %s", k, v)
				}
			}
			wantMails(t, h.w.Deliver(t))
		})
	}
}

func TestWhatATemporaryPasswordNeeds(t *testing.T) {
	for _, c := range []struct {
		story string
		with  func(in *route.NewMemberRequest)
		want  string
	}{
		{"all is well", func(*route.NewMemberRequest) {}, ""},
		{"all that is wrong, at once", func(in *route.NewMemberRequest) {
			in.Member.GivenName, in.Member.Email, in.Password = "", "ben", "kurz"
		}, "givenName text.missing, email email.at, password password.tooShort"},
		{"not his name", func(in *route.NewMemberRequest) { in.Password = "benbeier1" }, "password password.personal"},
		{"not that of the organisation", func(in *route.NewMemberRequest) { in.Password = "acme2026" }, "password password.personal"},
		{"no invitation beside it", func(in *route.NewMemberRequest) { in.Member.Invite = &members.InviteWith{} }, "invite member.oneWay"},
		{"an address that mails reach", func(in *route.NewMemberRequest) { in.Member.Email = `"b b"@people.example` }, "email email.local"},
		{"an id", func(in *route.NewMemberRequest) { in.ID = "1" }, "id id.malformed"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := newHost(t)
			in := h.withPassword(ben)
			c.with(&in)
			before := people(t, h.w)
			if err := h.create(in); code(err) != c.want {
				t.Errorf("%q, want %q", code(err), c.want)
			}
			if after := people(t, h.w); c.want != "" && after != before {
				t.Errorf("refused, and yet there were %+v and are %+v", before, after)
			}
		})
	}
}

// TestWhoMayNotIsToldNothingOfAddresses: a guest's question costs the same and is answered the same for every address.
func TestWhoMayNotIsToldNothingOfAddresses(t *testing.T) {
	h := newHost(t)
	h.w.Member(t, "eve@other.example")
	guest := h.house.Join(t, "Gerd", "guest")
	var all []work
	for _, email := range []string{"eve@other.example", "nobody@other.example", ida} {
		all = append(all, measure(h.w, t, func(ctx context.Context) error {
			_, err := h.w.Accounts.CreateMember(ctx, accountstest.Home, h.house.Tenant, guest, h.withPassword(email))
			return err
		}))
	}
	if all[0].answer != "actor.forbidden" || all[0] != all[1] || all[1] != all[2] {
		t.Errorf("a guest asks, and gets %+v", all)
	}
}

func TestATemporaryPasswordEnds(t *testing.T) {
	h := newHost(t)
	h.temporary()
	left := org.TemporaryEnd(h.w.Clock.Now()).Sub(h.w.Clock.Now())
	h.w.Pass(left - time.Minute)
	s := h.signIn(given)
	h.w.Pass(time.Minute)
	if _, err := h.w.SignIn(t.Context(), ben, given); code(err) != "signIn.temporaryOver" {
		t.Errorf("after its last day: %v", err)
	}
	if _, err := h.w.SignIn(t.Context(), ben, own); code(err) != "signIn.failed" {
		t.Errorf("whoever does not know it learns: %v", err)
	}
	if mine, err := h.takes(s, own); err != nil || h.opens(mine) != "" {
		t.Errorf("who signed in in time may still choose: %v", err)
	}
	h.w.Deliver(t)

	h = newHost(t)
	id := h.temporary()
	h.w.Pass(20 * 24 * time.Hour)
	if err := h.w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: ben}); err != nil {
		t.Fatal(err)
	}
	if err := h.reset(h.w.LinkTo(t, ben), own); err != nil || !h.member(id).Confirmed || h.opens(h.signIn(own)) != "" {
		t.Errorf("with «forgotten password» he gets in: %v", err)
	}
}

func TestHowLongOneMayTakeToChoose(t *testing.T) {
	h := newHost(t)
	h.temporary()
	cookie, err := h.w.SignIn(t.Context(), ben, given)
	if err != nil {
		t.Fatal(err)
	}
	h.w.Pass(time.Hour + time.Second)
	if _, err := h.w.Accounts.Session(t.Context(), cookie); code(err) != "session.missing" {
		t.Errorf("an hour later: %v", err)
	}
}

func TestTheSameCommandAgainIsTheSameMember(t *testing.T) {
	h := newHost(t)
	in := h.withPassword(ben)
	for range 2 {
		if err := h.create(in); err != nil {
			t.Fatal(err)
		}
	}
	if got := people(t, h.w); got.accounts != 2 {
		t.Errorf("there are %+v", got)
	}
	in.Password = own
	if err := h.create(in); code(err) != "command.conflict" {
		t.Errorf("with another password: %v", err)
	}
	h.signIn(given)
}

func TestNobodyAsksForManyAddresses(t *testing.T) {
	h := newHost(t)
	h.w.Member(t, ben)
	for i := range 31 {
		want := "email member.inviteInstead"
		if i == 30 {
			want = "temporary.tooMany"
		}
		if err := h.create(h.withPassword(ben)); code(err) != want {
			t.Fatalf("the %dth: %v, want %s", i+1, err, want)
		}
	}
}

// TestNothingOfAnAdminsOpensTheAccountOnceItsOwnerConfirms: an admin uses the temporary password himself, chooses another and stays signed in. By
// whatever way the owner of the address then comes, nothing of it is left.
func TestNothingOfAnAdminsOpensTheAccountOnceItsOwnerConfirms(t *testing.T) {
	const enemys, owners = accountstest.Password, accountstest.Other + " nach der Arbeit"
	forgot := func(h host) string {
		if err := h.w.Accounts.Forgot(h.Context(), accountstest.Elsewhere, route.ForgotRequest{Email: ben}); err != nil {
			h.Fatal(err)
		}
		return h.w.LinkTo(h.T, ben)
	}
	for story, way := range map[string]func(h host, mail string, id org.MemberID) string{
		"by the mail that came":              func(_ host, mail string, _ org.MemberID) string { return mail },
		"by «forgotten password»":            func(h host, _ string, _ org.MemberID) string { return forgot(h) },
		"by an invitation of the same admin": func(h host, _ string, id org.MemberID) string { return h.invite(id) },
		"by signing up, which says that there is an account": func(h host, _ string, _ org.MemberID) string {
			h.w.SignUp(h.T, ben)
			wantMails(h.T, h.w.Deliver(h.T), ben+": Sie haben bereits ein Konto")
			return forgot(h)
		},
	} {
		t.Run(story, func(t *testing.T) {
			h := newHost(t)
			id := h.temporary()
			first := h.signIn(given)
			enemy, err := h.takes(first, enemys)
			if err != nil {
				t.Fatal(err)
			}
			mail := h.w.LinkTo(t, ben) // lies in the owner's mailbox
			again, err := h.w.SignIn(t.Context(), ben, enemys)
			if err != nil {
				t.Fatal(err)
			}
			if err := h.w.Accounts.Found(t.Context(), enemy, route.FoundRequest{Organisation: "Eves", Language: "de"}); code(err) != "account.unproved" {
				t.Errorf("founds with an address that nobody has confirmed: %v", err)
			}
			other := h
			other.house = house(t, h.w, h.w.Member(t, "eve@other.example"))
			_, link := other.invited("") // Eve invites Ben, too, and sees what the mail says
			if _, err := h.accept(enemy, link, nil); code(err) != "account.unproved" {
				t.Errorf("joins another organisation: %v", err)
			}
			if err := h.reset(way(h, mail, id), owners); err != nil {
				t.Fatal(err)
			}
			for _, password := range []string{given, enemys} {
				if _, err := h.w.SignIn(t.Context(), ben, password); code(err) != "signIn.failed" {
					t.Errorf("the password %q signs in: %v", password, err)
				}
			}
			if _, err := h.w.Accounts.Session(t.Context(), again); code(err) != "session.missing" {
				t.Errorf("the enemy's session lives: %v", err)
			}
			if _, err := h.takes(enemy, enemys); err == nil {
				t.Error("the enemy's session changes the password")
			}
			if err := h.reset(mail, enemys); code(err) != "reset.link" {
				t.Errorf("the earlier mail's link: %v", err)
			}
			s := h.signIn(owners)
			if !h.member(id).Confirmed || h.opens(s) != "" {
				t.Errorf("the owner is %+v there", h.member(id))
			}
			if _, err := h.accept(s, link, nil); err != nil {
				t.Errorf("the owner joins another organisation: %v", err)
			}
			h.w.Deliver(t)
		})
	}
}

// TestAMembershipThatEndedIsNotConfirmed: the account is the person's by then, and it opens nothing.
func TestAMembershipThatEndedIsNotConfirmed(t *testing.T) {
	for story, end := range map[string]func(h host, id org.MemberID){
		"deleted": func(h host, id org.MemberID) {
			h.house.Do(h.T, h.house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{id}})
		},
		"deactivated": func(h host, id org.MemberID) {
			h.house.Do(h.T, h.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{id}})
		},
	} {
		t.Run(story, func(t *testing.T) {
			h := newHost(t)
			id := h.temporary()
			if _, err := h.takes(h.signIn(given), own); err != nil {
				t.Fatal(err)
			}
			link := h.w.LinkTo(t, ben)
			end(h, id)
			if err := h.reset(link, own+" morgens"); err != nil {
				t.Fatal(err)
			}
			if s := h.signIn(own + " morgens"); h.opens(s) != "tenant.notFound" || h.member(id).Confirmed {
				t.Errorf("opens what it was: %+v", h.member(id))
			}
			h.w.Deliver(t)
		})
	}
}

// TestAnAddressThatIsAnotherNowIsNotConfirmed: the account is for the address that it was made for; the member's is a contact.
func TestAnAddressThatIsAnotherNowIsNotConfirmed(t *testing.T) {
	h := newHost(t)
	id := h.temporary()
	h.house.Do(t, h.house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{
		"email": {From: []byte(`"` + ben + `"`), To: []byte(`"eve@other.example"`)},
	}})
	if _, err := h.takes(h.signIn(given), own); err != nil {
		t.Fatal(err)
	}
	if err := h.reset(h.w.LinkTo(t, ben), own+" morgens"); err != nil || h.member(id).Confirmed {
		t.Errorf("%+v, %v", h.member(id), err)
	}
	h.signIn(own + " morgens")
}

// TestDeletingEndsWhatATemporaryPasswordOpened: taking the deletion back does not bring the sign-in back.
func TestDeletingEndsWhatATemporaryPasswordOpened(t *testing.T) {
	h := newHost(t)
	id := h.temporary()
	s, err := h.takes(h.signIn(given), own)
	if err != nil {
		t.Fatal(err)
	}
	h.w.Pass(time.Second)
	e := h.house.Do(t, h.house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{id}})
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{e.Seq}})
	if got := h.opens(s); got != "tenant.notFound" {
		t.Errorf("the sign-in of before opens it: %q", got)
	}
	h.w.Pass(time.Second)
	if got := h.opens(h.signIn(own)); got != "" {
		t.Errorf("a new one does not: %q", got)
	}
	h.w.Deliver(t)
}
