package histories

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/replica/lease"
	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// fate is what becomes of a request.
type fate int

const (
	arrives fate = iota // and the answer, too
	slow                // the answer comes some time later
	deaf                // the answer never comes
	lost                // the request never comes
	late                // the request comes when nobody waits for it any more
	portal              // somebody else answers: the page of a hotel where one has to sign in
)

func (d *device) fate() fate {
	switch {
	case d.calm:
		return arrives
	case d.cut:
		return lost
	}
	return pick(d.history, arrives, arrives, arrives, arrives, arrives, arrives, slow, slow, deaf, deaf, lost, late, portal)
}

// hotel is an answer that is not the server's, or that was meant for another question.
func (d *device) hotel() client.Response {
	cached := encode(route.AccessReply{Account: d.p.account, Tenant: d.p.tenant.ID(), Nonce: "of-another-request", Reason: route.AccessEnded})
	return pick(d.history, append(d.access, client.Response{Status: 200, Body: cached},
		client.Response{Status: 200, Body: []byte("<html>Welcome to the hotel")}, client.Response{Status: 401, Body: []byte("<html>Sign in to the hotel")},
		client.Response{Status: 404}, client.Response{Status: 503}, client.Response{Status: 200, Body: []byte(`{"member":false,"reason":"ended"}`)})...)
}

var errNothing = errors.New("no answer")

// network is the app's client where a request has this fate.
func (d *device) network(f fate) *client.Client {
	cookie, by := d.cookie, d.p
	if !d.calm && d.chance(1, 40) { // somebody else has signed in in this browser
		by = pick(d.history, d.people...)
		cookie = d.session(by)
	}
	c := client.New(func(q client.Request) (client.Response, error) {
		switch f {
		case arrives, slow:
			d.border()
			d.Clock.Move(time.Second)
			a := serve(d.api, cookie, q)
			d.watch(d.p, q.Path, a.Body)
			if q.Path == route.Access && by == d.p {
				d.access = append(d.access, a)
			}
			return a, nil
		case portal:
			return d.hotel(), nil
		}
		return client.Response{}, errNothing
	})
	c.As(d.p.account)
	return c
}

func (d *device) border() {
	if d.before != nil {
		d.before()
	}
}

// heard is the app's client where this answer comes.
func heard(a client.Response) *client.Client {
	return client.New(func(client.Request) (client.Response, error) { return a, nil })
}

// send sends what waits, if it is on the disk. It says whether there was anything.
func (d *device) send() bool {
	if d.lead == nil || d.locked || d.flying != nil {
		return false
	}
	cmds := d.lead.Outgoing()
	if len(cmds) == 0 {
		return false
	}
	if !d.save() {
		d.lead.Unanswered()
		return true
	}
	in := route.CommandsRequest{Account: d.p.account, Commands: cmds}
	carry := d.request(in)
	what := d.fate()
	d.logf("%s sends %s: %s", d.name, d.calls(cmds), [...]string{"answered", "answered later", "the answer is lost", "lost", "it comes late", "a hotel answers"}[what])
	switch what {
	case arrives:
		d.answered(in, carry())
	case slow:
		a := carry()
		d.flying, d.aloft = func() { d.answered(in, a) }, cmds
	case portal:
		d.answered(in, d.hotel())
	case deaf:
		carry()
		d.lead.Unanswered()
	case late:
		d.late = append(d.late, func() { carry() })
		d.lead.Unanswered()
	case lost:
		d.lead.Unanswered()
	}
	return true
}

// request is what carries commands to the server whenever it is called.
func (d *device) request(in route.CommandsRequest) func() client.Response {
	cookie := d.cookie
	if !d.calm && d.chance(1, 40) { // somebody else has signed in in this browser
		cookie = d.session(pick(d.history, d.people...))
	}
	return func() client.Response {
		d.border()
		d.Clock.Move(time.Second)
		a := serve(d.api, cookie, client.Request{Method: http.MethodPost, Path: route.In(route.Commands, d.p.tenant.ID()), Type: "application/json", Body: encode(in)})
		d.moved()
		if !d.calm && d.chance(1, 12) {
			a = d.busy(a)
		}
		out, err := heard(a).Commands(d.p.tenant.ID(), in)
		d.logf("  %s: %s", d.calls(in.Commands), d.told(out.Replies, err))
		if cookie == d.cookie {
			d.watch(d.p, route.Commands, a.Body)
		}
		for _, r := range out.Replies {
			if r.State == route.Applied && r.Entry == nil && !r.Hidden {
				d.wish(r.Command).nothing = true
			}
			if r.Job != nil {
				d.begun(d.p, r.Job.ID)
			}
		}
		return a
	}
}

// busy is an answer in which the server says of one command and those after it that it could not try them. It does not know whether it has.
func (d *device) busy(a client.Response) client.Response {
	var out route.CommandsReply
	if a.Status != http.StatusOK || json.Unmarshal(a.Body, &out) != nil || len(out.Replies) == 0 {
		return a
	}
	for i := d.rand.IntN(len(out.Replies)); i < len(out.Replies); i++ {
		out.Replies[i] = route.CommandReply{Command: out.Replies[i].Command, State: route.Refused, Faults: fault.List{fault.New(fault.Unavailable, "tenant.busy")}}
	}
	a.Body = encode(out)
	return a
}

// answered takes an answer to commands, as app/store does.
func (d *device) answered(in route.CommandsRequest, a client.Response) {
	out, err := heard(a).Commands(d.p.tenant.ID(), in)
	switch {
	case err == nil:
		again := func() { d.lead.Answered(out.Replies) }
		again()
		d.answers = append(d.answers, again)
	case client.Lost(err):
		d.lead.Unanswered()
	case client.Gone(err):
		d.lead.Unanswered()
		d.locked = true
	case fault.Is(err, "commands.otherAccount"):
		d.lead.Unanswered()
		d.locked = true
	case kindOf(err) == fault.NotFound:
		d.lead.Unanswered()
		d.review()
	default:
		d.lead.Rejected(fault.All(err))
	}
	if d.lead != nil {
		d.wishesOf(d.lead)
	}
}

// pull fetches the next page or the next changes. It says whether there is more to fetch now.
func (d *device) pull() (more bool) {
	if d.lead == nil || d.locked || d.pulling != nil {
		return false
	}
	next, loading := d.lead.Next()
	cursor := d.lead.Cursor()
	if !loading && cursor == "" {
		return false
	}
	what := d.fate()
	c, tenant := d.network(what), d.p.tenant.ID()
	var page []byte
	var changes route.ChangesReply
	var err error
	if loading {
		page, err = c.Snapshot(tenant, next)
	} else {
		changes, err = c.Changes(tenant, cursor)
	}
	arrive := func() bool {
		switch {
		case fault.Is(err, "cursor.restart"):
			d.logf("%s is told to begin anew", d.name)
			d.lead.Restart()
			return true
		case err != nil:
			d.missed(err)
			return false
		case loading:
			return d.page(next, page)
		}
		return d.changed(c, cursor, changes)
	}
	if what == slow {
		d.logf("%s asks for what is new, and has to wait", d.name)
		d.pulling = arrive
		return false
	}
	return arrive()
}

// changed takes changes.
func (d *device) changed(c *client.Client, cursor string, changes route.ChangesReply) (more bool) {
	more = d.lead.Changed(cursor, changes)
	if _, _, anew := d.lead.Loading(); anew && !changes.Restart {
		d.failf("%s begins anew: the changes after %s do not follow on what it has", d.name, cursor)
	}
	if !changes.Restart {
		d.news = append(d.news, func() { d.lead.Changed(cursor, changes) })
	}
	if len(changes.Entries) > 0 || changes.Restart {
		d.logf("%s follows to %d, to begin anew: %v", d.name, changes.Seq, changes.Restart)
	}
	if !more {
		d.lead.Expand()
		d.whoDidIt(c)
		d.whatFailed(c)
	}
	if d.lead != nil {
		d.wishesOf(d.lead)
	}
	return more
}

// whoDidIt asks for the entries of which the inbox wants to tell.
func (d *device) whoDidIt(c *client.Client) {
	for range 100 {
		gaps := d.lead.Missing()
		if len(gaps) == 0 {
			return
		}
		gap := gaps[0]
		out, err := c.Entries(d.p.tenant.ID(), client.EntriesQuery{Record: gap.Record, After: gap.After, Before: gap.Before, Limit: replica.GapLimit})
		if client.Lost(err) {
			return
		}
		d.lead.Told(gap, out.Entries)
		d.logf("%s asks who changed %q between %d and %d", d.name, d.names[gap.Record], gap.After, gap.Before)
	}
	d.failf("%s asks for ever who did what", d.name)
}

// whatFailed asks how the jobs of this person have ended.
func (d *device) whatFailed(c *client.Client) {
	if !slices.ContainsFunc(d.jobIDs, func(j begun) bool { return j.by == d.p }) {
		return
	}
	out, err := c.Jobs(d.p.tenant.ID())
	for _, j := range out.Jobs {
		if err == nil && j.State == route.JobFailed {
			d.lead.Failed(j.ID, j.Fault)
		}
	}
	d.missed(err)
}

func (d *device) page(next string, page []byte) bool {
	if err := d.lead.Loaded(next, page); err != nil {
		d.logf("%s got a page that is none", d.name)
		return false
	}
	if next != "" {
		d.news = append(d.news, func() { _ = d.lead.Loaded(next, page) })
	}
	d.logf("%s loads a page", d.name)
	d.settle()
	return true
}

// settle puts the page in place, or a part of it.
func (d *device) settle() {
	for d.lead.Settle(1 + d.rand.IntN(3)) {
		if !d.calm && d.chance(1, 4) {
			return
		}
	}
	d.wishesOf(d.lead)
}

func (d *device) missed(err error) {
	switch {
	case err == nil:
	case client.Gone(err), fault.Is(err, "commands.otherAccount"):
		d.locked = true
	case kindOf(err) == fault.NotFound:
		d.review()
	}
}

// review asks how the account stands, after an answer as if there were no such organisation.
func (d *device) review() {
	asked := lease.Asked{Account: d.p.account, Tenant: d.p.tenant.ID(), Nonce: base64.RawURLEncoding.EncodeToString(encode(newID[org.CommandID](d.history, d.now())))}
	what := d.fate()
	if what != lost && !d.calm && d.chance(1, 3) {
		what = portal // who answered before answers again
	}
	stands, err := d.network(what).Access(asked.Request())
	d.logf("%s asks for its access: %v %s %v", d.name, stands.Member, stands.Reason, err)
	switch {
	case client.Gone(err) || err == nil && stands.Reason == route.AccessSignIn:
		d.locked = true
	case err == nil && lease.Wipe(asked, stands):
		d.wipe()
	}
}

// signIn begins a new session of the device's owner.
func (d *device) signIn() {
	d.cookie, d.locked = d.session(d.p), false
	d.role = d.roleOf(d.p)
	if d.lead == nil && d.role != "" {
		d.open()
	}
}

// session makes a session of somebody.
func (h *history) session(p *person) string {
	s := token.New()
	h.Clock.Move(time.Second)
	now := h.Clock.Now()
	h.must(h.table.Transact(h.tb.Context(), h.table.PutSession(s.Hash(), table.Session{Account: p.account, SignedIn: now, Expires: now.Add(accounts.SessionLife)})))
	h.Clock.Move(time.Second)
	return s.Secret()
}
