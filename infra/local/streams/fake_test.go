package streams

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

const arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/people/stream/1"

// fakeStream is a stream in memory. Sequence numbers are global and have a fixed length, as real ones.
type fakeStream struct {
	mu     sync.Mutex
	next   int
	shards []*fakeShard
	broken int // how many reads fail from now on
}

type fakeShard struct {
	id, parent string
	records    []types.Record
	closed     bool
}

func (f *fakeStream) open(parent string) *fakeShard {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &fakeShard{id: "shard-" + strconv.Itoa(len(f.shards)), parent: parent}
	f.shards = append(f.shards, s)
	return s
}

// write adds one record per name and returns their sequence numbers.
func (f *fakeStream) write(s *fakeShard, names ...string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var numbers []string
	for _, name := range names {
		f.next++
		number := fmt.Sprintf("%021d", f.next)
		key := map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: name}}
		s.records = append(s.records, types.Record{
			EventID: aws.String("e" + number), EventName: types.OperationTypeInsert,
			Dynamodb: &types.StreamRecord{
				Keys: key, NewImage: key, SequenceNumber: aws.String(number), SizeBytes: aws.Int64(10),
				StreamViewType: types.StreamViewTypeNewAndOldImages, ApproximateCreationDateTime: aws.Time(time.Now()),
			},
		})
		numbers = append(numbers, number)
	}
	return numbers
}

func (f *fakeStream) close(s *fakeShard) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.closed = true
}

func (f *fakeStream) ListStreams(context.Context, *dynamodbstreams.ListStreamsInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.ListStreamsOutput, error) {
	return &dynamodbstreams.ListStreamsOutput{Streams: []types.Stream{{StreamArn: aws.String("old")}, {StreamArn: aws.String(arn)}}}, nil
}

func (f *fakeStream) DescribeStream(_ context.Context, in *dynamodbstreams.DescribeStreamInput, _ ...func(*dynamodbstreams.Options)) (*dynamodbstreams.DescribeStreamOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d := &types.StreamDescription{StreamStatus: types.StreamStatusDisabled}
	if *in.StreamArn == arn {
		d.StreamStatus = types.StreamStatusEnabled
		for _, s := range f.shards {
			d.Shards = append(d.Shards, types.Shard{ShardId: &s.id, ParentShardId: &s.parent})
		}
	}
	return &dynamodbstreams.DescribeStreamOutput{StreamDescription: d}, nil
}

func (f *fakeStream) GetShardIterator(_ context.Context, in *dynamodbstreams.GetShardIteratorInput, _ ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetShardIteratorOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	after := 0
	if in.ShardIteratorType == types.ShardIteratorTypeAfterSequenceNumber {
		if *in.SequenceNumber == "trimmed" {
			return nil, &types.TrimmedDataAccessException{}
		}
		after, _ = strconv.Atoi(*in.SequenceNumber)
	}
	return &dynamodbstreams.GetShardIteratorOutput{ShardIterator: aws.String(fmt.Sprintf("%s/%d", *in.ShardId, after))}, nil
}

func (f *fakeStream) GetRecords(_ context.Context, in *dynamodbstreams.GetRecordsInput, _ ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetRecordsOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken > 0 {
		f.broken--
		return nil, errors.New("the stream is out of order")
	}
	id, position, _ := strings.Cut(*in.ShardIterator, "/")
	after, _ := strconv.Atoi(position)
	out := &dynamodbstreams.GetRecordsOutput{}
	for _, s := range f.shards {
		if s.id != id {
			continue
		}
		for _, r := range s.records {
			n, _ := strconv.Atoi(*r.Dynamodb.SequenceNumber)
			if n > after && len(out.Records) < int(*in.Limit) {
				out.Records = append(out.Records, r)
				after = n
			}
		}
		if s.closed && len(out.Records) == 0 {
			return out, nil
		}
	}
	out.NextShardIterator = aws.String(fmt.Sprintf("%s/%d", id, after))
	return out, nil
}
