package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// PageHead is a page's title, a sentence below it, and what can be done with the page as a whole.
func PageHead(title, sub string, actions ...app.UI) app.UI {
	return app.Header().Class("page-head").Body(
		app.Div().Body(
			app.H1().ID("page-title").TabIndex(-1).Text(title),
			app.P().Class("page-sub").Text(sub),
		),
		app.Div().Class("page-actions").Body(actions...),
	)
}

// Card is a framed part of a page.
func Card(title string, body ...app.UI) app.UI {
	if title == "" {
		return app.Section().Class("card").Body(body...)
	}
	return app.Section().Class("card").Body(append([]app.UI{app.H2().Class("card-title").Text(title)}, body...)...)
}

// CardAt is Card with an anchor, for links that lead to it.
func CardAt(anchor, title string, body ...app.UI) app.UI {
	return Card(title, body...).(app.HTMLSection).ID(anchor).TabIndex(-1)
}

// Banner says something about the whole page or app until it is over.
func Banner(tone Tone, icon IconName, text, more string, actions ...app.UI) app.UI {
	return app.Div().Class("banner").Class(toneClass[tone]).Attr("role", "status").Body(
		Icon(icon),
		app.Div().Class("banner-text").Body(app.Strong().Text(text), app.Small().Text(more)),
		app.Div().Class("banner-actions").Body(actions...),
	)
}

// BannerFold is a banner where there is little room: one line that unfolds. It reads out the line, what becomes of it, and what is unfolded.
func BannerFold(tone Tone, icon IconName, line, more string, actions ...app.UI) app.UI {
	return app.Div().Class("banner banner-fold").Class(toneClass[tone]).Aria("live", "polite").Body(app.Details().Body(
		app.Summary().Body(Icon(icon), app.Strong().Text(line), Icon(IconChevronDown)),
		app.P().Text(more),
		app.Div().Class("banner-actions").Body(actions...),
	))
}

// Empty says that there is nothing, and what to do about it.
func Empty(icon IconName, title, text string, actions ...app.UI) app.UI {
	return empty(icon, app.H2().Text(title), text, actions)
}

// EmptyPage is Empty where it is all there is to a page.
func EmptyPage(icon IconName, title, text string, actions ...app.UI) app.UI {
	return empty(icon, app.H1().ID("page-title").TabIndex(-1).Text(title), text, actions)
}

func empty(icon IconName, title app.UI, text string, actions []app.UI) app.UI {
	return app.Div().Class("empty").Body(
		app.Div().Class("empty-icon").Body(Icon(icon)),
		title,
		app.P().Text(text),
		app.Div().Class("empty-actions").Body(actions...),
	)
}

// Progress shows how much of a known amount is done.
func Progress(label string, done, total int) app.UI {
	p := app.Progress().Class("progress").Aria("label", label)
	if total > 0 {
		p = p.Attr("max", strconv.Itoa(total)).Attr("value", strconv.Itoa(min(done, total)))
	}
	return p
}

// Spinner shows that something works.
func Spinner(label string) app.UI {
	return app.Div().Class("working").Attr("role", "status").Body(app.Span().Class("spin").Aria("hidden", true), app.Span().Text(label))
}

// Tabs is a row of filters of which one is on.
func Tabs(label string, tabs ...app.UI) app.UI {
	return app.Div().Class("tabs").Attr("role", "group").Aria("label", label).Body(tabs...)
}

// intoSight has what is pressed scroll into sight as a whole, before h.
func intoSight(h app.EventHandler) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		ctx.JSSrc().Call("scrollIntoView", map[string]any{"block": "nearest", "inline": "nearest"})
		h(ctx, e)
	}
}

// Tab is one filter with the number of what it shows; no number if count is negative. Where tabs scroll, a chosen one comes into sight as a whole.
func Tab(text string, count int, on bool, h app.EventHandler, scope string) app.UI {
	return app.Button().Type("button").Class("tab").Aria("pressed", on).OnClick(On(intoSight(h), scope)).Body(
		app.Span().Text(text),
		app.If(count >= 0, func() app.UI { return app.B().Text(Number(count)) }),
	)
}
