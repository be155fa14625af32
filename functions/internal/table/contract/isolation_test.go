package contract_test

import (
	"testing"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// aPicture is the name of one.
const aPicture = org.PictureID("AAAAAAAAAAAAAAAAAAAAAA")

// Two organisations hold things under the very same ids and addresses; no way in leads from one to the other.
func TestNoOrganisationReachesAnother(t *testing.T) {
	a := open(t)
	b := within(a.World)
	ref := a.ref()
	id := org.MemberID(ref.ID)

	sa := a.step(t, a.head(t), created(ref, member("Ben")))
	if err := a.Table.Commit(t.Context(), a.tenant, sa); err != nil {
		t.Fatal(err)
	}
	job := a.job(t, route.JobRunning)
	w, err := a.Table.RefusedRows(a.tenant, job, []members.Verdict{{Row: 3}})
	if err == nil {
		err = a.Table.Transact(t.Context(), w, a.Table.GrantAccess(a.tenant, id, a.account), a.Table.PutPicture(a.tenant, ledger.Picture{Of: ref, ID: aPicture, JPEG: []byte{1}}))
	}
	if err != nil {
		t.Fatal(err)
	}

	t.Run("the other sees nothing of it", func(t *testing.T) {
		nothingIn(t, b, ref, sa, job)
	})
	t.Run("the other makes the same for itself", func(t *testing.T) {
		sb := b.step(t, b.head(t), created(ref, member("Ben")))
		sb.Entry.Command = sa.Entry.Command
		if err := b.Table.Commit(t.Context(), b.tenant, sb); err != nil {
			t.Errorf("the same record, address and command: %v", err)
		}
		if err := b.Table.Transact(t.Context(), b.Table.GrantAccess(b.tenant, id, b.account)); err != nil {
			t.Errorf("the same member's access: %v", err)
		}
		theirs := job
		theirs.Account, theirs.Title = b.account, "theirs"
		if err := b.Table.NewJob(t.Context(), b.tenant, theirs, nil); err != nil {
			t.Errorf("the same job: %v", err)
		}
		deleted := table.Changed{Before: ledger.Record{Ref: ref, Seq: 1, Value: member("Ben")}}
		s := b.step(t, b.head(t), deleted)
		s.Effects = []ledger.Effect{{What: ledger.EndAccess, For: ref.ID}}
		if err := b.Table.Commit(t.Context(), b.tenant, s); err != nil {
			t.Errorf("delete it again: %v", err)
		}
	})
	t.Run("the first is as it was", func(t *testing.T) {
		if jpeg, found, err := a.Table.Picture(t.Context(), a.tenant, ref, aPicture); !found || err != nil || len(jpeg) != 1 {
			t.Errorf("its picture is %v, %v", jpeg, err)
		}
		if h := a.head(t); h.Seq != 1 || h.Hash != sa.Entry.Hash || h.Members != 1 {
			t.Errorf("its head is %+v", h)
		}
		s := a.look(t, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}, Uniques: ledger.UniquesOf(member("Ben"))}, Access: id})
		if !s.Records[ref].Alive() || s.Uniques[ledger.UniquesOf(member("Ben"))[0]] != ref.ID {
			t.Errorf("its record is %+v", s)
		}
		if s.Access.Account != a.account || !s.Access.ClosedAt.IsZero() {
			t.Errorf("its access is %+v", s.Access)
		}
		got, err := a.Table.Job(t.Context(), a.tenant, job.ID)
		if err != nil || got.Title != "staff.csv" || got.Account != a.account {
			t.Errorf("its job is %+v: %v", got, err)
		}
	})
}

// nothingIn asks an organisation in every way for what another holds.
func nothingIn(t *testing.T, o office, ref ledger.Ref, s table.Step, job table.Job) {
	ctx := t.Context()
	if _, found, err := o.Table.Picture(ctx, o.tenant, ref, aPicture); found || err != nil {
		t.Errorf("its picture is found: %v, %v", found, err)
	}
	if h := o.head(t); h != (table.Head{}) {
		t.Errorf("head %+v", h)
	}
	id := org.MemberID(ref.ID)
	seen := o.look(t, table.Question{
		Reads:    ledger.Reads{Records: []ledger.Ref{ref}, Uniques: ledger.UniquesOf(member("Ben")), Entries: []uint64{1}},
		Commands: []org.CommandID{s.Entry.Command}, Access: id,
	})
	if seen.Records[ref].Seq != 0 || seen.Uniques[ledger.UniquesOf(member("Ben"))[0]] != "" || len(seen.Entries) != 0 || len(seen.Guards) != 0 || seen.Access.Account != "" {
		t.Errorf("look %+v", seen)
	}
	if _, err := o.Table.Entry(ctx, o.tenant, 1); err == nil {
		t.Error("entry 1 is there")
	}
	if page, _, err := o.Table.EntriesAfter(ctx, o.tenant, 0, 10); len(page) != 0 || err != nil {
		t.Errorf("entries after: %d, %v", len(page), err)
	}
	if page, _, err := o.Table.EntriesBetween(ctx, o.tenant, 0, 10, 10); len(page) != 0 || err != nil {
		t.Errorf("entries between: %d, %v", len(page), err)
	}
	for _, kind := range ledger.Kinds {
		if page, _, err := o.Table.Records(ctx, o.tenant, kind, "", 10); len(page) != 0 || err != nil {
			t.Errorf("records: %d, %v", len(page), err)
		}
	}
	if a, err := o.Table.Access(ctx, o.tenant, id); a.Account != "" || err != nil {
		t.Errorf("access %+v, %v", a, err)
	}
	if g, err := o.Table.Guard(ctx, o.tenant, s.Entry.Command); g != nil || err != nil {
		t.Errorf("guard %+v, %v", g, err)
	}
	if _, err := o.Table.Job(ctx, o.tenant, job.ID); err == nil {
		t.Error("the job is there")
	}
	if jobs, err := o.Table.JobsOf(ctx, o.tenant, job.Account); len(jobs) != 0 || err != nil {
		t.Errorf("jobs: %d, %v", len(jobs), err)
	}
	if rows, _, err := o.Table.Refused(ctx, o.tenant, job.ID, 0); len(rows) != 0 || err != nil {
		t.Errorf("refused rows: %d, %v", len(rows), err)
	}
	if _, ok, err := o.Table.ClaimJob(ctx, o.tenant, job.ID, "thief", o.Clock.Now().Add(time.Hour)); ok || err != nil {
		t.Errorf("the job was claimed: %v", err)
	}
	if err := o.Table.NudgeJob(ctx, o.tenant, job.ID); err != nil {
		t.Errorf("nudge: %v", err)
	}
	if _, err := o.Table.Job(ctx, o.tenant, testworld.NewID[org.JobID](o.World)); err == nil {
		t.Error("a job that never was is there")
	}
}
