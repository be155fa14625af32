// Package lambdahttp lets an http.Handler answer the events of API Gateway's HTTP APIs (payload format 2.0).
package lambdahttp

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Handler adapts h. The request it sees has the client's address as RemoteAddr (port 0), the decoded path as the gateway
// gives it, every cookie, and headers that were sent several times as one value joined by commas. Its context is the
// invocation's. Answers are buffered: there is no streaming. An error means that the event isn't from an HTTP API or that
// the answer doesn't fit into Lambda's 6 MB; a panic of h is left to the caller.
func Handler(h http.Handler) func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		r, err := request(ctx, event)
		if err != nil {
			return events.APIGatewayV2HTTPResponse{}, err
		}
		w := &writer{header: http.Header{}}
		h.ServeHTTP(w, r)
		return w.response(r)
	}
}

func request(ctx context.Context, event events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	described := event.RequestContext.HTTP
	if event.Version != "2.0" || described.Method == "" {
		return nil, fmt.Errorf("event has version %q and method %q: it must come from an HTTP API with payload format 2.0",
			event.Version, described.Method)
	}
	body := []byte(event.Body)
	if event.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(event.Body); err != nil {
			return nil, fmt.Errorf("body of the event: %w", err)
		}
	}
	// rawPath comes decoded, whatever its name says; URL.Path takes it as it is and escapes it again when printed.
	address := &url.URL{Path: event.RawPath, RawQuery: event.RawQueryString}
	if address.Path == "" {
		address.Path = "/"
	}
	header := make(http.Header, len(event.Headers)+1)
	for name, value := range event.Headers {
		header.Set(name, value)
	}
	if len(event.Cookies) > 0 {
		header.Set("Cookie", strings.Join(event.Cookies, "; "))
	}
	host := header.Get("Host")
	if host == "" {
		host = event.RequestContext.DomainName
	}
	header.Del("Host") // net/http keeps it in Request.Host only
	r := &http.Request{
		Method: described.Method, URL: address, RequestURI: address.RequestURI(), Host: host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		RemoteAddr: net.JoinHostPort(described.SourceIP, "0"),
	}
	if len(body) == 0 {
		r.Body = http.NoBody
	}
	return r.WithContext(ctx), nil
}
