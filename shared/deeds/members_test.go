package deeds_test

import (
	"strings"
	"testing"

	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// story is one sentence of what a deed does or refuses. A refusal leaves nothing behind: house.do makes sure.
type story struct {
	story string
	by    func(h *house) ledger.Actor
	deed  string
	args  func(h *house) any
	code  string // "" if it is done
}

// tells tries a story: what it does is taken back by somebody, and then is as it was before.
func (h *house) tells(back ledger.Actor, c story) {
	h.t.Helper()
	before := h.state()
	e, err := h.do(c.by(h), c.deed, c.args(h))
	h.takesBack(back, before, e, err, c.code)
}

// takesBack holds what came of a deed against a code; where it was done it is taken back, and then all is as it was before.
func (h *house) takesBack(by ledger.Actor, before map[ledger.Ref]string, e ledger.Entry, err error, code string) {
	h.t.Helper()
	if code != "" {
		if !fault.Is(err, code) {
			h.t.Fatalf("%v, want %s", err, code)
		}
		return
	}
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	h.must(by, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
	for ref, was := range before {
		if now := h.state()[ref]; now != was {
			h.t.Fatalf("taken back: %s, was %s", now, was)
		}
	}
	h.invariants()
}

func owner(h *house) ledger.Actor { return h.owner }
func admin(h *house) ledger.Actor { return h.admin }
func user(h *house) ledger.Actor  { return h.user }
func guest(h *house) ledger.Actor { return h.guest }

func these(who ...func(h *house) ledger.Actor) func(h *house) any {
	return func(h *house) any {
		var l members.List
		for _, w := range who {
			l.Members = append(l.Members, w(h).Member)
		}
		return l
	}
}

func edit(who func(h *house) ledger.Actor, field string, from, to any) func(h *house) any {
	return func(h *house) any {
		return map[string]any{"member": who(h).Member, "fields": map[string]any{field: map[string]any{"from": from, "to": to}}}
	}
}

func person(more ...string) func(h *house) any {
	return func(h *house) any {
		p := map[string]any{"member": h.id(), "givenName": "Ben", "surname": "Berger", "email": "ben@acme.example"}
		for i := 0; i < len(more); i += 2 {
			p[more[i]] = more[i+1]
		}
		return p
	}
}

func TestMembers(t *testing.T) {
	for _, c := range []story{
		{"an admin ends a colleague's access", admin, "members.deactivate", these(user), ""},
		{"several at once", admin, "members.deactivate", these(user, guest), ""},
		{"the same twice in one list is once", admin, "members.deactivate", these(user, user), ""},
		{"nobody may be nobody", admin, "members.deactivate", these(), "members.none"},
		{"the owner can't be deactivated", admin, "members.deactivate", these(owner), "member.owner"},
		{"nor as one of several, and then none is", admin, "members.deactivate", these(user, owner), "member.owner"},
		{"nor by themselves", owner, "members.deactivate", these(owner), "member.owner"},
		{"nobody deactivates themselves", admin, "members.deactivate", these(admin), "member.self"},
		{"the owner deactivates an admin", owner, "members.deactivate", these(admin), ""},
		{"a user may not", user, "members.deactivate", these(guest), "actor.forbidden"},
		{"a guest may not", guest, "members.deactivate", these(user), "actor.forbidden"},
		{"a user is told the same of ids that don't exist", user, "members.deactivate", func(h *house) any { return members.List{Members: []org.MemberID{h.id()}} }, "actor.forbidden"},
		{"an admin is told that there is no such member", admin, "members.deactivate", func(h *house) any { return members.List{Members: []org.MemberID{h.id()}} }, "member.notFound"},
		{"an id is an id", admin, "members.deactivate", func(h *house) any { return map[string]any{"members": []string{"x#y"}} }, "id.malformed"},
		{"who is active can't be reactivated", admin, "members.reactivate", these(user), "member.notInactive"},

		{"an admin deletes a user", admin, "members.delete", these(user), ""},
		{"an admin's right is taken away first", owner, "members.delete", these(admin), "member.adminFirst"},
		{"the owner can't be deleted", admin, "members.delete", these(owner), "member.owner"},
		{"a guest may not delete", guest, "members.delete", these(guest), "actor.forbidden"},

		{"an admin adds a person", admin, "members.create", person(), ""},
		{"an admin adds an admin", admin, "members.create", person("role", "admin"), ""},
		{"there is one owner", owner, "members.create", person("role", "owner"), "member.ownerOnce"},
		{"a guest is never an admin", owner, "members.create", person("role", "admin", "kind", "guest"), "member.guestAdmin"},
		{"an address comes once", admin, "members.create", person("email", "UWE@acme.example"), "member.emailTaken"},
		{"an address needs an ending", admin, "members.create", person("email", "ben@acme"), "email.noEnding"},
		{"an unknown role", admin, "members.create", person("role", "boss"), "role.unknown"},
		{"a user may not add", user, "members.create", person(), "actor.forbidden"},
		{"an id comes once, also of one who is gone", admin, "members.create", func(h *house) any {
			h.must(h.admin, "members.delete", members.List{Members: []org.MemberID{h.user.Member}})
			return person("member", string(h.user.Member))(h)
		}, "member.exists"},

		{"an admin changes a title", admin, "members.edit", edit(user, "title", "", "Chefin"), ""},
		{"from a value it does not have", admin, "members.edit", edit(user, "title", "Chef", "Chefin"), "member.changedMeanwhile"},
		{"to the value it has, whatever it was changed from", admin, "members.edit", edit(user, "title", "x", ""), "edit.none"},
		{"an unknown field", admin, "members.edit", edit(user, "shoeSize", "", "44"), "member.field"},
		{"confirming is no edit", admin, "members.edit", edit(user, "confirmed", "", "true"), "member.field"},
		{"a wrong type", admin, "members.edit", edit(user, "title", "", 7), "json.type"},
		{"an admin makes an admin", admin, "members.edit", edit(user, "role", "user", "admin"), ""},
		{"nobody makes an owner", owner, "members.edit", edit(user, "role", "user", "owner"), "member.ownerOnce"},
		{"the owner stays owner", owner, "members.edit", edit(owner, "role", "owner", "admin"), "member.ownerRole"},
		{"nobody takes their own right", admin, "members.edit", edit(admin, "role", "admin", "user"), "member.self"},
		{"an admin's kind can't be changed", owner, "members.edit", edit(admin, "kind", "user", "guest"), "member.adminFirst"},
		{"a user becomes a guest", admin, "members.edit", edit(user, "kind", "user", "guest"), ""},
		{"the owner is changed by the owner", admin, "members.edit", edit(owner, "title", "", "Chefin"), "member.ownerEdit"},
		{"the owner changes the owner", owner, "members.edit", edit(owner, "title", "", "Chefin"), ""},
		{"a guest may not edit themselves", guest, "members.edit", edit(guest, "title", "", "x"), "actor.forbidden"},

		{"a tag", admin, "members.tag", func(h *house) any {
			return members.TagArgs{Members: []org.MemberID{h.user.Member}, Add: []string{"neu"}}
		}, ""},
		{"no tag", admin, "members.tag", func(h *house) any { return members.TagArgs{Members: []org.MemberID{h.user.Member}} }, "tags.none"},
		{"a tag nobody has", admin, "members.tag", func(h *house) any {
			return members.TagArgs{Members: []org.MemberID{h.user.Member}, Remove: []string{"alt"}}
		}, "tags.unchanged"},
		{"too many tags", admin, "members.tag", func(h *house) any {
			return members.TagArgs{Members: []org.MemberID{h.user.Member}, Add: strings.Split("a b c d e f g h i j k l m n o p q r s t", " ")}
		}, "tags.tooMany"},

		{"one confirms one's own address", user, "members.confirm", func(h *house) any { return members.OneMember{Member: h.user.Member} }, ""},
		{"nobody confirms another's", owner, "members.confirm", func(h *house) any { return members.OneMember{Member: h.user.Member} }, "member.notSelf"},
		{"once", owner, "members.confirm", func(h *house) any { return members.OneMember{Member: h.owner.Member} }, "member.confirmed"},

		{"an admin renames", admin, "tenants.rename", func(*house) any { return map[string]string{"from": "Acme", "to": "Bolt"} }, ""},
		{"a user does not", user, "tenants.rename", func(*house) any { return map[string]string{"from": "Acme", "to": "Bolt"} }, "actor.forbidden"},
		{"from another name", admin, "tenants.rename", func(*house) any { return map[string]string{"from": "Bolt", "to": "Nut"} }, "tenant.changedMeanwhile"},
		{"a tenant is founded once", owner, "tenants.found", func(h *house) any {
			return map[string]any{"name": "B", "language": "de", "member": h.owner.Member, "givenName": "O", "surname": "O", "email": "o@acme.example"}
		}, "tenant.exists"},

		{"a user undoes nothing", user, "ledger.undo", func(*house) any { return map[string]any{"entries": []uint64{2}} }, "actor.forbidden"},
		{"the founding stays", owner, "ledger.undo", func(*house) any { return map[string]any{"entries": []uint64{1}} }, "member.owner"},
		{"what is not there can't be undone", owner, "ledger.undo", func(*house) any { return map[string]any{"entries": []uint64{99}} }, "entry.notFound"},
		{"a grant is taken back by hand", owner, "ledger.undo", func(h *house) any {
			e := h.must(h.owner, "members.edit", edit(admin, "role", "admin", "user")(h))
			return map[string]any{"entries": []uint64{e.Seq}}
		}, "undo.grants"},
	} {
		t.Run(c.deed+": "+c.story, func(t *testing.T) {
			h := found(t)
			args := c.args(h)
			_, err := h.do(c.by(h), c.deed, args)
			if c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("got %v, want %q", err, c.code)
			}
			h.invariants()
		})
	}
}

func TestReactivatingRestoresWhatWasBefore(t *testing.T) {
	h := found(t)
	before, _ := h.member(h.user.Member)
	h.must(h.admin, "members.deactivate", these(user)(h))
	if m, _ := h.member(h.user.Member); m.Status() != org.Deactivated {
		t.Fatalf("status %s", m.Status())
	}
	h.must(h.admin, "members.reactivate", these(user)(h))
	if after, _ := h.member(h.user.Member); after.Status() != before.Status() || after.Status() != org.Pending {
		t.Errorf("was %s, is %s", before.Status(), after.Status())
	}
}

func TestDeactivatingEndsAccessAndUndoDoesNotRestoreIt(t *testing.T) {
	h := found(t)
	d, _ := deeds.ByName("members.deactivate")
	out, err := d.Run(h, h.admin, []byte(`{"members":["`+string(h.user.Member)+`"]}`))
	if err != nil || len(out.Effects) != 1 || out.Effects[0] != (ledger.Effect{What: ledger.EndAccess, For: string(h.user.Member)}) {
		t.Fatalf("effects %v, %v", out.Effects, err)
	}
	e := h.must(h.admin, "members.deactivate", these(user)(h))
	u, _ := deeds.ByName("ledger.undo")
	out, err = u.Run(h, h.admin, []byte(`{"entries":[`+string(rune('0'+e.Seq))+`]}`))
	if err != nil || len(out.Effects) != 0 {
		t.Errorf("undo: effects %v, %v", out.Effects, err)
	}
}

func TestANewAddressIsPending(t *testing.T) {
	h := found(t)
	h.must(h.user, "members.confirm", members.OneMember{Member: h.user.Member})
	h.must(h.admin, "members.edit", edit(user, "email", "Uwe@acme.example", "UWE@acme.example")(h))
	if m, _ := h.member(h.user.Member); !m.Confirmed || m.Email != "UWE@acme.example" {
		t.Errorf("another spelling: %+v", m)
	}
	h.must(h.admin, "members.edit", edit(user, "email", "UWE@acme.example", "uwe@bolt.example")(h))
	if m, _ := h.member(h.user.Member); m.Confirmed {
		t.Errorf("another address is confirmed without anybody having confirmed it")
	}
}

func TestEditsOfTagsCommute(t *testing.T) {
	h := found(t)
	h.must(h.admin, "members.edit", edit(user, "tags", []string{"canary-tag-Uwe"}, []string{"canary-tag-Uwe", "a"})(h))
	h.must(h.admin, "members.edit", edit(user, "tags", []string{"canary-tag-Uwe"}, []string{"b"})(h))
	if m, _ := h.member(h.user.Member); strings.Join(m.Tags, " ") != "a b" {
		t.Errorf("tags %q", m.Tags)
	}
}

func TestEveryDeedNamesItself(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range deeds.All {
		if seen[d.Name] || strings.Count(d.Name, ".") != 1 || d.Args == nil || d.Run == nil || d.Cut == nil || d.Hint == nil {
			t.Errorf("%q is twice or incomplete", d.Name)
		}
		seen[d.Name] = true
		if _, err := deeds.Commanded(d.Name); deeds.Reserved[d.Name] != (err != nil) {
			t.Errorf("%q: %v", d.Name, err)
		}
	}
}
