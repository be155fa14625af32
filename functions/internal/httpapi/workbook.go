package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type workbookIn struct {
	InTenant
	Sheet   string `query:"sheet" maxLength:"200" doc:"Name of the sheet; the first in sight that holds anything if there is none"`
	RawBody []byte `contentType:"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"`
}

type workbookOut struct{ Body route.WorkbookReply }

func (a *API) workbookOperations() {
	within(a, huma.Operation{
		Method: http.MethodPost, Path: route.Workbook, OperationID: "workbook", Tags: []string{"Jobs"},
		Summary: "Read one sheet of an Excel file as a table", MaxBodyBytes: route.MaxWorkbook + 1,
	}, a.readWorkbook)
}

// readWorkbook is for those who could import what is read; nothing is stored.
func (a *API) readWorkbook(ctx context.Context, m Member, in *workbookIn) (*workbookOut, error) {
	actor, err := a.commands.Actor(ctx, m.Tenant, m.Who)
	if err == nil {
		err = actor.Need(org.ManageMembers)
	}
	if err == nil {
		err = a.commands.Pace(ctx, m.Who.Account)
	}
	if err != nil {
		return nil, err
	}
	reply, err := a.workbook(in.RawBody, in.Sheet)
	return &workbookOut{reply}, err
}
