// Package groups holds the pages of the tree of groups: the tree, and one group with those who belong to it.
package groups

import (
	"strings"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// The deeds on groups.
const (
	create  = "groups.create"
	edit    = "groups.edit"
	move    = "groups.move"
	merge   = "groups.merge"
	end     = "groups.delete"
	Add     = "groups.addMembers"
	leave   = "groups.removeMembers"
	SetPart = "groups.setPart"
)

// top stands for the outermost level in choices: values are never empty.
const top = "top"

func may() bool { return store.Me().Role.May(org.ManageGroups) }

// Unseen says why somebody sees no others.
func Unseen() string {
	if store.Me().Role.May(org.SeeDirectory) {
		return ui.T("sight.shut")
	}
	return ui.T("members.lacking.text", "right", ui.T("right."+string(org.SeeDirectory)))
}

// seesPeople says whether this person may see others: of groups a guest sees the names alone.
func seesPeople() bool { return store.Replica().SeesPeople() }

func dir() *replica.Directory { return store.Replica().Directory() }

// Address is the page of a group.
func Address(id org.GroupID) string { return "/groups/" + string(id) }

// Name is what a group is called; "" for none.
func Name(id org.GroupID) string {
	g, _ := dir().Group(id)
	return g.Name
}

// Where says what a group is part of: «Technik › Netz»; "" for an outermost one.
func Where(id org.GroupID) string {
	path := dir().Path(id)
	names := make([]string, len(path))
	for i, p := range path {
		names[i] = Name(p)
	}
	return strings.Join(names, " › ")
}

// kept is a list of groups to choose from: the same slice as long as the groups are the same, as what looks through it is prepared once.
type kept struct {
	of   *replica.Directory
	at   uint64
	list []ui.Option
}

func (k *kept) get(list func(d *replica.Directory) []ui.Option) []ui.Option {
	if d := dir(); k.of != d || k.at != d.GroupsVersion() {
		*k = kept{d, d.GroupsVersion(), list(d)}
	}
	return k.list
}

var options, joinable kept

// Options are all groups to choose from, as the tree has them, each with its place. The slice is the same as long as they are.
func Options() []ui.Option {
	return options.get(func(d *replica.Directory) (out []ui.Option) {
		for _, id := range d.Below("") {
			out = append(out, option(id))
		}
		return out
	})
}

// Joinable are the groups that people can be put into; the same slice as long as they are the same.
func Joinable() []ui.Option {
	return joinable.get(func(d *replica.Directory) (out []ui.Option) {
		for _, o := range Options() {
			if g, _ := d.Group(org.GroupID(o.Value)); !g.Smart {
				out = append(out, o)
			}
		}
		return out
	})
}

func option(id org.GroupID) ui.Option {
	g, _ := dir().Group(id)
	note := Where(id)
	if g.Type != "" && note != "" {
		note = g.Type + " · " + note
	} else if note == "" {
		note = g.Type
	}
	return ui.Option{Value: string(id), Text: g.Name, Note: note}
}

// PartOptions are what somebody can be in a group.
func PartOptions() []ui.Option {
	return []ui.Option{
		{Value: "member", Text: ui.T("part.member")},
		{Value: string(org.PartLeader), Text: ui.T("part.leader")},
		{Value: string(org.PartDeputy), Text: ui.T("part.deputy")},
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return ui.ErrorText(err)
}
