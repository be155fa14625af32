package executor

import (
	"context"
	"errors"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
)

// Reply is what one of several commands came to.
type Reply struct {
	Result
	Err error // as of Do
}

// maxWorld is how many commands are decided on one world.
const maxWorld = 50

// maxBytes bounds one transaction, of which DynamoDB takes 4 MB: keys and what else there is are left room for.
const maxBytes = 3 << 20

// DoAll carries out commands in order, several in one transaction where they fit, each as Do does: in what they come to there is no
// difference. It stops after a command that could not be tried or is too much for one entry, since those behind it were made to follow
// it: it then returns fewer replies than there are commands, but at least one. The options may neither be Reserved nor Also.
func (x *Executor) DoAll(ctx context.Context, tenant tenancy.Tenant, by Who, cmds []ledger.Command, opts ...Option) []Reply {
	runs := make([]*run, len(cmds))
	for i, cmd := range cmds {
		runs[i] = x.run(tenant, by, cmd, opts)
	}
	var replies []Reply
	for len(replies) < len(runs) {
		rest := runs[len(replies):]
		done := x.together(ctx, rest[:min(len(rest), maxWorld)])
		if len(done) == 0 {
			res, err := rest[0].alone(ctx)
			done = []Reply{{res, err}}
		}
		replies = append(replies, done...)
		last := done[len(done)-1]
		if last.Parts > 1 || last.Err != nil && !verdict(last.Err) {
			break
		}
	}
	return replies
}

// verdict says whether a command was refused, rather than not tried.
func verdict(err error) bool { return fault.All(err) != nil && !fault.First(err).Kind.Later() }

// errLater ends what can be decided on a world: what comes next needs what is not written yet.
var errLater = errors.New("executor: not on this world")

// together carries out the first of the commands in one transaction, as many as go together. It answers for none where that is not
// sure: a command that is tried again alone is carried out once all the same.
func (x *Executor) together(ctx context.Context, runs []*run) []Reply {
	if len(runs) < 2 || !runs[0].counted {
		return nil
	}
	var ask table.Question
	refused := make([]error, len(runs))
	for i, r := range runs {
		parts, err := r.check()
		if parts > 1 {
			runs = runs[:i]
			break
		}
		if refused[i] = err; err != nil {
			continue
		}
		hint := r.deed.Hint(r.cmd.Args)
		ask.Records, ask.Uniques, ask.Entries = append(ask.Records, hint.Records...), append(ask.Uniques, hint.Uniques...), append(ask.Entries, hint.Entries...)
		ask.Tenant = ask.Tenant || hint.Tenant
		ask.Commands = append(ask.Commands, r.cmd.ID)
	}
	if len(runs) == 0 {
		return nil
	}
	defer x.turns.take(ctx, runs[0].tenant.ID())()
	w, err := x.look(ctx, runs[0].tenant, runs[0].by, ask)
	if err != nil {
		return nil
	}
	b := batch{w: w}
	for i, r := range runs {
		if refused[i] != nil {
			b.replies = append(b.replies, Reply{Err: refused[i]})
		} else if !b.take(r) {
			break
		}
	}
	return b.written(ctx)
}

// batch are commands decided one after the other on a world that moves with them.
type batch struct {
	w       *World
	steps   []table.Step
	actions int
	bytes   int
	replies []Reply
	judged  bool // something was refused or found done on the world
}

// take decides a command; no if it and what follows have to wait until those before it are written.
func (b *batch) take(r *run) bool {
	if b.w.ahead[r.cmd.ID] {
		return false
	}
	b.w.now = r.x.moment()
	res, step, err := r.decide(b.w)
	switch {
	case err != nil && !verdict(err):
		return false
	case step == nil:
		b.judged = true
		b.replies = append(b.replies, Reply{res, err})
		return true
	}
	actions, bytes := step.Actions(), step.Bytes()
	if b.actions+actions >= table.MaxActions || b.bytes+bytes > maxBytes {
		return false
	}
	b.actions, b.bytes = b.actions+actions, b.bytes+bytes
	b.steps = append(b.steps, *step)
	b.replies = append(b.replies, Reply{Result: res})
	b.w.advance(*step)
	return true
}

// written writes what was decided and returns the replies, or none if it is not sure that they are true.
func (b *batch) written(ctx context.Context) []Reply {
	if len(b.steps) > 0 {
		if err := b.w.table.Commit(ctx, b.w.tenant, b.steps...); err != nil {
			return nil
		}
		return b.replies
	}
	if b.judged {
		if held, err := b.w.holds(); err != nil || !held {
			return nil
		}
	}
	return b.replies
}
