package imports

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// partSize is how much of the file one request carries: small enough to show that it moves, far below what the server takes.
const partSize = 1 << 20

const (
	importDeed = "members.import"
	undoDeed   = "ledger.undo"
)

// apply sends the rows that will be taken and starts the job.
func (p *Page) apply(app.Context, app.Event) {
	d := p.desk
	if d.sending > 0 || d.judging || d.list == nil {
		return
	}
	data, n, err := d.list.both()
	if err != nil {
		d.failed = err
		return
	}
	d.failed, d.sending, d.sent = nil, len(data), 0
	id, base := store.NewID[org.JobID](), store.Replica().Head().Seq
	tenant, name, turn := d.tenant, d.list.Title(), d.turn
	fail := func(err error) { d.sending, d.failed = 0, err }
	parts := Parts(data, partSize)
	var send func(ctx app.Context, n int)
	send = func(ctx app.Context, n int) {
		ui.Ask(ctx, func() (route.JobReply, error) {
			if n < len(parts) {
				return route.JobReply{}, store.Client().PutPart(tenant, id, n, parts[n])
			}
			return store.Client().ApplyImport(tenant, id)
		}, func(ctx app.Context, reply route.JobReply, err error) {
			switch {
			case turn != d.turn:
			case err != nil:
				fail(err)
			case n < len(parts):
				d.sent += len(parts[n])
				send(ctx, n+1)
			default:
				d.sending, d.job, d.reply = 0, id, reply
				store.Begun(id, base)
				store.Follow(ctx, reply)
				p.watch(ctx)
				p.ctx.Defer(func(app.Context) { ui.Focus("page-title") })
			}
		})
	}
	ui.Ask(p.ctx, func() (route.JobReply, error) {
		return store.Client().BeginImport(tenant, route.ImportRequest{ID: id, Name: name, Bytes: len(data), Units: n, Invite: d.invite})
	}, func(ctx app.Context, _ route.JobReply, err error) {
		if err != nil {
			fail(err)
			return
		}
		send(ctx, 0)
	})
}

// resume shows an import again that was under way when the page was loaded anew.
func (p *Page) resume() {
	d := p.desk
	if d.job != "" || d.list != nil {
		return
	}
	for _, j := range store.AllJobs() {
		if j.Deed == importDeed && moving(j.State) {
			d.job, d.reply = j.ID, j
			return
		}
	}
}

func moving(s route.JobState) bool {
	return s == route.JobRunning || s == route.JobStopping || s == route.JobStopped
}

// watch follows the job, and asks at its end which rows the server refused after all.
func (p *Page) watch(ctx app.Context) {
	p.resume()
	d := p.desk
	if d.job == "" {
		return
	}
	if j, ok := store.JobHere(d.job); ok {
		d.reply = j
	}
	// The frame need not show what this page does.
	for _, j := range store.AllJobs() {
		if j.ID == d.job {
			store.CloseJob(ctx, j.ID)
		}
	}
	if d.reply.State == route.JobDone && d.reply.Refused > 0 && !d.asked {
		d.asked = true
		p.askRefused(ctx, 0)
	}
}

func (p *Page) askRefused(ctx app.Context, after int) {
	d := p.desk
	id, tenant := d.job, d.tenant
	const most = 1000
	ui.Ask(ctx, func() (route.RefusedReply, error) { return store.Client().Refused(tenant, id, after) },
		func(ctx app.Context, r route.RefusedReply, err error) {
			if err != nil || d.job != id {
				return
			}
			d.refused = append(d.refused, r.Rows...)
			if r.Next != 0 && len(d.refused) < most {
				p.askRefused(ctx, r.Next)
			}
		})
}

// undo takes the whole import back, as one step.
func (p *Page) undo(ctx app.Context, _ app.Event) {
	d := p.desk
	if err := takeBack(ctx, d.reply); err != nil {
		d.failed = err
		return
	}
	d.failed, d.undoing = nil, true
	p.markUndone(d.reply)
	p.ctx.Defer(func(app.Context) { ui.Focus("imports-undone") })
}

// takeBack undoes all that an import wrote, the latest entry first.
func takeBack(ctx app.Context, j route.JobReply) error {
	seqs := slices.Clone(j.Entries)
	slices.Reverse(seqs)
	return store.UndoSeqs(ctx, seqs, ui.T("imports.undo.said", "file", j.Title))
}

func refusedReasons(v members.Verdict) string {
	text := ""
	for _, f := range v.Faults {
		text += ui.FaultText(f) + " "
	}
	return text
}

func jobFault(f *fault.Fault) string {
	if f == nil {
		return ""
	}
	return ui.FaultText(f)
}
