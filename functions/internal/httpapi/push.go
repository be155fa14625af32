package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/push"
	"stellwerk/shared/route"
)

type subscribeIn struct {
	Body body[route.SubscribeRequest]
}

type deviceIn struct {
	Device string `path:"device" maxLength:"43" doc:"Name of the browser"`
}

type topicIn struct {
	InTenant
	Body body[route.TopicRequest]
}

type remindIn struct {
	InTenant
	Body body[route.RemindRequest]
}

type (
	birthdaysOut struct{ Body route.BirthdaysReply }

	pushOut   struct{ Body route.PushReply }
	topicsOut struct{ Body route.TopicsReply }
)

func (a *API) pushOperations() {
	about := func(method, path, id, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, Tags: []string{"Push messages"}}
	}
	signedIn(a, about(http.MethodGet, route.Push, "push", "The browsers that one is pushed to"), a.pushDevices)
	signedIn(a, about(http.MethodPut, route.Push, "pushHere", "Be pushed to in this browser"), a.subscribe)
	signedIn(a, about(http.MethodDelete, route.PushDevice, "pushNoMore", "Not be pushed to in a browser any more"), a.unsubscribe)
	within(a, about(http.MethodGet, route.Topics, "topics", "What one wants to be told of in an organisation"), a.topics)
	within(a, about(http.MethodPatch, route.Topics, "setTopic", "Be told of a topic, or not"), a.setTopic)
	within(a, about(http.MethodGet, route.Birthdays, "birthdays", "Whose birthday one is reminded of"), a.birthdays)
	within(a, about(http.MethodPatch, route.Birthdays, "remind", "Be reminded of somebody's birthday, or not"), a.remind)
}

func byOf(s accounts.Session) push.By { return push.By{Account: s.Account, Session: s.Hash()} }

func (a *API) pushDevices(ctx context.Context, _ visitor, s accounts.Session, _ *nothing) (*pushOut, error) {
	reply, err := a.push.Devices(ctx, byOf(s))
	return &pushOut{reply}, err
}

func (a *API) subscribe(ctx context.Context, v visitor, s accounts.Session, in *subscribeIn) (*pushOut, error) {
	reply, err := a.push.Subscribe(ctx, byOf(s), v.Device, in.Body.Value)
	return &pushOut{reply}, err
}

func (a *API) unsubscribe(ctx context.Context, _ visitor, s accounts.Session, in *deviceIn) (*pushOut, error) {
	reply, err := a.push.Unsubscribe(ctx, byOf(s), in.Device)
	return &pushOut{reply}, err
}

func (a *API) topics(ctx context.Context, m Member, _ *InTenant) (*topicsOut, error) {
	reply, err := a.push.Topics(ctx, m.Tenant, m.Who.Member, m.Viewer.Role)
	return &topicsOut{reply}, err
}

func (a *API) setTopic(ctx context.Context, m Member, in *topicIn) (*topicsOut, error) {
	reply, err := a.push.SetTopic(ctx, m.Tenant, m.Who, m.Viewer.Role, in.Body.Value)
	return &topicsOut{reply}, err
}

func (a *API) birthdays(ctx context.Context, m Member, _ *InTenant) (*birthdaysOut, error) {
	reply, err := a.push.Reminders(ctx, m.Tenant, m.Who.Member, m.Viewer.Role)
	return &birthdaysOut{reply}, err
}

func (a *API) remind(ctx context.Context, m Member, in *remindIn) (*birthdaysOut, error) {
	reply, err := a.push.Remind(ctx, m.Tenant, m.Who, m.Viewer.Role, in.Body.Value)
	return &birthdaysOut{reply}, err
}
