package settings

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// spans are the times to choose from, in hours; any other is one's own.
var spans = []int{1, 8, 24, 7 * 24, org.DefaultOffline, org.MaxOffline}

const ownSpan, inHours, inDays = "own", "hours", "days"

// spanDraft is for how long devices shall work without contact, as it stands in the form.
type spanDraft struct {
	was    int    // the hours that the form began with; 0 before it has
	choice string // hours of spans, or ownSpan
	number string // of one's own
	unit   string
}

// follow begins with the hours that hold now, unless somebody has touched the form.
func (d *spanDraft) follow(now int) {
	if d.was != now && (d.was == 0 || !d.dirty()) {
		d.begin(now)
	}
	d.was = now
}

func (d *spanDraft) begin(hours int) {
	*d = spanDraft{was: hours, choice: ownSpan, number: strconv.Itoa(hours), unit: inHours}
	if hours%24 == 0 {
		d.number, d.unit = strconv.Itoa(hours/24), inDays
	}
	for _, s := range spans {
		if s == hours {
			d.choice = strconv.Itoa(s)
		}
	}
}

// hours are those that the form says; 0 for what is no number.
func (d *spanDraft) hours() int {
	text := d.choice
	if text == ownSpan {
		text = strings.TrimSpace(d.number)
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > org.MaxOffline {
		return 0
	}
	if d.choice == ownSpan && d.unit == inDays {
		n *= 24
	}
	return n
}

func (d *spanDraft) dirty() bool { return d.hours() != d.was }

func (p *Organisation) offlineUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(app.P().Class("settings-value").Text(ui.Hours(t.Offline())), lacking(org.ManageTenant))
	}
	options := make([]ui.Option, 0, len(spans)+1)
	for _, s := range spans {
		o := ui.Option{Value: strconv.Itoa(s), Text: ui.Hours(s)}
		if s == org.DefaultOffline {
			o.Text = ui.T("lease.recommended", "time", o.Text)
		}
		options = append(options, o)
	}
	return ui.Form(p.saveSpan, ui.T("lease.title"),
		p.lease.Summary(),
		ui.Select{
			ID: p.lease.Field("offlineHours"), Label: ui.T("lease.after"), Hint: ui.T("lease.hint"), Error: p.lease.Wrong("offlineHours"), Value: p.span.choice,
			Options: append(options, ui.Option{Value: ownSpan, Text: ui.T("lease.own")}), OnChange: p.choose,
		}.UI(),
		app.Div().Class("lease-own").Body(app.If(p.span.choice == ownSpan, p.ownUI)),
		ui.Saving{Button: ui.Button{Text: ui.T("lease.save"), Kind: ui.Primary, Disabled: !p.span.dirty()}, Dirty: p.span.dirty(), OnDrop: p.dropSpan}.UI(),
	)
}

func (p *Organisation) ownUI() app.UI {
	return app.Div().Class("pair").Body(
		p.lease.Line("own", &p.span.number, ui.Field{Type: "number", From: "1", Autocomplete: "off"}),
		ui.Segmented{
			ID: p.lease.Field("unit"), Label: ui.T("lease.unit"), Value: p.span.unit,
			Choices:  []ui.Choice{{Value: inHours, Text: ui.T("lease.hours")}, {Value: inDays, Text: ui.T("lease.days")}},
			OnChange: func(_ app.Context, unit string) { p.span.unit = unit; p.lease.Mended("own") },
		}.UI(),
	)
}

func (p *Organisation) choose(_ app.Context, choice string) {
	p.span.choice = choice
	p.lease.Faults = nil
}

func (p *Organisation) dropSpan(app.Context, app.Event) {
	p.lease.Faults = nil
	p.beginSpan(p.span.was)
	ui.Focus(p.lease.Field("offlineHours"))
}

// beginSpan says to the page what a browser would keep of what was chosen.
func (p *Organisation) beginSpan(hours int) {
	p.span.begin(hours)
	ui.SetValue(p.lease.Field("offlineHours"), p.span.choice)
	ui.SetValue(p.lease.Field("own"), p.span.number)
}

func (p *Organisation) saveSpan(ctx app.Context, _ app.Event) {
	to := p.span.hours()
	said := ui.T("lease.saved", "time", ui.Hours(to))
	if _, err := store.Do(ctx, tenants.SetOffline.Name, tenants.OfflineArgs{From: p.span.was, To: to}, said); err != nil {
		p.lease.Fail(ctx, p.onOwn(err))
		return
	}
	p.lease.Faults = nil
	store.Resolved(ctx, p.spans)
	p.spans = ""
	p.beginSpan(store.Replica().Tenant().Offline())
}

// onOwn leads what is wrong with the hours to where they were typed.
func (p *Organisation) onOwn(err error) error {
	if p.span.choice != ownSpan {
		return err
	}
	var out fault.List
	for _, f := range fault.All(err) {
		if f.Field == "offlineHours" {
			f = f.On("own")
		}
		out = append(out, f)
	}
	return out.Err()
}
