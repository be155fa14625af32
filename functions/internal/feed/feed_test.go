package feed_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// reader is somebody who follows an organisation.
type reader struct {
	testworld.House
	feed *feed.Feed
	who  executor.Who
}

func (r reader) viewer(tb testing.TB) visible.Viewer {
	tb.Helper()
	a, err := r.World.Executor.Actor(tb.Context(), r.Tenant, r.who)
	if err != nil {
		tb.Fatalf("who reads: %v", err)
	}
	return visible.Viewer{Member: a.Member, Role: a.Role}
}

func (r reader) as(who executor.Who) reader { r.who = who; return r }

func (r reader) page(tb testing.TB, cursor string) (route.SnapshotReply, error) {
	tb.Helper()
	return r.feed.Snapshot(tb.Context(), r.Tenant, r.who, r.viewer(tb), cursor)
}

// replica is what a device has.
type replica struct {
	records map[ledger.Ref]ledger.Fields
	seqs    map[ledger.Ref]uint64
	cursor  string
}

// snapshot reads all pages; between runs after each page but the last.
func (r reader) snapshot(tb testing.TB, between func()) replica {
	tb.Helper()
	out := replica{map[ledger.Ref]ledger.Fields{}, map[ledger.Ref]uint64{}, ""}
	for cursor := ""; ; between() {
		p, err := r.page(tb, cursor)
		if err != nil {
			tb.Fatalf("a page of the snapshot: %v", err)
		}
		for _, rec := range p.Records {
			ref := ledger.Ref{Kind: rec.Kind, ID: rec.ID}
			out.records[ref], out.seqs[ref] = rec.Fields, rec.Seq
		}
		if cursor = p.Next; cursor == "" {
			out.cursor = p.Cursor
			return out
		}
	}
}

// follow applies what came after. It says false where it must begin anew.
func (r reader) follow(tb testing.TB, have *replica) bool {
	tb.Helper()
	for {
		c, err := r.feed.Changes(tb.Context(), r.Tenant, r.who, r.viewer(tb), have.cursor)
		if err != nil {
			tb.Fatalf("changes: %v", err)
		}
		if c.Restart {
			return false
		}
		for _, e := range c.Entries {
			if err := ledger.VerifyAlone(r.Tenant.ID(), e); err != nil {
				tb.Errorf("entry %d as %s sees it does not verify: %v", e.Seq, r.who.Member, err)
			}
			for _, change := range e.Changes {
				ref := change.Ref()
				if e.Seq <= have.seqs[ref] {
					continue
				}
				after, err := change.Apply(have.records[ref])
				if err != nil {
					tb.Errorf("entry %d does not follow on what the device has of %v: %v", e.Seq, ref, err)
				}
				have.records[ref], have.seqs[ref] = after, e.Seq
				if after == nil {
					delete(have.records, ref)
				}
			}
		}
		have.cursor = c.Cursor
		if !c.More {
			return true
		}
	}
}

func same(tb testing.TB, story string, got, want replica) {
	tb.Helper()
	if len(got.records) != len(want.records) {
		tb.Errorf("%s: the device has %d records, a fresh one %d", story, len(got.records), len(want.records))
	}
	for ref, fields := range want.records {
		if !got.records[ref].Same(fields) {
			tb.Errorf("%s: %v is %v on the device and %v on a fresh one", story, ref, got.records[ref], fields)
		}
	}
}

func open(tb testing.TB, people int) reader {
	tb.Helper()
	w := testworld.Open(tb)
	h := w.FoundFull(tb)
	job := testworld.NewID[org.JobID](w)
	all := testworld.People(w, "feed", people)
	for len(all) > 0 {
		var rows []members.Row
		for i, p := range all[:min(45, len(all))] {
			p.Notes, p.Tags = "canary", []string{"canary"}
			rows = append(rows, members.Row{Row: i + 2, NewMember: p})
		}
		all = all[len(rows):]
		cmd := w.Command(tb, "members.import", members.ImportArgs{Rows: rows})
		if _, err := w.Executor.Do(tb.Context(), h.Tenant, h.Owner, cmd, executor.In(job)); err != nil {
			tb.Fatalf("import: %v", err)
		}
	}
	return reader{h, feed.New(w.Table), h.Owner}
}

func (r reader) create(tb testing.TB, name string) org.MemberID {
	tb.Helper()
	m := members.NewMember{Member: testworld.NewID[org.MemberID](r.World), GivenName: name, Surname: "New", Email: name + "@new.example", Notes: "canary"}
	r.Do(tb, r.Owner, "members.create", m)
	return m.Member
}

// Whatever is written between the pages of a snapshot and after, the device ends as a fresh one would, for each role.
func TestADeviceEndsAsAFreshOne(t *testing.T) {
	r := open(t, route.SnapshotPage+100)
	for i, who := range []executor.Who{r.Owner, r.Admin, r.User, r.Guest} {
		r := r.as(who)
		n := 0
		have := r.snapshot(t, func() {
			n++
			id := r.create(t, fmt.Sprintf("between%d.%d", i, n))
			r.Do(t, r.Owner, "members.deactivate", members.List{Members: []org.MemberID{id}})
			r.Do(t, r.Owner, "members.edit", members.EditArgs{Member: r.User.Member, Fields: map[string]members.Edited{
				"title": {From: json.RawMessage(fmt.Sprintf("%q", titleOf(t, r, r.User.Member))), To: json.RawMessage(fmt.Sprintf(`"T%d.%d"`, i, n))},
			}})
		})
		gone := r.create(t, fmt.Sprintf("gone%d", i))
		if !r.follow(t, &have) {
			t.Fatal("the cursor leads nowhere")
		}
		r.Do(t, r.Owner, "members.delete", members.List{Members: []org.MemberID{gone}})
		if !r.follow(t, &have) {
			t.Fatal("the cursor leads nowhere")
		}
		same(t, string(r.viewer(t).Role), have, r.snapshot(t, func() {}))
		if n == 0 {
			t.Error("the snapshot came in one page: this test wants borders between pages")
		}
	}
}

func titleOf(t *testing.T, r reader, id org.MemberID) string {
	t.Helper()
	return r.Records(t)[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}].Value.(org.Member).Title
}

// What a role may not see arrives by no way: snapshot, changes, trail, history.
func TestNobodyGetsWhatTheyMayNotSee(t *testing.T) {
	r := open(t, 60)
	stranger := r.create(t, "stranger")
	for _, c := range []struct {
		who     executor.Who
		records int // of members
		canary  bool
	}{{r.Owner, 65, true}, {r.Admin, 65, true}, {r.User, 65, false}, {r.Guest, 1, false}} {
		r := r.as(c.who)
		v := r.viewer(t)
		t.Run(string(v.Role), func(t *testing.T) {
			var all []any
			snapshot, err := r.page(t, "")
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, snapshot)
			n := 0
			for _, rec := range snapshot.Records {
				if rec.Kind == ledger.KindMember {
					n++
				}
			}
			if n != c.records {
				t.Errorf("sees %d members, want %d", n, c.records)
			}
			if knows := snapshot.Total != 0; knows != v.Role.May(org.SeeDirectory) {
				t.Errorf("is told that there are %d members", snapshot.Total)
			}
			trail, err := r.feed.Entries(t.Context(), r.Tenant, r.who, v, feed.Query{})
			if err != nil {
				t.Fatal(err)
			}
			history, err := r.feed.Entries(t.Context(), r.Tenant, r.who, v, feed.Query{Record: ledger.Ref{Kind: ledger.KindMember, ID: string(stranger)}})
			if err != nil {
				t.Fatal(err)
			}
			if seen := len(history.Entries) > 0; seen == (v.Role == org.Guest) {
				t.Errorf("the history of a stranger has %d entries", len(history.Entries))
			}
			all = append(all, trail, history)
			data, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			if found := strings.Contains(string(data), "canary"); found != c.canary {
				t.Errorf("notes and tags arrive: %v, want %v", found, c.canary)
			}
			for _, secret := range []string{"members.import", "members.create", string(r.Owner.Account)} {
				if !v.Whole() && strings.Contains(string(data), secret) {
					t.Errorf("%s arrives", secret)
				}
			}
			if zero := trail.Head.Hash == (ledger.Digest{}); zero == v.Whole() {
				t.Errorf("the head's hash is %v", trail.Head.Hash)
			}
		})
	}
}

// Rights change at a page's border, or between snapshot and changes: the cursor of before leads nowhere.
func TestACursorEndsWithTheRightsItWasMadeUnder(t *testing.T) {
	r := open(t, route.SnapshotPage+50)
	role := func(from, to string) {
		r.Do(t, r.Owner, "members.edit", members.EditArgs{Member: r.Admin.Member, Fields: map[string]members.Edited{
			"role": {From: json.RawMessage(`"` + from + `"`), To: json.RawMessage(`"` + to + `"`)},
		}})
	}
	admin := r.as(r.Admin)
	first, err := admin.page(t, "")
	if err != nil || first.Next == "" {
		t.Fatalf("the first page: %v", err)
	}
	have := admin.snapshot(t, func() {})
	role("admin", "user")
	if _, err := admin.page(t, first.Next); !fault.Is(err, "cursor.restart") {
		t.Errorf("going on with less rights: %v", err)
	}
	if admin.follow(t, &have) {
		t.Error("changes go on under less rights")
	}
	lesser := admin.snapshot(t, func() {})
	role("user", "admin")
	if admin.follow(t, &lesser) {
		t.Error("changes go on under more rights: what was hidden before would never arrive")
	}
}

func TestACursorIsWorthNothingToAnybodyElse(t *testing.T) {
	r := open(t, route.SnapshotPage+50)
	elsewhere := reader{r.World.FoundFull(t), r.feed, executor.Who{}}
	first, err := r.page(t, "")
	if err != nil {
		t.Fatal(err)
	}
	have := r.snapshot(t, func() {})
	restarts := func(story string, r reader, cursor string) {
		t.Helper()
		v := r.viewer(t)
		if _, err := r.feed.Snapshot(t.Context(), r.Tenant, r.who, v, cursor); !fault.Is(err, "cursor.restart") {
			t.Errorf("%s goes on with a snapshot: %v", story, err)
		}
		if c, err := r.feed.Changes(t.Context(), r.Tenant, r.who, v, cursor); err != nil || !c.Restart || c.Cursor != "" || len(c.Entries) != 0 {
			t.Errorf("%s goes on with changes: %+v, %v", story, c, err)
		}
	}
	for name, cursor := range map[string]string{"the snapshot's": first.Next, "the changes'": have.cursor} {
		restarts(name+" cursor with the admin", r.as(r.Admin), cursor)
		restarts(name+" cursor in another organisation", elsewhere.as(elsewhere.Owner), cursor)
		raw, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil {
			t.Fatal(err)
		}
		for i := range raw {
			raw[i] ^= 1
			restarts(fmt.Sprintf("%s cursor with byte %d changed", name, i), r, base64.RawURLEncoding.EncodeToString(raw))
			raw[i] ^= 1
		}
		if strings.Contains(string(raw), `"q":`) {
			t.Errorf("%s cursor can be read", name)
		}
	}
	restarts("something else", r, "no cursor")
	if c, err := r.feed.Changes(t.Context(), r.Tenant, r.who, r.viewer(t), ""); err != nil || !c.Restart {
		t.Errorf("no cursor: %+v, %v", c, err)
	}
	if c, err := r.feed.Changes(t.Context(), r.Tenant, r.who, r.viewer(t), first.Next); err != nil || !c.Restart {
		t.Errorf("a snapshot's cursor for changes: %+v, %v", c, err)
	}
}

func TestTheTrailIsReadAndAskedBackwards(t *testing.T) {
	r := open(t, 0)
	ben := r.create(t, "ben")
	began := r.World.Clock.Now()
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(ben)}
	for i := range 30 {
		r.Do(t, r.Admin, "members.tag", members.TagArgs{Members: []org.MemberID{ben}, Add: []string{fmt.Sprintf("t%d", i%15)}, Remove: []string{fmt.Sprintf("t%d", (i+1)%15)}})
		if i%3 == 0 {
			r.create(t, fmt.Sprintf("other%d", i))
		}
	}
	last := len(r.Ledger(t))
	read := func(q feed.Query) (seqs []uint64) {
		t.Helper()
		for rounds := 0; ; rounds++ {
			p, err := r.feed.Entries(t.Context(), r.Tenant, r.who, r.viewer(t), q)
			if err != nil || rounds > 50 {
				t.Fatalf("%+v: %v", q, err)
			}
			if q.Limit > 0 && len(p.Entries) > q.Limit {
				t.Fatalf("%d entries where %d were asked for", len(p.Entries), q.Limit)
			}
			for _, e := range p.Entries {
				seqs = append(seqs, e.Seq)
			}
			if q.Before = p.Before; q.Before == 0 {
				return seqs
			}
		}
	}
	count := func(story string, want int, q feed.Query) {
		t.Helper()
		for _, limit := range []int{0, 1, 7} {
			q.Limit = limit
			seqs := read(q)
			for i := 1; i < len(seqs); i++ {
				if seqs[i] >= seqs[i-1] {
					t.Errorf("%s by %d: %v is not latest first", story, limit, seqs)
				}
			}
			if len(seqs) != want {
				t.Errorf("%s by %d: %d entries, want %d", story, limit, len(seqs), want)
			}
		}
	}
	count("everything", last, feed.Query{})
	count("above a position", 5, feed.Query{After: uint64(last - 5)})
	count("below a position", 9, feed.Query{Before: 10})
	count("one record", 31, feed.Query{Record: ref})
	count("one record, above its creation", 30, feed.Query{Record: ref, After: 8})
	count("one record by a deed", 1, feed.Query{Record: ref, Deed: "members.create"})
	count("a person", 30, feed.Query{Actor: r.Admin.Member, Deed: "members.tag"})
	count("a deed", 30, feed.Query{Deed: "members.tag"})
	count("until a time", 7, feed.Query{To: began})
	count("from a time", last-7, feed.Query{From: began})
	count("from the future", 0, feed.Query{From: r.World.Clock.Now().Add(time.Hour)})
	count("a record that never was", 0, feed.Query{Record: ledger.Ref{Kind: ledger.KindMember, ID: "HEAD"}})
	guest := r.as(r.Guest)
	if p, err := r.feed.Entries(t.Context(), r.Tenant, guest.who, guest.viewer(t), feed.Query{Actor: r.Owner.Member}); err != nil || len(p.Entries) != 0 {
		t.Errorf("a guest asks who did what and gets %d entries: %v", len(p.Entries), err)
	}
}
