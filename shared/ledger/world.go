package ledger

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// World is what a deed can know: in the browser the replica, on the server the table. Look-ups are by name, by a unique
// value or by an index, never over all of a tenant. An error is about reaching the world, never about what is in it.
type World interface {
	Now() time.Time
	// Day says which day it is now in a time zone, 2006-01-02; "" for a zone that is not known here.
	Day(zone string) string
	Tenant() org.TenantID
	// Record returns the record as of the head; for one that never was, Seq is 0.
	Record(Ref) (Record, error)
	// Unique returns the id of the record that holds a unique value, "" if none does.
	Unique(Unique) (string, error)
	// Found returns the ids of the records that have the values of indexes, those of all together, in order.
	Found(...Index) ([]string, error)
	// Count says how many records of a kind there are: of members and groups.
	Count(Kind) (int, error)
	// Entry returns one entry, whole. Fault: entry.notFound, or entry.notHere where only the server has it.
	Entry(seq uint64) (Entry, error)
}

// Actor is who acts. On the server it comes from the edge and the member's record of that moment, never from the command.
type Actor struct {
	Member org.MemberID
	Role   org.Role
	Name   string
}

// Need returns Forbidden unless the actor holds the right.
func (a Actor) Need(right org.Right) error {
	if a.Role.May(right) {
		return nil
	}
	return fault.New(fault.Forbidden, "actor.forbidden", "right", string(right))
}

// Member reads a member that must be there. Fault: member.notFound.
func Member(w World, id org.MemberID) (org.Member, error) {
	r, err := w.Record(Ref{KindMember, string(id)})
	if err != nil {
		return org.Member{}, err
	}
	m, ok := r.Value.(org.Member)
	if !ok {
		return org.Member{}, fault.New(fault.NotFound, "member.notFound")
	}
	return m, nil
}

// Group reads a group that must be there. Fault: group.notFound.
func Group(w World, id org.GroupID) (org.Group, error) {
	r, err := w.Record(Ref{KindGroup, string(id)})
	if err != nil {
		return org.Group{}, err
	}
	g, ok := r.Value.(org.Group)
	if !ok {
		return org.Group{}, fault.New(fault.NotFound, "group.notFound")
	}
	return g, nil
}

// Link reads a link that must be there. Fault: link.notFound.
func Link(w World, id org.LinkID) (org.Link, error) {
	r, err := w.Record(Ref{KindLink, string(id)})
	if err != nil {
		return org.Link{}, err
	}
	l, ok := r.Value.(org.Link)
	if !ok {
		return org.Link{}, fault.New(fault.NotFound, "link.notFound")
	}
	return l, nil
}

// Tenant reads the tenant that must be there. Fault: tenant.notFound.
func Tenant(w World) (org.Tenant, error) {
	r, err := w.Record(Ref{KindTenant, string(w.Tenant())})
	if err != nil {
		return org.Tenant{}, err
	}
	t, ok := r.Value.(org.Tenant)
	if !ok {
		return org.Tenant{}, fault.New(fault.NotFound, "tenant.notFound")
	}
	return t, nil
}
