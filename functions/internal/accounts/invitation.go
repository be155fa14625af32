package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// JoinFor names the member of a tenant that a mail's token invites.
func JoinFor(tenant tenancy.Tenant, member org.MemberID) string {
	return string(tenant.ID()) + "/" + string(member)
}

// Fresh is how long ago somebody may have signed in who agrees to an invitation or does what can't be taken back: a browser that was left open
// must not do it for its owner.
const Fresh = 10 * time.Minute

// InviteTenant is how many invitations one organisation may send by mail.
var InviteTenant = table.Bucket{What: "invite.tenant", Burst: 5000, Every: 10 * time.Second}

// Invitation tells what the link of an invitation leads to. It uses nothing up: the programs that check mails open every link.
// Faults: invitation.link (unknown, withdrawn or expired), invitation.newer (a later mail has another link), invitation.accepted,
// link.tooMany with seconds. Cost: 6 RCU, and 2 WCU of the limit.
func (a *Accounts) Invitation(ctx context.Context, from string, in route.InvitationRequest) (route.InvitationReply, error) {
	i, err := a.openInvitation(ctx, from, in.Token)
	if err != nil {
		return route.InvitationReply{}, err
	}
	by, text, err := a.inviter(ctx, i)
	if err != nil {
		return route.InvitationReply{}, err
	}
	_, known, err := a.table.AccountBy(ctx, i.address)
	return route.InvitationReply{
		Tenant: i.tenant.ID(), Organisation: i.organisation, By: by, Text: text, Kind: i.member.Kind(),
		GivenName: i.member.GivenName, Surname: i.member.Surname, Email: string(i.member.Email), Until: i.until,
		Account: known, Linked: i.linked != "",
	}, err
}

// inviter is who invites, and what they add; nobody has invited who comes by a link.
func (a *Accounts) inviter(ctx context.Context, i invitation) (name, text string, err error) {
	with := i.member.Invitation
	if with == nil {
		return "", "", nil
	}
	s, err := a.table.Look(ctx, i.tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{memberRef(with.By)}}})
	by, _ := s.Records[memberRef(with.By)].Value.(org.Member)
	return by.Name(), with.Text, err
}

// Accept makes an account a member, because the person says so: the account of a session, or a new one for the address that the invitation
// was sent to. The link is used up; the session that is returned takes the place of the one there was.
// Faults: those of Invitation; invitation.signIn (nobody is signed in, or not just now), invitation.account (the address has an account:
// sign in), account.unproved, invitation.other (the member is another account's), invitation.already (the account is a member there already), those of the
// fields on new.givenName, new.surname, new.language and new.password, server.busy.
func (a *Accounts) Accept(ctx context.Context, from string, s Session, in route.AcceptRequest) (token.Token, error) {
	i, err := a.openInvitation(ctx, from, in.Token)
	if err != nil {
		return "", err
	}
	j := joining{invitation: i, now: a.now()}
	if in.New != nil {
		err = a.joinAnew(ctx, from, &j, *in.New)
	} else {
		err = a.joinWith(ctx, &j, s)
	}
	if err != nil {
		return "", err
	}
	if i.linked == "" {
		j.also = append(j.also, a.table.GrantAccess(i.tenant, i.id, j.account.ID))
	}
	t, session := a.newSession(j.account.ID, j.account.Epoch, j.now, j.waiting)
	j.also = append(j.also, session, a.table.UseToken(i.token, j.now), a.log(j.account.ID, j.now, table.JoinedTenant, from))
	return t, a.join(ctx, j)
}

// invitation is a link that was opened, and whom it is for.
type invitation struct {
	token        token.Hash
	tenant       tenancy.Tenant
	organisation string
	id           org.MemberID
	member       org.Member
	address      table.AddressKey // of the member
	linked       org.AccountID    // who the member is already; "" for nobody yet
	until        time.Time
	by           org.LinkID // the link that the person comes by, who is no member yet; "" for a member
}

func memberRef(id org.MemberID) ledger.Ref {
	return ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
}

func deadInvitation() error { return fault.New(fault.NotFound, "invitation.link") }

func (a *Accounts) openInvitation(ctx context.Context, from, typed string) (i invitation, err error) {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return i, err
	}
	t, ok := token.Parse(typed)
	if !ok {
		return i, deadInvitation()
	}
	m, found, err := a.table.MailToken(ctx, t.Hash(), table.Join)
	if err != nil {
		return i, err
	}
	if !found {
		if m, found, err = a.table.MailToken(ctx, t.Hash(), table.JoinBy); err != nil {
			return i, err
		} else if found {
			return a.openAsking(ctx, t.Hash(), m)
		}
	}
	tenant, member, _ := strings.Cut(m.For, "/")
	if !found || !org.ValidID(tenant) || !org.ValidID(member) {
		return i, deadInvitation()
	}
	i = invitation{token: t.Hash(), tenant: tenancy.Of(org.TenantID(tenant)), id: org.MemberID(member)}
	now, err := a.table.Standing(ctx, i.tenant, i.id)
	if err != nil {
		return i, err
	}
	i.member, i.organisation, i.linked = now.Member, now.Tenant.Name, now.Access.Account
	switch {
	case !now.There || i.member.Deactivated:
		return i, deadInvitation()
	case i.member.Confirmed:
		return i, fault.New(fault.Conflict, "invitation.accepted")
	case i.member.Invited(a.now()) != org.InvitedOpen:
		return i, deadInvitation()
	case uint64(i.member.Invitation.Sent.UnixMilli()) != m.Epoch:
		return i, fault.New(fault.Conflict, "invitation.newer")
	}
	i.until = i.member.Invitation.Until()
	i.address, err = a.table.AddressKey(ctx, i.member.Email.Key())
	return i, err
}

// joining is an account that becomes a member.
type joining struct {
	invitation
	now     time.Time
	account table.Account
	waiting map[org.TenantID]int // in the browser, as the session knew
	also    []table.Write        // beside the entry
}

// joinAnew makes an account for the address that the invitation was sent to: whoever has its link has the mailbox.
func (a *Accounts) joinAnew(ctx context.Context, from string, j *joining, in route.NewAccount) error {
	if j.linked != "" {
		return fault.New(fault.Conflict, "invitation.other")
	}
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	account := table.Account{ID: newID[org.AccountID](j.now), Email: j.member.Email, Epoch: firstEpoch, Made: j.now}
	var err error
	account.GivenName, err = org.ParseName("givenName", in.GivenName)
	take(err)
	account.Surname, err = org.ParseName("surname", in.Surname)
	take(err)
	account.Language, err = org.ParseLanguage("language", in.Language)
	take(err)
	take(judge("password", in.Password, in.GivenName, in.Surname, string(j.member.Email), j.organisation))
	if err := faults.Err(); err != nil {
		return err
	}
	if _, taken, err := a.table.AccountBy(ctx, j.address); err != nil {
		return err
	} else if taken {
		return fault.New(fault.Conflict, "invitation.account")
	}
	if account.Password, err = a.hasher.Hash(ctx, in.Password); err != nil {
		return err
	}
	j.account = account
	j.also = append(a.table.MakeAccount(account, j.address),
		a.table.MakeMembership(j.tenant, j.id, account.ID), a.log(account.ID, j.now, table.AddressProved, from))
	return nil
}

// joinWith takes the account that is signed in, whatever its address: the person says which of their accounts it is to be.
func (a *Accounts) joinWith(ctx context.Context, j *joining, s Session) error {
	if s.Account == "" || j.now.Sub(s.SignedIn) > Fresh {
		return fault.New(fault.Conflict, "invitation.signIn")
	}
	if j.linked != "" && j.linked != s.Account {
		return fault.New(fault.Conflict, "invitation.other")
	}
	if s.account.Unproved {
		return unproved()
	}
	j.account, j.waiting = s.account, s.waiting
	j.also = []table.Write{a.table.HoldAccount(s.Account, s.account.Epoch), a.table.RemoveSession(s.hash)}
	in, was, err := a.table.Membership(ctx, s.Account, j.tenant.ID())
	switch {
	case err != nil:
		return err
	case !was:
		j.also = append(j.also, a.table.MakeMembership(j.tenant, j.id, s.Account))
	case in.Member == j.id:
	default:
		now, err := a.stands(ctx, s, in)
		if err != nil {
			return err
		}
		if now.linked {
			return fault.New(fault.Conflict, "invitation.already")
		}
		j.also = append(j.also, a.table.MoveMembership(j.tenant, in.Member, j.id, s.Account))
	}
	return nil
}

// join writes that the person has agreed, together with all that follows from it.
func (a *Accounts) join(ctx context.Context, j joining) error {
	cmd, err := j.command()
	if err != nil {
		return err
	}
	who := executor.Who{Account: j.account.ID, Member: j.id}
	_, err = a.run.Do(ctx, j.tenant, who, cmd, executor.Reserved(), executor.Also(j.also...))
	switch {
	case errors.Is(err, table.ErrAlso):
		return fault.New(fault.Conflict, "invitation.meanwhile") // a second click, or the same person elsewhere
	case fault.Is(err, "member.confirmed"), fault.Is(err, "member.emailTaken"):
		return fault.New(fault.Conflict, "invitation.accepted")
	case fault.Is(err, "tenant.notFound"):
		return deadInvitation()
	case fault.Is(err, "link.notFound"):
		return deadLink()
	}
	return err
}

// command is the deed by which the person joins.
func (j joining) command() (cmd ledger.Command, err error) {
	cmd = ledger.Command{ID: newID[org.CommandID](j.now), Deed: members.Confirm.Name}
	var args any = members.OneMember{Member: j.id}
	if j.by != "" {
		cmd.Deed = links.Join.Name
		args = links.JoinArgs{
			Link: j.by, Member: j.id, GivenName: j.member.GivenName, Surname: j.member.Surname, Email: string(j.member.Email), Language: j.member.Language,
		}
	}
	cmd.Args, err = json.Marshal(args)
	return cmd, err
}
