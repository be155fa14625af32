package dynamo

import (
	"slices"
	"time"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// readName reads a request whose only parameter of interest is TableName.
func readName(in *request) (string, error) {
	var name *string
	err := in.fields(func(key []byte) {
		if string(key) == "TableName" {
			name = in.Optional()
		} else {
			in.Skip()
		}
	})
	if err != nil {
		return "", err
	}
	if name == nil {
		return "", invalid("The parameter 'TableName' is required but was not present in the request")
	}
	var c checks
	c.name("tableName", name, 1)
	return plainName(*name), c.err()
}

func errNoSuchTable(name string) *fault {
	return refuse(notFound, "Requested resource not found: Table: %s not found", name)
}

func (e *Engine) describeTable(in *request, out *wire.Encoder) error {
	name, err := readName(in)
	if err != nil {
		return err
	}
	t, err := e.table(name)
	if err != nil {
		return errNoSuchTable(name)
	}
	status := "ACTIVE"
	if t.building() {
		status = "UPDATING"
	}
	out.Open()
	out.Key("Table")
	if err := e.describeNow(t, status, nil, out); err != nil {
		return err
	}
	out.Close()
	return nil
}

// describeNow is describe with the counts of this moment. gone are indexes that are just being deleted.
func (e *Engine) describeNow(t *table, status string, gone []index, out *wire.Encoder) error {
	return e.store.View(func(tx *store.Tx) error {
		counts, _ := tx.Bucket(countsBucket)
		e.describe(t, status, func(id uint64) (int64, int64) { return counted(counts, id) }, gone, out)
		return nil
	})
}

// tally gives the number and bytes of what a table or index holds, by its id.
type tally func(id uint64) (items, size int64)

// nothing is the tally of what has just been made or is going.
func nothing(uint64) (items, size int64) { return 0, 0 }

// describe writes a TableDescription. gone are indexes that are just being deleted.
func (e *Engine) describe(t *table, status string, count tally, gone []index, out *wire.Encoder) {
	items, size := count(t.ID)
	out.Open()
	out.Key("AttributeDefinitions")
	out.OpenArray()
	for _, a := range t.Attributes {
		out.Open()
		out.TextField("AttributeName", a.Name)
		out.TextField("AttributeType", a.Type)
		out.Close()
	}
	out.CloseArray()
	out.TextField("TableName", t.Name)
	t.Keys.encode(out)
	out.TextField("TableStatus", status)
	out.Key("CreationDateTime")
	encodeTime(t.Created, out)
	t.Throughput.encode(out)
	out.IntField("TableSizeBytes", size)
	out.IntField("ItemCount", items)
	out.TextField("TableArn", e.arn(t.Name))
	out.TextField("TableId", t.UUID)
	if t.OnDemand {
		out.Key("BillingModeSummary")
		out.Open()
		out.TextField("BillingMode", "PAY_PER_REQUEST")
		out.Key("LastUpdateToPayPerRequestDateTime")
		encodeTime(t.Created, out)
		out.Close()
	}
	indexStatus := "ACTIVE"
	if status == "CREATING" {
		indexStatus = status
	}
	e.describeIndexes("LocalSecondaryIndexes", t, t.Indexes, true, indexStatus, count, out)
	for i := range gone {
		gone[i].Going = true
	}
	e.describeIndexes("GlobalSecondaryIndexes", t, append(slices.Clone(t.Indexes), gone...), false, indexStatus, count, out)
	if t.Stream != nil {
		out.Key("StreamSpecification")
		out.Open()
		out.BoolField("StreamEnabled", true)
		out.TextField("StreamViewType", t.Stream.View)
		out.Close()
	}
	if t.LastStream != "" {
		out.TextField("LatestStreamLabel", t.LastStream)
		out.TextField("LatestStreamArn", e.streamARN(t.Name, t.LastStream))
	}
	if t.Class != "" {
		out.Key("TableClassSummary")
		out.Open()
		out.TextField("TableClass", t.Class)
		out.Close()
	}
	out.BoolField("DeletionProtectionEnabled", t.Protected)
	out.Close()
}

// describeIndexes writes the local or the global ones of some indexes, if there are any.
func (e *Engine) describeIndexes(member string, t *table, some []index, local bool, status string, count tally, out *wire.Encoder) {
	some = slices.DeleteFunc(slices.Clone(some), func(ix index) bool { return ix.Local != local })
	if len(some) == 0 {
		return
	}
	out.Key(member)
	out.OpenArray()
	for i := range some {
		ix := &some[i]
		out.Open()
		out.TextField("IndexName", ix.Name)
		ix.Keys.encode(out)
		ix.encodeProjection(out)
		if !local {
			ix.encodeStatus(status, out)
			ix.Throughput.encode(out)
		}
		items, size := count(ix.ID)
		out.IntField("IndexSizeBytes", size)
		out.IntField("ItemCount", items)
		out.TextField("IndexArn", e.arn(t.Name)+"/index/"+ix.Name)
		out.Close()
	}
	out.CloseArray()
}

func (ix *index) encodeProjection(out *wire.Encoder) {
	out.Key("Projection")
	out.Open()
	out.TextField("ProjectionType", ix.Projection)
	if len(ix.Include) > 0 {
		out.Key("NonKeyAttributes")
		out.OpenArray()
		for _, name := range ix.Include {
			out.Text(name)
		}
		out.CloseArray()
	}
	out.Close()
}

// encodeStatus writes the status of a global index; otherwise is that of one at rest.
func (ix *index) encodeStatus(otherwise string, out *wire.Encoder) {
	switch {
	case ix.Going:
		out.TextField("IndexStatus", "DELETING")
	case ix.Building:
		out.TextField("IndexStatus", "CREATING")
		out.BoolField("Backfilling", true)
	default:
		out.TextField("IndexStatus", otherwise)
	}
}

func (s schema) encode(out *wire.Encoder) {
	out.Key("KeySchema")
	out.OpenArray()
	for i, k := range s.all() {
		out.Open()
		out.TextField("AttributeName", k.Name)
		out.TextField("KeyType", keyTypes[i])
		out.Close()
	}
	out.CloseArray()
}

func (p throughput) encode(out *wire.Encoder) {
	out.Key("ProvisionedThroughput")
	out.Open()
	out.IntField("NumberOfDecreasesToday", 0)
	out.IntField("ReadCapacityUnits", p.Read)
	out.IntField("WriteCapacityUnits", p.Write)
	out.Close()
}

// encodeTime writes seconds since 1970 with milliseconds.
func encodeTime(at time.Time, out *wire.Encoder) { out.Float(float64(at.UnixMilli()) / 1000) }

func (e *Engine) arn(table string) string {
	return "arn:aws:dynamodb:" + e.region + ":" + e.account + ":table/" + table
}

func (e *Engine) streamARN(table, label string) string { return e.arn(table) + "/stream/" + label }

const maxListed = 100 // tables in one ListTables

func (e *Engine) listTables(in *request, out *wire.Encoder) error {
	var start *string
	var limit *int64
	err := in.fields(func(key []byte) {
		switch string(key) {
		case "ExclusiveStartTableName":
			start = in.Optional()
		case "Limit":
			limit = in.Int()
		default:
			in.Skip()
		}
	})
	if err != nil {
		return err
	}
	var c checks
	if start != nil {
		c.name("exclusiveStartTableName", start, minNamed)
	}
	c.atLeast("limit", limit, 1)
	c.atMost("limit", limit, maxListed)
	if err := c.err(); err != nil {
		return err
	}
	most := maxListed
	if limit != nil {
		most = int(*limit)
	}
	names := slices.DeleteFunc(e.tableNames(), func(name string) bool { return start != nil && name <= *start })
	out.Open()
	out.Key("TableNames")
	out.OpenArray()
	for _, name := range names[:min(most, len(names))] {
		out.Text(name)
	}
	out.CloseArray()
	if len(names) > most {
		out.TextField("LastEvaluatedTableName", names[most-1])
	}
	out.Close()
	return nil
}

func (e *Engine) deleteTable(in *request, out *wire.Encoder) error {
	name, err := readName(in)
	if err != nil {
		return err
	}
	var t *table
	err = e.store.Alone(func(tx *store.Tx) error {
		if t, err = e.table(name); err != nil {
			return errNoSuchTable(name)
		}
		if t.Protected {
			return invalid("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
		}
		return e.drop(tx, t)
	})
	if err != nil {
		return err
	}
	out.Open()
	out.Key("TableDescription")
	e.describe(t, "DELETING", nothing, nil, out)
	out.Close()
	return nil
}

// drop removes a table with all that belongs to it, but its streams, which stay readable until they are trimmed.
func (e *Engine) drop(tx *store.Tx, t *table) error {
	if err := e.closeStream(tx, t); err != nil {
		return err
	}
	for i := range t.Indexes {
		if err := dropIndex(tx, &t.Indexes[i]); err != nil {
			return err
		}
	}
	if err := tx.Drop(bucketOf(expiryBucket, t.ID)); err != nil {
		return err
	}
	if err := tx.Drop(bucketOf(itemsBucket, t.ID)); err != nil {
		return err
	}
	if err := dropCount(tx, t.ID); err != nil {
		return err
	}
	return e.forget(tx, t.Name)
}

func dropIndex(tx *store.Tx, ix *index) error {
	if err := tx.Drop(bucketOf(indexBucket, ix.ID)); err != nil {
		return err
	}
	return dropCount(tx, ix.ID)
}

func (e *Engine) describeLimits(in *request, out *wire.Encoder) error {
	in.Skip()
	if err := in.End(); err != nil {
		return err
	}
	out.Open()
	for _, name := range []string{"AccountMaxReadCapacityUnits", "AccountMaxWriteCapacityUnits"} {
		out.IntField(name, 80_000)
	}
	for _, name := range []string{"TableMaxReadCapacityUnits", "TableMaxWriteCapacityUnits"} {
		out.IntField(name, 40_000)
	}
	out.Close()
	return nil
}

func (e *Engine) describeEndpoints(in *request, out *wire.Encoder) error {
	in.Skip()
	if err := in.End(); err != nil {
		return err
	}
	out.Open()
	out.Key("Endpoints")
	out.OpenArray()
	out.Open()
	out.TextField("Address", "dynamodb."+e.region+".amazonaws.com")
	out.IntField("CachePeriodInMinutes", 1440)
	out.Close()
	out.CloseArray()
	out.Close()
	return nil
}
