package loopback

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnly(t *testing.T) {
	for _, c := range []struct {
		story, from, host, forwarded string
		want                         int
	}{
		{"this machine", "127.0.0.1:4711", "localhost:8080", "", 200},
		{"this machine by number", "127.0.0.1:4711", "127.0.0.1:8080", "", 200},
		{"this machine by IPv6", "[::1]:4711", "[::1]:8080", "", 200},
		{"this machine without a port", "[::ffff:127.0.0.1]:4711", "localhost", "", 200},
		{"another machine", "192.0.2.1:4711", "localhost:8080", "", 404},
		{"another name that leads here", "127.0.0.1:4711", "evil.example:8080", "", 404},
		{"a name that begins like ours", "127.0.0.1:4711", "localhost.evil.example", "", 404},
		{"through a proxy", "127.0.0.1:4711", "localhost:8080", "192.0.2.1", 404},
		{"no address", "", "localhost", "", 404},
		{"no host", "127.0.0.1:4711", "", "", 404},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Host = c.from, c.host
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		w := httptest.NewRecorder()
		Only(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.story, w.Code, c.want)
		}
	}
}
