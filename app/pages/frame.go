package pages

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/auth"
	"stellwerk/app/replica/lease"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// Frame is the one component of all addresses: it stays while pages come and go.
type Frame struct {
	app.Compo

	address ui.Address
	broken  string // what a handler panicked with
	update  string // where a new version of the app stands
	counted int    // changes that the app's icon shows to wait, and one more; 0 before the first time

	installable bool // the browser can install the app
	places      *places
}

// OnMount begins the app.
func (f *Frame) OnMount(ctx app.Context) {
	f.places = watchPlaces()
	store.Watch(ctx, store.Connection, store.Jobs, store.Notices)
	ctx.Handle(store.Session, func(ctx app.Context, _ app.Action) { f.guide(ctx) })
	ctx.Handle(ui.Broken, func(_ app.Context, a app.Action) { f.broken, _ = a.Value.(string) })
	f.watchUpdates(ctx)
	f.watchDevice(ctx)
	listenKeys(f, ctx)
	store.Begin(ctx)
	if part := app.Window().URL().Fragment; part != "" && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz-") == "" {
		arrive(ctx, "#"+part, false) // a link to a part of a page
	}
}

// OnNav follows the address.
func (f *Frame) OnNav(ctx app.Context) {
	before := f.address
	f.at(ctx.Page().URL())
	f.guide(ctx)
	if before.Path == f.address.Path || before.Path == "" {
		f.places.back = false
		return
	}
	f.places.leave(key(before))
	f.places.arrive(ctx, key(f.address))
	if f.address.Path == "/audit" {
		see("audit")
	}
}

// key is an address as places know it.
func key(a ui.Address) string { return a.Path + "?" + a.Query.Encode() }

func (f *Frame) at(u *url.URL) {
	_, rest, _ := find(u.Path)
	f.address = ui.Address{Path: u.Path, Rest: rest, Query: u.Query()}
}

// guide leads people who are not signed in to sign in, and those who are away from the pages for others.
func (f *Frame) guide(ctx app.Context) {
	app.Window().Get("document").Get("documentElement").Set("lang", string(ui.Lang()))
	p, _, known := find(f.address.Path)
	switch state := store.Now(); {
	case state == store.SignedOut && known && !p.Public:
		next := f.address.Path
		if q := f.address.Query.Encode(); q != "" {
			next += "?" + q
		}
		ctx.Navigate("/sign-in?next=" + url.QueryEscape(next))
	case store.In() && p.Public && p.Path != "/confirm" && p.Path != "/reset" && p.Path != "/invitation":
		to := home(store.Me().Role)
		if next := f.address.Query.Get("next"); p.Path == "/sign-in" && within(next) {
			to = next
		}
		ctx.Navigate(to)
	case store.Sealed():
		ui.SetTitle(ui.T("seal.title"))
	case temporary() && !p.Public:
		ui.SetTitle(ui.T("renew.title"))
	default:
		ui.SetTitle(title(p, known))
	}
}

// title is what a page is called on the tab, "" for the first one.
func title(p Page, known bool) string {
	switch {
	case !known:
		return ui.T("notFound.title")
	case p.Path == "/":
		return ""
	}
	return ui.T(p.Title)
}

// within says whether an address is one of this app: links may say where to go on, but never elsewhere.
func within(next string) bool {
	return strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.HasPrefix(next, "/\\")
}

// Render shows the page within what stands around it. The places of the parts are fixed, so that a page is never replaced
// because something beside it comes or goes.
func (f *Frame) Render() app.UI {
	ui.SetWording(store.Replica().Tenant().Wording)
	p, _, known := find(f.address.Path)
	if f.broken != "" {
		return app.Div().Class("frame frame-public").Body(f.brokenPage())
	}
	if known && p.Public && !(p.Path == "/" && store.Expected()) {
		return f.public(p, p.New(f.address))
	}
	class := "frame frame-app"
	if store.Sealed() {
		class += " sealed" // what is typed stays, unseen, until the PIN has opened it
	}
	return app.Div().Class(class).Body(
		ui.SkipLink("main"),
		f.side(),
		app.Div().Class("column").Body(
			f.top(),
			f.banners(),
			app.Main().ID("main").Class("scroll").TabIndex(-1).Body(app.Div().Class("page").Body(app.Div().Class("page-first").Body(f.checklist()), f.page(p, known))),
		),
		f.bottom(),
		f.notices(),
		f.jobs(),
		f.dialogs(),
		&Palette{},
		keyHelp(),
		f.help(),
		f.panels(),
		sealed(),
	)
}

// sealed covers the app while the PIN or the passkey of the device is awaited.
func sealed() app.UI {
	role := ""
	if store.Sealed() {
		role = "main"
	}
	return app.Div().Class("seal").Attr("role", role).Body(app.If(store.Sealed(), func() app.UI { return &auth.Seal{} }))
}

// public is the frame around a page for people who are not signed in.
func (f *Frame) public(p Page, page app.UI) app.UI {
	return app.Div().Class("frame frame-public").Body(
		f.publicTop(p),
		app.Main().ID("main").Class("scroll public-main").Body(app.Div().Class("page").Body(page)),
		f.notices(),
	)
}

// page is what is shown in the middle.
func (f *Frame) page(p Page, known bool) app.UI {
	switch state := store.Now(); {
	case state == store.Asking || state == store.SignedOut:
		return waiting(p, known)
	case state == store.Overdue:
		return overdue()
	case state == store.Locked:
		return &auth.Again{}
	case temporary():
		return &auth.Renew{}
	case !known:
		return notFound()
	case store.Here().Tenant == "" && p.Path != "/profile" && p.Path != "/email" && p.Path != "/leave":
		return &auth.Organisation{}
	case !p.allowed(store.Me().Role):
		return notAllowed()
	}
	return p.New(f.address)
}

// temporary says whether somebody has signed in with a password that another has chosen.
func temporary() bool {
	who, in := store.Who()
	return in && who.Temporary
}

// waiting is a page until it is known who is there: its title says already where one is.
func waiting(p Page, known bool) app.UI {
	if !known {
		return ui.Skeleton(8)
	}
	return app.Div().Body(ui.PageHead(ui.T(p.Title), ""), ui.Skeleton(8))
}

func notFound() app.UI {
	return ui.EmptyPage(ui.IconSearch, ui.T("notFound.title"), ui.T("notFound.text"),
		ui.Button{Text: ui.T("notFound.home"), Kind: ui.Primary, Href: "/"}.UI())
}

func notAllowed() app.UI {
	return ui.EmptyPage(ui.IconLock, ui.T("notAllowed.title"), ui.T("notAllowed.text"))
}

// overdue is what is shown where a device was without contact for too long: nothing of what lies on it.
func overdue() app.UI {
	text := ui.T("lease.overText")
	switch store.Overdrawn() {
	case lease.SetBack:
		text = ui.T("lease.setBackText")
	case lease.Never:
		text = ui.T("lease.neverText")
	}
	return ui.EmptyPage(ui.IconLock, ui.T("lease.over"), text,
		ui.Button{Text: ui.T("connection.try"), Kind: ui.Primary, Icon: ui.IconRefresh, OnClick: func(ctx app.Context, _ app.Event) { store.Refresh(ctx) }}.UI())
}

func (f *Frame) brokenPage() app.UI {
	return app.Main().ID("main").Class("scroll public-main").Body(app.Div().Class("page").Body(
		ui.EmptyPage(ui.IconAlert, ui.T("broken.title"), ui.T("broken.text"),
			ui.Button{Text: ui.T("broken.reload"), Kind: ui.Primary, OnClick: func(ctx app.Context, _ app.Event) { ctx.Reload() }}.UI(),
			ui.Button{Text: ui.T("broken.on"), OnClick: func(app.Context, app.Event) { f.broken = "" }}.UI()),
		app.P().Class("broken-what").Text(f.broken),
	))
}

// membership is the organisation in view.
func membership() route.Membership { return store.Here() }
