package push

import (
	"context"
	"slices"
	"strings"

	"stellwerk/functions/internal/due"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// managing are those who manage members, each to be told. They are found by an index; where that has nobody, the organisation is older than the
// index and the backfill has not come by, and all members are gone through.
func (p *Push) managing(ctx context.Context, tenant tenancy.Tenant, about string) (next []ledger.Effect, err error) {
	found, err := p.table.Found(ctx, tenant, []ledger.Index{ledger.IndexManager})
	if err != nil {
		return nil, err
	}
	ids := found[ledger.IndexManager]
	for after := ""; len(ids) == 0; {
		var page []ledger.Record
		if page, after, err = p.table.Records(ctx, tenant, ledger.KindMember, after, 1000); err != nil {
			return nil, err
		}
		for _, r := range page {
			if slices.Contains(ledger.IndexesOf(r.Value), ledger.IndexManager) {
				ids = append(ids, r.ID)
			}
		}
		if after == "" {
			break
		}
	}
	for _, id := range ids {
		next = append(next, matter{topic: org.TopicEndings, about: about, member: org.MemberID(id)}.effect())
	}
	return next[:min(len(next), table.MaxNext)], nil
}

// ending are the members whom a matter is about, as far as it still is about them.
func (p *Push) ending(ctx context.Context, tenant tenancy.Tenant, about string) (of ledger.EndingOf, people []org.Member, err error) {
	of, ok := ledger.ParseEnding(about)
	if !ok {
		return of, nil, ErrRefused
	}
	entry, err := p.table.Entry(ctx, tenant, of.Seq)
	if fault.Is(err, "entry.notFound") {
		return of, nil, nil
	}
	if err != nil {
		return of, nil, err
	}
	var ids []org.MemberID
	for id, day := range ledger.LastDays(entry.Entry) {
		if !of.Tags && day == of.Day {
			ids = append(ids, id)
		}
	}
	for id := range ledger.TagTerms(entry.Entry) {
		if of.Tags {
			ids = append(ids, id)
		}
	}
	open, err := due.Open(ctx, p.table, tenant, of.Day, ids)
	for _, m := range open {
		if of.Tags && len(m.TagsOn(of.Day)) > 0 || !of.Tags && m.Ends() && m.Until == of.Day {
			people = append(people, m)
		}
	}
	byName(people)
	return of, people, err
}

func byName(people []org.Member) {
	slices.SortFunc(people, func(a, b org.Member) int { return strings.Compare(a.Name(), b.Name()) })
}
