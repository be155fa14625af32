package main

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestPlansAreBounded(t *testing.T) {
	sound := plan{tenants: 50, clients: 1000, period: time.Minute}
	for _, c := range []struct {
		story string
		of    func(*plan)
		taken bool
	}{
		{"as it is", func(*plan) {}, true},
		{"a number of turns", func(p *plan) { p.turns, p.period, p.kills = 20, 0, 3 }, true},
		{"for ever", func(p *plan) { p.period = 0 }, false},
		{"for hours", func(p *plan) { p.period = time.Hour }, false},
		{"turns without end", func(p *plan) { p.turns = 1_000_000 }, false},
		{"a million clients", func(p *plan) { p.clients = 1_000_000 }, false},
		{"organisations without anybody", func(p *plan) { p.tenants = 1001 }, false},
		{"killed all the time", func(p *plan) { p.kill = time.Millisecond }, false},
	} {
		p := sound
		c.of(&p)
		if err := p.check(); (err == nil) != c.taken {
			t.Errorf("%s: %v", c.story, err)
		}
	}
	if err := run(context.Background(), plan{}, io.Discard); err == nil {
		t.Error("a plan of nothing is carried out")
	}
}

func TestPercentiles(t *testing.T) {
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i))
	}
	for _, c := range []struct {
		all  []time.Duration
		part float64
		want time.Duration
	}{{hundred, .5, 50}, {hundred, .99, 99}, {hundred, 1, 100}, {hundred[:1], .5, 100}, {hundred[98:], .99, 2}, {nil, .99, 0}} {
		if got := percentile(c.all, c.part); got != c.want {
			t.Errorf("%v of %d times is %d, want %d", c.part, len(c.all), got, c.want)
		}
	}
}

func TestMemoryIsFlatOrNot(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		story string
		heap  []float64
		flat  bool
	}{
		{"up and down as the collector comes", []float64{40 * mb, 90 * mb, 45 * mb, 80 * mb, 95 * mb, 44 * mb}, true},
		{"more and more", []float64{40 * mb, 90 * mb, 80 * mb, 160 * mb, 120 * mb, 200 * mb}, false},
		{"too short to say", []float64{40 * mb, 40 * mb}, false},
	} {
		if err := flat(c.heap); (err == nil) != c.flat {
			t.Errorf("%s: %v", c.story, err)
		}
	}
}

const tenant = org.TenantID("01JTENANT00000000000000000")

// history is a ledger of five entries: three people, one of them tagged, one deleted.
func history(t *testing.T) []ledger.Entry {
	t.Helper()
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	w := ledger.NewMemory(tenant, func() time.Time { return at })
	owner := ledger.Actor{Member: newID[org.MemberID](), Role: org.Owner, Name: "Olive"}
	var all []ledger.Entry
	do := func(deed ledger.Deed, args any) {
		t.Helper()
		data, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		e, err := w.Do(deed, owner, ledger.Command{ID: newID[org.CommandID](), Deed: deed.Name, Args: data}, func() (c [16]byte) { c[0] = byte(len(all)); return c })
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	var people []org.MemberID
	for _, name := range []string{"Ada", "Ben", "Cleo"} {
		id := newID[org.MemberID]()
		people = append(people, id)
		do(members.Create, members.NewMember{Member: id, GivenName: name, Surname: "Zahl", Email: name + "@load.example"})
	}
	do(members.Tag, members.TagArgs{Members: people[:1], Add: []string{"Schicht 7"}})
	do(members.Delete, members.List{Members: people[1:2]})
	return all
}

// TestWhatIsWrongIsFound: each of the ways in which an installation could break its word.
func TestWhatIsWrongIsFound(t *testing.T) {
	whole := history(t)
	head := ledger.Head{Seq: 5, Hash: whole[4].Hash}
	acks := map[org.CommandID]uint64{whole[1].Command: 2, whole[4].Command: 5}
	for _, c := range []struct {
		story string
		wrong func(entries []ledger.Entry) []ledger.Entry
		chain string // part of what is said of the chain, "" if nothing
		acks  string // and of what was acknowledged
	}{
		{"nothing", func(all []ledger.Entry) []ledger.Entry { return all }, "", ""},
		{"the last entry is lost", func(all []ledger.Entry) []ledger.Entry { return all[:4] }, "lead to the head", "not there"},
		{"one in between is lost", func(all []ledger.Entry) []ledger.Entry { return slices.Delete(all, 1, 2) }, "entry 3 stands where 2", "not there"},
		{"a value was written over", func(all []ledger.Entry) []ledger.Entry {
			all[0].Changes = slices.Clone(all[0].Changes)
			all[0].Changes[0].After = ledger.Fields{"givenName": json.RawMessage(`"Eva"`)}
			return all
		}, "entry 1", ""},
		{"a command was done twice", func(all []ledger.Entry) []ledger.Entry { all[2].Command = all[1].Command; return all }, "entry 3", "done 2 times"},
		{"another command stands there", func(all []ledger.Entry) []ledger.Entry { all[1].Command = all[2].Command; return all }, "entry 2", "another or not there"},
	} {
		entries := c.wrong(slices.Clone(whole))
		for _, found := range []struct {
			err  error
			want string
		}{{chained(tenant, entries, head), c.chain}, {missing(acks, entries), c.acks}} {
			if (found.err == nil) != (found.want == "") || found.err != nil && !strings.Contains(found.err.Error(), found.want) {
				t.Errorf("%s: found %v, want %q", c.story, found.err, found.want)
			}
		}
	}
}

func TestAReplicaFollowsAndDiffers(t *testing.T) {
	all := history(t)
	follow := func(entries []ledger.Entry) *replica {
		r := &replica{records: map[ledger.Ref]held{}}
		for _, e := range entries {
			if err := r.apply(e); err != nil {
				t.Fatal(err)
			}
			r.seq = e.Seq
		}
		return r
	}
	one, other := follow(all), follow(all)
	if err := one.differs(other); err != nil || len(one.members) != 3 {
		t.Errorf("the same way leads elsewhere: %v; %d people", err, len(one.members))
	}
	if err := one.apply(all[3]); err != nil || one.differs(other) != nil {
		t.Error("an entry that came twice counts twice")
	}
	if one.differs(follow(all[:4])) == nil {
		t.Error("one that is behind is not found")
	}
	behind := follow(all[:4])
	behind.seq = 5
	if one.differs(behind) == nil || behind.differs(one) == nil {
		t.Error("one that misses an entry is not found")
	}
	if err := follow(all[:2]).apply(all[3]); err != nil {
		t.Errorf("the tag is put on somebody who is there: %v", err)
	}
	if err := follow(nil).apply(all[3]); err == nil {
		t.Error("a change of what is not there is taken")
	}
}
