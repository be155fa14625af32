package push_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/testworld/pushtest"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const file = "givenname,surname,email\nAda,Lovelace,ada@people.example\nBen,Boole,not-an-address\n"

// TestTheMakerOfAnImportIsTold goes the whole way: the job's end, the effects, the push service that checks who sends, and the
// browser that reads what it got.
func TestTheMakerOfAnImportIsTold(t *testing.T) {
	o := open(t)
	phone, desk, other := o.browser(o.Admin), o.browser(o.Admin), o.browser(o.Owner)
	o.imports(o.Admin, file)
	o.deliver()
	var ids []string
	for _, b := range []*pushtest.Browser{phone, desk} {
		got := o.service.Got(b)
		if len(got) != 1 {
			t.Fatalf("%d messages, want one: %+v", len(got), got)
		}
		ids = append(ids, got[0].ID)
		got[0].ID = ""
		if want := (push.Message{Topic: org.TopicJobs, Tenant: o.Tenant.ID(), Language: "de", State: route.JobDone, Import: true, Done: 1, Refused: 1}); got[0] != want {
			t.Errorf("told %+v, want %+v", got[0], want)
		}
	}
	if ids[0] == "" || ids[0] == ids[1] {
		t.Errorf("messages are named %v", ids)
	}
	o.got("who did not make it", other, 0)
	if tries := o.service.Tries(); tries != 2 {
		t.Errorf("%d requests for two messages", tries)
	}
	for _, secret := range []string{phone.Address, phone.Auth(), "/push/"} {
		if strings.Contains(o.Log(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

func TestWhoIsToldOfAJob(t *testing.T) {
	for _, c := range []struct {
		story string
		then  func(o office, by push.By) // after the import, before its effects are carried out
		want  int
	}{
		{"its maker", func(office, push.By) {}, 1},
		{"not who wants to know nothing", func(o office, _ push.By) { o.wishes(o.Admin, org.TopicJobs, org.ByNone) }, 0},
		{"who wants to know again", func(o office, _ push.By) {
			o.wishes(o.Admin, org.TopicJobs, org.ByNone)
			o.wishes(o.Admin, org.TopicJobs, org.ByApp)
		}, 1},
		{"not who has signed out", func(o office, by push.By) { o.write(o.Table.RemoveSession(by.Session)) }, 0},
		{"not who has removed the browser", func(o office, by push.By) {
			if _, err := o.Push.Unsubscribe(o.Context(), by, o.devices(by)[0].ID); err != nil {
				o.Fatal(err)
			}
		}, 0},
		{"not who is no admin any more", func(o office, _ push.By) { o.role("admin", "user") }, 0},
		{"not who was deactivated", func(o office, _ push.By) {
			o.Do(o.T, o.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{o.Admin.Member}})
		}, 0},
		{"nor after a sign-in that has ended, once back in service", func(o office, _ push.By) {
			for _, deed := range []string{members.Deactivate.Name, members.Reactivate.Name} {
				o.Do(o.T, o.Owner, deed, members.List{Members: []org.MemberID{o.Admin.Member}})
			}
		}, 0},
		{"not who has been deleted", func(o office, _ push.By) {
			o.role("admin", "user")
			o.Do(o.T, o.Owner, members.Delete.Name, members.List{Members: []org.MemberID{o.Admin.Member}})
		}, 0},
		{"not with another password", func(o office, by push.By) { o.write(o.Table.SetPassword(by.Account, 0, "x")) }, 0},
		{"not the person before in the same browser", nil, 0}, // below
	} {
		t.Run(c.story, func(t *testing.T) {
			o := open(t)
			by := o.signIn(o.Admin)
			b := o.browserOf(by)
			o.imports(o.Admin, file)
			if c.then == nil {
				if _, err := o.subscribe(o.signIn(o.Owner), b); err != nil {
					t.Fatal(err)
				}
			} else {
				c.then(o, by)
			}
			o.deliver()
			o.got(c.story, b, c.want)
		})
	}
}

// TestWhoIsOutIsToldNothing not even in a session that began since: an account is one person's in all organisations.
func TestWhoIsOutIsToldNothing(t *testing.T) {
	o := open(t)
	b := o.browser(o.Admin)
	o.imports(o.Admin, file)
	o.Do(t, o.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{o.Admin.Member}})
	o.Pass(time.Second)
	if _, err := o.subscribe(o.signIn(o.Admin), b); err != nil {
		t.Fatal(err)
	}
	o.deliver()
	o.got("of an organisation that one is out of", b, 0)
}

// role gives the admin another role.
func (o office) role(from, to string) {
	o.Helper()
	o.Do(o.T, o.Owner, members.Edit.Name, members.EditArgs{Member: o.Admin.Member, Fields: map[string]members.Edited{
		"role": {From: []byte(`"` + from + `"`), To: []byte(`"` + to + `"`)},
	}})
}

// TestAJobIsToldOfWhenItEndsByItself: who stopped it knows.
func TestAJobIsToldOfWhenItEndsByItself(t *testing.T) {
	o := open(t)
	b, all := o.browser(o.Admin), o.people(100)
	tag := func() org.JobID {
		o.Clock.Move(time.Second)
		job, err := o.jobs.Start(t.Context(), o.Tenant, o.Admin, o.Command(t, members.Tag.Name, members.TagArgs{Members: all, Add: []string{"x"}}))
		if err != nil {
			t.Fatal(err)
		}
		return job.ID
	}
	ended := func(story string, want push.Message) {
		t.Helper()
		o.deliver()
		got := o.service.Got(b)
		if len(got) != 1 {
			t.Fatalf("%s: told %+v", story, got)
		}
		if got[0].ID = ""; got[0] != want {
			t.Errorf("%s: told %+v, want %+v", story, got[0], want)
		}
	}
	job := tag()
	if _, err := o.jobs.Stop(t.Context(), o.Tenant, o.Admin, job); err != nil {
		t.Fatal(err)
	}
	o.advance(job)
	o.deliver()
	o.got("stopped by hand", b, 0)
	if _, err := o.jobs.Resume(t.Context(), o.Tenant, o.Admin, job); err != nil {
		t.Fatal(err)
	}
	o.advance(job)
	ended("gone on with", push.Message{Topic: org.TopicJobs, Tenant: o.Tenant.ID(), Language: "de", State: route.JobDone, Done: 100})
	job = tag()
	o.role("admin", "user")
	o.advance(job)
	o.role("user", "admin")
	ended("failed", push.Message{Topic: org.TopicJobs, Tenant: o.Tenant.ID(), Language: "de", State: route.JobFailed})
}

// people adds members.
func (o office) people(n int) []org.MemberID {
	o.Helper()
	var all []org.MemberID
	for i := range n {
		name := string(rune('a'+i/26)) + string(rune('a'+i%26))
		all = append(all, o.join(name).Member)
	}
	return all
}

func (o office) join(name string) executor.Who { return o.Join(o.T, name, "user") }

func TestThoseWhoWantToKnowLearnWhoJoined(t *testing.T) {
	o := open(t)
	owner, admin, user := o.browser(o.Owner), o.browser(o.Admin), o.browser(o.User)
	o.join("Quentin")
	o.deliver()
	o.got("nobody has asked", owner, 0, admin, 0, user, 0)
	o.wishes(o.Owner, org.TopicJoined, org.ByApp)
	o.wishes(o.User, org.TopicJoined, org.ByApp) // as an admin; not one any more
	o.join("Rosa")
	o.join("Sven")
	o.deliver()
	got := o.service.Got(owner)
	if len(got) != 2 || got[0].Topic != org.TopicJoined || got[0].ID == got[1].ID {
		t.Errorf("told %+v, want of two", got)
	}
	for _, m := range got {
		m.ID = ""
		if m != (push.Message{Topic: org.TopicJoined, Tenant: o.Tenant.ID(), Language: "de"}) {
			t.Errorf("more is said than has to be: %+v", m)
		}
	}
	o.got("who has not asked, or may not", admin, 0, user, 0)
	gone := o.join("Tom")
	o.Do(t, o.Owner, members.Delete.Name, members.List{Members: []org.MemberID{gone.Member}})
	o.deliver()
	o.got("of somebody who is gone again", owner, 0)
}

// TestManyWhoWantToKnow are more than fit a transaction.
func TestManyWhoWantToKnow(t *testing.T) {
	o := open(t)
	b := o.browser(o.Owner)
	o.wishes(o.Owner, org.TopicJoined, org.ByApp)
	for range 250 {
		o.Clock.Move(time.Millisecond)
		member := org.DeriveID[org.MemberID](o.Owner.Member, uint64(o.Clock.Now().UnixMilli()))
		if err := o.Table.SetWish(t.Context(), o.Tenant, org.TopicJoined, member, org.ByApp); err != nil {
			t.Fatal(err)
		}
	}
	o.join("Uwe")
	o.deliver()
	o.got("among many", b, 1)
}

func TestBrowsersThatAreGoneAreForgotten(t *testing.T) {
	for status, want := range map[int]int{
		http.StatusGone: 0, http.StatusNotFound: 0, http.StatusForbidden: 0, http.StatusUnauthorized: 0,
		http.StatusBadRequest: 1, http.StatusRequestEntityTooLarge: 1, http.StatusTemporaryRedirect: 1,
	} {
		o := open(t)
		by := o.signIn(o.Admin)
		b := o.browserOf(by)
		o.service.Answer = func(*pushtest.Browser) int { return status }
		o.imports(o.Admin, file)
		o.deliver()
		if left := len(o.devices(by)); left != want || o.service.Tries() != 1 {
			t.Errorf("after %d: %d browsers are left, want %d; asked %d times, want once", status, left, want, o.service.Tries())
		}
		o.got("refused", b, 0)
	}
}

func TestBrowsersThatCantBeReachedAreTriedAgain(t *testing.T) {
	o := open(t)
	by := o.signIn(o.Admin)
	b, well := o.browserOf(by), o.browser(o.Admin)
	fails := 3
	o.service.Answer = func(at *pushtest.Browser) int {
		if at == b && fails > 0 {
			fails--
			return http.StatusServiceUnavailable
		}
		return 0
	}
	o.imports(o.Admin, file)
	o.DeliverByClock(t)
	o.got("in the end, each once", b, 1, well, 1)
	fails = 100
	o.imports(o.Admin, file)
	before := o.service.Tries()
	o.DeliverByClock(t)
	if tries := o.service.Tries() - before; tries != 6+1 {
		t.Errorf("%d requests, want 6 for the one that is never there and 1 for the other", tries)
	}
	o.got("never there", b, 0, well, 1)
	if left := o.devices(by); len(left) != 1 {
		t.Errorf("%d browsers are left, want one", len(left))
	}
}
