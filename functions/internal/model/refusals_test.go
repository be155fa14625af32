package model_test

import (
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/deeds"
	"stellwerk/shared/org"
)

// TestEveryCheckRefuses plays all lines in one organisation: what is refused leaves it as it is, and each line makes those it
// is about itself.
func TestEveryCheckRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(newTown(t))
	for _, l := range everyLine() {
		t.Run(l.deed+": "+l.story, func(t *testing.T) { s.play(t, l) })
	}
}

func everyLine() []line {
	return slices.Concat(creating, editing, standing, deleting, inviting, scheduling, linking, tagging, importing, renaming, offline, grouping, ending, belonging, undoing, reserved, shapes, identifying, congratulating)
}

// TestTheFoundingStays needs an organisation in which nothing has happened since.
func TestTheFoundingStays(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	newStage(o).play(t, line{"", "owner", "ledger.undo", just(back(1)), refused + "member.owner"})
	newStage(o).play(t, line{"", "admin", "ledger.undo", just(back(1)), refused + "member.owner"})
}

// TestEveryDeedHasLines: a deed without a line that refuses it is a deed that nobody has tried to misuse.
func TestEveryDeedHasLines(t *testing.T) {
	t.Parallel()
	for _, d := range deeds.All {
		for _, by := range []string{"user", "guest"} {
			if !slices.ContainsFunc(everyLine(), func(l line) bool {
				return l.deed == d.Name && l.by == by && strings.HasPrefix(l.want, refused)
			}) {
				t.Errorf("%s: no line says how a %s is refused", d.Name, by)
			}
		}
	}
}

const (
	forbidden = refused + "actor.forbidden"
	notFound  = refused + "member.notFound"
	unknown   = refused + "deed deed.unknown"
)

var long = strings.Repeat("x", 3000)

// shapes are arguments that no form sends.
var shapes = []line{
	{"a key in another case is not that key", "admin", "members.create", func(s *stage) any { return s.new("kind", "user", "KIND", "guest") }, refused + "KIND json.keyCase"},
	{"nor is one with another k", "admin", "members.create", func(s *stage) any { return s.new("\u212Aind", "guest") }, refused + "\u212Aind json.keyCase"},
	{"nor one inside", "admin", "members.edit", func(s *stage) any {
		return args{"member": s.some(), "fields": args{"title": args{"from": "", "to": "A", "To": "B"}}}
	}, refused + "To json.keyCase"},
	{"a number for a text", "admin", "members.create", func(s *stage) any { return s.new("title", 7) }, refused + "title json.type"},
	{"a list for an object", "admin", "members.create", just([]string{}), refused + "json.type"},
	{"a text for an object", "admin", "members.delete", just("all"), refused + "json.type"},
	{"nothing at all", "admin", "members.create", just(nil), refused + "member id.malformed"},
	{"fields that there are not are left alone", "admin", "members.create", func(s *stage) any {
		return s.new("deactivated", true, "confirmed", true, "actor", s.Owner.Member, "tenant", s.id(), "base", 1)
	}, "created (new) role=user"},
	{"a deed that there is not", "owner", "members.promote", just(args{}), unknown},
	{"a deed in another case", "owner", "Members.Delete", just(these()), unknown},
	{"no deed", "owner", "", just(args{}), unknown},
}

var creating = []line{
	{"a user may not", "user", "members.create", func(s *stage) any { return s.new() }, forbidden},
	{"nor a guest", "guest", "members.create", func(s *stage) any { return s.new() }, forbidden},
	{"nor is a user told of what else is wrong", "user", "members.create", func(s *stage) any { return s.new("member", s.User.Member, "email", "x") }, forbidden},
	{"an admin adds a user", "admin", "members.create", func(s *stage) any { return s.new() }, "created (new) role=user"},
	{"with everything", "admin", "members.create", func(s *stage) any {
		return s.new("kind", "user", "role", "user", "title", "Chef", "location", "Köln", "phone", "030 123", "tags", []string{"b", "A"}, "startDate", "2020-01-02", "notes", "n")
	}, "created (new) location=Köln notes=n phone=030 123 role=user startDate=2020-01-02 tags=A b title=Chef"},
	{"by kind alone", "admin", "members.create", func(s *stage) any { return s.new("kind", "guest") }, "created (new) role=guest"},
	{"by role alone", "admin", "members.create", func(s *stage) any { return s.new("role", "guest") }, "created (new) role=guest"},
	{"an admin adds an admin", "admin", "members.create", func(s *stage) any { return s.new("role", "admin") }, "created (new) role=admin"},
	{"by kind and role", "admin", "members.create", func(s *stage) any { return s.new("kind", "guest", "role", "guest") }, "created (new) role=guest"},
	{"nobody adds an owner", "owner", "members.create", func(s *stage) any { return s.new("role", "owner") }, refused + "role member.ownerOnce"},
	{"a guest is no admin", "owner", "members.create", func(s *stage) any { return s.new("kind", "guest", "role", "admin") }, refused + "role member.guestAdmin"},
	{"a user's role is not guest", "owner", "members.create", func(s *stage) any { return s.new("kind", "user", "role", "guest") }, refused + "role member.guestAdmin"},
	{"a kind that there is not", "owner", "members.create", func(s *stage) any { return s.new("kind", "owner") }, refused + "kind kind.unknown"},
	{"a role that there is not", "owner", "members.create", func(s *stage) any { return s.new("role", "Admin") }, refused + "role role.unknown"},
	{"a role that there is not, and more", "owner", "members.create", func(s *stage) any { return s.new("surname", "", "role", "boss") },
		refused + "surname text.missing, role role.unknown"},
	{"an id that is none", "admin", "members.create", func(s *stage) any { return s.new("member", "x") }, refused + "member id.malformed"},
	{"an id in small letters", "admin", "members.create", func(s *stage) any { return s.new("member", strings.ToLower(string(s.id()))) }, refused + "member id.malformed"},
	{"the id of somebody who is there", "admin", "members.create", func(s *stage) any { return s.new("member", s.some()) }, refused + "member.exists"},
	{"the id of somebody who is gone", "admin", "members.create", func(s *stage) any { return s.new("member", s.gone()) }, refused + "member.exists"},
	{"an address that somebody has", "admin", "members.create", func(s *stage) any {
		s.some("email", "taken@people.example")
		return s.new("email", " TAKEN@people.example")
	}, refused + "email member.emailTaken"},
	{"the address of somebody who is gone is free", "admin", "members.create", func(s *stage) any {
		s.did(s.Owner, "members.delete", these(s.some("email", "free@people.example")))
		return s.new("email", "free@people.example")
	}, "created (new) role=user"},
	{"all that is wrong at once", "admin", "members.create", func(s *stage) any {
		return s.new("givenName", "", "surname", "\u202Ex", "email", "ben@acme", "kind", "boss", "title", long, "location", long, "phone", "+", "tags", []string{"a,b"},
			"startDate", "31.12.2020", "notes", long)
	}, refused + "givenName text.missing, surname text.control, email email.noEnding, kind kind.unknown, title text.length, location text.length, " +
		"phone phone.malformed, tags tag.comma, startDate date.malformed, notes text.length"},
}

var editing = []line{
	{"a user may not", "user", "members.edit", func(s *stage) any { return edit(s.some(), "title", "", "x") }, forbidden},
	{"not even themselves", "user", "members.edit", func(s *stage) any { return edit(s.User.Member, "title", "", "x") }, forbidden},
	{"nor a guest", "guest", "members.edit", func(s *stage) any { return edit(s.Guest.Member, "title", "", "x") }, forbidden},
	{"how they are reached is theirs", "user", "members.edit", func(s *stage) any { return edit(s.call(s.User.Member, "ulf"), "mobile", "", "0171 1") }, "updated ulf mobile=0171 1"},
	{"and a guest's the guest's", "guest", "members.edit", func(s *stage) any { return edit(s.call(s.Guest.Member, "greta"), "mobile", "", "0171 2") }, "updated greta mobile=0171 2"},
	{"nobody else's is", "user", "members.edit", func(s *stage) any { return edit(s.Guest.Member, "mobile", "", "0171 1") }, forbidden},
	{"nor what comes with it", "user", "members.edit", func(s *stage) any {
		return args{"member": s.User.Member, "fields": args{"phone": args{"from": "", "to": "0171 1"}, "notes": args{"from": "", "to": "x"}}}
	}, forbidden},
	{"nor their address", "user", "members.edit", func(s *stage) any { return edit(s.User.Member, "email", "x", "new@people.example") }, forbidden},
	{"a user is told the same of nobody", "user", "members.edit", func(s *stage) any { return edit(s.id(), "title", "", "x") }, forbidden},
	{"nobody", "admin", "members.edit", func(s *stage) any { return edit(s.id(), "title", "", "x") }, notFound},
	{"an id that is none", "admin", "members.edit", func(s *stage) any { return edit("HEAD", "title", "", "x") }, notFound},
	{"somebody who is gone", "admin", "members.edit", func(s *stage) any { return edit(s.gone(), "title", "", "x") }, notFound},
	{"every field", "admin", "members.edit", func(s *stage) any {
		return args{"member": s.some("kind", "guest", "email", "every@people.example"), "fields": args{
			"givenName": args{"from": "Ben", "to": "Bea"}, "surname": args{"from": "Berger", "to": "Burg"}, "email": args{"from": "every@people.example", "to": "bea@people.example"},
			"kind": args{"from": "guest", "to": "user"}, "title": args{"from": "", "to": "T"}, "location": args{"from": "", "to": "L"},
			"phone": args{"from": "", "to": "030 1"}, "tags": args{"from": []string{}, "to": []string{"t"}}, "startDate": args{"from": "", "to": "2020-01-02"}, "notes": args{"from": "", "to": "N"},
		}}
	}, "updated ben email=bea@people.example givenName=Bea location=L notes=N phone=030 1 role=user startDate=2020-01-02 surname=Burg tags=t title=T"},
	{"and empty again", "admin", "members.edit", func(s *stage) any {
		return edit(s.some("title", "T"), "title", "T", "")
	}, "updated ben title="},
	{"a user becomes a guest", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "kind", "user", "guest") }, "updated ben role=guest"},
	{"by role", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "role", "user", "guest") }, "updated ben role=guest"},
	{"a role says more than a kind", "owner", "members.edit", func(s *stage) any {
		return args{"member": s.some("kind", "guest"), "fields": args{"role": args{"from": "guest", "to": "admin"}, "kind": args{"from": "guest", "to": "user"}}}
	}, "updated ben role=admin"},
	{"but goes together with it", "owner", "members.edit", func(s *stage) any {
		return args{"member": s.some(), "fields": args{"role": args{"from": "user", "to": "admin"}, "kind": args{"from": "user", "to": "guest"}}}
	}, refused + "role member.guestAdmin"},
	{"both from what it was", "owner", "members.edit", func(s *stage) any {
		return args{"member": s.some(), "fields": args{"role": args{"from": "guest", "to": "admin"}, "kind": args{"from": "user", "to": "user"}}}
	}, refused + "role member.changedMeanwhile"},
	{"an admin makes an admin", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "role", "user", "admin") }, "updated ben role=admin"},
	{"and takes it away", "admin", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "role", "admin", "user") }, "updated ben role=user"},
	{"the kind that an admin has makes nobody a user", "owner", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "kind", "user", "user") }, refused + "edit.none"},
	{"nobody makes an owner", "owner", "members.edit", func(s *stage) any { return edit(s.some(), "role", "user", "owner") }, refused + "role member.ownerOnce"},
	{"nobody makes the owner less", "admin", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "role", "owner", "user") }, refused + "role member.ownerRole"},
	{"not even the owner", "owner", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "role", "owner", "admin") }, refused + "role member.ownerRole"},
	{"nor by kind", "owner", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "kind", "user", "guest") }, refused + "role member.ownerRole"},
	{"the owner is the owner's to edit", "admin", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "title", "", "x") }, refused + "member.ownerEdit"},
	{"who does", "owner", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "title", "", "Chefin") }, "updated owner title=Chefin"},
	{"nobody takes their own right", "admin", "members.edit", func(s *stage) any { return edit(s.Admin.Member, "role", "admin", "user") }, refused + "member.self"},
	{"but edits themselves", "admin", "members.edit", func(s *stage) any { return edit(s.Admin.Member, "title", "", "Chef") }, "updated admin title=Chef"},
	{"an admin is no guest", "owner", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "kind", "user", "guest") }, refused + "kind member.adminFirst"},
	{"nor by role", "owner", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "role", "admin", "guest") }, refused + "kind member.adminFirst"},
	{"a field that there is not", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "shoeSize", "", "44") }, refused + "shoeSize member.field"},
	{"confirming is no edit", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "confirmed", "", "true") }, refused + "confirmed member.field"},
	{"nor is deactivating", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "deactivated", "", "true") }, refused + "deactivated member.field"},
	{"a number for a text", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "title", "", 7) }, refused + "title json.type"},
	{"from a number", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "title", 7, "x") }, refused + "title json.type"},
	{"from nowhere", "admin", "members.edit", func(s *stage) any {
		return args{"member": s.some(), "fields": args{"title": args{"to": "x"}}}
	}, refused + "title json.type"},
	{"a text for tags", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "tags", []string{}, "x") }, refused + "tags json.type"},
	{"from a text for tags", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "tags", "x", []string{}) }, refused + "tags json.type"},
	{"a tag that is two", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "tags", []string{}, []string{"a,b"}) }, refused + "tags tag.comma"},
	{"too many tags with those of others", "admin", "members.edit", func(s *stage) any {
		return edit(s.some("tags", letters(15)), "tags", []string{}, numbers(6))
	}, refused + "tags tags.tooMany"},
	{"tags that others have added stay", "admin", "members.edit", func(s *stage) any {
		return edit(s.some("tags", []string{"a", "b", "c"}), "tags", []string{"a", "B"}, []string{"A", "d"})
	}, "updated ben tags=a c d"},
	{"what was meant to go and is gone is no matter", "admin", "members.edit", func(s *stage) any {
		return edit(s.some("tags", []string{"c"}), "tags", []string{"a", "b"}, []string{"a"})
	}, refused + "edit.none"},
	{"from a value that it does not have", "admin", "members.edit", func(s *stage) any { return edit(s.some("title", "B"), "title", "A", "C") }, refused + "title member.changedMeanwhile"},
	{"made by somebody who saw them active", "admin", "members.edit", func(s *stage) any {
		e := edit(s.deactivated(), "title", "", "C")
		e["sawActive"] = true
		return e
	}, refused + "member.deactivatedMeanwhile"},
	{"made by somebody who did not", "admin", "members.edit", func(s *stage) any { return edit(s.deactivated(), "title", "", "C") }, "updated ben title=C"},
	{"taking a right away from who got more", "admin", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "role", "user", "guest") }, "updated ben role=guest"},
	{"giving less than there is takes none away", "admin", "members.edit", func(s *stage) any { return edit(s.some("role", "admin"), "role", "guest", "user") }, refused + "role member.changedMeanwhile"},
	{"to the value that it has", "admin", "members.edit", func(s *stage) any { return edit(s.some("title", "B"), "title", "A", "B") }, refused + "edit.none"},
	{"nothing", "admin", "members.edit", func(s *stage) any { return args{"member": s.some(), "fields": args{}} }, refused + "edit.none"},
	{"all that is wrong at once", "admin", "members.edit", func(s *stage) any {
		wrong := func(to string) args { return args{"from": "", "to": to} }
		return args{"member": s.some(), "fields": args{"givenName": wrong(""), "surname": wrong(long), "email": wrong("x"), "kind": wrong("boss"), "role": wrong("boss"),
			"title": wrong(long), "location": wrong(long), "phone": wrong("+"), "startDate": wrong("x"), "notes": wrong(long)}}
	}, refused + "email email.at, givenName text.missing, kind kind.unknown, location text.length, notes text.length, phone phone.malformed, role role.unknown, " +
		"startDate date.malformed, surname text.length, title text.length"},
	{"an address that somebody has", "admin", "members.edit", func(s *stage) any {
		s.some("email", "edits@people.example")
		return edit(s.some("email", "edited@people.example"), "email", "edited@people.example", "Edits@people.example")
	}, refused + "email member.emailTaken"},
	{"another spelling of one's own", "admin", "members.edit", func(s *stage) any {
		return edit(s.some("email", "own@people.example"), "email", "own@people.example", "OWN@people.example")
	}, "updated ben email=OWN@people.example"},
	{"an address that nobody has confirmed", "admin", "members.edit", func(s *stage) any {
		jo := s.joined("user").Member
		return edit(jo, "email", s.email(jo), "jo@people.example")
	}, "updated jo confirmed= email=jo@people.example"},
	{"a spelling of the confirmed one", "admin", "members.edit", func(s *stage) any {
		jo := s.joined("user").Member
		return edit(jo, "email", s.email(jo), strings.Replace(s.email(jo), "@acme.", "@ACME.", 1))
	}, "updated jo email=Jo.…@ACME.example"},
}

func letters(n int) []string {
	return strings.Split("a b c d e f g h i j k l m n o p q r s t u", " ")[:n]
}

func numbers(n int) []string { return strings.Split("1 2 3 4 5 6 7 8 9", " ")[:n] }

// email is somebody's address as it is stored.
func (s *stage) email(id org.MemberID) string {
	for ref, r := range s.Records(s.owner.TB) {
		if m, ok := r.Value.(org.Member); ok && ref.ID == string(id) {
			return string(m.Email)
		}
	}
	return ""
}

var standing = []line{
	{"a user may not", "user", "members.deactivate", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.deactivate", func(s *stage) any { return these(s.Guest.Member) }, forbidden},
	{"a guest is told the same of nobody", "guest", "members.deactivate", func(s *stage) any { return these(s.id()) }, forbidden},
	{"an admin ends somebody's access", "admin", "members.deactivate", func(s *stage) any { return these(s.some()) }, "updated ben deactivated=true"},
	{"and an admin's", "admin", "members.deactivate", func(s *stage) any { return these(s.some("role", "admin")) }, "updated ben deactivated=true"},
	{"each once", "admin", "members.deactivate", func(s *stage) any { a := s.some(); return these(a, a) }, "updated ben deactivated=true"},
	{"those who are in service", "admin", "members.deactivate", func(s *stage) any { return these(s.deactivated(), s.some()) }, "updated ben deactivated=true"},
	{"no one", "admin", "members.deactivate", just(these()), refused + "members members.none"},
	{"an id that is none", "admin", "members.deactivate", just(these("T#1")), refused + "members id.malformed"},
	{"nobody", "admin", "members.deactivate", func(s *stage) any { return these(s.some(), s.id()) }, notFound},
	{"somebody who is gone", "admin", "members.deactivate", func(s *stage) any { return these(s.gone()) }, notFound},
	{"the owner", "admin", "members.deactivate", func(s *stage) any { return these(s.some(), s.Owner.Member) }, refused + "member.owner"},
	{"the owner themselves", "owner", "members.deactivate", func(s *stage) any { return these(s.Owner.Member) }, refused + "member.owner"},
	{"oneself", "admin", "members.deactivate", func(s *stage) any { return these(s.Admin.Member) }, refused + "member.self"},
	{"who is out of service already", "admin", "members.deactivate", func(s *stage) any { return these(s.deactivated()) }, refused + "member.inactive"},

	{"a user may not", "user", "members.reactivate", func(s *stage) any { return these(s.deactivated()) }, forbidden},
	{"nor a guest", "guest", "members.reactivate", func(s *stage) any { return these(s.deactivated()) }, forbidden},
	{"an admin lets somebody in again", "admin", "members.reactivate", func(s *stage) any { return these(s.deactivated()) }, "updated ben deactivated="},
	{"no one", "admin", "members.reactivate", just(these()), refused + "members members.none"},
	{"nobody", "admin", "members.reactivate", func(s *stage) any { return these(s.id()) }, notFound},
	{"who is in service", "admin", "members.reactivate", func(s *stage) any { return these(s.some()) }, refused + "member.notInactive"},
}

// deactivated makes somebody who is out of service.
func (s *stage) deactivated() org.MemberID {
	id := s.some()
	s.did(s.Owner, "members.deactivate", these(id))
	return id
}

var deleting = []line{
	{"a user may not", "user", "members.delete", func(s *stage) any { return these(s.some()) }, forbidden},
	{"not even themselves", "user", "members.delete", func(s *stage) any { return these(s.User.Member) }, forbidden},
	{"nor a guest", "guest", "members.delete", func(s *stage) any { return these(s.id()) }, forbidden},
	{"an admin takes somebody out", "admin", "members.delete", func(s *stage) any { return these(s.some()) }, "deleted ben"},
	{"no one", "admin", "members.delete", just(these()), refused + "members members.none"},
	{"nobody", "admin", "members.delete", func(s *stage) any { return these(s.some(), s.id()) }, notFound},
	{"somebody who is gone", "admin", "members.delete", func(s *stage) any { return these(s.gone()) }, notFound},
	{"the owner", "admin", "members.delete", func(s *stage) any { return these(s.Owner.Member) }, refused + "member.owner"},
	{"the owner themselves", "owner", "members.delete", func(s *stage) any { return these(s.Owner.Member) }, refused + "member.owner"},
	{"oneself", "admin", "members.delete", func(s *stage) any { return these(s.Admin.Member) }, refused + "member.self"},
	{"an admin, who is made a user first", "owner", "members.delete", func(s *stage) any { return these(s.some("role", "admin")) }, refused + "member.adminFirst"},
}

// invited makes somebody who is asked to join.
func (s *stage) invited() org.MemberID {
	id := s.some()
	s.did(s.Owner, "members.invite", these(id))
	return id
}

// scheduled makes somebody whose last day is set.
func (s *stage) scheduled() org.MemberID {
	id := s.some()
	s.did(s.Owner, "members.schedule", with(these(id), "until", "2199-01-31"))
	return id
}

// inviting is refused before the world is looked at; that it succeeds is told where mails are, in accounts.
var inviting = []line{
	{"a user may not", "user", "members.invite", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.invite", func(s *stage) any { return these(s.id()) }, forbidden},
	{"no one", "admin", "members.invite", just(these()), refused + "members members.none"},
	{"an id that is none", "admin", "members.invite", just(these("T#1")), refused + "members id.malformed"},
	{"nobody", "admin", "members.invite", func(s *stage) any { return these(s.some(), s.id()) }, notFound},
	{"somebody who is gone", "admin", "members.invite", func(s *stage) any { return these(s.gone()) }, notFound},
	{"who has joined", "admin", "members.invite", func(s *stage) any { return these(s.User.Member, s.Owner.Member) }, refused + "member.joined"},
	{"who is out of service", "admin", "members.invite", func(s *stage) any { return these(s.some(), s.deactivated()) }, refused + "invite.deactivated"},
	{"an address that no mail can go to", "admin", "members.invite", func(s *stage) any { return these(s.some("email", "jörg@people.example")) }, refused + "invite.unreachable"},
	{"too long a text", "admin", "members.invite", func(s *stage) any { return with(these(s.some()), "text", strings.Repeat("x", 501)) }, refused + "text text.length"},

	{"a user may not", "user", "members.withdrawInvitation", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.withdrawInvitation", func(s *stage) any { return these(s.id()) }, forbidden},
	{"an admin takes it back", "admin", "members.withdrawInvitation", func(s *stage) any { return these(s.invited(), s.User.Member) }, "updated ben invitation="},
	{"no one", "admin", "members.withdrawInvitation", just(these()), refused + "members members.none"},
	{"nobody", "admin", "members.withdrawInvitation", func(s *stage) any { return these(s.id()) }, notFound},
	{"who has none", "admin", "members.withdrawInvitation", func(s *stage) any { return these(s.some()) }, refused + "member.notInvited"},
}

// scheduling is about last days; what becomes of them when they are over is told in due.
var scheduling = []line{
	{"a user may not", "user", "members.schedule", func(s *stage) any { return with(these(s.some()), "until", "2199-01-31") }, forbidden},
	{"nor a guest", "guest", "members.schedule", func(s *stage) any { return with(these(s.id()), "until", "2199-01-31") }, forbidden},
	{"not even of oneself", "user", "members.schedule", func(s *stage) any { return with(these(s.User.Member), "until", "2199-01-31") }, forbidden},
	{"no one", "admin", "members.schedule", just(with(these(), "until", "2199-01-31")), refused + "members members.none"},
	{"nobody", "admin", "members.schedule", func(s *stage) any { return with(these(s.some(), s.id()), "until", "2199-01-31") }, notFound},
	{"somebody who is gone", "admin", "members.schedule", func(s *stage) any { return with(these(s.gone()), "until", "2199-01-31") }, notFound},
	{"no day", "admin", "members.schedule", func(s *stage) any { return these(s.some()) }, refused + "until text.missing"},
	{"what is no day", "admin", "members.schedule", func(s *stage) any { return with(these(s.some()), "until", "2199-02-30") }, refused + "until date.malformed"},
	{"a day that is over", "admin", "members.schedule", func(s *stage) any { return with(these(s.some()), "until", "2020-01-31") }, refused + "until until.past"},
	{"the owner", "admin", "members.schedule", func(s *stage) any { return with(these(s.some(), s.Owner.Member), "until", "2199-01-31") }, refused + "member.ownerEdit"},
	{"nor the owner themself", "owner", "members.schedule", func(s *stage) any { return with(these(s.Owner.Member), "until", "2199-01-31") }, refused + "member.owner"},
	{"oneself", "admin", "members.schedule", func(s *stage) any { return with(these(s.Admin.Member), "until", "2199-01-31") }, refused + "member.self"},
	{"the owner deletes an admin", "owner", "members.schedule", func(s *stage) any { return with(these(s.Admin.Member), "until", "2199-01-31", "delete", true) }, refused + "member.adminFirst"},
	{"who is out of service", "admin", "members.schedule", func(s *stage) any { return with(these(s.deactivated()), "until", "2199-01-31") }, refused + "member.inactive"},
	{"an admin sets it", "admin", "members.schedule", func(s *stage) any { return with(these(s.some()), "until", "2199-01-31") }, "updated ben until=2199-01-31 untilBy=admin"},
	{"twice the same", "admin", "members.schedule", func(s *stage) any { return with(these(s.scheduled()), "until", "2199-01-31") }, refused + "until.unchanged"},
	{"a day of an edit that is over", "admin", "members.edit", func(s *stage) any { return edit(s.some(), "until", "", "2020-01-31") }, refused + "until until.past"},
	{"nor does one edit one's own", "user", "members.edit", func(s *stage) any { return edit(s.User.Member, "until", "", "2199-01-31") }, forbidden},

	{"the first day after the last", "admin", "members.create", func(s *stage) any { return s.new("firstDay", "2199-02-01", "until", "2199-01-31") }, refused + "until until.beforeFrom"},
	{"an admin sets both", "admin", "members.edit", func(s *stage) any {
		return args{"member": s.some(), "fields": args{"firstDay": args{"from": "", "to": "2199-01-01"}, "until": args{"from": "", "to": "2199-01-31"}}}
	}, "updated ben firstDay=2199-01-01 term=1m until=2199-01-31 untilBy=admin"},
	{"nobody shuts themself out", "admin", "members.edit", func(s *stage) any { return edit(s.Admin.Member, "firstDay", "", "2199-01-01") }, refused + "member.self"},
	{"nor the owner", "owner", "members.edit", func(s *stage) any { return edit(s.Owner.Member, "firstDay", "", "2199-01-01") }, refused + "member.owner"},

	{"a user may not", "user", "members.renew", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.renew", func(s *stage) any { return these(s.id()) }, forbidden},
	{"no one", "admin", "members.renew", just(these()), refused + "members members.none"},
	{"nobody", "admin", "members.renew", func(s *stage) any { return these(s.id()) }, notFound},
	{"who has no term", "admin", "members.renew", func(s *stage) any { return these(s.scheduled()) }, refused + "until.noTerm"},
	{"an admin renews", "admin", "members.renew", func(s *stage) any { return these(s.some("firstDay", "2197-12-01", "until", "2198-11-30")) }, "updated ben until=2199-11-30 untilBy=admin"},

	{"a user may not", "user", "members.unschedule", func(s *stage) any { return these(s.some()) }, forbidden},
	{"nor a guest", "guest", "members.unschedule", func(s *stage) any { return these(s.id()) }, forbidden},
	{"an admin takes it back", "admin", "members.unschedule", func(s *stage) any { return these(s.scheduled(), s.User.Member) }, "updated ben until= untilBy="},
	{"no one", "admin", "members.unschedule", just(these()), refused + "members members.none"},
	{"nobody", "admin", "members.unschedule", func(s *stage) any { return these(s.id()) }, notFound},
	{"who has none", "admin", "members.unschedule", func(s *stage) any { return these(s.some()) }, refused + "until.none"},
}

// linking is about links by which many can join; what becomes of them is told where mails are, in accounts.
var linking = []line{
	{"a user may not", "user", "links.make", func(s *stage) any { return args{"link": s.linkID(), "kind": "user"} }, forbidden},
	{"nor a guest", "guest", "links.make", func(s *stage) any { return args{"link": s.linkID(), "kind": "guest"} }, forbidden},
	{"there is one already", "admin", "links.make", func(s *stage) any { return args{"link": s.link(), "kind": "user"} }, refused + "link.exists"},
	{"all that is wrong at once", "admin", "links.make", func(*stage) any {
		return args{"link": "T#1", "kind": "boss", "limit": 10_001, "domains": []string{"x"}}
	}, refused + "link id.malformed, kind kind.unknown, limit link.limit, domains domain.malformed"},
	{"a domain that is none", "admin", "links.make", func(s *stage) any {
		return args{"link": s.linkID(), "kind": "user", "domains": []string{"a b.example"}}
	}, refused + "domains domain.malformed"},
	{"instead of one that is gone", "admin", "links.make", func(s *stage) any {
		return args{"link": s.linkID(), "kind": "user", "replaces": []org.LinkID{s.linkID()}}
	}, refused + "link.notFound"},

	{"a user may not", "user", "links.close", func(s *stage) any { return args{"links": []org.LinkID{s.link()}} }, forbidden},
	{"nor a guest", "guest", "links.close", func(s *stage) any { return args{"links": []org.LinkID{s.linkID()}} }, forbidden},
	{"no one", "admin", "links.close", just(args{"links": []org.LinkID{}}), refused + "links link.none"},
	{"one that is gone", "admin", "links.close", func(s *stage) any { return args{"links": []org.LinkID{s.linkID()}} }, refused + "link.notFound"},
}

func (s *stage) linkID() org.LinkID { return newID[org.LinkID](s.owner) }

// link makes one for users.
func (s *stage) link() org.LinkID {
	id := s.linkID()
	s.Do(s.owner.TB, s.Owner, "links.make", args{"link": id, "kind": "user"})
	return id
}

func tag(add, remove []string, ids ...org.MemberID) args {
	return args{"members": append([]org.MemberID{}, ids...), "add": add, "remove": remove}
}

var tagging = []line{
	{"a user may not", "user", "members.tag", func(s *stage) any { return tag([]string{"x"}, nil, s.User.Member) }, forbidden},
	{"nor a guest", "guest", "members.tag", func(s *stage) any { return tag([]string{"x"}, nil, s.Guest.Member) }, forbidden},
	{"a user is not told what else is wrong", "user", "members.tag", func(s *stage) any { return tag([]string{"a,b"}, nil) }, forbidden},
	{"tags come and go", "admin", "members.tag", func(s *stage) any { return tag([]string{"c"}, []string{"B"}, s.some("tags", []string{"a", "b"})) }, "updated ben tags=a c"},
	{"what is there already stays as it is spelt", "admin", "members.tag", func(s *stage) any { return tag([]string{"A", "b"}, nil, s.some("tags", []string{"a"})) }, "updated ben tags=a b"},
	{"the last one goes", "admin", "members.tag", func(s *stage) any { return tag(nil, []string{"a"}, s.some("tags", []string{"a"})) }, "updated ben tags="},
	{"a tag that ends before it begins", "admin", "members.tag", func(s *stage) any {
		return with(tag([]string{"c"}, nil, s.some()), "from", "2199-01-02", "until", "2199-01-01")
	}, refused + "until until.beforeFrom"},
	{"a tag that is over", "admin", "members.tag", func(s *stage) any { return with(tag([]string{"c"}, nil, s.some()), "until", "2020-01-31") }, refused + "until tags.past"},
	{"a term of no tag", "admin", "members.tag", func(s *stage) any {
		return with(tag(nil, []string{"a"}, s.some("tags", []string{"a"})), "until", "2199-01-31")
	}, refused + "add tags.termless"},
	{"a tag in the place of nothing", "admin", "members.tag", func(s *stage) any { return with(tag([]string{"c"}, nil, s.some()), "rename", true) }, refused + "add tags.rename"},
	{"nor may a user say for how long", "user", "members.tag", func(s *stage) any { return with(tag([]string{"x"}, nil, s.User.Member), "until", "2199-01-31") }, forbidden},
	{"nothing", "admin", "members.tag", func(s *stage) any { return tag(nil, nil, s.some()) }, refused + "add tags.none"},
	{"a tag that is two", "admin", "members.tag", func(s *stage) any { return tag([]string{"a,b"}, nil, s.some()) }, refused + "add tag.comma"},
	{"a tag that is nothing goes", "admin", "members.tag", func(s *stage) any { return tag([]string{"a"}, []string{" "}, s.some()) }, refused + "remove text.missing"},
	{"what is not there goes", "admin", "members.tag", func(s *stage) any { return tag(nil, []string{"b"}, s.some("tags", []string{"a"})) }, refused + "tags.unchanged"},
	{"what is there comes", "admin", "members.tag", func(s *stage) any { return tag([]string{"A"}, nil, s.some("tags", []string{"a"})) }, refused + "tags.unchanged"},
	{"too many", "admin", "members.tag", func(s *stage) any { return tag(letters(20), nil, s.some("tags", []string{"x"})) }, refused + "add tags.tooMany"},
	{"too many for one of several", "admin", "members.tag", func(s *stage) any { return tag(letters(20), nil, s.some(), s.some("tags", []string{"x"})) }, refused + "add tags.tooMany"},
	{"no one", "admin", "members.tag", just(tag([]string{"x"}, nil)), refused + "members members.none"},
	{"nobody", "admin", "members.tag", func(s *stage) any { return tag([]string{"x"}, nil, s.id()) }, notFound},
	{"the owner, who has it, and somebody who has not", "admin", "members.tag", func(s *stage) any {
		s.did(s.Owner, "members.tag", tag([]string{"mine"}, nil, s.Owner.Member))
		return tag([]string{"mine"}, nil, s.Owner.Member, s.some())
	}, "updated ben tags=mine"},
	{"the owner is the owner's", "admin", "members.tag", func(s *stage) any { return tag([]string{"x"}, nil, s.Owner.Member) }, refused + "member.ownerEdit"},
}

var renaming = []line{
	{"a user may not", "user", "tenants.rename", just(args{"from": "Acme", "to": "Bolt"}), forbidden},
	{"nor a guest", "guest", "tenants.rename", just(args{"from": "Acme", "to": "Bolt"}), forbidden},
	{"a user is not told what else is wrong", "user", "tenants.rename", just(args{"from": "Bolt", "to": "x"}), forbidden},
	{"a name that is none", "admin", "tenants.rename", just(args{"from": "Acme", "to": " x "}), refused + "name text.length"},
	{"from another name", "admin", "tenants.rename", just(args{"from": "Bolt", "to": "Nut"}), refused + "name tenant.changedMeanwhile"},
	{"to the name that it has", "admin", "tenants.rename", just(args{"from": "Acme", "to": " Acme"}), refused + "edit.none"},
	{"an admin renames", "admin", "tenants.rename", just(args{"from": "Acme", "to": "Bolt"}), "updated tenant name=Bolt"},
	{"and back", "owner", "tenants.rename", just(args{"from": "Bolt", "to": "Acme"}), "updated tenant name=Acme"},
}

var offline = []line{
	{"a user may not", "user", "tenants.setOffline", just(args{"from": 720, "to": 24}), forbidden},
	{"nor a guest", "guest", "tenants.setOffline", just(args{"from": 720, "to": 24}), forbidden},
	{"a user is not told what else is wrong", "user", "tenants.setOffline", just(args{"from": 1, "to": 0}), forbidden},
	{"a user may not", "user", "tenants.edit", just(args{"fields": args{"city": args{"from": "", "to": "Lindau"}}}), forbidden},
	{"nor a guest", "guest", "tenants.edit", just(args{"fields": args{"city": args{"from": "", "to": "Lindau"}}}), forbidden},
	{"a user is not told what else is wrong", "user", "tenants.edit", just(args{"fields": args{"vatID": args{"from": "", "to": "1"}}}), forbidden},
	{"a wrong digit", "admin", "tenants.edit", just(args{"fields": args{"vatID": args{"from": "", "to": "DE123456789"}}}), refused + "vatID vat.checksum"},
	{"the name has a deed of its own", "admin", "tenants.edit", just(args{"fields": args{"name": args{"from": "Acme", "to": "Bolt"}}}), refused + "name tenant.field"},
	{"a zone that there is none of", "admin", "tenants.edit", just(args{"fields": args{"zone": args{"from": "", "to": "Europe/Nowhere"}}}), refused + "zone zone.unknown"},
	{"a language without texts", "admin", "tenants.edit", just(args{"fields": args{"language": args{"from": "de", "to": "fr"}}}), refused + "language language.unknown"},
	{"a zone is not a user's to choose", "user", "tenants.edit", just(args{"fields": args{"zone": args{"from": "", "to": "Europe/Vienna"}}}), forbidden},
	{"an admin chooses the zone", "admin", "tenants.edit", just(args{"fields": args{"zone": args{"from": "", "to": "Europe/Vienna"}}}), "updated tenant zone=Europe/Vienna"},
	{"and gives it back", "admin", "tenants.edit", just(args{"fields": args{"zone": args{"from": "Europe/Vienna", "to": ""}}}), "updated tenant zone="},
	{"nothing named", "admin", "tenants.edit", just(args{}), refused + "edit.none"},
	{"an admin fills it in", "admin", "tenants.edit", just(args{"fields": args{"city": args{"from": "", "to": "Lindau"}}}), "updated tenant city=Lindau"},
	{"from what it is not", "owner", "tenants.edit", just(args{"fields": args{"city": args{"from": "", "to": "Bregenz"}}}), refused + "city tenant.fieldMeanwhile"},
	{"and the owner takes it out", "owner", "tenants.edit", just(args{"fields": args{"city": args{"from": "Lindau", "to": ""}}}), "updated tenant city="},
	{"a user may not", "user", "tenants.rememberColumn", just(args{"heading": "Büro", "field": "location"}), forbidden},
	{"nor a guest", "guest", "tenants.rememberColumn", just(args{"heading": "Büro", "field": "location"}), forbidden},
	{"a field that there is not", "admin", "tenants.rememberColumn", just(args{"heading": "Büro", "field": "password"}), refused + "field columns.field"},
	{"a heading that is nothing", "admin", "tenants.rememberColumn", just(args{"heading": " ", "field": "location"}), refused + "heading columns.heading"},
	{"what nobody has said is not forgotten", "admin", "tenants.rememberColumn", just(args{"heading": "Büro", "field": ""}), refused + "edit.none"},
	{"a user may not", "user", "tenants.setLogo", just(args{"from": "", "to": "AAAAAAAAAAAAAAAAAAAAAA"}), forbidden},
	{"nor a guest", "guest", "tenants.setLogo", just(args{"from": "", "to": "AAAAAAAAAAAAAAAAAAAAAA"}), forbidden},
	{"without the picture", "admin", "tenants.setLogo", just(args{"from": "", "to": "AAAAAAAAAAAAAAAAAAAAAA"}), refused + "logo picture.malformed"},
	{"none instead of none", "admin", "tenants.setLogo", just(args{"from": "", "to": ""}), refused + "edit.none"},
	{"instead of another one", "admin", "tenants.setLogo", just(args{"from": "AAAAAAAAAAAAAAAAAAAAAA", "to": "BBBBBBBBBBBBBBBBBBBBBA"}), refused + "logo tenant.logoMeanwhile"},
	{"a user may not", "user", "tenants.colourTag", just(args{"tag": "azubi", "colour": 1}), forbidden},
	{"nor a guest", "guest", "tenants.colourTag", just(args{"tag": "azubi", "colour": 1}), forbidden},
	{"a colour that there is not", "admin", "tenants.colourTag", just(args{"tag": "azubi", "colour": 9}), refused + "colour tag.colour"},
	{"a tag that can't be", "admin", "tenants.colourTag", just(args{"tag": "a,b", "colour": 1}), refused + "tag tag.comma"},
	{"what has none loses none", "admin", "tenants.colourTag", just(args{"tag": "azubi", "colour": 0}), refused + "edit.none"},
	{"a user may not", "user", "tenants.connect", func(s *stage) any { return args{"system": s.id(), "name": "Ablage", "digest": digest} }, forbidden},
	{"nor a guest", "guest", "tenants.connect", func(s *stage) any { return args{"system": s.id(), "name": "Ablage", "digest": digest} }, forbidden},
	{"a user is not told what else is wrong", "user", "tenants.connect", just(args{"system": "x"}), forbidden},
	{"all that is wrong", "admin", "tenants.connect", just(args{"system": "x", "name": " ", "digest": "secret"}), refused + "system id.malformed, name text.missing, digest system.digest"},
	{"a name that is too long", "admin", "tenants.connect", func(s *stage) any { return args{"system": s.id(), "name": long, "digest": digest} }, refused + "name text.length"},
	{"a user may not", "user", "tenants.disconnect", func(s *stage) any { return args{"systems": []any{s.id()}} }, forbidden},
	{"nor a guest", "guest", "tenants.disconnect", func(s *stage) any { return args{"systems": []any{s.id()}} }, forbidden},
	{"none", "admin", "tenants.disconnect", just(args{}), refused + "systems system.none"},
	{"one that there is not", "admin", "tenants.disconnect", func(s *stage) any { return args{"systems": []any{s.id()}} }, refused + "system.notFound"},
	{"a user may not", "user", "tenants.addDomain", just(args{"domain": "acme.example"}), forbidden},
	{"nor a guest", "guest", "tenants.addDomain", just(args{"domain": "acme.example"}), forbidden},
	{"what is no domain", "admin", "tenants.addDomain", just(args{"domain": "acme"}), refused + "domain domain.malformed"},
	{"nothing", "admin", "tenants.addDomain", just(args{"domain": " @"}), refused + "domain text.missing"},
	{"a user may not", "user", "tenants.removeDomain", just(args{"domain": "acme.example"}), forbidden},
	{"nor a guest", "guest", "tenants.removeDomain", just(args{"domain": "acme.example"}), forbidden},
	{"one that there is not", "admin", "tenants.removeDomain", just(args{"domain": "acme.example"}), refused + "domain.notFound"},
	{"a user may not", "user", "tenants.setJoining", just(args{"from": "", "to": "domains"}), forbidden},
	{"nor a guest", "guest", "tenants.setJoining", just(args{"from": "", "to": "domains"}), forbidden},
	{"without a domain", "admin", "tenants.setJoining", just(args{"from": "", "to": "domains"}), refused + "joining joining.noDomain"},
	{"a choice that there is not", "admin", "tenants.setJoining", just(args{"from": "", "to": "friends"}), refused + "joining joining.unknown"},
	{"as it is", "admin", "tenants.setJoining", just(args{"from": "", "to": ""}), refused + "edit.none"},
	{"as it was not seen", "admin", "tenants.setJoining", just(args{"from": "proved", "to": "domains"}), refused + "joining tenant.joiningMeanwhile"},
	{"no time at all", "admin", "tenants.setOffline", just(args{"from": 720, "to": 0}), refused + "offlineHours offlineHours.range"},
	{"less than none", "admin", "tenants.setOffline", just(args{"from": 720, "to": -24}), refused + "offlineHours offlineHours.range"},
	{"longer than 90 days", "admin", "tenants.setOffline", just(args{"from": 720, "to": 2161}), refused + "offlineHours offlineHours.range"},
	{"from another time", "admin", "tenants.setOffline", just(args{"from": 24, "to": 48}), refused + "offlineHours tenant.offlineMeanwhile"},
	{"to the one that holds unless somebody chooses", "admin", "tenants.setOffline", just(args{"from": 720, "to": 720}), refused + "edit.none"},
	{"an admin says an hour", "admin", "tenants.setOffline", just(args{"from": 720, "to": 1}), "updated tenant offlineHours=1"},
	{"the owner says 90 days", "owner", "tenants.setOffline", just(args{"from": 1, "to": 2160}), "updated tenant offlineHours=2160"},
	{"and 30 again", "owner", "tenants.setOffline", just(args{"from": 2160, "to": 720}), "updated tenant offlineHours=720"},
}

// digest is that of some secret.
var digest = strings.Repeat("A", 43)

// reserved are the deeds that only the server's own code starts: whoever names them is told that there are none.
var reserved = []line{
	{"a user does not confirm", "user", "members.confirm", func(s *stage) any { return args{"member": s.User.Member} }, unknown},
	{"nor a guest", "guest", "members.confirm", func(s *stage) any { return args{"member": s.Guest.Member} }, unknown},
	{"nor the owner", "owner", "members.confirm", func(s *stage) any { return args{"member": s.some()} }, unknown},
	{"a user carries nothing out", "user", "members.due", func(s *stage) any { return with(these(s.scheduled()), "until", "2199-01-31") }, unknown},
	{"nor a guest", "guest", "members.due", func(s *stage) any { return with(these(s.scheduled()), "until", "2199-01-31") }, unknown},
	{"nor the owner, by a command", "owner", "members.due", func(s *stage) any { return with(these(s.scheduled()), "until", "2199-01-31") }, unknown},
	{"a user erases nobody", "user", "members.erase", func(s *stage) any { return args{"member": s.some()} }, unknown},
	{"nor a guest", "guest", "members.erase", func(s *stage) any { return args{"member": s.some()} }, unknown},
	{"nor the owner, by a command", "owner", "members.erase", func(s *stage) any { return args{"member": s.gone()} }, unknown},
	{"a user joins nothing", "user", "links.join", func(s *stage) any { return args{"link": s.linkID(), "member": s.User.Member} }, unknown},
	{"nor a guest", "guest", "links.join", func(s *stage) any { return args{"link": s.linkID(), "member": s.Guest.Member} }, unknown},
	{"nor the owner", "owner", "links.join", func(s *stage) any { return args{"link": s.linkID(), "member": s.id()} }, unknown},
	{"a user adds nobody with a password", "user", "members.createWithPassword", func(s *stage) any { return args{"member": s.id()} }, unknown},
	{"nor a guest", "guest", "members.createWithPassword", func(s *stage) any { return args{"member": s.id()} }, unknown},
	{"nor the owner, by a command", "owner", "members.createWithPassword", func(s *stage) any { return args{"member": s.id()} }, unknown},
	{"a user does not leave by a command", "user", "members.leave", func(s *stage) any { return args{"member": s.User.Member} }, unknown},
	{"nor a guest", "guest", "members.leave", func(s *stage) any { return args{"member": s.Guest.Member} }, unknown},
	{"nor the owner", "owner", "members.leave", func(s *stage) any { return args{"member": s.some()} }, unknown},
	{"a user proves nothing", "user", "tenants.proveDomain", just(args{"domain": "acme.example"}), unknown},
	{"nor a guest", "guest", "tenants.proveDomain", just(args{"domain": "acme.example"}), unknown},
	{"nor the owner", "owner", "tenants.proveDomain", just(args{"domain": "acme.example"}), unknown},
	{"a user reports nothing", "user", "members.reportStorage", func(s *stage) any {
		return args{"system": s.id(), "used": []any{args{"member": s.User.Member, "bytes": 1}}}
	}, unknown},
	{"nor a guest", "guest", "members.reportStorage", func(s *stage) any {
		return args{"system": s.id(), "used": []any{args{"member": s.User.Member, "bytes": 1}}}
	}, unknown},
	{"nor the owner", "owner", "members.reportStorage", func(s *stage) any {
		return args{"system": s.id(), "used": []any{args{"member": s.User.Member, "bytes": 1}}}
	}, unknown},
	{"a user founds nothing", "user", "tenants.found", func(s *stage) any { return founding(s.User.Member) }, unknown},
	{"nor a guest", "guest", "tenants.found", func(s *stage) any { return founding(s.Guest.Member) }, unknown},
	{"nor the owner", "owner", "tenants.found", func(s *stage) any { return founding(s.Owner.Member) }, unknown},
}

func founding(by org.MemberID, more ...any) args {
	return with(args{"name": "Bolt", "language": "de", "member": by, "givenName": "Bea", "surname": "Bolt", "email": "bea@bolt.example"}, more...)
}
