package accounts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// link makes one and returns what stands in its address.
func (h host) link(a links.MakeArgs) (id org.LinkID, text string) {
	h.Helper()
	a.Link = testworld.NewID[org.LinkID](h.w.World)
	h.house.Do(h.T, h.house.Owner, links.Make.Name, a)
	text, err := h.w.Accounts.LinkText(h.Context(), h.house.Tenant, h.house.Owner, a.Link)
	if err != nil {
		h.Fatalf("the link's text: %v", err)
	}
	return a.Link, text
}

func (h host) ask(text, email string) error {
	return h.w.Accounts.AskToJoin(h.Context(), accountstest.Home, route.AskRequest{Link: text, GivenName: "Ben", Surname: "Beier", Email: email, Language: "de"})
}

// asked asks, and returns the link of the mail.
func (h host) asked(text, email string) string {
	h.Helper()
	if err := h.ask(text, email); err != nil {
		h.Fatalf("ask: %v", err)
	}
	return h.w.LinkTo(h.T, email)
}

func (h host) linkNow(id org.LinkID) (l org.Link) {
	h.Helper()
	ref := ledger.Ref{Kind: ledger.KindLink, ID: string(id)}
	r, err := h.w.Table.Look(h.Context(), h.house.Tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		h.Fatal(err)
	}
	l, _ = r.Records[ref].Value.(org.Link)
	return l
}

func TestSomebodyJoinsByALink(t *testing.T) {
	h := newHost(t)
	id, text := h.link(links.MakeArgs{Kind: "guest", Limit: 2, Domains: []string{"@People.example"}})
	for range 2 { // looking uses nothing up
		reply, err := h.w.Accounts.OpenLink(t.Context(), accountstest.Home, route.LinkRequest{Link: text})
		if err != nil || reply.Organisation != "Acme" || reply.Kind != org.KindGuest || !slices.Equal(reply.Domains, []string{"people.example"}) {
			t.Fatalf("the link leads to %+v, %v", reply, err)
		}
	}
	before := len(h.house.Ledger(t))
	mailed := h.asked(text, ben)
	if mail := h.w.Post.Since(h.w.Post.Count() - 1)[0]; mail.Subject != "Ihr Link zu Acme" || strings.Contains(mail.Text, "Beier") {
		t.Errorf("the mail: %s\n%s", mail.Subject, mail.Text)
	}
	if len(h.house.Ledger(t)) != before {
		t.Error("asking alone changed the organisation")
	}
	reply, err := h.open(mailed)
	if err != nil || reply.By != "" || reply.Kind != org.KindGuest || reply.GivenName != "Ben" || reply.Account {
		t.Fatalf("the mail leads to %+v, %v", reply, err)
	}
	s, err := h.accept(accounts.Session{}, mailed, anew())
	if err != nil {
		t.Fatalf("accept: %v", err)
	}
	who, err := h.w.Accounts.Describe(t.Context(), s)
	if err != nil || len(who.Memberships) != 1 || who.Memberships[0].Role != org.Guest {
		t.Fatalf("who joined is %+v, %v", who, err)
	}
	member := who.Memberships[0].Member
	if m := h.member(member); !m.Confirmed || m.Email != ben || m.Language != "de" {
		t.Errorf("the member is %+v", m)
	}
	if used := h.linkNow(id).Used; used != 1 {
		t.Errorf("the link was used %d times", used)
	}
	entries := h.house.Ledger(t)
	if last := entries[len(entries)-1]; last.Deed != links.Join.Name || last.Actor.Member != member || last.Actor.Name != "Ben Beier" {
		t.Errorf("the last entry is %s by %s %s", last.Deed, last.Actor.Member, last.Actor.Name)
	}
	if code(second(h.accept(accounts.Session{}, mailed, anew()))) != "invitation.link" {
		t.Error("the mail's link joins twice")
	}
	// Whoever belongs to it already is told so by mail; who asks learns nothing.
	if err := h.ask(text, ben); err != nil {
		t.Fatal(err)
	}
	mails := h.w.Deliver(t)
	if last := mails[len(mails)-1]; last.Subject != "Sie gehören schon zu Acme" || last.Token != "" {
		t.Errorf("the mail to a member: %s", last.Subject)
	}
}

func TestTheLastPlaceOfALinkIsTakenOnce(t *testing.T) {
	h := newHost(t)
	id, text := h.link(links.MakeArgs{Kind: "user", Limit: 1})
	first, other := h.asked(text, ben), h.asked(text, "cara@people.example")
	if _, err := h.accept(accounts.Session{}, first, anew()); err != nil {
		t.Fatal(err)
	}
	if code(second(h.accept(accounts.Session{}, other, anew()))) != "link.full" {
		t.Error("two join in one place")
	}
	if code(h.ask(text, "dora@people.example")) != "link.full" || h.linkNow(id).Used != 1 {
		t.Error("a third may ask")
	}
}

func TestALinkThatIsReplacedOpensNothing(t *testing.T) {
	h := newHost(t)
	old, text := h.link(links.MakeArgs{Kind: "user"})
	mailed := h.asked(text, ben)
	seq := uint64(len(h.house.Ledger(t)))
	_, newer := h.link(links.MakeArgs{Kind: "user", Limit: 5, Replaces: []org.LinkID{old}})
	for what, err := range map[string]error{
		"open": second(h.w.Accounts.OpenLink(t.Context(), accountstest.Home, route.LinkRequest{Link: text})),
		"ask":  h.ask(text, "cara@people.example"),
		"join": second(h.accept(accounts.Session{}, mailed, anew())),
	} {
		if code(err) != "link.dead" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := h.ask(newer, "cara@people.example"); err != nil {
		t.Error(err)
	}
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{seq + 1}})
	if err := h.ask(text, "dora@people.example"); err != nil {
		t.Errorf("the replacement was undone, yet the old link: %v", err)
	}
}

func TestALinkLastsSevenDays(t *testing.T) {
	h := newHost(t)
	_, text := h.link(links.MakeArgs{Kind: "user"})
	h.w.Clock.Move(7*24*time.Hour - time.Minute)
	if err := h.ask(text, ben); err != nil {
		t.Errorf("on the seventh day: %v", err)
	}
	h.w.Clock.Move(time.Minute)
	if code(h.ask(text, "cara@people.example")) != "link.expired" {
		t.Error("after seven days it is open")
	}
}

func TestWhatIsWrittenInALinkIsNotGuessed(t *testing.T) {
	h := newHost(t)
	id, text := h.link(links.MakeArgs{Kind: "user", Domains: []string{"acme.example"}})
	if code(h.ask(text, ben)) != "email link.domain" {
		t.Error("an address of another domain may ask")
	}
	other := newHost(t)
	foreign, _ := other.link(links.MakeArgs{Kind: "user"})
	for _, wrong := range []string{"", "x", text[:73], text + "A", text[:52] + strings.Repeat("A", 22), string(h.house.Tenant.ID()) + string(foreign) + text[52:]} {
		if got := code(second(h.w.Accounts.OpenLink(t.Context(), accountstest.Home, route.LinkRequest{Link: wrong}))); got != "link.dead" {
			t.Errorf("%q: %s", wrong, got)
		}
	}
	guest := h.asked(func() string { _, text := h.link(links.MakeArgs{Kind: "guest"}); return text }(), ben)
	s, err := h.accept(accounts.Session{}, guest, anew())
	if err != nil {
		t.Fatal(err)
	}
	who, _ := h.w.Accounts.Describe(t.Context(), s)
	as := executor.Who{Account: who.Account, Member: who.Memberships[0].Member}
	if code(second(h.w.Accounts.LinkText(t.Context(), h.house.Tenant, as, id))) != "actor.forbidden" {
		t.Error("a guest reads the link's address")
	}
}

// TestWhoWasAddedAlreadyJoinsAsThat: an admin has added the person, who then comes by a link.
func TestWhoWasAddedAlreadyJoinsAsThat(t *testing.T) {
	h := newHost(t)
	id := testworld.NewID[org.MemberID](h.w.World)
	h.house.Do(t, h.house.Owner, members.Create.Name, members.NewMember{Member: id, GivenName: "Ben", Surname: "Beier", Email: ben, Title: "Monteur"})
	link, text := h.link(links.MakeArgs{Kind: "guest", Limit: 1})
	s, err := h.accept(accounts.Session{}, h.asked(text, ben), anew())
	if err != nil {
		t.Fatal(err)
	}
	who, _ := h.w.Accounts.Describe(t.Context(), s)
	if in := who.Memberships[0]; in.Member != id || in.Role != org.User || !h.member(id).Confirmed || h.linkNow(link).Used != 0 {
		t.Errorf("joined as %+v, the link used %d times", in, h.linkNow(link).Used)
	}
}

// TestAWholeRoomJoinsFromOneNetwork: the QR code hangs in the meeting room, and everybody there comes from one address.
func TestAWholeRoomJoinsFromOneNetwork(t *testing.T) {
	h := newHost(t)
	_, text := h.link(links.MakeArgs{Kind: "guest"})
	for i := range 120 {
		if err := h.ask(text, fmt.Sprintf("guest%d@people.example", i)); err != nil {
			t.Fatalf("person %d: %v", i+1, err)
		}
	}
	for range 300 {
		if err := h.ask(text, fmt.Sprintf("more%s@people.example", testworld.NewID[org.LinkID](h.w.World))); err != nil {
			if code(err) != "signUp.tooMany" {
				t.Fatal(err)
			}
			return
		}
	}
	t.Error("there is no end to it")
}
