// Package dossier gathers all data of one person in a tenant: for the person, and for those who manage people. What it shows passes through
// shared/visible as everywhere. The account is the person's own: only they see anything of it.
package dossier

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// Dossiers gathers. Its methods may be called by many goroutines.
type Dossiers struct {
	table *table.Table
	feed  *feed.Feed
	now   func() time.Time
}

// New makes it. now is the clock.
func New(t *table.Table, f *feed.Feed, now func() time.Time) *Dossiers { return &Dossiers{t, f, now} }

// maxEntries is how many entries about one person are gathered. Longer histories say that they are cut off, and the audit trail has the rest.
const maxEntries = 5000

// Dossier is all data of one person. Its JSON is what is handed out.
type Dossier struct {
	Organisation string       `json:"organisation"`
	Member       org.MemberID `json:"member"`
	Name         string       `json:"name"`
	Made         time.Time    `json:"made"`
	Own          bool         `json:"own"` // made by the person: what only managers see is not in it
	Deleted      bool         `json:"deleted,omitempty"`
	// Record is the person's record as it is now.
	Record ledger.Fields `json:"record,omitempty"`
	Groups []Group       `json:"groups,omitempty"`
	// History is what became of the record, oldest first.
	History []Event `json:"history"`
	CutOff  bool    `json:"cutOff,omitempty"` // there are older ones
	// Account is only in what a person gets themselves.
	Account *Account `json:"account,omitempty"`
}

// Group is one that the person belongs to.
type Group struct {
	ID   org.GroupID `json:"id"`
	Name string      `json:"name"`
	Part org.Part    `json:"part,omitempty"`
}

// Event is an entry of the ledger, as far as it is about the person.
type Event struct {
	Seq    uint64        `json:"entry"`
	At     time.Time     `json:"at,omitzero"`
	By     string        `json:"by,omitempty"`
	Deed   string        `json:"deed,omitempty"`
	Device org.Device    `json:"device,omitzero"`
	Before ledger.Fields `json:"before,omitempty"`
	After  ledger.Fields `json:"after,omitempty"`
}

// Account is the person's own, with its security log of the last 90 days.
type Account struct {
	Email     string         `json:"email"`
	Wanted    string         `json:"wanted,omitempty"` // that the person has asked to sign in by
	Former    string         `json:"former,omitempty"` // that they signed in by before
	GivenName string         `json:"givenName"`
	Surname   string         `json:"surname"`
	Language  org.Language   `json:"language"`
	Browsers  []route.PushTo `json:"browsers,omitempty"` // that are pushed to
	Log       []Happened     `json:"log,omitempty"`
}

// Happened is an event of the security log.
type Happened struct {
	At   time.Time   `json:"at"`
	What table.Event `json:"what"`
	From string      `json:"from,omitempty"`
}

// logged is how many events of the security log are handed out.
const logged = 1000

// Gather makes the dossier of a member: for themselves, or for who may manage people and read the ledger. Fault: member.notFound, also
// for who may not. Cost: 1 RCU for each 4 KB of the record and of each entry about it, 1 for each group.
func (d *Dossiers) Gather(ctx context.Context, tenant tenancy.Tenant, by executor.Who, v visible.Viewer, id org.MemberID) (Dossier, error) {
	own := by.Member == id
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	if !own && !(v.Role.May(org.ManageMembers) && v.Role.May(org.ReadLedger)) {
		return Dossier{}, notFound()
	}
	about := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	s, err := d.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref, about}}})
	if err != nil {
		return Dossier{}, err
	}
	out := Dossier{Member: id, Made: d.now().UTC().Truncate(time.Second), Own: own, History: []Event{}}
	if t, ok := s.Records[about].Value.(org.Tenant); ok {
		out.Organisation = t.Name
	}
	if err := d.history(ctx, tenant, by, v, ref, &out); err != nil {
		return Dossier{}, err
	}
	switch m, alive := s.Records[ref].Value.(org.Member); {
	case alive:
		out.Name = m.Name()
		out.Record, _ = v.Fields(ref, ledger.FieldsOf(m))
		err = d.groups(ctx, tenant, m, &out)
	case len(out.History) == 0:
		return Dossier{}, notFound()
	default:
		out.Deleted, out.Name = true, nameIn(out.History)
	}
	return out, err
}

func notFound() error { return fault.New(fault.NotFound, "member.notFound") }

// nameIn is how a person was called last.
func nameIn(history []Event) string {
	given, surname := "", ""
	for _, e := range slices.Backward(history) {
		for _, f := range []ledger.Fields{e.After, e.Before} {
			if given == "" {
				_ = json.Unmarshal(f["givenName"], &given) // a missing one leaves it
			}
			if surname == "" {
				_ = json.Unmarshal(f["surname"], &surname)
			}
		}
	}
	return org.Member{GivenName: given, Surname: surname}.Name()
}

// history gathers the entries about a record, as the viewer may see them.
func (d *Dossiers) history(ctx context.Context, tenant tenancy.Tenant, by executor.Who, v visible.Viewer, ref ledger.Ref, out *Dossier) error {
	for before := uint64(0); ; {
		page, err := d.feed.Entries(ctx, tenant, by, v, feed.Query{Record: ref, Before: before})
		if err != nil {
			return err
		}
		for _, e := range page.Entries {
			for _, c := range e.Changes {
				if c.Ref() == ref {
					out.History = append(out.History, Event{e.Seq, e.At, e.Actor.Name, e.Deed, e.Device, c.Before, c.After})
				}
			}
		}
		if before = page.Before; before == 0 {
			break
		}
		if out.CutOff = len(out.History) >= maxEntries; out.CutOff {
			break
		}
	}
	slices.Reverse(out.History)
	return nil
}

func (d *Dossiers) groups(ctx context.Context, tenant tenancy.Tenant, m org.Member, out *Dossier) error {
	var refs []ledger.Ref
	for _, g := range m.Groups {
		refs = append(refs, ledger.Ref{Kind: ledger.KindGroup, ID: string(g.Group)})
	}
	s, err := d.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: refs}})
	for i, g := range m.Groups {
		if have, ok := s.Records[refs[i]].Value.(org.Group); ok {
			out.Groups = append(out.Groups, Group{g.Group, have.Name, g.Part})
		}
	}
	return err
}

// Names is how the tenant and one of its members are called, "" for one who is not there any more.
func (d *Dossiers) Names(ctx context.Context, tenant tenancy.Tenant, id org.MemberID) (organisation, member string, err error) {
	about, ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}, ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	s, err := d.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{about, ref}}})
	t, _ := s.Records[about].Value.(org.Tenant)
	m, _ := s.Records[ref].Value.(org.Member)
	return t.Name, m.Name(), err
}

// WithAccount adds what the account of the person holds, who asks themselves.
func (d *Dossiers) WithAccount(ctx context.Context, out *Dossier, account org.AccountID, browsers []route.PushTo) error {
	a, found, err := d.table.Account(ctx, account)
	if err != nil || !found {
		return err
	}
	events, err := d.table.SecurityLog(ctx, account, logged)
	if err != nil {
		return err
	}
	out.Account = &Account{Email: string(a.Email), Former: string(a.Former), GivenName: a.GivenName, Surname: a.Surname, Language: a.Language, Browsers: browsers}
	if a.Wanted != nil {
		out.Account.Wanted = string(a.Wanted.Email)
	}
	for _, e := range events {
		out.Account.Log = append(out.Account.Log, Happened(e))
	}
	return nil
}
