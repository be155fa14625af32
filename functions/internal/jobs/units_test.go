package jobs_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// uploadBoth begins an import of groups and people, and fills it.
func (o office) uploadBoth(tb testing.TB, by executor.Who, units, people string) org.JobID {
	tb.Helper()
	id := testworld.NewID[org.JobID](o.World)
	in := route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(units) + len(people), Units: len(units)}
	if _, err := o.jobs.Import(tb.Context(), o.Tenant, by, in); err != nil {
		tb.Fatalf("begin an import: %v", err)
	}
	o.fill(tb, by, id, units+people)
	return id
}

// tree is the groups within another, each with how many people are in it directly.
func (o office) tree(tb testing.TB) string {
	tb.Helper()
	records := o.Records(tb)
	people := map[org.GroupID]int{}
	for _, r := range records {
		if m, is := r.Value.(org.Member); is {
			for _, in := range m.Groups {
				people[in.Group]++
			}
		}
	}
	var within func(org.GroupID) string
	within = func(parent org.GroupID) string {
		var out []string
		for ref, r := range records {
			if g, is := r.Value.(org.Group); is && g.Parent == parent {
				s := fmt.Sprintf("%s:%d", g.Name, people[org.GroupID(ref.ID)])
				if below := within(org.GroupID(ref.ID)); below != "" {
					s += "(" + below + ")"
				}
				out = append(out, s)
			}
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	return within("")
}

func (o office) group(tb testing.TB, name string, parent org.GroupID) org.GroupID {
	tb.Helper()
	id := testworld.NewID[org.GroupID](o.World)
	if _, err := o.World.Executor.Do(tb.Context(), o.Tenant, o.Admin, o.World.Command(tb, "groups.create", groups.NewGroup{Group: id, Name: name, Parent: parent})); err != nil {
		tb.Fatalf("make %s: %v", name, err)
	}
	return id
}

const people = "Vorname;Nachname;E-Mail;units;Weitere Kontakte\r\n" +
	"Änne;Öz;aenne@example.de;L1;Notfall: 0171 1 | Privat: a\\|b\r\n" + // 2
	"Ben;Berg;ben@example.de;%[1]s L1;\r\n" + // 3: an id and a key
	"Eva;Ernst;eva@example.de;Labor / Öfen, Werk;\r\n" + // 4: a path and a name
	"Ida;Igel;ida@example.de;Mond;\r\n" + // 5: nobody knows it
	"Udo;Unrat;udo@example.de;;ohne Namen\r\n" // 6: a contact without a label

func TestGroupsPeopleAndWhoIsWhereComeInOnePass(t *testing.T) {
	o := open(t, testworld.Open(t))
	werk := o.group(t, "Werk", "")
	netz := o.group(t, "Netz", werk)
	before := o.Records(t)
	units := "id;parentId;name;type\r\nL2;L1;Öfen;\r\nL1;;Labor;Abteilung\r\n" + string(netz) + ";L1;Netze;\r\n"
	id := o.uploadBoth(t, o.Admin, units, fmt.Sprintf(people, netz))

	p, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	for _, v := range p.Groups {
		made = append(made, fmt.Sprintf("%d %s %s", v.Row, v.Kind, v.After.Name))
	}
	if got := strings.Join(made, ", "); got != "3 new Labor, 2 new Öfen, 4 changes Netze" {
		t.Errorf("the groups are %s", got)
	}
	if got := told(p.Rows); got != "2 new\n3 new\n4 new\n5 refused unit.unknown@groups/5\n6 refused staff.contacts@contacts/6\n" {
		t.Errorf("the people are\n%s", got)
	}
	if f := p.Rows[3].Faults[0]; f.Values["value"] != "Mond" || f.Values["column"] != "units" {
		t.Errorf("the fault says %v", f.Values)
	}
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobDone || job.Groups != 3 || job.Created != 3 || job.Changed != 0 || job.Refused != 2 || job.Total != 8 || job.Done != 8 {
		t.Errorf("the job ended as %+v", job)
	}
	if got := o.tree(t); got != "Labor:2(Netze:1 Öfen:1) Werk:1" {
		t.Errorf("the tree is %s", got)
	}
	for _, r := range o.Records(t) {
		if m, is := r.Value.(org.Member); is && m.GivenName == "Änne" && !slices.Equal(m.Contacts, []org.Contact{{Label: "Notfall", Value: "0171 1"}, {Label: "Privat", Value: "a|b"}}) {
			t.Errorf("Änne's contacts are %v", m.Contacts)
		}
	}
	o.written(t, job)

	back := slices.Clone(job.Entries)
	slices.Reverse(back)
	undo := o.start(t, o.Admin, "ledger.undo", map[string]any{"entries": back})
	if job := o.finish(t, o.Admin, undo.ID); job.State != route.JobDone {
		t.Fatalf("taking it back ended as %+v", job)
	}
	after := o.Records(t)
	for ref, r := range before {
		if was, is := ledger.FieldsOf(r.Value), ledger.FieldsOf(after[ref].Value); !was.Same(is) {
			t.Errorf("%v was %v and is %v", ref, was, is)
		}
	}
	if len(slices.Collect(maps.Keys(after))) != len(before) {
		t.Errorf("%d records are left of %d", len(after), len(before))
	}

	again := o.uploadBoth(t, o.Admin, units, "") // the groups alone
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, again); err != nil {
		t.Fatal(err)
	}
	if job := o.finish(t, o.Admin, again); job.State != route.JobDone || job.Groups != 3 || o.tree(t) != "Labor:0(Netze:0 Öfen:0) Werk:0" {
		t.Errorf("the groups alone came to %+v: %s", job, o.tree(t))
	}
}

func TestOfAListOfGroupsNothingIsHalfDone(t *testing.T) {
	o := open(t, testworld.Open(t))
	werk := o.group(t, "Werk", "")
	n := len(o.Ledger(t))
	for _, c := range []struct{ story, units, code string }{
		{"a circle", "id,parentId,name\na,b,A\nb,a,B\n", "unit.cycle"},
		{"a parent that nobody knows", "id,parentId,name\na,,A\nb,x,B\n", "unit.parentUnknown"},
		{"a key twice", "id,parentId,name\na,,A\na,,B\n", "unit.twice"},
		{"too deep", "id,parentId,name\n1,,A\n2,1,A\n3,2,A\n4,3,A\n5,4,A\n6,5,A\n7,6,A\n8,7,A\n9,8,A\n10,9,A\n11,10,A\n", "unit.tooDeep"},
		{"too many", "id,name\n" + func() string {
			var b strings.Builder
			for i := range org.MaxGroups {
				fmt.Fprintf(&b, "%d,G\n", i)
			}
			return b.String()
		}(), "unit.tooMany"},
		{"no keys", "name\nA\n", "unit.noIDColumn"},
		{"a name that is too long", "id,name\na,A\nb," + strings.Repeat("x", 121) + "\n", "text.length"},
	} {
		t.Run(c.story, func(t *testing.T) {
			id := o.uploadBoth(t, o.Admin, c.units, "Vorname;Nachname;E-Mail\nEva;Ernst;eva@example.de\n")
			_, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 10)
			want(t, err, c.code)
			_, err = o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id)
			want(t, err, c.code)
		})
	}
	if len(o.Ledger(t)) != n {
		t.Error("something was written")
	}
	// What has changed between the check and the step: the group that the others shall be part of has ended.
	id := o.uploadBoth(t, o.Admin, "id,parentId,name\na,"+string(werk)+",A\n", "Vorname;Nachname;E-Mail;units\nEva;Ernst;eva@example.de;a\n")
	if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
		t.Fatal(err)
	}
	if _, err := o.World.Executor.Do(t.Context(), o.Tenant, o.Admin, o.World.Command(t, "groups.delete", map[string]any{"group": werk})); err != nil {
		t.Fatal(err)
	}
	job := o.finish(t, o.Admin, id)
	if job.State != route.JobFailed || !fault.Is(job.Fault, "group.parentNotFound") || job.Fault.Row != 2 || job.Created != 0 || o.tree(t) != "" {
		t.Errorf("the job ended as %+v: %v", job, job.Fault)
	}
}

func TestWhoMayNotMakeGroupsImportsNone(t *testing.T) {
	o := open(t, testworld.Open(t))
	_, err := o.jobs.Import(t.Context(), o.Tenant, o.User, route.ImportRequest{ID: testworld.NewID[org.JobID](o.World), Name: "units.csv", Bytes: 10, Units: 10})
	want(t, err, "actor.forbidden")
	_, err = o.jobs.Import(t.Context(), o.Tenant, o.Admin, route.ImportRequest{ID: testworld.NewID[org.JobID](o.World), Name: "units.csv", Bytes: 10, Units: 11})
	want(t, err, "import.incomplete")
}
