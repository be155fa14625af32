package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/groups"
	"stellwerk/app/palette"
	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

var groupNames = map[palette.Group]string{
	palette.Recent: "palette.group.recent", palette.People: "palette.group.people", palette.Teams: "groups.title", palette.Pages: "palette.group.pages",
	palette.Deeds: "palette.group.deeds", palette.Settings: "palette.group.settings",
}

// view is the palette as it is to be shown now.
func (p *Palette) view() ui.Palette {
	v := ui.Palette{
		ID: paletteID, Typed: p.typed, Active: p.active, Ask: ui.T("palette.ask"), Hints: hints(p.person != "" || p.verb != ""),
		OnInput: p.typing, OnKey: p.key, OnClick: p.click, OnBack: p.back,
		OnClose: func(app.Context, app.Event) { p.close() },
	}
	if !p.open {
		return v
	}
	v.Groups = p.groups
	v.Found = ui.N("palette.found", len(p.shown))
	switch {
	case p.person != "":
		m, _ := store.Replica().Member(p.person)
		v.About, v.Ask = m.Name(), ui.T("palette.askPerson", "name", m.Name())
	case p.verb != "":
		v.About, v.Ask = p.verbText(), ui.T("palette.askWhom")
	}
	p.explain(&v)
	return v
}

// explain says what has to be known besides the results, and what can be done where there are none.
func (p *Palette) explain(v *ui.Palette) {
	if have, total, loading := store.Replica().Loading(); loading && store.Here().Tenant != "" && p.person == "" {
		if v.Note = ui.T("palette.loadingAll"); total > 0 {
			v.Note = ui.T("palette.loading", "have", ui.Number(have), "total", ui.Number(total))
		}
	}
	if len(p.groups) > 0 && !p.none {
		return
	}
	switch {
	case p.looking:
		v.Found = ui.T("palette.looking")
	case p.verb != "" && p.typed == "":
		v.Title, v.Text = ui.T("palette.none.whomTitle"), ui.T("palette.none.whomYet")
	default:
		v.Title, v.Text = ui.T("palette.none.title"), ui.T("palette.none.text")
		if p.verb != "" {
			v.Text = ui.T("palette.none.whom")
		}
		v.Found = v.Title
	}
}

func here(h palette.Hit) bool {
	_, member := store.Replica().Member(h.Member)
	_, team := store.Replica().Directory().Group(h.Team)
	return member || team
}

func (p *Palette) verbText() string {
	for _, c := range p.commands {
		if c.verb == p.verb {
			return c.Text
		}
	}
	return ""
}

// results are what is to be shown; none says that it is what could be done instead, as nothing was found.
func (p *Palette) results() (out []ui.PaletteGroup, none bool) {
	if p.person != "" {
		return p.personGroups(), false
	}
	want := p.book.Wanted()
	for _, s := range p.book.Sections(here) {
		g := ui.PaletteGroup{Key: groupKey(s.Group), Label: ui.T(groupNames[s.Group])}
		for _, h := range s.Hits {
			switch {
			case h.Member != "":
				g.Options = append(g.Options, p.member(want, h.Member))
			case h.Team != "":
				g.Options = append(g.Options, team(want, h.Team))
			default:
				g.Options = append(g.Options, p.option(want, h.Key))
			}
		}
		out = append(out, g)
	}
	if len(out) == 0 && p.typed != "" && p.verb == "" && !p.looking {
		g := ui.PaletteGroup{Key: "instead", Label: ui.T("palette.group.instead")}
		for _, c := range p.commands {
			if c.instead {
				g.Options = append(g.Options, p.option(want, c.Key))
			}
		}
		return []ui.PaletteGroup{g}, true
	}
	return out, false
}

func groupKey(g palette.Group) string { return string(rune('a' + g)) }

func (p *Palette) option(want replica.Wanted, key string) ui.PaletteOption {
	for _, c := range p.commands {
		if c.Key == key {
			return ui.PaletteOption{Key: key, Icon: c.icon, Text: marks(want, c.Text), Second: marks(want, c.Second), Keys: c.keys, More: c.verb != ""}
		}
	}
	return ui.PaletteOption{Key: key}
}

func (p *Palette) member(want replica.Wanted, id org.MemberID) ui.PaletteOption {
	m, _ := store.Replica().Member(id)
	second, name := string(m.Email), want.Marks(m.Name())
	// What was found elsewhere than in the name and the address is shown, so that it is clear why somebody is here.
	if len(name) == 0 && len(want.Marks(second)) == 0 {
		for _, more := range append([]string{m.Title, m.Location, m.Phone}, m.Tags...) {
			if more != "" && len(want.Marks(more)) > 0 {
				second += " · " + more
				break
			}
		}
	}
	o := ui.PaletteOption{Key: string(id), Person: string(id), Name: m.Name(), Status: m.Status(), Text: parts(m.Name(), name), More: p.verb == ""}
	if o.Second = []ui.Marked{{Text: second}}; len(name) == 0 {
		o.Second = marks(want, second)
	}
	return o
}

// team is a group of people, with what it is part of.
func team(want replica.Wanted, id org.GroupID) ui.PaletteOption {
	return ui.PaletteOption{Key: string(id), Icon: ui.IconSitemap, Text: marks(want, groups.Name(id)), Second: []ui.Marked{{Text: groups.Where(id)}}}
}

func (p *Palette) personGroups() []ui.PaletteGroup {
	m, _ := store.Replica().Member(p.person)
	want := replica.Want(p.typed)
	g := ui.PaletteGroup{Key: "person", Label: ui.T("palette.group.person", "name", m.Name())}
	for _, d := range personDeeds(p.person) {
		if want.Empty() || want.Rank(replica.Findable(d.text, d.second)) != replica.Nowhere {
			g.Options = append(g.Options, ui.PaletteOption{Key: d.key, Icon: d.icon, Text: marks(want, d.text), Second: marks(want, d.second)})
		}
	}
	if len(g.Options) == 0 {
		return nil
	}
	return []ui.PaletteGroup{g}
}

// marks takes a text apart into what was typed and the rest.
func marks(want replica.Wanted, s string) []ui.Marked { return parts(s, want.Marks(s)) }

// parts takes a text apart into what is marked and the rest.
func parts(s string, marked []replica.Span) (out []ui.Marked) {
	at := 0
	for _, m := range marked {
		if m.From > at {
			out = append(out, ui.Marked{Text: s[at:m.From]})
		}
		out = append(out, ui.Marked{Text: s[m.From:m.To], On: true})
		at = m.To
	}
	if at < len(s) {
		out = append(out, ui.Marked{Text: s[at:]})
	}
	return out
}

func hints(within bool) []ui.KeyLine {
	last := ui.KeyLine{Combinations: []string{"ArrowRight"}, Text: ui.T("palette.hint.more")}
	if within {
		last = ui.KeyLine{Combinations: []string{"ArrowLeft"}, Text: ui.T("palette.hint.back")}
	}
	return []ui.KeyLine{
		{Combinations: []string{"ArrowUp", "ArrowDown"}, Text: ui.T("palette.hint.choose")},
		{Combinations: []string{"Enter"}, Text: ui.T("palette.hint.take")},
		last,
		{Combinations: []string{"Escape"}, Text: ui.T("palette.hint.close")},
	}
}
