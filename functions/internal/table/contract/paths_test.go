package contract_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestLookFindsAllThatIsAskedFor(t *testing.T) {
	o := open(t)
	refs := o.many(t, 250, "")
	never := o.ref()
	q := table.Question{Reads: ledger.Reads{
		Records: append(slices.Clone(refs), never, ledger.Ref{Kind: ledger.KindMember, ID: "HEAD"}, ledger.Ref{Kind: "other", ID: refs[0].ID}),
		Uniques: append(ledger.UniquesOf(member("Person7")), ledger.UniquesOf(member("Nobody"))...),
		Entries: []uint64{1, 2, 99},
	}}
	s := o.look(t, q)
	for i, ref := range refs {
		if m, ok := s.Records[ref].Value.(org.Member); !ok || s.Records[ref].Seq != uint64(i/40)+1 {
			t.Fatalf("record %d of 250 is %+v", i, m)
		}
	}
	for _, ref := range q.Records[250:] {
		if r := s.Records[ref]; r.Alive() || r.Seq != 0 {
			t.Errorf("%v, which never was, is %+v", ref, r)
		}
	}
	if s.Uniques[q.Uniques[0]] != refs[7].ID || s.Uniques[q.Uniques[1]] != "" {
		t.Errorf("addresses are held by %v", s.Uniques)
	}
	if len(s.Entries) != 2 || s.Entries[2].Seq != 2 || len(s.Guards) != 0 || s.Access != (table.Access{}) {
		t.Errorf("beside the records there are %d entries, %+v and %+v", len(s.Entries), s.Guards, s.Access)
	}
	if s := o.look(t, table.Question{}); len(s.Records) != 0 {
		t.Errorf("asked for nothing, found %+v", s)
	}
}

func TestACommandsGuardIsTakenOnce(t *testing.T) {
	o := open(t)
	s := o.write(t, created(o.ref(), member("Ben")))
	other := testworld.NewID[org.CommandID](o.World)
	guards := o.look(t, table.Question{Commands: []org.CommandID{other, s.Entry.Command}}).Guards
	g, used := guards[s.Entry.Command]
	if !used || g != s.Guard {
		t.Errorf("the guard is %+v, want %+v", g, s.Guard)
	}
	if other := s.Guard; !g.Same(other) {
		t.Error("a guard is not the same as itself")
	}
	if g, used := guards[other]; used {
		t.Errorf("an id that nobody has used has the guard %+v", g)
	}
}

func TestAccess(t *testing.T) {
	o := open(t)
	who := o.ref()
	id := org.MemberID(who.ID)
	read := func() table.Access {
		t.Helper()
		a, err := o.Table.Access(t.Context(), o.tenant, id)
		if err != nil {
			t.Fatal(err)
		}
		if seen := o.look(t, table.Question{Access: id}).Access; seen != a {
			t.Errorf("Look finds %+v, Access %+v", seen, a)
		}
		return a
	}
	if a := read(); a.Opens(o.account, o.Clock.Now()) || a.Opens("", o.Clock.Now()) {
		t.Error("access that nobody was given opens")
	}
	if err := o.Table.Transact(t.Context(), o.Table.GrantAccess(o.tenant, id, o.account)); err != nil {
		t.Fatal(err)
	}
	if a := read(); !a.Opens(o.account, o.Clock.Now()) || a.Opens(testworld.NewID[org.AccountID](o.World), o.Clock.Now()) {
		t.Errorf("access is %+v", a)
	}
	_, taken := table.IsRefused(o.Table.Transact(t.Context(), o.Table.GrantAccess(o.tenant, id, testworld.NewID[org.AccountID](o.World))))
	if !taken {
		t.Error("a second account was linked to a member")
	}
	before := o.Clock.Now()
	o.Clock.Move(time.Second)
	s := o.step(t, o.head(t), created(who, member("Ben")))
	s.Effects = []ledger.Effect{{What: ledger.EndAccess, For: who.ID}, {What: ledger.EndAccess, For: who.ID}}
	if err := o.Table.Commit(t.Context(), o.tenant, s); err != nil {
		t.Fatalf("end access, said twice: %v", err)
	}
	a := read()
	if a.Account != o.account || a.Opens(o.account, before) || a.Opens(o.account, s.Entry.At) || !a.Opens(o.account, s.Entry.At.Add(time.Millisecond)) {
		t.Errorf("access that was ended is %+v", a)
	}
}

func TestEffectsAreClaimedByOne(t *testing.T) {
	o := open(t)
	s := o.step(t, o.head(t), created(o.ref(), member("Ben")))
	s.Effects = []ledger.Effect{{What: ledger.Welcome, For: "someone"}}
	if err := o.Table.Commit(t.Context(), o.tenant, s); err != nil {
		t.Fatal(err)
	}
	var keys []table.EffectKey
	eventually(t, "the effect is overdue", func() bool {
		var err error
		keys, err = o.Table.OverdueEffects(t.Context(), o.Clock.Now().Add(time.Minute), 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(keys) == 1
	})
	if tenant, ok := keys[0].Tenant(); !ok || tenant != o.tenant {
		t.Fatalf("the effect is of %v", tenant)
	}
	until := o.Clock.Now().Add(time.Minute)
	e, ok, err := o.Table.ClaimEffect(t.Context(), keys[0], until)
	if err != nil || !ok || e.What != ledger.Welcome || e.For != "someone" || e.Tries != 1 {
		t.Fatalf("claimed %+v, %v, %v", e, ok, err)
	}
	if _, ok, err := o.Table.ClaimEffect(t.Context(), keys[0], until); ok || err != nil {
		t.Errorf("a second claim: %v, %v", ok, err)
	}
	o.Clock.Move(2 * time.Minute)
	again, ok, err := o.Table.ClaimEffect(t.Context(), keys[0], o.Clock.Now().Add(time.Minute))
	if err != nil || !ok || again.Tries != 2 {
		t.Fatalf("after the lease: %+v, %v, %v", again, ok, err)
	}
	if err := o.Table.DoneEffect(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := o.Table.LaterEffect(t.Context(), again, o.Clock.Now()); err != nil {
		t.Errorf("the first claim removed the effect under the second: %v", err)
	}
	last, ok, err := o.Table.ClaimEffect(t.Context(), keys[0], o.Clock.Now().Add(time.Minute))
	if err != nil || !ok {
		t.Fatalf("given back: %v, %v", ok, err)
	}
	if err := o.Table.DoneEffect(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := o.Table.ClaimEffect(t.Context(), keys[0], o.Clock.Now()); ok || err != nil {
		t.Errorf("claimed when it is done: %v, %v", ok, err)
	}
}

func (o office) job(t *testing.T, state route.JobState) table.Job {
	t.Helper()
	j := table.Job{
		ID: testworld.NewID[org.JobID](o.World), Account: o.account, Member: testworld.NewID[org.MemberID](o.World),
		Deed: "members.import", State: state, Title: "staff.csv", Steps: 3, Made: o.Clock.Now(), Since: o.Clock.Now(),
		Counts: table.Counts{Total: 90}, Fault: fault.On("x", "x.y", "a", "b"),
	}
	if err := o.Table.NewJob(t.Context(), o.tenant, j, &table.Guard{Account: o.account, Deed: j.Deed}); err != nil {
		t.Fatalf("store a job: %v", err)
	}
	return j
}

func TestJobsMoveInOneHand(t *testing.T) {
	o := open(t)
	j := o.job(t, route.JobRunning)
	got, err := o.Table.Job(t.Context(), o.tenant, j.ID)
	if err != nil || got.Title != j.Title || got.Total != 90 || !got.Since.Equal(j.Since) || got.Fault == nil || got.Fault.Values["a"] != "b" || !got.Started.IsZero() {
		t.Errorf("the job is %+v: %v", got, err)
	}
	if _, taken := table.IsRefused(o.Table.NewJob(t.Context(), o.tenant, j, nil)); !taken {
		t.Error("a job's id was used twice")
	}
	g, err := o.Table.Guard(t.Context(), o.tenant, org.CommandID(j.ID))
	if err != nil || g == nil || g.Account != o.account {
		t.Errorf("the job's guard is %+v: %v", g, err)
	}
	lease := o.Clock.Now().Add(15 * time.Second)
	mine, ok, err := o.Table.ClaimJob(t.Context(), o.tenant, j.ID, "me", lease)
	if err != nil || !ok || mine.Claim != "me" || !mine.Lease.Equal(lease.Truncate(time.Millisecond)) {
		t.Fatalf("claimed %+v, %v, %v", mine, ok, err)
	}
	if _, ok, err := o.Table.ClaimJob(t.Context(), o.tenant, j.ID, "you", lease); ok || err != nil {
		t.Errorf("claimed by two: %v", err)
	}
	set := func(from, to table.Job) error {
		w, err := o.Table.SetJob(o.tenant, from, to)
		if err != nil {
			t.Fatal(err)
		}
		return o.Table.Transact(t.Context(), w)
	}
	next := mine
	next.Step, next.Entries = 1, next.Entries.Add(7).Add(8)
	for name, wrong := range map[string]func(*table.Job){
		"claim": func(j *table.Job) { j.Claim = "you" },
		"step":  func(j *table.Job) { j.Step = 2 },
		"state": func(j *table.Job) { j.State = route.JobStopped },
	} {
		from := mine
		wrong(&from)
		if _, refused := table.IsRefused(set(from, next)); !refused {
			t.Errorf("a job was moved with another %s", name)
		}
	}
	if err := set(mine, next); err != nil {
		t.Fatalf("move the job: %v", err)
	}
	if _, refused := table.IsRefused(set(mine, next)); !refused {
		t.Error("a step was done twice")
	}
	got, err = o.Table.Job(t.Context(), o.tenant, j.ID)
	if err != nil || got.Step != 1 || !slices.Equal(got.Entries.All(), []uint64{7, 8}) {
		t.Errorf("the job is %+v: %v", got, err)
	}
	stopped := next
	stopped.State, stopped.Claim, stopped.Lease = route.JobStopped, "", time.Time{}
	if err := set(next, stopped); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := o.Table.ClaimJob(t.Context(), o.tenant, j.ID, "me", lease); ok || err != nil {
		t.Errorf("a stopped job was claimed: %v", err)
	}
	_, err = o.Table.Job(t.Context(), o.tenant, testworld.NewID[org.JobID](o.World))
	wantFault(t, err, "job.notFound")
}

func TestJobsThatNobodyWorksOnAreFound(t *testing.T) {
	o := open(t)
	alone, held, ended := o.job(t, route.JobRunning), o.job(t, route.JobRunning), o.job(t, route.JobDone)
	if _, ok, err := o.Table.ClaimJob(t.Context(), o.tenant, held.ID, "me", o.Clock.Now().Add(time.Minute)); !ok || err != nil {
		t.Fatal(err)
	}
	stalled := func() []org.JobID {
		all, err := o.Table.StalledJobs(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		var ids []org.JobID
		for _, s := range all {
			if s.Tenant != o.tenant {
				t.Errorf("a job of %v", s.Tenant)
			}
			ids = append(ids, s.ID)
		}
		return ids
	}
	eventually(t, "one job stands still", func() bool { return slices.Equal(stalled(), []org.JobID{alone.ID}) })
	o.Clock.Move(2 * time.Minute)
	eventually(t, "two jobs stand still", func() bool { return len(stalled()) == 2 })
	for _, id := range []org.JobID{alone.ID, held.ID, ended.ID} {
		if err := o.Table.NudgeJob(t.Context(), o.tenant, id); err != nil {
			t.Errorf("nudge: %v", err)
		}
	}
}

func TestJobsAndRefusedRowsAreListedUntilTheyExpire(t *testing.T) {
	o := open(t)
	var want []org.JobID
	for range 3 {
		want = append([]org.JobID{o.job(t, route.JobDone).ID}, want...)
		o.Clock.Move(time.Second)
	}
	other := o
	other.account = testworld.NewID[org.AccountID](o.World)
	theirs := other.job(t, route.JobDone)
	list := func(who office) (ids []org.JobID) {
		all, err := o.Table.JobsOf(t.Context(), o.tenant, who.account)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range all {
			ids = append(ids, j.ID)
		}
		return ids
	}
	if got := list(o); !slices.Equal(got, want) {
		t.Errorf("jobs, latest first: %v, want %v", got, want)
	}
	if got := list(other); !slices.Equal(got, []org.JobID{theirs.ID}) {
		t.Errorf("the other's jobs: %v", got)
	}
	for step := range 25 {
		theirs.Step = step
		w, err := o.Table.RefusedRows(o.tenant, theirs, []members.Verdict{{Row: step * 2, Kind: members.RowRefused, Faults: fault.List{fault.On("email", "email.at")}}})
		if err == nil {
			err = o.Table.Transact(t.Context(), w)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var rows []members.Verdict
	for from := 0; ; {
		page, next, err := o.Table.Refused(t.Context(), o.tenant, theirs.ID, from)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, page...)
		if from = next; next == 0 {
			break
		}
	}
	if len(rows) != 25 || rows[24].Row != 48 || rows[3].Faults[0].Code != "email.at" {
		t.Errorf("%d refused rows came back, the last %+v", len(rows), rows[len(rows)-1])
	}
	// DynamoDB deletes what has expired within days; until then it is filtered.
	o.Clock.Move(table.JobLifetime + time.Minute)
	if got := append(list(o), list(other)...); len(got) != 0 {
		t.Errorf("expired jobs are listed: %v", got)
	}
	_, err := o.Table.Job(t.Context(), o.tenant, theirs.ID)
	wantFault(t, err, "job.notFound")
	if page, _, err := o.Table.Refused(t.Context(), o.tenant, theirs.ID, 0); len(page) != 0 || err != nil {
		t.Errorf("%d expired rows are listed: %v", len(page), err)
	}
}

func TestABucketHoldsWhatItHolds(t *testing.T) {
	o := open(t)
	b := table.Bucket{What: "contract", Burst: 5, Every: time.Second}
	take := func(whom string) time.Duration {
		t.Helper()
		wait, err := o.Table.Take(t.Context(), b, whom, 1)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	who := string(o.account)
	for i := range 5 {
		if wait := take(who); wait != 0 {
			t.Fatalf("token %d of 5: wait %v", i, wait)
		}
	}
	if wait := take(who); wait <= 0 || wait > time.Second {
		t.Errorf("the sixth waits %v", wait)
	}
	if wait := take(who + "#"); wait != 0 {
		t.Errorf("somebody else waits %v", wait)
	}
	o.Clock.Move(2 * time.Second)
	if a, b, c := take(who), take(who), take(who); a != 0 || b != 0 || c == 0 {
		t.Errorf("after two seconds: %v, %v, %v", a, b, c)
	}
	several := func(n int) time.Duration {
		t.Helper()
		wait, err := o.Table.Take(t.Context(), b, who, n)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	o.Clock.Move(time.Hour)
	if wait := several(3); wait != 0 {
		t.Errorf("three of five wait %v", wait)
	}
	if wait := several(3); wait <= 0 || wait > time.Second {
		t.Errorf("three more wait %v; they lack one", wait)
	}
	if a, b := several(2), several(1); a != 0 || b == 0 {
		t.Errorf("what three did not take: two wait %v, and then one %v", a, b)
	}
	o.Clock.Move(time.Hour)
	if a, b := several(5), several(5); a != 0 || b <= 4*time.Second {
		t.Errorf("all of a full bucket wait %v, and all of an empty one %v", a, b)
	}
	o.Clock.Move(time.Hour)
	var all sync.WaitGroup
	var mu sync.Mutex
	got := 0
	for range 20 {
		all.Go(func() {
			wait, err := o.Table.Take(t.Context(), b, who, 1)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			} else if wait == 0 {
				got++
			}
		})
	}
	all.Wait()
	if got > 5 || got < 1 {
		t.Errorf("20 at once got %d tokens of 5", got)
	}
}

func TestTheSecretIsMadeOnce(t *testing.T) {
	o := open(t)
	var all sync.WaitGroup
	keys := make([][]byte, 8)
	for i := range keys {
		all.Go(func() {
			var err error
			if keys[i], err = table.Open(o.Config, o.Name).Key(t.Context(), "contract"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, k := range keys {
		if len(k) != 32 || !slices.Equal(k, keys[0]) {
			t.Errorf("processes have different keys: %x and %x", k, keys[0])
		}
	}
	other, err := o.Table.Key(t.Context(), "other")
	if err != nil || slices.Equal(other, keys[0]) {
		t.Errorf("two purposes have one key: %v", err)
	}
}
