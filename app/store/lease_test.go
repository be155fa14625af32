package store

import (
	"testing"
	"time"

	"stellwerk/app/client"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestALeaseIsTimedByHowLongThePageHasRun(t *testing.T) {
	settings(t)
	w := open(t)
	w.watchLease()
	w.server.deaf = true
	w.deactivate()
	w.ran += 30*24*time.Hour - time.Hour // nobody looks at the page, its timers sleep, and the clock is held back
	w.pass(leaseEvery)
	if Now() != SignedIn {
		t.Fatalf("state %d; an hour is left", Now())
	}
	w.ran += time.Hour
	w.pass(leaseEvery)
	if Now() != Overdue {
		t.Fatalf("state %d; it has run for thirty days without contact, whatever the clock says and however often it was looked at", Now())
	}
}

func TestAShorterPolicyHoldsAsSoonAsItIsKnown(t *testing.T) {
	settings(t)
	w := open(t)
	w.server.run(t, "tenants.setOffline", map[string]int{"from": 720, "to": 1})
	w.pass(pollEvery)
	w.server.deaf = true
	w.pass(pollEvery)
	w.clock = w.clock.Add(61 * time.Minute)
	w.again()
	if Now() != Overdue {
		t.Fatalf("state %d; the device knew of the hour that holds now", Now())
	}
}

func TestAPolicyThatWaitsToBeConfirmedIsNone(t *testing.T) {
	settings(t)
	w := open(t)
	w.server.status["/commands"] = 503
	if _, err := Do(nobody, "tenants.setOffline", map[string]int{"from": 720, "to": 2160}, ""); err != nil {
		t.Fatal(err)
	}
	w.pass(2 * pollEvery)
	w.server.deaf = true
	w.clock = w.clock.Add(31 * 24 * time.Hour)
	w.again()
	if Now() != Overdue {
		t.Fatalf("state %d; ninety days were wished for, thirty are allowed", Now())
	}
}

func TestAnAnswerForSomebodyElseProlongsNothing(t *testing.T) {
	for _, c := range []struct {
		story   string
		account org.AccountID
		begins  bool
	}{
		{"to a request for the account in view", "A1", true},
		{"to one for somebody who was here before", "A2", false},
		{"to one that is not said to be for anybody", "", false},
	} {
		w := open(t)
		before := w.Store.lease.Contact
		w.clock = w.clock.Add(time.Hour)
		w.hear(client.Request{Path: route.In(route.Changes, acme), Account: c.account}, client.Response{Status: 200, Time: w.clock})
		if begins := w.Store.lease.Contact.After(before); begins != c.begins {
			t.Errorf("%s: the lease begins anew %v", c.story, begins)
		}
	}
}

func TestEveryTabKnowsOfTheContactThatOneHad(t *testing.T) {
	settings(t)
	a := open(t)
	b := a.tab()
	a.clock = a.clock.Add(20 * 24 * time.Hour)
	b.clock = a.clock
	a.pass(pollEvery)
	b.clock = a.clock.Add(20 * 24 * time.Hour)
	if is, _, why := b.Store.lease.State(b.clock); !is {
		t.Errorf("the tab that follows is shut (%s), and contact was twenty days ago", why)
	}
}

func TestSomebodyElseHasSignedInWhileChangesWereAskedFor(t *testing.T) {
	w := open(t)
	other := w.server.session
	other.Account = "A2"
	w.server.session, w.server.other = other, true
	w.pass(pollEvery)
	if who, _ := Who(); who.Account != "A2" {
		t.Errorf("the page still shows what %s may see", who.Account)
	}
}
