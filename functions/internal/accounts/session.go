package accounts

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// Session is somebody who is signed in, in one browser.
type Session struct {
	Account  org.AccountID
	Language org.Language
	SignedIn time.Time
	Renewed  bool // it lasts longer now: set its cookie anew
	waiting  map[org.TenantID]int
	hash     token.Hash
	account  table.Account
}

// Temporary says whether the session was begun with a password that somebody else has chosen: it is good for choosing one's own and for nothing else.
func (s Session) Temporary() bool { return !s.account.Temporary.IsZero() }

// Hash names the session where it is stored.
func (s Session) Hash() token.Hash { return s.hash }

// A session's end is moved once it is nearer than this.
const renewBelow = SessionLife - 24*time.Hour

// Session looks up who is signed in by a cookie. It sees every finished sign-out and change of password. Fault:
// session.missing. Cost: 2 RCU, and 1 WCU once a day.
func (a *Accounts) Session(ctx context.Context, cookie string) (Session, error) {
	t, ok := token.Parse(cookie)
	if !ok {
		return Session{}, missing()
	}
	stored, found, err := a.table.Session(ctx, t.Hash())
	if err != nil {
		return Session{}, err
	}
	if !found {
		return Session{}, missing()
	}
	account, found, err := a.table.Account(ctx, stored.Account)
	if err != nil {
		return Session{}, err
	}
	if !found || account.Epoch != stored.Epoch {
		return Session{}, missing()
	}
	if !account.Temporary.IsZero() && a.now().After(stored.SignedIn.Add(temporarySession)) {
		return Session{}, missing()
	}
	s := Session{Account: account.ID, Language: account.Language, SignedIn: stored.SignedIn, waiting: stored.Waiting, hash: t.Hash(), account: account}
	if now := a.now(); stored.Expires.Sub(now) < renewBelow {
		s.Renewed = true
		err = a.table.ExtendSession(ctx, s.hash, now.Add(SessionLife))
	}
	return s, err
}

func missing() error { return fault.New(fault.SignedOut, "session.missing") }

// Membership is which member the session's account is in a tenant, if it opens the tenant at this moment: both sides know of
// each other, the member is there and in service, and access has not been ended since the sign-in. Otherwise, for whatever
// reason, the fault is tenant.notFound. Cost: 4 RCU.
func (a *Accounts) Membership(ctx context.Context, s Session, t org.TenantID) (org.MemberID, error) {
	actor, err := a.Actor(ctx, s, t)
	return actor.Member, err
}

// Actor is who the session's account is in a tenant, as Membership: the role is that of this moment.
func (a *Accounts) Actor(ctx context.Context, s Session, t org.TenantID) (ledger.Actor, error) {
	now, id, err := a.inside(ctx, s, t)
	return ledger.Actor{Member: id, Role: now.member.Role, Name: now.member.Name()}, err
}

// Viewer is the same who looks, and what they may see. Cost: as Membership, and what table.Viewer asks for.
func (a *Accounts) Viewer(ctx context.Context, s Session, t org.TenantID) (visible.Viewer, error) {
	now, id, err := a.inside(ctx, s, t)
	if err != nil {
		return visible.Viewer{}, err
	}
	return a.table.Viewer(ctx, now.proved, now.tenant, id, now.member)
}

func (a *Accounts) inside(ctx context.Context, s Session, t org.TenantID) (standing, org.MemberID, error) {
	in, found, err := a.table.Membership(ctx, s.Account, t)
	if err != nil {
		return standing{}, "", err
	}
	var now standing
	if found {
		if now, err = a.stands(ctx, s, in); err != nil {
			return standing{}, "", err
		}
	}
	if !now.open() {
		return standing{}, "", fault.New(fault.NotFound, "tenant.notFound")
	}
	return now, in.Member, nil
}

// Describe tells who is signed in, and the organisations that are open to this session. Fault: session.missing.
// Cost: 1 RCU, and 3 for each membership.
func (a *Accounts) Describe(ctx context.Context, s Session) (route.SessionReply, error) {
	account, in, found, err := a.table.Memberships(ctx, s.Account)
	if err != nil {
		return route.SessionReply{}, err
	}
	if !found {
		return route.SessionReply{}, missing()
	}
	all, begins := make([]*route.Membership, len(in)), make([]route.Begin, len(in))
	var reading errgroup.Group
	reading.SetLimit(8)
	for i, membership := range in {
		reading.Go(func() error {
			now, err := a.stands(ctx, s, membership)
			if now.linked && now.signed && !now.member.Deactivated && !now.begun {
				begins[i] = route.Begin{Name: now.tenant.Name, From: now.member.From}
			}
			if now.open() {
				all[i] = &route.Membership{Tenant: membership.Tenant, Name: now.tenant.Name, Member: membership.Member, Role: now.member.Role, Waiting: s.waiting[membership.Tenant]}
			}
			return err
		})
	}
	if err := reading.Wait(); err != nil {
		return route.SessionReply{}, err
	}
	reply := route.SessionReply{
		Account: account.ID, Email: string(account.Email), GivenName: account.GivenName, Surname: account.Surname,
		Language: string(account.Language), Memberships: []route.Membership{},
		Temporary: !account.Temporary.IsZero(), Unproved: account.Unproved, HintsOff: account.HintsOff,
	}
	if w := account.Wanted; w != nil && a.now().Before(w.Asked.Add(ConfirmLife)) {
		reply.NewEmail = string(w.Email)
	}
	for i, m := range all {
		switch {
		case m != nil:
			reply.Memberships = append(reply.Memberships, *m)
		case begins[i].From != "":
			reply.Begins = append(reply.Begins, begins[i])
		}
	}
	return reply, nil
}
