package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

const origin = "https://stellwerk.example.org"

var noon = time.Date(2026, 3, 14, 12, 0, 0, 40_000_000, time.UTC)

// echo is an API with operations of the test's own beside the real ones.
type echo struct {
	*httptest.Server
	log *bytes.Buffer
	got members.NewMember
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	e := &echo{log: &bytes.Buffer{}}
	a, err := New(origin, slog.New(slog.NewTextHandler(e.log, nil)), Services{Now: func() time.Time { return noon.In(time.FixedZone("", 7200)) }})
	if err != nil {
		t.Fatal(err)
	}
	public(a, huma.Operation{Method: http.MethodPost, Path: "/v1/test/members"},
		func(_ context.Context, _ visitor, in *struct{ Body body[members.NewMember] }) (*nothing, error) {
			e.got = in.Body.Value
			return &nothing{}, nil
		})
	public(a, huma.Operation{Method: http.MethodPost, Path: "/v1/test/sign-in"},
		func(_ context.Context, _ visitor, in *struct{ Body body[route.SignInRequest] }) (*nothing, error) {
			return &nothing{}, nil
		})
	public(a, huma.Operation{Method: http.MethodGet, Path: "/v1/test/fail/{how}"},
		func(_ context.Context, _ visitor, in *struct {
			How string `path:"how"`
			N   int    `query:"n" minimum:"1"`
		}) (*nothing, error) {
			switch in.How {
			case "panic":
				panic("a secret in a panic")
			case "error":
				return nil, errors.New("a secret in an error")
			case "needsConnection":
				return nil, fault.New(fault.NeedsConnection, "entry.notHere")
			case "many":
				return nil, fault.List{fault.On("email", "email.at"), fault.On("surname", "text.missing")}
			case "tooMany":
				return nil, fault.New(fault.TooMany, "commands.tooMany", "seconds", "7")
			}
			return nil, fault.New(fault.Kind(in.How), "test."+in.How)
		})
	e.Server = httptest.NewServer(a)
	t.Cleanup(e.Close)
	return e
}

type said struct {
	status int
	header http.Header
	text   string
	route.Problem
}

func (e *echo) send(t *testing.T, method, path, contentType, text string, headers ...string) said {
	t.Helper()
	r, err := http.NewRequest(method, e.URL+path, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	s := said{status: res.StatusCode, header: res.Header, text: string(data)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(data, &s.Problem); err != nil {
			t.Fatalf("%s %s: a problem that is no JSON: %v in %s", method, path, err, data)
		}
		if s.Problem.Status != s.status || s.Type != "urn:stellwerk:"+s.Code || s.Title == "" || len(s.Faults) == 0 {
			t.Errorf("%s %s: status %d with the problem %s", method, path, s.status, data)
		}
	} else if s.status >= 400 {
		t.Errorf("%s %s: status %d is no problem+json but %q: %s", method, path, s.status, res.Header.Get("Content-Type"), data)
	}
	return s
}

// JSON keys are matched as a validator matches them: threats.md, "at the edge".
func TestBodiesAreReadExactly(t *testing.T) {
	e := newEcho(t)
	for _, c := range []struct {
		story, contentType, text string
		status                   int
		code                     string
	}{
		{"a member", "application/json", `{"givenName":"Ada","kind":"user"}`, 204, ""},
		{"with a character set", "application/json; charset=utf-8", `{"givenName":"Ada"}`, 204, ""},
		{"unknown fields are ignored", "application/json", `{"givenName":"Ada","shoeSize":39}`, 204, ""},
		{"a key in capitals", "application/json", `{"kind":"user","KIND":"owner"}`, 422, "json.keyCase"},
		{"a key in capitals alone", "application/json", `{"KIND":"owner"}`, 422, "json.keyCase"},
		{"the Kelvin sign for k", "application/json", `{"kind":"user","` + "\u212A" + `ind":"owner"}`, 422, "json.keyCase"},
		{"the Kelvin sign, escaped", "application/json", `{"kind":"user","\u212Aind":"owner"}`, 422, "json.keyCase"},
		{"the long s for s", "application/json", `{"` + "\u017F" + `urname":"Eve"}`, 422, "json.keyCase"},
		{"a key twice", "application/json", `{"role":"user","role":"owner"}`, 422, "json.duplicateKey"},
		{"a key twice, once escaped", "application/json", `{"role":"user","\u0072ole":"owner"}`, 422, "json.duplicateKey"},
		{"an unknown key twice", "application/json", `{"x":1,"x":2}`, 422, "json.duplicateKey"},
		{"two values", "application/json", `{} {}`, 422, "json.trailing"},
		{"another type", "application/json", `{"givenName":7}`, 422, "json.type"},
		{"no object", "application/json", `"Ada"`, 422, "json.type"},
		{"no JSON", "application/json", `givenName=Ada`, 422, "json.malformed"},
		{"half a JSON", "application/json", `{"givenName":`, 422, "json.malformed"},
		{"nothing", "application/json", ``, 422, "json.malformed"},
		{"too deep", "application/json", strings.Repeat("[", 100) + strings.Repeat("]", 100), 422, "json.depth"},
		{"no content type", "", `{}`, 415, "request.contentType"},
		{"a form's content type", "text/plain", `{}`, 415, "request.contentType"},
		{"a form", "application/x-www-form-urlencoded", `givenName=Ada`, 415, "request.contentType"},
		{"something like JSON", "application/merge-patch+json", `{}`, 415, "request.contentType"},
		{"JSON as a parameter", "text/plain; a=application/json", `{}`, 415, "request.contentType"},
		{"too large", "application/json", `{"notes":"` + strings.Repeat("x", route.MaxBody) + `"}`, 413, "request.tooLarge"},
	} {
		t.Run(c.story, func(t *testing.T) {
			e.got = members.NewMember{}
			s := e.send(t, "POST", "/v1/test/members", c.contentType, c.text)
			if s.status != c.status || s.Code != c.code {
				t.Errorf("status %d with code %q, want %d with %q: %.300s", s.status, s.Code, c.status, c.code, s.text)
			}
			if c.status != 204 && (e.got.Kind != "" || e.got.Role != "" || e.got.Surname != "") {
				t.Errorf("the handler was called with %+v", e.got)
			}
		})
	}
}

func TestPasswordsAreNeverSentBack(t *testing.T) {
	e := newEcho(t)
	for _, text := range []string{
		`{"email":"a@b.de","password":"correct horse"`,
		`{"email":"a@b.de","password":"correct horse","PASSWORD":"correct horse"}`,
		`{"email":7,"password":"correct horse"}`,
	} {
		s := e.send(t, "POST", "/v1/test/sign-in", "application/json", text)
		if s.status != 422 || strings.Contains(s.text, "correct") {
			t.Errorf("sent %s, got %d %s", text, s.status, s.text)
		}
	}
	if strings.Contains(e.log.String(), "correct") {
		t.Errorf("the log has the password: %s", e.log)
	}
}

func TestEveryKindOfFaultHasItsStatus(t *testing.T) {
	e := newEcho(t)
	for how, want := range map[string]int{
		string(fault.Invalid): 422, string(fault.SignedOut): 401, string(fault.Forbidden): 403, string(fault.NotFound): 404,
		string(fault.Conflict): 409, string(fault.TooMany): 429, string(fault.Unavailable): 503,
		"many": 422, "error": 500, "panic": 500, "needsConnection": 500,
	} {
		if s := e.send(t, "GET", "/v1/test/fail/"+how, "", ""); s.status != want {
			t.Errorf("%s: status %d, want %d: %s", how, s.status, want, s.text)
		}
	}
	if s := e.send(t, "GET", "/v1/test/fail/many", "", ""); len(s.Faults) != 2 || s.Faults[1].Field != "surname" {
		t.Errorf("two faults came as %s", s.text)
	}
	if s := e.send(t, "GET", "/v1/test/fail/tooMany", "", ""); s.header.Get("Retry-After") != "7" {
		t.Errorf("too many without Retry-After: %v", s.header)
	}
	if s := e.send(t, "GET", "/v1/test/fail/many?n=x", "", ""); s.status != 422 || s.Code != "request.parameter" || s.Faults[0].Field != "n" {
		t.Errorf("a parameter that is no number: %d %s", s.status, s.text)
	}
}

func TestWhatShouldNotHappenTellsAnIDOnly(t *testing.T) {
	e := newEcho(t)
	for _, how := range []string{"panic", "error"} {
		s := e.send(t, "GET", "/v1/test/fail/"+how, "", "")
		id := s.Faults[0].Values["id"]
		if s.Code != "server.failed" || strings.Contains(s.text, "secret") || id == "" || id != s.header.Get(route.RequestHeader) {
			t.Errorf("%s: %s", how, s.text)
		}
		if !strings.Contains(e.log.String(), id) || !strings.Contains(e.log.String(), "a secret in a") {
			t.Errorf("%s: the log does not tell what happened under the id %s: %s", how, id, e.log)
		}
	}
}

// TestARequestKeepsItsNumber from the browser into the log, and nothing else of what a client writes comes there.
func TestARequestKeepsItsNumber(t *testing.T) {
	for _, c := range []struct {
		story, sent string
		kept        bool
	}{
		{"a number", "9b2e61f0a3c4", true},
		{"none", "", false},
		{"one that is too long", "9b2e61f0a3c49", false},
		{"a line of a log", "x level=ERROR msg=forged", false},
		{"capitals", "9B2E61F0A3C4", false},
	} {
		e := newEcho(t)
		s := e.send(t, "GET", "/v1/test/fail/error", "", "", route.RequestHeader, c.sent)
		id := s.header.Get(route.RequestHeader)
		if !route.ValidRequestID(id) || (id == c.sent) != c.kept || s.Faults[0].Values["id"] != id {
			t.Errorf("%s: the request is called %q, in the answer %q", c.story, id, s.Faults[0].Values["id"])
		}
		if n := strings.Count(e.log.String(), "request="+id+" "); n != 2 { // what failed, and the request
			t.Errorf("%s: %d lines of the log have the number:\n%s", c.story, n, e.log)
		}
		if !c.kept && c.sent != "" && strings.Contains(e.log.String(), c.sent) {
			t.Errorf("%s: it is in the log:\n%s", c.story, e.log)
		}
	}
}

func TestProblemsSpeakTheLanguageAskedFor(t *testing.T) {
	e := newEcho(t)
	for header, want := range map[string]string{
		"de":                       "Die Anfrage ist kein gültiges JSON.",
		"de-AT,de;q=0.9,en;q=0.8":  "Die Anfrage ist kein gültiges JSON.",
		"fr, de;q=0.5, en;q=0.4":   "Die Anfrage ist kein gültiges JSON.",
		"en-GB, de;q=0.5":          "The request is not valid JSON.",
		"de;q=0, en;q=0.1":         "The request is not valid JSON.",
		"de;q=much":                "The request is not valid JSON.",
		"fr":                       "The request is not valid JSON.",
		"":                         "The request is not valid JSON.",
		"DE":                       "Die Anfrage ist kein gültiges JSON.",
		strings.Repeat("x,", 2000): "The request is not valid JSON.",
	} {
		if s := e.send(t, "POST", "/v1/test/members", "application/json", "{", "Accept-Language", header); s.Title != want {
			t.Errorf("Accept-Language %.40q: %q, want %q", header, s.Title, want)
		}
	}
}

func TestAddressesWithoutARouteAreProblems(t *testing.T) {
	e := newEcho(t)
	for _, c := range []struct {
		method, path string
		status       int
		code, allow  string
	}{
		{"GET", "/", 404, "request.address", ""},
		{"GET", "/v1/nothing", 404, "request.address", ""},
		{"GET", "/v1//session", 404, "request.address", ""},
		{"GET", "/v1/x/../session", 404, "request.address", ""},
		{"GET", "/v1/session/", 404, "request.address", ""},
		{"GET", "/openapi.json", 404, "request.address", ""},
		{"GET", "/docs", 404, "request.address", ""},
		{"GET", "/schemas/Problem.json", 404, "request.address", ""},
		{"POST", "/v1/local/demo", 404, "request.address", ""},
		{"GET", "/v1/sign-in", 405, "request.method", "POST"},
		{"DELETE", "/v1/profile", 405, "request.method", "PATCH"},
		{"TRACE", "/v1/session", 405, "request.method", "GET, HEAD"},
	} {
		s := e.send(t, c.method, c.path, "", "")
		if s.status != c.status || s.Code != c.code || s.header.Get("Allow") != c.allow {
			t.Errorf("%s %s: %d %s, Allow %q; want %d %s, %q", c.method, c.path, s.status, s.Code, s.header.Get("Allow"), c.status, c.code, c.allow)
		}
	}
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	e := newEcho(t)
	for _, s := range []said{
		e.send(t, "POST", "/v1/test/members", "application/json", "{}"),
		e.send(t, "POST", "/v1/test/members", "", "{}"),
		e.send(t, "GET", "/v1/test/fail/panic", "", ""),
		e.send(t, "GET", "/nothing", "", ""),
		e.send(t, "GET", "/v1/session", "", ""),
		e.send(t, "POST", "/v1/sign-out", "", "", "Sec-Fetch-Site", "cross-site"),
	} {
		for name, want := range map[string]string{
			"Cache-Control":                "no-store",
			"X-Content-Type-Options":       "nosniff",
			"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "max-age=63072000",
			"Access-Control-Allow-Origin":  "",
			"Link":                         "",
		} {
			if got := s.header.Get(name); got != want {
				t.Errorf("status %d: %s is %q, want %q", s.status, name, got, want)
			}
		}
		if got, err := time.Parse(route.TimeFormat, s.header.Get(route.TimeHeader)); err != nil || !got.Equal(noon) {
			t.Errorf("status %d: the server's time is %q", s.status, s.header.Get(route.TimeHeader))
		}
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	e := newEcho(t)
	for _, c := range []struct {
		story  string
		header []string
		status int
	}{
		{"another program", nil, 204},
		{"our own page", []string{"Sec-Fetch-Site", "same-origin", "Origin", origin}, 204},
		{"our own page behind a proxy that changes Host", []string{"Sec-Fetch-Site", "same-site", "Origin", origin}, 204},
		{"the address bar", []string{"Sec-Fetch-Site", "none"}, 204},
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://eve.example"}, 403},
		{"a sister site", []string{"Sec-Fetch-Site", "same-site", "Origin", "https://eve.example.org"}, 403},
		{"an old browser on another site", []string{"Origin", "https://eve.example"}, 403},
		{"a sandboxed frame", []string{"Origin", "null"}, 403},
	} {
		s := e.send(t, "POST", "/v1/test/members", "application/json", "{}", c.header...)
		if s.status != c.status || c.status == 403 && s.Code != "request.crossOrigin" {
			t.Errorf("%s: %d %s, want %d", c.story, s.status, s.Code, c.status)
		}
	}
}

func TestTwoCookiesOfOneNameAreNone(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", SessionCookie+"=mine")
	if got := tokenIn(r, SessionCookie); got != "mine" {
		t.Errorf("got %q, want mine", got)
	}
	r.Header.Set("Cookie", SessionCookie+"=mine; "+SessionCookie+"=hers")
	if got := tokenIn(r, SessionCookie); got != "" {
		t.Errorf("two cookies gave %q; who set the second is not known", got)
	}
}

func TestCookiesAreKeptFromScriptsAndOtherSites(t *testing.T) {
	c := NewSessionCookie("token")
	want := "__Host-stellwerk=token; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"
	if c.String() != want {
		t.Errorf("%s, want %s", c.String(), want)
	}
	gone := NewSessionCookie("")
	if want := "__Host-stellwerk=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"; gone.String() != want {
		t.Errorf("%s, want %s", gone.String(), want)
	}
}
