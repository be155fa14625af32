package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// batch sends commands as Acme's owner.
func (b *town) batch(t *testing.T, cmds ...ledger.Command) []route.CommandReply {
	t.Helper()
	r := b.send(t, "POST", route.In(route.Commands, b.acme.Tenant.ID()), b.session(t, b.acme.Owner),
		route.CommandsRequest{Account: b.acme.Owner.Account, Commands: cmds})
	var out route.CommandsReply
	if err := json.Unmarshal([]byte(r.text), &out); err != nil || r.status != 200 {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if len(out.Replies) != len(cmds) {
		t.Fatalf("%d replies to %d commands", len(out.Replies), len(cmds))
	}
	return out.Replies
}

func TestCommandsAreAnsweredInOrder(t *testing.T) {
	b := newTown(t)
	one := testworld.People(b.World, "batch", 1)[0]
	create := b.Command(t, members.Create.Name, one)
	replies := b.batch(t,
		create,
		b.Command(t, members.Deactivate.Name, members.List{Members: []org.MemberID{b.acme.Owner.Member}}),
		b.Command(t, members.Tag.Name, members.TagArgs{Members: []org.MemberID{one.Member}, Add: []string{"Neu"}}),
		create,
	)
	for i, want := range []struct {
		state route.CommandState
		again bool
		fault string
	}{{route.Applied, false, ""}, {route.Refused, false, "member.owner"}, {route.Applied, false, ""}, {route.Applied, true, ""}} {
		got := replies[i]
		if got.State != want.state || got.Again != want.again || want.fault != "" && !fault.Is(got.Faults, want.fault) {
			t.Errorf("command %d: %+v, want %+v", i, got, want)
		}
		if (got.State == route.Applied) != (got.Entry != nil) {
			t.Errorf("command %d is %s with the entry %v", i, got.State, got.Entry)
		}
	}
	if replies[3].Entry.Seq != replies[0].Entry.Seq {
		t.Errorf("the same command is entry %d and entry %d", replies[0].Entry.Seq, replies[3].Entry.Seq)
	}
}

func TestWhatCouldNotBeTriedHoldsUpTheRest(t *testing.T) {
	b := newTown(t)
	cmds := make([]ledger.Command, route.MaxCommands)
	for i := range cmds {
		cmds[i] = b.Command(t, members.Create.Name, testworld.People(b.World, "many"+itoa(i), 1)[0])
	}
	for range 2 {
		b.batch(t, cmds...) // the second time they are there already, and count all the same
	}
	b.batch(t, cmds[:50]...)
	late := make([]ledger.Command, route.MaxCommands)
	for i := range late {
		late[i] = b.Command(t, members.Create.Name, testworld.People(b.World, "late"+itoa(i), 1)[0])
	}
	first := -1
	for i, r := range b.batch(t, late...) {
		refused := fault.Is(r.Faults, "commands.tooMany")
		if refused && first < 0 {
			first = i
		}
		if first >= 0 && !refused {
			t.Errorf("command %d was carried out though command %d had to wait", i, first)
		}
	}
	if first != 50 {
		t.Errorf("of 350 commands at once the first to wait was the %dth, want the 301st", 251+first)
	}
}

func TestCommandsOfSomebodyElseAreRefused(t *testing.T) {
	b := newTown(t)
	address := route.In(route.Commands, b.acme.Tenant.ID())
	cmd := b.Command(t, members.Create.Name, testworld.People(b.World, "x", 1)[0])
	r := b.send(t, "POST", address, b.session(t, b.acme.Admin), route.CommandsRequest{Account: b.acme.Owner.Account, Commands: []ledger.Command{cmd}})
	if r.status != 403 || r.problem(t).Code != "commands.otherAccount" {
		t.Errorf("the owner's outbox under the admin's cookie: %d %s", r.status, r.text)
	}
	for account, status := range map[org.AccountID]int{b.acme.Owner.Account: 403, b.acme.Admin.Account: 200} {
		r := b.send(t, "GET", route.In(route.Snapshot, b.acme.Tenant.ID()), b.session(t, b.acme.Admin), nil, route.AccountHeader, string(account))
		if r.status != status || status == 403 && (r.problem(t).Code != "commands.otherAccount" || strings.Contains(r.text, "records")) {
			t.Errorf("what the admin may see, asked for under the name of another: %d %.200s", r.status, r.text)
		}
	}
	many := make([]ledger.Command, route.MaxCommands+1)
	r = b.send(t, "POST", address, b.session(t, b.acme.Owner), route.CommandsRequest{Account: b.acme.Owner.Account, Commands: many})
	if r.status != 422 || r.problem(t).Code != "commands.limit" {
		t.Errorf("%d commands: %d %.200s", len(many), r.status, r.text)
	}
	b.batch(t, cmd)
	stolen := cmd
	r = b.send(t, "POST", address, b.session(t, b.acme.Admin), route.CommandsRequest{Account: b.acme.Admin.Account, Commands: []ledger.Command{stolen}})
	if !strings.Contains(r.text, `"command.conflict"`) || strings.Contains(r.text, "givenName") {
		t.Errorf("an id that was seen, used again: %s", r.text)
	}
}

// What the form does not have can be written by hand. threats.md 1 and "at the edge".
func TestArgumentsAreReadExactly(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.Admin)
	id := testworld.NewID[org.MemberID](b.World)
	for story, c := range map[string]struct{ args, code string }{
		"a key in capitals":     {`"kind":"guest","KIND":"user"`, "json.keyCase"},
		"the Kelvin sign for k": {`"kind":"guest","` + "\u212A" + `ind":"user"`, "json.keyCase"},
		"the long s for s":      {`"` + "\u017F" + `urname":"Eve"`, "json.keyCase"},
		"a key twice":           {`"role":"user","role":"admin"`, "json.duplicateKey"},
		"an unknown role":       {`"role":"root"`, "role.unknown"},
		"a role in capitals":    {`"role":"Admin"`, "role.unknown"},
		"an unknown kind":       {`"kind":"robot"`, "kind.unknown"},
		"a second owner":        {`"role":"owner"`, "member.ownerOnce"},
		"a guest as an admin":   {`"kind":"guest","role":"admin"`, "member.guestAdmin"},
		"another type":          {`"role":["admin"]`, "json.type"},
	} {
		args := `{"member":"` + string(id) + `","givenName":"Eve","surname":"Evans","email":"eve@acme.example",` + c.args + `}`
		before := b.head(t)
		cmd := ledger.Command{ID: testworld.NewID[org.CommandID](b.World), Deed: members.Create.Name, Args: json.RawMessage(args)}
		r := b.send(t, "POST", route.In(route.Commands, b.acme.Tenant.ID()), cookie,
			route.CommandsRequest{Account: b.acme.Admin.Account, Commands: []ledger.Command{cmd}})
		if !strings.Contains(r.text, `"`+c.code+`"`) {
			t.Errorf("%s, as a command: %d %s, want %s", story, r.status, r.text, c.code)
		}
		address := route.In(strings.Replace(route.Deed, "{deed}", members.Create.Name, 1), b.acme.Tenant.ID())
		r = b.send(t, "POST", address, cookie, json.RawMessage(args))
		if r.status != 422 || r.problem(t).Code != c.code {
			t.Errorf("%s, as a deed: %d %s, want %s", story, r.status, r.text, c.code)
		}
		if after := b.head(t); after != before {
			t.Errorf("%s: refused, yet the ledger moved", story)
		}
	}
}

func TestDeedsForOtherSoftware(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.Owner)
	at := func(deed string) string {
		return route.In(strings.Replace(route.Deed, "{deed}", deed, 1), b.acme.Tenant.ID())
	}
	ask := func(path string, in any) (out route.CommandReply, status int) {
		t.Helper()
		r := b.send(t, "POST", path, cookie, in)
		if err := json.Unmarshal([]byte(r.text), &out); err != nil {
			t.Fatalf("%s: %v in %s", path, err, r.text)
		}
		return out, r.status
	}
	before := b.head(t)
	rename := tenants.RenameArgs{From: "Acme", To: "Acme AG"}
	if out, status := ask(at(tenants.Rename.Name)+"?preview=true", rename); status != 200 || out.State != route.Previewed ||
		len(out.Changes) != 1 || string(out.Changes[0].After["name"]) != `"Acme AG"` || b.head(t) != before {
		t.Errorf("preview: %d %+v, head from %d to %d", status, out, before, b.head(t))
	}
	command := string(testworld.NewID[org.CommandID](b.World))
	for _, again := range []bool{false, true} {
		out, status := ask(at(tenants.Rename.Name)+"?command="+command, rename)
		if status != 200 || out.State != route.Applied || out.Again != again || string(out.Command) != command {
			t.Errorf("with an id: %d %+v, want applied, again %v", status, out, again)
		}
	}
	if out, status := ask(at(tenants.Rename.Name), tenants.RenameArgs{From: "Acme AG", To: "Acme SE"}); status != 200 || !org.ValidID(string(out.Command)) {
		t.Errorf("without an id: %d %+v", status, out)
	}
	r := b.send(t, "POST", at(tenants.Rename.Name)+"?command=mine", cookie, rename)
	if r.status != 422 || r.problem(t).Faults[0].Field != "command" {
		t.Errorf("an id that is none: %d %s", r.status, r.text)
	}
	rows := members.ImportArgs{}
	for i, one := range testworld.People(b.World, "bulk", 60) {
		rows.Rows = append(rows.Rows, members.Row{Row: i + 2, NewMember: one})
	}
	if out, status := ask(at(members.Import.Name), rows); status != http.StatusAccepted || out.State != route.Running || out.Job == nil {
		t.Errorf("more than an entry takes: %d %+v, want a job", status, out)
	}
}

func TestAddressesOfATenantThatIsNone(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.Owner)
	unknown := b.send(t, "GET", route.In(route.Snapshot, testworld.NewID[org.TenantID](b.World)), cookie, nil)
	for _, id := range []string{"x", strings.ToLower(string(b.acme.Tenant.ID())), string(b.acme.Tenant.ID()) + "%23R", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "%20"} {
		r := b.send(t, "GET", route.In(route.Snapshot, org.TenantID(id)), cookie, nil)
		if r.status != 404 || r.text != unknown.text {
			t.Errorf("tenant %q: %d %s, want the answer to one that does not exist: %s", id, r.status, r.text, unknown.text)
		}
	}
	job := b.send(t, "GET", route.In(route.Job, b.acme.Tenant.ID(), "x"), cookie, nil)
	if job.status != 404 || job.problem(t).Code != "job.notFound" {
		t.Errorf("a job that is none: %d %s", job.status, job.text)
	}
}

func TestSessionsAreRenewedByUse(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.User)
	if r := b.send(t, "GET", route.Session, cookie, nil); len(r.cookies) != 0 {
		t.Errorf("a fresh session sets the cookie again: %v", r.cookies)
	}
	for range 40 { // longer than a session lasts without use
		b.Clock.Move(2 * 24 * time.Hour)
		r := b.send(t, "GET", route.Session, cookie, nil)
		if r.status != 200 || len(r.cookies) != 1 || r.cookies[0].Name+"="+r.cookies[0].Value != cookie || r.cookies[0].MaxAge != int(accounts.SessionLife/time.Second) {
			t.Fatalf("%d with cookies %v", r.status, r.cookies)
		}
	}
	b.Clock.Move(accounts.SessionLife + time.Hour)
	if r := b.send(t, "GET", route.Session, cookie, nil); r.status != 204 || r.text != "" {
		t.Errorf("a session that nobody used for %v: %d %s", accounts.SessionLife, r.status, r.text)
	}
}
