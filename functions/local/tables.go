package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/template"
)

// makeTables brings the database to what the template says: missing tables and indexes are made. A key that differs is
// refused, since no way leads from one to another without moving the data.
func makeTables(ctx context.Context, cfg aws.Config, tables []template.Table) error {
	client := dynamodb.NewFromConfig(cfg)
	for _, t := range tables {
		if err := makeTable(ctx, client, t); err != nil {
			return fmt.Errorf("table %s: %w", t.ID, err)
		}
	}
	return nil
}

// ready asks the database for each table.
func (i *installation) ready(ctx context.Context) error {
	client := dynamodb.NewFromConfig(i.cfg)
	for _, t := range i.template.Tables {
		if _, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &t.Name}); err != nil {
			return err
		}
	}
	return nil
}

func makeTable(ctx context.Context, client *dynamodb.Client, t template.Table) error {
	have, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &t.Name})
	var none *types.ResourceNotFoundException
	switch {
	case errors.As(err, &none):
		if _, err := client.CreateTable(ctx, t.CreateInput()); err != nil {
			return err
		}
		if in := t.TimeToLiveInput(); in != nil {
			_, err = client.UpdateTimeToLive(ctx, in)
			return err
		}
		return nil
	case err != nil:
		return err
	}
	if !sameKey(have.Table.KeySchema, t.Key) {
		return errors.New("the template gives it another key than it was made with")
	}
	return makeIndexes(ctx, client, have.Table, t)
}

func makeIndexes(ctx context.Context, client *dynamodb.Client, have *types.TableDescription, t template.Table) error {
	known := map[string][]types.KeySchemaElement{}
	for _, index := range have.GlobalSecondaryIndexes {
		known[aws.ToString(index.IndexName)] = index.KeySchema
	}
	for _, index := range t.Indexes {
		name := aws.ToString(index.IndexName)
		if key, there := known[name]; there {
			if !sameKey(key, index.KeySchema) {
				return fmt.Errorf("the template gives index %s another key than it was made with; give it another name", name)
			}
			continue
		}
		_, err := client.UpdateTable(ctx, &dynamodb.UpdateTableInput{
			TableName: &t.Name, AttributeDefinitions: t.Attributes,
			GlobalSecondaryIndexUpdates: []types.GlobalSecondaryIndexUpdate{{Create: &types.CreateGlobalSecondaryIndexAction{
				IndexName: index.IndexName, KeySchema: index.KeySchema, Projection: index.Projection,
			}}},
		})
		if err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
	}
	return nil
}

func sameKey(a, b []types.KeySchemaElement) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if aws.ToString(a[i].AttributeName) != aws.ToString(b[i].AttributeName) || a[i].KeyType != b[i].KeyType {
			return false
		}
	}
	return true
}
