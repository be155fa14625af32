package executor_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// together carries out commands as a device sends them, going on behind what ends a batch.
func together(t *testing.T, h testworld.House, by executor.Who, cmds []ledger.Command) []executor.Reply {
	t.Helper()
	var out []executor.Reply
	for len(out) < len(cmds) {
		some := h.World.Executor.DoAll(t.Context(), h.Tenant, by, cmds[len(out):], executor.Counted())
		if len(some) == 0 {
			t.Fatal("a batch was answered with nothing")
		}
		out = append(out, some...)
	}
	return out
}

// told is what a command came to, as its sender hears it and as it stays.
func told(r executor.Reply) string {
	switch {
	case r.Err != nil:
		return fmt.Sprint(fault.All(r.Err))
	case r.Entry == nil:
		return fmt.Sprint("parts: ", r.Parts)
	}
	changes := slices.Clone(r.Entry.Changes)
	for i := range changes {
		changes[i].Salt = nil
	}
	data, _ := json.Marshal(changes)
	return fmt.Sprint(r.Entry.Seq, r.Entry.Deed, r.Entry.Undoes, r.Again, string(data))
}

func TestABatchComesToWhatItsCommandsComeToAlone(t *testing.T) {
	w := testworld.Open(t)
	alone, batched := w.FoundFull(t), w.FoundFull(t)
	var many members.List
	for range 500 {
		many.Members = append(many.Members, testworld.NewID[org.MemberID](w))
	}
	job := []ledger.Command{w.Command(t, "members.delete", many)}
	cmds := traffic(t, alone)
	cmds = slices.Concat(job, cmds, cmds[:5], []ledger.Command{{ID: "no id", Deed: "members.delete", Args: json.RawMessage("{}")}}, job, traffic(t, alone), cmds[3:9])
	var want []string
	for _, cmd := range cmds {
		res, err := w.Executor.Do(t.Context(), alone.Tenant, alone.Admin, cmd)
		want = append(want, told(executor.Reply{Result: res, Err: err}))
	}
	for i, r := range together(t, batched, batched.Admin, cmds) {
		if got := told(r); got != want[i] {
			t.Errorf("%d, %s: together\n%s\nalone\n%s", i, cmds[i].Deed, got, want[i])
		}
	}
	holds(t, batched)
	if a, b := len(alone.Records(t)), len(batched.Records(t)); a != b {
		t.Errorf("%d records alone, %d together", a, b)
	}
}

// edits are n commands that change a member's title one after the other.
func edits(t *testing.T, h testworld.House, member org.MemberID, from string, n int) []ledger.Command {
	var out []ledger.Command
	for i := range n {
		to := fmt.Sprint("Stufe ", i)
		out = append(out, h.World.Command(t, "members.edit", members.EditArgs{Member: member, Fields: map[string]members.Edited{
			"title": {From: json.RawMessage(fmt.Sprintf("%q", from)), To: json.RawMessage(fmt.Sprintf("%q", to))},
		}}))
		from = to
	}
	return out
}

func TestABatchOfEditsIsFewTransactions(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	people := testworld.People(w, "edited", 100)
	var cmds []ledger.Command
	for _, p := range people {
		cmds = append(cmds, w.Command(t, "members.create", p))
	}
	together(t, h, h.Admin, cmds)
	cmds = nil
	for _, p := range people {
		cmds = append(cmds, edits(t, h, p.Member, p.Title, 1)...)
	}
	before := len(h.Ledger(t))
	ctx, c := table.Metered(t.Context())
	for _, r := range w.Executor.DoAll(ctx, h.Tenant, h.Admin, cmds, executor.Counted()) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	reads, writes, requests := c.Figures()
	if n := len(h.Ledger(t)) - before; n != len(cmds) {
		t.Fatalf("%d entries, want %d", n, len(cmds))
	}
	t.Logf("%d edits: %.1f RCU, %.1f WCU, %d requests", len(cmds), reads, writes, requests)
	if requests > 15 {
		t.Errorf("%d edits take %d requests, want about a dozen: they share their reads and their transactions", len(cmds), requests)
	}
}

func TestWhatOneCommandDoesTheNextInItsBatchKnows(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	ben := create(w, "ben@acme.example")
	again := create(w, "BEN@acme.example")
	first := w.Command(t, "members.create", ben)
	cmds := slices.Concat(
		[]ledger.Command{first, w.Command(t, "members.create", again)},
		edits(t, h, ben.Member, "", 3),
		edits(t, h, ben.Member, "", 1), // from what it is not any more
		[]ledger.Command{
			first,
			w.Command(t, "ledger.undo", undo.Args{Entries: []uint64{11}}),
			w.Command(t, "members.deactivate", members.List{Members: []org.MemberID{ben.Member}}),
			w.Command(t, "members.delete", members.List{Members: []org.MemberID{ben.Member}}),
			w.Command(t, "members.create", again),
		})
	codes := map[int]string{1: "member.emailTaken", 5: "member.changedMeanwhile"}
	for i, r := range together(t, h, h.Admin, cmds) {
		switch code := codes[i]; {
		case code != "":
			want(t, r.Err, code)
		case r.Err != nil:
			t.Errorf("command %d, %s: %v", i, cmds[i].Deed, r.Err)
		case r.Again != (i == 6):
			t.Errorf("command %d, %s, was carried out before: %v", i, cmds[i].Deed, r.Again)
		}
	}
	holds(t, h)
}

// The answer to a batch's transaction gets lost: nobody is told that it is done again, and nothing is.
func TestALostAnswerToABatchIsFoundAgain(t *testing.T) {
	w, lose := losing(t)
	h := w.FoundFull(t)
	ben := create(w, "ben@acme.example")
	cmds := append([]ledger.Command{w.Command(t, "members.create", ben)}, edits(t, h, ben.Member, "", 5)...)
	lose.Store(true)
	for i, r := range together(t, h, h.Admin, cmds) {
		if r.Err != nil || r.Again || r.Entry == nil || r.Entry.Seq != uint64(8+i) {
			t.Errorf("command %d came back as %+v", i, r)
		}
	}
	lose.Store(false)
	w.Clock.Move(time.Minute)
	for i, r := range together(t, h, h.Admin, cmds) {
		if r.Err != nil || !r.Again || r.Entry.Seq != uint64(8+i) {
			t.Errorf("sent again, command %d is %+v", i, r)
		}
	}
	holds(t, h)
}
