package httpapi

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/systems"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// access says who gets as far as an operation's handler.
type access int

const (
	// system: a connected system that has shown its key. No session opens this, and no key anything else.
	system access = iota - 1
	// anyone: what needs a token takes it from the request itself.
	anyone
	// whoever: somebody who is signed in, or nobody; the handler is told.
	whoever
	// beginner: somebody who is signed in, be it with a temporary password.
	beginner
	// account: somebody who is signed in with a password of their own.
	account
	// member: somebody who is signed in and takes part in the tenant of the path, now.
	member
)

// visitor is what a request says of whoever sends it; nothing of it has been checked.
type visitor struct {
	Address string // network address of the client, for limits
	SignUp  string // token of the sign-up's cookie
	Session string // token of the session's cookie
	Device  org.Device
}

// Member is who acts in a tenant: made in one place, from the session and the records of this moment.
type Member struct {
	Tenant tenancy.Tenant
	Who    executor.Who
	Viewer visible.Viewer
	signed time.Time // when the session's sign-in was
}

type callerKey struct{}

// caller carries what the look-up found to the handler.
type caller struct {
	visitor visitor
	session accounts.Session
	member  Member
	system  systems.Caller
}

func callerOf(ctx context.Context) caller { return ctx.Value(callerKey{}).(caller) }

// enter is the one place where sessions are looked up and tenants resolved. It runs before anything else of the request is
// read. Whoever is not a member of the tenant now learns the same as about a tenant that does not exist.
func (a *API) enter(need access) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(ctx)
		c := caller{visitor: visitor{
			Address: r.RemoteAddr, SignUp: tokenIn(r, SignUpCookie), Session: tokenIn(r, SessionCookie), Device: deviceOf(r),
		}}
		var err error
		if need == system {
			c.system, err = a.systems.Open(ctx.Context(), keyIn(r))
			c.member.Tenant = c.system.Tenant
		}
		if need >= whoever {
			c.session, err = a.session(ctx, c.visitor.Session)
		}
		if f := fault.First(err); need == whoever && f != nil && f.Kind == fault.SignedOut {
			err = nil
		}
		if err == nil && need >= account && c.session.Temporary() {
			err = fault.New(fault.Forbidden, "password.temporary")
		}
		if meant := r.Header.Get(route.AccountHeader); err == nil && need >= member && meant != "" && meant != string(c.session.Account) {
			err = fault.New(fault.Forbidden, "commands.otherAccount")
		}
		if need >= member && err == nil {
			c.member, err = a.member(ctx.Context(), c.session, c.visitor.Device, ctx.Param("tenant"))
		}
		if job := ctx.Param("job"); err == nil && job != "" && !org.ValidID(job) {
			err = fault.New(fault.NotFound, "job.notFound")
		}
		if link := ctx.Param("link"); err == nil && link != "" && !org.ValidID(link) {
			err = fault.New(fault.NotFound, "link.notFound")
		}
		*requestOf(ctx.Context()).who = who{c.session.Account, c.member.Tenant.ID()}
		if err != nil {
			respond(ctx, err)
			return
		}
		next(huma.WithValue(ctx, callerKey{}, c))
	}
}

func (a *API) session(ctx huma.Context, token string) (accounts.Session, error) {
	s, err := a.accounts.Session(ctx.Context(), token)
	if err == nil && s.Renewed {
		again := NewSessionCookie(token)
		ctx.AppendHeader("Set-Cookie", again.String())
	}
	return s, err
}

func (a *API) member(ctx context.Context, s accounts.Session, on org.Device, path string) (Member, error) {
	id, err := org.ParseID[org.TenantID]("tenant", path)
	if err != nil {
		return Member{}, fault.New(fault.NotFound, "tenant.notFound")
	}
	viewer, err := a.accounts.Viewer(ctx, s, id)
	if err != nil {
		return Member{}, err
	}
	return Member{Tenant: tenancy.Of(id), Who: executor.Who{Account: s.Account, Member: viewer.Member, Device: on}, Viewer: viewer, signed: s.SignedIn}, nil
}

// address is where an operation answers.
type address struct{ method, path string }

// add registers an operation and what stands around its handler.
func add[I, O any](a *API, need access, op huma.Operation, call func(context.Context, caller, *I) (*O, error), describe ...func(*huma.OpenAPI)) {
	op.SkipValidateBody = true // shared's parsers are the one validator
	op.BodyReadTimeout = -1    // the server's own limit holds
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = maxBody
	}
	op.Middlewares = huma.Middlewares{a.enter(need), needContentType}
	switch {
	case need == system:
		op.Security = []map[string][]string{{"system": {}}}
	case need >= beginner:
		op.Security = []map[string][]string{{"session": {}}}
	case need == whoever:
		op.Security = []map[string][]string{{"session": {}}, {}}
	}
	a.offer(address{op.Method, op.Path}, func(api huma.API) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := call(ctx, callerOf(ctx), in)
			if err != nil {
				return nil, problemOf(ctx, err)
			}
			return out, nil
		})
		for _, more := range describe {
			more(api.OpenAPI())
		}
	})
}

// public registers an operation for anyone.
func public[I, O any](a *API, op huma.Operation, call func(context.Context, visitor, *I) (*O, error)) {
	add(a, anyone, op, func(ctx context.Context, c caller, in *I) (*O, error) { return call(ctx, c.visitor, in) })
}

// signedIn registers an operation for an account.
func signedIn[I, O any](a *API, op huma.Operation, call func(context.Context, visitor, accounts.Session, *I) (*O, error)) {
	add(a, account, op, func(ctx context.Context, c caller, in *I) (*O, error) { return call(ctx, c.visitor, c.session, in) })
}

// beginning registers an operation for an account, be it with a temporary password.
func beginning[I, O any](a *API, op huma.Operation, call func(context.Context, visitor, accounts.Session, *I) (*O, error)) {
	add(a, beginner, op, func(ctx context.Context, c caller, in *I) (*O, error) { return call(ctx, c.visitor, c.session, in) })
}

// within registers an operation within a tenant.
func within[I, O any](a *API, op huma.Operation, call func(context.Context, Member, *I) (*O, error)) {
	add(a, member, op, func(ctx context.Context, c caller, in *I) (*O, error) { return call(ctx, c.member, in) })
}
