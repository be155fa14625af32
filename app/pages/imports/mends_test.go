package imports

import (
	"fmt"
	"strings"
	"testing"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// TestOneTapMends: what is offered for a cell, and that it puts the row right.
func TestOneTapMends(t *testing.T) {
	ui.SetLang(org.German)
	const head = "Vorname,Nachname,E-Mail,Telefon,Art,Eintritt,Funktion\nAnna,Albrecht,a@stadtwerke.example,,,,\n"
	for _, c := range []struct{ story, row, offered string }{
		{"an address without its ending gets the one of the others", "B,B,b@stadtwerke,,,,", "«b@stadtwerke.example» nehmen"},
		{"a comma for a dot", `B,B,"b@gmx,de",,,,`, "«b@gmx.de» nehmen"},
		{"a name around the address", "B,B,Ben <b@gmx.de>,,,,", "«b@gmx.de» nehmen"},
		{"an ending that nobody has", "B,B,b@nirgends,,,,", ""},
		{"no address at all", "B,B,keine,,,,", ""},
		{"words beside a number", "B,B,b@x.de,089 123 (Zentrale),,,", "«089 123» nehmen|Ohne Telefon"},
		{"no number", "B,B,b@x.de,im Büro,,,", "Ohne Telefon"},
		{"a role where a kind should be", "B,B,b@x.de,,Admin,,", "Spalte «Art» weglassen|Als Gast anlegen"},
		{"a day that could be two", "B,B,b@x.de,,,3/4/2020,", "«2020-04-03» nehmen|«2020-03-04» nehmen"},
		{"no day", "B,B,b@x.de,,,31.02.2020,", "Ohne Eintritt"},
		{"an address that is there already", "B,B,A@stadtwerke.example,,,,", "Zeile auslassen"},
		{"cells beyond the headings", "B,B,b@x.de,,,,,zu,viel", "Ohne die überzähligen Zellen"},
		{"a name that is missing", ",B,b@x.de,,,,", ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			judge := office()
			l := judged(t, read(t, head+c.row+"\n"), judge)
			k := l.shown(1)
			if k < 0 {
				t.Fatalf("the row is not refused: %s", told(l))
			}
			mends := l.Mends(1, k)
			var texts []string
			for _, m := range mends {
				texts = append(texts, m.Text)
			}
			if got := strings.Join(texts, "|"); got != c.offered {
				t.Fatalf("offered is %q, want %q", got, c.offered)
			}
			for n := range mends {
				l := judged(t, read(t, head+c.row+"\n"), judge)
				l.shown(1)
				if err := l.Put(judge, 1, l.Mends(1, k)[n]); err != nil {
					t.Fatal(err)
				}
				if judged(t, l, judge); l.Lines[1].Refused() {
					t.Errorf("after %q: %s", texts[n], told(l))
				}
			}
		})
	}
}

func TestColumnsLeftOutAndReadAgain(t *testing.T) {
	judge := office()
	l := judged(t, read(t, "Vorname;Nachname;E-Mail;Art\nBen;B;b@x.de;Chef\nEva;E;e@x.de;Admin\n"), judge)
	l.Ignore(staff.Kind)
	l.Ignore(staff.Email) // every person needs it
	if judged(t, l, judge); l.Counts().New != 2 {
		t.Errorf("without the column: %s", told(l))
	}
	if data, _ := l.Canonical(); strings.Contains(string(data), "Admin") {
		t.Errorf("what was left out is sent:\n%s", data)
	}
	l.Regard(staff.Kind)
	if judged(t, l, judge); l.Counts().Refused != 2 || len(l.Ignored()) != 0 {
		t.Errorf("with the column again: %s", told(l))
	}
}

func TestFindAndNextRefused(t *testing.T) {
	l := judged(t, read(t, messy), office())
	for _, c := range []struct {
		kind   members.VerdictKind
		search string
		want   string
	}{
		{"", "", "[0 1 2 3 4 5 6]"}, {"", "weiss", "[0]"}, {"", "juergen", "[0]"}, {"", "7", "[5]"}, {"", "berger meister", "[1]"},
		{members.RowRefused, "ben", "[2]"}, {"", "niemand", "[]"},
	} {
		if got := fmt.Sprint(l.Find(c.kind, c.search)); got != c.want {
			t.Errorf("%q of %q finds %s, want %s", c.search, c.kind, got, c.want)
		}
	}
	all := l.View("")
	for from, want := range map[int]int{-1: 2, 2: 3, 3: 4, 4: 2, 6: 2} {
		if got := l.NextRefused(all, from); got != want {
			t.Errorf("after %d comes %d, want %d", from, got, want)
		}
	}
	if got := l.NextRefused([]int32{0, 1}, -1); got != -1 {
		t.Errorf("where nothing is refused: %d", got)
	}
	l.SetCell(3, staff.GivenName, "Zoë")
	if got := fmt.Sprint(l.Find("", "zoe")); got != "[3]" {
		t.Errorf("a mended cell is not found: %s", got)
	}
}

// TestHeights: each row begins where the one before ends, and those to be mended have room for it.
func TestHeights(t *testing.T) {
	l := judged(t, read(t, messy), office())
	tops := l.tops(l.View(""), deskHeights)
	for i := range l.Lines {
		got, line := int(tops[i+1]-tops[i]), &l.Lines[i]
		switch {
		case line.Refused() && got < deskHeights.person+deskHeights.mend, line.Kind == members.RowNew && got != deskHeights.person,
			line.Kind == members.RowChanges && got <= deskHeights.person:
			t.Errorf("row %d, %s, is %d px high", line.Number, line.Kind, got)
		}
	}
}
