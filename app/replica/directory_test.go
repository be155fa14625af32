package replica

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stellwerk/shared/exact"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// person is a member for lists.
func person(given, surname string, change ...func(*org.Member)) org.Member {
	m := org.Member{GivenName: given, Surname: surname, Role: org.User, Confirmed: true}
	m.Email = org.Email(strings.ToLower(given) + "@acme.de")
	for _, c := range change {
		c(&m)
	}
	return m
}

func filled(people ...org.Member) *Directory {
	d := newDirectory()
	for _, p := range people {
		d.set(all.member(), p)
	}
	return d
}

func surnames(d *Directory, q Query) string {
	var out []string
	for _, slot := range d.Find(q) {
		_, m := d.At(slot)
		out = append(out, m.Surname)
	}
	return strings.Join(out, " ")
}

func TestSortedAsTheLanguageExpects(t *testing.T) {
	d := filled(person("A", "Zander"), person("B", "Öhler"), person("C", "Ohm"), person("D", "Ärmel"), person("E", "Arnold"), person("F", "Çelik"),
		person("G", "Cramer"), person("H", "Łukasz"), person("I", "Lutz"), person("K", "Straße"), person("J", "Strasse"), person("L", "İnan"))
	want := "Ärmel Arnold Çelik Cramer İnan Łukasz Lutz Öhler Ohm Strasse Straße Zander"
	if got := surnames(d, Query{}); got != want {
		t.Errorf("by name: %s\nwant:    %s", got, want)
	}
	if got := strings.Fields(surnames(d, Query{Down: true})); got[0] != "Zander" || got[len(got)-1] != "Ärmel" {
		t.Errorf("the other way round: %v", got)
	}
}

func TestFoundHoweverItIsSpelled(t *testing.T) {
	d := filled(person("Jürgen", "Müller", func(m *org.Member) { m.Location = "Köln"; m.Tags = []string{"Werk Süd"} }), person("Jan", "Mueller"),
		person("Søren", "Nuß"), person("Ben", "Berg"))
	for _, c := range []struct{ search, want string }{
		{"müller", "Mueller Müller"},
		{"MUELLER", "Mueller Müller"},
		{"muller", "Müller"},
		{"jürgen mü", "Müller"},
		{"juergen", "Müller"},
		{"jurgen koeln", "Müller"},
		{"süd", "Müller"},
		{"nuss", "Nuß"},
		{"soeren", "Nuß"},
		{"soren", "Nuß"},
		{"ben@acme", "Berg"},
		{"  ", "Berg Mueller Müller Nuß"},
		{"berg müller", ""},
	} {
		if got := surnames(d, Query{Search: c.search}); got != c.want {
			t.Errorf("%q finds %q, want %q", c.search, got, c.want)
		}
	}
}

func TestFiltersAndCounts(t *testing.T) {
	d := filled(
		person("A", "Active"),
		person("P", "Pending", func(m *org.Member) { m.Confirmed = false }),
		person("D", "Gone", func(m *org.Member) { m.Deactivated = true; m.Tags = []string{"temporär"} }),
		person("G", "Guest", func(m *org.Member) { m.Role = org.Guest; m.Tags = []string{"Temporär", "extern"} }),
	)
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Status: org.Active}, "Active Guest"},
		{Query{Status: org.Pending}, "Pending"},
		{Query{Status: org.Deactivated}, "Gone"},
		{Query{Kind: org.KindGuest}, "Guest"},
		{Query{Tag: "temporär"}, "Gone Guest"},
		{Query{Tag: "temporär", Kind: org.KindUser}, "Gone"},
		{Query{Sort: SortStatus}, "Active Guest Pending Gone"},
		{Query{Sort: SortRole, Down: true}, "Guest Pending Gone Active"},
	} {
		if got := surnames(d, c.q); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
	if c := d.Counts(); c.All != 4 || c.Users != 3 || c.Guests != 1 || c.ByStatus[org.Active] != 2 {
		t.Errorf("counts %+v", c)
	}
	moved := person("M", "Moved", func(m *org.Member) { m.Location, m.Title = "Ölde", "Ärztin" })
	for _, m := range []org.Member{moved, person("Z", "Zoo", func(m *org.Member) { m.Location, m.Title = "Olpe", "Azubi" }), person("S", "Stays", func(m *org.Member) { m.Location = "Zell" })} {
		d.set(all.member(), m)
	}
	if got := surnames(d, Query{Location: "Ölde"}); got != "Moved" {
		t.Errorf("at Ölde is %q", got)
	}
	if at := d.Locations(); len(at) != 3 || at[0] != (TagCount{"Ölde", 1}) || at[1].Tag != "Olpe" || at[2].Tag != "Zell" {
		t.Errorf("locations %+v; Ö stands beside O", at)
	}
	if got := surnames(d, Query{Sort: SortTitle}); !strings.HasPrefix(got, "Moved Zoo ") {
		t.Errorf("by job title %q; Ä stands beside A, and nobody without one is before them", got)
	}
	if tags := d.Tags(); len(tags) != 2 || tags[0].Tag != "extern" || tags[1].N != 2 {
		t.Errorf("tags %+v; one tag in two cases is one tag", tags)
	}
}

// TestKeptUpToDate: changing members one by one leads to the same lists as putting all in anew.
func TestKeptUpToDate(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	d := newDirectory()
	have := map[org.MemberID]org.Member{}
	var known []org.MemberID
	queries := []Query{{}, {Sort: SortEmail}, {Sort: SortStatus, Down: true}, {Search: "a"}, {Status: org.Active}, {Sort: SortLocation}}
	for round := range 300 {
		for range chance.IntN(4) {
			id := all.member()
			if len(known) > 0 && chance.IntN(3) > 0 {
				id = known[chance.IntN(len(known))]
			} else {
				known = append(known, id)
			}
			if chance.IntN(5) == 0 {
				delete(have, id)
				d.set(id, nil)
				continue
			}
			m := person(string(rune('a'+chance.IntN(26))), string(rune('A'+chance.IntN(26))), func(m *org.Member) { m.Deactivated = chance.IntN(2) == 0 })
			have[id] = m
			d.set(id, m)
		}
		fresh := newDirectory()
		for id, m := range have {
			fresh.set(id, m)
		}
		for _, q := range queries {
			if got, want := listed(d, q), listed(fresh, q); !slices.Equal(got, want) {
				t.Fatalf("round %d, %+v:\n%v\nanew:\n%v", round, q, got, want)
			}
		}
	}
}

func listed(d *Directory, q Query) (out []string) {
	for _, slot := range d.Find(q) {
		id, m := d.At(slot)
		out = append(out, string(id)+m.Name())
	}
	return out
}

func TestAPageIsReadAsEncodingJSONReadsIt(t *testing.T) {
	m := person("Jürgen \"Jü\"\u2028", "O'Neill\\ \t😀", func(m *org.Member) {
		m.Tags, m.Notes, m.StartDate, m.Deactivated = []string{"a", "b/c"}, "erste\nzweite <&>", "2026-03-31", true
	})
	reply := route.SnapshotReply{Seq: 7, Total: 3, Next: "n", Cursor: "c", Records: []route.SyncRecord{
		{Kind: ledger.KindMember, ID: "1", Seq: 5, Fields: ledger.FieldsOf(m)},
		{Kind: ledger.KindMember, ID: "2", Seq: 6},
		{Kind: ledger.KindTenant, ID: "3", Seq: 1, Fields: ledger.FieldsOf(org.Tenant{Name: "Acme", Language: "de"})},
	}}
	data, err := json.MarshalIndent(reply, " ", "\t")
	if err != nil {
		t.Fatal(err)
	}
	p, err := decodePage(data, &packer{})
	if err != nil || p.seq != 7 || p.total != 3 || p.next != "n" || p.cursor != "c" || len(p.records) != 3 {
		t.Fatalf("%+v, %v", p, err)
	}
	if got, _ := p.records[0].Value.(org.Member); string(ledger.EncodeEntity(got)) != string(ledger.EncodeEntity(m)) || p.records[0].Seq != 5 {
		t.Errorf("read  %s\nwrote %s", ledger.EncodeEntity(got), ledger.EncodeEntity(m))
	}
	if p.records[1].Alive() || p.records[2].Value.(org.Tenant).Name != "Acme" {
		t.Errorf("%+v", p.records[1:])
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"seq":1,"records":[{"kind":"member","id":"1","seq":2,"fields":{"givenName":"A\u00e9","tags":["x"],"confirmed":true}}],"next":""}`))
	f.Add([]byte(`{"seq":-1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := decodePage(data, &packer{})
		if err != nil {
			return
		}
		var want route.SnapshotReply
		if exact.Unmarshal(data, &want) == nil && len(want.Records) != len(p.records) {
			t.Errorf("%d records, shared/exact reads %d", len(p.records), len(want.Records))
		}
	})
}

// thousands is a snapshot of n members in pages of the usual size.
func thousands(n int) [][]byte {
	chance := rand.New(rand.NewPCG(3, 4))
	given := []string{"Jürgen", "Anna", "Çiğdem", "Ben", "Eva-Maria", "Söhnke", "Ute"}
	var pages [][]byte
	for from := 0; from < n; from += route.SnapshotPage {
		reply := route.SnapshotReply{Seq: 1, Total: n, Next: strconv.Itoa(from + route.SnapshotPage)}
		for i := from; i < min(n, from+route.SnapshotPage); i++ {
			m := person(given[chance.IntN(len(given))], fmt.Sprintf("Müller%d", chance.IntN(9999)), func(m *org.Member) {
				m.Email = org.Email(fmt.Sprintf("person%d@stadtwerke-lindau.de", i))
				m.Title, m.Location, m.Phone, m.Tags = "Fachkraft für Netze", "Lindau", "+49 8382 704-0", []string{"Netz"}
			})
			reply.Records = append(reply.Records, route.SyncRecord{Kind: ledger.KindMember, ID: string(all.member()), Seq: 1, Fields: ledger.FieldsOf(m)})
		}
		if from+route.SnapshotPage >= n {
			reply.Next, reply.Cursor = "", "1"
		}
		data, _ := json.Marshal(reply)
		pages = append(pages, data)
	}
	return pages
}

func loaded(b *testing.B, pages [][]byte) *Replica {
	r := New(tenant, olive, now, all.command)
	for _, p := range pages {
		next, _ := r.Next()
		if err := r.Loaded(next, p); err != nil {
			b.Fatal(err)
		}
		for r.Settle(250) {
		}
	}
	return r
}

func BenchmarkLoad50000(b *testing.B) {
	pages := thousands(50_000)
	for b.Loop() {
		loaded(b, pages)
	}
}

func BenchmarkOf50000(b *testing.B) {
	r := loaded(b, thousands(50_000))
	d := r.Directory()
	ids := make([]org.MemberID, 0, 40)
	for _, slot := range d.Find(Query{})[:40] {
		id, _ := d.At(slot)
		ids = append(ids, id)
	}
	b.Run("search", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			d.Find(Query{Search: "müller" + strconv.Itoa(i%1000)})
		}
	})
	b.Run("sort by e-mail anew", func(b *testing.B) {
		for b.Loop() {
			delete(d.orders, SortEmail)
			d.version++
			d.Find(Query{Sort: SortEmail})
		}
	})
	b.Run("one changed, list again", func(b *testing.B) {
		_, m := d.At(0)
		for b.Loop() {
			d.set(ids[0], m)
			d.Find(Query{})
		}
	})
	b.Run("deactivate 40 and undo", func(b *testing.B) {
		for b.Loop() {
			id, err := r.Do("members.deactivate", list(ids...), "")
			if err != nil {
				b.Fatal(err)
			}
			if err := r.Undo(id, ""); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestTypingFindsWhatAskingAtOnceFinds: each letter searches among what the one before has found.
func TestTypingFindsWhatAskingAtOnceFinds(t *testing.T) {
	people := []org.Member{person("Jürgen", "Müller"), person("Jan", "Mueller"), person("Ute", "Unger"), person("Straße", "Großmann"), person("Aß", "Ss")}
	for _, typed := range []string{"müller", "mueller", "jürgen müller", "ute u", "großm", "ass", "ß", "üe"} {
		d := filled(people...)
		for i := range typed {
			surnames(d, Query{Search: typed[:i]})
		}
		got := surnames(d, Query{Search: typed})
		if want := surnames(filled(people...), Query{Search: typed}); got != want {
			t.Errorf("typing %q finds %q, asking for it at once %q", typed, got, want)
		}
	}
}
