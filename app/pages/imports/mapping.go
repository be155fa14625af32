package imports

import (
	"maps"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// saidHere is what the organisation has said that headings mean.
func saidHere() map[string]staff.Field {
	out := map[string]staff.Field{}
	store.Replica().Tenant().Columns.Each(func(heading, field string) { out[staff.Fold(heading)] = staff.Field(field) })
	return out
}

// Say reads the columns of a heading as a field, or leaves them alone for "". All lines are to be judged anew. Errors are those of staff.
func (l *List) Say(heading string, f staff.Field) error {
	l.said = maps.Clone(l.said)
	if l.said == nil {
		l.said = map[string]staff.Field{}
	}
	if l.said[staff.Fold(heading)] = f; f == "" {
		delete(l.said, staff.Fold(heading))
	}
	err := l.readColumns()
	l.mapped++
	l.columnsChanged()
	return err
}

// Said lists the fields whose columns are read as the organisation has said.
func (l *List) Said() map[staff.Field]bool {
	out := map[staff.Field]bool{}
	for f, i := range l.Mapping.Columns {
		out[f] = l.said[staff.Fold(l.Table.Header[i])] == f
	}
	return out
}

// say reads a column of the list on the desk in another way and has the organisation remember that.
func (p *Page) say(ctx app.Context, l *List, heading string, f staff.Field) {
	d := p.desk
	known := ""
	store.Replica().Tenant().Columns.Each(func(h, _ string) {
		if staff.Fold(h) == staff.Fold(heading) {
			known = h
		}
	})
	said := ui.T("imports.columns.remembered", "column", heading, "field", fieldText(f))
	if f == "" {
		said = ui.T("imports.columns.forgotten", "column", heading)
	}
	if known == "" {
		known = heading
	}
	store.DoNow(ctx, tenants.RememberColumn.Name, tenants.ColumnArgs{Heading: known, Field: string(f)}, said)
	err := l.Say(heading, f)
	if l == d.wrong {
		if d.err = err; err == nil {
			p.take(ctx, l)
		}
		return
	}
	d.again(p.ctx)
	p.ctx.Defer(func(app.Context) { ui.Focus(meaningID(heading)) })
}

func meaningID(heading string) string { return "imports-meaning-" + staff.Fold(heading) }

// meaning asks what a column means. It is made anew whenever the columns have changed: which fields are free changes with each choice, and a
// browser's list that is changed under its choice shows another one.
type meaning struct {
	app.Compo
	id string
	ui app.UI
}

// CompoID is the column in one state of all.
func (m *meaning) CompoID() string { return m.id }

// Render is the question.
func (m *meaning) Render() app.UI { return m.ui }

// meaningUI says what a column means that is not understood by itself, and lets somebody say it.
func (p *Page) meaningUI(l *List, index int, now staff.Field) app.UI {
	heading := staff.Clean(l.Table.Header[index])
	if _, err := org.ParseHeading("", heading); err != nil || staff.Fold(heading) == "" {
		return nil // none that could be found again
	}
	options := []ui.Option{{Value: "-", Text: ui.T("imports.columns.none")}}
	for _, f := range staff.Fields {
		if at, taken := l.Mapping.Columns[f]; !taken || at == index {
			options = append(options, ui.Option{Value: string(f), Text: fieldText(f)})
		}
	}
	value := string(now)
	if now == "" {
		value = "-"
	}
	return app.Li().Class("imports-meaning").Body(&meaning{id: heading + "\x00" + strconv.Itoa(l.mapped), ui: ui.Select{
		ID: meaningID(heading), Label: ui.T("imports.columns.as", "column", heading), Value: value, Options: options,
		OnChange: func(ctx app.Context, v string) {
			if v == "-" {
				v = ""
			}
			p.say(ctx, l, heading, staff.Field(v))
		},
	}.UI()})
}

// meaningsUI are the columns that are not understood by themselves.
func (p *Page) meaningsUI(l *List) app.UI {
	var all []app.UI
	said := l.Said()
	for _, f := range l.Editable() {
		if said[f] {
			all = append(all, p.meaningUI(l, l.Mapping.Columns[f], f))
		}
	}
	for i, c := range l.Mapping.Unknown {
		if i < maxMeanings {
			all = append(all, p.meaningUI(l, c.Index, ""))
		}
	}
	return app.Ul().Class("imports-meanings").Body(all...)
}

// maxMeanings is how many columns one is asked about: a file without headings has whole rows of them.
const maxMeanings = 40
