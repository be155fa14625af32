package dynamo

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// Limits of reading streams.
const (
	maxRecords   = 1000
	maxStreams   = 100
	iteratorLife = 15 * time.Minute
)

// streamsInput is the parameters of the four operations on streams.
type streamsInput struct {
	table, arn, shard, kind, sequence, iterator, startARN, startShard *string
	limit                                                             *int64
}

func readStreamsInput(in *request) (*streamsInput, error) {
	p := new(streamsInput)
	err := in.fields(func(key []byte) {
		switch string(key) {
		case "TableName":
			p.table = in.Optional()
		case "StreamArn":
			p.arn = in.Optional()
		case "ShardId":
			p.shard = in.Optional()
		case "ShardIteratorType":
			p.kind = in.Optional()
		case "SequenceNumber":
			p.sequence = in.Optional()
		case "ShardIterator":
			p.iterator = in.Optional()
		case "ExclusiveStartStreamArn":
			p.startARN = in.Optional()
		case "ExclusiveStartShardId":
			p.startShard = in.Optional()
		case "Limit":
			p.limit = in.Int()
		default:
			in.Skip()
		}
	})
	return p, err
}

func (e *Engine) listStreams(in *request, out *wire.Encoder) error {
	p, err := readStreamsInput(in)
	if err != nil {
		return err
	}
	var c checks
	if p.table != nil {
		c.name("tableName", p.table, minNamed)
	}
	c.atLeast("limit", p.limit, 1)
	c.atMost("limit", p.limit, maxStreams)
	if err := c.err(); err != nil {
		return err
	}
	most := maxStreams
	if p.limit != nil {
		most = int(*p.limit)
	}
	var all []*stream
	err = e.store.View(func(tx *store.Tx) (err error) {
		all, err = streams(tx, text(p.table))
		return err
	})
	if err != nil {
		return err
	}
	if p.startARN != nil {
		for i, s := range all {
			if e.streamARN(s.Table, s.Label) == *p.startARN {
				all = all[i+1:]
				break
			}
		}
	}
	out.Open()
	out.Key("Streams")
	out.OpenArray()
	for _, s := range all[:min(most, len(all))] {
		out.Open()
		out.TextField("StreamArn", e.streamARN(s.Table, s.Label))
		out.TextField("StreamLabel", s.Label)
		out.TextField("TableName", s.Table)
		out.Close()
	}
	out.CloseArray()
	if len(all) > most {
		out.TextField("LastEvaluatedStreamArn", e.streamARN(all[most-1].Table, all[most-1].Label))
	}
	out.Close()
	return nil
}

func (e *Engine) describeStream(in *request, out *wire.Encoder) error {
	p, err := readStreamsInput(in)
	if err != nil {
		return err
	}
	var c checks
	c.present("streamArn", p.arn)
	c.atLeast("limit", p.limit, 1)
	c.atMost("limit", p.limit, maxStreams)
	if err := c.err(); err != nil {
		return err
	}
	return e.store.View(func(tx *store.Tx) error {
		s, err := e.findStream(tx, *p.arn)
		if err != nil {
			return err
		}
		first, next := e.bounds(tx, s)
		out.Open()
		out.Key("StreamDescription")
		out.Open()
		out.Key("CreationRequestDateTime")
		encodeTime(s.Created, out)
		s.Keys.encode(out)
		out.Key("Shards")
		out.OpenArray()
		if text(p.startShard) != s.shard() {
			out.Open()
			out.Key("SequenceNumberRange")
			out.Open()
			out.TextField("StartingSequenceNumber", sequence(first))
			if !s.Ended.IsZero() {
				out.TextField("EndingSequenceNumber", sequence(next))
			}
			out.Close()
			out.TextField("ShardId", s.shard())
			out.Close()
		}
		out.CloseArray()
		out.TextField("StreamArn", *p.arn)
		out.TextField("StreamLabel", s.Label)
		status := "ENABLED"
		if !s.Ended.IsZero() {
			status = "DISABLED"
		}
		out.TextField("StreamStatus", status)
		out.TextField("StreamViewType", s.View)
		out.TextField("TableName", s.Table)
		out.Close()
		out.Close()
		return nil
	})
}

// bounds are the number of the oldest record that may still be read, and the number that the next one will have.
func (e *Engine) bounds(tx *store.Tx, s *stream) (first, next uint64) {
	b, ok := tx.Bucket(bucketOf(recordsBucket, s.ID))
	if !ok {
		return 1, 1
	}
	next = b.Last() + 1
	first = next
	oldest := e.now().Add(-streamLife).UnixMilli()
	_ = b.Walk(store.Range{}, false, func(key, record []byte) (bool, error) {
		if int64(binary.BigEndian.Uint64(record)) < oldest {
			return true, nil
		}
		first = binary.BigEndian.Uint64(key)
		return false, nil
	})
	return first, next
}

func (e *Engine) getShardIterator(in *request, out *wire.Encoder) error {
	p, err := readStreamsInput(in)
	if err != nil {
		return err
	}
	var c checks
	c.present("streamArn", p.arn)
	c.present("shardId", p.shard)
	c.present("shardIteratorType", p.kind)
	c.oneOf("shardIteratorType", p.kind, "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON")
	if err := c.err(); err != nil {
		return err
	}
	var at uint64
	err = e.store.View(func(tx *store.Tx) error {
		s, err := e.findStream(tx, *p.arn)
		if err != nil {
			return err
		}
		if s.shard() != *p.shard {
			return refuse(notFound, "Requested resource not found: Shard: %s in stream %s not found", *p.shard, *p.arn)
		}
		first, next := e.bounds(tx, s)
		at, err = p.position(first, next)
		return err
	})
	if err != nil {
		return err
	}
	out.Open()
	out.TextField("ShardIterator", e.iterator(*p.arn, at))
	out.Close()
	return nil
}

// position is the number of the record at which an iterator begins.
func (p *streamsInput) position(first, next uint64) (uint64, error) {
	switch *p.kind {
	case "TRIM_HORIZON":
		return first, nil
	case "LATEST":
		return next, nil
	}
	if p.sequence == nil {
		return 0, wrong("ShardIteratorType %s requires a SequenceNumber", *p.kind)
	}
	at, ok := number(*p.sequence)
	if !ok || at >= next && !(at == next && *p.kind == "AT_SEQUENCE_NUMBER") {
		return 0, invalid("Invalid SequenceNumber: %s is not in the shard", *p.sequence)
	}
	if at < first {
		return 0, refuse("TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard")
	}
	if *p.kind == "AFTER_SEQUENCE_NUMBER" {
		at++
	}
	return at, nil
}

// iterator names a place in a stream for the next iteratorLife.
func (e *Engine) iterator(arn string, at uint64) string {
	b := binary.BigEndian.AppendUint64(nil, at)
	b = binary.BigEndian.AppendUint64(b, uint64(e.now().UnixMilli()))
	return arn + "|1|" + base64.StdEncoding.EncodeToString(b)
}

// place reverses iterator.
func (e *Engine) place(iterator string) (arn string, at uint64, err error) {
	arn, rest, ok := strings.Cut(iterator, "|1|")
	b, decoded := base64.StdEncoding.DecodeString(rest)
	if !ok || decoded != nil || len(b) != 16 {
		return "", 0, invalid("Invalid ShardIterator")
	}
	issued := time.UnixMilli(int64(binary.BigEndian.Uint64(b[8:])))
	if e.now().Sub(issued) > iteratorLife {
		return "", 0, refuse("ExpiredIteratorException", "Iterator expired. The iterator was created at time %s",
			issued.UTC().Format(time.RFC3339))
	}
	return arn, binary.BigEndian.Uint64(b), nil
}

func (e *Engine) getRecords(in *request, out *wire.Encoder) error {
	p, err := readStreamsInput(in)
	if err != nil {
		return err
	}
	var c checks
	c.present("shardIterator", p.iterator)
	c.atLeast("limit", p.limit, 1)
	c.atMost("limit", p.limit, maxRecords)
	if err := c.err(); err != nil {
		return err
	}
	arn, at, err := e.place(*p.iterator)
	if err != nil {
		return err
	}
	most := maxRecords
	if p.limit != nil {
		most = int(*p.limit)
	}
	return e.store.View(func(tx *store.Tx) error {
		s, err := e.findStream(tx, arn)
		if err != nil {
			return err
		}
		first, next := e.bounds(tx, s)
		if at < first {
			return refuse("TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard")
		}
		out.Open()
		out.Key("Records")
		out.OpenArray()
		if at, err = e.copyRecords(tx, s, at, first, next, most, out); err != nil {
			return err
		}
		out.CloseArray()
		if s.Ended.IsZero() || at < next {
			out.TextField("NextShardIterator", e.iterator(arn, at))
		}
		out.Close()
		return nil
	})
}

// repeated is how many records the fault Twice delivers again.
const repeated = 3

// copyRecords writes records from number at on and returns the number to go on with.
func (e *Engine) copyRecords(tx *store.Tx, s *stream, at, first, next uint64, most int, out *wire.Encoder) (uint64, error) {
	b, ok := tx.Bucket(bucketOf(recordsBucket, s.ID))
	if !ok {
		return at, nil
	}
	from := at
	if e.faults.Twice && at < next {
		from = max(first, at-min(at, repeated))
	}
	size, n := 0, 0
	err := b.Walk(store.Range{Low: binary.BigEndian.AppendUint64(nil, from)}, false, func(key, record []byte) (bool, error) {
		if k := binary.BigEndian.Uint64(key); k >= at {
			at = k + 1
			n++
		}
		out.Raw(record[8:])
		size += len(record)
		return n < most && size < maxPage, nil
	})
	return at, err
}
