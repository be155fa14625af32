package push_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/org"
)

// greets has somebody congratulate the user.
func (o office) greets(by executor.Who, text string) uint64 {
	o.Helper()
	return o.Do(o.T, by, members.Congratulate.Name, members.CongratulateArgs{Member: o.User.Member, Text: text}).Seq
}

func (o office) takesBack(seq uint64) {
	o.Helper()
	o.Do(o.T, o.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{seq}})
}

func TestWhoIsCongratulatedIsToldOnceInTheWaysTheyChose(t *testing.T) {
	const words = "Lieber Ulf,\nalles Gute"
	for _, c := range []struct {
		story       string
		by          org.Ways // "" has said nothing
		then        func(o office, seq uint64)
		mails, push int
	}{
		{"both ways, unasked", "", nil, 1, 1},
		{"in the app", org.ByApp, nil, 0, 1},
		{"by mail", org.ByMail, nil, 1, 0},
		{"not at all", org.ByNone, nil, 0, 0},
		{"nothing of what was taken back", "", func(o office, seq uint64) { o.takesBack(seq) }, 0, 0},
		{"once of what was said anew", "", func(o office, seq uint64) {
			o.takesBack(seq)
			o.Clock.Move(time.Second)
			o.greets(o.Admin, words)
		}, 1, 1},
		{"of each who congratulates", "", func(o office, _ uint64) { o.greets(o.Owner, words) }, 2, 2},
		{"nobody who was deactivated meanwhile", "", func(o office, _ uint64) {
			o.Do(o.T, o.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{o.User.Member}})
		}, 0, 0},
		{"nobody who is gone", "", func(o office, _ uint64) {
			o.Do(o.T, o.Owner, members.Delete.Name, members.List{Members: []org.MemberID{o.User.Member}})
		}, 0, 0},
		{"no mail to an address that is not confirmed", "", func(o office, _ uint64) {
			o.edit(o.User.Member, "email", "Ulf."+string(o.User.Member[20:])+"@acme.example", "other@acme.example")
		}, 0, 1},
	} {
		t.Run(c.story, func(t *testing.T) {
			o := open(t)
			b, others := o.browser(o.User), o.browser(o.Owner)
			o.edit(o.User.Member, "birthday", "", "1990-03-14")
			if c.by != "" {
				o.wishes(o.User, org.TopicGreetings, c.by)
			}
			seq := o.greets(o.Admin, words)
			if c.then != nil {
				c.then(o, seq)
			}
			mails := o.Deliver(t)
			if len(mails) != c.mails {
				t.Fatalf("%d mails, want %d", len(mails), c.mails)
			}
			for _, m := range mails {
				if m.To != strings.ToLower(string(o.User.Account))+"@people.example" || m.Subject != "Glückwunsch zum Geburtstag" || !strings.Contains(m.Text, words) {
					t.Errorf("to %s: %s\n%s", m.To, m.Subject, m.Text)
				}
			}
			if len(mails) == 1 && !strings.Contains(mails[0].Text, "Ada") {
				t.Errorf("it does not say who: %s", mails[0].Text)
			}
			got := o.service.Got(b)
			for _, m := range got {
				m.ID = ""
				if m.Topic != org.TopicGreetings || m.Names != "" || m.Count != 0 {
					t.Errorf("more is said than has to be: %+v", m)
				}
			}
			if len(got) != c.push {
				t.Errorf("told %d times, want %d", len(got), c.push)
			}
			o.got("who congratulates, and others", others, 0)
			if left := len(o.Items(t, "E#")); left > 0 {
				t.Errorf("%d effects are left", left)
			}
		})
	}
}
