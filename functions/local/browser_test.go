package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// process is the installation as its command runs it.
type process struct {
	testing.TB
	address string // http://127.0.0.1:port
	engine  string // the same of the database's port, if it is open
	stop    func() error
	logs    *said
	client  *http.Client
	data    string // its directory
}

// said is what a process has printed so far.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
	line chan struct{} // something was printed
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		select {
		case s.line <- struct{}{}:
		default:
		}
	}()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// website is a web app of one page.
func website(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, page := range []string{"index.html", "app.html"} {
		if err := os.WriteFile(filepath.Join(dir, page), []byte("<!doctype html><p>The app"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var listening = regexp.MustCompile(`addr=(\S+) engine=(\S+)`)

// run starts an installation over data and waits until it listens. Whatever the test forgets is stopped at its end.
func run(t testing.TB, data string, args ...string) *process {
	t.Helper()
	logs := &said{line: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	common := []string{"--addr", "127.0.0.1:0", "--data", data, "--site", website(t), "--template", "../../template.yaml"}
	if len(args) > 0 && args[0] == serveCommand {
		args = slices.Concat(args[:1], common, args[1:])
	} else {
		args = append(common, args...)
	}
	go func() { ended <- start(ctx, args, func(string) string { return "" }, io.Discard, logs) }()
	p := &process{TB: t, client: &http.Client{}, logs: logs, data: data}
	p.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Errorf("the process ended with: %v", err)
		}
		if t.Failed() {
			t.Log(logs)
		}
	})
	for {
		if found := listening.FindStringSubmatch(logs.String()); found != nil {
			p.address, p.engine = "http://"+found[1], "http://"+found[2]
			return p
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("it did not start: %v", err)
		case <-logs.line:
		}
	}
}

// browser keeps cookies; the real one would send them here too, as this machine counts as secure.
type browser struct {
	*process
	cookies map[string]string
	secrets map[string]bool // all cookies that it was given, and the tokens of links in mails
}

func (p *process) browser() *browser { return &browser{p, map[string]string{}, map[string]bool{}} }

// do sends a request with JSON and reads the answer into out, unless that is nil. It returns the status.
func (b *browser) do(method, path string, in, out any) int {
	b.Helper()
	var body io.Reader
	kind := "application/json"
	switch in := in.(type) {
	case nil:
	case xlsx:
		body, kind = bytes.NewReader(in), route.WorkbookType
	case []byte:
		body, kind = bytes.NewReader(in), "text/csv"
	default:
		data, err := json.Marshal(in)
		if err != nil {
			b.Fatal(err)
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(b.Context(), method, b.address+path, body)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range res.Cookies() {
		b.cookies[c.Name] = c.Value
		b.secrets[c.Value] = c.Value != ""
	}
	if out != nil && res.StatusCode < 300 {
		if text, ok := out.(*string); ok {
			*text = string(data)
		} else if err := json.Unmarshal(data, out); err != nil {
			b.Fatalf("%s %s: %v in %s", method, path, err, data)
		}
	}
	if res.StatusCode >= 500 {
		b.Errorf("%s %s: %d %s", method, path, res.StatusCode, data)
	}
	return res.StatusCode
}

// must is do with the status that is expected.
func (b *browser) must(status int, method, path string, in, out any) {
	b.Helper()
	if got := b.do(method, path, in, out); got != status {
		b.Fatalf("%s %s: %d, want %d", method, path, got, status)
	}
}

// members reads all members of an organisation by their ids.
func (b *browser) members(tenant org.TenantID) map[string]route.SyncRecord {
	b.Helper()
	all := map[string]route.SyncRecord{}
	for cursor := ""; ; {
		var page route.SnapshotReply
		b.must(200, "GET", route.In(route.Snapshot, tenant)+"?cursor="+cursor, nil, &page)
		for _, r := range page.Records {
			if r.Kind == "member" {
				all[r.ID] = r
			}
		}
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}
