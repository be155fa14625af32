package dynamo_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

func putAction(table string, it item, condition string) types.TransactWriteItem {
	p := &types.Put{TableName: &table, Item: it, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld}
	if condition != "" {
		p.ConditionExpression = &condition
	}
	return types.TransactWriteItem{Put: p}
}

func TestATransactionIsAllOrNothing(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	taken := item{"pk": str("a"), "sk": str("taken"), "v": num("1")}
	put(t, db, table, taken)
	_, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
		putAction(table, item{"pk": str("a"), "sk": str("new")}, ""),
		putAction(table, item{"pk": str("a"), "sk": str("taken")}, "attribute_not_exists(pk)"),
		{Update: &types.Update{TableName: &table, Key: item{"pk": str("a"), "sk": str("counter")}, UpdateExpression: aws.String("ADD n :one"),
			ExpressionAttributeValues: item{":one": num("1")}}},
		{ConditionCheck: &types.ConditionCheck{TableName: &table, Key: item{"pk": str("b"), "sk": str("none")},
			ConditionExpression: aws.String("attribute_exists(pk)")}},
	}})
	refusal(t, err, "TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons "+
		"[None, ConditionalCheckFailed, None, ConditionalCheckFailed]")
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		t.FailNow()
	}
	if got := cancelled.CancellationReasons[1].Item; !reflect.DeepEqual(got, taken) {
		t.Errorf("the second reason should carry the item as it is, got %v", got)
	}
	for _, sk := range []string{"new", "counter"} {
		if got := fetch(t, db, table, "a", sk); got != nil {
			t.Errorf("a cancelled transaction left %v", got)
		}
	}
}

func TestTransactionsThatAreRefused(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	big := strings.Repeat("x", 399<<10)
	var many, large []types.TransactWriteItem
	for i := range 101 {
		many = append(many, putAction(table, item{"pk": str("a"), "sk": str(fmt.Sprint(i))}, ""))
	}
	for i := range 11 {
		large = append(large, putAction(table, item{"pk": str("a"), "sk": str(fmt.Sprint(i)), "x": str(big)}, ""))
	}
	same := putAction(table, item{"pk": str("a"), "sk": str("1")}, "")
	for _, c := range []struct {
		story   string
		actions []types.TransactWriteItem
		kind    string
		message string
	}{
		{"no action", []types.TransactWriteItem{}, "ValidationException",
			"1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"101 actions", many, "ValidationException", ""},
		{"over 4 MB", large, "ValidationException", "Transaction request size has exceeded the limit of 4194304 bytes"},
		{"an item twice", []types.TransactWriteItem{same, same}, "ValidationException",
			"Transaction request cannot include multiple operations on one item"},
		{"an unknown table", []types.TransactWriteItem{putAction("nowhere", item{"pk": str("a")}, "")}, "ResourceNotFoundException",
			"Requested resource not found"},
		{"a key that doesn't suit", []types.TransactWriteItem{same, putAction(table, item{"pk": str("a")}, "")}, "TransactionCanceledException",
			"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]"},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{TransactItems: c.actions})
			refusal(t, err, c.kind, c.message)
		})
	}
	if got := fetch(t, db, table, "a", "1"); got != nil {
		t.Errorf("a refused transaction left %v", got)
	}
}

func TestATokenIsGoodForTenMinutesAlsoAfterARestart(t *testing.T) {
	path := t.TempDir() + "/db"
	now := time.Unix(1_800_000_000, 0)
	clock := dynamo.WithClock(func() time.Time { return now })
	start := func() (*dynamo.Engine, *dynamodb.Client) {
		e, err := dynamo.Open(path, clock)
		if err != nil {
			t.Fatal(err)
		}
		return e, client(e)
	}
	e, db := start()
	table := things(t, db)
	add := func(by string) error {
		_, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{
			ClientRequestToken: aws.String("once"),
			TransactItems: []types.TransactWriteItem{{Update: &types.Update{
				TableName: &table, Key: item{"pk": str("a"), "sk": str("n")}, UpdateExpression: aws.String("ADD n :by"),
				ExpressionAttributeValues: item{":by": num(by)}, ExpressionAttributeNames: nil,
			}}},
		})
		return err
	}
	check := func(want string) {
		t.Helper()
		if got := fetch(t, db, table, "a", "n")["n"]; !reflect.DeepEqual(got, num(want)) {
			t.Errorf("the counter should be %s, got %v", want, got)
		}
	}
	if err := errors.Join(add("1"), add("1")); err != nil {
		t.Fatal(err)
	}
	check("1")
	refusal(t, add("2"), "IdempotentParameterMismatchException", "")
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e, db = start()
	defer e.Close()
	now = now.Add(9 * time.Minute)
	if err := add("1"); err != nil {
		t.Fatal(err)
	}
	check("1")
	now = now.Add(2 * time.Minute)
	if err := add("1"); err != nil {
		t.Fatal(err)
	}
	check("2")
	now = now.Add(30 * time.Minute)
	if _, err := e.Sweep(); err != nil {
		t.Fatal(err)
	}
	if err := add("1"); err != nil {
		t.Fatal(err)
	}
	check("3")
}

// The second request is answered as done, although its condition would fail now.
func TestARepeatedTransactionIsNotJudgedAgain(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	in := &dynamodb.TransactWriteItemsInput{ClientRequestToken: aws.String("once"), ReturnConsumedCapacity: "TOTAL",
		TransactItems: []types.TransactWriteItem{putAction(table, item{"pk": str("a"), "sk": str("1")}, "attribute_not_exists(pk)")}}
	for _, story := range []string{"done", "done before"} {
		out, err := db.TransactWriteItems(context.Background(), in)
		if err != nil {
			t.Fatalf("%s: %v", story, err)
		}
		if got := *out.ConsumedCapacity[0].CapacityUnits; got != 2 {
			t.Errorf("%s: cost %v units, want 2", story, got)
		}
	}
}

func TestTransactionalReads(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "v": num("1"), "w": num("2")})
	one := func(sk string, projection *string) types.TransactGetItem {
		return types.TransactGetItem{Get: &types.Get{TableName: &table, Key: item{"pk": str("a"), "sk": str(sk)}, ProjectionExpression: projection}}
	}
	out, err := db.TransactGetItems(context.Background(), &dynamodb.TransactGetItemsInput{
		TransactItems: []types.TransactGetItem{one("1", aws.String("v")), one("2", nil)}, ReturnConsumedCapacity: "TOTAL",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := out.Responses[0].Item, (item{"v": num("1")}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(out.Responses) != 2 || out.Responses[1].Item != nil {
		t.Errorf("a missing item should be an empty answer in its place, got %v", out.Responses)
	}
	if got := *out.ConsumedCapacity[0].CapacityUnits; got != 4 {
		t.Errorf("two reads in a transaction cost 4 units, got %v", got)
	}
	_, err = db.TransactGetItems(context.Background(), &dynamodb.TransactGetItemsInput{
		TransactItems: []types.TransactGetItem{one("1", nil), one("1", nil)},
	})
	refusal(t, err, "ValidationException", "Transaction request cannot include multiple operations on one item")
}
