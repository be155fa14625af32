// Package pushtest is a push service for tests: it checks who sends, as the makers' do, and its browsers read what is sent to them.
package pushtest

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/push/webpush/webpushtest"
	"stellwerk/shared/route"
)

// Service is a push service.
type Service struct {
	tb       testing.TB
	server   *httptest.Server
	now      func() time.Time
	mu       sync.Mutex
	browsers map[string]*Browser // by path
	tries    int
	// Answer is asked for the status of each request in order, before its message is delivered; 0 and nil deliver it.
	Answer func(b *Browser) int
}

// Browser is one that has subscribed there.
type Browser struct {
	webpushtest.Browser
	Address string
	key     string // the public key that it subscribed with
	got     []push.Message
	ttl     string
	topics  []string
}

// New starts a service that judges times by now.
func New(tb testing.TB, now func() time.Time) *Service {
	tb.Helper()
	s := &Service{tb: tb, now: now, browsers: map[string]*Browser{}}
	s.server = httptest.NewTLSServer(s)
	tb.Cleanup(s.server.Close)
	return s
}

// Client is one that may reach the service, and of what is not public nothing else.
func (s *Service) Client() *outbound.Client {
	roots := x509.NewCertPool()
	roots.AddCert(s.server.Certificate())
	return outbound.New(outbound.ForTests(s.server.Listener.Addr().(*net.TCPAddr).AddrPort(), roots))
}

// Subscribe makes a browser that wants messages of the installation with a public key.
func (s *Service) Subscribe(key string) *Browser {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := fmt.Sprintf("/push/%d", len(s.browsers))
	b := &Browser{Browser: webpushtest.New(), Address: s.server.URL + path, key: key}
	s.browsers[path] = b
	return b
}

// Request is what the browser gives to be pushed to.
func (b *Browser) Request() route.SubscribeRequest {
	return route.SubscribeRequest{Endpoint: b.Address, P256dh: b.P256dh(), Auth: b.Auth()}
}

// ServeHTTP takes a message for a browser.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries++
	b := s.browsers[r.URL.Path]
	if b == nil {
		w.WriteHeader(http.StatusGone)
		return
	}
	if s.Answer != nil {
		if status := s.Answer(b); status != 0 {
			w.WriteHeader(status)
			return
		}
	}
	claims, err := webpushtest.Claims(r.Header.Get("Authorization"), b.key)
	if until := time.Unix(claims.Expires, 0).Sub(s.now()); err != nil || claims.Audience != s.server.URL || until <= 0 || until > 24*time.Hour || claims.Contact == "" {
		s.tb.Errorf("the push service refuses the sender: %+v for another %s, %v", claims, until, err)
		w.WriteHeader(http.StatusForbidden)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 4097))
	if err != nil || len(body) > 4096 || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") == "" || len(r.Header.Get("Topic")) > 32 {
		s.tb.Errorf("the push service refuses the message: %d bytes, %v, %v", len(body), r.Header, err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	text, err := b.Read(body)
	var m push.Message
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		s.tb.Errorf("the browser can't read %q: %v", text, err)
	}
	b.got, b.ttl, b.topics = append(b.got, m), r.Header.Get("TTL"), append(b.topics, r.Header.Get("Topic"))
	w.WriteHeader(http.StatusCreated)
}

// Got is what a browser has got since it was last asked.
func (s *Service) Got(b *Browser) []push.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

// Tries is how many requests have come.
func (s *Service) Tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries
}
