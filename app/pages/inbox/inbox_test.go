package inbox

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

var (
	day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ben = org.NewID[org.MemberID](day.UnixMilli(), [10]byte{1})
	cem = ledger.EntryActor{Member: org.NewID[org.MemberID](day.UnixMilli(), [10]byte{2}), Name: "Cem Çelik"}
	me  = ledger.Actor{Member: org.NewID[org.MemberID](day.UnixMilli(), [10]byte{3}), Role: org.Owner, Name: "Olive Ott"}
)

// people is a replica in which there is Ben.
func people(t *testing.T) *replica.Replica {
	t.Helper()
	r := replica.New("01J0000000000000000TENANT1", me, func() time.Time { return day }, func() org.CommandID { return org.NewID[org.CommandID](day.UnixMilli(), [10]byte{9}) })
	page := `{"seq":4,"total":1,"cursor":"4","records":[{"kind":"member","id":"` + string(ben) + `","seq":2,"fields":{"givenName":"Ben","surname":"Berg","email":"ben@acme.de","role":"user"}}]}`
	if err := r.Loaded("", []byte(page)); err != nil {
		t.Fatal(err)
	}
	for r.Settle(10) {
	}
	return r
}

func raw(v string) json.RawMessage { return json.RawMessage(`"` + v + `"`) }

// TestAnItemIsToldInWords: each line is a conflict, why it is here, and what can be done about it.
func TestAnItemIsToldInWords(t *testing.T) {
	ui.SetLang(org.English)
	r := people(t)
	about := []ledger.Ref{{Kind: ledger.KindMember, ID: string(ben)}}
	edit := ledger.Command{ID: org.NewID[org.CommandID](day.UnixMilli(), [10]byte{5}), Deed: "members.edit", Args: json.RawMessage(`{"member":"` + string(ben) + `"}`)}
	deed := func(name string) ledger.Command { c := edit; c.Deed = name; return c }
	faults := func(code string, values ...string) fault.List {
		return fault.List{fault.New(fault.Conflict, code, values...)}
	}
	did := func(by ledger.EntryActor, deed string, op ledger.Op) replica.Touch {
		return replica.Touch{By: by, At: day, Deed: deed, Change: ledger.Change{Op: op, Before: ledger.Fields{"givenName": raw("Ben"), "surname": raw("Berg")}}}
	}
	title := func(by ledger.EntryActor) []replica.Value {
		return []replica.Value{{Ref: about[0], Field: "title", Mine: raw("Baker"), Theirs: raw("Cook"), Before: raw(""), By: &replica.Touch{By: by, At: day}}}
	}
	mine := ledger.EntryActor{Member: me.Member, Name: me.Name}
	for _, c := range []struct {
		it         replica.Item
		why, doing string
	}{
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("member.changedMeanwhile")}, About: about, Values: title(cem)},
			"Cem Çelik has changed the same field.", "Use mine | Keep it as it is now | Edit"},
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("member.changedMeanwhile")}, About: about, Values: title(mine)},
			"Your other device has changed the same field.", "Use mine | Keep it as it is now | Edit"},
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("member.deactivatedMeanwhile")}, About: about, Others: []replica.Touch{did(cem, "members.deactivate", ledger.Updated)}},
			"Cem Çelik has deactivated Ben Berg meanwhile. Your change has not been applied yet.", "Use mine | Keep it as it is now | Edit"},
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("member.notFound")}, About: about, Others: []replica.Touch{did(cem, "members.delete", ledger.Deleted)}, Restores: true},
			"Cem Çelik has deleted this member meanwhile. Your change has not been applied.", "Restore and use mine | Leave deleted"},
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("member.notFound")}, About: about, Others: []replica.Touch{did(cem, "members.delete", ledger.Deleted)}},
			"Cem Çelik has deleted this member meanwhile. Your change has not been applied.", "Discard"},
		{replica.Item{Conflict: replica.Conflict{Command: edit, Faults: faults("edit.none")}, About: about},
			"Somebody else has done the same already. It is as you wanted it.", "Got it"},
		{replica.Item{Conflict: replica.Conflict{Command: deed("members.delete"), Seq: 9}, About: about, Others: []replica.Touch{did(cem, "members.edit", ledger.Updated)}},
			"Deleted. Cem Çelik had changed something here meanwhile that you did not know of.", "Got it"},
		{replica.Item{Conflict: replica.Conflict{Command: deed("members.deactivate"), Faults: faults("actor.forbidden", "right", "members.manage")}, About: about},
			"You lack the right “Manage members” for this. Ask the owner for it.", "Try again | Discard"},
		{replica.Item{Conflict: replica.Conflict{Command: deed("members.deactivate"), Faults: faults("bulk.moved"), Filter: &replica.Filtered{Count: 40}}},
			"There were 40 when you asked, now there are 1. Nothing has been done yet.", "Do it for 1 person | For nobody"},
	} {
		d := Tell(r, c.it)
		if d.Why != c.why {
			t.Errorf("%s %s: why\n%s\nwant\n%s", c.it.Command.Deed, c.it.Code(), d.Why, c.why)
		}
		var words []string
		ch := choiceOf(c.it, r.Fitting(c.it.Conflict))
		if ch.mine != "" {
			words = append(words, ui.N(ch.mine, r.Fitting(c.it.Conflict)))
		}
		words = append(words, ui.T(ch.theirs))
		if editHref(c.it) != "" {
			words = append(words, ui.T("inbox.edit"))
		}
		if got := strings.Join(words, " | "); got != c.doing {
			t.Errorf("%s %s: one can do %q, want %q", c.it.Command.Deed, c.it.Code(), got, c.doing)
		}
	}
}

func TestARefusedCommandIsShownInWords(t *testing.T) {
	ui.SetLang(org.English)
	people := map[org.MemberID]string{"1": "Ben", "2": "Ute"}
	name := func(id org.MemberID) string { return people[id] }
	for _, c := range []struct{ args, want string }{
		{`{"member":"1","fields":{"title":{"from":"","to":"Baker"},"tags":{"from":[],"to":["a","b"]}}}`, "Who: Ben; Job title: Baker; Tags: a, b"},
		{`{"members":["1","2"],"add":["x"],"remove":["y"]}`, "Who: Ben, Ute; Tags to add: x; Tags to remove: y"},
		{`{"from":"A","to":"B"}`, "Name: B"},
		{`{"from":720,"to":1000}`, "Without a connection: 1,000 hours"},
		{`{"from":48,"to":720}`, "Without a connection: 30 days"},
		{`{"member":"9","givenName":"New","surname":"Person"}`, "First name: New; Last name: Person"},
		{`nonsense`, "What you entered: nonsense"},
	} {
		var got []string
		for _, l := range entered([]byte(c.args), name) {
			got = append(got, l.label+": "+l.value)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\nreads %q\nwant  %q", c.args, s, c.want)
		}
	}
}
