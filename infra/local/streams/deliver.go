package streams

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// maxPayload is what Lambda takes as one event, in bytes, less some room for the frame around the records.
const maxPayload = 6<<20 - 1024

// deliver calls the function with records until each is done or given up, in order. On the way it stores what is done.
func (f *follower) deliver(ctx context.Context, s *shard, records []types.Record) error {
	parts := [][]types.Record{records}
	tries := 0
	for len(parts) > 0 {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		part, fitting, payload, err := f.payload(parts[0])
		if err != nil {
			return err
		}
		if !fitting {
			parts = append([][]types.Record{part, parts[0][len(part):]}, parts[1:]...)
			continue
		}
		good, failure := f.call(ctx, payload, part)
		if good > 0 {
			if err := f.done(s, part[good-1]); err != nil {
				return err
			}
			tries = 0
		}
		if failure == nil {
			parts = parts[1:]
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err() // what failed while stopping is delivered again after the start
		}
		part = part[good:]
		parts[0] = part
		if f.Source.Bisect && len(part) > 1 && good == 0 {
			half := len(part) / 2
			parts = append([][]types.Record{part[:half], part[half:]}, parts[1:]...)
			f.Log.Warn("function refused a batch, which is halved", "records", len(part), "err", failure)
			continue
		}
		tries++
		if f.hopeless(part, tries) {
			if err := f.giveUp(s, part, tries, failure); err != nil {
				return err
			}
			parts, tries = parts[1:], 0
			continue
		}
		wait := min(f.Backoff<<min(tries-1, 16), longestBackoff)
		f.Log.Warn("function refused records, trying again", "records", len(part), "tries", tries, "in", wait, "err", failure)
		if !pause(ctx, wait) {
			return ctx.Err()
		}
	}
	return nil
}

// payload makes the event of as many records as fit; fitting means all of them did.
func (f *follower) payload(records []types.Record) (part []types.Record, fitting bool, payload json.RawMessage, err error) {
	event := struct{ Records []json.RawMessage }{}
	size := 0
	for i, r := range records {
		encoded, err := json.Marshal(f.record(r))
		if err != nil {
			return nil, false, nil, fmt.Errorf("record %s can't be encoded: %w", aws.ToString(r.Dynamodb.SequenceNumber), err)
		}
		if size += len(encoded) + 1; size > maxPayload && i > 0 {
			return records[:i], false, nil, nil
		}
		event.Records = append(event.Records, encoded)
	}
	payload, err = json.Marshal(event)
	return records, true, payload, err
}

// call runs the function once; good is how many records from the front are done.
func (f *follower) call(ctx context.Context, payload json.RawMessage, records []types.Record) (good int, failure error) {
	running, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.Limit)
	defer cancel()
	stopped := context.AfterFunc(ctx, func() {
		defer cancel()
		pause(running, grace)
	})
	defer stopped()
	answer, err := protect(running, f.Call, payload)
	if err != nil {
		return 0, err
	}
	if !f.Source.ReportFailures {
		return len(records), nil
	}
	return reported(answer, records)
}

// protect turns a panic of the function, which would end a Lambda process but not this one, into an error.
func protect(ctx context.Context, call Function, payload json.RawMessage) (answer json.RawMessage, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("function panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return call(ctx, payload)
}

// reported reads a partial answer: everything before the first failed record is done. What can't be understood is a
// failure of the whole batch, as in Lambda.
func reported(answer json.RawMessage, records []types.Record) (good int, failure error) {
	var response events.DynamoDBEventResponse
	if len(answer) > 0 {
		if err := json.Unmarshal(answer, &response); err != nil {
			return 0, fmt.Errorf("answer can't be read: %w", err)
		}
	}
	if len(response.BatchItemFailures) == 0 {
		return len(records), nil
	}
	position := make(map[string]int, len(records))
	for i, r := range records {
		position[aws.ToString(r.Dynamodb.SequenceNumber)] = i
	}
	first := len(records)
	for _, item := range response.BatchItemFailures {
		i, ok := position[item.ItemIdentifier]
		if !ok {
			return 0, fmt.Errorf("answer reports record %q, which isn't in the batch", item.ItemIdentifier)
		}
		first = min(first, i)
	}
	return first, errors.New("function reported records that it could not do")
}

// hopeless says whether to stop trying.
func (f *follower) hopeless(records []types.Record, tries int) bool {
	if f.Source.Tries >= 0 && tries > f.Source.Tries {
		return true
	}
	limit := recordLife
	if f.Source.MaximumAge > 0 {
		limit = min(limit, f.Source.MaximumAge)
	}
	created := records[0].Dynamodb.ApproximateCreationDateTime
	return created != nil && f.now().Sub(*created) > limit
}

func (f *follower) giveUp(s *shard, records []types.Record, tries int, failure error) error {
	letter := DeadLetter{
		At: f.now().UTC(), Function: f.Function, Stream: f.stream, Shard: s.id, Tries: tries, Records: len(records),
		First: aws.ToString(records[0].Dynamodb.SequenceNumber),
		Last:  aws.ToString(records[len(records)-1].Dynamodb.SequenceNumber),
		Error: failure.Error(),
	}
	for _, r := range records {
		letter.Keys = append(letter.Keys, attributes(r.Dynamodb.Keys))
	}
	f.Log.Error("records given up; look at their keys, repair the cause, then have the work done anew",
		"records", len(records), "first", letter.First, "last", letter.Last, "tries", tries, "err", failure)
	if err := f.DeadLetters.Add(letter); err != nil {
		return storageError{fmt.Errorf("store a dead letter: %w", err)}
	}
	return f.done(s, records[len(records)-1])
}

// DeadLetter tells of records that were given up. It holds their keys and not their content, as AWS's letters hold no
// content either: what is in a record may be secret.
type DeadLetter struct {
	At       time.Time                                  `json:"at"`
	Function string                                     `json:"function"`
	Stream   string                                     `json:"stream"`
	Shard    string                                     `json:"shard"`
	First    string                                     `json:"first"` // sequence number
	Last     string                                     `json:"last"`
	Records  int                                        `json:"records"`
	Tries    int                                        `json:"tries"`
	Error    string                                     `json:"error"`
	Keys     []map[string]events.DynamoDBAttributeValue `json:"keys"`
}
