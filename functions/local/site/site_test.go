package site

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const landing = `<!doctype html><script src="/app.js"></script><p>Stellwerk`

const shellPage = landing + ` wartet`

// web is a directory as the build makes it.
func web(t *testing.T) (s *Site, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{
		"index.html":               landing,
		"app.html":                 shellPage,
		"sign-in.html":             `<!doctype html><p>Sign in`,
		"legal/index.html":         `<!doctype html><p>Legal`,
		"app.3fa94c12.wasm":        "plain wasm",
		"app.3fa94c12.wasm.br":     "br",
		"app.3fa94c12.wasm.gz":     "gzipped",
		"style-0123456789.css":     "p{}",
		"app.js":                   "app",
		"app.js.gz":                "app gz",
		"app-worker.js":            "worker",
		"manifest.webmanifest":     "{}",
		".made":                    "",
		"icons/192.png":            "png",
		"deadbeef/not-a-name.html": "<p>",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(dir, http.Header{"Content-Security-Policy": {"default-src 'none'"}})
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func get(s *Site, method, address string, header ...string) *http.Response {
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = address
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAddressesFindTheirFiles(t *testing.T) {
	s, _ := web(t)
	const forever, anew = "public, max-age=31536000, immutable", "no-cache"
	for _, c := range []struct {
		address, accept     string
		status              int
		content, kind       string
		encoding, keepAlive string
	}{
		{"/", "", 200, landing, "text/html; charset=utf-8", "", anew},
		{"/members", "", 200, shellPage, "text/html; charset=utf-8", "", anew},
		{"/members/01ARZ3NDEKTSV4RRFFQ69G5FAV", "", 200, shellPage, "text/html; charset=utf-8", "", anew},
		{"/sign-in", "", 200, `<!doctype html><p>Sign in`, "text/html; charset=utf-8", "", anew},
		{"/legal", "", 200, `<!doctype html><p>Legal`, "text/html; charset=utf-8", "", anew},
		{"/app.3fa94c12.wasm", "gzip, deflate, br, zstd", 200, "br", "application/wasm", "br", forever},
		{"/app.3fa94c12.wasm", "gzip", 200, "gzipped", "application/wasm", "gzip", forever},
		{"/app.3fa94c12.wasm", "br;q=0, gzip;q=0.5", 200, "gzipped", "application/wasm", "gzip", forever},
		{"/app.3fa94c12.wasm", "", 200, "plain wasm", "application/wasm", "", forever},
		{"/style-0123456789.css", "br", 200, "p{}", "text/css; charset=utf-8", "", forever},
		{"/app.js", "br, gzip", 200, "app gz", "text/javascript; charset=utf-8", "gzip", anew},
		{"/app-worker.js", "br", 200, "worker", "text/javascript; charset=utf-8", "", anew},
		{"/manifest.webmanifest", "", 200, "{}", "application/manifest+json", "", anew},
		{"/icons/192.png", "", 200, "png", "image/png", "", anew},
		{"/deadbeef/not-a-name", "", 200, "<p>", "text/html; charset=utf-8", "", anew},
		{"/app.3fa94c12.wasm.br", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
		{"/missing.js", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
		{"/.made", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
		{"/../site.go", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
		{"/icons/../../site.go", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
		{"/icons/..\\192.png", "", 404, "not found\n", "text/plain; charset=utf-8", "", ""},
	} {
		res := get(s, "GET", c.address, "Accept-Encoding", c.accept)
		if got := text(t, res); res.StatusCode != c.status || got != c.content {
			t.Errorf("%s: %d %q, want %d %q", c.address, res.StatusCode, got, c.status, c.content)
		}
		h := res.Header
		if h.Get("Content-Type") != c.kind || h.Get("Content-Encoding") != c.encoding || h.Get("Cache-Control") != c.keepAlive {
			t.Errorf("%s: type %q, encoding %q, cache %q; want %q, %q, %q", c.address,
				h.Get("Content-Type"), h.Get("Content-Encoding"), h.Get("Cache-Control"), c.kind, c.encoding, c.keepAlive)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	s, _ := web(t)
	if res := get(s, "POST", "/sign-in"); res.StatusCode != 405 || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
	res := get(s, "HEAD", "/app.3fa94c12.wasm", "Accept-Encoding", "br")
	if res.StatusCode != 200 || res.Header.Get("Content-Length") != "2" || text(t, res) != "" {
		t.Errorf("HEAD: %d with length %q", res.StatusCode, res.Header.Get("Content-Length"))
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	s, _ := web(t)
	tag := get(s, "GET", "/app.js", "Accept-Encoding", "gzip").Header.Get("ETag")
	if res := get(s, "GET", "/app.js", "Accept-Encoding", "gzip", "If-None-Match", `"x", W/`+tag); res.StatusCode != 304 || text(t, res) != "" {
		t.Errorf("the same form: %d, want 304", res.StatusCode)
	}
	if res := get(s, "GET", "/app.js", "If-None-Match", tag); res.StatusCode != 200 {
		t.Errorf("another form: %d, want 200", res.StatusCode)
	}
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	s, _ := web(t)
	for _, address := range []string{"/", "/members", "/app.js", "/missing.js"} {
		if got := get(s, "GET", address).Header.Get("Content-Security-Policy"); got != "default-src 'none'" {
			t.Errorf("%s has the policy %q", address, got)
		}
	}
}

func TestADirectoryWithoutTheAppIsRefused(t *testing.T) {
	if _, err := New(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "make site") {
		t.Errorf("an empty directory: %v; want a hint to build the app", err)
	}
}
