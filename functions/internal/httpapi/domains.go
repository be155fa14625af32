package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/route"
)

type domainIn struct {
	InTenant
	Domain string `path:"domain" maxLength:"253" doc:"A mail domain, such as example.org"`
}

type domainOut struct{ Body route.DomainReply }

func (a *API) domainOperations() {
	about := func(method, path, id, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, DefaultStatus: status, Tags: []string{"Mail domains"}}
	}
	within(a, about(http.MethodGet, route.Domain, "domain", "The record that proves a mail domain", http.StatusOK), a.domain)
	within(a, about(http.MethodPost, route.DomainProve, "proveDomain", "Look whether the record is there", http.StatusNoContent), a.proveDomain)
}

func (a *API) domain(ctx context.Context, m Member, in *domainIn) (*domainOut, error) {
	record, err := a.domains.Record(ctx, m.Tenant, m.Who, in.Domain)
	return &domainOut{route.DomainReply{Record: record}}, err
}

func (a *API) proveDomain(ctx context.Context, m Member, in *domainIn) (*nothing, error) {
	return &nothing{}, a.domains.Prove(ctx, m.Tenant, m.Who, in.Domain)
}
