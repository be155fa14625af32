package members

import (
	"slices"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// CongratulateArgs say whom somebody congratulates on their birthday, and with which words.
type CongratulateArgs struct {
	Member org.MemberID `json:"member"`
	Text   string       `json:"text"`
}

// Congratulate has somebody told that the actor congratulates them, on their birthday or some days later. Words of long ago go with it.
// Faults: actor.forbidden, greeting.self, member.notFound, member.inactive, greeting.noBirthday, greeting.early, greeting.already, greeting.tooMany, and those of
// ParseGreeting on text.
var Congratulate = ledger.Spec[CongratulateArgs]{
	Name: "members.congratulate",
	Hint: func(a CongratulateArgs) ledger.Reads {
		r := List{[]org.MemberID{a.Member}}.hint()
		r.Tenant = true
		return r
	},
	Run: func(w ledger.World, by ledger.Actor, a CongratulateArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		if err := (List{[]org.MemberID{a.Member}}).check(); err != nil {
			return ledger.Outcome{}, err
		}
		if a.Member == by.Member {
			return ledger.Outcome{}, fault.New(fault.Forbidden, "greeting.self")
		}
		text, err := org.ParseGreeting("text", a.Text)
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		m, err := ledger.Member(d, a.Member)
		if err != nil {
			return ledger.Outcome{}, err
		}
		day, err := dayHere(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		switch {
		case m.Deactivated:
			return ledger.Outcome{}, fault.New(fault.Conflict, "member.inactive", "name", m.Name())
		case m.GreetedBy(by.Member, d.Now()):
			return ledger.Outcome{}, fault.New(fault.Conflict, "greeting.already", "name", m.Name())
		}
		if err := m.Greetable(day); err != nil {
			return ledger.Outcome{}, err
		}
		m.Greetings = append(m.KeptGreetings(d.Now()), org.Greeting{By: by.Member, At: d.Now().UTC().Truncate(time.Millisecond), Text: text})
		if err := Put(d, by, a.Member, &m); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.Greeted, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()

// mayGreet drops the greetings that are too old where there are others than before, and says whether the new ones are this actor's own, also
// where something is taken back. Fault: greeting.foreign.
func mayGreet(d *ledger.Draft, by ledger.Actor, before org.Member, after *org.Member) error {
	if slices.EqualFunc(before.Greetings, after.Greetings, org.Greeting.Same) {
		return nil
	}
	after.Greetings = after.KeptGreetings(d.Now())
	for _, g := range after.Greetings {
		if g.By != by.Member && !before.Greeted(g) {
			return fault.New(fault.Forbidden, "greeting.foreign")
		}
	}
	return nil
}

// onlyGreetings says whether nothing differs but who has congratulated somebody: that is not the owner's own.
func onlyGreetings(before, after org.Member) bool {
	before.Greetings = after.Greetings
	return ledger.FieldsOf(before).Same(ledger.FieldsOf(after))
}
