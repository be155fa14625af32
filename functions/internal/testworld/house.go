package testworld

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// House is an organisation with one person in each role, all of whom can sign in.
type House struct {
	World  *World
	Tenant tenancy.Tenant
	Owner  executor.Who
	Admin  executor.Who
	User   executor.Who
	Guest  executor.Who
}

// Found makes an organisation of an owner alone.
func (w *World) Found(tb testing.TB) House {
	tb.Helper()
	h := House{
		World:  w,
		Tenant: tenancy.Of(NewID[org.TenantID](w)),
		Owner:  executor.Who{Account: NewID[org.AccountID](w), Member: NewID[org.MemberID](w)},
	}
	cmd := w.Command(tb, tenants.Found.Name, tenants.FoundArgs{
		Name: "Acme", Language: "de", Member: h.Owner.Member,
		GivenName: "Olive", Surname: "Owner", Email: "olive@acme.example",
	})
	if _, err := w.Executor.Do(tb.Context(), h.Tenant, h.Owner, cmd, executor.Reserved(),
		executor.Also(w.Table.GrantAccess(h.Tenant, h.Owner.Member, h.Owner.Account))); err != nil {
		tb.Fatalf("found an organisation: %v", err)
	}
	return h
}

// FoundFull makes an organisation with one person in each role.
func (w *World) FoundFull(tb testing.TB) House {
	tb.Helper()
	h := w.Found(tb)
	h.Admin = h.Join(tb, "Ada", "admin")
	h.User = h.Join(tb, "Ulf", "user")
	h.Guest = h.Join(tb, "Greta", "guest")
	return h
}

// Join makes a member who has an account and has confirmed the address.
func (h House) Join(tb testing.TB, name, role string) executor.Who {
	tb.Helper()
	who := executor.Who{Account: NewID[org.AccountID](h.World), Member: NewID[org.MemberID](h.World)}
	h.Do(tb, h.Owner, "members.create", members.NewMember{
		Member: who.Member, GivenName: name, Surname: role, Role: role, Email: fmt.Sprintf("%s.%s@acme.example", name, who.Member[20:]),
	})
	if err := h.World.Table.Transact(tb.Context(), h.World.Table.GrantAccess(h.Tenant, who.Member, who.Account)); err != nil {
		tb.Fatalf("link an account to %s: %v", name, err)
	}
	cmd := h.World.Command(tb, members.Confirm.Name, members.OneMember{Member: who.Member})
	if _, err := h.World.Executor.Do(tb.Context(), h.Tenant, who, cmd, executor.Reserved()); err != nil {
		tb.Fatalf("confirm %s: %v", name, err)
	}
	return who
}

// Do carries out a deed that must succeed.
func (h House) Do(tb testing.TB, by executor.Who, deed string, args any) *ledger.Entry {
	tb.Helper()
	// So many deeds of one account at once are more than a person's pace.
	h.World.Clock.Move(time.Second)
	res, err := h.World.Executor.Do(tb.Context(), h.Tenant, by, h.World.Command(tb, deed, args))
	if err != nil {
		tb.Fatalf("%s: %v", deed, err)
	}
	return res.Entry
}

// Command makes a command with an id of its own.
func (w *World) Command(tb testing.TB, deed string, args any) ledger.Command {
	tb.Helper()
	data, err := json.Marshal(args)
	if err != nil {
		tb.Fatalf("arguments of %s: %v", deed, err)
	}
	return ledger.Command{ID: NewID[org.CommandID](w), Deed: deed, Args: data}
}

// People makes n new members to be.
func People(w *World, seed string, n int) []members.NewMember {
	batch := NewID[org.JobID](w)
	out := make([]members.NewMember, n)
	for i := range out {
		out[i] = members.NewMember{
			Member:    org.DeriveID[org.MemberID](batch, uint64(i)),
			GivenName: fmt.Sprintf("Given %d", i), Surname: "Sur " + seed,
			Email: fmt.Sprintf("%s.%d@people.example", seed, i), Title: "Referent", Location: "Köln", Phone: "+49 221 1234567",
		}
	}
	return out
}

// Ledger reads all entries of an organisation and fails if there is a gap, or the chain does not verify.
func (h House) Ledger(tb testing.TB) []ledger.Entry {
	tb.Helper()
	var all []ledger.Entry
	var prev ledger.Digest
	for more := true; more; {
		var page []ledger.Entry
		var err error
		if page, more, err = h.World.Table.EntriesAfter(tb.Context(), h.Tenant, uint64(len(all)), 100); err != nil {
			tb.Fatalf("read the ledger: %v", err)
		}
		for _, e := range page {
			if e.Seq != uint64(len(all))+1 {
				tb.Fatalf("after entry %d comes %d: the ledger has a gap", len(all), e.Seq)
			}
			if err := ledger.Verify(h.Tenant.ID(), e, prev); err != nil {
				tb.Fatalf("the chain breaks at entry %d: %v", e.Seq, err)
			}
			prev = e.Hash
			all = append(all, e)
		}
	}
	head, err := h.World.Table.Head(tb.Context(), h.Tenant)
	if err != nil {
		tb.Fatalf("read the head: %v", err)
	}
	if head.Seq != uint64(len(all)) || head.Hash != prev {
		tb.Fatalf("the head stands at %d, the ledger ends at %d", head.Seq, len(all))
	}
	return all
}

// Records reads all living records of an organisation.
func (h House) Records(tb testing.TB) map[ledger.Ref]ledger.Record {
	tb.Helper()
	all := map[ledger.Ref]ledger.Record{}
	for _, kind := range ledger.Kinds {
		for after := ""; ; {
			page, next, err := h.World.Table.Records(tb.Context(), h.Tenant, kind, after, 1000)
			if err != nil {
				tb.Fatalf("read the records: %v", err)
			}
			for _, r := range page {
				if r.Alive() {
					all[r.Ref] = r
				}
			}
			if after = next; after == "" {
				break
			}
		}
	}
	return all
}
