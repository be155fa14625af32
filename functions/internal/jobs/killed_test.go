package jobs_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/testworld"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// The process is killed at its n-th request to the table, before or after it is carried out, for every n. What comes after finds
// the job by the clock and goes on: each row is imported once.
func TestAKilledJobRepeatsAndSkipsNothing(t *testing.T) {
	for _, c := range []struct {
		story string
		as    dynamo.Fault
	}{
		{"the last answer is lost", dynamo.Lost},
		{"the last request is not carried out", dynamo.Throttle},
	} {
		for nth := int64(1); ; nth++ {
			killed := false
			t.Run(fmt.Sprintf("%s, request %d", c.story, nth), func(t *testing.T) { killed = killedAt(t, nth, c.as) })
			if !killed || t.Failed() {
				break // the whole job takes fewer requests
			}
		}
	}
}

func killedAt(t *testing.T, nth int64, as dynamo.Fault) (killed bool) {
	var left atomic.Int64
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	o := open(t, testworld.Open(t, dynamo.WithFaults(dynamo.Faults{On: func(string) dynamo.Fault {
		if left.Add(-1) == 0 {
			kill()
			return as
		}
		return dynamo.NoFault
	}})))
	id := o.upload(t, o.Admin, staffList(100)+"Eva;Maier;keine Adresse;;;;;\r\n"+"Jürgen;Zweimal;juergen.mueller7@example.de;;;;;\r\n")
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	left.Store(nth)
	_ = o.jobs.Advance(ctx, o.Tenant, id) // the process is no more
	killed = left.Load() <= 0
	left.Store(0)

	o.World.Clock.Move(time.Minute)
	if err := o.jobs.Nudge(t.Context()); err != nil {
		t.Fatalf("the clock: %v", err)
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobDone || job.Total != 102 || job.Done != 102 || job.Created != 100 || job.Refused != 2 {
		t.Errorf("killed at request %d, the job ended as %+v", nth, job)
	}
	if n := o.written(t, job); n != 3 {
		t.Errorf("killed at request %d, three steps made %d entries", nth, n)
	}
	rows, err := o.jobs.Refused(t.Context(), o.Tenant, o.Admin, id, 0)
	if err != nil || len(rows.Rows) != 2 {
		t.Errorf("killed at request %d, the refused rows are %s: %v", nth, told(rows.Rows), err)
	}
	for address, n := range o.addresses(t) {
		if n != 1 {
			t.Errorf("%s was imported %d times", address, n)
		}
	}
	return killed
}

// Two processes work on one import while the table is as bad as it gets, and the maker edits and stops meanwhile.
func TestAnImportEndsRightWhateverGoesWrong(t *testing.T) {
	var wrong atomic.Bool
	sometimes := dynamo.Sometimes(11, map[dynamo.Fault]float64{
		dynamo.Conflict: 0.08, dynamo.Throughput: 0.05, dynamo.Throttle: 0.05, dynamo.Partial: 0.1, dynamo.Lost: 0.1,
	})
	o := open(t, testworld.Open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if !wrong.Load() {
			return dynamo.NoFault
		}
		return sometimes(operation)
	}})))
	const rows = 600
	id := o.upload(t, o.Admin, staffList(rows))
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	wrong.Store(true)
	ended := make(chan struct{})
	for range 2 {
		go func() {
			defer func() { ended <- struct{}{} }()
			// Each process has its own clock, and gives up its lease early.
			mine := jobs.New(o.World.Table, o.World.Executor, o.files, testworld.Bucket, o.World.Clock.Now)
			for range 200 {
				_ = mine.Advance(t.Context(), o.Tenant, id) // the next call goes on
				o.World.Clock.Move(20 * time.Second)
				if job, err := mine.Get(t.Context(), o.Tenant, o.Admin, id); err == nil && job.State == route.JobDone {
					return
				}
			}
		}()
	}
	for i := 0; i < 2; {
		select {
		case <-ended:
			i++
		default:
			edit := o.World.Command(t, "tenants.rename", map[string]string{"from": "Acme", "to": "Acme"})
			if _, err := o.World.Executor.Do(t.Context(), o.Tenant, o.Owner, edit); fault.All(err) == nil {
				t.Logf("a rename meanwhile: %v", err)
			}
			if _, err := o.jobs.Stop(t.Context(), o.Tenant, o.Admin, id); err == nil {
				_, _ = o.jobs.Resume(t.Context(), o.Tenant, o.Admin, id)
			}
		}
	}
	wrong.Store(false)
	o.World.Clock.Move(time.Minute)
	if job := o.get(t, o.Admin, id); job.State == route.JobStopped {
		if _, err := o.jobs.Resume(t.Context(), o.Tenant, o.Admin, id); err != nil {
			t.Fatal(err)
		}
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobDone || job.Created != rows || job.Done != rows {
		t.Errorf("the job ended as %+v", job)
	}
	if n := o.written(t, job); n != (rows+44)/45 {
		t.Errorf("%d rows made %d entries", rows, n)
	}
	if n := len(o.addresses(t)); n != rows+4 {
		t.Errorf("there are %d members, want %d", n, rows+4)
	}
}

// No answer to any transaction arrives, with a step that writes an entry, one that changes nothing and one of refused rows: still
// one call does the whole job.
func TestLostAnswersDoNotHoldAJobUp(t *testing.T) {
	var lose atomic.Bool
	o := open(t, testworld.Open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if operation == "TransactWriteItems" && lose.Load() {
			return dynamo.Lost
		}
		return dynamo.NoFault
	}})))
	o.grow(t, 45)
	id := o.upload(t, o.Admin, staffList(46)+"Eva;Maier;eva@example.de;;;;;30.02.2020\r\n")
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	lose.Store(true)
	o.advance(t, id)
	lose.Store(false)
	job := o.get(t, o.Admin, id)
	if job.State != route.JobDone || job.Unchanged != 45 || job.Created != 1 || job.Refused != 1 || o.written(t, job) != 1 {
		t.Errorf("the job stands at %+v", job)
	}
}
