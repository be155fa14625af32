package testworld

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Bucket is the name of the bucket that Files has.
const Bucket = "files"

// Files is a configuration that leads to an empty bucket in memory.
func Files(tb testing.TB) aws.Config {
	tb.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(Bucket); err != nil {
		tb.Fatalf("make a bucket: %v", err)
	}
	return aws.Config{
		Region:       "eu-central-1", // one that the SDK knows: for others it compiles patterns at every request
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
		BaseEndpoint: aws.String("http://127.0.0.1:9"),
		HTTPClient:   inProcess{gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()},
	}
}

// inProcess answers requests without a socket.
type inProcess struct{ handler http.Handler }

// Do is the SDK's HTTP client interface.
func (p inProcess) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	r.Header.Set("Content-Length", strconv.FormatInt(r.ContentLength, 10)) // as it arrives over a socket
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, r)
	return answer.Result(), nil
}
