package streams

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"stellwerk/infra/local/template"
)

// desk is a function under test: it notes each batch as the names of its records, and answers as the test says.
type desk struct {
	mu      sync.Mutex
	batches []string
	answer  func(names, numbers []string) (json.RawMessage, error)
}

func (d *desk) call(_ context.Context, payload json.RawMessage) (json.RawMessage, error) {
	var event events.DynamoDBEvent
	if err := json.Unmarshal(payload, &event); err != nil {
		return nil, err
	}
	var names, numbers []string
	for _, r := range event.Records {
		names = append(names, r.Change.NewImage["PK"].String())
		numbers = append(numbers, r.Change.SequenceNumber)
	}
	d.mu.Lock()
	d.batches = append(d.batches, strings.Join(names, " "))
	d.mu.Unlock()
	if d.answer == nil {
		return nil, nil
	}
	return d.answer(names, numbers)
}

func (d *desk) want(t *testing.T, batches ...string) {
	t.Helper()
	if !slices.Equal(d.batches, batches) {
		t.Errorf("the function was called with\n%q, want\n%q", d.batches, batches)
	}
}

// failures answers with the numbers of the records that fail.
func failures(numbers ...string) json.RawMessage {
	r := events.DynamoDBEventResponse{}
	for _, n := range numbers {
		r.BatchItemFailures = append(r.BatchItemFailures, events.DynamoDBBatchItemFailure{ItemIdentifier: n})
	}
	out, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return out
}

type office struct {
	stream      *fakeStream
	shard       *fakeShard
	checkpoints *CheckpointFile
	letters     *LetterFile
	source      template.Stream
	poll        time.Duration // seldom by default: looking every 50 ms through made-up hours takes real minutes
}

func newOffice(t *testing.T) *office {
	t.Helper()
	checkpoints, err := OpenCheckpoints(filepath.Join(t.TempDir(), "checkpoints.json"))
	if err != nil {
		t.Fatal(err)
	}
	o := &office{
		stream: &fakeStream{}, checkpoints: checkpoints, letters: OpenLetters(filepath.Join(t.TempDir(), "letters.jsonl")), poll: time.Hour,
		source: template.Stream{FromStart: true, BatchSize: 4, Bisect: true, Tries: 3, ReportFailures: true},
	}
	o.shard = o.stream.open("")
	return o
}

func (o *office) consumer(t *testing.T, d *desk) *Consumer {
	t.Helper()
	c, err := New(Settings{
		Client: o.stream, Table: "people", Function: "Stream", Source: o.source, Call: d.call, Checkpoints: o.checkpoints,
		DeadLetters: o.letters, Poll: o.poll, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// run lets a consumer work for a while of made-up time, then stops it.
func (o *office) run(t *testing.T, d *desk, long time.Duration) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := o.consumer(t, d)
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	<-time.After(long)
	synctest.Wait()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the consumer failed: %v", err)
	}
}

func TestRecordsComeInOrderAndInBatches(t *testing.T) {
	o, d := newOffice(t), &desk{}
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a", "b", "c", "d", "e", "f")
		o.run(t, d, time.Second)
		d.want(t, "a b c d", "e f")
		o.stream.write(o.shard, "g")
		o.run(t, d, time.Second)
		d.want(t, "a b c d", "e f", "g")
	})
}

func TestWakeStartsWorkAtOnceAndThePollSoon(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.poll = 0
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		c := o.consumer(t, d)
		go func() { _ = c.Run(ctx) }()
		synctest.Wait()
		o.stream.write(o.shard, "a")
		c.Wake()
		synctest.Wait() // no time passes here
		d.want(t, "a")
		o.stream.write(o.shard, "b")
		<-time.After(defaultPoll)
		synctest.Wait()
		d.want(t, "a", "b")
	})
}

func TestOnlyWhatFailedIsTriedAgain(t *testing.T) {
	o := newOffice(t)
	synctest.Test(t, func(t *testing.T) {
		numbers := o.stream.write(o.shard, "a", "b", "c", "d", "e")
		tries := 0
		d := &desk{answer: func(names, _ []string) (json.RawMessage, error) {
			if slices.Contains(names, "c") && tries < 2 {
				tries++
				return failures(numbers[3], numbers[2]), nil // the first of them counts, whatever their order
			}
			return failures(), nil
		}}
		o.run(t, d, time.Minute)
		d.want(t, "a b c d", "c d", "c", "d", "e")
	})
}

func TestAPoisonedRecordIsFoundGivenUpAndPassed(t *testing.T) {
	o := newOffice(t)
	synctest.Test(t, func(t *testing.T) {
		numbers := o.stream.write(o.shard, "a", "b", "poison", "d", "e")
		d := &desk{answer: func(names, _ []string) (json.RawMessage, error) {
			if slices.Contains(names, "poison") {
				return nil, errors.New("no")
			}
			return nil, nil
		}}
		o.run(t, d, time.Hour)
		d.want(t, "a b poison d", "a b", "poison d", "poison", "poison", "poison", "poison", "d", "e")
		letters, err := o.letters.All()
		if err != nil || len(letters) != 1 {
			t.Fatalf("dead letters are %v (%v), want one", letters, err)
		}
		l := letters[0]
		if l.First != numbers[2] || l.Last != numbers[2] || l.Records != 1 || l.Tries != 4 || l.Error != "no" || l.Keys[0]["PK"].String() != "poison" {
			t.Errorf("the dead letter is %+v", l)
		}
	})
}

func TestWithoutBisectTheWholeBatchIsGivenUp(t *testing.T) {
	o := newOffice(t)
	o.source.Bisect = false
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a", "b", "c", "d", "e")
		d := &desk{answer: func(names, _ []string) (json.RawMessage, error) {
			if slices.Contains(names, "b") {
				panic("no")
			}
			return nil, nil
		}}
		o.run(t, d, time.Hour)
		d.want(t, "a b c d", "a b c d", "a b c d", "a b c d", "e")
	})
}

func TestAnswersThatCantBeUnderstoodFailTheBatch(t *testing.T) {
	for _, answer := range []string{`{"batchItemFailures":[{"itemIdentifier":"nobody"}]}`, `{"batchItemFailures":[{"itemIdentifier":""}]}`, `"x"`} {
		o := newOffice(t)
		synctest.Test(t, func(t *testing.T) {
			o.stream.write(o.shard, "a")
			d := &desk{answer: func([]string, []string) (json.RawMessage, error) { return json.RawMessage(answer), nil }}
			o.run(t, d, time.Hour)
			d.want(t, "a", "a", "a", "a")
		})
	}
}

func TestBackoffGrows(t *testing.T) {
	o := newOffice(t)
	o.source.Tries = 10
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a")
		last := time.Now()
		var waits []time.Duration
		d := &desk{answer: func([]string, []string) (json.RawMessage, error) {
			waits = append(waits, time.Since(last))
			last = time.Now()
			return nil, errors.New("no")
		}}
		o.run(t, d, time.Hour)
		if want := []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond}; !slices.Equal(waits[1:4], want) {
			t.Errorf("waits are %v, want %v first", waits, want)
		}
		if waits[len(waits)-1] != longestBackoff || len(waits) != 11 {
			t.Errorf("%d tries, the last after %v; want 11 and %v", len(waits), waits[len(waits)-1], longestBackoff)
		}
	})
}

// TestAKilledProcessRedelivers: a stop in the middle of a call, without its end, is what a kill looks like.
func TestAKilledProcessRedelivers(t *testing.T) {
	o := newOffice(t)
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a", "b", "c", "d", "e")
		ctx, kill := context.WithCancel(t.Context())
		d := &desk{answer: func(names, _ []string) (json.RawMessage, error) {
			if names[0] == "e" {
				kill()
				return nil, errors.New("killed")
			}
			return nil, nil
		}}
		if err := o.consumer(t, d).Run(ctx); err != nil {
			t.Fatal(err)
		}
		d.want(t, "a b c d", "e")
		d.answer = nil
		o.run(t, d, time.Second)
		d.want(t, "a b c d", "e", "e")
	})
}

func TestACallUnderWayMayEndAfterTheStop(t *testing.T) {
	o := newOffice(t)
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a")
		ctx, stop := context.WithCancel(t.Context())
		d := &desk{answer: func([]string, []string) (json.RawMessage, error) {
			stop()
			<-time.After(time.Second)
			return nil, nil
		}}
		if err := o.consumer(t, d).Run(ctx); err != nil {
			t.Fatal(err)
		}
		o.run(t, d, time.Second)
		d.want(t, "a")
	})
}

func TestChildShardsWaitForTheirParent(t *testing.T) {
	o, d := newOffice(t), &desk{}
	synctest.Test(t, func(t *testing.T) {
		child := o.stream.open(o.shard.id)
		o.stream.write(child, "later")
		o.stream.write(o.shard, "first", "second")
		o.run(t, d, time.Second)
		d.want(t, "first second")
		o.stream.close(o.shard)
		o.run(t, d, time.Second)
		d.want(t, "first second", "later")
	})
}

func TestAStreamOutOfOrderIsTriedAgain(t *testing.T) {
	o, d := newOffice(t), &desk{}
	synctest.Test(t, func(t *testing.T) {
		o.stream.broken = 5
		o.stream.write(o.shard, "a")
		o.run(t, d, time.Minute)
		d.want(t, "a")
	})
}

func TestATrimmedCheckpointGoesOnWithTheOldest(t *testing.T) {
	o, d := newOffice(t), &desk{}
	synctest.Test(t, func(t *testing.T) {
		if err := o.checkpoints.Save(arn, Checkpoint{Shards: map[string]string{o.shard.id: "trimmed"}}); err != nil {
			t.Fatal(err)
		}
		o.stream.write(o.shard, "a")
		o.run(t, d, time.Second)
		d.want(t, "a")
	})
}

func TestLatestLeavesOutWhatWasThereAtTheFirstStart(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.source.FromStart = false
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "old")
		<-time.After(2 * time.Second)
		o.run(t, d, time.Second)
		o.stream.write(o.shard, "while it was off")
		<-time.After(2 * time.Second)
		o.run(t, d, time.Second)
		d.want(t, "while it was off")
	})
}

func TestRecordsTooOldAreGivenUp(t *testing.T) {
	o := newOffice(t)
	o.source.Tries, o.source.MaximumAge = -1, 10*time.Minute
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a")
		d := &desk{answer: func([]string, []string) (json.RawMessage, error) { return nil, errors.New("no") }}
		o.run(t, d, time.Hour)
		if letters, err := o.letters.All(); err != nil || len(letters) != 1 || letters[0].Tries < 20 {
			t.Errorf("dead letters are %+v (%v), want one after tries over 10 minutes", letters, err)
		}
	})
}

func TestABatchOverLambdasLimitIsCut(t *testing.T) {
	o, d := newOffice(t), &desk{}
	synctest.Test(t, func(t *testing.T) {
		o.stream.write(o.shard, "a", "b", "c")
		big := &types.AttributeValueMemberS{Value: strings.Repeat("x", 5<<20)}
		for i := range o.shard.records {
			o.shard.records[i].Dynamodb.OldImage = map[string]types.AttributeValue{"big": big}
		}
		o.run(t, d, time.Second)
		d.want(t, "a", "b", "c")
	})
}
