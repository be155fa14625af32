// Package gateway stands in for API Gateway's HTTP APIs: it turns requests into events of payload format 2.0, calls the
// function of the route, and turns its answer back. What the real one would refuse or cut is refused and cut here too.
package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"stellwerk/infra/local/template"
)

// Function is a Lambda function: JSON in, JSON out.
type Function = func(ctx context.Context, event json.RawMessage) (json.RawMessage, error)

// Route is a route of the template and the function behind it.
type Route struct {
	template.Route
	Call  Function
	Limit time.Duration // the function's own time limit; 0 leaves only the route's
}

const (
	// MaxRequest is what the gateway takes of a request's body, in bytes.
	MaxRequest = 10 << 20
	// MaxPayload is what Lambda takes or gives as one event or answer, in bytes of JSON. A body in base64 weighs 4/3.
	MaxPayload = 6 << 20
)

// Gateway is an http.Handler. Its fields may be set before the first request.
type Gateway struct {
	// SourceIP tells who asks; nil takes the other end of the connection. Set it only behind a proxy you trust.
	SourceIP func(*http.Request) string
	Log      *slog.Logger // nil is slog.Default()
	routes   []route
}

// New checks the routes and orders them by the gateway's precedence.
func New(routes ...Route) (*Gateway, error) {
	g := &Gateway{}
	seen := map[string]bool{}
	for _, r := range routes {
		if r.Call == nil {
			return nil, fmt.Errorf("route %s has no function", r.Key())
		}
		if seen[r.Key()] {
			return nil, fmt.Errorf("route %s is given twice", r.Key())
		}
		seen[r.Key()] = true
		g.routes = append(g.routes, parseRoute(r))
	}
	sortRoutes(g.routes)
	return g, nil
}

// ServeHTTP answers with what the function of the best matching route says. A function goes on when its client leaves,
// as in Lambda, so ServeHTTP returns when the function has ended or its time is up.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := decodedPath(r)
	found, parameters := match(g.routes, r.Method, path)
	if found == nil {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxRequest))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			refuse(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
			return
		}
		refuse(w, http.StatusBadRequest, "Bad Request")
		return
	}
	event, err := json.Marshal(g.event(r, found.Key(), path, parameters, body))
	if err != nil {
		g.log().Error("event can't be made", "route", found.Key(), "err", err)
		refuse(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	if len(event) > MaxPayload {
		g.log().Warn("request is too large for Lambda", "route", found.Key(), "bytes", len(event), "limit", MaxPayload)
		refuse(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	g.answer(w, r, found, event)
}

func (g *Gateway) answer(w http.ResponseWriter, r *http.Request, found *route, event json.RawMessage) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), found.limit())
	defer cancel()
	result := make(chan outcome, 1)
	go func() { result <- call(ctx, found.Call, event) }()
	select {
	case <-ctx.Done():
		g.log().Error("function is out of time", "route", found.Key(), "limit", found.limit())
		refuse(w, http.StatusServiceUnavailable, "Service Unavailable")
	case o := <-result:
		if o.err == nil {
			o.err = write(w, r, o.answer)
		}
		if o.err != nil {
			g.log().Error("function failed", "route", found.Key(), "err", o.err)
			refuse(w, http.StatusInternalServerError, "Internal Server Error")
		}
	}
}

type outcome struct {
	answer json.RawMessage
	err    error
}

// call runs a function. A panic ends a Lambda process, not this one.
func call(ctx context.Context, f Function, event json.RawMessage) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			o = outcome{err: fmt.Errorf("function panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	answer, err := f(ctx, event)
	return outcome{answer, err}
}

// refuse answers as the gateway does by itself.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message})
}

func (g *Gateway) log() *slog.Logger {
	if g.Log != nil {
		return g.Log
	}
	return slog.Default()
}

func (g *Gateway) sourceIP(r *http.Request) string {
	if g.SourceIP != nil {
		return g.SourceIP(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
