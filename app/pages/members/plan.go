package members

import (
	"stellwerk/app/replica"
	"stellwerk/app/store"
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
func Weighs(id org.MemberID) bool { return plannerHere().plan(deactivate, at(id)).weighs() }

// at is the slot of one member.
func at(id org.MemberID) []int32 { return store.Replica().Directory().SlotsOf([]org.MemberID{id}) }

// only is at, as it is whenever it is asked.
func only(id org.MemberID) func() []int32 { return func() []int32 { return at(id) } }

// planner knows the world that a plan is for.
type planner struct {
	dir *replica.Directory
	me  ledger.Actor
	// try says what the deed itself would say about one member.
	try func(deed string, id org.MemberID) error
}

// plan goes through the members in some slots.
func (p planner) plan(deed string, slots []int32) Plan {
	return Plan{deed, p.dir.Sift(deed, p.me, slots, func(id org.MemberID) error { return p.try(deed, id) })}
}
