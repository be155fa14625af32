package route

import (
	"time"

	"stellwerk/shared/org"
)

// InvitationRequest carries the token of an invitation's mail.
type InvitationRequest struct {
	Token string `json:"token"`
}

// InvitationReply is what somebody is asked to agree to.
type InvitationReply struct {
	Tenant       org.TenantID `json:"tenant"`
	Organisation string       `json:"organisation"`
	By           string       `json:"by,omitempty"` // the name of who invites; "" if they are not there any more
	Text         string       `json:"text,omitempty"`
	Kind         org.Kind     `json:"kind"`
	GivenName    string       `json:"givenName"`
	Surname      string       `json:"surname"`
	Email        string       `json:"email"` // that the invitation was sent to
	Until        time.Time    `json:"until"`
	// Account says that somebody signs in by this address: then it is for them to sign in, with this or another account.
	Account bool `json:"account,omitempty"`
	// Linked says that the member has an account already, which is asked to confirm a new address.
	Linked bool `json:"linked,omitempty"`
}

// AcceptRequest agrees to an invitation: with the account that is signed in, or with a new one.
type AcceptRequest struct {
	Token string      `json:"token"`
	New   *NewAccount `json:"new,omitempty"`
}

// NewAccount is an account for the address that an invitation was sent to.
type NewAccount struct {
	GivenName string `json:"givenName"`
	Surname   string `json:"surname"`
	Password  string `json:"password"`
	Language  string `json:"language"`
}
