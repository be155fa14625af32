package dynamo_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

// The benchmarks drive an engine on disk (with sync) through the AWS SDK, in process and over TCP, with 1, 8 and 64
// clients, and report operations per second. With DYNAMODB_BASELINE=http://host:port they do the same work there as
// well and report the ratio.

var clientCounts = []int{1, 8, 64}

// loaded is how many items the table holds before the benchmarks begin.
const loaded = 5000

type work struct {
	name string
	run  func(ctx context.Context, db *dynamodb.Client, table string, n int64) error
}

var works = []work{
	{"put", func(ctx context.Context, db *dynamodb.Client, table string, n int64) error {
		_, err := db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &table, Item: person(n)})
		return err
	}},
	{"get", func(ctx context.Context, db *dynamodb.Client, table string, n int64) error {
		it := person(n % loaded)
		_, err := db.GetItem(ctx, &dynamodb.GetItemInput{TableName: &table, Key: item{"pk": it["pk"], "sk": it["sk"]}})
		return err
	}},
	{"transact", func(ctx context.Context, db *dynamodb.Client, table string, n int64) error {
		in := &dynamodb.TransactWriteItemsInput{}
		for i := range int64(4) {
			in.TransactItems = append(in.TransactItems, types.TransactWriteItem{
				Put: &types.Put{TableName: &table, Item: person(4*n + i), ConditionExpression: aws.String("attribute_not_exists(gone)")},
			})
		}
		_, err := db.TransactWriteItems(ctx, in)
		return err
	}},
	{"query100", func(ctx context.Context, db *dynamodb.Client, table string, n int64) error {
		_, err := db.Query(ctx, &dynamodb.QueryInput{TableName: &table, Limit: aws.Int32(100),
			KeyConditionExpression:    aws.String("pk = :p"),
			ExpressionAttributeValues: item{":p": str(fmt.Sprintf("T#%d", n%10))}})
		return err
	}},
}

// person is an item of about 320 bytes by DynamoDB's count.
func person(n int64) item {
	return item{
		"pk": str(fmt.Sprintf("T#%d", n%10)), "sk": str(fmt.Sprintf("MEMBER#%08d", n)), "g": str(fmt.Sprintf("STATUS#%d", n%75)),
		"h": str(fmt.Sprintf("KIND#%d", n%33)), "name": str("Katharina Müller-Lüdenscheidt"), "mail": str(fmt.Sprintf("k.mueller%d@example.org", n)),
		"title": str("Sachbearbeiterin im Rechnungswesen"), "location": str("Haus 3, Zimmer 214"), "version": num("12"),
		"created": num("1760000000"), "notes": str("Hat am liebsten morgens Termine und ist freitags nicht im Haus."),
		"active": &types.AttributeValueMemberBOOL{Value: true},
	}
}

func BenchmarkEngine(b *testing.B) {
	path := filepath.Join(b.TempDir(), "bench.db")
	e, err := dynamo.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: e}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	table := benchTable(b, client(e))

	var baseline *dynamodb.Client
	var baseTable string
	if endpoint := os.Getenv("DYNAMODB_BASELINE"); endpoint != "" {
		baseline = over(endpoint)
		baseTable = benchTable(b, baseline)
	}
	for _, way := range []struct {
		name string
		db   *dynamodb.Client
	}{{"inprocess", client(e)}, {"tcp", over("http://" + listener.Addr().String())}} {
		for _, w := range works {
			for _, clients := range clientCounts {
				b.Run(fmt.Sprintf("%s/%s/%d", way.name, w.name, clients), func(b *testing.B) {
					theirs := 0.0
					if baseline != nil {
						theirs = drive(b, baseline, baseTable, w, clients, min(b.N, 40*clients))
					}
					ours := drive(b, way.db, table, w, clients, b.N) // last, as it resets the timer and the metrics
					b.ReportMetric(ours, "op/s")
					if baseline != nil {
						b.ReportMetric(ours/theirs, "x-baseline")
					}
				})
			}
		}
	}
}

// over is a client with enough connections for all goroutines.
func over(endpoint string) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "eu-central-1", BaseEndpoint: &endpoint, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
		HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
			t.MaxIdleConnsPerHost, t.MaxIdleConns = 128, 128
		}),
	})
}

func benchTable(b *testing.B, db *dynamodb.Client) string {
	b.Helper()
	name := fmt.Sprintf("bench-%d", time.Now().UnixNano())
	_, err := db.CreateTable(context.Background(), &dynamodb.CreateTableInput{
		TableName: &name, BillingMode: types.BillingModePayPerRequest, KeySchema: keys("pk", "sk"),
		AttributeDefinitions: []types.AttributeDefinition{
			attribute("pk", "S"), attribute("sk", "S"), attribute("g", "S"), attribute("h", "S"),
		},
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			{IndexName: aws.String("by-g"), KeySchema: keys("g", "sk"), Projection: all()},
			{IndexName: aws.String("by-h"), KeySchema: keys("h", "sk"), Projection: all()},
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	for from := int64(0); from < loaded; from += 25 {
		var batch []types.WriteRequest
		for n := from; n < from+25; n++ {
			batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: person(n)}})
		}
		_, err := db.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{name: batch},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return name
}

// numbers makes each write of the benchmarks another item.
var numbers atomic.Int64

// drive does n operations with so many clients and returns operations per second.
func drive(b *testing.B, db *dynamodb.Client, table string, w work, clients, n int) float64 {
	b.Helper()
	ctx := context.Background()
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := w.run(ctx, db, table, loaded+numbers.Add(1)); err != nil {
					b.Errorf("%s: %v", w.name, err)
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	b.StopTimer()
	return float64(n) / took.Seconds()
}
