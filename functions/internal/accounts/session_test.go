package accounts_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestASessionLastsAsLongAsItIsUsed(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		story   string
		after   time.Duration
		renewed bool
		want    string
	}{
		{"at once", 0, false, ""},
		{"within a day nothing is written", 24 * time.Hour, false, ""},
		{"after more than a day it lasts longer", time.Second, true, ""},
		{"and then not for a day", time.Hour, false, ""},
		{"almost 30 days later", accounts.SessionLife - time.Hour - time.Second, true, ""},
		{"almost 30 days after that", accounts.SessionLife - time.Second, true, ""},
		{"30 days unused", accounts.SessionLife, false, "session.missing"},
	} {
		w.Pass(c.after)
		s, err := w.Accounts.Session(t.Context(), cookie)
		if code(err) != c.want || s.Renewed != c.renewed {
			t.Errorf("%s: renewed %v, %q; want %v, %q", c.story, s.Renewed, code(err), c.renewed, c.want)
		}
	}
}

func TestWhatIsNoSession(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	link := w.LinkTo(t, ida)
	cookie, err := w.Confirm(t.Context(), browser, link, "")
	if err != nil {
		t.Fatal(err)
	}
	w.Session(t, cookie)
	for story, bad := range map[string]string{
		"nothing": "", "made up": strings.Repeat("A", 43), "the sign-up's cookie": browser, "the mail's token": link,
		"a part": cookie[:42], "with something behind": cookie + "A", "with a line break": cookie[:42] + "\n", "a key": "S#" + cookie,
	} {
		if _, err := w.Accounts.Session(t.Context(), bad); code(err) != "session.missing" {
			t.Errorf("%s: %v", story, err)
		}
		if err := w.Accounts.SignOut(t.Context(), accountstest.Home, bad); err != nil {
			t.Errorf("signing out with %s: %v", story, err)
		}
	}
	w.Session(t, cookie)
	for range 2 {
		if err := w.Accounts.SignOut(t.Context(), accountstest.Home, cookie); err != nil {
			t.Errorf("signing out: %v", err)
		}
	}
	if _, err := w.Accounts.Session(t.Context(), cookie); code(err) != "session.missing" {
		t.Errorf("after signing out: %v", err)
	}
}

func TestARenewalDoesNotReviveASession(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	s := w.Session(t, cookie)
	if err := w.Accounts.SignOut(t.Context(), accountstest.Home, cookie); err != nil {
		t.Fatal(err)
	}
	before := len(w.Items(t, "S#"))
	if err := w.Table.ExtendSession(t.Context(), accounts.HashOf(s), w.Clock.Now().Add(accounts.SessionLife)); err != nil {
		t.Fatal(err)
	}
	if after := len(w.Items(t, "S#")); after != before {
		t.Errorf("there were %d sessions, now there are %d", before, after)
	}
}

// joined is an organisation of ida's that a member with an account has joined.
type joined struct {
	w      *accountstest.World
	house  testworld.House
	member org.MemberID
	cookie string
}

func join(t *testing.T) joined {
	t.Helper()
	const ulf = "ulf@acme.example"
	w := accountstest.Open(t)
	owner := w.Member(t, ida)
	reply, err := w.Accounts.Describe(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	in := reply.Memberships[0]
	j := joined{w: w, house: testworld.House{World: w.World, Tenant: tenancy.Of(in.Tenant), Owner: executor.Who{Account: owner.Account, Member: in.Member}}}
	user := w.Member(t, ulf)
	j.member = testworld.NewID[org.MemberID](w.World)
	j.house.Do(t, j.house.Owner, "members.create", members.NewMember{Member: j.member, GivenName: "Ulf", Surname: "User", Email: ulf})
	err = w.Table.Transact(t.Context(), w.Table.GrantAccess(j.house.Tenant, j.member, user.Account), w.Table.MakeMembership(j.house.Tenant, j.member, user.Account))
	if err != nil {
		t.Fatal(err)
	}
	j.signIn(t)
	return j
}

func (j *joined) signIn(t *testing.T) {
	t.Helper()
	var err error
	if j.cookie, err = j.w.SignIn(t.Context(), "ulf@acme.example", accountstest.Password); err != nil {
		t.Fatal(err)
	}
}

func (j *joined) list() members.List { return members.List{Members: []org.MemberID{j.member}} }

func TestWhichTenantsASessionOpens(t *testing.T) {
	for _, c := range []struct {
		story string
		do    func(t *testing.T, j *joined)
		opens bool
	}{
		{"the member's own", func(*testing.T, *joined) {}, true},
		{"not after being deactivated", func(t *testing.T, j *joined) {
			j.house.Do(t, j.house.Owner, "members.deactivate", j.list())
		}, false},
		{"nor when that is taken back: the sign-in is from before", func(t *testing.T, j *joined) {
			j.house.Do(t, j.house.Owner, "members.deactivate", j.list())
			j.house.Do(t, j.house.Owner, "members.reactivate", j.list())
		}, false},
		{"but after signing in anew", func(t *testing.T, j *joined) {
			j.house.Do(t, j.house.Owner, "members.deactivate", j.list())
			j.house.Do(t, j.house.Owner, "members.reactivate", j.list())
			j.w.Pass(time.Second)
			j.signIn(t)
		}, true},
		{"not by signing in while deactivated", func(t *testing.T, j *joined) {
			j.house.Do(t, j.house.Owner, "members.deactivate", j.list())
			j.w.Pass(time.Second)
			j.signIn(t)
		}, false},
		{"not after being deleted", func(t *testing.T, j *joined) {
			j.house.Do(t, j.house.Owner, "members.delete", j.list())
		}, false},
	} {
		t.Run(c.story, func(t *testing.T) {
			j := join(t)
			j.w.Pass(time.Second)
			c.do(t, &j)
			s := j.w.Session(t, j.cookie)
			id, err := j.w.Accounts.Membership(t.Context(), s, j.house.Tenant.ID())
			want := "tenant.notFound"
			if c.opens {
				want = ""
			}
			if code(err) != want || c.opens && id != j.member {
				t.Errorf("member %q, %q, want %q", id, code(err), want)
			}
			reply, err := j.w.Accounts.Describe(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			listed := false
			for _, m := range reply.Memberships {
				listed = listed || m.Tenant == j.house.Tenant.ID()
			}
			if listed != c.opens || len(reply.Memberships) < 1 {
				t.Errorf("listed %v among %d, want %v; the own organisation stays", listed, len(reply.Memberships), c.opens)
			}
		})
	}
}

func TestNobodyElsesTenantIsOpen(t *testing.T) {
	w := accountstest.Open(t)
	owner, stranger := w.Member(t, ida), w.Member(t, "eve@acme.example")
	reply, err := w.Accounts.Describe(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	mine := reply.Memberships[0]
	never := testworld.NewID[org.TenantID](w.World)
	for _, tenant := range []org.TenantID{mine.Tenant, never} {
		if _, err := w.Accounts.Membership(t.Context(), stranger, tenant); code(err) != "tenant.notFound" {
			t.Errorf("a stranger's session at %s: %v", tenant, err)
		}
	}
	// Even the account's side alone, should a mistake ever write it, opens nothing.
	if err := w.Table.Transact(t.Context(), w.Table.MakeMembership(tenancy.Of(mine.Tenant), mine.Member, stranger.Account)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.Membership(t.Context(), stranger, mine.Tenant); code(err) != "tenant.notFound" {
		t.Errorf("with a forged membership: %v", err)
	}
}

// Whatever an organisation's owner does to a member, the account behind is that person's own.
func TestNoDeedOfATenantTouchesAnAccount(t *testing.T) {
	j := join(t)
	before := j.w.Items(t, "A#")
	sessions := j.w.Items(t, "S#")
	id := string(j.member)
	for _, deed := range []struct {
		name string
		args any
	}{
		{"members.edit", map[string]any{"member": id, "from": map[string]any{"email": "ulf@acme.example"}, "to": map[string]any{"email": "enemy@acme.example"}}},
		{"members.tag", map[string]any{"members": []string{id}, "add": []string{"x"}}},
		{"members.deactivate", j.list()},
		{"members.reactivate", j.list()},
		{"members.delete", j.list()},
		{"members.create", members.NewMember{Member: testworld.NewID[org.MemberID](j.w.World), GivenName: "Ulf", Surname: "User", Email: "ulf@acme.example"}},
		{"tenants.rename", tenants.RenameArgs{From: "Acme", To: "Acme & Co"}},
	} {
		// Refused or not: neither may touch the account.
		_, _ = j.w.Executor.Do(t.Context(), j.house.Tenant, j.house.Owner, j.w.Command(t, deed.name, deed.args))
		for what, want := range map[string]map[string]string{"A#": before, "S#": sessions} {
			got := j.w.Items(t, what)
			if len(got) != len(want) {
				t.Errorf("%s: there were %d items under %s, now %d", deed.name, len(want), what, len(got))
			}
			for k := range want {
				if got[k] != want[k] {
					t.Errorf("%s changed %s", deed.name, k)
				}
			}
		}
	}
	if _, err := j.w.SignIn(t.Context(), "enemy@acme.example", accountstest.Password); code(err) != "signIn.failed" {
		t.Errorf("the member's new contact signs in: %v", err)
	}
}

func TestTheProfileIsTheAccountsOwn(t *testing.T) {
	w := accountstest.Open(t)
	s := w.Member(t, ida)
	on, off := true, false
	for _, c := range []struct {
		story string
		in    route.ProfileRequest
		want  string
		name  string
		lang  string
		quiet bool // no hints
	}{
		{"nothing stays as it is", route.ProfileRequest{}, "", "Ida Inhaber", "de", false},
		{"a name", route.ProfileRequest{Surname: "Neu"}, "", "Ida Neu", "de", false},
		{"no hints", route.ProfileRequest{Hints: &off}, "", "Ida Neu", "de", true},
		{"a language", route.ProfileRequest{Language: "en"}, "", "Ida Neu", "en", true},
		{"bad ones change nothing", route.ProfileRequest{GivenName: "A\x00", Surname: "\x00", Language: "fr"},
			"givenName text.control, surname text.control, language language.unknown", "Ida Neu", "en", true},
		{"hints again", route.ProfileRequest{Hints: &on}, "", "Ida Neu", "en", false},
	} {
		if err := w.Accounts.ChangeProfile(t.Context(), s, c.in); code(err) != c.want {
			t.Errorf("%s: %q, want %q", c.story, code(err), c.want)
		}
		reply, err := w.Accounts.Describe(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if reply.GivenName+" "+reply.Surname != c.name || reply.Language != c.lang || reply.HintsOff != c.quiet {
			t.Errorf("%s: now %s %s, %s, %v", c.story, reply.GivenName, reply.Surname, reply.Language, reply.HintsOff)
		}
		cookie, err := w.SignIn(t.Context(), ida, accountstest.Password)
		if err != nil {
			t.Fatal(err)
		}
		s = w.Session(t, cookie)
	}
}

func TestFoundingFurtherOrganisations(t *testing.T) {
	w := accountstest.Open(t)
	s := w.Member(t, ida)
	found := func(name string) string {
		return code(w.Accounts.Found(t.Context(), s, route.FoundRequest{Organisation: name, Language: "en"}))
	}
	names := func() string {
		reply, err := w.Accounts.Describe(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, m := range reply.Memberships {
			if m.Role != org.Owner {
				t.Errorf("%s of %s, want its owner", m.Role, m.Name)
			}
			all = append(all, m.Name)
		}
		return strings.Join(all, ", ")
	}
	for _, c := range []struct{ story, name, want, have string }{
		{"a second one", "Beta", "", "Acme, Beta"},
		{"a double click is the same", "Beta", "", "Acme, Beta"},
		{"without a name there is none", " ", "organisation text.missing", "Acme, Beta"},
	} {
		if got := found(c.name); got != c.want || len(names()) != len(c.have) {
			t.Errorf("%s: %q, now %s", c.story, got, names())
		}
	}
	w.Pass(time.Hour)
	if got := found("Beta"); got != "" || strings.Count(names(), "Beta") != 2 {
		t.Errorf("the same name later is another organisation: %q, %s", got, names())
	}
	wantMails(t, w.Deliver(t), ida+": Beta ist eingerichtet", ida+": Beta ist eingerichtet")
	refused := 0
	for range 20 {
		if found("Gamma") == "tenants.tooMany" {
			refused++
		}
	}
	if refused == 0 {
		t.Error("one account may found any number of organisations")
	}
}
