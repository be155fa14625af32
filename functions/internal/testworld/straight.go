package testworld

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/schemas"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/guregu/dynamo/v2/dynamodbiface"
)

// straight is the SDK's client without all that it does for a network: signing, retries, measuring, and building the chain of all this for
// each request take most of the time of a test that makes millions. Requests and answers are the SDK's own, as they are on the wire.
type straight struct {
	*dynamodb.Client
	protocol smithyhttp.ClientProtocol
	engine   smithyhttp.ClientDo
}

// Straight is a client of the world's engine for tests that make very many requests.
func (w *World) Straight() dynamodbiface.DynamoDBAPI {
	c := dynamodb.NewFromConfig(w.Config)
	return &straight{c, c.Options().Protocol, w.Engine}
}

// operations are those that go straight. All others take the SDK's way.
var (
	getItem            = smithy.NewOperationSchema(schemas.GetItem, schemas.GetItemInput, schemas.GetItemOutput)
	putItem            = smithy.NewOperationSchema(schemas.PutItem, schemas.PutItemInput, schemas.PutItemOutput)
	updateItem         = smithy.NewOperationSchema(schemas.UpdateItem, schemas.UpdateItemInput, schemas.UpdateItemOutput)
	deleteItem         = smithy.NewOperationSchema(schemas.DeleteItem, schemas.DeleteItemInput, schemas.DeleteItemOutput)
	query              = smithy.NewOperationSchema(schemas.Query, schemas.QueryInput, schemas.QueryOutput)
	batchGetItem       = smithy.NewOperationSchema(schemas.BatchGetItem, schemas.BatchGetItemInput, schemas.BatchGetItemOutput)
	transactWriteItems = smithy.NewOperationSchema(schemas.TransactWriteItems, schemas.TransactWriteItemsInput, schemas.TransactWriteItemsOutput)
)

func (s *straight) ask(ctx context.Context, op *smithy.OperationSchema, in smithy.Serializable, out smithy.Deserializable) error {
	q := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	if err := s.protocol.SerializeRequest(ctx, op, in, q); err != nil {
		return err
	}
	a, err := s.engine.Do(q.Build(ctx))
	if err != nil {
		return err
	}
	return s.protocol.DeserializeResponse(ctx, op, dynamodb.TypeRegistry, &smithyhttp.Response{Response: a}, out)
}

// answered is an operation's output, nil where it failed.
func answered[T any](out *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (s *straight) GetItem(ctx context.Context, in *dynamodb.GetItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error) {
	out := new(dynamodb.GetItemOutput)
	return answered(out, s.ask(ctx, getItem, in, out))
}

func (s *straight) PutItem(ctx context.Context, in *dynamodb.PutItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error) {
	out := new(dynamodb.PutItemOutput)
	return answered(out, s.ask(ctx, putItem, in, out))
}

func (s *straight) UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error) {
	out := new(dynamodb.UpdateItemOutput)
	return answered(out, s.ask(ctx, updateItem, in, out))
}

func (s *straight) DeleteItem(ctx context.Context, in *dynamodb.DeleteItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.DeleteItemOutput, error) {
	out := new(dynamodb.DeleteItemOutput)
	return answered(out, s.ask(ctx, deleteItem, in, out))
}

func (s *straight) Query(ctx context.Context, in *dynamodb.QueryInput, _ ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error) {
	out := new(dynamodb.QueryOutput)
	return answered(out, s.ask(ctx, query, in, out))
}

func (s *straight) BatchGetItem(ctx context.Context, in *dynamodb.BatchGetItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.BatchGetItemOutput, error) {
	out := new(dynamodb.BatchGetItemOutput)
	return answered(out, s.ask(ctx, batchGetItem, in, out))
}

func (s *straight) TransactWriteItems(ctx context.Context, in *dynamodb.TransactWriteItemsInput, _ ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error) {
	out := new(dynamodb.TransactWriteItemsOutput)
	return answered(out, s.ask(ctx, transactWriteItems, in, out))
}
