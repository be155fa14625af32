package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/imports"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// organisation shows whose cockpit this is and leads to the others. where tells the one at the side from the one at the top.
func (f *Frame) organisation(where string) app.UI {
	who, in := store.Who()
	if !in {
		return app.Div().Class("org-holder").Body(app.Div().Class("org org-none").Body(
			app.Span().Class("mark").Body(ui.Mark()), app.Span().Class("org-name").Body(app.B().Text(ui.T("app.name")))))
	}
	name := store.Replica().Tenant().Name
	if name == "" {
		name = membership().Name
	}
	if name == "" { // a member of nothing: the button still has to be called something
		name = ui.T("app.name")
	}
	id := where + "-menu"
	return app.Div().Class("org-holder").Body(
		app.Button().Type("button").Class("org").Attr("popovertarget", id).Aria("description", ui.T("nav.switch")).Body(
			ui.OrgMark(membership().Tenant, store.Replica().Tenant().Logo),
			app.Span().Class("org-name").Body(app.B().Text(name), app.Small().Text(fullName(who))),
			ui.Icon(ui.IconChevronDown),
		),
		ui.MenuList(id, ui.T("nav.switch"), f.organisations(who)...),
	)
}

func (f *Frame) organisations(who route.SessionReply) []app.UI {
	items := []app.UI{app.P().Class("menu-title").Text(ui.T("nav.organisations"))}
	for _, m := range who.Memberships {
		icon, name := ui.IconBuilding, m.Name
		if m.Tenant == membership().Tenant {
			icon = ui.IconCheck
		}
		items = append(items, ui.MenuItem(icon, name, func(ctx app.Context, _ app.Event) { f.change(ctx, m.Tenant) }, string(m.Tenant)))
	}
	return append(items, ui.MenuLine(),
		ui.MenuLink(ui.IconSettings, ui.T("nav.settings"), "/settings"),
		ui.MenuLink(ui.IconPlus, ui.T("nav.further"), "/organisations/new"))
}

// change brings another organisation in view; what waits in this one is asked about first.
func (f *Frame) change(ctx app.Context, to org.TenantID) {
	if to == membership().Tenant {
		return
	}
	if n := len(store.Replica().Pending()); n > 0 {
		store.Notify(ctx, ui.N("nav.waits", n))
		return
	}
	store.Open(ctx, to)
	ctx.Navigate(home(store.Me().Role))
}

// me is the person's own menu: profile, language, look, the way out.
func (f *Frame) me() app.UI {
	who, in := store.Who()
	if !in {
		return app.Div()
	}
	return app.Div().Class("top-me").Body(
		app.Button().Type("button").Class("me").Attr("popovertarget", "me-menu").Aria("label", ui.Initials(fullName(who))+", "+ui.T("nav.me")).
			Body(myFace(fullName(who))),
		ui.MenuList("me-menu", ui.T("nav.me"), f.meMenu(who)...),
	)
}

func (f *Frame) meMenu(who route.SessionReply) []app.UI {
	items := []app.UI{
		app.Div().Class("menu-who").Attr("role", "presentation").Body(app.B().Text(fullName(who)), app.Small().Text(who.Email)),
		ui.MenuLink(ui.IconUser, ui.T("nav.profile"), "/profile"),
		ui.MenuItem(ui.IconBell, ui.T("activity.title"), func(ctx app.Context, e app.Event) { ui.OpenMenu("activity-panel", e) }),
		f.installEntry(),
		ui.MenuLine(),
	}
	themes := []struct{ name, text string }{{"light", ui.T("nav.light")}, {"dark", ui.T("nav.dark")}, {"system", ui.T("nav.system")}}
	for _, t := range themes {
		items = append(items, ui.MenuRadio(t.text, t.name == store.Theme(), func(ctx app.Context, _ app.Event) { store.SetTheme(ctx, t.name) }, t.name))
	}
	items = append(items, ui.MenuLine())
	for _, l := range []struct {
		lang org.Language
		name string
	}{{org.German, "Deutsch"}, {org.English, "English"}} {
		items = append(items, ui.MenuRadio(l.name, l.lang == ui.Lang(), func(app.Context, app.Event) { f.speak(l.lang) }, string(l.lang)))
	}
	items = append(items, ui.MenuLine())
	if store.Guard() != vault.Unguarded {
		items = append(items, ui.MenuItem(ui.IconLock, ui.T("lock.now"), func(ctx app.Context, _ app.Event) { store.Seal(ctx) }))
	}
	return append(items, ui.MenuItem(ui.IconLogout, ui.T("nav.signOut"), f.signOut))
}

func fullName(who route.SessionReply) string {
	return strings.TrimSpace(who.GivenName + " " + who.Surname)
}

func (f *Frame) signOut(ctx app.Context, _ app.Event) {
	if len(store.Replica().Pending()) > 0 {
		ui.OpenDialog("leave")
		return
	}
	f.leave(ctx)
}

func (f *Frame) leave(ctx app.Context) {
	ui.CloseDialog("leave")
	store.SignOut(ctx, func(err error) {
		if err != nil {
			store.Notify(ctx, ui.ErrorText(err))
			return
		}
		imports.Forget()
	})
}

// myFace is the face of whoever is signed in, as the organisation in view knows them.
func myFace(name string) app.UI {
	id := membership().Member
	if m, here := store.Replica().Member(id); here {
		return ui.AvatarOf(store.Here().Tenant, id, m)
	}
	return ui.Avatar(string(id), name, org.Active)
}
