package deeds_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The clock begins on 1 March 2026, which is when somebody born on 29 February celebrates.

func (h *house) born(who ledger.Actor, birthday string) *house {
	h.must(h.owner, "members.edit", map[string]any{"member": who.Member, "fields": map[string]any{"birthday": map[string]string{"from": "", "to": birthday}}})
	return h
}

func wishes(who ledger.Actor, text string) members.CongratulateArgs {
	return members.CongratulateArgs{Member: who.Member, Text: text}
}

func greets(days uint64, birthday, text string, whom func(h *house) ledger.Actor) func(h *house) any {
	return func(h *house) any {
		h.pass(days)
		if birthday != "" {
			h.born(h.user, birthday)
		}
		return wishes(whom(h), text)
	}
}

func TestWhoIsCongratulatedWhenByWhom(t *testing.T) {
	for _, c := range []story{
		{"on the day", admin, "members.congratulate", greets(0, "1990-03-01", "Alles Gute", user), ""},
		{"a week later still", admin, "members.congratulate", greets(7, "1990-03-01", "Alles Gute", user), ""},
		{"not after eight days", admin, "members.congratulate", greets(8, "1990-03-01", "Alles Gute", user), "greeting.early"},
		{"nor the day before", admin, "members.congratulate", greets(0, "1990-03-02", "Alles Gute", user), "greeting.early"},
		{"over the turn of the year", admin, "members.congratulate", greets(308, "1990-12-30", "Alles Gute", user), ""},
		{"who was born on a leap day, on the first of March", admin, "members.congratulate", greets(0, "2000-02-29", "Alles Gute", user), ""},
		{"and not before", admin, "members.congratulate", greets(364, "2000-02-29", "Alles Gute", user), "greeting.early"},
		{"in a leap year on their own", admin, "members.congratulate", greets(730, "2000-02-29", "Alles Gute", user), ""},
		{"no birthday that is not known", admin, "members.congratulate", greets(0, "", "Alles Gute", user), "greeting.noBirthday"},
		{"nor one to come", admin, "members.congratulate", greets(0, "2027-03-01", "Alles Gute", user), "greeting.noBirthday"},
		{"the owner congratulates", owner, "members.congratulate", greets(0, "1990-03-01", "Alles Gute", user), ""},
		{"a user does not", user, "members.congratulate", greets(0, "", "Alles Gute", user), "actor.forbidden"},
		{"nobody themself", admin, "members.congratulate", greets(0, "", "Alles Gute", admin), "greeting.self"},
		{"in some words", admin, "members.congratulate", greets(0, "1990-03-01", "  ", user), "text.length"},
		{"a thousand characters", admin, "members.congratulate", greets(0, "1990-03-01", strings.Repeat("ü", 1000), user), ""},
		{"and no more", admin, "members.congratulate", greets(0, "1990-03-01", strings.Repeat("x", 1001), user), "text.length"},
		{"nobody of whom the birthday is hidden", admin, "members.congratulate", func(h *house) any {
			h.born(h.user, "1990-03-01")
			h.must(h.user, "members.edit", edit(user, "birthdayHidden", "", "yes")(h))
			return wishes(h.user, "x")
		}, "greeting.noBirthday"},
		{"nobody deactivated", admin, "members.congratulate", func(h *house) any {
			h.born(h.user, "1990-03-01").must(h.owner, "members.deactivate", some(h.user.Member))
			return wishes(h.user, "x")
		}, "member.inactive"},
		{"nobody twice", admin, "members.congratulate", func(h *house) any {
			h.born(h.user, "1990-03-01").must(h.admin, "members.congratulate", wishes(h.user, "x"))
			return wishes(h.user, "y")
		}, "greeting.already"},
		{"the owner of a house is congratulated as well", admin, "members.congratulate", func(h *house) any {
			h.born(h.owner, "1990-03-01")
			return wishes(h.owner, "x")
		}, ""},
		{"another does as well", owner, "members.congratulate", func(h *house) any {
			h.born(h.user, "1990-03-01").must(h.admin, "members.congratulate", wishes(h.user, "x"))
			return wishes(h.user, "x")
		}, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			args := c.args(h)
			before := h.state()
			e, err := h.do(c.by(h), c.deed, args)
			if c.code != "" {
				if !fault.Is(err, c.code) {
					t.Errorf("%v, want %s", err, c.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
			for ref, was := range before {
				if now := h.state()[ref]; now != was {
					t.Errorf("%s, was %s", now, was)
				}
			}
			h.invariants()
		})
	}
}

// TestTheDayIsTheOrganisations: where the organisation is, it is tomorrow already.
func TestTheDayIsTheOrganisations(t *testing.T) {
	h := found(t)
	h.born(h.user, "1990-03-02")
	h.must(h.owner, "tenants.edit", map[string]any{"fields": map[string]any{"zone": map[string]string{"from": "", "to": "Pacific/Kiritimati"}}})
	h.n = 4 * 60 // noon in UTC
	h.must(h.admin, "members.congratulate", wishes(h.user, "x"))
}

func TestGreetingsKeepTheirLinesAndGoAfterAWhile(t *testing.T) {
	h := found(t)
	h.born(h.user, "1990-03-01")
	first := h.must(h.admin, "members.congratulate", wishes(h.user, " Lieber Uwe,\r\nalles Gute\r\n\r\nAda "))
	m, _ := h.member(h.user.Member)
	if g := m.Greetings; len(g) != 1 || g[0].Text != "Lieber Uwe,\nalles Gute\n\nAda" || g[0].By != h.admin.Member || !g[0].At.Equal(first.At) {
		t.Fatalf("%+v", g)
	}
	h.pass(365)
	next := h.must(h.admin, "members.congratulate", wishes(h.user, "wieder"))
	if m, _ := h.member(h.user.Member); len(m.Greetings) != 1 || m.Greetings[0].Text != "wieder" {
		t.Errorf("what is old is still there: %+v", m.Greetings)
	}
	gone := h.must(h.owner, "ledger.undo", map[string]any{"entries": []uint64{next.Seq}})
	if m, _ := h.member(h.user.Member); len(m.Greetings) != 0 {
		t.Errorf("what is old comes back: %+v", m.Greetings)
	}
	// Nobody congratulates in another's name, also by taking something back.
	if _, err := h.do(h.owner, "ledger.undo", map[string]any{"entries": []uint64{gone.Seq}}); !fault.Is(err, "greeting.foreign") {
		t.Errorf("another says it again: %v", err)
	}
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{gone.Seq}})
	if m, _ := h.member(h.user.Member); !m.Greetings.From(h.admin.Member, h.Now()) {
		t.Errorf("who said it does not say it again: %+v", m.Greetings)
	}
}

func TestGreetingsHaveRoom(t *testing.T) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	h := found(t)
	many := func(n int, text string) org.Member {
		m, _ := h.member(h.user.Member)
		for i := range n {
			m.Greetings = append(m.Greetings, org.Greeting{By: org.DeriveID[org.MemberID](h.admin.Member, uint64(i)), At: at, Text: text})
		}
		return m
	}
	for _, c := range []struct {
		story string
		m     org.Member
		code  string
	}{
		{"fifty", many(50, "x"), ""},
		{"not one more", many(51, "x"), "greeting.tooMany"},
		{"twenty long ones", many(20, strings.Repeat("x", 1000)), ""},
		{"no longer ones", many(21, strings.Repeat("x", 1000)), "greeting.tooMany"},
		{"one without words", many(1, ""), "text.control"},
	} {
		if err := c.m.Check(); c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %q", c.story, err, c.code)
		}
	}
}
