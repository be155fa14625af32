package members

import (
	"stellwerk/app/replica"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The deeds that the list offers for many.
const (
	deactivate = "members.deactivate"
	reactivate = "members.reactivate"
	remove     = "members.delete"
	tag        = "members.tag"
	invite     = "members.invite"
	withdraw   = "members.withdrawInvitation"
)

// Plan is what a deed would come to for those who were chosen.
type Plan struct {
	Deed string
	replica.Sifted
}

// weighs says that deactivating somebody takes more with it than their access.
func (p Plan) weighs() bool { return p.Deed == deactivate && len(p.Leads)+p.Managers > 0 }

// Weighs says that deactivating a member takes more with it than their access, so that it is asked about.
func Weighs(id org.MemberID) bool { return plannerHere().plan(deactivate, []org.MemberID{id}).weighs() }

// planner knows the world that a plan is for.
type planner struct {
	who func(ids []org.MemberID) replica.People
	me  ledger.Actor
	// try says what the deed itself would say about one member.
	try func(deed string, id org.MemberID) error
}

// plan goes through the members.
func (p planner) plan(deed string, ids []org.MemberID) Plan {
	out := Plan{deed, replica.Sift(deed, p.me, p.who(ids), len(ids), func(id org.MemberID) error { return p.try(deed, id) })}
	if len(out.Act) != 1 {
		out.Name = ""
	}
	return out
}
