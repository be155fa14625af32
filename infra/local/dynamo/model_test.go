package dynamo_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	streamtypes "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
	"pgregory.net/rapid"

	"stellwerk/infra/local/dynamo"
)

// model is the table as a map. Each step does the same to the engine and to it.
type model struct {
	db    *dynamodb.Client
	table string
	items map[string]item
}

func (m *model) key(t *rapid.T) item {
	return item{"pk": str(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "pk")), "sk": str(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "sk"))}
}

func nameOf(it item) string {
	return it["pk"].(*types.AttributeValueMemberS).Value + "/" + it["sk"].(*types.AttributeValueMemberS).Value
}

func (m *model) item(t *rapid.T) item {
	it := m.key(t)
	if g := rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "g"); g != "" {
		it["g"] = str(g)
	}
	it["n"] = num(fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "n")))
	return it
}

func (m *model) put(t *rapid.T) {
	it := m.item(t)
	if _, err := m.db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &m.table, Item: it}); err != nil {
		t.Fatal(err)
	}
	m.items[nameOf(it)] = it
}

func (m *model) remove(t *rapid.T) {
	key := m.key(t)
	if _, err := m.db.DeleteItem(context.Background(), &dynamodb.DeleteItemInput{TableName: &m.table, Key: key}); err != nil {
		t.Fatal(err)
	}
	delete(m.items, nameOf(key))
}

// move changes the index key of an item, which it makes if there is none.
func (m *model) move(t *rapid.T) {
	key := m.key(t)
	in := &dynamodb.UpdateItemInput{TableName: &m.table, Key: key, UpdateExpression: aws.String("REMOVE g")}
	g := rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "g")
	if g != "" {
		in.UpdateExpression, in.ExpressionAttributeValues = aws.String("SET g = :g"), item{":g": str(g)}
	}
	if _, err := m.db.UpdateItem(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	next := item{}
	for name, v := range m.items[nameOf(key)] {
		next[name] = v
	}
	next["pk"], next["sk"] = key["pk"], key["sk"]
	if delete(next, "g"); g != "" {
		next["g"] = str(g)
	}
	m.items[nameOf(key)] = next
}

// transact puts some items if one other is not there.
func (m *model) transact(t *rapid.T) {
	guard := m.key(t)
	in := &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{{ConditionCheck: &types.ConditionCheck{
		TableName: &m.table, Key: guard, ConditionExpression: aws.String("attribute_not_exists(pk)")}}}}
	puts := map[string]item{}
	for range rapid.IntRange(1, 3).Draw(t, "puts") {
		if it := m.item(t); puts[nameOf(it)] == nil && nameOf(it) != nameOf(guard) {
			puts[nameOf(it)] = it
			in.TransactItems = append(in.TransactItems, putAction(m.table, it, ""))
		}
	}
	_, err := m.db.TransactWriteItems(context.Background(), in)
	if there := m.items[nameOf(guard)] != nil; there != (err != nil) {
		t.Fatalf("the item that must not be there is there: %v, the transaction said %v", there, err)
	}
	if err == nil {
		for name, it := range puts {
			m.items[name] = it
		}
	}
}

func (m *model) scan(t *rapid.T, index *string) map[string]item {
	out, err := m.db.Scan(context.Background(), &dynamodb.ScanInput{TableName: &m.table, IndexName: index})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]item{}
	for _, it := range out.Items {
		if found[nameOf(it)] != nil {
			t.Fatalf("item %s comes twice", nameOf(it))
		}
		found[nameOf(it)] = it
	}
	return found
}

// Whatever is done: the table is what the model says, the index is the table's items that have its key, the counts are right, and the
// stream told from its beginning leads to the same items.
func TestTableIndexCountsAndStreamAgree(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		e, err := dynamo.Open("")
		if err != nil {
			r.Fatal(err)
		}
		defer e.Close()
		m := &model{db: client(e), items: map[string]item{}}
		m.table = things(t, m.db)
		r.Repeat(map[string]func(*rapid.T){
			"put": m.put, "remove": m.remove, "move": m.move, "transact": m.transact,
			"": func(t *rapid.T) {
				if got := m.scan(t, nil); !reflect.DeepEqual(got, m.items) {
					t.Fatalf("the table has %v, want %v", got, m.items)
				}
			},
		})
		indexed := map[string]item{}
		for name, it := range m.items {
			if it["g"] != nil {
				indexed[name] = it
			}
		}
		if got := m.scan(r, aws.String("byG")); !reflect.DeepEqual(got, indexed) {
			r.Fatalf("the index has %v, want %v", got, indexed)
		}
		about := describe(t, m.db, m.table)
		if n := int(*about.ItemCount); n != len(m.items) {
			r.Fatalf("the table says it has %d items, it has %d", n, len(m.items))
		}
		if n := int(*about.GlobalSecondaryIndexes[0].ItemCount); n != len(indexed) {
			r.Fatalf("the index says it has %d items, it has %d", n, len(indexed))
		}
		if empty := len(m.items) == 0; empty != (*about.TableSizeBytes == 0) {
			r.Fatalf("%d items have %d bytes", len(m.items), *about.TableSizeBytes)
		}
		told := map[string]string{}
		records, _ := streamOf(t, e, m.table).read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
		for _, record := range records {
			key := fmt.Sprint(streamText(record.Dynamodb.Keys["pk"]), "/", streamText(record.Dynamodb.Keys["sk"]))
			if before := streamImage(record.Dynamodb.OldImage); before != told[key] {
				r.Fatalf("%s: a record says the item was %q, the one before said %q", key, before, told[key])
			}
			if told[key] = streamImage(record.Dynamodb.NewImage); told[key] == "" {
				delete(told, key)
			}
		}
		if len(told) != len(m.items) {
			r.Fatalf("the stream leads to %v, the table has %v", told, m.items)
		}
	})
}

func streamText(v streamtypes.AttributeValue) string {
	switch v := v.(type) {
	case *streamtypes.AttributeValueMemberS:
		return v.Value
	case *streamtypes.AttributeValueMemberN:
		return v.Value
	}
	return ""
}

func streamImage(image map[string]streamtypes.AttributeValue) string {
	if image == nil {
		return ""
	}
	return fmt.Sprint(streamText(image["pk"]), streamText(image["sk"]), streamText(image["g"]), streamText(image["n"]))
}
