package trail

import (
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Row is one line of the trail. It renders only when its own version changes, so that thousands can stand below each other.
type Row struct {
	app.Compo
	Trail   *Trail
	Seq     uint64
	N       int // entries in the item
	Version uint64
	Undo    bool   // offers to take it back also while it is folded
	Member  string // whose history this is: that member needs no link
	Dated   bool   // tells the day as well as the time
}

// CompoID is the entry: a row never becomes that of another.
func (r *Row) CompoID() string { return strconv.FormatUint(r.Seq, 10) }

// Rows are the lines of a trail. undo offers to take each back at once; member is whose history it is.
func (t *Trail) Rows(undo bool, member string) []app.UI {
	items := t.Items()
	rows := make([]app.UI, len(items))
	for i, it := range items {
		rows[i] = t.row(it, Row{Undo: undo, Member: member, Dated: true})
	}
	return rows
}

func (t *Trail) row(it story.Item, r Row) *Row {
	// What a folded line shows changes only with who took it back and with names; the details of an open one with everything.
	version := t.UndoneBy()[it.First()]<<24 + t.learned
	if _, _, loading := store.Replica().Loading(); loading {
		version = ^version // once they are all here, members are called by their names
	}
	if r.Undo || t.line(it.Seq()).open {
		version = store.Replica().Version()<<20 + t.Version
	}
	r.Trail, r.Seq, r.N, r.Version = t, it.Seq(), len(it.Entries), version
	return &r
}

func (r *Row) item() (story.Item, bool) {
	for i, e := range r.Trail.Entries {
		if e.Seq == r.Seq {
			return story.Item{Entries: r.Trail.Entries[i:min(i+max(1, r.N), len(r.Trail.Entries))]}, true
		}
	}
	return story.Item{}, false
}

// Render shows the sentence, and the details if they are unfolded.
func (r *Row) Render() app.UI {
	it, ok := r.item()
	if !ok {
		return app.Div()
	}
	t, e := r.Trail, it.Entries[0]
	by := t.UndoneBy()[it.First()]
	open := t.line(r.Seq).open
	class := "trail-row"
	if by != 0 {
		class += " trail-undone"
	}
	if open {
		class += " trail-unfolded"
	}
	return app.Div().ID(rowID(r.Seq)).Class(class).Attr("role", "listitem").DataSet("seq", r.CompoID()).Body(
		app.Div().Class("trail-line").OnClick(ui.On(r.press)).Body(
			app.Span().Class("trail-icon").Class("trail-"+toneOf(e)).Body(ui.Icon(iconOf(e))),
			app.Div().Class("trail-words").Body(
				app.P().Class("trail-told").Body(r.told(it)...),
				app.P().Class("trail-meta").Body(r.meta(it, by)...),
			),
			app.Div().Class("trail-undo").Body(app.If(r.Undo && !open, func() app.UI { return t.undoButton(it, by) })),
			app.Button().ID(foldID(r.Seq)).Type("button").Class("btn btn-quiet btn-icon trail-fold").Aria("expanded", open).
				Aria("label", ui.T("audit.show", "entry", r.CompoID())).
				Body(ui.Icon(foldIcon(open))),
		),
		app.Div().Class("trail-details").Body(app.If(open, func() app.UI { return r.details(it, by) })),
	)
}

func foldIcon(open bool) ui.IconName {
	if open {
		return ui.IconChevronUp
	}
	return ui.IconChevronDown
}

// press folds by a press anywhere on the line, save on what does something of its own, and not where words are being selected. The button that
// folds has no handler of its own: on a slow device the page is drawn between that and this one, which would then fold back.
func (r *Row) press(ctx app.Context, e app.Event) {
	on := e.Get("target").Call("closest", "a,button")
	fold := on.Truthy() && on.Get("id").String() == foldID(r.Seq)
	if !fold && (on.Truthy() || app.Window().Call("getSelection").Call("toString").String() != "") {
		ctx.PreventUpdate()
		return
	}
	l := r.Trail.line(r.Seq)
	l.open, l.plan = !l.open, false
	r.Trail.Version++
}

func (r *Row) told(it story.Item) []app.UI {
	var out []app.UI
	for _, p := range story.Tell(it, r.Trail.Names, r.Member) {
		_, group := groupHere(org.GroupID(p.Group))
		switch _, here := nameHere(p.Member); {
		case p.Entry != 0:
			out = append(out, app.A().Class("link trail-entry").Href(Address(p.Entry)).Text(p.Text))
		case p.Member != "" && here && p.Member != r.Member:
			out = append(out, app.A().Class("link trail-who").Href("/members/"+p.Member).Text(p.Text))
		case p.Group != "" && group && p.Group != r.Member:
			out = append(out, app.A().Class("link trail-who").Href("/groups/"+p.Group).Text(p.Text))
		case p.Strong:
			out = append(out, app.Strong().Text(p.Text))
		default:
			out = append(out, app.Span().Text(p.Text))
		}
	}
	return out
}

// meta is when and on what it was done, how much it changed, and that it was taken back.
func (r *Row) meta(it story.Item, by uint64) []app.UI {
	e := it.Entries[0]
	when := ui.Clock(e.At)
	if r.Dated {
		when = ui.DateTime(e.At)
	}
	out := []app.UI{app.Time().DateTime(e.At.UTC().Format(time.RFC3339)).Text(when)}
	if said := story.Device(e.Device); said != "" {
		out = append(out, app.Span().Class("trail-device").Body(deviceIcon(e.Device), app.Span().Text(said)))
	}
	out = append(out, app.Span().Text(extent(it)), app.Span().Text(entriesText(it)))
	if by != 0 {
		out = append(out, app.Span().Class("trail-back").Body(
			ui.Icon(ui.IconArrowBack), app.Span().Text(ui.T("audit.undone")+" "),
			app.A().Class("link trail-entry").Href(Address(by)).Text(named(by)),
		))
	}
	return out
}

func named(seq uint64) string {
	return ui.T("audit.entry.within", "entry", strconv.FormatUint(seq, 10))
}

// extent says how much an item changed: records if there are several, else fields.
func extent(it story.Item) string {
	if n := it.Changes(); n > 1 {
		return ui.N("audit.extent.records", n)
	}
	n := 0
	for _, c := range it.Entries[0].Changes {
		n = len(story.Lines(c))
	}
	return ui.N("audit.extent.fields", n)
}

func entriesText(it story.Item) string {
	return ui.N("audit.entries", len(it.Entries), "first", strconv.FormatUint(it.First(), 10), "last", strconv.FormatUint(it.Seq(), 10))
}

func deviceIcon(d org.Device) app.UI {
	switch d.Kind {
	case org.Computer:
		return ui.Icon(ui.IconDeviceLaptop)
	case org.Phone, org.Tablet:
		return ui.Icon(ui.IconDeviceMobile)
	}
	return ui.Icon(ui.IconWorld)
}

// iconOf is the drawing for what was done.
func iconOf(e ledger.Entry) ui.IconName {
	switch e.Deed {
	case "tenants.found", "tenants.rename", "tenants.setLogo", "tenants.edit", "tenants.addDomain", "tenants.removeDomain", "tenants.proveDomain", "tenants.setJoining":
		return ui.IconBuilding
	case "tenants.setOffline":
		return ui.IconClock
	case "members.create", "members.createWithPassword":
		return ui.IconUserPlus
	case "members.edit":
		return ui.IconPencil
	case "members.deactivate", "members.due":
		return ui.IconUserOff
	case "members.schedule", "members.unschedule", "members.renew":
		return ui.IconCalendar
	case "members.reactivate":
		return ui.IconUserCheck
	case "members.delete", "members.leave":
		return ui.IconTrash
	case "members.import":
		return ui.IconFileImport
	case "members.tag", "tenants.colourTag":
		return ui.IconTag
	case "members.congratulate":
		return ui.IconCake
	case "members.nameAgents", "members.dismissAgents", "members.identify", "members.unidentify":
		return ui.IconId
	case "members.confirm", "members.invite", "members.withdrawInvitation":
		return ui.IconMail
	case "links.make", "links.close", "tenants.connect", "tenants.disconnect":
		return ui.IconLink
	case "members.reportStorage":
		return ui.IconFolder
	case "links.join":
		return ui.IconUserPlus
	case "ledger.undo":
		return ui.IconArrowBack
	}
	if strings.HasPrefix(e.Deed, "groups.") {
		return ui.IconSitemap
	}
	return ui.IconHistory
}

func toneOf(e ledger.Entry) string {
	switch e.Deed {
	case "members.delete", "members.deactivate", "members.due", "groups.delete":
		return "bad"
	case "members.create", "members.reactivate", "members.import", "tenants.found", "groups.create", "groups.import":
		return "good"
	}
	return "plain"
}
