package replica

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// cem is another admin, who works at the same time.
var cem = ledger.Actor{Member: all.member(), Role: org.Admin, Name: "Cem Çelik"}

// others lets Cem do something.
func (s *server) others(deed string, args any) ledger.Entry {
	s.by = cem
	defer func() { s.by = olive }()
	return s.must(deed, args)
}

// seen is an edit of somebody who is seen as active.
func seen(who org.MemberID, fields ...string) map[string]any {
	f := map[string]any{}
	for i := 0; i < len(fields); i += 3 {
		f[fields[i]] = map[string]string{"from": fields[i+1], "to": fields[i+2]}
	}
	return map[string]any{"member": who, "sawActive": true, "fields": f}
}

func tagging(who org.MemberID, tag string) map[string]any {
	return map[string]any{"members": []org.MemberID{who}, "add": []string{tag}}
}

// told is an item in a line: what sort it is, its fault, each value as field: mine/theirs/before by whom, and who deleted.
func told(it Item) string {
	words := []string{"reported"}
	if it.Needs() {
		words[0] = "needs you"
	}
	if it.Code() != "" {
		words = append(words, it.Code())
	}
	plain := func(v json.RawMessage) string { return strings.Trim(string(v), `"`) }
	for _, v := range it.Values {
		s := v.Field + ":" + plain(v.Mine) + "/" + plain(v.Theirs) + "/" + plain(v.Before)
		if v.By != nil {
			s += " by " + v.By.By.Name
		}
		words = append(words, s)
	}
	for _, o := range it.Others {
		if o.Deed == "members.delete" || o.Deed == "members.deactivate" {
			words = append(words, o.Deed+" by "+o.By.Name)
		}
	}
	if it.Restores {
		words = append(words, "can be restored")
	}
	return strings.Join(words, ", ")
}

// TestWhatComesIntoTheInbox: one wishes something while another has done something else; each line says what the inbox tells then, ""
// if nothing.
func TestWhatComesIntoTheInbox(t *testing.T) {
	type wish = func(ben org.MemberID) (string, any)
	edit := func(fields ...string) wish {
		return func(ben org.MemberID) (string, any) { return "members.edit", seen(ben, fields...) }
	}
	tag := func(tag string) wish {
		return func(ben org.MemberID) (string, any) { return "members.tag", tagging(ben, tag) }
	}
	to := func(deed string) wish { return func(ben org.MemberID) (string, any) { return deed, list(ben) } }
	rename := func(name string) wish {
		return func(org.MemberID) (string, any) {
			return "tenants.rename", map[string]string{"from": "Acme", "to": name}
		}
	}
	offline := func(hours int) wish {
		return func(org.MemberID) (string, any) {
			return "tenants.setOffline", map[string]int{"from": 720, "to": hours}
		}
	}
	for _, c := range []struct {
		story        string
		mine, theirs wish
		want         string
	}{
		{"different fields merge silently", edit("title", "", "Bäcker"), edit("location", "", "Ulm"), ""},
		{"tags commute", tag("a"), tag("b"), ""},
		{"a tag and an edit", tag("a"), edit("title", "", "Koch"), ""},
		{"the same field", edit("title", "", "Bäcker"), edit("title", "", "Koch"), "needs you, member.changedMeanwhile, title:Bäcker/Koch/ by Cem Çelik"},
		{"one field of two", edit("title", "", "Bäcker", "location", "", "Ulm"), edit("title", "", "Koch"),
			"needs you, member.changedMeanwhile, title:Bäcker/Koch/ by Cem Çelik, location:Ulm//"},
		{"the same value", edit("title", "", "Koch"), edit("title", "", "Koch"), "reported, edit.none, title:Koch/Koch/ by Cem Çelik"},
		{"the organisation's name", rename("Bolt"), rename("Nut"), "needs you, tenant.changedMeanwhile, name:Bolt/Nut/Acme by Cem Çelik"},
		{"how long devices work without contact", offline(24), offline(48), "needs you, tenant.offlineMeanwhile, offlineHours:24/48/720 by Cem Çelik"},
		{"the same", offline(24), offline(24), "reported, edit.none, offlineHours:24/24/720 by Cem Çelik"},
		{"that and the name", offline(24), rename("Nut"), ""},
		{"deactivating beats editing", edit("title", "", "Bäcker"), to("members.deactivate"),
			"needs you, member.deactivatedMeanwhile, title:Bäcker//, members.deactivate by Cem Çelik"},
		{"in the other order it is reported", to("members.deactivate"), edit("title", "", "Koch"), "reported, title:/Koch/ by Cem Çelik"},
		{"both deactivate", to("members.deactivate"), to("members.deactivate"), "reported, member.inactive, members.deactivate by Cem Çelik"},
		{"deleting beats editing", edit("title", "", "Bäcker"), to("members.delete"),
			"needs you, member.notFound, title:Bäcker//, members.delete by Cem Çelik, can be restored"},
		{"in the other order it is reported", to("members.delete"), edit("title", "", "Koch"), "reported, title:/Koch/ by Cem Çelik"},
		{"deleting beats deactivating", to("members.delete"), to("members.deactivate"), "reported, deactivated:/true/ by Cem Çelik, members.deactivate by Cem Çelik"},
		{"deleting beats tagging", tag("a"), to("members.delete"), "needs you, member.notFound, members.delete by Cem Çelik, can be restored"},
		{"both delete", to("members.delete"), to("members.delete"), "reported, member.notFound, members.delete by Cem Çelik"},
		{"revoking beats granting, which is reported", edit("role", "user", "guest"), edit("role", "user", "admin"), "reported, role:guest/admin/user by Cem Çelik"},
		{"in the other order it is refused", edit("role", "user", "admin"), edit("role", "user", "guest"),
			"needs you, member.changedMeanwhile, role:admin/guest/user by Cem Çelik"},
	} {
		t.Run(c.story, func(t *testing.T) {
			s, r, ben, _ := company(t)
			deed, args := c.mine(ben)
			do(t, r, deed, args)
			s.others(c.theirs(ben))
			s.sync(r)
			var got []string
			for _, have := range r.Inbox() {
				it, ok := r.Item(have.Command.ID)
				if !ok {
					t.Fatal("what is in the inbox is no item")
				}
				got = append(got, told(it))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("the inbox tells %q\nwant            %q", got, c.want)
			}
			if needs := len(r.Undecided()) > 0; needs != strings.HasPrefix(c.want, "needs you") || needs && strings.Contains(deed, "members.") && !r.NeedsYou(ben) {
				t.Errorf("%d wait for a decision, Ben's does: %v", len(r.Undecided()), r.NeedsYou(ben))
			}
			agree(t, s, r)
		})
	}
}

func TestWhatOneDidOneselfMeetsNobody(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	s.sync(r)
	do(t, r, "members.deactivate", list(ben))
	s.must("members.edit", map[string]any{"member": ben, "fields": map[string]any{"location": map[string]string{"from": "", "to": "Ulm"}}}) // on another device
	s.sync(r)
	if in := r.Inbox(); len(in) != 0 {
		t.Errorf("%+v", in)
	}
}

func TestTheSameFieldOnTwoDevicesOfOnePerson(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.edit", seen(ben, "location", "", "Ulm"))
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	s.must("members.edit", seen(ben, "title", "", "Koch"))
	s.sync(r)
	if in := r.Undecided(); len(in) != 1 {
		t.Fatalf("%+v", in)
	} else if it, _ := r.Item(in[0].Command.ID); told(it) != "needs you, member.changedMeanwhile, title:Bäcker/Koch/ by Olive Ott" || len(it.Others) != 1 {
		t.Errorf("the item tells %q, others %+v; what was done here is none of it", told(it), it.Others)
	}
}

func TestMineOverASomebodyElseTwice(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	s.others("members.edit", seen(ben, "title", "", "Koch"))
	s.sync(r)
	s.others("members.edit", seen(ben, "title", "Koch", "Metzger")) // after the item has come
	s.sync(r)
	id := r.Undecided()[0].Command.ID
	if it, _ := r.Item(id); told(it) != "needs you, member.changedMeanwhile, title:Bäcker/Metzger/ by Cem Çelik" {
		t.Errorf("the item tells %q; theirs is what is there now", told(it))
	}
	if _, err := r.Retry(id); err != nil {
		t.Fatal(err)
	}
	s.sync(r)
	if m, _ := r.Member(ben); m.Title != "Bäcker" || len(r.Inbox()) != 0 {
		t.Errorf("title %q, inbox %v", m.Title, r.Inbox())
	}
}

// What a list holds is added and taken away: trying again over what somebody else has done to another field must not undo what they have added.
func TestMineAgainKeepsWhatOthersAddedToAList(t *testing.T) {
	s, r, ben, _ := company(t)
	contact := func(n string) []org.Contact { return []org.Contact{{Label: n, Value: n}} }
	args := seen(ben, "title", "", "Bäcker")
	args["fields"].(map[string]any)["contacts"] = map[string]any{"from": []any{}, "to": contact("mine")}
	args["fields"].(map[string]any)["tags"] = map[string]any{"from": []any{}, "to": []string{"mine"}}
	do(t, r, "members.edit", args)
	theirs := seen(ben, "title", "", "Koch")
	theirs["fields"].(map[string]any)["contacts"] = map[string]any{"from": []any{}, "to": contact("theirs")}
	theirs["fields"].(map[string]any)["tags"] = map[string]any{"from": []any{}, "to": []string{"theirs"}}
	s.others("members.edit", theirs)
	s.sync(r)
	if _, err := r.Retry(r.Undecided()[0].Command.ID); err != nil {
		t.Fatal(err)
	}
	s.sync(r)
	if m, _ := r.Member(ben); m.Title != "Bäcker" || len(m.Contacts) != 2 || len(m.Tags) != 2 || len(r.Inbox()) != 0 {
		t.Errorf("%+v, inbox %+v", m, r.Inbox())
	}
}

// Where no place is said for two fields, as those of a group, they stand in one order always.
func TestValuesStandInOneOrder(t *testing.T) {
	var values []Value
	for _, field := range []string{"description", "type", "givenName", "title", "legalForm", "city"} {
		values = append(values, Value{Field: field})
	}
	values = append(values, Value{Field: "type", Before: raw("a"), Theirs: raw("b")})
	for i, a := range values {
		for _, b := range values[:i] {
			if before(a, b) == before(b, a) {
				t.Errorf("of %+v and %+v neither or both come first", a, b)
			}
		}
	}
	if met := values[len(values)-1]; !before(met, values[0]) || !before(values[0], values[1]) || !before(values[2], values[3]) || !before(values[4], values[5]) {
		t.Error("what was met comes first, then fields as forms have them, then by name")
	}
}

// What somebody saw before their rights went is forgotten, and what is left of their edit is still one that a deed takes.
func TestWhatIsForgottenOfAListIsAList(t *testing.T) {
	c := Conflict{Command: ledger.Command{Deed: "members.edit", Args: raw(map[string]any{"member": "x", "fields": map[string]any{
		"groups": map[string]any{"from": []string{"seen"}, "to": []string{"mine"}},
		"title":  map[string]any{"from": "seen", "to": "mine"},
	}})}}
	if !c.forget() || c.forget() {
		t.Error("the first time something is forgotten, and then nothing more")
	}
	var args struct {
		Fields map[string]struct{ From json.RawMessage }
	}
	if err := json.Unmarshal(c.Command.Args, &args); err != nil || string(args.Fields["groups"].From) != "[]" || string(args.Fields["title"].From) != `""` {
		t.Errorf("%s, %v", c.Command.Args, err)
	}
}

func TestMineOverADeletionBringsBackFirst(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	s.others("members.delete", list(ben))
	s.sync(r)
	if _, err := r.Retry(r.Undecided()[0].Command.ID); err != nil {
		t.Fatal(err)
	}
	s.sync(r)
	if m, there := r.Member(ben); !there || m.Title != "Bäcker" || len(r.Inbox()) != 0 {
		t.Errorf("Ben %+v (%v), inbox %+v", m, there, r.Inbox())
	}
	do(t, r, "members.edit", seen(ben, "location", "", "Ulm"))
	s.others("members.delete", list(ben, ute))
	s.sync(r)
	if it, _ := r.Item(r.Undecided()[0].Command.ID); it.Restores {
		t.Error("who was deleted together with others would bring these back as well")
	}
	agree(t, s, r)
}

func TestTryingAgainLeavesOutWhoIsGone(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.delete", list(ben, ute))
	s.others("members.delete", list(ben))
	s.sync(r)
	if u := r.Undecided(); len(u) != 1 || !r.NeedsYou(ute) {
		t.Fatalf("%+v; Ute is still here", u)
	}
	if _, err := r.Retry(r.Undecided()[0].Command.ID); err != nil {
		t.Fatal(err)
	}
	s.sync(r)
	if _, there := r.Member(ute); there || len(r.Inbox()) != 0 {
		t.Errorf("Ute is there: %v, inbox %+v", there, r.Inbox())
	}
}

func TestTheirsCanBeTakenBack(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	do(t, r, "tenants.rename", map[string]string{"from": "Acme", "to": "Bolt"})
	s.others("members.edit", seen(ben, "title", "", "Koch"))
	s.others("tenants.rename", map[string]string{"from": "Acme", "to": "Nut"})
	s.sync(r)
	before := r.Inbox()
	on := disk{}
	on.write(r.Save())
	gone := r.Dismiss(before[0].Command.ID)
	on.write(r.Save())
	if len(r.Inbox()) != 1 || r.NeedsYou(ben) || len(on.reopen(t).Inbox()) != 1 {
		t.Fatal("it should be gone, here and on the device")
	}
	r.PutBack(gone)
	r.PutBack(gone)
	on.write(r.Save())
	after := r.Inbox()
	if len(after) != 2 || after[0].Command.ID != before[0].Command.ID || !r.NeedsYou(ben) || len(on.reopen(t).Inbox()) != 2 {
		t.Errorf("%+v; it should be back, once and in its place", after)
	}
}

func TestReportsOutliveTheApp(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.deactivate", list(ben))
	s.others("members.edit", seen(ben, "title", "", "Koch"))
	s.sync(r)
	on := disk{}
	on.write(r.Save())
	again := on.reopen(t)
	if in := again.Inbox(); len(in) != 1 || len(again.Conflicts()) != 0 {
		t.Fatalf("inbox %+v", in)
	} else if it, _ := again.Item(in[0].Command.ID); told(it) != "reported, title:/Koch/ by Cem Çelik" {
		t.Errorf("the item tells %q", told(it))
	}
}

func TestWhoDidItIsAskedForOnceWhereItIsNotHere(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.edit", seen(ben, "title", "", "Bäcker"))
	e := s.others("members.edit", seen(ben, "title", "", "Koch"))
	s.restart = true // a snapshot says what is so, not who did it
	s.sync(r)
	if it, _ := r.Item(r.Undecided()[0].Command.ID); told(it) != "needs you, member.changedMeanwhile, title:Bäcker/Koch/" {
		t.Fatalf("the item tells %q", told(it))
	}
	m := r.Missing()
	if len(m) != 1 || m[0].Record != string(ben) || m[0].After != 3 {
		t.Fatalf("missing %+v", m)
	}
	r.Told(m[0], []ledger.Entry{e})
	if it, _ := r.Item(r.Undecided()[0].Command.ID); told(it) != "needs you, member.changedMeanwhile, title:Bäcker/Koch/ by Cem Çelik" || len(r.Missing()) != 0 {
		t.Errorf("the item tells %q, missing %v", told(it), r.Missing())
	}
}

func TestWhoMayNotSeeItAnyMoreFindsOnlyTheirOwnInput(t *testing.T) {
	s, r, ben, _ := company(t)
	s.must("members.edit", seen(ben, "notes", "", "hidden-before"))
	s.sync(r)
	do(t, r, "members.edit", seen(ben, "notes", "hidden-before", "my own"))
	s.others("members.edit", seen(ben, "notes", "hidden-before", "hidden-theirs"))
	s.sync(r)
	on := disk{}
	on.write(r.Save())
	// Olive is a user now: the world begins anew with what users see.
	r.me.Role = org.User
	r.Restart()
	r.rebase(nil)
	if err := r.Loaded("", raw(map[string]any{"seq": 9, "total": 1, "cursor": "9", "records": []any{
		map[string]any{"kind": "member", "id": olive.Member, "seq": 1, "fields": map[string]any{"givenName": "Olive", "surname": "Ott", "email": "olive@acme.de", "role": "user"}},
	}})); err != nil {
		t.Fatal(err)
	}
	for r.Settle(10) {
	}
	on.write(r.Save())
	for name, data := range on {
		if strings.Contains(string(data), "hidden") {
			t.Errorf("%s still holds %s", name, data)
		}
	}
	in := r.Inbox()
	if len(in) != 1 || !strings.Contains(string(in[0].Command.Args), "my own") {
		t.Fatalf("inbox %+v; what was entered stays", in)
	}
	if it, _ := r.Item(in[0].Command.ID); strings.Contains(told(it), "hidden") || strings.Contains(told(it), "Cem") {
		t.Errorf("the item tells %q", told(it))
	}
	if fault.First(in[0].Faults.Err()).Code != "member.changedMeanwhile" {
		t.Errorf("faults %v", in[0].Faults)
	}
}

func TestMoved(t *testing.T) {
	for _, c := range []struct {
		then, now int
		asks      bool
	}{
		{40, 40, false}, {40, 42, false}, {40, 43, true}, {40, 38, false}, {40, 37, true}, {40, 52, true},
		{1, 1, false}, {1, 2, true}, {3, 0, true}, {19, 20, true}, {20, 21, false}, {20, 19, false},
		{200, 210, false}, {200, 211, true}, {1000, 1010, false}, {1000, 1011, true}, {1000, 989, true}, {0, 0, false}, {0, 1, true},
	} {
		if Moved(c.then, c.now) != c.asks {
			t.Errorf("then %d, now %d: asks %v", c.then, c.now, !c.asks)
		}
	}
}

// ulm is a company with n people in Ulm, and Olive's replica.
func ulm(t *testing.T, n int) (*server, *Replica, []org.MemberID) {
	s := foundServer()
	var ids []org.MemberID
	for i := range n {
		id, args := newPerson("P"+strconv.Itoa(i), "Ulmer")
		args["location"] = "Ulm"
		s.must("members.create", args)
		ids = append(ids, id)
	}
	return s, s.open(), ids
}

func TestAFilterIsForWhoItShowsWhenItIsSent(t *testing.T) {
	s, r, ids := ulm(t, 20)
	q := Query{Location: "Ulm"}
	if _, err := r.DoFiltered("members.deactivate", map[string]any{}, q, 20, "said"); err != nil {
		t.Fatal(err)
	}
	after := do(t, r, "members.tag", tagging(ids[3], "a"))
	if len(r.Outgoing()) != 0 || deactivated(r, ids[0]) || len(r.Pending()) != 2 {
		t.Fatal("it waits until it is known whom it is for, and so does what comes after it")
	}
	on := disk{}
	on.write(r.Save())
	r = on.reopen(t)
	late, args := newPerson("Late", "Ulmer")
	args["location"] = "Ulm"
	s.others("members.create", args)
	r.Changed(r.Cursor(), s.changes(r.Cursor(), 100))
	r.Expand()
	if !deactivated(r, late) || !r.Waiting(late) || len(r.Inbox()) != 0 {
		t.Fatal("who has come since is one of them; 21 instead of 20 is no reason to ask")
	}
	on.write(r.Save())
	if p := on.reopen(t).Pending(); len(p) != 2 || p[0].Filter != nil || !strings.Contains(string(p[0].Command.Args), string(late)) {
		t.Fatalf("on the device %+v", p)
	}
	s.sync(r)
	if len(r.Pending()) != 0 || s.applied[after] == 0 {
		t.Fatalf("still waits: %+v", r.Pending())
	}
	agree(t, s, r)
}

func TestAFilterThatShowsOthersAsksAgain(t *testing.T) {
	s, r, ids := ulm(t, 20)
	q := Query{Location: "Ulm"}
	if _, err := r.DoFiltered("members.tag", map[string]any{"add": []string{"ulm"}}, q, 20, "said"); err != nil {
		t.Fatal(err)
	}
	s.others("members.delete", list(ids[:4]...))
	r.Changed(r.Cursor(), s.changes(r.Cursor(), 100))
	r.Expand()
	in := r.Undecided()
	if len(in) != 1 || in[0].Code() != "bulk.moved" || in[0].Filter.Count != 20 || r.Fitting(in[0]) != 16 || len(r.Pending()) != 0 {
		t.Fatalf("inbox %+v", in)
	}
	on := disk{}
	on.write(r.Save())
	r = on.reopen(t)
	if _, err := r.Retry(in[0].Command.ID); err != nil {
		t.Fatal(err)
	}
	s.sync(r)
	if m, _ := r.Member(ids[10]); !org.HasTag(m.Tags, "ulm") || len(r.Inbox()) != 0 {
		t.Fatalf("tags %v, inbox %v", m.Tags, r.Inbox())
	}
	agree(t, s, r)
}

func TestAFilterLeavesOutToWhomItCanNotBeDone(t *testing.T) {
	s, r, _ := ulm(t, 3)
	if _, err := r.DoFiltered("members.deactivate", map[string]any{}, Query{}, 3, "said"); err != nil { // Olive owns the organisation
		t.Fatal(err)
	}
	r.Expand()
	s.sync(r)
	if len(r.Inbox()) != 0 || deactivated(r, olive.Member) || r.Directory().Counts().ByStatus[org.Deactivated] != 3 {
		t.Errorf("inbox %+v, %v", r.Inbox(), r.Directory().Counts())
	}
	if _, err := r.DoFiltered("members.deactivate", map[string]any{}, Query{}, 0, "said"); !fault.Is(err, "members.none") {
		t.Errorf("all are deactivated already: %v", err)
	}
}

func TestMyTimeWithoutContactNevertheless(t *testing.T) {
	s, r, _, _ := company(t)
	do(t, r, "tenants.setOffline", map[string]int{"from": 720, "to": 24})
	s.others("tenants.setOffline", map[string]int{"from": 720, "to": 48})
	s.sync(r)
	c := r.Inbox()[0]
	if _, err := r.Retry(c.Command.ID); err != nil || !c.Nevertheless() {
		t.Fatalf("%v, nevertheless %v", err, c.Nevertheless())
	}
	s.sync(r)
	if len(r.Inbox()) != 0 || r.Tenant().Offline() != 24 {
		t.Errorf("%d hours, inbox %+v", r.Tenant().Offline(), r.Inbox())
	}
}
