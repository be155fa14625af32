package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stellwerk/shared/route"
)

func TestTheDemoIsOneClickAway(t *testing.T) {
	p := run(t, t.TempDir())
	b := p.browser()
	began := time.Now()
	var who route.SessionReply
	b.must(200, "POST", route.Demo, nil, &who)
	t.Logf("the demo took %v", time.Since(began))
	people := b.members(who.Memberships[0].Tenant)
	if len(people) < 245 || len(people) > 260 {
		t.Errorf("the demo has %d people, want about 250", len(people))
	}
	again := p.browser()
	var same route.SessionReply
	again.must(200, "POST", route.Demo, nil, &same)
	if same.Account != who.Account || len(again.members(same.Memberships[0].Tenant)) != len(people) {
		t.Error("a second click made another demo")
	}
}

func TestWhatWasAnsweredOutlivesAStop(t *testing.T) {
	data := t.TempDir()
	first := run(t, data)
	b := first.browser()
	var who route.SessionReply
	b.must(200, "POST", route.Demo, nil, &who)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	b.process = run(t, data)
	var still route.SessionReply
	b.must(200, "GET", route.Session, nil, &still)
	if len(b.members(still.Memberships[0].Tenant)) < 245 {
		t.Error("people have gone")
	}
}

func TestATakenPortIsSaid(t *testing.T) {
	p := run(t, t.TempDir())
	addr := strings.TrimPrefix(p.address, "http://")
	data := filepath.Join(t.TempDir(), "untouched")
	err := start(t.Context(), []string{"--addr", addr, "--data", data, "--site", website(t), "--template", "../../template.yaml"},
		func(string) string { return "" }, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), addr+" is taken by another program") || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("a second start says %v", err)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("a second start touched the data directory: %v", err)
	}
}

func TestTheDataOfAnotherProcessIsNotTouched(t *testing.T) {
	data := t.TempDir()
	run(t, data)
	err := start(t.Context(), []string{"--addr", "127.0.0.1:0", "--data", data, "--site", website(t), "--template", "../../template.yaml"},
		func(string) string { return "" }, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second start over the same data says %v", err)
	}
}

// TestProductionHasNoConveniences: threats.md, near misses.
func TestProductionHasNoConveniences(t *testing.T) {
	for _, c := range []struct {
		story string
		args  []string
	}{
		{"production", []string{"--production", "--origin", "https://stellwerk.example.org"}},
		{"reached from other machines", []string{"--addr", "0.0.0.0:0", "--origin", "http://localhost:8080"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			p := run(t, t.TempDir(), c.args...)
			b := p.browser()
			for _, closed := range []string{
				"POST " + route.Demo, "GET " + route.Demo, "GET " + outboxPath, "GET " + outboxPath + ".json", "GET " + outboxPath + "/1", "POST " + outboxPath,
				"GET /local/", "GET /outbox.css", "GET /outbox.json",
				"GET /v1/openapi.json", "GET /v1/docs", "GET /openapi.json", "GET /metrics.json", "GET " + metricsPath, "PUT /files/imports/a.csv",
			} {
				method, path, _ := strings.Cut(closed, " ")
				if status := b.do(method, path, nil, nil); status != 404 && status != 405 {
					t.Errorf("%s answers %d, want 404", closed, status)
				}
			}
			for _, page := range []string{"/docs", "/debug/pprof", "/admin"} {
				var text string
				if b.do("GET", page, nil, &text); text != "<!doctype html><p>The app" {
					t.Errorf("%s is not the app but %q", page, text)
				}
			}
			if len(b.cookies) > 0 {
				t.Errorf("somebody was signed in: %v", b.cookies)
			}
			b.engineIsClosed()
		})
	}
}

// engineIsClosed sends what the database's port would answer.
func (b *browser) engineIsClosed() {
	b.Helper()
	if status, text := b.listTables(b.address, ""); status == 200 || strings.Contains(text, "TableNames") {
		b.Errorf("the database answers: %d %s", status, text)
	}
}

// listTables asks a database for its tables, as a page of another host if that is given.
func (p *process) listTables(address, host string) (int, string) {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), "POST", address+"/", strings.NewReader("{}"))
	if err != nil {
		p.Fatal(err)
	}
	r.Host = host
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810.ListTables")
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	res, err := p.client.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestAWatchmanIsAnswered(t *testing.T) {
	for _, args := range [][]string{nil, {"--production", "--origin", "https://stellwerk.example.org"}} {
		b := run(t, t.TempDir(), args...).browser()
		for _, page := range []string{"/healthz", "/readyz"} {
			var text string
			if b.must(200, "GET", page, nil, &text); text != "ok\n" {
				t.Errorf("%s answers %q", page, text)
			}
		}
	}
}

func TestOtherToolsReachTheDatabaseIfAsked(t *testing.T) {
	p := run(t, t.TempDir(), "--engine-addr", "127.0.0.1:0")
	if status, text := p.listTables(p.engine, ""); status != 200 || !strings.Contains(text, "stellwerk") {
		t.Errorf("ListTables: %d %s", status, text)
	}
	if status, text := p.listTables(p.engine, "rebound.example:8000"); status != 404 {
		t.Errorf("ListTables for a page of the web: %d %s", status, text)
	}
}

// TestPagesOfTheWebReachNoConveniences: a name that somebody points to 127.0.0.1 is told by its Host header.
func TestPagesOfTheWebReachNoConveniences(t *testing.T) {
	p := run(t, t.TempDir())
	for _, address := range []string{"POST " + route.Demo, "GET " + outboxPath, "GET " + metricsPath} {
		method, path, _ := strings.Cut(address, " ")
		r, err := http.NewRequestWithContext(t.Context(), method, p.address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "rebound.example:8080"
		res, err := p.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusNotFound || len(res.Cookies()) > 0 {
			t.Errorf("%s for another host: %d, want 404", path, res.StatusCode)
		}
	}
}

// TestAStopLetsRequestsEnd: what was begun is answered, and its data is on disk.
func TestAStopLetsRequestsEnd(t *testing.T) {
	data := t.TempDir()
	p := run(t, data)
	b := p.browser()
	var who route.SessionReply
	b.must(200, "POST", route.Demo, nil, &who)
	tenant := who.Memberships[0].Tenant

	body, rest := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), "POST", p.address+route.In(route.Deed, tenant, "tenants.rename"), body)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Path = strings.Replace(r.URL.Path, "{deed}", "tenants.rename", 1)
	r.Header.Set("Content-Type", "application/json")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	r.Header.Set("Expect", "100-continue") // the body is asked for once the request is under way
	patient := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	answered := make(chan error, 1)
	go func() {
		res, err := patient.Do(r)
		if err == nil {
			defer res.Body.Close()
			if text, _ := io.ReadAll(res.Body); res.StatusCode != 200 {
				err = fmt.Errorf("status %d: %s", res.StatusCode, text)
			}
		}
		answered <- err
	}()
	if _, err := rest.Write([]byte(`{"from":"Stadtwerke Birkenfurt",`)); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- p.stop() }()
	for { // until no new connection is taken
		fresh := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		res, err := fresh.Get(p.address + route.Session)
		if err != nil {
			break
		}
		res.Body.Close()
	}
	if _, err := rest.Write([]byte(`"to":"Stadtwerke am Fluss"}`)); err != nil {
		t.Fatal(err)
	}
	rest.Close()
	if err := <-answered; err != nil {
		t.Errorf("the request that was under way: %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("the stop: %v", err)
	}
	b.process = run(t, data)
	var still route.SessionReply
	b.must(200, "GET", route.Session, nil, &still)
	if still.Memberships[0].Name != "Stadtwerke am Fluss" {
		t.Errorf("the organisation is called %q", still.Memberships[0].Name)
	}
}
