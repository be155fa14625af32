package members

import (
	"encoding/json"
	"slices"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// What two people do to one member without knowing of each other meets in the order in which it reaches the server. Different fields
// and tags go together; deleting, deactivating and taking rights away are stronger than editing and granting, in either order.

// metDeactivation refuses an edit of somebody who was deactivated since. Fault: member.deactivatedMeanwhile.
func metDeactivation(now org.Member, a EditArgs) error {
	if !a.SawActive || !now.Deactivated {
		return nil
	}
	return fault.New(fault.Conflict, "member.deactivatedMeanwhile", "name", now.Name())
}

// fromMost are the roles from the one that may most.
var fromMost = []org.Role{org.Owner, org.Admin, org.User, org.Guest}

// lesser says whether a role may less than another; of what is no role it says no.
func lesser(role, than org.Role) bool {
	higher, at := slices.Index(fromMost, than), slices.Index(fromMost, role)
	return higher >= 0 && at > higher
}

// revokes says whether a change of role takes rights away, by what was seen and by what is so now.
func revokes(from, now, to string) bool {
	return lesser(org.Role(to), org.Role(from)) && lesser(org.Role(to), org.Role(now))
}

// putEdited brings a member to where an edit leads. Nobody goes from admin to guest in one step; who took a user's rights away
// without knowing that the user had become an admin takes both steps.
func putEdited(d *ledger.Draft, by ledger.Actor, id org.MemberID, before, after org.Member, a EditArgs) error {
	var from org.Role
	_ = json.Unmarshal(a.Fields["role"].From, &from)
	if from == org.User && before.Role == org.Admin && after.Role == org.Guest {
		step := before.Clone()
		step.Role = org.User
		if err := Put(d, by, id, &step); err != nil {
			return err
		}
	}
	return Put(d, by, id, &after)
}
