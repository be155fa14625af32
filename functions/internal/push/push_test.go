package push_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/testworld/pushtest"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestBrowsersComeAndGo(t *testing.T) {
	o := open(t)
	desk, phone := o.signIn(o.Admin), o.signIn(o.Admin)
	first := o.browserOf(desk)
	o.Pass(time.Hour)
	o.browserOf(phone)
	o.browser(o.Owner)
	all := o.devices(desk)
	if len(all) != 2 {
		t.Fatalf("%d browsers, want two", len(all))
	}
	for _, d := range all {
		if d.On.Browser != "Firefox" || d.Here == d.Made.After(o.Clock.Now().Add(-time.Minute)) {
			t.Errorf("%+v", d)
		}
	}
	if _, err := o.subscribe(desk, first); err != nil || len(o.devices(desk)) != 2 {
		t.Errorf("saying so again: %v, %d browsers", err, len(o.devices(desk)))
	}
	o.browserOf(desk) // the browser has got another address
	if got := o.devices(desk); len(got) != 2 {
		t.Errorf("another address of the same browser: %d browsers", len(got))
	}
	owner := o.signIn(o.Owner)
	if _, err := o.Push.Unsubscribe(t.Context(), owner, all[0].ID); err != nil || len(o.devices(desk)) != 2 {
		t.Errorf("somebody else's: %v, %d browsers", err, len(o.devices(desk)))
	}
	for _, odd := range []string{"", "x", "../" + all[0].ID, strings.Repeat("A", 43)} {
		if _, err := o.Push.Unsubscribe(t.Context(), desk, odd); err != nil || len(o.devices(desk)) != 2 {
			t.Errorf("%q: %v", odd, err)
		}
	}
	if _, err := o.Push.Unsubscribe(t.Context(), desk, o.devices(phone)[0].ID); err != nil || len(o.devices(desk)) != 1 {
		t.Errorf("one's own: %v, %d browsers", err, len(o.devices(desk)))
	}
}

func TestOneBrowserIsOnePersons(t *testing.T) {
	o := open(t)
	before, after := o.signIn(o.Admin), o.signIn(o.Owner)
	b := o.browserOf(before)
	if _, err := o.subscribe(after, b); err != nil {
		t.Fatal(err)
	}
	if len(o.devices(before)) != 0 || len(o.devices(after)) != 1 {
		t.Errorf("%d and %d browsers, want it to be the second person's", len(o.devices(before)), len(o.devices(after)))
	}
	// What the first one still does about it is about nothing.
	id := o.devices(after)[0].ID
	if _, err := o.Push.Unsubscribe(t.Context(), before, id); err != nil || len(o.devices(after)) != 1 {
		t.Errorf("the first one removes it: %v, %d", err, len(o.devices(after)))
	}
}

// TestSigningOutEndsIt uses sign-ins by password, as the edge does.
func TestSigningOutEndsIt(t *testing.T) {
	o := open(t)
	s := o.Member(t, "ida@acme.example")
	cookie, err := o.SignIn(t.Context(), "ida@acme.example", "weichenstellwerk am morgen")
	if err != nil {
		t.Fatal(err)
	}
	again := o.Session(t, cookie)
	ida := executor.Who{Account: s.Account}
	here, there := o.signIn(ida), o.signIn(ida)
	here.Session, there.Session = again.Hash(), s.Hash()
	b := o.browserOf(here)
	o.browserOf(there)
	later, err := o.SignIn(t.Context(), "ida@acme.example", "weichenstellwerk am morgen")
	if err != nil {
		t.Fatal(err)
	}
	shared := push.By{Account: s.Account, Session: o.Session(t, later).Hash()} // in the first browser
	if _, err := o.subscribe(shared, b); err != nil {
		t.Fatal(err)
	}
	if err := o.Accounts.SignOut(t.Context(), "198.51.100.7:50001", cookie); err != nil || len(o.devices(there)) != 2 {
		t.Errorf("a session that had the browser before ends: %v, %d browsers, want both", err, len(o.devices(there)))
	}
	cookie, err = o.SignIn(t.Context(), "ida@acme.example", "weichenstellwerk am morgen")
	if err != nil {
		t.Fatal(err)
	}
	here.Session = o.Session(t, cookie).Hash()
	if _, err := o.subscribe(here, b); err != nil {
		t.Fatal(err)
	}
	if err := o.Accounts.SignOut(t.Context(), "198.51.100.7:50001", cookie); err != nil {
		t.Fatal(err)
	}
	if n := len(o.Items(t, "Q#")); n != 1 {
		t.Errorf("%d browsers are stored, want the other one", n)
	}
	if got := o.devices(there); len(got) != 1 || !got[0].Here {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsNoBrowserIsRefused(t *testing.T) {
	o := open(t)
	by := o.signIn(o.Admin)
	good := o.service.Subscribe("").Request()
	for _, c := range []struct {
		story string
		with  func(*route.SubscribeRequest)
		code  string
	}{
		{"no https", func(r *route.SubscribeRequest) { r.Endpoint = "http://push.example/a" }, "push.endpoint"},
		{"another port", func(r *route.SubscribeRequest) { r.Endpoint = "https://push.example:6379/a" }, "push.endpoint"},
		{"this machine", func(r *route.SubscribeRequest) { r.Endpoint = "https://127.0.0.2/a" }, "push.endpoint"},
		{"a cloud's metadata", func(r *route.SubscribeRequest) { r.Endpoint = "https://169.254.169.254/latest" }, "push.endpoint"},
		{"a password", func(r *route.SubscribeRequest) { r.Endpoint = "https://a:b@push.example/" }, "push.endpoint"},
		{"a long address", func(r *route.SubscribeRequest) { r.Endpoint = "https://push.example/" + strings.Repeat("a", 2048) }, "push.endpoint"},
		{"no address", func(r *route.SubscribeRequest) { r.Endpoint = "" }, "push.endpoint"},
		{"no key", func(r *route.SubscribeRequest) { r.P256dh = "" }, "push.keys"},
		{"half a secret", func(r *route.SubscribeRequest) { r.Auth = r.Auth[:8] }, "push.keys"},
	} {
		in := good
		c.with(&in)
		_, err := o.Push.Subscribe(t.Context(), by, org.Device{}, in)
		want(t, c.story, err, c.code)
	}
	if n := len(o.Items(t, "Q#")); n != 0 {
		t.Errorf("%d browsers are stored", n)
	}
	// A client as in production does not even accept the tests' own service.
	o.PushThrough(t, outbound.New())
	_, err := o.Push.Subscribe(t.Context(), by, org.Device{}, good)
	want(t, "the tests' service", err, "push.endpoint")
}

func TestNobodyIsPushedToEverywhere(t *testing.T) {
	o := open(t)
	for range route.MaxDevices {
		o.browser(o.Admin)
	}
	by := o.signIn(o.Admin)
	_, err := o.subscribe(by, o.service.Subscribe(""))
	want(t, "one more", err, "push.devices")
	o.browser(o.Owner) // has room of his own
	if _, err := o.Push.Unsubscribe(t.Context(), by, o.devices(by)[0].ID); err != nil {
		t.Fatal(err)
	}
	var last *pushtest.Browser
	for n := range 100 {
		if last == nil {
			last = o.browserOf(by)
		}
		if _, err = o.subscribe(by, last); err != nil {
			if n < 30 {
				t.Errorf("refused after %d", n)
			}
			break
		}
	}
	want(t, "again and again", err, "push.tooMany")
}

func TestWhatOneIsToldOf(t *testing.T) {
	const usual = "jobs app, conflicts app, joined none, endings both, birthdays none, greetings both"
	o := open(t)
	said := func(reply route.TopicsReply, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, s := range reply.Topics {
			all = append(all, string(s.Topic)+" "+string(s.By))
		}
		return strings.Join(all, ", ")
	}
	topics := func(role org.Role) string {
		return said(o.Push.Topics(t.Context(), o.Tenant, o.Admin.Member, role))
	}
	set := func(role org.Role, topic, by string) (route.TopicsReply, error) {
		return o.Push.SetTopic(t.Context(), o.Tenant, o.Admin, role, route.TopicRequest{Topic: topic, By: by})
	}
	if got := topics(org.Admin); got != usual {
		t.Errorf("at first: %s", got)
	}
	if got := topics(org.Guest); got != "conflicts app, greetings both" {
		t.Errorf("a guest: %s", got)
	}
	if got := said(set(org.Admin, "joined", "mail")); got != "jobs app, conflicts app, joined mail, endings both, birthdays none, greetings both" {
		t.Errorf("one more: %s", got)
	}
	if got := said(set(org.User, "conflicts", "none")); got != "conflicts none, greetings both" {
		t.Errorf("one less: %s", got)
	}
	_, err := set(org.User, "joined", "app")
	want(t, "what does not concern one", err, "actor.forbidden")
	_, err = set(org.Admin, "Joined", "app")
	want(t, "what there is not", err, "topic.unknown")
	_, err = set(org.Admin, "joined", "")
	want(t, "no way", err, "ways.unknown")
	_, err = set(org.User, "conflicts", "mail")
	want(t, "a mail of what the server does not learn", err, "ways.unknown")
	if got := said(o.Push.Topics(t.Context(), o.Tenant, o.Owner.Member, org.Owner)); got != usual {
		t.Errorf("somebody else: %s", got)
	}
	other := o.World.World.Found(t)
	if got := said(o.Push.Topics(t.Context(), other.Tenant, o.Admin.Member, org.Admin)); got != usual {
		t.Errorf("elsewhere: %s", got)
	}
}
