package model_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// What one command at a time does not show: deeds that no command names, lists that are cut, what a deed wants done beside its
// entry, and worlds that can't be read.

// TestReservedDeeds has the server itself start the deeds that are its own, with what could go wrong in its hands.
func TestReservedDeeds(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	pending := s.new()
	s.Do(t, s.Owner, "members.create", pending)
	elsewhere := tenancy.Of(testworld.NewID[org.TenantID](o.World))
	founder := executor.Who{Account: testworld.NewID[org.AccountID](o.World), Member: s.id()}
	fresh := executor.Who{Account: testworld.NewID[org.AccountID](o.World), Member: pending["member"].(org.MemberID)}
	o.write(o.Table.GrantAccess(s.Tenant, fresh.Member, fresh.Account))
	for _, c := range []struct {
		story  string
		tenant tenancy.Tenant
		by     executor.Who
		deed   string
		args   any
		want   string
	}{
		{"nobody confirms somebody else's address", s.Tenant, s.Owner, "members.confirm", args{"member": fresh.Member}, refused + "member.notSelf"},
		{"one confirms one's own", s.Tenant, fresh, "members.confirm", args{"member": fresh.Member}, "updated (new) confirmed=true"},
		{"once", s.Tenant, fresh, "members.confirm", args{"member": fresh.Member}, refused + "member.confirmed"},
		{"nothing is carried out before its day is over", s.Tenant, s.Owner, "members.due", with(these(s.scheduled()), "until", "2199-01-31"), refused + "until.early"},
		{"nor by somebody who may not", s.Tenant, s.User, "members.due", with(these(s.scheduled()), "until", "2020-01-31"), refused + "actor.forbidden"},
		{"no person reports as a system", s.Tenant, s.Owner, "members.reportStorage", args{"system": s.id(), "used": []any{}}, refused + "tenant.notFound"},
		{"nor a system that is not connected", s.Tenant, executor.Who{Account: org.AccountID(s.id()), System: org.SystemID(s.id())}, "members.reportStorage", args{"system": s.id(), "used": []any{}}, refused + "tenant.notFound"},
		{"and none does anything else", s.Tenant, executor.Who{Account: s.Owner.Account, System: org.SystemID(s.id())}, "tenants.rename", args{"from": "Acme", "to": "Bolt"}, refused + "tenant.notFound"},
		{"nobody founds for somebody else", elsewhere, founder, "tenants.found", founding(s.Owner.Member), refused + "member.notSelf"},
		{"with all that is wrong at once", elsewhere, founder, "tenants.found", founding(founder.Member, "name", "", "language", "fr", "givenName", "", "surname", "", "email", "x"),
			refused + "name text.missing, language language.unknown, givenName text.missing, surname text.missing, email email.at"},
		{"an organisation is founded", elsewhere, founder, "tenants.found", founding(founder.Member),
			"created (new) founded=2026-03-14 language=de name=Bolt; created (new) confirmed=true role=owner"},
		{"once", elsewhere, founder, "tenants.found", founding(founder.Member), refused + "tenant.exists"},
		{"not where there is one", s.Tenant, s.Owner, "tenants.found", founding(s.Owner.Member), refused + "tenant.exists"},
	} {
		t.Run(c.story, func(t *testing.T) {
			opts := []executor.Option{executor.Reserved()}
			if c.tenant == elsewhere && !strings.HasPrefix(c.want, refused) {
				opts = append(opts, executor.Also(o.Table.GrantAccess(elsewhere, founder.Member, founder.Account)))
			}
			res, err := o.Executor.Do(t.Context(), c.tenant, c.by, o.Command(t, c.deed, c.args), opts...)
			got := refused + faultsTold(fault.All(err))
			if err == nil {
				got = s.changesTold(res.Entry.Changes)
			}
			if got != c.want {
				t.Errorf("got:  %s\n    want: %s", got, c.want)
			}
		})
	}
	bad := founding(s.id(), "member", "x")
	_, err := deeds.All[0].Run(ledger.NewMemory(elsewhere.ID(), o.Clock.Now), ledger.Actor{Member: "x"}, encode(t, bad))
	if got := faultsTold(fault.All(err)); got != "member id.malformed" {
		t.Errorf("a founder whose id is none: %s", got)
	}
}

// TestManyAtOnce sends lists that are too much for one entry: they become jobs, and nobody is done twice or left out.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	who := s.admin
	job := func(deed string, a any) route.JobReply {
		t.Helper()
		r, raw := who.send(deed, a)
		if r.State != route.Running {
			t.Fatalf("%s of many: %s", deed, raw.body)
		}
		o.finish(s.Tenant, r.Job.ID)
		return read[route.JobReply](t, who.ask("GET", who.in(route.Job, string(r.Job.ID)), nil))
	}
	entries := func(j route.JobReply, steps int) {
		t.Helper()
		if len(j.Entries) != steps || j.State != route.JobDone {
			t.Errorf("%s: %d entries, want %d, and done: %+v", j.Deed, len(j.Entries), steps, j)
		}
	}
	var people []args
	var ids []org.MemberID
	for range 100 {
		people = append(people, s.new())
		ids = append(ids, people[len(people)-1]["member"].(org.MemberID))
	}
	if j := job("members.import", rows(people...)); j.Created != 100 {
		t.Errorf("imported %+v", j)
	} else {
		entries(j, 3)
	}
	for i := range people {
		people[i] = with(people[i], "notes", strings.Repeat("ü", 1900))
	}
	if j := job("members.import", rows(people[:40]...)); j.Changed != 40 {
		t.Errorf("imported %+v", j)
	} else {
		entries(j, 2) // 40 rows of 4 KB are more than one entry takes
	}
	if r := who.must("members.import", rows(people[41])); r.State != route.Applied {
		t.Errorf("one row is %s", r.State)
	}
	if r := who.must("members.import", rows(people[50:95]...)); r.State != route.Running {
		t.Errorf("45 rows of 4 KB are %s", r.State)
	}
	twice := append(append([]org.MemberID{}, ids[:50]...), ids[:50]...)
	if j := job("members.deactivate", these(twice...)); j.Changed != 50 || j.Total != 50 {
		t.Errorf("deactivated %+v", j)
	} else {
		entries(j, 2)
	}
	if r := who.must("members.reactivate", these(append(ids[:45:45], ids[:45]...)...)); r.State != route.Applied {
		t.Errorf("45 people named twice are %s", r.State)
	}
	if j := job("members.delete", these(ids...)); j.Deleted != 100 {
		t.Errorf("deleted %+v", j)
	} else {
		entries(j, 4)
	}

	id := s.some()
	first := s.did(s.Owner, "members.edit", edit(id, "title", "", "T"))
	second := s.did(s.Owner, "members.edit", edit(id, "title", "T", "U"))
	preview := func(a any, want string) {
		t.Helper()
		raw := who.ask("POST", who.in(route.Preview), route.PreviewRequest{Deed: "ledger.undo", Args: encode(t, a)})
		got := ""
		if raw.status == http.StatusOK {
			got = s.changesTold(read[route.PreviewReply](t, raw).Changes)
		} else {
			got = refused + faultsTold(read[route.Problem](t, raw).Faults)
		}
		if got != want {
			t.Errorf("taking back %v: %s\n    want: %s", a, got, want)
		}
	}
	preview(back(second, first), "updated ben title=")
	preview(back(first, second), refused+"undo.changedSince")
	preview(back(second, second), refused+"undo.changedSince")
	// As a job each entry is taken back by itself, so of two on one record the second step finds what the first has written.
	if j := job("ledger.undo", back(second, first)); j.State != route.JobFailed || j.Fault == nil || j.Fault.Code != "undo.changedSince" || len(j.Entries) != 1 {
		t.Errorf("taking two entries on one record back: %+v", j)
	}
}

// TestAnImportIsJudgedByTheRightsOfNow: who may not manage members any more learns nothing from a list that was sent before,
// not even whether somebody is there as the list says.
func TestAnImportIsJudgedByTheRightsOfNow(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	p := s.joined("admin")
	o.Clock.Move(time.Second)
	p.signIn()
	o.Clock.Move(time.Second)
	job := newID[org.JobID](p)
	file := "givenname,surname,email\nOlive,Owner," + s.email(s.Owner.Member) + "\nNora,Neu,nora@people.example\n"
	for _, step := range []struct {
		method, path string
		in           any
	}{
		{"POST", p.in(route.Imports), route.ImportRequest{ID: job, Name: "staff.csv", Bytes: len(file)}},
		{"PUT", p.in(route.ImportPart, string(job), "0"), file},
		{"GET", p.in(route.ImportPreview, string(job)), nil},
	} {
		if a := p.ask(step.method, step.path, step.in); a.status >= 300 {
			t.Fatalf("%s %s: %s", step.method, step.path, a.raw)
		}
	}
	s.did(s.Owner, "members.edit", edit(p.Member, "role", "admin", "user"))
	for _, c := range [][2]string{{"GET", route.ImportPreview}, {"POST", route.ImportApply}} {
		a := p.ask(c[0], p.in(c[1], string(job)), nil)
		if a.status != http.StatusForbidden || strings.Contains(string(a.body), "row") {
			t.Errorf("%s %s by somebody who is no admin any more: %s", c[0], c[1], a.raw)
		}
	}
	if a := p.ask("POST", p.in(route.Imports), route.ImportRequest{ID: newID[org.JobID](p), Name: "staff.csv", Bytes: len(file)}); a.status != http.StatusForbidden {
		t.Errorf("a further import: %s", a.raw)
	}
}

// TestAccessEndsWithTheDeed: a session of before opens the organisation no more, whatever is undone; one of later does.
func TestAccessEndsWithTheDeed(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	opens := func(p *person, want int) {
		t.Helper()
		o.Clock.Move(time.Second)
		if a := p.ask("GET", p.in(route.Snapshot), nil); a.status != want {
			t.Errorf("status %d, want %d", a.status, want)
		}
	}
	later := func(p *person) { o.Clock.Move(time.Second); p.signIn(); o.Clock.Move(time.Second) }
	do := func(deed string, a any) uint64 { return s.admin.must(deed, a).Entry.Seq }
	t.Run("deactivated, reactivated", func(t *testing.T) {
		p := s.joined("user")
		later(p)
		opens(p, 200)
		do("members.deactivate", these(p.Member))
		opens(p, 404)
		do("members.reactivate", these(p.Member))
		opens(p, 404)
		later(p)
		opens(p, 200)
	})
	t.Run("deactivated, taken back", func(t *testing.T) {
		p := s.joined("user")
		later(p)
		seq := do("members.deactivate", these(p.Member))
		do("ledger.undo", back(seq))
		opens(p, 404)
	})
	t.Run("deleted, taken back", func(t *testing.T) {
		p := s.joined("user")
		later(p)
		opens(p, 200)
		seq := do("members.delete", these(p.Member))
		opens(p, 404)
		do("ledger.undo", back(seq))
		opens(p, 404)
		later(p)
		opens(p, 200)
	})
	t.Run("what is done to somebody out of service ends nothing more", func(t *testing.T) {
		p := s.joined("user")
		do("members.deactivate", these(p.Member))
		later(p)
		do("members.tag", tag([]string{"x"}, nil, p.Member))
		seq := do("members.edit", edit(p.Member, "title", "", "T"))
		do("ledger.undo", back(seq))
		do("members.reactivate", these(p.Member))
		opens(p, 200)
	})
	t.Run("nor does bringing them back out of service", func(t *testing.T) {
		p := s.joined("user")
		do("members.deactivate", these(p.Member))
		seq := do("members.delete", these(p.Member))
		later(p)
		do("ledger.undo", back(seq))
		opens(p, 404)
		do("members.reactivate", these(p.Member))
		opens(p, 200)
	})
}

// brokenWorld can't be reached at one of its questions.
type brokenWorld struct {
	ledger.World
	asked, breaks int
}

var errBroken = errors.New("the world can't be reached")

func (b *brokenWorld) ask() error {
	if b.asked++; b.asked == b.breaks {
		return errBroken
	}
	return nil
}

func (b *brokenWorld) Record(ref ledger.Ref) (ledger.Record, error) {
	if err := b.ask(); err != nil {
		return ledger.Record{}, err
	}
	return b.World.Record(ref)
}

func (b *brokenWorld) Unique(u ledger.Unique) (string, error) {
	if err := b.ask(); err != nil {
		return "", err
	}
	return b.World.Unique(u)
}

func (b *brokenWorld) Found(by ...ledger.Index) ([]string, error) {
	if err := b.ask(); err != nil {
		return nil, err
	}
	return b.World.Found(by...)
}

func (b *brokenWorld) Count(kind ledger.Kind) (int, error) {
	if err := b.ask(); err != nil {
		return 0, err
	}
	return b.World.Count(kind)
}

func (b *brokenWorld) Entry(seq uint64) (ledger.Entry, error) {
	if err := b.ask(); err != nil {
		return ledger.Entry{}, err
	}
	return b.World.Entry(seq)
}

// wholeWorld is what the table has, read as it is asked for.
type wholeWorld struct{ *stage }

func (w wholeWorld) Now() time.Time { return w.World.Clock.Now() }
func (w wholeWorld) Day(zone string) string {
	return zones.Day(zone, w.Now())
}
func (w wholeWorld) Tenant() org.TenantID { return w.stage.Tenant.ID() }

func (w wholeWorld) Record(ref ledger.Ref) (ledger.Record, error) {
	s, err := w.look(ledger.Reads{Records: []ledger.Ref{ref}})
	return s.Records[ref], err
}

func (w wholeWorld) Unique(u ledger.Unique) (string, error) {
	s, err := w.look(ledger.Reads{Uniques: []ledger.Unique{u}})
	return s.Uniques[u], err
}

func (w wholeWorld) Found(by ...ledger.Index) (ids []string, err error) {
	found, err := w.World.Table.Found(w.owner.Context(), w.stage.Tenant, by)
	for _, ix := range by {
		ids = append(ids, found[ix]...)
	}
	return ids, err
}

func (w wholeWorld) Count(kind ledger.Kind) (int, error) {
	h, err := w.World.Table.Head(w.owner.Context(), w.stage.Tenant)
	if kind == ledger.KindGroup {
		return h.Groups, err
	}
	return h.Members, err
}

func (w wholeWorld) Entry(seq uint64) (ledger.Entry, error) {
	p, err := w.World.Table.Entry(w.owner.Context(), w.stage.Tenant, seq)
	return p.Entry, err
}

func (w wholeWorld) look(reads ledger.Reads) (table.Sight, error) {
	return w.World.Table.Look(w.owner.Context(), w.stage.Tenant, table.Question{Reads: reads})
}

// TestWhatCannotBeReadIsNotAbsent breaks each question that a deed asks its world, one at a time. A deed that went on would take
// what it could not read for something that is not there: an address for free, a record for none.
func TestWhatCannotBeReadIsNotAbsent(t *testing.T) {
	t.Parallel()
	s := newStage(newTown(t))
	lines := append(everyLine(),
		line{"found", "owner", "tenants.found", func(s *stage) any { return founding(s.Owner.Member) }, refused},
		line{"confirm", "user", "members.confirm", func(s *stage) any { return args{"member": s.User.Member} }, refused})
	broken := 0
	for _, l := range lines {
		deed, err := deeds.ByName(l.deed)
		if err != nil {
			continue
		}
		a := encode(t, l.args(s))
		who := s.by(l.by)
		actor, err := s.World.Executor.Actor(t.Context(), s.Tenant, who.Who)
		if err != nil {
			t.Fatal(err)
		}
		var w ledger.World = wholeWorld{s}
		if l.deed == "tenants.found" {
			w = ledger.NewMemory(testworld.NewID[org.TenantID](s.World), s.World.Clock.Now)
		}
		counting := &brokenWorld{World: w}
		_, _ = deed.Run(counting, actor, a) // refused or not: only what it asks is of interest
		for n := range counting.asked {
			out, err := deed.Run(&brokenWorld{World: w, breaks: n + 1}, actor, a)
			if !errors.Is(err, errBroken) || len(out.Changes) != 0 {
				t.Errorf("%s: %s: question %d of %d gets no answer, and the deed says %v, %d changes", l.deed, l.story, n+1, counting.asked, err, len(out.Changes))
			}
			broken++
		}
	}
	if broken < 100 {
		t.Errorf("only %d questions were broken: the lines have lost their readers", broken)
	}
}
