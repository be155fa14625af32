// Package model_test asks the whole server, as every role of two organisations and by HTTP only, for what it must never do.
// Each file holds one of the mistakes that the design invites. What is known about a mistake is in its file's first comment.
package model_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/httpapi"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/systems"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// town is the whole API over an embedded database and a bucket in memory. Tests prepare things through World, behind the
// spy's back; what comes by HTTP goes through the spy.
type town struct {
	*testworld.World
	testing.TB
	api   *httpapi.API
	http  http.Handler // the API, unless a test puts something in front
	jobs  *jobs.Jobs
	spy   *spy
	files aws.Config
	log   *bytes.Buffer

	counts bool
	cost   *table.Cost // of the last request, where counts
}

func newTown(tb testing.TB, opts ...feed.Option) *town {
	tb.Helper()
	w := testworld.Open(tb)
	o := &town{World: w, TB: tb, spy: &spy{table: w.Config.HTTPClient}, files: testworld.Files(tb), log: &bytes.Buffer{}}
	o.spy.files, o.files.HTTPClient = o.files.HTTPClient, spiedFiles{o.spy}
	cfg := w.Config.Copy()
	cfg.HTTPClient = spiedTable{o.spy}
	t := table.Open(cfg, w.Name, table.WithClock(w.Clock.Now))
	x := executor.New(t, w.Clock.Now)
	o.jobs = jobs.New(t, x, o.files, testworld.Bucket, w.Clock.Now)
	const origin = "https://stellwerk.example.org"
	log := slog.New(slog.NewTextHandler(o.log, nil))
	var err error
	o.api, err = httpapi.New(origin, log, httpapi.Services{
		Accounts: accounts.New(t, x, argon.New(weak, 2), w.Clock.Now), Commands: x, Jobs: o.jobs, Feed: feed.New(t, opts...), Now: w.Clock.Now,
		Domains:  domains.New(t, x, noNames, w.Clock.Now),
		Systems:  systems.New(t, x),
		Dossiers: dossier.New(t, feed.New(t), w.Clock.Now), Erasing: erasing.New(t, x, w.Clock.Now),
		Push: push.New(t, outbound.New(), origin, "stellwerk@example.org", w.Clock.Now, log),
	})
	if err != nil {
		tb.Fatal(err)
	}
	o.http = o.api
	return o
}

// weak is as little work as a hash can be.
var weak = argon.Params{Memory: 8, Time: 1, Threads: 1}

// person is somebody who is signed in, as a member of one organisation.
type person struct {
	*town
	executor.Who
	role   string // when the organisation was founded
	tenant tenancy.Tenant
	cookie string
	signed time.Time // when that session's sign-in was
}

// house is an organisation with one person in each role, all signed in.
type house struct {
	testworld.House
	owner, admin, user, guest *person
}

func (o *town) found() *house {
	o.Helper()
	h := &house{House: o.FoundFull(o.TB)}
	h.owner, h.admin = o.person(h.Tenant, h.Owner, "owner"), o.person(h.Tenant, h.Admin, "admin")
	h.user, h.guest = o.person(h.Tenant, h.User, "user"), o.person(h.Tenant, h.Guest, "guest")
	o.Clock.Move(time.Second)
	return h
}

// everybody lists who is in the house, from most rights to least.
func (h *house) everybody() []*person { return []*person{h.owner, h.admin, h.user, h.guest} }

// by finds who has a role.
func (h *house) by(role string) *person {
	for _, p := range h.everybody() {
		if p.role == role {
			return p
		}
	}
	panic("nobody is " + role)
}

// password is everybody's.
const password = "weichenstellwerk am morgen"

// signsInBy is the address that an account signs in by. It is no member's.
func signsInBy(account org.AccountID) org.Email {
	return org.Email(strings.ToLower(string(account)) + "@accounts.example")
}

// person gives a member's account all that an account has, and signs it in.
func (o *town) person(tenant tenancy.Tenant, who executor.Who, role string) *person {
	o.Helper()
	email := signsInBy(who.Account)
	address, err := o.Table.AddressKey(o.Context(), email.Key())
	if err != nil {
		o.Fatal(err)
	}
	hash, err := argon.New(weak, 1).Hash(o.Context(), password)
	if err != nil {
		o.Fatal(err)
	}
	writes := o.Table.MakeAccount(table.Account{
		ID: who.Account, Email: email, GivenName: "Account", Surname: "Holder", Language: org.German,
		Password: hash, Made: o.Clock.Now(),
	}, address)
	o.write(append(writes, o.Table.MakeMembership(tenant, who.Member, who.Account))...)
	p := &person{town: o, Who: who, role: role, tenant: tenant}
	p.signIn()
	return p
}

// joins makes somebody a member of a further organisation.
func (p *person) joins(h *house, role string) *person {
	p.Helper()
	q := &person{town: p.town, Who: executor.Who{Account: p.Account, Member: testworld.NewID[org.MemberID](p.World)}, role: role, tenant: h.Tenant, cookie: p.cookie, signed: p.signed}
	h.Do(p.TB, h.Owner, "members.create", map[string]any{"member": q.Member, "givenName": "Doris", "surname": "Doppel", "role": role,
		"email": strings.ToLower(string(q.Member)) + "@people.example"})
	p.write(p.Table.GrantAccess(h.Tenant, q.Member, q.Account), p.Table.MakeMembership(h.Tenant, q.Member, q.Account))
	return q
}

func (o *town) write(writes ...table.Write) {
	o.Helper()
	if err := o.Table.Transact(o.Context(), writes...); err != nil {
		o.Fatal(err)
	}
}

// signIn makes a fresh session.
func (p *person) signIn() {
	p.Helper()
	s, now := token.New(), p.Clock.Now()
	p.write(p.Table.PutSession(s.Hash(), table.Session{Account: p.Account, SignedIn: now, Expires: now.Add(accounts.SessionLife)}))
	p.cookie, p.signed = httpapi.SessionCookie+"="+s.Secret(), now
}

// answer is all that comes back: raw has every byte of it, headers first.
type answer struct {
	status int
	body   []byte
	raw    string
}

// ask sends a request: in as JSON, a string as a file, nil without a body. Headers come as name, value, name, value, …
func (p *person) ask(method, path string, in any, headers ...string) answer {
	p.Helper()
	var content io.Reader
	kind := ""
	switch in := in.(type) {
	case nil:
	case string:
		content, kind = strings.NewReader(in), "text/csv"
	default:
		content, kind = bytes.NewReader(encode(p.TB, in)), "application/json"
	}
	r := httptest.NewRequestWithContext(p.metered(), method, path, content)
	r.RemoteAddr = "198.51.100.7:50001"
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return p.serve(r)
}

// metered is a context under which the table's units are counted, if a test wants to know them.
func (o *town) metered() context.Context {
	if !o.counts {
		return o.Context()
	}
	var ctx context.Context
	ctx, o.cost = table.Metered(o.Context())
	return ctx
}

func (o *town) serve(r *http.Request) answer {
	o.Helper()
	rec := httptest.NewRecorder()
	o.http.ServeHTTP(rec, r)
	var raw bytes.Buffer
	if err := rec.Result().Header.Write(&raw); err != nil {
		o.Fatal(err)
	}
	a := answer{status: rec.Code, body: rec.Body.Bytes()}
	a.raw = fmt.Sprintf("%d\r\n%s\r\n%s", a.status, raw.Bytes(), a.body)
	if a.status >= 500 {
		o.Errorf("%s %s fails with %d: %s\n%s", r.Method, r.URL, a.status, a.body, o.log)
	}
	return a
}

// in is an address within one's organisation.
func (p *person) in(address string, rest ...string) string {
	return route.In(address, p.tenant.ID(), rest...)
}

// send sends one command.
func (p *person) send(deed string, args any) (route.CommandReply, answer) {
	p.Helper()
	return p.sendAs(p.Command(p.TB, deed, args))
}

func (p *person) sendAs(cmd ledger.Command) (route.CommandReply, answer) {
	p.Helper()
	p.Clock.Move(time.Second) // limits of pace are tested elsewhere
	a := p.ask("POST", p.in(route.Commands), route.CommandsRequest{Account: p.Account, Commands: []ledger.Command{cmd}})
	if a.status != http.StatusOK {
		p.Fatalf("commands of %s: %s", p.role, a.raw)
	}
	replies := read[route.CommandsReply](p.TB, a).Replies
	if len(replies) != 1 {
		p.Fatalf("%d replies to one command: %s", len(replies), a.body)
	}
	return replies[0], a
}

// must sends a command that has to succeed.
func (p *person) must(deed string, args any) route.CommandReply {
	p.Helper()
	r, a := p.send(deed, args)
	if r.State != route.Applied && r.State != route.Running {
		p.Fatalf("%s by %s: %s", deed, p.role, a.body)
	}
	return r
}

// finish works on a job until it stands.
func (o *town) finish(tenant tenancy.Tenant, job org.JobID) {
	o.Helper()
	for {
		if err := o.jobs.Advance(o.Context(), tenant, job); err != nil {
			o.Fatalf("work on a job: %v", err)
		}
		j, err := o.Table.Job(o.Context(), tenant, job)
		if err != nil {
			o.Fatal(err)
		}
		if j.State != route.JobRunning {
			return
		}
	}
}

func (o *town) head(tenant tenancy.Tenant) uint64 {
	o.Helper()
	h, err := o.Table.Head(o.Context(), tenant)
	if err != nil {
		o.Fatal(err)
	}
	return h.Seq
}

func encode(tb testing.TB, v any) []byte {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func read[T any](tb testing.TB, a answer) (v T) {
	tb.Helper()
	if err := json.Unmarshal(a.body, &v); err != nil {
		tb.Fatalf("%v in %s", err, a.raw)
	}
	return v
}

func newID[T org.ID](p *person) T { return testworld.NewID[T](p.World) }

// smallPages make many borders between few records.
var smallPages = feed.Pages(3, 4)

// cursor is where the changes go on after a fresh snapshot.
func (p *person) cursor() string {
	p.Helper()
	for next := ""; ; {
		r := read[route.SnapshotReply](p.TB, p.ask("GET", p.in(route.Snapshot)+"?cursor="+next, nil))
		if next = r.Next; next == "" {
			return r.Cursor
		}
	}
}

// ref names the record that somebody is.
func (p *person) ref() ledger.Ref { return ledger.Ref{Kind: ledger.KindMember, ID: string(p.Member)} }

// address is one of the API's within a tenant.
type address struct{ method, path string }

// of fills in what stands in braces.
func (a address) of(tenant org.TenantID, job org.JobID) string {
	return strings.NewReplacer("{tenant}", string(tenant), "{job}", string(job), "{part}", "0").Replace(a.path)
}

// addresses are all of the API's within a tenant, in order.
func (o *town) addresses() []address {
	o.Helper()
	data, err := o.api.Document()
	if err != nil {
		o.Fatal(err)
	}
	var document struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(data, &document); err != nil {
		o.Fatal(err)
	}
	var all []address
	for path, methods := range document.Paths {
		for method := range methods {
			if strings.Contains(path, "{tenant}") {
				all = append(all, address{strings.ToUpper(method), path})
			}
		}
	}
	slices.SortFunc(all, func(a, b address) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

// noNames is a name system without records.
func noNames(context.Context, string) ([]string, error) { return nil, nil }
