package deeds_test

import (
	"testing"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// pass moves the house's clock on by so many days.
func (h *house) pass(days uint64) { h.n += days * 24 * 60 }

func schedule(until string, remove bool, ids ...org.MemberID) members.ScheduleArgs {
	return members.ScheduleArgs{Members: ids, Until: until, Delete: remove}
}

func (h *house) due(until string, ids ...org.MemberID) (ledger.Entry, error) {
	return h.do(h.admin, members.Due.Name, members.DueArgs{Members: ids, Until: until})
}

func TestALastDayIsSetJudgedAndTakenBack(t *testing.T) {
	for _, c := range []story{
		{"an admin sets it", admin, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.user.Member) }, ""},
		{"today is a day", admin, "members.schedule", func(h *house) any { return schedule("2026-03-01", false, h.user.Member) }, ""},
		{"yesterday is none", admin, "members.schedule", func(h *house) any { return schedule("2026-02-28", false, h.user.Member) }, "until.past"},
		{"a user may not", user, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.guest.Member) }, "actor.forbidden"},
		{"nobody leaves by their own hand", admin, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.admin.Member) }, "member.self"},
		{"the owner stays", owner, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.owner.Member) }, "member.owner"},
		{"an admin is not deleted", owner, "members.schedule", func(h *house) any { return schedule("2026-03-31", true, h.admin.Member) }, "member.adminFirst"},
		{"though deactivated", owner, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.admin.Member) }, ""},
		{"one that can't be refuses all", admin, "members.schedule", func(h *house) any { return schedule("2026-03-31", false, h.user.Member, h.admin.Member) }, "member.self"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			h.tells(h.owner, c)
		})
	}
}

func TestWhatIsDueIsDoneOnceAndNotEarly(t *testing.T) {
	h := found(t)
	h.must(h.admin, "members.schedule", schedule("2026-03-03", false, h.user.Member))
	h.must(h.owner, "members.schedule", schedule("2026-03-03", true, h.guest.Member))
	if _, err := h.due("2026-03-03", h.user.Member); !fault.Is(err, "until.early") {
		t.Fatalf("before its day: %v", err)
	}
	h.pass(3)
	e, err := h.due("2026-03-03", h.user.Member, h.guest.Member, h.admin.Member)
	if m, _ := h.member(h.user.Member); err != nil || !m.Deactivated || len(e.Changes) != 1 {
		t.Fatalf("%v, %d changes: only what this admin has set is done", err, len(e.Changes))
	}
	if e, err := h.due("2026-03-03", h.user.Member, h.guest.Member); err != nil || len(e.Changes) != 0 {
		t.Errorf("again: %v, %+v", err, e.Changes)
	}
	if m, _ := h.member(h.guest.Member); !m.Ends() || !m.EndedBy("2026-03-04") {
		t.Errorf("what another one has set is open: %+v", m)
	}
	// Who lets them in again does not have them leave again.
	h.must(h.owner, "members.reactivate", members.List{Members: []org.MemberID{h.user.Member}})
	if m, _ := h.member(h.user.Member); m.Deactivated || m.Until != "" || m.UntilBy != "" {
		t.Errorf("reactivated: %+v", m)
	}
	h.invariants()
}

func TestWhoSetsTheDayLastIsAskedForIt(t *testing.T) {
	h := found(t)
	h.must(h.admin, "members.schedule", schedule("2026-03-31", false, h.user.Member))
	h.must(h.owner, "members.edit", map[string]any{"member": h.user.Member, "fields": map[string]any{"until": map[string]string{"from": "2026-03-31", "to": "2026-04-30"}}})
	if m, _ := h.member(h.user.Member); m.UntilBy != h.owner.Member || m.Until != "2026-04-30" {
		t.Errorf("%+v", m)
	}
	back := h.must(h.admin, "members.unschedule", members.List{Members: []org.MemberID{h.user.Member}})
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{back.Seq}})
	if m, _ := h.member(h.user.Member); m.UntilBy != h.admin.Member || m.Until != "2026-04-30" {
		t.Errorf("who takes a withdrawal back has set the day: %+v", m)
	}
}

func TestATermIsRenewedByItsOwnLength(t *testing.T) {
	for _, c := range []struct{ from, until, once, twice string }{
		{"2026-03-10", "2027-03-09", "2028-03-09", "2029-03-09"},
		{"2026-03-01", "2026-03-31", "2026-04-30", "2026-05-31"},
		{"2026-02-01", "2026-04-30", "2026-07-31", "2026-10-31"},
		{"2026-03-02", "2026-03-15", "2026-03-29", "2026-04-12"},
	} {
		h := found(t)
		h.must(h.owner, "members.edit", map[string]any{"member": h.user.Member, "fields": map[string]any{"firstDay": map[string]string{"from": "", "to": c.from}, "until": map[string]string{"from": "", "to": c.until}}})
		renew := func() (ledger.Entry, string) {
			e := h.must(h.admin, members.Renew.Name, members.List{Members: []org.MemberID{h.user.Member}})
			m, _ := h.member(h.user.Member)
			return e, m.Until
		}
		if _, got := renew(); got != c.once {
			t.Errorf("%s to %s: once %s, want %s", c.from, c.until, got, c.once)
		}
		e, got := renew()
		if got != c.twice {
			t.Errorf("%s to %s: twice %s, want %s", c.from, c.until, got, c.twice)
		}
		h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
		if _, got := renew(); got != c.twice {
			t.Errorf("%s to %s: taken back and again %s, want %s", c.from, c.until, got, c.twice)
		}
	}
	h := found(t)
	h.must(h.owner, "members.edit", map[string]any{"member": h.user.Member, "fields": map[string]any{"firstDay": map[string]string{"from": "", "to": "2026-03-02"}, "until": map[string]string{"from": "", "to": "2026-03-03"}}})
	h.pass(10)
	h.must(h.admin, members.Renew.Name, members.List{Members: []org.MemberID{h.user.Member}})
	if m, _ := h.member(h.user.Member); m.Until != "2026-03-11" {
		t.Errorf("long over: until %s", m.Until)
	}
}

func TestWhatHindersIsKnownBefore(t *testing.T) {
	h := found(t)
	h.must(h.admin, "members.schedule", schedule("2026-03-31", true, h.user.Member))
	if err := members.Hinders(h, h.user.Member); err != nil {
		t.Fatal(err)
	}
	h.must(h.owner, "members.edit", map[string]any{"member": h.user.Member, "fields": map[string]any{"role": map[string]string{"from": "user", "to": "admin"}}})
	if err := members.Hinders(h, h.user.Member); !fault.Is(err, "member.adminFirst") {
		t.Errorf("an admin meanwhile: %v", err)
	}
	h.must(h.owner, "members.deactivate", members.List{Members: []org.MemberID{h.admin.Member}})
	if err := members.Hinders(h, h.user.Member); !fault.Is(err, "until.gone") {
		t.Errorf("whoever set it is gone: %v", err)
	}
}
