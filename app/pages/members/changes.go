package members

import (
	"encoding/json"
	"slices"
	"strings"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// Input is what stands in a member's form, as it was typed.
type Input struct {
	GivenName, Surname, Email string
	Role                      string
	Title, Location, Phone    string
	Tags                      []string
	Groups                    []string // ids
	StartDate, Notes          string
	NewTag                    string // typed and not yet added
}

// InputOf fills a form with a member.
func InputOf(m org.Member) Input {
	return Input{
		GivenName: m.GivenName, Surname: m.Surname, Email: string(m.Email), Role: string(m.Role),
		Title: m.Title, Location: m.Location, Phone: m.Phone, Tags: slices.Clone(m.Tags), Groups: groupIDs(m), StartDate: m.StartDate, Notes: m.Notes,
	}
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
	if field == "groups" {
		in.takeGroups(from, to)
		return
	}
	if field == "tags" {
		var had, tags []string
		if json.Unmarshal(to, &tags) != nil {
			return
		}
		_ = json.Unmarshal(from, &had)
		in.Tags = slices.DeleteFunc(in.Tags, func(t string) bool { return org.HasTag(had, t) && !org.HasTag(tags, t) })
		for _, t := range tags {
			if !org.HasTag(had, t) && !org.HasTag(in.Tags, t) {
				in.Tags = append(in.Tags, t)
			}
		}
		return
	}
	at := map[string]*string{
		"givenName": &in.GivenName, "surname": &in.Surname, "email": &in.Email, "role": &in.Role, "kind": &in.Role, "title": &in.Title,
		"location": &in.Location, "phone": &in.Phone, "startDate": &in.StartDate, "notes": &in.Notes,
	}[field]
	if at != nil {
		_ = json.Unmarshal(to, at)
	}
}

// NewMember is the arguments of members.create.
func (in Input) NewMember(id org.MemberID) members.NewMember {
	return members.NewMember{
		Member: id, GivenName: in.GivenName, Surname: in.Surname, Email: in.Email, Role: in.Role,
		Title: in.Title, Location: in.Location, Phone: in.Phone, Tags: in.AllTags(), StartDate: in.StartDate, Notes: in.Notes, Groups: asGroups(in.Groups),
	}
}

// Next is the form for the next one: what colleagues have in common stays.
func (in Input) Next() Input {
	role := in.Role
	if role == string(org.Admin) {
		role = string(org.User)
	}
	return Input{Role: role, Location: in.Location, Tags: in.AllTags(), Groups: in.Groups, StartDate: in.StartDate}
}

// fields are the form's values under the names of the fields that members.edit takes. The kind goes with the role.
func (in Input) fields() map[string]any {
	return map[string]any{
		"givenName": in.GivenName, "surname": in.Surname, "email": in.Email, "role": in.Role, "title": in.Title,
		"location": in.Location, "phone": in.Phone, "startDate": in.StartDate, "notes": in.Notes, "tags": in.AllTags(), "groups": in.Groups,
	}
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
	if tags, ok := v.([]string); ok && len(tags) == 0 {
		return json.RawMessage("[]")
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic("members: a form that can't be marshalled: " + err.Error())
	}
	return data
}
