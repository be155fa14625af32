package jobs_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestABulkCommandIsOneJobHoweverOftenItComes(t *testing.T) {
	o := open(t, testworld.Open(t))
	ids := o.grow(t, 100)
	cmd := o.World.Command(t, "members.deactivate", members.List{Members: ids})
	start := func(by executor.Who) (route.JobReply, error) { return o.jobs.Start(t.Context(), o.Tenant, by, cmd) }
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if job, err := start(o.Admin); err != nil || job.ID != org.JobID(cmd.ID) || job.Total != 100 {
				t.Errorf("started as %+v: %v", job, err)
			}
		})
	}
	all.Wait()
	for range 8 {
		all.Go(func() { o.advance(t, org.JobID(cmd.ID)) })
	}
	all.Wait()
	job := o.finish(t, o.Admin, org.JobID(cmd.ID))
	if job.State != route.JobDone || job.Changed != 100 || o.written(t, job) != 3 {
		t.Errorf("deactivating 100 ended as %+v", job)
	}
	if again, err := start(o.Admin); err != nil || again.State != route.JobDone {
		t.Errorf("the command came again: %+v, %v", again, err)
	}
	// Somebody else, or something else, under the same id.
	_, err := start(o.Owner)
	want(t, err, "command.conflict")
	other := cmd
	other.Args, _ = json.Marshal(members.List{Members: ids[:99]})
	_, err = o.jobs.Start(t.Context(), o.Tenant, o.Admin, other)
	want(t, err, "command.conflict")
	single := o.World.Command(t, "members.reactivate", members.List{Members: ids[:1]})
	single.ID = cmd.ID
	_, err = o.World.Executor.Do(t.Context(), o.Tenant, o.Admin, single)
	want(t, err, "command.conflict")
	// And the other way round: an id of a command can't become a job.
	single.ID = testworld.NewID[org.CommandID](o.World)
	if _, err := o.World.Executor.Do(t.Context(), o.Tenant, o.Admin, single); err != nil {
		t.Fatal(err)
	}
	other.ID = single.ID
	_, err = o.jobs.Start(t.Context(), o.Tenant, o.Admin, other)
	want(t, err, "command.conflict")
	// Nothing is left to change: 99 are deactivated already, one is not.
	rest := o.start(t, o.Admin, "members.deactivate", members.List{Members: ids})
	ended := o.finish(t, o.Admin, rest.ID)
	if ended.State != route.JobDone || ended.Changed != 1 || ended.Unchanged != 99 {
		t.Errorf("deactivating who is deactivated ended as %+v", ended)
	}
	if left := o.inBucket(t); len(left) != 0 {
		t.Errorf("files were left behind: %v", left)
	}
}

func TestAJobIsItsMakersAlone(t *testing.T) {
	o := open(t, testworld.Open(t))
	elsewhere := o.World.FoundFull(t)
	id := o.upload(t, o.Admin, staffList(100))
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	strangers := map[string]executor.Who{
		"the owner": o.Owner, "a user": o.User, "another account as the maker's member": {Account: o.User.Account, Member: o.Admin.Member},
		"the maker as somebody else": {Account: o.Admin.Account, Member: o.User.Member},
	}
	for story, who := range strangers {
		t.Run(story, func(t *testing.T) {
			_, err := o.jobs.Get(ctx, o.Tenant, who, id)
			want(t, err, "job.notFound")
			_, err = o.jobs.Stop(ctx, o.Tenant, who, id)
			want(t, err, "job.notFound")
			_, err = o.jobs.Resume(ctx, o.Tenant, who, id)
			want(t, err, "job.notFound")
			_, err = o.jobs.Refused(ctx, o.Tenant, who, id, 0)
			want(t, err, "job.notFound")
			_, err = o.jobs.Preview(ctx, o.Tenant, who, id, 0, 10)
			want(t, err, "job.notFound")
			_, err = o.jobs.Apply(ctx, o.Tenant, who, id)
			want(t, err, "job.notFound")
			want(t, o.jobs.Fill(ctx, o.Tenant, who, id, 0, []byte("x")), "job.notFound")
			if list, err := o.jobs.List(ctx, o.Tenant, who); err != nil || who.Account != o.Admin.Account && len(list.Jobs) != 0 {
				t.Errorf("lists %+v: %v", list, err)
			}
		})
	}
	_, err := o.jobs.Get(ctx, elsewhere.Tenant, o.Admin, id)
	want(t, err, "job.notFound")
	if err := o.jobs.Advance(ctx, elsewhere.Tenant, id); err != nil {
		t.Errorf("working on it in another organisation: %v", err)
	}
	if job := o.finish(t, o.Admin, id); job.Created != 100 {
		t.Errorf("the job ended as %+v", job)
	}
	list, err := o.jobs.List(ctx, o.Tenant, o.Admin)
	if err != nil || len(list.Jobs) != 1 || list.Jobs[0].ID != id {
		t.Errorf("its maker lists %+v: %v", list, err)
	}
}

func TestAJobIsStoppedBetweenStepsAndGoesOn(t *testing.T) {
	o := open(t, testworld.Open(t)).slowly()
	id := o.upload(t, o.Admin, staffList(300)) // 7 steps
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for step := range 7 {
		if job := o.get(t, o.Admin, id); job.Done != min(step*45, 300) || job.State != route.JobRunning {
			t.Fatalf("before step %d the job is %+v", step, job)
		}
		stopped, err := o.jobs.Stop(ctx, o.Tenant, o.Admin, id)
		if err != nil || stopped.State != route.JobStopped {
			t.Fatalf("stop: %+v, %v", stopped, err)
		}
		at := len(o.Ledger(t))
		o.advance(t, id)
		if len(o.Ledger(t)) != at {
			t.Fatal("a stopped job wrote")
		}
		if again, err := o.jobs.Stop(ctx, o.Tenant, o.Admin, id); err != nil || again.State != route.JobStopped {
			t.Errorf("stop again: %+v, %v", again, err)
		}
		if on, err := o.jobs.Resume(ctx, o.Tenant, o.Admin, id); err != nil || on.State != route.JobRunning {
			t.Fatalf("resume: %+v, %v", on, err)
		}
		o.advance(t, id)
	}
	job := o.get(t, o.Admin, id)
	if job.State != route.JobDone || job.Created != 300 || o.written(t, job) != 7 {
		t.Errorf("the job ended as %+v", job)
	}
	if on, err := o.jobs.Resume(ctx, o.Tenant, o.Admin, id); err != nil || on.State != route.JobDone {
		t.Errorf("a job that is done was resumed: %+v, %v", on, err)
	}
}

// A job has no rights of its own. Between any two steps its maker loses the right, the role, the membership; or loses it and gets
// it back, which ends the sign-in that the job was started in.
func TestNothingIsWrittenAfterItsMakerMayNot(t *testing.T) {
	deprive := map[string]struct {
		do   func(o office)
		code string
	}{
		"deactivated": {func(o office) {
			o.Do(t, o.Owner, "members.deactivate", members.List{Members: []org.MemberID{o.Admin.Member}})
		}, "tenant.notFound"},
		"deactivated and reactivated": {func(o office) {
			o.Do(t, o.Owner, "members.deactivate", members.List{Members: []org.MemberID{o.Admin.Member}})
			o.Do(t, o.Owner, "members.reactivate", members.List{Members: []org.MemberID{o.Admin.Member}})
		}, "tenant.notFound"},
		"made a user": {func(o office) { demote(t, o) }, "actor.forbidden"},
		"deleted": {func(o office) {
			demote(t, o)
			o.Do(t, o.Owner, "members.delete", members.List{Members: []org.MemberID{o.Admin.Member}})
		}, "tenant.notFound"},
	}
	for story, c := range deprive {
		for after := range 4 {
			t.Run(story, func(t *testing.T) {
				o := open(t, testworld.Open(t)).slowly()
				id := o.upload(t, o.Admin, staffList(150)) // 4 steps
				if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
					t.Fatal(err)
				}
				for range after {
					o.advance(t, id)
				}
				c.do(o)
				at := len(o.Ledger(t))
				for range 3 {
					o.advance(t, id)
				}
				job := o.get(t, o.Admin, id)
				if job.State != route.JobFailed || job.Fault == nil || job.Fault.Code != c.code {
					t.Errorf("after step %d the job stands as %+v", after, job)
				}
				if n := len(o.Ledger(t)); n != at {
					t.Errorf("%d entries were written after that", n-at)
				}
				if o.written(t, job) != after || job.Created != min(45*after, 150) {
					t.Errorf("%d steps were done, the job says %+v", after, job)
				}
				if left := o.inBucket(t); len(left) != 0 {
					t.Errorf("the file is still there: %v", left)
				}
			})
		}
	}
}

func demote(t *testing.T, o office) {
	o.Do(t, o.Owner, "members.edit", members.EditArgs{Member: o.Admin.Member, Fields: map[string]members.Edited{
		"role": {From: json.RawMessage(`"admin"`), To: json.RawMessage(`"user"`)},
	}})
}

func TestAFailedStepFailsTheJobUntilItIsMended(t *testing.T) {
	o := open(t, testworld.Open(t))
	ids := o.grow(t, 60)
	ids = append(ids, o.Owner.Member) // in the second step
	job := o.finish(t, o.Admin, o.start(t, o.Admin, "members.deactivate", members.List{Members: ids}).ID)
	if job.State != route.JobFailed || job.Fault.Code != "member.owner" || job.Done != 45 {
		t.Fatalf("deactivating the owner among others ended as %+v", job)
	}
	if _, err := o.jobs.Resume(t.Context(), o.Tenant, o.Admin, job.ID); err != nil {
		t.Fatal(err)
	}
	if job = o.finish(t, o.Admin, job.ID); job.State != route.JobFailed || job.Done != 45 || o.written(t, job) != 1 {
		t.Errorf("resumed, it ended as %+v", job)
	}
	for _, key := range o.inBucket(t) {
		t.Logf("kept for another try: %s", key)
	}
	o.World.Clock.Move(time.Second)
	if got := o.get(t, o.Admin, job.ID); !slices.Equal(got.Entries, job.Entries) {
		t.Errorf("the job is %+v", got)
	}
}

// TestEntriesOfAJobTellTheDeviceThatStartedIt: whoever resumes it, and wherever the file came from.
func TestEntriesOfAJobTellTheDeviceThatStartedIt(t *testing.T) {
	o := open(t, testworld.Open(t))
	by, phone := o.Owner, org.Device{Kind: org.Phone, Browser: "Safari", System: "iOS"}
	id := o.upload(t, by, staffList(60))
	by.Device = phone
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, by, id); err != nil {
		t.Fatal(err)
	}
	if _, err := o.jobs.Stop(t.Context(), o.Tenant, o.Owner, id); err != nil {
		t.Fatal(err)
	}
	if _, err := o.jobs.Resume(t.Context(), o.Tenant, o.Owner, id); err != nil {
		t.Fatal(err)
	}
	o.finish(t, by, id)
	n := 0
	for _, e := range o.Ledger(t) {
		if e.Batch == id {
			n++
			if e.Device != phone {
				t.Errorf("entry %d of the job names %+v, want %+v", e.Seq, e.Device, phone)
			}
		}
	}
	if n < 2 {
		t.Errorf("the job made %d entries: too few to tell anything", n)
	}
}
