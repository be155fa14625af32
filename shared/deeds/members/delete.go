package members

import (
	"slices"
	"strconv"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// DeleteArgs says who is taken out of the organisation, and who takes over the groups that they lead.
type DeleteArgs struct {
	Members    []org.MemberID `json:"members"`
	Successors []Successor    `json:"successors,omitempty"`
}

// Successor is who leads a group from now on, or is its deputy: what whoever is deleted was there. Of a group that none of them leads nothing changes.
type Successor struct {
	Group  org.GroupID  `json:"group"`
	Member org.MemberID `json:"member"`
}

// MaxSuccessors is how many groups can be handed over in one deed.
const MaxSuccessors = 30

// handingPerEntry is how many members are deleted by one entry where groups are handed over: each of these writes two items more.
const handingPerEntry = (ledger.MaxWrites - 2*MaxSuccessors) / 3

// Delete takes members out of the organisation. Their accounts are their own and stay. Groups that they lead are handed over, if that is asked for.
// Faults: member.owner, member.adminFirst, member.self, member.notFound, successors.tooMany, successor.leaves, successor.inactive, groups.tooMany.
var Delete = ledger.Spec[DeleteArgs]{
	Name: "members.delete",
	Hint: func(a DeleteArgs) ledger.Reads {
		r := List{a.Members}.hint()
		for _, s := range a.Successors {
			r.Records = append(r.Records, ref(s.Member))
		}
		return r
	},
	Cut: func(a DeleteArgs) (out []DeleteArgs) {
		n := deletePerEntry
		if len(a.Successors) > 0 {
			n = handingPerEntry
		}
		for _, ids := range Chunks(a.Members, n) {
			out = append(out, DeleteArgs{ids, a.Successors})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a DeleteArgs) (ledger.Outcome, error) {
		if len(a.Successors) > MaxSuccessors {
			return ledger.Outcome{}, fault.On("successors", "successors.tooMany", "max", strconv.Itoa(MaxSuccessors))
		}
		return eachOr(w, by, List{a.Members}, "member.notFound", func(d *ledger.Draft, _ org.MemberID, m *org.Member) (remove bool, err error) {
			for _, led := range m.Groups {
				if led.Part == org.PartMember {
					continue
				}
				for _, s := range a.Successors {
					if s.Group == led.Group {
						if err := a.handOver(d, by, s.Member, led); err != nil {
							return false, err
						}
					}
				}
			}
			return true, nil
		})
	},
}.Deed()

// handOver makes somebody in a group what another one was there; who leads it already goes on.
func (a DeleteArgs) handOver(d *ledger.Draft, by ledger.Actor, to org.MemberID, led org.Membership) error {
	if _, err := ledger.Group(d, led.Group); fault.Is(err, "group.notFound") {
		return nil // it has ended
	}
	heir, err := ledger.Member(d, to)
	switch {
	case err != nil:
		return err
	case slices.Contains(a.Members, to):
		return fault.New(fault.Conflict, "successor.leaves", "name", heir.Name()).On("successors")
	case heir.Deactivated:
		return fault.New(fault.Conflict, "successor.inactive", "name", heir.Name()).On("successors")
	}
	if has, _ := heir.In(led.Group); has.Part == org.PartLeader || has.Part == led.Part {
		return nil
	}
	after := heir.Clone()
	after.Groups = org.With(after.Groups, led)
	if len(after.Groups) > org.MaxMemberships {
		return fault.On("successors", "groups.tooMany", "max", strconv.Itoa(org.MaxMemberships))
	}
	return Put(d, by, to, &after)
}
