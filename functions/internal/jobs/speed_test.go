package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func staffList(n int) string {
	var b strings.Builder
	b.WriteString("Vorname;Nachname;E-Mail;Position;Ort;Tel.;Schlagworte;Eintritt\r\n")
	for i := range n {
		fmt.Fprintf(&b, "Jürgen;Müller-Lüdenscheidt %d;juergen.mueller%d@example.de;Leiter Einkauf;Saarbrücken;+49 681 123456;eins, zwei;01.04.2019\r\n", i, i)
	}
	return b.String()
}

// 10,000 rows: preview in at most 1 s, apply in at most 5 s, on two cores with the embedded engine. The times are printed and
// not judged: machines are shared.
func TestImportOfTenThousandRows(t *testing.T) {
	const rows = 10_000
	o := open(t, testworld.Open(t))
	id := o.upload(t, o.Admin, staffList(rows))

	began := time.Now()
	p, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 200)
	previewed := time.Since(began)
	if err != nil || p.Total != rows || p.Counts[members.RowNew] != rows || len(p.Rows) != 200 {
		t.Fatalf("the preview has %d rows, counts %v, shows %d: %v", p.Total, p.Counts, len(p.Rows), err)
	}
	began = time.Now()
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatalf("apply: %v", err)
	}
	job := o.finish(t, o.Admin, id)
	applied := time.Since(began)
	if job.State != route.JobDone || job.Created != rows || job.Done != rows {
		t.Fatalf("the job ended as %+v", job)
	}
	t.Logf("import of %d new rows: preview %v, apply %v in %d entries", rows, previewed.Round(time.Millisecond), applied.Round(time.Millisecond), len(job.Entries))
	if n := len(o.Ledger(t)); n != 7+len(job.Entries) {
		t.Errorf("the ledger has %d entries beside the job's %d", n, len(job.Entries))
	}
	again := o.upload(t, o.Admin, staffList(rows))
	began = time.Now()
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, again); err != nil {
		t.Fatalf("apply again: %v", err)
	}
	job = o.finish(t, o.Admin, again)
	t.Logf("the same again: %v", time.Since(began).Round(time.Millisecond))
	if job.Unchanged != rows || len(job.Entries) != 0 {
		t.Errorf("applying the same list again came to %+v", job)
	}
}

func TestImportOfAnOrganisation(t *testing.T) { importAll(t, 3000, 300) }

// 50,000 rows with 5,000 groups: in at most 60 s on two cores with the embedded engine. The times are printed and not judged: machines are
// shared.
func BenchmarkImportOfALargeOrganisation(b *testing.B) {
	for b.Loop() {
		importAll(b, 50_000, org.MaxGroups)
	}
}

// importAll imports people, each in two groups, and the groups with them.
func importAll(t testing.TB, rows, units int) {
	t.Helper()
	o := open(t, testworld.Open(t))
	var list, tree strings.Builder
	tree.WriteString("id;parentId;name;type\r\n")
	for i := range units {
		parent := ""
		if i > 0 {
			parent = fmt.Sprint("E", (i-1)/5)
		}
		fmt.Fprintf(&tree, "E%d;%s;Gruppe %d;Abteilung\r\n", i, parent, i)
	}
	list.WriteString("Vorname;Nachname;E-Mail;Position;Ort;units\r\n")
	for i := range rows {
		fmt.Fprintf(&list, "Jürgen;Müller-Lüdenscheidt %d;juergen.mueller%d@example.de;Leiter Einkauf;Saarbrücken;E%d E%d\r\n", i, i, i%units, (i*7+1)%units)
	}
	id := o.uploadBoth(t, o.Admin, tree.String(), list.String())
	began := time.Now()
	p, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 200)
	if err != nil || p.Counts[members.RowNew] != rows || len(p.Groups) != units {
		t.Fatalf("the preview counts %v and %d groups: %v", p.Counts, len(p.Groups), err)
	}
	previewed := time.Since(began)
	began = time.Now()
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatalf("apply: %v", err)
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobDone || job.Created != rows || job.Groups != units || job.Done != rows+units {
		t.Fatalf("the job ended as %+v", job)
	}
	t.Logf("import of %d people and %d groups: preview %v, apply %v in %d entries", rows, units, previewed.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), len(job.Entries))
}
