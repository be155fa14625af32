package replica

import (
	"testing"
	"time"

	"stellwerk/shared/org"
)

func TestBirthdaysThatAreNear(t *testing.T) {
	d := newDirectory()
	born := func(surname, birthday string, change ...func(*org.Member)) org.MemberID {
		m := person("Kim", surname, append(change, func(m *org.Member) { m.Birthday = birthday })...)
		id := all.member()
		d.set(id, m)
		return id
	}
	leap, today := born("Schalt", "1984-02-29"), born("Heute", "1990-02-27")
	last, same := born("Zehnter", "2000-03-09"), born("Auch", "1990-02-27")
	born("Elfter", "2000-03-10")
	born("Gestern", "2000-02-26")
	born("Keiner", "")
	born("Fort", "1990-02-27", func(m *org.Member) { m.Deactivated = true })
	at := time.Date(2026, 2, 27, 12, 0, 0, 0, time.UTC)
	got := d.Birthdays(at, 10)
	want := []Birthday{{Member: same, Age: 36}, {Member: today, Age: 36}, {Member: leap, Days: 2, Age: 42}, {Member: last, Days: 10, Age: 26}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i].name = ""; got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if tomorrow := d.Birthdays(at.AddDate(0, 0, 1), 10); len(tomorrow) != 3 {
		t.Errorf("on the day after %+v", tomorrow)
	}
	born("Neu", "1999-02-28")
	if again := d.Birthdays(at, 10); len(again) != 5 {
		t.Errorf("who has come since is missing: %+v", again)
	}
}
