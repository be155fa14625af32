package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/systems"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// weak is as little work as a hash can be.
var weak = argon.Params{Memory: 64, Time: 1, Threads: 1}

// town is the whole API over an embedded database, with two organisations in it.
type town struct {
	*testworld.World
	*httptest.Server
	api  *API
	jobs *jobs.Jobs
	acme testworld.House // one person in each role, and Dora, who has been deactivated
	dora executor.Who
	eve  executor.Who // owner of another organisation

	agents map[org.MemberID]bool // who are registration agents; nil while the organisation is too small for them
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := testworld.Open(t)
	b := &town{World: w, jobs: jobs.New(w.Table, w.Executor, testworld.Files(t), testworld.Bucket, w.Clock.Now)}
	var err error
	b.api, err = New(origin, slog.New(slog.DiscardHandler), Services{
		Accounts: accounts.New(w.Table, w.Executor, argon.New(weak, 2), w.Clock.Now),
		Commands: w.Executor,
		Jobs:     b.jobs,
		Feed:     feed.New(w.Table),
		Now:      w.Clock.Now,
		Erasing:  erasing.New(w.Table, w.Executor, w.Clock.Now),
		Dossiers: dossier.New(w.Table, feed.New(w.Table), w.Clock.Now),
		Domains: domains.New(w.Table, w.Executor, func(ctx context.Context, name string) ([]string, error) {
			record, err := b.api.domains.Record(ctx, b.acme.Tenant, b.acme.Owner, strings.TrimSuffix(name, "."))
			return []string{record}, err // each has the record of Acme
		}, w.Clock.Now),
		Systems: systems.New(w.Table, w.Executor),
		Workbook: func(data []byte, sheet string) (route.WorkbookReply, error) {
			return route.WorkbookReply{Sheets: []route.WorkbookSheet{{Name: sheet}}, Sheet: sheet, Table: string(data)}, nil
		},
		Push: push.New(w.Table, outbound.New(), origin, "stellwerk@example.org", w.Clock.Now, slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.acme = w.FoundFull(t)
	b.dora = b.acme.Join(t, "Dora", "user")
	other := w.Found(t)
	b.eve = other.Owner
	for _, who := range []executor.Who{b.acme.Owner, b.acme.Admin, b.acme.User, b.acme.Guest, b.dora} {
		b.enrol(t, b.acme.Tenant, who)
	}
	b.enrol(t, other.Tenant, b.eve)
	w.Clock.Move(time.Minute)
	b.acme.Do(t, b.acme.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{b.dora.Member}})
	w.Clock.Move(time.Minute)
	b.Server = httptest.NewServer(b.api)
	t.Cleanup(b.Close)
	return b
}

// enrol gives a member's account what the account's side has of it.
func (b *town) enrol(t *testing.T, tenant tenancy.Tenant, who executor.Who) {
	t.Helper()
	email := org.Email(strings.ToLower(string(who.Account)) + "@people.example")
	address, err := b.Table.AddressKey(t.Context(), email.Key())
	if err != nil {
		t.Fatal(err)
	}
	writes := b.Table.MakeAccount(table.Account{
		ID: who.Account, Email: email, GivenName: "A", Surname: "B", Language: org.German,
		Password: argon.New(weak, 1).Decoy(), Made: b.Clock.Now(),
	}, address)
	if err := b.Table.Transact(t.Context(), append(writes, b.Table.MakeMembership(tenant, who.Member, who.Account))...); err != nil {
		t.Fatal(err)
	}
}

// session signs somebody in and returns the cookie.
// crowd makes the organisation large enough for registration agents.
func (b *town) crowd(t *testing.T) {
	if b.agents != nil {
		return
	}
	b.agents = map[org.MemberID]bool{}
	for _, seed := range []string{"one", "two", "three"} {
		var rows []members.Row
		for i, m := range testworld.People(b.World, seed, 40) {
			rows = append(rows, members.Row{Row: i + 2, NewMember: m})
		}
		b.acme.Do(t, b.acme.Owner, members.Import.Name, members.ImportArgs{Rows: rows})
	}
}

func (b *town) session(t *testing.T, who executor.Who) string {
	t.Helper()
	s, now := token.New(), b.Clock.Now()
	if err := b.Table.Transact(t.Context(), b.Table.PutSession(s.Hash(), table.Session{
		Account: who.Account, SignedIn: now, Expires: now.Add(accounts.SessionLife),
	})); err != nil {
		t.Fatal(err)
	}
	return SessionCookie + "=" + string(s)
}

// signUp asks for an organisation and returns the cookie of the sign-up, which opens nothing.
func (b *town) signUp(t *testing.T) string {
	t.Helper()
	res := b.send(t, "POST", route.SignUp, "", route.SignUpRequest{
		Organisation: "Neu", GivenName: "Una", Surname: "Bestätigt", Language: "de",
		Email: strings.ToLower(string(testworld.NewID[org.CommandID](b.World))) + "@neu.example", Password: "ein Fahrrad im Regen",
	})
	if res.status != http.StatusAccepted || len(res.cookies) != 1 {
		t.Fatalf("sign up: %d %s", res.status, res.text)
	}
	return res.cookies[0].Name + "=" + res.cookies[0].Value
}

// reply is what came back.
type reply struct {
	status  int
	text    string
	header  http.Header
	cookies []*http.Cookie
}

// problem reads the answer as one.
func (r reply) problem(t *testing.T) route.Problem {
	t.Helper()
	var p route.Problem
	if err := json.Unmarshal([]byte(r.text), &p); err != nil || p.Code == "" {
		t.Fatalf("no problem but %d %s", r.status, r.text)
	}
	return p
}

// send sends in as JSON, or as it is if it is text; nil sends no body.
func (b *town) send(t *testing.T, method, path, cookie string, in any, headers ...string) reply {
	t.Helper()
	var content io.Reader
	kind := "application/json"
	switch in := in.(type) {
	case nil:
		kind = ""
	case string:
		content, kind = strings.NewReader(in), "text/csv"
	case []byte:
		content, kind = bytes.NewReader(in), route.WorkbookType
	default:
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, b.URL+path, content)
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, string(data), res.Header, res.Cookies()}
}
