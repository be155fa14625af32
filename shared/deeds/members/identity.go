package members

import (
	"strconv"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// NameAgents makes members registration agents, who may confirm who others are. Faults: agents.tooFew, agent.guest, member.inactive, agent.named if all are
// agents, member.ownerEdit, member.notFound.
var NameAgents = ledger.Spec[List]{
	Name: "members.nameAgents",
	Hint: List.hint,
	Cut:  cutList(changePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		if err := by.Need(org.GrantAdmin); err != nil {
			return ledger.Outcome{}, err
		}
		n, err := w.Count(ledger.KindMember)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if n < org.MinForAgents {
			return ledger.Outcome{}, fault.New(fault.Conflict, "agents.tooFew", "min", strconv.Itoa(org.MinForAgents), "n", strconv.Itoa(n))
		}
		return eachOr(w, by, a, "agent.named", func(_ *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			switch {
			case m.Role == org.Guest:
				return false, fault.New(fault.Conflict, "agent.guest", "name", m.Name())
			case m.Deactivated:
				return false, fault.New(fault.Conflict, "member.inactive", "name", m.Name())
			}
			m.Agent = true
			return false, nil
		})
	},
}.Deed()

// DismissAgents ends that; whom they have confirmed stays confirmed. Faults: agent.none if none is one, member.ownerEdit, member.notFound.
var DismissAgents = ledger.Spec[List]{
	Name: "members.dismissAgents",
	Hint: List.hint,
	Cut:  cutList(changePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "agent.none", func(m *org.Member) bool { m.Agent = false; return false })
	},
}.Deed()

// IdentifyArgs say whom a registration agent confirms, and what they have looked at.
type IdentifyArgs struct {
	Member org.MemberID `json:"member"`
	How    string       `json:"how"` // of org.IdentityWays
}

// Identify is what a registration agent does who has seen that somebody is who they say. Once more notes the name of today.
// Faults: identity.how on how, identity.notAgent, identity.self, member.inactive, member.notFound.
var Identify = ledger.Spec[IdentifyArgs]{
	Name: "members.identify",
	Hint: func(a IdentifyArgs) ledger.Reads { return List{[]org.MemberID{a.Member}}.hint() },
	Run: func(w ledger.World, by ledger.Actor, a IdentifyArgs) (ledger.Outcome, error) {
		return identity(w, by, a.Member, func(d *ledger.Draft, m *org.Member) error {
			if m.Deactivated {
				return fault.New(fault.Conflict, "member.inactive", "name", m.Name())
			}
			return vouch(d, by, a.Member, m, "how", a.How)
		})
	},
}.Deed()

// Unidentify takes back that somebody is confirmed: an agent may, and who manages members. Faults: identity.none, identity.notAgent, member.notFound.
var Unidentify = ledger.Spec[OneMember]{
	Name: "members.unidentify",
	Hint: func(a OneMember) ledger.Reads { return List{[]org.MemberID{a.Member}}.hint() },
	Run: func(w ledger.World, by ledger.Actor, a OneMember) (ledger.Outcome, error) {
		return identity(w, by, a.Member, func(_ *ledger.Draft, m *org.Member) error {
			if m.Identity == nil {
				return fault.New(fault.Conflict, "identity.none", "name", m.Name())
			}
			m.Identity = nil
			return nil
		})
	},
}.Deed()

// identity changes whether somebody is confirmed. Who may not is told so before they learn anything else.
func identity(w ledger.World, by ledger.Actor, id org.MemberID, step func(*ledger.Draft, *org.Member) error) (ledger.Outcome, error) {
	d := ledger.Begin(w)
	if !by.Role.May(org.ManageMembers) {
		if err := needAgent(d, by); err != nil {
			return ledger.Outcome{}, err
		}
	}
	if err := (List{[]org.MemberID{id}}).check(); err != nil {
		return ledger.Outcome{}, err
	}
	m, err := ledger.Member(d, id)
	if err != nil {
		return ledger.Outcome{}, err
	}
	m = m.Clone()
	if err := step(d, &m); err != nil {
		return ledger.Outcome{}, err
	}
	if err := Put(d, by, id, &m); err != nil {
		return ledger.Outcome{}, err
	}
	return d.Outcome(), nil
}

// vouch notes that the actor, an agent, has confirmed somebody. Faults: identity.how on the field, identity.notAgent, identity.self.
func vouch(d *ledger.Draft, by ledger.Actor, id org.MemberID, m *org.Member, field, how string) error {
	if err := needAgent(d, by); err != nil {
		return err
	}
	if id == by.Member {
		return fault.New(fault.Forbidden, "identity.self")
	}
	how, err := org.ParseIdentityWay(field, how)
	if err != nil {
		return err
	}
	m.Identity = &org.Identity{By: by.Member, At: d.Now().UTC().Truncate(time.Millisecond), How: how, Name: m.Name()}
	return nil
}

// needAgent is Forbidden unless the actor is a registration agent now. Fault: identity.notAgent.
func needAgent(d *ledger.Draft, by ledger.Actor) error {
	m, err := ledger.Member(d, by.Member)
	if fault.Is(err, "member.notFound") || err == nil && !m.IsAgent() {
		return fault.New(fault.Forbidden, "identity.notAgent")
	}
	return err
}

// onlyIdentity says whether nothing differs but whether an agent has confirmed somebody.
func onlyIdentity(before, after org.Member) bool {
	if before.Identity.Same(after.Identity) {
		return false
	}
	before.Identity = after.Identity
	return ledger.FieldsOf(before).Same(ledger.FieldsOf(after))
}

// mayVouch says whether this actor may change who is an agent, and whether somebody is confirmed: confirming is an agent's, also where something is
// taken back; taking it away is open to who manages members as well. Faults: actor.forbidden, identity.notAgent, identity.self.
func mayVouch(d *ledger.Draft, by ledger.Actor, id org.MemberID, before, after org.Member) error {
	if before.Agent != after.Agent {
		if err := by.Need(org.GrantAdmin); err != nil {
			return err
		}
	}
	switch {
	case before.Identity.Same(after.Identity), after.Identity == nil && by.Role.May(org.ManageMembers):
		return nil
	case after.Identity != nil && id == by.Member:
		return fault.New(fault.Forbidden, "identity.self")
	}
	return needAgent(d, by)
}
