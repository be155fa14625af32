// Package inbox is the page of what somebody has to decide, of what met others, and of what waits to be sent.
package inbox

import (
	"encoding/json"
	"strings"
	"time"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Tell puts an item in words, without what can be done about it.
func Tell(r *replica.Replica, it replica.Item) ui.Dispute {
	t := teller{r, it}
	d := ui.Dispute{
		ID: "inbox-" + string(it.Command.ID), Icon: iconOf(it.Command.Deed), Title: t.title(), What: DeedTitle(it.Command.Deed),
		When: ui.T("inbox.claimed", "time", ui.DateTime(Claimed(it.Command.ID, it.At))), Why: t.why(), Tone: ui.Neutral,
	}
	if it.Needs() {
		d.Tone = ui.Bad
	}
	if id, m, ok := t.one(); ok {
		d.Face, d.Href = ui.FaceOf(r.TenantID(), id, m).UI(), "/members/"+string(id)
	}
	for _, v := range it.Values {
		d.Sides = append(d.Sides, t.sides(v))
	}
	if len(d.Sides) == 0 && it.Seq == 0 {
		d.Input = t.entered()
	}
	return d
}

// DeedTitle names what was to be done, not what was said to have happened: it has not.
func DeedTitle(deed string) string { return ui.T("deed." + deed) }

// Claimed is when a command was given, as the device's clock had it: its id says so.
func Claimed(id org.CommandID, or time.Time) time.Time {
	if ms, ok := org.Millis(id); ok {
		return time.UnixMilli(ms)
	}
	return or
}

func iconOf(deed string) ui.IconName {
	switch deed {
	case "members.create":
		return ui.IconUserPlus
	case "ledger.undo":
		return ui.IconArrowBack
	}
	switch {
	case strings.HasPrefix(deed, "groups."):
		return ui.IconSitemap
	case strings.HasPrefix(deed, "tenants."):
		return ui.IconBuilding
	}
	return ui.IconUsers
}

type teller struct {
	r  *replica.Replica
	it replica.Item
}

// one is the only member that the item is about, if they are here.
func (t teller) one() (id org.MemberID, m org.Member, ok bool) {
	if len(t.it.About) != 1 {
		return "", m, false
	}
	id = org.MemberID(t.it.About[0].ID)
	m, ok = t.r.Member(id)
	return id, m, ok
}

// title names whom or what the item is about.
func (t teller) title() string {
	it := t.it
	switch {
	case it.Filter != nil:
		return ui.N("inbox.people", t.r.Fitting(it.Conflict))
	case strings.HasPrefix(it.Command.Deed, "tenants."):
		return t.r.Tenant().Name
	case it.About != nil && it.About[0].Kind == ledger.KindGroup:
		return t.group()
	case len(it.About) > 1:
		return ui.N("inbox.people", len(it.About))
	case len(it.About) == 0:
		return DeedTitle(it.Command.Deed)
	}
	if name := t.name(); name != "" {
		return name
	}
	return ui.T("inbox.somebody")
}

// group is the name of the group that the item is about, also of one that was never made.
func (t teller) group() string {
	id := org.GroupID(t.it.About[0].ID)
	if g, here := t.r.Directory().Group(id); here {
		return g.Name
	}
	for _, o := range t.it.Others {
		if o.Change.Op == ledger.Deleted {
			return text(o.Change.Before["name"])
		}
	}
	var made struct{ Name string }
	if _ = json.Unmarshal(t.it.Command.Args, &made); made.Name != "" {
		return made.Name
	}
	return ui.T("groups.gone")
}

// name is the member's, also of one who is gone or was never made.
func (t teller) name() string {
	if _, m, ok := t.one(); ok {
		return m.Name()
	}
	for _, o := range t.it.Others {
		if o.Change.Op == ledger.Deleted {
			return org.Member{GivenName: text(o.Change.Before["givenName"]), Surname: text(o.Change.Before["surname"])}.Name()
		}
	}
	var made struct{ GivenName, Surname string }
	_ = json.Unmarshal(t.it.Command.Args, &made)
	return org.Member{GivenName: made.GivenName, Surname: made.Surname}.Name()
}

// who is who else was at it, last of all.
func (t teller) who() string {
	for _, v := range t.it.Values {
		if v.Met() && v.By != nil {
			return t.named(v.By)
		}
	}
	if len(t.it.Others) > 0 {
		return t.named(&t.it.Others[0])
	}
	return ui.T("inbox.someone")
}

func (t teller) named(by *replica.Touch) string {
	switch {
	case by.By.Member == t.r.Me().Member:
		return ui.T("inbox.yourOther")
	case by.By.Name == "":
		return ui.T("inbox.someone")
	}
	return by.By.Name
}

// why says what stands against the command, or what it met.
func (t teller) why() string {
	it, who := t.it, t.who()
	name := t.title()
	switch code := it.Code(); {
	case it.Seq != 0 && it.Command.Deed == "members.edit":
		return ui.T("inbox.why.revoked", "who", who)
	case it.Seq != 0 && it.Command.Deed == "members.delete":
		return ui.T("inbox.why.deletedOver", "who", who)
	case it.Seq != 0 && it.Command.Deed == "members.import":
		return ui.T("inbox.why.importedOver", "who", who)
	case it.Seq != 0:
		return ui.T("inbox.why.deactivatedOver", "who", who)
	case !it.Needs() && !it.Stands():
		return ui.T("inbox.why.same", "who", who)
	case code == "bulk.moved":
		return ui.T("inbox.why.moved", "then", ui.Number(it.Filter.Count), "now", ui.Number(t.r.Fitting(it.Conflict)))
	case code == "member.deactivatedMeanwhile":
		return ui.T("inbox.why.deactivated", "who", who, "name", name)
	case (code == "member.notFound" || code == "group.notFound") && len(it.Others) > 0:
		return ui.T("inbox.why.deleted", "who", who)
	case it.Nevertheless() && t.met() == 1:
		return ui.T("inbox.why.field", "who", who)
	case it.Nevertheless() && t.met() > 1:
		return ui.T("inbox.why.fields", "who", who)
	}
	parts := make([]string, len(it.Faults))
	for i, f := range it.Faults {
		parts[i] = ui.FaultText(f)
	}
	return strings.Join(parts, " ")
}

func (t teller) met() (n int) {
	for _, v := range t.it.Values {
		if v.Met() {
			n++
		}
	}
	return n
}

// sides are the values of one field in words.
func (t teller) sides(v replica.Value) ui.Sides {
	s := ui.Sides{
		Label: story.Label(v.Field), Before: story.Value(v.Field, v.Before), Theirs: story.Value(v.Field, v.Theirs), Mine: story.Value(v.Field, v.Mine),
		NoMine: v.Mine == nil, Gone: v.Theirs == nil,
	}
	if v.By != nil {
		s.By = ui.T("inbox.by", "who", t.named(v.By), "time", ui.DateTime(v.By.At))
	}
	if len(t.it.About) > 1 {
		if m, ok := t.r.Member(org.MemberID(v.Ref.ID)); ok {
			s.Label = m.Name() + ": " + s.Label
		}
	}
	return s
}

// entered is all that a person entered, in the words of the forms.
func (t teller) entered() (out []ui.Fact) {
	for _, l := range entered(t.it.Command.Args, func(id org.MemberID) string {
		m, _ := t.r.Member(id)
		return m.Name()
	}) {
		if l.label != ui.T("inbox.who") || len(t.it.About) > 1 { // one stands above
			out = append(out, ui.Fact{Label: l.label, Value: l.value})
		}
	}
	return out
}

func text(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s)
	return s
}
