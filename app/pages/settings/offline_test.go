package settings

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func TestTheFormSaysHoursAndDays(t *testing.T) {
	for _, c := range []struct {
		story                string
		was                  int
		choice, number, unit string
		hours                int
		dirty                bool
	}{
		{"as it was", 720, "720", "30", inDays, 720, false},
		{"another of the list", 720, "8", "30", inDays, 8, true},
		{"one's own, the same as it was", 720, ownSpan, "30", inDays, 720, false},
		{"in hours", 720, ownSpan, " 36 ", inHours, 36, true},
		{"in days", 720, ownSpan, "90", inDays, 2160, true},
		{"too many are refused and not cut off", 720, ownSpan, "91", inDays, 2184, true},
		{"far too many", 720, ownSpan, "99999999999999999999", inDays, 0, true},
		{"none", 720, ownSpan, "", inHours, 0, true},
		{"no number", 720, ownSpan, "1,5", inDays, 0, true},
		{"less than none", 720, ownSpan, "-3", inDays, 0, true},
	} {
		d := spanDraft{c.was, c.choice, c.number, c.unit}
		if d.hours() != c.hours || d.dirty() != c.dirty {
			t.Errorf("%s: %d hours, dirty %v; want %d, %v", c.story, d.hours(), d.dirty(), c.hours, c.dirty)
		}
	}
	for hours, want := range map[int]spanDraft{
		720:  {720, "720", "30", inDays},
		36:   {36, ownSpan, "36", inHours},
		48:   {48, ownSpan, "2", inDays},
		2160: {2160, "2160", "90", inDays},
	} {
		var d spanDraft
		d.follow(hours)
		if d != want || d.hours() != hours {
			t.Errorf("%d hours begin as %+v", hours, d)
		}
	}
}

func TestATimeFromElsewhereReplacesOnlyOneThatNobodyTouched(t *testing.T) {
	var d spanDraft
	d.follow(720)
	d.follow(24)
	if d.hours() != 24 {
		t.Errorf("untouched, it says %d hours", d.hours())
	}
	d.choice = "8"
	d.follow(168)
	if d.hours() != 8 || !d.dirty() {
		t.Errorf("what was chosen has become %d hours", d.hours())
	}
}

func TestWhoMaySetsHowLongDevicesWork(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC5", org.Owner, true)
	p := &Organisation{}
	got := html(t, p)
	has(t, got, `id="offline"`, "30 Tage (empfohlen)", "90 Tage", "8 Stunden", "Andere Dauer", "lease-offlineHours")
	if strings.Contains(got, "lease-own\" name") {
		t.Error("one's own time is asked for before anybody wants it")
	}
	p.choose(app.Context{}, ownSpan)
	has(t, html(t, &Organisation{}), `name="lease-own"`, `value="30"`, "Stunden")
	if f := fault.First(p.onOwn(fault.On("offlineHours", "offlineHours.range"))); f == nil || f.Field != "own" {
		t.Errorf("what is wrong with one's own time stands at %+v", f)
	}
	p.dropSpan(app.Context{}, app.Event{})
	signIn(t, "01J0000000000000000000ACC6", org.User, true)
	got = html(t, &Organisation{})
	has(t, got, "30 Tage", "Organisation verwalten")
	if strings.Contains(got, "lease-offlineHours") {
		t.Error("a member without the right is offered to set it")
	}
	ui.SetLang(org.German)
}
