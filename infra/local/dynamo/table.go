package dynamo

import (
	"encoding/binary"
	"slices"
	"time"

	"stellwerk/infra/local/dynamo/attr"
)

// table is everything known about a table but its items. It is never changed once others can see it: a change is a copy.
type table struct {
	ID         uint64
	Name       string
	UUID       string
	Attributes []attribute
	Keys       schema
	Indexes    []index // global and local ones, in the order they were made
	OnDemand   bool
	Throughput throughput
	Created    time.Time
	Stream     *streamSpec // nil while no records are taken
	LastStream string      // label of the latest stream, also after it was turned off
	TTL        string      // the attribute with the time of expiry; "" is off
	Protected  bool        // DeleteTable is refused
	Class      string      // "" is STANDARD
}

type attribute struct{ Name, Type string }

type throughput struct{ Read, Write int64 }

// schema names the key attributes; Range is "" where there is none.
type schema struct{ Hash, Range keyAttribute }

type keyAttribute struct {
	Name string
	Type string // S, N or B
}

// all gives the one or two attributes of the key.
func (s schema) all() []keyAttribute {
	if s.Range.Name == "" {
		return []keyAttribute{s.Hash}
	}
	return []keyAttribute{s.Hash, s.Range}
}

func (s schema) has(name string) bool {
	return name == s.Hash.Name || name == s.Range.Name && name != ""
}

// index is a secondary index. Its entries are keys that point at items, so they can't disagree with the items' content.
type index struct {
	ID         uint64
	Name       string
	Local      bool
	Keys       schema
	Projection string   // ALL, KEYS_ONLY or INCLUDE
	Include    []string // with INCLUDE
	Building   bool     // still being filled: takes writes, refuses reads
	Going      bool     `json:"-"` // just deleted: only in the answer that says so
	Throughput throughput
}

type streamSpec struct {
	ID    uint64
	Label string
	View  string
}

func (t *table) index(name string) *index {
	for i := range t.Indexes {
		if t.Indexes[i].Name == name {
			return &t.Indexes[i]
		}
	}
	return nil
}

// clone is a copy whose indexes may be changed.
func (t *table) clone() *table {
	c := *t
	c.Indexes = slices.Clone(t.Indexes)
	return &c
}

// building says whether an index is being filled.
func (t *table) building() bool {
	return slices.ContainsFunc(t.Indexes, func(ix index) bool { return ix.Building })
}

// hasLocal says whether items with one hash key form an item collection.
func (t *table) hasLocal() bool {
	return slices.ContainsFunc(t.Indexes, func(ix index) bool { return ix.Local })
}

// shows says whether the index carries the attribute.
func (t *table) shows(ix *index, name string) bool {
	return ix.Projection == "ALL" || t.Keys.has(name) || ix.Keys.has(name) || slices.Contains(ix.Include, name)
}

// project reduces an item to what the index carries of it.
func (t *table) project(ix *index, it attr.Item) attr.Item {
	if ix == nil || ix.Projection == "ALL" {
		return it
	}
	out := make(attr.Item, len(ix.Include)+4)
	for name, v := range it {
		if t.shows(ix, name) {
			out[name] = v
		}
	}
	return out
}

// Names of buckets: one letter for what it holds, then the id of its table, index or stream.
const (
	itemsBucket   = 'i'
	indexBucket   = 'x'
	expiryBucket  = 'e'
	recordsBucket = 'r'
)

var (
	metaBucket    = []byte("meta")    // format and the last id given
	tablesBucket  = []byte("tables")  // name to table, as JSON
	streamsBucket = []byte("streams") // id to stream, as JSON
	countsBucket  = []byte("counts")  // id of table or index to number and bytes
	tokensBucket  = "tokens."         // followed by the number of the time slot
)

func bucketOf(kind byte, id uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{kind}, id)
}
