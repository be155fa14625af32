package config_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/internal/config"
)

func TestAFunctionIsToldWhoAndWhereItIs(t *testing.T) {
	told := map[string]string{
		"TABLE_NAME": "t", "FILES_BUCKET": "f", "ORIGIN": "https://stellwerk.example.org", "MAIL_FROM": "stellwerk@example.org",
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
		"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:1",
	}
	_, cfg, err := config.Function(func(name string) string { return told[name] })
	if err != nil {
		t.Fatal(err)
	}
	who, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil || who.AccessKeyID != "id" || who.SecretAccessKey != "secret" || who.SessionToken != "token" || cfg.Region != "eu-central-1" {
		t.Errorf("%+v in %s, %v", who, cfg.Region, err)
	}
	if at := dynamodb.NewFromConfig(cfg).Options().BaseEndpoint; at == nil || *at != "http://127.0.0.1:1" {
		t.Errorf("DynamoDB is asked at %v", at)
	}
	if at := s3.NewFromConfig(cfg).Options().BaseEndpoint; at != nil {
		t.Errorf("S3 is asked at %s", *at)
	}
	delete(told, "AWS_ACCESS_KEY_ID")
	delete(told, "TABLE_NAME")
	if _, _, err := config.Function(func(name string) string { return told[name] }); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") || !strings.Contains(err.Error(), "TABLE_NAME") {
		t.Errorf("what is missing is told by %v", err)
	}
}
