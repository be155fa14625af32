package deeds_test

import (
	"fmt"
	"testing"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// town founds an organisation that is large enough for registration agents, of whom the user is one.
func town(t *testing.T) *house {
	h := found(t)
	for n, _ := h.Count(ledger.KindMember); n < org.MinForAgents; n++ {
		h.hire(fmt.Sprintf("P%03d", n), "Person", "user", org.User)
	}
	h.must(h.admin, members.NameAgents.Name, some(h.user.Member))
	return h
}

func some(ids ...org.MemberID) members.List { return members.List{Members: ids} }

func identify(who org.MemberID, how string) members.IdentifyArgs {
	return members.IdentifyArgs{Member: who, How: how}
}

func TestAgentsAreNamedFromAHundredMembersOn(t *testing.T) {
	h := found(t)
	for n, _ := h.Count(ledger.KindMember); n < org.MinForAgents-1; n++ {
		h.hire(fmt.Sprintf("P%03d", n), "Person", "user", org.User)
	}
	if _, err := h.do(h.admin, members.NameAgents.Name, some(h.user.Member)); !fault.Is(err, "agents.tooFew") {
		t.Fatalf("99 are enough: %v", err)
	}
	last := h.hire("Last", "Person", "user", org.User)
	h.must(h.admin, members.NameAgents.Name, some(h.user.Member))
	h.must(h.owner, "members.deactivate", some(last.Member))
	h.must(h.owner, "members.delete", some(last.Member))
	h.must(h.user, members.Identify.Name, identify(h.guest.Member, "passport")) // who has been named stays one
}

func TestWhoConfirmsWhomIsKeptAndTakenBack(t *testing.T) {
	stranger := func(h *house) ledger.Actor {
		return ledger.Actor{Member: h.people[5], Role: org.User, Name: "Some One"}
	}
	for _, c := range []story{
		{"an agent confirms", user, "members.identify", func(h *house) any { return identify(h.guest.Member, "idCard") }, ""},
		{"also the owner", user, "members.identify", func(h *house) any { return identify(h.owner.Member, "video") }, ""},
		{"nobody themself", user, "members.identify", func(h *house) any { return identify(h.user.Member, "idCard") }, "identity.self"},
		{"an admin is no agent", admin, "members.identify", func(h *house) any { return identify(h.guest.Member, "idCard") }, "identity.notAgent"},
		{"nor is another user", stranger, "members.identify", func(h *house) any { return identify(h.guest.Member, "idCard") }, "identity.notAgent"},
		{"by something", user, "members.identify", func(h *house) any { return identify(h.guest.Member, "") }, "identity.how"},
		{"who is not confirmed stays so", admin, "members.unidentify", func(h *house) any { return members.OneMember{Member: h.guest.Member} }, "identity.none"},
		{"an agent changes nothing else", user, "members.edit", func(h *house) any {
			return map[string]any{"member": h.guest.Member, "fields": map[string]any{"title": map[string]string{"from": "", "to": "x"}}}
		}, "actor.forbidden"},
		{"agents name no agents", user, "members.nameAgents", func(h *house) any { return some(h.people[5]) }, "actor.forbidden"},
		{"an admin names another", admin, "members.nameAgents", func(h *house) any { return some(h.people[5]) }, ""},
		{"no guest", admin, "members.nameAgents", func(h *house) any { return some(h.guest.Member) }, "agent.guest"},
		{"nobody twice", admin, "members.nameAgents", func(h *house) any { return some(h.user.Member) }, "agent.named"},
		{"nobody who is none is dismissed", admin, "members.dismissAgents", func(h *house) any { return some(h.people[5]) }, "agent.none"},
		{"an agent is dismissed", admin, "members.dismissAgents", func(h *house) any { return some(h.user.Member) }, ""},
		{"who becomes a guest is no agent", admin, "members.edit", func(h *house) any {
			return map[string]any{"member": h.user.Member, "fields": map[string]any{"kind": map[string]string{"from": "user", "to": "guest"}}}
		}, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := town(t)
			h.tells(h.owner, c)
		})
	}
}

func TestAConfirmationSaysWhatThePersonWasCalled(t *testing.T) {
	h := town(t)
	e := h.must(h.user, members.Identify.Name, identify(h.guest.Member, "permit"))
	h.must(h.admin, "members.edit", map[string]any{"member": h.guest.Member, "fields": map[string]any{"surname": map[string]string{"from": "Guest", "to": "Gast"}}})
	m, _ := h.member(h.guest.Member)
	if m.Level() != org.LevelQualified || m.Identity.Name != "Gabi Guest" || m.Identity.By != h.user.Member || m.Identity.How != "permit" || !m.Identity.At.Equal(e.At) {
		t.Errorf("%+v", m.Identity)
	}
	gone := h.must(h.admin, members.Unidentify.Name, members.OneMember{Member: h.guest.Member})
	if m, _ := h.member(h.guest.Member); m.Level() != org.LevelUnconfirmed {
		t.Errorf("%d", m.Level())
	}
	// What only an agent gives, only an agent gives back.
	if _, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{gone.Seq}}); !fault.Is(err, "identity.notAgent") {
		t.Errorf("an admin takes it back: %v", err)
	}
	h.must(h.owner, members.NameAgents.Name, some(h.admin.Member))
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{gone.Seq}})
	if m, _ := h.member(h.guest.Member); m.Level() != org.LevelQualified {
		t.Errorf("%d", m.Level())
	}
	h.must(h.owner, "members.deactivate", some(h.user.Member))
	if _, err := h.do(h.user, members.Unidentify.Name, members.OneMember{Member: h.guest.Member}); err == nil {
		t.Error("who is deactivated confirms nothing and takes nothing back")
	}
}

func TestWhoIsCreatedIsConfirmedAtOnceByAnAgentOnly(t *testing.T) {
	h := town(t)
	one := func(email string) map[string]any {
		return map[string]any{"member": h.id(), "givenName": "Neu", "surname": "Person", "email": email, "identified": "idCard"}
	}
	if _, err := h.do(h.admin, "members.create", one("neu@acme.example")); !fault.Is(err, "identity.notAgent") {
		t.Errorf("%v", err)
	}
	h.must(h.owner, members.NameAgents.Name, some(h.admin.Member))
	args := one("neu@acme.example")
	h.must(h.admin, "members.create", args)
	if m, _ := h.member(args["member"].(org.MemberID)); m.Level() != org.LevelQualified || m.Identity.Name != "Neu Person" {
		t.Errorf("%+v", m)
	}
}
