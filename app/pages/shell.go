package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// publicTop is the mark and the choice of the language above the pages for people who are not signed in.
func (f *Frame) publicTop(p Page) app.UI {
	return app.Header().Class("public-top").Body(
		app.A().Class("brand").Href("/").Body(app.Span().Class("mark").Body(ui.Mark()), app.Strong().Text(ui.T("app.name"))),
		app.Nav().Class("public-nav").Aria("label", ui.T("nav.label")).Body(
			f.languages(),
			app.If(p.Path == "/", func() app.UI {
				return ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Quiet, Href: "/sign-in"}.UI()
			}),
		),
	)
}

// languages lets the person choose; each language names itself.
func (f *Frame) languages() app.UI {
	one := func(l org.Language, short, name string) app.UI {
		return app.Button().Type("button").Class("language").Attr("lang", string(l)).DataSet("set-language", string(l)).
			Aria("pressed", ui.Lang() == l).Aria("label", short+", "+name).Text(short).
			OnClick(ui.On(func(app.Context, app.Event) { f.speak(l) }, string(l)))
	}
	return app.Div().Class("languages").Attr("role", "group").Aria("label", ui.T("nav.language")).Body(
		one(org.German, "DE", "Deutsch"), one(org.English, "EN", "English"),
	)
}

func (f *Frame) speak(l org.Language) {
	ui.SetLang(l)
	store.Remember("language", string(l))
	app.Window().Get("document").Get("documentElement").Set("lang", string(l))
	p, _, known := find(f.address.Path)
	f.title(p, known)
}

// side is the navigation on the desk.
func (f *Frame) side() app.UI {
	return app.Aside().Class("side").Body(
		f.organisation("side"),
		app.Nav().Class("nav").Aria("label", ui.T("nav.label")).Body(f.links(true)...),
	)
}

// bottom is the navigation on the phone, in reach of the thumb.
func (f *Frame) bottom() app.UI {
	return app.Nav().Class("bottom").Aria("label", ui.T("nav.label")).Body(f.links(false)...)
}

func (f *Frame) links(counts bool) []app.UI {
	me := store.Me().Role
	var out []app.UI
	if store.Now() != store.SignedIn {
		return nil
	}
	for _, p := range table {
		if !p.Nav || !p.allowed(me) {
			continue
		}
		a := app.A().Href(p.Path).Class("nav-link")
		if p.Path == f.address.Path || strings.HasPrefix(f.address.Path, p.Path+"/") {
			a = a.Class("on").Aria("current", "page")
		}
		n := ""
		if counts && p.Path == "/members" {
			if all := store.Replica().Directory().Counts().All; all > 0 {
				n = ui.Number(all)
			}
		}
		out = append(out, a.Body(ui.Icon(p.Icon), app.Span().Text(p.name()), app.Small().Text(n)))
	}
	return out
}

// organisation shows whose cockpit this is and leads to the others, and out.
func (f *Frame) organisation(where string) app.UI {
	who, in := store.Who()
	name := store.Replica().Tenant().Name
	if name == "" {
		name = membership().Name
	}
	if !in {
		return app.Div().Class("org-holder").Body(app.Div().Class("org org-none").Body(
			app.Span().Class("mark").Body(ui.Mark()), app.Span().Class("org-name").Body(app.B().Text(ui.T("app.name")))))
	}
	id := where + "-menu"
	return app.Div().Class("org-holder").Body(
		app.Button().Type("button").Class("org").Attr("popovertarget", id).Aria("description", ui.T("nav.account")).Body(
			app.Span().Class("mark").Body(ui.Mark()),
			app.Span().Class("org-name").Body(app.B().Text(name), app.Small().Text(strings.TrimSpace(who.GivenName+" "+who.Surname))),
			ui.Icon(ui.IconChevronDown),
		),
		ui.MenuList(id, ui.T("nav.account"), f.accountMenu(who)...),
	)
}

func (f *Frame) accountMenu(who route.SessionReply) []app.UI {
	var items []app.UI
	if len(who.Memberships) > 1 {
		items = append(items, app.P().Class("menu-title").Text(ui.T("nav.organisations")))
		for _, m := range who.Memberships {
			icon := ui.IconBuilding
			if m.Tenant == membership().Tenant {
				icon = ui.IconCheck
			}
			items = append(items, ui.MenuItem(icon, m.Name, func(ctx app.Context, _ app.Event) { f.change(ctx, m.Tenant) }, string(m.Tenant)))
		}
	}
	items = append(items, ui.MenuLink(ui.IconPlus, ui.T("nav.further"), "/organisations/new"), ui.MenuLine())
	if _, _, there := find("/profile"); there {
		items = append(items, ui.MenuLink(ui.IconUser, ui.T("nav.profile"), "/profile"))
	}
	themes := []struct {
		name string
		icon ui.IconName
		text string
	}{{"light", ui.IconSun, ui.T("nav.light")}, {"dark", ui.IconMoon, ui.T("nav.dark")}, {"system", ui.IconDeviceDesktop, ui.T("nav.system")}}
	for _, t := range themes {
		if t.name != store.Theme() {
			items = append(items, ui.MenuItem(t.icon, t.text, func(ctx app.Context, _ app.Event) { store.SetTheme(ctx, t.name) }, t.name))
		}
	}
	return append(items, ui.MenuLine(), ui.MenuItem(ui.IconLogout, ui.T("nav.signOut"), f.signOut))
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
		}
	})
}

// top is the bar above the page: on the phone the mark and the menu, everywhere the state of the connection.
func (f *Frame) top() app.UI {
	who, in := store.Who()
	return app.Header().Class("top").Body(
		app.Div().Class("top-org").Body(f.organisation("top")),
		SearchButton(),
		f.connection(),
		app.Div().Class("top-me").Body(app.If(in, func() app.UI {
			return app.Button().Type("button").Class("me").Attr("popovertarget", "side-menu").Aria("label", ui.Initials(who.GivenName+" "+who.Surname)+", "+ui.T("nav.me")).
				Body(ui.Avatar(string(membership().Member), who.GivenName+" "+who.Surname, org.Active))
		})),
	)
}
