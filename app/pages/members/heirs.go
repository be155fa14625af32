package members

import (
	"sort"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// heirs are the groups that those lead who are to be deleted, and who takes each over.
type heirs struct {
	led     []led
	options []ui.Option // who could
	all     string      // who takes all over; "" for nobody
	single  bool        // each group is asked about by itself
}

// led is a group that somebody leads, or is the deputy of.
type led struct {
	group org.GroupID
	name  string
	who   string
	heir  string
}

// heirsOf finds what has to be handed over. More than can be handed over at once is left out and said.
func heirsOf(plan Plan) heirs {
	var h heirs
	d := store.Replica().Directory()
	seen := map[org.GroupID]bool{}
	for _, l := range plan.Leads {
		if g, there := d.Group(l.Group); there && !seen[l.Group] {
			seen[l.Group] = true
			m, _ := memberHere(l.Who)
			h.led = append(h.led, led{group: l.Group, name: g.Name, who: m.Name()})
		}
	}
	if len(h.led) == 0 {
		return h
	}
	sort.Slice(h.led, func(a, b int) bool { return h.led[a].name < h.led[b].name })
	gone := replica.Marks{}
	for _, id := range plan.Act {
		slot, _ := d.Slot(id)
		gone.Put(slot, true)
	}
	for _, slot := range d.Find(Filter{}.Query()) {
		if gone.Has(slot) {
			continue
		}
		if id, m := d.At(slot); !m.Deactivated {
			h.options = append(h.options, ui.Option{Value: string(id), Text: m.Name()})
		}
	}
	return h
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
	names := make([]string, len(h.led))
	for i, l := range h.led {
		names[i] = l.name
	}
	var ask []app.UI
	if h.single {
		for i := range h.led {
			ask = append(ask, h.field("members-heir-"+string(h.led[i].group), ui.T("heirs.of", "group", h.led[i].name, "name", h.led[i].who), "", &h.led[i].heir))
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
		app.P().Body(app.Strong().Text(ui.N("heirs.led", len(h.led))), app.Text(" "+listed(names))),
	}, ask...)...)
}

func (h *heirs) field(id, label, hint string, heir *string) app.UI {
	return &ui.Combobox{ID: id, Label: label, Hint: hint, Value: *heir, Options: h.options, OnChange: func(_ app.Context, v string) { *heir = v }}
}

// listed names the first of some.
func listed(names []string) string {
	const named = 5
	out := ""
	for i, n := range names {
		switch {
		case i == named:
			return out + " …"
		case i > 0:
			out += ", "
		}
		out += n
	}
	return out
}
