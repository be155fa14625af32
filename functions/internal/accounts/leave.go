package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// maxOver is how many memberships that are over go with an account at most, as much as fits one transaction.
const maxOver = 60

// AskLeave has a mail sent to the account's address, by which somebody deletes their own profile in an organisation.
// Faults: id.malformed, member.ownerLeaves, password.wrong on password, mail.tooMany and password.tooMany with seconds, tenant.notFound.
func (a *Accounts) AskLeave(ctx context.Context, from string, s Session, in route.AskLeaveRequest) error {
	tenant, err := org.ParseID[org.TenantID]("tenant", in.Tenant)
	if err != nil {
		return err
	}
	actor, err := a.Actor(ctx, s, tenant)
	switch {
	case err != nil:
		return err
	case actor.Role == org.Owner:
		return ownerLeaves()
	}
	if err := a.knows(ctx, from, s, "password", in.Password); err != nil {
		return err
	}
	if err := a.takeMail(ctx, s.account.Email); err != nil {
		return err
	}
	return missingIfLate(a.table.Transact(ctx,
		a.table.HoldAccount(s.Account, s.account.Epoch),
		a.table.Forget(passwordOld, string(s.Account)),
		a.effect(a.now(), LeaveEffect, string(tenant)+"/"+string(actor.Member)),
	))
}

func ownerLeaves() error { return fault.New(fault.Conflict, "member.ownerLeaves") }

func deadLeave() error { return fault.New(fault.NotFound, "leave.link") }

// leaving is a link that was opened, and what is left by it.
type leaving struct {
	token        token.Hash
	tenant       tenancy.Tenant
	member       org.MemberID
	organisation string
	over         []table.Membership // those that open nothing any more
	last         bool               // the account is a member of nothing else
	half         bool               // the member is on the way out already
}

// OpenLeave tells what is left by a link. It uses nothing up. Faults: leave.link (unknown, used, expired, of another account, or the password has been
// changed since), link.tooMany with seconds.
func (a *Accounts) OpenLeave(ctx context.Context, from string, s Session, in route.LeaveTokenRequest) (route.LeaveReply, error) {
	l, err := a.openLeave(ctx, from, s, in.Token)
	return route.LeaveReply{Organisation: l.organisation, Last: l.last}, err
}

func (a *Accounts) openLeave(ctx context.Context, from string, s Session, typed string) (l leaving, err error) {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return l, err
	}
	t, ok := token.Parse(typed)
	if !ok {
		return l, deadLeave()
	}
	m, found, err := a.table.MailToken(ctx, t.Hash(), table.LeaveTenant)
	if err != nil {
		return l, err
	}
	tenant, member, _ := strings.Cut(m.For, "/")
	if !found || !m.Used.IsZero() || m.Epoch != s.account.Epoch || !org.ValidID(tenant) || !org.ValidID(member) {
		return l, deadLeave()
	}
	l = leaving{token: t.Hash(), member: org.MemberID(member), last: true}
	_, all, _, err := a.table.Memberships(ctx, s.Account)
	if err != nil {
		return l, err
	}
	for _, in := range all {
		now, err := a.stands(ctx, s, in)
		switch {
		case err != nil:
			return l, err
		case string(in.Tenant) == tenant && in.Member == l.member && now.linked && (!now.member.Deactivated || now.member.Left != nil):
			l.tenant, l.organisation, l.half = tenancy.Of(in.Tenant), now.tenant.Name, now.member.Left != nil
		case now.linked:
			l.last = false
		default:
			l.over = append(l.over, in)
		}
	}
	if l.organisation == "" {
		return l, deadLeave()
	}
	l.last = l.last && len(l.over) <= maxOver
	return l, nil
}

// Leave deletes somebody's profile in an organisation, and the account where it is a member of nothing else: then gone is true. What was begun and not
// ended is gone on with when it is asked for again. Faults: those of OpenLeave, those of the reason, member.ownerLeaves.
func (a *Accounts) Leave(ctx context.Context, from string, s Session, in route.LeaveRequest) (gone bool, err error) {
	l, err := a.openLeave(ctx, from, s, in.Token)
	if err != nil {
		return false, err
	}
	if !l.half {
		if err := a.leave(ctx, s, l, in.Reason); err != nil {
			return false, err
		}
	}
	writes := []table.Write{
		a.table.UseToken(l.token, a.now()),
		a.table.DropMembership(l.tenant, l.member, s.Account),
		a.table.DropAccess(l.tenant, l.member, s.Account),
		a.log(s.Account, a.now(), table.LeftTenant, from),
	}
	if l.last {
		address, err := a.table.AddressKey(ctx, s.account.Email.Key())
		if err != nil {
			return false, err
		}
		writes = append(writes, a.table.DropAccount(s.account, address, l.over)...)
		writes = append(writes, a.table.RemoveSession(s.hash))
	}
	return l.last, a.leave(ctx, s, l, "", writes...)
}

// leave carries the deed out once, with what is to be written beside it.
func (a *Accounts) leave(ctx context.Context, s Session, l leaving, reason string, also ...table.Write) error {
	args, err := json.Marshal(members.LeaveArgs{Member: l.member, Reason: reason})
	if err != nil {
		return err
	}
	cmd := ledger.Command{ID: newID[org.CommandID](a.now()), Deed: members.Leave.Name, Args: args}
	_, err = a.run.Do(ctx, l.tenant, executor.Who{Account: s.Account, Member: l.member}, cmd, executor.Reserved(), executor.Also(also...))
	if errors.Is(err, table.ErrAlso) || fault.Is(err, "tenant.notFound") { // a second click, or an admin was first
		err = deadLeave()
	}
	return err
}
