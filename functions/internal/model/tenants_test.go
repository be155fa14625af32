package model_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The tenth mistake: path, query, header, cookie, body, cursor, job and command can all say which organisation is meant, and
// one place reads one of them and the next another. Only the path counts: whatever else names another organisation is refused or
// makes no difference, and not one key of that organisation is asked for, in the table or in the bucket.

// place is an organisation with what could be named of it.
type place struct {
	*house
	canary   string
	snapshot string // cursors of the one who belongs to both
	changes  string
	job      org.JobID
	command  org.CommandID
}

// newPlace founds an organisation in which everything has its canary in it.
func newPlace(o *town, canary string) *place {
	p := &place{house: o.found(), canary: canary}
	people := []args{}
	for n := range 4 {
		people = append(people, args{"member": newID[org.MemberID](p.owner), "givenName": canary, "surname": canary, "email": fmt.Sprintf("%s%d@people.example", canary, n)})
	}
	p.owner.must("members.import", rows(people...))
	p.crowd()
	p.owner.must("members.nameAgents", these(p.Owner.Member))
	return p
}

// visit gives the one who belongs to both cursors, a job and a command of their own here.
func (p *place) visit(who *person) {
	who.Helper()
	first := read[route.SnapshotReply](who.TB, who.ask("GET", who.in(route.Snapshot), nil))
	p.snapshot, p.changes = first.Next, who.cursor()
	p.job = newID[org.JobID](who)
	file := "givenname,surname,email\n" + p.canary + "," + p.canary + "," + p.canary + "@more.example\n"
	for _, a := range []answer{
		who.ask("POST", who.in(route.Imports), route.ImportRequest{ID: p.job, Name: p.canary + ".csv", Bytes: len(file)}),
		who.ask("PUT", who.in(route.ImportPart, string(p.job), "0"), file),
	} {
		if a.status >= 300 || p.snapshot == "" || p.changes == "" {
			who.Fatalf("prepare: %s", a.raw)
		}
	}
	p.command = who.must("members.tag", tag([]string{p.canary}, nil, p.User.Member)).Command
}

// way is one way to name another organisation beside the path.
type way struct {
	name string
	same bool // the answer is what it is without
	say  func(r *request, other *place)
}

// request is one that is being made.
type request struct {
	query   url.Values
	headers []string
	job     org.JobID
	body    args
	cookie  string
}

var ways = []way{
	{"nothing", true, func(*request, *place) {}},
	{"query", true, func(r *request, x *place) {
		for _, name := range []string{"tenant", "tenantId", "tenant_id", "organisation", "path"} {
			r.query.Set(name, string(x.Tenant.ID()))
		}
	}},
	{"header", true, func(r *request, x *place) {
		id := string(x.Tenant.ID())
		for _, name := range []string{"Tenant", "X-Tenant", "X-Tenant-Id", "Stellwerk-Tenant", "X-Stellwerk-Tenant", "X-Forwarded-User", "X-Account", "Host"} {
			r.headers = append(r.headers, name, id)
		}
		for _, name := range []string{"X-Original-Url", "X-Rewrite-Url", "X-Forwarded-Uri", "X-Forwarded-Path", "X-Forwarded-Prefix", "Content-Location", "Referer"} {
			r.headers = append(r.headers, name, "/v1/tenants/"+id+"/snapshot")
		}
	}},
	{"cookie", true, func(r *request, x *place) {
		r.cookie = "; tenant=" + string(x.Tenant.ID()) + "; __Host-tenant=" + string(x.Tenant.ID())
	}},
	{"cursor of its snapshot", false, func(r *request, x *place) { r.query.Set("cursor", x.snapshot) }},
	{"cursor of its changes", false, func(r *request, x *place) { r.query.Set("cursor", x.changes) }},
	{"its record", false, func(r *request, x *place) { r.query.Set("record", string(x.Tenant.ID())) }},
	{"its members", false, func(r *request, x *place) {
		r.query.Set("record", string(x.User.Member))
		r.query.Set("actor", string(x.Owner.Member))
	}},
	{"its job", false, func(r *request, x *place) { r.job = x.job }},
	{"its command", false, func(r *request, x *place) {
		r.query.Set("command", string(x.command))
		r.body["commands"] = []args{{"id": x.command, "deed": "members.tag", "args": tag([]string{x.canary}, nil, x.User.Member)}}
	}},
	{"its people", false, func(r *request, x *place) {
		a := with(these(x.User.Member, x.Guest.Member), "member", x.Admin.Member, "add", []string{"x"})
		r.body["commands"] = []args{{"id": r.body["fresh"], "deed": "members.delete", "args": a}}
		r.body["deed"], r.body["args"] = "members.deactivate", a
		for k, v := range a {
			r.body[k] = v
		}
	}},
	{"body", false, func(r *request, x *place) {
		id := x.Tenant.ID()
		for _, name := range []string{"tenant", "tenantId", "tenant_id", "organisation", "path"} {
			r.body[name] = id
		}
		a := args{"tenant": id, "member": r.body["member"], "givenName": "A", "surname": "B", "email": "a@b.example"}
		r.body["commands"] = []args{{"id": r.body["fresh"], "deed": "members.create", "tenant": id, "args": a}}
	}},
}

// walk sends a request to each of these addresses of an organisation, naming another one in every way, and tells what went wrong. inside
// says whether the sender belongs to the organisation of the path.
func walk(t *testing.T, by *person, path, other *place, inside bool, addresses []address) (wrong []string) {
	t.Helper()
	foreign := []string{"T#" + string(other.Tenant.ID()), "/imports/" + string(other.Tenant.ID())}
	if !inside {
		foreign = append(foreign, "T#"+string(path.Tenant.ID()), "/imports/"+string(path.Tenant.ID()))
	}
	done := 0
	for _, a := range addresses {
		plain := ""
		for _, w := range ways {
			by.Clock.Move(2 * time.Second)
			var got answer
			heard := by.spy.listen(func() { got = by.naming(a, w, path, other) })
			if got.status < 300 {
				done++
			}
			about := fmt.Sprintf("%s %s by the %s, other organisation in: %s", a.method, a.path, by.role, w.name)
			for _, h := range heard {
				for _, f := range foreign {
					if strings.Contains(h, f) {
						wrong = append(wrong, fmt.Sprintf("%s: %s is asked for: %.300s", about, f, h))
					}
				}
			}
			if strings.Contains(got.raw, other.canary) && w.name != "its command" || !inside && strings.Contains(got.raw, path.canary) {
				wrong = append(wrong, about+": the answer shows what is not here: "+got.raw)
			}
			switch {
			case !inside && (got.status != http.StatusNotFound || !strings.Contains(got.raw, "tenant.notFound")):
				wrong = append(wrong, fmt.Sprintf("%s: answered with %d: %s", about, got.status, got.body))
			case w.name == "nothing":
				plain = string(got.body)
			case w.same && a.method == "GET" && plainly(got.body) != plainly([]byte(plain)):
				wrong = append(wrong, fmt.Sprintf("%s: the answer is another:\n%s\n%s", about, got.body, plain))
			}
		}
	}
	if all := len(addresses) * len(ways); inside && done < all/2 {
		wrong = append(wrong, fmt.Sprintf("only %d of %d requests are answered: what is refused for another reason tries nothing", done, all))
	}
	return wrong
}

// plainly leaves sealed cursors out, which are new each time.
func plainly(body []byte) string {
	var v map[string]any
	if json.Unmarshal(body, &v) != nil {
		return string(body)
	}
	delete(v, "cursor")
	delete(v, "next")
	data, _ := json.Marshal(v) // it has just come out of JSON
	return string(data)
}

func (p *person) naming(a address, w way, path, other *place) answer {
	p.Helper()
	fresh, target, member, name := newID[org.CommandID](p), newID[org.MemberID](p), newID[org.MemberID](p), "Acme"
	seq := uint64(1)
	if a.method == "POST" && p.tenant == path.Tenant {
		seq = path.Do(p.TB, path.Owner, "members.create", args{"member": target, "givenName": "A", "surname": "B", "email": string(target) + "@people.example", "birthday": "1990-03-14"}).Seq
		name = p.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(path.Tenant.ID())}).(org.Tenant).Name
	}
	switch _, deed, _ := strings.Cut(a.path, "/deeds/"); deed {
	case "members.edit", "members.identify", "members.unidentify", "members.congratulate":
		member = target
	}
	tagged := tag([]string{string(fresh)}, nil, target)
	r := &request{query: url.Values{}, job: path.job, body: args{
		"account": p.Account, "fresh": fresh, "id": newID[org.JobID](p), "name": "x.csv", "bytes": 10,
		"commands": []args{{"id": fresh, "deed": "members.tag", "args": tagged}}, "deed": "members.tag", "args": tagged,
		"member": member, "givenName": "A", "surname": "B", "email": string(fresh) + "@people.example", "members": []org.MemberID{target}, "add": []string{string(fresh)},
		"from": name, "to": "Acme " + string(fresh), "entries": []uint64{seq}, "how": "idCard", "text": string(fresh), "fields": args{"title": args{"from": "", "to": "T"}},
		"rows": rows(args{"member": newID[org.MemberID](p), "givenName": "A", "surname": "B", "email": string(member) + "@rows.example"})["rows"],
	}}
	if a.method == "POST" && p.tenant == path.Tenant && strings.Contains(a.path, "/groups.") {
		p.aboutGroups(a, path, target, r.body)
	}
	if a.method == "POST" && p.tenant == path.Tenant {
		p.aboutJoining(a, path, r.body)
		switch {
		case strings.HasSuffix(a.path, "members.unidentify"):
			path.Do(p.TB, path.Owner, "members.identify", args{"member": target, "how": "idCard"})
		case strings.HasSuffix(a.path, "members.dismissAgents"):
			path.Do(p.TB, path.Owner, "members.nameAgents", these(target))
		}
	}
	w.say(r, other)
	address := a.of(path.Tenant.ID(), r.job)
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var in any
	switch a.method {
	case "POST":
		in = r.body
	case "PUT":
		in = "givenname,surname,email\n"
	}
	q := *p
	q.cookie += r.cookie
	return q.ask(a.method, address, in, r.headers...)
}

// aboutJoining makes of a body one that a deed on links or mail domains takes.
func (p *person) aboutJoining(a address, path *place, body args) {
	_, deed, _ := strings.Cut(a.path, "/deeds/")
	id := newID[org.LinkID](p)
	switch deed {
	case "links.make", "links.close":
		body["link"], body["kind"], body["links"] = id, "guest", []org.LinkID{id}
		if deed == "links.close" {
			path.Do(p.TB, path.Owner, "links.make", args{"link": id, "kind": "guest"})
		}
	case "tenants.addDomain", "tenants.removeDomain": // there can be so many only
		const domain = "people.example"
		body["domain"] = domain
		t := p.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(path.Tenant.ID())}).(org.Tenant)
		if adds := deed == "tenants.addDomain"; adds == (t.Domain(domain) >= 0) {
			path.Do(p.TB, path.Owner, map[bool]string{true: "tenants.removeDomain", false: "tenants.addDomain"}[adds], args{"domain": domain})
		}
	case "tenants.setLogo":
		t := p.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(path.Tenant.ID())}).(org.Tenant)
		name, picture := testworld.Picture(77)
		if t.Logo == name {
			name, picture = testworld.Picture(177)
		}
		body["from"], body["to"], body["picture"] = t.Logo, name, picture
	case "tenants.connect", "tenants.disconnect": // there can be so many only
		t := p.record(ledger.Ref{Kind: ledger.KindTenant, ID: string(path.Tenant.ID())}).(org.Tenant)
		for _, s := range t.Systems {
			path.Do(p.TB, path.Owner, "tenants.disconnect", args{"systems": []any{s.ID}})
		}
		body["system"], body["name"], body["digest"], body["systems"] = id, "Ablage", digest, []any{id}
		if deed == "tenants.disconnect" {
			path.Do(p.TB, path.Owner, "tenants.connect", args{"system": id, "name": "Ablage", "digest": digest})
		}
	case "tenants.colourTag":
		body["tag"], body["colour"] = string(id), 3
	case "tenants.rememberColumn":
		body["heading"], body["field"] = string(id), "location"
	}
}

// aboutGroups makes of a body one that a deed on groups takes.
func (p *person) aboutGroups(a address, path *place, target org.MemberID, body args) {
	one, other := newID[org.GroupID](p), newID[org.GroupID](p)
	body["group"], body["fields"], body["from"], body["to"] = one, args{"name": args{"from": "Netz", "to": "Netze"}}, "", other
	if strings.HasSuffix(a.path, "groups.create") {
		return
	}
	for _, id := range []org.GroupID{one, other} {
		path.Do(p.TB, path.Owner, "groups.create", args{"group": id, "name": "Netz"})
	}
	if strings.HasSuffix(a.path, "groups.merge") {
		body["into"] = other
	}
	if strings.HasSuffix(a.path, "groups.removeMembers") {
		path.Do(p.TB, path.Owner, "groups.addMembers", args{"group": one, "members": []org.MemberID{target}})
	}
}

// TestOnlyThePathSaysWhichOrganisation walks as those who belong to one, to the other and to both.
func TestOnlyThePathSaysWhichOrganisation(t *testing.T) {
	t.Parallel()
	o := newTown(t, smallPages)
	a, b := newPlace(o, "canaryofa"), newPlace(o, "canaryofb")
	inB := b.admin
	inA := inB.joins(a.house, "admin")
	o.Clock.Move(time.Second)
	for _, p := range []*person{inA, a.owner, b.owner} {
		p.signIn()
	}
	inB.cookie, inB.signed = inA.cookie, inA.signed
	o.Clock.Move(time.Second)
	a.visit(inA)
	b.visit(inB)
	for _, c := range []struct {
		story       string
		by          *person
		path, other *place
		inside      bool
	}{
		{"one who belongs to both, here", inA, a, b, true},
		{"one who belongs to both, there", inB, b, a, true},
		{"one who belongs here", a.owner, a, b, true},
		{"one who belongs there alone", b.owner, a, b, false},
		{"one who belongs here alone, there", a.owner, b, a, false},
	} {
		t.Run(c.story, func(t *testing.T) {
			kept := []string{"T#" + string(c.other.Tenant.ID()), "E#T#" + string(c.other.Tenant.ID())}
			if !c.inside {
				kept = append(kept, "T#"+string(c.path.Tenant.ID()), "E#T#"+string(c.path.Tenant.ID()))
			}
			before := o.items(kept...)
			if !c.inside { // to a stranger the other's own items are what is looked for where they belong
				c.other = &place{house: &house{House: testworld.House{Tenant: c.other.Tenant}}, canary: "nothing of the kind", job: c.other.job,
					snapshot: c.other.snapshot, changes: c.other.changes, command: c.other.command}
			}
			for _, w := range walk(t, c.by, c.path, c.other, c.inside, o.addresses()) {
				t.Error(w)
			}
			unchanged(t, "the other organisation", before, o.items(kept...))
		})
	}
	t.Run("addresses that are two", func(t *testing.T) { twoInOne(t, inA, a, b) })
	t.Run("plants", func(t *testing.T) { plants(t, inA, a, b) })
}

// twoInOne are addresses that could be read as one organisation here and as another there.
func twoInOne(t *testing.T, by *person, a, b *place) {
	one, other := string(a.Tenant.ID()), string(b.Tenant.ID())
	for _, path := range []string{
		one + "/../" + other + "/snapshot", one + "%2F..%2F" + other + "/snapshot", one + "%23L/snapshot", one + "/" + other + "/snapshot", other + "%00" + one + "/snapshot",
		one + ";" + other + "/snapshot", one + "," + other + "/snapshot", strings.ToLower(one) + "/snapshot", "%20" + one + "/snapshot", one + "%20/snapshot", "T%23" + one + "/snapshot",
		one[:25] + "%C4%B0/snapshot", "/snapshot", "{tenant}/snapshot", one + "//snapshot", "./" + one + "/snapshot",
		one + "/jobs/" + string(b.job) + "%23" + string(a.job), one + "/jobs/..%2F..%2F" + other + "/jobs/" + string(b.job),
		one + "/jobs/" + string(b.job), one + "/jobs/" + string(b.job) + "/refused", one + "/imports/" + string(b.job) + "/preview",
	} {
		var got answer
		heard := by.spy.listen(func() { got = by.ask("GET", "/v1/tenants/"+path, nil) })
		if got.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
		for _, h := range heard {
			if strings.Contains(h, "T#"+other) {
				t.Errorf("%s asks for the other organisation: %.300s", path, h)
			}
		}
	}
}

// plants are servers that make the mistake: a walk that does not find them is worth nothing.
func plants(t *testing.T, by *person, a, b *place) {
	swap := func(r *http.Request, id string) *http.Request {
		if org.ValidID(id) {
			r.URL.Path = strings.Replace(r.URL.Path, string(a.Tenant.ID()), id, 1)
		}
		return r
	}
	reading := slices.DeleteFunc(by.addresses(), func(a address) bool { return a.method != "GET" })
	defer func() { by.town.http = by.town.api }()
	for name, choose := range map[string]func(*http.Request) string{
		"header": func(r *http.Request) string { return r.Header.Get("X-Tenant") },
		"query":  func(r *http.Request) string { return r.URL.Query().Get("tenant") },
		"cookie": func(r *http.Request) string {
			if c, err := r.Cookie("tenant"); err == nil {
				return c.Value
			}
			return ""
		},
	} {
		by.town.http = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { by.town.api.ServeHTTP(w, swap(r, choose(r))) })
		if wrong := walk(t, by, a, b, true, reading); len(wrong) < 5 {
			t.Errorf("a server that believes the %s is found out by %d of the walk's steps", name, len(wrong))
		}
	}
}
