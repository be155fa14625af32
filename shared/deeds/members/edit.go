package members

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"

	"stellwerk/shared/exact"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Edited is one field's change: the value it is changed from and the one it is changed to, as JSON: a string, for tags and groups a list
// of strings, for further contacts a list of org.Contact. An empty field is "", no tags are [].
type Edited struct {
	From json.RawMessage `json:"from"`
	To   json.RawMessage `json:"to"`
}

// EditArgs holds the fields that changed and no others.
type EditArgs struct {
	Member org.MemberID      `json:"member"`
	Fields map[string]Edited `json:"fields"`
	// SawActive says that the member was not deactivated when the edit was made: if they are by now, it is refused.
	SawActive bool `json:"sawActive,omitempty"`
	// Picture is a JPEG file in base64, see org.ParsePicture: what the field photo shows from now on.
	Picture string `json:"picture,omitempty"`
}

// EditableFields are the fields that members.edit takes, in the order in which people read them.
var EditableFields = editable()

func editable() []string {
	var names []string
	for _, t := range org.MemberTexts {
		switch t.Name {
		case "title":
			names = append(names, "photo", "email", "kind", "role")
		case "staffNumber":
			names = append(names, "contacts", "tags")
		}
		names = append(names, t.Name)
	}
	return append(names, "groups")
}

// OwnFields are the fields that everybody may change of themselves: how they are reached, where they are, and what is personal. Name, address,
// position and all that means a right are the organisation's to say.
var OwnFields = []string{"location", "phone", "mobile", "contacts", "birthday", "birthdayHidden", "sex", "language", "photo"}

// Own says whether an actor changes nothing but fields of their own that are theirs to change.
func Own(by ledger.Actor, id org.MemberID, before, after org.Member) bool {
	if id != by.Member {
		return false
	}
	was, is := ledger.FieldsOf(before), ledger.FieldsOf(after)
	for _, name := range ledger.Names(was, is) {
		if !bytes.Equal(was[name], is[name]) && !slices.Contains(OwnFields, name) {
			return false
		}
	}
	return true
}

// Edit changes single fields of a member. Who does not manage members may change OwnFields of themselves. Each comes with the value it was
// changed from: if that is not the value any more, the fault is member.changedMeanwhile with both, unless the field has arrived where it was to go. Two things are stronger than an
// edit: a deactivation that it did not know of refuses it, and taking rights away is done whatever the role has become meanwhile.
// A new address is pending until it is confirmed.
// Faults: member.notFound, member.deactivatedMeanwhile, member.field, edit.none, member.changedMeanwhile, until.past, group.notFound, member.guestAdmin for a
// kind and a role that don't go together, picture.missing for a photo that comes without its picture, and those of the fields, all at once.
var Edit = ledger.Spec[EditArgs]{
	Name: "members.edit",
	Hint: func(a EditArgs) ledger.Reads {
		r := List{[]org.MemberID{a.Member}}.hint()
		var to string
		if json.Unmarshal(a.Fields["email"].To, &to) == nil {
			if e, err := org.ParseEmail("email", to); err == nil {
				r.Uniques, r.Tenant = ledger.UniquesOf(org.Member{Email: e}), true
			}
		}
		_, begins := a.Fields["firstDay"]
		_, ends := a.Fields["until"]
		r.Tenant = r.Tenant || begins || ends
		r.Records = append(r.Records, groupRefs(groupsIn(a.Fields["groups"]))...)
		return r
	},
	Keep: func(a EditArgs) []ledger.Picture {
		return ledger.PicturesOf(ref(a.Member), a.Picture)
	},
	Run: func(w ledger.World, by ledger.Actor, a EditArgs) (ledger.Outcome, error) {
		if !a.own(by) {
			if err := by.Need(org.ManageMembers); err != nil {
				return ledger.Outcome{}, err
			}
		}
		d := ledger.Begin(w)
		before, err := ledger.Member(d, a.Member)
		if err != nil {
			return ledger.Outcome{}, err
		}
		after := before.Clone()
		names := make([]string, 0, len(a.Fields))
		for n := range a.Fields {
			names = append(names, n)
		}
		sort.Strings(names) // kind before role: a role that is given says more
		var faults fault.List
		if err := faults.Add(a.shows(before)); err != nil {
			return ledger.Outcome{}, err
		}
		_ = faults.Add(metDeactivation(before, a))
		for _, n := range names {
			if err := faults.Add(editField(&after, before, n, a.Fields[n])); err != nil {
				return ledger.Outcome{}, err
			}
		}
		var kind string
		if json.Unmarshal(a.Fields["kind"].To, &kind) == nil && len(faults) == 0 && kind != string(after.Kind()) {
			return ledger.Outcome{}, fault.On("role", "member.guestAdmin")
		}
		if err := faults.Err(); err != nil {
			return ledger.Outcome{}, err
		}
		if err := joins(d, before, after); err != nil {
			return ledger.Outcome{}, err
		}
		if err := term(d, before, &after); err != nil {
			return ledger.Outcome{}, err
		}
		if after.Email.Key() != before.Email.Key() {
			after.Confirmed, after.Invitation = false, nil // the link went to an address that is not theirs any more
		}
		if err := putEdited(d, by, a.Member, before, after, a); err != nil {
			return ledger.Outcome{}, err
		}
		out := d.Outcome()
		if len(out.Changes) == 0 {
			return out, fault.New(fault.Conflict, "edit.none")
		}
		return out, nil
	},
}.Deed()

// shows checks that the picture and the photo that is asked for are one.
func (a EditArgs) shows(before org.Member) error {
	var photo org.PictureID
	if e, asked := a.Fields["photo"]; asked && exact.Unmarshal(e.To, &photo) != nil {
		return fault.On("photo", "json.type", "want", "string")
	}
	if a.Picture == "" && (photo == "" || photo == before.Photo) {
		return nil
	}
	return org.PictureNamed("photo", photo, a.Picture)
}

// own says whether this is an edit that everybody may do.
func (a EditArgs) own(by ledger.Actor) bool {
	for name := range a.Fields {
		if !slices.Contains(OwnFields, name) {
			return false
		}
	}
	return a.Member == by.Member
}

// Commutes says whether a field holds several things, of which an edit adds some and takes some away, whatever others do with the rest. Any other
// field has one value, and two edits of it meet.
func Commutes(field string) bool { return field == "tags" || field == "groups" || field == "contacts" }

// Commute does to a list as it is now what an edit from one list to another did: what was added is added, what was taken away is gone, and the
// rest is left to others. has says whether a list holds something.
func Commute[T any](now, from, to []T, has func([]T, T) bool) []T {
	now = slices.DeleteFunc(slices.Clone(now), func(x T) bool { return has(from, x) && !has(to, x) })
	for _, x := range to {
		if !has(from, x) && !has(now, x) {
			now = append(now, x)
		}
	}
	return now
}

func editField(m *org.Member, before org.Member, name string, e Edited) error {
	switch name {
	case "tags":
		return editTags(m, e)
	case "groups":
		return editGroups(m, e)
	case "contacts":
		return editContacts(m, e)
	}
	at, parse := field(&before, name)
	if at == nil {
		return fault.On(name, "member.field", "field", name)
	}
	var from, to string
	if exact.Unmarshal(e.From, &from) != nil || exact.Unmarshal(e.To, &to) != nil {
		return fault.On(name, "json.type", "want", "string")
	}
	to, err := parse(name, to)
	if err != nil {
		return err
	}
	now := at()
	if from != now && to != now && !(name == "role" && revokes(from, now, to)) {
		return fault.New(fault.Conflict, "member.changedMeanwhile", "field", name, "was", from, "is", now).On(name)
	}
	set(m, name, to)
	return nil
}

func editTags(m *org.Member, e Edited) error {
	var from, to []string
	if exact.Unmarshal(e.From, &from) != nil || exact.Unmarshal(e.To, &to) != nil {
		return fault.On("tags", "json.type", "want", "array")
	}
	to, err := org.ParseTags("tags", to)
	if err != nil {
		return err
	}
	if to, err = org.ParseTags("tags", Commute(m.Tags, from, to, org.HasTag)); err == nil {
		m.SetTags(to)
	}
	return err
}

// editContacts adds and takes away, so that what others did meanwhile to other contacts stays. Who edits them has them in an order: it is kept
// where nobody else has changed anything.
func editContacts(m *org.Member, e Edited) error {
	var from, to []org.Contact
	if exact.Unmarshal(e.From, &from) != nil || exact.Unmarshal(e.To, &to) != nil {
		return fault.On("contacts", "json.type", "want", "array")
	}
	to, err := org.ParseContacts("contacts", to)
	if err != nil {
		return err
	}
	if !slices.Equal(from, m.Contacts) {
		to = Commute(m.Contacts, from, to, slices.Contains)
	}
	m.Contacts, err = org.ParseContacts("contacts", to)
	return err
}

// field returns how to read a field of text and how it is parsed; nil for a name that is none.
func field(m *org.Member, name string) (func() string, func(string, string) (string, error)) {
	switch name {
	case "photo":
		return func() string { return string(m.Photo) }, func(f, s string) (string, error) { p, err := org.ParsePictureID(f, s); return string(p), err }
	case "email":
		return func() string { return string(m.Email) }, func(f, s string) (string, error) { e, err := org.ParseEmail(f, s); return string(e), err }
	case "kind":
		return func() string { return string(m.Kind()) }, func(f, s string) (string, error) { k, err := org.ParseKind(f, s); return string(k), err }
	case "role":
		return func() string { return string(m.Role) }, func(f, s string) (string, error) { r, err := org.ParseRole(f, s); return string(r), err }
	}
	if t, is := org.MemberText(name); is {
		return func() string { return *t.Of(m) }, t.Parse
	}
	return nil, nil
}

func set(m *org.Member, name, to string) {
	switch name {
	case "photo":
		m.Photo = org.PictureID(to)
	case "email":
		m.Email = org.Email(to)
	case "kind":
		if string(m.Kind()) != to {
			m.Role = org.Role(to)
		}
	case "role":
		m.Role = org.Role(to)
	default:
		if t, is := org.MemberText(name); is {
			*t.Of(m) = to
		}
	}
}
