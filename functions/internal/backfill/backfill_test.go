package backfill_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/functions/internal/backfill"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// stage are two organisations as a version before 1.0 has left them, and what is different today.
type stage struct {
	*testing.T
	w      *accountstest.World
	houses []testworld.House
	whole  map[string]string // every item of the organisations as this version writes it
	log    bytes.Buffer
}

func open(t *testing.T, on func(operation string) dynamo.Fault) *stage {
	t.Helper()
	w := accountstest.OpenWith(t, dynamo.Faults{On: on})
	s := &stage{T: t, w: w, houses: []testworld.House{w.FoundFull(t), w.FoundFull(t)}}
	s.houses[1].Do(t, s.houses[1].Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{s.houses[1].User.Member}})
	s.houses[1].Do(t, s.houses[1].Owner, members.Delete.Name, members.List{Members: []org.MemberID{s.houses[1].User.Member}})
	s.whole = w.Items(t, "T#")
	s.asBefore()
	return s
}

// asBefore takes away what earlier versions did not write. It returns of how many items.
func (s *stage) asBefore() (n int) {
	s.Helper()
	db, name := dynamodb.NewFromConfig(s.w.Config), aws.String(s.w.Name)
	out, err := db.Scan(s.Context(), &dynamodb.ScanInput{TableName: name})
	if err != nil {
		s.Fatal(err)
	}
	for _, item := range out.Items {
		pk := item["PK"].(*types.AttributeValueMemberS).Value
		k := map[string]types.AttributeValue{"PK": item["PK"], "SK": item["SK"]}
		switch {
		case strings.HasSuffix(pk, "#I"):
			_, err = db.DeleteItem(s.Context(), &dynamodb.DeleteItemInput{TableName: name, Key: k})
		case strings.HasSuffix(pk, "#U"):
			_, err = db.UpdateItem(s.Context(), &dynamodb.UpdateItemInput{TableName: name, Key: k, UpdateExpression: aws.String("REMOVE GSI1PK, GSI1SK")})
		default:
			continue
		}
		if n++; err != nil {
			s.Fatal(err)
		}
	}
	return n
}

// process is one that does the backfills.
func (s *stage) process() *backfill.Backfills {
	return backfill.New(s.w.Table, backfill.All, s.w.Clock.Now, slog.New(slog.NewTextHandler(&s.log, nil))).InPages(20)
}

func (s *stage) at() table.Backfill {
	s.Helper()
	at, err := s.w.Table.Backfill(s.Context(), backfill.All[0].Name)
	if err != nil {
		s.Fatal(err)
	}
	return at
}

// through lets the clock and the stream do their work until nothing is left, an hour for an hour.
func (s *stage) through(b *backfill.Backfills) {
	s.Helper()
	for range 1000 {
		if err := b.Nudge(s.Context()); err != nil {
			s.Fatal(err)
		}
		before := s.at()
		if !before.Done.IsZero() {
			return
		}
		if err := b.Step(s.Context(), before.Name); err != nil {
			s.Fatal(err)
		}
		if s.at() == before {
			s.w.Pass(time.Hour)
		}
	}
	s.Fatal("it never ends")
}

// wantWhole holds what the organisations have against what this version writes.
func (s *stage) wantWhole() {
	s.Helper()
	now := s.w.Items(s.T, "T#")
	for k, item := range s.whole {
		if now[k] != item {
			s.Errorf("%s is\n%s\nwant\n%s", k, now[k], item)
		}
	}
	for k := range now {
		if _, there := s.whole[k]; !there {
			s.Errorf("there is %s", k)
		}
	}
}

func TestWhatEarlierVersionsWroteIsFound(t *testing.T) {
	s := open(t, nil)
	h := s.houses[0]
	managers := func() []string {
		found, err := s.w.Table.Found(t.Context(), h.Tenant, []ledger.Index{ledger.IndexManager})
		if err != nil {
			t.Fatal(err)
		}
		return found[ledger.IndexManager]
	}
	address, err := s.w.Table.AddressKey(t.Context(), org.Email(fmt.Sprintf("Ulf.%s@acme.example", h.User.Member[20:])).Key())
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := func() bool {
		yes, err := s.w.Table.KnownElsewhere(t.Context(), s.houses[1].Tenant, address)
		if err != nil {
			t.Fatal(err)
		}
		return yes
	}
	if len(managers()) != 0 || elsewhere() {
		t.Fatal("something is found already: the test tries nothing")
	}
	s.through(s.process())
	want := []string{string(h.Owner.Member), string(h.Admin.Member)}
	slices.Sort(want)
	if got := managers(); !slices.Equal(got, want) || !elsewhere() {
		t.Errorf("who manages members are %v, want %v; that an address is known elsewhere: %v", got, want, elsewhere())
	}
	s.wantWhole()
	if n := strings.Count(s.log.String(), "over=true"); n != 2 {
		t.Errorf("the log tells of %d passes that are over:\n%s", n, &s.log)
	}
	for _, private := range []string{"acme", "Olive", string(h.Owner.Member), string(h.Tenant.ID())} {
		if strings.Contains(s.log.String(), private) {
			t.Errorf("the log knows %s", private)
		}
	}
}

// Whoever is told to do it again, or does not know that it was done, changes nothing and writes nothing.
func TestDoneTwiceItChangesNothing(t *testing.T) {
	s := open(t, nil)
	b := s.process()
	s.through(b)
	all := s.w.Items(t, "")
	ctx, used := table.Metered(t.Context())
	for range 3 {
		if err := s.process().Step(ctx, backfill.All[0].Name); err != nil {
			t.Fatal(err)
		}
		if err := b.Nudge(ctx); err != nil {
			t.Fatal(err)
		}
		for _, h := range s.houses {
			var refs []ledger.Ref
			for _, who := range []org.MemberID{h.Owner.Member, h.Admin.Member, h.User.Member, h.Guest.Member} {
				refs = append(refs, ledger.Ref{Kind: ledger.KindMember, ID: string(who)})
			}
			if n, err := s.w.Table.FillFound(ctx, h.Tenant, refs); n != 0 || err != nil {
				t.Errorf("%d were filled again: %v", n, err)
			}
		}
	}
	if _, writes, _ := used.Figures(); writes != 0 || !maps.Equal(all, s.w.Items(t, "")) {
		t.Errorf("it wrote %g units", writes)
	}
}

// A version that is being replaced writes on beside the new one for some minutes.
func TestWhatTheOldVersionWritesMeanwhileIsFoundToo(t *testing.T) {
	s := open(t, nil)
	b := s.process()
	for s.at().Pass < 2 {
		if err := b.Nudge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := b.Step(t.Context(), backfill.All[0].Name); err != nil {
			t.Fatal(err)
		}
	}
	if s.asBefore() == 0 {
		t.Fatal("there was nothing to take away")
	}
	before := s.at()
	if err := b.Step(t.Context(), before.Name); err != nil || s.at() != before {
		t.Fatalf("the second pass began at once: %v", err)
	}
	s.through(b)
	s.wantWhole()
}

// The process is killed at its n-th request to the table, before or after it is carried out, for every n. The clock has the stream name the backfill again, and
// in the end all is as if nobody had been killed.
func TestWhoeverIsKilledNothingIsLeftOut(t *testing.T) {
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
	s := open(t, func(string) dynamo.Fault {
		if left.Add(-1) == 0 {
			kill()
			return as
		}
		return dynamo.NoFault
	})
	b := s.process()
	left.Store(nth)
	for range 100 {
		if b.Nudge(ctx) != nil || b.Step(ctx, backfill.All[0].Name) != nil {
			break // the process is no more
		}
		if at, err := s.w.Table.Backfill(ctx, backfill.All[0].Name); err != nil || !at.Done.IsZero() {
			break
		} else if at.Pass > 1 {
			s.w.Pass(10 * time.Minute)
		}
	}
	killed = left.Load() <= 0
	left.Store(0)
	s.through(s.process())
	s.wantWhole()
	return killed
}

func TestSeveralAtOnceWhileEverythingGoesWrong(t *testing.T) {
	var wrong atomic.Bool
	sometimes := dynamo.Sometimes(7, map[dynamo.Fault]float64{
		dynamo.Conflict: 0.08, dynamo.Throughput: 0.05, dynamo.Throttle: 0.05, dynamo.Partial: 0.1, dynamo.Lost: 0.1,
	})
	s := open(t, func(operation string) dynamo.Fault {
		if !wrong.Load() {
			return dynamo.NoFault
		}
		return sometimes(operation)
	})
	wrong.Store(true)
	var all sync.WaitGroup
	for range 3 {
		b := backfill.New(s.w.Table, backfill.All, s.w.Clock.Now, slog.New(slog.DiscardHandler)).InPages(3)
		all.Go(func() {
			for range 60 {
				_, _ = b.Nudge(t.Context()), b.Step(t.Context(), backfill.All[0].Name) // the clock names it again
				s.w.Pass(time.Minute)
			}
		})
	}
	all.Wait()
	wrong.Store(false)
	s.through(s.process())
	s.wantWhole()
}

// Somebody stops managing members, and somebody goes, just when this is to be written: what they are now counts. One is filled after the other, since of
// two at once either may be first.
func TestWhatChangesMeanwhileCounts(t *testing.T) {
	var change atomic.Pointer[func()]
	s := open(t, func(operation string) dynamo.Fault {
		if now := change.Load(); now != nil && operation == "TransactWriteItems" && change.CompareAndSwap(now, nil) {
			(*now)()
		}
		return dynamo.NoFault
	})
	h := s.houses[0]
	for _, c := range []struct {
		member org.MemberID
		want   int
		now    func()
	}{
		{h.Admin.Member, 1, func() {
			h.Do(t, h.Owner, members.Edit.Name, members.EditArgs{Member: h.Admin.Member, Fields: map[string]members.Edited{"role": {From: []byte(`"admin"`), To: []byte(`"user"`)}}})
		}},
		{h.User.Member, 0, func() {
			h.Do(t, h.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{h.User.Member}})
			h.Do(t, h.Owner, members.Delete.Name, members.List{Members: []org.MemberID{h.User.Member}})
		}},
	} {
		change.Store(&c.now)
		n, err := s.w.Table.FillFound(t.Context(), h.Tenant, []ledger.Ref{{Kind: ledger.KindMember, ID: string(c.member)}})
		if err != nil || n != c.want {
			t.Errorf("%d were filled, want %d: %v", n, c.want, err)
		}
		if change.Load() != nil {
			t.Error("nothing was to be written: the test tries nothing")
		}
	}
	if found, err := s.w.Table.Found(t.Context(), h.Tenant, []ledger.Index{ledger.IndexManager}); err != nil || len(found[ledger.IndexManager]) != 0 {
		t.Errorf("%v are found as managing members: %v", found, err)
	}
	for _, held := range s.w.Items(t, "T#"+string(h.Tenant.ID())+"#U") {
		if strings.Contains(held, string(h.User.Member)) {
			t.Errorf("the address of somebody who has gone came back: %s", held)
		}
	}
}
