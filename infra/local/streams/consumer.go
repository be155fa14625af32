// Package streams feeds a function with the changes of a DynamoDB table, as Lambda's event source mapping does: in order,
// in batches, at least once.
package streams

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"stellwerk/infra/local/template"
)

// Function is a Lambda function: JSON in, JSON out.
type Function = func(ctx context.Context, event json.RawMessage) (json.RawMessage, error)

// API is what is needed of *dynamodbstreams.Client.
type API interface {
	ListStreams(context.Context, *dynamodbstreams.ListStreamsInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.ListStreamsOutput, error)
	DescribeStream(context.Context, *dynamodbstreams.DescribeStreamInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.DescribeStreamOutput, error)
	GetShardIterator(context.Context, *dynamodbstreams.GetShardIteratorInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetShardIteratorOutput, error)
	GetRecords(context.Context, *dynamodbstreams.GetRecordsInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetRecordsOutput, error)
}

// Consumer reads one table's stream for one function. Make one with New, then Run it; only one may run per checkpoint.
type Consumer struct {
	Settings
	wake chan struct{}
	now  func() time.Time
}

// Settings of a consumer. Client, Table, Source, Call, Checkpoints and DeadLetters are needed.
type Settings struct {
	Client      API
	Table       string          // name of the table
	Source      template.Stream // batch size, retries, where to begin
	Function    string          // name, for logs and dead letters
	Call        Function
	Limit       time.Duration // time a call may take; 0 is a minute
	Checkpoints Checkpoints
	DeadLetters DeadLetters
	Poll        time.Duration // between looks at an idle stream that nobody woke; 0 is 50 ms
	Backoff     time.Duration // before the first retry, doubled up to 30 s; 0 is 100 ms
	Log         *slog.Logger  // nil is slog.Default()
}

// Checkpoints remember how far a stream has been worked off. Implementations keep them durably.
type Checkpoints interface {
	Load(stream string) (Checkpoint, error) // the zero value if there is none
	Save(stream string, c Checkpoint) error
}

// Checkpoint is a position in a stream.
type Checkpoint struct {
	// Since leaves out what was written before the first start, for consumers that don't begin at the start.
	Since time.Time `json:"since,omitzero"`
	// Shards maps each shard to the sequence number of the last record that is done.
	Shards map[string]string `json:"shards"`
}

// DeadLetters keep what was given up. Add returns when it is stored.
type DeadLetters interface{ Add(DeadLetter) error }

const (
	defaultPoll    = 50 * time.Millisecond
	defaultBackoff = 100 * time.Millisecond
	longestBackoff = 30 * time.Second
	defaultLimit   = time.Minute
	// grace is how long a call that is under way at the stop may go on before it is cancelled.
	grace = 5 * time.Second
	// recordLife is how long a stream keeps its records.
	recordLife = 24 * time.Hour
)

// New checks the settings and fills in defaults.
func New(s Settings) (*Consumer, error) {
	switch {
	case s.Client == nil || s.Table == "" || s.Call == nil || s.Checkpoints == nil || s.DeadLetters == nil:
		return nil, errors.New("a stream consumer needs Client, Table, Call, Checkpoints and DeadLetters")
	case s.Source.BatchSize < 1 || s.Source.BatchSize > 10000:
		return nil, fmt.Errorf("batch size %d must be from 1 to 10000", s.Source.BatchSize)
	}
	if s.Limit == 0 {
		s.Limit = defaultLimit
	}
	if s.Poll == 0 {
		s.Poll = defaultPoll
	}
	if s.Backoff == 0 {
		s.Backoff = defaultBackoff
	}
	if s.Log == nil {
		s.Log = slog.Default()
	}
	s.Log = s.Log.With("function", s.Function, "table", s.Table)
	return &Consumer{Settings: s, wake: make(chan struct{}, 1), now: time.Now}, nil
}

// Wake makes an idle consumer look at once: call it when the table was written to. It never blocks.
func (c *Consumer) Wake() {
	select {
	case c.wake <- struct{}{}:
	default: // a look is pending already
	}
}

// WakeBy wakes the consumer at each change until ctx is done: changed gives a channel that is closed at the next one.
func (c *Consumer) WakeBy(ctx context.Context, changed func() <-chan struct{}) {
	next := changed()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next:
			next = changed() // before the wake, so that no change falls between the two
			c.Wake()
		}
	}
}

// Run works until ctx is done, then lets a call that is under way end. It returns an error only when a checkpoint or a
// dead letter can't be stored: going on would lose or repeat work without end.
func (c *Consumer) Run(ctx context.Context) error {
	for wait := c.Backoff; ; wait = min(2*wait, longestBackoff) {
		err := c.follow(ctx)
		var fatal storageError
		switch {
		case ctx.Err() != nil && !errors.As(err, &fatal):
			return nil
		case errors.As(err, &fatal):
			return err
		}
		c.Log.Warn("stream can't be read, trying again", "in", wait, "err", err)
		if !pause(ctx, wait) {
			return nil
		}
	}
}

// storageError is a failure of our own memory, which no retry of the stream heals.
type storageError struct{ error }

func (e storageError) Unwrap() error { return e.error }

// pause waits; false means ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// idle waits for a wake or the next poll.
func (c *Consumer) idle(ctx context.Context) {
	timer := time.NewTimer(c.Poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-c.wake:
	case <-timer.C:
	}
}

// follow reads the table's stream from the checkpoint on until something fails or ctx ends.
func (c *Consumer) follow(ctx context.Context) error {
	stream, err := c.stream(ctx)
	if err != nil {
		return err
	}
	checkpoint, err := c.Checkpoints.Load(stream)
	if err != nil {
		return storageError{fmt.Errorf("checkpoint of %s: %w", stream, err)}
	}
	if checkpoint.Shards == nil {
		checkpoint.Shards = map[string]string{}
		if !c.Source.FromStart {
			checkpoint.Since = c.now().UTC().Truncate(time.Second)
		}
		if err := c.Checkpoints.Save(stream, checkpoint); err != nil {
			return storageError{fmt.Errorf("checkpoint of %s: %w", stream, err)}
		}
	}
	f := &follower{Consumer: c, stream: stream, checkpoint: checkpoint, ended: map[string]bool{}}
	if err := f.describe(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		busy, err := f.round(ctx)
		if err != nil {
			return err
		}
		if !busy {
			c.idle(ctx)
		}
	}
	return ctx.Err()
}

// stream finds the table's current stream.
func (c *Consumer) stream(ctx context.Context) (string, error) {
	list, err := c.Client.ListStreams(ctx, &dynamodbstreams.ListStreamsInput{TableName: aws.String(c.Table)})
	if err != nil {
		return "", fmt.Errorf("list the streams of %s: %w", c.Table, err)
	}
	for _, s := range list.Streams {
		described, err := c.Client.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: s.StreamArn})
		if err != nil {
			return "", fmt.Errorf("describe stream %s: %w", aws.ToString(s.StreamArn), err)
		}
		if status := described.StreamDescription.StreamStatus; status == types.StreamStatusEnabled || status == types.StreamStatusEnabling {
			return aws.ToString(s.StreamArn), nil
		}
	}
	return "", fmt.Errorf("table %s has no stream that is on; give it a StreamSpecification", c.Table)
}
