// Package awsinproc answers the AWS SDK inside the process: requests to DynamoDB, S3 and SES go to the local stand-ins,
// any other is refused. Functions that are built from an aws.Config never know where they run, and nothing ever leaves
// for a network by accident.
package awsinproc

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Services answer requests, each as the SDK's HTTP client. A nil service is refused like an unknown one.
type Services struct {
	DynamoDB aws.HTTPClient // tables and their streams
	S3       aws.HTTPClient // path style and virtual-host style
	Email    aws.HTTPClient // SES, API version 2
}

type client struct {
	region   string
	services Services
	places   map[string]aws.HTTPClient // by host and port
}

// regional splits AWS's host names: what comes before the service, the service, the region.
var regional = regexp.MustCompile(`^(?:(.+)\.)?(dynamodb|ddb|s3|email)(?:\.dualstack)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$`)

// Do sends r to the stand-in that its host names.
func (c *client) Do(r *http.Request) (*http.Response, error) {
	service := c.service(r)
	if service == nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, refused{method: r.Method, host: r.URL.Host, region: c.region}
	}
	return service.Do(r)
}

func (c *client) service(r *http.Request) aws.HTTPClient {
	host := strings.ToLower(r.URL.Host)
	if place, ok := c.places[host]; ok {
		return place
	}
	part := regional.FindStringSubmatch(strings.TrimSuffix(host, ":443"))
	if part == nil || part[3] != c.region {
		return nil
	}
	before := part[1]
	switch part[2] {
	case "dynamodb":
		if before == "" || before == "streams" {
			return c.services.DynamoDB
		}
	case "ddb": // with the account's number before it
		return c.services.DynamoDB
	case "s3":
		return c.services.S3
	case "email":
		if before == "" {
			return c.services.Email
		}
	}
	return nil
}

// refused is the error for requests to anywhere else. The SDK doesn't try it again.
type refused struct{ method, host, region string }

func (e refused) Error() string {
	return fmt.Sprintf("%s request to %s refused: this process answers DynamoDB, S3 and SES of %s itself and sends nothing to a network",
		e.method, e.host, e.region)
}

// RetryableError tells the SDK that trying again is in vain.
func (refused) RetryableError() bool { return false }

// FromHandler makes an SDK HTTP client of a handler. The answer's body streams: the handler goes on while it is read.
// A handler that panics before its header is sent gives an error.
func FromHandler(h http.Handler) aws.HTTPClient { return handlerClient{h} }

type handlerClient struct{ handler http.Handler }

// Do implements aws.HTTPClient.
func (c handlerClient) Do(r *http.Request) (*http.Response, error) {
	in := asServed(r)
	out := newExchange()
	go out.run(c.handler, in)
	select {
	case <-r.Context().Done():
		out.abandon(r.Context().Err())
		return nil, r.Context().Err()
	case <-out.ready:
	}
	if out.failure != nil {
		return nil, out.failure
	}
	return out.response(r), nil
}

// asServed is a client's request as a server would see it.
func asServed(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if in.ContentLength >= 0 && (in.ContentLength > 0 || in.Body == http.NoBody) {
		in.Header.Set("Content-Length", fmt.Sprint(in.ContentLength))
	}
	return in
}
