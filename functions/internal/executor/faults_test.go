package executor_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Whatever goes wrong between executor and table, each command is carried out once or refused, and all that must hold of an
// organisation holds. Every command is sent by two devices at the same time, by one of them together with others, and again as long as
// it is not known what came of it.
func TestNothingIsLostOrDoneTwice(t *testing.T) {
	for _, c := range []struct {
		story   string
		chances map[dynamo.Fault]float64
	}{
		{"nothing goes wrong", nil},
		{"transactions conflict", map[dynamo.Fault]float64{dynamo.Conflict: 0.3}},
		{"the table is throttled", map[dynamo.Fault]float64{dynamo.Throughput: 0.15, dynamo.Throttle: 0.15}},
		{"batches come back in part", map[dynamo.Fault]float64{dynamo.Partial: 0.5}},
		{"answers are lost after the commit", map[dynamo.Fault]float64{dynamo.Lost: 0.3}},
		{"all of it", map[dynamo.Fault]float64{dynamo.Conflict: 0.08, dynamo.Throughput: 0.08, dynamo.Throttle: 0.08, dynamo.Partial: 0.1, dynamo.Lost: 0.1}},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			survive(t, c.chances)
		})
	}
}

func survive(t *testing.T, chances map[dynamo.Fault]float64) {
	var wrong atomic.Bool
	sometimes := dynamo.Sometimes(7, chances)
	w := testworld.Open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if !wrong.Load() {
			return dynamo.NoFault
		}
		return sometimes(operation)
	}}))
	h := w.FoundFull(t)
	commands := traffic(t, h)
	applied := make([]atomic.Uint64, len(commands)) // position of the entry
	wrong.Store(true)
	var devices sync.WaitGroup
	for device := range 8 {
		devices.Go(func() {
			var mine []int // two devices send the same
			for i := device / 2; i < len(commands); i += 4 {
				mine = append(mine, i)
			}
			together := 1 + device%2*6
			for _, some := range slices.Collect(slices.Chunk(mine, together)) {
				var cmds []ledger.Command
				var before []uint64
				for _, i := range some {
					cmds, before = append(cmds, commands[i]), append(before, applied[i].Load())
				}
				for at, r := range untilKnown(t, h, cmds) {
					i := some[at]
					switch {
					case r.Err != nil && before[at] != 0:
						t.Errorf("%s was applied as entry %d and refused after that: %v", commands[i].Deed, before[at], r.Err)
					case r.Err != nil: // what is refused to one device may be right when the other asks
					case !applied[i].CompareAndSwap(0, r.Entry.Seq) && applied[i].Load() != r.Entry.Seq:
						t.Errorf("command %d was answered with entries %d and %d", i, applied[i].Load(), r.Entry.Seq)
					}
				}
			}
		})
	}
	devices.Wait()
	wrong.Store(false)

	times := map[org.CommandID]int{}
	for _, e := range h.Ledger(t) {
		times[e.Command]++
	}
	for i, cmd := range commands {
		want := 0
		if applied[i].Load() != 0 {
			want = 1
		}
		if times[cmd.ID] != want {
			t.Errorf("%s: applied according to the answers %d times, in the ledger %d times", cmd.Deed, want, times[cmd.ID])
		}
	}
	holds(t, h)
}

// traffic is commands that get in each other's way: addresses wanted twice, edits of the same fields, undo of what others do.
func traffic(t *testing.T, h testworld.House) []ledger.Command {
	var out []ledger.Command
	people := testworld.People(h.World, "traffic", 24)
	for i, p := range people {
		if i%4 == 3 {
			p.Email = strings.ToUpper(people[i-1].Email)
		}
		out = append(out, h.World.Command(t, "members.create", p))
		if i%3 == 2 {
			out = append(out,
				h.World.Command(t, "members.edit", members.EditArgs{Member: people[i-2].Member, Fields: map[string]members.Edited{
					"title": {From: json.RawMessage(`"Referent"`), To: json.RawMessage(fmt.Sprintf(`"Leiter %d"`, i))},
				}}),
				h.World.Command(t, "members.deactivate", members.List{Members: []org.MemberID{people[i-1].Member, people[i-2].Member}}),
				h.World.Command(t, "members.delete", members.List{Members: []org.MemberID{people[i-2].Member}}),
				h.World.Command(t, "ledger.undo", undo.Args{Entries: []uint64{uint64(8 + i)}}),
			)
		}
	}
	return out
}

// untilKnown sends commands until it is known what came of each. An error is a refusal.
func untilKnown(t *testing.T, h testworld.House, cmds []ledger.Command) []executor.Reply {
	var known []executor.Reply
	for tries := 0; len(known) < len(cmds); tries++ {
		if tries == 100*len(cmds) {
			t.Fatalf("%s: no answer after %d tries", cmds[len(known)].Deed, tries)
		}
		for _, r := range h.World.Executor.DoAll(t.Context(), h.Tenant, h.Admin, cmds[len(known):], executor.Counted()) {
			if f := fault.First(r.Err); r.Err != nil && (f == nil || f.Kind == fault.Unavailable) {
				break
			}
			if r.Err == nil && r.Entry == nil {
				t.Errorf("%s changed nothing, which none of these do", cmds[len(known)].Deed)
			}
			known = append(known, r)
		}
	}
	return known
}

// holds checks what must be true of every organisation, whatever was done to it.
func holds(t *testing.T, h testworld.House) {
	t.Helper()
	owners, alive := 0, 0
	byAddress := map[org.EmailKey]string{}
	for ref, r := range h.Records(t) {
		m, ok := r.Value.(org.Member)
		if !ok {
			continue
		}
		alive++
		if m.Role == org.Owner {
			owners++
		}
		if other, taken := byAddress[m.Email.Key()]; taken {
			t.Errorf("%s and %s have the same address", other, ref.ID)
		}
		byAddress[m.Email.Key()] = ref.ID
		err := h.World.Executor.Judge(t.Context(), h.Tenant, h.Owner, func(w *executor.World, _ ledger.Actor) error {
			holder, err := w.Unique(ledger.UniquesOf(m)[0])
			if err == nil && holder != ref.ID {
				t.Errorf("the address of %s is held by %q", ref.ID, holder)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if owners != 1 {
		t.Errorf("there are %d owners", owners)
	}
	if head, err := h.World.Table.Head(t.Context(), h.Tenant); err != nil || head.Members != alive {
		t.Errorf("the head counts %d members, there are %d: %v", head.Members, alive, err)
	}
	replayed(t, h)
}

// replayed checks that the records are what the ledger makes of nothing.
func replayed(t *testing.T, h testworld.House) {
	t.Helper()
	state := map[ledger.Ref]ledger.Fields{}
	for _, e := range h.Ledger(t) {
		for _, c := range e.Changes {
			after, err := c.Apply(state[c.Ref()])
			if err != nil {
				t.Fatalf("entry %d does not follow from those before: %v", e.Seq, err)
			}
			state[c.Ref()] = after
		}
	}
	records := h.Records(t)
	for ref, fields := range state {
		if !fields.Same(ledger.FieldsOf(records[ref].Value)) {
			t.Errorf("%s %s is not what the ledger made of it", ref.Kind, ref.ID)
		}
	}
}

// losing is a world that loses the answers to transactions while lose says so.
func losing(t *testing.T) (w *testworld.World, lose *atomic.Bool) {
	t.Helper()
	lose = new(atomic.Bool)
	return testworld.Open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if operation == "TransactWriteItems" && lose.Load() {
			return dynamo.Lost
		}
		return dynamo.NoFault
	}})), lose
}

// Every answer to the transaction is lost, however often it is sent: the next look at the guard tells what became of it.
func TestALostAnswerIsFoundAgain(t *testing.T) {
	w, lose := losing(t)
	h := w.FoundFull(t)
	lose.Store(true)
	cmd := w.Command(t, "members.create", create(w, "ben@acme.example"))
	res, err := w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd)
	if err != nil || res.Again || res.Entry == nil || res.Entry.Seq != 8 {
		t.Fatalf("its own commit came back as %+v, %v", res, err)
	}
	// The device never heard of it and asks again.
	res, err = w.Executor.Do(t.Context(), h.Tenant, h.Admin, cmd)
	if err != nil || !res.Again {
		t.Fatalf("asked again: %+v, %v", res, err)
	}
	lose.Store(false)
	if n := len(h.Ledger(t)); n != 8 {
		t.Errorf("the ledger has %d entries, want 8", n)
	}
	holds(t, h)
}
