package members

import (
	"encoding/json"
	"slices"
	"strings"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// Input is what stands in a member's form, as it was typed: nothing of it is parsed.
type Input struct {
	org.Member
	GroupIDs []string // in place of the groups
	NewTag   string   // typed and not yet added
}

// InputOf fills a form with a member.
func InputOf(m org.Member) Input {
	in := Input{Member: m.Clone(), GroupIDs: groupIDs(m)}
	in.Groups = nil
	return in
}

// AllTags are the tags with the one that is still being typed.
func (in Input) AllTags() []string {
	tags := slices.Clone(in.Tags)
	for _, t := range ui.SplitList(in.NewTag) {
		if !org.HasTag(tags, t) {
			tags = append(tags, t)
		}
	}
	return tags
}

// take puts what somebody entered before into the form, as arguments have it. from is what they saw: of tags only what they added and
// took away counts.
func (in *Input) take(field string, from, to json.RawMessage) {
	switch field {
	case "groups":
		in.takeGroups(from, to)
		return
	case "tags":
		in.Tags = taken(in.Tags, from, to, org.HasTag)
		return
	case "contacts":
		in.Contacts = taken(in.Contacts, from, to, slices.Contains)
		return
	}
	var at any
	switch field {
	case "email":
		at = &in.Email
	case "role", "kind":
		at = &in.Role
	default:
		t, is := org.MemberText(field)
		if !is {
			return
		}
		at = t.Of(&in.Member)
	}
	_ = json.Unmarshal(to, at)
}

// taken is a list with what somebody entered before: what they added to what they saw is added, what they took away is gone.
func taken[T any](list []T, from, to json.RawMessage, has func([]T, T) bool) []T {
	var had, wanted []T
	if json.Unmarshal(to, &wanted) != nil {
		return list
	}
	_ = json.Unmarshal(from, &had)
	return members.Commute(list, had, wanted, has)
}

// NewMember is the arguments of members.create.
func (in Input) NewMember(id org.MemberID) members.NewMember {
	a := members.NewMemberOf(id, in.Member)
	a.Role, a.Tags, a.Contacts, a.Groups = string(in.Role), in.AllTags(), in.written(), asGroups(in.GroupIDs)
	return a
}

// written are the further contacts without the lines that nobody has written in.
func (in Input) written() []org.Contact {
	return slices.DeleteFunc(slices.Clone(in.Contacts), func(c org.Contact) bool { return strings.TrimSpace(c.Label+c.Value) == "" })
}

// Next is the form for the next one: what colleagues have in common stays.
func (in Input) Next() Input {
	role := in.Role
	if role == org.Admin {
		role = org.User
	}
	return Input{Member: org.Member{Role: role, Location: in.Location, Tags: in.AllTags(), StartDate: in.StartDate, Language: in.Language}, GroupIDs: in.GroupIDs}
}

// fields are the form's values under the names of the fields that members.edit takes. The kind goes with the role.
func (in Input) fields() map[string]any {
	out := map[string]any{"email": string(in.Email), "role": string(in.Role), "tags": in.AllTags(), "groups": in.GroupIDs, "contacts": in.written()}
	for _, t := range org.MemberTexts {
		out[t.Name] = *t.Of(&in.Member)
	}
	return out
}

// Edits are the arguments of members.edit that lead from one form to the other: the fields that differ, each with the value it
// was changed from. active says that the form was opened on somebody who was not deactivated. ok is false if nothing differs.
func Edits(id org.MemberID, from, to Input, active bool) (a members.EditArgs, ok bool) {
	a = members.EditArgs{Member: id, Fields: map[string]members.Edited{}, SawActive: active}
	before, after := from.fields(), to.fields()
	for name, was := range before {
		f, t := encode(was), encode(after[name])
		if string(f) != string(t) && !sameText(was, after[name]) {
			a.Fields[name] = members.Edited{From: f, To: t}
		}
	}
	return a, len(a.Fields) > 0
}

// sameText says that two values differ in nothing but the space around and within them, which is dropped anyway.
func sameText(a, b any) bool {
	s, isText := a.(string)
	t, _ := b.(string)
	return isText && !strings.Contains(s+t, "\n") && strings.Join(strings.Fields(s), " ") == strings.Join(strings.Fields(t), " ")
}

func encode(v any) json.RawMessage {
	switch list := v.(type) {
	case []string:
		if len(list) == 0 {
			return json.RawMessage("[]")
		}
	case []org.Contact:
		if len(list) == 0 {
			return json.RawMessage("[]")
		}
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic("members: a form that can't be marshalled: " + err.Error())
	}
	return data
}
