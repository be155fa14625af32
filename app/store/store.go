// Package store is the one instance of all that the app knows while it runs: who is signed in, the organisation in view and its
// replica, jobs, notices, and whether the server answers. Components read it when they render and watch the topics they
// show; it changes on the goroutine of the page only.
package store

import (
	"encoding/base64"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The topics that components watch.
const (
	Members    = "store.members"    // records, what waits, what was refused
	Session    = "store.session"    // who is signed in, and which organisation is in view
	Connection = "store.connection" // whether the server answers
	Jobs       = "store.jobs"
	Notices    = "store.notices"
)

// Store is the state. There is one in the app; tests make their own.
type Store struct {
	client   *client.Client
	disks    func(org.AccountID, org.TenantID) (Disk, error) // nil where nothing is kept
	lying    func(org.AccountID) []org.TenantID              // of which organisations there is something on this device; it blocks
	post     func(topic string)
	run      func(work func() (then func()))
	dispatch func(do func()) // on the goroutine of the page
	after    func(d time.Duration, then func())
	now      func() time.Time
	idle     func() time.Duration
	typing   func() bool
	leave    func(org.AccountID)  // destroys what lies on this device of an account; it blocks
	running  func() time.Duration // for how long this page has, by a clock that nobody sets

	state    State
	session  route.SessionReply
	told     int // grows when the server has said who is signed in without being asked by begin
	here     route.Membership
	replica  *replica.Replica
	empty    *replica.Replica
	device   device
	lease    leasing
	sealed   bool // a PIN or a passkey is awaited
	telling  bool // how many commands wait
	vanished int
	entered  int  // grows when another organisation's device is opened: what other tabs say of the one before is thrown away
	nobody   bool // the server has said so, while it was not known yet who was here

	sync    syncing
	notices []Notice
	jobs    []*job
	ended   []route.JobReply // that had ended before this page was opened, latest first
	count   int              // numbers notices
}

// State is how far the app has come to know who is here.
type State uint8

// The states.
const (
	Asking    State = iota // whether somebody is signed in
	SignedOut              // nobody is
	SignedIn
	Kept    // somebody was, and what lies on this device is open; the server has not answered yet
	Overdue // somebody was, and what lies on this device is not opened before there was contact
	Locked  // somebody was, and the server wants to know again; all that waits is kept
)

// began is when the page was opened. In a browser Go reads performance.now beside the clock, so what has passed since does not depend on
// what the clock is set to.
var began = time.Now()

var the = &Store{
	client:   client.New(nil),
	post:     func(string) {},
	run:      func(func() func()) {},
	dispatch: func(func()) {},
	after:    func(time.Duration, func()) {},
	lying:    func(org.AccountID) []org.TenantID { return nil },
	now:      time.Now,
	running:  func() time.Duration { return time.Since(began) },
	empty:    replica.New("", ledger.Actor{}, time.Now, NewID[org.CommandID]),
}

// Random fills b with chance.
func Random(b []byte) { random(b) }

// NewID makes an id from the clock and chance: of new members, commands, jobs.
func NewID[T org.ID]() T {
	var chance [10]byte
	random(chance[:])
	return org.NewID[T](time.Now().UnixMilli(), chance)
}

// Secret is 32 bytes of chance in base64url: for what is made here and told to nobody.
func Secret() string {
	var chance [32]byte
	random(chance[:])
	return base64.RawURLEncoding.EncodeToString(chance[:])
}

// Watch lets the component render again whenever one of the topics changes. It belongs in OnMount.
func Watch(ctx app.Context, topics ...string) {
	for _, t := range topics {
		ctx.Handle(t, func(app.Context, app.Action) {})
	}
}

// Begin is called once by the frame, whose context lives as long as the app.
func Begin(ctx app.Context) {
	the.client = client.New(client.Browser(func() string { return string(ui.Lang()) }))
	the.client.Heard = the.hear
	the.post = func(topic string) { ctx.NewAction(topic) }
	the.run = func(work func() func()) {
		ctx.Async(func() {
			defer ui.Guard(ctx)
			then := work()
			ctx.Dispatch(func(ctx app.Context) {
				defer ui.Guard(ctx)
				ctx.PreventUpdate() // what changes is posted
				then()
			})
		})
	}
	the.idle, the.typing, the.leave = idle, typing, vault.Leave
	the.disks = func(a org.AccountID, t org.TenantID) (Disk, error) { return vault.Open(a, t) }
	the.lying = vault.Of
	the.dispatch = func(do func()) {
		ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			ctx.PreventUpdate()
			do()
		})
	}
	the.after = func(d time.Duration, then func()) {
		ctx.After(max(d, time.Millisecond), func(ctx app.Context) { // a sleep of nothing would not let the browser draw
			defer ui.Guard(ctx)
			ctx.PreventUpdate()
			then()
		})
	}
	the.listen(ctx)
	the.begin()
	the.watchLease()
	the.watchIdle()
	the.watchWaste()
}

// Now says how far the app has come to know who is here.
func Now() State { return the.state }

// In says whether somebody works here: signed in, or on what lies on this device until the server answers.
func In() bool { return the.state == SignedIn || the.state == Kept }

// Expected says that somebody was signed in on this device and probably is: the server has not answered yet.
func Expected() bool { return the.state == Asking && recall("account") != "" }

// Who is signed in; false if nobody is.
func Who() (route.SessionReply, bool) {
	return the.session, the.state >= SignedIn
}

// Here is the membership of the organisation in view; a zero one if there is none.
func Here() route.Membership { return the.here }

// Me is who acts in the organisation in view, with the rights of today.
func Me() ledger.Actor { return Replica().Me() }

// Replica is the organisation in view; an empty one that loads for ever if there is none.
func Replica() *replica.Replica {
	if the.replica == nil {
		return the.empty
	}
	return the.replica
}

// Client calls the server.
func Client() *client.Client { return the.client }
