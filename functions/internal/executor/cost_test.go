package executor_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/org"
)

// grow makes an organisation of n members.
func grow(t *testing.T, w *testworld.World, n int) testworld.House {
	t.Helper()
	h := w.FoundFull(t)
	job := testworld.NewID[org.JobID](w)
	people := testworld.People(w, "grown", n-4)
	for len(people) > 0 {
		some := people[:min(45, len(people))]
		people = people[len(some):]
		var rows []members.Row
		for i, p := range some {
			rows = append(rows, members.Row{Row: i + 2, NewMember: p})
		}
		if _, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, w.Command(t, "members.import", members.ImportArgs{Rows: rows}), executor.In(job)); err != nil {
			t.Fatalf("grow an organisation to %d: %v", n, err)
		}
	}
	for i := range n / 10 {
		h.Do(t, h.Owner, "groups.create", groups.NewGroup{Group: testworld.NewID[org.GroupID](w), Name: fmt.Sprint("Team ", i)})
	}
	return h
}

type cost struct {
	reads, writes float64
	requests      int
}

// price carries out each deed once and returns what it consumed.
func price(t *testing.T, h testworld.House) map[string]cost {
	t.Helper()
	out := map[string]cost{}
	w := h.World
	do := func(name, deed string, args any) uint64 {
		t.Helper()
		w.Clock.Move(time.Hour)
		cmd := w.Command(t, deed, args)
		ctx, c := table.Metered(t.Context())
		res, err := w.Executor.Do(ctx, h.Tenant, h.Owner, cmd)
		if err != nil {
			t.Fatalf("%s: %v", deed, err)
		}
		var got cost
		got.reads, got.writes, got.requests = c.Figures()
		out[name] = got
		return res.Entry.Seq
	}
	ben := members.NewMember{Member: testworld.NewID[org.MemberID](w), GivenName: "Ben", Surname: "Bold", Email: "ben@acme.example"}
	who := members.List{Members: []org.MemberID{ben.Member}}
	do("first of the hour", "tenants.rename", tenants.RenameArgs{From: "Acme", To: "Emca"})
	do("members.create", "members.create", ben)
	do("members.edit", "members.edit", members.EditArgs{Member: ben.Member, Fields: map[string]members.Edited{
		"title": {From: json.RawMessage(`""`), To: json.RawMessage(`"Boss"`)}}})
	do("members.tag", "members.tag", members.TagArgs{Members: who.Members, Add: []string{"new"}})
	seq := do("members.deactivate", "members.deactivate", who)
	do("ledger.undo", "ledger.undo", undo.Args{Entries: []uint64{seq}})
	werk, netz, bau := testworld.NewID[org.GroupID](w), testworld.NewID[org.GroupID](w), testworld.NewID[org.GroupID](w)
	do("groups.create", "groups.create", groups.NewGroup{Group: werk, Name: "Werk"})
	do("groups.create below", "groups.create", groups.NewGroup{Group: netz, Name: "Netz", Parent: werk})
	do("groups.create beside", "groups.create", groups.NewGroup{Group: bau, Name: "Bau"})
	do("groups.edit", "groups.edit", groups.EditArgs{Group: bau, Fields: map[string]groups.Edited{"name": {From: "Bau", To: "Hochbau"}}})
	do("groups.move down", "groups.move", groups.MoveArgs{Group: bau, To: netz})
	do("groups.move up", "groups.move", groups.MoveArgs{Group: bau, From: netz})
	do("groups.addMembers", "groups.addMembers", groups.PeopleArgs{Group: bau, Members: who.Members})
	do("groups.setPart", "groups.setPart", groups.PeopleArgs{Group: bau, Members: who.Members, Part: "leader"})
	do("groups.removeMembers", "groups.removeMembers", groups.LeaveArgs{Group: bau, Members: who.Members})
	do("groups.merge", "groups.merge", groups.EndArgs{Group: bau, Into: netz})
	do("groups.delete", "groups.delete", groups.EndArgs{Group: netz})
	do("members.delete", "members.delete", who)
	do("tenants.rename", "tenants.rename", tenants.RenameArgs{From: "Emca", To: "Acme"})
	return out
}

// What a deed costs does not grow with the organisation.
func TestADeedCostsTheSameInAnOrganisationOfAnySize(t *testing.T) {
	w := testworld.Open(t)
	small, large := price(t, grow(t, w, 10)), price(t, grow(t, w, 2000))
	for deed, c := range small {
		t.Logf("%-20s %4.1f RCU %4.1f WCU %d requests", deed, c.reads, c.writes, c.requests)
		if large[deed] != c {
			t.Errorf("%s costs %+v with 10 members and %+v with 2,000: which of its reads or writes grows?", deed, c, large[deed])
		}
	}
	if c := small["members.create"]; c.reads > 7 || c.writes > 16 {
		t.Errorf("creating a member costs %s, more than a deed of one record may that also reads whose addresses may become users", fmt.Sprint(c))
	}
}
