package histories

import (
	"fmt"
	"testing"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/org"
)

// TestRightsChangeAtEveryBorder lets a device load, wish for something, rest and catch up, and changes its owner's rights before the first
// request, in the next run before the second, and so on; every other time the app is killed right afterwards. No answer shows what is
// beyond the rights of its moment, and at rest disk and memory hold what a fresh device holds.
func TestRightsChangeAtEveryBorder(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i, turn := range testworld.Turns {
		t.Run(fmt.Sprint(turn), func(t *testing.T) {
			for border, passed := 0, true; passed && !t.Failed(); border++ {
				judged(t, s, fmt.Sprint("border ", border), func() { passed = found(s, uint64(100*i+border+1)).crossed(turn, border) })
				if border > 60 {
					t.Fatal("there is always one more border")
				}
			}
		})
	}
}

// crossed changes rights at one border, and says whether there was that one.
func (h *history) crossed(turn []org.Role, border int) (changed bool) {
	p := h.people[2]
	h.become(p, turn[0])
	d := h.newDevice(p, h.apis[0], 0)
	n := 0
	d.before = func() {
		if n++; n != border+1 {
			return
		}
		changed = true
		for _, role := range turn[1:] {
			h.become(p, role)
			h.happens()
		}
		h.logf("%s is %q now", p.name, h.roleOf(p))
	}
	d.calm = true
	d.signIn()
	d.sync()
	if d.lead != nil {
		d.do("members.edit", edit(h.ids[4], "notes", "", h.value(p.tenant.ID(), h.ids[4], "notes")))
	}
	h.happens()
	d.sync()
	if border%2 == 1 && d.lead != nil {
		d.kill()
		d.open()
	}
	d.before = nil
	h.end()
	return changed
}

// become gives somebody another role, or takes them out of service and lets them in again.
func (h *history) become(p *person, role org.Role) {
	owner, now := h.people[0], h.roleOf(p)
	these := map[string]any{"members": []org.MemberID{p.member}}
	switch {
	case role == "":
		h.elsewhere(owner, "members.deactivate", these)
		return
	case now == "":
		h.elsewhere(owner, "members.reactivate", these)
		now = h.roleOf(p)
	}
	if now == org.Admin && role == org.Guest {
		h.elsewhere(owner, "members.edit", edit(p.member, "role", now, org.User))
		now = org.User
	}
	if now != role {
		h.elsewhere(owner, "members.edit", edit(p.member, "role", now, role))
	}
	if got := h.roleOf(p); got != role {
		h.failf("%s should be %q now, and is %q", p.name, role, got)
	}
}

// happens lets somebody come, change in what everybody sees and in what few do, and somebody else go and come back.
func (h *history) happens() {
	owner := h.people[0]
	a := h.newcomer(owner.tenant, "Neu"+itoa(len(h.ids)))
	id := a["member"].(org.MemberID)
	h.elsewhere(owner, "members.create", a)
	h.elsewhere(owner, "members.edit", edit(id, "title", a["title"], h.value(owner.tenant.ID(), id, "title")))
	h.elsewhere(owner, "members.delete", map[string]any{"members": []org.MemberID{h.ids[3]}})
	h.elsewhere(owner, "ledger.undo", map[string]any{"entries": []uint64{h.head()}})
}

func (h *history) head() uint64 {
	head, err := h.table.Head(h.tb.Context(), h.people[0].tenant)
	h.must(err)
	return head.Seq
}
