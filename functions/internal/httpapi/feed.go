package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/route"
)

type cursorIn struct {
	InTenant
	Cursor string `query:"cursor" maxLength:"1024" doc:"Where to go on, as the answer before said; empty begins"`
}

type entriesIn struct {
	InTenant
}

type (
	snapshotOut struct{ Body route.SnapshotReply }
	changesOut  struct{ Body route.ChangesReply }
	entriesOut  struct{ Body route.EntriesReply }
)

func (a *API) feedOperations() {
	about := func(path, id, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodGet, Path: path, OperationID: id, Summary: summary, Tags: []string{"Records"}}
	}
	within(a, about(route.Snapshot, "snapshot", "All records, page by page"), a.snapshot)
	within(a, about(route.Changes, "changes", "What came after a cursor"), a.changes)
	within(a, about(route.Entries, "entries", "The audit trail, latest first"), a.entries)
}

func (a *API) snapshot(ctx context.Context, m Member, in *cursorIn) (*snapshotOut, error) {
	reply, err := a.feed.Snapshot(ctx, m.Tenant, m.Who, m.Viewer, in.Cursor)
	return &snapshotOut{reply}, err
}

func (a *API) changes(ctx context.Context, m Member, in *cursorIn) (*changesOut, error) {
	reply, err := a.feed.Changes(ctx, m.Tenant, m.Who, m.Viewer, in.Cursor)
	return &changesOut{reply}, err
}

func (a *API) entries(ctx context.Context, m Member, in *entriesIn) (*entriesOut, error) {
	reply, err := a.feed.Entries(ctx, m.Tenant, m.Who, m.Viewer, EntriesQuery{})
	return &entriesOut{reply}, err
}
