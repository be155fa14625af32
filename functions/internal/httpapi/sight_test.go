package httpapi

import (
	"encoding/json"
	"strings"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// saw is what somebody's snapshot holds, and the cursor that goes on from it.
func (b *town) saw(t *testing.T, who executor.Who) (people int, text, cursor string) {
	t.Helper()
	got := b.send(t, "GET", route.In(route.Snapshot, b.acme.Tenant.ID()), b.session(t, who), nil)
	var reply route.SnapshotReply
	if err := json.Unmarshal([]byte(got.text), &reply); err != nil || got.status != 200 {
		t.Fatalf("%d %s: %v", got.status, got.text, err)
	}
	for _, r := range reply.Records {
		if r.Kind == "member" {
			people++
		}
	}
	return people, got.text, reply.Cursor
}

func TestWhoSeesPeopleIsTheOrganisationsToSay(t *testing.T) {
	b := newTown(t)
	ben := b.acme.User
	set := func(field, from, to string) {
		b.acme.Do(t, b.acme.Owner, tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{field: {From: from, To: to}}})
	}
	all, text, cursor := b.saw(t, ben)
	email := b.acme.Records(t)[ledger.Ref{Kind: ledger.KindMember, ID: string(b.acme.Admin.Member)}].Value.(org.Member).Email
	if all < 4 || !strings.Contains(text, string(email)) {
		t.Fatalf("a user sees %d people", all)
	}

	set("people", "", "off")
	if n, _, _ := b.saw(t, ben); n != 1 {
		t.Errorf("shut off, a user sees %d people, want themself", n)
	}
	if n, _, _ := b.saw(t, b.acme.Admin); n != all {
		t.Errorf("an admin sees %d of %d", n, all)
	}
	got := b.send(t, "GET", route.In(route.Changes, b.acme.Tenant.ID())+"?cursor="+cursor, b.session(t, ben), nil)
	if !strings.Contains(got.text, `"restart":true`) {
		t.Errorf("whoever saw more begins anew: %s", got.text)
	}
	got = b.send(t, "GET", route.In(route.Entries, b.acme.Tenant.ID())+"?record="+string(b.acme.Admin.Member), b.session(t, ben), nil)
	if strings.Contains(got.text, string(email)) {
		t.Errorf("the history shows what the list does not: %s", got.text)
	}

	net, grid := testworld.NewID[org.GroupID](b.World), testworld.NewID[org.GroupID](b.World)
	b.acme.Do(t, b.acme.Owner, groups.Create.Name, groups.NewGroup{Group: net, Name: "Netz"})
	b.acme.Do(t, b.acme.Owner, groups.Create.Name, groups.NewGroup{Group: grid, Name: "Strom", Parent: net})
	some := string(org.PeopleOf([]org.MemberID{b.acme.Guest.Member}, []org.GroupID{net}))
	set("people", "off", some)
	if n, _, _ := b.saw(t, ben); n != 1 {
		t.Errorf("who is not listed sees %d people", n)
	}
	if n, _, _ := b.saw(t, b.acme.Guest); n != 1 {
		t.Errorf("a guest who is listed sees %d people: guests see themselves", n)
	}
	b.acme.Do(t, b.acme.Owner, groups.AddMembers.Name, groups.PeopleArgs{Group: grid, Members: []org.MemberID{ben.Member}})
	n, _, cursor := b.saw(t, ben)
	if n != all {
		t.Errorf("who is in a group below a listed one sees %d of %d", n, all)
	}

	set("hidden", "", "email")
	if n, text, _ := b.saw(t, ben); n != all || strings.Contains(text, string(email)) {
		t.Errorf("the address is hidden: %d people, %s", n, text)
	}
	got = b.send(t, "GET", route.In(route.Changes, b.acme.Tenant.ID())+"?cursor="+cursor, b.session(t, ben), nil)
	if !strings.Contains(got.text, `"restart":true`) {
		t.Errorf("whoever saw the address begins anew: %s", got.text)
	}
	if _, text, _ := b.saw(t, b.acme.Admin); !strings.Contains(text, string(email)) {
		t.Error("an admin sees it")
	}
}
