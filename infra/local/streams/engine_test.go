package streams

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/template"
)

// deployed makes the deployed template's table in an embedded engine, and a consumer for its Stream function.
func deployed(t testing.TB, call Function) (*dynamodb.Client, string, *Consumer) {
	t.Helper()
	tpl, err := template.Load("../../../template.yaml", template.Options{Parameters: map[string]string{
		"Origin": "http://localhost:8080", "MailFrom": "stellwerk@example.org",
	}})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := dynamo.Open("", dynamo.WithoutSync())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	cfg, err := awsinproc.Config("eu-central-1", aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, awsinproc.Services{DynamoDB: engine})
	if err != nil {
		t.Fatal(err)
	}
	db := dynamodb.NewFromConfig(cfg)
	table, _ := tpl.Table("Table")
	if _, err := db.CreateTable(t.Context(), table.CreateInput()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.UpdateTimeToLive(t.Context(), table.TimeToLiveInput()); err != nil {
		t.Fatal(err)
	}
	function, _ := tpl.Function("Stream")
	checkpoints, err := OpenCheckpoints(filepath.Join(t.TempDir(), "checkpoints.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Settings{
		Client: dynamodbstreams.NewFromConfig(cfg), Table: table.Name, Source: function.Streams[0], Function: function.Name, Call: call,
		Checkpoints: checkpoints, DeadLetters: OpenLetters(filepath.Join(t.TempDir(), "letters.jsonl")),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go c.WakeBy(ctx, engine.Changed)
	go func() { ended <- c.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the consumer failed: %v", err)
		}
	})
	return db, table.Name, c
}

func TestTheEmbeddedEnginesStreamReachesTheFunction(t *testing.T) {
	records := make(chan events.DynamoDBEventRecord, 100)
	db, table, _ := deployed(t, func(_ context.Context, payload json.RawMessage) (json.RawMessage, error) {
		var event events.DynamoDBEvent
		if err := json.Unmarshal(payload, &event); err != nil {
			return nil, err
		}
		for _, r := range event.Records {
			records <- r
		}
		return nil, nil
	})
	item := map[string]types.AttributeValue{
		"PK": &types.AttributeValueMemberS{Value: "T#1"}, "SK": &types.AttributeValueMemberS{Value: "HEAD"},
		"n": &types.AttributeValueMemberN{Value: "12345678901234567890123456789012345678"},
		"b": &types.AttributeValueMemberB{Value: []byte{0, 255}},
		"s": &types.AttributeValueMemberSS{Value: []string{"x", "y"}},
		"l": &types.AttributeValueMemberL{Value: []types.AttributeValue{
			&types.AttributeValueMemberNULL{Value: true},
			&types.AttributeValueMemberM{Value: map[string]types.AttributeValue{"yes": &types.AttributeValueMemberBOOL{Value: true}}},
		}},
	}
	put := func() {
		if _, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: item}); err != nil {
			t.Fatal(err)
		}
	}
	put()
	first := <-records
	if first.EventName != "INSERT" || first.AWSRegion != "eu-central-1" || first.EventSource != "aws:dynamodb" || first.Change.OldImage != nil ||
		first.Change.Keys["PK"].String() != "T#1" || first.Change.StreamViewType != "NEW_AND_OLD_IMAGES" {
		t.Errorf("the first record is %+v", first)
	}
	image := first.Change.NewImage
	list := image["l"].List()
	if image["n"].Number() != "12345678901234567890123456789012345678" || !slices.Equal(image["b"].Binary(), []byte{0, 255}) ||
		!slices.Equal(image["s"].StringSet(), []string{"x", "y"}) || !list[0].IsNull() || !list[1].Map()["yes"].Boolean() {
		t.Errorf("values arrive as %+v", image)
	}
	if age := time.Since(first.Change.ApproximateCreationDateTime.Time); age < -2*time.Second || age > time.Minute {
		t.Errorf("the record says it is %v old", age)
	}
	item["n"] = &types.AttributeValueMemberN{Value: "2"}
	put()
	if r := <-records; r.EventName != "MODIFY" || r.Change.OldImage["n"].Number() == "2" || r.Change.NewImage["n"].Number() != "2" {
		t.Errorf("the second record is %+v", r)
	}
	if _, err := db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &table, Key: map[string]types.AttributeValue{"PK": item["PK"], "SK": item["SK"]}}); err != nil {
		t.Fatal(err)
	}
	if r := <-records; r.EventName != "REMOVE" || r.Change.NewImage != nil {
		t.Errorf("the third record is %+v", r)
	}
}

// BenchmarkFromWriteToFunction measures how long asynchronous work waits: from the answer of a write to the call.
func BenchmarkFromWriteToFunction(b *testing.B) {
	called := make(chan time.Time, 1)
	db, table, _ := deployed(b, func(context.Context, json.RawMessage) (json.RawMessage, error) {
		called <- time.Now()
		return nil, nil
	})
	var waits []time.Duration
	i := 0
	for b.Loop() {
		i++
		_, err := db.PutItem(b.Context(), &dynamodb.PutItemInput{TableName: &table, Item: map[string]types.AttributeValue{
			"PK": &types.AttributeValueMemberS{Value: fmt.Sprint(i)}, "SK": &types.AttributeValueMemberS{Value: "x"}}})
		if err != nil {
			b.Fatal(err)
		}
		written := time.Now()
		waits = append(waits, (<-called).Sub(written))
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds()), "p99-µs")
}
