// Package httpapi is the edge: it answers every address of shared/route. Who asks, for which tenant, in which form and with
// which status is decided here, once around all handlers; a handler reads the request, calls one thing and hands back its
// answer.
package httpapi

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/systems"
	"stellwerk/shared/route"
)

// maxBody is one more than a JSON body may have: huma refuses a body that fills its limit.
const maxBody = route.MaxBody + 1

// Services are what the handlers call.
type Services struct {
	Accounts *accounts.Accounts
	Commands *executor.Executor
	Jobs     *jobs.Jobs
	Feed     *feed.Feed
	Now      func() time.Time // what answers say the time is; time.Now if nil
	Push     *push.Push
	Dossiers *dossier.Dossiers
	Erasing  *erasing.Erasing
	Domains  *domains.Domains
	Systems  *systems.Systems
	Workbook func(data []byte, sheet string) (route.WorkbookReply, error) // of the one function that answers route.Workbook, else nil
}

// API is the http.Handler for all addresses.
type API struct {
	edge
	accounts   *accounts.Accounts
	commands   *executor.Executor
	jobs       *jobs.Jobs
	feed       *feed.Feed
	push       *push.Push
	domains    *domains.Domains
	systems    *systems.Systems
	site       string // where people reach the installation
	dossiers   *dossier.Dossiers
	erasing    *erasing.Erasing
	workbook   func(data []byte, sheet string) (route.WorkbookReply, error)
	operations []operation // in order: the tests want a rule for each
}

// New builds the API for an installation that people reach at origin. It opens nothing.
func New(origin string, log *slog.Logger, s Services) (*API, error) {
	a, err := build(origin, log, s)
	if err != nil {
		return nil, err
	}
	a.accountOperations()
	a.commandOperations()
	a.deedOperations()
	a.feedOperations()
	a.jobOperations()
	a.pushOperations()
	a.linkOperations()
	a.memberOperations()
	a.dossierOperations()
	a.eraseOperations()
	a.domainOperations()
	a.systemOperations()
	if s.Workbook != nil {
		a.workbookOperations()
	}
	return a, nil
}

// NewWorkbooks builds what answers route.Workbook and nothing else. Of the services it needs Accounts, Commands and Workbook.
func NewWorkbooks(origin string, log *slog.Logger, s Services) (*API, error) {
	a, err := build(origin, log, s)
	if err != nil {
		return nil, err
	}
	a.workbookOperations()
	return a, nil
}

// build makes an API without operations.
func build(origin string, log *slog.Logger, s Services) (*API, error) {
	mux := http.NewServeMux()
	if s.Now == nil {
		s.Now = time.Now
	}
	e, err := newEdge(mux, origin, log, s.Now)
	if err != nil {
		return nil, fmt.Errorf("http: %w", err)
	}
	return &API{
		edge:     e,
		site:     strings.TrimRight(origin, "/"),
		accounts: s.Accounts, commands: s.Commands, jobs: s.Jobs, feed: s.Feed, push: s.Push, domains: s.Domains, systems: s.Systems, workbook: s.Workbook, dossiers: s.Dossiers, erasing: s.Erasing,
	}, nil
}
