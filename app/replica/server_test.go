package replica

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// server is the server as the replica knows it, over a tenant in memory: commands are applied once by their id, whatever is sent
// how often.
type server struct {
	tenant  org.TenantID
	world   *ledger.Memory
	entries []ledger.Entry
	applied map[org.CommandID]uint64
	jobs    int
	chance  uint64
	page    int
	restart bool
	by      ledger.Actor // who acts; Olive, unless a test says otherwise
}

var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func now() time.Time { return day }

// ids makes ids in order.
type ids struct{ n uint64 }

func (i *ids) bytes() (b [10]byte) {
	i.n++
	binary.BigEndian.PutUint64(b[2:], i.n)
	return b
}

func (i *ids) member() org.MemberID { return org.NewID[org.MemberID](day.UnixMilli(), i.bytes()) }

func (i *ids) command() org.CommandID { return org.NewID[org.CommandID](day.UnixMilli(), i.bytes()) }

var (
	all    = &ids{}
	tenant = org.NewID[org.TenantID](day.UnixMilli(), [10]byte{9})
	olive  = ledger.Actor{Member: all.member(), Role: org.Owner, Name: "Olive Ott"}
)

// found is a server with a tenant that Olive owns.
func foundServer() *server {
	s := &server{tenant: tenant, world: ledger.NewMemory(tenant, now), applied: map[org.CommandID]uint64{}, page: 3, by: olive}
	s.must("tenants.found", map[string]any{
		"name": "Acme", "language": "de", "member": olive.Member, "givenName": "Olive", "surname": "Ott", "email": "olive@acme.de",
	})
	return s
}

func (s *server) salt() (b [16]byte) {
	s.chance++
	binary.BigEndian.PutUint64(b[:], s.chance)
	return b
}

func (s *server) must(deed string, args any) ledger.Entry {
	e, err := s.run(ledger.Command{ID: all.command(), Deed: deed, Args: raw(args)})
	if err != nil {
		panic(deed + ": " + err.Error())
	}
	return e
}

func raw(args any) json.RawMessage {
	data, err := json.Marshal(args)
	if err != nil {
		panic(err)
	}
	return data
}

func (s *server) run(c ledger.Command) (ledger.Entry, error) {
	d, err := deeds.ByName(c.Deed)
	if err != nil {
		return ledger.Entry{}, err
	}
	e, err := s.world.Do(d, s.by, c, s.salt)
	if err == nil {
		s.entries = append(s.entries, e)
		s.applied[c.ID] = e.Seq
	}
	return e, err
}

// commands answers a request as shared/route says.
func (s *server) commands(cmds []ledger.Command) (out []route.CommandReply) {
	for _, c := range cmds {
		if seq, ok := s.applied[c.ID]; ok {
			e := s.entries[seq-1]
			out = append(out, route.CommandReply{Command: c.ID, State: route.Applied, Again: true, Entry: &e})
			continue
		}
		d, err := deeds.ByName(c.Deed)
		if err != nil {
			panic(err)
		}
		if parts, _ := d.Cut(c.Args); len(parts) > 1 {
			s.jobs++
			job := route.JobReply{ID: org.DeriveID[org.JobID](c.ID, 0), Deed: c.Deed, State: route.JobRunning, Total: len(parts)}
			out = append(out, route.CommandReply{Command: c.ID, State: route.Running, Job: &job})
			continue
		}
		e, err := s.run(c)
		if err != nil {
			out = append(out, route.CommandReply{Command: c.ID, State: route.Refused, Faults: fault.All(err)})
			continue
		}
		out = append(out, route.CommandReply{Command: c.ID, State: route.Applied, Entry: &e})
	}
	return out
}

// changes answers with at most n entries after a cursor, which is a position in plain.
func (s *server) changes(cursor string, n int) route.ChangesReply {
	if s.restart {
		s.restart = false
		return route.ChangesReply{Restart: true}
	}
	after, err := strconv.Atoi(cursor)
	if err != nil {
		panic("cursor " + cursor)
	}
	to := min(len(s.entries), after+n)
	return route.ChangesReply{
		Entries: s.entries[after:to], Seq: uint64(to), Head: ledger.Head{Seq: uint64(len(s.entries)), Epoch: "1"},
		Cursor: strconv.Itoa(to), More: to < len(s.entries),
	}
}

// snapshot answers with a page of all records as they are at this moment; the cursor holds where the first page began.
func (s *server) snapshot(cursor string) []byte {
	from, after := len(s.entries), ""
	if cursor != "" {
		b, _ := base64.RawURLEncoding.DecodeString(cursor)
		var c struct {
			From  int
			After string
		}
		if json.Unmarshal(b, &c) != nil {
			panic("cursor " + cursor)
		}
		from, after = c.From, c.After
	}
	var refs []ledger.Ref
	for _, e := range s.entries {
		for _, c := range e.Changes {
			if key(c.Ref()) > after && !slices.Contains(refs, c.Ref()) {
				refs = append(refs, c.Ref())
			}
		}
	}
	slices.SortFunc(refs, func(a, b ledger.Ref) int { return compare(key(a), key(b)) })
	reply := route.SnapshotReply{Seq: uint64(from), Total: len(refs)}
	for i, ref := range refs {
		if i == s.page {
			reply.Next = base64.RawURLEncoding.EncodeToString(raw(map[string]any{"From": from, "After": after}))
			break
		}
		r, _ := s.world.Record(ref)
		after = key(ref)
		if !r.Alive() { // of what was deleted a snapshot tells nothing
			continue
		}
		reply.Records = append(reply.Records, route.SyncRecord{Kind: ref.Kind, ID: ref.ID, Seq: r.Seq, Fields: ledger.FieldsOf(r.Value)})
	}
	if reply.Next == "" {
		reply.Cursor = strconv.Itoa(from)
	}
	return raw(reply)
}

func key(r ledger.Ref) string { return string(r.Kind) + "/" + r.ID }

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// members is what the server holds.
func (s *server) members() map[org.MemberID]string {
	out := map[org.MemberID]string{}
	s.world.Each(func(r ledger.Record) {
		if r.Kind == ledger.KindMember {
			out[org.MemberID(r.ID)] = string(ledger.EncodeEntity(r.Value))
		}
	})
	return out
}

// open is a replica of Olive's, loaded to the end.
func (s *server) open() *Replica {
	r := New(tenant, olive, now, all.command)
	s.load(r)
	return r
}

func (s *server) load(r *Replica) {
	for {
		next, wanted := r.Next()
		if !wanted {
			return
		}
		if err := r.Loaded(next, s.snapshot(next)); err != nil {
			panic(err)
		}
		for r.Settle(2) {
		}
	}
}

// sync sends what waits and follows the changes until nothing is left to do.
func (s *server) sync(r *Replica) []Started {
	var jobs []Started
	for range 1000 {
		s.load(r)
		if out := r.Outgoing(); len(out) > 0 {
			j, _ := r.Answered(s.commands(out))
			jobs = append(jobs, j...)
			continue
		}
		c := r.Cursor()
		before := r.Head().Seq
		more := r.Changed(c, s.changes(c, 2))
		if !more && r.Head().Seq == before && len(r.Outgoing()) == 0 && r.Cursor() != "" {
			return jobs
		}
		r.Unanswered()
	}
	panic("the replica does not come to rest")
}

// shows is what the replica shows, by the directory and by look-ups.
func shows(r *Replica) map[org.MemberID]string {
	out := map[org.MemberID]string{}
	for _, slot := range r.Directory().Find(Query{}) {
		id, m := r.Directory().At(slot)
		out[id] = string(ledger.EncodeEntity(m))
	}
	return out
}

func newCommand(deed string, args any) ledger.Command {
	return ledger.Command{ID: all.command(), Deed: deed, Args: raw(args)}
}
