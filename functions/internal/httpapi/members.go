package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/route"
)

type newMemberIn struct {
	InTenant
	Body body[route.NewMemberRequest]
}

type newMemberOut struct{ Body route.NewMemberReply }

func (a *API) memberOperations() {
	add(a, member, huma.Operation{
		Method: http.MethodPost, Path: route.MemberNew, OperationID: "memberNew", Tags: []string{"Records"},
		Summary: "Add a member with a new account and a temporary password",
	}, a.newMember)
}

func (a *API) newMember(ctx context.Context, c caller, in *newMemberIn) (*newMemberOut, error) {
	reply, err := a.accounts.CreateMember(ctx, c.visitor.Address, c.member.Tenant, c.member.Who, in.Body.Value)
	return &newMemberOut{reply}, err
}
