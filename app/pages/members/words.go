package members

import (
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// listArgs names the members that a deed is about.
type listArgs struct {
	Members []org.MemberID `json:"members"`
}

// deedWords are the keys of what is said about a bulk deed: its question, the consequence, the button, and what was done.
type deedWords struct{ title, text, textOne, button, said, saidOne, idle, later string }

var words = map[string]deedWords{
	deactivate: {
		"members.deactivate.title", "members.deactivate.text", "members.deactivate.textOne", "members.deactivate.button",
		"members.deactivate.said", "members.deactivate.saidOne", "members.deactivate.idle", "inbox.later.deactivate",
	},
	reactivate: {
		"members.reactivate.title", "members.reactivate.text", "members.reactivate.textOne", "members.reactivate.button",
		"members.reactivate.said", "members.reactivate.saidOne", "members.reactivate.idle", "inbox.later.reactivate",
	},
	remove: {
		"members.delete.title", "members.delete.text", "members.delete.textOne", "members.delete.button",
		"members.delete.said", "members.delete.saidOne", "", "inbox.later.delete",
	},
	withdraw: {
		"members.withdrawInvitation.title", "members.withdrawInvitation.text", "members.withdrawInvitation.textOne", "members.withdrawInvitation.button",
		"members.withdrawInvitation.said", "members.withdrawInvitation.saidOne", "members.withdrawInvitation.idle", "members.withdrawInvitation.later",
	},
	schedule: {"", "", "", "", "members.schedule.said", "members.schedule.said", "", "members.schedule.later"},
	invite:   {"", "", "", "", "members.invite.said", "members.invite.saidOne", "members.invite.idle", "members.invite.later"},
	tag:      {"", "", "", "", "members.tag.said", "members.tag.saidOne", "", "inbox.later.tag"},
}

func saidOne(deed, name string) string { return ui.T(words[deed].saidOne, "name", name) }

// saidOf is the notice of a plan that was carried out.
func saidOf(plan Plan) string {
	if plan.Name != "" {
		return saidOne(plan.Deed, plan.Name)
	}
	return ui.N(words[plan.Deed].said, len(plan.Act))
}
