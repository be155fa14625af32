package replica

import (
	"maps"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func newPerson(given, surname string) (org.MemberID, map[string]any) {
	id := all.member()
	return id, map[string]any{
		"member": id, "givenName": given, "surname": surname, "email": strings.ToLower(given+"."+surname) + "@acme.de",
	}
}

func list(members ...org.MemberID) map[string]any { return map[string]any{"members": members} }

// company is a server with Olive, Ben and Ute, and a replica of it.
func company(t *testing.T) (s *server, r *Replica, ben, ute org.MemberID) {
	t.Helper()
	s = foundServer()
	ben, args := newPerson("Ben", "Berg")
	s.must("members.create", args)
	ute, args = newPerson("Ute", "Unger")
	s.must("members.create", args)
	return s, s.open(), ben, ute
}

func do(t *testing.T, r *Replica, deed string, args any) org.CommandID {
	t.Helper()
	id, err := r.Do(deed, args, "said")
	if err != nil {
		t.Fatalf("%s: %v; it should be carried out at once", deed, err)
	}
	return id
}

func deactivated(r *Replica, id org.MemberID) bool {
	m, _ := r.Member(id)
	return m.Deactivated
}

func agree(t *testing.T, s *server, r *Replica) {
	t.Helper()
	if !maps.Equal(s.members(), shows(r)) {
		t.Fatalf("the replica shows\n%v\nthe server holds\n%v", shows(r), s.members())
	}
}

func TestADeedShowsAtOnceAndIsConfirmed(t *testing.T) {
	s, r, ben, _ := company(t)
	agree(t, s, r)
	do(t, r, "members.deactivate", list(ben))
	if !deactivated(r, ben) || !r.Waiting(ben) || len(s.entries) != 3 {
		t.Fatal("Ben should be deactivated here, wait for the server, and be untouched there")
	}
	s.sync(r)
	if r.Waiting(ben) || len(r.Pending()) != 0 || len(s.entries) != 4 {
		t.Fatal("after the answer nothing should wait, and the server should have one more entry")
	}
	agree(t, s, r)
}

func TestWhatFaultsHereNeverStarts(t *testing.T) {
	_, r, _, _ := company(t)
	_, err := r.Do("members.deactivate", list(olive.Member), "")
	if !fault.Is(err, "member.owner") || len(r.Outgoing()) != 0 || len(r.Conflicts()) != 0 {
		t.Fatalf("got %v; the owner stays, and nothing is kept or sent", err)
	}
}

func TestALostAnswerIsAskedForAgain(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.deactivate", list(ben))
	s.commands(r.Outgoing())
	r.Unanswered()
	s.sync(r)
	if len(s.entries) != 4 || len(r.Pending()) != 0 || len(r.Conflicts()) != 0 {
		t.Fatalf("%d entries, %d pending, %d conflicts; it should be applied once and be confirmed", len(s.entries), len(r.Pending()), len(r.Conflicts()))
	}
	agree(t, s, r)
}

func TestAnEntryConfirmsTheCommandWhoseAnswerWasLost(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.deactivate", list(ben))
	s.commands(r.Outgoing())
	r.Unanswered()
	r.Changed(r.Cursor(), s.changes(r.Cursor(), 10))
	if len(r.Pending()) != 0 || !deactivated(r, ben) {
		t.Fatal("the changes hold the command's entry: nothing should wait any more")
	}
}

func TestAnIdThatSomebodyElseUsedDoesNotMakeACommandVanish(t *testing.T) {
	s, r, ben, ute := company(t)
	mine := do(t, r, "members.deactivate", list(ben))
	if _, err := s.run(ledger.Command{ID: mine, Deed: "members.deactivate", Args: raw(list(ute))}); err != nil {
		t.Fatal(err)
	}
	s.entries[len(s.entries)-1].Actor.Member = all.member()
	r.Changed(r.Cursor(), s.changes(r.Cursor(), 9))
	if out := r.Outgoing(); len(out) != 1 || out[0].ID != mine || r.Undoable(mine) != true {
		t.Fatal("what somebody else did under the same id is not what was wanted here: it waits, and the server says what is wrong with it")
	}
	r.Answered([]route.CommandReply{{Command: mine, State: route.Refused, Faults: fault.List{fault.New(fault.Conflict, "command.conflict")}}})
	if c := r.Conflicts(); len(c) != 1 || c[0].Command.ID != mine || deactivated(r, ben) {
		t.Fatalf("it comes back: %+v", c)
	}
}

func TestAnAnswerMayComeTwiceAndLate(t *testing.T) {
	s, r, ben, ute := company(t)
	first := do(t, r, "members.deactivate", list(ben))
	replies := s.commands(r.Outgoing())
	r.Answered(replies)
	do(t, r, "members.deactivate", list(ute))
	r.Answered(replies)
	if !r.Undoable(first) || len(r.Pending()) != 1 {
		t.Fatalf("%d pending; a repeated answer changes nothing", len(r.Pending()))
	}
	s.sync(r)
	agree(t, s, r)
}

func TestChangesOfOthersGoUnderWhatWaits(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.tag", map[string]any{"members": []org.MemberID{ben}, "add": []string{"here"}})
	s.must("members.tag", map[string]any{"members": []org.MemberID{ben}, "add": []string{"there"}})
	s.must("members.deactivate", list(ute))
	r.Changed(r.Cursor(), s.changes(r.Cursor(), 10))
	if m, _ := r.Member(ben); strings.Join(m.Tags, " ") != "here there" || !deactivated(r, ute) {
		t.Fatalf("Ben has the tags %v; both should be there, ours on top of theirs", m.Tags)
	}
	s.sync(r)
	agree(t, s, r)
}

func TestWhatCanNotBeAnyMoreBecomesAConflictWithItsInput(t *testing.T) {
	s, r, ben, _ := company(t)
	args := map[string]any{"member": ben, "fields": map[string]any{"title": map[string]string{"from": "", "to": "Bäcker"}}}
	do(t, r, "members.edit", args)
	s.must("members.edit", map[string]any{"member": ben, "fields": map[string]any{"title": map[string]string{"from": "", "to": "Metzger"}}})
	s.sync(r)
	c := r.Conflicts()
	if len(c) != 1 || !strings.Contains(string(c[0].Command.Args), "Bäcker") || c[0].Faults[0].Code != "member.changedMeanwhile" {
		t.Fatalf("conflicts %+v; want one that holds what was typed and says why", c)
	}
	agree(t, s, r)
	r.Dismiss(c[0].Command.ID)
	if len(r.Conflicts()) != 0 {
		t.Fatal("dismissed is gone")
	}
}

func TestTryingAgainOverrulesWhatWasShown(t *testing.T) {
	s, r, ben, ute := company(t)
	edit := func(from, to string) map[string]any {
		return map[string]any{"member": ben, "fields": map[string]any{"title": map[string]string{"from": from, "to": to}}}
	}
	do(t, r, "members.edit", edit("", "Bäcker"))
	do(t, r, "tenants.rename", map[string]string{"from": "Acme", "to": "Mine"})
	away := edit("", "Urlaub")
	away["member"], away["sawActive"] = ute, true
	do(t, r, "members.edit", away)
	s.must("members.deactivate", list(ute))
	s.must("members.edit", edit("", "Metzger"))
	s.must("tenants.rename", map[string]string{"from": "Acme", "to": "Theirs"})
	s.sync(r)
	for _, c := range r.Conflicts() {
		if _, err := r.Retry(c.Command.ID); err != nil || !c.Nevertheless() {
			t.Fatalf("%s: %v; whoever has seen the other value and tries again wants it changed", c.Command.Deed, err)
		}
	}
	s.sync(r)
	if m, _ := r.Member(ute); !m.Deactivated || m.Title != "Urlaub" {
		t.Fatalf("Ute %+v", m)
	}
	if m, _ := r.Member(ben); m.Title != "Bäcker" || r.Tenant().Name != "Mine" {
		t.Fatalf("title %s, name %s", m.Title, r.Tenant().Name)
	}
	agree(t, s, r)
}

func TestTryingAgainWhatIsStillRefusedKeepsIt(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.delete", list(ben))
	s.must("members.delete", list(ben))
	s.sync(r)
	c := r.Conflicts()
	if len(c) != 1 {
		t.Fatalf("conflicts %+v", c)
	}
	if _, err := r.Retry(c[0].Command.ID); !fault.Is(err, "member.notFound") || len(r.Conflicts()) != 1 {
		t.Fatalf("%v, %d conflicts; nothing is dropped silently", err, len(r.Conflicts()))
	}
}

func TestARefusalByTheServerBecomesAConflictAndCanBeRetried(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.deactivate", list(ben))
	out := r.Outgoing()
	r.Answered([]route.CommandReply{{Command: out[0].ID, State: route.Refused, Faults: fault.List{fault.New(fault.Forbidden, "actor.forbidden")}}})
	if deactivated(r, ben) || len(r.Conflicts()) != 1 {
		t.Fatal("a refused command shows no effect any more and is in the list")
	}
	if _, err := r.Retry(out[0].ID); err != nil || len(r.Conflicts()) != 0 {
		t.Fatalf("retry: %v", err)
	}
	s.sync(r)
	if !s.worldHas(ben) {
		t.Fatal("the retried command should be applied")
	}
	agree(t, s, r)
}

func TestAnAnswerThatIsNoVerdictIsWaitedFor(t *testing.T) {
	for _, f := range []*fault.Fault{fault.New(fault.Unavailable, "tenant.busy"), fault.New(fault.TooMany, "commands.tooMany", "seconds", "9")} {
		s, r, ben, _ := company(t)
		do(t, r, "members.deactivate", list(ben))
		out := r.Outgoing()
		s.commands(out) // it may have been carried out all the same
		r.Answered([]route.CommandReply{{Command: out[0].ID, State: route.Refused, Faults: fault.List{f}}})
		if len(r.Inbox()) != 0 || !r.Waiting(ben) {
			t.Fatalf("%s: inbox %+v; nobody has said no", f.Code, r.Inbox())
		}
		s.sync(r)
		if len(r.Pending()) != 0 || !s.worldHas(ben) || len(s.entries) != 4 {
			t.Fatalf("%s: %d entries, %d wait", f.Code, len(s.entries), len(r.Pending()))
		}
	}
}

func (s *server) worldHas(id org.MemberID) bool {
	return strings.Contains(s.members()[id], `"deactivated":true`)
}

func TestUndo(t *testing.T) {
	for _, c := range []struct {
		story   string
		between func(s *server, r *Replica)
		entries int
	}{
		{"before it was sent: it never happens", func(*server, *Replica) {}, 3},
		{"while it is under way: taken back once it is confirmed", func(s *server, r *Replica) { r.Outgoing(); r.Unanswered() }, 5},
		{"after an answer that was lost", func(s *server, r *Replica) { s.commands(r.Outgoing()); r.Unanswered() }, 5},
		{"after it was confirmed", func(s *server, r *Replica) { s.sync(r) }, 5},
	} {
		t.Run(c.story, func(t *testing.T) {
			s, r, ben, _ := company(t)
			before := s.members()
			id := do(t, r, "members.deactivate", list(ben))
			c.between(s, r)
			if err := r.Undo(id, "undone"); err != nil {
				t.Fatal(err)
			}
			if deactivated(r, ben) {
				t.Fatal("Ben should be active again in the same frame")
			}
			s.sync(r)
			if deactivated(r, ben) || len(s.entries) != c.entries || !maps.Equal(before, s.members()) {
				t.Fatalf("%d entries, want %d, and everything as before", len(s.entries), c.entries)
			}
			agree(t, s, r)
			if len(r.Conflicts()) != 0 {
				t.Fatalf("conflicts: %+v", r.Conflicts())
			}
		})
	}
}

func TestUndoOfAnEntryFromBeforeTheSnapshot(t *testing.T) {
	s, _, ben, _ := company(t)
	e := s.must("members.deactivate", list(ben))
	r := s.open()
	if _, err := r.UndoSeqs([]uint64{e.Seq}, ""); !fault.Is(err, "entry.notHere") {
		t.Fatalf("got %v; the replica does not know the entry", err)
	}
	r = s.open()
	r.UndoEntries(s.entries[e.Seq-1:e.Seq], "")
	if deactivated(r, ben) {
		t.Fatal("with the entry given, undoing it runs at once")
	}
	s.sync(r)
	agree(t, s, r)
}

func TestABulkCommandBecomesAJob(t *testing.T) {
	s, r, _, _ := company(t)
	var many []org.MemberID
	for i := range 50 {
		id, args := newPerson("P"+strings.Repeat("x", i+1), "Many")
		s.must("members.create", args)
		many = append(many, id)
	}
	s.sync(r)
	do(t, r, "members.deactivate", list(many...))
	if deactivated(r, many[0]) || len(r.Pending()) != 1 {
		t.Fatal("a job's changes show as its entries come, and the command waits")
	}
	jobs := s.sync(r)
	if len(jobs) != 1 || jobs[0].Job.Total != 2 || len(r.Pending()) != 0 {
		t.Fatalf("jobs %+v; want the one that the server began", jobs)
	}
}

func TestARestartKeepsWhatWaits(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.deactivate", list(ben))
	s.must("members.deactivate", list(ute))
	s.restart = true
	if !r.Changed(r.Cursor(), s.changes(r.Cursor(), 1)) || len(shows(r)) != 0 {
		t.Fatal("after a restart nothing of before may show")
	}
	s.load(r)
	if !deactivated(r, ben) || !deactivated(r, ute) || len(r.Pending()) != 1 {
		t.Fatal("what waited should be on top of the new snapshot")
	}
	s.sync(r)
	agree(t, s, r)
}

func TestARequestRefusedAsAWhole(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.deactivate", list(ben))
	do(t, r, "members.deactivate", list(ute))
	if n := len(r.Outgoing()); n != 2 {
		t.Fatalf("%d commands go out, want both at once", n)
	}
	r.Rejected(fault.List{fault.New(fault.Invalid, "json.malformed")})
	if n := len(r.Outgoing()); n != 1 {
		t.Fatalf("%d commands go out, want one at a time after a refusal of both", n)
	}
	r.Rejected(fault.List{fault.New(fault.Invalid, "json.malformed")})
	if len(r.Conflicts()) != 1 || deactivated(r, ben) {
		t.Fatal("the one that is refused alone is the one at fault")
	}
	s.sync(r)
	if !s.worldHas(ute) {
		t.Fatal("the other one should get through")
	}
	agree(t, s, r)
}

func TestWhatIsDeletedWhileTheSnapshotIsReadIsGone(t *testing.T) {
	s, _, ben, ute := company(t)
	s.page = 1
	r := New(tenant, olive, now, all.command)
	if err := r.Loaded("", s.snapshot("")); err != nil {
		t.Fatal(err)
	}
	for r.Settle(1) {
	}
	for _, who := range []org.MemberID{ben, ute} {
		s.must("members.tag", map[string]any{"members": []org.MemberID{who}, "add": []string{"x"}})
		s.must("members.delete", list(who))
	}
	s.load(r)
	for range 10 {
		r.Changed(r.Cursor(), s.changes(r.Cursor(), 1))
		if _, _, loading := r.Loading(); loading {
			t.Fatal("the snapshot is begun anew; changes of records that it lacks are no reason to")
		}
	}
	agree(t, s, r)
}

func TestASnapshotThatTheServerDoesNotGoOnWithBeginsAnew(t *testing.T) {
	s, r, ben, _ := company(t)
	do(t, r, "members.deactivate", list(ben))
	r.Restart()
	if next, wanted := r.Next(); next != "" || !wanted || len(r.Pending()) != 1 {
		t.Fatal("it should ask for the first page, and keep what waits")
	}
	s.sync(r)
	agree(t, s, r)
}

func TestAWipedReplicaRemembersNobody(t *testing.T) {
	s, r, ben, ute := company(t)
	do(t, r, "members.deactivate", list(ben))
	s.sync(r)
	do(t, r, "members.edit", map[string]any{"member": ute, "fields": map[string]any{"title": map[string]string{"from": "", "to": "Koch"}}})
	r.Outgoing()
	r.Wipe()
	if len(r.saved)+len(r.entries)+len(r.pending)+len(r.Conflicts())+len(r.waiting)+len(shows(r)) > 0 || r.Tenant().Name != "" {
		t.Fatalf("it remembers %v, %v", r.saved, r.entries)
	}
	s.sync(r)
	agree(t, s, r)
}
