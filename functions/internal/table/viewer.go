package table

import (
	"context"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/visible"
)

// Viewer is a member who looks, with the rights of this moment, by the records that are given. Cost: none, but where the organisation shows people to the
// members of groups: then 1 RCU for each group that the member belongs to, directly or through others.
func (t *Table) Viewer(ctx context.Context, tenant tenancy.Tenant, of org.Tenant, id org.MemberID, m org.Member) (visible.Viewer, error) {
	if v := visible.Of(of, id, m, nil); !v.Shut || !of.People.AsksGroups() {
		return v, nil
	}
	var within []org.GroupID
	seen := map[org.GroupID]bool{}
	next := m.Groups
	for range org.MaxLevels {
		var ask Question
		for _, in := range next {
			if !seen[in.Group] {
				seen[in.Group] = true
				within = append(within, in.Group)
				ask.Records = append(ask.Records, ledger.Ref{Kind: ledger.KindGroup, ID: string(in.Group)})
			}
		}
		if len(ask.Records) == 0 {
			break
		}
		s, err := t.Look(ctx, tenant, ask)
		if err != nil {
			return visible.Viewer{}, err
		}
		next = nil
		for _, ref := range ask.Records {
			if g, there := s.Records[ref].Value.(org.Group); there && g.Parent != "" {
				next = append(next, org.Membership{Group: g.Parent})
			}
		}
	}
	return visible.Of(of, id, m, within), nil
}
