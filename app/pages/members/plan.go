package members

import (
	"slices"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
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

// Plan is what a deed would come to for those who were chosen: a bulk deed refuses all for one, so whom it can't be done to is left
// out and named before.
type Plan struct {
	Deed string
	Act  []org.MemberID // to whom it is done
	Idle int            // who are so already
	Left []Left         // to whom it can't be done
	Name string         // of the only one to whom it is done
}

// Left is somebody whom a deed leaves as they are, and why.
type Left struct{ Name, Why string }

// planner knows the world that a plan is for.
type planner struct {
	look func(org.MemberID) (org.Member, bool)
	me   ledger.Actor
	// try says what the deed itself would say about one member.
	try func(deed string, id org.MemberID) error
}

// plan goes through the members. The deed itself is asked only about those of whom it could say no, as there may be 50,000.
func (p planner) plan(deed string, ids []org.MemberID) Plan {
	out := Plan{Deed: deed, Act: make([]org.MemberID, 0, len(ids))}
	for _, id := range ids {
		m, there := p.look(id)
		switch {
		case !there:
			continue
		case replica.Idle(deed, m):
			out.Idle++
			continue
		}
		if replica.Doubtful(deed, id, m, p.me) {
			if err := p.try(deed, id); err != nil && !fault.Is(err, "tags.unchanged") {
				out.Left = append(out.Left, Left{m.Name(), ui.ErrorText(err)})
				continue
			}
		}
		out.Act = append(out.Act, id)
		out.Name = m.Name()
	}
	if len(out.Act) != 1 {
		out.Name = ""
	}
	return out
}

func sortIDs(ids []org.MemberID) { slices.Sort(ids) }
