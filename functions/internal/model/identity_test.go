package model_test

import (
	"fmt"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/org"
)

// crowd makes the organisation large enough for registration agents.
func (h *house) crowd() {
	for batch := range 3 {
		var all []args
		for n := range 35 {
			all = append(all, args{"member": newID[org.MemberID](h.owner), "givenName": "One", "surname": "More", "email": fmt.Sprintf("more%d.%d@people.example", batch, n)})
		}
		h.Do(h.owner.TB, h.Owner, "members.import", rows(all...))
	}
}

// agent makes somebody a registration agent, and the organisation large enough for that.
func (s *stage) agent(who executor.Who) *stage {
	if !s.crowded {
		s.crowded = true
		s.crowd()
	}
	if !s.agents[who.Member] {
		s.agents[who.Member] = true
		s.did(s.Owner, "members.nameAgents", these(who.Member))
	}
	return s
}

func proof(id org.MemberID) args { return args{"member": id, "how": "passport"} }

// vouched is somebody whom an agent has confirmed.
func (s *stage) vouched() org.MemberID {
	id := s.some()
	s.agent(s.Admin).did(s.Admin, "members.identify", proof(id))
	return id
}

const notAgent = refused + "identity.notAgent"

var identifying = []line{
	{"a user may not", "user", "members.nameAgents", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.nameAgents", func(s *stage) any { return these(s.some()) }, forbidden},
	{"a user may not", "user", "members.dismissAgents", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.dismissAgents", func(s *stage) any { return these(s.some()) }, forbidden},
	{"a user may not", "user", "members.identify", func(s *stage) any { return proof(s.some()) }, notAgent},
	{"nor a guest", "guest", "members.identify", func(s *stage) any { return proof(s.some()) }, notAgent},
	{"nor an admin, who is no agent", "admin", "members.identify", func(s *stage) any { return proof(s.some()) }, notAgent},
	{"nor the owner, on creating", "owner", "members.create", func(s *stage) any { return s.new("identified", "passport") }, notAgent},
	{"a user may not", "user", "members.unidentify", func(s *stage) any { return args{"member": s.some()} }, notAgent},
	{"nor a guest", "guest", "members.unidentify", func(s *stage) any { return args{"member": s.some()} }, notAgent},

	{"an agent", "owner", "members.nameAgents", func(s *stage) any { return these(s.agent(s.Admin).Admin.Member) }, refused + "agent.named"},
	{"a guest", "owner", "members.nameAgents", func(s *stage) any { return these(s.agent(s.Admin).Guest.Member) }, refused + "agent.guest"},
	{"an admin names the owner", "admin", "members.nameAgents", func(s *stage) any { return these(s.agent(s.Admin).Owner.Member) }, refused + "member.ownerEdit"},
	{"somebody who is none", "admin", "members.dismissAgents", func(s *stage) any { return these(s.some()) }, refused + "agent.none"},
	{"an admin names somebody", "admin", "members.nameAgents", func(s *stage) any { return these(s.agent(s.Admin).some()) }, "updated ben agent=true"},

	{"nobody themself", "admin", "members.identify", func(s *stage) any { return proof(s.agent(s.Admin).Admin.Member) }, refused + "identity.self"},
	{"nobody at all", "admin", "members.identify", func(s *stage) any { return proof(s.agent(s.Admin).id()) }, notFound},
	{"by what there is not", "admin", "members.identify", func(s *stage) any { return with(proof(s.agent(s.Admin).some()), "how", "face") }, refused + "how identity.how"},
	{"on creating as well", "admin", "members.create", func(s *stage) any { return s.agent(s.Admin).new("identified", "face") }, refused + "identified identity.how"},
	{"who is not confirmed", "admin", "members.unidentify", func(s *stage) any { return args{"member": s.some()} }, refused + "identity.none"},
	{"an owner who is no agent takes it away", "owner", "members.unidentify", func(s *stage) any { return args{"member": s.vouched()} }, "updated ben identity="},
	{"but gives nothing back", "owner", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.unidentify", args{"member": s.vouched()}))
	}, refused + "identity.notAgent"},
}
