// Package dynamo speaks DynamoDB's JSON 1.0 protocol over one file: tables, secondary indexes, transactions, streams and
// expiry. It runs in process through Do, which is the SDK's HTTP client interface, or on a port as an http.Handler.
//
// Writes are serial and durable: an answer means that its data is on disk. Reads run side by side, and each sees every
// finished write. Left out, with a clear refusal: PartiQL, tags, backups, exports, global tables, and the parameters that
// came before expressions, save KeyConditions.
package dynamo

import (
	"io"
	"sync"
	"sync/atomic"

	"stellwerk/infra/local/dynamo/store"
)

// Engine is an open database. Its methods may be called by many goroutines.
type Engine struct {
	settings
	store  *store.Store
	tables atomic.Pointer[map[string]*table]

	stop    chan struct{}
	workers sync.WaitGroup
	mu      sync.Mutex // guards closed and watch
	closed  bool
	watch   chan struct{}
}

// Open opens the database in the file at path, or makes it. With an empty path it uses a temporary file, which Close
// removes. It fails if another process has the file open, or if a newer program wrote it.
func Open(path string, opts ...Option) (*Engine, error) {
	e := &Engine{settings: defaults(), stop: make(chan struct{})}
	for _, opt := range opts {
		opt(&e.settings)
	}
	s, err := store.Open(path, e.durable)
	if err != nil {
		return nil, err
	}
	e.store = s
	if err := e.load(); err != nil {
		_ = s.Close() // the first error says more
		return nil, err
	}
	e.resume()
	if e.sweep > 0 {
		e.background(e.sweeper)
	}
	return e, nil
}

// Close finishes what has begun and closes the file. Later requests fail.
func (e *Engine) Close() error {
	e.mu.Lock()
	first := !e.closed
	e.closed = true
	e.mu.Unlock()
	if first {
		close(e.stop)
	}
	e.workers.Wait()
	return e.store.Close()
}

// background runs fn beside the requests; Close waits for it, and it must end when e.stop is closed.
func (e *Engine) background(fn func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.workers.Go(fn)
	}
}

// Compact gives the space of deleted data back to the file system. Requests wait meanwhile, about a second per 100 MB.
func (e *Engine) Compact() error { return e.store.Compact() }

// WriteTo writes a consistent copy of the whole database, while requests go on, and returns the bytes written. The copy is a
// file for Open.
func (e *Engine) WriteTo(w io.Writer) (int64, error) { return e.store.WriteTo(w) }

// Size is the length of the file in bytes.
func (e *Engine) Size() (int64, error) { return e.store.Size() }
