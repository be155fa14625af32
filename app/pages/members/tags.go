package members

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

const tagsID = "members-tags"

// tagArgs are those of members.tag.
type tagArgs struct {
	Members []org.MemberID `json:"members,omitempty"`
	Add     []string       `json:"add,omitempty"`
	Remove  []string       `json:"remove,omitempty"`
	From    string         `json:"from,omitempty"`
	Until   string         `json:"until,omitempty"`
	Always  bool           `json:"always,omitempty"`
	Rename  bool           `json:"rename,omitempty"`
}

// tagging is the dialog that gives tags to those who are chosen, and takes them.
type tagging struct {
	plan   Plan
	filter *replica.Query // as a question has it
	typed  string
	have   []replica.TagCount // tags that they have now, with how many have each
	remove []string
	from   string
	until  string
	err    error
}

func (p *Page) openTags(slots []int32) {
	plan := plannerHere().plan(tag, slots)
	d := store.Replica().Directory()
	p.tags = tagging{plan: plan, filter: later(len(slots))}
	if len(plan.Act) < len(slots) {
		slots = d.SlotsOf(plan.Act)
	}
	p.tags.have = d.TagsAmong(slots)
	ui.SetValue("members-tags-add", "")
	ui.SetValue("members-tags-from", "")
	ui.SetValue("members-tags-until", "")
	ui.OpenDialog(tagsID)
	ui.Focus("members-tags-add")
}

func (p *Page) tagDialog() app.UI {
	t := &p.tags
	n, left := len(t.plan.Act), leftOut(t.plan, words[tag])
	title := ui.N("members.tag.title", n, "name", t.plan.Name)
	button := ui.Button{Text: ui.N("members.tag.button", n), Kind: ui.Primary, Submit: true, Disabled: n == 0 || len(ui.SplitList(t.typed))+len(t.remove) == 0}
	return ui.Dialog(tagsID, title, ui.Form(p.giveTags, title,
		ui.Field{
			ID: "members-tags-add", Label: ui.T("members.tag.add"), Hint: ui.T("members.tag.hint"), Required: true, Value: t.typed,
			Error: t.wrong("add"), Autocomplete: "off",
			OnInput: func(_ app.Context, v string) { p.tags.typed, p.tags.err = v, nil },
			After:   app.Div().Class("tag-row").Body(suggestions(p.list().dir.Tags(), t.typed, func(tag string) { p.suggest(tag) })...),
		}.UI(),
		app.Div().Class("form-grid").Body(t.day("from", &p.tags.from), t.day("until", &p.tags.until)),
		app.Div().Body(app.If(len(t.have) > 0, func() app.UI { return p.tagsToTake() })),
		app.Div().Body(app.Range(left).Slice(func(i int) app.UI { return left[i].UI() })),
		app.Div().Body(app.If(t.filter != nil && n > 0, func() app.UI { return app.P().Text(ui.T("inbox.later.text")) })),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: tagsID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(tagsID) }}.UI(),
			button.UI(),
		),
	))
}

// wrong is what is wrong with a line of the dialog; what belongs to none stands at the first one.
func (t *tagging) wrong(line string) string {
	at := "add"
	if f := fault.First(t.err); f != nil && (f.Field == "from" || f.Field == "until") {
		at = f.Field
	}
	if at != line {
		return ""
	}
	return errorText(t.err)
}

// day is the line for the first or the last day of what is added.
func (t *tagging) day(name string, into *string) app.UI {
	f := ui.Field{
		ID: "members-tags-" + name, Label: ui.T("members.tag." + name), Type: "date", Value: *into, Error: t.wrong(name), Autocomplete: "off",
		OnInput: func(_ app.Context, v string) { *into, t.err = v, nil },
	}
	if name == "until" {
		f.From, f.Hint = store.Replica().Today(), ui.T("members.tag.untilHint")
	}
	return f.UI()
}

// suggest puts a tag that there is already into the line.
func (p *Page) suggest(tag string) {
	p.tags.typed = completed(p.tags.typed, tag)
	ui.SetValue("members-tags-add", p.tags.typed)
	ui.Focus("members-tags-add")
}

// completed is the line with a tag in place of the word that was begun.
func completed(typed, tag string) string {
	cut := strings.LastIndexAny(typed, ",;|")
	before := strings.TrimSpace(typed[:cut+1])
	if before != "" {
		before += " "
	}
	return before + tag + ", "
}

// suggestions are tags in use that go with the word being typed.
func suggestions(tags []replica.TagCount, typed string, take func(tag string)) []app.UI {
	const shown = 6
	word := strings.ToLower(strings.TrimSpace(typed[strings.LastIndexAny(typed, ",;|")+1:]))
	given := ui.SplitList(typed)
	var out []app.UI
	for _, t := range tags {
		if len(out) == shown {
			break
		}
		if org.HasTag(given, t.Tag) || word != "" && !strings.Contains(strings.ToLower(t.Tag), word) {
			continue
		}
		tag := t.Tag
		out = append(out, app.Button().Type("button").Class("tag tag-add").Body(ui.Icon(ui.IconPlus), app.Span().Text(tag)).
			OnClick(ui.On(func(app.Context, app.Event) { take(tag) }, tag)))
	}
	return out
}

// tagsToTake are the tags that those who are chosen have; a click marks one to be taken.
func (p *Page) tagsToTake() app.UI {
	const shown = 12
	var chips []app.UI
	for i, h := range p.tags.have {
		if i == shown {
			break
		}
		tag := h.Tag
		gone := slices.Contains(p.tags.remove, tag)
		chip := app.Button().Type("button").Class("tag tag-take").Aria("pressed", gone).
			Body(app.Span().Text(tag), app.Small().Text(ui.Number(h.N)), ui.Icon(ui.IconX))
		if gone {
			chip = chip.Class("on")
		}
		chips = append(chips, chip.OnClick(ui.On(func(app.Context, app.Event) { p.toggleTake(tag) }, tag)))
	}
	return app.Div().Class("field").Body(
		app.Span().Class("label").Text(ui.T("members.tag.take")),
		app.Div().Class("tag-row").Body(chips...),
	)
}

func (p *Page) toggleTake(tag string) {
	if i := slices.Index(p.tags.remove, tag); i >= 0 {
		p.tags.remove = slices.Delete(p.tags.remove, i, i+1)
	} else {
		p.tags.remove = append(p.tags.remove, tag)
	}
}

func (p *Page) giveTags(ctx app.Context, _ app.Event) {
	t := &p.tags
	args := tagArgs{Members: t.plan.Act, Add: ui.SplitList(t.typed), Remove: t.remove, From: t.from, Until: t.until}
	if len(args.Members) == 0 || len(args.Add)+len(args.Remove) == 0 {
		return
	}
	if t.filter != nil {
		n := len(args.Members)
		args.Members = nil
		t.err = store.DoFiltered(ctx, tag, args, *t.filter, n, ui.N(words[tag].later, n))
	} else {
		_, t.err = store.Do(ctx, tag, args, saidOf(t.plan))
	}
	if t.err == nil {
		ui.CloseDialog(tagsID)
		chosen().Drop(t.plan.Act)
	}
}
