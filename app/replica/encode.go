package replica

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// appendRecord writes a record as route.SyncRecord. Members, which are nearly all there is, are written field by field: encoding/json
// takes twenty times as long in WebAssembly.
func appendRecord(out []byte, r ledger.Record) []byte {
	out = appendText(append(out, `{"kind":`...), string(r.Kind))
	out = appendText(append(out, `,"id":`...), r.ID)
	out = strconv.AppendUint(append(out, `,"seq":`...), r.Seq, 10)
	out = append(out, `,"fields":`...)
	if m, ok := r.Value.(org.Member); ok {
		out = appendMember(out, &m)
	} else {
		out = append(out, ledger.EncodeEntity(r.Value)...)
	}
	return append(out, '}')
}

func appendMember(out []byte, m *org.Member) []byte {
	out = append(out, '{')
	name := func(n string) {
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), n...), `":`...)
	}
	text := func(n, value string) {
		if value != "" {
			name(n)
			out = appendText(out, value)
		}
	}
	yes := func(n string, value bool) {
		if value {
			name(n)
			out = append(out, "true"...)
		}
	}
	for _, t := range org.MemberTexts {
		text(t.Name, *t.Of(m))
	}
	text("email", string(m.Email))
	text("role", string(m.Role))
	text("photo", string(m.Photo))
	yes("confirmed", m.Confirmed)
	yes("deactivated", m.Deactivated)
	if len(m.Tags) > 0 {
		name("tags")
		for i, t := range m.Tags {
			out = appendText(append(out, "[,"[min(i, 1)]), t)
		}
		out = append(out, ']')
	}
	if len(m.Groups) > 0 {
		name("groups")
		for i, g := range m.Groups {
			out = appendText(append(append(out, "[,"[min(i, 1)]), `{"group":`...), string(g.Group))
			if g.Part != "" {
				out = appendText(append(out, `,"part":`...), string(g.Part))
			}
			out = append(out, '}')
		}
		out = append(out, ']')
	}
	if len(m.Contacts) > 0 {
		name("contacts")
		for i, c := range m.Contacts {
			out = appendText(append(append(out, "[,"[min(i, 1)]), `{"label":`...), c.Label)
			out = append(appendText(append(out, `,"value":`...), c.Value), '}')
		}
		out = append(out, ']')
	}
	yes("deleteAfter", m.DeleteAfter)
	yes("agent", m.Agent)
	text("term", string(m.Term))
	text("tagTerms", string(m.TagTerms))
	text("untilBy", string(m.UntilBy))
	text("passwordUntil", string(m.PasswordUntil))
	if l := m.Left; l != nil {
		name("left")
		data, _ := json.Marshal(l) // it always can be
		out = append(out, data...)
	}
	if i := m.Identity; i != nil {
		name("identity")
		data, _ := json.Marshal(i) // it always can be
		out = append(out, data...)
	}
	if len(m.Greetings) > 0 {
		name("greetings")
		data, _ := json.Marshal(m.Greetings) // they always can be
		out = append(out, data...)
	}
	if u := m.Storage; u != nil {
		name("storage")
		data, _ := json.Marshal(u) // it always can be
		out = append(out, data...)
	}
	if i := m.Invitation; i != nil {
		name("invitation")
		data, _ := json.Marshal(i) // it always can be
		out = append(out, data...)
	}
	return append(out, '}')
}

// appendText writes a string as JSON.
func appendText(out []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= 0x20 && s[i] != '"' && s[i] != '\\'
	}
	if !plain {
		data, _ := json.Marshal(s) // a string always can be
		return append(out, data...)
	}
	return append(append(append(out, '"'), s...), '"')
}
