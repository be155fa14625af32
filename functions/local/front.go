package main

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/wiring"
	"stellwerk/functions/local/demo"
	"stellwerk/infra/local/loopback"
	"stellwerk/infra/local/template"
	"stellwerk/shared/route"
)

// outboxPath is where mails are read that were not sent.
const outboxPath = "/local/outbox"

// newFront is all that people reach: the API through the gateway, the web app, and, on one's own machine only, the demo, the
// outbox and the figures. In production these have no address here.
func newFront(o options, i *installation) (http.Handler, error) {
	app, err := webApp(o.site, pageHeaders(i.template, strings.HasPrefix(o.origin, "https:")))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", app)
	mux.Handle("/v1/", i.gateway)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { state(w, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { state(w, i.ready(r.Context())) })
	if !o.conveniences() {
		mux.Handle("/local/", http.NotFoundHandler())
		mux.Handle(metricsPath, http.NotFoundHandler()) // and not the app, which would look like an answer
		return mux, nil
	}
	made, err := demoAPI(i)
	if err != nil {
		return nil, err
	}
	mux.Handle("POST "+route.Demo, loopback.Only(made))
	mux.Handle("/local/", loopback.Only(http.StripPrefix("/local", i.outbox.Page())))
	mux.Handle("/local/dns", loopback.Only(http.StripPrefix("/local", i.names.Page())))
	mux.Handle("GET "+metricsPath, loopback.Only(http.HandlerFunc(i.writeMetrics)))
	return mux, nil
}

// state tells a watchman whether all is well, and nothing else.
func state(w http.ResponseWriter, err error) {
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ok\n")
}

// pageHeaders are those that CloudFront puts on pages and files. strict: people come by https.
func pageHeaders(t *template.Template, strict bool) http.Header {
	all := http.Header{}
	for _, h := range t.Headers {
		if strict || !h.Secure {
			all.Set(h.Name, h.Value)
		}
	}
	return all
}

// demoAPI is an API that has the demo's address beside all others.
func demoAPI(i *installation) (http.Handler, error) {
	f, ok := i.template.Function("Api")
	if !ok {
		return nil, errors.New("the template has no function Api")
	}
	settings, err := config.Read(func(name string) string { return f.Environment[name] })
	if err != nil {
		return nil, err
	}
	api, err := wiring.API(i.cfg, settings, nil, i.log)
	if err != nil {
		return nil, err
	}
	api.OpenDemo(demo.New(table.Open(i.cfg, settings.Table), time.Now).Open)
	return api, nil
}
