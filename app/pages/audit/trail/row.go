package trail

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
)

// Row is one line of the trail. It renders only when its own version changes, so that thousands can stand below each other.
type Row struct {
	app.Compo
	Trail   *Trail
	Seq     uint64
	N       int // entries in the item
	Version uint64
	Undo    bool   // offers to take it back also while it is folded
	Member  string // whose history this is: that member needs no link
}

// CompoID is the entry: a row never becomes that of another.
func (r *Row) CompoID() string { return strconv.FormatUint(r.Seq, 10) }

// Rows are the lines of a trail. undo offers to take each back at once; member is whose history it is.
func (t *Trail) Rows(undo bool, member string) []app.UI {
	items := t.Items()
	by := story.UndoneBy(t.Entries)
	now := store.Replica().Version()
	_, _, loading := store.Replica().Loading()
	rows := make([]app.UI, len(items))
	for i, it := range items {
		// What a folded line shows changes only with who took it back and with names; the details of an open one with everything.
		version := by[it.First()]<<24 + t.learned
		if loading {
			version = ^version // once they are all here, members are called by their names
		}
		if undo || t.open[it.Seq()] {
			version = now<<20 + t.Version
		}
		rows[i] = &Row{Trail: t, Seq: it.Seq(), N: len(it.Entries), Version: version, Undo: undo, Member: member}
	}
	return rows
}

func (r *Row) item() (story.Item, bool) {
	for i, e := range r.Trail.Entries {
		if e.Seq == r.Seq {
			return story.Item{Entries: r.Trail.Entries[i : i+max(1, r.N)]}, true
		}
	}
	return story.Item{}, false
}

// Render shows the sentence, and the details if they are unfolded.
func (r *Row) Render() app.UI {
	it, ok := r.item()
	if !ok {
		return app.Div()
	}
	t, e := r.Trail, it.Entries[0]
	by := story.UndoneBy(t.Entries)
	open := t.open[r.Seq]
	number := strconv.FormatUint(r.Seq, 10)
	class := "trail-row"
	if by[it.First()] != 0 {
		class += " trail-undone"
	}
	return app.Div().Class(class).Attr("role", "listitem").DataSet("seq", number).Body(
		app.Div().Class("trail-line").Body(
			app.Span().Class("trail-icon").Class("trail-"+toneOf(e)).Body(ui.Icon(iconOf(e))),
			app.Div().Class("trail-words").Body(
				app.P().Class("trail-told").Body(r.told(it)...),
				app.Small().Text(ui.DateTime(e.At)+" · "+entriesText(it)),
			),
			app.Div().Class("trail-undo").Body(app.If(r.Undo && !open, func() app.UI { return t.undoUI(it, by) })),
			app.Button().Type("button").Class("btn btn-quiet btn-icon trail-fold").Aria("expanded", open).
				Aria("label", ui.T("audit.show", "entry", number)).
				Body(ui.Icon(foldIcon(open))).OnClick(ui.On(r.fold)),
		),
		app.Div().Class("trail-details").Body(app.If(open, func() app.UI { return r.details(it, by) })),
	)
}

func foldIcon(open bool) ui.IconName {
	if open {
		return ui.IconChevronUp
	}
	return ui.IconChevronDown
}

func entriesText(it story.Item) string {
	return ui.N("audit.entries", len(it.Entries), "first", strconv.FormatUint(it.First(), 10), "last", strconv.FormatUint(it.Seq(), 10))
}

func (r *Row) fold(app.Context, app.Event) {
	r.Trail.open[r.Seq] = !r.Trail.open[r.Seq]
	r.Trail.Version++
}

func (r *Row) told(it story.Item) []app.UI {
	var out []app.UI
	for _, p := range story.Tell(it, r.Trail.Names, r.Member) {
		switch _, here := nameHere(p.Member); {
		case p.Member != "" && here && p.Member != r.Member:
			out = append(out, app.A().Class("link").Href("/members/"+p.Member).Text(p.Text))
		case p.Strong:
			out = append(out, app.Strong().Text(p.Text))
		default:
			out = append(out, app.Span().Text(p.Text))
		}
	}
	return out
}

// iconOf is the drawing for what was done.
func iconOf(e ledger.Entry) ui.IconName {
	switch e.Deed {
	case "tenants.found", "tenants.rename":
		return ui.IconBuilding
	case "members.create":
		return ui.IconUserPlus
	case "members.edit":
		return ui.IconPencil
	case "members.deactivate":
		return ui.IconUserOff
	case "members.reactivate":
		return ui.IconUserCheck
	case "members.delete":
		return ui.IconTrash
	case "members.import":
		return ui.IconFileImport
	case "members.tag":
		return ui.IconTag
	case "members.confirm":
		return ui.IconMail
	case "ledger.undo":
		return ui.IconArrowBack
	}
	return ui.IconHistory
}

func toneOf(e ledger.Entry) string {
	if e.Deed == "members.delete" {
		return "bad"
	}
	return "plain"
}
