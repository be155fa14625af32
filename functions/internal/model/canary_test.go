package model_test

import (
	"fmt"
	"regexp"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The second mistake: entries, previews, faults and lists that show somebody a value which is not theirs to see. So every value
// that is written in a history is different from all others, a canary, and every byte that comes back is searched for those
// that the one who asked may not see. Who may see what is written down here once more, and not taken from the code under test.

// canary is what a value is of.
type canary struct {
	tenant org.TenantID
	of     string // id of the record; of the account for what is an account's
	field  string // of a record, or "command", "job", "account", "id" of a member
}

// aviary knows all canaries.
type aviary struct {
	n    uint64
	all  map[string]canary
	sent map[org.AccountID]map[string]bool // what somebody has sent is no news to them
}

func newAviary() *aviary {
	return &aviary{all: map[string]canary{}, sent: map[org.AccountID]map[string]bool{}}
}

// tokens finds everything in a text that may be a canary: words, phone numbers, days of the last century, and ids.
var tokens = regexp.MustCompile(`zq[0-9a-v]{9}|\+999[0-9]{9}|19[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-7][0-9A-HJKMNP-TV-Z]{25}`)

// value makes a value of a field that no other has.
func (v *aviary) value(tenant org.TenantID, of string, field string) string {
	v.n++
	text, out := testworld.Canary(v.n, field)
	v.all[text] = canary{tenant, of, field}
	return out
}

// id makes something that already is unique a canary.
func (v *aviary) id(tenant org.TenantID, id, of, field string) {
	v.all[id] = canary{tenant, of, field}
}

// knows notes what somebody sends.
func (v *aviary) knows(p *person, sent string) {
	if v.sent[p.Account] == nil {
		v.sent[p.Account] = map[string]bool{}
	}
	for _, t := range tokens.FindAllString(sent, -1) {
		v.sent[p.Account][t] = true
	}
}

// shows says whether somebody may see a canary in the role that they have now, "" for none.
func (c canary) shows(p *person, role org.Role) bool {
	if c.field == "account" {
		return c.of == string(p.Account)
	}
	if c.field == "id" && c.of == string(p.Member) {
		return true
	}
	manages := role == org.Owner || role == org.Admin
	self := c.of == string(p.Member)
	switch {
	case c.tenant != p.tenant.ID() || role == "":
		return false
	case manages, c.field == "tenant", c.field == "group":
		return true
	case c.field == "tags" || c.field == "notes" || c.field == "register" || c.field == "command" || c.field == "job":
		return false
	case c.field == "startDate":
		return self
	}
	return self || role == org.User
}

// foreign lists the canaries in a text that somebody may not see.
func (v *aviary) foreign(p *person, role org.Role, raw string) []string {
	var out []string
	for _, t := range tokens.FindAllString(raw, -1) {
		c, known := v.all[t]
		if known && !c.shows(p, role) && !v.sent[p.Account][t] {
			out = append(out, fmt.Sprintf("%s, the %s of %s", t, c.field, c.of))
		}
	}
	return out
}

// in lists the values among the canaries in a text, ids left out.
func (v *aviary) in(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range tokens.FindAllString(text, -1) {
		if c, known := v.all[t]; known && c.field != "command" && c.field != "job" && c.field != "account" && c.field != "id" {
			out[t] = true
		}
	}
	return out
}

// visible are those of some canaries that somebody may see.
func (v *aviary) visible(p *person, role org.Role, of map[string]bool) map[string]bool {
	out := map[string]bool{}
	for t := range of {
		if v.all[t].shows(p, role) {
			out[t] = true
		}
	}
	return out
}

// now is what somebody is in the organisation at this moment, "" if it is closed to them.
func (p *person) now() org.Role {
	p.Helper()
	if p.cookie == "" {
		return ""
	}
	s, err := p.Table.Look(p.Context(), p.tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{p.ref()}}, Access: p.Member})
	if err != nil {
		p.Fatal(err)
	}
	m, ok := s.Records[p.ref()].Value.(org.Member)
	if !ok || m.Deactivated || !s.Access.Opens(p.Account, p.signed) {
		return ""
	}
	return m.Role
}
