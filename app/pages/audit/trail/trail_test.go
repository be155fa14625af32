package trail

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func entry(seq uint64, batch org.JobID, ids ...string) ledger.Entry {
	e := ledger.Entry{
		Seq: seq, At: time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC), Actor: ledger.EntryActor{Member: "v", Name: "Vera <Vogel>"},
		Deed: "members.edit", Batch: batch,
	}
	for _, id := range ids {
		e.Changes = append(e.Changes, ledger.Change{
			Kind: ledger.KindMember, ID: id, Op: ledger.Updated,
			Before: ledger.Fields{"title": json.RawMessage(`"Technikerin"`)}, After: ledger.Fields{"title": json.RawMessage(`"<b>Meisterin</b>"`)},
		})
	}
	return e
}

func trailOf(entries ...ledger.Entry) *Trail {
	t := New()
	t.reset()
	t.begun = true
	t.add(entries)
	return t
}

func seqs(t *Trail) []uint64 {
	out := []uint64{}
	for _, e := range t.Entries {
		out = append(out, e.Seq)
	}
	return out
}

func TestOlderEntriesComeOnceAndInOrder(t *testing.T) {
	tr := trailOf(entry(9, "", "a"), entry(8, "", "a"))
	tr.add([]ledger.Entry{entry(8, "", "a"), entry(7, "", "a")})
	if got := seqs(tr); !slices.Equal(got, []uint64{9, 8, 7}) {
		t.Errorf("entries are %v, want 9, 8, 7, each once", got)
	}
}

func TestNewerEntriesGoInFront(t *testing.T) {
	tr := trailOf(entry(8, "", "a"))
	version := tr.Version
	tr.ahead(route.EntriesReply{Entries: []ledger.Entry{entry(10, "", "a"), entry(9, "", "a")}})
	if got := seqs(tr); !slices.Equal(got, []uint64{10, 9, 8}) || tr.Version == version {
		t.Errorf("entries are %v, want 10, 9, 8 and another version", got)
	}
	tr.ahead(route.EntriesReply{Entries: []ledger.Entry{entry(10, "", "a")}})
	if got := seqs(tr); len(got) != 3 {
		t.Errorf("entries are %v: one that is here already came again", got)
	}
}

// TestManyNewerEntriesLeaveNoGap: an answer holds only so many; what lies between is loaded on from there.
func TestManyNewerEntriesLeaveNoGap(t *testing.T) {
	tr := trailOf(entry(2, "", "a"))
	tr.done = true
	tr.ahead(route.EntriesReply{Entries: []ledger.Entry{entry(300, "", "a"), entry(299, "", "a")}, Before: 299})
	if got := seqs(tr); !slices.Equal(got, []uint64{300, 299}) || tr.Ended() || tr.before != 299 {
		t.Errorf("entries are %v, to be loaded on before %d: want to go on with 298", got, tr.before)
	}
}

func TestAJobIsUndoneOnlyWhole(t *testing.T) {
	tr := trailOf(entry(9, "job", "a"), entry(8, "job", "b"))
	if tr.complete(tr.Items()[0]) {
		t.Error("the job may have earlier entries that are not loaded yet")
	}
	tr.add([]ledger.Entry{entry(7, "", "c")})
	if items := tr.Items(); len(items) != 2 || !tr.complete(items[0]) {
		t.Error("the entry before belongs to something else, so the job is whole")
	}
}

func html(t *testing.T, c app.Composer) string {
	t.Helper()
	e := app.NewTestEngine()
	if err := e.Load(c); err != nil {
		t.Fatal(err)
	}
	e.ConsumeAll()
	return app.HTMLString(c)
}

func TestRowShowsTheSentenceAndUnfoldsTheDifferences(t *testing.T) {
	ui.SetLang(org.German)
	tr := trailOf(entry(9, "", "a"))
	folded := html(t, &Row{Trail: tr, Seq: 9, N: 1})
	if !strings.Contains(folded, "hat bei") || strings.Contains(folded, "Meisterin") {
		t.Errorf("a folded row tells the sentence and nothing of the values:\n%s", folded)
	}
	tr.line(9).open = true
	open := html(t, &Row{Trail: tr, Seq: 9, N: 1})
	for _, want := range []string{"Position", "Technikerin", "&lt;b&gt;Meisterin&lt;/b&gt;", "Vera &lt;Vogel&gt;"} {
		if !strings.Contains(open, want) {
			t.Errorf("an open row lacks %q:\n%s", want, open)
		}
	}
}

func TestALineTellsWhenOnWhatAndHowMuch(t *testing.T) {
	ui.SetLang(org.German)
	two := entry(9, "", "a")
	two.Device = org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}
	two.Undoes, two.Deed = []uint64{8}, "ledger.undo"
	tr := trailOf(two, entry(8, "", "a"))
	undo, undone := html(t, &Row{Trail: tr, Seq: 9, N: 1}), html(t, &Row{Trail: tr, Seq: 8, N: 1, Dated: true})
	for _, want := range []string{"12:00", "Firefox auf Android", "1 Angabe", "Eintrag 9", `href="/audit?entry=8"`} {
		if !strings.Contains(undo, want) {
			t.Errorf("the line of entry 9 lacks %q:\n%s", want, undo)
		}
	}
	for _, want := range []string{"2026-03-31 12:00", "zurückgenommen mit", `href="/audit?entry=9"`} {
		if !strings.Contains(undone, want) {
			t.Errorf("the line of entry 8, which was taken back, lacks %q:\n%s", want, undone)
		}
	}
	if strings.Contains(undone, "Firefox") {
		t.Errorf("entry 8 names a device that it has not:\n%s", undone)
	}
}

func TestDaysGatherTheirLines(t *testing.T) {
	ui.SetLang(org.German)
	early := entry(7, "", "a")
	early.At = early.At.AddDate(0, 0, -1)
	now := entry(10, "", "a")
	now.At = time.Now()
	tr := trailOf(now, entry(9, "", "a"), entry(8, "", "a"), early)
	page := html(t, &days{trail: tr})
	for _, want := range []string{"Heute", "Tuesday, 31 March 2026", "Monday, 30 March 2026"} {
		if strings.Count(page, want) != 1 {
			t.Errorf("%q stands %d times above the lines, want once:\n%s", want, strings.Count(page, want), page)
		}
	}
}

// days shows a trail by days.
type days struct {
	app.Compo
	trail *Trail
}

func (d *days) Render() app.UI { return app.Div().Body(d.trail.Days()...) }

func TestAWantedEntryIsOpenedAsSoonAsItIsHere(t *testing.T) {
	tr := trailOf(entry(9, "job", "a"), entry(8, "job", "b"))
	if tr.Want(7) || tr.Missing() != 7 {
		t.Errorf("entry 7 is not loaded, and yet it is missing as %d", tr.Missing())
	}
	tr.add([]ledger.Entry{entry(7, "", "c")})
	tr.reveal()
	if !tr.line(7).open || tr.Missing() != 0 {
		t.Error("entry 7 has come and is not open")
	}
	if !tr.Want(8) || !tr.line(9).open {
		t.Error("entry 8 is a step of the job whose line is named after entry 9, and that is not open")
	}
}

func TestATrailThatBeginsBelowIsNotTheWholeJob(t *testing.T) {
	tr := trailOf(entry(9, "job", "a"), entry(8, "job", "b"), entry(7, "", "c"))
	tr.query.Before = 10
	if tr.complete(tr.Items()[0]) {
		t.Error("the job may have later entries above where the trail begins")
	}
}

// TestWhatIsKnownHereIsSievedAsTheServerWould, as without a connection the device shows what it knows by itself.
func TestWhatIsKnownHereIsSievedAsTheServerWould(t *testing.T) {
	e := entry(9, "", "a")
	day := e.At.Truncate(24 * time.Hour)
	for _, c := range []struct {
		story string
		query client.EntriesQuery
		want  bool
	}{
		{"no filter", client.EntriesQuery{}, true},
		{"who did it", client.EntriesQuery{Actor: "v"}, true},
		{"somebody else", client.EntriesQuery{Actor: "w"}, false},
		{"the deed", client.EntriesQuery{Deed: "members.edit"}, true},
		{"another deed", client.EntriesQuery{Deed: "members.tag"}, false},
		{"whom it is about", client.EntriesQuery{Record: "a"}, true},
		{"about somebody else", client.EntriesQuery{Record: "b"}, false},
		{"its day", client.EntriesQuery{From: day, To: day.AddDate(0, 0, 1)}, true},
		{"the day after", client.EntriesQuery{From: day.AddDate(0, 0, 1)}, false},
		{"until the very moment, which does not count", client.EntriesQuery{To: e.At}, false},
	} {
		tr := trailOf()
		tr.query = c.query
		if got := tr.matches(e); got != c.want {
			t.Errorf("%s: %v, want %v", c.story, got, c.want)
		}
	}
}

func TestRowOfAnEntryThatIsGone(t *testing.T) {
	if got := html(t, &Row{Trail: trailOf(entry(9, "", "a")), Seq: 5, N: 1}); strings.Contains(got, "trail-row") {
		t.Errorf("a row of an entry that is not loaded shows %s", got)
	}
}

func TestUndoIsForThoseWhoMayReadTheLedger(t *testing.T) {
	tr := trailOf(entry(9, "", "a"))
	if tr.undoUI(tr.Items()[0], 0) != nil {
		t.Error("nobody is signed in, and yet undo is offered")
	}
}
