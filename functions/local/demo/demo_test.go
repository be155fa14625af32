package demo

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

var made = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

func TestPeopleAreAlwaysTheSame(t *testing.T) {
	p := placeOf("", org.NewID[org.TenantID](made.UnixMilli(), [10]byte{2}))
	one, other := people(p.tenant.ID(), p.founded), people(p.tenant.ID(), p.founded)
	addresses := map[org.EmailKey]string{}
	umlauts := 0
	for i, person := range one {
		if person.Email != other[i].Email || person.Title != other[i].Title || person.Member != other[i].Member {
			t.Fatalf("person %d differs from run to run: %+v, %+v", i, person, other[i])
		}
		e, err := org.ParseEmail("email", person.Email)
		if err != nil {
			t.Errorf("%s %s has the address %q: %v", person.GivenName, person.Surname, person.Email, err)
		}
		if had, taken := addresses[e.Key()]; taken {
			t.Errorf("%s has the address of %s: %s", person.Surname, had, person.Email)
		}
		addresses[e.Key()] = person.Surname
		if !strings.HasSuffix(person.Email, ".example") {
			t.Errorf("%s could be somebody's real address", person.Email)
		}
		if strings.ContainsAny(person.GivenName+person.Surname, "äöüßÄÖÜ") {
			umlauts++
		}
	}
	if len(one) != employees+guests || umlauts < 40 {
		t.Errorf("%d people, %d with umlauts; want %d and 40 at least", len(one), umlauts, employees+guests)
	}
}

func TestStepsLeadUpToToday(t *testing.T) {
	for day := range 7 { // working days fall differently
		today := made.AddDate(0, 0, day)
		p := placeOf("", org.NewID[org.TenantID](today.UnixMilli(), [10]byte{2}))
		last := p.founded.Add(-time.Second)
		for i, s := range p.steps() {
			if !s.at.After(last) {
				t.Fatalf("step %d (%s) is at %v, not after %v", i+1, s.deed, s.at, last)
			}
			last = s.at
		}
		if ago := today.Sub(last); ago < 0 || ago > 21*24*time.Hour {
			t.Errorf("on a %s the last step is %v ago; change history so that it is some days", today.Weekday(), ago)
		}
	}
}

func TestOpenMakesTheOrganisationOnce(t *testing.T) {
	w := testworld.Open(t)
	d := New(w.Table, w.Clock.Now)
	began := time.Now()
	first, err := d.Open(t.Context(), org.Owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %v", time.Since(began))
	second, err := d.Open(t.Context(), org.Owner)
	if err != nil {
		t.Fatal(err)
	}
	if first == second {
		t.Error("two visits share one session")
	}
	a := accounts.New(w.Table, w.Executor, argon.New(argon.OWASP, 1), w.Clock.Now)
	session, err := a.Session(t.Context(), string(second))
	if err != nil {
		t.Fatal(err)
	}
	who, err := a.Describe(t.Context(), session)
	if err != nil || len(who.Memberships) != 1 || who.Memberships[0].Role != org.Owner || who.Memberships[0].Name != Name {
		t.Fatalf("signed in as %+v, %v; want the owner of %s", who, err, Name)
	}
	_, p, err := d.find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := testworld.House{World: w, Tenant: p.tenant, Owner: p.owner}
	if entries := h.Ledger(t); len(entries) != len(p.steps()) {
		t.Errorf("%d entries, want one for each of %d steps", len(entries), len(p.steps()))
	}
	check(t, h)
	for _, as := range []org.Role{org.Admin, org.User, org.Guest} {
		for range 2 { // the second finds what the first has made
			token, err := d.Open(t.Context(), as)
			if err != nil {
				t.Fatal(as, err)
			}
			if session, err = a.Session(t.Context(), string(token)); err != nil {
				t.Fatal(as, err)
			}
			who, err := a.Describe(t.Context(), session)
			if err != nil || len(who.Memberships) != 1 || who.Memberships[0].Role != as || who.Email == Address {
				t.Errorf("signed in as %+v, %v; want somebody who is %s", who, err, as)
			}
		}
	}
}

// check counts what somebody who looks at the list will see.
func check(t *testing.T, h testworld.House) {
	t.Helper()
	count := map[string]int{}
	for _, p := range people(h.Tenant.ID(), time.Time{}) {
		m := member(t, h, p.Member)
		count[string(m.Role)]++
		count[string(m.Status())]++
		if m.IsAgent() {
			count["agent"]++
		}
		if m.Level() == org.LevelQualified {
			count["qualified"]++
		}
		if m.Ends() && org.DaysFrom(h.World.Clock.Now().Format(time.DateOnly), m.Until) > 30 {
			count["ends"]++
		}
	}
	for what, want := range map[string][2]int{
		"admin": {2, 2}, "guest": {20, 30}, "user": {200, 230}, "pending": {10, 25}, "deactivated": {5, 12}, "active": {205, 235},
		"agent": {1, 1}, "qualified": {1, 1}, "ends": {1, 1},
	} {
		if n := count[what]; n < want[0] || n > want[1] {
			t.Errorf("%d people are %s, want %d to %d", n, what, want[0], want[1])
		}
	}
}

func member(t *testing.T, h testworld.House, id org.MemberID) org.Member {
	t.Helper()
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	sight, err := h.World.Table.Look(t.Context(), h.Tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		t.Fatal(err)
	}
	m, ok := sight.Records[ref].Value.(org.Member)
	if !ok {
		t.Fatalf("there is no member %s", id)
	}
	return m
}

func TestOpenGoesOnWhereItWasCutShort(t *testing.T) {
	w := testworld.Open(t)
	d := New(w.Table, w.Clock.Now)
	_, p, err := d.find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.grant(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for _, s := range p.steps()[1:30] {
		if err := d.do(t.Context(), p, s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := New(w.Table, w.Clock.Now).Open(t.Context(), org.Owner); err != nil {
		t.Fatal(err)
	}
	h := testworld.House{World: w, Tenant: p.tenant, Owner: p.owner}
	if entries := h.Ledger(t); len(entries) != len(p.steps()) {
		t.Errorf("%d entries, want %d", len(entries), len(p.steps()))
	}
}
