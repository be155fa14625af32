package push_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// born adds a member with a birthday.
func (o office) born(name, birthday string) org.MemberID {
	o.Helper()
	id := testworld.NewID[org.MemberID](o.World.World)
	o.Do(o.T, o.Owner, members.Create.Name, members.NewMember{
		Member: id, GivenName: name, Surname: "Test", Role: "user", Email: fmt.Sprintf("%s.%s@acme.example", strings.ToLower(name), id[20:]), Birthday: birthday,
	})
	return id
}

func (o office) edit(of org.MemberID, field, from, to string) {
	o.Helper()
	o.Do(o.T, o.Owner, members.Edit.Name, members.EditArgs{Member: of, Fields: map[string]members.Edited{
		field: {From: []byte(`"` + from + `"`), To: []byte(`"` + to + `"`)},
	}})
}

func (o office) reminds(who executor.Who, of org.MemberID, on bool) route.BirthdaysReply {
	o.Helper()
	reply, err := o.Push.Remind(o.Context(), o.Tenant, who, org.Admin, route.RemindRequest{Member: string(of), On: on})
	if err != nil {
		o.Fatal(err)
	}
	return reply
}

// until is a moment of the clock. What should have happened until then has; the mails say to whom, and of whom.
func (o office) until(moment string) (told []string) {
	o.Helper()
	to, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		o.Fatal(err)
	}
	for o.Clock.Now().Before(to) {
		o.Pass(min(time.Hour, to.Sub(o.Clock.Now())))
		if _, err := o.Carrier.Remind(o.Context()); err != nil {
			o.Fatal(err)
		}
		told = append(told, o.wrote(o.Deliver(o.T))...)
	}
	return told
}

func (o office) wrote(mails []accountstest.Mail) (told []string) {
	for _, m := range mails {
		whom, _, _ := strings.Cut(strings.Join(strings.Fields(m.Text), " "), " Geburtstage ansehen")
		_, whom, _ = strings.Cut(whom, "der Geburtstag von: ")
		to := "admin"
		if m.To == strings.ToLower(string(o.Owner.Account))+"@people.example" {
			to = "owner"
		}
		told = append(told, to+": "+whom)
	}
	slices.Sort(told)
	return told
}

func (o office) told(story string, got []string, want ...string) {
	o.Helper()
	if !slices.Equal(got, want) {
		o.Errorf("%s: %q, want %q", story, got, want)
	}
}

// The clock begins on 14 March 2026, in the morning; the organisation is in Berlin.
func TestBirthdaysAreToldInTheMorningOnceADay(t *testing.T) {
	o := open(t)
	o.born("Zora", "1990-03-15")
	o.born("Anna", "1984-03-15")
	o.born("Frieda", "2000-03-16")
	gone := o.born("Gustav", "1970-03-15")
	hidden := o.born("Hans", "1970-03-15")
	o.born("Ida", "1970-03-14") // today: who asks now is told from tomorrow on
	o.Do(t, o.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{gone}})
	o.edit(hidden, "birthdayHidden", "", "yes")
	b, none := o.browser(o.Owner), o.browser(o.Admin)
	o.wishes(o.Owner, org.TopicBirthdays, org.ByBoth)
	o.wishes(o.Owner, org.TopicBirthdays, org.ByBoth) // once more wakes it, and does nothing twice
	o.told("not at once", o.until("2026-03-15T05:50:00Z"))
	o.told("at seven", o.until("2026-03-15T07:10:00Z"), "owner: Anna Test, Zora Test.")
	got := o.service.Got(b)
	if len(got) != 1 || got[0].Count != 2 || got[0].Names != "Anna Test\nZora Test" {
		t.Errorf("in the app: %+v", got)
	}
	o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
	o.told("once a day", o.until("2026-03-16T05:50:00Z"))
	o.told("and the next", o.until("2026-03-16T23:00:00Z"), "owner: Frieda Test.")
	o.got("by mail alone; who has not asked", b, 0, none, 0)
	o.wishes(o.Owner, org.TopicBirthdays, org.ByNone)
	o.until("2026-03-18T23:00:00Z")
	if left := len(o.Items(t, "E#")); left != 0 {
		t.Errorf("%d effects are left where nobody wants to know", left)
	}
}

func TestWhoseBirthdayOneIsToldOf(t *testing.T) {
	for _, c := range []struct {
		story string
		then  func(o office, anna, zora org.MemberID)
		want  []string
	}{
		{"of all", func(o office, _, _ org.MemberID) { o.wishes(o.Owner, org.TopicBirthdays, org.ByMail) }, []string{"owner: Anna Test, Zora Test."}},
		{"of nobody at first", func(office, org.MemberID, org.MemberID) {}, nil},
		{"not of whom one has muted", func(o office, anna, _ org.MemberID) {
			o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
			o.reminds(o.Owner, anna, false)
		}, []string{"owner: Zora Test."}},
		{"of nobody is no mail", func(o office, anna, zora org.MemberID) {
			o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
			o.reminds(o.Owner, anna, false)
			o.reminds(o.Owner, zora, false)
		}, nil},
		{"of one alone", func(o office, anna, _ org.MemberID) { o.reminds(o.Owner, anna, true) }, []string{"owner: Anna Test."}},
		{"of one no more", func(o office, anna, zora org.MemberID) {
			o.reminds(o.Owner, anna, true)
			o.reminds(o.Owner, zora, true)
			o.reminds(o.Owner, zora, false)
		}, []string{"owner: Anna Test."}},
		{"each as they chose", func(o office, anna, _ org.MemberID) {
			o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
			o.reminds(o.Admin, anna, true)
		}, []string{"admin: Anna Test.", "owner: Anna Test, Zora Test."}},
		{"to whom it does not concern any more", func(o office, _, _ org.MemberID) {
			o.wishes(o.Admin, org.TopicBirthdays, org.ByMail)
			o.role("admin", "user")
		}, nil},
		{"a birthday that was hidden meanwhile", func(o office, anna, _ org.MemberID) {
			o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
			o.edit(anna, "birthdayHidden", "", "yes")
		}, []string{"owner: Zora Test."}},
		{"one's own is known", func(o office, _, _ org.MemberID) {
			o.edit(o.Owner.Member, "birthday", "", "1970-03-15")
			o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
		}, []string{"owner: Anna Test, Zora Test."}},
	} {
		t.Run(c.story, func(t *testing.T) {
			o := open(t)
			anna, zora := o.born("Anna", "1984-03-15"), o.born("Zora", "1990-03-15")
			c.then(o, anna, zora)
			o.told(c.story, o.until("2026-03-15T12:00:00Z"), c.want...)
		})
	}
}

func TestTheMorningIsTheOrganisations(t *testing.T) {
	o := open(t)
	zone := func(from, to string) {
		o.Do(t, o.Owner, tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{"zone": {From: from, To: to}}})
	}
	o.born("Anna", "1984-03-15")
	o.born("Frieda", "2000-03-16")
	zone("", "Asia/Tokyo")
	o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
	o.told("at seven in Tokyo", o.until("2026-03-14T22:10:00Z"), "owner: Anna Test.")
	zone("Asia/Tokyo", "Pacific/Pago_Pago") // where the 15th is yet to come
	o.told("once a day all the same", o.until("2026-03-16T17:50:00Z"))
	o.told("then at seven in the west", o.until("2026-03-16T18:10:00Z"), "owner: Frieda Test.")
}

func TestWhoWasBornOnALeapDayIsCelebratedOnTheFirstOfMarch(t *testing.T) {
	o := open(t)
	o.born("Lena", "2000-02-29")
	o.until("2027-02-27T12:00:00Z")
	o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
	o.told("on the last of February", o.until("2027-02-28T22:00:00Z"))
	o.told("on the first of March", o.until("2027-03-01T12:00:00Z"), "owner: Lena Test.")
}

func TestAMorningThatWasMissedIsNotToldTheNextDay(t *testing.T) {
	o := open(t)
	o.born("Anna", "1984-03-15")
	o.born("Frieda", "2000-03-17")
	o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
	o.deliverOnly()
	o.Pass(3 * 24 * time.Hour) // the installation stands still
	o.told("only of today", o.until("2026-03-17T12:00:00Z"), "owner: Frieda Test.")
}

// The process is killed at its n-th request to the table, before or after it is carried out, for every n, on the way from the morning to the mails. The
// clock names the effect again: each is told once.
func TestWhoeverIsKilledInTheMorningEachIsToldOnce(t *testing.T) {
	for _, as := range []dynamo.Fault{dynamo.Lost, dynamo.Throttle} {
		for step := range 3 {
			for nth := int64(1); ; nth++ {
				killed := false
				t.Run(fmt.Sprint(as, " ", step, " ", nth), func(t *testing.T) { killed = killedAt(t, step, nth, as) })
				if !killed || t.Failed() {
					break
				}
			}
		}
	}
}

func killedAt(t *testing.T, step int, nth int64, as dynamo.Fault) (killed bool) {
	var left atomic.Int64
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	o := openWith(t, dynamo.Faults{Twice: true, Shuffle: true, On: func(string) dynamo.Fault {
		if left.Add(-1) == 0 {
			kill()
			return as
		}
		return dynamo.NoFault
	}})
	o.born("Anna", "1984-03-15")
	o.wishes(o.Owner, org.TopicBirthdays, org.ByMail)
	o.wishes(o.Admin, org.TopicBirthdays, org.ByMail)
	o.until("2026-03-15T05:58:00Z")
	o.Pass(3 * time.Minute)
	for range step { // the morning, the day, each person
		o.carry(t.Context(), 1)
	}
	left.Store(nth)
	o.carry(ctx, 1) // the process is no more
	killed = left.Load() <= 0
	left.Store(0)
	o.told("once", o.until("2026-03-15T20:00:00Z"), "admin: Anna Test.", "owner: Anna Test.")
	return killed
}

// carry carries out some of what is due.
func (o office) carry(ctx context.Context, n int) {
	o.Helper()
	keys, err := o.Table.OverdueEffects(o.Context(), o.Clock.Now().Add(time.Second), n)
	if err != nil || len(keys) == 0 {
		o.Fatalf("%d effects are due: %v", len(keys), err)
	}
	for _, k := range keys {
		_ = o.Carrier.Carry(ctx, k)
	}
}

// deliverOnly carries out what there is now.
func (o office) deliverOnly() {
	o.Helper()
	o.Deliver(o.T)
}

func TestSingleOnesAreLimited(t *testing.T) {
	o := open(t)
	anna := o.born("Anna", "1984-03-15")
	if got := o.reminds(o.Owner, anna, true); !got.Reminds(anna) || got.Reminds(o.User.Member) || got.By != org.ByNone {
		t.Errorf("one alone: %+v", got)
	}
	o.wishes(o.Owner, org.TopicBirthdays, org.ByApp)
	if got := o.reminds(o.Owner, anna, false); got.Reminds(anna) || !got.Reminds(o.User.Member) || len(got.Only) != 1 {
		t.Errorf("all but one: %+v", got)
	}
	for range route.MaxReminds - 1 {
		if err := o.Table.SetRemind(t.Context(), o.Tenant, o.Owner.Member, testworld.NewID[org.MemberID](o.World.World), false, true); err != nil {
			t.Fatal(err)
		}
	}
	_, err := o.Push.Remind(t.Context(), o.Tenant, o.Owner, org.Owner, route.RemindRequest{Member: string(o.User.Member)})
	want(t, "one more", err, "birthdays.tooMany")
	if got := o.reminds(o.Owner, anna, true); !got.Reminds(anna) {
		t.Error("one less is always possible")
	}
	_, err = o.Push.Remind(t.Context(), o.Tenant, o.Owner, org.Owner, route.RemindRequest{Member: "anna", On: true})
	want(t, "no member", err, "id.malformed")
	_, err = o.Push.Remind(t.Context(), o.Tenant, o.User, org.User, route.RemindRequest{Member: string(anna), On: true})
	want(t, "who may not see birthdays", err, "actor.forbidden")
}
