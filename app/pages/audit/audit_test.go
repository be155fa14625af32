package audit

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	all "stellwerk/shared/deeds"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/text"
)

const (
	house = org.TenantID("01J00000000000000000TENANT")
	vera  = "01J00000000000000000000VER"
)

func TestFilterLivesInTheAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Filter{
			Person: rapid.SampledFrom([]string{"", vera}).Draw(t, "person"),
			Deed:   rapid.SampledFrom(append([]string{""}, deeds...)).Draw(t, "deed"),
			When:   rapid.SampledFrom([]Period{Always, Today, Week, Month, Range}).Draw(t, "when"),
			About:  rapid.SampledFrom([]string{"", vera}).Draw(t, "about"),
			Entry:  rapid.SampledFrom([]uint64{0, 1, 277}).Draw(t, "entry"),
		}
		if f.When == Range {
			f.From = rapid.SampledFrom([]string{"", "2026-01-31"}).Draw(t, "from")
			f.To = rapid.SampledFrom([]string{"", "2026-02-28"}).Draw(t, "to")
		}
		_, query, _ := strings.Cut(f.Address(), "?")
		if got := ParseFilter(query); got != f {
			t.Fatalf("%+v became %+v by way of %s", f, got, f.Address())
		}
	})
	if got := ParseFilter("who=nobody&what=members.hack&when=ever&from=yesterday&entry=-1"); got != (Filter{}) {
		t.Errorf("a query of nonsense is %+v, want no filter", got)
	}
}

func TestAListOfPeopleThatIsOpenDoesNotMoveUnderTheFinger(t *testing.T) {
	of := func(ids string) (out []ui.Option) {
		for id := range strings.FieldsSeq(ids) {
			out = append(out, ui.Option{Value: id})
		}
		return out
	}
	for _, c := range [][3]string{{"vera zoe", "anna vera xaver zoe", "vera zoe anna xaver"}, {"", "anna vera", "anna vera"}, {"anna vera zoe", "anna zoe", "anna zoe"}} {
		if got := steady(of(c[0]), of(c[1])); !slices.Equal(got, of(c[2])) {
			t.Errorf("after %s, of %s: %v, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestPeriodsAreDaysOfThePersonsClock(t *testing.T) {
	zone := time.FixedZone("Berlin", 2*3600)
	now := time.Date(2026, 3, 31, 0, 30, 0, 0, zone)
	q := Filter{When: Week}.Query(now)
	if want := time.Date(2026, 3, 25, 0, 0, 0, 0, zone); !q.From.Equal(want) || !q.To.IsZero() {
		t.Errorf("the last 7 days begin at %v, want %v, and are open to now", q.From, want)
	}
	q = Filter{When: Range, From: "2026-03-01", To: "2026-03-31"}.Query(now)
	if want := time.Date(2026, 4, 1, 0, 0, 0, 0, zone); !q.To.Equal(want) {
		t.Errorf("March ends at %v, want %v: its last day counts", q.To, want)
	}
}

// chainOf makes n entries, the latest first.
func chainOf(t testing.TB, n int) []ledger.Entry {
	t.Helper()
	var prev ledger.Digest
	out := make([]ledger.Entry, n)
	for i := range n {
		name, _ := json.Marshal(strings.Repeat("x", i+1))
		e, err := ledger.Seal(house, ledger.Entry{
			Seq: uint64(i + 1), At: time.UnixMilli(int64(i)).UTC(), Actor: ledger.EntryActor{Member: vera, Name: "=Vera"}, Command: "c", Deed: "members.edit",
			Changes: []ledger.Change{{Kind: ledger.KindMember, ID: vera, Op: ledger.Updated, After: ledger.Fields{"title": name}}},
		}, prev, func() [16]byte { return [16]byte{byte(i)} })
		if err != nil {
			t.Fatal(err)
		}
		prev, out[n-1-i] = e.Hash, e
	}
	return out
}

func check(chain []ledger.Entry, head ledger.Head) *Check {
	c := NewCheck(house)
	c.Begin(head)
	for _, e := range chain {
		if !c.Add(e) {
			return c
		}
	}
	c.End()
	return c
}

func TestCheck(t *testing.T) {
	const n = 7
	head := func(chain []ledger.Entry) ledger.Head { return ledger.Head{Seq: chain[0].Seq, Hash: chain[0].Hash} }
	good := chainOf(t, n)
	for _, c := range []struct {
		story  string
		spoil  func(chain []ledger.Entry) []ledger.Entry
		broken uint64
		done   int
	}{
		{"an untouched chain", func(c []ledger.Entry) []ledger.Entry { return c }, 0, n},
		{"a value changed", func(c []ledger.Entry) []ledger.Entry {
			c[2].Changes = []ledger.Change{c[2].Changes[0]}
			c[2].Changes[0].After = ledger.Fields{"title": json.RawMessage(`"Chef"`)}
			return c
		}, 5, 2},
		{"an entry taken out", func(c []ledger.Entry) []ledger.Entry { return append(c[:3:3], c[4:]...) }, 5, 2},
		{"the latest taken out", func(c []ledger.Entry) []ledger.Entry { return c[1:] }, 7, 0},
		{"the first taken out", func(c []ledger.Entry) []ledger.Entry { return c[:n-1] }, 2, n - 2},
		{"a name changed in the first", func(c []ledger.Entry) []ledger.Entry { c[n-1].Actor.Name = "Ben"; return c }, 1, n - 1},
	} {
		chain := append([]ledger.Entry{}, good...)
		got := check(c.spoil(chain), head(good))
		if got.Broken != c.broken || got.Done != c.done || !got.Over {
			t.Errorf("%s: breaks at %d after %d good ones, want %d after %d", c.story, got.Broken, got.Done, c.broken, c.done)
		}
	}
}

func TestCheckPassesOverEntriesNewerThanItself(t *testing.T) {
	chain := chainOf(t, 4)
	c := check(chain, ledger.Head{Seq: 3, Hash: chain[1].Hash})
	if c.Broken != 0 || c.Done != 3 {
		t.Errorf("breaks at %d after %d, want 3 good ones: the fourth came after the check had begun", c.Broken, c.Done)
	}
}

func TestExportIsSafeAndWhole(t *testing.T) {
	ui.SetLang(org.German)
	chain := chainOf(t, 3)
	names := story.NewNames(func(string) (string, bool) { return "@Ben", true })
	data, err := CSV(chain, names)
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != 3 || table.Rows[0].Cells[0] != "3" || table.Rows[0].Cells[2] != "=Vera" {
		t.Errorf("the table reads back as %v, want three rows from entry 3 on", table.Rows)
	}
	if strings.Contains(string(data), ";=Vera") || strings.Contains(string(data), ";@Ben") {
		t.Errorf("a cell that a spreadsheet would run stands bare:\n%s", data)
	}
	data, err = JSON(house, "Acme", chain)
	if err != nil {
		t.Fatal(err)
	}
	var back struct{ Entries []ledger.Entry }
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if c := check(back.Entries, ledger.Head{Seq: 3, Hash: chain[0].Hash}); c.Broken != 0 || c.Done != 3 {
		t.Errorf("the exported entries break at %d, want them to verify", c.Broken)
	}
}

// TestEveryDeedCanBeLookedFor: what an entry can say was done can be chosen in the filter, by a name of its own.
func TestEveryDeedCanBeLookedFor(t *testing.T) {
	for _, d := range all.All {
		if !slices.Contains(deeds, d.Name) {
			t.Errorf("%s is missing among the deeds of the filter", d.Name)
		}
		for _, key := range []string{"audit.deed." + d.Name, "deed." + d.Name} {
			if !text.Has(key) {
				t.Errorf("%s has no text", key)
			}
		}
	}
}
