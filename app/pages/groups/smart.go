package groups

import (
	"maps"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Who belongs to a group, as choices.
const (
	byHand = "chosen"
	byRule = "rule"
	anyone = "any" // a condition that is not asked for, where a choice has to have a value
)

// smartUI asks who belongs to a group: of one to be whether that is chosen or found, of a smart one by what.
func (q *dialogs) smartUI() app.UI {
	var ask []app.UI
	if q.of == "" {
		ask = append(ask, ui.RadioCards{
			ID: "group-way", Label: ui.T("smart.way"), Value: map[bool]string{false: byHand, true: byRule}[q.in.smart],
			Choices: []ui.Choice{
				{Value: byHand, Icon: ui.IconUsersGroup, Text: ui.T("smart.chosen"), Note: ui.T("smart.chosen.note")},
				{Value: byRule, Icon: ui.IconFilter, Text: ui.T("smart.rule"), Note: ui.T("smart.rule.note")},
			},
			OnChange: func(_ app.Context, way string) { q.in.smart = way == byRule },
		}.UI())
	}
	if q.in.smart {
		ask = append(ask, q.ruleUI())
	}
	return app.Div().Class("smart").Body(ask...)
}

func (q *dialogs) ruleUI() app.UI {
	d := dir()
	set := func(what string) func(app.Context, string) {
		return func(_ app.Context, v string) {
			if v == anyone {
				v = ""
			}
			q.in.rule = maps.Clone(q.in.rule)
			q.in.rule[what] = v
			q.form.Mended("rule")
		}
	}
	one := func(what string, from []replica.TagCount) app.UI {
		return &ui.Combobox{ID: "group-rule-" + what, Label: story.RuleLabel(what), Value: q.in.rule[what], Options: counted(what, from, q.in.rule[what]), OnChange: set(what)}
	}
	kind := q.in.rule[org.RuleKind]
	if kind == "" {
		kind = anyone
	}
	return app.Div().Class("smart-rule").Attr("role", "group").Aria("label", ui.T("field.rule")).Body(
		app.P().Class("form-note").Text(ui.T("smart.all")),
		one(org.RuleTag, d.Tags()), one(org.RuleTitle, d.Titles()), one(org.RuleLocation, d.Locations()),
		ui.Select{ID: "group-rule-kind", Label: story.RuleLabel(org.RuleKind), Value: kind, OnChange: set(org.RuleKind), Options: []ui.Option{
			{Value: anyone, Text: ui.T("smart.anyKind")}, {Value: string(org.KindUser), Text: ui.T("role.user")}, {Value: string(org.KindGuest), Text: ui.T("role.guest")},
		}}.UI(),
		&ui.Combobox{ID: "group-rule-within", Label: story.RuleLabel(org.RuleWithin), Value: q.in.rule[org.RuleWithin], Options: Joinable(), OnChange: set(org.RuleWithin)},
		app.P().Class("smart-count").Attr("role", "status").Text(q.meetText()),
		app.P().Class("field-error").Attr("role", "alert").Text(q.form.Wrong("rule")),
	)
}

// meetText says how many meet what is being entered.
func (q *dialogs) meetText() string {
	rule := org.RuleOf(q.in.rule)
	if rule == "" {
		return ui.T("smart.nothing")
	}
	return ui.N("smart.meet", dir().Meet(rule))
}

var countedOptions = map[string]struct {
	of   string
	list []ui.Option
}{}

// counted are values with how many have them; the same slice as long as they are the same. What is chosen is among them, be it that nobody has it any more.
func counted(what string, from []replica.TagCount, chosen string) []ui.Option {
	list := make([]ui.Option, 0, len(from)+1)
	var of strings.Builder
	there := chosen == ""
	for _, c := range from {
		there = there || c.Tag == chosen
		list = append(list, ui.Option{Value: c.Tag, Text: c.Tag, Note: ui.N("groups.people", c.N)})
		of.WriteString(c.Tag + "\x00" + list[len(list)-1].Note + "\x00")
	}
	if !there {
		list = append(list, ui.Option{Value: chosen, Text: chosen})
		of.WriteString(chosen)
	}
	if was := countedOptions[what]; was.of == of.String() && was.list != nil {
		return was.list
	}
	countedOptions[what] = struct {
		of   string
		list []ui.Option
	}{of.String(), list}
	return list
}

// smartAbout says by what somebody belongs to a smart group.
func smartAbout(g org.Group) app.UI {
	text := story.RuleText(g.Rule)
	if text == "" {
		text = ui.T("smart.hidden")
	}
	return app.Div().Class("group-part").Body(app.H2().Body(ui.Icon(ui.IconFilter), app.Span().Text(ui.T("smart.title"))), app.P().Class("group-rule").Text(text))
}

// ruled are the conditions of a group as its form has them.
func ruled(g org.Group) map[string]string { return g.Rule.Parts() }

// rule is what a new group is found by, if it is.
func (q *dialogs) rule() string {
	if !q.in.smart {
		return ""
	}
	return string(org.RuleOf(q.in.rule))
}

// needsRule says whether a smart group is to be without a condition, which it can't.
func (q *dialogs) needsRule() bool { return q.in.smart && q.rule() == "" }
