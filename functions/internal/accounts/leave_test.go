package accounts_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// joins adds Ben, who joins with a new account.
func (h host) joins() (org.MemberID, accounts.Session) {
	h.Helper()
	id, link := h.invited("")
	s, err := h.accept(accounts.Session{}, link, anew())
	if err != nil {
		h.Fatal(err)
	}
	h.w.Deliver(h.T)
	return id, s
}

// leaveLink asks to leave, and returns the token of the mail.
func (h host) leaveLink(s accounts.Session) string {
	h.Helper()
	if err := h.w.Accounts.AskLeave(h.Context(), accountstest.Home, s, route.AskLeaveRequest{Tenant: string(h.house.Tenant.ID()), Password: accountstest.Other}); err != nil {
		h.Fatal(err)
	}
	return h.w.LinkTo(h.T, ben)
}

func (h host) leave(s accounts.Session, link, reason string) (gone bool, err error) {
	return h.w.Accounts.Leave(h.Context(), accountstest.Home, s, route.LeaveRequest{Token: link, Reason: reason})
}

func TestSomebodyDeletesTheirProfileAndTheAccountGoesWithIt(t *testing.T) {
	h := newHost(t)
	id, s := h.joins()
	link := h.leaveLink(s)
	for range 2 { // it uses nothing up
		if what, err := h.w.Accounts.OpenLeave(t.Context(), accountstest.Home, s, route.LeaveTokenRequest{Token: link}); err != nil || what != (route.LeaveReply{Organisation: "Acme", Last: true}) {
			t.Fatalf("open: %+v, %v", what, err)
		}
	}
	if h.member(id).Deactivated {
		t.Fatal("opening the link did something")
	}
	gone, err := h.leave(s, link, "Neue Stelle.\nDanke")
	if err != nil || !gone {
		t.Fatalf("%v, %v", gone, err)
	}
	entries := h.house.Ledger(t)
	first, second := entries[len(entries)-2], entries[len(entries)-1]
	if first.Deed != members.Leave.Name || second.Deed != members.Leave.Name || first.Actor.Member != id || second.Actor.Name != "Ben Beier" ||
		!strings.Contains(string(first.Changes[0].After["left"]), "Neue Stelle") || second.Changes[0].Op != ledger.Deleted {
		t.Errorf("the trail says %s\n%s", first.Encode(), second.Encode())
	}
	if _, err := h.w.SignIn(t.Context(), ben, accountstest.Other); code(err) != "signIn.failed" {
		t.Errorf("the account still signs in: %v", err)
	}
	for key := range h.w.Items(t, "A#"+string(s.Account)) {
		if !strings.Contains(key, "#LOG ") {
			t.Errorf("%s is left", key)
		}
	}
	if _, err := h.leave(s, link, ""); code(err) != "leave.link" {
		t.Errorf("a second click: %v", err)
	}

	// An admin takes back that he is deleted: he is there with his reason, and nobody is behind him.
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{second.Seq}})
	if m := h.member(id); !m.Deactivated || m.Confirmed || m.Left == nil || m.Left.Reason != "Neue Stelle.\nDanke" {
		t.Errorf("brought back he is %+v", m)
	}
	if _, err := h.w.Executor.Do(t.Context(), h.house.Tenant, h.house.Owner, h.w.Command(t, undo.Undo.Name, undo.Args{Entries: []uint64{first.Seq}})); code(err) != "undo.left" {
		t.Errorf("that he left is taken back: %v", err)
	}
	h.house.Do(t, h.house.Owner, members.Reactivate.Name, members.List{Members: []org.MemberID{id}})
	if m := h.member(id); m.Left != nil || m.Status() != org.Pending {
		t.Errorf("reactivated he is %+v", m)
	}
	back, err := h.accept(accounts.Session{}, h.invite(id), anew())
	if err != nil || h.opens(back) != "" {
		t.Errorf("he comes back by an invitation: %v", err)
	}
	h.w.Deliver(t)
}

func TestAnAccountThatBelongsElsewhereStays(t *testing.T) {
	h := newHost(t)
	id, s := h.joins()
	other := h
	other.house = house(t, h.w, h.w.Member(t, "eve@other.example"))
	_, link := other.invited("")
	s, err := other.accept(s, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	h.w.Deliver(t)
	link = h.leaveLink(s)
	if what, err := h.w.Accounts.OpenLeave(t.Context(), accountstest.Home, s, route.LeaveTokenRequest{Token: link}); err != nil || what.Last {
		t.Errorf("open: %+v, %v", what, err)
	}
	if gone, err := h.leave(s, link, ""); err != nil || gone {
		t.Fatalf("%v, %v", gone, err)
	}
	if h.opens(s) != "tenant.notFound" || other.opens(s) != "" || h.member(id).Name() != "" {
		t.Errorf("here %q, there %q", h.opens(s), other.opens(s))
	}
	h.w.Pass(time.Second)
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{h.house.Ledger(t)[len(h.house.Ledger(t))-1].Seq}})
	h.house.Do(t, h.house.Owner, members.Reactivate.Name, members.List{Members: []org.MemberID{id}})
	again := h.signIn(accountstest.Other)
	if h.opens(again) != "tenant.notFound" {
		t.Error("an admin has put him back without his yes")
	}
	if again, err = h.accept(again, h.invite(id), nil); err != nil || h.opens(again) != "" {
		t.Errorf("he comes back by an invitation: %v", err)
	}
	h.w.Deliver(t)
}

func TestWhoCanNotLeave(t *testing.T) {
	h := newHost(t)
	id, s := h.joins()
	owner, err := h.w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(s accounts.Session, password string) error {
		return h.w.Accounts.AskLeave(t.Context(), accountstest.Home, s, route.AskLeaveRequest{Tenant: string(h.house.Tenant.ID()), Password: password})
	}
	if err := ask(h.w.Session(t, owner), accountstest.Password); code(err) != "member.ownerLeaves" {
		t.Errorf("the owner: %v", err)
	}
	if err := ask(s, accountstest.Password); code(err) != "password password.wrong" {
		t.Errorf("without the password: %v", err)
	}
	if err := ask(h.w.Member(t, "eve@other.example"), accountstest.Password); code(err) != "tenant.notFound" {
		t.Errorf("a stranger: %v", err)
	}
	wantMails(t, h.w.Deliver(t))
	link := h.leaveLink(s)
	if _, err := h.leave(h.w.Member(t, "mia@other.example"), link, ""); code(err) != "leave.link" {
		t.Errorf("with somebody else's link: %v", err)
	}
	if _, err := h.leave(s, link, strings.Repeat("a", 501)); code(err) != "reason text.length" {
		t.Errorf("an endless reason: %v", err)
	}
	h.house.Do(t, h.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{id}})
	if _, err := h.leave(s, link, ""); code(err) != "leave.link" {
		t.Errorf("who was deactivated: %v", err)
	}
	h.house.Do(t, h.house.Owner, members.Reactivate.Name, members.List{Members: []org.MemberID{id}})
	h.w.Pass(accounts.ResetLife)
	if _, err := h.leave(s, link, ""); code(err) != "leave.link" {
		t.Errorf("an hour later: %v", err)
	}
	if m := h.member(id); m.Deactivated || m.Left != nil {
		t.Errorf("he is %+v", m)
	}
}

// TestAnAdminWhoLeftComesBackWithoutTheRole: to make somebody an admin is a grant, and no undo.
func TestAnAdminWhoLeftComesBackWithoutTheRole(t *testing.T) {
	h := newHost(t)
	id, s := h.joins()
	h.house.Do(t, h.house.Owner, members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{"role": {From: []byte(`"user"`), To: []byte(`"admin"`)}}})
	if _, err := h.leave(s, h.leaveLink(s), ""); err != nil {
		t.Fatal(err)
	}
	entries := h.house.Ledger(t)
	h.house.Do(t, h.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{entries[len(entries)-1].Seq}})
	if m := h.member(id); m.Role != org.User {
		t.Errorf("he is %s", m.Role)
	}
}
