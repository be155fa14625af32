package story

import (
	"encoding/json"
	"strings"

	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// GroupName names a group that is here. Who shows stories says once where groups are looked up.
var GroupName = func(org.GroupID) (string, bool) { return "", false }

// groupName names a group, be it gone.
func groupName(id org.GroupID) string {
	if id == "" {
		return ui.T("groups.top")
	}
	if name, here := GroupName(id); here {
		return name
	}
	return ui.T("groups.gone")
}

// PartText names what somebody is in a group.
func PartText(p org.Part) string {
	switch p {
	case org.PartLeader:
		return ui.T("part.leader")
	case org.PartDeputy:
		return ui.T("part.deputy")
	}
	return ui.T("part.member")
}

func membershipsOf(raw json.RawMessage) []org.Membership {
	var list []org.Membership
	_ = json.Unmarshal(raw, &list)
	return list
}

// groupsOf says in words which groups somebody is in, and as what; also where only the groups' ids are given.
func groupsOf(raw json.RawMessage) []string {
	var ids []org.GroupID
	in := membershipsOf(raw)
	if json.Unmarshal(raw, &ids) == nil {
		in = nil
		for _, id := range ids {
			in = append(in, org.Membership{Group: id})
		}
	}
	out := make([]string, len(in))
	for i, m := range in {
		out[i] = groupName(m.Group)
		if m.Part != org.PartMember {
			out[i] = ui.T("groups.inPart", "group", out[i], "part", PartText(m.Part))
		}
	}
	return out
}

// aboutGroups tells the deeds on groups.
func (t teller) aboutGroups() string {
	c := t.e.Changes[len(t.e.Changes)-1] // of an ending the group itself
	switch t.e.Deed {
	case "groups.create":
		return t.say("audit.did.group.create")
	case "groups.edit":
		if from := textOf(c.Before["name"]); from != "" && len(c.After)+len(c.Before) == 2 {
			return t.say("audit.did.group.rename", "from", from)
		}
		return t.say("audit.did.group.edit", "fields", t.fields())
	case "groups.move":
		to := org.GroupID(textOf(c.After["parent"]))
		if to == "" {
			return t.say("audit.did.group.moveTop")
		}
		return t.say("audit.did.group.move", "to", groupName(to))
	case "groups.delete", "groups.merge":
		return t.ended(c)
	case "groups.import":
		return t.imported("groups.")
	}
	return t.joined()
}

// ended tells of a group that is gone.
func (t teller) ended(last ledger.Change) string {
	n, into := 0, org.GroupID("")
	for _, e := range t.it.Entries {
		for _, c := range e.Changes {
			switch {
			case c.Op == ledger.Deleted:
				n++
			case c.Kind == ledger.KindGroup:
				into = org.GroupID(textOf(c.After["parent"]))
			default:
				for _, m := range membershipsOf(c.After["groups"]) {
					if !hasGroup(c.Before, m.Group) {
						into = m.Group
					}
				}
			}
		}
	}
	name := textOf(last.Before["name"])
	switch {
	case last.Op != ledger.Deleted:
		return t.say("audit.did.group.changed")
	case t.e.Deed == "groups.merge" && into != "":
		return t.say("audit.did.group.mergeInto", "group", name, "into", groupName(into))
	case t.e.Deed == "groups.merge":
		return t.say("audit.did.group.merge", "group", name)
	case n > 1:
		return ui.N("audit.did.group.deleteMany", n-1, "who", whoMark, "group", name)
	}
	return t.say("audit.did.group.delete", "group", name)
}

func hasGroup(f ledger.Fields, id org.GroupID) bool {
	_, is := org.Member{Groups: membershipsOf(f["groups"])}.In(id)
	return is
}

// joined tells who has come to a group, left it, or become something else in it.
func (t teller) joined() string {
	c := t.e.Changes[0]
	was, is := org.Member{Groups: membershipsOf(c.Before["groups"])}, org.Member{Groups: membershipsOf(c.After["groups"])}
	for _, m := range is.Groups {
		before, had := was.In(m.Group)
		if had && before.Part == m.Part {
			continue
		}
		key := "audit.did.group.part"
		switch {
		case m.Part == org.PartLeader:
			key = "audit.did.group.leader"
		case m.Part == org.PartDeputy:
			key = "audit.did.group.deputy"
		case had:
			key = "audit.did.group.member"
		}
		return t.say(key, "group", groupName(m.Group))
	}
	for _, m := range was.Groups {
		if _, still := is.In(m.Group); !still {
			return t.say("audit.did.group.leave", "group", groupName(m.Group))
		}
	}
	return t.say("audit.did.group.changed")
}

// RuleLabel names what a condition of a smart group is about.
func RuleLabel(what string) string { return ui.T("smart.what." + what) }

// RuleText says the rule of a smart group in words.
func RuleText(r org.Rule) string {
	parts := r.Parts()
	var out []string
	for _, what := range org.RuleParts {
		v := parts[what]
		switch {
		case v == "":
			continue
		case what == org.RuleKind:
			v = ui.RoleText(org.Role(v))
		case what == org.RuleWithin:
			v = groupName(org.GroupID(v))
		}
		out = append(out, RuleLabel(what)+": "+v)
	}
	return strings.Join(out, " · ")
}
