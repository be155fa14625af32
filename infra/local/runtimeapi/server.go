// Package runtimeapi runs functions as they are deployed: it serves Lambda's Runtime API to real bootstraps and keeps
// their processes. Daily runs call handlers in the process; this is for checking the artifact itself.
package runtimeapi

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxPayload is Lambda's limit of events and answers, in bytes.
const maxPayload = 6 << 20

// Server is the Runtime API of one execution environment: an http.Handler for the bootstrap, and Invoke for the caller.
// One invocation is under way at a time.
type Server struct {
	ARN   string        // of the function, passed on to it
	Limit time.Duration // the function's time limit, passed on as its deadline

	mux     *http.ServeMux
	turn    chan struct{} // held by the invocation that is under way
	waiting chan *invocation

	mu      sync.Mutex
	current *invocation   // handed out by next, not yet answered
	gone    chan struct{} // closed when the bootstrap is lost
	why     error
}

type invocation struct {
	id       string
	event    json.RawMessage
	deadline time.Time
	answered chan result // holds one
}

type result struct {
	answer json.RawMessage
	err    error
}

// FunctionError is what a function reported instead of an answer.
type FunctionError struct {
	Type    string          `json:"errorType"`
	Message string          `json:"errorMessage"`
	Stack   json.RawMessage `json:"stackTrace,omitempty"`
}

func (e *FunctionError) Error() string { return "function failed: " + e.Type + ": " + e.Message }

// NewServer makes the API of one environment.
func NewServer(arn string, limit time.Duration) *Server {
	s := &Server{
		ARN: arn, Limit: limit, mux: http.NewServeMux(),
		turn: make(chan struct{}, 1), waiting: make(chan *invocation), gone: make(chan struct{}),
	}
	const base = "/2018-06-01/runtime/"
	s.mux.HandleFunc("GET "+base+"invocation/next", s.next)
	s.mux.HandleFunc("POST "+base+"invocation/{id}/response", s.response)
	s.mux.HandleFunc("POST "+base+"invocation/{id}/error", s.failure)
	s.mux.HandleFunc("POST "+base+"init/error", s.initFailure)
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Invoke hands an event to the bootstrap and gives its answer. Errors are *FunctionError when the function reported one;
// the context's when time is up; else what became of the bootstrap.
func (s *Server) Invoke(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
	if len(event) > maxPayload {
		return nil, fmt.Errorf("event of %d bytes is over Lambda's limit of %d", len(event), maxPayload)
	}
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.gone:
		return nil, s.lost()
	}
	deadline, _ := ctx.Deadline()
	i := &invocation{id: requestID(), event: event, deadline: deadline, answered: make(chan result, 1)}
	select {
	case s.waiting <- i:
	case <-ctx.Done():
		return nil, fmt.Errorf("no bootstrap asked for the event: %w", ctx.Err())
	case <-s.gone:
		return nil, s.lost()
	}
	select {
	case r := <-i.answered:
		return r.answer, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("function is out of time: %w", ctx.Err())
	case <-s.gone:
		return nil, s.lost()
	}
}

// Lose ends every call: the bootstrap is gone, for this reason. The server is of no further use.
func (s *Server) Lose(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == nil {
		s.why = why
		close(s.gone)
	}
}

func (s *Server) lost() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.why
}

// requestID has the shape of a UUID, as Lambda's have.
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// next waits for an event, as long as it takes: bootstraps ask without a time limit.
func (s *Server) next(w http.ResponseWriter, r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.gone:
		reply(w, http.StatusGone, "Runtime.Gone", "this environment has ended")
	case i := <-s.waiting:
		s.mu.Lock()
		s.current = i
		s.mu.Unlock()
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Lambda-Runtime-Aws-Request-Id", i.id)
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(i.deadline.UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", s.ARN)
		h.Set("Lambda-Runtime-Trace-Id", "Root=1-"+fmt.Sprintf("%08x", time.Now().Unix())+"-"+i.id[24:]+i.id[:8]+"0000;Sampled=0")
		_, _ = w.Write(i.event)
	}
}

// take ends the current invocation if it has this id.
func (s *Server) take(id string) (*invocation, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.current
	if i == nil || i.id != id {
		return nil, false
	}
	s.current = nil
	return i, true
}

func (s *Server) response(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayload))
	i, ok := s.take(r.PathValue("id"))
	if !ok {
		reply(w, http.StatusBadRequest, "InvalidRequestID", "no invocation of this id is under way")
		return
	}
	var tooLarge *http.MaxBytesError
	switch kind := r.Trailer.Get("Lambda-Runtime-Function-Error-Type"); {
	case errors.As(err, &tooLarge):
		i.answered <- result{err: &FunctionError{Type: "Function.ResponseSizeTooLarge", Message: fmt.Sprintf("answer is over %d bytes", maxPayload)}}
		reply(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "answer is too large")
		return
	case err != nil:
		i.answered <- result{err: fmt.Errorf("answer broke off: %w", err)}
	case kind != "":
		i.answered <- result{err: &FunctionError{Type: kind, Message: "the function broke off while it answered"}}
	default:
		i.answered <- result{answer: body}
	}
	accepted(w)
}

func (s *Server) failure(w http.ResponseWriter, r *http.Request) {
	reported := readError(w, r)
	i, ok := s.take(r.PathValue("id"))
	if !ok {
		reply(w, http.StatusBadRequest, "InvalidRequestID", "no invocation of this id is under way")
		return
	}
	i.answered <- result{err: reported}
	accepted(w)
}

func (s *Server) initFailure(w http.ResponseWriter, r *http.Request) {
	s.Lose(fmt.Errorf("bootstrap could not start: %w", readError(w, r)))
	accepted(w)
}

func readError(w http.ResponseWriter, r *http.Request) *FunctionError {
	e := &FunctionError{}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPayload)).Decode(e); err != nil {
		e.Message = "the reported error can't be read: " + err.Error()
	}
	if e.Type == "" {
		e.Type = r.Header.Get("Lambda-Runtime-Function-Error-Type")
	}
	return e
}

func accepted(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"status":"OK"}`)
}

func reply(w http.ResponseWriter, status int, kind, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(FunctionError{Type: kind, Message: message})
}
