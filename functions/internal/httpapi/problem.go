package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/fault"
	"stellwerk/shared/route"
	"stellwerk/shared/text"
)

// Problem is route.Problem in the form that huma writes as an answer.
type Problem route.Problem

// Error is for logs.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457, whatever else was negotiated.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come again, where that is known.
func (p *Problem) GetHeaders() http.Header {
	for _, f := range p.Faults {
		if wait := f.Values["seconds"]; f.Kind == fault.TooMany && wait != "" {
			return http.Header{"Retry-After": {wait}}
		}
	}
	return nil
}

// refusal is a fault of the request itself, whose status its kind can't tell.
type refusal struct {
	status int
	*fault.Fault
}

func (r refusal) Unwrap() error { return r.Fault }

// Refuse is a fault of the request itself, answered with a status that its kind can't tell.
func Refuse(status int, kind fault.Kind, code string, values ...string) error {
	return refusal{status, fault.New(kind, code, values...)}
}

// statuses gives each kind of fault its HTTP status. NeedsConnection is for browsers: if it comes from a server, that is a
// mistake of ours.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.SignedOut:       http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.NeedsConnection: http.StatusInternalServerError,
}

// problemOf turns what went wrong into an answer. An error that holds no fault is ours: it is logged under the request's id,
// and the answer tells nothing but that id.
func problemOf(ctx context.Context, err error) *Problem {
	var done *Problem
	if errors.As(err, &done) {
		return done
	}
	faults := fault.All(err)
	if len(faults) == 0 {
		return failed(ctx, err)
	}
	status, known := statuses[faults[0].Kind]
	if !known || faults[0].Kind == fault.NeedsConnection {
		return failed(ctx, err)
	}
	var r refusal
	if errors.As(err, &r) {
		status = r.status
	}
	return problem(ctx, status, faults)
}

// failed is the answer to what should not have happened.
func failed(ctx context.Context, err error) *Problem {
	about := requestOf(ctx)
	level := slog.LevelError
	if ctx.Err() != nil {
		level = slog.LevelInfo // whoever asked has gone
	}
	about.log.Log(ctx, level, "request failed", "request", about.id, "err", err)
	return problem(ctx, http.StatusInternalServerError, fault.List{fault.New(fault.Unavailable, "server.failed", "id", about.id)})
}

func problem(ctx context.Context, status int, faults fault.List) *Problem {
	first := faults[0]
	return &Problem{
		Type:   "urn:stellwerk:" + first.Code,
		Title:  text.Fault(requestOf(ctx).language, first),
		Status: status,
		Code:   first.Code,
		Faults: faults,
	}
}

// init makes huma's own refusals problems like all others. huma has this as a variable of the package only.
func init() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(context.Background(), status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(ctx.Context(), status, msg, errs)
	}
}

// humaProblem finds out what huma refused. Faults of our own decoding come through as they are; of huma's messages only the
// place is told, since they repeat what was sent.
func humaProblem(ctx context.Context, status int, msg string, errs []error) *Problem {
	if status == 0 {
		return &Problem{} // huma asks for one to describe it
	}
	var faults fault.List
	for _, err := range errs {
		var detail *huma.ErrorDetail
		switch {
		case fault.All(err) != nil:
			faults = append(faults, fault.All(err)...)
		case errors.As(err, &detail):
			_, field, _ := strings.Cut(detail.Location, ".")
			faults = append(faults, fault.On(field, "request.parameter"))
		}
	}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return problem(ctx, status, fault.List{fault.New(fault.Invalid, "request.tooLarge")})
	case status == http.StatusRequestTimeout:
		return problem(ctx, status, fault.List{fault.New(fault.Unavailable, "request.timeout")})
	case len(faults) > 0:
		return problemOf(ctx, faults)
	case status == http.StatusBadRequest:
		return problemOf(ctx, fault.New(fault.Invalid, "json.malformed"))
	}
	return failed(ctx, errors.Join(append(errs, errors.New(msg))...))
}

// WriteProblem answers with what went wrong, for handlers that are not the API's own.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r.Context(), err)
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	writeJSON(w, p.Status, p.ContentType(""), p)
}

// respond answers from a middleware with what went wrong.
func respond(ctx huma.Context, err error) {
	p := problemOf(ctx.Context(), err)
	for name, values := range p.GetHeaders() {
		for _, v := range values {
			ctx.SetHeader(name, v)
		}
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = jsonFormat.Marshal(ctx.BodyWriter(), p) // whoever asked may have gone
}
