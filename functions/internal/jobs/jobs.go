// Package jobs carries out what is too much for one entry: bulk commands and imports. A job is a list of steps, each at most
// one entry; a step and the job's progress are written in one transaction, so a job that is killed at any moment repeats and
// skips nothing. A job has no rights of its own: each step is judged by what its maker may do at that moment.
package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Jobs starts jobs and works on them. Its methods may be called by many goroutines.
type Jobs struct {
	table    *table.Table
	executor *executor.Executor
	files    files
	now      func() time.Time
	log      *slog.Logger
}

// New makes the jobs of a table whose inputs lie in a bucket.
func New(t *table.Table, x *executor.Executor, cfg aws.Config, bucket string, now func() time.Time) *Jobs {
	return &Jobs{t, x, newFiles(cfg, bucket), now, slog.New(slog.DiscardHandler)}
}

// Saying has jobs say on a log how they have ended.
func (j *Jobs) Saying(log *slog.Logger) *Jobs {
	j.log = log
	return j
}

// Start makes a job of a command that is too much for one entry. The job's id is the command's: the same command is the same
// job. Faults: deed.unknown, id.malformed, command.tooOld, command.conflict, commands.tooMany, tenant.notFound, and those of
// the arguments.
func (j *Jobs) Start(ctx context.Context, tenant tenancy.Tenant, by executor.Who, cmd ledger.Command) (route.JobReply, error) {
	deed, err := deeds.Commanded(cmd.Deed)
	if err != nil {
		return route.JobReply{}, err
	}
	if err := j.executor.CheckID(cmd.ID); err != nil {
		return route.JobReply{}, err
	}
	args, err := deed.Cut(cmd.Args)
	if err != nil {
		return route.JobReply{}, err
	}
	if err := j.executor.Pace(ctx, by.Account); err != nil {
		return route.JobReply{}, err
	}
	if _, err := j.executor.Actor(ctx, tenant, by); err != nil {
		return route.JobReply{}, err
	}
	job, guard := j.begin(org.JobID(cmd.ID), by, cmd.Deed), table.Guard{Account: by.Account, Deed: cmd.Deed, Args: table.ArgsDigest(cmd.Args)}
	if again, err := j.startedBefore(ctx, tenant, job.ID, guard); again != nil || err != nil {
		return reply(again), err
	}
	steps := make([]step, len(args))
	for i, a := range args {
		steps[i] = step{Args: a, Rows: weight(a)}
	}
	if err := j.run(ctx, tenant, &job, steps); err != nil {
		return route.JobReply{}, err
	}
	err = j.table.NewJob(ctx, tenant, job, &guard)
	if _, taken := table.IsRefused(err); taken {
		j.files.remove(ctx, stepsFile(tenant, job))
		again, err := j.startedBefore(ctx, tenant, job.ID, guard)
		if err == nil && again == nil {
			err = executor.Conflict()
		}
		return reply(again), err
	}
	return reply(&job), err
}

// startedBefore finds the job that the same command has become before. Fault: command.conflict.
func (j *Jobs) startedBefore(ctx context.Context, tenant tenancy.Tenant, id org.JobID, mine table.Guard) (*table.Job, error) {
	g, err := j.table.Guard(ctx, tenant, org.CommandID(id))
	if g == nil || err != nil {
		return nil, err
	}
	if !g.Same(mine) || g.Seq != 0 {
		return nil, executor.Conflict()
	}
	job, err := j.table.Job(ctx, tenant, id)
	return &job, err
}

// begin makes a job of now.
func (j *Jobs) begin(id org.JobID, by executor.Who, deed string) table.Job {
	return table.Job{ID: id, Account: by.Account, Member: by.Member, Device: by.Device, Deed: deed, Made: j.moment()}
}

// moment is now, as entries have it.
func (j *Jobs) moment() time.Time { return j.now().UTC().Truncate(time.Millisecond) }

// run stores a job's steps and sets it running; who calls it stores the job.
func (j *Jobs) run(ctx context.Context, tenant tenancy.Tenant, job *table.Job, steps []step) error {
	job.State, job.Since, job.Started = route.JobRunning, j.moment(), j.moment()
	job.Input, job.Steps, job.Total = newInput(), len(steps), 0
	for _, s := range steps {
		job.Total += s.Rows
	}
	return j.saveSteps(ctx, tenant, *job, steps)
}

// weight is how many rows, members, entries or groups arguments are about.
func weight(args json.RawMessage) int {
	var lists struct{ Rows, Members, Entries, Subgroups, With, Groups []json.RawMessage }
	_ = json.Unmarshal(args, &lists) // the deed has read them before
	return max(len(lists.Rows), len(lists.Members), len(lists.Entries), len(lists.Subgroups), len(lists.With), len(lists.Groups), 1)
}

// List lists the jobs of the last days that somebody has started, latest first. Those still being filled are left out.
func (j *Jobs) List(ctx context.Context, tenant tenancy.Tenant, by executor.Who) (route.JobsReply, error) {
	all, err := j.table.JobsOf(ctx, tenant, by.Account)
	if err != nil {
		return route.JobsReply{}, err
	}
	out := route.JobsReply{Jobs: []route.JobReply{}}
	for _, job := range all {
		if job.State != route.JobFilling {
			out.Jobs = append(out.Jobs, reply(&job))
		}
	}
	return out, nil
}

// Get reads a job. Fault: job.notFound, also for a job of somebody else.
func (j *Jobs) Get(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (route.JobReply, error) {
	job, err := j.mine(ctx, tenant, by, id)
	if err != nil {
		return route.JobReply{}, err
	}
	return reply(&job), nil
}

// mine reads a job of somebody's own. Fault: job.notFound.
func (j *Jobs) mine(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (table.Job, error) {
	job, err := j.table.Job(ctx, tenant, id)
	if err != nil {
		return table.Job{}, err
	}
	if job.Account != by.Account || job.Member != by.Member {
		return table.Job{}, fault.New(fault.NotFound, "job.notFound")
	}
	return job, nil
}

// Stop ends a job after the step it is at. A job that does not run stays as it is. Fault: job.notFound.
func (j *Jobs) Stop(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (route.JobReply, error) {
	return j.turn(ctx, tenant, by, id, func(job *table.Job) bool {
		if job.State != route.JobRunning {
			return false
		}
		job.State, job.Lease, job.Claim = route.JobStopped, time.Time{}, ""
		return true
	})
}

// Resume goes on with a job that was stopped or has failed, at the step it had come to. Fault: job.notFound.
func (j *Jobs) Resume(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (route.JobReply, error) {
	return j.turn(ctx, tenant, by, id, func(job *table.Job) bool {
		if job.State != route.JobStopped && job.State != route.JobFailed {
			return false
		}
		job.State, job.Since, job.Fault, job.Ended = route.JobRunning, j.moment(), nil, time.Time{}
		return true
	})
}

// turn brings a job into another state, again if it moves meanwhile. change says whether there is anything to do.
func (j *Jobs) turn(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID, change func(*table.Job) bool) (route.JobReply, error) {
	for {
		job, err := j.mine(ctx, tenant, by, id)
		if err != nil {
			return route.JobReply{}, err
		}
		to := job
		if !change(&to) {
			return reply(&job), nil
		}
		err = j.set(ctx, tenant, job, to)
		if _, moved := table.IsRefused(err); !moved {
			return reply(&to), err
		}
		if err := ctx.Err(); err != nil {
			return route.JobReply{}, err
		}
	}
}

func (j *Jobs) set(ctx context.Context, tenant tenancy.Tenant, from, to table.Job) error {
	w, err := j.table.SetJob(tenant, from, to)
	if err != nil {
		return err
	}
	return j.table.Transact(ctx, w)
}

// Refused lists rows that a job could not take, in order. after is Next of the answer before. Fault: job.notFound.
func (j *Jobs) Refused(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID, after int) (route.RefusedReply, error) {
	if _, err := j.mine(ctx, tenant, by, id); err != nil {
		return route.RefusedReply{}, err
	}
	rows, next, err := j.table.Refused(ctx, tenant, id, after)
	return route.RefusedReply{Rows: rows, Next: next}, err
}

// reply is a job as its maker sees it.
func reply(job *table.Job) route.JobReply {
	if job == nil {
		return route.JobReply{}
	}
	return route.JobReply{
		ID: job.ID, Deed: job.Deed, State: job.State, Title: job.Title,
		Total: job.Total, Done: job.Done, Created: job.Created, Changed: job.Changed, Deleted: job.Deleted,
		Unchanged: job.Unchanged, Refused: job.Counts.Refused, Groups: job.Counts.Groups, Entries: job.Entries.All(), Fault: job.Fault,
		Started: job.Started, Ended: job.Ended,
	}
}
