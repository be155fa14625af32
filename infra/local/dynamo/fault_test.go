package dynamo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

// writeCopy writes a hot copy of the engine's file.
func writeCopy(t testing.TB, e *dynamo.Engine, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.WriteTo(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFaultsOnPurpose(t *testing.T) {
	fault := dynamo.NoFault
	_, db := open(t, dynamo.WithFaults(dynamo.Faults{On: func(string) dynamo.Fault { return fault }}))
	table := things(t, db)
	one := item{"pk": str("a"), "sk": str("1")}
	write := func(f dynamo.Fault) error {
		fault = f
		defer func() { fault = dynamo.NoFault }()
		_, err := db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &table, Item: one})
		return err
	}
	transact := func(f dynamo.Fault) error {
		fault = f
		defer func() { fault = dynamo.NoFault }()
		_, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{
			TransactItems: []types.TransactWriteItem{putAction(table, one, ""), putAction(table, item{"pk": str("a"), "sk": str("2")}, "")},
		})
		return err
	}
	refusal(t, write(dynamo.Conflict), "TransactionConflictException", "")
	refusal(t, write(dynamo.Throughput), "ProvisionedThroughputExceededException", "")
	refusal(t, write(dynamo.Throttle), "ThrottlingException", "")
	refusal(t, transact(dynamo.Conflict), "TransactionCanceledException",
		"Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]")
	if got := fetch(t, db, table, "a", "1"); got != nil {
		t.Errorf("a refused write left %v", got)
	}
	err := write(dynamo.Lost)
	var timeout interface{ Timeout() bool }
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("a lost answer should look like a time-out, got %v", err)
	}
	if got := fetch(t, db, table, "a", "1"); got == nil {
		t.Error("a write whose answer is lost should be done")
	}
}

func TestALostAnswerBreaksTheConnection(t *testing.T) {
	e, inProcess := open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if operation == "PutItem" {
			return dynamo.Lost
		}
		return dynamo.NoFault
	}}))
	table := things(t, inProcess)
	server := httptest.NewServer(e)
	defer server.Close()
	db := client(server.Client(), func(o *dynamodb.Options) { o.BaseEndpoint = &server.URL })
	_, err := db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &table, Item: item{"pk": str("a"), "sk": str("1")}})
	if err == nil {
		t.Error("the put should fail without an answer")
	}
	if got := fetch(t, db, table, "a", "1"); got == nil {
		t.Error("a write whose answer is lost should be done")
	}
}

// The SDK's own retries get every write through a storm of faults, each exactly once.
func TestRetriesGetThrough(t *testing.T) {
	storm := dynamo.Sometimes(1, map[dynamo.Fault]float64{dynamo.Throughput: 0.1, dynamo.Throttle: 0.1, dynamo.Lost: 0.1})
	e, _ := open(t, dynamo.WithFaults(dynamo.Faults{On: func(operation string) dynamo.Fault {
		if operation == "CreateTable" {
			return dynamo.NoFault
		}
		return storm(operation)
	}}))
	db := client(e, func(o *dynamodb.Options) { o.Retryer = eager{} })
	table := things(t, db)
	for range 100 {
		_, err := db.TransactWriteItems(context.Background(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
			{Update: &types.Update{TableName: &table, Key: item{"pk": str("a"), "sk": str("n")}, UpdateExpression: aws.String("ADD n :one"),
				ExpressionAttributeValues: item{":one": num("1")}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := fetch(t, db, table, "a", "n")["n"].(*types.AttributeValueMemberN).Value; got != "100" {
		t.Errorf("after 100 transactions the counter is %s", got)
	}
}

func TestWhatIsLeftOutIsRefusedByName(t *testing.T) {
	_, db := open(t)
	table := things(t, db)
	_, err := db.ExecuteStatement(context.Background(), &dynamodb.ExecuteStatementInput{Statement: aws.String("SELECT * FROM things")})
	refusal(t, err, "UnknownOperationException", "The operation ExecuteStatement is not supported by the embedded engine")
	_, err = db.Scan(context.Background(), &dynamodb.ScanInput{TableName: &table, AttributesToGet: []string{"pk"}})
	refusal(t, err, "ValidationException", "The parameter AttributesToGet is not supported by the embedded engine")
}

func TestThePort(t *testing.T) {
	e, inProcess := open(t)
	table := things(t, inProcess)
	server := httptest.NewServer(e)
	defer server.Close()
	db := client(server.Client(), func(o *dynamodb.Options) { o.BaseEndpoint = &server.URL })
	for i := range 20 { // the client checks the CRC of each answer
		put(t, db, table, item{"pk": str("ä"), "sk": str(fmt.Sprint(i)), "text": str("\u2028 \" \\ \x01 ü 🙂")})
	}
	if got := fetch(t, db, table, "ä", "7")["text"].(*types.AttributeValueMemberS).Value; got != "\u2028 \" \\ \x01 ü 🙂" {
		t.Errorf("the text came back as %q", got)
	}
	answer, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("a GET should say that all is well, got %s", answer.Status)
	}

	page, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	page.Header.Set("X-Amz-Target", "DynamoDB_20120810.ListTables")
	page.Header.Set("Origin", "http://rebound.example")
	refused, err := http.DefaultClient.Do(page)
	if err != nil {
		t.Fatal(err)
	}
	defer refused.Body.Close()
	if refused.StatusCode != http.StatusForbidden {
		t.Errorf("a web page should be refused, got %s", refused.Status)
	}
}
