package story

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Part is a piece of a sentence: plain words, or what names something.
type Part struct {
	Text   string
	Strong bool   // names somebody
	Member string // id of the member that it names, who may be gone by now
	Group  string // the same of a group
	Entry  uint64 // position of the entry that it names
}

// Text is the whole sentence.
func Text(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Places of names in a sentence while it is being put together. No parser lets these characters into a name.
const whoMark, whomMark, entryMark = "\x01", "\x02", "\x03"

// Tell says in a sentence who did what to whom. Of several it names the one that about is the id of, if that is among them.
func Tell(it Item, names *Names, about string) []Part {
	e := it.Entries[0]
	t := teller{it, e, names, about}
	s := t.sentence()
	var parts []Part
	for s != "" {
		i := strings.IndexAny(s, whoMark+whomMark+entryMark)
		if i < 0 {
			return append(parts, Part{Text: s})
		}
		if i > 0 {
			parts = append(parts, Part{Text: s[:i]})
		}
		switch s[i : i+1] {
		case whoMark:
			parts = append(parts, Part{Text: e.Actor.Name, Strong: true, Member: string(e.Actor.Member)})
		case entryMark:
			seq := it.Undoes()[0]
			parts = append(parts, Part{Text: ui.T("audit.entry.within", "entry", strconv.FormatUint(seq, 10)), Entry: seq})
		default:
			parts = append(parts, t.whom()...)
		}
		s = s[i+1:]
	}
	return parts
}

type teller struct {
	it    Item
	e     ledger.Entry
	names *Names
	about string
}

func (t teller) say(key string, values ...string) string {
	return ui.T(key, append(values, "who", whoMark, "whom", whomMark)...)
}

// sentence has marks where the names belong.
func (t teller) sentence() string {
	if t.e.Actor.Name == "" {
		return t.say("audit.did.hidden")
	}
	if strings.HasPrefix(t.e.Deed, "groups.") && len(t.e.Changes) > 0 {
		return t.aboutGroups()
	}
	switch t.e.Deed {
	case "tenants.found":
		return t.say("audit.did.found", "name", t.value("name"))
	case "tenants.rename":
		return t.say("audit.did.rename", "name", t.value("name"))
	case "tenants.setOffline":
		return t.say("audit.did.offline", "time", t.offline())
	case "tenants.rememberColumn":
		return t.say("audit.did.column")
	case "tenants.setLogo":
		return t.say("audit.did.logo")
	case "tenants.colourTag":
		return t.say("audit.did.colour")
	case "tenants.edit":
		return t.say("audit.did.master", "fields", t.fields())
	case "members.confirm", "members.congratulate", "members.create", "members.createWithPassword", "members.deactivate", "members.delete", "members.dismissAgents", "members.erase", "members.invite", "members.nameAgents", "members.reactivate", "members.unidentify", "members.unschedule":
		return t.say("audit.did." + strings.TrimPrefix(t.e.Deed, "members."))
	case "members.edit":
		return t.say("audit.did.edit", "fields", t.fields())
	case "members.schedule":
		return t.scheduled()
	case "members.renew":
		return t.say("audit.did.renew", "day", ui.Day(textOf(t.e.Changes[0].After["until"])))
	case "members.identify":
		var i org.Identity
		_ = json.Unmarshal(t.e.Changes[0].After["identity"], &i) // what is not to be seen says nothing
		return t.say("audit.did.identify", "how", ui.IdentityWayText(i.How))
	case "members.due":
		if t.e.Changes[0].Op == ledger.Deleted {
			return t.say("audit.did.due.delete")
		}
		if string(t.e.Changes[0].After["deactivated"]) != "true" {
			return t.say("audit.did.due.tags")
		}
		return t.say("audit.did.due.deactivate")
	case "members.leave":
		if len(t.e.Changes) > 0 && t.e.Changes[0].Op == ledger.Deleted {
			return t.say("audit.did.left")
		}
		return t.say("audit.did.leave")
	case "tenants.addDomain", "tenants.removeDomain", "tenants.proveDomain":
		return t.say("audit.did."+strings.TrimPrefix(t.e.Deed, "tenants."), "domains", t.domains())
	case "tenants.connect", "tenants.disconnect":
		return t.say("audit.did."+strings.TrimPrefix(t.e.Deed, "tenants."), "systems", t.systems())
	case "members.reportStorage":
		return ui.N("audit.did.reportStorage", len(t.e.Changes), "who", whoMark, "whom", whomMark)
	case "tenants.setJoining":
		return t.say("audit.did.setJoining", "rule", value("joining", t.tenantField("joining"), true))
	case "links.make":
		return t.linkMade()
	case "links.close":
		return t.say("audit.did.linkClosed")
	case "links.join":
		return t.say("audit.did.joined")
	case "members.tag":
		return t.tag()
	case "members.withdrawInvitation":
		return t.say("audit.did.withdraw")
	case "members.import":
		return t.imported("")
	case "ledger.undo":
		return t.undone()
	}
	return t.say("audit.did.other", "deed", t.e.Deed)
}

// scheduled tells which day became the last one, and what follows. Where only one of the two was changed, the other is what it was.
func (t teller) scheduled() string {
	after := t.e.Changes[0].After
	then := "schedule.then.deactivate"
	if string(after["deleteAfter"]) == "true" {
		then = "schedule.then.delete"
	}
	day := textOf(after["until"])
	if day == "" {
		return t.say("audit.did.edit", "fields", t.fields())
	}
	return t.say("audit.did.schedule", "day", ui.Day(day), "then", ui.T(then))
}

// linkMade tells what those become who join by the link, and whether it took the place of another.
func (t teller) linkMade() string {
	key, kind := "audit.did.linkMade", ""
	for _, c := range t.e.Changes {
		if c.Op == ledger.Deleted {
			key = "audit.did.linkReplaced"
		} else {
			kind = kindText(textOf(c.After["kind"]))
		}
	}
	return t.say(key, "kind", kind)
}

// value is what a field of the organisation became.
func (t teller) value(field string) string { return textOf(t.tenantField(field)) }

func (t teller) tenantField(field string) json.RawMessage {
	for _, c := range t.e.Changes {
		if c.Kind == ledger.KindTenant {
			return c.After[field]
		}
	}
	return nil
}

// domains are the mail domains that came, went or changed.
func (t teller) domains() string { return t.moved("domains", domainsOf) }

// systems are the connected systems that came or went.
func (t teller) systems() string { return t.moved("systems", systemsOf) }

// moved is what came into a list of the organisation's, or went.
func (t teller) moved(field string, of func(json.RawMessage) []string) string {
	for _, c := range t.e.Changes {
		if c.Kind == ledger.KindTenant {
			came, gone := between(of(c.Before[field]), of(c.After[field]))
			if len(came) == 0 {
				came = gone
			}
			return strings.Join(came, ", ")
		}
	}
	return ""
}

// offline is for how long devices work without contact since.
func (t teller) offline() string {
	for _, c := range t.e.Changes {
		if c.Kind == ledger.KindTenant {
			return hoursOf(c.After["offlineHours"])
		}
	}
	return ""
}

// fields names what an edit touched.
func (t teller) fields() string {
	var labels []string
	for _, e := range t.it.Entries {
		for _, c := range e.Changes {
			for _, l := range Lines(c) {
				if !slices.Contains(labels, l.Label) {
					labels = append(labels, l.Label)
				}
			}
		}
	}
	return and(labels)
}

// and joins words as one would say them.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return ui.T("audit.and", "first", strings.Join(words[:last], ", "), "last", words[last])
}

func (t teller) tag() string {
	var added, removed []string
	collect := func(to *[]string, tags []string) {
		for _, tag := range tags {
			if !slices.Contains(*to, tag) {
				*to = append(*to, tag)
			}
		}
	}
	for _, e := range t.it.Entries {
		for _, c := range e.Changes {
			a, r := tagsBetween(c)
			collect(&added, a)
			collect(&removed, r)
		}
	}
	switch {
	case len(added)+len(removed) == 0:
		return t.say("audit.did.tagTerm")
	case len(removed) == 0:
		return t.say("audit.did.tag", "tags", quoted(added))
	case len(added) == 0:
		return t.say("audit.did.untag", "tags", quoted(removed))
	}
	return t.say("audit.did.retag")
}

// quote puts the language's marks around what somebody has written.
func quote(text string) string { return ui.T("audit.quoted", "text", text) }

func quoted(tags []string) string {
	out := make([]string, len(tags))
	for i, tag := range tags {
		out[i] = quote(tag)
	}
	return and(out)
}

func (t teller) imported(of string) string {
	created, changed := 0, 0
	for _, e := range t.it.Entries {
		for _, c := range e.Changes {
			if c.Op == ledger.Created {
				created++
			} else {
				changed++
			}
		}
	}
	switch {
	case changed == 0:
		return ui.N("audit.did.import."+of+"new", created, "who", whoMark)
	case created == 0:
		return ui.N("audit.did.import."+of+"changed", changed, "who", whoMark)
	}
	return ui.N("audit.did.import."+of+"both", created, "who", whoMark, "changed", ui.Number(changed))
}

func (t teller) undone() string {
	if n := len(t.it.Undoes()); n != 1 {
		return ui.N("audit.did.undo.many", n, "who", whoMark, "whom", whomMark)
	}
	key, name := "audit.did.undo.one", ""
	if len(t.e.Changes) == 1 {
		key, name = undoneTo(t.e.Changes[0])
	}
	return t.say(key, "entry", entryMark, "name", name, "fields", t.fields())
}

// undoneTo finds how to say what an undo has led to, and what the organisation got back: its name, or how long devices work without contact.
func undoneTo(c ledger.Change) (key, name string) {
	switch {
	case c.Op == ledger.Created:
		return "audit.did.undo.created", ""
	case c.Op == ledger.Deleted:
		return "audit.did.undo.deleted", ""
	case c.Kind == ledger.KindTenant && c.After["name"] != nil:
		return "audit.did.undo.renamed", textOf(c.After["name"])
	case c.Kind == ledger.KindTenant && (c.Before["offlineHours"] != nil || c.After["offlineHours"] != nil):
		return "audit.did.undo.offline", hoursOf(c.After["offlineHours"])
	case c.Kind == ledger.KindTenant && (c.Before["columns"] != nil || c.After["columns"] != nil):
		return "audit.did.undo.column", ""
	case c.Kind == ledger.KindTenant && (c.Before["logo"] != nil || c.After["logo"] != nil):
		return "audit.did.undo.logo", ""
	case c.Kind == ledger.KindTenant && (c.Before["tagColours"] != nil || c.After["tagColours"] != nil):
		return "audit.did.undo.colour", ""
	case c.Kind == ledger.KindTenant && (c.Before["systems"] != nil || c.After["systems"] != nil):
		return "audit.did.undo.systems", ""
	case c.Kind == ledger.KindTenant:
		return "audit.did.undo.master", ""
	case string(c.After["deactivated"]) == "true":
		return "audit.did.undo.deactivated", ""
	case c.Before["deactivated"] != nil:
		return "audit.did.undo.reactivated", ""
	}
	return "audit.did.undo.edited", ""
}

// whom names the first record that was changed and says how many there are beside it.
func (t teller) whom() []Part {
	var first ledger.Change
	seen := map[ledger.Ref]bool{}
	for _, e := range t.it.Entries {
		for _, c := range e.Changes {
			if e.Deed == "members.delete" && c.Op != ledger.Deleted {
				continue // who takes over groups stays
			}
			if len(seen) == 0 || c.ID == t.about {
				first = c
			}
			seen[c.Ref()] = true
		}
	}
	if len(seen) == 0 {
		return []Part{{Text: ui.T("audit.somebody")}}
	}
	name := Part{Text: t.nameOf(first), Strong: true}
	switch first.Kind {
	case ledger.KindMember:
		name.Member = first.ID
	case ledger.KindGroup:
		name.Group, name.Text = first.ID, quote(name.Text)
	}
	if len(seen) == 1 {
		return []Part{name}
	}
	return []Part{name, {Text: ui.N("audit.others", len(seen)-1)}}
}

func (t teller) nameOf(c ledger.Change) string {
	if c.Kind == ledger.KindTenant {
		return ui.T("audit.organisation")
	}
	if c.Kind == ledger.KindLink {
		return ui.T("audit.aLink")
	}
	if name := nameIn(c); name != "" {
		return name
	}
	if c.Kind == ledger.KindGroup {
		return groupName(org.GroupID(c.ID))
	}
	return t.names.Of(c.ID)
}

// NameIn names the record of a change.
func NameIn(c ledger.Change, names *Names) string { return teller{names: names}.nameOf(c) }
