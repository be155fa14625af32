package members

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestFilterLivesInTheAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Filter{
			Search:   strings.TrimSpace(rapid.SampledFrom([]string{"", "mü", "a b&c=d", "100 %"}).Draw(t, "search")),
			Status:   rapid.SampledFrom([]org.Status{"", org.Active, org.Pending, org.Deactivated}).Draw(t, "status"),
			Kind:     rapid.SampledFrom([]org.Kind{"", org.KindUser, org.KindGuest}).Draw(t, "kind"),
			Tag:      rapid.SampledFrom([]string{"", "temporär", "all", "#1"}).Draw(t, "tag"),
			Location: rapid.SampledFrom([]string{"", "Werk & Lager"}).Draw(t, "location"),
			Ends:     rapid.Bool().Draw(t, "ends"),
			Sort:     rapid.SampledFrom([]replica.Sort{replica.SortName, replica.SortEmail, replica.SortStatus, replica.SortRole, replica.SortStart, replica.SortLocation, replica.SortTitle, replica.SortUntil}).Draw(t, "sort"),
			Down:     rapid.Bool().Draw(t, "down"),
		}
		if got := ParseFilter(queryOf(f.Address())); got != f {
			t.Fatalf("%+v became %+v by way of %s", f, got, f.Address())
		}
	})
	if got := ParseFilter("status=everything&kind=boss&sort=shoe"); got != (Filter{}) {
		t.Errorf("a query of nonsense is %+v, want no filter", got)
	}
}

func TestSortedTurnsRoundOnTheSecondClick(t *testing.T) {
	f := Filter{}.Sorted(replica.SortEmail)
	if f.Sort != replica.SortEmail || f.Down {
		t.Errorf("a first click sorts %+v, want by address upwards", f)
	}
	if f = f.Sorted(replica.SortEmail); !f.Down {
		t.Errorf("a second click sorts %+v, want downwards", f)
	}
	if f = f.Sorted(replica.SortName); f.Down || f.Sort != replica.SortName {
		t.Errorf("another column sorts %+v, want by name upwards", f)
	}
}

// house is a small organisation in memory, seen by its owner or an admin.
type house struct {
	*ledger.Memory
	people map[org.MemberID]org.Member
	me     ledger.Actor
}

const (
	olive = org.MemberID("01J0000000000000000000WNER")
	vera  = org.MemberID("01J00000000000000000000VER")
	adam  = org.MemberID("01J0000000000000000000ADAM")
	ben   = org.MemberID("01J00000000000000000000BEN")
	dora  = org.MemberID("01J0000000000000000000D0RA")
)

func newHouse(me org.MemberID) house {
	w := ledger.NewMemory("01J0000000000000000000TENT", func() time.Time { return time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC) })
	w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindTenant, ID: "01J0000000000000000000TENT"}, Value: org.Tenant{Name: "Acme", Language: org.German}})
	people := map[org.MemberID]org.Member{
		olive: {GivenName: "Olive", Surname: "Owner", Role: org.Owner},
		vera:  {GivenName: "Vera", Surname: "Vogel", Role: org.Admin},
		adam:  {GivenName: "Adam", Surname: "Admin", Role: org.Admin},
		ben:   {GivenName: "Ben", Surname: "Berger", Role: org.User, Tags: []string{"Azubi"}},
		dora:  {GivenName: "Dora", Surname: "Dahl", Role: org.User, Deactivated: true, Tags: []string{"azubi", "neu"}},
	}
	for id, m := range people {
		m.Email = org.Email(strings.ToLower(m.GivenName) + "@acme.de")
		people[id] = m
		w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: string(id)}, Value: m})
	}
	return house{w, people, ledger.Actor{Member: me, Role: people[me].Role, Name: people[me].Name()}}
}

func (h house) look(id org.MemberID) (org.Member, bool) {
	m, err := ledger.Member(h, id)
	return m, err == nil
}

func (h house) run(deed string, args any) error {
	d, err := deeds.ByName(deed)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(args)
	if err != nil {
		return err
	}
	_, err = d.Run(h, h.me, raw)
	return err
}

func (h house) planner(t *testing.T) planner {
	return planner{directoryOf(t, h.people), h.me, func(deed string, id org.MemberID) error {
		if deed == tag {
			return h.run(deed, tagArgs{Members: []org.MemberID{id}, Add: []string{"."}})
		}
		return h.run(deed, listArgs{[]org.MemberID{id}})
	}}
}

func TestPlanLeavesOutWhoWouldStopTheRest(t *testing.T) {
	everyone := []org.MemberID{olive, vera, adam, ben, dora, "gone"}
	for _, c := range []struct {
		deed string
		act  []org.MemberID
		idle int
		left []string
		name string
	}{
		{deactivate, []org.MemberID{adam, ben}, 1, []string{"Olive Owner", "Vera Vogel"}, ""},
		{reactivate, []org.MemberID{dora}, 4, nil, "Dora Dahl"},
		{remove, []org.MemberID{ben, dora}, 0, []string{"Olive Owner", "Vera Vogel", "Adam Admin"}, ""},
		{tag, []org.MemberID{vera, adam, ben, dora}, 0, []string{"Olive Owner"}, ""},
	} {
		h := newHouse(vera)
		p := h.planner(t)
		plan := p.plan(c.deed, p.dir.SlotsOf(everyone))
		var left []string
		for _, l := range plan.Left {
			left = append(left, l.Name)
			if why := ui.ErrorText(l.Why); why == "" || strings.Contains(why, "member.") {
				t.Errorf("%s: why %s is left out reads %q", c.deed, l.Name, why)
			}
		}
		if !slices.Equal(plan.Act, c.act) || plan.Idle != c.idle || !slices.Equal(left, c.left) || plan.Name != c.name {
			t.Errorf("%s: acts on %v, %d idle, leaves out %v, named %q; want %v, %d, %v, %q", c.deed, plan.Act, plan.Idle, left, plan.Name, c.act, c.idle, c.left, c.name)
		}
		args := any(listArgs{plan.Act})
		if c.deed == tag {
			args = tagArgs{Members: plan.Act, Add: []string{"x"}}
		}
		if err := h.run(c.deed, args); err != nil {
			t.Errorf("%s: the planned deed is refused: %v", c.deed, err)
		}
	}
}

func TestEditsHoldOnlyWhatChanged(t *testing.T) {
	from := InputOf(org.Member{GivenName: "Ben", Surname: "Berger", Email: "ben@acme.de", Role: org.User, Tags: []string{"alt"}})
	to := from
	to.Title, to.Surname, to.NewTag, to.Tags = "Meister", " Berger ", "neu, Neu", nil
	args, ok := Edits(ben, from, to, true)
	if !ok || len(args.Fields) != 2 {
		t.Fatalf("edits are %v, want title and tags: space around a name is no change", args.Fields)
	}
	if e := args.Fields["title"]; string(e.From) != `""` || string(e.To) != `"Meister"` {
		t.Errorf("the title goes from %s to %s", e.From, e.To)
	}
	if e := args.Fields["tags"]; string(e.From) != `["alt"]` || string(e.To) != `["neu"]` {
		t.Errorf("the tags go from %s to %s", e.From, e.To)
	}
	if _, ok := Edits(ben, from, from, true); ok {
		t.Error("a form that was not touched has edits")
	}
	bare := Input{Member: org.Member{Role: "user"}}
	if e, _ := Edits(ben, from, bare, true); string(e.Fields["tags"].To) != "[]" {
		t.Errorf("no tags are %s, want []", e.Fields["tags"].To)
	}
}

// TestEditsAreTakenByTheDeed sends every field of the form through members.edit.
func TestEditsAreTakenByTheDeed(t *testing.T) {
	h := newHouse(olive)
	m, _ := h.look(ben)
	from := InputOf(m)
	to := Input{Member: org.Member{
		GivenName: "Bert", Surname: "Bauer", Email: "bert@acme.de", Role: "guest", Title: "T", Location: "L", Phone: "030 123", Mobile: "0171 123",
		Tags: []string{"x"}, StaffNumber: "4711", StartDate: "2026-01-31", From: "2198-02-01", Until: "2199-01-31", Birthday: "1990-02-28", Sex: org.Female, Quota: "10 GB", BirthdayHidden: org.Yes, Language: "en", Notes: "eins\nzwei",
		Contacts: []org.Contact{{Label: "Threema", Value: "ABCD1234"}, {}},
	}}
	args, _ := Edits(ben, from, to, true)
	if want := len(members.EditableFields) - len([]string{"kind", "groups", "photo"}); len(args.Fields) != want {
		t.Errorf("%d fields are sent, want all %d", len(args.Fields), want)
	}
	if err := h.run(editDeed, args); err != nil {
		t.Errorf("members.edit refuses the form: %v", err)
	}
}

func TestNewMemberAndTheNextOne(t *testing.T) {
	h := newHouse(olive)
	in := Input{Member: org.Member{GivenName: "Nina", Surname: "Neu", Email: "nina@acme.de", Role: "admin", Location: "Lindau", Tags: []string{"a"}, Notes: "n"}, NewTag: "b;c"}
	args := in.NewMember("01J0000000000000000000N1NA")
	if err := h.run(createDeed, args); err != nil {
		t.Fatalf("members.create refuses the form: %v", err)
	}
	if !slices.Equal(args.Tags, []string{"a", "b", "c"}) {
		t.Errorf("tags are %v, want those typed and not yet added as well", args.Tags)
	}
	if next := in.Next(); next.GivenName != "" || next.Email != "" || next.Notes != "" || next.Location != "Lindau" || next.Role != "user" || len(next.Tags) != 3 {
		t.Errorf("the next form begins with %+v, want location and tags kept and nobody an admin by accident", next)
	}
	guest := Input{Member: org.Member{GivenName: "G", Surname: "G", Email: "g@acme.de", Role: "guest"}}
	if err := h.run(createDeed, guest.NewMember("01J0000000000000000000GAST")); err != nil {
		t.Errorf("members.create refuses a guest: %v", err)
	}
	err := h.run(createDeed, Input{Member: org.Member{Role: "user"}}.NewMember("01J00000000000000000000X0X"))
	for _, field := range []string{"givenName", "surname", "email"} {
		if ui.FaultOn(fault.All(err), field) == "" {
			t.Errorf("an empty form has nothing to say about %s: %v", field, err)
		}
	}
}

func TestTagSuggestions(t *testing.T) {
	for _, c := range []struct{ typed, tag, want string }{
		{"", "Azubi", "Azubi, "},
		{"az", "Azubi", "Azubi, "},
		{"neu,az", "Azubi", "neu, Azubi, "},
		{"neu; ", "Azubi", "neu; Azubi, "},
	} {
		if got := completed(c.typed, c.tag); got != c.want {
			t.Errorf("%q completed is %q, want %q", c.typed, got, c.want)
		}
		if got := ui.SplitList(completed(c.typed, c.tag)); !slices.Contains(got, "Azubi") {
			t.Errorf("%q completed holds %v, want Azubi among them", c.typed, got)
		}
	}
}

func TestDialled(t *testing.T) {
	for in, want := range map[string]string{"+49 (0) 30/123-45": "+4903012345", "030 12": "03012", "1+2": "12"} {
		if got := dialled(in); got != want {
			t.Errorf("%s is dialled as %s, want %s", in, got, want)
		}
	}
}

func TestEveryDeedOfTheListHasItsWords(t *testing.T) {
	for deed, w := range words {
		for _, key := range []string{w.title, w.text, w.textOne, w.button, w.said, w.saidOne, w.idle} {
			if key == "" {
				continue
			}
			if !strings.HasPrefix(key, deed+".") {
				t.Errorf("%s says %s: its words begin with its name", deed, key)
			}
			for _, lang := range []org.Language{org.German, org.English} {
				ui.SetLang(lang)
				if got := ui.N(key, 3, "name", "Ben"); got == key || got == "" {
					t.Errorf("%s has no text in %s", key, lang)
				}
			}
		}
	}
	ui.SetLang(org.German)
	if got, want := fmt.Sprint(saidOf(Plan{deactivate, replica.Sifted{Act: []org.MemberID{"a", "b"}}})), "2 Mitglieder sind deaktiviert."; got != want {
		t.Errorf("said is %q, want %q", got, want)
	}
}
