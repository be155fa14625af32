package model_test

import (
	"fmt"
	"strings"

	"stellwerk/shared/org"
)

// birthday is so many days from now, of somebody born long ago.
func (s *stage) birthday(days int) string {
	return "1988" + s.World.Clock.Now().AddDate(0, 0, days).Format("-01-02")
}

// celebrated makes a person whose birthday is so many days from now.
func (s *stage) celebrated(days int) org.MemberID { return s.some("birthday", s.birthday(days)) }

func wishes(id org.MemberID) args { return args{"member": id, "text": "Alles Gute"} }

// greeted is somebody whom the owner has congratulated, and by which entry.
func (s *stage) greeted() (org.MemberID, uint64) {
	id := s.celebrated(0)
	return id, s.did(s.Owner, "members.congratulate", wishes(id))
}

const congratulate = "members.congratulate"

var congratulating = []line{
	{"a user may not", "user", congratulate, func(s *stage) any { return wishes(s.celebrated(0)) }, forbidden},
	{"nor a guest", "guest", congratulate, func(s *stage) any { return wishes(s.celebrated(0)) }, forbidden},
	{"nobody themself", "owner", congratulate, func(s *stage) any { return wishes(s.Owner.Member) }, refused + "greeting.self"},
	{"nobody at all", "admin", congratulate, func(s *stage) any { return wishes(s.id()) }, notFound},
	{"an id that is none", "admin", congratulate, func(*stage) any { return args{"member": "x", "text": "x"} }, refused + "members id.malformed"},
	{"no words", "admin", congratulate, func(s *stage) any { return with(wishes(s.celebrated(0)), "text", " \n ") }, refused + "text text.length"},
	{"too many", "admin", congratulate, func(s *stage) any { return with(wishes(s.celebrated(0)), "text", strings.Repeat("x", 1001)) }, refused + "text text.length"},
	{"far too many", "admin", congratulate, func(s *stage) any { return with(wishes(s.celebrated(0)), "text", long) }, refused + "text text.length"},
	{"words that turn about", "admin", congratulate, func(s *stage) any { return with(wishes(s.celebrated(0)), "text", "\u202Ex") }, refused + "text text.control"},
	{"no birthday", "admin", congratulate, func(s *stage) any { return wishes(s.some()) }, refused + "greeting.noBirthday"},
	{"one that is hidden", "admin", congratulate, func(s *stage) any {
		return wishes(s.some("birthday", s.birthday(0), "birthdayHidden", "yes"))
	}, refused + "greeting.noBirthday"},
	{"one that is tomorrow", "admin", congratulate, func(s *stage) any { return wishes(s.celebrated(1)) }, refused + "greeting.early"},
	{"one of eight days ago", "admin", congratulate, func(s *stage) any { return wishes(s.celebrated(-8)) }, refused + "greeting.early"},
	{"somebody deactivated", "admin", congratulate, func(s *stage) any {
		id := s.celebrated(0)
		s.did(s.Owner, "members.deactivate", these(id))
		return wishes(id)
	}, refused + "member.inactive"},
	{"twice", "owner", congratulate, func(s *stage) any { id, _ := s.greeted(); return wishes(id) }, refused + "greeting.already"},
	{"where there is no room", "admin", congratulate, func(s *stage) any {
		id := s.celebrated(0)
		for n := range 21 {
			by := s.Join(s.owner.TB, fmt.Sprint("Many", n), "admin")
			text := strings.Repeat("x", 1000)
			if n == 20 {
				return args{"member": id, "text": "x"}
			}
			s.did(by, congratulate, args{"member": id, "text": text})
		}
		return nil
	}, refused + "greeting.tooMany"},
	{"an admin takes another's back", "admin", "ledger.undo", func(s *stage) any { _, seq := s.greeted(); return back(seq) }, "updated ben greetings="},
	{"but says it for nobody else again", "admin", "ledger.undo", func(s *stage) any {
		_, seq := s.greeted()
		return back(s.did(s.Owner, "ledger.undo", back(seq)))
	}, refused + "greeting.foreign"},
}
