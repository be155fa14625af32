package dynamo

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// Limits of a table's indexes.
const (
	maxLocal   = 5
	maxGlobal  = 20
	maxInclude = 100 // attributes named by INCLUDE projections, over all indexes
)

func (e *Engine) createTable(in *request, out *wire.Encoder) error {
	p, err := readTableInput(in)
	if err != nil {
		return err
	}
	if p.TableName == nil {
		return invalid("The parameter 'TableName' is required but was not present in the request")
	}
	var c checks
	c.name("tableName", p.TableName, minNamed)
	if p.AttributeDefinitions == nil {
		c.add("null", "attributeDefinitions", "Member must not be null")
	}
	if p.KeySchema == nil {
		c.add("null", "keySchema", "Member must not be null")
	}
	p.shape(&c)
	if err := c.err(); err != nil {
		return err
	}
	t, err := p.newTable()
	if err != nil {
		return err
	}
	t.Created, t.UUID = e.now(), newUUID()
	err = e.store.Alone(func(tx *store.Tx) error { return e.create(tx, t, p.StreamSpecification) })
	if err != nil {
		return err
	}
	out.Open()
	out.Key("TableDescription")
	e.describe(t, "CREATING", nothing, nil, out)
	out.Close()
	return nil
}

// create stores a new table with its ids.
func (e *Engine) create(tx *store.Tx, t *table, stream *streamInput) (err error) {
	if _, err := e.table(t.Name); err == nil {
		return refuse(inUse, "Table already exists: %s", t.Name)
	}
	if t.ID, err = newID(tx); err != nil {
		return err
	}
	for i := range t.Indexes {
		if t.Indexes[i].ID, err = newID(tx); err != nil {
			return err
		}
	}
	if stream != nil && is(stream.StreamEnabled) {
		if err := e.openStream(tx, t, text(stream.StreamViewType)); err != nil {
			return err
		}
	}
	if _, err := tx.Make(bucketOf(itemsBucket, t.ID)); err != nil {
		return err
	}
	return e.save(tx, t)
}

// newTable judges the parameters and makes the definition.
func (p *tableInput) newTable() (*table, error) {
	t := &table{Name: plainName(*p.TableName), Protected: is(p.DeletionProtectionEnabled), Class: text(p.TableClass)}
	if err := t.define(p.AttributeDefinitions); err != nil {
		return nil, err
	}
	var err error
	if t.Keys, err = t.schema(p.KeySchema); err != nil {
		return nil, err
	}
	if err := t.bill(p.BillingMode, p.ProvisionedThroughput); err != nil {
		return nil, err
	}
	if err := p.StreamSpecification.judge(); err != nil {
		return nil, err
	}
	if p.VectorIndexes != nil {
		return nil, unsupported("A vector index")
	}
	if len(p.LocalSecondaryIndexes) > 0 && t.Keys.Range.Name == "" {
		return nil, wrong("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
	}
	if p.LocalSecondaryIndexes != nil && len(p.LocalSecondaryIndexes) == 0 {
		return nil, wrong("List of LocalSecondaryIndexes is empty")
	}
	if p.GlobalSecondaryIndexes != nil && len(p.GlobalSecondaryIndexes) == 0 {
		return nil, wrong("List of GlobalSecondaryIndexes is empty")
	}
	if len(p.LocalSecondaryIndexes) > maxLocal {
		return nil, wrong("Number of LocalSecondaryIndexes exceeds per-table limit of %d", maxLocal)
	}
	for i := range p.LocalSecondaryIndexes {
		if err := t.addIndex(&p.LocalSecondaryIndexes[i], true); err != nil {
			return nil, err
		}
	}
	if len(p.GlobalSecondaryIndexes) > maxGlobal {
		return nil, wrong("GlobalSecondaryIndex count exceeds the per-table limit of %d", maxGlobal)
	}
	for i := range p.GlobalSecondaryIndexes {
		if err := t.addIndex(&p.GlobalSecondaryIndexes[i], false); err != nil {
			return nil, err
		}
	}
	return t, t.allUsed()
}

// define takes the attribute definitions.
func (t *table) define(attributes []attributeInput) error {
	t.Attributes = nil
	for _, a := range attributes {
		if t.typeOf(*a.AttributeName) != "" {
			return wrong("Duplicate AttributeName in AttributeDefinitions: %s", *a.AttributeName)
		}
		t.Attributes = append(t.Attributes, attribute{*a.AttributeName, *a.AttributeType})
	}
	return nil
}

// typeOf is the defined type of an attribute, "" if it has none.
func (t *table) typeOf(name string) string {
	for _, a := range t.Attributes {
		if a.Name == name {
			return a.Type
		}
	}
	return ""
}

// schema judges a key schema.
func (t *table) schema(keys []keyInput) (schema, error) {
	var s schema
	for i, k := range keys {
		kind := t.typeOf(*k.AttributeName)
		key := keyAttribute{*k.AttributeName, kind}
		switch {
		case i == 0 && *k.KeyType != "HASH":
			return s, invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
		case i == 1 && *k.KeyType != "RANGE":
			return s, invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
		case i == 1 && s.Hash.Name == key.Name:
			return s, invalid("Invalid KeySchema: Some index key attribute have no definition")
		case kind == "":
			return s, wrong("Some index key attributes are not defined in AttributeDefinitions. Keys: [%s], AttributeDefinitions: [%s]",
				key.Name, strings.Join(t.attributeNames(), ", "))
		case i == 0:
			s.Hash = key
		default:
			s.Range = key
		}
	}
	return s, nil
}

func (t *table) attributeNames() []string {
	names := make([]string, len(t.Attributes))
	for i, a := range t.Attributes {
		names[i] = a.Name
	}
	return names
}

// bill judges billing mode and throughput.
func (t *table) bill(mode *string, units *throughputInput) error {
	t.OnDemand = text(mode) == "PAY_PER_REQUEST"
	if t.OnDemand {
		if units != nil {
			return wrong("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
		}
		t.Throughput = throughput{}
		return nil
	}
	if units == nil {
		return wrong("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
	}
	t.Throughput = throughput{*units.ReadCapacityUnits, *units.WriteCapacityUnits}
	return nil
}

// addIndex judges an index and adds it.
func (t *table) addIndex(p *indexInput, local bool) error {
	ix := index{Name: *p.IndexName, Local: local}
	if t.index(ix.Name) != nil {
		return wrong("Duplicate index name: %s", ix.Name)
	}
	var err error
	if ix.Keys, err = t.schema(p.KeySchema); err != nil {
		return err
	}
	if local {
		if ix.Keys.Range.Name == "" {
			return wrong("Index KeySchema does not have a range key for index: %s", ix.Name)
		}
		if ix.Keys.Hash != t.Keys.Hash {
			return wrong("Index KeySchema does not have the same leading hash key as table KeySchema for index: %s. "+
				"index hash key: %s, table hash key: %s", ix.Name, ix.Keys.Hash.Name, t.Keys.Hash.Name)
		}
	}
	if err := ix.carry(p.Projection, t); err != nil {
		return err
	}
	switch u := p.ProvisionedThroughput; {
	case local:
	case t.OnDemand && u != nil:
		return wrong("ProvisionedThroughput should not be specified for index: %s when BillingMode is PAY_PER_REQUEST", ix.Name)
	case !t.OnDemand && u == nil:
		return wrong("ProvisionedThroughput must be specified for index: %s", ix.Name)
	case u != nil:
		ix.Throughput = throughput{*u.ReadCapacityUnits, *u.WriteCapacityUnits}
	}
	t.Indexes = append(t.Indexes, ix)
	return nil
}

// carry judges the projection.
func (ix *index) carry(p *projectionInput, t *table) error {
	ix.Projection, ix.Include = text(p.ProjectionType), p.NonKeyAttributes
	switch {
	case ix.Projection == "":
		return wrong("Unknown ProjectionType: null")
	case ix.Projection == "INCLUDE" && len(ix.Include) == 0:
		return wrong("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
	case ix.Projection != "INCLUDE" && len(ix.Include) > 0:
		return wrong("ProjectionType is %s, but NonKeyAttributes is specified", ix.Projection)
	}
	total := len(ix.Include)
	for _, other := range t.Indexes {
		total += len(other.Include)
	}
	if total > maxInclude {
		return wrong("Total number of NonKeyAttributes exceeds the limit of %d", maxInclude)
	}
	for i, name := range ix.Include {
		if slices.Contains(ix.Include[:i], name) {
			return wrong("Duplicate attribute name in NonKeyAttributes: %s", name)
		}
	}
	return nil
}

// allUsed refuses attribute definitions that no key uses.
func (t *table) allUsed() error {
	for _, a := range t.Attributes {
		used := t.Keys.has(a.Name)
		for _, ix := range t.Indexes {
			used = used || ix.Keys.has(a.Name)
		}
		if !used {
			return wrong("Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")
		}
	}
	return nil
}

// judge checks that a stream says how, exactly if it is to be.
func (s *streamInput) judge() error {
	switch {
	case s == nil:
	case is(s.StreamEnabled) && s.StreamViewType == nil:
		return wrong("StreamViewType is required when StreamEnabled is true")
	case !is(s.StreamEnabled) && s.StreamViewType != nil:
		return wrong("StreamViewType should not be specified when StreamEnabled is false")
	}
	return nil
}

func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
