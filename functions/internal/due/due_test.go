package due_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// stage is an organisation in Berlin whose people have accounts; its clock begins on 14 March 2026.
type stage struct {
	*testing.T
	w     *accountstest.World
	house testworld.House
}

func open(t *testing.T) *stage {
	t.Helper()
	return openWith(t, dynamo.Faults{Twice: true, Shuffle: true})
}

func openWith(t *testing.T, faults dynamo.Faults) *stage {
	t.Helper()
	w := accountstest.OpenWith(t, faults)
	s := &stage{t, w, w.FoundFull(t)}
	for _, who := range []executor.Who{s.house.Owner, s.house.Admin, s.house.User} {
		s.enrol(who)
	}
	w.Deliver(t)
	return s
}

// enrol gives a member an account with an address that says which role they have.
func (s *stage) enrol(who executor.Who) {
	s.Helper()
	email := org.Email(strings.ToLower(string(s.member(who.Member).Role)) + "@acme.example")
	address, err := s.w.Table.AddressKey(s.Context(), email.Key())
	if err != nil {
		s.Fatal(err)
	}
	a := table.Account{ID: who.Account, Email: email, GivenName: "A", Surname: "B", Language: org.German, Made: s.w.Clock.Now()}
	if err := s.w.Table.Transact(s.Context(), s.w.Table.MakeAccount(a, address)...); err != nil {
		s.Fatal(err)
	}
}

func (s *stage) record(id org.MemberID) (org.Member, bool) {
	s.Helper()
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	sight, err := s.w.Table.Look(s.Context(), s.house.Tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		s.Fatal(err)
	}
	m, there := sight.Records[ref].Value.(org.Member)
	return m, there
}

func (s *stage) member(id org.MemberID) org.Member {
	s.Helper()
	m, there := s.record(id)
	if !there {
		s.Fatalf("%s is gone", id)
	}
	return m
}

// at is a moment of the clock, as RFC 3339 has it. What should have happened until then has.
func (s *stage) at(moment string) (mails []string) {
	s.Helper()
	to, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		s.Fatal(err)
	}
	for s.w.Clock.Now().Before(to) {
		s.w.Pass(min(24*time.Hour, to.Sub(s.w.Clock.Now())))
		mails = append(mails, s.deliver()...)
	}
	return mails
}

// deliver has the clock name what is overdue and the stream carry it out, twice and by two.
func (s *stage) deliver() (mails []string) {
	s.Helper()
	for range 3 {
		s.w.Pass(2 * time.Minute) // the clock leaves effects to the stream for a while
		if _, err := s.w.Carrier.Remind(s.Context()); err != nil {
			s.Fatal(err)
		}
		for _, m := range s.w.Deliver(s.T) {
			mails = append(mails, m.To+": "+m.Subject)
		}
	}
	slices.Sort(mails)
	return mails
}

func (s *stage) schedule(by executor.Who, until string, remove bool, ids ...org.MemberID) *ledger.Entry {
	s.Helper()
	return s.house.Do(s.T, by, members.Schedule.Name, members.ScheduleArgs{Members: ids, Until: until, Delete: remove})
}

// dueEntries are the entries that carried something out.
func (s *stage) dueEntries() (out []ledger.Entry) {
	s.Helper()
	for _, e := range s.house.Ledger(s.T) {
		if e.Deed == members.Due.Name {
			out = append(out, e)
		}
	}
	return out
}

func (s *stage) want(what string, got []string, want ...string) {
	s.Helper()
	if !slices.Equal(got, want) {
		s.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestWhatIsSetForALastDayHappensAtItsEndAndOnce(t *testing.T) {
	s := open(t)
	ulf := s.house.User.Member
	s.schedule(s.house.Admin, "2026-03-31", false, ulf)
	s.want("nothing at once", s.deliver())
	s.want("nor until the morning of the 14th day before", s.at("2026-03-17T05:50:00Z"))
	s.want("then those are reminded who manage members", s.at("2026-03-17T06:00:00Z"), "admin@acme.example: Letzter Tag am 31. März 2026", "owner@acme.example: Letzter Tag am 31. März 2026")
	s.want("and three days before, in summer time or not", s.at("2026-03-28T06:10:00Z"), "admin@acme.example: Letzter Tag am 31. März 2026", "owner@acme.example: Letzter Tag am 31. März 2026")
	s.want("then no more", s.at("2026-03-31T21:50:00Z"))
	if s.member(ulf).Deactivated {
		t.Fatal("the last day is not over yet")
	}
	s.want("nobody is told of what went as it should", s.at("2026-03-31T22:01:00Z"))
	if m := s.member(ulf); !m.Deactivated || m.Until != "2026-03-31" {
		t.Fatalf("after the last day: %+v", m)
	}
	all := s.dueEntries()
	if len(all) != 1 || all[0].Actor.Member != s.house.Admin.Member || all[0].Device != (org.Device{}) {
		t.Fatalf("carried out %d times: %+v", len(all), all)
	}
	s.at("2026-04-20T00:00:00Z")
	if n := len(s.w.Items(t, "E#")); n != 0 {
		t.Errorf("%d effects are left", n)
	}
	// Somebody takes it back the next morning: it stays so.
	s.house.Do(t, s.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{all[0].Seq}})
	s.at("2026-05-01T00:00:00Z")
	if s.member(ulf).Deactivated || len(s.dueEntries()) != 1 {
		t.Error("what was taken back was done again")
	}
}

func TestManyAreDeletedEachOnce(t *testing.T) {
	s := open(t)
	people := testworld.People(s.w.World, "many", 100)
	var ids []org.MemberID
	for _, some := range [][]members.NewMember{people[:40], people[40:80], people[80:]} {
		var rows []members.Row
		for i, p := range some {
			rows = append(rows, members.Row{Row: i + 2, NewMember: p})
			ids = append(ids, p.Member)
		}
		s.house.Do(t, s.house.Owner, members.Import.Name, members.ImportArgs{Rows: rows})
	}
	for some := range slices.Chunk(ids, 50) {
		s.schedule(s.house.Admin, "2026-03-20", true, some...)
	}
	s.at("2026-03-20T23:02:00Z")
	deleted := map[string]int{}
	for _, e := range s.dueEntries() {
		for _, c := range e.Changes {
			if c.Op == ledger.Deleted {
				deleted[c.ID]++
			}
		}
	}
	for _, id := range ids {
		if _, there := s.record(id); there || deleted[string(id)] != 1 {
			t.Errorf("%s was deleted %d times", id, deleted[string(id)])
		}
	}
}

func (s *stage) tag(by executor.Who, a members.TagArgs) *ledger.Entry {
	s.Helper()
	a.Members = []org.MemberID{s.house.User.Member}
	return s.house.Do(s.T, by, members.Tag.Name, a)
}

func (s *stage) has(tag string) bool {
	s.Helper()
	return org.HasTag(s.member(s.house.User.Member).Tags, tag)
}

func TestATagComesAndGoesOnItsDaysAndOnce(t *testing.T) {
	s := open(t)
	s.tag(s.house.Admin, members.TagArgs{Add: []string{"Praktikum"}, From: "2026-03-16", Until: "2026-04-15"})
	s.want("nothing at once", s.at("2026-03-15T22:50:00Z"))
	if s.has("Praktikum") {
		t.Fatal("its first day has not come")
	}
	s.want("nobody is told of a first day", s.at("2026-03-15T23:01:00Z"))
	if !s.has("Praktikum") {
		t.Fatal("its first day has come")
	}
	near := []string{"admin@acme.example: Tags enden am 15. April 2026", "owner@acme.example: Tags enden am 15. April 2026"}
	s.want("nor yet of the last one", s.at("2026-04-01T04:50:00Z"))
	s.want("14 days before", s.at("2026-04-01T05:10:00Z"), near...)
	s.want("three days before", s.at("2026-04-12T05:10:00Z"), near...)
	s.want("then no more", s.at("2026-04-15T21:50:00Z"))
	if !s.has("Praktikum") {
		t.Fatal("its last day is not over")
	}
	s.want("nobody is told of what went as it should", s.at("2026-04-15T22:01:00Z"))
	all := s.dueEntries()
	if m := s.member(s.house.User.Member); s.has("Praktikum") || m.TagTerms != "" || len(all) != 2 || all[1].Actor.Member != s.house.Admin.Member {
		t.Fatalf("%q, %q, carried out %d times", m.Tags, m.TagTerms, len(all))
	}
	s.house.Do(t, s.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{all[1].Seq}})
	s.at("2026-05-10T00:00:00Z")
	if !s.has("Praktikum") || len(s.dueEntries()) != 2 {
		t.Error("what was taken back was done again")
	}
	if n := len(s.w.Items(t, "E#")); n != 0 {
		t.Errorf("%d effects are left", n)
	}
}

func TestWhatIsSaidOfATagMeanwhileHolds(t *testing.T) {
	for _, c := range []struct {
		story string
		then  func(s *stage)
		tags  map[string]bool // on 1 May
		done  int
	}{
		{"it is taken, and given for ever", func(s *stage) {
			s.tag(s.house.Owner, members.TagArgs{Remove: []string{"a"}})
			s.tag(s.house.Owner, members.TagArgs{Add: []string{"a"}})
		}, map[string]bool{"a": true}, 0},
		{"it is for ever", func(s *stage) { s.tag(s.house.Owner, members.TagArgs{Add: []string{"a"}, Always: true}) }, map[string]bool{"a": true}, 0},
		{"it is renewed", func(s *stage) {
			s.tag(s.house.Owner, members.TagArgs{Add: []string{"a"}, From: "2026-03-21", Until: "2026-06-20"})
		}, map[string]bool{"a": true}, 0},
		{"it is renamed", func(s *stage) {
			s.tag(s.house.Owner, members.TagArgs{Add: []string{"b"}, Remove: []string{"a"}, Rename: true})
		}, map[string]bool{"a": false, "b": false}, 1},
		{"another one ends on the same day", func(s *stage) { s.tag(s.house.Owner, members.TagArgs{Add: []string{"b"}, Until: "2026-03-20"}) }, map[string]bool{"a": false, "b": false}, 2},
		{"that it began is taken back", func(s *stage) {
			s.tag(s.house.Admin, members.TagArgs{Add: []string{"c"}, From: "2026-03-17", Until: "2026-03-25"})
			s.at("2026-03-17T12:00:00Z")
			s.house.Do(s.T, s.house.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{s.dueEntries()[0].Seq}})
		}, map[string]bool{"a": false, "c": false}, 2},
		{"whoever set it may no more", func(s *stage) {
			s.house.Do(s.T, s.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{s.house.Admin.Member}})
		}, map[string]bool{"a": true}, 0},
	} {
		t.Run(c.story, func(t *testing.T) {
			s := open(t)
			s.tag(s.house.Admin, members.TagArgs{Add: []string{"a"}, Until: "2026-03-20"})
			s.deliver()
			c.then(s)
			s.at("2026-05-01T00:00:00Z")
			for tag, want := range c.tags {
				if s.has(tag) != want {
					t.Errorf("%s: %t", tag, s.has(tag))
				}
			}
			if n := len(s.dueEntries()); n != c.done {
				t.Errorf("carried out %d times, want %d", n, c.done)
			}
		})
	}
}

func TestATagThatCouldNotGoIsTold(t *testing.T) {
	s := open(t)
	s.tag(s.house.Admin, members.TagArgs{Add: []string{"a"}, Until: "2026-03-15"})
	s.deliver()
	s.house.Do(t, s.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{s.house.Admin.Member}})
	s.want("once", s.at("2026-04-15T00:00:00Z"), "owner@acme.example: Befristete Tags wurden nicht geändert")
}

// The process is killed at its n-th request to the table, before or after it is carried out, for every n. The clock names the effect again: everybody
// is deactivated or deleted once, and who manages members hears once of what could not be done.
func TestWhoeverIsKilledNothingIsDoneTwiceOrForgotten(t *testing.T) {
	for _, as := range []dynamo.Fault{dynamo.Lost, dynamo.Throttle} {
		for nth := int64(1); ; nth++ {
			killed := false
			t.Run(fmt.Sprint(as, " ", nth), func(t *testing.T) { killed = killedAt(t, nth, as) })
			if !killed || t.Failed() {
				break
			}
		}
	}
}

func killedAt(t *testing.T, nth int64, as dynamo.Fault) (killed bool) {
	var left atomic.Int64
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	s := openWith(t, dynamo.Faults{Twice: true, Shuffle: true, On: func(string) dynamo.Fault {
		if left.Add(-1) == 0 {
			kill()
			return as
		}
		return dynamo.NoFault
	}})
	people := testworld.People(s.w.World, "killed", 30)
	var rows []members.Row
	var ids []org.MemberID
	for i, p := range people {
		rows, ids = append(rows, members.Row{Row: i + 2, NewMember: p}), append(ids, p.Member)
	}
	s.house.Do(t, s.house.Owner, members.Import.Name, members.ImportArgs{Rows: rows})
	s.schedule(s.house.Admin, "2026-03-14", true, append([]org.MemberID{s.house.User.Member}, ids...)...)
	s.house.Do(t, s.house.Owner, members.Edit.Name, members.EditArgs{Member: s.house.User.Member, Fields: map[string]members.Edited{"role": {From: []byte(`"user"`), To: []byte(`"admin"`)}}})
	s.deliver()
	s.w.Pass(15 * time.Hour)
	keys, err := s.w.Table.OverdueEffects(t.Context(), s.w.Clock.Now(), 10)
	if err != nil || len(keys) != 1 {
		t.Fatalf("%d effects are due: %v", len(keys), err)
	}
	left.Store(nth)
	_ = s.w.Carrier.Carry(ctx, keys[0]) // the process is no more
	killed = left.Load() <= 0
	left.Store(0)
	s.want("told once", append(s.deliver(), s.deliver()...),
		"admin@acme.example: Geplantes wurde nicht ausgeführt", "owner@acme.example: Geplantes wurde nicht ausgeführt", "user@acme.example: Geplantes wurde nicht ausgeführt")
	deleted := map[string]int{}
	for _, e := range s.dueEntries() {
		for _, c := range e.Changes {
			deleted[c.ID]++
		}
	}
	for _, id := range ids {
		if deleted[string(id)] != 1 {
			t.Errorf("killed at request %d, %s was deleted %d times", nth, id, deleted[string(id)])
		}
	}
	if _, there := s.record(s.house.User.Member); !there || len(deleted) != len(ids) {
		t.Errorf("killed at request %d, %d were deleted", nth, len(deleted))
	}
	return killed
}

func TestAnotherDayOrNoneHolds(t *testing.T) {
	s := open(t)
	ulf, greta := s.house.User.Member, s.house.Guest.Member
	s.schedule(s.house.Admin, "2026-03-20", false, ulf, greta)
	s.deliver()
	s.schedule(s.house.Owner, "2026-03-25", true, ulf)
	s.house.Do(t, s.house.Admin, members.Unschedule.Name, members.List{Members: []org.MemberID{greta}})
	s.at("2026-03-21T00:00:00Z")
	if s.member(ulf).Deactivated || s.member(greta).Deactivated || len(s.dueEntries()) != 0 {
		t.Fatal("what was scheduled at first was done")
	}
	s.at("2026-03-26T00:00:00Z")
	if _, there := s.record(ulf); there || s.member(greta).Deactivated {
		t.Error("what was scheduled in the end was not done, or too much")
	}
	if all := s.dueEntries(); len(all) != 1 || all[0].Actor.Member != s.house.Owner.Member {
		t.Errorf("whoever set the day last has it done: %+v", all)
	}
}

func TestItIsJudgedByWhatItsMakerMayThen(t *testing.T) {
	for _, c := range []struct {
		story string
		lose  func(s *stage)
	}{
		{"who is no admin any more", func(s *stage) {
			s.house.Do(s.T, s.house.Owner, members.Edit.Name, members.EditArgs{Member: s.house.Admin.Member, Fields: map[string]members.Edited{"role": {From: []byte(`"admin"`), To: []byte(`"user"`)}}})
		}},
		{"who is deactivated", func(s *stage) {
			s.house.Do(s.T, s.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{s.house.Admin.Member}})
		}},
	} {
		t.Run(c.story, func(t *testing.T) {
			s := open(t)
			ulf := s.house.User.Member
			s.schedule(s.house.Admin, "2026-03-15", false, ulf)
			s.deliver()
			c.lose(s)
			s.want("who still manages members is told", s.at("2026-03-15T23:05:00Z"), "owner@acme.example: Geplantes wurde nicht ausgeführt")
			if m := s.member(ulf); m.Deactivated || !m.EndedBy("2026-03-16") || len(s.dueEntries()) != 0 {
				t.Errorf("it was done all the same, or dropped: %+v", m)
			}
			s.want("and told once", s.at("2026-03-30T00:00:00Z"))
		})
	}
}

func TestWhatWasMadeImpossibleIsToldAndTheRestIsDone(t *testing.T) {
	s := open(t)
	ulf, greta := s.house.User.Member, s.house.Guest.Member
	s.schedule(s.house.Admin, "2026-03-15", true, ulf, greta)
	// Who has become an admin is not deleted: somebody has to take that role away first.
	s.house.Do(t, s.house.Owner, members.Edit.Name, members.EditArgs{Member: ulf, Fields: map[string]members.Edited{"role": {From: []byte(`"user"`), To: []byte(`"admin"`)}}})
	s.want("all who manage members are told", s.at("2026-03-15T23:10:00Z"),
		"admin@acme.example: Geplantes wurde nicht ausgeführt", "owner@acme.example: Geplantes wurde nicht ausgeführt", "user@acme.example: Geplantes wurde nicht ausgeführt")
	if _, there := s.record(greta); there || !s.member(ulf).DeleteAfter {
		t.Error("one that could be done was not, or one that could not is forgotten")
	}
}

func TestTheDayEndsWhereTheOrganisationIs(t *testing.T) {
	for zone, end := range map[string]string{"America/New_York": "2026-03-17T04:00:00Z", "Asia/Tokyo": "2026-03-16T15:00:00Z"} {
		t.Run(zone, func(t *testing.T) {
			s := open(t)
			s.house.Do(t, s.house.Admin, tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{"zone": {To: zone}}})
			s.schedule(s.house.Admin, "2026-03-16", false, s.house.User.Member)
			over, _ := time.Parse(time.RFC3339, end)
			s.at(over.Add(-20 * time.Minute).Format(time.RFC3339))
			if s.member(s.house.User.Member).Deactivated {
				t.Error("too early")
			}
			s.at(over.Add(time.Minute).Format(time.RFC3339))
			if !s.member(s.house.User.Member).Deactivated {
				t.Error("too late")
			}
		})
	}
}

func TestOneEntrySetsManyDays(t *testing.T) {
	s := open(t)
	var rows []members.Row
	people := testworld.People(s.w.World, "terms", 10)
	for i, p := range people {
		p.Until = fmt.Sprintf("2026-03-%d", 16+i)
		rows = append(rows, members.Row{Row: i + 2, NewMember: p})
	}
	s.house.Do(t, s.house.Owner, members.Import.Name, members.ImportArgs{Rows: rows})
	for i, p := range people {
		s.at(fmt.Sprintf("2026-03-%dT12:00:00Z", 16+i))
		if s.member(p.Member).Deactivated {
			t.Errorf("%s is over on the last day", p.Until)
		}
		s.at(fmt.Sprintf("2026-03-%dT12:00:00Z", 17+i))
		if !s.member(p.Member).Deactivated {
			t.Errorf("%s is not over after the last day", p.Until)
		}
	}
	if n := len(s.w.Items(t, "E#")); n != 0 {
		t.Errorf("%d effects are left", n)
	}
}

func TestAPauseOfHalfAYearIsMadeUpFor(t *testing.T) {
	s := open(t)
	s.schedule(s.house.Owner, "2026-03-20", false, s.house.User.Member)
	s.deliver()
	s.w.Pass(180 * 24 * time.Hour)
	s.deliver()
	if !s.member(s.house.User.Member).Deactivated {
		t.Error("what was due in the pause was forgotten")
	}
}

// The process is killed at its n-th request, for every n: a tag goes once, and its undoing holds.
func TestWhoeverIsKilledATagGoesOnce(t *testing.T) {
	for _, as := range []dynamo.Fault{dynamo.Lost, dynamo.Throttle} {
		for nth := int64(1); ; nth++ {
			killed := false
			t.Run(fmt.Sprint(as, " ", nth), func(t *testing.T) {
				var left atomic.Int64
				ctx, kill := context.WithCancel(t.Context())
				defer kill()
				s := openWith(t, dynamo.Faults{Twice: true, Shuffle: true, On: func(string) dynamo.Fault {
					if left.Add(-1) == 0 {
						kill()
						return as
					}
					return dynamo.NoFault
				}})
				s.tag(s.house.Admin, members.TagArgs{Add: []string{"a", "b"}, Until: "2026-03-14"})
				s.deliver()
				s.w.Pass(15 * time.Hour)
				keys, err := s.w.Table.OverdueEffects(t.Context(), s.w.Clock.Now(), 10)
				if err != nil || len(keys) != 1 {
					t.Fatalf("%d effects are due: %v", len(keys), err)
				}
				left.Store(nth)
				_ = s.w.Carrier.Carry(ctx, keys[0]) // the process is no more
				killed = left.Load() <= 0
				left.Store(0)
				s.want("nobody is told", append(s.deliver(), s.deliver()...))
				if n := len(s.dueEntries()); n != 1 || s.has("a") || s.has("b") {
					t.Errorf("carried out %d times", n)
				}
			})
			if !killed || t.Failed() {
				break
			}
		}
	}
}

// What the clock and the stream ask of the table for one member's last day is the same in an organisation of any size.
func TestItsCostDoesNotGrowWithTheOrganisation(t *testing.T) {
	cost := func(others int) string {
		s := open(t)
		for some := range slices.Chunk(testworld.People(s.w.World, "cost", others), 40) {
			var rows []members.Row
			for i, p := range some {
				rows = append(rows, members.Row{Row: i + 2, NewMember: p})
			}
			s.house.Do(t, s.house.Owner, members.Import.Name, members.ImportArgs{Rows: rows})
		}
		s.schedule(s.house.Admin, "2026-03-14", false, s.house.User.Member)
		s.deliver()
		s.w.Pass(15 * time.Hour)
		ctx, used := table.Metered(t.Context())
		keys, err := s.w.Table.OverdueEffects(ctx, s.w.Clock.Now(), 10)
		if err != nil || len(keys) != 1 {
			t.Fatalf("%d effects are due: %v", len(keys), err)
		}
		if err := s.w.Carrier.Carry(ctx, keys[0]); err != nil {
			t.Fatal(err)
		}
		if !s.member(s.house.User.Member).Deactivated {
			t.Fatal("it was not done")
		}
		reads, writes, requests := used.Figures()
		return fmt.Sprintf("%g reads, %g writes, %d requests", reads, writes, requests)
	}
	few, many := cost(10), cost(1000)
	if few != many {
		t.Errorf("%s among few, %s among many", few, many)
	}
	t.Log(few)
}
