package push_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/functions/internal/testworld/pushtest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// office is an organisation whose people have accounts, and a push service that their browsers use.
type office struct {
	*accountstest.World
	testworld.House
	*testing.T
	service *pushtest.Service
	jobs    *jobs.Jobs
}

func open(t *testing.T) office {
	t.Helper()
	return openWith(t, dynamo.Faults{Twice: true, Shuffle: true})
}

func openWith(t *testing.T, faults dynamo.Faults) office {
	t.Helper()
	w := accountstest.OpenWith(t, faults)
	o := office{World: w, House: w.FoundFull(t), T: t, service: pushtest.New(t, w.Clock.Now)}
	o.jobs = jobs.New(w.Table, w.Executor, testworld.Files(t), testworld.Bucket, w.Clock.Now)
	w.PushThrough(t, o.service.Client())
	for _, who := range []executor.Who{o.Owner, o.Admin, o.User, o.Guest} {
		o.enrol(who)
	}
	o.deliver()
	return o
}

// enrol gives a member an account.
func (o office) enrol(who executor.Who) {
	o.Helper()
	email := org.Email(strings.ToLower(string(who.Account)) + "@people.example")
	address, err := o.Table.AddressKey(o.Context(), email.Key())
	if err != nil {
		o.Fatal(err)
	}
	o.write(o.Table.MakeAccount(table.Account{ID: who.Account, Email: email, GivenName: "A", Surname: "B", Language: org.German, Made: o.Clock.Now()}, address)...)
}

func (o office) write(writes ...table.Write) {
	o.Helper()
	if err := o.Table.Transact(o.Context(), writes...); err != nil {
		o.Fatal(err)
	}
}

// signIn begins a session.
func (o office) signIn(who executor.Who) push.By {
	o.Helper()
	o.Pass(time.Millisecond) // sign-ins of the very moment in which access ended don't count
	s, now := token.New(), o.Clock.Now()
	o.Secret(s)
	o.write(o.Table.PutSession(s.Hash(), table.Session{Account: who.Account, SignedIn: now, Expires: now.Add(30 * 24 * time.Hour)}))
	return push.By{Account: who.Account, Session: s.Hash()}
}

// browser is one in which somebody has signed in and wants to be pushed to.
func (o office) browser(who executor.Who) *pushtest.Browser {
	o.Helper()
	return o.browserOf(o.signIn(who))
}

func (o office) browserOf(by push.By) *pushtest.Browser {
	o.Helper()
	reply, err := o.Push.Devices(o.Context(), by)
	if err != nil {
		o.Fatal(err)
	}
	b := o.service.Subscribe(reply.Key)
	if _, err := o.subscribe(by, b); err != nil {
		o.Fatal(err)
	}
	return b
}

func (o office) subscribe(by push.By, b *pushtest.Browser) (route.PushReply, error) {
	return o.Push.Subscribe(o.Context(), by, org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}, b.Request())
}

// wishes says what somebody wants to be told of.
func (o office) wishes(who executor.Who, topic org.Topic, by org.Ways) {
	o.Helper()
	if _, err := o.Push.SetTopic(o.Context(), o.Tenant, who, org.Admin, route.TopicRequest{Topic: string(topic), By: string(by)}); err != nil {
		o.Fatal(err)
	}
}

// imports imports a file to its end.
func (o office) imports(by executor.Who, file string) org.JobID {
	o.Helper()
	o.Clock.Move(time.Second)
	id := testworld.NewID[org.JobID](o.World.World)
	if _, err := o.jobs.Import(o.Context(), o.Tenant, by, route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(file)}); err != nil {
		o.Fatal(err)
	}
	if err := o.jobs.Fill(o.Context(), o.Tenant, by, id, 0, []byte(file)); err != nil {
		o.Fatal(err)
	}
	if _, err := o.jobs.Apply(o.Context(), o.Tenant, by, id); err != nil {
		o.Fatal(err)
	}
	o.advance(id)
	return id
}

func (o office) advance(id org.JobID) {
	o.Helper()
	for range 2 { // the stream names it twice
		if err := o.jobs.Advance(o.Context(), o.Tenant, id); err != nil {
			o.Fatal(err)
		}
	}
}

// deliver carries out all effects, each named several times and by two at once.
func (o office) deliver() {
	o.Helper()
	o.Deliver(o.T)
	if left := len(o.Items(o.T, "E#")); left > 0 {
		o.Errorf("%d effects are left", left)
	}
}

// got fails unless browsers have got so many messages since they were last asked: browser, number, …
func (o office) got(story string, all ...any) {
	o.Helper()
	for i := 0; i+1 < len(all); i += 2 {
		if got := o.service.Got(all[i].(*pushtest.Browser)); len(got) != all[i+1].(int) {
			o.Errorf("%s: browser %d got %d messages, want %d: %+v", story, i/2, len(got), all[i+1], got)
		}
	}
}

// devices are how many browsers somebody is pushed to.
func (o office) devices(by push.By) []route.PushTo {
	o.Helper()
	reply, err := o.Push.Devices(o.Context(), by)
	if err != nil {
		o.Fatal(err)
	}
	return reply.Devices
}

func want(t *testing.T, story string, err error, code string) {
	t.Helper()
	if f := fault.First(err); f == nil || f.Code != code {
		t.Errorf("%s: %v, want %s", story, err, code)
	}
}
