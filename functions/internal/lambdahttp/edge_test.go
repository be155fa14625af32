package lambdahttp

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyTheEdgeIsBelieved(t *testing.T) {
	const key = "0123456789abcdef0123456789abcdef"
	told := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.RemoteAddr, r.Header.Get(edgeHeader), r.Header.Get(viewerHeader))
	})
	for _, c := range []struct {
		story, key, shown, viewer string
		status                    int
		want                      string
	}{
		{"by CloudFront", key, key, "203.0.113.7", 200, "203.0.113.7:0"},
		{"by CloudFront, version 6", key, key, "2001:db8::7", 200, "[2001:db8::7]:0"},
		{"past it", key, "", "203.0.113.7", 403, ""},
		{"with a guess", key, key[:31] + "0", "203.0.113.7", 403, ""},
		{"with a key and no address", key, key, "", 403, ""},
		{"with a key and no proper address", key, key, "203.0.113.7, 10.0.0.1", 403, ""},
		{"nothing stands before it", "", "", "", 200, "192.0.2.1:1234"},
	} {
		r := httptest.NewRequest("GET", "/v1/session", nil)
		r.Header.Set(edgeHeader, c.shown)
		r.Header.Set(viewerHeader, c.viewer)
		w := httptest.NewRecorder()
		BehindEdge(c.key, told).ServeHTTP(w, r)
		if w.Code != c.status || c.want != "" && w.Body.String() != c.want {
			t.Errorf("%s: %d %q, want %d %q", c.story, w.Code, w.Body, c.status, c.want)
		}
	}
}
