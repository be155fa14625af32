package lambdahttp_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"pgregory.net/rapid"

	"stellwerk/functions/internal/lambdahttp"
	"stellwerk/infra/local/gateway"
	"stellwerk/infra/local/template"
)

// lambda serves h as deployed: behind the gateway, through JSON both ways.
func lambda(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	adapted := lambdahttp.Handler(h)
	g, err := gateway.New(gateway.Route{
		Route: template.Route{Method: "ANY", Path: "$default"},
		Call: func(ctx context.Context, in json.RawMessage) (json.RawMessage, error) {
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(in, &event); err != nil {
				return nil, err
			}
			out, err := adapted(ctx, event)
			if err != nil {
				return nil, err
			}
			return json.Marshal(out)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	return server
}

// seen is what a handler can learn about a request.
type seen struct {
	Method, Path, Query, Host, Address, Body string
	Headers                                  map[string]string
	Cookies                                  []string
}

func look(r *http.Request) seen {
	body, _ := io.ReadAll(r.Body)
	address, _, _ := net.SplitHostPort(r.RemoteAddr)
	s := seen{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Host: r.Host, Address: address, Body: string(body), Headers: map[string]string{}}
	for _, name := range []string{"X-One", "X-Two", "Content-Type", "Authorization", "Sec-Fetch-Site", "Origin"} {
		s.Headers[name] = strings.Join(r.Header.Values(name), ",")
	}
	for _, c := range r.Cookies() {
		s.Cookies = append(s.Cookies, c.String())
	}
	return s
}

// TestAHandlerSeesTheSameRequest compares a plain server with one behind gateway and adapter.
func TestAHandlerSeesTheSameRequest(t *testing.T) {
	var got seen
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = look(r) })
	plain := httptest.NewServer(h)
	defer plain.Close()
	deployed := lambda(t, h)
	rapid.Check(t, func(t *rapid.T) {
		ask := drawRequest(t)
		ask.send(t, plain.URL)
		want := got
		ask.send(t, deployed.URL)
		want.Host, got.Host = "", "" // two servers, two ports
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Fatalf("behind the gateway the handler sees\n%+v\nwithout it\n%+v", got, want)
		}
	})
}

type asked struct {
	method, path, query, body string
	header                    http.Header
}

func drawRequest(t *rapid.T) asked {
	a := asked{header: http.Header{}}
	a.method = rapid.SampledFrom([]string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}).Draw(t, "method")
	// A decoded ? is cut by HTTP APIs and a decoded / splits a part: both are told in other tests.
	part := rapid.StringMatching(`[a-zA-Z0-9äöü€ %+&=;:@#,._~-]{1,12}`)
	for _, p := range rapid.SliceOfN(part, 0, 4).Draw(t, "path") {
		if p != "." && p != ".." {
			a.path += "/" + url.PathEscape(p)
		}
	}
	values := url.Values{}
	for name, v := range rapid.MapOfN(rapid.StringMatching(`[a-zä]{1,3}`), rapid.SliceOfN(rapid.String(), 1, 3), 0, 3).Draw(t, "query") {
		values[name] = v
	}
	a.query = values.Encode()
	if a.method != "GET" && a.method != "HEAD" && a.method != "OPTIONS" {
		a.body = string(rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) })).Draw(t, "body"))
		a.header.Set("Content-Type", rapid.SampledFrom([]string{"application/json", "text/csv; charset=windows-1252", "application/octet-stream",
			"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}).Draw(t, "type"))
	}
	text := rapid.StringMatching(`[a-zA-Z0-9 ,;=/"-]{0,20}[a-z]`)
	a.header["X-One"] = rapid.SliceOfN(text, 0, 3).Draw(t, "X-One")
	a.header["X-Two"] = rapid.SliceOfN(text, 0, 1).Draw(t, "X-Two")
	a.header.Set("Authorization", "Bearer "+text.Draw(t, "token"))
	for _, v := range rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,5}=[a-zA-Z0-9.=-]{0,20}`), 0, 4).Draw(t, "cookies") {
		a.header.Add("Cookie", v)
	}
	return a
}

func (a asked) send(t *rapid.T, server string) {
	r, err := http.NewRequest(a.method, server+a.path+"?"+a.query, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = a.header.Clone()
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(reply.Body)
		t.Fatalf("%s %s is answered with %d %s", a.method, a.path, reply.StatusCode, body)
	}
}

func TestAClientSeesTheSameAnswer(t *testing.T) {
	for story, h := range map[string]http.HandlerFunc{
		"nothing at all":      func(http.ResponseWriter, *http.Request) {},
		"only a body":         func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><p>äöü") },
		"a status and a type": func(w http.ResponseWriter, _ *http.Request) { jsonAnswer(w, 422, `{"a":"ä"}`) },
		"no content":          func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"not modified":        func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Etag", `"x"`); w.WriteHeader(304) },
		"bytes that are no text": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte{0xff, 0, 0xfe})
		},
		"several cookies with commas inside": func(w http.ResponseWriter, _ *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "1", Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
			w.Header().Add("Set-Cookie", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT")
		},
		"a redirect":                          func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x?y=ä", http.StatusSeeOther) },
		"a header set too late is not sent":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); w.Header().Set("X-Late", "1") },
		"a body after the status":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); fmt.Fprint(w, "no") },
		"early hints don't end up in between": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); jsonAnswer(w, 201, `1`) },
		"a large answer that isn't packed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/zip")
			w.Header().Set("Content-Length", "100000") // a plain server would send so much in chunks
			_, _ = w.Write(bytes.Repeat([]byte{0, 200}, 50_000))
		},
	} {
		t.Run(story, func(t *testing.T) {
			plain := httptest.NewServer(h)
			defer plain.Close()
			deployed := lambda(t, h)
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				if want, got := fetch(t, method, plain.URL), fetch(t, method, deployed.URL); got != want {
					t.Errorf("behind the gateway the client of %s sees\n%s\nwithout it\n%s", method, got, want)
				}
			}
		})
	}
}

func jsonAnswer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// fetch describes all of an answer but its date.
func fetch(t *testing.T, method, address string) string {
	t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ask, err := http.NewRequest(method, address+"/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := client.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	reply.Header.Del("Date")
	lines := []string{reply.Status}
	for name, values := range reply.Header {
		lines = append(lines, fmt.Sprintf("%s: %q", name, values))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%s\n%d bytes, hash %x", strings.Join(lines, "\n"), len(body), sha256.Sum256(body))
}

func TestCompression(t *testing.T) {
	text := strings.Repeat("Stellwerk ", 200)
	for _, c := range []struct {
		story, accept, kind, encoding, body string
		packed                              bool
	}{
		{"accepted and large", "br, gzip", "application/json", "", text, true},
		{"a problem", "gzip", "application/problem+json", "", text, true},
		{"accepted by a star", "*", "text/html; charset=utf-8", "", text, true},
		{"not accepted", "br", "application/json", "", text, false},
		{"refused by weight", "gzip;q=0, *", "application/json", "", text, false},
		{"too small", "gzip", "application/json", "", text[:1000], false},
		{"encoded already", "gzip", "application/json", "br", text, false},
		{"a picture", "gzip", "image/png", "", text, false},
		{"an SVG picture", "gzip", "image/svg+xml", "", text, true},
	} {
		t.Run(c.story, func(t *testing.T) {
			server := lambda(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.kind)
				w.Header().Set("Etag", `"7"`)
				if c.encoding != "" {
					w.Header().Set("Content-Encoding", c.encoding)
				}
				_, _ = io.WriteString(w, c.body)
			}))
			r, _ := http.NewRequest(http.MethodGet, server.URL, nil)
			r.Header.Set("Accept-Encoding", c.accept)
			reply, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer reply.Body.Close()
			if packed := reply.Header.Get("Content-Encoding") == "gzip"; packed != c.packed {
				t.Fatalf("packed: %v, want %v", packed, c.packed)
			}
			body := io.Reader(reply.Body)
			tag := `"7"`
			if c.packed {
				if body, err = gzip.NewReader(reply.Body); err != nil {
					t.Fatal(err)
				}
				tag = `W/"7"`
				if reply.Header.Get("Vary") != "Accept-Encoding" {
					t.Errorf("Vary is %q; caches would mix packed and plain answers", reply.Header.Get("Vary"))
				}
			}
			if got, err := io.ReadAll(body); err != nil || string(got) != c.body {
				t.Errorf("the body arrives as %d bytes (%v), want %d", len(got), err, len(c.body))
			}
			if reply.Header.Get("Etag") != tag {
				t.Errorf("tag is %s, want %s", reply.Header.Get("Etag"), tag)
			}
		})
	}
}

func TestAnAnswerOverLambdasLimitIsAnError(t *testing.T) {
	_, err := lambdahttp.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/zip")
		_, _ = w.Write(make([]byte, 5<<20)) // 6.7 MB in base64
	}))(t.Context(), events.APIGatewayV2HTTPRequest{Version: "2.0", RawPath: "/x",
		RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: "GET"}}})
	if err == nil || !strings.Contains(err.Error(), "GET /x") {
		t.Errorf("got %v, want an error that names the request", err)
	}
}

func TestOtherEventsAreRefused(t *testing.T) {
	called := false
	h := lambdahttp.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	for _, event := range []events.APIGatewayV2HTTPRequest{{}, {Version: "1.0"}} {
		if _, err := h(t.Context(), event); err == nil || called {
			t.Errorf("event %+v reached the handler", event)
		}
	}
}

func TestTheContextIsTheInvocations(t *testing.T) {
	type key struct{}
	h := lambdahttp.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Context().Value(key{}))
	}))
	out, err := h(context.WithValue(t.Context(), key{}, "deadline of the invocation"), events.APIGatewayV2HTTPRequest{Version: "2.0",
		RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: "GET"}}})
	if err != nil || out.Body != "deadline of the invocation" {
		t.Errorf("the handler's context is another one: %q, %v", out.Body, err)
	}
}

func BenchmarkAnswerOf500Bytes(b *testing.B) {
	h := lambdahttp.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		jsonAnswer(w, 200, `{"a":"`+strings.Repeat("x", 490)+`"}`)
	}))
	event := []byte(`{"version":"2.0","routeKey":"$default","rawPath":"/v1/members","rawQueryString":"cursor=1.42","cookies":["s=abcdefghijklmnopqrstuvwxyz"],` +
		`"headers":{"accept":"application/json","accept-encoding":"gzip, br","host":"localhost","user-agent":"Mozilla/5.0"},` +
		`"requestContext":{"http":{"method":"GET","path":"/v1/members","sourceIp":"127.0.0.1"}}}`)
	for b.Loop() {
		var in events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(event, &in); err != nil {
			b.Fatal(err)
		}
		out, err := h(b.Context(), in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(out); err != nil {
			b.Fatal(err)
		}
	}
}
