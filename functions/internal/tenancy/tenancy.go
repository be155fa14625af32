// Package tenancy holds the proof that somebody may speak for a tenant. Every function that touches a tenant's data takes it,
// so a tenant that a request merely names reaches nothing.
package tenancy

import "stellwerk/shared/org"

// Tenant is a tenant that was resolved at an edge. The zero value is none.
type Tenant struct{ id org.TenantID }

// Of makes a Tenant. Only five may call it: the edge, after it has looked up the session's membership; the stream and clock
// functions, through table, with the key of the record they read; founding, for the tenant being made; the operator's command that moves one; and tests. A test
// lists the callers and fails on any other.
func Of(id org.TenantID) Tenant { return Tenant{id} }

// ID is the tenant's id.
func (t Tenant) ID() org.TenantID { return t.id }
