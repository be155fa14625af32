// Package visible reduces a record or an entry to what somebody may see of it today. Every reader uses it: sync, audit trail,
// history, export, preview. What the table of fields does not name is hidden.
//
// Rights are those of today, also over entries of long ago: who may see a record's field now may see what became of it ever
// since, and who may not, may not.
package visible

import (
	"fmt"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// audience says who sees a field. The zero value is nobody but those who manage what the record is of.
type audience uint8

const (
	managers  audience = iota // who may manage this kind of record
	self                      // and the person it is about
	directory                 // and everyone who may see the directory
	everyone                  // and every member of the tenant
)

// fields is the table of what may be seen by whom. A field of a record that is missing here fails the tests.
var fields = map[ledger.Kind]map[string]audience{
	ledger.KindTenant: {
		"name":         everyone,
		"logo":         everyone,
		"people":       everyone, // everyone's app says why somebody is not shown
		"hidden":       everyone,
		"language":     everyone,
		"wording":      everyone,
		"zone":         everyone, // everyone's app tells the organisation's days
		"domains":      managers,
		"joining":      managers,
		"systems":      managers,
		"founded":      managers,
		"offlineHours": everyone, // everyone's device obeys it
		"columns":      managers,
		"tagColours":   managers,
		"erased":       managers,
		"legalForm":    everyone,
		"register":     managers,
		"vatID":        managers,
		"street":       everyone,
		"postalCode":   everyone,
		"city":         everyone,
		"phone":        everyone,
		"email":        everyone,
		"website":      everyone,
		"billing":      managers,
		"signatureDe":  managers,
		"signatureEn":  managers,
	},
	ledger.KindGroup: {
		"name":        everyone,
		"type":        everyone,
		"parent":      everyone,
		"description": directory,
		"smart":       everyone,
		"rule":        managers, // it speaks of tags
	},
	ledger.KindMember: {
		"givenName":      directory,
		"surname":        directory,
		"email":          directory,
		"role":           directory,
		"confirmed":      directory,
		"deactivated":    directory,
		"title":          directory,
		"location":       directory,
		"phone":          directory,
		"mobile":         directory,
		"contacts":       directory,
		"photo":          directory,
		"tags":           managers,
		"tagTerms":       managers,
		"staffNumber":    self,
		"startDate":      self,
		"firstDay":       self,
		"term":           managers,
		"until":          managers, // whoever is to leave is told so by people
		"deleteAfter":    managers,
		"untilBy":        managers,
		"birthday":       self,
		"sex":            self,
		"quota":          self,
		"storage":        self,
		"birthdayHidden": self,
		"language":       self,
		"notes":          managers,
		"greetings":      self,
		"groups":         directory,
		"invitation":     managers,
		// until when they have a temporary password
		"passwordUntil": managers,
		"left":          managers,
		"agent":         directory,
		"identity":      directory,
	},
	ledger.KindLink: {
		"kind":    managers,
		"made":    managers,
		"by":      managers,
		"limit":   managers,
		"domains": managers,
		"used":    managers,
	},
}

// Viewer is who looks, with the rights of this moment.
type Viewer struct {
	Member org.MemberID
	Role   org.Role
	Shut   bool       // the organisation shows them nobody but themselves
	Hidden org.Hidden // what it does not show them of others
}

// Of is a member of an organisation who looks, and who belongs to groups, directly or through others, where the organisation asks for them: see
// org.People. Who manages members sees all.
func Of(t org.Tenant, id org.MemberID, m org.Member, within []org.GroupID) Viewer {
	v := Viewer{Member: id, Role: m.Role}
	if !v.Role.May(org.ManageMembers) {
		v.Shut, v.Hidden = !t.People.Opens(id, within), t.Hidden
	}
	return v
}

// SeesPeople says whether the viewer sees anybody but themselves.
func (v Viewer) SeesPeople() bool { return v.Role.May(org.SeeDirectory) && !v.Shut }

// Whole says whether the viewer sees all of every record and entry.
func (v Viewer) Whole() bool {
	return v.Role.May(org.ReadLedger) && v.Role.May(org.ManageMembers) && v.Role.May(org.ManageGroups) && v.Role.May(org.ManageTenant)
}

// Rights names what the viewer may see. Two viewers with the same rights see the same; a cursor made under other rights is
// not to be read on from.
func (v Viewer) Rights() string {
	if v.Role.May(org.ManageMembers) {
		return string(v.Role)
	}
	return fmt.Sprintf("%s %v %s", v.Role, v.Shut, v.Hidden)
}

// Field says whether the viewer sees a field of a record.
func (v Viewer) Field(ref ledger.Ref, name string) bool {
	who, listed := fields[ref.Kind][name]
	if !listed {
		return false
	}
	manage := org.ManageMembers
	switch ref.Kind {
	case ledger.KindTenant:
		manage = org.ManageTenant
	case ledger.KindGroup:
		manage = org.ManageGroups
	}
	switch {
	case v.Role.May(manage):
		return true
	case ref.Kind == ledger.KindMember && ref.ID == string(v.Member):
		return who >= self
	case who == directory:
		return v.SeesPeople() && !(ref.Kind == ledger.KindMember && v.Hidden.Hides(name))
	}
	return who == everyone && isMember(v.Role)
}

func isMember(r org.Role) bool {
	_, err := org.ParseRole("", string(r))
	return err == nil
}

// Knows says whether the viewer may see anything of a record: otherwise they are not to learn whether there is one.
func (v Viewer) Knows(ref ledger.Ref) bool {
	for name := range fields[ref.Kind] {
		if v.Field(ref, name) {
			return true
		}
	}
	return false
}

// Fields reduces a record's fields; ok is false if the viewer does not know that there is such a record.
func (v Viewer) Fields(ref ledger.Ref, f ledger.Fields) (seen ledger.Fields, ok bool) {
	seen = ledger.Fields{}
	for name, value := range f {
		if v.Field(ref, name) {
			seen[name] = value
		}
	}
	return seen, len(seen) > 0
}

// Entry reduces an entry; ok is false if nothing of it is left. Who may see all gets it as it is.
func (v Viewer) Entry(e ledger.Entry) (seen ledger.Entry, ok bool) {
	if v.Whole() {
		return e, true
	}
	return e.Reduce(v.Field)
}

// Changes reduces what a deed would do, for previews.
func (v Viewer) Changes(changes []ledger.Change) []ledger.Change {
	out := make([]ledger.Change, 0, len(changes))
	for _, c := range changes {
		before, sawBefore := v.Fields(c.Ref(), c.Before)
		after, sawAfter := v.Fields(c.Ref(), c.After)
		if !sawBefore && !sawAfter {
			continue
		}
		c.Before, c.After, c.Salt, c.Salts = before, after, nil, nil
		if len(before) == 0 {
			c.Before = nil
		}
		if len(after) == 0 {
			c.After = nil
		}
		out = append(out, c)
	}
	return out
}
