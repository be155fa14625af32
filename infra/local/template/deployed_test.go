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
		"METRICS_NAMESPACE": "stellwerk", "METRICS": "few",
	}
	for _, id := range []string{"Api", "Stream", "Clock", "Workbooks"} {
		f, ok := tpl.Function(id)
		if !ok {
			t.Fatalf("template.yaml has no function %s", id)
		}
		want := maps.Clone(want)
		if id == "Api" || id == "Workbooks" {
			want["EDGE_KEY"] = "" // nothing stands before it here
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
	books, _ := tpl.Function("Workbooks")
	if len(books.Routes) != 1 || books.Routes[0].Key() != "POST /v1/tenants/{tenant}/workbook" {
		t.Errorf("Workbooks has routes %v, want one", books.Routes)
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

// TestDeployedPagesAreGuarded: a local run serves them under the same headers.
func TestDeployedPagesAreGuarded(t *testing.T) {
	got := map[string]string{}
	for _, h := range deployed(t).Headers {
		got[h.Name] = h.Value
		if h.Secure != (h.Name == "Strict-Transport-Security") {
			t.Errorf("%s: by https only: %v", h.Name, h.Secure)
		}
	}
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; " +
			"frame-ancestors 'none'; img-src 'self' data: blob:; manifest-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Referrer-Policy":              "same-origin",
		"Strict-Transport-Security":    "max-age=63072000",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
	}
	if !maps.Equal(got, want) {
		t.Errorf("pages have %v\nwant %v", got, want)
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
