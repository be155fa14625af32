package histories

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/app/client"
	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/effects"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/httpapi"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/mail/ses"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// server is all of the server over an engine of its own. One history at a time happens on it, so that the clock is the history's.
type server struct {
	*testworld.World
	tb       testing.TB
	table    *table.Table
	executor *executor.Executor
	jobs     *jobs.Jobs // for which a step takes so long that one call does one
	accounts *accounts.Accounts
	apis     []http.Handler // by the size of pages, the last with large ones
	post     *accountstest.Post
	carriers []*effects.Carrier // as two processes have them
	stream   *accountstest.Stream
	log      []string // what happened in the history
}

const origin = "https://cockpit.example.org"

// pages are how many records and entries an answer holds: borders wherever there can be any.
var pages = [][2]int{{2, 1}, {3, 4}, {5, 2}}

func newServer(tb testing.TB) *server {
	tb.Helper()
	s := &server{World: testworld.Open(tb, dynamo.WithSweep(0)), tb: tb, post: &accountstest.Post{}}
	s.table = table.Open(s.Config, s.Name, table.WithClock(s.Clock.Now), table.WithClient(s.Straight()))
	s.executor = executor.New(s.table, s.Clock.Now)
	files := testworld.Files(tb)
	s.jobs = jobs.New(s.table, s.executor, files, testworld.Bucket, func() time.Time {
		s.Clock.Move(5 * time.Second / 4)
		return s.Clock.Now()
	})
	quiet := slog.New(slog.DiscardHandler)
	s.accounts = accounts.New(s.table, s.executor, argon.New(argon.Params{Memory: 8, Time: 1, Threads: 1}, 1), s.Clock.Now)
	asked := jobs.New(s.table, s.executor, files, testworld.Bucket, s.Clock.Now)
	for i := range len(pages) + 1 {
		f := feed.New(s.table)
		if i < len(pages) {
			f = feed.New(s.table, feed.Pages(pages[i][0], pages[i][1]))
		}
		api, err := httpapi.New(origin, quiet, httpapi.Services{Accounts: s.accounts, Commands: s.executor, Jobs: asked, Feed: f})
		if err != nil {
			tb.Fatal(err)
		}
		s.apis = append(s.apis, api)
	}
	for range 2 {
		sender, err := ses.New(aws.Config{Region: "local", HTTPClient: s.post, Credentials: aws.AnonymousCredentials{}}, "stellwerk@example.org")
		if err != nil {
			tb.Fatal(err)
		}
		s.carriers = append(s.carriers, effects.New(s.table, origin, sender,
			push.New(s.table, outbound.New(), origin, "stellwerk@example.org", s.Clock.Now, quiet), s.Clock.Now, quiet))
	}
	s.stream = accountstest.OpenStream(tb, s.World)
	return s
}

// reset puts the clock back to where every history begins.
func (s *server) reset() { s.Clock.Move(testworld.Start.Sub(s.Clock.Now())) }

// serve asks the server, without any network in between.
func serve(api http.Handler, cookie string, q client.Request) client.Response {
	r := httptest.NewRequest(q.Method, q.Path, bytes.NewReader(q.Body))
	if q.Type != "" {
		r.Header.Set("Content-Type", q.Type)
	}
	if q.Account != "" {
		r.Header.Set(route.AccountHeader, string(q.Account))
	}
	r.Header.Set("Cookie", httpapi.SessionCookie+"="+cookie)
	out := httptest.NewRecorder()
	api.ServeHTTP(out, r)
	return client.Response{Status: out.Code, Body: out.Body.Bytes()}
}

// newID makes an id from a history's chance.
func newID[T org.ID](h *history, at time.Time) T {
	var chance [10]byte
	for i := range chance {
		chance[i] = byte(h.rand.Uint32())
	}
	return org.NewID[T](at.UnixMilli(), chance)
}
