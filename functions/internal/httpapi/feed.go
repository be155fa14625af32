package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/feed"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type cursorIn struct {
	InTenant
	Cursor string `query:"cursor" maxLength:"1024" doc:"Where to go on, as the answer before said; empty begins"`
}

type entriesIn struct {
	InTenant
	Before uint64       `query:"before" doc:"Only positions below this"`
	After  uint64       `query:"after" doc:"Only positions above this"`
	Limit  int          `query:"limit" minimum:"1" maximum:"100" default:"100" doc:"Entries in the answer, at most"`
	Record org.MemberID `query:"record" doc:"Only what changed the member or, with kind, the group with this id, or the organisation if it is its own"`
	Kind   string       `query:"kind" enum:"member,group" default:"member" doc:"What record is the id of"`
	Actor  org.MemberID `query:"actor" doc:"Only what this member did"`
	Deed   string       `query:"deed" maxLength:"64" doc:"Only this deed"`
	From   time.Time    `query:"from" doc:"Not before this time"`
	To     time.Time    `query:"to" doc:"Before this time"`
}

func (in *entriesIn) query(m Member) feed.Query {
	q := feed.Query{
		Before: in.Before, After: in.After, Limit: in.Limit, Actor: in.Actor, Deed: in.Deed, From: in.From, To: in.To,
	}
	switch id := string(in.Record); id {
	case "":
	case string(m.Tenant.ID()):
		q.Record = ledger.Ref{Kind: ledger.KindTenant, ID: id}
	default:
		q.Record = ledger.Ref{Kind: ledger.Kind(in.Kind), ID: id}
	}
	return q
}

type photoIn struct {
	InTenant
	Member string `path:"member" maxLength:"26" doc:"Id of the member"`
	Photo  string `path:"photo" maxLength:"22" doc:"Name of the picture, as the member's field photo or an entry has it"`
}

type logoIn struct {
	InTenant
	Logo string `path:"logo" maxLength:"22" doc:"Name of the picture, as the organisation's field logo or an entry has it"`
}

type photoOut struct {
	Type string `header:"Content-Type"`
	Body []byte
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
	within(a, about(route.MemberPhoto, "memberPhoto", "A photo of a member, as it is or was"), a.photo)
	within(a, about(route.Logo, "logo", "A logo of the organisation, as it is or was"), a.logo)
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
	reply, err := a.feed.Entries(ctx, m.Tenant, m.Who, m.Viewer, in.query(m))
	return &entriesOut{reply}, err
}

func (a *API) photo(ctx context.Context, m Member, in *photoIn) (*photoOut, error) {
	jpeg, err := a.feed.Photo(ctx, m.Tenant, m.Viewer, in.Member, in.Photo)
	return &photoOut{"image/jpeg", jpeg}, err
}

func (a *API) logo(ctx context.Context, m Member, in *logoIn) (*photoOut, error) {
	jpeg, err := a.feed.Logo(ctx, m.Tenant, m.Viewer, in.Logo)
	return &photoOut{"image/jpeg", jpeg}, err
}
