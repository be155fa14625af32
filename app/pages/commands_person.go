package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/members"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// The keys of what can be done with a person.
const (
	personOpen       = "open"
	personEdit       = "edit"
	personTags       = "tags"
	personDeactivate = "deactivate"
	personReactivate = "reactivate"
)

// personDeed is something that can be done with a person.
type personDeed struct {
	key          string
	icon         ui.IconName
	text, second string
	run          func(f *Frame, ctx app.Context, id org.MemberID)
}

// personDeeds are what this person can do with that one, as both are now.
func personDeeds(id org.MemberID) []personDeed {
	m, there := store.Replica().Member(id)
	if !there {
		return nil
	}
	page := "/members/" + string(id)
	visit := func(path, focus string) func(*Frame, app.Context, org.MemberID) {
		return func(f *Frame, ctx app.Context, _ org.MemberID) {
			ui.Navigate(ctx, path)
			if focus != "" {
				arrive(ctx, "#"+focus, false)
			}
		}
	}
	out := []personDeed{{personOpen, ui.IconUser, ui.T("palette.person.open"), string(m.Email), visit(page, "")}}
	if store.Me().Role.May(org.ManageMembers) {
		toggle := personDeed{personDeactivate, ui.IconUserOff, ui.T("palette.person.deactivate"), ui.T("palette.person.deactivateSecond"), said(members.Deactivate)}
		if members.Weighs(id) { // what it takes with it is named on their page
			toggle.run = visit(page, "member-toggle")
		}
		if m.Deactivated {
			toggle = personDeed{personReactivate, ui.IconUserCheck, ui.T("palette.person.reactivate"), ui.T("palette.person.reactivateSecond"), said(members.Reactivate)}
		}
		out = append(out,
			personDeed{personEdit, ui.IconPencil, ui.T("palette.person.edit"), "", visit(page+"?edit=1", "edit-givenName")},
			toggle,
		)
		if !m.Confirmed && !m.Deactivated {
			out = append(out, personDeed{"invite", ui.IconMail, ui.T("members.invite.action"), "", visit(page, "member-invite")})
		}
		out = append(out,
			personDeed{personTags, ui.IconTag, ui.T("palette.person.tags"), "", visit(page+"?edit=1", "edit-tags")},
		)
	}
	if store.Me().Role.May(org.ReadLedger) {
		out = append(out, personDeed{"trail", ui.IconHistory, ui.T("palette.person.trail"), ui.T("audit.title"), visit("/audit?about="+string(id), "")})
	}
	if m.Email == "" { // the organisation keeps it from colleagues
		return out
	}
	return append(out, personDeed{"copy", ui.IconCopy, ui.T("palette.person.copy"), string(m.Email), func(_ *Frame, ctx app.Context, _ org.MemberID) {
		store.Copy(ctx, string(m.Email), ui.T("palette.person.copied"))
	}})
}

// said does a deed and says what stood against it, if anything did.
func said(do func(app.Context, org.MemberID) error) func(*Frame, app.Context, org.MemberID) {
	return func(_ *Frame, ctx app.Context, id org.MemberID) {
		if err := do(ctx, id); err != nil {
			store.Notify(ctx, ui.ErrorText(err))
		}
	}
}
