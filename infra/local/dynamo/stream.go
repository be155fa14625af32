package dynamo

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// streamLife is how long records can be read.
const streamLife = 24 * time.Hour

// stream is the history of a table's changes while one StreamSpecification held. It has one shard and outlives its table.
type stream struct {
	ID      uint64
	Table   string
	Label   string
	View    string
	Keys    schema
	Created time.Time
	Ended   time.Time // zero while records come
}

// principal is who made a change, where it was not the client.
type principal struct{ kind, id string }

// byService marks what the sweeper deleted.
var byService = &principal{kind: "Service", id: "dynamodb.amazonaws.com"}

func (s *stream) shard() string {
	return fmt.Sprintf("shardId-%020d-%08x", s.Created.UnixMilli(), s.ID)
}

// sequence is the text of a record's number: always 21 digits, so that texts sort as numbers do.
func sequence(n uint64) string { return fmt.Sprintf("1%020d", n) }

// number reverses sequence.
func number(text string) (uint64, bool) {
	var n uint64
	if len(text) != 21 || text[0] != '1' {
		return 0, false
	}
	for _, c := range text[1:] {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

// openStream begins a stream of t, which is saved by the caller.
func (e *Engine) openStream(tx *store.Tx, t *table, view string) error {
	id, err := newID(tx)
	if err != nil {
		return err
	}
	now := e.now().UTC()
	s := &stream{ID: id, Table: t.Name, View: view, Keys: t.Keys, Created: now,
		Label: now.Format("2006-01-02T15:04:05.000")}
	if s.Label == t.LastStream { // twice in one millisecond
		s.Label = now.Add(time.Millisecond).Format("2006-01-02T15:04:05.000")
	}
	if _, err := tx.Make(bucketOf(recordsBucket, id)); err != nil {
		return err
	}
	t.Stream, t.LastStream = &streamSpec{ID: id, Label: s.Label, View: view}, s.Label
	return s.save(tx)
}

// closeStream ends t's stream if it has one. Its records stay until they are trimmed.
func (e *Engine) closeStream(tx *store.Tx, t *table) error {
	if t.Stream == nil {
		return nil
	}
	s, err := loadStream(tx, t.Stream.ID)
	if err != nil || s == nil {
		return err
	}
	s.Ended = e.now()
	return s.save(tx)
}

func (s *stream) save(tx *store.Tx) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	b, _ := tx.Bucket(streamsBucket)
	return b.Put(binary.BigEndian.AppendUint64(nil, s.ID), text)
}

func loadStream(tx *store.Tx, id uint64) (*stream, error) {
	b, _ := tx.Bucket(streamsBucket)
	text := b.Get(binary.BigEndian.AppendUint64(nil, id))
	if text == nil {
		return nil, nil
	}
	s := new(stream)
	return s, json.Unmarshal(text, s)
}

// streams are all of one table, or of all tables for "", in the order in which they were opened.
func streams(tx *store.Tx, table string) ([]*stream, error) {
	var out []*stream
	b, _ := tx.Bucket(streamsBucket)
	err := b.Walk(store.Range{}, false, func(_, text []byte) (bool, error) {
		s := new(stream)
		if err := json.Unmarshal(text, s); err != nil {
			return false, err
		}
		if table == "" || s.Table == table {
			out = append(out, s)
		}
		return true, nil
	})
	return out, err
}

// findStream looks a stream up by its ARN.
func (e *Engine) findStream(tx *store.Tx, arn string) (*stream, error) {
	label := arn[strings.LastIndexByte(arn, '/')+1:]
	all, err := streams(tx, plainName(arn))
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.Label == label && arn == e.streamARN(s.Table, label) {
			return s, nil
		}
	}
	return nil, refuse(notFound, "Requested resource not found: Stream: %s not found", arn)
}

// record adds a change to its table's stream. It lies there ready to be sent, after its time in milliseconds (8 bytes).
func (e *Engine) record(tx *store.Tx, c *change, by *principal) error {
	s := c.table.Stream
	b, ok := tx.Bucket(bucketOf(recordsBucket, s.ID))
	if !ok {
		return fmt.Errorf("stream %s of %s has no records bucket", s.Label, c.table.Name)
	}
	n, err := b.Next()
	if err != nil {
		return err
	}
	now := e.now()
	out := wire.Encoder{B: make([]byte, 8, 512)}
	binary.BigEndian.PutUint64(out.B, uint64(now.UnixMilli()))
	c.encodeRecord(e, n, now, by, &out)
	tx.OnCommit(e.announce)
	return b.Put(binary.BigEndian.AppendUint64(nil, n), out.B)
}

func (c *change) encodeRecord(e *Engine, n uint64, now time.Time, by *principal, out *wire.Encoder) {
	s := c.table.Stream
	name := "MODIFY"
	switch {
	case c.old == nil:
		name = "INSERT"
	case c.next == nil:
		name = "REMOVE"
	}
	out.B = append(out.B, '{') // Open would look at the time before it
	out.TextField("awsRegion", e.region)
	out.Key("dynamodb")
	out.Open()
	out.IntField("ApproximateCreationDateTime", now.Unix())
	itemField(out, "Keys", c.key)
	size := attr.Size(c.key)
	if c.next != nil && (s.View == "NEW_IMAGE" || s.View == "NEW_AND_OLD_IMAGES") {
		itemField(out, "NewImage", c.next)
		size += c.nextSize
	}
	if c.old != nil && (s.View == "OLD_IMAGE" || s.View == "NEW_AND_OLD_IMAGES") {
		itemField(out, "OldImage", c.old)
		size += c.oldSize
	}
	out.TextField("SequenceNumber", sequence(n))
	out.IntField("SizeBytes", int64(size))
	out.TextField("StreamViewType", s.View)
	out.Close()
	out.TextField("eventID", eventID(s, n))
	out.TextField("eventName", name)
	out.TextField("eventSource", "aws:dynamodb")
	out.TextField("eventVersion", "1.1")
	if by != nil {
		out.Key("userIdentity")
		out.Open()
		out.TextField("PrincipalId", by.id)
		out.TextField("Type", by.kind)
		out.Close()
	}
	out.Close()
}

// eventID is the same each time a record is read: 32 hexadecimal digits.
func eventID(s *streamSpec, n uint64) string {
	h := fnv.New128a()
	_, _ = fmt.Fprintf(h, "%d/%s/%d", s.ID, s.Label, n)
	return fmt.Sprintf("%x", h.Sum(nil))
}

// Changed is closed at the next commit with stream records, so that a reader in the same process need not poll. Take
// it before looking for records, then nothing is missed.
func (e *Engine) Changed() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.watch == nil {
		e.watch = make(chan struct{})
	}
	return e.watch
}

func (e *Engine) announce() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.watch != nil {
		close(e.watch)
		e.watch = nil
	}
}
