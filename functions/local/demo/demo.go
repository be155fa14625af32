// Package demo makes an organisation to try things on, on one's own machine: about 250 people with what a year does to such a
// list, made by the real deeds from a seeded generator.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Demo makes the organisation once and signs in as its owner, or as somebody with another role.
type Demo struct {
	table *table.Table
	now   func() time.Time
	one   sync.Mutex // two clicks make one organisation
}

// New makes a demo over the installation's table.
func New(t *table.Table, now func() time.Time) *Demo { return &Demo{table: t, now: now} }

// history is how long the organisation seems to have been there.
const history = 305 * 24 * time.Hour

// place is the organisation as it stands in the table.
type place struct {
	tenant  tenancy.Tenant
	owner   executor.Who
	founded time.Time
}

// Open makes what is missing of the organisation and returns a fresh session of its owner, or of the first of its people who had another
// role. An earlier run that was cut short is gone on with.
func (d *Demo) Open(ctx context.Context, as org.Role) (token.Token, error) {
	d.one.Lock()
	defer d.one.Unlock()
	account, p, err := d.find(ctx)
	if err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	if err = d.complete(ctx, p); err == nil && as != org.Owner {
		account, err = d.account(ctx, p, as)
	}
	if err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	t, now := token.New(), d.now()
	err = d.table.Transact(ctx, d.table.PutSession(t.Hash(), table.Session{
		Account: account.ID, Epoch: account.Epoch, SignedIn: now, Expires: now.Add(accounts.SessionLife),
	}))
	return t, err
}

// find looks for the owner's account and makes it if there is none. Nobody knows a password for it.
func (d *Demo) find(ctx context.Context) (table.Account, place, error) {
	address, err := d.table.AddressKey(ctx, org.Email(Address).Key())
	if err != nil {
		return table.Account{}, place{}, err
	}
	id, found, err := d.table.AccountBy(ctx, address)
	if err != nil {
		return table.Account{}, place{}, err
	}
	if found {
		account, in, _, err := d.table.Memberships(ctx, id)
		if err == nil && len(in) == 0 {
			err = errors.New("its account is no member of anything")
		}
		if err != nil {
			return table.Account{}, place{}, err
		}
		return account, placeOf(id, in[0].Tenant), nil
	}
	now := d.now()
	tenant := newID[org.TenantID](now)
	account := table.Account{
		ID: newID[org.AccountID](now), Email: Address, GivenName: "Marlene", Surname: "Seidel", Language: org.German,
		Password: argon.New(argon.OWASP, 1).Decoy(), Made: now,
	}
	p := placeOf(account.ID, tenant)
	err = d.do(ctx, p, p.found(), executor.Also(append(d.table.MakeAccount(account, address),
		d.table.MakeMembership(p.tenant, p.owner.Member, account.ID),
		d.table.GrantAccess(p.tenant, p.owner.Member, account.ID))...))
	return account, p, err
}

// account is that of somebody who came to the organisation in a role. It is made when it is asked for first; what it may do by now
// says the organisation.
func (d *Demo) account(ctx context.Context, p place, as org.Role) (table.Account, error) {
	one := p.first(as)
	who := p.who(one.Member)
	if a, found, err := d.table.Account(ctx, who.Account); err != nil || found {
		return a, err
	}
	a := table.Account{
		ID: who.Account, Email: org.Email(one.Email), GivenName: one.GivenName, Surname: one.Surname, Language: org.German,
		Password: argon.New(argon.OWASP, 1).Decoy(), Made: d.now(),
	}
	address, err := d.table.AddressKey(ctx, a.Email.Key())
	if err != nil {
		return a, err
	}
	return a, d.table.Transact(ctx, append(d.table.MakeAccount(a, address), d.table.MakeMembership(p.tenant, who.Member, who.Account))...)
}

func placeOf(owner org.AccountID, tenant org.TenantID) place {
	made, _ := org.Millis(tenant)
	return place{
		tenant:  tenancy.Of(tenant),
		owner:   executor.Who{Account: owner, Member: org.DeriveID[org.MemberID](tenant, 0)},
		founded: workday(time.UnixMilli(made).Add(-history)),
	}
}

// complete carries out the steps that are not in the ledger yet. Each step is one entry.
func (d *Demo) complete(ctx context.Context, p place) error {
	steps := p.steps()
	head, err := d.table.Head(ctx, p.tenant)
	if err != nil || head.Seq >= uint64(len(steps)) {
		return err
	}
	if err := d.grant(ctx, p); err != nil {
		return err
	}
	for _, s := range steps[head.Seq:] {
		if err := d.do(ctx, p, s); err != nil {
			return err
		}
	}
	return nil
}

// grant lets everyone confirm for themselves, under accounts that nobody signs in to.
func (d *Demo) grant(ctx context.Context, p place) error {
	const atOnce = 90
	all := people(p.tenant.ID(), p.founded)
	for len(all) > 0 {
		some := all[:min(atOnce, len(all))]
		all = all[len(some):]
		var writes []table.Write
		for _, one := range some {
			who := p.who(one.Member)
			writes = append(writes, d.table.GrantAccess(p.tenant, who.Member, who.Account))
		}
		if err := d.table.Transact(ctx, writes...); err != nil {
			if _, done := table.IsRefused(err); !done {
				return err
			}
		}
	}
	return nil
}

// do carries out a step at its own time, without the pace that holds people back.
func (d *Demo) do(ctx context.Context, p place, s step, also ...executor.Option) error {
	args, err := json.Marshal(s.args)
	if err != nil {
		return err
	}
	x := executor.New(d.table, func() time.Time { return s.at })
	cmd := ledger.Command{ID: newID[org.CommandID](s.at), Deed: s.deed, Args: args}
	res, err := x.Do(ctx, p.tenant, s.by, cmd, append(also, executor.Reserved())...)
	if err == nil && (res.Entry == nil || res.Parts > 1) {
		err = errors.New("no entry of its own")
	}
	if err != nil {
		return fmt.Errorf("%s on %s: %w", s.deed, s.at.Format(time.DateOnly), err)
	}
	return nil
}
