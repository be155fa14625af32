package accountstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/testworld/accountstest"
)

// The watch itself is watched: a secret that lies in the table must be found, however it is spelt.
func TestLeaksAreFound(t *testing.T) {
	w := accountstest.Open(t)
	secret := token.New()
	w.Secret(secret)
	if leaks := w.Leaks(t); len(leaks) != 0 {
		t.Fatalf("found before there was any: %v", leaks)
	}
	client := dynamodb.NewFromConfig(w.Config)
	key := map[string]types.AttributeValue{
		"PK": &types.AttributeValueMemberS{Value: "PLANTED"}, "SK": &types.AttributeValueMemberS{Value: "1"},
	}
	item := map[string]types.AttributeValue{"PK": key["PK"], "SK": key["SK"], "list": &types.AttributeValueMemberL{
		Value: []types.AttributeValue{&types.AttributeValueMemberS{Value: "see /confirm?token=" + secret.Secret()}},
	}}
	if _, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &w.Name, Item: item}); err != nil {
		t.Fatal(err)
	}
	if leaks := w.Leaks(t); len(leaks) != 1 {
		t.Errorf("a planted token was found %d times, want once", len(leaks))
	}
	if _, err := client.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &w.Name, Key: key}); err != nil {
		t.Fatal(err)
	}
}
