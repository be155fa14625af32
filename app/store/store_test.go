package store

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// world is a store without a browser: requests go to a server in memory, time stands still until it is moved on.
type world struct {
	*Store
	t       *testing.T
	server  *server
	clock   time.Time
	ran     time.Duration // for how long the page has run, whatever the clock says
	timers  []timer
	posted  map[string]int
	devices devices
	idleFor time.Duration
	typed   bool // and not saved
}

type timer struct {
	at time.Time
	do func()
}

// server is one organisation in memory, and what a test makes of it.
type server struct {
	session  route.SessionReply
	tenant   *ledger.Memory
	entries  []ledger.Entry
	deaf     bool           // no answers
	status   map[string]int // of addresses that are refused, by their end
	problem  fault.List     // what is said then; nothing where it is a proxy that refuses
	requests []string
	job      *route.JobReply
	jobs     []route.JobReply                            // of the last days
	restart  bool                                        // refuse one snapshot
	access   func(route.AccessRequest) route.AccessReply // instead of the true answer
	other    bool                                        // refuse one request with commands: somebody else is signed in
	chance   byte
	waiting  int // commands that the device said to hold back
}

var (
	acme  = NewID[org.TenantID]()
	olive = ledger.Actor{Member: NewID[org.MemberID](), Role: org.Owner, Name: "Olive Ott"}
	ben   = NewID[org.MemberID]()
)

func newWorld(t *testing.T) *world {
	w := &world{devices: devices{}, t: t, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), posted: map[string]int{}}
	w.server = &server{
		session: route.SessionReply{Account: "A1", Email: "olive@acme.de", Language: "de", GivenName: "Olive", Surname: "Ott",
			Memberships: []route.Membership{{Tenant: acme, Name: "Acme", Member: olive.Member, Role: org.Owner}}},
		tenant: ledger.NewMemory(acme, func() time.Time { return w.clock }),
		status: map[string]int{},
	}
	w.server.run(t, "tenants.found", map[string]any{"name": "Acme", "language": "de", "member": olive.Member, "givenName": "Olive", "surname": "Ott", "email": "o@acme.de"})
	w.server.run(t, "members.create", map[string]any{"member": ben, "givenName": "Ben", "surname": "Berg", "email": "ben@acme.de"})
	w.Store = &Store{
		client:   client.New(w.server.fetch),
		post:     func(topic string) { w.posted[topic]++ },
		run:      func(work func() func()) { work()() },
		disks:    w.devices.open,
		lying:    func(a org.AccountID) []org.TenantID { return w.devices.of(a) },
		dispatch: func(do func()) { do() },
		after:    func(d time.Duration, then func()) { w.timers = append(w.timers, timer{w.clock.Add(d), then}) },
		now:      func() time.Time { return w.clock },
		idle:     func() time.Duration { return w.idleFor },
		typing:   func() bool { return w.typed },
		leave:    func(org.AccountID) {},
		running:  func() time.Duration { return w.ran },
		empty:    replica.New("", ledger.Actor{}, time.Now, NewID[org.CommandID]),
	}
	w.Store.client.Heard = w.Store.hear
	the = w.Store
	return w
}

// pass lets time go by; what is planned for it happens in order.
func (w *world) pass(d time.Duration) {
	end := w.clock.Add(d)
	for range 10_000 {
		i := slices.IndexFunc(w.timers, func(t timer) bool { return !t.at.After(end) })
		for k, t := range w.timers {
			if i >= 0 && t.at.Before(w.timers[i].at) {
				i = k
			}
		}
		if i < 0 {
			w.ran += end.Sub(w.clock)
			w.clock = end
			return
		}
		next := w.timers[i]
		w.timers = slices.Delete(w.timers, i, i+1)
		if next.at.After(w.clock) {
			w.ran += next.at.Sub(w.clock)
			w.clock = next.at
		}
		next.do()
	}
	w.t.Fatal("timers without end")
}

func (s *server) run(t *testing.T, deed string, args any) ledger.Entry {
	t.Helper()
	e, err := s.apply(ledger.Command{ID: NewID[org.CommandID](), Deed: deed, Args: marshal(args)})
	if err != nil {
		t.Fatal(deed, err)
	}
	return e
}

func (s *server) apply(c ledger.Command) (ledger.Entry, error) {
	d, err := deeds.ByName(c.Deed)
	if err != nil {
		return ledger.Entry{}, err
	}
	e, err := s.tenant.Do(d, olive, c, func() [16]byte { s.chance++; return [16]byte{s.chance} })
	if err == nil {
		s.entries = append(s.entries, e)
	}
	return e, err
}

func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// fetch answers as shared/route says, as far as the store asks.
// fetch answers, and says what time it is, as the server's edge does.
func (s *server) fetch(q client.Request) (client.Response, error) {
	a, err := s.answer(q)
	if err == nil {
		a.Time = s.tenant.Now()
	}
	return a, err
}

func (s *server) answer(q client.Request) (client.Response, error) {
	s.requests = append(s.requests, q.Method+" "+q.Path)
	if s.deaf {
		return client.Response{}, errors.New("no answer")
	}
	path, _, _ := strings.Cut(q.Path, "?")
	for end, status := range s.status {
		if strings.HasSuffix(path, end) {
			return client.Response{Status: status, Body: marshal(route.Problem{Faults: s.problem})}, nil
		}
	}
	ok := func(v any) (client.Response, error) { return client.Response{Status: 200, Body: marshal(v)}, nil }
	switch {
	case path == route.Session:
		return ok(s.session)
	case s.other && q.Account != "":
		s.other = false
		return client.Response{Status: 403, Body: marshal(route.Problem{Faults: fault.List{fault.New(fault.Forbidden, "commands.otherAccount")}})}, nil
	case strings.HasSuffix(path, "/snapshot") && s.restart:
		s.restart = false
		return client.Response{Status: 409, Body: marshal(route.Problem{Faults: fault.List{fault.New(fault.Conflict, "cursor.restart")}})}, nil
	case strings.HasSuffix(path, "/snapshot"):
		reply := route.SnapshotReply{Seq: uint64(len(s.entries)), Cursor: "c", Total: 2}
		s.tenant.Each(func(r ledger.Record) {
			reply.Records = append(reply.Records, route.SyncRecord{Kind: r.Kind, ID: r.ID, Seq: r.Seq, Fields: ledger.FieldsOf(r.Value)})
		})
		return ok(reply)
	case strings.HasSuffix(path, "/changes"):
		return ok(route.ChangesReply{Entries: s.entries, Seq: uint64(len(s.entries)), Head: s.tenant.Head(), Cursor: "c"})
	case strings.HasSuffix(path, "/commands"):
		return ok(s.commands(q.Body))
	case path == route.Waiting:
		var in route.WaitingRequest
		if err := json.Unmarshal(q.Body, &in); err != nil {
			panic(err)
		}
		s.waiting = in.Waiting
		return client.Response{Status: 204}, nil
	case path == route.SignOut:
		return client.Response{Status: 204}, nil
	case path == route.Access:
		var in route.AccessRequest
		if err := json.Unmarshal(q.Body, &in); err != nil {
			panic(err)
		}
		if s.access != nil {
			return ok(s.access(in))
		}
		return ok(s.standing(in))
	case strings.HasSuffix(path, "/entries"):
		return ok(route.EntriesReply{Entries: s.entries[len(s.entries)-1:]})
	case strings.HasSuffix(path, "/jobs"):
		return ok(route.JobsReply{Jobs: s.jobs})
	case strings.Contains(path, "/jobs/"):
		return ok(s.job)
	}
	return client.Response{Status: 404, Body: []byte("{}")}, nil
}

// standing is the true answer about access.
func (s *server) standing(in route.AccessRequest) route.AccessReply {
	reply := route.AccessReply{Account: s.session.Account, Tenant: org.TenantID(in.Tenant), Nonce: in.Nonce, Reason: route.AccessEnded}
	for _, m := range s.session.Memberships {
		if m.Tenant == reply.Tenant {
			reply.Member, reply.Reason = true, ""
		}
	}
	return reply
}

// asked counts the requests for addresses that end so.
func (w *world) asked(end string) (n int) {
	for _, q := range w.server.requests {
		if path, _, _ := strings.Cut(q, "?"); strings.HasSuffix(path, end) {
			n++
		}
	}
	return n
}

func (s *server) commands(body []byte) (out route.CommandsReply) {
	var in route.CommandsRequest
	if err := json.Unmarshal(body, &in); err != nil {
		panic(err)
	}
	for _, c := range in.Commands {
		d, _ := deeds.ByName(c.Deed)
		if parts, _ := d.Cut(c.Args); len(parts) > 1 && s.job != nil {
			out.Replies = append(out.Replies, route.CommandReply{Command: c.ID, State: route.Running, Job: s.job})
			continue
		}
		e, err := s.apply(c)
		if err != nil {
			out.Replies = append(out.Replies, route.CommandReply{Command: c.ID, State: route.Refused, Faults: fault.All(err)})
			continue
		}
		out.Replies = append(out.Replies, route.CommandReply{Command: c.ID, State: route.Applied, Entry: &e})
	}
	return out
}

// open is a world in which Olive has come in and everything is loaded.
func open(t *testing.T) *world {
	w := newWorld(t)
	w.begin()
	w.pass(time.Second)
	if _, _, loading := w.Store.replica.Loading(); loading || w.state != SignedIn {
		t.Fatalf("state %d, loading %v; the session should be known and the organisation loaded", w.state, loading)
	}
	return w
}

func (w *world) deactivate() org.CommandID {
	w.t.Helper()
	id, err := Do(nobody, "members.deactivate", map[string]any{"members": []org.MemberID{ben}}, "Ben ist deaktiviert.")
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) thereDeactivated() bool {
	m, _ := ledger.Member(w.server.tenant, ben)
	return m.Deactivated
}
