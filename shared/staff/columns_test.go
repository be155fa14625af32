package staff

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/fault"
)

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		story, header string // cells with | between
		want          string // fields by column, - for unknown
	}{
		{"a German list", "Vorname|Nachname|E-Mail|Art|Position|Standort|Telefon|Schlagworte|Eintrittsdatum|Bemerkung", "givenName surname email kind title location phone tags startDate notes"},
		{"an English list", "First name|Last name|Email|Kind|Job title|Location|Phone|Tags|Start date|Notes", "givenName surname email kind title location phone tags startDate notes"},
		{"the short names of the manual, in any order and case", "EMAIL|givenname|SurName", "email givenName surname"},
		{"snake case and spaces", "given_name| family name |e mail address", "givenName surname email"},
		{"umlauts written in three ways", "Vorname|Nachname|E-Mail|Büro|Tätigkeit|Schlagwoerter", "givenName surname email location title tags"},
		{"umlauts left off", "Vorname|Nachname|E-Mail|Buro|Tatigkeit|Schlagworter", "givenName surname email location title tags"},
		{"capital umlauts", "VORNAME|NACHNAME|E-MAIL|BÜRO|TÄTIGKEIT", "givenName surname email location title"},
		{"punctuation", "Vorname:|Zuname *|E-Mail-Adresse|Tel.-Nr.", "givenName surname email phone"},
		{"an official e-mail", "Familienname|Rufname|dienstliche E-Mail", "surname givenName email"},
		{"Name is the surname beside Vorname", "Name|Vorname|Mail", "surname givenName email"},
		{"but not beside Nachname", "Name|Nachname|Vorname|Mail", "- surname givenName email"},
		{"the first name counts before the calling name", "Rufname|Vorname|Nachname|Mail", "- givenName surname email"},
		{"the position counts before an academic title", "Titel|Vorname|Nachname|Mail|Funktion", "- givenName surname email title"},
		{"a title alone is the position", "Titel|Vorname|Nachname|Mail", "title givenName surname email"},
		{"landline and mobile", "Vorname|Nachname|Mail|Mobil|Telefon", "givenName surname email mobile phone"},
		{"a mobile alone is no landline", "Vorname|Nachname|Mail|Mobiltelefon", "givenName surname email mobile"},
		{"what a staff office has", "Personal-Nr.|Anrede|Vorname|Nachname|Mail|Geb.-Datum|Sprache", "staffNumber sex givenName surname email birthday language"},
		{"remarks in brackets", "Vorname|Nachname|E-Mail (privat)|E-Mail|Eintritt (TT.MM.JJJJ)", "givenName surname - email startDate"},
		{"two languages in one heading", "Vorname / First name|Nachname/Surname|E-Mail", "givenName surname email"},
		{"several words that agree", "Vorname|Nachname|E-Mail|Titel/Position/Funktion|Ort/Standort", "givenName surname email title location"},
		{"words that don't agree are unknown", "Vorname|Nachname|E-Mail|Telefon/E-Mail", "givenName surname email -"},
		{"unknown columns, one without a heading", "Vorname|Nachname||E-Mail|Gehalt", "givenName surname - email -"},
		{"rows of a list handed back", "_row|Vorname|Nachname|E-Mail|Grund", "row givenName surname email -"},
		{"a directory's export", "displayName|givenName|surname|mail|userPrincipalName|jobTitle|officeLocation|telephoneNumber", "- givenName surname email - title location phone"},
		{"quotes that a space left", ` "Vorname"| "Nachname"| "E-Mail"`, "givenName surname email"},
	} {
		t.Run(c.story, func(t *testing.T) {
			header := strings.Split(c.header, "|")
			m, err := Columns(header)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(header))
			for _, u := range m.Unknown {
				got[u.Index] = "-"
			}
			for f, i := range m.Columns {
				got[i] += string(f)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("columns are\n%s, want\n%s", s, c.want)
			}
		})
	}
}

func TestColumnsRefuses(t *testing.T) {
	is := func(code string, f Field, values ...string) *fault.Fault {
		return fault.New(fault.Invalid, code, values...).On(string(f)).InRow(1)
	}
	for _, c := range []struct {
		story, header string
		want          fault.List
	}{
		{"each missing column", "Vorname|Ort", fault.List{is("staff.noSurname", Surname), is("staff.noEmail", Email)}},
		{"nothing of use", "Artikel|Preis", fault.List{is("staff.noGivenName", GivenName), is("staff.noSurname", Surname), is("staff.noEmail", Email)}},
		{"a column for the whole name", "Name|E-Mail", fault.List{is("staff.fullName", Surname, "column", "Name")}},
		{"surname and given name in one", "Nachname, Vorname|Mail", fault.List{is("staff.fullName", Surname, "column", "Nachname, Vorname")}},
		{"a field twice, naming both", "Vorname|Nachname|E-Mail|dienstliche E-Mail", fault.List{is("staff.columnTwice", Email, "column", "E-Mail", "other", "dienstliche E-Mail")}},
		{"a field three times", "Vorname|Nachname|E-Mail|Mail|Email", fault.List{
			is("staff.columnTwice", Email, "column", "E-Mail", "other", "Mail"), is("staff.columnTwice", Email, "column", "E-Mail", "other", "Email")}},
		{"no headings at all", "Anna|Müller|anna.mueller@example.de", fault.List{is("staff.noHeader", "", "value", "anna.mueller@example.de")}},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, err := Columns(strings.Split(c.header, "|"))
			if got := fault.All(err); !reflect.DeepEqual(got, c.want) {
				t.Errorf("refused with %v, want %v", got, c.want)
			}
		})
	}
}

func TestNamesColumnsByHeadingOrLetters(t *testing.T) {
	m, err := Columns([]string{" Vorname ", "Nachname", "E-Mail", "", "Gehalt"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []Column{{3, "D"}, {4, "Gehalt"}}; !slices.Equal(m.Unknown, want) {
		t.Errorf("unknown columns %v, want %v", m.Unknown, want)
	}
	if got := m.Name(GivenName); got != "Vorname" {
		t.Errorf("the given name's column is called %q, want Vorname", got)
	}
	if got := m.Name(Phone); got != "" {
		t.Errorf("a field without a column is called %q, want nothing", got)
	}
}

func TestHeaderIsReadBack(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		m, err := Columns(Header(lang))
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range Fields {
			if at, ok := m.Columns[f]; !ok || at != i {
				t.Errorf("in %s, %q is read as column %d (%v), want %d", lang, Name(f, lang), at, ok, i)
			}
		}
	}
}

// A spelling that stands for two fields would be read by chance.
func TestSpellingsMeanOneField(t *testing.T) {
	owner := map[string]Field{}
	for f, s := range spellings {
		for _, word := range append(strings.Fields(s.sure+" "+s.likely), s.de, s.en, string(f)) {
			if other, ok := owner[Fold(word)]; ok && other != f {
				t.Errorf("%q means both %s and %s: drop one", word, f, other)
			}
			owner[Fold(word)] = f
		}
	}
	for _, f := range Fields {
		if spellings[f].de == "" || spellings[f].en == "" {
			t.Errorf("%s has no heading for templates: add it to spellings", f)
		}
	}
}

func TestWhatSomebodyHasSaidCountsWhereNothingElseIsKnown(t *testing.T) {
	said := map[string]Field{Fold("Mailkontakt"): Email, Fold("Vorname"): Surname, Fold("Kürzel"): StaffNumber}
	m, err := ColumnsAs([]string{"Vorname", "Nachname", "MAIL-KONTAKT", "Kürzel", "Schuhgröße"}, said)
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[Field]int{GivenName: 0, Surname: 1, Email: 2, StaffNumber: 3} {
		if got, ok := m.Columns[f]; !ok || got != want {
			t.Errorf("%s is column %d, want %d", f, got, want)
		}
	}
	if len(m.Unknown) != 1 || m.Unknown[0].Name != "Schuhgröße" {
		t.Errorf("unknown are %v", m.Unknown)
	}
	if _, err := ColumnsAs([]string{"Vorname", "Nachname", "E-Mail", "Mailkontakt"}, said); err == nil {
		t.Error("two columns are one field, and nobody is told")
	}
}
