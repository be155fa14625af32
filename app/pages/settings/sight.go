package settings

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/groups"
	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Who sees the others, as choices.
const (
	sightAll  = "all"
	sightSome = "some"
	sightOff  = string(org.PeopleOff)
)

// sight is what is being chosen of who sees whom.
type sight struct {
	ui.FormState
	typed   [2]string // in the lines of people and of fields
	some    bool      // those who see others are being chosen, and none is yet
	options []ui.Option
	as      uint64 // the state of the organisation that the options are of
}

func (s *sight) choice(t org.Tenant) string {
	switch {
	case s.some:
		return sightSome
	case t.People == "":
		return sightAll
	case t.People == org.PeopleOff:
		return sightOff
	}
	return sightSome
}

// sightUI says who sees the others, and what profiles keep to themselves.
func (p *Organisation) sightUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(app.P().Class("settings-value").Text(ui.T("sight."+p.sight.choice(t)+".note")), lacking(org.ManageTenant))
	}
	s := &p.sight
	choice := s.choice(t)
	var who app.UI
	if choice == sightSome {
		people, listed := t.People.Listed()
		s.follow()
		who = &ui.MultiSelect{
			ID: s.Field("people"), Label: ui.T("sight.who"), Hint: ui.T("sight.whoHint"), Error: s.Wrong("people"), Value: s.known(people, listed), Options: s.options,
			Typed: s.typed[0], OnTyped: s.into(0), OnChange: p.namePeople,
		}
	}
	return app.Div().Class("sight").Body(
		ui.RadioCards{
			ID: "sight-choice", Label: ui.T("field.people"), Value: choice,
			Choices: []ui.Choice{
				{Value: sightAll, Icon: ui.IconUsers, Text: ui.T("sight.all"), Note: ui.T("sight.all.note")},
				{Value: sightSome, Icon: ui.IconUsersGroup, Text: ui.T("sight.some"), Note: ui.T("sight.some.note")},
				{Value: sightOff, Icon: ui.IconUserOff, Text: ui.T("sight.off"), Note: ui.T("sight.off.note")},
			},
			OnChange: p.choosePeople,
		}.UI(),
		app.Div().Body(who),
		&ui.MultiSelect{
			ID: s.Field("hidden"), Label: ui.T("field.hidden"), Hint: ui.T("sight.hiddenHint"), Error: s.Wrong("hidden"), Value: t.Hidden.Fields(), Options: hideable(),
			Typed: s.typed[1], OnTyped: s.into(1), OnChange: func(ctx app.Context, chosen []string) {
				p.setSight(ctx, "hidden", string(t.Hidden), string(org.HiddenOf(chosen)))
			},
		},
	)
}

func (s *sight) into(line int) func(app.Context, string) {
	return func(_ app.Context, typed string) { s.typed[line] = typed }
}

var hideables []ui.Option

// hideable are the fields that can be kept from colleagues; the same slice as long as the language is the same.
func hideable() []ui.Option {
	if len(hideables) > 0 && hideables[0].Text == ui.T("field."+org.Hideable[0]) {
		return hideables
	}
	hideables = nil
	for _, f := range org.Hideable {
		hideables = append(hideables, ui.Option{Value: f, Text: ui.T("field." + f)})
	}
	return hideables
}

// follow lists all groups and people, once for each state of the organisation.
func (s *sight) follow() {
	if now := store.Replica().Version(); s.options == nil || s.as != now {
		s.as, s.options = now, slices.Concat(groups.Joinable(), people())
	}
}

// people are all who can be chosen, in the order of the list.
func people() (out []ui.Option) {
	d := store.Replica().Directory()
	for _, slot := range d.Find(replica.Query{Kind: org.KindUser}) {
		if id, m := d.At(slot); m.Role == org.User && !m.Deactivated {
			out = append(out, ui.Option{Value: string(id), Text: m.Name(), Note: string(m.Email)})
		}
	}
	return out
}

// known are those who are chosen and still there.
func (s *sight) known(members []org.MemberID, listed []org.GroupID) (out []string) {
	for _, g := range listed {
		if _, there := store.Replica().Directory().Group(g); there {
			out = append(out, string(g))
		}
	}
	for _, m := range members {
		if _, there := store.Replica().Member(m); there {
			out = append(out, string(m))
		}
	}
	return out
}

func (s *sight) chosen(values []string) (members []org.MemberID, listed []org.GroupID) {
	for _, v := range values {
		if _, group := store.Replica().Directory().Group(org.GroupID(v)); group {
			listed = append(listed, org.GroupID(v))
		} else {
			members = append(members, org.MemberID(v))
		}
	}
	return members, listed
}

// choosePeople saves at once, but for some, of whom the first has to be named.
func (p *Organisation) choosePeople(ctx app.Context, to string) {
	p.sight.some = to == sightSome
	switch to {
	case sightAll:
		p.setSight(ctx, "people", string(tenantNow().People), "")
	case sightOff:
		p.setSight(ctx, "people", string(tenantNow().People), sightOff)
	default:
		ctx.Defer(func(app.Context) { ui.Focus(p.sight.Field("people")) })
	}
}

// namePeople says who sees the others. Where the last one is taken off the list, nobody does, and not everybody.
func (p *Organisation) namePeople(ctx app.Context, chosen []string) {
	to := org.PeopleOf(p.sight.chosen(chosen))
	if p.sight.some = to == ""; p.sight.some {
		to = org.PeopleOff
	}
	p.setSight(ctx, "people", string(tenantNow().People), string(to))
}

// setSight saves one of them at once.
func (p *Organisation) setSight(ctx app.Context, field, from, to string) {
	saveNow(ctx, &p.sight.FormState, field, from, to, ui.T("sight.saved."+field))
}
