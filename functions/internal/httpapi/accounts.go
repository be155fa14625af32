package httpapi

import (
	"cmp"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type nothing struct{}

type cookieOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

type sessionOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      route.SessionReply
}

// whoOut is who is signed in; 204 and nothing when nobody is.
type whoOut struct {
	Status int
	Body   *route.SessionReply
}

type (
	signUpIn         struct{ Body body[route.SignUpRequest] }
	confirmIn        struct{ Body body[route.ConfirmRequest] }
	signInIn         struct{ Body body[route.SignInRequest] }
	forgotIn         struct{ Body body[route.ForgotRequest] }
	resetIn          struct{ Body body[route.ResetRequest] }
	changePasswordIn struct {
		Body body[route.ChangePasswordRequest]
	}
	profileIn   struct{ Body body[route.ProfileRequest] }
	emailIn     struct{ Body body[route.EmailRequest] }
	emailLinkIn struct{ Body body[route.EmailTokenRequest] }
	foundIn     struct{ Body body[route.FoundRequest] }
	openIn      struct{ Body body[route.InvitationRequest] }
	acceptIn    struct{ Body body[route.AcceptRequest] }
	accessIn    struct{ Body body[route.AccessRequest] }
	waitingIn   struct{ Body body[route.WaitingRequest] }
)

type (
	askLeaveIn   struct{ Body body[route.AskLeaveRequest] }
	leaveLinkIn  struct{ Body body[route.LeaveTokenRequest] }
	leaveLinkOut struct{ Body route.LeaveReply }
	leaveIn      struct{ Body body[route.LeaveRequest] }
)

// leaveOut is who is signed in then; 204 and nothing where the account has gone.
type leaveOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Status    int
	Body      *route.SessionReply
}

type emailOut struct{ Body route.EmailReply }

type accessOut struct{ Body route.AccessReply }

type invitationOut struct{ Body route.InvitationReply }

type signUpStateOut struct{ Body route.SignUpStateReply }

func (a *API) accountOperations() {
	about := func(method, path, id, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, DefaultStatus: status, Tags: []string{"Accounts"}}
	}
	public(a, about(http.MethodPost, route.SignUp, "signUp", "Ask for an organisation and its owner's account", http.StatusAccepted), a.signUp)
	public(a, about(http.MethodGet, route.SignUpState, "signUpState", "What a sign-up waits for", http.StatusOK), a.signUpState)
	public(a, about(http.MethodPost, route.SignUpResend, "signUpResend", "Send the mail of a sign-up again", http.StatusAccepted), a.signUpResend)
	public(a, about(http.MethodPost, route.SignUpConfirm, "signUpConfirm", "Confirm the address, found the organisation, sign in", http.StatusOK), a.signUpConfirm)
	public(a, about(http.MethodPost, route.SignIn, "signIn", "Sign in", http.StatusOK), a.signIn)
	public(a, about(http.MethodPost, route.SignOut, "signOut", "Sign out", http.StatusNoContent), a.signOut)
	public(a, about(http.MethodPost, route.ForgotPassword, "forgotPassword", "Ask for a mail to set a new password", http.StatusAccepted), a.forgotPassword)
	public(a, about(http.MethodPost, route.ResetPassword, "resetPassword", "Set a new password by a mail's token", http.StatusNoContent), a.resetPassword)
	public(a, about(http.MethodPost, route.Invitation, "invitation", "What an invitation's mail leads to", http.StatusOK), a.invitation)
	add(a, whoever, about(http.MethodPost, route.Accept, "acceptInvitation", "Join an organisation, with one's own account or a new one", http.StatusOK), a.accept)
	who := about(http.MethodGet, route.Session, "session", "Who is signed in, and where", http.StatusOK)
	who.Responses = map[string]*huma.Response{"204": {Description: "Nobody is signed in"}}
	add(a, whoever, who, a.who)
	beginning(a, about(http.MethodPost, route.ChangePassword, "changePassword", "Set a new password by the old one", http.StatusNoContent), a.changePassword)
	signedIn(a, about(http.MethodPatch, route.Profile, "changeProfile", "Change what is the account's own", http.StatusOK), a.changeProfile)
	signedIn(a, about(http.MethodPost, route.Email, "askEmail", "Ask to sign in by another address", http.StatusOK), a.askEmail)
	signedIn(a, about(http.MethodDelete, route.Email, "dropEmail", "Stay with the address there is", http.StatusOK), a.dropEmail)
	signedIn(a, about(http.MethodPost, route.EmailOpen, "openEmail", "What the mail about another address leads to", http.StatusOK), a.openEmail)
	signedIn(a, about(http.MethodPost, route.EmailConfirm, "confirmEmail", "Sign in by another address from now on", http.StatusOK), a.confirmEmail)
	signedIn(a, about(http.MethodPost, route.LeaveAsk, "askLeave", "Ask to delete one's own profile in an organisation", http.StatusAccepted), a.askLeave)
	signedIn(a, about(http.MethodPost, route.LeaveOpen, "openLeave", "What the mail about deleting one's own profile leads to", http.StatusOK), a.openLeave)
	leave := about(http.MethodPost, route.LeaveConfirm, "leave", "Delete one's own profile in an organisation", http.StatusOK)
	leave.Responses = map[string]*huma.Response{"204": {Description: "The account has gone with it"}}
	signedIn(a, leave, a.leave)
	signedIn(a, about(http.MethodPost, route.Tenants, "found", "Found a further organisation", http.StatusOK), a.found)
	signedIn(a, about(http.MethodPut, route.Waiting, "waiting", "Say how many commands wait in this browser", http.StatusNoContent), a.waiting)
	signedIn(a, about(http.MethodPost, route.Access, "access", "How the account stands to an organisation", http.StatusOK), a.access)
}

func (a *API) signUp(ctx context.Context, v visitor, in *signUpIn) (*cookieOut, error) {
	browser, err := a.accounts.SignUp(ctx, v.Address, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return &cookieOut{[]http.Cookie{newSignUpCookie(string(browser))}}, nil
}

func (a *API) signUpState(ctx context.Context, v visitor, _ *nothing) (*signUpStateOut, error) {
	reply, err := a.accounts.SignUpState(ctx, v.SignUp)
	return &signUpStateOut{reply}, err
}

func (a *API) signUpResend(ctx context.Context, v visitor, _ *nothing) (*nothing, error) {
	return &nothing{}, a.accounts.Resend(ctx, v.Address, v.SignUp)
}

func (a *API) signUpConfirm(ctx context.Context, v visitor, in *confirmIn) (*sessionOut, error) {
	session, err := a.accounts.Confirm(ctx, v.Address, v.SignUp, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, v, session, newSignUpCookie(""))
}

func (a *API) signIn(ctx context.Context, v visitor, in *signInIn) (*sessionOut, error) {
	session, err := a.accounts.SignIn(ctx, v.Address, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, v, session)
}

// begin answers with a fresh session and its cookie.
func (a *API) begin(ctx context.Context, v visitor, t token.Token, more ...http.Cookie) (*sessionOut, error) {
	s, err := a.accounts.Session(ctx, string(t))
	if err != nil {
		return nil, err
	}
	if s, err = a.accounts.Inherit(ctx, s, v.Session); err != nil {
		return nil, err
	}
	reply, err := a.accounts.Describe(ctx, s)
	return &sessionOut{append([]http.Cookie{NewSessionCookie(string(t))}, more...), reply}, err
}

func (a *API) invitation(ctx context.Context, v visitor, in *openIn) (*invitationOut, error) {
	reply, err := a.accounts.Invitation(ctx, v.Address, in.Body.Value)
	return &invitationOut{reply}, err
}

func (a *API) accept(ctx context.Context, c caller, in *acceptIn) (*sessionOut, error) {
	session, err := a.accounts.Accept(ctx, c.visitor.Address, c.session, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, c.visitor, session)
}

// signOut ends the session if there is one. Who has none is signed out already.
func (a *API) signOut(ctx context.Context, v visitor, _ *nothing) (*cookieOut, error) {
	if v.Session != "" {
		if err := a.accounts.SignOut(ctx, v.Address, v.Session); err != nil {
			return nil, err
		}
	}
	return &cookieOut{[]http.Cookie{NewSessionCookie("")}}, nil
}

func (a *API) forgotPassword(ctx context.Context, v visitor, in *forgotIn) (*nothing, error) {
	return &nothing{}, a.accounts.Forgot(ctx, v.Address, in.Body.Value)
}

func (a *API) resetPassword(ctx context.Context, v visitor, in *resetIn) (*nothing, error) {
	return &nothing{}, a.accounts.Reset(ctx, v.Address, in.Body.Value)
}

// who answers everybody: that nobody is signed in is no error, and browsers would show one to the person.
func (a *API) who(ctx context.Context, c caller, _ *nothing) (*whoOut, error) {
	if c.session.Account == "" {
		return &whoOut{Status: http.StatusNoContent}, nil
	}
	reply, err := a.accounts.Describe(ctx, c.session)
	return &whoOut{http.StatusOK, &reply}, err
}

func (a *API) describe(ctx context.Context, _ visitor, s accounts.Session, _ *nothing) (*sessionOut, error) {
	reply, err := a.accounts.Describe(ctx, s)
	return &sessionOut{Body: reply}, err
}

// changePassword ends every session, this one goes on under a new cookie.
func (a *API) changePassword(ctx context.Context, v visitor, s accounts.Session, in *changePasswordIn) (*cookieOut, error) {
	session, err := a.accounts.ChangePassword(ctx, v.Address, s, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return &cookieOut{[]http.Cookie{NewSessionCookie(string(session))}}, nil
}

func (a *API) changeProfile(ctx context.Context, v visitor, s accounts.Session, in *profileIn) (*sessionOut, error) {
	if err := a.accounts.ChangeProfile(ctx, s, in.Body.Value); err != nil {
		return nil, err
	}
	return a.describe(ctx, v, s, nil)
}

func (a *API) askEmail(ctx context.Context, v visitor, s accounts.Session, in *emailIn) (*sessionOut, error) {
	if err := a.accounts.AskEmail(ctx, v.Address, s, in.Body.Value); err != nil {
		return nil, err
	}
	return a.describe(ctx, v, s, nil)
}

func (a *API) dropEmail(ctx context.Context, v visitor, s accounts.Session, _ *nothing) (*sessionOut, error) {
	if err := a.accounts.DropEmail(ctx, s); err != nil {
		return nil, err
	}
	return a.describe(ctx, v, s, nil)
}

func (a *API) openEmail(ctx context.Context, v visitor, s accounts.Session, in *emailLinkIn) (*emailOut, error) {
	reply, err := a.accounts.OpenEmail(ctx, v.Address, s, in.Body.Value)
	return &emailOut{reply}, err
}

// confirmEmail ends every session, this one goes on under a new cookie.
func (a *API) confirmEmail(ctx context.Context, v visitor, s accounts.Session, in *emailLinkIn) (*sessionOut, error) {
	session, err := a.accounts.ConfirmEmail(ctx, v.Address, s, in.Body.Value)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, v, session)
}

func (a *API) askLeave(ctx context.Context, v visitor, s accounts.Session, in *askLeaveIn) (*nothing, error) {
	return &nothing{}, a.accounts.AskLeave(ctx, v.Address, s, in.Body.Value)
}

func (a *API) openLeave(ctx context.Context, v visitor, s accounts.Session, in *leaveLinkIn) (*leaveLinkOut, error) {
	reply, err := a.accounts.OpenLeave(ctx, v.Address, s, in.Body.Value)
	return &leaveLinkOut{reply}, err
}

func (a *API) leave(ctx context.Context, v visitor, s accounts.Session, in *leaveIn) (*leaveOut, error) {
	gone, err := a.accounts.Leave(ctx, v.Address, s, in.Body.Value)
	switch {
	case err != nil:
		return nil, err
	case gone:
		return &leaveOut{SetCookie: []http.Cookie{NewSessionCookie("")}, Status: http.StatusNoContent}, nil
	}
	reply, err := a.accounts.Describe(ctx, s)
	return &leaveOut{Status: http.StatusOK, Body: &reply}, err
}

func (a *API) found(ctx context.Context, v visitor, s accounts.Session, in *foundIn) (*sessionOut, error) {
	if err := a.accounts.Found(ctx, s, in.Body.Value); err != nil {
		return nil, err
	}
	return a.describe(ctx, v, s, nil)
}

func (a *API) access(ctx context.Context, _ visitor, s accounts.Session, in *accessIn) (*accessOut, error) {
	reply, err := a.accounts.Access(ctx, s, in.Body.Value)
	return &accessOut{reply}, err
}

func (a *API) waiting(ctx context.Context, _ visitor, s accounts.Session, in *waitingIn) (*nothing, error) {
	return &nothing{}, a.accounts.Waiting(ctx, s, in.Body.Value)
}

// demoIn says as whom somebody looks at the demo.
type demoIn struct {
	As string `query:"as"`
}

// OpenDemo adds the address that signs whoever asks in to a demo organisation. Only a process for one's own machine does this.
func (a *API) OpenDemo(open func(ctx context.Context, as org.Role) (token.Token, error)) {
	op := huma.Operation{Method: http.MethodPost, Path: route.Demo, OperationID: "demo", Hidden: true}
	public(a, op, func(ctx context.Context, v visitor, in *demoIn) (*sessionOut, error) {
		as, err := org.ParseRole("as", cmp.Or(in.As, string(org.Owner)))
		if err != nil {
			return nil, err
		}
		session, err := open(ctx, as)
		if err != nil {
			return nil, err
		}
		return a.begin(ctx, v, session)
	})
}
