// Package executor carries out commands: it reads a tenant's world, runs the deed with authority, and writes what the deed
// decides in one transaction that moves the tenant's head. A tenant's changes are strictly serial, and a command is carried
// out once, however often and by whatever way it arrives.
package executor

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Who asks: an account, the member it is in the tenant, and on which device. All come from the edge, never from a command.
type Who struct {
	Account org.AccountID
	Member  org.MemberID
	System  org.SystemID // a connected system instead of a person, which has shown its key; Account is its id then, and there is no Member
	Device  org.Device   // as the request describes it; none where the server acts by itself. It decides nothing.
}

// Result is what a command came to.
type Result struct {
	Entry *ledger.Entry // whole; nil if nothing changed
	Again bool          // had been carried out before by the same command
	Parts int           // more than 1: it is too much for one entry and was not carried out; make it a job

	beside []table.Write // what is to be written where nothing changed
}

// Executor carries out commands. Its methods may be called by many goroutines.
type Executor struct {
	table *table.Table
	now   func() time.Time
	turns turns
}

// New makes an executor. now is the clock.
func New(t *table.Table, now func() time.Time) *Executor {
	return &Executor{table: t, now: now, turns: turns{all: map[org.TenantID]*turn{}}}
}

const (
	// maxTries is how often a deed is run when others move the head meanwhile.
	maxTries = 10
	// MaxAge is how old a command's id may be. It is less than table.GuardLifetime, so that a command that comes again is
	// known as long as it is taken: longer than a replica may be without contact.
	MaxAge = 110 * 24 * time.Hour
)

// pace is how many commands and previews an account may send: 300 at once, and 5 a second on and on.
var pace = table.Bucket{What: "commands", Burst: 300, Every: 200 * time.Millisecond}

// ErrAlso means that a condition of what should be written beside the entry did not hold. Nothing was written.
var ErrAlso = table.ErrAlso

// Done is what a deed has come to within the transaction being made.
type Done struct {
	World *World
	Actor ledger.Actor
	Entry *ledger.Entry // nil if nothing changes
}

// Option says how a command is carried out.
type Option func(*options)

type options struct {
	batch    org.JobID
	reserved bool
	counted  bool
	since    time.Time
	also     func(Done) ([]table.Write, error)
}

// In makes the entry a step of a job. Steps are not counted as commands of the account.
func In(batch org.JobID) Option { return func(o *options) { o.batch = batch } }

// Reserved allows the deeds that only the server's own code starts. They are not counted as commands of the account.
func Reserved() Option { return func(o *options) { o.reserved = true } }

// Counted is for a command that PaceAll has counted.
func Counted() Option { return func(o *options) { o.counted = true } }

// Since refuses, as if there was no such member, where access was ended after this time.
func Since(at time.Time) Option { return func(o *options) { o.since = at } }

// Also writes more in the same transaction. If a condition of it fails, nothing is written and Do returns ErrAlso. Where the
// deed changes nothing it is written alone.
func Also(writes ...table.Write) Option {
	return AlsoFor(func(Done) ([]table.Write, error) { return writes, nil })
}

// AlsoFor is Also with writes that depend on what the deed comes to. make may be called several times.
func AlsoFor(make func(Done) ([]table.Write, error)) Option {
	return func(o *options) { o.also = make }
}

// Do carries out a command. Faults: deed.unknown, id.malformed, command.tooOld, command.conflict (the id was used for
// something else or by somebody else), commands.tooMany with seconds, tenant.notFound, tenant.busy, and those of the deed.
// After any other error it is not known whether it was carried out: sending it again is safe.
// Cost, beside what the deed reads and writes: 4 RCU and 7 WCU, whatever the tenant's size.
func (x *Executor) Do(ctx context.Context, tenant tenancy.Tenant, by Who, cmd ledger.Command, opts ...Option) (Result, error) {
	return x.run(tenant, by, cmd, opts).alone(ctx)
}

func (x *Executor) run(tenant tenancy.Tenant, by Who, cmd ledger.Command, opts []Option) *run {
	r := &run{x: x, tenant: tenant, by: by, cmd: cmd}
	for _, opt := range opts {
		opt(&r.options)
	}
	r.guard = table.Guard{Account: by.Account, Deed: cmd.Deed, Args: table.ArgsDigest(cmd.Args)}
	return r
}

// Pace counts one command of an account. Fault: commands.tooMany with seconds.
func (x *Executor) Pace(ctx context.Context, account org.AccountID) error {
	wait, err := x.table.Take(ctx, pace, string(account), 1)
	if err != nil || wait == 0 {
		return err
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return fault.New(fault.TooMany, "commands.tooMany", "seconds", strconv.Itoa(seconds))
}

// PaceAll counts n commands of an account at once, which costs one write and not n. It counts none and says false where they are too many:
// then each is to be counted by itself, so that those are carried out which are not.
func (x *Executor) PaceAll(ctx context.Context, account org.AccountID, n int) (counted bool) {
	wait, err := x.table.Take(ctx, pace, string(account), n)
	return err == nil && wait == 0
}

// CheckID refuses ids that are none, and those so old that their guard may be gone. Faults: id.malformed, command.tooOld.
func (x *Executor) CheckID(id org.CommandID) error {
	if _, err := org.ParseID[org.CommandID]("id", string(id)); err != nil {
		return err
	}
	if ms, _ := org.Millis(id); ms < x.now().Add(-MaxAge).UnixMilli() {
		return fault.New(fault.Conflict, "command.tooOld")
	}
	return nil
}

// Preview runs a deed and stores nothing. The changes are whole: who shows them reduces them to what the actor may see.
// Faults: deed.unknown, commands.tooMany, tenant.notFound, tenant.busy, and those of the deed.
func (x *Executor) Preview(ctx context.Context, tenant tenancy.Tenant, by Who, deed string, args json.RawMessage) ([]ledger.Change, error) {
	d, err := deeds.Commanded(deed)
	if err != nil {
		return nil, err
	}
	if err := x.Pace(ctx, by.Account); err != nil {
		return nil, err
	}
	var out ledger.Outcome
	err = x.Judge(ctx, tenant, by, func(w *World, actor ledger.Actor) error {
		if err := w.Fetch(d.Hint(args)); err != nil {
			return err
		}
		out, err = d.Run(w, actor, args)
		return err
	})
	return out.Changes, err
}

// Judge runs a function on the world of one position, again if the head moves meanwhile, and stores nothing. Faults:
// tenant.notFound, tenant.busy, and those of the function.
func (x *Executor) Judge(ctx context.Context, tenant tenancy.Tenant, by Who, judge func(*World, ledger.Actor) error) error {
	for try := range maxTries {
		if err := pause(ctx, try); err != nil {
			return err
		}
		w, err := x.look(ctx, tenant, by, table.Question{})
		if err != nil {
			return err
		}
		actor, err := w.actor(by, time.Time{})
		if err == nil {
			err = judge(w, actor)
		}
		if err != nil && fault.All(err) == nil {
			return err
		}
		held, headErr := w.holds()
		if headErr != nil {
			return headErr
		}
		if held {
			return err
		}
	}
	return busy()
}

// Actor is who somebody is in the tenant at this moment. Fault: tenant.notFound for whoever is no member, or is deactivated.
func (x *Executor) Actor(ctx context.Context, tenant tenancy.Tenant, by Who) (ledger.Actor, error) {
	w, err := x.look(ctx, tenant, by, table.Question{})
	if err != nil {
		return ledger.Actor{}, err
	}
	return w.actor(by, time.Time{})
}

// moment is now, as entries have it.
func (x *Executor) moment() time.Time { return x.now().UTC().Truncate(time.Millisecond) }

// look reads the head, then what is asked for together with what says who acts.
func (x *Executor) look(ctx context.Context, tenant tenancy.Tenant, by Who, ask table.Question) (*World, error) {
	if _, err := org.ParseID[org.MemberID]("member", string(by.Member)); err != nil && by.System == "" {
		return nil, notFound()
	}
	w := &World{ctx: ctx, table: x.table, tenant: tenant, now: x.moment(), missed: map[uint64]bool{}}
	var err error
	if w.head, err = x.table.Head(ctx, tenant); err != nil {
		return nil, err
	}
	if by.System == "" {
		ask.Access = by.Member
		ask.Records = append([]ledger.Ref{{Kind: ledger.KindMember, ID: string(by.Member)}}, ask.Records...)
	}
	if w.sight, err = x.table.Look(ctx, tenant, ask); err != nil {
		return nil, err
	}
	w.take(nil, nil)
	return w, nil
}

// actor tells who acts. The account's link is checked here again, so that a mistake at an edge opens nothing.
func (w *World) actor(by Who, since time.Time) (ledger.Actor, error) {
	r := w.sight.Records[ledger.Ref{Kind: ledger.KindMember, ID: string(by.Member)}]
	m, alive := r.Value.(org.Member)
	a := w.sight.Access
	if !alive || m.Deactivated || by.Account == "" || a.Account != by.Account || !since.IsZero() && !a.Opens(by.Account, since) {
		return ledger.Actor{}, notFound()
	}
	if m.From != "" { // the organisation is asked where it is only for those who have a first day
		t, err := ledger.Tenant(w)
		if err == nil && !m.Begun(w.Day(t.TimeZone())) {
			err = notFound()
		}
		if err != nil {
			return ledger.Actor{}, err
		}
	}
	return ledger.Actor{Member: by.Member, Role: m.Role, Name: m.Name()}, nil
}

// joining tells who joins: a member in service whom no other account is linked to.
func (w *World) joining(by Who) (ledger.Actor, error) {
	r := w.sight.Records[ledger.Ref{Kind: ledger.KindMember, ID: string(by.Member)}]
	m, alive := r.Value.(org.Member)
	a := w.sight.Access.Account
	if !alive || m.Deactivated || by.Account == "" || a != "" && a != by.Account {
		return ledger.Actor{}, notFound()
	}
	return ledger.Actor{Member: by.Member, Role: m.Role, Name: m.Name()}, nil
}

// leaving tells who leaves: a member whose account asks, in service or on the way out.
func (w *World) leaving(by Who) (ledger.Actor, error) {
	r := w.sight.Records[ledger.Ref{Kind: ledger.KindMember, ID: string(by.Member)}]
	m, alive := r.Value.(org.Member)
	if !alive || m.Deactivated && m.Left == nil || by.Account == "" || w.sight.Access.Account != by.Account {
		return ledger.Actor{}, notFound()
	}
	return ledger.Actor{Member: by.Member, Role: m.Role, Name: m.Name()}, nil
}

// system tells which connected system acts: one that still is connected. It has no rights but those that a deed gives to systems.
func (w *World) system(by Who) (ledger.Actor, error) {
	t, err := ledger.Tenant(w)
	if err != nil {
		return ledger.Actor{}, err
	}
	at := t.System(by.System)
	if at < 0 || by.Member != "" {
		return ledger.Actor{}, notFound()
	}
	return ledger.Actor{Name: t.Systems[at].Name}, nil
}

// holds says whether the head still is where it was read to be: then all that was read since is of that one position.
func (w *World) holds() (bool, error) {
	now, err := w.table.Head(w.ctx, w.tenant)
	return now.Head == w.head.Head, err
}

func notFound() error { return fault.New(fault.NotFound, "tenant.notFound") }

func busy() error { return fault.New(fault.Unavailable, "tenant.busy") }

// pause waits before a further try, a random while that grows.
func pause(ctx context.Context, try int) error {
	if try == 0 {
		return ctx.Err()
	}
	return table.Pause(ctx, try)
}

// errAgain means that the world was not, or may not have been, what the deed was run on.
var errAgain = errors.New("executor: run again")
