package dynamo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// FuzzProtocol sends anything to any operation: there is always an answer, it is JSON with a right checksum, and it is never an
// internal error.
func FuzzProtocol(f *testing.F) {
	e, db := open(f)
	things(f, db)
	for _, seed := range []struct{ target, body string }{
		{"DynamoDB_20120810.PutItem", `{"TableName":"things","Item":{"pk":{"S":"a"},"sk":{"S":"b"},"n":{"N":"1e5"},"l":{"L":[{"NULL":true},{"M":{}}]}}}`},
		{"DynamoDB_20120810.GetItem", `{"TableName":"things","Key":{"pk":{"S":"a"},"sk":{"S":"b"}},"ProjectionExpression":"l[0], n"}`},
		{"DynamoDB_20120810.UpdateItem", `{"TableName":"things","Key":{"pk":{"S":"a"},"sk":{"S":"b"}},"UpdateExpression":"SET n = n + :x REMOVE l[0]","ExpressionAttributeValues":{":x":{"N":"1"}},"ReturnValues":"UPDATED_NEW"}`},
		{"DynamoDB_20120810.DeleteItem", `{"TableName":"things","Key":{"pk":{"S":"a"},"sk":{"S":"b"}},"ConditionExpression":"size(n) > :x","ExpressionAttributeValues":{":x":{"N":"1"}}}`},
		{"DynamoDB_20120810.Query", `{"TableName":"things","IndexName":"byG","KeyConditionExpression":"g = :g AND begins_with(sk, :s)","ExpressionAttributeValues":{":g":{"S":"g"},":s":{"S":"s"}},"Limit":1,"ExclusiveStartKey":{"g":{"S":"g"},"pk":{"S":"a"},"sk":{"S":"s"}}}`},
		{"DynamoDB_20120810.Query", `{"TableName":"things","KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}},"FilterExpression":"n < :n","ExpressionAttributeValues":{":n":{"N":"3"}}}`},
		{"DynamoDB_20120810.Scan", `{"TableName":"things","Segment":1,"TotalSegments":3,"Select":"COUNT"}`},
		{"DynamoDB_20120810.BatchGetItem", `{"RequestItems":{"things":{"Keys":[{"pk":{"S":"a"},"sk":{"S":"b"}}]}},"ReturnConsumedCapacity":"INDEXES"}`},
		{"DynamoDB_20120810.BatchWriteItem", `{"RequestItems":{"things":[{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"S":"c"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"a"},"sk":{"S":"d"}}}}]}}`},
		{"DynamoDB_20120810.TransactWriteItems", `{"ClientRequestToken":"t","TransactItems":[{"Put":{"TableName":"things","Item":{"pk":{"S":"a"},"sk":{"S":"e"}}}},{"ConditionCheck":{"TableName":"things","Key":{"pk":{"S":"a"},"sk":{"S":"f"}},"ConditionExpression":"attribute_not_exists(pk)"}}]}`},
		{"DynamoDB_20120810.TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"things","Key":{"pk":{"S":"a"},"sk":{"S":"e"}}}}]}`},
		{"DynamoDB_20120810.CreateTable", `{"TableName":"more","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}`},
		{"DynamoDB_20120810.UpdateTable", `{"TableName":"more","DeletionProtectionEnabled":false,"GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"none"}}]}`},
		{"DynamoDB_20120810.DeleteTable", `{"TableName":"more"}`},
		{"DynamoDB_20120810.DescribeTable", `{"TableName":"arn:aws:dynamodb:eu-central-1:000000000000:table/things"}`},
		{"DynamoDB_20120810.ListTables", `{"Limit":1}`},
		{"DynamoDB_20120810.UpdateTimeToLive", `{"TableName":"things","TimeToLiveSpecification":{"AttributeName":"t","Enabled":true}}`},
		{"DynamoDB_20120810.DescribeTimeToLive", `{"TableName":"things"}`},
		{"DynamoDB_20120810.DescribeLimits", `{}`},
		{"DynamoDBStreams_20120810.ListStreams", `{"TableName":"things"}`},
		{"DynamoDBStreams_20120810.DescribeStream", `{"StreamArn":"arn:aws:dynamodb:eu-central-1:000000000000:table/things/stream/x"}`},
		{"DynamoDBStreams_20120810.GetShardIterator", `{"StreamArn":"x","ShardId":"y","ShardIteratorType":"LATEST"}`},
		{"DynamoDBStreams_20120810.GetRecords", `{"ShardIterator":"x|1|AAAAAAAAAAAAAAAAAAAAAA=="}`},
		{"", ""}, {"DynamoDB_20120810.Nothing", "null"}, {"DynamoDB_20120810.PutItem", `{"TableName":1}`}, {"DynamoDB_20120810.PutItem", `[`},
		{"DynamoDB_20120810.PutItem", `{"\u0054ableName":"\ud83d\ude42\ud83d","Item":null}`},
	} {
		f.Add(seed.target, []byte(seed.body))
	}
	f.Fuzz(func(t *testing.T, target string, body []byte) {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://engine.invalid/", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header["X-Amz-Target"] = []string{target}
		answer, err := e.Do(r)
		if err != nil {
			t.Fatalf("%s %s: no answer: %v", target, body, err)
		}
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		var parsed map[string]any
		if err := json.Unmarshal(text, &parsed); err != nil {
			t.Fatalf("%s %s: the answer is no JSON object: %v\n%s", target, body, err, text)
		}
		if sum := strconv.FormatUint(uint64(crc32.ChecksumIEEE(text)), 10); answer.Header.Get("X-Amz-Crc32") != sum {
			t.Errorf("the checksum is %s, should be %s", answer.Header.Get("X-Amz-Crc32"), sum)
		}
		kind, _ := parsed["__type"].(string)
		switch answer.StatusCode {
		case http.StatusOK:
			if kind != "" {
				t.Errorf("%s %s: a refusal has status 200: %s", target, body, text)
			}
		case http.StatusBadRequest:
			if !strings.Contains(kind, "#") {
				t.Errorf("%s %s: a refusal has the type %q", target, body, kind)
			}
		default:
			t.Errorf("%s %s: status %d: %s", target, body, answer.StatusCode, text)
		}
	})
}
