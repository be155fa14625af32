package client

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/route"
)

// asked is a client that gets one answer, and what it asked for.
func asked(status int, body string, err error) (*Client, *Request) {
	var q Request
	return New(func(r Request) (Response, error) {
		q = r
		return Response{Status: status, ID: "9b2e61f0a3c4", Body: []byte(body), RetryAfter: 7}, err
	}), &q
}

func TestWhatGoesWrongIsAFault(t *testing.T) {
	for _, c := range []struct {
		story  string
		status int
		body   string
		err    error
		code   string
		kind   fault.Kind
		lost   bool
		gone   bool
	}{
		{"no answer", 0, "", errors.New("x"), "connection.none", fault.NeedsConnection, true, false},
		{"a fault of ours", 422, `{"code":"email.at","faults":[{"kind":"invalid","code":"email.at","field":"email"}]}`, nil, "email.at", fault.Invalid, false, false},
		{"signed out", 401, `{"faults":[{"kind":"signedOut","code":"session.missing"}]}`, nil, "session.missing", fault.SignedOut, false, true},
		{"nobody signed in", 204, "", nil, "session.missing", fault.SignedOut, false, true},
		{"a gateway's page", 502, "<html>", nil, "connection.unavailable", fault.Unavailable, true, false},
		{"a gateway that refuses", 403, "<html>", nil, "connection.refused", fault.Forbidden, false, false},
		{"the app is too old for the server: what waits is kept", 426, `{"code":"app.outdated","faults":[{"kind":"unavailable","code":"app.outdated"}]}`, nil, "app.outdated", fault.Unavailable, true, false},
		{"too many", 429, "", nil, "connection.tooMany", fault.TooMany, true, false},
		{"an answer that is none", 200, "<html>", nil, "connection.garbled", fault.Unavailable, true, false},
	} {
		client, _ := asked(c.status, c.body, c.err)
		_, err := client.Session()
		f := fault.First(err)
		if f == nil || f.Code != c.code || f.Kind != c.kind || Lost(err) != c.lost || Gone(err) != c.gone {
			t.Errorf("%s: %v, lost %v, gone %v; want %s (%s), %v, %v", c.story, err, Lost(err), Gone(err), c.code, c.kind, c.lost, c.gone)
		}
		needed := c.code == "connection.unavailable" || c.code == "connection.refused"
		if told := f != nil && f.Values["id"] == "9b2e61f0a3c4"; told != needed {
			t.Errorf("%s: the number for support is told: %v, want %v", c.story, told, needed)
		}
	}
}

func TestOnlyTheServersOwnAnswersAreContact(t *testing.T) {
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		story  string
		answer Response
		err    error
		heard  string
	}{
		{"an answer", Response{Status: 200, Body: []byte("{}"), Time: now}, nil, "GET /v1/session 200"},
		{"a refusal of ours", Response{Status: 401, Time: now}, nil, "GET /v1/session 401"},
		{"a proxy's page", Response{Status: 200, Body: []byte("<html>")}, nil, ""},
		{"a gateway's refusal", Response{Status: 404}, nil, ""},
		{"none", Response{}, errors.New("x"), ""},
	} {
		client, heard := New(func(Request) (Response, error) { return c.answer, c.err }), ""
		client.Heard = func(q Request, a Response) {
			heard = q.Method + " " + q.Path + " " + strconv.Itoa(a.Status)
			if !a.Time.Equal(now) {
				t.Errorf("%s: heard at %v", c.story, a.Time)
			}
		}
		if _, _ = client.Session(); heard != c.heard {
			t.Errorf("%s: heard %q, want %q", c.story, heard, c.heard)
		}
	}
}

func TestRequestsAreAsTheServerWantsThem(t *testing.T) {
	c, q := asked(204, "", nil)
	if err := c.SignOut(); err != nil || q.Method != "POST" || q.Type != "application/json" || string(q.Body) != "{}" {
		t.Errorf("%+v, %v; what changes something is JSON, also where there is nothing to say", *q, err)
	}
	if err := c.PutPart("T", "J", 3, []byte("a;b")); err != nil || q.Path != "/v1/tenants/T/imports/J/parts/3" || q.Type != "text/csv" || string(q.Body) != "a;b" {
		t.Errorf("%+v, %v", *q, err)
	}
	c, q = asked(200, "{}", nil)
	_, err := c.Entries("T", EntriesQuery{Before: 9, Limit: 5, Deed: "members.tag", From: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if want := "/v1/tenants/T/entries?before=9&deed=members.tag&from=2026-03-02T00%3A00%3A00Z&limit=5"; err != nil || q.Path != want || q.Method != "GET" || q.Type != "" {
		t.Errorf("%+v, %v; want %s", *q, err, want)
	}
	if _, err := c.Changes("T", "a b"); err == nil || q.Path != "/v1/tenants/T/changes?cursor=a+b" {
		t.Errorf("%s, %v", q.Path, err)
	}
	if err := c.Waiting(route.WaitingRequest{Tenant: "T", Waiting: 3}); err != nil || q.Method != "PUT" || q.Path != "/v1/session/waiting" || string(q.Body) != `{"tenant":"T","waiting":3}` {
		t.Errorf("%+v, %v", *q, err)
	}
	if _, err := c.Access(route.AccessRequest{Tenant: "T", Nonce: "N"}); err != nil || q.Method != "POST" || q.Path != "/v1/access" || string(q.Body) != `{"tenant":"T","nonce":"N"}` {
		t.Errorf("%+v, %v", *q, err)
	}
	if _, err := c.Profile(route.ProfileRequest{Language: "en"}); err != nil || q.Method != "PATCH" || string(q.Body) != `{"language":"en"}` {
		t.Errorf("%+v, %v", *q, err)
	}
}

// TestAHotelsAnswerIsNone: JSON of somebody who knows nothing of what was asked must neither end the following of changes nor leave
// commands waiting for ever.
func TestAHotelsAnswerIsNone(t *testing.T) {
	for _, body := range []string{"{}", `{"member":false}`, `{"replies":[]}`, "null"} {
		c, _ := asked(200, body, nil)
		if _, err := c.Changes("T", "c"); !Lost(err) {
			t.Errorf("changes: %s counts as an answer: %v", body, err)
		}
		if _, err := c.Commands("T", route.CommandsRequest{Commands: make([]ledger.Command, 1)}); !Lost(err) {
			t.Errorf("commands: %s counts as an answer: %v", body, err)
		}
	}
	c, _ := asked(200, `{"entries":[],"restart":true}`, nil)
	if out, err := c.Changes("T", "c"); err != nil || !out.Restart {
		t.Errorf("to begin anew is an answer: %v", err)
	}
}
