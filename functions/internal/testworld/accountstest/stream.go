package accountstest

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
)

// Stream reads the table's stream from its beginning, as the stream function is fed by it.
type Stream struct {
	client *dynamodbstreams.Client
	arn    string
	at     map[string]string // shard → number of the last record that was read
}

// OpenStream opens the stream of an installation's table.
func OpenStream(tb testing.TB, w *testworld.World) *Stream {
	tb.Helper()
	client := dynamodbstreams.NewFromConfig(w.Config)
	list, err := client.ListStreams(tb.Context(), &dynamodbstreams.ListStreamsInput{TableName: aws.String(w.Name)})
	if err != nil || len(list.Streams) != 1 {
		tb.Fatalf("find the table's stream: %d of them, %v", len(list.Streams), err)
	}
	return &Stream{client, *list.Streams[0].StreamArn, map[string]string{}}
}

// Effects returns the effects that were written to since it was last asked.
func (s *Stream) Effects(tb testing.TB) []table.EffectKey {
	tb.Helper()
	described, err := s.client.DescribeStream(tb.Context(), &dynamodbstreams.DescribeStreamInput{StreamArn: &s.arn})
	if err != nil {
		tb.Fatalf("describe the stream: %v", err)
	}
	var keys []table.EffectKey
	for _, shard := range described.StreamDescription.Shards {
		keys = append(keys, s.read(tb, *shard.ShardId)...)
	}
	return keys
}

func (s *Stream) read(tb testing.TB, shard string) (keys []table.EffectKey) {
	tb.Helper()
	// A fresh iterator each time: the clock may have moved past an old one's end.
	ask := &dynamodbstreams.GetShardIteratorInput{StreamArn: &s.arn, ShardId: &shard, ShardIteratorType: types.ShardIteratorTypeTrimHorizon}
	if last := s.at[shard]; last != "" {
		ask.ShardIteratorType, ask.SequenceNumber = types.ShardIteratorTypeAfterSequenceNumber, &last
	}
	out, err := s.client.GetShardIterator(tb.Context(), ask)
	var trimmed *types.TrimmedDataAccessException
	if errors.As(err, &trimmed) { // a day or more has passed
		ask.ShardIteratorType, ask.SequenceNumber = types.ShardIteratorTypeTrimHorizon, nil
		out, err = s.client.GetShardIterator(tb.Context(), ask)
	}
	if err != nil {
		tb.Fatalf("read shard %s: %v", shard, err)
	}
	for next := out.ShardIterator; next != nil; {
		got, err := s.client.GetRecords(tb.Context(), &dynamodbstreams.GetRecordsInput{ShardIterator: next})
		if err != nil {
			tb.Fatalf("read shard %s: %v", shard, err)
		}
		if len(got.Records) == 0 {
			break
		}
		next = got.NextShardIterator
		for _, r := range got.Records {
			s.at[shard] = *r.Dynamodb.SequenceNumber
			if k, ok := table.EffectKeyOf(text(r.Dynamodb.Keys["PK"]), text(r.Dynamodb.Keys["SK"])); ok && r.EventName != types.OperationTypeRemove {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

func text(v types.AttributeValue) string {
	s, ok := v.(*types.AttributeValueMemberS)
	if !ok {
		return ""
	}
	return s.Value
}
