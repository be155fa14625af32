package inbox

import (
	"encoding/json"
	"strings"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

type line struct{ label, value string }

// entered puts the arguments of a command in words: whom it is about, and each field with what it was to become.
func entered(args json.RawMessage, name func(org.MemberID) string) []line {
	var a struct {
		Member  org.MemberID   `json:"member"`
		Members []org.MemberID `json:"members"`
		Fields  map[string]struct {
			To json.RawMessage `json:"to"`
		} `json:"fields"`
		Add    []string        `json:"add"`
		Remove []string        `json:"remove"`
		To     json.RawMessage `json:"to"`
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(args, &a) != nil || json.Unmarshal(args, &all) != nil {
		return []line{{ui.T("inbox.entered"), string(args)}}
	}
	var out []line
	if who := names(append(a.Members, a.Member), name); who != "" {
		out = append(out, line{ui.T("inbox.who"), who})
	}
	for field, f := range a.Fields {
		all[field] = f.To
	}
	if all["group"] != nil {
		return append(out, aboutGroup(all)...)
	}
	for _, field := range members.EditableFields { // as the forms have them
		if value, given := all[field]; given {
			out = append(out, line{story.Label(field), story.Value(field, value)})
		}
	}
	for _, l := range []line{{ui.T("inbox.add"), strings.Join(a.Add, ", ")}, {ui.T("inbox.remove"), strings.Join(a.Remove, ", ")}, to(a.To)} {
		if l.value != "" {
			out = append(out, l)
		}
	}
	return out
}

// aboutGroup puts the arguments of a deed on groups in words.
func aboutGroup(all map[string]json.RawMessage) (out []line) {
	for _, f := range [][2]string{{"group", "groups.one"}, {"name", "field.name"}, {"type", "field.type"}, {"description", "field.description"},
		{"parent", "field.parent"}, {"to", "field.parent"}, {"into", "groups.into"}, {"part", "groups.part"}} {
		raw, value := all[f[0]], text(all[f[0]])
		switch f[0] {
		case "group":
			if value, _ = story.GroupName(org.GroupID(value)); value == "" && all["name"] == nil {
				value = ui.T("groups.gone")
			}
		case "parent", "to", "into":
			value = story.Value("parent", raw)
		case "part":
			value = story.PartText(org.Part(value))
		}
		if raw != nil && value != "" {
			out = append(out, line{ui.T(f[1]), value})
		}
	}
	return out
}

// to is what the organisation was to be changed to: its name, or for how many hours devices work without contact.
func to(raw json.RawMessage) line {
	var hours int
	if json.Unmarshal(raw, &hours) == nil && hours > 0 {
		return line{story.Label("offlineHours"), ui.Hours(hours)}
	}
	return line{ui.T("field.name"), text(raw)}
}

// most is how many people are named; of more there is a number.
const most = 5

func names(ids []org.MemberID, name func(org.MemberID) string) string {
	var known []string
	for _, id := range ids {
		if n := name(id); n != "" {
			known = append(known, n)
		}
	}
	if len(known) > most {
		return strings.Join(known[:most], ", ") + " " + ui.N("inbox.others", len(known)-most)
	}
	return strings.Join(known, ", ")
}
