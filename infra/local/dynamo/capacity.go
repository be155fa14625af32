package dynamo

import (
	"maps"
	"slices"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/wire"
)

// Sizes of capacity units in bytes.
const (
	readUnit  = 4 << 10
	writeUnit = 1 << 10
)

// cost is the capacity that a request used of one table.
type cost struct {
	table   *table
	base    float64            // of the table itself
	indexes map[string]float64 // by index
	write   bool
	double  bool // in a transaction: DynamoDB then names the kind of units as well
}

func (c *cost) index(name string, units float64) {
	if units == 0 {
		return
	}
	if c.indexes == nil {
		c.indexes = map[string]float64{}
	}
	c.indexes[name] += units
}

func (c *cost) add(other cost) {
	c.base += other.base
	for name, units := range other.indexes {
		c.index(name, units)
	}
}

// times scales the cost: a transaction counts twice.
func (c *cost) times(factor float64) {
	c.base *= factor
	for name := range c.indexes {
		c.indexes[name] *= factor
	}
}

func (c *cost) total() float64 {
	sum := c.base
	for _, units := range c.indexes {
		sum += units
	}
	return sum
}

// readUnits is the capacity for reading size bytes in one piece, at least the smallest.
func readUnits(size int, consistent bool) float64 {
	units := float64(max(1, (size+readUnit-1)/readUnit))
	if !consistent {
		units /= 2
	}
	return units
}

func writeUnits(size int) float64 { return float64(max(1, (size+writeUnit-1)/writeUnit)) }

// writeCost is what a change costs in the table and in each index it touches.
func writeCost(t *table, old, next attr.Item, oldSize, nextSize int) cost {
	c := cost{table: t, base: writeUnits(max(oldSize, nextSize)), write: true}
	for i := range t.Indexes {
		ix := &t.Indexes[i]
		before, _ := ix.entry(old, nil)
		after, _ := ix.entry(next, nil)
		switch {
		case before == nil && after == nil:
		case before == nil:
			c.index(ix.Name, writeUnits(attr.Size(t.project(ix, next))))
		case after == nil:
			c.index(ix.Name, writeUnits(attr.Size(t.project(ix, old))))
		default:
			a, b := t.project(ix, old), t.project(ix, next)
			switch {
			case string(before) != string(after):
				c.index(ix.Name, writeUnits(attr.Size(a))+writeUnits(attr.Size(b)))
			case !attr.EqualItems(a, b):
				c.index(ix.Name, writeUnits(max(attr.Size(a), attr.Size(b))))
			}
		}
	}
	return c
}

// encode writes the member ConsumedCapacity for one table, if it is wanted.
func (c *cost) encode(level *string, out *wire.Encoder) {
	if text(level) == "TOTAL" || text(level) == "INDEXES" {
		out.Key("ConsumedCapacity")
		c.object(*level, out)
	}
}

func (c *cost) object(level string, out *wire.Encoder) {
	out.Open()
	out.TextField("TableName", c.table.Name)
	c.units(c.total(), out)
	if level == "INDEXES" {
		out.Key("Table")
		out.Open()
		c.units(c.base, out)
		out.Close()
		c.kinds("LocalSecondaryIndexes", true, out)
		c.kinds("GlobalSecondaryIndexes", false, out)
	}
	out.Close()
}

func (c *cost) units(units float64, out *wire.Encoder) {
	out.FloatField("CapacityUnits", units)
	if c.double && c.write {
		out.FloatField("WriteCapacityUnits", units)
	} else if c.double {
		out.FloatField("ReadCapacityUnits", units)
	}
}

// kinds writes the units of the local or the global indexes.
func (c *cost) kinds(member string, local bool, out *wire.Encoder) {
	begun := false
	for _, name := range slices.Sorted(maps.Keys(c.indexes)) {
		if ix := c.table.index(name); ix == nil || ix.Local != local {
			continue
		}
		if !begun {
			out.Key(member)
			out.Open()
			begun = true
		}
		out.Key(name)
		out.Open()
		c.units(c.indexes[name], out)
		out.Close()
	}
	if begun {
		out.Close()
	}
}

// bill adds up the costs of a request over several tables.
type bill map[string]*cost

func (b bill) add(c cost) {
	if sum, ok := b[c.table.Name]; ok {
		sum.add(c)
		return
	}
	own := c
	own.indexes = maps.Clone(c.indexes)
	b[c.table.Name] = &own
}

// encode writes the member ConsumedCapacity as a list, if it is wanted.
func (b bill) encode(level *string, out *wire.Encoder) {
	if text(level) != "TOTAL" && text(level) != "INDEXES" {
		return
	}
	out.Key("ConsumedCapacity")
	out.OpenArray()
	for _, name := range slices.Sorted(maps.Keys(b)) {
		b[name].object(*level, out)
	}
	out.CloseArray()
}
