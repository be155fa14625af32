package dynamo_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"stellwerk/infra/local/dynamo"
)

// open makes an engine on a temporary file and a client that talks to it in process, without retries.
func open(t testing.TB, opts ...dynamo.Option) (*dynamo.Engine, *dynamodb.Client) {
	t.Helper()
	e, err := dynamo.Open("", opts...)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return e, client(e)
}

func client(over aws.HTTPClient, change ...func(*dynamodb.Options)) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String("http://engine.invalid"), HTTPClient: over,
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""), Retryer: aws.NopRetryer{},
	}, change...)
}

// eager is a retryer that tries often and at once.
type eager struct{ aws.NopRetryer }

func (eager) IsErrorRetryable(error) bool                  { return true }
func (eager) MaxAttempts() int                             { return 20 }
func (eager) RetryDelay(int, error) (time.Duration, error) { return 0, nil }

type item = map[string]types.AttributeValue

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
func num(s string) types.AttributeValue { return &types.AttributeValueMemberN{Value: s} }

func attribute(name string, kind types.ScalarAttributeType) types.AttributeDefinition {
	return types.AttributeDefinition{AttributeName: &name, AttributeType: kind}
}

func keys(hash string, rest ...string) []types.KeySchemaElement {
	k := []types.KeySchemaElement{{AttributeName: &hash, KeyType: types.KeyTypeHash}}
	for _, r := range rest {
		k = append(k, types.KeySchemaElement{AttributeName: &r, KeyType: types.KeyTypeRange})
	}
	return k
}

func all() *types.Projection { return &types.Projection{ProjectionType: types.ProjectionTypeAll} }

// things is a table with hash key pk, range key sk and a global index byG on (g, sk).
func things(t testing.TB, db *dynamodb.Client, change ...func(*dynamodb.CreateTableInput)) string {
	t.Helper()
	in := &dynamodb.CreateTableInput{
		TableName: aws.String("things"), BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{attribute("pk", "S"), attribute("sk", "S"), attribute("g", "S")},
		KeySchema:            keys("pk", "sk"),
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			{IndexName: aws.String("byG"), KeySchema: keys("g", "sk"), Projection: all()},
		},
		StreamSpecification: &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
		},
	}
	for _, fn := range change {
		fn(in)
	}
	if _, err := db.CreateTable(context.Background(), in); err != nil {
		t.Fatalf("create table: %v", err)
	}
	return *in.TableName
}

// refusal checks that err is DynamoDB's error of this kind with this message; "" takes any message.
func refusal(t testing.TB, err error, kind, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Errorf("want %s, got %v", kind, err)
		return
	}
	if api.ErrorCode() != kind || message != "" && api.ErrorMessage() != message {
		t.Errorf("want %s: %s\n got %s: %s", kind, message, api.ErrorCode(), api.ErrorMessage())
	}
}

func put(t testing.TB, db *dynamodb.Client, table string, it item) {
	t.Helper()
	if _, err := db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &table, Item: it}); err != nil {
		t.Fatalf("put %v: %v", it, err)
	}
}
