package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dispute is a change that somebody has to decide about, or that met what others did: what it was about, why it is here, each value as
// it was, as it is and as it was to be, and what can be done.
type Dispute struct {
	ID      string
	Face    app.UI // of the person it is about; an icon if there is none
	Icon    IconName
	Title   string
	Href    string // where the title leads; "" if nowhere
	What    string // what was to be done
	When    string // and when
	Why     string
	Tone    Tone // Bad where somebody has to decide
	Sides   []Sides
	Input   []Fact // what was entered, where there are no sides
	Actions []app.UI
}

// Sides are the values of one field.
type Sides struct {
	Label  string
	Before string // as it was seen
	Theirs string // as it is now
	Mine   string // as it was to be
	By     string // whose Theirs is, and since when
	NoMine bool   // nothing was to be made of this field
	Gone   bool   // there is no value any more
}

// UI is the element.
func (d Dispute) UI() app.UI {
	face := d.Face
	if face == nil {
		face = app.Span().Class("dispute-icon").Body(Icon(d.Icon))
	}
	var title app.UI = app.Text(d.Title)
	if d.Href != "" {
		title = Link(d.Title, d.Href)
	}
	return app.Article().ID(d.ID).Class("card dispute").Class(toneClass[d.Tone]).TabIndex(-1).Aria("labelledby", d.ID+"-title").Body(
		app.Header().Class("dispute-head").Body(
			face,
			app.Div().Body(
				app.H3().ID(d.ID+"-title").Body(title),
				app.P().Text(d.What+" · "+d.When),
			),
		),
		app.P().Class("dispute-why").Text(d.Why),
		app.Div().Class("dispute-fields").Body(app.Range(d.Sides).Slice(func(i int) app.UI { return d.Sides[i].UI() })),
		app.Div().Class("dispute-input").Body(app.If(len(d.Input) > 0, func() app.UI { return Facts(d.Input...) })),
		app.Div().Class("dispute-actions").Body(d.Actions...),
	)
}

// UI is the element: side by side where there is room, one below the other on the phone.
func (s Sides) UI() app.UI {
	side := func(class, label, value, note string) app.UI {
		v := app.Strong().Text(value)
		if value == "" {
			v = v.Class("side-empty").Text(T("side.empty"))
		}
		return app.Div().Class("side-of").Class(class).Body(app.Span().Class("side-label").Text(label), v, app.Small().Text(note))
	}
	theirs := side("side-theirs", T("side.theirs"), s.Theirs, s.By)
	if s.Gone {
		theirs = app.Div().Class("side-of side-theirs").Body(app.Span().Class("side-label").Text(T("side.theirs")), app.Strong().Class("side-empty").Text(T("side.gone")))
	}
	return app.Div().Class("sides").Attr("role", "group").Aria("label", s.Label).Body(
		app.P().Class("sides-label").Aria("hidden", true).Text(s.Label),
		side("side-before", T("side.before"), s.Before, ""),
		theirs,
		app.If(!s.NoMine, func() app.UI { return side("side-mine", T("side.mine"), s.Mine, "") }),
	)
}

// Outgoing is a change that waits to be sent.
type Outgoing struct {
	Text   string
	When   string
	Note   string // what it waits for
	Sent   bool   // is on its way
	Action app.UI
}

// UI is the element.
func (o Outgoing) UI() app.UI {
	icon := IconClock
	if o.Sent {
		icon = IconUpload
	}
	return app.Li().Class("outgoing").Body(
		Icon(icon),
		app.Div().Body(app.Strong().Text(o.Text), app.Small().Text(o.When), app.Small().Text(o.Note)),
		app.Div().Class("outgoing-action").Body(o.Action),
	)
}

// ChangeMark is the sign that a change of a record carries until it has come to rest.
type ChangeMark struct {
	State ChangeState
	Act   string // what a press on it does in a list; it is plain words where this is ""
	Href  string // where it leads outside of lists
}

// ChangeState is where a change stands.
type ChangeState uint8

// The states of a change.
const (
	NoChange ChangeState = iota
	ChangeWaits
	ChangeSaved
	ChangeNeedsYou
)

var changeLook = [...]struct {
	class, text string
	icon        IconName
}{
	ChangeWaits: {"stands stands-waits", "mark.waits", IconClock}, ChangeSaved: {"stands stands-saved", "mark.saved", IconCloudCheck}, ChangeNeedsYou: {"stands stands-needs", "mark.needs", IconAlertCircle},
}

// UI is the element; nothing for NoChange.
func (m ChangeMark) UI() app.UI {
	if m.State == NoChange {
		return nil
	}
	look := changeLook[m.State]
	body := []app.UI{Icon(look.icon), app.Span().Text(T(look.text))}
	if m.Href != "" && m.State == ChangeNeedsYou {
		return app.A().Class(look.class).Href(m.Href).Body(body...)
	}
	s := app.Span().Class(look.class).Body(body...)
	if m.Act != "" && m.State == ChangeNeedsYou {
		s = s.DataSet("act", m.Act)
	}
	return s
}
