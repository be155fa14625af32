package client

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// SignUp asks for an organisation and its owner's account; a mail follows.
func (c *Client) SignUp(in route.SignUpRequest) error {
	_, err := post[None](c, route.SignUp, in)
	return err
}

// SignUpState tells what this browser's sign-up waits for.
func (c *Client) SignUpState() (route.SignUpStateReply, error) {
	return get[route.SignUpStateReply](c, route.SignUpState)
}

// SignUpResend sends the mail once more.
func (c *Client) SignUpResend() error {
	_, err := post[None](c, route.SignUpResend, nil)
	return err
}

// Confirm confirms the address by the token of the mail and signs in.
func (c *Client) Confirm(in route.ConfirmRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.SignUpConfirm, in)
}

// SignIn begins a session.
func (c *Client) SignIn(in route.SignInRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.SignIn, in)
}

// SignOut ends the session.
func (c *Client) SignOut() error {
	_, err := post[None](c, route.SignOut, nil)
	return err
}

// Session tells who is signed in. Fault when nobody is: session.missing.
func (c *Client) Session() (route.SessionReply, error) {
	reply, err := get[route.SessionReply](c, route.Session)
	if err == nil && reply.Account == "" {
		err = fault.New(fault.SignedOut, "session.missing")
	}
	return reply, err
}

// Forgot asks for a mail to set a new password.
func (c *Client) Forgot(in route.ForgotRequest) error {
	_, err := post[None](c, route.ForgotPassword, in)
	return err
}

// Invitation asks what the link of an invitation leads to.
func (c *Client) Invitation(in route.InvitationRequest) (route.InvitationReply, error) {
	return post[route.InvitationReply](c, route.Invitation, in)
}

// OpenLink asks what a link to join leads to.
func (c *Client) OpenLink(in route.LinkRequest) (route.LinkReply, error) {
	return post[route.LinkReply](c, route.OpenLink, in)
}

// AskToJoin has a mail sent by which somebody joins.
func (c *Client) AskToJoin(in route.AskRequest) error {
	_, err := post[None](c, route.AskToJoin, in)
	return err
}

// Accept joins an organisation.
func (c *Client) Accept(in route.AcceptRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.Accept, in)
}

// Reset sets a new password by the token of a mail.
func (c *Client) Reset(in route.ResetRequest) error {
	_, err := post[None](c, route.ResetPassword, in)
	return err
}

// ChangePassword sets a new password by the old one and ends every other session.
func (c *Client) ChangePassword(in route.ChangePasswordRequest) error {
	_, err := post[None](c, route.ChangePassword, in)
	return err
}

// Profile changes what is the account's own.
func (c *Client) Profile(in route.ProfileRequest) (route.SessionReply, error) {
	return call[route.SessionReply](c, "PATCH", route.Profile, in)
}

// AskEmail asks to sign in by another address; a mail to it follows.
func (c *Client) AskEmail(in route.EmailRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.Email, in)
}

// DropEmail stays with the address there is.
func (c *Client) DropEmail() (route.SessionReply, error) {
	return call[route.SessionReply](c, "DELETE", route.Email, nil)
}

// OpenEmail asks what the link about another address leads to.
func (c *Client) OpenEmail(in route.EmailTokenRequest) (route.EmailReply, error) {
	return post[route.EmailReply](c, route.EmailOpen, in)
}

// ConfirmEmail signs in by another address from now on and ends every other session.
func (c *Client) ConfirmEmail(in route.EmailTokenRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.EmailConfirm, in)
}

// AskLeave asks to delete one's own profile in an organisation; a mail follows.
func (c *Client) AskLeave(in route.AskLeaveRequest) error {
	_, err := post[None](c, route.LeaveAsk, in)
	return err
}

// OpenLeave asks what the link of that mail leads to.
func (c *Client) OpenLeave(in route.LeaveTokenRequest) (route.LeaveReply, error) {
	return post[route.LeaveReply](c, route.LeaveOpen, in)
}

// Leave deletes one's own profile in an organisation. Nobody is signed in any more where the account has gone with it.
func (c *Client) Leave(in route.LeaveRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.LeaveConfirm, in)
}

// Found makes a further organisation.
func (c *Client) Found(in route.FoundRequest) (route.SessionReply, error) {
	return post[route.SessionReply](c, route.Tenants, in)
}

// Waiting tells how many commands wait here to be sent to a tenant.
func (c *Client) Waiting(in route.WaitingRequest) error {
	_, err := call[None](c, "PUT", route.Waiting, in)
	return err
}

// Access asks how this account stands to a tenant. Whether the answer means that a device gives up what it has is for
// lease.Wipe to say.
func (c *Client) Access(in route.AccessRequest) (route.AccessReply, error) {
	return post[route.AccessReply](c, route.Access, in)
}

// Demo opens the demo organisation of a developer's machine.
func (c *Client) Demo() (route.SessionReply, error) {
	return post[route.SessionReply](c, route.Demo, nil)
}
