package push

import (
	"context"
	"strconv"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// greeted begins to tell a member of the greeting that an effect's entry holds.
func (p *Push) greeted(ctx context.Context, tenant tenancy.Tenant, e table.Effect) ([]ledger.Effect, error) {
	if !org.ValidID(e.For) {
		return nil, ErrRefused
	}
	return p.ways(ctx, tenant, matter{topic: org.TopicGreetings, about: strconv.FormatUint(e.Seq, 10), member: org.MemberID(e.For)})
}

// seqOf reads the position of an entry as it stands in a matter.
func seqOf(about string) (seq uint64, ok bool) {
	seq, err := strconv.ParseUint(about, 10, 64)
	return seq, err == nil && strconv.FormatUint(seq, 10) == about
}

// greeting is what an entry's actor said to a member, as far as it has not been taken back; "" for nothing. The name is theirs of then.
func (p *Push) greeting(ctx context.Context, tenant tenancy.Tenant, m matter) (by, said string, err error) {
	seq, ok := seqOf(m.about)
	if !ok {
		return "", "", ErrRefused
	}
	entry, err := p.table.Entry(ctx, tenant, seq)
	if fault.Is(err, "entry.notFound") {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(m.member)}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	member, _ := sight.Records[ref].Value.(org.Member)
	for _, g := range member.Greetings {
		if g.By == entry.Actor.Member && g.At.Equal(entry.At) {
			return entry.Actor.Name, g.Text, err
		}
	}
	return "", "", err
}
