package palette

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"stellwerk/app/replica"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

var entries = []Entry{
	{Key: "page.members", Group: Pages, Text: "Mitglieder", Common: true},
	{Key: "page.audit", Group: Pages, Text: "Verlauf", Words: "Protokoll Audit", Common: true},
	{Key: "deed.add", Group: Deeds, Text: "Mitglied anlegen", Common: true},
	{Key: "deed.export", Group: Deeds, Text: "Verlauf exportieren"},
	{Key: "deed.rename", Group: Deeds, Text: "Organisation umbenennen", Second: "Organisation"},
	{Key: "setting.name", Group: Settings, Text: "Name", Second: "Organisation"},
	{Key: "setting.look", Group: Settings, Text: "Aussehen", Second: "Profil", Words: "dunkel hell Größe"},
}

// directory holds n members called in turns.
func directory(tb testing.TB, n int, called ...string) *replica.Directory {
	tb.Helper()
	now := func() time.Time { return time.Unix(0, 0) }
	r := replica.New("01HZZZZZZZZZZZZZZZZZZZZZZZ", ledger.Actor{}, now, func() org.CommandID { return "" })
	reply := route.SnapshotReply{Seq: 1, Total: n, Cursor: "1"}
	for i := range n {
		given, surname, _ := strings.Cut(called[i%len(called)], " ")
		m := org.Member{GivenName: given, Surname: surname, Role: org.User, Email: org.Email(fmt.Sprintf("p%d@acme.de", i))}
		if n > len(called) {
			m.Surname += strconv.Itoa(i)
		}
		reply.Records = append(reply.Records, route.SyncRecord{Kind: ledger.KindMember, ID: fmt.Sprintf("%026d", i), Seq: 1, Fields: ledger.FieldsOf(m)})
	}
	return loaded(tb, r, reply)
}

func loaded(tb testing.TB, r *replica.Replica, reply route.SnapshotReply) *replica.Directory {
	tb.Helper()
	data, err := json.Marshal(reply)
	if err == nil {
		err = r.Loaded("", data)
	}
	if err != nil {
		tb.Fatal(err)
	}
	for r.Settle(1000) {
	}
	return r.Directory()
}

func TestTeamsAreFoundByNameAndType(t *testing.T) {
	r := replica.New("01HZZZZZZZZZZZZZZZZZZZZZZZ", ledger.Actor{}, func() time.Time { return time.Unix(0, 0) }, func() org.CommandID { return "" })
	reply := route.SnapshotReply{Seq: 1, Total: 0, Cursor: "1"}
	for i, g := range []org.Group{{Name: "Netzbetrieb", Type: "Abteilung"}, {Name: "Betriebsrat"}, {Name: "Leitstelle", Type: "Betrieb"}} {
		reply.Records = append(reply.Records, route.SyncRecord{Kind: ledger.KindGroup, ID: fmt.Sprintf("%026d", i+1), Seq: 1, Fields: ledger.FieldsOf(g)})
	}
	d := loaded(t, r, reply)
	for _, c := range []struct {
		typed, want string
		onlyPeople  bool
	}{
		{"betrieb", "teams: 2 3 1", false}, {"netz", "teams: 1", false}, {"verl", "pages: page.audit; deeds: deed.export", false}, {"betrieb", "", true},
	} {
		p := New()
		p.Offer(entries)
		p.Type(d, c.typed, c.onlyPeople)
		if got := shown(p); got != c.want {
			t.Errorf("%q shows %q, want %q", c.typed, got, c.want)
		}
	}
}

func anybody(Hit) bool { return true }

// shown spells the sections: group: hits; group: …
func shown(p *Palette) string {
	names := [...]string{"recent", "people", "teams", "pages", "deeds", "settings"}
	var out []string
	for _, s := range p.Sections(anybody) {
		var hits []string
		for _, h := range s.Hits {
			hits = append(hits, strings.TrimLeft(h.ID(), "0"))
		}
		out = append(out, names[s.Group]+": "+strings.Join(hits, " "))
	}
	return strings.Join(out, "; ")
}

func TestGroupsThatAnswerBestComeFirst(t *testing.T) {
	d := directory(t, 4, "Nora Ohm", "Mia Berg", "Jürgen Vogel", "Vera Müller")
	for _, c := range []struct{ typed, want string }{
		{"mi", "people: 1; pages: page.members; deeds: deed.add"},
		{"verl", "pages: page.audit; deeds: deed.export"},
		{"ver", "people: 3; pages: page.audit; deeds: deed.export"},
		{"org", "deeds: deed.rename; settings: setting.name"},
		{"protokoll", "pages: page.audit"},
		{"groesse", "settings: setting.look"},
		{"GROSSE", "settings: setting.look"},
		{"mueller", "people: 3"},
		{"zzz", ""},
	} {
		p := New()
		p.Offer(entries)
		p.Type(d, c.typed, false)
		for p.Run(1) {
		}
		if got := shown(p); got != c.want {
			t.Errorf("%q shows %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestWhileNothingIsTyped(t *testing.T) {
	d := directory(t, 1, "Nora Ohm")
	p := New()
	p.Offer(entries)
	p.Type(d, "", false)
	if got := shown(p); got != "pages: page.members page.audit; deeds: deed.add" {
		t.Errorf("at first: %s", got)
	}
	p.Recents.Use(Hit{Key: "setting.name"})
	p.Recents.Use(Hit{Key: "page.audit"})
	p.Recents.Use(Hit{Member: "7"})
	p.Recents.Use(Hit{Key: "setting.name"})
	p.Recents.Use(Hit{Key: "gone.meanwhile"})
	if got, want := shown(p), "recent: setting.name 7 page.audit; pages: page.members; deeds: deed.add"; got != want {
		t.Errorf("recently used: %s, want %s", got, want)
	}
	p.Type(d, " ", true)
	if got := shown(p); got != "recent: 7" {
		t.Errorf("when a person is to be chosen: %s", got)
	}
}

func TestWhatIsRememberedHoldsNobody(t *testing.T) {
	var r Recents
	for i := range 20 {
		r.Use(Hit{Key: "k" + strconv.Itoa(i)})
	}
	r.Use(Hit{Member: "somebody"})
	if got := r.Kept(); strings.Contains(got, "somebody") || !strings.HasPrefix(got, "k19 k18") || len(strings.Fields(got)) != keptRecents-1 {
		t.Errorf("remembered: %s", got)
	}
	var again Recents
	again.Recall(r.Kept())
	if again.Kept() != r.Kept() {
		t.Errorf("recalled: %s", again.Kept())
	}
	if r.Forget(); len(r.list) != keptRecents-1 {
		t.Error("a member is still remembered")
	}
}

func BenchmarkKeyAmong50000(b *testing.B) {
	d := directory(b, 50_000, "Jürgen Müller", "Anna Berg", "Çiğdem Şimşek", "Eva-Maria Ohm")
	for _, typed := range []string{"m", "mül", "berg4999", "verlauf"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			p := New()
			p.Offer(entries)
			for b.Loop() {
				p.Type(d, "", false)
				p.Type(d, typed, false)
				for p.Run(1000) {
				}
				p.Sections(anybody)
			}
		})
	}
}
