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

// LinkRequest carries what stands in the address of a link to join.
type LinkRequest struct {
	Link string `json:"link"`
}

// LinkReply is what a link to join leads to.
type LinkReply struct {
	Organisation string    `json:"organisation"`
	Kind         org.Kind  `json:"kind"`
	Until        time.Time `json:"until"`
	Domains      []string  `json:"domains,omitempty"` // of the addresses that may join; none: all may
}

// AskRequest is what somebody says who wants to join by a link. A mail to the address leads on.
type AskRequest struct {
	Link      string `json:"link"`
	GivenName string `json:"givenName"`
	Surname   string `json:"surname"`
	Email     string `json:"email"`
	Language  string `json:"language"`
}

// LinkTextReply is a link as it is passed on.
type LinkTextReply struct {
	Address string `json:"address"` // the URL
	QR      string `json:"qr"`      // the same as a picture, SVG
}
