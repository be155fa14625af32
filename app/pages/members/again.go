package members

import (
	"encoding/json"
	"net/url"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// resolving is the conflict that a form is opened for, by the address; a zero one if there is none.
func resolving(query string) replica.Conflict {
	v, _ := url.ParseQuery(query)
	for _, c := range store.Replica().Undecided() {
		if string(c.Command.ID) == v.Get("inbox") {
			return c
		}
	}
	return replica.Conflict{}
}

// edited puts what a refused edit was to change on top of what is there now.
func (in *Input) edited(c replica.Conflict) {
	var args members.EditArgs
	if c.Command.Deed != editDeed || json.Unmarshal(c.Command.Args, &args) != nil {
		return
	}
	for field, e := range args.Fields {
		in.take(field, e.From, e.To)
	}
}

// created is the form of a member whose creation was refused.
func (in *Input) created(c replica.Conflict) {
	var args map[string]json.RawMessage
	if c.Command.Deed != createDeed || json.Unmarshal(c.Command.Args, &args) != nil {
		return
	}
	if string(args["kind"]) == `"`+string(org.KindGuest)+`"` {
		in.Role = org.Guest
	}
	delete(args, "kind")
	for field, to := range args {
		in.take(field, nil, to)
	}
}
