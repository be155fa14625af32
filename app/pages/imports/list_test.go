package imports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

const (
	vera = org.MemberID("01J00000000000000000000VER")
	ben  = org.MemberID("01J00000000000000000000BEN")
	seed = org.JobID("01J0000000000000000000J0B0")
)

// office judges rows as the replica of an organisation with two people does.
func office() Judge {
	w := ledger.NewMemory("01J0000000000000000000TENT", func() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) })
	for id, m := range map[org.MemberID]org.Member{
		vera: {GivenName: "Vera", Surname: "Vogel", Email: "vera@acme.de", Role: org.Owner, Confirmed: true},
		ben:  {GivenName: "Ben", Surname: "Berger", Email: "ben@acme.de", Role: org.User, Title: "Techniker"},
	} {
		w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: string(id)}, Value: m})
	}
	return func(rows []members.Row) ([]members.Verdict, error) {
		return members.Verdicts(w, ledger.Actor{Member: "01J0000000000000000000ADMN", Role: org.Admin}, rows)
	}
}

func read(t testing.TB, text string) *List {
	t.Helper()
	l, err := Read("staff.csv", []byte(text), seed)
	if err != nil {
		t.Fatalf("reading the list: %v", err)
	}
	return l
}

func judged(t testing.TB, l *List, judge Judge) *List {
	t.Helper()
	for {
		done, err := l.Step(judge, 3)
		if err != nil {
			t.Fatalf("judging: %v", err)
		}
		if done {
			return l
		}
	}
}

func told(l *List) string {
	var b strings.Builder
	for i := range l.Lines {
		line := &l.Lines[i]
		fmt.Fprintf(&b, "%d %s", line.Number, line.counted)
		for _, f := range line.Faults {
			fmt.Fprintf(&b, " %s@%s", f.Code, f.Field)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const messy = "Vorname;Nachname;E-Mail;Funktion;Eintritt;Kostenstelle\r\n" +
	"Jürgen;Weiß;juergen@acme.de;;1.4.2019;12\r\n" + // 2
	"Ben;Berger;BEN@acme.de;Meister;;\r\n" + // 3
	"Ben;Berger;ben@acme.de;Leiter;;\r\n" + // 4
	"Eva;Maier;keine;;31.02.2020;\r\n" + // 5
	";Ohne;ohne@acme.de;;;\r\n" + // 6
	"Vera;Vogel;vera@acme.de;;;\r\n" + // 7
	"Vera;Anders;veranders@acme.de;;;\r\n" // 8

const messyVerdicts = `2 new
3 changes
4 refused import.duplicate@email
5 refused staff.date@startDate email.at@email
6 refused text.missing@givenName
7 unchanged
8 new
`

func TestVerdicts(t *testing.T) {
	l := judged(t, read(t, messy), office())
	if got := told(l); got != messyVerdicts {
		t.Errorf("verdicts are\n%swant\n%s", got, messyVerdicts)
	}
	if got, want := l.Counts(), (Counts{New: 2, Changes: 1, Unchanged: 1, Refused: 3}); got != want {
		t.Errorf("counts are %+v, want %+v", got, want)
	}
	if got := l.Mapping.Unknown; len(got) != 1 || got[0].Name != "Kostenstelle" {
		t.Errorf("unknown columns are %v, want Kostenstelle", got)
	}
}

// TestMendingInPlace mends rows one by one; the verdicts are those that the mended file would get as a whole.
func TestMendingInPlace(t *testing.T) {
	judge := office()
	l := judged(t, read(t, messy), judge)
	mend := func(number int, f staff.Field, value string) {
		t.Helper()
		for i := range l.Lines {
			if l.Lines[i].Number == number {
				l.SetCell(i, f, value)
				if err := l.Rejudge(judge, i); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	check := func(story, want string) {
		t.Helper()
		if got := told(l); got != want {
			t.Errorf("%s: verdicts are\n%swant\n%s", story, got, want)
		}
	}
	mend(5, staff.Email, "eva@acme.de")
	mend(5, staff.StartDate, "28.02.2020")
	mend(6, staff.GivenName, "Olaf")
	check("three cells mended", strings.NewReplacer(
		"5 refused staff.date@startDate email.at@email", "5 new", "6 refused text.missing@givenName", "6 new").Replace(messyVerdicts))

	mend(4, staff.Email, "bernd@acme.de")
	check("the repetition gets an address of its own", "2 new\n3 changes\n4 new\n5 new\n6 new\n7 unchanged\n8 new\n")

	mend(2, staff.Email, "eva@acme.de")
	check("an earlier row takes a later row's address", "2 new\n3 changes\n4 new\n5 refused import.duplicate@email\n6 new\n7 unchanged\n8 new\n")

	if err := l.LeaveOut(judge, 0, true); err != nil {
		t.Fatal(err)
	}
	check("the earlier row is left out", "2 out\n3 changes\n4 new\n5 new\n6 new\n7 unchanged\n8 new\n")
	if got, want := l.Counts(), (Counts{New: 4, Changes: 1, Unchanged: 1, Out: 1}); got != want {
		t.Errorf("counts are %+v, want %+v", got, want)
	}
	if err := l.LeaveOut(judge, 0, false); err != nil {
		t.Fatal(err)
	}
	check("and taken back in", "2 new\n3 changes\n4 new\n5 refused import.duplicate@email\n6 new\n7 unchanged\n8 new\n")
}

// TestCanonicalSaysTheSame sends what will be taken through the reader again: the server must see the rows that this page promised.
func TestCanonicalSaysTheSame(t *testing.T) {
	judge := office()
	l := judged(t, read(t, messy+"Zoë;Groß;zoe@acme.de;=Chefin;;\r\n"), judge)
	data, err := l.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read("canonical.csv", data, seed)
	if err != nil {
		t.Fatalf("the canonical list can't be read: %v\n%s", err, data)
	}
	judged(t, again, judge)
	if got, want := told(again), "2 new\n3 changes\n8 new\n9 new\n"; got != want {
		t.Errorf("verdicts of the canonical list are\n%swant\n%s%s", got, want, data)
	}
	if got, want := again.Counts().Taken(), l.Counts().Taken(); got != want {
		t.Errorf("%d rows would be taken, want the %d that the button promised", got, want)
	}
	if got := again.Cell(0, staff.StartDate); got != "2019-04-01" {
		t.Errorf("the start date is %q, want it in its one form 2019-04-01", got)
	}
	if got := again.Cell(3, staff.Title); got != "=Chefin" {
		t.Errorf("a title that begins like a formula came back as %q", got)
	}
}

func TestRefusedCSVComesBackWithItsNumbers(t *testing.T) {
	ui.SetLang(org.German)
	judge := office()
	l := judged(t, read(t, messy), judge)
	data, err := l.RefusedCSV()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "Kostenstelle;_row;") || !strings.Contains(string(data), "Zeile 3 hat diese Adresse") && !strings.Contains(string(data), "schon in Zeile 3") {
		t.Errorf("the list of refused rows lacks the columns of the file or the reasons:\n%s", data)
	}
	mended := bytes.ReplaceAll(data, []byte("keine"), []byte("eva@acme.de"))
	again := judged(t, read(t, string(mended)), judge)
	want := "4 changes\n5 refused staff.date@startDate\n6 refused text.missing@givenName\n"
	if got := told(again); got != want {
		t.Errorf("verdicts of the mended list are\n%swant\n%s", got, want)
	}
}

// TestRowIsWhatStaffNormalSays compares the two ways to bring cells into form.
func TestRowIsWhatStaffNormalSays(t *testing.T) {
	l := read(t, "Vorname;Nachname;E-Mail;Art;Telefon;Tags;Eintritt\n"+
		" Jürgen ;Weiß;mailto:a@b.de;Externer;4,9E+11;x;3/4/2020;zu;viel\n"+
		"Eva;Maier;eva@b.de;Chef;030 12;a, b|a;31.12.2025\n")
	for i := range l.Lines {
		row, faults := l.row(i)
		cells, normal := staff.Normal(l.Mapping, l.Lines[i].Row)
		if fmt.Sprint(len(faults)) != fmt.Sprint(len(normal)) {
			t.Errorf("row %d has faults %v, staff.Normal says %v", i, faults, normal)
		}
		for _, f := range normal {
			found := false
			for _, g := range faults {
				found = found || g.Code == f.Code && g.Field == f.Field && fmt.Sprint(g.Values) == fmt.Sprint(f.Values)
			}
			if !found {
				t.Errorf("row %d lacks %v with %v", i, f, f.Values)
			}
			delete(cells, staff.Field(f.Field))
		}
		got := fmt.Sprint(row.GivenName, "|", row.Surname, "|", row.Email, "|", row.Kind, "|", row.Phone, "|", strings.Join(row.Tags, ", "), "|", row.StartDate)
		want := fmt.Sprint(cells[staff.GivenName], "|", cells[staff.Surname], "|", cells[staff.Email], "|", cells[staff.Kind], "|", cells[staff.Phone], "|", cells[staff.Tags], "|", cells[staff.StartDate])
		if got != want {
			t.Errorf("row %d is %s, want %s", i, got, want)
		}
	}
}

func TestReadRefusesWithWhatToDo(t *testing.T) {
	for _, c := range []struct{ story, data, code string }{
		{"a workbook", "PK\x03\x04\x14\x00\x06\x00[Content_Types].xml xl/workbook.xml", sheet.IsExcel},
		{"a PDF", "%PDF-1.7 \x00\x01", sheet.Binary},
		{"nothing", "", sheet.Empty},
		{"a title and no headings", "Liste\nBen;Berger;ben@acme.de\nEva;Maier;eva@acme.de\n", "staff.noEmail"},
		{"no headings", "Ben;Berger;ben@acme.de\nEva;Maier;eva@acme.de\n", "staff.noHeader"},
		{"no address column", "Vorname;Nachname\nBen;Berger\n", "staff.noEmail"},
		{"headings only", "Vorname;Nachname;E-Mail\n", "rows.none"},
	} {
		_, err := Read("x", []byte(c.data), seed)
		found := false
		for _, f := range fault.All(err) {
			found = found || f.Code == c.code
		}
		if !found {
			t.Errorf("%s: %v, want %s", c.story, err, c.code)
		}
	}
}

// TestMendingIsAsGoodAsReadingAnew mends and leaves out rows at random: each line must have the verdict that a list of the same
// content gets from the start.
func TestMendingIsAsGoodAsReadingAnew(t *testing.T) {
	judge := office()
	addresses := []string{"a@x.de", "b@x.de", "ben@acme.de", "A@X.de", "keine", ""}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "rows")
		text := "Vorname,Nachname,E-Mail,Funktion\n"
		for i := range n {
			text += fmt.Sprintf("V%d,N,%s,T\n", i, rapid.SampledFrom(addresses).Draw(t, "address"))
		}
		l, err := Read("x", []byte(text), seed)
		if err != nil {
			t.Fatal(err)
		}
		all := func(l *List) {
			for {
				done, err := l.Step(judge, 2)
				if err != nil {
					t.Fatal(err)
				}
				if done {
					return
				}
			}
		}
		all(l)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			i := rapid.IntRange(0, n-1).Draw(t, "row")
			if rapid.Bool().Draw(t, "leave out") {
				err = l.LeaveOut(judge, i, !l.Lines[i].Out)
			} else {
				l.SetCell(i, staff.Email, rapid.SampledFrom(addresses).Draw(t, "mended"))
				err = l.Rejudge(judge, i)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		got, counts := told(l), l.Counts()
		l.Again()
		all(l)
		if want := told(l); got != want {
			t.Fatalf("after mending\n%sjudged anew\n%s", got, want)
		}
		if l.Counts() != counts {
			t.Fatalf("counts are %+v, judged anew %+v", counts, l.Counts())
		}
	})
}

func BenchmarkJudge10000(b *testing.B) {
	var text strings.Builder
	text.WriteString("Vorname;Nachname;E-Mail;Funktion;Standort;Telefon;Eintritt\r\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "Jürgen%d;Müller;juergen.mueller%d@stadtwerke-lindau.de;Techniker;Lindau;+49 8382 %d;1.4.2019\r\n", i, i, 100000+i)
	}
	judge := office()
	for b.Loop() {
		l, err := Read("x", []byte(text.String()), seed)
		if err != nil {
			b.Fatal(err)
		}
		for done := false; !done; {
			if done, err = l.Step(judge, 200); err != nil {
				b.Fatal(err)
			}
		}
	}
}
