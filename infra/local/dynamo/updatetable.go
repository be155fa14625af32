package dynamo

import (
	"encoding/binary"
	"slices"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

func (e *Engine) updateTable(in *request, out *wire.Encoder) error {
	p, err := readTableInput(in)
	if err != nil {
		return err
	}
	if p.TableName == nil {
		return invalid("The parameter 'TableName' is required but was not present in the request")
	}
	var c checks
	c.name("tableName", p.TableName, 1)
	p.shape(&c)
	if err := c.err(); err != nil {
		return err
	}
	name := plainName(*p.TableName)
	var next *table
	var gone []index
	err = e.store.Alone(func(tx *store.Tx) error {
		now, err := e.table(name)
		if err != nil {
			return errNoSuchTable(name)
		}
		if now.building() {
			return refuse(inUse, "Attempt to change a resource which is still in use: Table is being updated: %s", name)
		}
		next = now.clone()
		gone, err = e.change(tx, now, next, p)
		return err
	})
	if err != nil {
		return err
	}
	if next.building() {
		e.background(func() { e.backfill(next.Name) })
	}
	out.Open()
	out.Key("TableDescription")
	if err := e.describeNow(next, "UPDATING", gone, out); err != nil {
		return err
	}
	out.Close()
	return nil
}

// change turns next, a copy of now, into what p asks for, and stores it. It returns the indexes that it deleted.
func (e *Engine) change(tx *store.Tx, now, next *table, p *tableInput) ([]index, error) {
	if p.ReplicaUpdates != nil {
		return nil, unsupported("A replica")
	}
	if p.VectorIndexes != nil {
		return nil, unsupported("A vector index")
	}
	asked := p.BillingMode != nil || p.ProvisionedThroughput != nil || p.StreamSpecification != nil ||
		p.DeletionProtectionEnabled != nil || p.TableClass != nil || len(p.GlobalSecondaryIndexUpdates) > 0 ||
		p.SSESpecification != nil || p.OnDemandThroughput != nil
	if !asked {
		return nil, invalid("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates " +
			"or SSESpecification or ReplicaUpdates is required")
	}
	if err := next.rebill(now, p); err != nil {
		return nil, err
	}
	if p.DeletionProtectionEnabled != nil {
		next.Protected = *p.DeletionProtectionEnabled
	}
	if p.TableClass != nil {
		next.Class = *p.TableClass
	}
	gone, err := e.changeIndexes(tx, next, p)
	if err != nil {
		return nil, err
	}
	if err := p.StreamSpecification.judge(); err != nil {
		return nil, err
	}
	if s := p.StreamSpecification; s != nil {
		switch on := is(s.StreamEnabled); {
		case on && now.Stream != nil:
			return nil, invalid("Table already has an enabled stream: TableName: %s", now.Name)
		case !on && now.Stream == nil:
			return nil, invalid("Table has no stream to disable: TableName: %s", now.Name)
		case on:
			err = e.openStream(tx, next, *s.StreamViewType)
		default:
			err = e.closeStream(tx, next)
			next.Stream = nil
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range gone {
		if err := dropIndex(tx, &gone[i]); err != nil {
			return nil, err
		}
	}
	return gone, e.save(tx, next)
}

// rebill judges a change of billing mode or throughput.
func (t *table) rebill(now *table, p *tableInput) error {
	if p.BillingMode == nil && p.ProvisionedThroughput == nil {
		return nil
	}
	mode := p.BillingMode
	if mode == nil {
		if now.OnDemand {
			return wrong("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
		}
		mode = new(string)
	}
	if err := t.bill(mode, p.ProvisionedThroughput); err != nil {
		return err
	}
	if !t.OnDemand && !now.OnDemand && t.Throughput == now.Throughput {
		return invalid("The provisioned throughput for the table will not change. The requested value equals the current value. "+
			"Current ReadCapacityUnits provisioned for the table: %d. Requested ReadCapacityUnits: %d. "+
			"Current WriteCapacityUnits provisioned for the table: %d. Requested WriteCapacityUnits: %d. "+
			"Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
			now.Throughput.Read, t.Throughput.Read, now.Throughput.Write, t.Throughput.Write)
	}
	for i := range t.Indexes {
		if t.OnDemand {
			t.Indexes[i].Throughput = throughput{}
		} else if !t.Indexes[i].Local && t.Indexes[i].Throughput == (throughput{}) {
			t.Indexes[i].Throughput = t.Throughput
		}
	}
	return nil
}

// changeIndexes creates, changes and deletes global indexes. What it deletes is still to be dropped.
func (e *Engine) changeIndexes(tx *store.Tx, t *table, p *tableInput) (gone []index, err error) {
	created := 0
	for _, u := range p.GlobalSecondaryIndexUpdates {
		switch {
		case u.Create != nil:
			if created++; created > 1 {
				return nil, refuse("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")
			}
			for _, a := range p.AttributeDefinitions {
				if known := t.typeOf(*a.AttributeName); known != "" && known != *a.AttributeType {
					return nil, wrong("Attribute %s is already defined with type %s", *a.AttributeName, known)
				} else if known == "" {
					t.Attributes = append(t.Attributes, attribute{*a.AttributeName, *a.AttributeType})
				}
			}
			if t.index(*u.Create.IndexName) != nil {
				return nil, invalid("Attempting to create an index which already exists: %s", *u.Create.IndexName)
			}
			if err := t.addIndex(u.Create, false); err != nil {
				return nil, err
			}
			ix := &t.Indexes[len(t.Indexes)-1]
			ix.Building = true
			if ix.ID, err = newID(tx); err != nil {
				return nil, err
			}
		case u.Delete != nil:
			i := slices.IndexFunc(t.Indexes, func(ix index) bool { return ix.Name == *u.Delete.IndexName && !ix.Local })
			if i < 0 {
				return nil, refuse(notFound, "Requested resource not found")
			}
			gone = append(gone, t.Indexes[i])
			t.Indexes = slices.Delete(t.Indexes, i, i+1)
		case u.Update != nil:
			ix := t.index(*u.Update.IndexName)
			if ix == nil || ix.Local {
				return nil, refuse(notFound, "Requested resource not found")
			}
			if n := u.Update.ProvisionedThroughput; n != nil && n.ReadCapacityUnits != nil && n.WriteCapacityUnits != nil {
				ix.Throughput = throughput{*n.ReadCapacityUnits, *n.WriteCapacityUnits}
			}
		default:
			return nil, wrong("GlobalSecondaryIndexUpdate must have one of Create, Update or Delete")
		}
	}
	t.dropUnused()
	return gone, nil
}

// dropUnused forgets the definitions of attributes that were keys of deleted indexes only.
func (t *table) dropUnused() {
	t.Attributes = slices.DeleteFunc(slices.Clone(t.Attributes), func(a attribute) bool {
		return !t.Keys.has(a.Name) &&
			!slices.ContainsFunc(t.Indexes, func(ix index) bool { return ix.Keys.has(a.Name) })
	})
}

// backfillBatch is how many items one commit of a backfill reads, so that other writers wait for some milliseconds only.
const backfillBatch = 2000

// resume goes on with backfills that the last run left unfinished.
func (e *Engine) resume() {
	for _, name := range e.tableNames() {
		if t, err := e.table(name); err == nil && t.building() {
			e.background(func() { e.backfill(name) })
		}
	}
}

// backfill fills the new index of a table from its items, batch by batch between other writes, then opens it for reading. It
// begins anew after a restart: entries written twice are the same entries.
func (e *Engine) backfill(name string) {
	var next []byte
	for {
		select {
		case <-e.stop:
			return
		default:
		}
		done := false
		err := e.store.Alone(func(tx *store.Tx) error {
			t, err := e.table(name)
			if err != nil || !t.building() {
				done = true
				return nil
			}
			after, err := fill(tx, t, next)
			if err != nil {
				return err
			}
			if next = after; next != nil {
				return nil
			}
			done = true
			ready := t.clone()
			for i := range ready.Indexes {
				ready.Indexes[i].Building = false
			}
			return e.save(tx, ready)
		})
		if done || err != nil {
			return // after an error the next Open tries again
		}
	}
}

// fill writes the missing entries of the next items, beginning at place from, and returns where to go on; nil at the end.
// Items that don't fit the index are left out, as in DynamoDB.
func fill(tx *store.Tx, t *table, from []byte) (next []byte, err error) {
	items, ok := tx.Bucket(bucketOf(itemsBucket, t.ID))
	if !ok {
		return nil, nil
	}
	type pair struct {
		place []byte
		item  attr.Item
		size  int
	}
	var some []pair
	err = items.Walk(store.Range{Low: from}, false, func(place, stored []byte) (bool, error) {
		if len(some) == backfillBatch {
			next = slices.Clone(place)
			return false, nil
		}
		it, size, err := unpack(stored)
		some = append(some, pair{slices.Clone(place), it, size})
		return true, err
	})
	if err != nil {
		return nil, err
	}
	for i := range t.Indexes {
		ix := &t.Indexes[i]
		if !ix.Building {
			continue
		}
		entries, err := tx.Make(bucketOf(indexBucket, ix.ID))
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			entry, cut := ix.entry(p.item, p.place)
			if entry == nil || entries.Get(entry) != nil {
				continue
			}
			if err := entries.Put(entry, binary.AppendUvarint(nil, uint64(cut))); err != nil {
				return nil, err
			}
			if err := count(tx, ix.ID, false, true, 0, t.projectedSize(ix, p.item, p.size)); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}
