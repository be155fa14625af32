package httpapi

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/push"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type dataIn struct {
	InTenant
	Member string `path:"member" maxLength:"26" doc:"Id of the member"`
	Format string `query:"format" enum:"json,pdf" default:"json" doc:"For programs, or for people"`
}

// file is an answer that is kept as a file.
type file struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) dossierOperations() {
	within(a, huma.Operation{
		Method: http.MethodGet, Path: route.MemberData, OperationID: "memberData", Tags: []string{"Records"},
		Summary: "All data of one person, for them and for who may manage people and read the audit trail",
	}, a.memberData)
}

func (a *API) memberData(ctx context.Context, m Member, in *dataIn) (*file, error) {
	id, err := org.ParseID[org.MemberID]("member", in.Member)
	if err != nil {
		return nil, fault.New(fault.NotFound, "member.notFound")
	}
	if err := a.commands.Pace(ctx, m.Who.Account); err != nil {
		return nil, err
	}
	d, err := a.dossiers.Gather(ctx, m.Tenant, m.Who, m.Viewer, id)
	if err != nil {
		return nil, err
	}
	if d.Own {
		browsers, err := a.push.Devices(ctx, push.By{Account: m.Who.Account})
		if err != nil {
			return nil, err
		}
		if err := a.dossiers.WithAccount(ctx, &d, m.Who.Account, browsers.Devices); err != nil {
			return nil, err
		}
	}
	out := &file{Type: "application/json", Disposition: `attachment; filename="` + in.Member + "." + in.Format + `"`}
	if in.Format == "pdf" {
		out.Type = "application/pdf"
		out.Body, err = d.PDF(requestOf(ctx).language)
		return out, err
	}
	out.Body, err = json.MarshalIndent(d, "", "  ")
	return out, err
}
