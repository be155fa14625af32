package store

import (
	"strings"
	"testing"
	"time"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestTheAppOpensWithoutAConnection(t *testing.T) {
	settings(t)
	w := open(t)
	w.server.deaf = true
	w.deactivate()
	w = w.again()
	m, there := Replica().Member(ben)
	if Now() != Kept || !there || !m.Deactivated || len(Replica().Pending()) != 1 || Here().Name != "Acme" {
		t.Fatalf("state %d, Ben %v, %d wait; everything should be there as it was", Now(), there, len(Replica().Pending()))
	}
	if _, _, loading := Replica().Loading(); loading {
		t.Fatal("nothing has to be loaded")
	}
	w.server.deaf = false
	w.pass(2 * maxPause)
	if Now() != SignedIn || !w.thereDeactivated() || len(Replica().Pending()) != 0 {
		t.Fatal("with the connection back, what waited should be sent")
	}
	if n := w.asked("/snapshot"); n != 1 {
		t.Fatalf("the snapshot was fetched %d times, want once, by the first start", n)
	}
}

func TestAListSaysHowOldItIsAlsoAfterARestart(t *testing.T) {
	settings(t)
	w := open(t)
	if !AsOf().IsZero() {
		t.Fatal("it is live")
	}
	contact := w.clock
	w.server.deaf = true
	w.clock = w.clock.Add(26 * time.Hour)
	w.again()
	if age := contact.Sub(AsOf()); age < 0 || age > leaseEvery { // it is written down once a minute
		t.Fatalf("as of %v, but the last contact was at %v", AsOf(), contact)
	}
}

func TestASessionThatEndedMeanwhileLocksWhatLiesHere(t *testing.T) {
	kept := settings(t)
	w := open(t)
	w.server.deaf = true
	w.deactivate()
	w.server.deaf = false
	w.server.status["/session"] = 401
	w = w.again()
	if Now() != Locked || w.thereDeactivated() || kept["locked"] == "" {
		t.Fatalf("state %d; the person has to sign in again, and nothing goes out before", Now())
	}
	w.server.deaf = true
	w = w.again()
	if Now() != Locked {
		t.Fatalf("state %d; what was locked stays so without a connection", Now())
	}
	w.server.deaf = false
	delete(w.server.status, "/session")
	SetSession(nobody, w.server.session)
	w.pass(pollEvery)
	if !w.thereDeactivated() {
		t.Fatal("signed in again, what waited should be sent")
	}
}

func TestSigningOutWipesTheDevice(t *testing.T) {
	settings(t)
	w := open(t)
	SignOut(nobody, func(error) {})
	for name, d := range w.devices {
		if len(d.blobs) > 0 {
			t.Errorf("%s still holds %d things", name, len(d.blobs))
		}
	}
	if Now() != SignedOut {
		t.Errorf("state %d", Now())
	}
}

func TestAccessThatIsGoneWipesTheDeviceOnAClearAnswerOnly(t *testing.T) {
	settings(t)
	w := open(t)
	disk := w.devices["A1/"+string(acme)]
	w.server.status["/changes"] = 404
	w.server.access = func(in route.AccessRequest) route.AccessReply {
		return route.AccessReply{Account: "A1", Tenant: acme, Nonce: "another-request's", Reason: route.AccessEnded}
	}
	w.pass(pollEvery)
	if len(disk.blobs) == 0 || Here().Tenant != acme {
		t.Fatal("an answer to something else must not cost anybody their work")
	}
	w.server.access = nil
	w.server.session.Memberships = nil
	w.pass(2 * maxPause)
	if len(disk.blobs) != 0 || Here().Tenant != "" {
		t.Fatalf("%d things still there; access is gone, and the answer was clear", len(disk.blobs))
	}
}

func TestALeaseThatIsOverLocksUntilThereWasContact(t *testing.T) {
	for _, c := range []struct {
		story string
		later time.Duration
		want  State
	}{
		{"within the thirty days", 29 * 24 * time.Hour, Kept},
		{"after them", 31 * 24 * time.Hour, Overdue},
		{"with the clock set back", -time.Hour, Overdue},
	} {
		t.Run(c.story, func(t *testing.T) {
			settings(t)
			w := open(t)
			w.server.deaf = true
			w.deactivate()
			w.clock = w.clock.Add(c.later)
			w = w.again()
			if Now() != c.want {
				t.Fatalf("state %d, want %d", Now(), c.want)
			}
			if _, there := Replica().Member(ben); there == (c.want == Overdue) {
				t.Fatalf("Ben is there: %v", there)
			}
			w.server.deaf = false
			w.pass(2 * maxPause)
			if Now() != SignedIn || !w.thereDeactivated() {
				t.Fatal("after contact, what waited should be sent")
			}
		})
	}
}

func TestALeaseRunsOutWhileTheAppIsOpen(t *testing.T) {
	settings(t)
	w := open(t)
	w.watchLease()
	w.server.deaf = true
	w.deactivate()
	w.clock = w.clock.Add(30 * 24 * time.Hour)
	w.pass(2 * leaseEvery)
	if Now() != Overdue || Replica() != w.empty {
		t.Fatalf("state %d; a browser that is left open wins no time", Now())
	}
}

func TestTwoTabsSendOnceAndShowTheSame(t *testing.T) {
	settings(t)
	a := open(t)
	b := a.tab()
	the = b.Store
	b.deactivate()
	if !a.thereDeactivated() || len(b.Store.replica.Pending()) != 0 || len(a.Store.replica.Pending()) != 0 {
		t.Fatalf("%d and %d wait; done in one tab, sent by the other, confirmed in both", len(b.Store.replica.Pending()), len(a.Store.replica.Pending()))
	}
	if n := a.asked("/commands"); n != 1 {
		t.Fatalf("%d requests with commands, want one", n)
	}
	a.Store.leaveDevice() // the tab that leads is closed
	b.server.run(t, "members.reactivate", map[string]any{"members": []org.MemberID{ben}})
	b.pass(pollEvery)
	if m, _ := b.Store.replica.Member(ben); m.Deactivated {
		t.Fatal("the other tab should have taken over")
	}
}

func TestADeviceThatIsFullSaysSoAndLosesNothing(t *testing.T) {
	settings(t)
	w := open(t)
	w.devices["A1/"+string(acme)].full = true
	w.server.deaf = true
	w.deactivate()
	if !KeepsNothing() {
		t.Fatal("it should be said that nothing is kept")
	}
	w.devices["A1/"+string(acme)].full = false
	w.pass(2 * maxPause)
	if KeepsNothing() {
		t.Fatal("and that it is again")
	}
	w.again()
	if len(Replica().Pending()) != 1 {
		t.Fatal("what could not be written at first should be there")
	}
}

func TestADeviceThatComesBackEmptySaysWhatIsMissing(t *testing.T) {
	settings(t)
	w := open(t)
	w.server.status["/commands"] = 503
	w.deactivate()
	w.pass(pollEvery)
	if w.server.waiting != 1 {
		t.Fatalf("the server knows of %d, want 1", w.server.waiting)
	}
	clear(w.devices["A1/"+string(acme)].blobs)
	w.server.session.Memberships[0].Waiting = w.server.waiting
	w = w.again()
	w.pass(pollEvery)
	if Vanished() != 1 {
		t.Fatalf("%d are said to be gone, want 1", Vanished())
	}
	DismissVanished(nobody)
	if Vanished() != 0 || w.server.waiting != 0 {
		t.Fatalf("%d, and the server knows of %d", Vanished(), w.server.waiting)
	}
}

func TestWhatWasDoneWithoutAConnectionAndHasVanishedIsSaidToo(t *testing.T) {
	kept := settings(t)
	w := open(t)
	w.server.deaf = true
	w.deactivate()
	clear(w.devices["A1/"+string(acme)].blobs)
	clear(kept)
	w.server.deaf = false
	w = w.again()
	if Vanished() != 1 {
		t.Fatalf("%d are said to be gone, want 1", Vanished())
	}
	if w = w.again(); Vanished() != 1 {
		t.Fatalf("%d are said to be gone, want 1 until somebody has read it", Vanished())
	}
	DismissVanished(nobody)
	if w.again(); Vanished() != 0 {
		t.Fatalf("%d are said to be gone once more", Vanished())
	}
	SignOut(nobody, func(error) {})
	if waits() != "" {
		t.Fatalf("%q is noted of somebody who has signed out", waits())
	}
}

// Access ends while the app is closed: the session already tells of no membership at the next start.
func TestAccessThatEndedWhileTheAppWasClosedWipesAndSaysWhatIsLost(t *testing.T) {
	for _, c := range []struct {
		story string
		after []route.Membership
	}{
		{"of the only organisation", nil},
		{"of one of two", []route.Membership{{Tenant: NewID[org.TenantID](), Name: "Birk", Member: olive.Member, Role: org.Owner}}},
	} {
		t.Run(c.story, func(t *testing.T) {
			kept := settings(t)
			w := open(t)
			w.server.deaf = true
			w.deactivate()
			w.server.deaf = false
			w.server.session.Memberships = c.after
			w.server.status["/access"] = 502
			w = w.again()
			disk := w.devices["A1/"+string(acme)]
			if len(disk.blobs) == 0 {
				t.Fatal("without a clear answer nothing is given up")
			}
			delete(w.server.status, "/access")
			w.pass(2 * maxPause)
			if len(disk.blobs) != 0 || len(w.notices) != 1 || !strings.Contains(w.notices[0].Text, "Acme") || !strings.Contains(w.notices[0].Text, "noch wartete") {
				t.Fatalf("%d things still there, and it is said: %+v", len(disk.blobs), w.notices)
			}
			if kept["tenant"] == string(acme) && c.after != nil || w.here.Tenant == acme {
				t.Fatalf("in view is %q", w.here.Tenant)
			}
		})
	}
}

// A bad deploy may answer anything when the app is opened: it goes on with what lies here, says so, and asks again.
func TestAnAnswerThatSaysNothingOfWhoIsHere(t *testing.T) {
	for _, status := range []int{403, 404, 409, 422, 429, 500, 503} {
		settings(t)
		w := open(t)
		w.server.deaf = true
		w.deactivate()
		w.server.deaf = false
		w.server.status["/session"] = status
		w = w.again()
		if Now() != Kept || Online() || len(Replica().Pending()) != 1 {
			t.Errorf("%d: state %d, in step %v, %d wait", status, Now(), Online(), len(Replica().Pending()))
		}
		delete(w.server.status, "/session")
		w.pass(2 * maxPause)
		if Now() != SignedIn || !w.thereDeactivated() {
			t.Errorf("%d: state %d; what waits should be sent once the answer is clear", status, Now())
		}
	}
}
