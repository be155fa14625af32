package settings

import (
	"encoding/json"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/promise"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Notifications is what one is told of while one does not look: whether in this browser, of what, and where else. What there is to do
// is done in web/js/push.js.
type Notifications struct {
	app.Compo
	ask    ui.FormState
	tenant org.TenantID // whose topics are shown
	now    *standing    // nil until it is known
}

// standing is how things stand, as web/js/push.js says it.
type standing struct {
	Lacks   string // why this browser can't be told; "" if it can
	Here    string // the server's name for this browser; "" if it is not told
	Devices []route.PushTo
	Topics  []route.TopicState
	Faults  fault.List
}

// OnMount asks how things stand, and again for another organisation.
func (n *Notifications) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Connection)
	ctx.Handle(store.Session, func(ctx app.Context, _ app.Action) {
		if n.tenant != store.Here().Tenant {
			n.look(ctx, app.Event{})
		}
	})
	n.look(ctx, app.Event{})
}

// browser is web/js/push.js.
func browser() app.Value { return app.Window().Get("stellwerkPush") }

func (n *Notifications) look(ctx app.Context, _ app.Event) {
	if _, in := store.Who(); in && browser().Truthy() {
		n.tenant = store.Here().Tenant
		n.act(ctx, "look")
	}
}

// act has something done, and shows how things stand then. It begins at once: browsers let a page ask a person only while something is
// being pressed.
func (n *Notifications) act(ctx app.Context, what string, about ...any) {
	tenant := n.tenant
	if what != "set" { // a choice shows by itself that it was made
		n.ask.Start()
	}
	asked := browser().Call("act", append([]any{what, string(tenant)}, about...)...)
	ctx.Async(func() {
		defer ui.Guard(ctx)
		said, err := promise.Await(asked)
		ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			var now standing
			if n.ask.Busy = false; err != nil || n.tenant != tenant || json.Unmarshal([]byte(said.String()), &now) != nil {
				return
			}
			if what != "look" || now.Faults == nil {
				n.now = &now
			}
			for _, t := range now.Topics {
				ui.SetValue("push-"+string(t.Topic), string(t.By))
			}
			if n.ask.Faults = now.Faults; now.Faults != nil && what != "look" {
				n.ask.Fail(ctx, now.Faults)
			}
		})
	})
}

// Render is the section.
func (n *Notifications) Render() app.UI {
	n.ask.As("push", nil)
	body := []app.UI{n.ask.Summary()}
	switch {
	case n.now != nil:
		body = append(body, n.hereUI(), n.topicsUI(), n.devicesUI(), app.P().Class("push-waits").Attr("role", "status").Text(n.waits()))
	case n.ask.Faults != nil:
		body = append(body, ui.Button{Text: ui.T("push.again"), OnClick: n.look}.UI())
	default:
		body = append(body, ui.SectionWaits(2))
	}
	return ui.Section("notifications", ui.T("push.title"), ui.T("push.text"), app.Div().Class("push").Body(body...))
}

// told says whether this browser is told.
func (n *Notifications) told() bool {
	for _, d := range n.now.Devices {
		if d.ID == n.now.Here {
			return true
		}
	}
	return false
}

func (n *Notifications) hereUI() app.UI {
	text, button := ui.T("push.off"), ui.Button{Text: ui.T("push.turnOn"), Kind: ui.Primary, Icon: ui.IconBell, OnClick: n.turnOn}
	switch {
	case n.told():
		text, button = ui.T("push.on"), ui.Button{Text: ui.T("push.turnOff"), OnClick: n.turnOff}
	case n.now.Lacks != "":
		text = ui.T("push.lacks." + n.now.Lacks)
	}
	button.ID, button.Busy, button.Disabled, button.Why = "push-here", n.ask.Busy, !store.Online(), n.waits()
	// Where a browser can't, nothing is offered; who has only closed its question may be asked again.
	offered := n.told() || n.now.Lacks == "" || n.now.Lacks == "dismissed" || n.now.Lacks == "failed"
	return app.Div().Class("push-here").Body(
		app.P().Attr("role", "status").Body(ui.Icon(ui.IconBell), app.Span().Text(text)),
		app.If(offered, button.UI),
	)
}

// waits is why nothing can be changed now; "" if it can.
func (n *Notifications) waits() string {
	if store.Online() {
		return ""
	}
	return ui.T("push.waits")
}

func (n *Notifications) turnOn(ctx app.Context, _ app.Event) { n.act(ctx, "on") }

func (n *Notifications) turnOff(ctx app.Context, _ app.Event) { n.act(ctx, "remove", n.now.Here) }

func (n *Notifications) topicsUI() app.UI {
	title := ui.T("push.topics", "name", store.Here().Name)
	return app.Div().Class("push-topics").Attr("role", "group").Aria("label", title).Body(
		app.If(len(n.now.Topics) > 0, func() app.UI { return app.Div().Body(app.H3().Text(title), app.P().Text(n.reach())) }),
		app.Range(n.now.Topics).Slice(func(i int) app.UI {
			t := n.now.Topics[i]
			name := string(t.Topic)
			return ui.Select{ID: "push-" + name, Label: ui.T("push.topic." + name), Hint: ui.T("push.hint." + name), Value: string(t.By), Options: waysOf(t.Topic),
				Disabled: !store.Online(), OnChange: func(ctx app.Context, by string) {
					n.now.Topics[i].By = org.Ways(by) // until the server does not agree
					n.act(ctx, "set", name, by)
				}}.UI()
		}),
	)
}

func waysOf(t org.Topic) (out []ui.Option) {
	for _, w := range t.Ways() {
		out = append(out, ui.Option{Value: string(w), Text: ui.T("push.by." + string(w))})
	}
	return out
}

// reach says where the ways lead, and which of them leads nowhere yet.
func (n *Notifications) reach() string {
	s, _ := store.Who()
	said := ui.T("push.ways", "email", s.Email)
	if len(n.now.Devices) == 0 && slices.ContainsFunc(n.now.Topics, func(t route.TopicState) bool { return t.By.App() }) {
		said += " " + ui.T("push.nowhere")
	}
	if me, there := store.Replica().Member(store.Me().Member); there && !me.Confirmed {
		said += " " + ui.T("push.unconfirmed")
	}
	return said
}

func (n *Notifications) devicesUI() app.UI {
	devices := n.now.Devices
	return app.Div().Class("push-devices").Body(
		app.If(len(devices) > 0, func() app.UI { return app.H3().Text(ui.T("push.devices.title")) }),
		app.Ul().Body(app.Range(devices).Slice(func(i int) app.UI { return n.deviceUI(devices[i]) })),
	)
}

func (n *Notifications) deviceUI(d route.PushTo) app.UI {
	since := ui.T("push.since", "day", ui.Date(d.Made))
	if d.ID == n.now.Here {
		since = ui.T("push.this") + " · " + since
	}
	name, icon := story.Device(d.On), ui.IconDeviceLaptop
	if d.On.Kind == org.Phone || d.On.Kind == org.Tablet {
		icon = ui.IconDeviceMobile
	}
	id := d.ID
	return app.Li().Body(
		ui.Icon(icon),
		app.Div().Body(app.Span().Text(name), app.Small().Text(since)),
		ui.Button{Text: ui.T("push.remove"), Label: ui.T("push.removeThis", "name", name), Kind: ui.Quiet, Scope: id, Disabled: !store.Online(), Why: n.waits(),
			OnClick: func(ctx app.Context, _ app.Event) { n.act(ctx, "remove", id) }}.UI(),
	)
}
