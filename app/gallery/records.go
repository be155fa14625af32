package gallery

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// records are what is kept: how it is ordered, what became of it.
func records() []Specimen {
	return []Specimen{diffs(), trees(), timelines(), facts()}
}

func diffs() Specimen {
	diff := func(name string, changes func() []ui.Change) State {
		return State{name, func() app.UI { return ui.Diff(changes()...) }}
	}
	notes := func() (before, after string) {
		before = say("Arbeitet montags und dienstags im Wasserwerk Nord.", "Works at the northern waterworks on Mondays and Tuesdays.")
		after = say("Arbeitet montags und donnerstags im Wasserwerk Nord, mittwochs von zu Hause.", "Works at the northern waterworks on Mondays and Thursdays, from home on Wednesdays.")
		return before, after
	}
	return Specimen{
		ID: "diff", Title: "What has changed",
		Care: []string{
			"What went is struck out, what came is bold or underlined, each with a word for screen readers: colour is never alone.",
			"Sentences are told apart word by word, lists by what was added and removed.",
			"That there was nothing before, or is nothing now, is said.",
			"Long values are folded and can be unfolded.",
		},
		States: []State{
			diff("Values", func() []ui.Change {
				return []ui.Change{{Label: say("Nachname", "Last name"), Before: "Berger", After: "Berger-Vogt"}, {Label: say("Rolle", "Role"), Before: say("Mitglied", "Member"), After: "Admin"}}
			}),
			diff("Empty before, empty now", func() []ui.Change {
				return []ui.Change{{Label: say("Telefon", "Phone"), After: "+49 8382 1234"}, {Label: say("Standort", "Location"), Before: "Lindau"}}
			}),
			diff("A list", func() []ui.Change {
				return []ui.Change{{Label: "Tags", Added: []string{say("Nachtschicht", "Night shift"), "Netz"}, Removed: []string{say("temporär", "temporary")}}}
			}),
			diff("Sentences", func() []ui.Change {
				before, after := notes()
				return []ui.Change{{Label: say("Notizen", "Notes"), Before: before, After: after}}
			}),
			diff("Long text", func() []ui.Change {
				before, after := notes()
				filler := strings.Repeat(say("Die Übergabe steht im Ordner der Leitstelle. ", "The handover is in the folder of the control room. "), 12)
				return []ui.Change{{Label: say("Notizen", "Notes"), Before: filler + before + " " + filler, After: filler + after + " " + filler}}
			}),
			diff("New record", func() []ui.Change {
				return []ui.Change{{Label: "Name", Kind: ui.Came, After: "Anna Albrecht"}, {Label: say("Standort", "Location"), Kind: ui.Came, After: "Lindau"}}
			}),
			diff("Deleted record", func() []ui.Change {
				return []ui.Change{{Label: "Name", Kind: ui.Went, Before: "Anna Albrecht"}, {Label: say("Standort", "Location"), Kind: ui.Went, Before: "Lindau"}}
			}),
		},
	}
}

func trees() Specimen {
	return Specimen{
		ID: "tree", Title: "Tree",
		Care: []string{
			"Arrows move, right and left unfold and fold, Home and End lead to the ends, letters search, * unfolds all beside it.",
			"Screen readers hear level, place among how many, folded or not, chosen or not.",
			"Any number of nodes: only what can be seen is in the document.",
		},
		States: []State{
			{"One can be chosen", func() app.UI { return &picking{id: "tree-one", children: departmentsWithin, unfolded: []string{"tec"}} }},
			{"Several can be chosen", func() app.UI {
				return &picking{id: "tree-many", many: true, children: departmentsWithin, unfolded: []string{"tec", "tec-net"}}
			}},
			{"With a menu, and what can be dragged", func() app.UI { return &moving{} }},
			{"Five thousand below one", func() app.UI { return &picking{id: "tree-large", children: thousands, unfolded: []string{"all"}} }},
		},
	}
}

// picking is a tree that remembers what is chosen.
type picking struct {
	app.Compo
	id       string
	many     bool
	children func(string) []ui.TreeNode
	unfolded []string
	chosen   map[string]bool
}

func (p *picking) Render() app.UI {
	return &ui.Tree{
		ID: p.id, Label: say("Gruppen", "Groups"), Children: p.children, Unfolded: p.unfolded, Many: p.many,
		Selected: func(id string) bool { return p.chosen[id] },
		OnSelect: func(_ app.Context, id string) {
			on := p.chosen[id]
			if p.chosen == nil || !p.many {
				p.chosen = map[string]bool{}
			}
			p.chosen[id] = !on
		},
	}
}

func departmentsWithin(id string) []ui.TreeNode {
	group := func(id, text string, count int, inner bool) ui.TreeNode {
		return ui.TreeNode{ID: id, Text: text, Count: count, Inner: inner, Icon: ui.IconUsersGroup}
	}
	switch id {
	case "":
		return []ui.TreeNode{group("tec", say("Technik", "Engineering"), 412, true), group("sal", say("Vertrieb", "Sales"), 186, true), group("man", say("Geschäftsführung", "Management"), 3, false)}
	case "tec":
		return []ui.TreeNode{group("tec-net", say("Netz", "Grid"), 40, true), group("tec-wat", say("Wasserwerk Nord mit allen Außenstellen und der Bereitschaft", "Northern waterworks with all branches and the on-call service"), 1022, false)}
	case "tec-net":
		return []ui.TreeNode{group("tec-net-n", say("Nord", "North"), 22, false), group("tec-net-s", say("Süd", "South"), 18, false)}
	case "sal":
		return []ui.TreeNode{group("sal-in", say("Innendienst", "Office"), 30, false)}
	}
	return nil
}

func thousands(id string) []ui.TreeNode {
	if id == "" {
		return []ui.TreeNode{{ID: "all", Text: say("Alle Standorte", "All sites"), Count: 5000, Inner: true, Icon: ui.IconMapPin}}
	}
	nodes := make([]ui.TreeNode, 5000)
	for i := range nodes {
		nodes[i] = ui.TreeNode{ID: strconv.Itoa(i), Text: say("Standort ", "Site ") + strconv.Itoa(i+1), Count: -1}
	}
	return nodes
}

func timelines() Specimen {
	return Specimen{
		ID: "timeline", Title: "Timeline",
		Care: []string{"An ordered list: screen readers hear how many there are.", "The icon and the sentence say what happened; the colour only helps."},
		States: []State{{"What happened", func() app.UI {
			return ui.Timeline(say("Verlauf von Anna Albrecht", "History of Anna Albrecht"),
				ui.Happening{Icon: ui.IconPencil, Tone: ui.Info, Text: say("Vera Vogel hat den Nachnamen geändert", "Vera Vogel changed the last name"), When: say("heute, 14:20", "today, 14:20"),
					More: ui.Diff(ui.Change{Label: say("Nachname", "Last name"), Before: "Berger", After: "Albrecht"})},
				ui.Happening{Icon: ui.IconUserOff, Tone: ui.Wait, Text: say("Vera Vogel hat den Zugang beendet", "Vera Vogel ended the access"), When: say("gestern, 9:05", "yesterday, 9:05")},
				ui.Happening{Icon: ui.IconMail, Tone: ui.OK, Text: say("Anna hat ihre Adresse bestätigt", "Anna confirmed her address"), When: "2. 3. 2026"},
				ui.Happening{Icon: ui.IconUserPlus, Text: say("Vera Vogel hat Anna angelegt", "Vera Vogel added Anna"), When: "1. 3. 2026"},
			)
		}}},
	}
}

func facts() Specimen {
	return Specimen{
		ID: "facts", Title: "What is known",
		Care: []string{"A list of terms and their values to screen readers.", "That something is not known is said."},
		States: []State{{"Some known, some not", func() app.UI {
			return ui.Facts(
				ui.Fact{Icon: ui.IconMail, Label: say("E-Mail-Adresse", "E-mail address"), Value: "anna.albrecht@stadtwerke-lindau.de", Note: say("bestätigt am 2. März", "confirmed on 2 March")},
				ui.Fact{Icon: ui.IconPhone, Label: say("Telefon", "Phone")},
				ui.Fact{Icon: ui.IconTag, Label: "Tags", Show: row(ui.TagChip("Netz"), ui.TagChip(say("Nachtschicht", "Night shift")))},
				ui.Fact{Label: say("Ohne Bild", "Without an icon"), Value: "Lindau"},
			)
		}}},
	}
}
