// Package ledger holds how an organisation changes: commands ask, deeds decide, changes say what becomes of which record,
// and entries, chained by hashes, keep it all. It is pure: what a deed knows of the world it is given.
package ledger

import (
	"bytes"
	"encoding/json"
	"sort"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// Kind is the kind of a record. Only the kinds named here are ever synced or put in an entry: secrets are stored as other
// things, that this package can't name.
type Kind string

// The kinds of records.
const (
	KindTenant Kind = "tenant"
	KindGroup  Kind = "group"
	KindMember Kind = "member"
	KindLink   Kind = "link"
)

// Kinds lists the kinds in the order in which a snapshot sends them.
var Kinds = []Kind{KindTenant, KindGroup, KindMember, KindLink}

// Fields is a record's data, field by field, each value in its one canonical spelling: as encoding/json writes it. Marshalled,
// the names are in order, so equal records are equal bytes.
type Fields map[string]json.RawMessage

// Entity is what a record holds: org.Tenant, org.Group, org.Member or org.Link.
type Entity interface{ Check() error }

// Ref names a record.
type Ref struct {
	Kind Kind
	ID   string
}

// Record is an entity as stored. Seq is the position of the entry that last changed it. A record that was deleted keeps
// its position, and its Value is nil.
type Record struct {
	Ref
	Seq   uint64
	Value Entity
}

// Alive says whether there is such a record now.
func (r Record) Alive() bool { return r.Value != nil }

// FieldsOf takes an entity apart. Nil for none.
func FieldsOf(e Entity) Fields {
	if e == nil {
		return nil
	}
	data, err := json.Marshal(e)
	if err != nil {
		panic("ledger: an entity that can't be marshalled: " + err.Error())
	}
	var f Fields
	if err := json.Unmarshal(data, &f); err != nil {
		panic("ledger: an entity that is no object: " + err.Error())
	}
	return f
}

// EntityOf puts a record's fields together. Faults: record.kind, record.malformed.
func EntityOf(kind Kind, f Fields) (Entity, error) {
	if f == nil {
		return nil, nil
	}
	data, err := json.Marshal(f)
	if err != nil {
		return nil, fault.New(fault.Invalid, "record.malformed")
	}
	return DecodeEntity(kind, data)
}

// DecodeEntity reads a record's data. Faults: record.kind, record.malformed.
func DecodeEntity(kind Kind, data []byte) (Entity, error) {
	switch kind {
	case KindTenant:
		return decode[org.Tenant](data)
	case KindGroup:
		return decode[org.Group](data)
	case KindMember:
		return decode[org.Member](data)
	case KindLink:
		return decode[org.Link](data)
	}
	return nil, fault.New(fault.Invalid, "record.kind", "kind", string(kind))
}

func decode[E Entity](data []byte) (Entity, error) {
	var e E
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, fault.New(fault.Invalid, "record.malformed")
	}
	return e, nil
}

// EncodeEntity writes a record's data in its one canonical spelling: the fields by name.
func EncodeEntity(e Entity) []byte {
	data, err := json.Marshal(FieldsOf(e))
	if err != nil {
		panic("ledger: fields that can't be marshalled: " + err.Error())
	}
	return data
}

// Unique is a value that only one record of a tenant may have.
type Unique struct{ What, Value string }

// UniqueEmail is the name of the rule that an e-mail comes once in a tenant.
const UniqueEmail = "member.email"

// UniquesOf lists the unique values of an entity.
func UniquesOf(e Entity) []Unique {
	if m, ok := e.(org.Member); ok {
		return []Unique{{UniqueEmail, string(m.Email.Key())}}
	}
	return nil
}

// Index is a value that any number of a tenant's records may have, and by which they are found.
type Index struct{ What, Value string }

// IndexParent is the name of what finds the groups that are part of another.
const IndexParent = "group.parent"

// IndexManager finds those who may manage members, to tell them something. Who was one before there was this index is found when the upgrade's backfill has come by.
var IndexManager = Index{"member.manager", ""}

// IndexesOf lists what an entity is found by.
func IndexesOf(e Entity) []Index {
	switch e := e.(type) {
	case org.Group:
		if e.Parent != "" {
			return []Index{{IndexParent, string(e.Parent)}}
		}
	case org.Member:
		if e.Role.May(org.ManageMembers) {
			return []Index{IndexManager}
		}
	}
	return nil
}

// Names lists the fields of two sides in order.
func Names(a, b Fields) []string {
	names := make([]string, 0, len(a)+len(b))
	for n := range a {
		names = append(names, n)
	}
	for n := range b {
		if _, both := a[n]; !both {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	return names
}

// Same says whether two records hold the same.
func (f Fields) Same(g Fields) bool {
	if (f == nil) != (g == nil) || len(f) != len(g) {
		return false
	}
	for n, v := range f {
		if w, ok := g[n]; !ok || !bytes.Equal(v, w) {
			return false
		}
	}
	return true
}
