package awsinproc

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// exchange is the http.ResponseWriter of one request: header first, then a body that is read while it is written.
type exchange struct {
	header  http.Header
	once    sync.Once
	ready   chan struct{} // closed when status and sent, or failure, are set
	status  int
	sent    http.Header
	failure error
	reader  *io.PipeReader
	writer  *io.PipeWriter
}

func newExchange() *exchange {
	x := &exchange{header: http.Header{}, ready: make(chan struct{})}
	x.reader, x.writer = io.Pipe()
	return x
}

func (x *exchange) run(h http.Handler, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			err := fmt.Errorf("handler panicked: %v\n%s", p, debug.Stack())
			x.once.Do(func() { x.failure = err; close(x.ready) })
			x.writer.CloseWithError(err)
		}
	}()
	defer r.Body.Close()
	h.ServeHTTP(x, r)
	x.WriteHeader(http.StatusOK)
	x.writer.Close()
}

// Header implements http.ResponseWriter.
func (x *exchange) Header() http.Header { return x.header }

// WriteHeader implements http.ResponseWriter; the first final status counts.
func (x *exchange) WriteHeader(status int) {
	if status < 200 {
		return
	}
	x.once.Do(func() {
		x.status, x.sent = status, x.header.Clone()
		close(x.ready)
	})
}

// Write implements http.ResponseWriter. It waits until the client reads.
func (x *exchange) Write(p []byte) (int, error) {
	x.WriteHeader(http.StatusOK)
	return x.writer.Write(p)
}

func (x *exchange) abandon(err error) { x.reader.CloseWithError(err) }

func (x *exchange) response(r *http.Request) *http.Response {
	length, err := strconv.ParseInt(x.sent.Get("Content-Length"), 10, 64)
	if err != nil {
		length = -1
	}
	out := &http.Response{
		Status: fmt.Sprintf("%d %s", x.status, http.StatusText(x.status)), StatusCode: x.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: x.sent, ContentLength: length, Body: x.reader, Request: r,
	}
	if r.Method == http.MethodHead || x.status == http.StatusNoContent || x.status == http.StatusNotModified {
		x.abandon(errNoBody)
		out.Body = http.NoBody
	}
	return out
}

var errNoBody = errors.New("this answer has no body")

var _ aws.HTTPClient = handlerClient{}
