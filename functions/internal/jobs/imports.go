package jobs

import (
	"context"
	"path"
	"strconv"
	"strings"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// maxName is how many bytes of a file's name are kept.
const maxName = 200

// Import begins the import of a file, or says anew how long the file is that is to come. Faults: id.malformed,
// command.tooOld, import.tooLarge, import.empty, job.conflict (the id is somebody else's, or this import runs already),
// actor.forbidden, tenant.notFound.
func (j *Jobs) Import(ctx context.Context, tenant tenancy.Tenant, by executor.Who, in route.ImportRequest) (route.JobReply, error) {
	if err := j.executor.CheckID(org.CommandID(in.ID)); err != nil {
		return route.JobReply{}, err
	}
	switch {
	case in.Bytes > route.MaxFile:
		return route.JobReply{}, fault.On("bytes", "import.tooLarge", "limit", "20")
	case in.Bytes <= 0:
		return route.JobReply{}, fault.On("bytes", "import.empty")
	}
	if in.Units < 0 || in.Units > in.Bytes {
		return route.JobReply{}, fault.On("units", "import.incomplete", "have", strconv.Itoa(in.Bytes), "want", strconv.Itoa(in.Units))
	}
	if err := j.mayImport(ctx, tenant, by, in.Units); err != nil {
		return route.JobReply{}, err
	}
	job := j.begin(in.ID, by, members.Import.Name)
	job.State, job.Bytes, job.Units, job.Invite, job.Title = route.JobFilling, in.Bytes, in.Units, in.Invite, title(in.Name)
	err := j.table.NewJob(ctx, tenant, job, nil)
	if _, taken := table.IsRefused(err); !taken {
		return reply(&job), err
	}
	have, err := j.mine(ctx, tenant, by, in.ID)
	if fault.Is(err, "job.notFound") || err == nil && have.State != route.JobFilling {
		return route.JobReply{}, fault.New(fault.Conflict, "job.conflict")
	}
	if err != nil {
		return route.JobReply{}, err
	}
	to := have
	to.Bytes, to.Units, to.Invite, to.Title = job.Bytes, job.Units, job.Invite, job.Title
	err = j.set(ctx, tenant, have, to)
	if _, moved := table.IsRefused(err); moved {
		return route.JobReply{}, fault.New(fault.Conflict, "job.conflict")
	}
	return reply(&to), err
}

// mayImport says whether somebody may import people, and with them groups if bytes of units.csv come along.
func (j *Jobs) mayImport(ctx context.Context, tenant tenancy.Tenant, by executor.Who, units int) error {
	actor, err := j.executor.Actor(ctx, tenant, by)
	if err != nil {
		return err
	}
	if units > 0 {
		if err := actor.Need(org.ManageGroups); err != nil {
			return err
		}
	}
	return actor.Need(org.ManageMembers)
}

// title is a file's name without its folders, as far as it is text of one line.
func title(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	for len(name) > maxName {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	if name == "." || name == "/" {
		return ""
	}
	return name
}

// Fill stores a part of the file, parts from 0 in order of the file. A part that comes again replaces the one before.
// Faults: import.tooLarge, job.notFound, job.conflict.
func (j *Jobs) Fill(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID, part int, data []byte) error {
	if len(data) > route.MaxPart || part < 0 || part > maxParts {
		return fault.New(fault.Invalid, "import.tooLarge", "limit", "20")
	}
	job, err := j.filling(ctx, tenant, by, id)
	if err != nil {
		return err
	}
	return j.files.put(ctx, partFile(tenant, job, part), data)
}

// filling reads an import of somebody's own that has not started. Faults: job.notFound, job.conflict.
func (j *Jobs) filling(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (table.Job, error) {
	job, err := j.mine(ctx, tenant, by, id)
	if err == nil && job.State != route.JobFilling {
		err = fault.New(fault.Conflict, "job.conflict")
	}
	return job, err
}

// Preview says of the rows after a row's number what importing them would do, and counts all. Nothing is stored.
// Faults: job.notFound, job.conflict, import.incomplete, those of sheet and staff for a file that can't be read,
// actor.forbidden, commands.tooMany.
func (j *Jobs) Preview(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID, after, limit int) (route.ImportPreviewReply, error) {
	job, err := j.filling(ctx, tenant, by, id)
	if err != nil {
		return route.ImportPreviewReply{}, err
	}
	if err := j.executor.Pace(ctx, by.Account); err != nil {
		return route.ImportPreviewReply{}, err
	}
	l, err := j.read(ctx, tenant, job)
	if err != nil {
		return route.ImportPreviewReply{}, err
	}
	var verdicts []members.Verdict
	var made []groups.Verdict
	var viewer visible.Viewer
	err = j.executor.Judge(ctx, tenant, by, func(w *executor.World, actor ledger.Actor) (err error) {
		viewer = visible.Viewer{Member: actor.Member, Role: actor.Role, Shut: true} // who imports manages members, and sees all
		made, verdicts, err = l.judge(w, actor)
		return err
	})
	if err != nil {
		return route.ImportPreviewReply{}, err
	}
	reply := route.ImportPreviewReply{
		Encoding: string(l.encoding), Separator: l.separator, Columns: l.columns,
		Counts: map[members.VerdictKind]int{}, Total: len(verdicts), Rows: []members.Verdict{},
	}
	if after == 0 {
		reply.Groups = made
	}
	for _, v := range verdicts {
		reply.Counts[v.Kind]++
		if v.Row <= after {
			continue
		}
		if len(reply.Rows) == limit {
			reply.Next = reply.Rows[limit-1].Row
			continue
		}
		reply.Rows = append(reply.Rows, shown(viewer, v))
	}
	return reply, nil
}

// shown reduces a verdict to what the viewer may see.
func shown(viewer visible.Viewer, v members.Verdict) members.Verdict {
	if v.Change == nil {
		return v
	}
	seen := viewer.Changes([]ledger.Change{*v.Change})
	v.Change = nil
	if len(seen) == 1 {
		v.Change = &seen[0]
	}
	return v
}

// Apply starts an import that has been filled. One that has been started stays as it is. Faults as of Preview.
func (j *Jobs) Apply(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.JobID) (route.JobReply, error) {
	job, err := j.mine(ctx, tenant, by, id)
	if err != nil {
		return route.JobReply{}, err
	}
	if job.State != route.JobFilling {
		return reply(&job), nil
	}
	if err := j.executor.Pace(ctx, by.Account); err != nil {
		return route.JobReply{}, err
	}
	if err := j.mayImport(ctx, tenant, by, job.Units); err != nil {
		return route.JobReply{}, err
	}
	l, err := j.read(ctx, tenant, job)
	if err != nil {
		return route.JobReply{}, err
	}
	if err := j.checkGroups(ctx, tenant, by, l); err != nil {
		return route.JobReply{}, err
	}
	steps, err := l.steps(job.Invite)
	if err != nil {
		return route.JobReply{}, err
	}
	to := job
	to.Device = by.Device // the file may have come from another
	if err := j.run(ctx, tenant, &to, steps); err != nil {
		return route.JobReply{}, err
	}
	err = j.set(ctx, tenant, job, to)
	if _, moved := table.IsRefused(err); moved {
		// A second press of the button was faster.
		j.files.remove(ctx, stepsFile(tenant, to))
		return j.Get(ctx, tenant, by, id)
	}
	if err != nil {
		return route.JobReply{}, err
	}
	for part := range l.parts {
		j.files.remove(ctx, partFile(tenant, job, part))
	}
	return reply(&to), nil
}
