package httpapi

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// data asks for all data of a member.
func (b *town) data(t *testing.T, who executor.Who, about org.MemberID) (d dossier.Dossier, text string) {
	t.Helper()
	got := b.send(t, "GET", route.In(route.MemberData, b.acme.Tenant.ID(), string(about)), b.session(t, who), nil)
	if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %s", got.status, got.text)
	}
	if err := json.Unmarshal([]byte(got.text), &d); err != nil {
		t.Fatal(err)
	}
	return d, got.text
}

func TestAllDataOfOnePerson(t *testing.T) {
	b := newTown(t)
	ben := b.acme.User
	edit := func(field, from, to string) {
		b.acme.Do(t, b.acme.Admin, members.Edit.Name, members.EditArgs{Member: ben.Member, Fields: map[string]members.Edited{field: {From: []byte(`"` + from + `"`), To: []byte(`"` + to + `"`)}}})
	}
	edit("title", "", "Monteur")
	edit("title", "Monteur", "Meister")
	edit("notes", "", "unter uns")
	edit("birthday", "", "1990-03-06")

	whole, _ := b.data(t, b.acme.Admin, ben.Member)
	last := whole.History[len(whole.History)-1]
	if whole.Own || whole.Account != nil || string(whole.Record["notes"]) != `"unter uns"` || last.Deed != "members.edit" || last.By == "" || last.At.IsZero() || len(whole.History) < 5 {
		t.Errorf("an admin gets %+v", whole)
	}
	own, said := b.data(t, ben, ben.Member)
	if !own.Own || own.Account == nil || own.Account.Email == "" || string(own.Record["birthday"]) != `"1990-03-06"` || string(own.Record["title"]) != `"Meister"` {
		t.Errorf("the person gets %+v", own)
	}
	for _, hidden := range []string{"unter uns", "Monteur\",\"x"} {
		if strings.Contains(said, hidden) {
			t.Errorf("the person gets %q, which only managers see", hidden)
		}
	}
	// An admin's power ends at the membership: of the account nothing is in it, whoever's it is.
	_, said = b.data(t, b.acme.Owner, ben.Member)
	if strings.Contains(said, "account") {
		t.Error("the owner gets something of the account")
	}
	for _, lang := range []string{"de", "en"} {
		got := b.send(t, "GET", route.In(route.MemberData, b.acme.Tenant.ID(), string(ben.Member))+"?format=pdf", b.session(t, ben), nil, "Accept-Language", lang)
		if got.status != 200 || got.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix([]byte(got.text), []byte("%PDF-")) || len(got.text) < 10_000 {
			t.Errorf("%s: %d, %s, %d bytes", lang, got.status, got.header.Get("Content-Type"), len(got.text))
		}
	}
}

func TestDataOfSomebodyDeletedIsWhatTheHistoryHolds(t *testing.T) {
	b := newTown(t)
	name := "Dora"
	b.acme.Do(t, b.acme.Owner, members.Delete.Name, members.List{Members: []org.MemberID{b.dora.Member}})
	got, _ := b.data(t, b.acme.Admin, b.dora.Member)
	if !got.Deleted || got.Record != nil || !strings.Contains(got.Name, name) || len(got.History) < 3 {
		t.Errorf("%+v", got)
	}
}
