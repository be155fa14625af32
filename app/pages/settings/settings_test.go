package settings

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const snapshot = `{"seq":2,"total":2,"cursor":"c","records":[
{"kind":"tenant","id":"01J0000000000000000000TENT","seq":1,"fields":{"name":"Acme","language":"de","founded":"2026-01-01"}},
{"kind":"member","id":"01J0000000000000000000WNER","seq":1,"fields":{"givenName":"Olive","surname":"Owner","email":"olive@acme.de","role":"owner","confirmed":true}}
]}`

// signIn puts somebody with a role into the house of snapshot; with loaded false its records are still on their way.
func signIn(t *testing.T, account org.AccountID, role org.Role, loaded bool) {
	t.Helper()
	ui.SetLang(org.German)
	store.SetSession(app.Context{}, route.SessionReply{
		Account: account, GivenName: "Vera", Surname: "Vogel", Email: "vera@acme.de", Language: "de",
		Memberships: []route.Membership{{Tenant: "01J0000000000000000000TENT", Name: "Acme", Member: "01J0000000000000000000SE1F", Role: role}},
	})
	if !loaded {
		return
	}
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

func has(t *testing.T, html string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(html, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func TestWhileTheOrganisationIsOnItsWayItsPlaceIsKept(t *testing.T) {
	signIn(t, "01J0000000000000000000ACCL", org.Owner, false)
	got := html(t, &Organisation{})
	has(t, got, "section-waits", `id="name"`, `id="facts"`, `id="another"`)
	if strings.Contains(got, "rename-name") {
		t.Error("a name can be changed that is not here yet")
	}
}

func TestTheOwnerRenamesAndOthersLearnWhomToAsk(t *testing.T) {
	signIn(t, "01J0000000000000000000ACCW", org.Owner, true)
	has(t, html(t, &Organisation{}), `value="Acme"`, "Umbenennen", "01J0000000000000000000TENT", "Kennung kopieren")
	signIn(t, "01J0000000000000000000ACCU", org.User, true)
	got := html(t, &Organisation{})
	has(t, got, "Organisation verwalten", "Olive Owner", "mailto:olive@acme.de")
	if strings.Contains(got, "Umbenennen") {
		t.Error("a member without the right is offered to rename")
	}
}

func TestLanguageAndTimeZoneAreShownToAllAndChangedByWhoMay(t *testing.T) {
	signIn(t, "01J0000000000000000000ACCW", org.Owner, true)
	has(t, html(t, &Organisation{}), `id="regional-language"`, `value="Europe/Berlin"`, "Sprache neuer Einladungen")
	signIn(t, "01J0000000000000000000ACCU", org.User, true)
	got := html(t, &Organisation{})
	has(t, got, "Europe/Berlin", "Deutsch")
	if strings.Contains(got, "regional-zone") {
		t.Error("a member without the right is offered to choose the time zone")
	}
}

func TestWhatWasTypedOutlivesThePageAndNotTheAccount(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC1", org.User, true)
	p := &Profile{}
	_ = html(t, p)
	p.given = "Veronika"
	has(t, html(t, &Profile{}), `value="Veronika"`, "Noch nicht gespeichert.", "Verwerfen")
	p = &Profile{}
	_ = html(t, p)
	p.drop(app.Context{}, app.Event{})
	if got := html(t, &Profile{}); strings.Contains(got, "Veronika") || strings.Contains(got, "Verwerfen") {
		t.Error("what was discarded is still there")
	}
	lastYou.surname = "Halb"
	signIn(t, "01J0000000000000000000ACC2", org.User, true)
	if got := html(t, &Profile{}); strings.Contains(got, "Halb") {
		t.Error("another account finds what the first has typed")
	}
}

func TestANameFromElsewhereReplacesOnlyOneThatNobodyTouched(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC3", org.Owner, true)
	p := &Organisation{}
	_ = html(t, p)
	p.seen, p.name = "Früher", "Früher"
	has(t, html(t, &Organisation{}), `value="Acme"`)
	p.seen, p.name = "Früher", "Meine Wahl"
	has(t, html(t, &Organisation{}), `value="Meine Wahl"`)
}

func TestTheProfileHasItsAnchors(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC4", org.User, true)
	has(t, html(t, &Profile{}), `id="you"`, `id="look"`, `id="notifications"`, `id="password"`, `id="you-language-de"`, `name="look-theme"`, "look-dark")
}
