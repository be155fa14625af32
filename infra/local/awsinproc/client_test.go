package awsinproc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
)

var key = aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}

// noted answers every request with an empty object and remembers where it was sent.
type noted struct{ last *http.Request }

func (n *noted) Do(r *http.Request) (*http.Response, error) {
	n.last = r
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

func (n *noted) where() string {
	if n.last == nil {
		return "nowhere"
	}
	return n.last.URL.Host + n.last.URL.Path
}

func TestEachServiceIsAnsweredByItsStandIn(t *testing.T) {
	tables, files, mail := &noted{}, &noted{}, &noted{}
	cfg, err := Config("eu-central-1", key, Services{DynamoDB: tables, S3: files, Email: mail})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for _, c := range []struct {
		story string
		call  func() error
		by    *noted
		want  string
	}{
		{"a table", func() error {
			_, err := dynamodb.NewFromConfig(cfg).ListTables(ctx, &dynamodb.ListTablesInput{})
			return err
		}, tables, "dynamodb.eu-central-1.amazonaws.com/"},
		{"a stream", func() error {
			_, err := dynamodbstreams.NewFromConfig(cfg).ListStreams(ctx, &dynamodbstreams.ListStreamsInput{})
			return err
		}, tables, "streams.dynamodb.eu-central-1.amazonaws.com/"},
		{"a file by virtual host", func() error {
			_, err := s3.NewFromConfig(cfg).DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("my-files"), Key: aws.String("a/b")})
			return err
		}, files, "my-files.s3.eu-central-1.amazonaws.com/a/b"},
		{"a file by path", func() error {
			_, err := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }).
				DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("my.files"), Key: aws.String("a")})
			return err
		}, files, "s3.eu-central-1.amazonaws.com/my.files/a"},
		{"a mail", func() error {
			_, err := sesv2.NewFromConfig(cfg).GetAccount(ctx, &sesv2.GetAccountInput{})
			return err
		}, mail, "email.eu-central-1.amazonaws.com/v2/email/account"},
	} {
		if err := c.call(); err != nil {
			t.Errorf("%s: %v", c.story, err)
		}
		if got := c.by.where(); got != c.want {
			t.Errorf("%s went to %s, want %s", c.story, got, c.want)
		}
	}
}

func TestEverythingElseIsRefusedAtOnce(t *testing.T) {
	here := Services{DynamoDB: &noted{}, S3: &noted{}, Email: &noted{}}
	cfg, err := Config("eu-central-1", key, here)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		"https://sqs.eu-central-1.amazonaws.com/", "https://dynamodb.us-east-1.amazonaws.com/", "https://example.org/",
		"http://169.254.169.254/latest/meta-data/", "https://dynamodb.eu-central-1.amazonaws.com.example.org/",
		"https://dynamodb.eu-central-1.amazonaws.com:8443/", "https://x.email.eu-central-1.amazonaws.com/", "https://evil.dynamodb.eu-central-1.amazonaws.com/",
	} {
		r, err := http.NewRequest(http.MethodPost, address, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cfg.HTTPClient.Do(r); err == nil || !strings.Contains(err.Error(), r.URL.Host) {
			t.Errorf("%s: got %v, want a refusal that names the host", address, err)
		}
	}
	start := time.Now()
	cfg.Region = "us-west-2"
	_, err = dynamodb.NewFromConfig(cfg).ListTables(t.Context(), &dynamodb.ListTablesInput{})
	var r refused
	if !errors.As(err, &r) || time.Since(start) > time.Second {
		t.Errorf("another region: %v after %v, want a refusal without retries", err, time.Since(start))
	}
}

func TestAMissingServiceIsRefused(t *testing.T) {
	cfg, err := Config("eu-central-1", key, Services{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dynamodb.NewFromConfig(cfg).ListTables(t.Context(), &dynamodb.ListTablesInput{}); err == nil {
		t.Error("a service that isn't there answered")
	}
}

func TestAPlaceGivesAServiceItsOwnAddress(t *testing.T) {
	public, mail := &noted{}, &noted{}
	cfg, err := Config("eu-central-1", key, Services{Email: mail}, Place{Service: "S3", Address: "http://localhost:8080/files", Client: public})
	if err != nil {
		t.Fatal(err)
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("my-files"), Key: aws.String("a b")}); err != nil {
		t.Fatal(err)
	}
	if got := public.where(); got != "localhost:8080/files/my-files/a b" {
		t.Errorf("the file went to %s", got)
	}
	signed, err := s3.NewPresignClient(client).PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("my-files"), Key: aws.String("a")})
	if err != nil || !strings.HasPrefix(signed.URL, "http://localhost:8080/files/my-files/a?") {
		t.Errorf("the signed address is %v (%v)", signed, err)
	}
	if _, err := Config("eu-central-1", key, Services{}, Place{Service: "S3", Address: "localhost"}); err == nil {
		t.Error("an address without a scheme was taken")
	}
}

func do(t *testing.T, h http.HandlerFunc, method, body string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequest(method, "http://x.example/a?b=c", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return FromHandler(h).Do(r)
}

func TestAHandlerAnswersAsAServerWould(t *testing.T) {
	response, err := do(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", fmt.Sprintf("%s %s %s %s %s", r.Method, r.Host, r.RequestURI, r.Header.Get("Content-Length"), body))
		w.WriteHeader(418)
		w.Header().Set("X-Late", "1")
		fmt.Fprint(w, "answer")
	}, "PUT", "hello")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "answer" || response.StatusCode != 418 || response.Header.Get("X-Late") != "" ||
		response.Header.Get("X-Seen") != "PUT x.example /a?b=c 5 hello" {
		t.Errorf("got %d %q %v %v", response.StatusCode, body, response.Header, err)
	}
}

func TestAnAnswerStreams(t *testing.T) {
	next := make(chan struct{})
	response, err := do(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "1")
		<-next
		_, _ = w.Write(bytes.Repeat([]byte("2"), 1<<20))
	}, "GET", "")
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 1)
	if _, err := response.Body.Read(first); err != nil || first[0] != '1' {
		t.Errorf("the first byte is %q (%v)", first, err)
	}
	close(next)
	if rest, err := io.ReadAll(response.Body); err != nil || len(rest) != 1<<20 {
		t.Errorf("the rest has %d bytes (%v)", len(rest), err)
	}
}

func TestAHandlerThatPanicsIsAnError(t *testing.T) {
	if _, err := do(t, func(http.ResponseWriter, *http.Request) { panic("no") }, "GET", ""); err == nil || !strings.Contains(err.Error(), "panicked: no") {
		t.Errorf("got %v", err)
	}
	response, err := do(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "half"); panic("no") }, "GET", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("half an answer looks whole")
	}
}

func TestACancelledRequestDoesntWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	started, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	go func() { <-started; cancel() }()
	r, _ := http.NewRequestWithContext(ctx, "GET", "http://x.example/", nil)
	_, err := FromHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(started); <-release })).Do(r)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
}
