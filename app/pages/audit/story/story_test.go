package story

import (
	"strings"
	"testing"
	"time"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const (
	house = org.TenantID("01J0000000000000000000TENT")
	vera  = org.MemberID("01J00000000000000000000VER")
	ben   = org.MemberID("01J00000000000000000000BEN")
	anna  = org.MemberID("01J00000000000000000000ANN")
)

// history does deeds in a memory world and tells the entries they make.
type history struct {
	t     *testing.T
	world *ledger.Memory
	names *Names
}

func newHistory(t *testing.T) history {
	w := ledger.NewMemory(house, func() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) })
	w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindTenant, ID: string(house)}, Value: org.Tenant{Name: "Acme", Language: org.German, Founded: "2026-01-01"}})
	for id, m := range map[org.MemberID]org.Member{
		vera: {GivenName: "Vera", Surname: "Vogel", Email: "vera@acme.de", Role: org.Owner, Confirmed: true},
		ben:  {GivenName: "Ben", Surname: "Berger", Email: "ben@acme.de", Role: org.User, Confirmed: true, Tags: []string{"alt"}},
		anna: {GivenName: "Anna", Surname: "Albrecht", Email: "anna@acme.de", Role: org.User},
	} {
		w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: string(id)}, Value: m})
	}
	names := NewNames(func(id string) (string, bool) {
		m, err := ledger.Member(w, org.MemberID(id))
		return m.Name(), err == nil
	})
	return history{t, w, names}
}

func (h history) do(deed, args string) ledger.Entry {
	h.t.Helper()
	d, err := deeds.ByName(deed)
	if err != nil {
		h.t.Fatal(err)
	}
	e, err := h.world.Do(d, ledger.Actor{Member: vera, Role: org.Owner, Name: "Vera Vogel"}, ledger.Command{ID: "c", Args: []byte(args)}, func() [16]byte { return [16]byte{1} })
	if err != nil {
		h.t.Fatalf("%s %s: %v", deed, args, err)
	}
	h.names.Learn(e)
	return e
}

func (h history) told(e ledger.Entry) string {
	return Text(Tell(Item{[]ledger.Entry{e}}, h.names, ""))
}

func TestTell(t *testing.T) {
	for _, c := range []struct{ deed, args, de, en string }{
		{"members.deactivate", `{"members":["` + string(ben) + `"]}`, "Vera Vogel hat Ben Berger deaktiviert", "Vera Vogel deactivated Ben Berger"},
		{
			"members.deactivate", `{"members":["` + string(ben) + `","` + string(anna) + `"]}`,
			"Vera Vogel hat Ben Berger und eine weitere Person deaktiviert", "Vera Vogel deactivated Ben Berger and one other",
		},
		{
			"members.edit", `{"member":"` + string(ben) + `","fields":{"title":{"from":"","to":"Meister"},"location":{"from":"","to":"Lindau"}}}`,
			"Vera Vogel hat bei Ben Berger geändert: Position und Standort", "Vera Vogel edited Ben Berger: Job title and Location",
		},
		{
			"members.tag", `{"members":["` + string(ben) + `"],"add":["temporär"]}`,
			"Vera Vogel hat Ben Berger mit «temporär» getaggt", "Vera Vogel tagged Ben Berger with “temporär”",
		},
		{
			"members.tag", `{"members":["` + string(ben) + `"],"remove":["alt"]}`,
			"Vera Vogel hat bei Ben Berger «alt» entfernt", "Vera Vogel removed “alt” from Ben Berger",
		},
		{"members.delete", `{"members":["` + string(ben) + `"]}`, "Vera Vogel hat Ben Berger gelöscht", "Vera Vogel deleted Ben Berger"},
		{
			"members.create", `{"member":"01J00000000000000000000NEW","givenName":"Nina","surname":"Neu","email":"nina@acme.de"}`,
			"Vera Vogel hat Nina Neu angelegt", "Vera Vogel added Nina Neu",
		},
		{"tenants.rename", `{"from":"Acme","to":"Acme Neu"}`, "Vera Vogel hat die Organisation in «Acme Neu» umbenannt", "Vera Vogel renamed the organisation to “Acme Neu”"},
		{
			"tenants.setOffline", `{"from":720,"to":8}`, "Vera Vogel hat festgelegt: Geräte arbeiten 8 Stunden ohne Verbindung",
			"Vera Vogel decided that devices work for 8 hours without a connection",
		},
		{
			"tenants.setOffline", `{"from":720,"to":168}`, "Vera Vogel hat festgelegt: Geräte arbeiten 7 Tage ohne Verbindung",
			"Vera Vogel decided that devices work for 7 days without a connection",
		},
	} {
		h := newHistory(t)
		e := h.do(c.deed, c.args)
		ui.SetLang(org.German)
		if got := h.told(e); got != c.de {
			t.Errorf("%s in German:\n got %q\nwant %q", c.deed, got, c.de)
		}
		ui.SetLang(org.English)
		if got := h.told(e); got != c.en {
			t.Errorf("%s in English:\n got %q\nwant %q", c.deed, got, c.en)
		}
	}
	ui.SetLang(org.German)
}

func TestWhoTakesOverTheGroupsOfSomebodyDeletedIsNotToldAsDeleted(t *testing.T) {
	h := newHistory(t)
	const grid = "01J00000000000000000000GRD"
	h.do("groups.create", `{"group":"`+grid+`","name":"Netz"}`)
	h.do("groups.setPart", `{"group":"`+grid+`","members":["`+string(ben)+`"],"part":"leader"}`)
	e := h.do("members.delete", `{"members":["`+string(ben)+`"],"successors":[{"group":"`+grid+`","member":"`+string(anna)+`"}]}`)
	if len(e.Changes) != 2 {
		t.Fatalf("%d records changed, want the one who is deleted and the successor", len(e.Changes))
	}
	for _, about := range []string{"", string(anna), string(ben)} {
		if got, want := Text(Tell(Item{[]ledger.Entry{e}}, h.names, about)), "Vera Vogel hat Ben Berger gelöscht"; got != want {
			t.Errorf("about %q: got %q, want %q", about, got, want)
		}
	}
}

func TestTellOfGroups(t *testing.T) {
	const netz, werk = `"01J0000000000000000000NETZ"`, `"01J0000000000000000000WERK"`
	before := GroupName
	defer func() { GroupName = before }()
	for _, c := range []struct{ deed, args, de, en string }{
		{"groups.create", `{"group":"01J00000000000000000000NEW","name":"Bau"}`, "Vera Vogel hat die Gruppe «Bau» angelegt", "Vera Vogel created the group “Bau”"},
		{"groups.edit", `{"group":` + netz + `,"fields":{"name":{"from":"Netz","to":"Netze"}}}`, "Vera Vogel hat die Gruppe «Netz» in «Netze» umbenannt", "Vera Vogel renamed the group “Netz” to “Netze”"},
		{"groups.edit", `{"group":` + netz + `,"fields":{"type":{"from":"","to":"Team"}}}`, "Vera Vogel hat bei der Gruppe «Netz» geändert: Art", "Vera Vogel edited the group “Netz”: Type"},
		{"groups.move", `{"group":` + netz + `,"from":"","to":` + werk + `}`, "Vera Vogel hat die Gruppe «Netz» nach «Werk» verschoben", "Vera Vogel moved the group “Netz” to “Werk”"},
		{"groups.delete", `{"group":` + netz + `}`, "Vera Vogel hat die Gruppe «Netz» gelöscht", "Vera Vogel deleted the group “Netz”"},
		{
			"groups.merge", `{"group":` + netz + `,"into":` + werk + `,"members":["` + string(ben) + `"]}`, "Vera Vogel hat die Gruppe «Netz» mit «Werk» zusammengeführt",
			"Vera Vogel merged the group “Netz” into “Werk”",
		},
		{"groups.merge", `{"group":` + netz + `,"into":` + werk + `}`, "Vera Vogel hat die Gruppe «Netz» mit einer anderen zusammengeführt", "Vera Vogel merged the group “Netz” with another"},
		{
			"groups.addMembers", `{"group":` + netz + `,"members":["` + string(anna) + `"]}`, "Vera Vogel hat Anna Albrecht zu «Netz» hinzugefügt",
			"Vera Vogel added Anna Albrecht to “Netz”",
		},
		{
			"groups.setPart", `{"group":` + netz + `,"members":["` + string(ben) + `"],"part":"leader"}`, "Vera Vogel hat Ben Berger zur Leitung von «Netz» gemacht",
			"Vera Vogel made Ben Berger a leader of “Netz”",
		},
		{"groups.removeMembers", `{"group":` + netz + `,"members":["` + string(ben) + `"]}`, "Vera Vogel hat Ben Berger aus «Netz» genommen", "Vera Vogel took Ben Berger out of “Netz”"},
	} {
		h := newHistory(t)
		GroupName = func(id org.GroupID) (string, bool) {
			g, err := ledger.Group(h.world, id)
			return g.Name, err == nil
		}
		h.do("groups.create", `{"group":`+netz+`,"name":"Netz"}`)
		h.do("groups.create", `{"group":`+werk+`,"name":"Werk"}`)
		h.do("groups.addMembers", `{"group":`+netz+`,"members":["`+string(ben)+`"]}`)
		e := h.do(c.deed, c.args)
		ui.SetLang(org.German)
		if got := h.told(e); got != c.de {
			t.Errorf("%s in German:\n got %q\nwant %q", c.deed, got, c.de)
		}
		ui.SetLang(org.English)
		if got := h.told(e); got != c.en {
			t.Errorf("%s in English:\n got %q\nwant %q", c.deed, got, c.en)
		}
		if len(Lines(e.Changes[0])) == 0 {
			t.Errorf("%s: nothing is told of %v", c.deed, e.Changes[0])
		}
	}
	ui.SetLang(org.German)
}

func TestTellLinksOnlyMembersThatAreNamed(t *testing.T) {
	h := newHistory(t)
	parts := Tell(Item{[]ledger.Entry{h.do("members.deactivate", `{"members":["`+string(ben)+`"]}`)}}, h.names, "")
	linked := map[string]string{}
	for _, p := range parts {
		if p.Member != "" {
			linked[p.Member] = p.Text
		}
	}
	if len(linked) != 2 || linked[string(ben)] != "Ben Berger" || linked[string(vera)] != "Vera Vogel" {
		t.Errorf("links are %v, want Vera Vogel and Ben Berger", linked)
	}
}

func TestTellOfSomebodyWhoIsGone(t *testing.T) {
	h := newHistory(t)
	edit := h.do("members.edit", `{"member":"`+string(ben)+`","fields":{"title":{"from":"","to":"Meister"}}}`)
	h.do("members.delete", `{"members":["`+string(ben)+`"]}`)
	if got := h.told(edit); !strings.Contains(got, "Ben Berger") {
		t.Errorf("%q: the entry that deleted Ben tells how he was called", got)
	}
	h.names = NewNames(func(string) (string, bool) { return "", false })
	if got := h.told(edit); !strings.Contains(got, ui.T("audit.somebody")) {
		t.Errorf("%q: nobody knows the name, so it is told without", got)
	}
}

func TestUnknownAreTheNamesThatSentencesLack(t *testing.T) {
	h := newHistory(t)
	one := h.do("members.deactivate", `{"members":["`+string(ben)+`","`+string(anna)+`"]}`)
	two := h.do("members.delete", `{"members":["`+string(anna)+`"]}`)
	nobody := NewNames(func(string) (string, bool) { return "", false })
	got := nobody.Unknown([]ledger.Entry{two, one, one}, 9)
	if len(got) != 1 || got[0] != one.Changes[0].ID {
		t.Errorf("unknown are %v, want only the first of the deactivated: deleting tells the name itself", got)
	}
	nobody.Forget(got[0])
	if again := nobody.Unknown([]ledger.Entry{one}, 9); len(again) != 0 {
		t.Errorf("%v is asked for again after it was given up", again)
	}
}

func TestTellUndo(t *testing.T) {
	h := newHistory(t)
	e := h.do("members.deactivate", `{"members":["`+string(ben)+`"]}`)
	undo := h.do("ledger.undo", `{"entries":[1]}`)
	if got, want := h.told(undo), "Vera Vogel hat Eintrag 1 zurückgenommen: Ben Berger ist nicht mehr deaktiviert"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	leads := false
	for _, p := range Tell(Item{[]ledger.Entry{undo}}, h.names, "") {
		leads = leads || p.Entry == 1 && p.Text == "Eintrag 1"
	}
	if !leads {
		t.Error("the sentence does not lead to the entry that it is about")
	}
	if by := UndoneBy([]ledger.Entry{undo, e}); by[e.Seq] != undo.Seq {
		t.Errorf("entry %d is undone by %d, want %d", e.Seq, by[e.Seq], undo.Seq)
	}
}

func TestTellWhatAnUndoLedTo(t *testing.T) {
	member := string(ben)
	for _, c := range []struct{ deed, args, de, en string }{
		{"tenants.rename", `{"from":"Acme","to":"Acme Neu"}`, "Die Organisation heißt wieder «Acme»", "the organisation is called “Acme” again"},
		{"tenants.setOffline", `{"from":720,"to":1}`, "Geräte arbeiten wieder 30 Tage ohne Verbindung", "devices work for 30 days without a connection again"},
		{"members.delete", `{"members":["` + member + `"]}`, "Ben Berger ist wieder da", "Ben Berger is here again"},
		{"members.deactivate", `{"members":["` + member + `"]}`, "Ben Berger ist nicht mehr deaktiviert", "Ben Berger is no longer deactivated"},
		{
			"members.create", `{"member":"01J00000000000000000000NEW","givenName":"Nina","surname":"Neu","email":"nina@acme.de"}`,
			"Nina Neu ist damit gelöscht", "this deleted Nina Neu",
		},
		{
			"members.edit", `{"member":"` + member + `","fields":{"title":{"from":"","to":"Meister"},"location":{"from":"","to":"Lindau"}}}`,
			"Ben Berger (Position und Standort)", "Ben Berger (Job title and Location)",
		},
		{"members.deactivate", `{"members":["` + member + `","` + string(anna) + `"]}`, "Anna Albrecht und eine weitere Person", "Anna Albrecht and one other"},
	} {
		h := newHistory(t)
		h.do(c.deed, c.args)
		undo := h.do("ledger.undo", `{"entries":[1]}`)
		ui.SetLang(org.German)
		if got, want := h.told(undo), "Vera Vogel hat Eintrag 1 zurückgenommen: "+c.de; got != want {
			t.Errorf("%s in German:\n got %q\nwant %q", c.deed, got, want)
		}
		ui.SetLang(org.English)
		if got, want := h.told(undo), "Vera Vogel took back entry 1: "+c.en; got != want {
			t.Errorf("%s in English:\n got %q\nwant %q", c.deed, got, want)
		}
	}
	ui.SetLang(org.German)
}

func TestTellTheDevice(t *testing.T) {
	for _, c := range []struct {
		device   org.Device
		de, en   string
		kind, in string
	}{
		{org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}, "Firefox auf Android", "Firefox on Android", "Telefon", "phone"},
		{org.Device{Kind: org.Tablet, Browser: "Safari", System: "iPadOS"}, "Safari auf iPadOS", "Safari on iPadOS", "Tablet", "tablet"},
		{org.Device{Kind: org.Computer, System: "Linux"}, "Browser auf Linux", "a browser on Linux", "Computer", "computer"},
		{org.Device{Kind: org.UnknownDevice, Browser: "Firefox"}, "Firefox", "Firefox", "", ""},
		{org.Device{Kind: org.UnknownDevice}, "unbekanntes Gerät", "unknown device", "", ""},
		{org.Device{Kind: org.Software}, "über die Schnittstelle", "through the API", "", ""},
		{org.Device{}, "", "", "", ""},
	} {
		ui.SetLang(org.German)
		if Device(c.device) != c.de || DeviceKind(c.device) != c.kind {
			t.Errorf("%+v is %q, %q, want %q, %q", c.device, Device(c.device), DeviceKind(c.device), c.de, c.kind)
		}
		ui.SetLang(org.English)
		if Device(c.device) != c.en || DeviceKind(c.device) != c.in {
			t.Errorf("%+v is %q, %q, want %q, %q", c.device, Device(c.device), DeviceKind(c.device), c.en, c.in)
		}
	}
	ui.SetLang(org.German)
}

func TestItemsPutStepsOfAJobTogether(t *testing.T) {
	h := newHistory(t)
	row := func(id, mail string) string {
		return `{"rows":[{"row":2,"member":"01J0000000000000000000` + id + `","givenName":"N","surname":"N","email":"` + mail + `"}]}`
	}
	one, two := h.do("members.import", row("0001", "a@b.de")), h.do("members.import", row("0002", "c@d.de"))
	one.Batch, two.Batch = "01J0000000000000000000J0B0", "01J0000000000000000000J0B0"
	edit := h.do("members.deactivate", `{"members":["`+string(ben)+`"]}`)
	items := Items([]ledger.Entry{edit, two, one})
	if len(items) != 2 || len(items[1].Entries) != 2 || items[1].Seq() != two.Seq || items[1].First() != one.Seq || items[1].Changes() != 2 {
		t.Fatalf("items are %+v, want the two steps of the job as one", items)
	}
	if got, want := Text(Tell(items[1], h.names, "")), "Vera Vogel hat 2 Mitglieder aus einer Liste angelegt"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGroupsFromAListAreToldTogether(t *testing.T) {
	h := newHistory(t)
	one := h.do("groups.import", `{"groups":[{"row":2,"group":"01J0000000000000000000GRP1","name":"Werk"},{"row":3,"group":"01J0000000000000000000GRP2","name":"Netz"}]}`)
	two := h.do("groups.import", `{"groups":[{"row":2,"group":"01J0000000000000000000GRP1","name":"Werke"}]}`)
	one.Batch, two.Batch = "01J0000000000000000000J0B0", "01J0000000000000000000J0B0"
	if got, want := Text(Tell(Items([]ledger.Entry{two, one})[0], h.names, "")), "Vera Vogel hat aus einer Liste 2 Gruppen angelegt und 1 geändert"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLines(t *testing.T) {
	h := newHistory(t)
	e := h.do("members.edit", `{"member":"`+string(ben)+`","fields":{"role":{"from":"user","to":"guest"},"startDate":{"from":"","to":"2026-03-31"},"tags":{"from":["alt"],"to":["neu"]}}}`)
	lines := Lines(e.Changes[0])
	if len(lines) != 3 {
		t.Fatalf("%d lines, want role, tags and start date: %+v", len(lines), lines)
	}
	for i, want := range []Line{
		{Field: "role", Label: "Rolle", Before: "Mitglied", After: "Gast"},
		{Field: "tags", Label: "Tags", Before: "alt", After: "neu"},
		{Field: "startDate", Label: "Eintritt", After: "2026-03-31"},
	} {
		got := lines[i]
		if got.Field != want.Field || got.Label != want.Label || got.Before != want.Before || got.After != want.After {
			t.Errorf("line %d is %+v, want %+v", i, got, want)
		}
	}
	off := Lines(h.do("members.deactivate", `{"members":["`+string(ben)+`"]}`).Changes[0])
	if len(off) != 1 || off[0].Before != "offen" || off[0].After != "beendet" {
		t.Errorf("deactivating tells %+v, want access from open to ended", off)
	}
}

// TestEveryRecordHasALabel keeps the fields of records and their names together.
func TestEveryRecordHasALabel(t *testing.T) {
	for _, e := range []ledger.Entity{
		org.Tenant{Name: "x", Language: "de", Founded: "2026-01-01"},
		org.Member{GivenName: "x", Surname: "x", Email: "x", Role: org.User, Confirmed: true, Deactivated: true, Title: "x", Location: "x", Phone: "x", Tags: []string{"x"}, StartDate: "x", Notes: "x"},
	} {
		for name := range ledger.FieldsOf(e) {
			if Label(name) == "field."+name {
				t.Errorf("field.%s has no text: add it to shared/text/members.txt", name)
			}
			if place(name) == len(order) {
				t.Errorf("%s has no place in the order of lines.go", name)
			}
		}
	}
	for _, field := range members.EditableFields {
		if Label(field) == "field."+field {
			t.Errorf("field.%s has no text: add it to shared/text/members.txt", field)
		}
	}
}

func TestWhenAnEntryWasAskedForIsToldWhereItMatters(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 6, 0, 0, time.UTC)
	for before, told := range map[time.Duration]bool{
		0: false, 30 * time.Second: false, time.Minute: false, 61 * time.Second: true, 48 * time.Hour: true, -2 * time.Minute: true,
	} {
		asked := at.Add(-before)
		e := ledger.Entry{At: at, Command: org.NewID[org.CommandID](asked.UnixMilli(), [10]byte{1})}
		if got := Claimed(e); got.IsZero() == told || told && !got.Equal(asked) {
			t.Errorf("asked for %v before: told %v", before, got)
		}
	}
	if !Claimed(ledger.Entry{At: at}).IsZero() {
		t.Error("an entry without a command tells when it was asked for")
	}
}
