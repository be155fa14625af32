package route

import (
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// NewMemberRequest adds a member who can sign in at once, with a new account and a temporary password. The password is stored as a hash alone and
// stands in no answer.
type NewMemberRequest struct {
	ID       string            `json:"id"` // the command's; the same again is the same member
	Member   members.NewMember `json:"member"`
	Password string            `json:"password"`
}

// NewMemberReply says until when the password opens the account.
type NewMemberReply struct {
	Until org.Day `json:"until"` // the last day, 2006-01-02 in UTC
}
