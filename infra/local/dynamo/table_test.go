package dynamo_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	streamtypes "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"stellwerk/infra/local/dynamo"
)

func TestTablesThatAreRefused(t *testing.T) {
	_, db := open(t)
	things(t, db)
	for _, c := range []struct {
		story   string
		change  func(*dynamodb.CreateTableInput)
		kind    string
		message string
	}{
		{"a name that is taken", func(in *dynamodb.CreateTableInput) { in.TableName = aws.String("things") },
			"ResourceInUseException", "Table already exists: things"},
		{"a short name", func(in *dynamodb.CreateTableInput) { in.TableName = aws.String("ab") }, "ValidationException",
			"1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3"},
		{"an attribute that no key uses", func(in *dynamodb.CreateTableInput) {
			in.AttributeDefinitions = append(in.AttributeDefinitions, attribute("x", "S"))
		}, "ValidationException", "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"},
		{"a key without definition", func(in *dynamodb.CreateTableInput) { in.KeySchema = keys("x") }, "ValidationException", ""},
		{"throughput on demand", func(in *dynamodb.CreateTableInput) {
			in.ProvisionedThroughput = &types.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(1), WriteCapacityUnits: aws.Int64(1)}
		}, "ValidationException", ""},
		{"no throughput", func(in *dynamodb.CreateTableInput) { in.BillingMode = "" }, "ValidationException", ""},
		{"an index twice", func(in *dynamodb.CreateTableInput) {
			in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, in.GlobalSecondaryIndexes[0])
		}, "ValidationException", "One or more parameter values were invalid: Duplicate index name: byG"},
		{"a local index with another hash key", func(in *dynamodb.CreateTableInput) {
			in.LocalSecondaryIndexes = []types.LocalSecondaryIndex{{IndexName: aws.String("local"), KeySchema: keys("g", "sk"), Projection: all()}}
		}, "ValidationException", ""},
		{"a stream without a view", func(in *dynamodb.CreateTableInput) { in.StreamSpecification.StreamViewType = "" }, "ValidationException", ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			in := &dynamodb.CreateTableInput{TableName: aws.String("others"), BillingMode: types.BillingModePayPerRequest,
				AttributeDefinitions: []types.AttributeDefinition{attribute("pk", "S"), attribute("sk", "S"), attribute("g", "S")},
				KeySchema:            keys("pk", "sk"),
				GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
					{IndexName: aws.String("byG"), KeySchema: keys("g", "sk"), Projection: all()},
				},
				StreamSpecification: &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeKeysOnly},
			}
			c.change(in)
			_, err := db.CreateTable(context.Background(), in)
			refusal(t, err, c.kind, c.message)
		})
	}
	out, err := db.ListTables(context.Background(), &dynamodb.ListTablesInput{})
	if err != nil || !slices.Equal(out.TableNames, []string{"things"}) {
		t.Errorf("refused tables should leave no trace, got %v %v", out.TableNames, err)
	}
}

func describe(t testing.TB, db *dynamodb.Client, table string) *types.TableDescription {
	t.Helper()
	out, err := db.DescribeTable(context.Background(), &dynamodb.DescribeTableInput{TableName: &table})
	if err != nil {
		t.Fatal(err)
	}
	return out.Table
}

func byName(t testing.TB, db *dynamodb.Client, table string) *dynamodb.UpdateTableInput {
	t.Helper()
	return &dynamodb.UpdateTableInput{TableName: &table,
		AttributeDefinitions: []types.AttributeDefinition{attribute("name", "S")},
		GlobalSecondaryIndexUpdates: []types.GlobalSecondaryIndexUpdate{{Create: &types.CreateGlobalSecondaryIndexAction{
			IndexName: aws.String("byName"), KeySchema: keys("name"), Projection: all(),
		}}},
	}
}

// active asks until the index is there.
func active(t testing.TB, db *dynamodb.Client, table, index string) types.GlobalSecondaryIndexDescription {
	t.Helper()
	for {
		for _, ix := range describe(t, db, table).GlobalSecondaryIndexes {
			if *ix.IndexName == index && ix.IndexStatus == types.IndexStatusActive {
				return ix
			}
		}
	}
}

// An index made later has every item, also those written, changed and deleted while it was filled.
func TestAnIndexIsFilledWhileWritesGoOn(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	const old = 6000
	for from := 0; from < old; from += 25 {
		var batch []types.WriteRequest
		for i := from; i < from+25; i++ {
			it := item{"pk": str(fmt.Sprintf("%05d", i)), "sk": str("1"), "name": str("old")}
			if i%10 == 0 {
				it["name"] = num("1") // a type that the index can't hold
			}
			batch = append(batch, putRequest(it))
		}
		_, err := db.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{table: batch},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 300 {
			pk := fmt.Sprintf("%05d", old-1-10*i/3)
			remove(t, db, table, pk, "1")
			put(t, db, table, item{"pk": str(pk), "sk": str("2"), "name": str("new")})
		}
	})
	if _, err := db.UpdateTable(context.Background(), byName(t, db, table)); err != nil {
		t.Fatal(err)
	}
	active(t, db, table, "byName")
	wg.Wait()
	ix := active(t, db, table, "byName")

	want := map[string]int64{}
	for page := (&dynamodb.ScanInput{TableName: &table}); ; {
		out, err := db.Scan(context.Background(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range out.Items {
			if name, ok := it["name"].(*types.AttributeValueMemberS); ok {
				want[name.Value]++
			}
		}
		if page.ExclusiveStartKey = out.LastEvaluatedKey; page.ExclusiveStartKey == nil {
			break
		}
	}
	var total int64
	for name, n := range want {
		var got int64
		in := &dynamodb.QueryInput{TableName: &table, IndexName: aws.String("byName"), Select: types.SelectCount,
			KeyConditionExpression: aws.String("#n = :n"), ExpressionAttributeNames: map[string]string{"#n": "name"},
			ExpressionAttributeValues: item{":n": str(name)}}
		for {
			out, err := db.Query(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			got += int64(out.Count)
			if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
				break
			}
		}
		if got != n {
			t.Errorf("the index has %d items with name %s, the table %d", got, name, n)
		}
		total += n
	}
	if *ix.ItemCount != total {
		t.Errorf("the index says it has %d items, it has %d", *ix.ItemCount, total)
	}
}

func TestAnIndexIsDeletedAndMadeAgain(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	put(t, db, table, item{"pk": str("a"), "sk": str("1"), "name": str("n")})
	for range 2 {
		if _, err := db.UpdateTable(context.Background(), byName(t, db, table)); err != nil {
			t.Fatal(err)
		}
		if ix := active(t, db, table, "byName"); *ix.ItemCount != 1 {
			t.Errorf("the index should have 1 item, it says %d", *ix.ItemCount)
		}
		_, err := db.UpdateTable(context.Background(), &dynamodb.UpdateTableInput{TableName: &table,
			GlobalSecondaryIndexUpdates: []types.GlobalSecondaryIndexUpdate{{Delete: &types.DeleteGlobalSecondaryIndexAction{IndexName: aws.String("byName")}}}})
		if err != nil {
			t.Fatal(err)
		}
		about := describe(t, db, table)
		if len(about.GlobalSecondaryIndexes) != 1 || len(about.AttributeDefinitions) != 3 {
			t.Errorf("the index and its attribute should be gone, got %v", about.GlobalSecondaryIndexes)
		}
	}
}

func TestAnIndexIsFilledOnAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	e, err := dynamo.Open(path, dynamo.WithoutSync())
	if err != nil {
		t.Fatal(err)
	}
	db := client(e)
	table := things(t, db)
	for i := range 5000 {
		put(t, db, table, item{"pk": str("a"), "sk": str(fmt.Sprint(i)), "name": str("n")})
	}
	if _, err := db.UpdateTable(context.Background(), byName(t, db, table)); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err = dynamo.Open(path, dynamo.WithoutSync()); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if ix := active(t, client(e), table, "byName"); *ix.ItemCount != 5000 {
		t.Errorf("the index has %d items, want 5000", *ix.ItemCount)
	}
}

func TestWhatATableMayBecome(t *testing.T) {
	ctx := context.Background()
	e, db := open(t)
	table := things(t, db, func(in *dynamodb.CreateTableInput) { in.StreamSpecification = nil })
	change := func(in dynamodb.UpdateTableInput) error {
		in.TableName = &table
		_, err := db.UpdateTable(ctx, &in)
		return err
	}
	stream := func(on bool) error {
		spec := &types.StreamSpecification{StreamEnabled: &on}
		if on {
			spec.StreamViewType = types.StreamViewTypeNewImage
		}
		return change(dynamodb.UpdateTableInput{StreamSpecification: spec})
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("untold")})
	if err := stream(true); err != nil {
		t.Fatal(err)
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("told")})
	refusal(t, stream(true), "ValidationException", "Table already has an enabled stream: TableName: things")
	if err := stream(false); err != nil {
		t.Fatal(err)
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("untold again")})
	records, next := streamOf(t, e, table).read(streamtypes.ShardIteratorTypeTrimHorizon, nil)
	if got := events(records); !slices.Equal(got, []string{"INSERT told"}) || next != nil {
		t.Errorf("the closed stream has %v and goes on with %v", got, next)
	}
	if err := stream(true); err != nil {
		t.Fatal(err)
	}
	if about := describe(t, db, table); about.LatestStreamArn == nil || about.StreamSpecification == nil {
		t.Errorf("the table should name its new stream, got %v", about)
	}

	if err := change(dynamodb.UpdateTableInput{DeletionProtectionEnabled: aws.Bool(true)}); err != nil {
		t.Fatal(err)
	}
	_, err := db.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &table})
	refusal(t, err, "ValidationException", "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
	refusal(t, change(dynamodb.UpdateTableInput{}), "ValidationException", "")
	units := &types.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(3), WriteCapacityUnits: aws.Int64(4)}
	if err := change(dynamodb.UpdateTableInput{BillingMode: types.BillingModeProvisioned, ProvisionedThroughput: units}); err != nil {
		t.Fatal(err)
	}
	if got := describe(t, db, table).ProvisionedThroughput; *got.ReadCapacityUnits != 3 || *got.WriteCapacityUnits != 4 {
		t.Errorf("the throughput should be 3 and 4, got %v", got)
	}
	refusal(t, change(dynamodb.UpdateTableInput{ProvisionedThroughput: units}), "ValidationException", "")
}

func TestEverythingIsThereAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	e, err := dynamo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	db := client(e)
	table := things(t, db)
	for i := range 100 {
		put(t, db, table, item{"pk": str("a"), "sk": str(fmt.Sprint(i)), "g": str("x")})
	}
	if _, err := dynamo.Open(path); err == nil {
		t.Error("a second engine on the same file should be refused")
	}
	copied := filepath.Join(t.TempDir(), "copy")
	writeCopy(t, e, copied)
	for i := range 90 {
		remove(t, db, table, "a", fmt.Sprint(i))
	}
	if err := e.Compact(); err != nil {
		t.Fatal(err)
	}
	put(t, db, table, item{"pk": str("a"), "sk": str("after"), "g": str("x")})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int64{path: 11, copied: 100} {
		e, err := dynamo.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		db := client(e)
		about := describe(t, db, table)
		if *about.ItemCount != want || *about.GlobalSecondaryIndexes[0].ItemCount != want {
			t.Errorf("%s: the table says it has %d items and %d in the index, want %d", filepath.Base(path), *about.ItemCount,
				*about.GlobalSecondaryIndexes[0].ItemCount, want)
		}
		if out, err := db.Scan(context.Background(), &dynamodb.ScanInput{TableName: &table}); err != nil || int64(out.Count) != want {
			t.Errorf("%s: found %v items, %v, want %d", filepath.Base(path), out, err, want)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
