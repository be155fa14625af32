package replica

import (
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// inboxOf is all that the inbox tells, in a line.
func inboxOf(r *Replica) string {
	var out []string
	for _, c := range r.Inbox() {
		it, _ := r.Item(c.Command.ID)
		out = append(out, told(it))
	}
	return strings.Join(out, "; ")
}

// answerMissing gives the replica the entries that it asks for, a page at a time as the server does.
func (s *server) answerMissing(t *testing.T, r *Replica) (asked int) {
	t.Helper()
	for ; ; asked++ {
		gaps := r.Missing()
		if len(gaps) == 0 {
			return asked
		}
		if asked > 20 {
			t.Fatalf("it asks for ever: %+v", gaps)
		}
		var found []ledger.Entry
		for _, e := range slices.Backward(s.entries) {
			about := gaps[0].Record == "" || slices.ContainsFunc(e.Changes, func(c ledger.Change) bool { return c.ID == gaps[0].Record })
			if about && e.Seq > gaps[0].After && e.Seq < gaps[0].Before && len(found) < GapLimit {
				found = append(found, e)
			}
		}
		r.Told(gaps[0], found)
	}
}

// TestWhatIsStrongerIsReportedAlsoWhereASnapshotCameInBetween: the command was sent and carried out, and all began anew before its entry had come.
func TestWhatIsStrongerIsReportedAlsoWhereASnapshotCameInBetween(t *testing.T) {
	for _, c := range []struct {
		story string
		deed  string
		args  func(ben org.MemberID) any
		met   bool
		want  string
	}{
		{"deactivating", "members.deactivate", func(ben org.MemberID) any { return list(ben) }, true, "reported, title:/Koch/ by Cem Çelik"},
		{"deleting", "members.delete", func(ben org.MemberID) any { return list(ben) }, true, "reported, title:/Koch/ by Cem Çelik"},
		{"revoking", "members.edit", func(ben org.MemberID) any { return seen(ben, "role", "user", "guest") }, true, "reported, role:guest/admin/user by Cem Çelik"},
		{"where nothing was met", "members.deactivate", func(ben org.MemberID) any { return list(ben) }, false, ""},
	} {
		for _, when := range []string{"while it is under way", "after an answer that was not followed", "and the app was killed"} {
			s, r, ben, ute := company(t)
			do(t, r, c.deed, c.args(ben))
			for i := range GapLimit + 20 { // more than one request's worth
				s.others("members.tag", tagging(ute, "t"+string(rune('a'+i%26))+string(rune('a'+i/26))))
				s.others("members.tag", map[string]any{"members": []org.MemberID{ute}, "remove": []string{"t" + string(rune('a'+i%26)) + string(rune('a'+i/26))}})
			}
			switch {
			case !c.met:
			case c.deed == "members.edit":
				s.others("members.edit", seen(ben, "role", "user", "admin"))
			default:
				s.others("members.edit", seen(ben, "title", "", "Koch"))
			}
			replies := s.commands(r.Outgoing())
			on := disk{}
			switch on.write(r.Save()); when {
			case "after an answer that was not followed":
				r.Answered(replies)
			case "and the app was killed":
				r = on.reopen(t)
			}
			r.Unanswered()
			r.Restart()
			s.sync(r)
			on.write(r.Save())
			r = on.reopen(t)
			if c.deed != "members.edit" && len(r.Inbox()) > 0 {
				t.Errorf("%s, %s: it is told before it is known: %s", c.story, when, inboxOf(r))
			}
			s.answerMissing(t, r)
			on.write(r.Save())
			if got := inboxOf(r); got != c.want {
				t.Errorf("%s, %s: the inbox tells %q, want %q", c.story, when, got, c.want)
			}
			again := on.reopen(t)
			if len(again.Inbox()) != len(r.Inbox()) || len(again.Missing()) != 0 || len(r.Pending()) != 0 {
				t.Errorf("%s, %s: on the device %+v, missing %v, %d wait", c.story, when, again.Inbox(), again.Missing(), len(r.Pending()))
			}
		}
	}
}

func TestAnAnswerOfBeforeASnapshotIsNotKept(t *testing.T) {
	s, r, ben, _ := company(t)
	s.must("members.edit", seen(ben, "notes", "", "hidden"))
	s.sync(r)
	do(t, r, "members.delete", list(ben))
	replies := s.commands(r.Outgoing())
	r.Restart() // rights have changed
	s.load(r)
	r.Answered(replies)
	if _, err := r.base.Entry(replies[0].Entry.Seq); err == nil {
		t.Fatal("what an answer of before shows may not be seen any more")
	}
	if out := r.Outgoing(); len(out) != 1 {
		t.Fatal("what has become of it should be asked for once more")
	}
	r.Unanswered()
	s.sync(r)
	if len(r.Pending()) != 0 || len(s.entries) != 5 {
		t.Fatalf("%d wait, %d entries", len(r.Pending()), len(s.entries))
	}
}

func TestWhatWasUndoneOnItsWayAndCanNotBeTakenBackIsTold(t *testing.T) {
	for _, hidden := range []bool{true, false} {
		s, r, ben, _ := company(t)
		id := do(t, r, "members.deactivate", list(ben))
		s.commands(r.Outgoing())
		if err := r.Undo(id, "undone"); err != nil {
			t.Fatal(err)
		}
		// Olive may not see the ledger any more.
		r.Answered([]route.CommandReply{{Command: id, State: route.Applied, Hidden: hidden}})
		in := r.Inbox()
		if told := len(in) == 1 && in[0].Code() == "undo.tooLate"; told != hidden || len(r.Conflicts()) != 0 || len(r.Undecided()) != 0 {
			t.Errorf("hidden %v: inbox %+v; it stands, and nobody can decide anything", hidden, in)
		}
		on := disk{}
		on.write(r.Save())
		if again := on.reopen(t).Inbox(); len(again) != len(in) {
			t.Errorf("on the device %+v", again)
		}
	}
}

// job lets Olive's device want something that becomes a job, others do something, and the job run.
func job(t *testing.T, s *server, r *Replica, deed string, ids []org.MemberID, meanwhile func()) (started []Started) {
	t.Helper()
	cmd := newCommand(deed, list(ids...))
	cmd.Base = r.Head().Seq
	p := &Pending{Command: cmd, Bulk: true, Said: "said"}
	r.pending = append(r.pending, p)
	r.Outgoing()
	meanwhile()
	for n, id := range ids {
		if _, err := s.run(ledger.Command{ID: org.DeriveID[org.CommandID](cmd.ID, uint64(n)), Deed: deed, Args: raw(list(id))}); err != nil {
			t.Fatal(err)
		}
		s.entries[len(s.entries)-1].Batch = org.JobID(cmd.ID)
	}
	started, _ = r.Answered([]route.CommandReply{{Command: cmd.ID, State: route.Running, Job: &route.JobReply{ID: org.JobID(cmd.ID), State: route.JobRunning}}})
	return started
}

func TestAJobReportsWhatItWasStrongerThan(t *testing.T) {
	for _, story := range []string{"at once", "after a restart of the app", "with a snapshot in between", "where its steps came first"} {
		s, r, ben, ute := company(t)
		if story == "where its steps came first" {
			job(t, s, r, "members.deactivate", []org.MemberID{ben, ute}, func() { s.others("members.edit", seen(ute, "title", "", "Koch")) })
			r.jobs = nil
			s.sync(r)
			r.Began(s.entries[len(s.entries)-1].Batch, 3)
		} else {
			job(t, s, r, "members.deactivate", []org.MemberID{ben, ute}, func() { s.others("members.edit", seen(ute, "title", "", "Koch")) })
		}
		on := disk{}
		switch on.write(r.Save()); story {
		case "after a restart of the app":
			r = on.reopen(t)
		case "with a snapshot in between":
			r.Restart()
		}
		s.sync(r)
		s.answerMissing(t, r)
		if got := inboxOf(r); got != "reported, title:/Koch/ by Cem Çelik" {
			t.Errorf("%s: the inbox tells %q", story, got)
		}
		if in := r.Inbox(); len(in) == 1 && in[0].Command.Deed != "members.deactivate" {
			t.Errorf("%s: %+v", story, in)
		}
		r.Dismiss(r.Inbox()[0].Command.ID)
		on.write(r.Save())
		r = on.reopen(t)
		r.Restart()
		s.sync(r)
		s.answerMissing(t, r)
		if len(r.Inbox()) != 0 {
			t.Errorf("%s: what was read comes again: %s", story, inboxOf(r))
		}
	}
}

func TestAnImportReportsWhereItWroteOverOthers(t *testing.T) {
	for theirs, want := range map[string]string{"title": "reported, title:/Koch/ by Cem Çelik", "location": ""} {
		s, r, ben, _ := company(t)
		_, args := newPerson("Ben", "Berg")
		args["row"], args["title"] = 2, "Bäcker"
		do(t, r, "members.import", map[string]any{"rows": []any{args}})
		s.others("members.edit", seen(ben, theirs, "", "Koch"))
		s.sync(r)
		if got := inboxOf(r); got != want {
			t.Errorf("others wrote %s: the inbox tells %q, want %q", theirs, got, want)
		}
		agree(t, s, r)
	}
}

func TestATabThatFollowsSaysSavedOfWhatIs(t *testing.T) {
	for _, refused := range []bool{false, true} {
		s, r, ben, _ := company(t)
		on := disk{}
		on.write(r.Save())
		other := on.reopen(t)
		other.Follow(true)
		do(t, r, "members.deactivate", list(ben))
		out := r.Outgoing()
		other.Put(r.Save().Blobs)
		replies := []route.CommandReply{{Command: out[0].ID, State: route.Refused, Faults: fault.List{fault.New(fault.Forbidden, "actor.forbidden")}}}
		if !refused {
			replies = s.commands(out)
		}
		r.Answered(replies)
		other.Put(r.Save().Blobs)
		if other.Saved(ben) == refused || other.Waiting(ben) || other.NeedsYou(ben) != refused {
			t.Errorf("refused %v: saved %v, waits %v, needs somebody %v", refused, other.Saved(ben), other.Waiting(ben), other.NeedsYou(ben))
		}
	}
}

func TestAJobThatFailsComesBackAsTheCommandThatItWas(t *testing.T) {
	s, r, ben, ute := company(t)
	started := job(t, s, r, "members.deactivate", []org.MemberID{ben, ute}, func() {})
	on := disk{}
	on.write(r.Save())
	r = on.reopen(t)
	id, why := started[0].Job.ID, fault.New(fault.Forbidden, "actor.forbidden")
	r.Failed("01J0000000000000000000B0DY", why)
	r.Failed(id, why)
	r.Failed(id, why)
	on.write(r.Save())
	r = on.reopen(t)
	in := r.Undecided()
	if len(in) != 1 || in[0].Code() != "actor.forbidden" || in[0].Command.Deed != "members.deactivate" || !strings.Contains(string(in[0].Command.Args), string(ute)) || in[0].Said != "said" {
		t.Fatalf("inbox %+v; it is there once, with all that was entered", in)
	}
	r.Dismiss(in[0].Command.ID)
	r.Failed(id, why)
	if len(r.Inbox()) != 0 {
		t.Error("what somebody has decided comes again")
	}
}

// TestWhatAFailedJobHadDoneBeforeIsToldAlsoWhereItsFailureCameFirst, and once.
func TestWhatAFailedJobHadDoneBeforeIsToldAlsoWhereItsFailureCameFirst(t *testing.T) {
	s, r, ben, ute := company(t)
	started := job(t, s, r, "members.deactivate", []org.MemberID{ben, ute}, func() { s.others("members.edit", seen(ute, "title", "", "Koch")) })
	r.Failed(started[0].Job.ID, fault.New(fault.NotFound, "member.notFound"))
	on := disk{}
	on.write(r.Save())
	r = on.reopen(t)
	s.sync(r)
	r.Failed(started[0].Job.ID, fault.New(fault.NotFound, "member.notFound"))
	var refused, met int
	for _, c := range r.Inbox() {
		if c.Seq == 0 {
			refused++
		} else {
			met++
		}
	}
	if refused != 1 || met != 1 {
		t.Errorf("the inbox has %d that failed and %d that were stronger than something: %s; want one of each", refused, met, inboxOf(r))
	}
}

// TestASendingThatComesAfterAll: a request wanders while the same command is sent once more and refused. Then it arrives.
func TestASendingThatComesAfterAll(t *testing.T) {
	for _, undone := range []bool{true, false} {
		s, r, ben, _ := company(t)
		id := do(t, r, "members.deactivate", list(ben))
		wanders := r.Outgoing()
		r.Unanswered()
		if undone {
			if err := r.Undo(id, "undone"); err != nil {
				t.Fatal(err)
			}
		}
		r.Outgoing()
		r.Answered([]route.CommandReply{{Command: id, State: route.Refused, Faults: fault.List{fault.New(fault.Conflict, "member.adminFirst")}}})
		on := disk{}
		on.write(r.Save())
		r = on.reopen(t)
		s.commands(wanders)
		s.sync(r)
		on.write(r.Save())
		in := on.reopen(t).Inbox()
		switch {
		case undone && (s.worldHas(ben) || len(in) != 0):
			t.Errorf("it was undone, and Ben is deactivated; inbox %+v", in)
		case !undone && (!s.worldHas(ben) || len(in) != 1 || in[0].Code() != "command.afterAll" || in[0].Needs() || len(r.Conflicts()) != 0):
			t.Errorf("it is done: %v; inbox %+v", s.worldHas(ben), in)
		}
	}
}
