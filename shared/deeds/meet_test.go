package deeds_test

import (
	"strings"
	"testing"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// wish is what somebody does who does not know what another does at the same time.
type wish struct {
	deed string
	args func(h *house) any
}

func wished(deed string, args func(h *house) any) wish { return wish{deed, args} }

// unaware edits the user, who is seen as active.
func unaware(field string, from, to any) wish {
	return wished("members.edit", func(h *house) any {
		a := edit(user, field, from, to)(h).(map[string]any)
		a["sawActive"] = true
		return a
	})
}

// contacts edits further contacts from some to others; each stands for its label and its value.
func contacts(from []string, to ...string) wish {
	list := func(names []string) []org.Contact {
		out := []org.Contact{}
		for _, n := range names {
			out = append(out, org.Contact{Label: n, Value: n})
		}
		return out
	}
	return unaware("contacts", list(from), list(to))
}

func tagged(add ...string) wish {
	return wished("members.tag", func(h *house) any { return members.TagArgs{Members: []org.MemberID{h.user.Member}, Add: add} })
}

// TestWhatMeets: each line is two wishes that do not know of each other, what the second is refused with, "" if nothing, and how the
// user stands then.
func TestWhatMeets(t *testing.T) {
	role := func(from, to org.Role) wish { return unaware("role", from, to) }
	gone, deactivated, deleted := "gone", wished("members.deactivate", these(user)), wished("members.delete", these(user))
	for _, c := range []struct {
		story         string
		first, second wish
		code          string
		stands        string // role, title, location, tags without the one they come with, further contacts, deactivated
	}{
		{"different fields go together", unaware("title", "", "Chefin"), unaware("location", "", "Ulm"), "", "user Chefin Ulm"},
		{"in the other order as well", unaware("location", "", "Ulm"), unaware("title", "", "Chefin"), "", "user Chefin Ulm"},
		{"the same field is for a person to decide", unaware("title", "", "Chefin"), unaware("title", "", "Leiterin"), "member.changedMeanwhile", "user Chefin"},
		{"the same value of the same field is no matter", unaware("title", "", "Chefin"), unaware("title", "", "Chefin"), "edit.none", "user Chefin"},
		{"tags go together", tagged("a"), tagged("b"), "", "user a b"},
		{"in the other order as well", tagged("b"), tagged("a"), "", "user a b"},
		{"tags in a form as well", tagged("a"), unaware("tags", []string{"canary-tag-Uwe"}, []string{"canary-tag-Uwe", "b"}), "", "user a b"},
		{"further contacts go together", contacts(nil, "a"), contacts(nil, "b"), "", "user [a a] [b b]"},
		{"what somebody takes away is away, and what another adds is there", contacts(nil, "a", "b"), contacts([]string{"a"}, "c"), "", "user [b b] [c c]"},
		{"tags and fields go together", tagged("a"), unaware("title", "", "Chefin"), "", "user Chefin a"},

		{"deactivating beats editing", deactivated, unaware("title", "", "Chefin"), "member.deactivatedMeanwhile", "user deactivated"},
		{"in the other order as well", unaware("title", "", "Chefin"), deactivated, "", "user Chefin deactivated"},
		{"it beats granting", deactivated, role(org.User, org.Admin), "member.deactivatedMeanwhile", "user deactivated"},
		{"in the other order as well", role(org.User, org.Admin), deactivated, "", "admin deactivated"},
		{"whoever saw it may edit", deactivated, wished("members.edit", edit(user, "title", "", "Chefin")), "", "user Chefin deactivated"},
		{"and tags go together with it", deactivated, tagged("a"), "", "user a deactivated"},

		{"deleting beats editing", deleted, unaware("title", "", "Chefin"), "member.notFound", gone},
		{"in the other order as well", unaware("title", "", "Chefin"), deleted, "", gone},
		{"it beats deactivating", deleted, deactivated, "member.notFound", gone},
		{"in the other order as well", deactivated, deleted, "", gone},

		{"revoking beats granting", role(org.User, org.Admin), role(org.User, org.Guest), "", "guest"},
		{"in the other order as well", role(org.User, org.Guest), role(org.User, org.Admin), "member.changedMeanwhile", "guest"},
		{"by kind as well", role(org.User, org.Guest), unaware("kind", "user", "user"), "member.changedMeanwhile", "guest"},
		{"whose rights were taken further is not given some back", role(org.User, org.Guest), role(org.Admin, org.User), "member.changedMeanwhile", "guest"},
		{"a grant is none because it gives less than there is", role(org.User, org.Admin), role(org.Guest, org.User), "member.changedMeanwhile", "admin"},
		{"what is no role can't be seen", role(org.User, org.Admin), role("boss", org.User), "member.changedMeanwhile", "admin"},
		{"nor can nothing", role(org.User, org.Admin), role("", org.Guest), "member.changedMeanwhile", "admin"},
		{"by kind an admin is no guest", role(org.User, org.Admin), unaware("kind", "user", "guest"), "member.adminFirst", "admin"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			h.must(h.owner, c.first.deed, c.first.args(h))
			_, err := h.do(h.admin, c.second.deed, c.second.args(h))
			if c.code == "" && err != nil || c.code != "" && !hasCode(err, c.code) {
				t.Errorf("got %v, want %q", err, c.code)
			}
			if got := h.stands(h.user); got != c.stands {
				t.Errorf("stands %q, want %q", got, c.stands)
			}
			h.invariants()
		})
	}
}

func TestAllThatStandsAgainstAnEditIsSaidAtOnce(t *testing.T) {
	h := found(t)
	h.must(h.owner, "members.edit", edit(user, "title", "", "Chefin")(h))
	h.must(h.owner, "members.deactivate", these(user)(h))
	late := unaware("title", "", "Leiterin")
	_, err := h.do(h.admin, late.deed, late.args(h))
	if f := fault.All(err); len(f) != 2 || f[0].Code != "member.deactivatedMeanwhile" || f[1].Code != "member.changedMeanwhile" {
		t.Errorf("got %v, want that Uwe is deactivated and that the title is another", err)
	}
}

// TestWhoMayNotMakeAdminsTakesNoneAway: taking rights away beats granting, but needs the same right as always.
func TestWhoMayNotTakeRightsDoesNotByMeeting(t *testing.T) {
	h := found(t)
	h.must(h.owner, "members.edit", edit(user, "role", "user", "admin")(h))
	if _, err := h.do(h.guest, "members.edit", edit(user, "role", "user", "guest")(h)); !fault.Is(err, "actor.forbidden") {
		t.Errorf("a guest: %v", err)
	}
	self := ledger.Actor{Member: h.user.Member, Role: org.Admin, Name: "Uwe User"}
	if _, err := h.do(self, "members.edit", edit(user, "role", "user", "guest")(h)); !fault.Is(err, "member.self") {
		t.Errorf("the admin themselves: %v", err)
	}
	if got := h.stands(h.user); got != "admin" {
		t.Errorf("stands %q", got)
	}
}

func hasCode(err error, code string) bool {
	for _, f := range fault.All(err) {
		if f.Code == code {
			return true
		}
	}
	return false
}

// stands is what the stories of meetings say of a member.
func (h *house) stands(who ledger.Actor) string {
	m, there := h.member(who.Member)
	if !there {
		return "gone"
	}
	words := []string{string(m.Role), m.Title, m.Location}
	for _, tag := range m.Tags {
		if !strings.HasPrefix(tag, "canary") {
			words = append(words, tag)
		}
	}
	for _, c := range m.Contacts {
		words = append(words, "["+c.Label+" "+c.Value+"]")
	}
	if m.Deactivated {
		words = append(words, "deactivated")
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
