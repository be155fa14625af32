// Package pages is the frame around all pages and the table of them.
package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit"
	"stellwerk/app/pages/auth"
	"stellwerk/app/pages/groups"
	"stellwerk/app/pages/imports"
	"stellwerk/app/pages/inbox"
	"stellwerk/app/pages/members"
	"stellwerk/app/pages/settings"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Page is one line of the table: an address and what is shown there.
type Page struct {
	Path   string // one that ends in / takes what follows as Address.Rest
	Title  string // key of its text
	Short  string // key of what it is called in the navigation, where there is little room; "" if that is its title
	Icon   ui.IconName
	Right  org.Right // who lacks it is not led there; "" for everyone signed in
	Public bool      // for people who are not signed in
	Nav    string    // the group of the navigation that it stands in; "" for none
	New    func(a ui.Address) app.Composer
}

// The groups of the navigation: keys of their names.
const (
	groupPeople       = "nav.people"
	groupOrganisation = "nav.organisation"
)

// table is every page. The first one in the navigation that a person may see is where signing in leads.
var table = []Page{
	{Path: "/", Title: "auth.landing.tab", Public: true, New: func(ui.Address) app.Composer { return &auth.Landing{} }},
	{Path: "/sign-up", Title: "auth.signUp.title", Public: true, New: func(ui.Address) app.Composer { return &auth.SignUp{} }},
	{Path: "/check-mail", Title: "auth.checkMail.title", Public: true, New: func(ui.Address) app.Composer { return &auth.CheckMail{} }},
	{Path: "/confirm", Title: "auth.confirm.title", Public: true, New: func(a ui.Address) app.Composer { return &auth.Confirm{Token: a.Query.Get("token")} }},
	{Path: "/sign-in", Title: "auth.signIn.title", Public: true, New: func(a ui.Address) app.Composer { return &auth.SignIn{Next: a.Query.Get("next")} }},
	{Path: "/forgotten", Title: "auth.forgotten.title", Public: true, New: func(ui.Address) app.Composer { return &auth.Forgotten{} }},
	{Path: "/reset", Title: "auth.reset.title", Public: true, New: func(a ui.Address) app.Composer { return &auth.Reset{Token: a.Query.Get("token")} }},
	{Path: "/invitation", Title: "invite.page.title", Public: true, New: func(a ui.Address) app.Composer { return &auth.Invitation{Token: a.Query.Get("token")} }},
	{Path: "/join", Title: "join.title", Public: true, New: func(a ui.Address) app.Composer { return &auth.Join{Link: a.Query.Get("link")} }},
	{Path: "/organisations/new", Title: "auth.found.title", New: func(ui.Address) app.Composer { return &auth.Organisation{} }},
	{Path: "/members", Title: "members.title", Icon: ui.IconUsers, Nav: groupPeople, New: func(a ui.Address) app.Composer { return &members.Page{Query: a.Query.Encode()} }},
	{Path: "/members/new", Title: "members.new.title", Right: org.ManageMembers, New: func(a ui.Address) app.Composer { return &members.New{Query: a.Query.Encode()} }},
	{Path: "/members/", Title: "members.title", New: func(a ui.Address) app.Composer { return &members.One{ID: a.Rest, Query: a.Query.Encode()} }},
	{Path: "/groups", Title: "groups.title", Icon: ui.IconSitemap, Nav: groupPeople, New: func(a ui.Address) app.Composer { return &groups.Page{Query: a.Query.Encode()} }},
	{Path: "/groups/", Title: "groups.title", New: func(a ui.Address) app.Composer { return &groups.One{ID: a.Rest, Query: a.Query.Encode()} }},
	{Path: "/tags", Title: "tagPage.title", Right: org.ManageMembers, New: func(ui.Address) app.Composer { return &members.Tags{} }},
	{Path: "/links", Title: "links.title", Right: org.ManageMembers, New: func(a ui.Address) app.Composer { return &members.Links{Query: a.Query.Encode()} }},
	{Path: "/scheduled", Title: "scheduled.title", Right: org.ManageMembers, New: func(ui.Address) app.Composer { return &members.Scheduled{} }},
	{Path: "/birthdays", Title: "birthdays.title", Right: org.ManageMembers, New: func(ui.Address) app.Composer { return &members.Birthdays{} }},
	{Path: "/import", Title: "imports.title", Short: "imports.nav", Icon: ui.IconFileImport, Right: org.ManageMembers, Nav: groupPeople, New: func(ui.Address) app.Composer { return &imports.Page{} }},
	{Path: "/inbox", Title: "inbox.title", Icon: ui.IconInbox, Nav: groupPeople, New: func(a ui.Address) app.Composer { return &inbox.Page{Query: a.Query.Encode()} }},
	{Path: "/audit", Title: "audit.title", Icon: ui.IconHistory, Right: org.ReadLedger, Nav: groupOrganisation, New: func(a ui.Address) app.Composer { return &audit.Page{Query: a.Query.Encode()} }},
	{Path: "/settings", Title: "settings.title", Icon: ui.IconSettings, Nav: groupOrganisation, New: func(a ui.Address) app.Composer { return &settings.Organisation{Query: a.Query.Encode()} }},
	{Path: "/leave", Title: "leaving.title", Icon: ui.IconLogout, New: func(a ui.Address) app.Composer { return &settings.Leaving{Token: a.Query.Get("token")} }},
	{Path: "/email", Title: "ownEmail.title", Icon: ui.IconMail, New: func(a ui.Address) app.Composer { return &settings.Move{Token: a.Query.Get("token")} }},
	{Path: "/profile", Title: "profile.title", Icon: ui.IconUser, New: func(ui.Address) app.Composer { return &settings.Profile{} }},
}

// name is what the navigation calls a page.
func (p Page) name() string {
	if p.Short != "" {
		return ui.T(p.Short)
	}
	return ui.T(p.Title)
}

// find returns the page of an address, and what follows its path.
func find(path string) (p Page, rest string, ok bool) {
	if path != "/" {
		path = strings.TrimSuffix(path, "/")
	}
	for _, p := range table {
		if p.Path == path {
			return p, "", true
		}
		if rest, within := strings.CutPrefix(path, p.Path); within && strings.HasSuffix(p.Path, "/") && p.Path != "/" {
			return p, rest, true
		}
	}
	return Page{}, "", false
}

// allowed says whether a role is led to a page.
func (p Page) allowed(r org.Role) bool { return p.Right == "" || r.May(p.Right) }

// home is where signing in leads.
func home(r org.Role) string {
	for _, p := range table {
		if p.Nav != "" && p.allowed(r) {
			return p.Path
		}
	}
	return "/profile"
}

// Routes makes the frame answer every address. It is made in the very turn in which it takes the place of the constant page.
func Routes() {
	replica.Days = ui.DayIn
	app.RouteWithRegexp("^/", func() app.Composer {
		f := &Frame{}
		if app.IsClient {
			ui.TakeOver()
			f.at(app.Window().URL())
			if lang, err := org.ParseLanguage("", app.Window().Get("document").Get("documentElement").Get("lang").String()); err == nil {
				ui.SetLang(lang)
			}
		}
		return f
	})
}
