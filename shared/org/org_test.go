package org

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/fault"
)

func TestOnlyCanonicalULIDsAreIDs(t *testing.T) {
	for _, c := range []struct {
		in string
		ok bool
	}{
		{"01J0000000000000000TENANT1", true},
		{"7ZZZZZZZZZZZZZZZZZZZZZZZZZ", true},
		{"8ZZZZZZZZZZZZZZZZZZZZZZZZZ", false}, // beyond 128 bits
		{"01j0000000000000000tenant1", false},
		{"01J0000000000000000TENANTI", false}, // no I, L, O, U
		{"01J0000000000000000TENANT", false},
		{"01J0000000000000000TENANT11", false},
		{"01J000000000000#000TENANT1", false},
		{"", false},
	} {
		if _, err := ParseID[TenantID]("tenant", c.in); (err == nil) != c.ok {
			t.Errorf("%q: %v", c.in, err)
		}
	}
}

func TestIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(0, 1<<48-1).Draw(t, "millis")
		var chance [10]byte
		copy(chance[:], rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "chance"))
		id := NewID[MemberID](ms, chance)
		if !ValidID(string(id)) {
			t.Fatalf("%q is not canonical", id)
		}
		if got, _ := Millis(id); got != ms {
			t.Fatalf("%q holds %d, want %d", id, got, ms)
		}
		a, b := DeriveID[CommandID](id, 1), DeriveID[CommandID](id, 2)
		if a == b || a != DeriveID[CommandID](id, 1) || !ValidID(string(a)) {
			t.Fatalf("derived %q and %q", a, b)
		}
		if after := IDAfter(id, NewID[MemberID](ms/2, chance)); ms < 1<<48-1 && after <= id || !ValidID(string(after)) {
			t.Fatalf("%s does not come after %s", after, id)
		}
		later := NewID[MemberID](ms+1, [10]byte{})
		if ms < 1<<48-1 && later <= id {
			t.Fatalf("%q does not come after %q", later, id)
		}
	})
}

func TestParsingTwiceIsParsingOnce(t *testing.T) {
	parsers := map[string]func(string, string) (string, error){
		"name": ParseName, "title": ParseTitle, "phone": ParsePhone, "notes": ParseNotes, "date": ParseDate, "tenant": ParseTenantName,
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+0-9 ()/-]{0,12}`), rapid.StringMatching(`20[0-9]{2}-[01][0-9]-[0-3][0-9]`)).Draw(t, "text")
		for name, parse := range parsers {
			once, err := parse("f", in)
			if err != nil {
				if fault.All(err) == nil {
					t.Fatalf("%s %q: %v is no fault", name, in, err)
				}
				continue
			}
			if twice, err := parse("f", once); err != nil || twice != once {
				t.Fatalf("%s: %q parses to %q and that to %q, %v", name, in, once, twice, err)
			}
		}
	})
}

func TestTexts(t *testing.T) {
	for _, c := range []struct {
		story string
		parse func(string, string) (string, error)
		in    string
		want  string
		code  string
	}{
		{"space is one space", ParseName, "  Eva \t Maria ", "Eva Maria", ""},
		{"a name must be there", ParseName, " ", "", "text.missing"},
		{"100 umlauts are 100 characters", ParseName, strings.Repeat("ü", 100), strings.Repeat("ü", 100), ""},
		{"101 are too many", ParseName, strings.Repeat("ü", 101), "", "text.length"},
		{"nothing turns the text round", ParseName, "Ben\u202Egreb", "", "text.control"},
		{"no NUL", ParseName, "Ben\x00", "", "text.control"},
		{"broken bytes", ParseName, "Ben\xff", "", "text.control"},
		{"a phone as people write it", ParsePhone, "+49 (0) 30 / 123-45", "+49 (0) 30 / 123-45", ""},
		{"no phone", ParsePhone, "", "", ""},
		{"a word is no phone", ParsePhone, "im Büro", "", "phone.malformed"},
		{"a plus in the middle", ParsePhone, "030+123", "", "phone.malformed"},
		{"29 February of a leap year", ParseDate, "2028-02-29", "2028-02-29", ""},
		{"29 February of another", ParseDate, "2027-02-29", "", "date.malformed"},
		{"a German date is not ours", ParseDate, "31.12.2026", "", "date.malformed"},
		{"notes keep their lines", ParseNotes, "a\r\nb\rc\n", "a\nb\nc", ""},
		{"notes of 2001", ParseNotes, strings.Repeat("x", 2001), "", "text.length"},
		{"an organisation of one letter", ParseTenantName, "A", "", "text.length"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := c.parse("f", c.in)
			if c.code == "" && (err != nil || got != c.want) || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("got %q, %v; want %q %s", got, err, c.want, c.code)
			}
		})
	}
}

func TestTags(t *testing.T) {
	got, err := ParseTags("tags", []string{"zeta", "Äpfel", "äpfel", " neu ", "Neu", "alpha"})
	if want := []string{"alpha", "neu", "zeta", "Äpfel"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	if _, err := ParseTags("tags", []string{"a,b"}); !fault.Is(err, "tag.comma") {
		t.Errorf("a comma: %v", err)
	}
	many := make([]string, 21)
	for i := range many {
		many[i] = "t" + strconv.Itoa(i)
	}
	if _, err := ParseTags("tags", many); !fault.Is(err, "tags.tooMany") {
		t.Errorf("21 tags: %v", err)
	}
}

func TestAnUnknownRoleMayNothing(t *testing.T) {
	for _, right := range []Right{ManageMembers, GrantAdmin, ManageTenant, ReadLedger, SeeDirectory} {
		if Role("boss").May(right) || Role("").May(right) || Guest.May(right) {
			t.Errorf("somebody without a role may %s", right)
		}
	}
}

// TestEveryTextOfAMemberIsInTheTable: what is missing there is not checked, not edited and not kept on the device.
func TestEveryTextOfAMemberIsInTheTable(t *testing.T) {
	var m Member
	v := reflect.ValueOf(&m).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type != reflect.TypeFor[string]() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if text, found := MemberText(name); !found || text.Of(&m) != v.Field(i).Addr().Interface().(*string) {
			t.Errorf("%s is not in MemberTexts, or under another name", name)
		}
	}
}

func TestContacts(t *testing.T) {
	c := func(label, value string) Contact { return Contact{label, value} }
	got, err := ParseContacts("contacts", []Contact{c(" Threema ", "ABCD 1234"), c("privat", "0171  1"), c("Threema", "ABCD 1234")})
	if err != nil || !slices.Equal(got, []Contact{c("Threema", "ABCD 1234"), c("privat", "0171 1")}) {
		t.Error(got, err)
	}
	if none, err := ParseContacts("contacts", []Contact{}); none != nil || err != nil {
		t.Error(none, err)
	}
	for code, in := range map[string][]Contact{
		"text.missing": {c("", "x")}, "text.length": {c("x", strings.Repeat("x", 201))}, "text.control": {c("x\u202e", "y")},
	} {
		if _, err := ParseContacts("contacts", in); !fault.Is(err, code) {
			t.Errorf("%v: %v, want %s", in, err, code)
		}
	}
	var many []Contact
	for i := range MaxContacts + 1 {
		many = append(many, c("x", strconv.Itoa(i)))
	}
	if _, err := ParseContacts("contacts", many); !fault.Is(err, "contacts.tooMany") {
		t.Error(err)
	}
}
