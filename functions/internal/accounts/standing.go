package accounts

import (
	"context"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// standing is how a membership stands at this moment, as the tenant has it.
type standing struct {
	tenant org.Tenant
	member org.Member
	linked bool // tenant and member are there, and the member is this account
	signed bool // access has not been ended since the session's sign-in
}

// open says whether the session opens the tenant.
func (s standing) open() bool { return s.linked && !s.member.Deactivated && s.signed }

// stands reads the tenant's side of a membership. Cost: 3 RCU.
func (a *Accounts) stands(ctx context.Context, s Session, in table.Membership) (standing, error) {
	tenantRef := ledger.Ref{Kind: ledger.KindTenant, ID: string(in.Tenant)}
	memberRef := ledger.Ref{Kind: ledger.KindMember, ID: string(in.Member)}
	ask := table.Question{Reads: ledger.Reads{Records: []ledger.Ref{tenantRef, memberRef}}, Access: in.Member}
	sight, err := a.table.Look(ctx, tenancy.Of(in.Tenant), ask)
	if err != nil {
		return standing{}, err
	}
	var out standing
	var isTenant, isMember bool
	out.tenant, isTenant = sight.Records[tenantRef].Value.(org.Tenant)
	out.member, isMember = sight.Records[memberRef].Value.(org.Member)
	out.linked = isTenant && isMember && sight.Access.Account != "" && sight.Access.Account == s.Account
	out.signed = sight.Access.Opens(s.Account, s.SignedIn)
	return out, nil
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
	case now.member.Deactivated:
		reply.Reason = route.AccessDeactivated
	case !now.signed:
		reply.Member, reply.Reason = true, route.AccessSignIn
	default:
		reply.Member, reply.Reason = true, ""
	}
	return reply, nil
}
