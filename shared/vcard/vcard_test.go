package vcard

import (
	"errors"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// row reads a text and shows the n-th card: what is filled, by field.
func row(t *testing.T, text string, n int) (string, sheet.Table) {
	t.Helper()
	table, err := Table(text, "en")
	if err != nil {
		t.Fatal(err)
	}
	m, err := staff.Columns(table.Header)
	if err != nil {
		t.Fatal(err)
	}
	cells, faults := staff.Normal(m, table.Rows[n])
	if len(faults) > 0 {
		t.Errorf("its cells are refused: %v", faults)
	}
	var out []string
	for _, f := range fields {
		if cells[f] != "" {
			out = append(out, string(f)+"="+cells[f])
		}
	}
	return strings.Join(out, " | "), table
}

func TestCardsBecomeRows(t *testing.T) {
	for _, c := range []struct {
		story, card, want string
	}{
		{"version 4, as the standard has it", "VERSION:4.0\nFN:Dr. Zoë Ødegård\nN:Ødegård;Zoë;Anna;Dr.;\nEMAIL;TYPE=work:z@a.example\nTEL;VALUE=uri;TYPE=\"voice,work\":tel:+47-22-1\nTEL;TYPE=cell:+47 400\nBDAY:19900306\nGENDER:F\nLANG:de-CH\nTITLE:Leitung\\, Netz\nNOTE:eins\\nzwei\nCATEGORIES:Ersthelfer,Brandschutz",
			"givenName=Zoë | surname=Ødegård | email=z@a.example | title=Leitung, Netz | phone=+47-22-1 | mobile=+47 400 | tags=Ersthelfer, Brandschutz | birthday=1990-03-06 | sex=female | language=de | notes=eins\nzwei"},
		{"version 3, with folded lines, groups and several addresses", "VERSION:3.0\r\nN:Bauer;Jörg;;;\r\nitem1.EMAIL;type=INTERNET:privat@b.example\r\nEMAIL;TYPE=INTERNET,PREF:j@a.exa\r\n mple\r\nTEL;TYPE=HOME,VOICE:1\r\nTEL;TYPE=WORK,FAX:2\r\nADR;TYPE=WORK:;;Weg 1;Bern;;3000;Schweiz\r\nURL:https://a.example",
			"givenName=Jörg | surname=Bauer | email=j@a.example | location=Bern | contacts=Email: privat@b.example | Home: 1 | Fax: 2 | Web: https\\://a.example"},
		{"version 2.1, quoted-printable in UTF-8 over two lines", "VERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=A4=C3=9Fler;J=C3=\r\n=B6rg;;;\r\nEMAIL;PREF;INTERNET:j@a.example\r\nTEL;CELL;VOICE:0170 1",
			"givenName=Jörg | surname=Bäßler | email=j@a.example | mobile=0170 1"},
		{"version 2.1, quoted-printable in Latin-1", "VERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Ute\nEMAIL:u@a.example\nAGENT:\nBEGIN:VCARD\nN:Agent;Secret\nEND:VCARD\nROLE:Meisterin",
			"givenName=Ute | surname=Müller | email=u@a.example | title=Meisterin"},
		{"only the whole name", "FN:Katharina von Abel\nEMAIL:k@a.example", "givenName=Katharina von | surname=Abel | email=k@a.example"},
		{"a birthday without a year, and an hour with one", "N:A;B\nEMAIL:k@a.example\nBDAY:--0306", "givenName=B | surname=A | email=k@a.example"},
		{"a moment of birth", "N:A;B\nEMAIL:k@a.example\nBDAY;VALUE=date-and-or-time:1990-03-06T00:00:00Z", "givenName=B | surname=A | email=k@a.example | birthday=1990-03-06"},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got, _ := row(t, "BEGIN:VCARD\n"+c.card+"\nEND:VCARD\n", 0); strings.ReplaceAll(got, `\:`, ":") != strings.ReplaceAll(c.want, `\:`, ":") {
				t.Errorf("the row is\n%q, want\n%q", got, c.want)
			}
		})
	}
}

func TestSeveralCardsInAFile(t *testing.T) {
	got, table := row(t, "begin:vcard\nN:A;B\nEMAIL:a@a.example\nEND:VCARD\n\nBEGIN:VCARD\nN:C;D\nEMAIL:c@a.example\nORG:Acme\nPHOTO:abc\nPRODID:x\nEND:VCARD", 1)
	if got != "givenName=D | surname=C | email=c@a.example" || table.Rows[1].Number != 2 || table.Rows[1].Line != 7 {
		t.Errorf("the second card is %q in row %d of line %d", got, table.Rows[1].Number, table.Rows[1].Line)
	}
	m, _ := staff.Columns(table.Header)
	var left []string
	for _, c := range m.Unknown {
		left = append(left, c.Name)
	}
	if strings.Join(left, " ") != "ORG PHOTO" || len(table.Rows[0].Cells) != len(table.Header) {
		t.Errorf("%v is left alone, and the first row has %d cells of %d", left, len(table.Rows[0].Cells), len(table.Header))
	}
}

func TestCardsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		story, text, want string
		row               int
	}{
		{"no card", "Vorname;Nachname", "vcard.none", 0},
		{"one that does not end", "BEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nN:A;B", "vcard.unclosed", 2},
		{"too many", strings.Repeat("BEGIN:VCARD\nEND:VCARD\n", sheet.MaxRows+1), sheet.TooManyRows, sheet.MaxRows + 1},
	} {
		_, err := Table(c.text, "de")
		var f *fault.Fault
		if !errors.As(err, &f) || f.Code != c.want || f.Row != c.row {
			t.Errorf("%s: %v, want %s in row %d", c.story, err, c.want, c.row)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:=C3=\n=A4;\\;\nBDAY:T\nGENDER:;\nLANG:x\nEND:VCARD")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Table(text, "de")
		for _, r := range table.Rows {
			if len(r.Cells) != len(table.Header) {
				t.Errorf("%d cells under %d headings", len(r.Cells), len(table.Header))
			}
		}
		if err != nil && fault.First(err) == nil {
			t.Error(err)
		}
	})
}
