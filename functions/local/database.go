package main

import (
	"net/http"
	"strings"
	"sync"

	"stellwerk/infra/local/dynamo"
)

// database is the engine with somebody listening for writes, so that streams need not look for them all the time.
type database struct {
	*dynamo.Engine
	mu      sync.RWMutex
	wakeups []func()
}

// onWrite has wake called after each write. It must not block.
func (d *database) onWrite(wake func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wakeups = append(d.wakeups, wake)
}

// Do implements aws.HTTPClient.
func (d *database) Do(r *http.Request) (*http.Response, error) {
	defer d.written(r)
	return d.Engine.Do(r)
}

// ServeHTTP implements http.Handler, for programs of their own.
func (d *database) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer d.written(r)
	d.Engine.ServeHTTP(w, r)
}

// written wakes those who wait, if the request was one that writes.
func (d *database) written(r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch operation {
	case "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems":
		d.mu.RLock()
		defer d.mu.RUnlock()
		for _, wake := range d.wakeups {
			wake()
		}
	}
}
