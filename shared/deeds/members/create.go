package members

import (
	"slices"
	"sort"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// NewMember is a member to be. Names and e-mail are required; kind is user if empty; role is only for admins to be.
type NewMember struct {
	Member      org.MemberID `json:"member"` // made by the caller, so that both sides make the same record
	GivenName   string       `json:"givenName"`
	Surname     string       `json:"surname"`
	Email       string       `json:"email"`
	Kind        string       `json:"kind,omitempty"`
	Role        string       `json:"role,omitempty"`
	Title       string       `json:"title,omitempty"`
	Location    string       `json:"location,omitempty"`
	Phone       string       `json:"phone,omitempty"`
	Mobile      string       `json:"mobile,omitempty"`
	Tags        []string     `json:"tags,omitempty"`
	StaffNumber string       `json:"staffNumber,omitempty"`
	StartDate   string       `json:"startDate,omitempty"`
	From        string       `json:"firstDay,omitempty"`
	Until       string       `json:"until,omitempty"`
	Birthday    string       `json:"birthday,omitempty"`
	Sex         string       `json:"sex,omitempty"`
	Quota       string       `json:"quota,omitempty"`
	// BirthdayHidden is yes where the birthday is to stand in no list.
	BirthdayHidden string        `json:"birthdayHidden,omitempty"`
	Language       string        `json:"language,omitempty"`
	Notes          string        `json:"notes,omitempty"`
	Contacts       []org.Contact `json:"contacts,omitempty"`
	Groups         []org.GroupID `json:"groups,omitempty"` // that the person belongs to
	Invite         *InviteWith   `json:"invite,omitempty"` // asks the person to join
	// Identified is what a registration agent looked at who confirms at once who the person is, of org.IdentityWays; "" if none does.
	Identified string `json:"identified,omitempty"`
}

// InviteWith is what somebody adds to an invitation.
type InviteWith struct {
	Text string `json:"text,omitempty"`
}

// NewMemberOf is somebody to be with the fields of m, which need not be parsed yet. What depends on others is left out: kind, role, and the
// groups.
func NewMemberOf(id org.MemberID, m org.Member) NewMember {
	return NewMember{
		Member: id, GivenName: m.GivenName, Surname: m.Surname, Email: string(m.Email), Title: m.Title, Location: m.Location,
		Phone: m.Phone, Mobile: m.Mobile, Tags: m.Tags, StaffNumber: m.StaffNumber, StartDate: m.StartDate, From: m.From, Until: m.Until, Birthday: m.Birthday,
		Sex: m.Sex, Quota: m.Quota, BirthdayHidden: m.BirthdayHidden, Language: m.Language, Notes: m.Notes, Contacts: m.Contacts,
	}
}

// typed is the member as the fields say, not parsed yet.
func (a NewMember) typed() org.Member {
	return org.Member{
		GivenName: a.GivenName, Surname: a.Surname, Title: a.Title, Location: a.Location, Phone: a.Phone, Mobile: a.Mobile,
		StaffNumber: a.StaffNumber, StartDate: a.StartDate, From: a.From, Until: a.Until, Birthday: a.Birthday, Sex: a.Sex, Quota: a.Quota, BirthdayHidden: a.BirthdayHidden, Language: a.Language, Notes: a.Notes,
	}
}

// Create adds a member, pending until the person confirms the address.
// Faults: member.exists, member.emailTaken, member.ownerOnce, member.guestAdmin, until.past, group.notFound and those of the fields, all at once.
// With an invitation those of its text, on invite.text.
var Create = ledger.Spec[NewMember]{
	Name: "members.create",
	Hint: NewMember.hint,
	Run: func(w ledger.World, by ledger.Actor, a NewMember) (ledger.Outcome, error) {
		return a.create(w, by, func(d *ledger.Draft, m *org.Member) error {
			if a.Invite == nil {
				return nil
			}
			return inviteWith(d, by, a.Member, m, *a.Invite)
		})
	},
}.Deed()

// create adds the member as the fields say, after way has said how the person is to come in.
func (a NewMember) create(w ledger.World, by ledger.Actor, way func(*ledger.Draft, *org.Member) error) (ledger.Outcome, error) {
	if err := by.Need(org.ManageMembers); err != nil {
		return ledger.Outcome{}, err
	}
	id, err := org.ParseID[org.MemberID]("member", string(a.Member))
	if err != nil {
		return ledger.Outcome{}, err
	}
	m, err := a.parse()
	if err != nil {
		return ledger.Outcome{}, err
	}
	d := ledger.Begin(w)
	if r, err := d.Record(ref(id)); err != nil {
		return ledger.Outcome{}, err
	} else if r.Seq != 0 {
		return ledger.Outcome{}, fault.New(fault.Conflict, "member.exists")
	}
	if err := joins(d, org.Member{}, m); err != nil {
		return ledger.Outcome{}, err
	}
	if err := term(d, org.Member{}, &m); err != nil {
		return ledger.Outcome{}, err
	}
	if a.Identified != "" {
		if err := vouch(d, by, id, &m, "identified", a.Identified); err != nil {
			return ledger.Outcome{}, err
		}
	}
	if err := way(d, &m); err != nil {
		return ledger.Outcome{}, err
	}
	if err := Put(d, by, id, &m); err != nil {
		return ledger.Outcome{}, err
	}
	return d.Outcome(), nil
}

func (a NewMember) hint() ledger.Reads {
	r := List{[]org.MemberID{a.Member}}.hint()
	r.Tenant = true // says whose addresses may
	if e, err := org.ParseEmail("email", a.Email); err == nil {
		r.Uniques = ledger.UniquesOf(org.Member{Email: e})
	}
	r.Records = append(r.Records, groupRefs(a.Groups)...)
	return r
}

// parse collects all that is wrong with the fields.
func (a NewMember) parse() (org.Member, error) {
	m := a.typed()
	var faults fault.List
	var err error
	take := func(e error) { _ = faults.Add(e) }
	for _, f := range org.MemberTexts {
		at := f.Of(&m)
		*at, err = f.Parse(f.Name, *at)
		take(err)
	}
	m.Email, err = org.ParseEmail("email", a.Email)
	take(err)
	m.Role, err = parseRole(a.Kind, a.Role)
	take(err)
	m.Tags, err = org.ParseTags("tags", a.Tags)
	take(err)
	m.Contacts, err = org.ParseContacts("contacts", a.Contacts)
	take(err)
	m.Groups, err = org.ParseMemberships("groups", memberOf(a.Groups))
	take(err)
	sort.SliceStable(faults, func(i, k int) bool {
		return slices.Index(EditableFields, faults[i].Field) < slices.Index(EditableFields, faults[k].Field)
	})
	return m, faults.Err()
}

// parseRole reads a kind and a role that may each be missing.
func parseRole(kind, role string) (org.Role, error) {
	if kind == "" {
		kind = string(org.KindUser)
		if role == string(org.Guest) {
			kind = string(org.KindGuest)
		}
	}
	k, err := org.ParseKind("kind", kind)
	if err != nil {
		return "", err
	}
	if role == "" {
		return org.Role(k), nil
	}
	r, err := org.ParseRole("role", role)
	if err != nil {
		return "", err
	}
	if (r == org.Guest) != (k == org.KindGuest) {
		return "", fault.On("role", "member.guestAdmin")
	}
	return r, nil
}
