package push

import (
	"context"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Letters are how many mails about matters one account gets: more are sent later, so that a hundred people who join at once fill nobody's mailbox.
var Letters = table.Bucket{What: "push.mail", Burst: 30, Every: 2 * time.Minute}

// Letter is what a mail about a matter says, and to whom.
type Letter struct {
	News
	To   table.Account
	From org.Tenant
}

// Letter finds what a mail says; wanted is false if there is nothing to say any more, or nobody to say it to.
func (p *Push) Letter(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (l Letter, wanted bool, err error) {
	m, ok := matterOf(e.Effect)
	if !ok {
		return l, false, ErrRefused
	}
	to, err := p.receiver(ctx, tenant, m)
	if err != nil || !to.by.Mail() {
		return l, false, err
	}
	l.To = to.Account
	if l.News, ok, err = p.news(ctx, tenant, m, to.wish); err != nil || !ok {
		return l, false, err
	}
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	l.From, _ = sight.Records[ref].Value.(org.Tenant)
	return l, err == nil, err
}
