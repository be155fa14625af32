package push

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/due"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// onDay is the effect of one such morning: day, and after a '/' whom to go on after.
const onDay = "push.birthdays.day"

const (
	// morning is how long after the beginning of a day people are reminded: at seven, as of last days.
	morning = 7 * time.Hour
	// maxCelebrated is how many members are told of on one day at most: as many as in an organisation of a hundred thousand.
	maxCelebrated = 300
)

// Morning says when there is something to do again, and has people reminded once it is seven in the tenant. Where nobody wants to be any more, it ends.
func (p *Push) Morning(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (sleep due.Sleep, next []ledger.Effect, err error) {
	wanted := false
	for after := org.MemberID(""); !wanted; {
		var some []org.MemberID
		if some, after, err = p.table.Wishing(ctx, tenant, org.TopicBirthdays, after, 100); err != nil {
			return due.Sleep{}, nil, err
		}
		if wanted = len(some) > 0; !wanted && after == "" {
			return due.Sleep{}, nil, nil
		}
	}
	zone, err := p.zone(ctx, tenant)
	if err != nil {
		return due.Sleep{}, nil, err
	}
	now, done := p.now(), e.For
	day := zones.Day(zone, now)
	begun, _ := zones.End(zone, org.DayAfter(day, -1))
	if at := begun.Add(morning); now.Before(at) {
		// The day before is done with: it is over, and what was not told on it is late.
		return due.Sleep{Until: at, For: max(done, org.DayAfter(day, -1))}, nil, nil
	}
	if done != "" && done < day {
		next = append(next, ledger.Effect{What: onDay, For: day})
	}
	over, _ := zones.End(zone, day)
	return due.Sleep{Until: over.Add(morning), For: max(done, day)}, next, nil
}

func (p *Push) zone(ctx context.Context, tenant tenancy.Tenant) (string, error) {
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	t, _ := sight.Records[ref].Value.(org.Tenant)
	return t.TimeZone(), err
}

// celebrating are those who want to be reminded, each of whose birthday it is. All members are gone through, once a day and only where somebody wants
// it: what a new device costs.
func (p *Push) celebrating(ctx context.Context, tenant tenancy.Tenant, forDay string) (next []ledger.Effect, err error) {
	day, after, _ := strings.Cut(forDay, "/")
	about := day
	for last, n := "", 0; n < maxCelebrated; {
		var page []ledger.Record
		if page, last, err = p.table.Records(ctx, tenant, ledger.KindMember, last, 1000); err != nil {
			return nil, err
		}
		for _, r := range page {
			if m, ok := r.Value.(org.Member); ok && celebrates(m, day) && n < maxCelebrated {
				about, n = about+"."+r.ID, n+1
			}
		}
		if last == "" {
			break
		}
	}
	if about == day {
		return nil, nil
	}
	all, more, err := p.table.Wishing(ctx, tenant, org.TopicBirthdays, org.MemberID(after), table.MaxNext-1)
	for _, member := range all {
		next = append(next, matter{topic: org.TopicBirthdays, about: about, member: member}.effect())
	}
	if more != "" {
		next = append(next, ledger.Effect{What: onDay, For: day + "/" + string(more)})
	}
	return next, err
}

// celebrates says whether somebody's birthday is on a day, and may be told.
func celebrates(m org.Member, day string) bool {
	at, err := time.Parse(time.DateOnly, day)
	in, _, ok := org.NextBirthday(m.Birthday, at)
	return err == nil && ok && in == 0 && !m.Deactivated && m.BirthdayHidden == ""
}

func parseBirthdays(about string) (day string, ids []org.MemberID, ok bool) {
	parts := strings.Split(about, ".")
	if _, err := time.Parse(time.DateOnly, parts[0]); err != nil || len(parts) < 2 {
		return "", nil, false
	}
	for _, id := range parts[1:] {
		if !org.ValidID(id) {
			return "", nil, false
		}
		ids = append(ids, org.MemberID(id))
	}
	return parts[0], ids, true
}

// birthdays are those of whose birthday somebody is to be told, as far as it still is today, and but for one's own.
func (p *Push) birthdays(ctx context.Context, tenant tenancy.Tenant, m matter, wish table.Wish) (people []org.Member, err error) {
	day, ids, ok := parseBirthdays(m.about)
	zone, err := p.zone(ctx, tenant)
	if err != nil || !ok || zones.Day(zone, p.now()) != day {
		return nil, err
	}
	said := replyOf(wish)
	var reads ledger.Reads
	for _, id := range ids {
		if id != m.member && said.Reminds(id) {
			reads.Records = append(reads.Records, ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
		}
	}
	if len(reads.Records) == 0 {
		return nil, nil
	}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: reads})
	for _, r := range sight.Records {
		if one, there := r.Value.(org.Member); there && celebrates(one, day) {
			people = append(people, one)
		}
	}
	byName(people)
	return people, err
}

// first are the names of the first three, cut where a message has no room for them.
func first(people []org.Member) string {
	var names []string
	for _, m := range people[:min(len(people), 3)] {
		name := []rune(m.Name())
		for written, _ := json.Marshal(string(name)); len(written) > 200; written, _ = json.Marshal(string(name)) {
			name = name[:len(name)-1]
		}
		names = append(names, string(name))
	}
	return strings.Join(names, "\n")
}

func replyOf(w table.Wish) route.BirthdaysReply {
	return route.BirthdaysReply{By: w.By, Muted: append([]org.MemberID{}, w.Muted...), Only: append([]org.MemberID{}, w.Only...)}
}

// Reminders says whose birthday a member is reminded of. Fault: actor.forbidden.
func (p *Push) Reminders(ctx context.Context, tenant tenancy.Tenant, member org.MemberID, role org.Role) (route.BirthdaysReply, error) {
	if !org.TopicBirthdays.Concerns(role) {
		return route.BirthdaysReply{}, fault.New(fault.Forbidden, "actor.forbidden", "right", string(org.ManageMembers))
	}
	wish, err := p.table.Wish(ctx, tenant, org.TopicBirthdays, member)
	return replyOf(wish), err
}

// Remind stores whether a member wants to be reminded of somebody's birthday. Faults: id.invalid, actor.forbidden, birthdays.tooMany, push.tooMany with
// seconds.
func (p *Push) Remind(ctx context.Context, tenant tenancy.Tenant, who executor.Who, role org.Role, in route.RemindRequest) (route.BirthdaysReply, error) {
	have, err := p.Reminders(ctx, tenant, who.Member, role)
	if err != nil {
		return have, err
	}
	of, err := org.ParseID[org.MemberID]("member", in.Member)
	if err != nil {
		return have, err
	}
	if err := p.pace(ctx, who.Account); err != nil {
		return have, err
	}
	only := have.By == org.ByNone
	among, set := only == in.On, have.Muted
	if only {
		set = have.Only
	}
	if among && len(set) >= route.MaxReminds {
		return have, fault.New(fault.Conflict, "birthdays.tooMany", "limit", strconv.Itoa(route.MaxReminds))
	}
	if err := p.table.SetRemind(ctx, tenant, who.Member, of, only, among); err != nil {
		return have, err
	}
	if only && among {
		if err := p.table.Transact(ctx, p.table.DailyEffect(tenant, ledger.Birthdays)); err != nil {
			return have, err
		}
	}
	return p.Reminders(ctx, tenant, who.Member, role)
}
