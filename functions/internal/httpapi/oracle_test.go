package httpapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// twin is one of two organisations with the same ids. In one of them there is more, all of it hidden from users and guests.
type twin struct {
	*town
	colleague, missing, gone, living org.MemberID
}

const base = 1_770_000_000_000 // milliseconds since 1970: ids of both twins have this time

func fixed[T org.ID](n byte) T { return org.NewID[T](base, [10]byte{n}) }

// newTwin makes an organisation. Both have the same entries at the same positions; hidden fills in what is hidden.
func newTwin(t *testing.T, hidden bool) *twin {
	t.Helper()
	id := fixed[org.MemberID]
	w := &twin{newTown(t), id(1), id(2), id(3), id(4)}
	one := members.NewMember{Member: w.colleague, GivenName: "Carla", Surname: "Kollegin", Email: "carla@people.example", Tags: []string{"Bus"}}
	if hidden {
		one.Notes, one.StartDate, one.Tags = "gekündigt zum Herbst", "2020-02-01", []string{"Abmahnung"}
	}
	w.acme.Do(t, w.acme.Owner, members.Create.Name, one)
	if hidden {
		for i, id := range []org.MemberID{w.gone, w.living} { // living is hidden from guests only
			w.acme.Do(t, w.acme.Owner, members.Create.Name, members.NewMember{
				Member: id, GivenName: "Vera", Surname: "Verdeckt", Email: fmt.Sprintf("vera%d@people.example", i),
			})
		}
		w.acme.Do(t, w.acme.Owner, members.Delete.Name, members.List{Members: []org.MemberID{w.gone}})
	}
	return w
}

// questions are what somebody may ask who wants to learn more than they may see.
func (w *twin) questions(t *testing.T, who executor.Who) []ledger.Command {
	t.Helper()
	var all []ledger.Command
	ask := func(deed string, args any) {
		data, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ledger.Command{ID: fixed[org.CommandID](byte(10 + len(all))), Deed: deed, Args: data})
	}
	for _, id := range []org.MemberID{w.colleague, w.missing, w.gone, w.living} {
		for _, deed := range []string{members.Deactivate.Name, members.Reactivate.Name, members.Delete.Name} {
			ask(deed, members.List{Members: []org.MemberID{id}})
		}
		for _, field := range members.EditableFields {
			ask(members.Edit.Name, members.EditArgs{Member: id, Fields: map[string]members.Edited{field: {From: []byte(`""`), To: []byte(`"x"`)}}})
		}
		ask(members.Tag.Name, members.TagArgs{Members: []org.MemberID{id}, Add: []string{"Abmahnung"}})
		ask(members.Create.Name, members.NewMember{Member: id, GivenName: "A", Surname: "B", Email: "x@people.example"})
		ask(members.Import.Name, members.ImportArgs{Rows: []members.Row{{Row: 2, NewMember: members.NewMember{
			Member: id, GivenName: "A", Surname: "B", Email: "vera1@people.example",
		}}}})
		ask(members.Confirm.Name, members.OneMember{Member: id})
	}
	ask(tenants.Rename.Name, tenants.RenameArgs{From: "Acme", To: "Acne"})
	ask(tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{"city": {To: "Lindau"}}})
	ask(tenants.SetOffline.Name, tenants.OfflineArgs{From: 720, To: 24})
	ask(tenants.Found.Name, tenants.FoundArgs{Name: "Mine", Member: who.Member})
	for seq := range uint64(15) {
		ask(undo.Undo.Name, undo.Args{Entries: []uint64{seq}})
	}
	return all
}

// TestHiddenRecordsChangeNoAnswer: previews and refusals tell users and guests nothing of what they may not see.
func TestHiddenRecordsChangeNoAnswer(t *testing.T) {
	plain, full := newTwin(t, false), newTwin(t, true)
	for _, role := range []string{"user", "guest"} {
		answers := func(w *twin) []string {
			who := w.acme.User
			if role == "guest" {
				who = w.acme.Guest
			}
			return w.ask(t, who)
		}
		one, other := answers(plain), answers(full)
		if !slices.Equal(one, other) {
			for i := range one {
				if one[i] != other[i] {
					t.Errorf("a %s learns something:\n  %s\n  %s", role, one[i], other[i])
				}
			}
		}
	}
}

// ask asks all questions in every way there is and returns the answers, without the ids that differ between any two worlds.
func (w *twin) ask(t *testing.T, who executor.Who) []string {
	t.Helper()
	cookie := w.session(t, who)
	var all []string
	note := func(cmd ledger.Command, how string, r reply) {
		line := fmt.Sprintf("%s %s %s: %d %s", how, cmd.Deed, cmd.Args, r.status, r.text)
		all = append(all, strings.ReplaceAll(line, string(who.Member), "(me)"))
	}
	questions := w.questions(t, who)
	for i := range questions {
		questions[i].ID = testworld.NewID[org.CommandID](w.World)
	}
	for _, cmd := range questions {
		w.Clock.Move(time.Second)
		note(cmd, "preview", w.send(t, "POST", route.In(route.Preview, w.acme.Tenant.ID()), cookie, route.PreviewRequest{Deed: cmd.Deed, Args: cmd.Args}))
		address := strings.Replace(route.In(route.Deed, w.acme.Tenant.ID(), cmd.Deed), "{deed}", cmd.Deed, 1)
		if !deeds.Reserved[cmd.Deed] {
			note(cmd, "deed's preview", w.send(t, "POST", address+"?preview=true", cookie, cmd.Args))
		}
		note(cmd, "deed", w.send(t, "POST", address, cookie, cmd.Args))
		r := w.send(t, "POST", route.In(route.Commands, w.acme.Tenant.ID()), cookie,
			route.CommandsRequest{Account: who.Account, Commands: []ledger.Command{cmd}})
		r.text = strings.ReplaceAll(r.text, string(cmd.ID), "(command)")
		note(cmd, "command", r)
	}
	return all
}
