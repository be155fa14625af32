package members

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// heirs are the groups that those lead who are to be deleted, and who takes each over.
type heirs struct {
	led    []led
	gone   replica.Marks // who can't take over, as they are to be deleted
	all    string        // who takes all over; "" for nobody
	single bool          // each group is asked about by itself
}

// led is a group that somebody leads, or is the deputy of.
type led struct {
	group org.GroupID
	name  string
	who   org.MemberID
	heir  string
}

// heirsOf finds what has to be handed over.
func heirsOf(plan Plan) (h heirs) {
	d := store.Replica().Directory()
	seen := make(map[org.GroupID]bool, len(plan.Leads))
	for _, l := range plan.Leads {
		if g, there := d.Group(l.Group); there && !seen[l.Group] {
			seen[l.Group] = true
			h.led = append(h.led, led{group: l.Group, name: g.Name, who: l.Who})
		}
	}
	if len(h.led) == 0 {
		return h
	}
	slices.SortFunc(h.led, func(a, b led) int { return strings.Compare(a.name, b.name) })
	for _, slot := range d.SlotsOf(plan.Act) {
		h.gone.Put(slot, true)
	}
	return h
}

// could finds those who can take over: whoever stays and is not deactivated.
func (h *heirs) could(typed string, most int) (some []ui.Option, total int) {
	d := store.Replica().Directory()
	for _, slot := range d.Find(replica.Query{Search: typed}) {
		if h.gone.Has(slot) || !d.Active(slot) {
			continue
		}
		if total++; total <= most {
			id, m := d.At(slot)
			some = append(some, ui.Option{Value: string(id), Text: m.Name()})
		}
	}
	return some, total
}

// named is somebody who takes over.
func named(id string) ui.Option {
	m, _ := memberHere(org.MemberID(id))
	return ui.Option{Value: id, Text: m.Name()}
}

// chosen are those who take over.
func (h *heirs) chosen() (out []members.Successor) {
	for _, l := range h.led {
		heir := h.all
		if h.single {
			heir = l.heir
		}
		if heir != "" && len(out) < members.MaxSuccessors {
			out = append(out, members.Successor{Group: l.group, Member: org.MemberID(heir)})
		}
	}
	return out
}

// UI asks who takes over; nil where nobody leads anything.
func (h *heirs) UI() app.UI {
	if len(h.led) == 0 {
		return nil
	}
	var ask []app.UI
	if h.single {
		for i := range h.led[:min(len(h.led), members.MaxSuccessors)] {
			l := &h.led[i]
			ask = append(ask, h.field("members-heir-"+string(l.group), ui.T("heirs.of", "group", l.name, "name", named(string(l.who)).Text), "", &l.heir))
		}
	} else {
		ask = append(ask, h.field("members-heir", ui.T("heirs.all"), ui.T("heirs.hint"), &h.all))
	}
	if len(h.led) > 1 {
		ask = append(ask, ui.Check{ID: "members-heirs-each", Label: ui.T("heirs.each"), On: h.single, OnChange: func(_ app.Context, on bool) { h.single = on }}.UI())
	}
	if len(h.led) > members.MaxSuccessors {
		ask = append(ask, app.P().Text(ui.T("heirs.tooMany", "max", ui.Number(members.MaxSuccessors))))
	}
	return app.Div().Class("heirs").Body(append([]app.UI{
		app.P().Body(app.Strong().Text(ui.N("heirs.led", len(h.led))), app.Text(" "+listed(h.led))),
	}, ask...)...)
}

func (h *heirs) field(id, label, hint string, heir *string) app.UI {
	return &ui.Combobox{ID: id, Label: label, Hint: hint, Value: *heir, Find: ui.Find{Typed: h.could, Named: named}, OnChange: func(_ app.Context, v string) { *heir = v }}
}

// listed names the first of some groups.
func listed(all []led) string {
	const named = 5
	out := ""
	for i, l := range all {
		switch {
		case i == named:
			return out + " …"
		case i > 0:
			out += ", "
		}
		out += l.name
	}
	return out
}
