package histories

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"stellwerk/app/replica"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// history is one organisation, sometimes two, to which things happen by chance: always the same things for one seed.
type history struct {
	*server
	aviary
	seed    uint64
	rand    *rand.Rand
	names   map[string]string // id → what the log calls it
	people  []*person         // who can sign in, the owner first
	ids     []org.MemberID    // all who ever were
	groups  []org.GroupID     // the same of groups
	crowd   []org.MemberID    // people of whom there are so many that deleting them is a job; in some histories
	devices []*device
	late    []func() // requests that nobody waits for any more
	jobIDs  []begun
	made    int // commands on devices
	founded int
	mails   int // that were sent before
	roles   map[*person]org.Role
	freshs  map[*person]*replica.Replica // what devices hold that have never been there before
}

// begun is a job, and whose.
type begun struct {
	by *person
	id org.JobID
}

// failure is what a history ends with when something is wrong.
type failure string

func (h *history) failf(format string, args ...any) { panic(failure(fmt.Sprintf(format, args...))) }

func (h *history) must(err error) {
	if err != nil {
		h.failf("%v", err)
	}
}

func (h *history) logf(format string, args ...any) {
	h.log = append(h.log, fmt.Sprintf(format, args...))
}

// chance says yes in n of so many cases.
func (h *history) chance(n, of int) bool { return h.rand.IntN(of) < n }

func pick[T any](h *history, all ...T) T { return all[h.rand.IntN(len(all))] }

func itoa(n int) string { return strconv.Itoa(n) }

func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// call is what the log calls an id.
func (h *history) call(id org.CommandID) string {
	if n := h.names[string(id)]; n != "" {
		return n
	}
	return string(id)
}

func (h *history) calls(cmds []ledger.Command) string {
	var out []string
	for _, c := range cmds {
		out = append(out, h.call(c.ID))
	}
	return strings.Join(out, " ")
}

// short puts names in place of ids.
func (h *history) short(text []byte) string {
	s := string(text)
	tokens(text, func(t string) {
		if n := h.names[t]; n != "" {
			s = strings.ReplaceAll(s, t, n)
		}
	})
	return s
}

func (h *history) told(replies []route.CommandReply, err error) string {
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, r := range replies {
		text := string(r.State)
		if r.Entry != nil {
			text += " " + strconv.FormatUint(r.Entry.Seq, 10)
		}
		if len(r.Faults) > 0 {
			text += " " + r.Faults.Error()
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// newHistory is an organisation with devices.
func newHistory(s *server, seed uint64) *history {
	h := found(s, seed)
	if seed%50 == 7 {
		h.gather()
	}
	for i := range 2 + h.rand.IntN(2) {
		h.device(pick(h, h.people[0], h.people[1], h.people[1], h.people[i]))
	}
	return h
}

// gather makes a crowd.
func (h *history) gather() {
	owner := h.people[0]
	var rows []map[string]any
	for i := range 36 {
		id := newID[org.MemberID](h, h.Clock.Now())
		h.known(owner.tenant, id, "Crowd"+itoa(i))
		h.crowd = append(h.crowd, id)
		row := map[string]any{"member": id, "row": i + 2}
		for _, f := range []string{"givenName", "surname", "email"} {
			row[f] = h.value(owner.tenant.ID(), id, f)
		}
		rows = append(rows, row)
	}
	h.elsewhere(owner, "members.import", map[string]any{"rows": rows})
}

// found is an organisation of three people who can sign in and a few who can't.
func found(s *server, seed uint64) *history {
	s.reset()
	h := &history{
		server: s, aviary: newAviary(seed), seed: seed, rand: rand.New(rand.NewPCG(seed, 4)), names: map[string]string{}, mails: s.post.Count(),
		roles: map[*person]org.Role{}, freshs: map[*person]*replica.Replica{},
	}
	home := tenancy.Of(newID[org.TenantID](h, h.Clock.Now()))
	owner := h.found(home, "Olive")
	h.join(owner, "Ada", org.Admin)
	h.join(owner, "Ulf", pick(h, org.User, org.Admin, org.Guest))
	var rows []map[string]any
	for i := range 2 + h.rand.IntN(3) {
		rows = append(rows, h.newcomer(home, "Ben"+itoa(i)))
		rows[i]["row"] = i + 2
	}
	h.elsewhere(owner, "members.import", map[string]any{"rows": rows})
	return h
}

// found founds an organisation by the very command of the server, and gives its owner all that an account has.
func (h *history) found(tenant tenancy.Tenant, name string) *person {
	at := h.Clock.Now()
	p := h.person(tenant, name)
	args := map[string]any{
		"name": h.value(tenant.ID(), "", "tenant"), "language": "de", "member": p.member,
		"givenName": h.value(tenant.ID(), p.member, "givenName"), "surname": h.value(tenant.ID(), p.member, "surname"),
		"email": h.value(tenant.ID(), p.member, "email"),
	}
	cmd := ledger.Command{ID: newID[org.CommandID](h, at), Deed: "tenants.found", Args: encode(args)}
	_, err := h.executor.Do(h.tb.Context(), tenant, executor.Who{Account: p.account, Member: p.member}, cmd, executor.Reserved(),
		executor.Also(h.account(p)...))
	h.must(err)
	h.founded++
	return p
}

func (h *history) person(tenant tenancy.Tenant, name string) *person {
	at := h.Clock.Now()
	p := &person{name: name, tenant: tenant, account: newID[org.AccountID](h, at), member: newID[org.MemberID](h, at)}
	h.people = append(h.people, p)
	h.known(tenant, p.member, name)
	return p
}

// known makes the log and the aviary know somebody.
func (h *history) known(tenant tenancy.Tenant, id org.MemberID, name string) {
	h.names[string(id)] = name
	h.ids = append(h.ids, id)
	h.id(tenant.ID(), id)
}

// account is what makes somebody one who can sign in.
func (h *history) account(p *person) []table.Write {
	email := org.Email(strings.ToLower(string(p.account)) + "@accounts.example")
	key, err := h.table.AddressKey(h.tb.Context(), email.Key())
	h.must(err)
	writes := h.table.MakeAccount(table.Account{ID: p.account, Email: email, GivenName: "Account", Surname: "Holder", Language: org.German, Made: h.Clock.Now()}, key)
	return append(writes, h.table.MakeMembership(p.tenant, p.member, p.account), h.table.GrantAccess(p.tenant, p.member, p.account))
}

// join makes a member who can sign in and has confirmed the address.
func (h *history) join(owner *person, name string, role org.Role) *person {
	p := h.person(owner.tenant, name)
	args := h.fields(p.tenant, p.member)
	args["role"] = role
	h.elsewhere(owner, "members.create", args)
	h.must(h.table.Transact(h.tb.Context(), h.account(p)...))
	cmd := ledger.Command{ID: newID[org.CommandID](h, h.Clock.Now()), Deed: "members.confirm", Args: encode(map[string]any{"member": p.member})}
	_, err := h.executor.Do(h.tb.Context(), p.tenant, executor.Who{Account: p.account, Member: p.member}, cmd, executor.Reserved())
	h.must(err)
	h.moved()
	return p
}

// newcomer is a person to be, with a canary in each field.
func (h *history) newcomer(tenant tenancy.Tenant, name string) map[string]any {
	id := newID[org.MemberID](h, h.Clock.Now())
	h.known(tenant, id, name)
	return h.fields(tenant, id)
}

func (h *history) fields(tenant tenancy.Tenant, id org.MemberID) map[string]any {
	a := map[string]any{"member": id, "tags": []string{h.value(tenant.ID(), id, "tags")}}
	for _, f := range fieldNames {
		a[f] = h.value(tenant.ID(), id, f)
	}
	return a
}

var fieldNames = []string{"givenName", "surname", "email", "title", "location", "phone", "startDate", "notes"}

// elsewhere carries a command out for somebody who works on a device that does not matter here. That it is refused is as it may be.
func (h *history) elsewhere(by *person, deed string, args any) {
	h.Clock.Move(time.Second)
	text := encode(args)
	cmd := ledger.Command{ID: newID[org.CommandID](h, h.Clock.Now()), Deed: deed, Args: text}
	res, err := h.executor.Do(h.tb.Context(), by.tenant, executor.Who{Account: by.account, Member: by.member}, cmd)
	h.moved()
	switch {
	case err != nil && fault.All(err) == nil:
		h.must(err)
	case err != nil:
		h.logf("%s elsewhere: %s %s is refused: %v", by.name, deed, h.short(text), err)
	case res.Entry != nil:
		h.logf("%s elsewhere: %s %s becomes %d", by.name, deed, h.short(text), res.Entry.Seq)
	}
}

// device gives somebody a device on which the app is open and signed in.
func (h *history) device(p *person) *device {
	skew := pick(h, 0, 0, 0, 0, -time.Hour, -40*time.Second, 40*time.Second, 30*24*time.Hour)
	if h.chance(1, 25) {
		skew = -200 * 24 * time.Hour // further than the server takes commands
	}
	api := h.apis[h.rand.IntN(len(pages))]
	if len(h.crowd) > 0 {
		api = h.apis[len(pages)] // there are pages enough elsewhere
	}
	d := h.newDevice(p, api, skew)
	d.signIn()
	if h.chance(1, 3) {
		d.tab = d.reopen()
		d.tab.Follow(true)
	}
	if h.chance(1, 2) {
		d.sync()
	}
	h.logf("%s has a device, whose clock is off by %v", p.name, d.skew)
	return d
}

// newDevice is a device of somebody on which nothing is open yet.
func (h *history) newDevice(p *person, api http.Handler, skew time.Duration) *device {
	n := 1
	for _, d := range h.devices {
		if d.p == p {
			n++
		}
	}
	d := &device{
		history: h, p: p, name: p.name + "/" + itoa(n), disk: map[string][]byte{}, wishes: map[org.CommandID]*wish{}, redone: map[uint64]bool{},
		api: api, skew: skew,
	}
	h.devices = append(h.devices, d)
	return d
}

// moved notes that something may have been written: who may what is looked up anew.
func (h *history) moved() { clear(h.roles) }

// roleOf is what somebody is in the organisation now, "" if it is closed to them.
func (h *history) roleOf(p *person) org.Role {
	role, known := h.roles[p]
	if !known {
		if m, alive := h.record(p.member).(org.Member); alive && !m.Deactivated {
			role = m.Role
		}
		h.roles[p] = role
	}
	return role
}

// record is what the server holds of a member; nil if there is none.
func (h *history) record(id org.MemberID) ledger.Entity {
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	s, err := h.table.Look(h.tb.Context(), h.people[0].tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	h.must(err)
	return s.Records[ref].Value
}

// watch looks through an answer for what its receiver may not see.
func (h *history) watch(p *person, what string, text []byte) {
	if found := h.foreign(p, h.roleOf(p), text); found != "" {
		h.failf("%s shows %s, who is %q, %s: %s", what, p.name, h.roleOf(p), found, h.short(text))
	}
}

// begun notes a job.
func (h *history) begun(by *person, id org.JobID) {
	for _, j := range h.jobIDs {
		if j.id == id {
			return
		}
	}
	h.jobIDs = append(h.jobIDs, begun{by, id})
}
