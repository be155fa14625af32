package model_test

import (
	"bytes"
	"io"
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// spy sees every request to the table and to the bucket that an answer is made from.
type spy struct {
	table, files aws.HTTPClient
	mu           sync.Mutex
	listening    bool
	heard        []string // what was sent: the operation and its parameters, or method and path
}

type spiedTable struct{ *spy }

type spiedFiles struct{ *spy }

// Do is the SDK's HTTP client interface.
func (s spiedTable) Do(r *http.Request) (*http.Response, error) {
	s.hear(r, r.Header.Get("X-Amz-Target"))
	return s.table.Do(r)
}

// Do is the SDK's HTTP client interface.
func (s spiedFiles) Do(r *http.Request) (*http.Response, error) {
	s.hear(r, r.Method+" "+r.URL.Path)
	return s.files.Do(r)
}

func (s *spy) hear(r *http.Request, what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.listening {
		return
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body) // a broken body breaks the request too
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	s.heard = append(s.heard, what+" "+string(body))
}

// hooked is a way to the table on which something happens before one request.
type hooked struct {
	aws.HTTPClient
	n, at int // requests so far, and the one before which hook is called
	hook  func()
}

// Do is the SDK's HTTP client interface.
func (h *hooked) Do(r *http.Request) (*http.Response, error) {
	if h.n++; h.n == h.at {
		h.hook()
	}
	return h.HTTPClient.Do(r)
}

// listen returns what was sent while do ran.
func (s *spy) listen(do func()) []string {
	s.mu.Lock()
	s.listening, s.heard = true, nil
	s.mu.Unlock()
	do()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listening = false
	return s.heard
}
