package pages

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// conflictBanner says that something was refused, until it has been looked at.
func conflictBanner(all []replica.Conflict) app.UI {
	c := all[len(all)-1]
	title := ui.T("conflict.title", "what", conflictTitle(c))
	if len(all) > 1 {
		title = ui.N("conflict.titles", len(all))
	}
	return ui.Banner(ui.Bad, ui.IconAlertCircle, title, faultText(c),
		ui.Button{Text: ui.T("conflict.look"), Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { ui.OpenDialog("conflicts") }}.UI())
}

func faultText(c replica.Conflict) string {
	parts := make([]string, len(c.Faults))
	for i, f := range c.Faults {
		parts[i] = ui.FaultText(f)
	}
	return strings.Join(parts, " ")
}

// conflictTitle names what was to be done, not what was said to have happened: it has not.
func conflictTitle(c replica.Conflict) string { return deedTitle(c.Command.Deed) }

func deedTitle(deed string) string { return ui.T("deed." + deed) }

// conflictList shows each refused command with what was to be done, why it was not, and with its full input.
func conflictList(all []replica.Conflict) app.UI {
	return app.Ul().Class("conflicts").Body(app.Range(all).Slice(func(i int) app.UI {
		c := all[i]
		id := string(c.Command.ID)
		again := ui.T("conflict.retry")
		if c.Nevertheless() {
			again = ui.T("conflict.nevertheless")
		}
		return app.Li().Body(
			app.H3().Text(conflictTitle(c)),
			app.P().Class("conflict-why").Text(faultText(c)),
			conflictInput(c),
			app.Div().Class("conflict-actions").Body(
				ui.Button{Text: again, Icon: ui.IconRefresh, Scope: id, OnClick: func(ctx app.Context, _ app.Event) { store.Retry(ctx, c.Command.ID); closeIfNone() }}.UI(),
				ui.Button{Text: ui.T("conflict.dismiss"), Kind: ui.Quiet, Scope: id, OnClick: func(ctx app.Context, _ app.Event) { store.Dismiss(ctx, c.Command.ID); closeIfNone() }}.UI(),
			),
		)
	}))
}

func closeIfNone() {
	if len(store.Replica().Conflicts()) == 0 {
		ui.CloseDialog("conflicts")
	}
}

// conflictInput is all that a person entered, in the words of the forms.
func conflictInput(c replica.Conflict) app.UI {
	lines := entered(c.Command.Args, func(id org.MemberID) string {
		m, _ := store.Replica().Member(id)
		return m.Name()
	})
	return app.Dl().Class("conflict-input").Body(app.Range(lines).Slice(func(i int) app.UI {
		return app.Div().Body(app.Dt().Text(lines[i].label), app.Dd().Text(lines[i].value))
	}))
}

type line struct{ label, value string }

// entered puts the arguments of a command in words: whom it is about, and each field with what it was to become.
func entered(args json.RawMessage, name func(org.MemberID) string) []line {
	var a struct {
		Member  org.MemberID   `json:"member"`
		Members []org.MemberID `json:"members"`
		Fields  map[string]struct {
			To any `json:"to"`
		} `json:"fields"`
		Add    []string `json:"add"`
		Remove []string `json:"remove"`
		To     string   `json:"to"`
	}
	var all map[string]any
	if json.Unmarshal(args, &a) != nil || json.Unmarshal(args, &all) != nil {
		return []line{{ui.T("conflict.input"), string(args)}}
	}
	var out []line
	if who := names(append(a.Members, a.Member), name); who != "" {
		out = append(out, line{ui.T("conflict.who"), who})
	}
	for field, f := range a.Fields {
		all[field] = f.To
	}
	for _, field := range members.EditableFields { // as the forms have them
		if value, given := all[field]; given {
			out = append(out, line{ui.T("field." + field), spell(value)})
		}
	}
	for _, l := range []line{{ui.T("conflict.add"), strings.Join(a.Add, ", ")}, {ui.T("conflict.remove"), strings.Join(a.Remove, ", ")}, {ui.T("field.name"), a.To}} {
		if l.value != "" {
			out = append(out, l)
		}
	}
	return out
}

// most is how many people are named; of more there is a number.
const most = 5

func names(ids []org.MemberID, name func(org.MemberID) string) string {
	var known []string
	for _, id := range ids {
		if n := name(id); n != "" {
			known = append(known, n)
		}
	}
	if len(known) > most {
		return strings.Join(known[:most], ", ") + " " + ui.N("conflict.others", len(known)-most)
	}
	return strings.Join(known, ", ")
}

func spell(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = spell(p)
		}
		return strings.Join(parts, ", ")
	}
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}
