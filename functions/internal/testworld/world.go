// Package testworld is an installation for tests of functions: a table in the embedded engine, made from template.yaml, an
// executor over it, a clock that stands until it is moved, and organisations to try things on.
package testworld

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/template"
	"stellwerk/shared/org"
)

// Endpoint is the environment's name for another DynamoDB to run tests against: http://localhost:8000. Credentials and region are
// the SDK's own settings, or made up where there are none.
const Endpoint = "DYNAMODB_ENDPOINT"

// World is an installation.
type World struct {
	Engine   *dynamo.Engine // nil where the tests run against another endpoint
	Config   aws.Config
	Name     string // of the table
	Table    *table.Table
	Executor *executor.Executor
	Clock    *Clock
}

// Start is when the clock of every world begins.
var Start = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

// Open makes an installation with an empty table in the embedded engine. Nothing is synced to disk unless an option says so.
func Open(tb testing.TB, opts ...dynamo.Option) *World {
	tb.Helper()
	clock := &Clock{at: Start}
	opts = append([]dynamo.Option{dynamo.WithoutSync(), dynamo.WithClock(clock.Now)}, opts...)
	engine, err := dynamo.Open(filepath.Join(tb.TempDir(), "table"), opts...)
	if err != nil {
		tb.Fatalf("open the embedded engine: %v", err)
	}
	tb.Cleanup(func() { _ = engine.Close() })
	return open(tb, clock, engine, aws.Config{
		Region:       "eu-central-1", // one that the SDK knows: for others it compiles patterns at every request
		HTTPClient:   engine,
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
		BaseEndpoint: aws.String("http://dynamodb.local"),
	})
}

// OpenAnywhere is Open at the endpoint that the environment names, if it names one. The table is deleted in the end.
func OpenAnywhere(tb testing.TB) *World {
	tb.Helper()
	endpoint := os.Getenv(Endpoint)
	if endpoint == "" {
		return Open(tb)
	}
	cfg, err := config.LoadDefaultConfig(tb.Context())
	if err != nil {
		tb.Fatalf("read the SDK's settings: %v", err)
	}
	cfg.BaseEndpoint = aws.String(endpoint)
	if cfg.Region == "" {
		cfg.Region = "eu-central-1"
	}
	if os.Getenv("AWS_ACCESS_KEY_ID") == "" && os.Getenv("AWS_PROFILE") == "" {
		cfg.Credentials = credentials.NewStaticCredentialsProvider("test", "test", "")
	}
	// Another endpoint expires items by its own clock.
	return open(tb, &Clock{at: time.Now().UTC().Truncate(time.Millisecond)}, nil, cfg)
}

func open(tb testing.TB, clock *Clock, engine *dynamo.Engine, cfg aws.Config) *World {
	tb.Helper()
	w := &World{Engine: engine, Config: cfg, Name: "test-" + rand.Text(), Clock: clock}
	w.create(tb)
	w.Table = table.Open(cfg, w.Name, table.WithClock(clock.Now))
	w.Executor = executor.New(w.Table, clock.Now)
	return w
}

// create makes the table as the template describes it.
func (w *World) create(tb testing.TB) {
	tb.Helper()
	parsed, err := template.Load(templatePath(tb), template.Options{Parameters: map[string]string{
		"Origin": "http://localhost:8080", "MailFrom": "stellwerk@example.org",
	}})
	if err != nil {
		tb.Fatalf("read template.yaml: %v", err)
	}
	described, ok := parsed.Table("Table")
	if !ok {
		tb.Fatal("template.yaml has no resource named Table: the functions' table is looked for under this name")
	}
	described.Name, described.DeletionProtection = w.Name, false
	client := dynamodb.NewFromConfig(w.Config)
	// The name is this test's alone: if the table is there already, the answer to the first try was lost and the SDK asked again.
	var there *types.ResourceInUseException
	if _, err := client.CreateTable(tb.Context(), described.CreateInput()); err != nil && !errors.As(err, &there) {
		tb.Fatalf("make the table: %v", err)
	}
	if w.Engine == nil {
		tb.Cleanup(func() {
			_, _ = client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: &w.Name})
		})
	}
	ready := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	if err := ready.Wait(tb.Context(), &dynamodb.DescribeTableInput{TableName: &w.Name}, time.Minute); err != nil {
		tb.Fatalf("wait for the table: %v", err)
	}
	if in := described.TimeToLiveInput(); in != nil {
		if _, err := client.UpdateTimeToLive(tb.Context(), in); err != nil {
			tb.Fatalf("turn expiry on: %v", err)
		}
	}
}

// templatePath finds template.yaml beside go.mod, above the test's directory.
func templatePath(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "template.yaml")
		}
		if dir == filepath.Dir(dir) {
			tb.Fatal("no go.mod above the test's directory")
		}
		dir = filepath.Dir(dir)
	}
}

// Clock stands until it is moved.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move lets time pass.
func (c *Clock) Move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

// NewID makes an id of the clock's time.
func NewID[T org.ID](w *World) T {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return org.NewID[T](w.Clock.Now().UnixMilli(), chance)
}
