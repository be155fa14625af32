package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// InJob is a job of the path. That its id is one is checked before any handler runs.
type InJob struct {
	InTenant
	Job org.JobID `path:"job" doc:"Id of the job"`
}

type refusedIn struct {
	InJob
	After int `query:"after" minimum:"0" doc:"Go on after this row"`
}

type importIn struct {
	InTenant
	Body body[route.ImportRequest]
}

type partIn struct {
	InJob
	Part    int    `path:"part" minimum:"0" maximum:"1000" doc:"Number of the part, from 0"`
	RawBody []byte `contentType:"text/csv"`
}

type importPreviewIn struct {
	InJob
	After int `query:"after" minimum:"0" doc:"Go on after this row"`
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"200" doc:"Rows in the answer"`
}

type (
	jobOut           struct{ Body route.JobReply }
	jobsOut          struct{ Body route.JobsReply }
	refusedOut       struct{ Body route.RefusedReply }
	importPreviewOut struct{ Body route.ImportPreviewReply }
)

func (a *API) jobOperations() {
	about := func(method, path, id, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, Tags: []string{"Jobs"}}
	}
	within(a, about(http.MethodGet, route.Jobs, "jobs", "The jobs of the last days that one has started"), a.listJobs)
	within(a, about(http.MethodGet, route.Job, "job", "Where a job stands"), a.job)
	within(a, about(http.MethodPost, route.JobStop, "jobStop", "Stop a job after the step it is at"), a.stopJob)
	within(a, about(http.MethodPost, route.JobResume, "jobResume", "Go on with a stopped job"), a.resumeJob)
	within(a, about(http.MethodGet, route.JobRefused, "jobRefused", "Rows that a job could not take"), a.refusedRows)
	within(a, about(http.MethodPost, route.Imports, "import", "Begin the import of a file"), a.beginImport)
	fill := about(http.MethodPut, route.ImportPart, "importPart", "Upload a part of the file")
	fill.MaxBodyBytes = route.MaxPart + 1
	within(a, fill, a.fillImport)
	within(a, about(http.MethodGet, route.ImportPreview, "importPreview", "Say of rows what importing them would do"), a.previewImport)
	within(a, about(http.MethodPost, route.ImportApply, "importApply", "Import the file"), a.applyImport)
}

func (a *API) listJobs(ctx context.Context, m Member, _ *InTenant) (*jobsOut, error) {
	reply, err := a.jobs.List(ctx, m.Tenant, m.Who)
	return &jobsOut{reply}, err
}

func (a *API) job(ctx context.Context, m Member, in *InJob) (*jobOut, error) {
	reply, err := a.jobs.Get(ctx, m.Tenant, m.Who, in.Job)
	return &jobOut{reply}, err
}

func (a *API) stopJob(ctx context.Context, m Member, in *InJob) (*jobOut, error) {
	reply, err := a.jobs.Stop(ctx, m.Tenant, m.Who, in.Job)
	return &jobOut{reply}, err
}

func (a *API) resumeJob(ctx context.Context, m Member, in *InJob) (*jobOut, error) {
	reply, err := a.jobs.Resume(ctx, m.Tenant, m.Who, in.Job)
	return &jobOut{reply}, err
}

func (a *API) refusedRows(ctx context.Context, m Member, in *refusedIn) (*refusedOut, error) {
	reply, err := a.jobs.Refused(ctx, m.Tenant, m.Who, in.Job, in.After)
	return &refusedOut{reply}, err
}

func (a *API) beginImport(ctx context.Context, m Member, in *importIn) (*jobOut, error) {
	reply, err := a.jobs.Import(ctx, m.Tenant, m.Who, in.Body.Value)
	return &jobOut{reply}, err
}

func (a *API) fillImport(ctx context.Context, m Member, in *partIn) (*nothing, error) {
	return &nothing{}, a.jobs.Fill(ctx, m.Tenant, m.Who, in.Job, in.Part, in.RawBody)
}

func (a *API) previewImport(ctx context.Context, m Member, in *importPreviewIn) (*importPreviewOut, error) {
	reply, err := a.jobs.Preview(ctx, m.Tenant, m.Who, in.Job, in.After, in.Limit)
	return &importPreviewOut{reply}, err
}

func (a *API) applyImport(ctx context.Context, m Member, in *InJob) (*jobOut, error) {
	reply, err := a.jobs.Apply(ctx, m.Tenant, m.Who, in.Job)
	return &jobOut{reply}, err
}
