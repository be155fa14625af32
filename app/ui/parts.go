package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

// Tone is the state that a colour stands for; a word or a shape always stands beside it.
type Tone uint8

// The tones.
const (
	Neutral Tone = iota
	Info
	OK
	Wait
	Bad
)

var toneClass = [...]string{"neutral", "info", "ok", "wait", "bad"}

// Badge is a word for a state.
func Badge(tone Tone, text string) app.UI {
	return app.Span().Class("badge").Class(toneClass[tone]).Text(text)
}

// TagChip is a member's tag.
func TagChip(text string) app.UI { return app.Span().Class("tag").Text(text) }

// TagHued is a tag with a dot in the colour that the organisation has given it, see TagDot.
func TagHued(colour int, text string) app.UI {
	return app.Span().Class("tag").Body(TagDot(colour), app.Text(text))
}

// TagDot is the dot of a tag's colour: 1 to 8; nil for 0, which is none.
func TagDot(colour int) app.UI {
	if colour == 0 {
		return nil
	}
	return app.I().Class("tag-dot hue-"+strconv.Itoa((colour-1)%hues)).Aria("hidden", true)
}

// HueText names a colour of tags: 1 to 8, or 0 for none.
func HueText(colour int) string { return T("hue." + strconv.Itoa(colour)) }

// Chip is a filter that is on; its cross takes it off.
func Chip(text string, remove app.EventHandler, scope string) app.UI {
	return app.Span().Class("chip").Body(
		app.Span().Text(text),
		app.Button().Type("button").Class("chip-x").Aria("label", T("button.remove", "what", text)).Body(Icon(IconX)).OnClick(On(remove, scope)),
	)
}

// StatusText names where a membership stands.
func StatusText(s org.Status) string {
	switch s {
	case org.Active:
		return T("status.active")
	case org.Pending:
		return T("status.pending")
	}
	return T("status.deactivated")
}

// Status shows where a membership stands: a filled dot, a ring, a grey dot, each with its word.
func Status(s org.Status) app.UI {
	return app.Span().Class("status").Class("status-"+string(s)).Body(app.I().Aria("hidden", true), app.Span().Text(StatusText(s)))
}

// QuotaText says an amount of storage as the language writes numbers; "" for none.
func QuotaText(quota string) string {
	if Lang() == org.German {
		return strings.Replace(quota, ".", ",", 1)
	}
	return quota
}

// BytesText says how much a number of bytes is.
func BytesText(n int64) string { return QuotaText(org.QuotaOf(n)) }

// WordingText says what members are called, in the plural.
func WordingText(w org.Wording) string {
	if w == org.Members {
		w = "member"
	}
	return T("wording." + string(w))
}

// SexText says a member's sex; "" for none.
func SexText(s string) string {
	if s == "" {
		return ""
	}
	return T("sex." + s)
}

// IdentityWayText names what somebody's identity was checked by; "" for nothing.
func IdentityWayText(how string) string {
	if how == "" {
		return ""
	}
	return T("identity.how." + how)
}

// IdentityText says how somebody's identity was confirmed, when, and by whom, whose name is given.
func IdentityText(i org.Identity, name string) string {
	return T("identity.who", "how", IdentityWayText(i.How), "name", name, "day", Date(i.At))
}

// LanguageText names a language; "" for none.
func LanguageText(l string) string {
	if l == "" {
		return ""
	}
	return T("language." + l)
}

// JoiningText says whose addresses may become users.
func JoiningText(j org.Joining) string {
	if j == org.JoiningAny {
		return T("joining.any")
	}
	return T("joining." + string(j))
}

// RoleText names a role.
func RoleText(r org.Role) string {
	switch r {
	case org.Owner:
		return T("role.owner")
	case org.Admin:
		return T("role.admin")
	case org.Guest:
		return T("role.guest")
	}
	return T("role.user")
}
