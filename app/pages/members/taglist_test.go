package members

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/shared/org"
)

func TestTagsAreListedWithHowManyHaveThem(t *testing.T) {
	signIn(t, org.Owner)
	got := html(t, &Tags{})
	for _, want := range []string{">a<", ">b<", ">c<", "1 Mitglied", "«a» umbenennen", "/members?tag=a"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	signIn(t, org.User)
	if got := html(t, &Tags{}); strings.Contains(got, "umbenennen") {
		t.Error("who may not manage members has nothing to rename")
	}
}

func TestATagIsRenamedMergedAndTaken(t *testing.T) {
	const ben = org.MemberID("01J00000000000000000000BEN")
	signIn(t, org.Owner)
	for _, c := range []struct { // one after the other
		story, of, typed, want string
		merges                 int
		drop                   bool
	}{
		{"renamed", "a", " Neu ", "b, c, Neu", 0, false},
		{"only written otherwise", "Neu", "NEU", "b, c, NEU", 0, false},
		{"merged with one that is there", "neu", "B", "b, c", 1, false},
		{"taken", "b", "", "c", 0, true},
	} {
		t.Run(c.story, func(t *testing.T) {
			p := &Tags{of: c.of, plan: plannerHere().plan(tag, store.Replica().Directory().Having(c.of)), typed: c.typed}
			if n := p.merges(); n != c.merges {
				t.Errorf("it merges with %d, want %d", n, c.merges)
			}
			if c.drop {
				p.drop(app.Context{}, app.Event{})
			} else {
				p.rename(app.Context{}, app.Event{})
			}
			m, _ := store.Replica().Member(ben)
			if got := strings.Join(m.Tags, ", "); got != c.want || p.err != nil {
				t.Errorf("tags are %q, want %q: %v", got, c.want, p.err)
			}
		})
	}
}
