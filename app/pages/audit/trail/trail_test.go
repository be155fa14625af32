package trail

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

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
	t.open, t.whole = map[uint64]bool{}, map[uint64]bool{}
	t.undo, t.wrong = map[uint64]verdict{}, map[uint64]error{}
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
	tr.open[9] = true
	open := html(t, &Row{Trail: tr, Seq: 9, N: 1})
	for _, want := range []string{"Position", "Technikerin", "&lt;b&gt;Meisterin&lt;/b&gt;", "Vera &lt;Vogel&gt;"} {
		if !strings.Contains(open, want) {
			t.Errorf("an open row lacks %q:\n%s", want, open)
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
	if tr.undoUI(tr.Items()[0], nil) != nil {
		t.Error("nobody is signed in, and yet undo is offered")
	}
}
