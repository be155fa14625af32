package accounts

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/password"
	"stellwerk/shared/route"
)

// An admin's power ends at the membership: a temporary password makes an account, and never touches one. It can't be had for an address that has an
// account, or that anybody else here speaks of. Who has it can do nothing but choose another, and when the owner of the address confirms it, by a
// link in a mail, everything made before ends.

// temporaryAccount is how many temporary passwords one account may give, or try to: a refusal tells that an address is known here, so nobody
// must be able to ask for many.
var temporaryAccount = table.Bucket{What: "password.temporary", Burst: 30, Every: 5 * time.Minute}

func unproved() error { return fault.New(fault.Conflict, "account.unproved") }

func inviteInstead() error { return fault.On("email", "member.inviteInstead") }

// CreateMember adds a member with a new account and a temporary password. The same command again is the same member.
// Faults: actor.forbidden, temporary.tooMany with seconds; those of members.createWithPassword and of the password, all at once;
// member.inviteInstead on email (the address has an account, or somebody else speaks of it: which, is not told), server.busy.
func (a *Accounts) CreateMember(ctx context.Context, from string, tenant tenancy.Tenant, who executor.Who, in route.NewMemberRequest) (reply route.NewMemberReply, err error) {
	if err := a.mayCreate(ctx, tenant, who); err != nil {
		return reply, err
	}
	cmd := ledger.Command{Deed: members.CreateWithPassword.Name}
	if cmd.ID, err = org.ParseID[org.CommandID]("id", in.ID); err != nil {
		return reply, err
	}
	if cmd.Args, err = json.Marshal(in.Member); err != nil {
		return reply, err
	}
	organisation, err := a.organisation(ctx, tenant)
	if err != nil {
		return reply, err
	}
	if err := judge("password", in.Password, in.Member.GivenName, in.Member.Surname, in.Member.Email, organisation.Name); err != nil {
		return reply, a.withFields(ctx, tenant, who, cmd, err)
	}
	phc, err := a.hasher.Hash(ctx, in.Password)
	if err != nil {
		return reply, err
	}
	made, err := a.run.Do(ctx, tenant, who, cmd, executor.Reserved(), executor.AlsoFor(func(d executor.Done) ([]table.Write, error) {
		return a.temporary(ctx, from, tenant, organisation, d.Entry, phc)
	}))
	switch {
	case errors.Is(err, table.ErrAlso): // somebody was first
		return reply, inviteInstead()
	case err != nil:
		return reply, err
	case made.Again:
		err = a.samePassword(ctx, in)
	}
	reply.Until = org.TemporaryUntil(made.Entry.At)
	return reply, err
}

// mayCreate asks who may before anything else is looked up. Faults: actor.forbidden, temporary.tooMany, commands.tooMany.
func (a *Accounts) mayCreate(ctx context.Context, tenant tenancy.Tenant, who executor.Who) error {
	actor, err := a.run.Actor(ctx, tenant, who)
	if err == nil {
		err = actor.Need(org.ManageMembers)
	}
	if err == nil {
		err = a.run.Pace(ctx, who.Account)
	}
	if err == nil {
		err = a.take(ctx, "temporary.tooMany", taking{temporaryAccount, string(who.Account)})
	}
	return err
}

func (a *Accounts) organisation(ctx context.Context, tenant tenancy.Tenant) (org.Tenant, error) {
	at := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	s, err := a.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{at}}})
	t, _ := s.Records[at].Value.(org.Tenant)
	return t, err
}

// withFields adds to a fault of the password what is wrong with the fields.
func (a *Accounts) withFields(ctx context.Context, tenant tenancy.Tenant, who executor.Who, cmd ledger.Command, wrong error) error {
	var faults fault.List
	if err := faults.Add(a.run.Judge(ctx, tenant, who, func(w *executor.World, actor ledger.Actor) error {
		_, err := members.CreateWithPassword.Run(w, actor, cmd.Args)
		return err
	})); err != nil {
		return err
	}
	_ = faults.Add(wrong)
	return faults.Err()
}

// temporary is what is written beside the entry that adds a member: the account, and that it is the member's. Fault: member.inviteInstead.
func (a *Accounts) temporary(ctx context.Context, from string, tenant tenancy.Tenant, organisation org.Tenant, e *ledger.Entry, phc string) ([]table.Write, error) {
	after, err := ledger.EntityOf(e.Changes[0].Kind, e.Changes[0].After)
	if err != nil {
		return nil, err
	}
	m, id := after.(org.Member), org.MemberID(e.Changes[0].ID)
	address, err := a.table.AddressKey(ctx, m.Email.Key())
	if err != nil {
		return nil, err
	}
	_, known, err := a.table.AccountBy(ctx, address)
	if err == nil && !known {
		known, err = a.table.KnownElsewhere(ctx, tenant, address)
	}
	switch {
	case err != nil:
		return nil, err
	case known:
		return nil, inviteInstead()
	}
	account := table.Account{
		ID: newID[org.AccountID](e.At), Email: m.Email, GivenName: m.GivenName, Surname: m.Surname,
		Language: cmp.Or(org.Language(m.Language), organisation.Language), Password: phc, Epoch: firstEpoch, Made: e.At,
		Unproved: true, Temporary: org.TemporaryEnd(e.At),
	}
	return append(a.table.MakeAccount(account, address),
		a.table.MakeMembership(tenant, id, account.ID), a.table.GrantAccess(tenant, id, account.ID),
		a.log(account.ID, e.At, table.MadeByTenant, from)), nil
}

// samePassword refuses a command that comes again with another password: the first one holds. Fault: command.conflict.
func (a *Accounts) samePassword(ctx context.Context, in route.NewMemberRequest) error {
	email, err := org.ParseEmail("email", in.Member.Email)
	if err != nil {
		return err
	}
	address, err := a.table.AddressKey(ctx, email.Key())
	if err != nil {
		return err
	}
	account, _, err := a.find(ctx, address)
	if err != nil {
		return err
	}
	same, _, err := a.hasher.Verify(ctx, account.Password, in.Password)
	if err == nil && !same {
		err = executor.Conflict()
	}
	return err
}

// ownPassword takes the password that somebody chooses in the place of a temporary one. A mail asks the owner of the address to confirm it.
// Faults: password.same and those of the password, on new; session.missing, server.busy.
func (a *Accounts) ownPassword(ctx context.Context, from string, s Session, chosen string) (token.Token, error) {
	account := s.account
	if len(chosen) <= 4*password.MaxLength {
		if same, _, err := a.hasher.Verify(ctx, account.Password, chosen); err != nil {
			return "", err
		} else if same {
			return "", fault.On("new", "password.same")
		}
	}
	phc, err := a.newPassword(ctx, "new", chosen, account)
	if err != nil {
		return "", err
	}
	now := a.now()
	t, session := a.newSession(account.ID, account.Epoch+1, now, s.waiting)
	err = a.table.Transact(ctx,
		a.table.SetPassword(account.ID, account.Epoch, phc),
		a.table.RemoveSession(s.hash),
		session,
		a.table.Forget(passwordOld, string(s.Account)),
		a.log(account.ID, now, table.PasswordChanged, from),
		a.log(account.ID, now, table.EverywhereOut, from),
		a.effect(now, ProveEffect, string(account.ID)),
	)
	if _, late := table.IsRefused(err); late {
		return "", missing()
	}
	return t, err
}

// prove ends all that was made for an account before somebody showed, by the link of a mail, that its address is theirs: the password is the one that
// they choose now. In the organisation that made the account, the address is confirmed with it, if it is still the member's.
func (a *Accounts) prove(ctx context.Context, from string, account table.Account, link token.Hash, phc string) error {
	address, err := a.table.AddressKey(ctx, account.Email.Key())
	if err != nil {
		return err
	}
	now := a.now()
	writes := append(a.forgetTries(address, from),
		a.table.UseToken(link, now),
		a.table.ProvePassword(account.ID, account.Epoch, phc),
		a.log(account.ID, now, table.AddressProved, from),
		a.log(account.ID, now, table.PasswordReset, from),
		a.log(account.ID, now, table.EverywhereOut, from),
	)
	err = a.confirmMember(ctx, account, now, writes)
	if fault.All(err) != nil { // there is nothing to be confirmed there any more
		err = a.table.Transact(ctx, writes...)
	}
	if _, late := table.IsRefused(err); late || errors.Is(err, table.ErrAlso) {
		return fault.New(fault.NotFound, "reset.link")
	}
	return err
}

// confirmMember notes in the organisation that made the account that its address is confirmed, together with writes. Faults: those of
// members.confirm, tenant.notFound where there is no such member.
func (a *Accounts) confirmMember(ctx context.Context, account table.Account, now time.Time, writes []table.Write) error {
	gone := fault.New(fault.NotFound, "tenant.notFound")
	_, in, _, err := a.table.Memberships(ctx, account.ID)
	switch {
	case err != nil:
		return err
	case len(in) != 1:
		return gone
	}
	tenant, id := tenancy.Of(in[0].Tenant), in[0].Member
	standing, err := a.table.Standing(ctx, tenant, id)
	if err != nil {
		return err
	}
	if !standing.There || standing.Access.Account != account.ID || standing.Member.Email.Key() != account.Email.Key() {
		return gone
	}
	args, err := json.Marshal(members.OneMember{Member: id})
	if err != nil {
		return err
	}
	cmd := ledger.Command{ID: newID[org.CommandID](now), Deed: members.Confirm.Name, Args: args}
	_, err = a.run.Do(ctx, tenant, executor.Who{Account: account.ID, Member: id}, cmd, executor.Reserved(), executor.Also(writes...))
	return err
}
