package executor_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestACommandThatComesAgainIsAnsweredFromItsEntry(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	cmd := w.Command(t, "members.create", create(w, "ben@acme.example"))
	first, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd)
	if err != nil || first.Again {
		t.Fatalf("first: %+v, %v", first, err)
	}
	// Another device sends the same arguments in another order and with other space.
	var fields map[string]any
	if err := json.Unmarshal(cmd.Args, &fields); err != nil {
		t.Fatal(err)
	}
	cmd.Args, _ = json.MarshalIndent(fields, " ", "\t")
	cmd.Base = 7
	again, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd)
	if err != nil || !again.Again || again.Entry == nil || string(again.Entry.Encode()) != string(first.Entry.Encode()) {
		t.Fatalf("again: %+v, %v", again, err)
	}
	if len(h.Ledger(t)) != 8 {
		t.Error("the command was carried out twice")
	}
}

func TestParallelDuplicatesAreOneCommand(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	cmd := w.Command(t, "members.create", create(w, "ben@acme.example"))
	const n = 16
	results := make([]executor.Result, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			var err error
			if results[i], err = w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd); err != nil {
				t.Errorf("one of %d duplicates: %v", n, err)
			}
		})
	}
	all.Wait()
	fresh := 0
	for _, r := range results {
		if r.Entry == nil || r.Entry.Seq != 8 {
			t.Errorf("a duplicate was answered with %+v", r)
		}
		if !r.Again {
			fresh++
		}
	}
	if fresh != 1 {
		t.Errorf("%d of %d duplicates believe to have been the first", fresh, n)
	}
	if len(h.Ledger(t)) != 8 {
		t.Error("the command was carried out more than once")
	}
}

// An enemy with an account of the same organisation repeats every id that it has seen, and uses ids before their owners do.
func TestAnEnemyWhoKnowsIdsLearnsAndTakesNothing(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	const canary = "canary@acme.example"
	mine := w.Command(t, "members.create", create(w, canary))
	if _, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, mine); err != nil {
		t.Fatal(err)
	}
	other := mine
	other.Args = json.RawMessage(strings.Replace(string(mine.Args), "Ben", "Eve", 1))
	deed := mine
	deed.Deed, deed.Args = "members.delete", json.RawMessage(`{"members":["`+string(h.User.Member)+`"]}`)
	for _, c := range []struct {
		story string
		by    executor.Who
		cmd   ledger.Command
		code  string
	}{
		{"the same command by another admin", h.Admin, mine, "command.conflict"},
		{"the same command by a user", h.User, mine, "command.conflict"},
		{"the same command by a guest", h.Guest, mine, "command.conflict"},
		{"other arguments under the id, by its own maker", h.Owner, other, "command.conflict"},
		{"another deed under the id, by its own maker", h.Owner, deed, "command.conflict"},
	} {
		t.Run(c.story, func(t *testing.T) {
			res, err := w.Executor.Do(t.Context(), h.Tenant, c.by, c.cmd)
			want(t, err, c.code)
			if res.Entry != nil {
				t.Error("the refusal comes with an entry")
			}
			if f := fault.First(err); len(f.Values) != 0 || strings.Contains(f.Error(), "canary") {
				t.Errorf("the refusal tells %v", f)
			}
		})
	}
	t.Run("an id that the enemy used first does not make the victim's command vanish", func(t *testing.T) {
		victim := w.Command(t, "members.create", create(w, "victim@acme.example"))
		theirs := victim
		theirs.Args, _ = json.Marshal(create(w, "enemy@acme.example"))
		if _, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, theirs); err != nil {
			t.Fatal(err)
		}
		_, err := w.Executor.Do(t.Context(), h.Tenant, h.Owner, victim)
		want(t, err, "command.conflict") // said aloud: the app makes the command anew under another id
	})
	t.Run("the same id in another organisation is another command", func(t *testing.T) {
		elsewhere := w.FoundFull(t)
		res, err := w.Executor.Do(t.Context(), elsewhere.Tenant, elsewhere.Admin, mine)
		if err != nil || res.Again {
			t.Errorf("got %+v, %v", res, err)
		}
	})
}

// After its guard has expired a command is known no more, so by then it must not be taken any more.
func TestACommandIsNeverOlderThanItsGuardLives(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	old := w.Command(t, "members.create", create(w, "old@acme.example"))
	w.Clock.Move(20 * 24 * time.Hour)
	future := testworld.NewID[org.CommandID](w)
	w.Clock.Move(-20 * 24 * time.Hour)
	ahead := w.Command(t, "members.create", create(w, "ahead@acme.example"))
	ahead.ID = future // made on a device whose clock goes wrong
	for _, cmd := range []ledger.Command{old, ahead} {
		if _, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd); err != nil {
			t.Fatal(err)
		}
	}
	members := len(h.Records(t))
	for day := range 200 {
		w.Clock.Move(24 * time.Hour)
		if day%7 == 0 {
			if _, err := w.Engine.Sweep(); err != nil {
				t.Fatal(err)
			}
		}
		for _, cmd := range []ledger.Command{old, ahead} {
			res, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd)
			if err == nil && !res.Again {
				t.Fatalf("on day %d a command was carried out a second time", day)
			}
			if err != nil {
				want(t, err, "command.tooOld")
			}
		}
	}
	if n := len(h.Records(t)); n != members {
		t.Errorf("%d records became %d", members, n)
	}
	if executor.MaxAge >= table.GuardLifetime {
		t.Error("commands are taken for longer than their guards live")
	}
	// A device may have waited for as long as an organisation can allow, and its command's answer may have got lost.
	if longest := org.OfflineTime(org.MaxOffline); executor.MaxAge <= longest || table.GuardLifetime <= longest {
		t.Errorf("devices work for %v without contact; commands are taken for %v, and their guards live for %v", longest, executor.MaxAge, table.GuardLifetime)
	}
	want(t, w.Executor.CheckID("no id"), "id.malformed")
}

func TestAnAccountThatSendsTooMuchWaits(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	w.Clock.Move(time.Hour)
	rename := func(by executor.Who) error {
		_, err := w.Executor.Do(t.Context(), h.Tenant, by, w.Command(t, "tenants.rename", map[string]string{"from": "Acme", "to": "Acme"}))
		return err
	}
	for i := range 300 {
		if err := rename(h.Admin); !fault.Is(err, "edit.none") {
			t.Fatalf("command %d of 300 at once: %v", i, err)
		}
	}
	err := rename(h.Admin)
	want(t, err, "commands.tooMany")
	if s := fault.First(err).Values["seconds"]; s != "1" {
		t.Errorf("it says to wait %q seconds, want 1", s)
	}
	want(t, rename(h.Owner), "edit.none")
	w.Clock.Move(time.Second)
	for range 5 {
		want(t, rename(h.Admin), "edit.none")
	}
	want(t, rename(h.Admin), "commands.tooMany")
	_, err = w.Executor.Preview(t.Context(), h.Tenant, h.Admin, "tenants.rename", json.RawMessage(`{"from":"Acme","to":"Acme"}`))
	want(t, err, "commands.tooMany")
}
