package org

// Right is something a role may do.
type Right string

// The rights.
const (
	ManageMembers Right = "members.manage" // create, edit, deactivate, delete, import, tag
	ManageGroups  Right = "groups.manage"  // the tree of groups, and who belongs to them
	GrantAdmin    Right = "admins.grant"   // make somebody an admin and take it away
	ManageTenant  Right = "tenants.manage" // the organisation's name and settings
	ReadLedger    Right = "ledger.read"    // the audit trail
	SeeDirectory  Right = "members.see"    // names and contacts of the others
)

var rights = map[Role][]Right{
	Owner: {ManageMembers, ManageGroups, GrantAdmin, ManageTenant, ReadLedger, SeeDirectory},
	Admin: {ManageMembers, ManageGroups, GrantAdmin, ManageTenant, ReadLedger, SeeDirectory},
	User:  {SeeDirectory},
	Guest: {},
}

// May says whether the role holds the right. An unknown role holds none.
func (r Role) May(right Right) bool {
	for _, have := range rights[r] {
		if have == right {
			return true
		}
	}
	return false
}
