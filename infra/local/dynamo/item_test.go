package dynamo_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func TestReturnValuesOfAnUpdate(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	old := item{"pk": str("a"), "sk": str("1"), "n": num("1"), "keep": str("x")}
	next := item{"pk": str("a"), "sk": str("1"), "n": num("2"), "keep": str("x")}
	for _, c := range []struct {
		returns types.ReturnValue
		want    item
	}{
		{types.ReturnValueNone, nil},
		{types.ReturnValueAllOld, old},
		{types.ReturnValueAllNew, next},
		{types.ReturnValueUpdatedOld, item{"n": num("1")}},
		{types.ReturnValueUpdatedNew, item{"n": num("2")}},
	} {
		t.Run(string(c.returns), func(t *testing.T) {
			put(t, db, table, old)
			out, err := db.UpdateItem(context.Background(), &dynamodb.UpdateItemInput{
				TableName: &table, Key: item{"pk": str("a"), "sk": str("1")},
				UpdateExpression:          aws.String("SET n = n + :one"),
				ExpressionAttributeValues: item{":one": num("1")}, ReturnValues: c.returns,
			})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(out.Attributes, c.want) {
				t.Errorf("got %v, want %v", out.Attributes, c.want)
			}
		})
	}
}

func TestAConditionThatFails(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	there := item{"pk": str("a"), "sk": str("1"), "v": num("7")}
	put(t, db, table, there)
	_, err := db.PutItem(context.Background(), &dynamodb.PutItemInput{
		TableName: &table, Item: item{"pk": str("a"), "sk": str("1"), "v": num("8")},
		ConditionExpression:                 aws.String("attribute_not_exists(pk)"),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	refusal(t, err, "ConditionalCheckFailedException", "The conditional request failed")
	var failed *types.ConditionalCheckFailedException
	if !errors.As(err, &failed) || !reflect.DeepEqual(failed.Item, there) {
		t.Errorf("the refusal should carry the item as it is, got %v", err)
	}
	if got := fetch(t, db, table, "a", "1"); !reflect.DeepEqual(got, there) {
		t.Errorf("a refused put changed the item to %v", got)
	}
}

func fetch(t testing.TB, db *dynamodb.Client, table, pk, sk string) item {
	t.Helper()
	out, err := db.GetItem(context.Background(), &dynamodb.GetItemInput{
		TableName: &table, Key: item{"pk": str(pk), "sk": str(sk)}, ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		t.Fatalf("get %s/%s: %v", pk, sk, err)
	}
	return out.Item
}

func TestItemsThatAreRefused(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	const wrong = "One or more parameter values were invalid: "
	for _, c := range []struct {
		story   string
		item    item
		message string
	}{
		{"no range key", item{"pk": str("a")}, wrong + "Missing the key sk in the item"},
		{"a key of another type", item{"pk": num("1"), "sk": str("1")}, wrong + "Type mismatch for key pk expected: S actual: N"},
		{"an empty key", item{"pk": str(""), "sk": str("1")}, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"},
		{"a hash key too long", item{"pk": str(strings.Repeat("x", 2049)), "sk": str("1")}, wrong + "Size of hashkey has exceeded the maximum size limit of2048 bytes"},
		{"a range key too long", item{"pk": str("a"), "sk": str(strings.Repeat("x", 1025))}, wrong + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"},
		{"an index key of another type", item{"pk": str("a"), "sk": str("1"), "g": num("1")}, wrong + "Type mismatch for Index Key g Expected: S Actual: N IndexName: byG"},
		{"an empty index key", item{"pk": str("a"), "sk": str("1"), "g": str("")}, "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byG, IndexKey: g"},
		{"an item over 400 KB", item{"pk": str("a"), "sk": str("1"), "x": str(strings.Repeat("x", 400<<10))}, "Item size has exceeded the maximum allowed size"},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, err := db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &table, Item: c.item})
			refusal(t, err, "ValidationException", c.message)
		})
	}
	put(t, db, table, item{"pk": str(strings.Repeat("x", 2048)), "sk": str(strings.Repeat("y", 1024))})
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "x": str(strings.Repeat("x", 400<<10-7))})
}

func TestCapacityOfWrites(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	ctx := context.Background()
	spent := func(c *types.ConsumedCapacity) [3]float64 {
		t.Helper()
		return [3]float64{*c.CapacityUnits, *c.Table.CapacityUnits, aws.ToFloat64(c.GlobalSecondaryIndexes["byG"].CapacityUnits)}
	}
	step := func(story string, it item, want [3]float64) {
		t.Helper()
		out, err := db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &table, Item: it, ReturnConsumedCapacity: "INDEXES"})
		if err != nil {
			t.Fatal(err)
		}
		if got := spent(out.ConsumedCapacity); got != want {
			t.Errorf("%s: units in all, table, index: got %v, want %v", story, got, want)
		}
	}
	plain := item{"pk": str("a"), "sk": str("1")}
	step("an item that is in no index", plain, [3]float64{1, 1, 0})
	in := item{"pk": str("a"), "sk": str("1"), "g": str("x")}
	step("it enters the index", in, [3]float64{2, 1, 1})
	step("nothing changes", in, [3]float64{1, 1, 0})
	step("another attribute of the entry", item{"pk": str("a"), "sk": str("1"), "g": str("x"), "v": num("1")}, [3]float64{2, 1, 1})
	step("the entry moves", item{"pk": str("a"), "sk": str("1"), "g": str("y"), "v": num("1")}, [3]float64{3, 1, 2})
	step("it leaves the index", plain, [3]float64{2, 1, 1})
	step("over 2 KB", item{"pk": str("a"), "sk": str("1"), "x": str(strings.Repeat("x", 2500))}, [3]float64{3, 3, 0})
}
