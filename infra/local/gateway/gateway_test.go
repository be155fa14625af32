package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"stellwerk/infra/local/template"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func serve(t *testing.T, r *http.Request, routes ...Route) *httptest.ResponseRecorder {
	t.Helper()
	g, err := New(routes...)
	if err != nil {
		t.Fatal(err)
	}
	g.Log = quiet
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return w
}

func everything(call Function) Route {
	return Route{Route: template.Route{Method: "ANY", Path: "$default"}, Call: call}
}

// captured returns a function that keeps its event and answers 204.
func captured(into *events.APIGatewayV2HTTPRequest) Function {
	return func(_ context.Context, event json.RawMessage) (json.RawMessage, error) {
		return json.RawMessage(`{"statusCode":204}`), json.Unmarshal(event, into)
	}
}

func TestRoutePrecedence(t *testing.T) {
	keys := []string{"$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/1", "GET /pets/dog/{id}", "ANY /pets/dog/{id}", "GET /pets/{kind}/{id}", "GET /"}
	var routes []Route
	var called string
	for _, key := range keys {
		r := template.Route{Method: "ANY", Path: key}
		if method, path, ok := strings.Cut(key, " "); ok {
			r = template.Route{Method: method, Path: path}
		}
		routes = append(routes, Route{Route: r, Call: func(context.Context, json.RawMessage) (json.RawMessage, error) {
			called = key
			return json.RawMessage(`{"statusCode":204}`), nil
		}})
	}
	for request, want := range map[string]string{
		"GET /pets/dog/1":    "GET /pets/dog/1",
		"GET /pets/dog/2":    "GET /pets/dog/{id}",
		"PUT /pets/dog/2":    "ANY /pets/dog/{id}",
		"GET /pets/cat/2":    "GET /pets/{kind}/{id}",
		"GET /pets/cat/2/x":  "GET /pets/{proxy+}",
		"PUT /pets/cat/2":    "ANY /{proxy+}",
		"GET /pets":          "ANY /{proxy+}",
		"GET /pets/":         "ANY /{proxy+}",
		"GET /":              "GET /",
		"POST /":             "$default",
		"GET /PETS/dog/1":    "ANY /{proxy+}",
		"GET /pets/dog/1%2F": "GET /pets/{proxy+}", // decoded before it is matched
	} {
		slices.Reverse(routes) // the order in the template doesn't matter
		method, path, _ := strings.Cut(request, " ")
		serve(t, httptest.NewRequest(method, path, nil), routes...)
		if called != want {
			t.Errorf("%s goes to %s, want %s", request, called, want)
		}
	}
}

func TestEvent(t *testing.T) {
	r := httptest.NewRequest("POST", "http://stellwerk.example:8080/a%20b/%3Fc?x=1&x=2&y=%C3%A4", strings.NewReader(`{"a":1}`))
	r.RemoteAddr = "192.0.2.7:4711"
	r.Header = http.Header{
		"Content-Type": {"application/json"}, "Cookie": {"a=1; b=2", "c=3"}, "X-Many": {"1", "2"},
		"User-Agent": {"test"}, "Connection": {"keep-alive"}, "X-Forwarded-For": {"198.51.100.1"},
	}
	var e events.APIGatewayV2HTTPRequest
	serve(t, r, Route{Route: template.Route{Method: "ANY", Path: "/{proxy+}"}, Call: captured(&e)})
	if e.RawPath != "/a b/" {
		t.Errorf("rawPath is %q; it comes decoded and is cut at a question mark", e.RawPath)
	}
	if e.RawQueryString != "x=1&x=2&y=%C3%A4" || e.QueryStringParameters["x"] != "1,2" || e.QueryStringParameters["y"] != "ä" {
		t.Errorf("query is %q and %v", e.RawQueryString, e.QueryStringParameters)
	}
	if !slices.Equal(e.Cookies, []string{"a=1", "b=2", "c=3"}) {
		t.Errorf("cookies are %q", e.Cookies)
	}
	want := map[string]string{
		"content-type": "application/json", "x-many": "1,2", "user-agent": "test", "host": "stellwerk.example:8080", "content-length": "7",
		"x-forwarded-for": "198.51.100.1, 192.0.2.7", "x-forwarded-port": "8080", "x-forwarded-proto": "http",
	}
	if got, _ := json.Marshal(e.Headers); !jsonEqual(t, got, want) {
		t.Errorf("headers are %s, want %v", got, want)
	}
	if e.Body != `{"a":1}` || e.IsBase64Encoded {
		t.Errorf("body is %q (base64: %v)", e.Body, e.IsBase64Encoded)
	}
	c := e.RequestContext
	if c.HTTP.SourceIP != "192.0.2.7" || c.HTTP.Method != "POST" || c.HTTP.UserAgent != "test" || c.RouteKey != "ANY /{proxy+}" ||
		c.Stage != "$default" || c.RequestID == "" || c.DomainName != "stellwerk.example:8080" || c.TimeEpoch == 0 {
		t.Errorf("requestContext is %+v", c)
	}
	if e.PathParameters["proxy"] != "a b/" || e.Version != "2.0" {
		t.Errorf("path parameters %v, version %s", e.PathParameters, e.Version)
	}
}

func jsonEqual(t *testing.T, got []byte, want any) bool {
	t.Helper()
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(got, w)
}

func TestBodiesThatAreNoTextTravelAsBase64(t *testing.T) {
	for _, c := range []struct {
		kind, encoding, body string
		base64               bool
	}{
		{"application/json; charset=utf-8", "", "{}", false},
		{"application/problem+json", "", "{}", false},
		{"text/csv", "", "a;b", false},
		{"text/csv", "", "M\xfcller", true},
		{"text/csv", "gzip", "a", true},
		{"application/x-www-form-urlencoded", "", "a=b", true},
		{"", "", "a", true},
		{"application/json", "", "", false},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		if c.encoding != "" {
			r.Header.Set("Content-Encoding", c.encoding)
		}
		var e events.APIGatewayV2HTTPRequest
		serve(t, r, everything(captured(&e)))
		if e.IsBase64Encoded != c.base64 {
			t.Errorf("%q as %q %s: base64 is %v, want %v", c.body, c.kind, c.encoding, e.IsBase64Encoded, c.base64)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		story string
		bytes int
		kind  string
		want  int
	}{
		{"5 MB of text pass", 5 << 20, "text/plain", 204},
		{"5 MB that grow to 6.7 MB in base64 are too much for Lambda", 5 << 20, "application/zip", 413},
		{"over 6 MB are too much for Lambda", 6<<20 + 1, "text/plain", 413},
		{"over 10 MB are too much for the gateway", MaxRequest + 1, "text/plain", 413},
	} {
		var e events.APIGatewayV2HTTPRequest
		r := httptest.NewRequest("POST", "/", bytes.NewReader(bytes.Repeat([]byte("a"), c.bytes)))
		r.Header.Set("Content-Type", c.kind)
		if w := serve(t, r, everything(captured(&e))); w.Code != c.want {
			t.Errorf("%s: status %d, want %d", c.story, w.Code, c.want)
		} else if (e.Version != "") != (c.want == 204) {
			t.Errorf("%s: the function was called: %v", c.story, e.Version != "")
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		story, answer, body string
		status              int
	}{
		{"format 2.0", `{"statusCode":201,"body":"ä"}`, "ä", 201},
		{"base64", `{"statusCode":200,"body":"/w==","isBase64Encoded":true}`, "\xff", 200},
		{"JSON without a status is a body", `{"a":1}`, `{"a":1}`, 200},
		{"a text is a body", `"x"`, `"x"`, 200},
		{"no body for no content", `{"statusCode":204,"body":"x"}`, "", 204},
		{"broken base64", `{"statusCode":200,"body":"?","isBase64Encoded":true}`, "", 500},
		{"no JSON", `x`, "", 500},
		{"a status that is a text", `{"statusCode":"200"}`, "", 500},
		{"a status that doesn't exist", `{"statusCode":99}`, "", 500},
		{"headers that format 2.0 would lose", `{"statusCode":200,"multiValueHeaders":{"a":["b"]}}`, "", 500},
		{"over 6 MB", `"` + strings.Repeat("a", MaxPayload) + `"`, "", 500},
	} {
		w := serve(t, httptest.NewRequest("GET", "/", nil), everything(func(context.Context, json.RawMessage) (json.RawMessage, error) {
			return json.RawMessage(c.answer), nil
		}))
		if c.status == 500 {
			c.body = `{"message":"Internal Server Error"}` + "\n"
		}
		if w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%s: %d %q, want %d %q", c.story, w.Code, w.Body, c.status, c.body)
		}
	}
}

func TestAFunctionThatFailsHangsOrPanics(t *testing.T) {
	for story, c := range map[string]struct {
		call Function
		want int
	}{
		"fails":  {func(context.Context, json.RawMessage) (json.RawMessage, error) { return nil, errors.New("no") }, 500},
		"panics": {func(context.Context, json.RawMessage) (json.RawMessage, error) { panic("no") }, 500},
		"hangs": {func(ctx context.Context, _ json.RawMessage) (json.RawMessage, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, 503},
	} {
		r := everything(c.call)
		r.Timeout = 10 * time.Millisecond
		if story != "hangs" {
			r.Timeout = time.Minute
		}
		if w := serve(t, httptest.NewRequest("GET", "/", nil), r); w.Code != c.want {
			t.Errorf("a function that %s gives %d, want %d", story, w.Code, c.want)
		}
	}
}

func TestAFunctionEndsItsWorkWhenTheClientLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	finished := false
	serve(t, httptest.NewRequest("GET", "/", nil).WithContext(ctx), everything(func(ctx context.Context, _ json.RawMessage) (json.RawMessage, error) {
		leave()
		finished = ctx.Err() == nil
		return json.RawMessage(`{}`), nil
	}))
	if !finished {
		t.Error("the function was cut off with its client; Lambda lets it finish")
	}
}

func TestNoRouteIsNotFound(t *testing.T) {
	w := serve(t, httptest.NewRequest("GET", "/b", nil), Route{Route: template.Route{Method: "GET", Path: "/a"}, Call: captured(&events.APIGatewayV2HTTPRequest{})})
	if w.Code != 404 || w.Body.String() != "{\"message\":\"Not Found\"}\n" {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
}
