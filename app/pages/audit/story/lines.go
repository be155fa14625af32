package story

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Line is what became of one field, in words. Before and After are "" where the field was or became empty.
type Line struct {
	Field, Label  string
	Before, After string
	// Added and Removed are of fields that hold a list: then Before and After are the whole list.
	Added, Removed []string
}

// order is the order in which fields are told; what is missing here comes behind, by name.
var order = []string{
	"name", "logo", "type", "parent", "description", "smart", "rule", "legalForm", "register", "vatID", "street", "postalCode", "city", "website", "billing", "signatureDe", "signatureEn", "language", "wording", "zone", "founded", "offlineHours", "columns", "tagColours", "people", "hidden", "joining", "systems",
	"kind", "made", "by", "limit", "domains", "used",
	"givenName", "surname", "photo", "email", "role", "deactivated", "confirmed", "title", "location", "phone", "mobile", "contacts", "groups", "tags", "tagTerms", "staffNumber", "startDate", "firstDay", "until", "term", "deleteAfter", "untilBy", "birthday", "birthdayHidden", "greetings", "sex", "quota", "storage", "notes", "invitation", "passwordUntil", "left", "agent", "identity",
}

// Lines tells a change field by field.
func Lines(c ledger.Change) []Line {
	names := ledger.Names(c.Before, c.After)
	sort.SliceStable(names, func(i, k int) bool { return place(names[i]) < place(names[k]) })
	lines := make([]Line, 0, len(names)+1)
	if len(c.Erased) > 0 {
		lines = append(lines, Line{Field: "erased", Label: ui.T("audit.erased"), After: ui.T("audit.erasedValue")})
	}
	for _, name := range names {
		l := Line{
			Field: name, Label: Label(name),
			Before: value(name, c.Before[name], c.Op == ledger.Updated),
			After:  value(name, c.After[name], c.Op == ledger.Updated),
		}
		switch name {
		case "tags":
			l.Added, l.Removed = tagsBetween(c)
		case "tagTerms":
			l.Added, l.Removed = between(tagTermsOf(c.Before[name]), tagTermsOf(c.After[name]))
		case "domains":
			l.Added, l.Removed = between(domainsOf(c.Before[name]), domainsOf(c.After[name]))
		case "systems":
			l.Added, l.Removed = between(systemsOf(c.Before[name]), systemsOf(c.After[name]))
		case "contacts":
			l.Added, l.Removed = between(contactsOf(c.Before[name]), contactsOf(c.After[name]))
		case "columns":
			l.Added, l.Removed = between(columnsOf(c.Before[name]), columnsOf(c.After[name]))
		case "tagColours":
			l.Added, l.Removed = between(coloursOf(c.Before[name]), coloursOf(c.After[name]))
		case "groups":
			l.Added, l.Removed = between(groupsOf(c.Before[name]), groupsOf(c.After[name]))
		}
		lines = append(lines, l)
	}
	return lines
}

func place(field string) int {
	if i := slices.Index(order, field); i >= 0 {
		return i
	}
	return len(order)
}

// Label names a field.
func Label(field string) string { return ui.T("field." + field) }

// Value says in words what a field is.
func Value(field string, raw json.RawMessage) string { return value(field, raw, true) }

// value says a field's value in words. Of a change, what is missing was or became the field's other state.
func value(field string, raw json.RawMessage, change bool) string {
	switch field {
	case "deactivated":
		return either(raw, change, "audit.access.ended", "audit.access.open")
	case "deleteAfter":
		return either(raw, change, "schedule.then.delete", "schedule.then.deactivate")
	case "smart":
		return either(raw, change, "smart.title", "smart.chosen")
	case "rule":
		return RuleText(org.Rule(textOf(raw)))
	case "agent":
		return either(raw, change, "identity.agent.yes", "identity.agent.no")
	case "identity":
		return identityOf(raw)
	case "confirmed":
		return either(raw, change, "audit.email.confirmed", "audit.email.unconfirmed")
	case "tags":
		return strings.Join(listOf(raw), ", ")
	case "tagTerms":
		return strings.Join(tagTermsOf(raw), ", ")
	case "groups":
		return strings.Join(groupsOf(raw), ", ")
	case "columns":
		return strings.Join(columnsOf(raw), ", ")
	case "tagColours":
		return strings.Join(coloursOf(raw), ", ")
	case "contacts":
		return strings.Join(contactsOf(raw), ", ")
	case "greetings":
		return strings.Join(greetingsOf(raw), ", ")
	case "people":
		if len(raw) > 0 || change {
			return peopleOf(org.People(textOf(raw)))
		}
	case "hidden":
		return strings.Join(labelsOf(org.Hidden(textOf(raw)).Fields()), ", ")
	case "domains":
		return strings.Join(domainsOf(raw), ", ")
	case "systems":
		return strings.Join(systemsOf(raw), ", ")
	case "storage":
		return storageOf(raw)
	case "joining":
		if len(raw) > 0 || change {
			return ui.JoiningText(org.Joining(textOf(raw)))
		}
	case "limit", "used":
		return numberOf(raw)
	case "left":
		return leftOf(raw)
	case "invitation":
		return invitationOf(raw)
	case "parent":
		if len(raw) > 0 || change {
			return groupName(org.GroupID(textOf(raw)))
		}
	case "offlineHours":
		if len(raw) > 0 || change {
			return hoursOf(raw)
		}
	}
	s := textOf(raw)
	switch {
	case s == "":
		return ""
	case field == "kind":
		return kindText(s)
	case field == "made":
		if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
			return ui.DateTime(at)
		}
	case field == "by" || field == "untilBy":
		return nameHere(s)
	case field == "role":
		return ui.RoleText(org.Role(s))
	case field == "startDate" || field == "firstDay" || field == "until" || field == "founded" || field == "birthday" || field == "passwordUntil":
		return ui.Day(s)
	case field == "language":
		return ui.LanguageText(s)
	case field == "photo" || field == "logo":
		return ui.T("photo.there")
	case field == "term":
		n, _ := strconv.Atoi(strings.TrimRight(s, "dm"))
		return ui.N("term."+s[len(s)-1:], n)
	case field == "birthdayHidden":
		return ui.T("audit.hidden")
	case field == "quota":
		return ui.QuotaText(s)
	case field == "wording":
		return ui.WordingText(org.Wording(s))
	case field == "sex":
		return ui.SexText(s)
	}
	return s
}

func either(raw json.RawMessage, change bool, yes, no string) string {
	switch {
	case string(raw) == "true":
		return ui.T(yes)
	case change:
		return ui.T(no)
	}
	return ""
}

// coloursOf are tags with their colours.
func coloursOf(raw json.RawMessage) (out []string) {
	org.TagColours(textOf(raw)).Each(func(tag string, colour int) { out = append(out, tag+": "+ui.HueText(colour)) })
	return out
}

// tagTermsOf are tags with their first and last days.
func tagTermsOf(raw json.RawMessage) (out []string) {
	org.TagTerms(textOf(raw)).Each(func(tag string, t org.TagTerm) {
		line := tag + ":"
		if t.From != "" {
			line += " " + ui.T("schedule.from", "day", ui.Day(t.From))
		}
		if t.Until != "" {
			line += " " + ui.T("schedule.until", "day", ui.Day(t.Until))
		}
		out = append(out, line)
	})
	return out
}

// columnsOf are the headings of lists with what they mean.
func columnsOf(raw json.RawMessage) (out []string) {
	org.Columns(textOf(raw)).Each(func(heading, field string) {
		out = append(out, ui.T("audit.column", "heading", heading, "field", Label(field)))
	})
	return out
}

// peopleOf says who sees the others.
func peopleOf(p org.People) string {
	switch p {
	case "":
		return ui.T("sight.all")
	case org.PeopleOff:
		return ui.T("sight.off")
	}
	members, groups := p.Listed()
	var names []string
	for _, id := range groups {
		names = append(names, groupName(id))
	}
	for _, id := range members {
		names = append(names, nameHere(string(id)))
	}
	return strings.Join(names, ", ")
}

func labelsOf(fields []string) (out []string) {
	for _, f := range fields {
		out = append(out, Label(f))
	}
	return out
}

// domainsOf are mail domains: an organisation's, each with whether it is proved, or a link's.
func domainsOf(raw json.RawMessage) (out []string) {
	var list []org.MailDomain
	if json.Unmarshal(raw, &list) != nil {
		return listOf(raw)
	}
	for _, d := range list {
		state := "unproved"
		if d.Proved != "" {
			state = "proved"
		}
		out = append(out, d.Name+" ("+ui.T("joining.state."+state)+")")
	}
	return out
}

func kindText(kind string) string {
	if k, err := org.ParseKind("", kind); err == nil {
		return ui.RoleText(org.Role(k))
	}
	return kind
}

// nameHere names a member who is here; others are somebody.
func nameHere(id string) string {
	if m, there := store.Replica().Member(org.MemberID(id)); there {
		return m.Name()
	}
	return ui.T("audit.somebody")
}

func numberOf(raw json.RawMessage) string {
	var n int
	if len(raw) == 0 || json.Unmarshal(raw, &n) != nil {
		return ""
	}
	return ui.Number(n)
}

func listOf(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// contactsOf are further contacts, each in one line.
func contactsOf(raw json.RawMessage) (out []string) {
	var list []org.Contact
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	for _, c := range list {
		out = append(out, c.Label+": "+c.Value)
	}
	return out
}

// greetingsOf are who has congratulated, each with their words.
func greetingsOf(raw json.RawMessage) (out []string) {
	var list []org.Greeting
	_ = json.Unmarshal(raw, &list) // what is missing is none
	for _, g := range list {
		out = append(out, nameHere(string(g.By))+": "+quote(g.Text))
	}
	return out
}

func tagsBetween(c ledger.Change) (added, removed []string) {
	return between(listOf(c.Before["tags"]), listOf(c.After["tags"]))
}

func between(before, after []string) (added, removed []string) {
	for _, t := range after {
		if !slices.Contains(before, t) {
			added = append(added, t)
		}
	}
	for _, t := range before {
		if !slices.Contains(after, t) {
			removed = append(removed, t)
		}
	}
	return added, removed
}

// hoursOf says for how long devices work without contact; nobody's choice is the default.
func hoursOf(raw json.RawMessage) string {
	var t org.Tenant
	_ = json.Unmarshal(raw, &t.OfflineHours) // what is missing or no number is as if nobody had chosen
	return ui.Hours(t.Offline())
}

// invitationOf says until when an invitation is open, and what was added to it.
func invitationOf(raw json.RawMessage) string {
	var i *org.Invitation
	if json.Unmarshal(raw, &i) != nil || i == nil {
		return ""
	}
	said := ui.T("audit.invitation", "time", ui.DateTime(i.Until()))
	if i.Text != "" {
		said += " " + quote(i.Text)
	}
	return said
}

// identityOf says who has confirmed who somebody is, when, and by what.
func identityOf(raw json.RawMessage) string {
	var i *org.Identity
	if json.Unmarshal(raw, &i) != nil || i == nil {
		return ""
	}
	return ui.IdentityText(*i, nameHere(string(i.By)))
}

// leftOf says when somebody left by themselves, and why.
func leftOf(raw json.RawMessage) string {
	var l *org.Leaving
	if json.Unmarshal(raw, &l) != nil || l == nil {
		return ""
	}
	said := ui.DateTime(l.At)
	if l.Reason != "" {
		said += " " + quote(l.Reason)
	}
	return said
}

// systemsOf are connected systems by their names; what their keys are known by is nothing to read.
func systemsOf(raw json.RawMessage) (out []string) {
	var list []org.System
	_ = json.Unmarshal(raw, &list) // what is not to be seen says nothing
	for _, s := range list {
		out = append(out, s.Name)
	}
	return out
}

// storageOf says how much storage was reported.
func storageOf(raw json.RawMessage) string {
	var u *org.StorageUse
	if json.Unmarshal(raw, &u) != nil || u == nil {
		return ""
	}
	return ui.BytesText(u.Bytes)
}
