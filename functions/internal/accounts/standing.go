package accounts

import (
	"context"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// standing is how a membership stands at this moment, as the tenant has it.
type standing struct {
	proved tenancy.Tenant
	tenant org.Tenant
	member org.Member
	begun  bool // the member's first day has come
	linked bool // tenant and member are there, and the member is this account
	signed bool // access has not been ended since the session's sign-in, which was with a password of one's own
}

// open says whether the session opens the tenant.
func (s standing) open() bool { return s.linked && !s.member.Deactivated && s.begun && s.signed }

// stands reads the tenant's side of a membership. Cost: 3 RCU.
func (a *Accounts) stands(ctx context.Context, s Session, in table.Membership) (standing, error) {
	proved := tenancy.Of(in.Tenant)
	now, err := a.table.Standing(ctx, proved, in.Member)
	if err != nil {
		return standing{}, err
	}
	return standing{
		proved: proved, tenant: now.Tenant, member: now.Member,
		begun:  now.Member.Begun(zones.Day(now.Tenant.TimeZone(), a.now())),
		linked: now.There && now.Access.Account != "" && now.Access.Account == s.Account,
		signed: now.Access.Opens(s.Account, s.SignedIn) && !s.Temporary(),
	}, nil
}

// Access says how the session's account stands to a tenant, for a device that has to decide whether to keep what it has of it. Whether
// there is such a tenant is not told: of one that this account is no member of, the answer is the same. Faults: id.malformed,
// nonce.malformed. Cost: 1 RCU, and 3 for a member.
func (a *Accounts) Access(ctx context.Context, s Session, in route.AccessRequest) (route.AccessReply, error) {
	var faults fault.List
	t, err := org.ParseID[org.TenantID]("tenant", in.Tenant)
	_ = faults.Add(err)
	_ = faults.Add(route.CheckNonce("nonce", in.Nonce))
	if err := faults.Err(); err != nil {
		return route.AccessReply{}, err
	}
	reply := route.AccessReply{Account: s.Account, Tenant: t, Nonce: in.Nonce, Reason: route.AccessEnded}
	membership, found, err := a.table.Membership(ctx, s.Account, t)
	if err != nil || !found {
		return reply, err
	}
	now, err := a.stands(ctx, s, membership)
	switch {
	case err != nil:
		return route.AccessReply{}, err
	case !now.linked:
	case now.member.Deactivated, !now.begun:
		reply.Reason = route.AccessDeactivated
	case !now.signed:
		reply.Member, reply.Reason = true, route.AccessSignIn
	default:
		reply.Member, reply.Reason = true, ""
	}
	return reply, nil
}
