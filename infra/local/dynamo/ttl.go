package dynamo

import (
	"encoding/binary"
	"slices"
	"time"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// maxAge is how long ago an item may have expired to be deleted still; older times are taken for mistakes, as in DynamoDB.
const maxAge = 5 * 365 * 24 * time.Hour

func (e *Engine) updateTimeToLive(in *request, out *wire.Encoder) error {
	var name, attribute *string
	var enabled *bool
	given := false
	err := in.fields(func(key []byte) {
		switch string(key) {
		case "TableName":
			name = in.Optional()
		case "TimeToLiveSpecification":
			given = in.Object(func(key []byte) {
				switch string(key) {
				case "AttributeName":
					attribute = in.Optional()
				case "Enabled":
					enabled = optionalBool(in)
				default:
					in.Skip()
				}
			})
		default:
			in.Skip()
		}
	})
	if err != nil {
		return err
	}
	var c checks
	c.name("tableName", name, 1)
	switch {
	case !given:
		c.add("null", "timeToLiveSpecification", "Member must not be null")
	case attribute == nil:
		c.add("null", "timeToLiveSpecification.attributeName", "Member must not be null")
	case enabled == nil:
		c.add("null", "timeToLiveSpecification.enabled", "Member must not be null")
	case len(*attribute) == 0 || len(*attribute) > maxNamed:
		c.add(quoted(*attribute), "timeToLiveSpecification.attributeName", "Member must have length between 1 and 255")
	}
	if err := c.err(); err != nil {
		return err
	}
	err = e.store.Alone(func(tx *store.Tx) error { return e.setTTL(tx, *name, *attribute, *enabled) })
	if err != nil {
		return err
	}
	out.Open()
	out.Key("TimeToLiveSpecification")
	out.Open()
	out.TextField("AttributeName", *attribute)
	out.BoolField("Enabled", *enabled)
	out.Close()
	out.Close()
	return nil
}

// setTTL turns expiry on or off and makes or drops the list of what expires when.
func (e *Engine) setTTL(tx *store.Tx, name, attribute string, enabled bool) error {
	now, err := e.table(name)
	if err != nil {
		return errNoSuchTable(name)
	}
	switch {
	case enabled && now.TTL != "":
		return invalid("TimeToLive is already enabled")
	case !enabled && now.TTL == "":
		return invalid("TimeToLive is already disabled")
	case !enabled && now.TTL != attribute:
		return invalid("TimeToLive is active on a different AttributeName: current AttributeName is %s", now.TTL)
	}
	next := now.clone()
	next.TTL = ""
	if err := tx.Drop(bucketOf(expiryBucket, now.ID)); err != nil {
		return err
	}
	if enabled {
		next.TTL = attribute
		if err := listExpiries(tx, next); err != nil {
			return err
		}
	}
	return e.save(tx, next)
}

// listExpiries fills the list from the items that are there.
func listExpiries(tx *store.Tx, t *table) error {
	items, ok := tx.Bucket(bucketOf(itemsBucket, t.ID))
	if !ok {
		return errNoTable
	}
	b, err := tx.Make(bucketOf(expiryBucket, t.ID))
	if err != nil {
		return err
	}
	return items.Walk(store.Range{}, false, func(place, stored []byte) (bool, error) {
		it, _, err := unpack(stored)
		if err != nil {
			return false, err
		}
		if entry := expiryEntry(t.TTL, it, place); entry != nil {
			err = b.Put(entry, nil)
		}
		return true, err
	})
}

func (e *Engine) describeTimeToLive(in *request, out *wire.Encoder) error {
	name, err := readName(in)
	if err != nil {
		return err
	}
	t, err := e.table(name)
	if err != nil {
		return errNoSuchTable(name)
	}
	out.Open()
	out.Key("TimeToLiveDescription")
	out.Open()
	if t.TTL == "" {
		out.TextField("TimeToLiveStatus", "DISABLED")
	} else {
		out.TextField("AttributeName", t.TTL)
		out.TextField("TimeToLiveStatus", "ENABLED")
	}
	out.Close()
	out.Close()
	return nil
}

// sweeper sweeps now and then until the engine is closed.
func (e *Engine) sweeper() {
	ticker := time.NewTicker(e.sweep)
	defer ticker.Stop()
	for {
		select {
		case <-e.stop:
			return
		case <-ticker.C:
			_, _ = e.Sweep() // what fails now is tried again at the next tick
		}
	}
}

// Sweep removes what has had its time by the engine's clock: expired items (their number is returned), stream records older
// than 24 hours, request tokens older than 10 minutes. It runs by itself as WithSweep says; tests may call it.
func (e *Engine) Sweep() (expired int, err error) {
	for _, name := range e.tableNames() {
		n, err := e.expire(name)
		expired += n
		if err != nil {
			return expired, err
		}
	}
	if err := e.trim(); err != nil {
		return expired, err
	}
	return expired, e.dropTokens()
}

// sweepBatch is how many items or records go in one commit of the sweeper.
const sweepBatch = 500

// expire deletes the expired items of one table.
func (e *Engine) expire(name string) (total int, err error) {
	for {
		select {
		case <-e.stop:
			return total, nil
		default:
		}
		n := 0
		t, err := e.table(name)
		if err != nil || t.TTL == "" {
			return total, nil
		}
		due, err := e.due(t)
		if err != nil || len(due) == 0 {
			return total, err
		}
		err = e.store.Update(func(tx *store.Tx) error {
			n = 0
			var changes []change
			for _, entry := range due {
				c, err := e.expiry(tx, t, entry)
				if err != nil {
					return err
				}
				if !c.same {
					changes = append(changes, c)
					n++
				}
			}
			return e.apply(tx, byService, changes...)
		})
		total += n
		if err != nil {
			if err == errStale {
				continue
			}
			return total, err
		}
		if len(due) < sweepBatch {
			return total, nil
		}
	}
}

// due lists entries whose time has come, the oldest first.
func (e *Engine) due(t *table) (entries [][]byte, err error) {
	now := e.now()
	span := store.Range{
		Low:  binary.BigEndian.AppendUint64(nil, uint64(max(0, now.Add(-maxAge).Unix()))),
		High: binary.BigEndian.AppendUint64(nil, uint64(now.Unix())+1),
	}
	err = e.store.View(func(tx *store.Tx) error {
		b, ok := tx.Bucket(bucketOf(expiryBucket, t.ID))
		if !ok {
			return nil
		}
		return b.Walk(span, false, func(entry, _ []byte) (bool, error) {
			entries = append(entries, slices.Clone(entry))
			return len(entries) < sweepBatch, nil
		})
	})
	return entries, err
}

// expiry is the deletion of the item that an entry names, if it still expires then.
func (e *Engine) expiry(tx *store.Tx, t *table, entry []byte) (change, error) {
	a := &action{kind: remove, name: t.Name, table: t, place: entry[8:]}
	c, err := a.look(e, tx)
	if err != nil || c.same {
		return c, err
	}
	if string(expiryEntry(t.TTL, c.old, a.place)) != string(entry) {
		c.same = true
		return c, nil
	}
	a.key = t.Keys.keyOf(c.old)
	return c, nil
}

// trim removes stream records after streamLife, and streams that ended so long ago.
func (e *Engine) trim() error {
	oldest := e.now().Add(-streamLife)
	var all []*stream
	err := e.store.View(func(tx *store.Tx) (err error) {
		all, err = streams(tx, "")
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range all {
		if !s.Ended.IsZero() && s.Ended.Before(oldest) {
			err = e.store.Update(func(tx *store.Tx) error { return s.drop(tx) })
		} else {
			err = e.trimStream(s, oldest)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) drop(tx *store.Tx) error {
	b, _ := tx.Bucket(streamsBucket)
	if err := b.Delete(binary.BigEndian.AppendUint64(nil, s.ID)); err != nil {
		return err
	}
	return tx.Drop(bucketOf(recordsBucket, s.ID))
}

// trimStream removes records from before oldest, in batches.
func (e *Engine) trimStream(s *stream, oldest time.Time) error {
	for {
		var old [][]byte
		err := e.store.View(func(tx *store.Tx) error {
			b, ok := tx.Bucket(bucketOf(recordsBucket, s.ID))
			if !ok {
				return nil
			}
			return b.Walk(store.Range{}, false, func(key, record []byte) (bool, error) {
				if int64(binary.BigEndian.Uint64(record)) >= oldest.UnixMilli() {
					return false, nil
				}
				old = append(old, slices.Clone(key))
				return len(old) < sweepBatch, nil
			})
		})
		if err != nil || len(old) == 0 {
			return err
		}
		err = e.store.Update(func(tx *store.Tx) error {
			b, ok := tx.Bucket(bucketOf(recordsBucket, s.ID))
			if !ok {
				return nil
			}
			for _, key := range old {
				if err := b.Delete(key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
