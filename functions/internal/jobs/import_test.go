package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// A list as Excel saves it in Germany: Windows-1252, semicolons, CRLF.
const german = "Vorname;Nachname;E-Mail;Art;Eintritt;Kostenstelle\r\n" +
	"J\xfcrgen;Wei\xdf;juergen@example.de;Mitarbeiter;01.04.2019;12\r\n" + // 2: new
	"Ada;admin;%s;;;\r\n" + // 3: unchanged
	"Ulf;M\xfcller;%s;;;\r\n" + // 4: another surname
	"Eva;Maier;keine Adresse;;;\r\n" + // 5: no address
	"Max;Muster;max@example.de;;31.02.2020;\r\n" + // 6: no such day
	"Zo\xeb;;zoe.example.de;Chef;;\r\n" + // 7: no kind, and what else
	"J\xfcrgen;Weiss;JUERGEN@example.de;;;\r\n" + // 8: a second time
	"Olive;Owner;olive@acme.example;;2020-01-01;\r\n" + // 9: the owner, by an admin
	"Gast;Hansen;gast@example.de;Gast;;\r\n" // 10: new

func (o office) germanList(tb testing.TB) string {
	tb.Helper()
	address := func(w executor.Who) any {
		return o.Records(tb)[ledger.Ref{Kind: ledger.KindMember, ID: string(w.Member)}].Value.(org.Member).Email
	}
	return fmt.Sprintf(german, address(o.Admin), address(o.User))
}

// told is verdicts as lines.
func told(rows []members.Verdict) string {
	var b strings.Builder
	for _, v := range rows {
		fmt.Fprintf(&b, "%d %s", v.Row, v.Kind)
		if v.Change != nil {
			for _, n := range ledger.Names(v.Change.Before, v.Change.After) {
				fmt.Fprintf(&b, " %s:%s→%s", n, v.Change.Before[n], v.Change.After[n])
			}
		}
		for _, f := range v.Faults {
			fmt.Fprintf(&b, " %s@%s/%d", f.Code, f.Field, f.Row)
		}
		b.WriteString("\n")
	}
	return b.String()
}

const verdicts = `2 new
3 unchanged
4 changes surname:"user"→"Müller"
5 refused email.at@email/5
6 refused staff.date@startDate/6
7 refused staff.kind@kind/7 text.missing@surname/7 email.at@email/7
8 refused import.duplicate@email/8
9 refused member.ownerEdit@/9
10 new
`

func TestAListIsPreviewedAndAppliedRowByRow(t *testing.T) {
	o := open(t, testworld.Open(t))
	id := o.upload(t, o.Admin, o.germanList(t))
	p, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if got := told(p.Rows); got != verdicts {
		t.Errorf("the preview says\n%s, want\n%s", got, verdicts)
	}
	if p.Encoding != "windows-1252" || p.Separator != ";" || p.Total != 9 || p.Next != 0 || p.Columns[5] != (route.ImportColumn{Header: "Kostenstelle"}) || p.Columns[0].Field != "givenName" {
		t.Errorf("the preview is of %s %q %d %+v", p.Encoding, p.Separator, p.Total, p.Columns)
	}
	if n := len(o.Ledger(t)); n != 7 {
		t.Fatalf("the preview wrote %d entries", n-7)
	}
	page, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 3, 2)
	if err != nil || len(page.Rows) != 2 || page.Rows[0].Row != 4 || page.Next != 5 || page.Total != 9 {
		t.Errorf("two rows after row 3 are %s next %d: %v", told(page.Rows), page.Next, err)
	}

	started, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id)
	if err != nil || started.State != route.JobRunning || started.Total != 9 {
		t.Fatalf("apply: %+v, %v", started, err)
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobDone || job.Done != 9 || job.Created != 2 || job.Changed != 1 || job.Unchanged != 1 || job.Refused != 5 {
		t.Errorf("the job ended as %+v", job)
	}
	refused, err := o.jobs.Refused(t.Context(), o.Tenant, o.Admin, id, 0)
	if err != nil || len(refused.Rows) != 5 || refused.Next != 0 {
		t.Errorf("refused were %s: %v", told(refused.Rows), err)
	}
	if o.written(t, job) != 1 {
		t.Errorf("the import made %d entries, want 1", len(job.Entries))
	}
	if left := o.inBucket(t); len(left) != 0 {
		t.Errorf("the job left files behind: %v", left)
	}
	if again, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil || again.State != route.JobDone {
		t.Errorf("apply pressed again: %+v, %v", again, err)
	}
	o.advance(t, id)
	if n := len(o.Ledger(t)); n != 8 {
		t.Errorf("the ledger has %d entries, want 8", n)
	}
}

func TestAnImportIsTakenBackAsOneStep(t *testing.T) {
	o := open(t, testworld.Open(t))
	before := o.Records(t)
	id := o.upload(t, o.Admin, staffList(200))
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	job := o.finish(t, o.Admin, id)
	if len(job.Entries) != 5 {
		t.Fatalf("200 rows made %d entries", len(job.Entries))
	}
	var backwards []uint64
	for i := range job.Entries {
		backwards = append(backwards, job.Entries[len(job.Entries)-1-i])
	}
	back := o.start(t, o.Admin, "ledger.undo", map[string]any{"entries": backwards})
	if back.Total != 5 || back.State != route.JobRunning {
		t.Errorf("taking back begins as %+v", back)
	}
	ended := o.finish(t, o.Admin, back.ID)
	if ended.State != route.JobDone || ended.Deleted != 200 || o.written(t, ended) != 5 {
		t.Errorf("taking back ended as %+v", ended)
	}
	after := o.Records(t)
	if len(after) != len(before) {
		t.Errorf("%d records became %d", len(before), len(after))
	}
	for ref, r := range before {
		if string(ledger.EncodeEntity(after[ref].Value)) != string(ledger.EncodeEntity(r.Value)) {
			t.Errorf("%v is not as before", ref)
		}
	}
}

func TestAFileIsWhatItWasSaidToBe(t *testing.T) {
	o := open(t, testworld.Open(t))
	ctx := t.Context()
	begin := func(by executor.Who, in route.ImportRequest) error {
		_, err := o.jobs.Import(ctx, o.Tenant, by, in)
		return err
	}
	id := testworld.NewID[org.JobID](o.World)
	want(t, begin(o.Admin, route.ImportRequest{ID: "x", Bytes: 1}), "id.malformed")
	want(t, begin(o.Admin, route.ImportRequest{ID: id, Bytes: route.MaxFile + 1}), "import.tooLarge")
	want(t, begin(o.Admin, route.ImportRequest{ID: id}), "import.empty")
	want(t, begin(o.User, route.ImportRequest{ID: id, Bytes: 10}), "actor.forbidden")
	want(t, o.jobs.Fill(ctx, o.Tenant, o.Admin, id, 0, []byte("x")), "job.notFound")

	list := staffList(3)
	if err := begin(o.Admin, route.ImportRequest{ID: id, Name: `C:\temp\staff.csv`, Bytes: len(list) + 5}); err != nil {
		t.Fatal(err)
	}
	want(t, begin(o.Owner, route.ImportRequest{ID: id, Bytes: 10}), "job.conflict")
	want(t, o.jobs.Fill(ctx, o.Tenant, o.Admin, id, 0, make([]byte, route.MaxPart+1)), "import.tooLarge")
	o.fill(t, o.Admin, id, list)
	_, err := o.jobs.Preview(ctx, o.Tenant, o.Admin, id, 0, 10)
	want(t, err, "import.incomplete")
	_, err = o.jobs.Apply(ctx, o.Tenant, o.Admin, id)
	want(t, err, "import.incomplete")
	// A row was mended in the page, and the whole file is sent anew.
	list = strings.Replace(list, "Jürgen", "Jörg", 1)
	if err := begin(o.Admin, route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(list)}); err != nil {
		t.Fatal(err)
	}
	o.fill(t, o.Admin, id, list)
	job, err := o.jobs.Apply(ctx, o.Tenant, o.Admin, id)
	if err != nil || job.Total != 3 || job.Title != "staff.csv" {
		t.Fatalf("apply: %+v, %v", job, err)
	}
	want(t, o.jobs.Fill(ctx, o.Tenant, o.Admin, id, 0, []byte("x")), "job.conflict")
	want(t, begin(o.Admin, route.ImportRequest{ID: id, Bytes: 10}), "job.conflict")
	_, err = o.jobs.Preview(ctx, o.Tenant, o.Admin, id, 0, 10)
	want(t, err, "job.conflict")

	for story, c := range map[string]struct{ file, code string }{
		"another kind":      {"PK\x03\x04 and so on", "sheet.binary"},
		"no address column": {"Vorname;Nachname\r\na;b\r\n", "staff.noEmail"},
		"headings only":     {"Vorname;Nachname;E-Mail\r\n", "rows.none"},
	} {
		id := o.upload(t, o.Admin, c.file)
		_, err := o.jobs.Apply(ctx, o.Tenant, o.Admin, id)
		t.Log(story)
		want(t, err, c.code)
	}
}

// What a person can't do by hand no row does either.
func TestARowDoesWhatTheDeedByHandWould(t *testing.T) {
	o := open(t, testworld.Open(t))
	o.World.Clock.Move(time.Minute)
	list := "givenname,surname,email,role,member,kind\n" +
		"Eve,Rises,eve@example.com,owner," + string(o.Owner.Member) + ",user\n" +
		"Olive,Taken,OLIVE@acme.example,user,,user\n"
	id := o.upload(t, o.Admin, list)
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	job := o.finish(t, o.Admin, id)
	if job.Created != 1 || job.Refused != 1 {
		t.Errorf("the job ended as %+v", job)
	}
	for ref, r := range o.Records(t) {
		m, ok := r.Value.(org.Member)
		if !ok {
			continue
		}
		if m.Email == "eve@example.com" && (m.Role != org.User || ref.ID == string(o.Owner.Member)) {
			t.Errorf("the row made %+v as %s", m, ref.ID)
		}
		if m.Role == org.Owner && m.Surname != "Owner" {
			t.Errorf("the row changed the owner into %+v", m)
		}
	}
}

func TestWhoComesWithAListIsInvitedIfOneWantsThat(t *testing.T) {
	const file = "givenname,surname,email\nAda,Alt,ada@people.example\nJörg,Bass,jörg@people.example\n"
	for _, invites := range []bool{false, true} {
		w := testworld.Open(t)
		o := open(t, w)
		known := members.NewMember{Member: testworld.NewID[org.MemberID](w), GivenName: "Kai", Surname: "Da", Email: "kai@people.example"}
		o.Do(t, o.Owner, members.Create.Name, known)
		list := file + "Kai,Dort,kai@people.example\n"
		for i := range 60 {
			list += fmt.Sprintf("Given,Sur,p%d@people.example\n", i)
		}
		id := testworld.NewID[org.JobID](w)
		if _, err := o.jobs.Import(t.Context(), o.Tenant, o.Owner, route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(list), Invite: invites}); err != nil {
			t.Fatal(err)
		}
		o.fill(t, o.Owner, id, list)
		if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Owner, id); err != nil {
			t.Fatal(err)
		}
		if job := o.finish(t, o.Owner, id); job.Created != 62 || job.Changed != 1 || job.Refused != 0 {
			t.Errorf("invites %v: the job is %+v", invites, job)
		}
		invited := 0
		for _, e := range o.Ledger(t) {
			for _, c := range e.Changes {
				if _, has := c.After["invitation"]; has {
					invited++
				}
			}
		}
		if want := map[bool]int{true: 61}[invites]; invited != want { // all who are new, save the address that no mail can go to
			t.Errorf("invites %v: %d are invited, want %d", invites, invited, want)
		}
	}
}
