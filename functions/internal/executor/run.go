package executor

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"sync"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// run is one command being carried out.
type run struct {
	options
	x      *Executor
	tenant tenancy.Tenant
	by     Who
	cmd    ledger.Command
	deed   ledger.Deed
	guard  table.Guard
	paced  func() error    // waits until the command is counted; nil if it is not to be
	tried  []ledger.Digest // hashes of the entries that may have been written
	lost   error           // an answer that never came: it may have been written
}

// alone carries out the command in a transaction of its own.
func (r *run) alone(ctx context.Context) (Result, error) {
	parts, err := r.check()
	if err != nil || parts > 1 {
		return Result{Parts: parts}, err
	}
	if r.batch == "" && !r.reserved && !r.counted {
		r.paced = beside(func() error { return r.x.Pace(ctx, r.by.Account) })
		defer r.paced() // whatever happens, nothing goes on after the answer
	}
	return r.untilDone(ctx)
}

// beside begins something and returns what waits for its end.
func beside(do func() error) (wait func() error) {
	ended := make(chan error, 1)
	go func() { ended <- do() }()
	return sync.OnceValue(func() error { return <-ended })
}

// check finds the deed and refuses what needs no world for it. A command of more than one part is to become a job.
func (r *run) check() (parts int, err error) {
	find := deeds.Commanded
	if r.reserved {
		find = deeds.ByName
	}
	if r.deed, err = find(r.cmd.Deed); err != nil {
		return 0, err
	}
	if err := r.x.CheckID(r.cmd.ID); err != nil {
		return 0, err
	}
	if r.batch != "" {
		return 0, nil
	}
	all, err := r.deed.Cut(r.cmd.Args)
	if err != nil || len(all) < 2 {
		return 0, err
	}
	return len(all), nil
}

// untilDone tries until the command is carried out or refused on a world that held.
func (r *run) untilDone(ctx context.Context) (Result, error) {
	defer r.x.turns.take(ctx, r.tenant.ID())()
	for try := range maxTries {
		if err := pause(ctx, try); err != nil {
			return Result{}, err
		}
		res, err := r.once(ctx)
		if !errors.Is(err, errAgain) {
			return res, err
		}
	}
	if r.lost != nil {
		return Result{}, r.lost
	}
	return Result{}, busy()
}

func (r *run) once(ctx context.Context) (Result, error) {
	w, err := r.x.look(ctx, r.tenant, r.by, table.Question{Reads: r.deed.Hint(r.cmd.Args), Commands: []org.CommandID{r.cmd.ID}})
	if r.paced != nil {
		if tooMany := r.paced(); tooMany != nil {
			return Result{}, tooMany
		}
	}
	if err != nil {
		return Result{}, err
	}
	res, step, err := r.decide(w)
	switch {
	case err != nil:
		return Result{}, r.refusal(w, err)
	case step != nil:
		if err := r.written(r.x.table.Commit(w.ctx, r.tenant, *step)); err != nil {
			return Result{}, err
		}
	case len(res.beside) > 0:
		return Result{}, r.written(r.x.table.Beside(w.ctx, r.tenant, w.head, res.beside))
	}
	return res, nil
}

// decide runs the deed on a world and returns what is to be written, nil if nothing is. Faults are verdicts only if the world holds.
func (r *run) decide(w *World) (Result, *table.Step, error) {
	actor, err := r.actor(w)
	if g, used := w.sight.Guards[r.cmd.ID]; err == nil && used {
		res, err := r.answer(w, g)
		return res, nil, err
	}
	var out ledger.Outcome
	if err == nil && (actor.Role.May(org.ManageMembers) || r.by.System != "") {
		// Others will be refused: what they hear, and when, must not depend on whose addresses they name.
		err = w.FetchHolders()
	}
	if err == nil {
		out, err = r.deed.Run(w, actor, r.cmd.Args)
	}
	if err != nil {
		return Result{}, nil, err
	}
	if len(out.Changes) == 0 {
		writes, err := r.writes(Done{w, actor, nil})
		return Result{beside: writes}, nil, err
	}
	step, err := r.step(w, actor, out)
	if err != nil {
		return Result{}, nil, err
	}
	return Result{Entry: &step.Entry}, step, nil
}

// actor tells who acts. A founder becomes a member by the very entry, and so does who joins by a link: there is no record to ask. Who joins has shown that the member is
// them before the account is linked, which is done in the same transaction.
func (r *run) actor(w *World) (ledger.Actor, error) {
	if r.reserved && r.deed.Name == tenants.Found.Name {
		return ledger.Actor{Member: r.by.Member, Role: org.Owner}, nil
	}
	if r.reserved && r.deed.Name == links.Join.Name {
		var joins links.JoinArgs // parsed by the deed
		_ = json.Unmarshal(r.cmd.Args, &joins)
		return ledger.Actor{Member: r.by.Member, Name: org.Member{GivenName: joins.GivenName, Surname: joins.Surname}.Name()}, nil
	}
	if r.reserved && r.deed.Name == members.Confirm.Name {
		return w.joining(r.by)
	}
	if r.reserved && r.deed.Name == members.Leave.Name {
		return w.leaving(r.by)
	}
	if r.reserved && r.deed.Name == members.ReportStorage.Name {
		return w.system(r.by)
	}
	return w.actor(r.by, r.since)
}

// refusal returns a fault only if the world it was found in held; an error that is none as it is.
func (r *run) refusal(w *World, err error) error {
	if fault.All(err) == nil {
		return err
	}
	held, headErr := w.holds()
	switch {
	case headErr != nil:
		return headErr
	case !held:
		return errAgain
	}
	return err
}

// answer is that of a command whose id has been used.
func (r *run) answer(w *World, g table.Guard) (Result, error) {
	if !g.Same(r.guard) {
		return Result{}, Conflict()
	}
	e, err := r.x.table.Entry(w.ctx, r.tenant, g.Seq)
	if err != nil {
		return Result{}, err
	}
	again := true
	for _, hash := range r.tried {
		again = again && hash != e.Hash
	}
	return Result{Entry: &e.Entry, Again: again}, nil
}

// Conflict is the fault of a command whose id somebody else has used, or for something else. It tells no more.
func Conflict() error { return fault.New(fault.Conflict, "command.conflict") }

// step seals what a deed has come to.
func (r *run) step(w *World, actor ledger.Actor, out ledger.Outcome) (*table.Step, error) {
	records, err := changed(w, out.Changes)
	if err != nil {
		return nil, err
	}
	if actor.Name == "" {
		actor.Name = nameIn(records, actor.Member)
	}
	sealed, err := ledger.Seal(r.tenant.ID(), ledger.Entry{
		Seq:     w.head.Seq + 1,
		At:      w.now,
		Actor:   ledger.EntryActor{Member: actor.Member, Name: actor.Name},
		Device:  r.by.Device,
		Command: r.cmd.ID,
		Batch:   r.batch,
		Deed:    r.cmd.Deed,
		Undoes:  out.Undoes,
		Changes: out.Changes,
	}, w.head.Hash, chance)
	if err != nil {
		return nil, err
	}
	writes, err := r.writes(Done{w, actor, &sealed})
	if err != nil {
		return nil, err
	}
	step := &table.Step{From: w.head, Entry: sealed, Records: records, Effects: out.Effects, Guard: r.guard, Also: writes}
	step.Guard.Seq = sealed.Seq
	if w.head.Seq == 0 {
		c := chance()
		step.Epoch = base64.RawURLEncoding.EncodeToString(c[:9])
	}
	r.tried = append(r.tried, sealed.Hash)
	return step, nil
}

// writes is what is written beside what a deed has come to.
func (r *run) writes(d Done) ([]table.Write, error) {
	var writes []table.Write
	if d.Entry != nil {
		for _, p := range r.deed.Keep(r.cmd.Args) {
			if p.Of.Kind == ledger.KindTenant {
				p.Of.ID = string(r.tenant.ID())
			}
			writes = append(writes, r.x.table.PutPicture(r.tenant, p))
		}
	}
	if r.also == nil {
		return writes, nil
	}
	also, err := r.also(d)
	return append(writes, also...), err
}

// written sorts the errors of writing: those that another try may do away with, among them a lost answer, as the guard tells
// next time whether it was written after all.
func (r *run) written(err error) error {
	switch {
	case err == nil, errors.Is(err, table.ErrAlso), errors.Is(err, table.ErrNever), fault.All(err) != nil:
		return err
	case !errors.Is(err, table.ErrMoved) && !errors.Is(err, table.ErrBusy):
		r.lost = err
	}
	return errAgain
}

// changed pairs each change with the record before and after it.
func changed(w *World, changes []ledger.Change) ([]table.Changed, error) {
	out := make([]table.Changed, len(changes))
	for i, c := range changes {
		before, err := w.Record(c.Ref())
		if err != nil {
			return nil, err
		}
		fields, err := c.Apply(ledger.FieldsOf(before.Value))
		if err != nil {
			return nil, err
		}
		after, err := ledger.EntityOf(c.Kind, fields)
		if err != nil {
			return nil, err
		}
		out[i] = table.Changed{Before: before, After: after}
	}
	return out, nil
}

// nameIn finds the name of somebody whom an entry creates.
func nameIn(records []table.Changed, member org.MemberID) string {
	for _, c := range records {
		if m, ok := c.After.(org.Member); ok && c.Before.ID == string(member) {
			return m.Name()
		}
	}
	return ""
}

// chance is 16 fresh random bytes.
func chance() (c [16]byte) {
	_, _ = rand.Read(c[:]) // never fails
	return c
}
