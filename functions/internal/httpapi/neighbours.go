package httpapi

import (
	"context"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type Session struct {
	SignedIn time.Time
	Account  org.AccountID
	Token    string
	Renewed  bool
}

type Accounts interface {
	SignUp(ctx context.Context, from string, in route.SignUpRequest) (signUp string, err error)
	SignUpState(ctx context.Context, signUp string) (route.SignUpStateReply, error)
	Resend(ctx context.Context, signUp string) error
	Confirm(ctx context.Context, from, signUp string, in route.ConfirmRequest) (session string, err error)
	SignIn(ctx context.Context, from string, in route.SignInRequest) (session string, err error)
	SignOut(ctx context.Context, session string) error
	Session(ctx context.Context, session string) (Session, error)
	Describe(ctx context.Context, s Session) (route.SessionReply, error)
	Membership(ctx context.Context, s Session, t org.TenantID) (org.MemberID, error)
	Forgot(ctx context.Context, from string, in route.ForgotRequest) error
	Reset(ctx context.Context, in route.ResetRequest) error
	ChangePassword(ctx context.Context, s Session, in route.ChangePasswordRequest) error
	ChangeProfile(ctx context.Context, s Session, in route.ProfileRequest) error
	Found(ctx context.Context, s Session, in route.FoundRequest) error
}

type Jobs interface {
	Start(ctx context.Context, t tenancy.Tenant, by executor.Who, cmd ledger.Command) (route.JobReply, error)
	List(ctx context.Context, t tenancy.Tenant, by executor.Who) (route.JobsReply, error)
	Get(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Stop(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Resume(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Refused(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, after int) (route.RefusedReply, error)
	Import(ctx context.Context, t tenancy.Tenant, by executor.Who, in route.ImportRequest) (route.JobReply, error)
	Fill(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, part int, data []byte) error
	Preview(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, after, limit int) (route.ImportPreviewReply, error)
	Apply(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
}
