package ui

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

// FaceSize is how large a face is shown.
type FaceSize uint8

// The sizes of faces.
const (
	FaceNormal FaceSize = iota // 34 px, in rows
	FaceSmall                  // 24 px, within a line
	FaceLarge                  // 56 px, at the head of a page
)

var faceClass = [...]string{"face", "face face-small", "face face-large"}

// Face is a person at a glance: a photo or initials in a colour of their own, and marks for their role and where they stand, which
// are also a tooltip and words for screen readers.
type Face struct {
	Seed   string // the member's id: it gives the colour
	Name   string
	Photo  string // tenant, member and picture as web/js/photo.js takes them, or an address that begins with data:; initials if ""
	Role   org.Role
	Status org.Status
	Size   FaceSize
	Said   bool // role and status stand in words beside it: they are not read twice
}

// Avatar is a face without a mark for the role.
func Avatar(seed, name string, s org.Status) app.UI {
	return Face{Seed: seed, Name: name, Status: s, Said: true}.UI()
}

// FaceOf is a member's face.
func FaceOf(tenant org.TenantID, id org.MemberID, m org.Member) Face {
	f := Face{Seed: string(id), Name: m.Name(), Role: m.Role, Status: m.Status()}
	if m.Photo != "" {
		f.Photo = string(tenant) + "/" + string(id) + "/" + string(m.Photo)
	}
	return f
}

// AvatarOf is a member's face without a mark for the role.
func AvatarOf(tenant org.TenantID, id org.MemberID, m org.Member) app.UI {
	f := FaceOf(tenant, id, m)
	f.Role = ""
	return f.InWords()
}

// OrgMark is an organisation's logo, or Stellwerk's own mark where it has none.
func OrgMark(tenant org.TenantID, logo org.PictureID) app.UI {
	if logo == "" {
		return app.Span().Class("mark").Body(Mark(), nil)
	}
	return app.Span().Class("mark").Body(Mark(), app.Elem("member-photo").Class("avatar-photo").Attr("of", string(tenant)+"/logo/"+string(logo)))
}

// InWords is the element where role and status stand in words beside it.
func (f Face) InWords() app.UI {
	f.Said = true
	return f.UI()
}

// UI is the element.
func (f Face) UI() app.UI {
	words := f.Words()
	round := app.Span().Class("avatar hue-"+strconv.Itoa(hue(f.Seed))).Aria("hidden", true)
	if f.Status != "" {
		round = round.Class("avatar-" + string(f.Status))
	}
	var photo, mark, said app.UI
	if f.Photo != "" && !strings.HasPrefix(f.Photo, "data:") {
		photo = app.Elem("member-photo").Class("avatar-photo").Attr("of", f.Photo)
	} else if f.Photo != "" {
		// The initials stay below: they show while the photo comes, and if it does not.
		hide, scope := On(hideBroken)
		photo = app.Img().Class("avatar-photo").Src(f.Photo).Alt("").On("error", hide, scope)
	}
	if icon := f.mark(); icon != NoIcon {
		mark = app.Span().Class("face-mark").Class("face-mark-"+f.kind()).Aria("hidden", true).Body(Icon(icon))
	}
	if words != "" && !f.Said {
		said = app.Span().Class("visually-hidden").Text(words)
	}
	face := app.Span().Class(faceClass[f.Size])
	if words != "" {
		face = face.Title(words)
	}
	return face.Body(round.Body(app.Text(Initials(f.Name)), photo), mark, said)
}

// hideBroken takes a photo away that did not come.
func hideBroken(ctx app.Context, _ app.Event) {
	ctx.PreventUpdate()
	SetStyle(ctx.JSSrc(), "display", "none")
}

// Words say what the marks show: "Admin, Ausstehend"; "" for an active user.
func (f Face) Words() string {
	var words []string
	if f.Role != "" && f.Role != org.User {
		words = append(words, RoleText(f.Role))
	}
	if f.Status != "" && f.Status != org.Active {
		words = append(words, StatusText(f.Status))
	}
	return strings.Join(words, ", ")
}

// mark is the drawing for the role, or for where they stand if the role has none.
func (f Face) mark() IconName {
	switch f.Role {
	case org.Owner:
		return IconCrown
	case org.Admin:
		return IconShield
	case org.Guest:
		return IconId
	}
	if f.Status == org.Pending {
		return IconClock
	}
	return NoIcon // who is deactivated has no colour: a mark would only add noise
}

func (f Face) kind() string {
	if f.Role == "" || f.Role == org.User {
		return string(f.Status)
	}
	return string(f.Role)
}

// Initials are the first letters of the first and the last word.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	out := string(unicode.ToUpper(first))
	if len(words) > 1 {
		last, _ := utf8.DecodeRuneInString(words[len(words)-1])
		out += string(unicode.ToUpper(last))
	}
	return out
}

// hues is how many colours of faces and tags there are in the style sheet.
const hues = 8

// hue is the colour that belongs to a seed, always the same.
func hue(seed string) int {
	sum := 0
	for i := range len(seed) {
		sum = (sum*31 + int(seed[i])) & 0xffff
	}
	return sum % hues
}
