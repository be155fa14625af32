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
		items, size := counted(counts, t.ID)
		e.describe(t, status, items, size, func(ix *index) (int64, int64) { return counted(counts, ix.ID) }, out, gone...)
		return nil
	})
}

// describe writes a TableDescription.
func (e *Engine) describe(t *table, status string, items, size int64, count func(*index) (int64, int64), out *wire.Encoder, gone ...index) {
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
	e.describeIndexes("LocalSecondaryIndexes", t, true, indexStatus, count, out, nil)
	e.describeIndexes("GlobalSecondaryIndexes", t, false, indexStatus, count, out, gone)
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

func (e *Engine) describeIndexes(member string, t *table, local bool, status string, count func(*index) (int64, int64), out *wire.Encoder, gone []index) {
	all := append(slices.Clone(t.Indexes), gone...)
	begun := false
	for i := range all {
		ix := &all[i]
		if ix.Local != local {
			continue
		}
		if !begun {
			out.Key(member)
			out.OpenArray()
			begun = true
		}
		out.Open()
		out.TextField("IndexName", ix.Name)
		ix.Keys.encode(out)
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
		if !local {
			switch {
			case i >= len(t.Indexes):
				out.TextField("IndexStatus", "DELETING")
			case ix.Building:
				out.TextField("IndexStatus", "CREATING")
				out.BoolField("Backfilling", true)
			default:
				out.TextField("IndexStatus", status)
			}
			ix.Throughput.encode(out)
		}
		items, size := int64(0), int64(0)
		if count != nil {
			items, size = count(ix)
		}
		out.IntField("IndexSizeBytes", size)
		out.IntField("ItemCount", items)
		out.TextField("IndexArn", e.arn(t.Name)+"/index/"+ix.Name)
		out.Close()
	}
	if begun {
		out.CloseArray()
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
	e.describe(t, "DELETING", 0, 0, nil, out)
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
