package members

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const qrID = "link-qr"

// Links is the page of the links by which many can join.
type Links struct {
	app.Compo
	Query string // inbox=<command> takes up what was refused

	form     ui.FormState
	draft    linkDraft
	replaces org.LinkID // the link whose settings the form changes; "" for a new one
	solves   org.CommandID

	around app.Context
	texts  map[org.LinkID]*linkText
	copies org.LinkID // copied as soon as its address is here
	shown  org.LinkID // whose QR code is shown large
}

// linkDraft is the form as typed.
type linkDraft struct{ kind, limit, domains string }

// linkText is the address of a link, or why it is not here.
type linkText struct {
	reply  route.LinkTextReply
	asking bool
	err    error
}

// OnInit takes up what was refused.
func (p *Links) OnInit() {
	p.texts, p.draft.kind = map[org.LinkID]*linkText{}, string(org.KindUser)
	c := resolving(p.Query)
	var args links.MakeArgs
	if c.Command.Deed == links.Make.Name && json.Unmarshal(c.Command.Args, &args) == nil {
		p.draft, p.solves = linkDraft{args.Kind, limitText(args.Limit), strings.Join(args.Domains, ", ")}, c.Command.ID
	}
}

// OnMount follows the links.
func (p *Links) OnMount(ctx app.Context) {
	p.around = ctx
	store.Watch(ctx, store.Members, store.Connection)
}

func limitText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// fetch asks for the address of a link that the server knows, once. Without a connection it waits for one.
func (p *Links) fetch(id org.LinkID) *linkText {
	t := p.texts[id]
	if t == nil {
		t = &linkText{}
		p.texts[id] = t
	}
	if t.asking || t.reply.Address != "" || t.err != nil || !store.Online() || store.Replica().WaitingLink(id) {
		return t
	}
	t.asking = true
	here := store.Here().Tenant
	ui.Ask(p.around, func() (route.LinkTextReply, error) { return store.Client().Link(here, id) }, func(ctx app.Context, reply route.LinkTextReply, err error) {
		t.asking, t.reply, t.err = false, reply, err
		if p.copies == id && err == nil {
			p.copies = ""
			p.copy(ctx, id, reply.Address)
		}
	})
	return t
}

// copy copies an address, or leads to it where the browser does not let that happen.
func (p *Links) copy(ctx app.Context, id org.LinkID, address string) {
	ui.CopyThen(ctx, address, func(ctx app.Context, done bool) {
		if done {
			store.Notify(ctx, ui.T("links.copied"))
		} else {
			ui.Focus("link-address-" + string(id))
		}
	})
}

// Render shows the page.
func (p *Links) Render() app.UI {
	p.form.As("link", ui.Labels("kind", ui.T("links.kind"), "limit", ui.T("links.limit"), "domains", ui.T("links.domains")))
	if !may() {
		return lacking(ui.T("links.title"), org.ManageMembers)
	}
	return app.Div().Class("links-page").Body(
		back(),
		ui.PageHead(ui.T("links.title"), store.Aged(ui.T("links.sub"))),
		app.Div().Body(p.list()),
		ui.Card(p.formTitle(), p.formUI()),
		p.qrDialog(),
	)
}

func (p *Links) list() app.UI {
	all := store.Replica().Directory().Links()
	if _, _, loading := store.Replica().Loading(); loading && len(all) == 0 {
		return ui.Skeleton(2)
	}
	if len(all) == 0 {
		return ui.Empty(ui.IconLink, ui.T("links.none"), ui.T("links.noneText"))
	}
	return app.Ul().Class("links-list").Body(app.Range(all).Slice(func(i int) app.UI { return p.row(all[i]) }))
}

// kindOfLink names what those are who join by a link.
func kindOfLink(k org.Kind) string { return ui.RoleText(org.Role(k)) }

func (p *Links) row(l replica.LinkHere) app.UI {
	state, until := l.Link.State(time.Now()), ui.DateTime(l.Link.Until())
	tone := ui.Neutral
	if state == org.LinkOpen {
		tone = ui.OK
	}
	facts := []string{ui.T("links.until."+either(state == org.LinkExpired, "past", "soon"), "time", until)}
	if l.Link.Limit > 0 {
		facts = append(facts, ui.N("links.usedOf", l.Link.Used, "limit", ui.Number(l.Link.Limit)))
	} else {
		facts = append(facts, ui.N("links.used", l.Link.Used))
	}
	if len(l.Link.Domains) > 0 {
		facts = append(facts, ui.T("links.onlyDomains", "domains", strings.Join(l.Link.Domains, ", ")))
	}
	if by, ok := memberHere(l.Link.By); ok {
		facts = append(facts, ui.T("links.by", "name", by.Name()))
	}
	id := string(l.ID)
	return app.Li().Class("card card-pad").ID("link-"+id).Body(
		app.Div().Class("links-head").Body(app.H2().Text(kindOfLink(l.Link.Kind)), ui.Badge(tone, ui.T("links.state."+string(state)))),
		app.P().Class("links-facts").Text(strings.Join(facts, " · ")),
		app.Div().Body(app.If(state == org.LinkOpen, func() app.UI { return p.addressUI(l.ID) })),
		app.Div().Class("links-actions").Body(
			ui.Button{Text: ui.T("links.change"), Label: ui.T("links.changeThis", "kind", kindOfLink(l.Link.Kind), "time", until), Icon: ui.IconPencil, Kind: ui.Quiet, Scope: "change" + id,
				OnClick: func(app.Context, app.Event) { p.change(l) }}.UI(),
			ui.Button{Text: ui.T("links.close"), Label: ui.T("links.closeThis", "kind", kindOfLink(l.Link.Kind), "time", until), Icon: ui.IconX, Kind: ui.Quiet, Scope: "close" + id,
				OnClick: func(ctx app.Context, _ app.Event) { p.close(ctx, l.ID) }}.UI(),
		),
	)
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// addressUI is the address with what can be done with it, or why it is not here.
func (p *Links) addressUI(id org.LinkID) app.UI {
	t := p.fetch(id)
	switch {
	case t.reply.Address != "":
		address, scope := t.reply.Address, string(id)
		return app.Div().Class("links-address").Body(
			app.Input().ID("link-address-"+scope).Type("text").Class("form-control").ReadOnly(true).Value(address).Aria("label", ui.T("links.address")),
			ui.Button{Text: ui.T("links.copy"), Icon: ui.IconCopy, Kind: ui.Primary, Scope: "copy" + scope, OnClick: func(ctx app.Context, _ app.Event) { p.copy(ctx, id, address) }}.UI(),
			ui.Button{Text: ui.T("links.qr"), Icon: ui.IconQrcode, Scope: "qr" + scope, OnClick: func(app.Context, app.Event) {
				p.shown = id
				ui.OpenDialog(qrID)
			}}.UI(),
		)
	case t.err != nil:
		return app.Div().Class("links-address").Body(
			app.P().Text(ui.ErrorText(t.err)),
			ui.Button{Text: ui.T("auth.confirm.retry"), Scope: "again" + string(id), OnClick: func(app.Context, app.Event) { t.err = nil }}.UI(),
		)
	case !store.Online() || store.Replica().WaitingLink(id) && !t.asking:
		return app.P().Class("links-waits").Body(ui.Icon(ui.IconClock), app.Span().Text(ui.T("links.waits")))
	}
	return ui.Spinner(ui.T("links.fetching"))
}

func (p *Links) formTitle() string {
	if p.replaces != "" {
		return ui.T("links.replace")
	}
	return ui.T("links.new")
}

func (p *Links) formUI() app.UI {
	text := ui.T("links.newText")
	if p.replaces != "" {
		text = ui.T("links.replaceText")
	}
	return ui.Form(p.make, p.formTitle(),
		p.form.Summary(),
		app.P().Text(text),
		ui.RadioCards{
			ID: p.form.Field("kind"), Label: ui.T("links.kind"), Value: p.draft.kind, Error: p.form.Wrong("kind"),
			Choices: []ui.Choice{
				{Value: string(org.KindUser), Text: kindOfLink(org.KindUser), Note: ui.T("links.for.user.note"), Icon: ui.IconUser},
				{Value: string(org.KindGuest), Text: kindOfLink(org.KindGuest), Note: ui.T("links.for.guest.note"), Icon: ui.IconEye},
			},
			OnChange: func(_ app.Context, kind string) { p.draft.kind = kind },
		}.UI(),
		app.Div().Class("pair").Body(
			p.optional("limit", &p.draft.limit, ui.Field{Type: "number", From: "1", To: strconv.Itoa(org.MaxLinkUses)}),
			p.optional("domains", &p.draft.domains, ui.Field{}),
		),
		app.Div().Class("form-actions").Body(
			ui.Button{ID: "link-make", Text: either(p.replaces != "", ui.T("links.replaceButton"), ui.T("links.make")), Kind: ui.Primary, Submit: true}.UI(),
			app.Div().Body(app.If(p.replaces != "", func() app.UI {
				return ui.Button{Text: ui.T("members.cancel"), Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { p.begin(linkDraft{kind: string(org.KindUser)}, "") }}.UI()
			})),
		),
	)
}

// optional is a field that may stay empty.
func (p *Links) optional(name string, into *string, more ui.Field) app.UI {
	more.ID, more.Label, more.Hint = p.form.Field(name), ui.T("links."+name), ui.T("links."+name+"Hint")
	more.Value, more.Error, more.OnInput, more.Autocomplete = *into, p.form.Wrong(name), p.form.Into(name, into), "off"
	return more.UI()
}

// begin fills the form.
func (p *Links) begin(d linkDraft, replaces org.LinkID) {
	p.draft, p.replaces, p.form.Faults = d, replaces, nil
	ui.SetValue(p.form.Field("limit"), d.limit)
	ui.SetValue(p.form.Field("domains"), d.domains)
}

func (p *Links) change(l replica.LinkHere) {
	p.begin(linkDraft{string(l.Link.Kind), limitText(l.Link.Limit), strings.Join(l.Link.Domains, ", ")}, l.ID)
	ui.Focus(p.form.Field("limit"))
}

// args are those of links.make, as typed. Fault: link.limit.
func (p *Links) args() (links.MakeArgs, error) {
	a := links.MakeArgs{Link: store.NewID[org.LinkID](), Kind: p.draft.kind, Domains: strings.FieldsFunc(p.draft.domains, func(r rune) bool { return strings.ContainsRune(",; \t", r) })}
	if p.replaces != "" {
		a.Replaces = []org.LinkID{p.replaces}
	}
	if text := strings.TrimSpace(p.draft.limit); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return a, fault.On("limit", "link.limit", "max", strconv.Itoa(org.MaxLinkUses))
		}
		a.Limit = n
	}
	return a, nil
}

func (p *Links) make(ctx app.Context, _ app.Event) {
	a, err := p.args()
	if err == nil {
		_, err = store.Do(ctx, links.Make.Name, a, ui.T("links.made"))
	}
	if err != nil {
		p.form.Fail(ctx, err)
		return
	}
	store.Resolved(ctx, p.solves)
	p.solves, p.copies = "", a.Link
	p.begin(linkDraft{kind: string(org.KindUser)}, "")
	ctx.Defer(func(app.Context) { ui.Focus("page-title") })
}

func (p *Links) close(ctx app.Context, id org.LinkID) {
	store.DoNow(ctx, links.Close.Name, links.List{Links: []org.LinkID{id}}, ui.T("links.closed"))
	if p.replaces == id {
		p.begin(linkDraft{kind: string(org.KindUser)}, "")
	}
	ui.Focus("page-title")
}

// qrDialog shows a QR code as large as there is room, to be photographed from the screen, and offers it as a file.
func (p *Links) qrDialog() app.UI {
	picture := ""
	if t := p.texts[p.shown]; t != nil {
		picture = t.reply.QR
	}
	return ui.Dialog(qrID, ui.T("links.qrTitle", "organisation", store.Replica().Tenant().Name),
		app.P().Text(ui.T("links.qrText")),
		app.Div().Class("links-qr").Attr("role", "img").Aria("label", ui.T("links.qrLabel")).Body(app.If(picture != "", func() app.UI { return app.Raw(picture) })),
		ui.DialogActions(
			ui.Button{Text: ui.T("links.qrSave"), Icon: ui.IconDownload, Scope: string(p.shown), OnClick: func(app.Context, app.Event) {
				ui.Download("einladung-"+string(p.shown)+".svg", "image/svg+xml", []byte(picture))
			}}.UI(),
			ui.Button{Text: ui.T("links.qrDone"), Kind: ui.Primary, Scope: qrID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(qrID) }}.UI(),
		),
	)
}
