package main

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/template"
)

// tableOf reads the table of a template that has the real one's beginning and this key and these indexes.
func tableOf(t *testing.T, key, indexes string) []template.Table {
	t.Helper()
	attributes := "PK"
	for _, name := range []string{"SK", "G1", "G2"} {
		if strings.Contains(key+indexes, name+",") {
			attributes += " " + name
		}
	}
	text := "AWSTemplateFormatVersion: \"2010-09-09\"\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Table:\n    Type: AWS::DynamoDB::Table\n" +
		"    Properties:\n      BillingMode: PAY_PER_REQUEST\n      AttributeDefinitions:\n"
	for name := range strings.FieldsSeq(attributes) {
		text += "        - { AttributeName: " + name + ", AttributeType: S }\n"
	}
	text += "      KeySchema:\n" + key
	if indexes != "" {
		text += "      GlobalSecondaryIndexes:\n" + indexes
	}
	parsed, err := template.Parse("test.yaml", []byte(text), template.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Tables
}

func index(name, key string) string {
	return "        - IndexName: " + name + "\n          KeySchema:\n            - { AttributeName: " + key + ", KeyType: HASH }\n" +
		"          Projection: { ProjectionType: ALL }\n"
}

// TestTablesFollowTheTemplate: a newer program brings the data of an older one along.
func TestTablesFollowTheTemplate(t *testing.T) {
	engine, err := dynamo.Open("", dynamo.WithoutSync())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	cfg, err := awsinproc.Config(region, aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, awsinproc.Services{DynamoDB: engine})
	if err != nil {
		t.Fatal(err)
	}
	const hash, both = "        - { AttributeName: PK, KeyType: HASH }\n", "        - { AttributeName: PK, KeyType: HASH }\n        - { AttributeName: SK, KeyType: RANGE }\n"
	for _, c := range []struct {
		story   string
		tables  []template.Table
		indexes int
		refused string
	}{
		{"a new table", tableOf(t, both, index("One", "G1")), 1, ""},
		{"the same again", tableOf(t, both, index("One", "G1")), 1, ""},
		{"a further index", tableOf(t, both, index("One", "G1")+index("Two", "G2")), 2, ""},
		{"an older program over newer data", tableOf(t, both, index("One", "G1")), 2, ""},
		{"another key", tableOf(t, hash, ""), 2, "another key"},
		{"an index with another key", tableOf(t, both, index("One", "G2")), 2, "index One"},
	} {
		err := makeTables(t.Context(), cfg, c.tables)
		if (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
			t.Errorf("%s: %v, want %q", c.story, err, c.refused)
		}
		out, err := dynamodb.NewFromConfig(cfg).DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &c.tables[0].Name})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(out.Table.GlobalSecondaryIndexes); n != c.indexes {
			t.Errorf("%s: %d indexes, want %d", c.story, n, c.indexes)
		}
	}
}
