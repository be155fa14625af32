package httpapi

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/httpapi/qr"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type (
	openLinkIn  struct{ Body body[route.LinkRequest] }
	askIn       struct{ Body body[route.AskRequest] }
	openLinkOut struct{ Body route.LinkReply }
	linkTextOut struct{ Body route.LinkTextReply }
)

// InLink is a link of the path. That its id is one is checked before any handler runs.
type InLink struct {
	InTenant
	Link org.LinkID `path:"link" doc:"Id of the link"`
}

func (a *API) linkOperations() {
	about := func(method, path, id, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, DefaultStatus: status, Tags: []string{"Links to join"}}
	}
	public(a, about(http.MethodPost, route.OpenLink, "openLink", "What a link to join leads to", http.StatusOK), a.openLink)
	public(a, about(http.MethodPost, route.AskToJoin, "askToJoin", "Ask for a mail by which to join", http.StatusAccepted), a.askToJoin)
	within(a, about(http.MethodGet, route.Link, "link", "The address of a link to join, and its QR code", http.StatusOK), a.linkText)
}

func (a *API) openLink(ctx context.Context, v visitor, in *openLinkIn) (*openLinkOut, error) {
	reply, err := a.accounts.OpenLink(ctx, v.Address, in.Body.Value)
	return &openLinkOut{reply}, err
}

func (a *API) askToJoin(ctx context.Context, v visitor, in *askIn) (*nothing, error) {
	return &nothing{}, a.accounts.AskToJoin(ctx, v.Address, in.Body.Value)
}

// pageJoin is the page that links to join lead to.
const pageJoin = "/join"

func (a *API) linkText(ctx context.Context, m Member, in *InLink) (*linkTextOut, error) {
	text, err := a.accounts.LinkText(ctx, m.Tenant, m.Who, in.Link)
	if err != nil {
		return nil, err
	}
	address := a.site + pageJoin + "?" + url.Values{"link": {text}}.Encode()
	picture, err := qr.SVG(address)
	return &linkTextOut{route.LinkTextReply{Address: address, QR: picture}}, err
}
