package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// deciding is what tells where a change stands, and lets people decide.
func deciding() []Specimen { return []Specimen{disputes(), outgoings(), marks()} }

func disputes() Specimen {
	buttons := func(words ...string) (out []app.UI) {
		for i, w := range words {
			b := ui.Button{Text: w, Scope: w, OnClick: nothing}
			if i == 0 && len(words) > 1 {
				b.Kind = ui.Primary
			}
			out = append(out, b.UI())
		}
		return out
	}
	hanna := func(id string) ui.Dispute {
		return ui.Dispute{
			ID: id, Face: ui.Face{Seed: id, Name: "Hanna Jäger", Role: org.User, Status: org.Active}.UI(), Title: "Hanna Jäger", Href: "#", Tone: ui.Bad,
			What: ui.T("deed.members.edit"), When: ui.T("inbox.claimed", "time", "31.03.2026, 9:51"),
		}
	}
	mine, theirs, edit := ui.N("inbox.mine", 1), ui.T("inbox.theirs"), ui.T("inbox.edit")
	return Specimen{
		ID: "dispute", Title: "Change to decide about",
		Care: []string{
			"Why it is here stands in a sentence; each value with a word for whose it is: place and colour are never alone.",
			"Before, now and one's own side by side; one below the other on the phone.",
			"A value that is empty, or that there is none any more, is said.",
			"After a decision the focus goes to the next one.",
		},
		States: []State{
			{"The same field", func() app.UI {
				d := hanna("dispute-field")
				d.Why = ui.T("inbox.why.field", "who", "Çiğdem Çelik")
				d.Sides = []ui.Sides{{
					Label: ui.T("field.title"), Before: say("Sachbearbeiterin", "Clerk"), Theirs: say("Leiterin Kundenservice", "Head of customer service"),
					Mine: say("Teamleiterin Innendienst", "Team lead back office"), By: ui.T("inbox.by", "who", "Çiğdem Çelik", "time", "31.03.2026, 10:04"),
				}}
				d.Actions = buttons(mine, theirs, edit)
				return d.UI()
			}},
			{"Deactivated meanwhile, empty values", func() app.UI {
				d := hanna("dispute-deactivated")
				d.Why = ui.T("inbox.why.deactivated", "who", "Çiğdem Çelik", "name", "Hanna Jäger")
				d.Sides = []ui.Sides{{Label: ui.T("field.phone"), Mine: "+49 8382 1234"}}
				d.Actions = buttons(mine, theirs, edit)
				return d.UI()
			}},
			{"Deleted meanwhile", func() app.UI {
				d := hanna("dispute-deleted")
				d.Why = ui.T("inbox.why.deleted", "who", "Çiğdem Çelik")
				d.Sides = []ui.Sides{{Label: ui.T("field.title"), Mine: say("Teamleiterin", "Team lead"), Gone: true}}
				d.Actions = buttons(ui.N("inbox.restore", 1), ui.T("inbox.stayDeleted"))
				return d.UI()
			}},
			{"Refused", func() app.UI {
				d := hanna("dispute-refused")
				d.Face, d.Icon, d.Href, d.What = nil, ui.IconUserPlus, "", ui.T("deed.members.create")
				d.Why = say("Diese Adresse gehört schon zu einem Mitglied.", "This address belongs to a member already.")
				d.Input = []ui.Fact{{Label: ui.T("field.email"), Value: "hanna.jaeger@stadtwerke.example"}, {Label: ui.T("field.title"), Value: say("Teamleiterin", "Team lead")}}
				d.Actions = buttons(ui.N("inbox.retry", 1), ui.T("inbox.drop"), edit)
				return d.UI()
			}},
			{"Only to be known", func() app.UI {
				d := hanna("dispute-known")
				d.Tone, d.What = ui.Neutral, ui.T("deed.members.deactivate")
				d.Why = ui.T("inbox.why.deactivatedOver", "who", "Çiğdem Çelik")
				d.Sides = []ui.Sides{{Label: ui.T("field.location"), Before: "Lindau", Theirs: "Bregenz", By: ui.T("inbox.by", "who", "Çiğdem Çelik", "time", "31.03.2026, 10:04"), NoMine: true}}
				d.Actions = buttons(ui.T("inbox.read"))
				return d.UI()
			}},
		},
	}
}

func outgoings() Specimen {
	back := ui.Button{Text: ui.T("inbox.takeBack"), Icon: ui.IconArrowBack, OnClick: nothing}
	one := func(name string, o ui.Outgoing) State {
		return State{name, func() app.UI {
			o.Action = back.UI()
			return app.Ul().Class("card outgoings").Body(o.UI())
		}}
	}
	return Specimen{
		ID: "outgoing", Title: "Change that waits",
		Care: []string{"When it was asked for and what it waits for stand in words.", "Each can be taken back until it is with the server, and after that as well."},
		States: []State{
			one("Waits", ui.Outgoing{Text: say("Ute Unger ist deaktiviert.", "Ute Unger is deactivated."), When: ui.T("inbox.claimed", "time", "31.03.2026, 9:51")}),
			one("For whom a filter shows", ui.Outgoing{Text: say("40 Mitglieder deaktivieren", "Deactivate 40 members"), When: ui.T("inbox.claimed", "time", "31.03.2026, 9:51"), Note: ui.N("inbox.waits.filter", 40)}),
			one("On its way", ui.Outgoing{Text: say("Ute Unger ist deaktiviert.", "Ute Unger is deactivated."), When: ui.T("inbox.claimed", "time", "31.03.2026, 9:51"), Note: ui.T("inbox.waits.sent"), Sent: true}),
		},
	}
}

func marks() Specimen {
	mark := func(name string, s ui.ChangeState) State {
		return State{name, func() app.UI { return ui.ChangeMark{State: s, Href: "#"}.UI() }}
	}
	return Specimen{
		ID: "change-mark", Title: "Where a change stands",
		Care:   []string{"A word and a sign, not a colour alone.", "What needs somebody leads to where one decides."},
		States: []State{mark("Waits", ui.ChangeWaits), mark("Saved", ui.ChangeSaved), mark("Needs you", ui.ChangeNeedsYou)},
	}
}
