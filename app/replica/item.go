package replica

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Item is a conflict as it stands now. What others did is read from what is here and may be seen today, never kept with it.
type Item struct {
	Conflict
	About  []ledger.Ref // the records that the command is about
	Values []Value      // where it met others, or what it was to change
	Others []Touch      // what others have done to those records since the command was made, latest first
	// Restores says that trying again first brings back the one person it is about, who was deleted.
	Restores bool
}

// Value is one field: what the command was to make of it, what it is now, or was when the command was carried out, and what its maker
// saw. What is not known is nil.
type Value struct {
	Ref                  ledger.Ref
	Field                string
	Mine, Theirs, Before json.RawMessage
	By                   *Touch // who made it what it is
}

// Met says that the value is not the one that the maker of the command saw.
func (v Value) Met() bool {
	return v.Theirs != nil && v.Before != nil && string(v.Theirs) != string(v.Before)
}

// Touch is what somebody else did to a record.
type Touch struct {
	By     ledger.EntryActor
	At     time.Time
	Seq    uint64
	Deed   string
	Change ledger.Change
}

// Item is a conflict as it stands now; false if there is none.
func (r *Replica) Item(id org.CommandID) (Item, bool) {
	c := r.conflict(id)
	if c == nil {
		return Item{}, false
	}
	it := Item{Conflict: *c, About: r.about(c.Command)}
	until := r.base.Head().Seq
	if c.Seq != 0 {
		until = c.Seq - 1
	}
	it.Others = r.others(it.About, c.Command.Base, until, c.Seq == 0)
	it.Restores = r.deletion(*c) != 0
	switch {
	case c.Command.Deed == "members.edit", c.Command.Deed == "groups.edit", c.Command.Deed == "tenants.edit":
		it.Values = r.edited(it)
	case c.Command.Deed == "groups.move":
		it.Values = r.movedTo(it)
	case c.Command.Deed == "tenants.rename":
		it.Values = r.renamed(it)
	case c.Command.Deed == "tenants.setOffline":
		it.Values = r.offline(it)
	case c.Seq != 0:
		it.Values = r.met(it.Conflict, it.Others)
	}
	return it, true
}

// Concerns says whether the item is about a member.
func (it Item) Concerns(id org.MemberID) bool {
	return slices.Contains(it.About, ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
}

// edited are the fields of an edit.
func (r *Replica) edited(it Item) (out []Value) {
	var args struct {
		Fields map[string]struct{ From, To json.RawMessage }
	}
	_ = json.Unmarshal(it.Command.Args, &args)
	if len(it.About) != 1 {
		return nil
	}
	rec, _ := r.view.Record(it.About[0])
	now, there := ledger.FieldsOf(rec.Value), rec.Alive()
	if it.Seq != 0 { // carried out: what it met is in its entry
		e, err := r.base.Entry(it.Seq)
		if there = err == nil && len(e.Changes) == 1; there {
			now = e.Changes[0].Before
		}
	}
	for name, f := range args.Fields {
		v := Value{Ref: it.About[0], Field: name, Mine: f.To, Before: f.From}
		if there {
			v.Theirs = marshal(valueOf(now, name))
			v.By = whoSet(it.Others, name)
		}
		if it.Seq == 0 || v.Met() && name == "role" {
			out = append(out, v)
		}
	}
	sort.Slice(out, func(i, j int) bool { return before(out[i], out[j]) })
	return out
}

// before is the order of values: what has to be decided comes first, then fields as people expect them.
func before(a, b Value) bool {
	if a, b := a.Met(), b.Met(); a != b {
		return a
	}
	if a, b := fieldPlace(a.Field), fieldPlace(b.Field); a != b {
		return a < b
	}
	return a.Field < b.Field
}

// fieldPlace is where people expect a field among others; less than all if that is not said.
func fieldPlace(field string) int {
	if i := slices.Index(members.EditableFields, field); i >= 0 {
		return i
	}
	return slices.IndexFunc(org.TenantTexts, func(f org.Text[org.Tenant]) bool { return f.Name == field })
}

// movedTo is what a group was to be part of.
func (r *Replica) movedTo(it Item) []Value {
	var args struct{ From, To string }
	_ = json.Unmarshal(it.Command.Args, &args)
	v := Value{Ref: it.About[0], Field: "parent", Mine: marshal(args.To), Before: marshal(args.From), By: whoSet(it.Others, "parent")}
	if g, there := r.dir.Group(org.GroupID(it.About[0].ID)); there {
		v.Theirs = marshal(g.Parent)
	}
	return []Value{v}
}

func (r *Replica) renamed(it Item) []Value {
	var args struct{ From, To string }
	_ = json.Unmarshal(it.Command.Args, &args)
	v := Value{Ref: it.About[0], Field: "name", Mine: marshal(args.To), Before: marshal(args.From), By: whoSet(it.Others, "name")}
	if name := r.Tenant().Name; name != "" {
		v.Theirs = marshal(name)
	}
	return []Value{v}
}

func (r *Replica) offline(it Item) []Value {
	var args struct{ From, To int }
	_ = json.Unmarshal(it.Command.Args, &args)
	v := Value{Ref: it.About[0], Field: "offlineHours", Mine: marshal(args.To), Before: marshal(args.From), By: whoSet(it.Others, "offlineHours")}
	if t := r.Tenant(); t.Name != "" {
		v.Theirs = marshal(t.Offline())
	}
	return []Value{v}
}

// touched are the fields that others changed, of one record or of several, from what they were first to what they became last.
func touched(others []Touch) (out []Value) {
	for _, t := range others {
		for _, name := range ledger.Names(t.Change.Before, t.Change.After) {
			at := slices.IndexFunc(out, func(v Value) bool { return v.Ref == t.Change.Ref() && v.Field == name })
			if at < 0 {
				out = append(out, Value{Ref: t.Change.Ref(), Field: name, Theirs: marshal(valueOf(t.Change.After, name)), By: &t})
				at = len(out) - 1
			}
			out[at].Before = marshal(valueOf(t.Change.Before, name))
		}
	}
	return slices.DeleteFunc(out, func(v Value) bool { return !v.Met() || v.Field == "confirmed" })
}

// whoSet is who changed a field last.
func whoSet(others []Touch, field string) *Touch {
	if field == "kind" {
		field = "role"
	}
	for i := range others {
		_, before := others[i].Change.Before[field]
		_, after := others[i].Change.After[field]
		if before || after {
			return &others[i]
		}
	}
	return nil
}

// others is what others did to records after one position and up to another, as far as it is here, latest first; and with own also what
// the same person did on another device.
func (r *Replica) others(about []ledger.Ref, after, until uint64, own bool) (out []Touch) {
	if after == 0 || len(about) == 0 {
		return nil
	}
	for seq := until; seq > after; seq-- {
		e, err := r.base.Entry(seq)
		if err != nil || e.Actor.Member == r.me.Member && (!own || r.made[e.Command]) {
			continue
		}
		for _, c := range e.Changes {
			if slices.Contains(about, c.Ref()) {
				out = append(out, Touch{e.Actor, e.At, e.Seq, e.Deed, c})
			}
		}
	}
	return out
}

// deletion is the entry to undo before a refused command can be tried again: it deleted the one person whom the command is about, and
// nobody else. 0 if there is none, or if it is not known here.
func (r *Replica) deletion(c Conflict) uint64 {
	about := r.about(c.Command)
	if c.Code() != "member.notFound" && c.Code() != "group.notFound" || len(about) != 1 || c.Command.Deed == "members.delete" || c.Command.Deed == "groups.delete" {
		return 0
	}
	rec, _ := r.view.Record(about[0])
	e, err := r.base.Entry(rec.Seq)
	if rec.Alive() || err != nil || len(e.Changes) != 1 || e.Changes[0].Op != ledger.Deleted || e.Changes[0].Ref() != about[0] {
		return 0
	}
	return e.Seq
}

// about lists the records that a command names.
func (r *Replica) about(c ledger.Command) (out []ledger.Ref) {
	if strings.HasPrefix(c.Deed, "tenants.") {
		return []ledger.Ref{{Kind: ledger.KindTenant, ID: string(r.tenant)}}
	}
	if group := groupOf(c.Args); group != "" {
		out = append(out, ledger.Ref{Kind: ledger.KindGroup, ID: string(group)})
	}
	for _, id := range membersOf(c.Args) {
		out = append(out, ledger.Ref{Kind: ledger.KindMember, ID: string(id)})
	}
	return out
}

// groupOf is the group that arguments are about; "" if they are about none.
func groupOf(args json.RawMessage) org.GroupID {
	var a struct{ Group org.GroupID }
	_ = json.Unmarshal(args, &a)
	return a.Group
}

// membersOf are the members that arguments name: a single one as member, several as members.
func membersOf(args json.RawMessage) []org.MemberID {
	var a struct {
		Member  org.MemberID
		Members []org.MemberID
	}
	_ = json.Unmarshal(args, &a)
	if a.Member != "" {
		a.Members = append(a.Members, a.Member)
	}
	return a.Members
}

// valueOf is a field as forms have it: an empty one is empty text, or a list of nothing; groups are their ids.
func valueOf(f ledger.Fields, name string) any {
	if name == "kind" {
		var role org.Role
		_ = json.Unmarshal(f["role"], &role)
		return org.Member{Role: role}.Kind()
	}
	if name == "groups" {
		var in []org.Membership
		_ = json.Unmarshal(f[name], &in)
		ids := make([]org.GroupID, len(in))
		for i := range in {
			ids[i] = in[i].Group
		}
		return ids
	}
	if v, there := f[name]; there {
		return v
	}
	if members.Commutes(name) {
		return []string{}
	}
	return ""
}

// Gap is a part of the history that the store can fetch, so that an item can say who did what and when.
type Gap struct {
	Command org.CommandID
	Record  string // "" for all
	After   uint64
	Before  uint64
}

// GapLimit is how many entries are to be fetched at once.
const GapLimit = 100

// Missing lists what is missing, each once: of what others did that a command has met nothing is here, or it is not known whether it has
// met anything.
func (r *Replica) Missing() (out []Gap) {
	if !r.Me().Role.May(org.ReadLedger) || r.loading || r.restoring {
		return nil
	}
	for _, j := range r.jobs {
		if j.Ask != 0 {
			out = append(out, Gap{j.Command.ID, "", j.Seen, j.Ask})
		}
	}
	for i := range r.conflicts {
		c := &r.conflicts[i]
		if c.Unsure != 0 {
			out = append(out, Gap{c.Command.ID, "", c.Command.Base, c.Unsure})
			continue
		}
		about, until := r.about(c.Command), r.base.Head().Seq
		if c.Seq != 0 {
			until = c.Seq - 1
		}
		if r.asked[c.Command.ID] || c.Command.Base == 0 || len(about) != 1 || !c.byOthers() || len(r.others(about, c.Command.Base, until, c.Seq == 0)) > 0 {
			continue
		}
		out = append(out, Gap{c.Command.ID, about[0].ID, c.Command.Base, until + 1})
	}
	return out
}

// byOthers says whether it is about what others have done.
func (c Conflict) byOthers() bool {
	return c.Seq != 0 || c.Nevertheless() || c.Code() == "member.notFound" || c.idle()
}

// Told takes what was wanted; it is not wanted again while the app runs, unless all begins anew. Without entries it only notes that it was asked for.
func (r *Replica) Told(w Gap, entries []ledger.Entry) {
	if r.asked == nil {
		r.asked = map[org.CommandID]bool{}
	}
	r.asked[w.Command] = true
	var about []ledger.Ref
	if c := r.conflict(w.Command); c != nil {
		about = r.about(c.Command)
	}
	for _, e := range entries {
		r.base.KeepEntry(e)
		if slices.ContainsFunc(e.Changes, func(c ledger.Change) bool { return slices.Contains(about, c.Ref()) }) {
			r.kept.entry(e.Seq)
		}
	}
	if len(entries) > 0 {
		r.version++
	}
	r.stepsTold(w, entries)
	r.sureNow(w, entries)
}
