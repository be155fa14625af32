package dynamo_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streamtypes "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"stellwerk/infra/local/dynamo"
)

// reader reads a table's stream.
type reader struct {
	t   testing.TB
	db  *dynamodbstreams.Client
	arn string
	one string // the shard
}

func streamOf(t testing.TB, e *dynamo.Engine, table string) *reader {
	t.Helper()
	db := dynamodbstreams.New(dynamodbstreams.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String("http://engine.invalid"), HTTPClient: e,
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""), Retryer: aws.NopRetryer{},
	})
	list, err := db.ListStreams(context.Background(), &dynamodbstreams.ListStreamsInput{TableName: &table})
	if err != nil || len(list.Streams) == 0 {
		t.Fatalf("list streams of %s: %v %v", table, list, err)
	}
	arn := list.Streams[len(list.Streams)-1].StreamArn
	about, err := db.DescribeStream(context.Background(), &dynamodbstreams.DescribeStreamInput{StreamArn: arn})
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, db: db, arn: *arn, one: *about.StreamDescription.Shards[0].ShardId}
}

func (r *reader) at(kind streamtypes.ShardIteratorType, sequence *string) (*string, error) {
	out, err := r.db.GetShardIterator(context.Background(), &dynamodbstreams.GetShardIteratorInput{
		StreamArn: &r.arn, ShardId: &r.one, ShardIteratorType: kind, SequenceNumber: sequence,
	})
	if err != nil {
		return nil, err
	}
	return out.ShardIterator, nil
}

// read returns one answer's records and where to go on.
func (r *reader) read(kind streamtypes.ShardIteratorType, sequence *string) ([]streamtypes.Record, *string) {
	r.t.Helper()
	iterator, err := r.at(kind, sequence)
	if err != nil {
		r.t.Fatalf("%s: %v", kind, err)
	}
	return r.next(iterator)
}

func (r *reader) next(iterator *string) ([]streamtypes.Record, *string) {
	r.t.Helper()
	out, err := r.db.GetRecords(context.Background(), &dynamodbstreams.GetRecordsInput{ShardIterator: iterator})
	if err != nil {
		r.t.Fatalf("get records: %v", err)
	}
	return out.Records, out.NextShardIterator
}

// events are the records in short: what happened to which range key.
func events(records []streamtypes.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, string(r.EventName)+" "+r.Dynamodb.Keys["sk"].(*streamtypes.AttributeValueMemberS).Value)
	}
	return out
}

func remove(t testing.TB, db *dynamodb.Client, table, pk, sk string) {
	t.Helper()
	_, err := db.DeleteItem(context.Background(), &dynamodb.DeleteItemInput{TableName: &table, Key: item{"pk": str(pk), "sk": str(sk)}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStreamTellsWhatChangedInOrder(t *testing.T) {
	e, db := open(t)
	table := things(t, db)
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("1")})
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("1.0")}) // changes nothing
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("2")})
	remove(t, db, table, "a", "1")
	remove(t, db, table, "a", "1") // nothing there
	put(t, db, table, item{"pk": str("a"), "sk": str("2")})
	stream := streamOf(t, e, table)
	records, next := stream.read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	if got, want := events(records), []string{"INSERT 1", "MODIFY 1", "REMOVE 1", "INSERT 2"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	modify := records[1].Dynamodb
	value := func(image map[string]streamtypes.AttributeValue) string {
		return image["v"].(*streamtypes.AttributeValueMemberN).Value
	}
	if value(modify.OldImage) != "1" || value(modify.NewImage) != "2" {
		t.Errorf("the images should be 1 and 2, got %v and %v", modify.OldImage["v"], modify.NewImage["v"])
	}
	if records[0].Dynamodb.OldImage != nil || records[2].Dynamodb.NewImage != nil {
		t.Error("what is created has no old image, what is removed no new one")
	}
	more, next := stream.next(next)
	if len(more) != 0 || next == nil {
		t.Errorf("an open stream that was read to the end should go on with nothing, got %v, %v", events(more), next)
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("3")})
	more, _ = stream.next(next)
	if got := events(more); !slices.Equal(got, []string{"INSERT 3"}) {
		t.Errorf("got %v, want the new record", got)
	}

	for _, c := range []struct {
		kind streamtypes.ShardIteratorType
		want []string
	}{
		{streamtypes.ShardIteratorTypeAtSequenceNumber, []string{"REMOVE 1", "INSERT 2", "INSERT 3"}},
		{streamtypes.ShardIteratorTypeAfterSequenceNumber, []string{"INSERT 2", "INSERT 3"}},
		{streamtypes.ShardIteratorTypeLatest, nil},
	} {
		sequence := records[2].Dynamodb.SequenceNumber
		if c.kind == streamtypes.ShardIteratorTypeLatest {
			sequence = nil
		}
		got, _ := stream.read(c.kind, sequence)
		if !slices.Equal(events(got), c.want) {
			t.Errorf("%s: got %v, want %v", c.kind, events(got), c.want)
		}
	}
}

func TestWhatAStreamShows(t *testing.T) {
	for _, view := range types.StreamViewType("").Values() {
		e, db := open(t)
		table := things(t, db, func(in *dynamodb.CreateTableInput) { in.StreamSpecification.StreamViewType = view })
		put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("1")})
		put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("2")})
		records, _ := streamOf(t, e, table).read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
		got := [2]bool{records[1].Dynamodb.OldImage != nil, records[1].Dynamodb.NewImage != nil}
		want := map[types.StreamViewType][2]bool{
			types.StreamViewTypeKeysOnly: {false, false}, types.StreamViewTypeNewImage: {false, true},
			types.StreamViewTypeOldImage: {true, false}, types.StreamViewTypeNewAndOldImages: {true, true},
		}[view]
		if got != want {
			t.Errorf("%s: old and new image are there: %v, want %v", view, got, want)
		}
	}
}

func TestRecordsLiveForADay(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	e, db := open(t, dynamo.WithClock(func() time.Time { return now }))
	table := things(t, db)
	put(t, db, table, item{"pk": str("a"), "sk": str("old")})
	stream := streamOf(t, e, table)
	records, _ := stream.read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	start, err := stream.at(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(14 * time.Minute)
	if got, _ := stream.next(start); len(got) != 1 {
		t.Errorf("an iterator should work for 15 minutes, got %v", events(got))
	}
	now = now.Add(2 * time.Minute)
	_, err = stream.db.GetRecords(context.Background(), &dynamodbstreams.GetRecordsInput{ShardIterator: start})
	refusal(t, err, "ExpiredIteratorException", "")

	now = now.Add(24 * time.Hour)
	put(t, db, table, item{"pk": str("a"), "sk": str("new")})
	for range 2 { // hidden before it is swept, gone after
		got, _ := stream.read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
		if !slices.Equal(events(got), []string{"INSERT new"}) {
			t.Errorf("a day later got %v, want the new record only", events(got))
		}
		_, err = stream.at(streamtypes.ShardIteratorTypeAtSequenceNumber, records[0].Dynamodb.SequenceNumber)
		refusal(t, err, "TrimmedDataAccessException", "")
		if _, err := e.Sweep(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAStreamOutlivesItsTable(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	e, db := open(t, dynamo.WithClock(func() time.Time { return now }))
	table := things(t, db)
	put(t, db, table, item{"pk": str("a"), "sk": str("1")})
	stream := streamOf(t, e, table)
	if _, err := db.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: &table}); err != nil {
		t.Fatal(err)
	}
	records, next := stream.read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	if len(records) != 1 || next != nil {
		t.Errorf("the stream of a deleted table should give its record and then end, got %v, %v", events(records), next)
	}
	now = now.Add(25 * time.Hour)
	if _, err := e.Sweep(); err != nil {
		t.Fatal(err)
	}
	_, err := stream.at(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	refusal(t, err, "ResourceNotFoundException", "")
}

func TestStreamFaults(t *testing.T) {
	e, db := open(t, dynamo.WithFaults(dynamo.Faults{Twice: true, Shuffle: true}))
	table := things(t, db)
	orders := map[string]bool{}
	stream := streamOf(t, e, table)
	next, err := stream.at(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	if err != nil {
		t.Fatal(err)
	}
	seen, last := 0, map[string]int{}
	for round := range 40 {
		var actions []types.TransactWriteItem
		for i := range 3 {
			actions = append(actions, putAction(table, item{"pk": str("a"), "sk": str(fmt.Sprint(i)), "round": num(fmt.Sprint(round))}, ""))
		}
		if _, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{TransactItems: actions}); err != nil {
			t.Fatal(err)
		}
		var records []streamtypes.Record
		records, next = stream.next(next)
		seen += len(records)
		orders[fmt.Sprint(events(records[len(records)-3:]))] = true
		for _, r := range records[len(records)-3:] {
			key := r.Dynamodb.Keys["sk"].(*streamtypes.AttributeValueMemberS).Value
			if last[key]++; last[key] != round+1 {
				t.Errorf("item %s has %d records after %d transactions", key, last[key], round+1)
			}
		}
	}
	if seen <= 120 {
		t.Errorf("with Twice more than the 120 records should come, got %d", seen)
	}
	if len(orders) < 3 {
		t.Errorf("with Shuffle the records of a transaction should come in several orders, got %v", orders)
	}
}

func TestChangedWakesAReader(t *testing.T) {
	e, db := open(t)
	table := things(t, db)
	changed := e.Changed()
	put(t, db, table, item{"pk": str("a"), "sk": str("1")})
	select {
	case <-changed:
	default:
		t.Error("the channel should be closed once the put was answered")
	}
	select {
	case <-e.Changed():
		t.Error("the next channel should wait for the next change")
	default:
	}
}

func TestTimeToLive(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	e, db := open(t, dynamo.WithClock(func() time.Time { return now }))
	table := things(t, db)
	at := func(d time.Duration) types.AttributeValue { return num(fmt.Sprint(now.Add(d).Unix())) }
	put(t, db, table, item{"pk": str("a"), "sk": str("before"), "ttl": at(-time.Minute)})
	_, err := db.UpdateTimeToLive(context.Background(), &dynamodb.UpdateTimeToLiveInput{TableName: &table,
		TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String("ttl"), Enabled: aws.Bool(true)}})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("soon"), "ttl": at(time.Hour)})
	put(t, db, table, item{"pk": str("a"), "sk": str("put off"), "ttl": at(time.Hour)})
	put(t, db, table, item{"pk": str("a"), "sk": str("put off"), "ttl": at(3 * time.Hour)})
	put(t, db, table, item{"pk": str("a"), "sk": str("never")})
	put(t, db, table, item{"pk": str("a"), "sk": str("text"), "ttl": str("1")})
	put(t, db, table, item{"pk": str("a"), "sk": str("long ago"), "ttl": at(-6 * 365 * 24 * time.Hour)})
	left := func() []string {
		out, err := db.Scan(context.Background(), &dynamodb.ScanInput{TableName: &table})
		if err != nil {
			t.Fatal(err)
		}
		return texts(out.Items, "sk")
	}
	if got := left(); len(got) != 6 {
		t.Errorf("expired items are there until they are swept, got %v", got)
	}
	now = now.Add(2 * time.Hour)
	if n, err := e.Sweep(); err != nil || n != 2 {
		t.Errorf("the sweep should delete 2 items, got %d, %v", n, err)
	}
	if got, want := left(), []string{"long ago", "never", "put off", "text"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after the sweep %v are left, want %v", got, want)
	}
	records, _ := streamOf(t, e, table).read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	final := records[len(records)-1]
	if who := final.UserIdentity; who == nil || *who.PrincipalId != "dynamodb.amazonaws.com" || *who.Type != "Service" {
		t.Errorf("the removal of an expired item should name the service, got %v", who)
	}
	if first := records[0]; first.UserIdentity != nil {
		t.Errorf("a client's change should name nobody, got %v", first.UserIdentity)
	}
}
