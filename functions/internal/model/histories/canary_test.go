package histories

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/org"
)

// Every value that is written in a history is different from all others, a canary. What lies on a device, and every answer that
// goes to one, is searched for those that its owner may not see: of another organisation, or beyond their rights of today. Who may see
// what is written down here once more, and not taken from the code under test.

// canary is what a value is of.
type canary struct {
	tenant org.TenantID
	member org.MemberID // "" for what is the organisation's
	field  string
}

// aviary knows the canaries of one history. Those of others are strangers, and known as such by being unknown.
type aviary struct {
	n     uint64
	all   map[string]canary
	typed map[*person]map[string]bool // what somebody has put in is no news to them
}

func newAviary(seed uint64) aviary {
	return aviary{n: seed << 12, all: map[string]canary{}, typed: map[*person]map[string]bool{}}
}

// value makes a value of a field that no other has.
func (v *aviary) value(tenant org.TenantID, member org.MemberID, field string) string {
	v.n++
	token, out := testworld.Canary(v.n, field)
	v.all[token] = canary{tenant, member, field}
	return out
}

// id makes the id of a member a canary: who may not see anything of somebody is not to learn that there is such a person.
func (v *aviary) id(tenant org.TenantID, member org.MemberID) {
	v.all[string(member)] = canary{tenant, member, "id"}
}

// types notes what somebody puts in.
func (v *aviary) types(p *person, text []byte) {
	if v.typed[p] == nil {
		v.typed[p] = map[string]bool{}
	}
	tokens(text, func(t string) { v.typed[p][t] = true })
}

// sees says whether somebody in a role may see a canary, "" for no role.
func (c canary) sees(p *person, role org.Role) bool {
	switch {
	case c.field == "id" && c.member == p.member:
		return true
	case c.tenant != p.tenant.ID() || role == "":
		return false
	case role == org.Owner || role == org.Admin || c.field == "tenant", c.field == "group":
		return true
	case c.field == "tags" || c.field == "notes":
		return false
	case c.field == "startDate":
		return c.member == p.member
	}
	return c.member == p.member || role == org.User
}

// foreigner begins every value that histories make, of whichever seed: their numbers leave three of the digits that there is room for. What
// chance makes, such as a cursor, does not look so.
const foreigner = "zq000"

// foreign finds the first canary in a text that somebody in a role may not see; "" if there is none.
func (v *aviary) foreign(p *person, role org.Role, text []byte) (found string) {
	tokens(text, func(t string) {
		c, known := v.all[t]
		switch {
		case found != "" || v.typed[p][t]:
		case known && !c.sees(p, role):
			found = fmt.Sprintf("%s, the %s of %s", t, c.field, c.member)
		case !known && strings.HasPrefix(t, foreigner):
			found = t + " of another organisation"
		}
	})
	return found
}

// tokens calls visit with everything in a text that may be a canary: words, phone numbers, days of the last century, ids of members.
func tokens(text []byte, visit func(string)) {
	for i := 0; i < len(text); i++ {
		n := 0
		switch text[i] {
		case 'z':
			n = matches(text[i:], "zq.........", isBase32)
		case '+':
			n = matches(text[i:], "+999.........", isDigit)
		case '1':
			n = matches(text[i:], "19..-..-..", isDigit)
		case '0':
			n = matches(text[i:], "01K.......................", isUpper)
		}
		if n > 0 && (i == 0 || !inWord(text[i-1]) || newLine(text[:i])) && (i+n == len(text) || !inWord(text[i+n])) { // and not a part of chance in base64
			visit(string(text[i : i+n]))
			i += n - 1
		}
	}
}

// newLine says whether a text ends with the beginning of a new line, as JSON has it.
func newLine(text []byte) bool { return bytes.HasSuffix(text, []byte(`\n`)) }

// matches returns the length of a pattern in which each dot stands for a character of a kind, 0 if the text does not begin with it.
func matches(text []byte, pattern string, kind func(byte) bool) int {
	if len(text) < len(pattern) {
		return 0
	}
	for i := range len(pattern) {
		if c := text[i]; c != pattern[i] && (pattern[i] != '.' || !kind(c)) {
			return 0
		}
	}
	return len(pattern)
}

func TestCanariesAreKnownWhereverTheyStand(t *testing.T) {
	v := newAviary(9999)
	for _, field := range []string{"givenName", "email", "phone", "startDate", "notes"} {
		value := v.value("", "", field)
		token := ""
		tokens(encode(map[string]string{"a": value}), func(found string) { token = found })
		if _, known := v.all[token]; !known {
			t.Errorf("%s %q: found %q", field, value, token)
		}
		if strings.Contains(value, "zq") && !strings.HasPrefix(token, foreigner) {
			t.Errorf("%s %q would not be known as another's", field, value)
		}
	}
	var by person
	if found := v.foreign(&by, "", []byte(`"cursor":"zqk3v0a9bcd","x":"AAzq000001234"`)); found != "" {
		t.Errorf("%s is chance", found)
	}
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isBase32(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'v' }
func isUpper(c byte) bool  { return isDigit(c) || c >= 'A' && c <= 'Z' }

func inWord(c byte) bool {
	return isUpper(c) || c >= 'a' && c <= 'z' || c == '+' || c == '/' || c == '-' || c == '_'
}
