package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

var nobody app.Context

func TestWhatAProxyRefusesIsNotRefused(t *testing.T) {
	for _, status := range []int{400, 403, 409, 413, 422, 429, 502, 503} {
		settings(t)
		w := open(t)
		w.server.status["/commands"] = status
		w.deactivate()
		if len(Replica().Inbox()) != 0 || len(Replica().Pending()) != 1 {
			t.Errorf("%d: %d in the inbox, %d wait; the server has said nothing", status, len(Replica().Inbox()), len(Replica().Pending()))
		}
		delete(w.server.status, "/commands")
		w.pass(2 * maxPause)
		if !w.thereDeactivated() {
			t.Errorf("%d: what waits should be sent in the end", status)
		}
	}
}

func TestADeedIsSentAtOnceAndOffersUndo(t *testing.T) {
	w := open(t)
	w.deactivate()
	if !w.thereDeactivated() || len(Replica().Pending()) != 0 {
		t.Fatal("the server should have it, and nothing should wait")
	}
	n := AllNotices()
	if len(n) != 1 || !n[0].CanUndo() {
		t.Fatalf("notices %+v; want one that offers undo", n)
	}
	UndoNotice(nobody, n[0].N)
	if w.thereDeactivated() || len(w.server.entries) != 4 {
		t.Fatalf("%d entries; undo should be one more entry, and Ben active", len(w.server.entries))
	}
}

func TestWithoutAConnectionWorkGoesOn(t *testing.T) {
	w := open(t)
	w.server.deaf = true
	w.deactivate()
	m, _ := Replica().Member(ben)
	if Online() || !m.Deactivated || len(Replica().Pending()) != 1 || !OfflineSince().Equal(w.clock) {
		t.Fatal("the change should show, wait, and the lost connection be known")
	}
	before := len(w.server.requests)
	w.pass(time.Minute)
	if tries := len(w.server.requests) - before; tries < 3 || tries > 40 {
		t.Errorf("%d requests in a minute without a connection; want some, further and further apart", tries)
	}
	w.server.deaf = false
	w.pass(maxPause)
	if !Online() || !w.thereDeactivated() || len(Replica().Pending()) != 0 {
		t.Fatal("with the connection back, what waited should be sent")
	}
}

func TestChangesOfOthersArrive(t *testing.T) {
	w := open(t)
	w.server.run(t, "members.deactivate", map[string]any{"members": []org.MemberID{ben}})
	before := w.posted[Members]
	w.pass(pollEvery)
	if m, _ := Replica().Member(ben); !m.Deactivated || w.posted[Members] == before {
		t.Fatal("a poll later the change should be here and be told")
	}
}

func TestASessionThatEndedLocksAndLosesNothing(t *testing.T) {
	w := open(t)
	w.server.status["/commands"] = 401
	w.deactivate()
	if Now() != Locked || len(Replica().Pending()) != 1 {
		t.Fatalf("state %d, %d pending; want the sign-in asked for and the change kept", Now(), len(Replica().Pending()))
	}
	delete(w.server.status, "/commands")
	SetSession(nobody, w.server.session)
	w.pass(pollEvery)
	if Now() != SignedIn || !w.thereDeactivated() {
		t.Fatal("signed in again as the same person, what waited should be sent")
	}
}

func TestAnotherPersonFindsNothingOfTheFirst(t *testing.T) {
	w := open(t)
	w.server.status["/commands"] = 401
	w.deactivate()
	delete(w.server.status, "/commands")
	other := w.server.session
	other.Account, other.Email = "A2", "vera@acme.de"
	SetSession(nobody, other)
	w.pass(pollEvery)
	if len(Replica().Pending()) != 0 || len(AllNotices()) != 0 || w.thereDeactivated() {
		t.Fatal("commands and notices of one account must never be seen or sent by another")
	}
}

func TestAccessThatIsGone(t *testing.T) {
	w := open(t)
	w.server.status["/changes"] = 404
	w.server.session.Memberships = nil
	w.pass(pollEvery)
	if Here().Tenant != "" || Replica() != w.empty || len(AllNotices()) != 1 {
		t.Fatal("the organisation should be gone from the screen and from memory, and it should be said why")
	}
}

func TestANotFoundThatTheSessionDoesNotConfirmWipesNothing(t *testing.T) {
	w := open(t)
	w.server.status["/changes"] = 404
	w.pass(pollEvery)
	if Here().Tenant != acme || Online() {
		t.Fatal("a bad deployment or a portal in between must not cost anybody their work")
	}
}

func TestARefusalIsShownWithItsInput(t *testing.T) {
	w := open(t)
	w.server.status["/commands"], w.server.problem = 422, fault.List{fault.New(fault.Invalid, "members.none")}
	w.deactivate()
	w.pass(time.Second)
	c := Replica().Conflicts()
	if len(c) != 1 || !strings.Contains(string(c[0].Command.Args), string(ben)) || c[0].Said == "" {
		t.Fatalf("conflicts %+v", c)
	}
	if said := AllNotices(); len(said) != 0 {
		t.Fatalf("it is still said that it happened: %+v", said)
	}
	delete(w.server.status, "/commands")
	KeepMine(nobody, c[0].Command.ID)
	if !w.thereDeactivated() || len(Replica().Conflicts()) != 0 {
		t.Fatal("the retry should get through")
	}
}

func TestABulkCommandShowsAsAJobToItsEnd(t *testing.T) {
	w := open(t)
	var many []org.MemberID
	for range 50 {
		many = append(many, NewID[org.MemberID]())
	}
	w.server.job = &route.JobReply{ID: NewID[org.JobID](), Deed: "members.deactivate", State: route.JobRunning, Total: 50}
	if _, err := Do(nobody, "members.deactivate", map[string]any{"members": many}, "50 deaktiviert."); err != nil {
		t.Fatal(err)
	}
	if jobs := AllJobs(); len(jobs) != 1 || len(AllNotices()) != 0 {
		t.Fatalf("jobs %+v; a job instead of a notice", jobs)
	}
	w.server.job = &route.JobReply{ID: w.server.job.ID, Deed: "members.deactivate", State: route.JobDone, Total: 50, Done: 50, Entries: []uint64{3, 4}}
	w.pass(jobEvery)
	n := AllNotices()
	if len(n) != 1 || !slices.Equal(n[0].Entries, []uint64{4, 3}) || len(AllJobs()) != 0 {
		t.Fatalf("notices %+v, jobs %+v; at the end a notice that undoes the entries backwards", n, AllJobs())
	}
}

func TestNoticesStandStillWhileTheyAreHeld(t *testing.T) {
	const pointer, focus = false, true
	w := open(t)
	Notify(nobody, "one")
	Notify(nobody, "two")
	two := AllNotices()[1].N
	w.pass(noticeFor / 3)
	HoldNotice(nobody, two, pointer, true)
	HoldNotice(nobody, two, focus, true)
	w.pass(5 * noticeFor)
	if n := AllNotices(); len(n) != 1 || n[0].N != two {
		t.Fatalf("%+v; the one that somebody points at should stay", n)
	}
	HoldNotice(nobody, two, pointer, false)
	w.pass(noticeFor)
	if len(AllNotices()) != 1 {
		t.Fatal("the keyboard is in it still")
	}
	HoldNotice(nobody, two, focus, false)
	w.pass(noticeFor / 3)
	if len(AllNotices()) != 1 {
		t.Fatal("let go after a third of its time, two thirds should be left")
	}
	w.pass(noticeFor / 3)
	if len(AllNotices()) != 0 {
		t.Fatal("its time is over")
	}
}

func TestNoticesKeepTheirPlaces(t *testing.T) {
	open(t)
	for _, text := range []string{"one", "two", "three", "four"} {
		Notify(nobody, text)
	}
	CloseNotice(nobody, AllNotices()[1].N)
	Notify(nobody, "five")
	slots := map[string]int{}
	for _, n := range AllNotices() {
		slots[n.Text] = n.Slot
	}
	if len(slots) != MaxNotices || slots["two"] != 1 || slots["four"] != 0 || slots["five"] != 2 {
		t.Fatalf("%v; the oldest makes room, and nobody else moves", slots)
	}
}

func TestFaultsOfTheFormChangeNothing(t *testing.T) {
	open(t)
	_, err := Do(nobody, "members.deactivate", map[string]any{"members": []org.MemberID{olive.Member}}, "said")
	if !fault.Is(err, "member.owner") || len(AllNotices()) != 0 {
		t.Fatalf("%v, notices %+v", err, AllNotices())
	}
}

func TestUndoOfAnEntryFromBeforeFetchesIt(t *testing.T) {
	w := newWorld(t)
	e := w.server.run(t, "members.deactivate", map[string]any{"members": []org.MemberID{ben}})
	w.begin()
	w.pass(time.Second / 2)
	if err := UndoSeqs(nobody, []uint64{e.Seq}, "Zurückgenommen."); err != nil {
		t.Fatal(err)
	}
	if w.thereDeactivated() {
		t.Fatal("Ben should be active again")
	}
}

func TestASnapshotThatCanNotGoOnBeginsAnew(t *testing.T) {
	w := newWorld(t)
	w.server.restart = true
	w.begin()
	w.pass(time.Second)
	if _, _, loading := Replica().Loading(); loading || !Online() {
		t.Fatal("the snapshot should be begun anew and come to its end")
	}
}

func TestAnotherTabHasChangedTheAccount(t *testing.T) {
	w := open(t)
	w.server.other = true
	other := w.server.session
	other.Account = "A2"
	w.server.session = other
	w.deactivate()
	if who, _ := Who(); who.Account != "A2" || len(Replica().Pending()) != 0 || w.thereDeactivated() {
		t.Fatal("what one account has made must not be sent under another, and the page should know who is signed in now")
	}
}

func TestAJobThatFailedWhileTheAppWasClosedIsInTheInbox(t *testing.T) {
	settings(t)
	w := open(t)
	w.server.job = &route.JobReply{ID: "", Deed: "members.deactivate", State: route.JobRunning, Total: 50}
	many := []org.MemberID{ben}
	for range 49 {
		many = append(many, NewID[org.MemberID]())
	}
	id, err := Replica().Do("members.deactivate", map[string]any{"members": many}, "50 deaktiviert.")
	if err != nil {
		t.Fatal(err)
	}
	w.server.job.ID = org.JobID(id)
	w.push()
	w.server.job = &route.JobReply{ID: org.JobID(id), Deed: "members.deactivate", State: route.JobFailed, Total: 50, Fault: fault.New(fault.Forbidden, "actor.forbidden")}
	w.server.jobs = []route.JobReply{*w.server.job}
	w = w.again()
	w.pass(pollEvery)
	if in := Replica().Undecided(); len(in) != 1 || in[0].Code() != "actor.forbidden" {
		t.Fatalf("inbox %+v", in)
	}
}
