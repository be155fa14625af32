package jobs

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const (
	// budget is how long one call works on a job before it leaves the rest to the next: mails wait behind it in the stream.
	budget = 2 * time.Second
	// lease is how long a job waits for somebody who has begun a step and does not end it.
	lease = 15 * time.Second
	// firstStep is beyond the number of any row. Members that an import makes have ids derived from the job and their row,
	// commands of steps from the job and the step: they must not be the same, as more people see members than commands.
	firstStep = 1 << 32
)

// idle are the faults of a step that has nothing left to change: its rows are unchanged, and the job goes on.
var idle = map[string]bool{"member.inactive": true, "member.notInactive": true, "tags.unchanged": true, "group.unchanged": true}

// errOver means that the job is in other hands, or does not run any more.
var errOver = errors.New("jobs: somebody else's turn")

// Advance works on a job until it is done, stopped or failed, or 8 seconds are over; then writing that it has let go names the
// job to the stream again. It does nothing for a job that does not run or that somebody works on, so it may be called for
// every change of a job, twice and out of order. After an error Nudge names the job again.
func (j *Jobs) Advance(ctx context.Context, tenant tenancy.Tenant, id org.JobID) error {
	job, err := j.table.Job(ctx, tenant, id)
	if fault.Is(err, "job.notFound") || err == nil && (job.State != route.JobRunning || job.Lease.After(j.now())) {
		return nil
	}
	if err != nil {
		return err
	}
	job, ok, err := j.table.ClaimJob(ctx, tenant, id, rand.Text(), j.now().Add(lease))
	if err != nil || !ok {
		return err
	}
	err = j.work(ctx, tenant, &job)
	if errors.Is(err, errOver) {
		return nil
	}
	if err != nil && ctx.Err() == nil {
		// The lease runs out and the clock names the job again: what can't be done now is not tried in a hot loop.
		return err
	}
	if job.State == route.JobRunning {
		return errors.Join(err, j.release(ctx, tenant, job))
	}
	j.note(ctx, tenant, job)
	if job.State == route.JobDone || !resumable(job.Fault) {
		j.files.remove(ctx, stepsFile(tenant, job))
	}
	return nil
}

// note says how a job has ended.
func (j *Jobs) note(ctx context.Context, tenant tenancy.Tenant, job table.Job) {
	code := ""
	if job.Fault != nil {
		code = job.Fault.Code
	}
	j.log.InfoContext(ctx, "job", "job", job.ID, "tenant", tenant.ID(), "account", job.Account, "deed", job.Deed, "state", job.State,
		"rows", job.Total, "refused", job.Counts.Refused, "fault", code)
}

// work does steps while there is time.
func (j *Jobs) work(ctx context.Context, tenant tenancy.Tenant, job *table.Job) error {
	steps, err := j.loadSteps(ctx, tenant, *job)
	if err != nil {
		return j.refuse(ctx, tenant, job, err)
	}
	until := j.now().Add(budget)
	for job.State == route.JobRunning && j.now().Before(until) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := j.step(ctx, tenant, job, steps[job.Step]); err != nil {
			if err := j.refuse(ctx, tenant, job, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// step does the next step and moves the job on, in one transaction.
func (j *Jobs) step(ctx context.Context, tenant tenancy.Tenant, job *table.Job, s step) error {
	if s.Args == nil {
		return j.moveOn(ctx, tenant, job, s, table.Counts{})
	}
	cmd := ledger.Command{ID: org.DeriveID[org.CommandID](job.ID, firstStep+uint64(job.Step)), Deed: s.deed(*job), Args: s.Args}
	var to table.Job
	var wrote uint64
	res, err := j.executor.Do(ctx, tenant, executor.Who{Account: job.Account, Member: job.Member, Device: job.Device}, cmd,
		executor.In(job.ID), executor.Since(job.Since),
		executor.AlsoFor(func(done executor.Done) (writes []table.Write, err error) {
			if wrote = 0; done.Entry != nil {
				wrote = done.Entry.Seq
			}
			to, writes, err = j.progress(tenant, *job, s, done)
			return writes, err
		}))
	switch f := fault.First(err); {
	case f != nil && idle[f.Code]:
		return j.moveOn(ctx, tenant, job, s, table.Counts{Unchanged: s.Rows})
	case errors.Is(err, executor.ErrAlso), err == nil && res.Entry != nil && res.Entry.Seq != wrote:
		return j.reread(ctx, tenant, job)
	case err != nil:
		return err
	}
	*job = to
	return nil
}

// reread finds out what became of a job that is not where it was left: moved by an own write whose answer was lost, or not in
// these hands any more.
func (j *Jobs) reread(ctx context.Context, tenant tenancy.Tenant, job *table.Job) error {
	now, err := j.table.Job(ctx, tenant, job.ID)
	if err != nil {
		return err
	}
	if now.State != route.JobDone && (now.State != route.JobRunning || now.Claim != job.Claim) {
		return errOver
	}
	*job = now
	return nil
}

// progress is the job after a step, and how to write it beside the step's entry.
func (j *Jobs) progress(tenant tenancy.Tenant, job table.Job, s step, done executor.Done) (table.Job, []table.Write, error) {
	counts, refused, err := tally(s.deed(job), s, done)
	if err != nil {
		return table.Job{}, nil, err
	}
	to := j.after(job, s, counts, len(refused))
	if done.Entry != nil {
		to.Entries = job.Entries.Add(done.Entry.Seq)
	}
	writes, err := j.write(tenant, job, to, append(s.Refused, refused...))
	return to, writes, err
}

// moveOn moves the job over a step that writes no entry.
func (j *Jobs) moveOn(ctx context.Context, tenant tenancy.Tenant, job *table.Job, s step, counts table.Counts) error {
	to := j.after(*job, s, counts, 0)
	writes, err := j.write(tenant, *job, to, s.Refused)
	if err != nil {
		return err
	}
	err = j.table.Transact(ctx, writes...)
	if err == nil {
		*job = to
		return nil
	}
	// It may have been written all the same.
	if lost := j.reread(ctx, tenant, job); lost != nil || job.Step == to.Step {
		return lost
	}
	return err
}

// after is a job after a step. refused counts rows beside those that the step brings along.
func (j *Jobs) after(job table.Job, s step, c table.Counts, refused int) table.Job {
	job.Step++
	job.Done += s.Rows
	job.Created += c.Created
	job.Changed += c.Changed
	job.Deleted += c.Deleted
	job.Unchanged += c.Unchanged
	job.Counts.Groups += c.Groups
	job.Counts.Refused += len(s.Refused) + refused
	job.Lease = j.moment().Add(lease)
	if job.Step == job.Steps {
		job.State, job.Ended, job.Lease, job.Claim = route.JobDone, j.moment(), time.Time{}, ""
	}
	return job
}

func (j *Jobs) write(tenant tenancy.Tenant, from, to table.Job, refused []members.Verdict) ([]table.Write, error) {
	w, err := j.table.SetJob(tenant, from, to)
	if err != nil {
		return nil, err
	}
	writes := append([]table.Write{w}, j.told(tenant, to)...)
	if len(refused) > 0 {
		w, err := j.table.RefusedRows(tenant, from, refused)
		if err != nil {
			return nil, err
		}
		writes = append(writes, w)
	}
	return writes, nil
}

// tally counts what became of a step's rows, and finds those that the deed left out.
func tally(deed string, s step, done executor.Done) (c table.Counts, refused []members.Verdict, err error) {
	if done.Entry != nil {
		for _, change := range done.Entry.Changes {
			switch change.Op {
			case ledger.Created:
				c.Created++
			case ledger.Updated:
				c.Changed++
			case ledger.Deleted:
				c.Deleted++
			}
		}
	}
	if deed == groups.Import.Name {
		return table.Counts{Groups: c.Created + c.Changed, Unchanged: max(s.Rows-c.Created-c.Changed, 0)}, nil, nil
	}
	rest := s.Rows - len(s.Refused) - c.Created - c.Changed - c.Deleted
	if deed == members.Import.Name && rest > 0 {
		var args members.ImportArgs
		if err := json.Unmarshal(s.Args, &args); err != nil {
			return c, nil, err
		}
		verdicts, err := members.Verdicts(done.World, done.Actor, args.Rows)
		if err != nil {
			return c, nil, err
		}
		for _, v := range verdicts {
			if v.Kind == members.RowRefused {
				refused = append(refused, v)
			}
		}
		rest -= len(refused)
	}
	c.Unchanged = max(rest, 0)
	return c, refused, nil
}

// refuse ends a job with a fault; an error that is none it returns.
func (j *Jobs) refuse(ctx context.Context, tenant tenancy.Tenant, job *table.Job, cause error) error {
	f := fault.First(cause)
	if f == nil || f.Kind == fault.Unavailable {
		return cause
	}
	to := *job
	to.State, to.Fault, to.Ended, to.Lease, to.Claim = route.JobFailed, f, j.moment(), time.Time{}, ""
	w, err := j.table.SetJob(tenant, *job, to)
	if err != nil {
		return err
	}
	err = j.table.Transact(ctx, append([]table.Write{w}, j.told(tenant, to)...)...)
	if _, moved := table.IsRefused(err); moved {
		return errOver
	}
	if err == nil {
		*job = to
	}
	return err
}

// told has whoever made a job be told that it has ended by itself. Who stopped it knows.
func (j *Jobs) told(tenant tenancy.Tenant, to table.Job) []table.Write {
	if to.State != route.JobDone && to.State != route.JobFailed {
		return nil
	}
	return []table.Write{j.table.JobEffect(tenant, to, ledger.Effect{What: ledger.JobEnded, For: string(to.ID)})}
}

// resumable says whether a failed job may be gone on with: not where its maker has lost the right to.
func resumable(f *fault.Fault) bool {
	return f == nil || f.Kind != fault.Forbidden && f.Kind != fault.NotFound
}

// release lets go of a job, for whoever comes next.
func (j *Jobs) release(ctx context.Context, tenant tenancy.Tenant, job table.Job) error {
	to := job
	to.Lease, to.Claim = time.Time{}, ""
	// The answer may have taken all the time there was.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := j.set(ctx, tenant, job, to)
	if _, moved := table.IsRefused(err); moved {
		return nil
	}
	return err
}

// Nudge makes the stream name the jobs of all tenants that run while nobody works on them: those whose worker has died.
func (j *Jobs) Nudge(ctx context.Context) error {
	stalled, err := j.table.StalledJobs(ctx, 100)
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range stalled {
		errs = append(errs, j.table.NudgeJob(ctx, s.Tenant, s.ID))
	}
	return errors.Join(errs...)
}
