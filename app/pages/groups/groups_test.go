package groups

import (
	"slices"
	"testing"
)

func TestAddressesInWhatIsPasted(t *testing.T) {
	for _, c := range []struct {
		story, text string
		want        []string
	}{
		{"a line each", "a@x.de\nb@x.de\r\n", []string{"a@x.de", "b@x.de"}},
		{"as mail programs write them", `"Berger, Ben" <ben@x.de>; Anna (Netz) <anna@x.de>`, []string{"ben@x.de", "anna@x.de"}},
		{"from a table", "Ben\tben@x.de\tWerk\nAnna\tanna@x.de\tNetz", []string{"ben@x.de", "anna@x.de"}},
		{"one twice", "ben@x.de, BEN@x.de", []string{"ben@x.de"}},
		{"a link", "mailto:ben@x.de", []string{"ben@x.de"}},
		{"none", "Ben Berger", nil},
	} {
		if got := Addresses(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}
