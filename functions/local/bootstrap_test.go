package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/httpapi"
	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/schedule"
	"stellwerk/infra/local/template"
	"stellwerk/shared/route"
)

// runtimeAPI is what Lambda shows to the program in it: one event to fetch, and an address for the answer.
type runtimeAPI struct {
	event  json.RawMessage
	given  chan struct{} // closed by the first fetch; later ones wait
	answer chan string
}

func (a *runtimeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := strings.TrimPrefix(r.URL.Path, "/2018-06-01/runtime/"); {
	case path == "invocation/next":
		select {
		case <-a.given:
			<-r.Context().Done() // until the test ends the program
			return
		default:
			close(a.given)
		}
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", "1")
		w.Header().Set("Lambda-Runtime-Deadline-Ms", "99999999999999")
		_, _ = w.Write(a.event)
	default: // the answer, or an error
		body, _ := io.ReadAll(r.Body)
		if strings.HasSuffix(path, "error") {
			body = append([]byte(path+": "), body...)
		}
		a.answer <- string(body)
		w.WriteHeader(http.StatusAccepted)
	}
}

// deployment is what the programs find: the template, and a database at an address.
func deployment(t testing.TB) (*template.Template, string) {
	t.Helper()
	parsed, err := template.Load("../../template.yaml", template.Options{
		Parameters: map[string]string{"Origin": "https://stellwerk.example.org", "MailFrom": "stellwerk@example.org"}, Region: region,
	})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := dynamo.Open("", dynamo.WithoutSync(), dynamo.WithRegion(region, template.Account))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	cfg, err := awsinproc.Config(region, aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, awsinproc.Services{DynamoDB: engine})
	if err != nil {
		t.Fatal(err)
	}
	if err := makeTables(t.Context(), cfg, parsed.Tables); err != nil {
		t.Fatal(err)
	}
	database := httptest.NewServer(engine)
	t.Cleanup(database.Close)
	return parsed, database.URL
}

// whoAmI is the request with which every visit begins, of somebody whose session has ended.
func whoAmI(t testing.TB) json.RawMessage {
	t.Helper()
	request, err := json.Marshal(events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: route.Session, Cookies: []string{httpapi.SessionCookie + "=" + string(token.New())},
		RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
			Method: "GET", Path: route.Session, SourceIP: "192.0.2.1",
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// TestTheDeployedProgramsAnswer runs each function as AWS does: the program that is deployed, an event by way of the runtime's
// API, and DynamoDB over the network.
func TestTheDeployedProgramsAnswer(t *testing.T) {
	parsed, database := deployment(t)
	const record = `{"Records":[{"eventName":"INSERT","dynamodb":{"SequenceNumber":"1","Keys":{"PK":{"S":"E#A"},"SK":{"S":"01JEFFECT00000000000000000"}}}}]}`
	for _, c := range []struct {
		function string
		event    json.RawMessage
		want     string // part of the answer
	}{
		{"Api", whoAmI(t), `"statusCode":204`},
		{"Workbooks", whoAmI(t), `"statusCode":404`}, // it has one address
		{"Stream", json.RawMessage(record), `{"batchItemFailures":null}`},
		{"Clock", schedule.Event("arn", region, template.Account, time.Now(), true), "null"},
	} {
		t.Run(c.function, func(t *testing.T) {
			f, ok := parsed.Function(c.function)
			if !ok {
				t.Fatalf("the template has no function %s", c.function)
			}
			if answer := invoke(t, f, c.event, database); !strings.Contains(answer, c.want) {
				t.Errorf("answered %s, want %s", answer, c.want)
			}
		})
	}
}

// built is where the programs of this test lie.
var built string

func TestMain(m *testing.M) {
	var err error
	if built, err = os.MkdirTemp("", "artifact"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// build makes the programs as they are deployed, but for this machine.
var build = sync.OnceValue(func() error {
	cmd := exec.Command("make", "-C", "../..", "artifact", "ARTIFACTS="+built)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make artifact: %w\n%s", err, out)
	}
	return nil
})

// artifact is the directory of the programs.
func artifact(t testing.TB) string {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	return built
}

// invoke has a function's program answer one event.
func invoke(t *testing.T, f template.Function, event json.RawMessage, database string) string {
	t.Helper()
	program := filepath.Join(artifact(t), f.ID, "bootstrap")
	api := &runtimeAPI{event: event, given: make(chan struct{}), answer: make(chan string, 1)}
	server := httptest.NewServer(api)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = []string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(server.URL, "http://"), "AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=test",
		"AWS_SECRET_ACCESS_KEY=test", "AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL_DYNAMODB=" + database, "HOME=" + os.TempDir(),
	}
	for name, value := range f.Environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() { cancel(); server.CloseClientConnections() }()
	select {
	case answer := <-api.answer:
		return answer
	case err := <-ended:
		t.Fatalf("the program ended: %v\n%s", err, said.String())
	}
	return ""
}
