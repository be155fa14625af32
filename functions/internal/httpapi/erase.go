package httpapi

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type eraseIn struct {
	InTenant
	Member string `path:"member" maxLength:"26" doc:"Id of the member"`
	Body   body[route.EraseRequest]
}

type erasureOut struct{ Body route.ErasureReply }

func (a *API) eraseOperations() {
	within(a, huma.Operation{
		Method: http.MethodPost, Path: route.MemberErase, OperationID: "memberErase", Tags: []string{"Records"},
		Summary: "Erase all data of one person for good",
	}, a.eraseMember)
	within(a, huma.Operation{
		Method: http.MethodGet, Path: route.MemberErasure, OperationID: "memberErasure", Tags: []string{"Records"},
		Summary: "The receipt of an erasure",
	}, a.erasure)
}

func (a *API) eraseMember(ctx context.Context, m Member, in *eraseIn) (*erasureOut, error) {
	id, err := org.ParseID[org.MemberID]("member", in.Member)
	if err != nil {
		return nil, fault.New(fault.NotFound, "member.notFound")
	}
	if err := a.freshly(m); err != nil {
		return nil, err
	}
	command, err := org.ParseID[org.CommandID]("id", in.Body.Value.ID)
	if err != nil {
		return nil, err
	}
	e, err := a.erasing.Begin(ctx, m.Tenant, m.Who, command, id, in.Body.Value.Name)
	return &erasureOut{replyOf(e)}, err
}

// freshly refuses what can't be taken back where whoever wants it has not signed in just now. Fault: session.stale.
func (a *API) freshly(m Member) error {
	if a.now().Sub(m.signed) > accounts.Fresh {
		return fault.New(fault.Forbidden, "session.stale")
	}
	return nil
}

func replyOf(e table.Erasure) route.ErasureReply {
	return route.ErasureReply{Member: e.Member, By: e.By, At: e.At, Entry: e.Seq, Done: e.Done, Entries: e.Entries}
}

// erasure hands out the receipt as a file, to who may manage people.
func (a *API) erasure(ctx context.Context, m Member, in *dataIn) (*file, error) {
	id, err := org.ParseID[org.MemberID]("member", in.Member)
	if err != nil || !m.Viewer.Role.May(org.ManageMembers) {
		return nil, fault.New(fault.NotFound, "erase.none")
	}
	e, err := a.erasing.Receipt(ctx, m.Tenant, id)
	if err != nil {
		return nil, err
	}
	name, by, err := a.dossiers.Names(ctx, m.Tenant, e.By)
	if err != nil {
		return nil, err
	}
	r := dossier.Receipt{Organisation: name, Member: e.Member, By: e.By, ByName: by, At: e.At, Entry: e.Seq, Done: e.Done, Entries: e.Entries, Refused: e.Refused}
	out := &file{Type: "application/json", Disposition: `attachment; filename="erasure-` + in.Member + "." + in.Format + `"`}
	if in.Format == "pdf" {
		out.Type = "application/pdf"
		out.Body, err = r.PDF(requestOf(ctx).language)
		return out, err
	}
	out.Body, err = json.MarshalIndent(r, "", "  ")
	return out, err
}
