package members

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const snapshot = `{"seq":3,"total":3,"cursor":"c","records":[
{"kind":"tenant","id":"01J0000000000000000000TENT","seq":1,"fields":{"name":"Acme","language":"de","founded":"2026-01-01"}},
{"kind":"member","id":"01J0000000000000000000WNER","seq":1,"fields":{"givenName":"Olive","surname":"Owner","email":"olive@acme.de","role":"owner","confirmed":true}},
{"kind":"member","id":"01J00000000000000000000BEN","seq":2,"fields":{"givenName":"Ben","surname":"<i>Berger</i>","email":"ben@acme.de","role":"user","tags":["a","b","c"],"notes":"<script>x</script>"}}
]}`

// signIn puts somebody with a role into the house of snapshot.
func signIn(t *testing.T, role org.Role) {
	t.Helper()
	ui.SetLang(org.German)
	store.SetSession(app.Context{}, route.SessionReply{
		Account: "01J000000000000000000ACC" + org.AccountID(strings.ToUpper(string(role[:2]))), Language: "de",
		Memberships: []route.Membership{{Tenant: "01J0000000000000000000TENT", Name: "Acme", Member: "01J0000000000000000000SE1F", Role: role}},
	})
	if err := store.Replica().Loaded("", []byte(snapshot)); err != nil {
		t.Fatal(err)
	}
	for store.Replica().Settle(100) {
	}
}

func html(t *testing.T, c app.Composer) string {
	t.Helper()
	e := app.NewTestEngine()
	if err := e.Load(c); err != nil {
		t.Fatal(err)
	}
	e.ConsumeAll()
	return app.HTMLString(c)
}

func TestListRenders(t *testing.T) {
	signIn(t, org.Owner)
	got := html(t, &Page{})
	for _, want := range []string{"2 Mitglieder", "Olive Owner", "ben@acme.de", "Ben &lt;i&gt;Berger&lt;/i&gt;", "+2", "Liste importieren", "Ausstehend"} {
		if !strings.Contains(got, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if strings.Contains(got, "style=") {
		t.Error("the list has a style attribute, which the content security policy forbids")
	}
}

func TestListOfThoseWhoMayNotManage(t *testing.T) {
	signIn(t, org.User)
	got := html(t, &Page{})
	for _, lack := range []string{"members-tick", `data-act="menu"`, "Mitglied anlegen"} {
		if strings.Contains(got, lack) {
			t.Errorf("somebody without the right to manage is offered %s", lack)
		}
	}
	if got := html(t, &New{}); !strings.Contains(got, "Mitglieder verwalten") || strings.Contains(got, "<form") {
		t.Error("the form for a new member does not say which right is missing")
	}
	if got := html(t, &One{ID: "01J00000000000000000000BEN"}); strings.Contains(got, "script") || strings.Contains(got, "member-edit") {
		t.Error("the page of a member shows notes or offers to edit without the right")
	}
}

func TestMemberRenders(t *testing.T) {
	signIn(t, org.Owner)
	got := html(t, &One{ID: "01J00000000000000000000BEN"})
	for _, want := range []string{"Ben &lt;i&gt;Berger&lt;/i&gt;", "&lt;script&gt;x&lt;/script&gt;", "mailto:ben@acme.de", "noch nicht bestätigt", "Bearbeiten"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page of a member lacks %q", want)
		}
	}
	if got := html(t, &One{ID: "01J000000000000000000000X0"}); !strings.Contains(got, "nicht oder nicht mehr") {
		t.Error("the page of nobody does not say that there is nobody")
	}
}

func TestFormRenders(t *testing.T) {
	signIn(t, org.Owner)
	got := html(t, &New{})
	for _, want := range []string{"new-givenName", "new-email", "new-role", "new-startDate", "new-notes", "Anlegen und nächste", "Admin"} {
		if !strings.Contains(got, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
}

func TestWhoIsAddedStartsTodayUnlessSaidOtherwise(t *testing.T) {
	signIn(t, org.Owner)
	if got := html(t, &New{}); !strings.Contains(got, `value="`+store.Replica().Today()+`"`) {
		t.Error("the form does not begin with today as the start date")
	}
}
