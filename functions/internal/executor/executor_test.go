package executor_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// want fails unless err is the fault of this code.
func want(tb testing.TB, err error, code string) {
	tb.Helper()
	if !fault.Is(err, code) {
		tb.Fatalf("got %v, want the fault %s", err, code)
	}
}

func create(w *testworld.World, email string) members.NewMember {
	return members.NewMember{Member: testworld.NewID[org.MemberID](w), GivenName: "Ben", Surname: "Bold", Email: email}
}

func TestADeedIsWrittenWithAllThatGoesWithIt(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	ben := create(w, "ben@acme.example")
	e := h.Do(t, h.Admin, "members.create", ben)
	if e.Seq != 8 || e.Actor.Member != h.Admin.Member || e.Actor.Name != "Ada admin" || e.Deed != "members.create" || len(e.Changes) != 1 {
		t.Errorf("the entry is %+v", e)
	}
	if all := h.Ledger(t); len(all) != 8 {
		t.Errorf("the ledger has %d entries, want 8", len(all))
	}
	r := h.Records(t)[ledger.Ref{Kind: ledger.KindMember, ID: string(ben.Member)}]
	if m, ok := r.Value.(org.Member); !ok || r.Seq != 8 || m.Email != "ben@acme.example" || m.Status() != org.Pending {
		t.Errorf("the record is %+v", r)
	}
	if head, _ := w.Table.Head(t.Context(), h.Tenant); head.Members != 5 {
		t.Errorf("the head counts %d members, want 5", head.Members)
	}
	_, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, w.Command(t, "members.create", create(w, "BEN@acme.example")))
	want(t, err, "member.emailTaken")

	h.Do(t, h.Admin, "members.delete", members.List{Members: []org.MemberID{ben.Member}})
	h.Do(t, h.Admin, "members.create", create(w, "Ben@Acme.example"))
	if head, _ := w.Table.Head(t.Context(), h.Tenant); head.Members != 5 || head.Seq != 10 {
		t.Errorf("after deleting and creating the head is %+v", head)
	}
}

func TestAnEntryTellsTheDeviceOfWhoAsked(t *testing.T) {
	w := testworld.Open(t)
	h := w.Found(t)
	phone, desk := org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}, org.Device{Kind: org.Computer, Browser: "Edge", System: "Windows"}
	owner := h.Owner
	owner.Device = phone
	cmd := w.Command(t, "members.create", create(w, "ben@acme.example"))
	first, err := w.Executor.Do(t.Context(), h.Tenant, owner, cmd)
	if err != nil || first.Entry.Device != phone {
		t.Fatalf("the entry names %+v (%v), want %+v", first.Entry, err, phone)
	}
	owner.Device = desk
	again, err := w.Executor.Do(t.Context(), h.Tenant, owner, cmd)
	if err != nil || !again.Again || again.Entry.Device != phone {
		t.Errorf("sent again from elsewhere it is %+v (%v), want it to stay as it was", again, err)
	}
	back := h.Do(t, owner, undo.Undo.Name, undo.Args{Entries: []uint64{first.Entry.Seq}})
	if back.Device != desk {
		t.Errorf("it was taken back on %+v, want %+v", back.Device, desk)
	}
	for _, e := range h.Ledger(t)[:1] {
		if e.Device != (org.Device{}) {
			t.Errorf("the founding, which no request asked for, names %+v", e.Device)
		}
	}
}

func TestAnAddressMayChangeHandsWithinOneEntry(t *testing.T) {
	w := testworld.Open(t)
	h := w.Found(t)
	ben, eva := create(w, "ben@acme.example"), create(w, "eva@acme.example")
	h.Do(t, h.Owner, "members.create", ben)
	first := h.Do(t, h.Owner, "members.create", eva)
	edit := func(who org.MemberID, from, to string) *ledger.Entry {
		return h.Do(t, h.Owner, "members.edit", members.EditArgs{Member: who, Fields: map[string]members.Edited{
			"email": {From: json.RawMessage(`"` + from + `"`), To: json.RawMessage(`"` + to + `"`)},
		}})
	}
	a := edit(ben.Member, "ben@acme.example", "b@acme.example")
	b := edit(eva.Member, "eva@acme.example", "ben@acme.example")
	// Taking both back, the address goes from Eva to Ben in one step of the head.
	w.Clock.Move(time.Second)
	args, _ := json.Marshal(undo.Args{Entries: []uint64{b.Seq, a.Seq}})
	cmd := ledger.Command{ID: testworld.NewID[org.CommandID](w), Deed: undo.Undo.Name, Args: args}
	if _, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, cmd, executor.In(testworld.NewID[org.JobID](w)), executor.Also()); err != nil {
		t.Fatalf("take both back at once: %v", err)
	}
	_, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, w.Command(t, "members.create", create(w, "eva@acme.example")))
	want(t, err, "member.emailTaken")
	h.Do(t, h.Owner, "members.create", create(w, "b@acme.example"))
	if n := len(h.Ledger(t)); uint64(n) != first.Seq+4 {
		t.Errorf("the ledger has %d entries, want %d", n, first.Seq+4)
	}
}

func TestWhoActsIsJudgedByTheRecordOfTheMoment(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	other := w.FoundFull(t)
	list := func(ids ...org.MemberID) members.List { return members.List{Members: ids} }
	do := func(tenant tenancy.Tenant, by executor.Who) error {
		_, err := w.Executor.Do(t.Context(), tenant, by, w.Command(t, "members.create", create(w, string(testworld.NewID[org.MemberID](w))+"@x.example")))
		return err
	}
	for _, c := range []struct {
		story string
		by    executor.Who
		code  string
	}{
		{"a user may not", h.User, "actor.forbidden"},
		{"a guest may not", h.Guest, "actor.forbidden"},
		{"the owner of another organisation is nobody here", other.Owner, "tenant.notFound"},
		{"another account can't act as the owner", executor.Who{Account: h.User.Account, Member: h.Owner.Member}, "tenant.notFound"},
		{"no account is nobody", executor.Who{Member: h.Owner.Member}, "tenant.notFound"},
		{"something that is no id is nobody", executor.Who{Account: h.Owner.Account, Member: "HEAD"}, "tenant.notFound"},
	} {
		t.Run(c.story, func(t *testing.T) { want(t, do(h.Tenant, c.by), c.code) })
	}
	if err := do(h.Tenant, h.Admin); err != nil {
		t.Fatalf("an admin may: %v", err)
	}
	h.Do(t, h.Owner, "members.deactivate", list(h.Admin.Member))
	want(t, do(h.Tenant, h.Admin), "tenant.notFound")
	_, err := w.Executor.Preview(t.Context(), h.Tenant, h.Admin, "members.delete", json.RawMessage(`{"members":["`+string(h.User.Member)+`"]}`))
	want(t, err, "tenant.notFound")
	_, err = w.Executor.Actor(t.Context(), h.Tenant, h.Admin)
	want(t, err, "tenant.notFound")
	a, err := w.Executor.Actor(t.Context(), h.Tenant, h.User)
	if err != nil || a != (ledger.Actor{Member: h.User.Member, Role: org.User, Name: "Ulf user"}) {
		t.Errorf("the user is %+v: %v", a, err)
	}
	if len(other.Ledger(t)) != 7 {
		t.Error("the other organisation was written to")
	}
}

func TestEndingAccessClosesTheSignInsOfBeforeForEver(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	signedIn := w.Clock.Now()
	w.Clock.Move(time.Minute)
	e := h.Do(t, h.Owner, "members.deactivate", members.List{Members: []org.MemberID{h.User.Member}})
	access := func() table.Access {
		a, err := w.Table.Access(t.Context(), h.Tenant, h.User.Member)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := access(); !a.ClosedAt.Equal(e.At) || a.Account != h.User.Account {
		t.Errorf("after deactivating, access is %+v", a)
	}
	h.Do(t, h.Owner, "ledger.undo", undo.Args{Entries: []uint64{e.Seq}})
	if a := access(); a.Opens(h.User.Account, signedIn) || !a.Opens(h.User.Account, w.Clock.Now()) {
		t.Errorf("undoing revived a sign-in, or kept a new one out: %+v", a)
	}
	_, err := w.Executor.Do(t.Context(), h.Tenant, h.User, w.Command(t, "tenants.rename", tenants.RenameArgs{From: "Acme", To: "Emca"}), executor.Since(signedIn))
	want(t, err, "tenant.notFound")
}

func TestFoundingIsOnceAndReserved(t *testing.T) {
	w := testworld.Open(t)
	h := w.Found(t)
	found := w.Command(t, tenants.Found.Name, tenants.FoundArgs{
		Name: "Mine", Language: "de", Member: h.Owner.Member, GivenName: "Olive", Surname: "Owner", Email: "olive@acme.example",
	})
	_, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, found)
	want(t, err, "deed.unknown")
	_, err = w.Executor.Do(t.Context(), h.Tenant, h.Owner, found, executor.Reserved())
	want(t, err, "tenant.exists")
	_, err = w.Executor.Do(t.Context(), h.Tenant, h.Owner, w.Command(t, members.Confirm.Name, members.OneMember{Member: h.Owner.Member}))
	want(t, err, "deed.unknown")
	first := h.Ledger(t)[0]
	if first.Actor.Name != "Olive Owner" {
		t.Errorf("the first entry was made by %q", first.Actor.Name)
	}
	head, err := w.Table.Head(t.Context(), h.Tenant)
	if err != nil || head.Epoch == "" || head.Members != 1 {
		t.Errorf("the head is %+v: %v", head, err)
	}
}

func TestAPreviewStoresNothing(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	args, _ := json.Marshal(create(w, "ben@acme.example"))
	changes, err := w.Executor.Preview(t.Context(), h.Tenant, h.Admin, "members.create", args)
	if err != nil || len(changes) != 1 || changes[0].Op != ledger.Created {
		t.Fatalf("the preview shows %+v: %v", changes, err)
	}
	if len(h.Ledger(t)) != 7 {
		t.Error("the preview wrote an entry")
	}
	_, err = w.Executor.Preview(t.Context(), h.Tenant, h.User, "members.create", args)
	want(t, err, "actor.forbidden")
	_, err = w.Executor.Preview(t.Context(), h.Tenant, h.Owner, tenants.Found.Name, args)
	want(t, err, "deed.unknown")
}

func TestWhatIsTooMuchForOneEntryIsNotCarriedOut(t *testing.T) {
	w := testworld.Open(t)
	h := w.Found(t)
	var rows []members.Row
	for i, p := range testworld.People(w, "many", 100) {
		rows = append(rows, members.Row{Row: i + 2, NewMember: p})
	}
	res, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, w.Command(t, "members.import", members.ImportArgs{Rows: rows}))
	if err != nil || res.Parts != 3 || res.Entry != nil {
		t.Errorf("100 rows came to %+v: %v", res, err)
	}
	res, err = w.Executor.Do(t.Context(), h.Tenant, h.Owner, w.Command(t, "members.import", members.ImportArgs{Rows: rows[:45]}))
	if err != nil || res.Entry == nil || len(res.Entry.Changes) != 45 {
		t.Fatalf("45 rows came to %+v: %v", res, err)
	}
	if len(h.Ledger(t)) != 2 {
		t.Error("more than the 45 rows was written")
	}
}

func TestWritesBesideTheEntryAreAllOrNothing(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	taken := executor.Also(w.Table.GrantAccess(h.Tenant, h.User.Member, h.Guest.Account))
	_, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, w.Command(t, "members.create", create(w, "ben@acme.example")), taken)
	if !errors.Is(err, executor.ErrAlso) {
		t.Fatalf("a condition beside the entry failed, but Do says %v", err)
	}
	if len(h.Ledger(t)) != 7 {
		t.Error("the entry was written without what goes with it")
	}
	unchanged := w.Command(t, "members.import", members.ImportArgs{Rows: []members.Row{{Row: 2, NewMember: members.NewMember{
		Member: testworld.NewID[org.MemberID](w), GivenName: "Olive", Surname: "Owner", Email: "olive@acme.example",
	}}}})
	fresh := testworld.NewID[org.MemberID](w)
	res, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, unchanged, executor.Also(w.Table.GrantAccess(h.Tenant, fresh, h.Guest.Account)))
	if err != nil || res.Entry != nil {
		t.Fatalf("importing what is there already came to %+v: %v", res, err)
	}
	if a, _ := w.Table.Access(t.Context(), h.Tenant, fresh); a.Account != h.Guest.Account {
		t.Error("what goes beside a deed that changes nothing was not written")
	}
	if len(h.Ledger(t)) != 7 {
		t.Error("a deed that changes nothing made an entry")
	}
}
