// Package client calls the server: every address of shared/route that the app uses, once, with its types. It is the only package
// of the app that does. Whatever goes wrong comes back as faults; without a connection as NeedsConnection connection.none.
package client

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Request is what goes out.
type Request struct {
	Method  string
	Path    string
	Type    string // of the body; none if empty
	Body    []byte
	Account org.AccountID // for which one it is meant, within a tenant
}

// Response is what comes back.
type Response struct {
	Status     int
	ID         string // by which the server's log calls the request, see route.RequestHeader
	Body       []byte
	RetryAfter int       // seconds, 0 if nothing is said
	Time       time.Time // the server's when it answered; zero if the answer is not the server's own but a proxy's
}

// Fetch carries a request out. An error means that no answer came: whether the server has done anything is unknown.
type Fetch func(Request) (Response, error)

// Client calls the server as the browser's session. It is safe for use by several goroutines.
type Client struct {
	fetch Fetch
	// Heard, if set before the first request, is told of each answer of the server's own: what was asked for, and what came. Answers
	// without the server's time are no contact. Whether one prolongs a lease is for lease.Proves to say.
	Heard func(Request, Response)

	account atomic.Value
}

// As says whose requests those within a tenant are from now on: the server refuses them where somebody else has signed in meanwhile.
func (c *Client) As(account org.AccountID) { c.account.Store(account) }

// tenants begins every address within a tenant.
var tenants, _, _ = strings.Cut(route.Changes, "{tenant}")

// New makes a client that asks through fetch; Browser is the one of the browser.
func New(fetch Fetch) *Client { return &Client{fetch: fetch} }

// None is what stands for an answer that has no content.
type None struct{}

// NoConnection is the fault of a request that got no answer.
func NoConnection() *fault.Fault { return fault.New(fault.NeedsConnection, "connection.none") }

func get[A any](c *Client, path string) (A, error) { return call[A](c, "GET", path, nil) }

func post[A any](c *Client, path string, in any) (A, error) { return call[A](c, "POST", path, in) }

func call[A any](c *Client, method, path string, in any) (out A, err error) {
	q := Request{Method: method, Path: path}
	if method != "GET" {
		// The server's protection against foreign pages wants the content type, also where there is nothing to say.
		q.Type, q.Body = "application/json", []byte("{}")
	}
	if in != nil {
		if q.Body, err = json.Marshal(in); err != nil {
			return out, err
		}
	}
	data, err := c.send(q)
	if err != nil || len(data) == 0 {
		return out, err
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return out, garbled()
	}
	return out, nil
}

// garbled is the fault of an answer that can't be the server's.
func garbled() error { return fault.New(fault.Unavailable, "connection.garbled") }

// send carries q out and returns the body of a success.
func (c *Client) send(q Request) ([]byte, error) {
	if strings.HasPrefix(q.Path, tenants) {
		q.Account, _ = c.account.Load().(org.AccountID)
	}
	a, err := c.fetch(q)
	if err != nil {
		return nil, NoConnection()
	}
	if c.Heard != nil && !a.Time.IsZero() {
		c.Heard(q, a)
	}
	if a.Status >= 200 && a.Status < 300 {
		return a.Body, nil
	}
	return nil, refusal(a)
}

// kinds says what sort of refusal a status is, for answers that hold no faults: those of proxies and gateways.
var kinds = map[int]fault.Kind{
	401: fault.SignedOut, 403: fault.Forbidden, 404: fault.NotFound, 409: fault.Conflict, 422: fault.Invalid, 429: fault.TooMany,
}

func refusal(a Response) error {
	var p struct {
		Code   string     `json:"code"`
		Faults fault.List `json:"faults"`
	}
	if json.Unmarshal(a.Body, &p) == nil && len(p.Faults) > 0 {
		return p.Faults
	}
	switch kind, known := kinds[a.Status]; {
	case a.Status == 429:
		return fault.New(kind, "connection.tooMany", "seconds", strconv.Itoa(max(1, a.RetryAfter)))
	case known:
		return fault.New(kind, "connection.refused", "status", strconv.Itoa(a.Status), "id", a.ID)
	}
	return fault.New(fault.Unavailable, "connection.unavailable", "status", strconv.Itoa(a.Status), "id", a.ID)
}

// Lost says whether err leaves open what the server did, or says that it did nothing and may be asked again.
func Lost(err error) bool {
	f := fault.First(err)
	return f != nil && (f.Kind == fault.NeedsConnection && f.Code == "connection.none" || f.Kind.Later())
}

// Foreign says whether an answer was none of the server's own, such as that of a proxy: it says nothing of what was asked.
func Foreign(err error) bool { return fault.Is(err, "connection.refused") }

// Gone says whether err means that this session ended.
func Gone(err error) bool {
	f := fault.First(err)
	return f != nil && f.Kind == fault.SignedOut
}
