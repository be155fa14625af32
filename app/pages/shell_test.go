package pages

import (
	"slices"
	"testing"
	"time"

	"stellwerk/shared/text"
)

func TestEveryPageOfAnOrganisationIsExplained(t *testing.T) {
	for _, p := range table {
		if p.Public {
			continue
		}
		if len(helpTopics[p.Path]) == 0 {
			t.Errorf("%s has no help", p.Path)
		}
	}
	named := slices.Clone(everywhere)
	for path, topics := range helpTopics {
		if _, _, known := find(path); !known {
			t.Errorf("there is help for %s, where no page is", path)
		}
		named = append(named, topics...)
	}
	for _, topic := range named {
		for _, key := range []string{"help." + topic + ".title", "help." + topic + ".text"} {
			if !text.Has(key) {
				t.Errorf("%s has no text", key)
			}
		}
	}
	if got := topicsOf("/members/01ABC"); got[0] != "member" || got[len(got)-1] != "undoWhere" {
		t.Errorf("the page of one member is explained by %v", got)
	}
	if !slices.Equal(topicsOf("/nowhere"), everywhere) {
		t.Error("where no page is, what is true everywhere should still be told")
	}
}

func TestTheFirstStepsTickThemselves(t *testing.T) {
	for _, c := range []struct {
		story              string
		members, admins    int
		audited, installed bool
		done               int
	}{
		{"just founded", 1, 0, false, false, 1},
		{"a list was imported", 20, 0, false, false, 2},
		{"and somebody else made an admin", 20, 1, false, false, 3},
		{"all", 20, 1, true, true, 5},
	} {
		steps := firstSteps(c.members, c.admins, c.audited, c.installed)
		if got := stepsDone(steps); got != c.done {
			t.Errorf("%s: %d steps are done, want %d", c.story, got, c.done)
		}
		for _, s := range steps {
			if !text.Has("start."+s.name+".title") || !text.Has("start."+s.name+".text") {
				t.Errorf("the step %s has no text", s.name)
			}
		}
	}
}

func TestAnOrganisationIsNewForAMonth(t *testing.T) {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for founded, want := range map[string]bool{"2026-03-31": true, "2026-03-02": true, "2026-02-28": false, "": false, "soon": false} {
		if young(founded, now) != want {
			t.Errorf("founded on %q: new is %v, want %v", founded, !want, want)
		}
	}
}
