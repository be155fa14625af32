package members

import (
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
		return eachOr(w, by, List{[]org.MemberID{a.Member}}, "greeting.already", func(d *ledger.Draft, id org.MemberID, m *org.Member) (bool, error) {
			text, err := org.ParseGreeting("text", a.Text)
			if err != nil {
				return false, err
			}
			day, err := dayHere(d)
			if err != nil {
				return false, err
			}
			code := ""
			switch {
			case id == by.Member:
				code = "greeting.self"
			case m.Deactivated:
				code = "member.inactive"
			case m.Greetings.From(by.Member, d.Now()):
				code = "greeting.already"
			}
			if code != "" {
				return false, fault.New(fault.Conflict, code, "name", m.Name())
			}
			d.Want(ledger.Greeted, string(id))
			m.Greetings = append(m.Greetings.Kept(d.Now()), org.Greeting{By: by.Member, At: d.Now().UTC().Truncate(time.Millisecond), Text: text})
			return false, m.Greetable(day)
		})
	},
}.Deed()

// mayGreet drops the greetings that are too old where there are others than before, and says whether the new ones are this actor's own, also
// where something is taken back. Fault: greeting.foreign.
func mayGreet(d *ledger.Draft, by ledger.Actor, before org.Greetings, after *org.Member) error {
	same := len(before) == len(after.Greetings)
	for _, g := range after.Greetings {
		same = same && before.Has(g)
	}
	if same {
		return nil
	}
	after.Greetings = after.Greetings.Kept(d.Now())
	for _, g := range after.Greetings {
		if g.By != by.Member && !before.Has(g) {
			return fault.New(fault.Forbidden, "greeting.foreign")
		}
	}
	return nil
}
