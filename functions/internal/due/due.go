// Package due carries out what is set for members' last days, and for the first and last days of their tags. Each entry that sets some leaves an effect, which sleeps until there is something to
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
	days := daysOf(entry.Entry)
	for _, day := range slices.Sorted(maps.Keys(days)) {
		on := days[day]
		over, ok := zones.End(zone, day)
		if !ok {
			continue
		}
		// A first day needs no reminder, and what was done for tags, or was over before they were set, is not looked for again: somebody may have taken it back.
		if !on.last && (!over.After(entry.At) || slept(e) && !over.After(since)) {
			continue
		}
		for _, before := range org.Reminders {
			if on.begins {
				break
			}
			at, _ := zones.End(zone, org.DayAfter(day, -before-1))
			at = at.Add(remindAt)
			switch {
			case at.After(now):
				sleep.wake(at)
			case at.After(since) && now.Before(over):
				next = append(next, on.told(false, e.Seq, day)...)
			}
		}
		if over.After(now) {
			sleep.wake(over)
			continue
		}
		missed, err := x.carryOut(ctx, tenant, e, day, over, slices.Sorted(maps.Keys(on.members)))
		if err != nil {
			return Sleep{}, nil, err
		}
		if over.After(since) {
			next = append(next, missed.told(true, e.Seq, day)...)
		}
	}
	return sleep, next[:min(len(next), table.MaxNext)], nil
}

// onDay is what an entry has set for a day: for members, and for tags.
type onDay struct {
	members    map[org.MemberID]bool
	last, tags bool
	begins     bool // nothing but first days of tags
}

// told are the effects by which people hear of it.
func (o onDay) told(missed bool, seq uint64, day string) (out []ledger.Effect) {
	for _, of := range []struct{ tags, is bool }{{false, o.last}, {true, o.tags}} {
		if of.is {
			out = append(out, ledger.Effect{What: ledger.Ending, For: ledger.EndingOf{Tags: of.tags, Missed: missed, Seq: seq, Day: day}.String()})
		}
	}
	return out
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

// slept says whether an effect has been carried out before.
func slept(e table.Effect) bool { return strings.Contains(e.For, "/") }

// daysOf are the days at whose end there is something to do about what an entry has set.
func daysOf(e ledger.Entry) map[string]onDay {
	out := map[string]onDay{}
	add := func(day string, id org.MemberID, last, begins bool) {
		on, there := out[day]
		if !there {
			on = onDay{members: map[org.MemberID]bool{}, begins: true}
		}
		on.members[id] = true
		on.last, on.tags, on.begins = on.last || last, on.tags || !last, on.begins && begins
		out[day] = on
	}
	for id, day := range ledger.LastDays(e) {
		add(day, id, true, false)
	}
	for id, terms := range ledger.TagTerms(e) {
		terms.Each(func(_ string, t org.TagTerm) {
			if t.From != "" {
				add(org.DayAfter(t.From, -1), id, false, true)
			}
			if t.Until != "" {
				add(t.Until, id, false, false)
			}
		})
	}
	return out
}

func (x *Due) zone(ctx context.Context, tenant tenancy.Tenant) (string, error) {
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	s, err := x.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	t, _ := s.Records[ref].Value.(org.Tenant)
	return t.TimeZone(), err
}

// carryOut does what is set for a day that is over, for those whose day it still is. missed says what could not be done.
func (x *Due) carryOut(ctx context.Context, tenant tenancy.Tenant, e table.Effect, day string, over time.Time, ids []org.MemberID) (missed onDay, err error) {
	open, err := Open(ctx, x.table, tenant, day, ids)
	if err != nil || len(open) == 0 {
		return onDay{}, err
	}
	by := map[org.MemberID][]org.MemberID{}
	for _, id := range ids {
		for _, maker := range makers(open[id], day) {
			by[maker] = append(by[maker], id)
		}
	}
	for _, maker := range slices.Sorted(maps.Keys(by)) {
		for _, some := range members.Chunks(by[maker], members.DuePerEntry) {
			if err := x.do(ctx, tenant, e, over, maker, members.DueArgs{Members: some, Until: day}); err != nil {
				return onDay{}, err
			}
		}
	}
	open, err = Open(ctx, x.table, tenant, day, ids)
	for _, m := range open {
		missed.last = missed.last || endsOn(m, day)
		missed.tags = missed.tags || len(m.TagsOn(day)) > 0
	}
	return missed, err
}

// endsOn says whether a day is somebody's last one, and what is to follow has not been done.
func endsOn(m org.Member, day string) bool { return m.Ends() && m.Until == day }

// makers are those in whose names there is something to do at the end of a day.
func makers(m org.Member, day string) (out []org.MemberID) {
	if endsOn(m, day) {
		out = append(out, m.UntilBy)
	}
	m.TagDays(func(on, _ string, t org.TagTerm) {
		if on == day && !slices.Contains(out, t.By) {
			out = append(out, t.By)
		}
	})
	return out
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

// Open are those among members for whom something is to be done at the end of that day, and has not been: what follows on their last day, or about tags.
func Open(ctx context.Context, t *table.Table, tenant tenancy.Tenant, day string, ids []org.MemberID) (map[org.MemberID]org.Member, error) {
	var reads ledger.Reads
	for _, id := range ids {
		reads.Records = append(reads.Records, ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
	}
	s, err := t.Look(ctx, tenant, table.Question{Reads: reads})
	out := map[org.MemberID]org.Member{}
	for ref, r := range s.Records {
		if m, ok := r.Value.(org.Member); ok && len(makers(m, day)) > 0 {
			out[org.MemberID(ref.ID)] = m
		}
	}
	return out, err
}
