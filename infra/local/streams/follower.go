package streams

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// follower reads the shards of one stream, a shard only after the one it came from.
type follower struct {
	*Consumer
	stream     string
	checkpoint Checkpoint
	shards     []*shard
	ended      map[string]bool
}

type shard struct {
	id, parent string
	iterator   string // "" until it is asked for
}

// pageLimit is the most records that one GetRecords gives.
const pageLimit = 1000

// describe learns which shards there are that aren't worked off.
func (f *follower) describe(ctx context.Context) error {
	known := map[string]bool{}
	for _, s := range f.shards {
		known[s.id] = true
	}
	var after *string
	for {
		out, err := f.Client.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: &f.stream, ExclusiveStartShardId: after})
		if err != nil {
			return fmt.Errorf("describe stream %s: %w", f.stream, err)
		}
		for _, s := range out.StreamDescription.Shards {
			id := aws.ToString(s.ShardId)
			if !known[id] && !f.ended[id] {
				f.shards = append(f.shards, &shard{id: id, parent: aws.ToString(s.ParentShardId)})
			}
		}
		if after = out.StreamDescription.LastEvaluatedShardId; after == nil {
			return nil
		}
	}
}

// round reads each shard once; busy means that there may be more at once.
func (f *follower) round(ctx context.Context) (busy bool, err error) {
	waiting := map[string]bool{}
	for _, s := range f.shards {
		waiting[s.id] = true
	}
	var left []*shard
	closed := false
	for i, s := range f.shards {
		if waiting[s.parent] {
			left = append(left, s)
			continue
		}
		read, end, err := f.read(ctx, s)
		if err != nil {
			f.shards = append(left, f.shards[i:]...)
			return false, err
		}
		busy = busy || read
		if end {
			f.ended[s.id], closed = true, true
			continue
		}
		left = append(left, s)
	}
	f.shards = left
	if closed {
		return true, f.describe(ctx)
	}
	return busy, nil
}

// read takes one batch from a shard to the function; end means that the shard is closed and worked off.
func (f *follower) read(ctx context.Context, s *shard) (read, end bool, err error) {
	records, end, err := f.batch(ctx, s)
	if err != nil {
		return false, false, err
	}
	for len(records) > 0 {
		size := min(len(records), f.Source.BatchSize)
		if err := f.deliver(ctx, s, records[:size]); err != nil {
			return false, false, err
		}
		records, read = records[size:], true
	}
	return read, end, nil
}

// batch collects up to BatchSize records, waiting up to Window for more once there is one.
func (f *follower) batch(ctx context.Context, s *shard) (records []types.Record, end bool, err error) {
	var until time.Time
	for {
		page, end, err := f.page(ctx, s, f.Source.BatchSize-len(records))
		if err != nil {
			return nil, false, err
		}
		records = append(records, page...)
		if end || len(records) == 0 || len(records) >= f.Source.BatchSize || ctx.Err() != nil {
			return records, end, nil
		}
		if until.IsZero() {
			until = f.now().Add(f.Source.Window)
		}
		if !f.now().Before(until) {
			return records, false, nil
		}
		if len(page) == 0 {
			f.idle(ctx)
		}
	}
}

func (f *follower) page(ctx context.Context, s *shard, limit int) (records []types.Record, end bool, err error) {
	if s.iterator == "" {
		if s.iterator, err = f.begin(ctx, s.id); err != nil {
			return nil, false, err
		}
	}
	out, err := f.Client.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{
		ShardIterator: &s.iterator, Limit: aws.Int32(int32(min(limit, pageLimit))),
	})
	if err != nil {
		s.iterator = "" // begin again from the checkpoint, whatever the iterator suffered from
		return nil, false, fmt.Errorf("read shard %s: %w", s.id, err)
	}
	s.iterator = aws.ToString(out.NextShardIterator)
	for _, r := range out.Records {
		if created := r.Dynamodb.ApproximateCreationDateTime; created == nil || !created.Before(f.checkpoint.Since) {
			records = append(records, r)
		}
	}
	return records, out.NextShardIterator == nil, nil
}

// begin gives an iterator behind the last record that is done.
func (f *follower) begin(ctx context.Context, shard string) (string, error) {
	in := &dynamodbstreams.GetShardIteratorInput{StreamArn: &f.stream, ShardId: &shard, ShardIteratorType: types.ShardIteratorTypeTrimHorizon}
	if done, ok := f.checkpoint.Shards[shard]; ok {
		in.ShardIteratorType, in.SequenceNumber = types.ShardIteratorTypeAfterSequenceNumber, &done
	}
	out, err := f.Client.GetShardIterator(ctx, in)
	var trimmed *types.TrimmedDataAccessException
	if errors.As(err, &trimmed) && in.SequenceNumber != nil {
		f.Log.Warn("the last record that is done has left the stream; going on with the oldest there is", "shard", shard, "after", *in.SequenceNumber)
		in.ShardIteratorType, in.SequenceNumber = types.ShardIteratorTypeTrimHorizon, nil
		out, err = f.Client.GetShardIterator(ctx, in)
	}
	if err != nil {
		return "", fmt.Errorf("begin shard %s: %w", shard, err)
	}
	return aws.ToString(out.ShardIterator), nil
}

// done stores that everything up to a record of a shard needs no further look.
func (f *follower) done(s *shard, last types.Record) error {
	f.checkpoint.Shards[s.id] = aws.ToString(last.Dynamodb.SequenceNumber)
	if err := f.Checkpoints.Save(f.stream, f.checkpoint); err != nil {
		return storageError{fmt.Errorf("checkpoint of %s: %w", f.stream, err)}
	}
	return nil
}
