// Package deeds lists every deed there is. To add one: write its file, its test, its texts and its button, and name it here.
package deeds

import (
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
)

// All is every deed, in the order in which documents name them.
var All = append([]ledger.Deed{
	tenants.Found,
	tenants.Rename,
	tenants.SetOffline,
	tenants.Edit,
	tenants.AddDomain,
	tenants.RemoveDomain,
	tenants.ProveDomain,
	tenants.SetJoining,
	tenants.RememberColumn,
	tenants.ColourTag,
	tenants.SetLogo,
	tenants.Connect,
	tenants.Disconnect,
	members.Create,
	members.CreateWithPassword,
	members.Edit,
	members.Deactivate,
	members.Reactivate,
	members.Delete,
	members.Import,
	members.Tag,
	members.Invite,
	members.WithdrawInvitation,
	members.Schedule,
	members.Unschedule,
	members.Renew,
	members.Due,
	members.Congratulate,
	members.NameAgents,
	members.DismissAgents,
	members.Identify,
	members.Unidentify,
	members.Confirm,
	members.Leave,
	links.Make,
	links.Close,
	links.Join,
	members.Erase,
	groups.Create,
	groups.Edit,
	groups.Move,
	groups.Merge,
	groups.Delete,
	groups.AddMembers,
	groups.RemoveMembers,
	groups.SetPart,
	groups.Import,
	undo.Undo,
}, serverOnly...)

// Reserved are the deeds that only the server's own code starts, after what they speak of has happened: no command names them.
var Reserved = map[string]bool{tenants.Found.Name: true, members.Confirm.Name: true, links.Join.Name: true, members.Erase.Name: true, members.Due.Name: true, members.CreateWithPassword.Name: true, members.Leave.Name: true, tenants.ProveDomain.Name: true, members.StorageReported: true}

var byName = func() map[string]ledger.Deed {
	m := map[string]ledger.Deed{}
	for _, d := range All {
		m[d.Name] = d
	}
	return m
}()

// ByName finds a deed. Fault: deed.unknown.
func ByName(name string) (ledger.Deed, error) {
	d, ok := byName[name]
	if !ok {
		return d, fault.On("deed", "deed.unknown")
	}
	return d, nil
}

// Commanded finds a deed that a command may name. Fault: deed.unknown.
func Commanded(name string) (ledger.Deed, error) {
	if Reserved[name] {
		return ledger.Deed{}, fault.On("deed", "deed.unknown")
	}
	return ByName(name)
}
