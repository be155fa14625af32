// Package due carries out what is set for members' last days. Each entry that sets some leaves an effect, which sleeps until there is something to
// do: to remind those who manage members, and to carry out what was set when a day is over, as the deed of whoever set it and by what that person may
// do then. What can't be done is told and stays as it is. It may be begun again at any moment: nothing is done twice, and nothing is left out.
// What it costs grows with the members of the entry, and with nothing else.
package due

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// remindAt is how long after the beginning of a day people are reminded: at seven in the morning.
const remindAt = 7 * time.Hour

// Due carries out. Its methods may be called by many goroutines.
type Due struct {
	table *table.Table
	run   *executor.Executor
	now   func() time.Time
}

// New makes it. now is the clock, the same as the table's.
func New(t *table.Table, x *executor.Executor, now func() time.Time) *Due { return &Due{t, x, now} }

// Sleep is when there is something to do again, and what the effect is for until then.
type Sleep struct {
	Until time.Time // zero if there is nothing more
	For   string
}

// Carry does what is to be done now for the last days that an entry has set. next is what people are told of it.
func (x *Due) Carry(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (sleep Sleep, next []ledger.Effect, err error) {
	now := x.now().UTC().Truncate(time.Millisecond)
	entry, err := x.table.Entry(ctx, tenant, e.Seq)
	if fault.Is(err, "entry.notFound") {
		return Sleep{}, nil, nil
	}
	if err != nil {
		return Sleep{}, nil, err
	}
	zone, err := x.zone(ctx, tenant)
	if err != nil {
		return Sleep{}, nil, err
	}
	since := sinceOf(e)
	sleep.For = string(tenant.ID()) + "/" + strconv.FormatInt(now.UnixMilli(), 10)
	days := byDay(ledger.LastDays(entry.Entry))
	for _, day := range slices.Sorted(maps.Keys(days)) {
		over, ok := zones.End(zone, day)
		if !ok {
			continue
		}
		for _, before := range org.Reminders {
			at, _ := zones.End(zone, org.DayAfter(day, -before-1))
			at = at.Add(remindAt)
			switch {
			case at.After(now):
				sleep.wake(at)
			case at.After(since) && now.Before(over):
				next = append(next, told(false, e.Seq, day))
			}
		}
		if over.After(now) {
			sleep.wake(over)
			continue
		}
		missed, err := x.carryOut(ctx, tenant, e, day, over, days[day])
		if err != nil {
			return Sleep{}, nil, err
		}
		if missed && over.After(since) {
			next = append(next, told(true, e.Seq, day))
		}
	}
	return sleep, next[:min(len(next), table.MaxNext)], nil
}

func told(missed bool, seq uint64, day string) ledger.Effect {
	return ledger.Effect{What: ledger.Ending, For: ledger.EndingOf{Missed: missed, Seq: seq, Day: day}.String()}
}

func (s *Sleep) wake(at time.Time) {
	if s.Until.IsZero() || at.Before(s.Until) {
		s.Until = at
	}
}

// sinceOf is until when everything has been done: the effect says so, or has just been made.
func sinceOf(e table.Effect) time.Time {
	_, since, slept := strings.Cut(e.For, "/")
	if ms, err := strconv.ParseInt(since, 10, 64); slept && err == nil {
		return time.UnixMilli(ms)
	}
	return e.At
}

func byDay(of map[org.MemberID]string) map[string][]org.MemberID {
	out := map[string][]org.MemberID{}
	for id, day := range of {
		out[day] = append(out[day], id)
	}
	for _, ids := range out {
		slices.Sort(ids)
	}
	return out
}

func (x *Due) zone(ctx context.Context, tenant tenancy.Tenant) (string, error) {
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	s, err := x.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	t, _ := s.Records[ref].Value.(org.Tenant)
	return t.TimeZone(), err
}

// carryOut does what is set for a day that is over, for those whose day it still is. missed says that some could not be done.
func (x *Due) carryOut(ctx context.Context, tenant tenancy.Tenant, e table.Effect, day string, over time.Time, ids []org.MemberID) (missed bool, err error) {
	open, err := Open(ctx, x.table, tenant, day, ids)
	if err != nil {
		return false, err
	}
	by := map[org.MemberID][]org.MemberID{}
	for _, id := range ids {
		if m, is := open[id]; is {
			by[m.UntilBy] = append(by[m.UntilBy], id)
		}
	}
	for _, maker := range slices.Sorted(maps.Keys(by)) {
		for _, some := range members.Chunks(by[maker], members.DuePerEntry) {
			if err := x.do(ctx, tenant, e, over, maker, members.DueArgs{Members: some, Until: day}); err != nil {
				return false, err
			}
		}
	}
	if len(open) == 0 {
		return false, nil
	}
	open, err = Open(ctx, x.table, tenant, day, ids)
	return len(open) > 0, err
}

// do has one piece done in the name of whoever set it. A refusal is no error: it will be the same the next time.
func (x *Due) do(ctx context.Context, tenant tenancy.Tenant, e table.Effect, over time.Time, maker org.MemberID, a members.DueArgs) error {
	args, err := json.Marshal(a)
	if err != nil {
		return err
	}
	sight, err := x.table.Look(ctx, tenant, table.Question{Access: maker})
	if err != nil || sight.Access.Account == "" {
		return err
	}
	// The same piece is the same command, so that it is carried out once even if the answer got lost and somebody has taken it back since. A piece of
	// long ago, as after a pause of the installation, is one of now: ids of commands have to be young.
	made := over
	if made.Before(x.now().Add(-executor.MaxAge / 2)) {
		made = x.now()
	}
	sum := sha256.Sum256(append([]byte(string(e.ID())+"\x00"), args...))
	cmd := ledger.Command{ID: org.NewID[org.CommandID](made.UnixMilli(), [10]byte(sum[:10])), Deed: members.Due.Name, Args: args}
	_, err = x.run.Do(ctx, tenant, executor.Who{Account: sight.Access.Account, Member: maker}, cmd, executor.Reserved())
	if f := fault.First(err); f != nil && !f.Kind.Later() {
		return nil
	}
	return err
}

// Open are those among members whose last day is that day, and for whom what was to follow on it has not been done.
func Open(ctx context.Context, t *table.Table, tenant tenancy.Tenant, day string, ids []org.MemberID) (map[org.MemberID]org.Member, error) {
	var reads ledger.Reads
	for _, id := range ids {
		reads.Records = append(reads.Records, ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
	}
	s, err := t.Look(ctx, tenant, table.Question{Reads: reads})
	out := map[org.MemberID]org.Member{}
	for ref, r := range s.Records {
		if m, ok := r.Value.(org.Member); ok && m.Ends() && m.Until == day {
			out[org.MemberID(ref.ID)] = m
		}
	}
	return out, err
}
