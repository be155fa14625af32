package template

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// deployed reads the template that is deployed, as a local run would.
func deployed(t *testing.T) *Template {
	t.Helper()
	tpl, err := Load("../../../template.yaml", Options{Parameters: map[string]string{
		"Origin": "http://localhost:8080", "MailFrom": "stellwerk@example.org",
	}})
	if err != nil {
		t.Fatalf("template.yaml must be readable locally; change it or teach this package:\n%v", err)
	}
	return tpl
}

func TestDeployedFunctionsFindTheirSettings(t *testing.T) {
	tpl := deployed(t)
	want := map[string]string{
		"TABLE_NAME": "stellwerk-Table", "FILES_BUCKET": "stellwerk-files",
		"ORIGIN": "http://localhost:8080", "MAIL_FROM": "stellwerk@example.org",
	}
	for _, id := range []string{"Api", "Stream", "Clock"} {
		f, ok := tpl.Function(id)
		if !ok {
			t.Fatalf("template.yaml has no function %s", id)
		}
		if !maps.Equal(f.Environment, want) {
			t.Errorf("environment of %s is %v, want %v", id, f.Environment, want)
		}
		if f.Architecture != "arm64" || f.Build != "makefile" {
			t.Errorf("%s is built for %s by %q, want arm64 by makefile", id, f.Architecture, f.Build)
		}
	}
}

func TestDeployedEventsReachTheirFunctions(t *testing.T) {
	tpl := deployed(t)
	api, _ := tpl.Function("Api")
	if len(api.Routes) != 1 || api.Routes[0].Key() != "$default" || api.Timeout != 29*time.Second {
		t.Errorf("Api has routes %v and %v, want $default within the gateway's 30 s", api.Routes, api.Timeout)
	}
	stream, _ := tpl.Function("Stream")
	want := Stream{Event: "Changes", Table: "Table", FromStart: true, BatchSize: 100, Bisect: true, Tries: 10,
		ReportFailures: true, DeadLetters: "DeadLetters"}
	if len(stream.Streams) != 1 || stream.Streams[0] != want {
		t.Errorf("Stream is fed by %+v, want %+v", stream.Streams, want)
	}
	clock, _ := tpl.Function("Clock")
	if len(clock.Schedules) != 1 || clock.Schedules[0].Expression != "rate(1 minute)" || !clock.Schedules[0].Enabled {
		t.Errorf("Clock is called by %+v, want every minute", clock.Schedules)
	}
}

func TestDeployedTableAndBucket(t *testing.T) {
	tpl := deployed(t)
	table, _ := tpl.Table("Table")
	in := table.CreateInput()
	if *in.TableName != "stellwerk-Table" || in.BillingMode != types.BillingModePayPerRequest || !*in.DeletionProtectionEnabled ||
		in.StreamSpecification.StreamViewType != types.StreamViewTypeNewAndOldImages || len(in.AttributeDefinitions) != 4 ||
		*in.KeySchema[0].AttributeName != "PK" || *in.KeySchema[1].AttributeName != "SK" {
		t.Errorf("CreateTable would ask for %+v", in)
	}
	if i := in.GlobalSecondaryIndexes; len(i) != 1 || *i[0].IndexName != "GSI1" || i[0].Projection.ProjectionType != types.ProjectionTypeAll ||
		*i[0].KeySchema[0].AttributeName != "GSI1PK" || *i[0].KeySchema[1].AttributeName != "GSI1SK" {
		t.Errorf("CreateTable would ask for indexes %+v", i)
	}
	if ttl := table.TimeToLiveInput(); ttl == nil || *ttl.TimeToLiveSpecification.AttributeName != "ttl" {
		t.Errorf("UpdateTimeToLive would ask for %+v, want the attribute ttl", ttl)
	}
	bucket, _ := tpl.Bucket("Files")
	if want := []Expiry{{Prefix: "imports/", After: 24 * time.Hour}}; !slices.Equal(bucket.Expire, want) {
		t.Errorf("files expire by %v, want %v", bucket.Expire, want)
	}
	if !slices.Equal(tpl.Identities, []string{"stellwerk@example.org"}) {
		t.Errorf("mail may come from %v", tpl.Identities)
	}
}

func TestDeployedTemplateAsksForOriginAndSender(t *testing.T) {
	for _, c := range []struct {
		story      string
		parameters map[string]string
	}{
		{"nothing given", nil},
		{"an origin with a path", map[string]string{"Origin": "https://a.example/x", "MailFrom": "a@b.example"}},
		{"plain HTTP to another machine", map[string]string{"Origin": "http://a.example", "MailFrom": "a@b.example"}},
		{"a sender with a display name", map[string]string{"Origin": "https://a.example", "MailFrom": "A <a@b.example>"}},
		{"a parameter it doesn't have", map[string]string{"Origin": "https://a.example", "MailFrom": "a@b.example", "Orign": "x"}},
	} {
		if _, err := Load("../../../template.yaml", Options{Parameters: c.parameters}); err == nil {
			t.Errorf("%s: it was accepted", c.story)
		}
	}
}
