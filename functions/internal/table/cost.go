package table

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
)

// Cost is what requests under one context consumed. Conditions that failed are charged for, but DynamoDB does not tell.
type Cost struct {
	mu       sync.Mutex
	reads    float64
	writes   float64
	requests int
}

type costKey struct{}

// Metered returns a context under which every request to the table is counted in the Cost.
func Metered(ctx context.Context) (context.Context, *Cost) {
	c := &Cost{}
	return context.WithValue(ctx, costKey{}, c), c
}

// Figures returns read units, write units and the number of requests so far.
func (c *Cost) Figures() (reads, writes float64, requests int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reads, c.writes, c.requests
}

func (c *Cost) add(write bool, used ...types.ConsumedCapacity) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	for _, u := range used {
		units := aws.ToFloat64(u.CapacityUnits)
		if write {
			c.writes += units
		} else {
			c.reads += units
		}
	}
}

// meter asks for the consumed capacity where the context wants it counted.
var meter = middleware.InitializeMiddlewareFunc("StellwerkMeter", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	c, wanted := ctx.Value(costKey{}).(*Cost)
	if !wanted {
		return next.HandleInitialize(ctx, in)
	}
	const total = types.ReturnConsumedCapacityTotal
	switch p := in.Parameters.(type) {
	case *dynamodb.GetItemInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.BatchGetItemInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.QueryInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.ScanInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.PutItemInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.UpdateItemInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.DeleteItemInput:
		p.ReturnConsumedCapacity = total
	case *dynamodb.TransactWriteItemsInput:
		p.ReturnConsumedCapacity = total
	}
	out, meta, err := next.HandleInitialize(ctx, in)
	switch r := out.Result.(type) {
	case *dynamodb.GetItemOutput:
		c.add(false, one(r.ConsumedCapacity)...)
	case *dynamodb.BatchGetItemOutput:
		c.add(false, r.ConsumedCapacity...)
	case *dynamodb.QueryOutput:
		c.add(false, one(r.ConsumedCapacity)...)
	case *dynamodb.ScanOutput:
		c.add(false, one(r.ConsumedCapacity)...)
	case *dynamodb.PutItemOutput:
		c.add(true, one(r.ConsumedCapacity)...)
	case *dynamodb.UpdateItemOutput:
		c.add(true, one(r.ConsumedCapacity)...)
	case *dynamodb.DeleteItemOutput:
		c.add(true, one(r.ConsumedCapacity)...)
	case *dynamodb.TransactWriteItemsOutput:
		c.add(true, r.ConsumedCapacity...)
	default:
		c.add(false)
	}
	return out, meta, err
})

func one(c *types.ConsumedCapacity) []types.ConsumedCapacity {
	if c == nil {
		return nil
	}
	return []types.ConsumedCapacity{*c}
}

func addMeter(stack *middleware.Stack) error { return stack.Initialize.Add(meter, middleware.Before) }
