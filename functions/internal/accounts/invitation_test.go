package accounts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// host is an organisation whose owner invites people.
type host struct {
	*testing.T
	w     *accountstest.World
	house testworld.House
}

func newHost(t *testing.T) host {
	t.Helper()
	w := accountstest.Open(t)
	return host{t, w, house(t, w, w.Member(t, ida))}
}

// house is the one organisation of somebody who is its owner.
func house(t *testing.T, w *accountstest.World, s accounts.Session) testworld.House {
	t.Helper()
	reply, err := w.Accounts.Describe(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	in := reply.Memberships[0]
	h := testworld.House{World: w.World, Tenant: tenancy.Of(in.Tenant)}
	h.Owner = executor.Who{Account: s.Account, Member: in.Member}
	return h
}

const ben = "ben@people.example"

// invited adds Ben and invites him; the link is that of his mail.
func (h host) invited(text string) (id org.MemberID, link string) {
	h.Helper()
	id = testworld.NewID[org.MemberID](h.w.World)
	h.house.Do(h.T, h.house.Owner, members.Create.Name, members.NewMember{
		Member: id, GivenName: "Ben", Surname: "Beier", Email: ben, Invite: &members.InviteWith{Text: text},
	})
	return id, h.w.LinkTo(h.T, ben)
}

func (h host) invite(id org.MemberID) (link string) {
	h.Helper()
	h.house.Do(h.T, h.house.Owner, members.Invite.Name, members.InviteArgs{Members: []org.MemberID{id}})
	return h.w.LinkTo(h.T, ben)
}

func (h host) open(link string) (route.InvitationReply, error) {
	return h.w.Accounts.Invitation(h.Context(), accountstest.Home, route.InvitationRequest{Token: link})
}

func (h host) accept(s accounts.Session, link string, with *route.NewAccount) (accounts.Session, error) {
	h.Helper()
	t, err := h.w.Accounts.Accept(h.Context(), accountstest.Home, s, route.AcceptRequest{Token: link, New: with})
	if err != nil {
		return accounts.Session{}, err
	}
	return h.w.Session(h.T, h.w.Secret(t)), nil
}

func anew() *route.NewAccount {
	return &route.NewAccount{GivenName: "Benjamin", Surname: "Beier", Password: accountstest.Other, Language: "en"}
}

func (h host) member(id org.MemberID) org.Member {
	h.Helper()
	r, err := h.w.Table.Look(h.Context(), h.house.Tenant, question(id))
	if err != nil {
		h.Fatal(err)
	}
	m, _ := r.Records[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}].Value.(org.Member)
	return m
}

func TestSomebodyIsInvitedAndJoins(t *testing.T) {
	h := newHost(t)
	id, link := h.invited("Bis Montag!\nGruß, Ida")
	mail := h.w.Post.Since(h.w.Post.Count() - 1)[0]
	if mail.Subject != "Acme lädt Sie ein" || !strings.Contains(mail.Text, "Gruß, Ida") || !strings.Contains(mail.Text, "Guten Tag Ben Beier") {
		t.Errorf("the mail: %s\n%s", mail.Subject, mail.Text)
	}
	var first route.InvitationReply
	for range 3 { // the programs that check mails open links too
		reply, err := h.open(link)
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		first = reply
	}
	want := route.InvitationReply{
		Tenant: h.house.Tenant.ID(), Organisation: "Acme", By: "Ida Inhaber", Text: "Bis Montag!\nGruß, Ida", Kind: org.KindUser,
		GivenName: "Ben", Surname: "Beier", Email: ben, Until: first.Until,
	}
	if first != want {
		t.Errorf("it says %+v, want %+v", first, want)
	}
	if h.member(id).Confirmed {
		t.Error("opening the link made him join")
	}
	s, err := h.accept(accounts.Session{}, link, anew())
	if err != nil {
		t.Fatalf("accept: %v", err)
	}
	reply, err := h.w.Accounts.Describe(t.Context(), s)
	if err != nil || reply.Email != ben || reply.GivenName != "Benjamin" || len(reply.Memberships) != 1 || reply.Memberships[0].Member != id || reply.Memberships[0].Role != org.User {
		t.Errorf("who joined is %+v, %v", reply, err)
	}
	if m := h.member(id); !m.Confirmed || m.Invitation != nil || m.GivenName != "Ben" {
		t.Errorf("the member is %+v", m)
	}
	entries := h.house.Ledger(t)
	if last := entries[len(entries)-1]; last.Deed != members.Confirm.Name || last.Actor.Member != id {
		t.Errorf("the last entry is %s by %s", last.Deed, last.Actor.Member)
	}
	if _, err := h.w.SignIn(t.Context(), ben, accountstest.Other); err != nil {
		t.Errorf("sign in by the new account: %v", err)
	}
	for what, err := range map[string]error{"open": second(h.open(link)), "accept": second(h.accept(s, link, nil))} {
		if code(err) != "invitation.accepted" {
			t.Errorf("%s it again: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestLinksThatInviteNobodyAnyMore(t *testing.T) {
	for _, c := range []struct {
		story string
		then  func(h host, id org.MemberID, link string) string // what is opened
		want  string
	}{
		{"almost seven days later it is good", func(h host, _ org.MemberID, link string) string {
			h.w.Pass(org.InvitationLife - 10*time.Second)
			return link
		}, ""},
		{"seven days later it is not", func(h host, _ org.MemberID, link string) string {
			h.w.Pass(org.InvitationLife)
			return link
		}, "invitation.link"},
		{"withdrawn", func(h host, id org.MemberID, link string) string {
			h.house.Do(h.T, h.house.Owner, members.WithdrawInvitation.Name, members.List{Members: []org.MemberID{id}})
			return link
		}, "invitation.link"},
		{"the inviting is undone", func(h host, id org.MemberID, _ string) string {
			h.house.Do(h.T, h.house.Owner, members.WithdrawInvitation.Name, members.List{Members: []org.MemberID{id}})
			e := h.house.Do(h.T, h.house.Owner, members.Invite.Name, members.InviteArgs{Members: []org.MemberID{id}})
			link := h.w.LinkTo(h.T, ben)
			h.house.Do(h.T, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{e.Seq}})
			return link
		}, "invitation.link"},
		{"the withdrawal is undone", func(h host, id org.MemberID, link string) string {
			e := h.house.Do(h.T, h.house.Owner, members.WithdrawInvitation.Name, members.List{Members: []org.MemberID{id}})
			h.house.Do(h.T, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{e.Seq}})
			return link
		}, ""},
		{"invited again, the first link", func(h host, id org.MemberID, link string) string {
			h.invite(id)
			return link
		}, "invitation.newer"},
		{"invited again, the second", func(h host, id org.MemberID, _ string) string { return h.invite(id) }, ""},
		{"the address is another one now", func(h host, id org.MemberID, link string) string {
			h.house.Do(h.T, h.house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{
				"email": {From: []byte(`"` + ben + `"`), To: []byte(`"b.beier@people.example"`)},
			}})
			return link
		}, "invitation.link"},
		{"deactivated", func(h host, id org.MemberID, link string) string {
			h.house.Do(h.T, h.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{id}})
			return link
		}, "invitation.link"},
		{"deleted", func(h host, id org.MemberID, link string) string {
			h.house.Do(h.T, h.house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{id}})
			return link
		}, "invitation.link"},
		{"a link for a new password", func(h host, _ org.MemberID, _ string) string {
			if err := h.w.Accounts.Forgot(h.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
				h.Fatal(err)
			}
			return h.w.LinkTo(h.T, ida)
		}, "invitation.link"},
		{"made up", func(host, org.MemberID, string) string { return strings.Repeat("A", 43) }, "invitation.link"},
		{"nothing", func(host, org.MemberID, string) string { return "" }, "invitation.link"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := newHost(t)
			id, link := h.invited("")
			link = c.then(h, id, link)
			if _, err := h.open(link); code(err) != c.want {
				t.Errorf("open: %q, want %q", code(err), c.want)
			}
			if _, err := h.accept(accounts.Session{}, link, anew()); code(err) != c.want {
				t.Errorf("accept: %q, want %q", code(err), c.want)
			}
		})
	}
}

func TestWhoMayTakeAnInvitation(t *testing.T) {
	type account = accounts.Session
	for _, c := range []struct {
		story string
		who   func(h host) (account, *route.NewAccount)
		want  string
	}{
		{"nobody who is not signed in", func(host) (account, *route.NewAccount) { return account{}, nil }, "invitation.signIn"},
		{"a new account", func(host) (account, *route.NewAccount) { return account{}, anew() }, ""},
		{"not without names and with a bad password", func(host) (account, *route.NewAccount) {
			return account{}, &route.NewAccount{GivenName: " ", Surname: "B\u202e", Password: "kurz", Language: "fr"}
		}, "givenName text.missing, surname text.control, language language.unknown, password password.tooShort"},
		{"the account of that address", func(h host) (account, *route.NewAccount) { return h.w.Member(h.T, ben), nil }, ""},
		{"any other account of the same person", func(h host) (account, *route.NewAccount) { return h.w.Member(h.T, "private@people.example"), nil }, ""},
		{"not one that signed in a while ago", func(h host) (account, *route.NewAccount) {
			s := h.w.Member(h.T, ben)
			h.w.Pass(10*time.Minute + time.Second)
			return s, nil
		}, "invitation.signIn"},
		{"no second account for an address", func(h host) (account, *route.NewAccount) {
			h.w.Member(h.T, ben)
			return account{}, anew()
		}, "invitation.account"},
		{"not one who is a member already", func(h host) (account, *route.NewAccount) {
			s, err := h.w.SignIn(h.Context(), ida, accountstest.Password)
			if err != nil {
				h.Fatal(err)
			}
			return h.w.Session(h.T, s), nil
		}, "invitation.already"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := newHost(t)
			id, link := h.invited("")
			s, with := c.who(h)
			before := people(t, h.w)
			joined, err := h.accept(s, link, with)
			if code(err) != c.want {
				t.Fatalf("%q, want %q", code(err), c.want)
			}
			if c.want != "" {
				if after := people(t, h.w); after != before || h.member(id).Confirmed {
					t.Errorf("refused, and yet there were %+v and are %+v", before, after)
				}
				return
			}
			if got, err := h.w.Accounts.Membership(t.Context(), joined, h.house.Tenant.ID()); err != nil || got != id {
				t.Errorf("opens the organisation as %s, %v", got, err)
			}
		})
	}
}

func TestWhoLeftMayComeAgain(t *testing.T) {
	h := newHost(t)
	id, link := h.invited("")
	s, err := h.accept(accounts.Session{}, link, anew())
	if err != nil {
		t.Fatal(err)
	}
	h.house.Do(t, h.house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{id}})
	id, link = h.invited("")
	s, err = h.accept(s, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.w.Accounts.Membership(t.Context(), s, h.house.Tenant.ID()); err != nil || got != id {
		t.Errorf("opens the organisation as %s, %v, want %s", got, err, id)
	}
}

func TestANewAddressIsConfirmedByTheSameAccount(t *testing.T) {
	h := newHost(t)
	id, link := h.invited("")
	s, err := h.accept(accounts.Session{}, link, anew())
	if err != nil {
		t.Fatal(err)
	}
	const moved = "beier@people.example"
	h.house.Do(t, h.house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{
		"email": {From: []byte(`"` + ben + `"`), To: []byte(`"` + moved + `"`)},
	}})
	h.house.Do(t, h.house.Owner, members.Invite.Name, members.InviteArgs{Members: []org.MemberID{id}})
	link = h.w.LinkTo(t, moved)
	if reply, err := h.open(link); err != nil || !reply.Linked {
		t.Errorf("it says %+v, %v", reply, err)
	}
	if _, err := h.accept(h.w.Member(t, "eve@people.example"), link, nil); code(err) != "invitation.other" {
		t.Errorf("another account: %v", err)
	}
	if _, err := h.accept(accounts.Session{}, link, anew()); code(err) != "invitation.other" {
		t.Errorf("a new account: %v", err)
	}
	if s, err = h.accept(s, link, nil); err != nil {
		t.Fatal(err)
	}
	if m := h.member(id); !m.Confirmed || string(m.Email) != moved {
		t.Errorf("the member is %+v", m)
	}
	if reply, err := h.w.Accounts.Describe(t.Context(), s); err != nil || reply.Email != ben {
		t.Errorf("the account signs in by %s, %v: that is its owner's to change", reply.Email, err)
	}
}

func TestManyClicksJoinOnce(t *testing.T) {
	h := newHost(t)
	id, link := h.invited("")
	type answer struct{ err error }
	answers := make(chan answer)
	for range 6 {
		go func() {
			token, err := h.w.Accounts.Accept(t.Context(), accountstest.Home, accounts.Session{}, route.AcceptRequest{Token: link, New: anew()})
			h.w.Secret(token)
			answers <- answer{err}
		}()
	}
	var codes []string
	for range 6 {
		codes = append(codes, code((<-answers).err))
	}
	slices.Sort(codes)
	if codes[0] != "" || codes[1] == "" {
		t.Errorf("answers %q, want one success", codes)
	}
	if !h.member(id).Confirmed {
		t.Error("nobody joined")
	}
	if got := people(t, h.w); got.accounts != 2 {
		t.Errorf("there are %+v, want 2 accounts", got)
	}
}

// TestInvitingTouchesNoAccount: whatever an owner does about somebody's address, the account of that address stays as it is until its own
// person agrees.
func TestInvitingTouchesNoAccount(t *testing.T) {
	h := newHost(t)
	s := h.w.Member(t, ben)
	before := h.w.Items(t, "A#"+string(s.Account))
	sessions := h.w.Items(t, "S#")
	id, link := h.invited("")
	h.invite(id)
	if _, err := h.open(link); code(err) != "invitation.newer" {
		t.Error(err)
	}
	link = h.invite(id)
	if reply, err := h.open(link); err != nil || !reply.Account {
		t.Errorf("it says %+v, %v", reply, err)
	}
	for _, deed := range []string{members.Deactivate.Name, members.Reactivate.Name, members.Delete.Name} {
		h.house.Do(t, h.house.Owner, deed, members.List{Members: []org.MemberID{id}})
	}
	for what, want := range map[string]map[string]string{"A#" + string(s.Account): before, "S#": sessions} {
		got := h.w.Items(t, what)
		if len(got) != len(want) {
			t.Errorf("there were %d items under %s, now %d", len(want), what, len(got))
		}
		for k := range want {
			if got[k] != want[k] {
				t.Errorf("%s has changed", k)
			}
		}
	}
}

func TestWhatIsNotWantedAnyMoreIsNotSent(t *testing.T) {
	h := newHost(t)
	id, _ := h.invited("")
	e := h.house.Do(t, h.house.Owner, members.Invite.Name, members.InviteArgs{Members: []org.MemberID{id}})
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{e.Seq}})
	h.house.Do(t, h.house.Owner, members.WithdrawInvitation.Name, members.List{Members: []org.MemberID{id}})
	wantMails(t, h.w.Deliver(t))
}

func TestAnInvitationSpeaksTheInviteesLanguage(t *testing.T) {
	h := newHost(t)
	h.house.Do(t, h.house.Owner, members.Create.Name, members.NewMember{
		Member: testworld.NewID[org.MemberID](h.w.World), GivenName: "Ben", Surname: "Beier", Email: ben, Language: "en", Invite: &members.InviteWith{},
	})
	wantMails(t, h.w.Deliver(t), ben+": Acme invites you")
}

func TestInvitationsAreSignedByTheOrganisation(t *testing.T) {
	h := newHost(t)
	edit := func(field, to string) {
		h.house.Do(t, h.house.Owner, tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{field: {To: to}}})
	}
	edit("signatureDe", "Stadtwerke Birkenfurt\nTel. 089 99998-0")
	edit("signatureEn", "Birkenfurt Public Utilities")
	id := testworld.NewID[org.MemberID](h.w.World)
	h.house.Do(t, h.house.Owner, members.Create.Name, members.NewMember{
		Member: id, GivenName: "Ben", Surname: "Beier", Email: ben, Language: "en", Invite: &members.InviteWith{},
	})
	mails := h.w.Deliver(t)
	got := mails[len(mails)-1]
	if got.To != ben || !strings.Contains(got.Text, "\n\nBirkenfurt Public Utilities\n\n") || strings.Contains(got.Text, "089") {
		t.Errorf("the mail to %s says:\n%s", got.To, got.Text)
	}
}
