package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"stellwerk/shared/route"
)

// look is one request of the smoke test, and what its answer must have.
type look struct {
	what, address string
	status        int
	headers       map[string]string // name → what the value holds
	body          string            // what the body holds
}

// looks are what tells that the parts have found each other: pages, files, headers, API, and the lock behind CloudFront.
func looks(web, api, wasm string) []look {
	page := map[string]string{"Content-Type": "text/html", "Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'", "Cross-Origin-Opener-Policy": "same-origin"}
	return []look{
		{"the first page", web + "/", 200, page, "<!doctype html>"},
		{"a page of the app", web + "/members", 200, page, "<!doctype html>"},
		{"the worker", web + "/app-worker.js", 200, map[string]string{"Cache-Control": "no-cache"}, ""},
		{"the program", web + "/" + wasm, 200, map[string]string{"Content-Type": "application/wasm", "Content-Encoding": "br", "Cache-Control": "immutable"}, ""},
		{"a file that is not there", web + "/missing.js", 404, nil, ""},
		{"the API", web + route.Session, 204, map[string]string{"Cache-Control": "no-store"}, ""},
		{"the API past CloudFront", api + route.Session, 403, nil, ""},
	}
}

// smokeTries is how often an answer is asked for again: two minutes long, as names take a while to be known everywhere.
const smokeTries = 24

// smoke looks at what was deployed.
func (d *deployer) smoke(ctx context.Context, web, api string) error {
	all, _ := filepath.Glob(filepath.Join(d.site, "web", "app.*.wasm")) // the pattern is sound
	wasm := "web/app.….wasm"
	if len(all) == 1 {
		wasm = "web/" + filepath.Base(all[0])
	} else if !d.dry {
		return fmt.Errorf("%s has %d programs", d.site, len(all))
	}
	for _, l := range looks(web, api, wasm) {
		d.say("GET %s wants %d: %s", l.address, l.status, l.what)
		if d.dry {
			continue
		}
		for try := 0; ; try++ {
			err := d.see(ctx, l)
			if err == nil {
				break
			}
			if try == smokeTries {
				return fmt.Errorf("%s: %w", l.what, err)
			}
			select {
			case <-time.After(d.wait):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

func (d *deployer) see(ctx context.Context, l look) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", "br") // and so nothing is unpacked on the way
	if l.body != "" {
		r.Header.Set("Accept-Encoding", "identity")
	}
	res, err := d.web.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		return err
	}
	if res.StatusCode != l.status {
		return fmt.Errorf("%s answers %d, want %d", l.address, res.StatusCode, l.status)
	}
	for name, want := range l.headers {
		if !strings.Contains(res.Header.Get(name), want) {
			return fmt.Errorf("%s: %s is %q, want %q in it", l.address, name, res.Header.Get(name), want)
		}
	}
	if !strings.Contains(strings.ToLower(string(body)), l.body) {
		return fmt.Errorf("%s has no %q", l.address, l.body)
	}
	return nil
}
