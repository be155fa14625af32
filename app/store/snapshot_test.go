package store

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"stellwerk/app/client"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// paged is a server with a snapshot in three pages. before is called with the cursor of each request for one; what it returns instead of
// an answer is an error or a status that refuses.
func paged(t *testing.T, before func(cursor string) (refused int, err error)) *world {
	w := newWorld(t)
	page := func(from int, next, cursor string) route.SnapshotReply {
		p := route.SnapshotReply{Seq: 2, Next: next, Cursor: cursor}
		for i := range 3 * atOnce {
			m := org.Member{GivenName: "P", Surname: strconv.Itoa(from + i), Email: org.Email(strconv.Itoa(from+i) + "@acme.de"), Role: org.User}
			p.Records = append(p.Records, route.SyncRecord{Kind: ledger.KindMember, ID: string(NewID[org.MemberID]()), Seq: 1, Fields: ledger.FieldsOf(m)})
		}
		return p
	}
	pages := map[string]route.SnapshotReply{"": page(0, "two", ""), "two": page(1000, "three", ""), "three": page(2000, "", "c")}
	w.Store.client = client.New(func(q client.Request) (client.Response, error) {
		path, query, _ := strings.Cut(q.Path, "?")
		if !strings.HasSuffix(path, "/snapshot") {
			if strings.HasSuffix(path, "/changes") {
				return client.Response{Status: 200, Body: marshal(route.ChangesReply{Entries: []ledger.Entry{}, Seq: 2, Head: ledger.Head{Seq: 2}, Cursor: "c"})}, nil
			}
			return w.server.fetch(q)
		}
		cursor := strings.TrimPrefix(query, "cursor=")
		refused, err := before(cursor)
		if err != nil {
			return client.Response{}, err
		}
		if refused != 0 {
			return client.Response{Status: refused, Body: marshal(route.Problem{Faults: fault.List{fault.New(fault.Conflict, "cursor.restart")}})}, nil
		}
		return client.Response{Status: 200, Body: marshal(pages[cursor])}, nil
	})
	w.now = func() time.Time { // each look at the clock takes time, so that a page is put in place bit by bit
		w.clock = w.clock.Add(slice)
		return w.clock
	}
	w.begin()
	return w
}

func TestTheNextPageIsOnItsWayWhileOneIsPutInPlace(t *testing.T) {
	here := map[string]int{}
	w := paged(t, func(cursor string) (int, error) {
		here[cursor], _, _ = Replica().Loading()
		return 0, nil
	})
	w.pass(time.Second)
	if have, _, loading := Replica().Loading(); loading || have != 9*atOnce {
		t.Fatalf("%d members are here, want %d", have, 9*atOnce)
	}
	if here["two"] >= 3*atOnce || here["three"] >= 6*atOnce {
		t.Errorf("the second page is asked for when %d of %d are in place, the third at %d of %d", here["two"], 3*atOnce, here["three"], 6*atOnce)
	}
}

func TestAPageThatDoesNotComeIsFetchedAgain(t *testing.T) {
	asked := map[string]int{}
	w := paged(t, func(cursor string) (int, error) {
		asked[cursor]++
		if cursor == "two" && asked[cursor] <= 2 {
			return 0, errors.New("no answer")
		}
		return 0, nil
	})
	w.pass(time.Minute)
	if have, _, loading := Replica().Loading(); loading || have != 9*atOnce || !Online() {
		t.Errorf("%d members are here, want %d", have, 9*atOnce)
	}
	if asked[""] != 1 || asked["two"] != 3 || asked["three"] != 1 {
		t.Errorf("asked for %v", asked)
	}
}

func TestARestartBetweenPagesThrowsAwayWhatWasUnderWay(t *testing.T) {
	asked := map[string]int{}
	w := paged(t, func(cursor string) (int, error) {
		asked[cursor]++
		if cursor == "three" && asked[cursor] == 1 {
			return 409, nil
		}
		return 0, nil
	})
	w.pass(time.Minute)
	if have, _, loading := Replica().Loading(); loading || have != 9*atOnce {
		t.Errorf("%d members are here, want %d", have, 9*atOnce)
	}
	if asked[""] != 2 || asked["two"] != 2 || asked["three"] != 2 {
		t.Errorf("asked for %v", asked)
	}
}

func TestListsShowAllThatIsHereWhileAPageIsLongInComing(t *testing.T) {
	shown := 0
	w := paged(t, func(cursor string) (int, error) {
		if cursor == "three" {
			return 0, errors.New("no answer")
		}
		return 0, nil
	})
	w.post = func(topic string) {
		if topic == Members {
			shown, _, _ = Replica().Loading()
		}
	}
	w.pass(3 * time.Second)
	if have, _, _ := Replica().Loading(); have != 6*atOnce || shown != have {
		t.Fatalf("%d are shown of %d that are here, want %d", shown, have, 6*atOnce)
	}
}
