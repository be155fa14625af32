package push

import (
	"context"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Topics says how a member wants to be told of things, of the topics that there are for a role.
func (p *Push) Topics(ctx context.Context, tenant tenancy.Tenant, member org.MemberID, role org.Role) (route.TopicsReply, error) {
	out := route.TopicsReply{Topics: []route.TopicState{}}
	for _, topic := range org.Topics {
		if !topic.Concerns(role) {
			continue
		}
		wish, err := p.table.Wish(ctx, tenant, topic, member)
		if err != nil {
			return route.TopicsReply{}, err
		}
		out.Topics = append(out.Topics, route.TopicState{Topic: topic, By: wish.By})
	}
	return out, nil
}

// SetTopic stores how a member wants to be told of a topic. Faults: topic.unknown, ways.unknown, actor.forbidden, push.tooMany with seconds.
func (p *Push) SetTopic(ctx context.Context, tenant tenancy.Tenant, who executor.Who, role org.Role, in route.TopicRequest) (route.TopicsReply, error) {
	topic, err := org.ParseTopic("topic", in.Topic)
	if err != nil {
		return route.TopicsReply{}, err
	}
	by, err := topic.ParseWays("by", in.By)
	if err != nil {
		return route.TopicsReply{}, err
	}
	if !topic.Concerns(role) {
		return route.TopicsReply{}, fault.New(fault.Forbidden, "actor.forbidden", "right", string(org.ManageMembers))
	}
	if err := p.pace(ctx, who.Account); err != nil {
		return route.TopicsReply{}, err
	}
	if err := p.table.SetWish(ctx, tenant, topic, who.Member, by); err != nil {
		return route.TopicsReply{}, err
	}
	if topic == org.TopicBirthdays && by != org.ByNone {
		if err := p.table.Transact(ctx, p.table.DailyEffect(tenant, ledger.Birthdays)); err != nil {
			return route.TopicsReply{}, err
		}
	}
	return p.Topics(ctx, tenant, who.Member, role)
}
