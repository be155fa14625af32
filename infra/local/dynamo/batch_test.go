package dynamo_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

func putRequest(it item) types.WriteRequest {
	return types.WriteRequest{PutRequest: &types.PutRequest{Item: it}}
}

func TestBatchesThatAreRefused(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	one := item{"pk": str("a"), "sk": str("1")}
	write := func(requests ...types.WriteRequest) error {
		_, err := db.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{table: requests},
		})
		return err
	}
	read := func(keys ...item) error {
		_, err := db.BatchGetItem(context.Background(), &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{table: {Keys: keys}},
		})
		return err
	}
	var writes []types.WriteRequest
	for i := range 26 {
		writes = append(writes, putRequest(item{"pk": str("a"), "sk": str(fmt.Sprint(i))}))
	}
	var gets []item
	for i := range 101 {
		gets = append(gets, item{"pk": str("a"), "sk": str(fmt.Sprint(i))})
	}
	const twice = "Provided list of item keys contains duplicates"
	refusal(t, write(writes...), "ValidationException", "")
	refusal(t, write(putRequest(one), types.WriteRequest{DeleteRequest: &types.DeleteRequest{Key: one}}), "ValidationException", twice)
	refusal(t, read(gets...), "ValidationException", "1 validation error detected: Value at 'RequestItems."+table+
		".member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100")
	refusal(t, read(one, one), "ValidationException", twice)
	refusal(t, read(item{"pk": str("a")}), "ValidationException", "The provided key element does not match the schema")
	if got := fetch(t, db, table, "a", "1"); got != nil {
		t.Errorf("a refused batch left %v", got)
	}
}

func TestAnAnswerOver16MegabytesComesInParts(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	var ask []item
	for i := range 60 {
		it := item{"pk": str("a"), "sk": str(fmt.Sprint(i)), "x": str(strings.Repeat("x", 300<<10))}
		put(t, db, table, it)
		ask = append(ask, item{"pk": it["pk"], "sk": it["sk"]})
	}
	seen := map[string]int{}
	want := map[string]types.KeysAndAttributes{table: {Keys: ask, ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("#s, x"),
		ExpressionAttributeNames: map[string]string{"#s": "sk"}}}
	calls := 0
	for ; len(want) > 0; calls++ {
		out, err := db.BatchGetItem(context.Background(), &dynamodb.BatchGetItemInput{RequestItems: want})
		if err != nil {
			t.Fatal(err)
		}
		for _, sk := range texts(out.Responses[table], "sk") {
			seen[sk]++
		}
		want = out.UnprocessedKeys
	}
	if calls != 2 || len(seen) != 60 {
		t.Errorf("18 MB should come in 2 answers of 60 items in all, got %d answers and %d items", calls, len(seen))
	}
}

func TestHalfABatchIsGivenBack(t *testing.T) {
	fault := dynamo.NoFault
	_, db := open(t, dynamo.WithFaults(dynamo.Faults{On: func(string) dynamo.Fault { return fault }}))
	table := things(t, db)
	var todo []types.WriteRequest
	for i := range 9 {
		todo = append(todo, putRequest(item{"pk": str("a"), "sk": str(fmt.Sprint(i))}))
	}
	fault = dynamo.Partial
	left := map[string][]types.WriteRequest{table: todo}
	var sizes []int
	for len(left) > 0 {
		sizes = append(sizes, len(left[table]))
		out, err := db.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{RequestItems: left})
		if err != nil {
			t.Fatal(err)
		}
		left = out.UnprocessedItems
	}
	if want := []int{9, 4, 2, 1}; !reflect.DeepEqual(sizes, want) {
		t.Errorf("the batch should shrink like %v, got %v", want, sizes)
	}
	for i := range 9 {
		if fetch(t, db, table, "a", fmt.Sprint(i)) == nil {
			t.Errorf("item %d was not written", i)
		}
	}
}
