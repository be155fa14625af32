package jobs

import (
	"context"
	"encoding/json"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/units"
)

// firstGroup is beyond what rows and steps of a job derive their ids from: see firstStep.
const firstGroup = 1 << 40

// groupsAtOnce is how many groups one request reads.
const groupsAtOnce = 1000

// plan works out the tree that the bytes of units.csv lead to; without any it is the tree that there is. It reads all groups of the tenant,
// 5,000 at most, where there is such a file or the people have groups. Faults: those of sheet and of units, all at once.
func (j *Jobs) plan(ctx context.Context, tenant tenancy.Tenant, job org.JobID, data []byte, grouped bool) (*units.Plan, error) {
	var f units.File
	if len(data) > 0 {
		t, err := sheet.Read(data)
		if err != nil {
			return nil, err
		}
		if f, err = units.Read(units.Headed(t, nil)); err != nil {
			return nil, err
		}
	}
	known := units.Known{}
	for more, after := len(data) > 0 || grouped, ""; more; more = after != "" {
		page, last, err := j.table.Records(ctx, tenant, ledger.KindGroup, after, groupsAtOnce)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			if g, alive := r.Value.(org.Group); alive {
				known[org.GroupID(r.ID)] = g
			}
		}
		after = last
	}
	p := units.Draw(f, known, func(row int) org.GroupID { return org.DeriveID[org.GroupID](job, firstGroup+uint64(row)) })
	return p, p.Faults.Err()
}

// checkGroups refuses a list of groups of which a row can't be taken as things are: nothing of it is begun.
func (j *Jobs) checkGroups(ctx context.Context, tenant tenancy.Tenant, by executor.Who, l *list) error {
	if len(l.plan.Rows) == 0 {
		return nil
	}
	return j.executor.Judge(ctx, tenant, by, func(w *executor.World, actor ledger.Actor) error {
		_, rows, err := l.make(w, actor)
		if err != nil {
			return err
		}
		var faults fault.List
		for _, v := range rows {
			faults = append(faults, v.Faults...)
		}
		return faults.Err()
	})
}

// make is the world with the groups of the list, and what each of its rows does.
func (l *list) make(w *executor.World, actor ledger.Actor) (*ledger.Draft, []groups.Verdict, error) {
	args, err := json.Marshal(groups.ImportArgs{Groups: l.plan.Rows})
	if err != nil {
		return nil, nil, err
	}
	reads := groups.Import.Hint(args)
	for _, r := range l.rows {
		for _, id := range r.Groups {
			reads.Records = append(reads.Records, ledger.Ref{Kind: ledger.KindGroup, ID: string(id)})
		}
	}
	if err := w.Fetch(reads); err != nil {
		return nil, nil, err
	}
	d := ledger.Begin(w)
	out := make([]groups.Verdict, len(l.plan.Rows))
	for i, r := range l.plan.Rows {
		if out[i], err = groups.Take(d, actor, r); err != nil {
			return nil, nil, err
		}
	}
	return d, out, nil
}

// groupSteps are the steps that make the groups; those of the people come after them.
func (l *list) groupSteps() (out []step, err error) {
	if len(l.plan.Rows) == 0 {
		return nil, nil
	}
	args, err := json.Marshal(groups.ImportArgs{Groups: l.plan.Rows})
	if err != nil {
		return nil, err
	}
	parts, err := groups.Import.Cut(args)
	for _, p := range parts {
		out = append(out, step{Deed: groups.Import.Name, Args: p, Rows: weight(p)})
	}
	return out, err
}
