package httpapi

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/push/webpush/webpushtest"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The kinds of people who may send a request, in the order of the columns below.
var kinds = []string{"signed out", "signed up only", "other owner", "guest", "user", "admin", "owner", "deactivated", "cross-origin"}

// try is one request of one of them.
type try struct {
	*town
	*testing.T
	who executor.Who // the account that sends it; the owner's for those who have none here
}

func (x try) target() org.MemberID { return x.acme.Join(x.T, "Tara", "user").Member }

// agent makes somebody of the organisation a registration agent.
func (x try) agent(id org.MemberID) {
	x.crowd(x.T)
	if !x.agents[id] {
		x.agents[id] = true
		x.acme.Do(x.T, x.acme.Owner, members.NameAgents.Name, members.List{Members: []org.MemberID{id}})
	}
}

// asAgent makes who sends the request one, if they can be.
func (x try) asAgent() {
	for _, can := range []executor.Who{x.acme.Owner, x.acme.Admin, x.acme.User} {
		if x.who == can {
			x.agent(can.Member)
		}
	}
}

func (x try) newMember() members.NewMember {
	return testworld.People(x.World, strings.ToLower(string(testworld.NewID[org.MemberID](x.World))), 1)[0]
}

// anImport begins an import of the owner's, whole but not started.
func (x try) anImport() string {
	id := testworld.NewID[org.JobID](x.World)
	const file = "givenname,surname,email\nAda,Lovelace,ada@people.example\n"
	if _, err := x.jobs.Import(x.Context(), x.acme.Tenant, x.acme.Owner, route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(file)}); err != nil {
		x.Fatal(err)
	}
	if err := x.jobs.Fill(x.Context(), x.acme.Tenant, x.acme.Owner, id, 0, []byte(file)); err != nil {
		x.Fatal(err)
	}
	return string(id)
}

// aBrowser is one that can be pushed to.
func aBrowser(endpoint string) route.SubscribeRequest {
	b := webpushtest.New()
	return route.SubscribeRequest{Endpoint: endpoint, P256dh: b.P256dh(), Auth: b.Auth()}
}

func (x try) entry() uint64 {
	return x.acme.Do(x.T, x.acme.Owner, members.Create.Name, x.newMember()).Seq
}

// aPhoto is the name of one that nobody has.
const aPhoto = "AAAAAAAAAAAAAAAAAAAAAA"

// rule says who gets which status at an address. What is sent is right in itself, so that only the rights decide.
type rule struct {
	method, path string
	statuses     string           // in the order of kinds
	within       func(try) string // the id of what the address is within, made by the owner
	body         func(try) any
}

func just(v any) func(try) any { return func(try) any { return v } }

func deed(name, statuses string, args func(try) any) rule {
	return rule{method: "POST", path: strings.Replace(route.Deed, "{deed}", name, 1), statuses: statuses, body: args}
}

const (
	anybody  = "202 202 202 202 202 202 202 202 403"
	insiders = "401 401 200 200 200 200 200 200 403"
	readers  = "401 401 404 200 200 200 200 404 403"
	managers = "401 401 404 403 403 200 200 404 403"
	agents   = "401 401 404 403 200 200 200 404 403" // each a registration agent; a guest can be none
	makers   = "401 401 404 404 404 404 200 404 403" // the owner made the job
)

var everything = []rule{
	{"POST", route.SignUp, anybody, nil, just(route.SignUpRequest{
		Organisation: "Neu", GivenName: "Una", Surname: "Neu", Email: "una@neu.example", Password: "ein Fahrrad im Regen", Language: "de",
	})},
	{"GET", route.SignUpState, "404 200 404 404 404 404 404 404 403", nil, nil},
	{"POST", route.SignUpResend, "404 202 404 404 404 404 404 404 403", nil, nil},
	{"POST", route.SignUpConfirm, "404 404 404 404 404 404 404 404 403", nil, just(route.ConfirmRequest{Token: "none"})},
	{"POST", route.SignIn, "422 422 422 422 422 422 422 422 403", nil, just(route.SignInRequest{Email: "a@b.example", Password: "wrong"})},
	{"POST", route.SignOut, "204 204 204 204 204 204 204 204 403", nil, nil},
	{"GET", route.Session, "204 204 200 200 200 200 200 200 403", nil, nil}, // to nobody it says nothing
	{"POST", route.ForgotPassword, anybody, nil, just(route.ForgotRequest{Email: "una@neu.example"})},
	{"POST", route.ResetPassword, "404 404 404 404 404 404 404 404 403", nil, just(route.ResetRequest{Token: "none", Password: "ein Fahrrad im Regen"})},
	{"POST", route.Invitation, "404 404 404 404 404 404 404 404 403", nil, just(route.InvitationRequest{Token: "none"})},
	{"POST", route.Accept, "404 404 404 404 404 404 404 404 403", nil, just(route.AcceptRequest{Token: "none"})},
	{"POST", route.OpenLink, "404 404 404 404 404 404 404 404 403", nil, just(route.LinkRequest{Link: "none"})},
	{"POST", route.AskToJoin, "404 404 404 404 404 404 404 404 403", nil, just(route.AskRequest{Link: "none"})},
	{"POST", route.ChangePassword, "401 401 422 422 422 422 422 422 403", nil, just(route.ChangePasswordRequest{Old: "wrong", New: "ein Fahrrad im Regen"})},
	{"PATCH", route.Profile, insiders, nil, just(route.ProfileRequest{Language: "en"})},
	{"POST", route.Email, "401 401 422 422 422 422 422 422 403", nil, just(route.EmailRequest{Email: "una@neu.example", Password: "wrong"})},
	{"DELETE", route.Email, insiders, nil, nil},
	{"POST", route.EmailOpen, "401 401 404 404 404 404 404 404 403", nil, just(route.EmailTokenRequest{Token: "none"})},
	{"POST", route.EmailConfirm, "401 401 404 404 404 404 404 404 403", nil, just(route.EmailTokenRequest{Token: "none"})},
	{"POST", route.Tenants, insiders, nil, func(x try) any {
		return route.FoundRequest{Organisation: "Another " + string(testworld.NewID[org.TenantID](x.World)), Language: "de"}
	}},
	{"PUT", route.Waiting, "401 401 404 204 204 204 204 404 403", nil, func(x try) any {
		return route.WaitingRequest{Tenant: string(x.acme.Tenant.ID()), Waiting: 3}
	}},
	{"POST", route.Access, insiders, nil, func(x try) any {
		return route.AccessRequest{Tenant: string(x.acme.Tenant.ID()), Nonce: nonce}
	}},
	{"GET", route.Push, insiders, nil, nil},
	{"PUT", route.Push, insiders, nil, func(x try) any {
		return aBrowser("https://push.example/" + string(x.who.Account))
	}},
	// Whose it is not, for them it is not there: the answer is the same, and they see their own.
	{"DELETE", strings.Replace(route.PushDevice, "{device}", string(table.ReceiverOf("https://push.example/a")), 1), insiders, nil, nil},
	{"GET", route.Topics, readers, nil, nil},
	{"PATCH", route.Topics, managers, nil, just(route.TopicRequest{Topic: "joined", By: "app"})},
	{"GET", route.Birthdays, managers, nil, nil},
	{"PATCH", route.Birthdays, managers, nil, func(x try) any { return route.RemindRequest{Member: string(x.acme.User.Member), On: true} }},
	// Each command is answered in its place: a refusal stands in the answer.
	{"POST", route.Commands, readers, nil, func(x try) any {
		return route.CommandsRequest{Account: x.who.Account, Commands: []ledger.Command{x.Command(x.T, members.Create.Name, x.newMember())}}
	}},
	{"POST", route.Preview, managers, nil, func(x try) any {
		return route.PreviewRequest{Deed: members.Create.Name, Args: x.Command(x.T, "", x.newMember()).Args}
	}},
	{"GET", route.Link, managers, func(x try) string { return string(x.link()) }, nil},
	{"GET", route.Domain, managers, try.domain, nil},
	{"POST", route.DomainProve, strings.ReplaceAll(managers, "200", "204"), try.domain, nil},
	{"GET", route.Snapshot, readers, nil, nil},
	{"GET", route.Changes, readers, nil, nil},
	{"GET", route.Entries, readers, nil, nil},
	{"GET", route.Jobs, readers, nil, nil},
	{"GET", route.Job, makers, try.anImport, nil},
	{"POST", route.JobStop, makers, try.anImport, nil},
	{"POST", route.JobResume, makers, try.anImport, nil},
	{"GET", route.JobRefused, makers, try.anImport, nil},
	{"POST", route.Imports, managers, nil, func(x try) any {
		return route.ImportRequest{ID: testworld.NewID[org.JobID](x.World), Name: "staff.csv", Bytes: 10}
	}},
	{"PUT", strings.Replace(route.ImportPart, "{part}", "0", 1), "401 401 404 404 404 404 204 404 403", try.anImport, just("givenname,surname,email\n")},
	{"GET", route.ImportPreview, makers, try.anImport, nil},
	{"POST", route.ImportApply, makers, try.anImport, nil},
	{"POST", route.MemberNew, managers, nil, func(x try) any {
		return route.NewMemberRequest{ID: string(testworld.NewID[org.CommandID](x.World)), Member: x.newMember(), Password: "ein Fahrrad im Regen"}
	}},
	// With a wrong password; the owner is told first what they can't.
	{"POST", route.LeaveAsk, "401 401 404 422 422 422 409 404 403", nil, func(x try) any {
		return route.AskLeaveRequest{Tenant: string(x.acme.Tenant.ID()), Password: "wrong"}
	}},
	{"POST", route.LeaveOpen, "401 401 404 404 404 404 404 404 403", nil, just(route.LeaveTokenRequest{Token: "none"})},
	{"POST", route.LeaveConfirm, "401 401 404 404 404 404 404 404 403", nil, just(route.LeaveRequest{Token: "none"})},
	{"GET", route.MemberData, "401 401 404 404 404 200 200 404 403", nil, nil}, // of Dora, who is none of them
	// Of Dora, whose photo nobody has made: who may see photos hears that there is none, as do the others.
	{"GET", strings.Replace(route.MemberPhoto, "{photo}", aPhoto, 1), "401 401 404 404 404 404 404 404 403", nil, nil},
	{"GET", strings.Replace(route.Logo, "{logo}", aPhoto, 1), "401 401 404 404 404 404 404 404 403", nil, nil},
	{"POST", route.MemberErase, "401 401 404 403 403 200 200 404 403", nil, func(x try) any {
		return route.EraseRequest{ID: string(testworld.NewID[org.CommandID](x.World)), Name: "dora user"}
	}},
	{"GET", route.MemberErasure, "401 401 404 404 404 200 200 404 403", nil, nil}, // after the erasure above
	{"POST", route.Workbook, managers, nil, just([]byte("PK"))},
	// No session opens it: see TestOnlyItsKeyLetsASystemIn.
	{"PUT", route.SystemStorage, "401 401 401 401 401 401 401 401 403", nil, func(x try) any { return x.report(x.acme.User, 1) }},
	deed(tenants.Connect.Name, managers, func(x try) any {
		if n := x.tenant().Systems; len(n) > 0 { // there can be so many only
			disconnect(x.T, x.acme, org.SystemKey{System: n[0].ID})
		}
		id := testworld.NewID[org.SystemID](x.World)
		return tenants.ConnectArgs{System: id, Name: string(id), Digest: strings.Repeat("A", 43)}
	}),
	deed(tenants.Disconnect.Name, managers, func(x try) any {
		for _, s := range x.tenant().Systems {
			disconnect(x.T, x.acme, org.SystemKey{System: s.ID})
		}
		return tenants.SystemList{Systems: []org.SystemID{connect(x.T, x.World, x.acme, "Ablage").System}}
	}),
	deed(tenants.ColourTag.Name, managers, func(x try) any {
		return tenants.TagColourArgs{Tag: strings.ToLower(string(testworld.NewID[org.JobID](x.World))), Colour: 5}
	}),
	deed(tenants.SetLogo.Name, managers, func(x try) any {
		name, picture := testworld.Picture(byte(x.Clock.Now().Unix() / 3600))
		return tenants.LogoArgs{From: x.tenant().Logo, To: name, Picture: picture}
	}),
	deed(tenants.RememberColumn.Name, managers, func(x try) any {
		return tenants.ColumnArgs{Heading: "Spalte " + string(testworld.NewID[org.JobID](x.World)), Field: "title"}
	}),
	deed(members.Create.Name, managers, func(x try) any { return x.newMember() }),
	deed(members.Edit.Name, managers, func(x try) any {
		return members.EditArgs{Member: x.target(), Fields: map[string]members.Edited{"title": {From: []byte(`""`), To: []byte(`"Lead"`)}}}
	}),
	deed(members.Deactivate.Name, managers, func(x try) any { return members.List{Members: []org.MemberID{x.target()}} }),
	deed(members.Reactivate.Name, managers, func(x try) any {
		list := members.List{Members: []org.MemberID{x.target()}}
		x.acme.Do(x.T, x.acme.Owner, members.Deactivate.Name, list)
		return list
	}),
	deed(members.Delete.Name, managers, func(x try) any { return members.List{Members: []org.MemberID{x.target()}} }),
	deed(members.Import.Name, managers, func(x try) any {
		return members.ImportArgs{Rows: []members.Row{{Row: 2, NewMember: x.newMember()}}}
	}),
	deed(members.Tag.Name, managers, func(x try) any {
		return members.TagArgs{Members: []org.MemberID{x.target()}, Add: []string{"Ersthelfer"}}
	}),
	deed(members.Schedule.Name, managers, func(x try) any {
		return members.ScheduleArgs{Members: []org.MemberID{x.target()}, Until: "2199-12-31"}
	}),
	deed(members.Renew.Name, managers, func(x try) any {
		m := x.newMember()
		m.From, m.Until = "2199-01-01", "2199-01-31"
		x.acme.Do(x.T, x.acme.Owner, members.Create.Name, m)
		return members.List{Members: []org.MemberID{m.Member}}
	}),
	deed(members.Unschedule.Name, managers, func(x try) any {
		list := members.List{Members: []org.MemberID{x.target()}}
		x.acme.Do(x.T, x.acme.Owner, members.Schedule.Name, members.ScheduleArgs{Members: list.Members, Until: "2199-12-31"})
		return list
	}),
	deed(members.NameAgents.Name, managers, func(x try) any {
		x.crowd(x.T)
		return members.List{Members: []org.MemberID{x.target()}}
	}),
	deed(members.DismissAgents.Name, managers, func(x try) any {
		list := members.List{Members: []org.MemberID{x.target()}}
		x.agent(list.Members[0])
		return list
	}),
	deed(members.Identify.Name, agents, func(x try) any {
		x.asAgent()
		return members.IdentifyArgs{Member: x.target(), How: "idCard"}
	}),
	deed(members.Unidentify.Name, agents, func(x try) any {
		x.asAgent()
		someone := members.IdentifyArgs{Member: x.target(), How: "idCard"}
		x.agent(x.acme.Owner.Member)
		x.acme.Do(x.T, x.acme.Owner, members.Identify.Name, someone)
		return members.OneMember{Member: someone.Member}
	}),
	deed(members.Congratulate.Name, managers, func(x try) any {
		m := x.newMember()
		m.Birthday = "1988" + x.Clock.Now().Format("-01-02")
		x.acme.Do(x.T, x.acme.Owner, members.Create.Name, m)
		return members.CongratulateArgs{Member: m.Member, Text: "Alles Gute"}
	}),
	deed(members.Invite.Name, managers, func(x try) any { return members.InviteArgs{Members: []org.MemberID{x.guest()}} }),
	deed(members.WithdrawInvitation.Name, managers, func(x try) any {
		list := members.List{Members: []org.MemberID{x.guest()}}
		x.acme.Do(x.T, x.acme.Owner, members.Invite.Name, members.InviteArgs{Members: list.Members})
		return list
	}),
	deed(links.Make.Name, managers, func(x try) any {
		return links.MakeArgs{Link: testworld.NewID[org.LinkID](x.World), Kind: "guest"}
	}),
	deed(links.Close.Name, managers, func(x try) any { return links.List{Links: []org.LinkID{x.link()}} }),
	deed(groups.Create.Name, managers, func(x try) any {
		return groups.NewGroup{Group: testworld.NewID[org.GroupID](x.World), Name: "Netz"}
	}),
	deed(groups.Edit.Name, managers, func(x try) any {
		return groups.EditArgs{Group: x.group(), Fields: map[string]groups.Edited{"name": {From: "Netz", To: "Bau"}}}
	}),
	deed(groups.Move.Name, managers, func(x try) any { return groups.MoveArgs{Group: x.group(), To: x.group()} }),
	deed(groups.Merge.Name, managers, func(x try) any { return groups.EndArgs{Group: x.group(), Into: x.group()} }),
	deed(groups.Delete.Name, managers, func(x try) any { return groups.EndArgs{Group: x.group()} }),
	deed(groups.AddMembers.Name, managers, func(x try) any {
		return groups.PeopleArgs{Group: x.group(), Members: []org.MemberID{x.target()}}
	}),
	deed(groups.RemoveMembers.Name, managers, func(x try) any {
		in := groups.PeopleArgs{Group: x.group(), Members: []org.MemberID{x.target()}}
		x.acme.Do(x.T, x.acme.Owner, groups.AddMembers.Name, in)
		return groups.LeaveArgs{Group: in.Group, Members: in.Members}
	}),
	deed(groups.Import.Name, managers, func(x try) any {
		return groups.ImportArgs{Groups: []groups.Row{{Row: 2, NewGroup: groups.NewGroup{Group: x.group(), Name: "Bau"}}}}
	}),
	deed(groups.SetPart.Name, managers, func(x try) any {
		return groups.PeopleArgs{Group: x.group(), Members: []org.MemberID{x.target()}, Part: "leader"}
	}),
	deed(tenants.Rename.Name, managers, func(x try) any {
		if x.renamed() {
			return tenants.RenameArgs{From: "Acme AG", To: "Acme"}
		}
		return tenants.RenameArgs{From: "Acme", To: "Acme AG"}
	}),
	deed(tenants.Edit.Name, managers, func(x try) any {
		from := x.tenant().City
		return tenants.EditArgs{Fields: map[string]tenants.Edited{"city": {From: from, To: map[string]string{"": "Lindau"}[from]}}}
	}),
	deed(tenants.AddDomain.Name, managers, func(x try) any { return tenants.OneDomain{Domain: fresh(x)} }),
	deed(tenants.RemoveDomain.Name, managers, func(x try) any { return tenants.OneDomain{Domain: x.domain()} }),
	deed(tenants.SetJoining.Name, managers, func(x try) any {
		x.domain()
		return tenants.JoiningArgs{To: "domains"}
	}),
	deed(tenants.SetOffline.Name, managers, func(x try) any {
		from := x.tenant().Offline()
		return tenants.OfflineArgs{From: from, To: from%100 + 1}
	}),
	deed(undo.Undo.Name, managers, func(x try) any { return undo.Args{Entries: []uint64{x.entry()}} }),
}

// guest is somebody who has not joined.
func (x try) guest() org.MemberID {
	m := x.newMember()
	x.acme.Do(x.T, x.acme.Owner, members.Create.Name, m)
	return m.Member
}

// fresh is a domain that nobody has named.
func fresh(x try) string {
	return strings.ToLower(string(testworld.NewID[org.LinkID](x.World))) + ".example"
}

// domain is a mail domain of the organisation's, whose record is there.
func (x try) domain() string {
	if from := x.tenant().Joining; from != "" {
		x.acme.Do(x.T, x.acme.Owner, tenants.SetJoining.Name, tenants.JoiningArgs{From: string(from), To: ""})
	}
	for _, d := range x.tenant().Domains { // there can be so many only
		x.acme.Do(x.T, x.acme.Owner, tenants.RemoveDomain.Name, tenants.OneDomain{Domain: d.Name})
	}
	name := fresh(x)
	x.acme.Do(x.T, x.acme.Owner, tenants.AddDomain.Name, tenants.OneDomain{Domain: name})
	return name
}

// link makes one.
func (x try) link() org.LinkID {
	id := testworld.NewID[org.LinkID](x.World)
	x.acme.Do(x.T, x.acme.Owner, links.Make.Name, links.MakeArgs{Link: id, Kind: "user"})
	return id
}

// group makes one.
func (x try) group() org.GroupID {
	id := testworld.NewID[org.GroupID](x.World)
	x.acme.Do(x.T, x.acme.Owner, groups.Create.Name, groups.NewGroup{Group: id, Name: "Netz"})
	return id
}

// renamed says whether the organisation has its other name.
func (x try) renamed() bool {
	return strings.Contains(x.send(x.T, "GET", route.Session, x.session(x.T, x.acme.Owner), nil).text, `"Acme AG"`)
}

// tenant is the organisation as it is now.
func (x try) tenant() org.Tenant {
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(x.acme.Tenant.ID())}
	sight, err := x.Table.Look(x.Context(), x.acme.Tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		x.Fatal(err)
	}
	return sight.Records[ref].Value.(org.Tenant)
}

func TestWhoGetsWhat(t *testing.T) {
	b := newTown(t)
	rules := map[string]rule{}
	for _, r := range everything {
		rules[r.address()] = r
	}
	for _, r := range b.api.operations {
		if _, ok := rules[r.method+" "+r.path]; !ok {
			t.Errorf("%s %s has no rule: say in this table who gets which status", r.method, r.path)
		}
		delete(rules, r.method+" "+r.path)
	}
	for address := range rules {
		t.Errorf("%s has a rule and is not registered", address)
	}
	for _, r := range everything {
		for i, want := range strings.Fields(r.statuses) {
			t.Run(r.method+" "+r.path+"/"+kinds[i], func(t *testing.T) { b.check(t, r, kinds[i], want) })
		}
	}
}

func (b *town) check(t *testing.T, r rule, kind, want string) {
	b.Clock.Move(time.Hour) // limits are tested elsewhere
	x := try{b, t, b.acme.Owner}
	cookie, headers := "", []string{}
	switch kind {
	case "signed up only":
		cookie = b.signUp(t)
	case "other owner":
		x.who = b.eve
	case "guest":
		x.who = b.acme.Guest
	case "user":
		x.who = b.acme.User
	case "admin":
		x.who = b.acme.Admin
	case "deactivated":
		x.who = b.dora
	case "cross-origin":
		headers = []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://eve.example"}
	}
	path, in := r.request(x)
	if kind != "signed out" && kind != "signed up only" {
		cookie = b.session(t, x.who)
	}
	before := b.head(t)
	got := b.send(t, r.method, path, cookie, in, headers...)
	if itoa(got.status) != want {
		t.Errorf("status %d, want %s: %.300s", got.status, want, got.text)
	}
	if got.status >= 400 {
		got.problem(t)
		if after := b.head(t); after != before {
			t.Errorf("refused with %d, yet the ledger moved from %d to %d", got.status, before, after)
		}
	}
	if got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control is %q", got.header.Get("Cache-Control"))
	}
}

// request is what is sent: to which address of Acme, and what.
func (r rule) request(x try) (path string, in any) {
	if r.body != nil {
		in = r.body(x)
	}
	rest := []string{}
	if r.within != nil {
		rest = append(rest, r.within(x))
	}
	if strings.Contains(r.path, "{member}") {
		rest = append(rest, string(x.dora.Member))
	}
	if path = r.path; strings.Contains(path, "{tenant}") {
		path = route.In(path, x.acme.Tenant.ID(), rest...)
	}
	return path, in
}

// address is the rule's as it is registered.
func (r rule) address() string {
	path := strings.NewReplacer("/parts/0", "/parts/{part}", "/photos/"+aPhoto, "/photos/{photo}", "/logos/"+aPhoto, "/logos/{logo}").Replace(r.path)
	if r.method == "DELETE" && r.path != route.Email {
		path = route.PushDevice
	}
	return r.method + " " + path
}

// head is where the ledger of Acme stands.
func (b *town) head(t *testing.T) uint64 {
	t.Helper()
	h, err := b.Table.Head(t.Context(), b.acme.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	return h.Seq
}

func TestErasingNeedsASignInOfJustNow(t *testing.T) {
	b := newTown(t)
	cookie := b.session(t, b.acme.Owner)
	b.Clock.Move(accounts.Fresh + time.Minute)
	path := route.In(route.MemberErase, b.acme.Tenant.ID(), string(b.dora.Member))
	in := route.EraseRequest{ID: string(testworld.NewID[org.CommandID](b.World)), Name: "dora user"}
	if got := b.send(t, "POST", path, cookie, in); got.status != http.StatusForbidden || !strings.Contains(got.text, "session.stale") {
		t.Errorf("eleven minutes after the sign-in: %d %s", got.status, got.text)
	}
	if got := b.send(t, "POST", path, b.session(t, b.acme.Owner), in); got.status != http.StatusOK {
		t.Errorf("just after one: %d %s", got.status, got.text)
	}
}
