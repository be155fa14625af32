package dynamo_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"pgregory.net/rapid"
)

// texts are the values of one string attribute of items, in order.
func texts(items []item, name string) []string {
	var out []string
	for _, it := range items {
		out = append(out, it[name].(*types.AttributeValueMemberS).Value)
	}
	return out
}

func TestRangesOfAQuery(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	for _, sk := range []string{"a", "ab", "abc", "b", "ba", "c"} {
		put(t, db, table, item{"pk": str("p"), "sk": str(sk), "g": str("x")})
		put(t, db, table, item{"pk": str("p2"), "sk": str(sk)})
	}
	for _, c := range []struct {
		condition string
		a, b      string
		want      []string
	}{
		{"sk = :a", "ab", "", []string{"ab"}},
		{"sk < :a", "abc", "", []string{"a", "ab"}},
		{"sk <= :a", "abc", "", []string{"a", "ab", "abc"}},
		{"sk > :a", "ab", "", []string{"abc", "b", "ba", "c"}},
		{"sk >= :a", "ab", "", []string{"ab", "abc", "b", "ba", "c"}},
		{"begins_with(sk, :a)", "ab", "", []string{"ab", "abc"}},
		{"sk BETWEEN :a AND :b", "ab", "b", []string{"ab", "abc", "b"}},
	} {
		for _, index := range []string{"", "byG"} {
			for _, backward := range []bool{false, true} {
				t.Run(fmt.Sprint(c.condition, index, backward), func(t *testing.T) {
					in := &dynamodb.QueryInput{TableName: &table, KeyConditionExpression: aws.String("pk = :p AND " + c.condition),
						ExpressionAttributeValues: item{":p": str("p"), ":a": str(c.a)}, ScanIndexForward: aws.Bool(!backward)}
					if c.b != "" {
						in.ExpressionAttributeValues[":b"] = str(c.b)
					}
					if index != "" {
						in.IndexName = &index
						in.KeyConditionExpression = aws.String("g = :p AND " + c.condition)
						in.ExpressionAttributeValues[":p"] = str("x")
					}
					out, err := db.Query(context.Background(), in)
					if err != nil {
						t.Fatal(err)
					}
					want := slices.Clone(c.want)
					if backward {
						slices.Reverse(want)
					}
					if got := texts(out.Items, "sk"); !slices.Equal(got, want) {
						t.Errorf("got %v, want %v", got, want)
					}
				})
			}
		}
	}
}

// Whatever the page size, direction and index: the pages together are the whole, in order, each item once.
func TestPagesTogetherAreTheWhole(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	var whole []string
	for i := range 23 {
		sk := fmt.Sprintf("%02d", i)
		whole = append(whole, sk)
		put(t, db, table, item{"pk": str("p"), "sk": str(sk), "g": str("x"), "odd": num(fmt.Sprint(i % 2))})
	}
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.Int32Range(1, 30).Draw(t, "limit")
		backward := rapid.Bool().Draw(t, "backward")
		index := rapid.Bool().Draw(t, "index")
		filtered := rapid.Bool().Draw(t, "filtered")
		in := &dynamodb.QueryInput{TableName: &table, KeyConditionExpression: aws.String("pk = :p"), Limit: &limit,
			ExpressionAttributeValues: item{":p": str("p")}, ScanIndexForward: aws.Bool(!backward)}
		if index {
			in.IndexName, in.KeyConditionExpression = aws.String("byG"), aws.String("g = :p")
			in.ExpressionAttributeValues[":p"] = str("x")
		}
		want := slices.Clone(whole)
		if filtered {
			in.FilterExpression = aws.String("odd = :odd")
			in.ExpressionAttributeValues[":odd"] = num("1")
			want = nil
			for i := 1; i < len(whole); i += 2 {
				want = append(want, whole[i])
			}
		}
		if backward {
			slices.Reverse(want)
		}
		var got []string
		for {
			out, err := db.Query(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, texts(out.Items, "sk")...)
			if full := out.ScannedCount == limit; full != (out.LastEvaluatedKey != nil) {
				t.Fatalf("a page of %d of %d read has LastEvaluatedKey %v", out.ScannedCount, limit, out.LastEvaluatedKey)
			}
			if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestAPageEndsAtOneMegabyteReadBeforeTheFilter(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	for i := range 20 {
		put(t, db, table, item{"pk": str("p"), "sk": str(fmt.Sprintf("%02d", i)), "x": str(strings.Repeat("x", 100<<10))})
	}
	out, err := db.Query(context.Background(), &dynamodb.QueryInput{TableName: &table, KeyConditionExpression: aws.String("pk = :p"),
		FilterExpression: aws.String("attribute_not_exists(x)"), ExpressionAttributeValues: item{":p": str("p")},
		ReturnConsumedCapacity: "TOTAL"})
	if err != nil {
		t.Fatal(err)
	}
	if out.Count != 0 || out.ScannedCount != 11 || out.LastEvaluatedKey == nil {
		t.Errorf("want 0 of 11 items and a key to go on, got %d of %d, %v", out.Count, out.ScannedCount, out.LastEvaluatedKey)
	}
	if got := *out.ConsumedCapacity.CapacityUnits; got < 137 || got > 139 {
		t.Errorf("1.1 MB read eventually consistent should cost about 138 units, got %v", got)
	}
}

func TestSegmentsOfAScanAreAPartition(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	want := map[string]bool{}
	for i := range 60 {
		pk, sk := fmt.Sprint(i/3), fmt.Sprint(i%3)
		want[pk+"/"+sk] = true
		put(t, db, table, item{"pk": str(pk), "sk": str(sk)})
	}
	for _, segments := range []int32{1, 2, 7, 100} {
		var mu sync.Mutex
		got := map[string]int{}
		var wg sync.WaitGroup
		for segment := range segments {
			wg.Go(func() {
				in := &dynamodb.ScanInput{TableName: &table, Segment: &segment, TotalSegments: &segments, Limit: aws.Int32(4)}
				for {
					out, err := db.Scan(context.Background(), in)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for i, pk := range texts(out.Items, "pk") {
						got[pk+"/"+texts(out.Items, "sk")[i]]++
					}
					mu.Unlock()
					if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
						return
					}
				}
			})
		}
		wg.Wait()
		for key, n := range got {
			if n != 1 || !want[key] {
				t.Errorf("%d segments: %s came %d times", segments, key, n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d segments: %d items, want %d", segments, len(got), len(want))
		}
	}
}

func TestWhatIndexesShow(t *testing.T) {
	_, db := open(t)
	table := things(t, db, func(in *dynamodb.CreateTableInput) {
		in.AttributeDefinitions = append(in.AttributeDefinitions, attribute("l", "N"))
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes,
			types.GlobalSecondaryIndex{IndexName: aws.String("keysOnly"), KeySchema: keys("g"),
				Projection: &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly}},
			types.GlobalSecondaryIndex{IndexName: aws.String("some"), KeySchema: keys("g", "l"),
				Projection: &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: []string{"a"}}})
		in.LocalSecondaryIndexes = []types.LocalSecondaryIndex{{IndexName: aws.String("local"), KeySchema: keys("pk", "l"),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly}}}
	})
	put(t, db, table, item{"pk": str("p"), "sk": str("1"), "g": str("x"), "l": num("5"), "a": str("A"), "b": str("B")})
	put(t, db, table, item{"pk": str("p"), "sk": str("2"), "g": str("x")})
	ask := func(index, condition, value string, change func(*dynamodb.QueryInput)) ([]item, error) {
		in := &dynamodb.QueryInput{TableName: &table, IndexName: &index, KeyConditionExpression: &condition,
			ExpressionAttributeValues: item{":v": str(value)}}
		if change != nil {
			change(in)
		}
		out, err := db.Query(context.Background(), in)
		if err != nil {
			return nil, err
		}
		return out.Items, nil
	}
	names := func(items []item) []string {
		var out []string
		for _, it := range items {
			out = append(out, strings.Join(slices.Sorted(maps.Keys(it)), " "))
		}
		return out
	}
	whole := func(in *dynamodb.QueryInput) { in.Select = types.SelectAllAttributes }
	for _, c := range []struct {
		index, condition, value string
		change                  func(*dynamodb.QueryInput)
		want                    []string
	}{
		{"keysOnly", "g = :v", "x", nil, []string{"g pk sk", "g pk sk"}},
		{"some", "g = :v", "x", nil, []string{"a g l pk sk"}},
		{"byG", "g = :v", "x", nil, []string{"a b g l pk sk", "g pk sk"}},
		{"local", "pk = :v", "p", nil, []string{"l pk sk"}},
		{"local", "pk = :v", "p", whole, []string{"a b g l pk sk"}},
	} {
		got, err := ask(c.index, c.condition, c.value, c.change)
		if err != nil || !reflect.DeepEqual(names(got), c.want) {
			t.Errorf("%s: got %v %v, want %v", c.index, names(got), err, c.want)
		}
	}
	_, err := ask("some", "g = :v", "x", whole)
	refusal(t, err, "ValidationException", "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported "+
		"for global secondary index some because its projection type is not ALL")
	_, err = ask("byG", "g = :v", "x", func(in *dynamodb.QueryInput) { in.ConsistentRead = aws.Bool(true) })
	refusal(t, err, "ValidationException", "Consistent reads are not supported on global secondary indexes")
	_, err = ask("none", "g = :v", "x", nil)
	refusal(t, err, "ValidationException", "The table does not have the specified index: none")
}
