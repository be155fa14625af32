package httpapi

import (
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/metrics"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// edge stands around all routes: what holds for every request and every answer is here and nowhere else.
type edge struct {
	mux    *http.ServeMux
	origin *http.CrossOriginProtection // from other sites nothing is changed, and nothing read either
	strict bool                        // the installation is reached by https only, and browsers are told so
	shape  int                         // how requests and replies look here: route.Shape
	log    *slog.Logger
	now    func() time.Time
}

func newEdge(mux *http.ServeMux, origin string, log *slog.Logger, now func() time.Time) (edge, error) {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(origin); err != nil {
		return edge{}, fmt.Errorf("origin %q: %w", origin, err)
	}
	return edge{mux: mux, origin: protection, strict: strings.HasPrefix(origin, "https:"), shape: route.Shape, log: log, now: now}, nil
}

func (e edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	r = withRequest(r, e.log)
	out := &answer{ResponseWriter: w}
	defer func() {
		if p := recover(); p != nil {
			e.recovered(out, r, p)
		}
		about := requestOf(r.Context())
		reads, writes, asked := about.cost.Figures()
		e.log.Info("request", "request", about.id, "method", method(r), "route", routeOf(r), "status", out.status, "class", metrics.ClassOf(out.status),
			"ms", float64(time.Since(started).Microseconds())/1000, "account", about.who.account, "tenant", about.who.tenant,
			"rcu", reads, "wcu", writes, "asked", asked)
	}()
	e.headers(w.Header(), requestOf(r.Context()).id)
	if e.origin.Check(r) != nil || r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		WriteProblem(out, r, Refuse(http.StatusForbidden, fault.Forbidden, "request.crossOrigin"))
		return
	}
	if err := e.shapeOf(r); err != nil {
		WriteProblem(out, r, err)
		return
	}
	e.serve(out, r)
}

// headers are those of every answer. What the API answers is for the one who asked and for now, and never a page.
func (e edge) headers(h http.Header, id string) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set(route.RequestHeader, id)
	h.Set(route.TimeHeader, e.now().UTC().Format(route.TimeFormat)) // of before anything was read, so that no lease lasts too long
	h.Set(route.ShapeHeader, strconv.Itoa(e.shape))
	if e.strict {
		h.Set("Strict-Transport-Security", "max-age=63072000")
	}
}

// serve finds the route. Where there is none, ServeMux would answer in plain English; that becomes a problem like all others.
func (e edge) serve(w *answer, r *http.Request) {
	if _, pattern := e.mux.Handler(r); pattern != "" && r.URL.Path == path.Clean(r.URL.Path) {
		e.mux.ServeHTTP(w, r)
		return
	}
	var none nobody
	e.mux.ServeHTTP(&none, r)
	if none.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", none.header.Get("Allow"))
		WriteProblem(w, r, Refuse(http.StatusMethodNotAllowed, fault.Invalid, "request.method", "allowed", none.header.Get("Allow")))
		return
	}
	WriteProblem(w, r, Refuse(http.StatusNotFound, fault.NotFound, "request.address"))
}

func (e edge) recovered(w *answer, r *http.Request, p any) {
	about := requestOf(r.Context())
	e.log.Error("panic", "request", about.id, "route", r.Pattern, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if w.status != 0 {
		// Half an answer has gone; the other side must see that it is broken.
		panic(http.ErrAbortHandler)
	}
	WriteProblem(w, r, problem(r.Context(), http.StatusInternalServerError,
		fault.List{fault.New(fault.Unavailable, "server.failed", "id", about.id)}))
}

// routeOf is the pattern of the route that answers a request; the address itself may hold what a stranger wrote.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

// method is the request's method if it is one of HTTP's: what is logged must not be what a stranger wrote.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// answer remembers the status.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// nobody takes ServeMux's answer to an address without a route.
type nobody struct {
	header http.Header
	status int
}

func (n *nobody) Header() http.Header {
	if n.header == nil {
		n.header = http.Header{}
	}
	return n.header
}

func (n *nobody) WriteHeader(status int) { n.status = status }

func (n *nobody) Write(p []byte) (int, error) { return len(p), nil }
