package main

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/wiring"
	"stellwerk/functions/local/demo"
	"stellwerk/functions/local/site"
	"stellwerk/infra/local/loopback"
	"stellwerk/shared/route"
)

// outboxPath is where mails are read that were not sent.
const outboxPath = "/local/outbox"

// newFront is all that people reach: the API through the gateway, the web app, and, on one's own machine only, the demo and the
// outbox. In production these have no address.
func newFront(o options, i *installation) (http.Handler, error) {
	app, err := site.New(o.site, strings.HasPrefix(o.origin, "https:"))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", app)
	mux.Handle("/v1/", i.gateway)
	if !o.conveniences() {
		mux.Handle("/local/", http.NotFoundHandler())
		return mux, nil
	}
	made, err := demoAPI(i)
	if err != nil {
		return nil, err
	}
	mux.Handle("POST "+route.Demo, loopback.Only(made))
	mux.Handle("/local/", loopback.Only(http.StripPrefix("/local", i.outbox.Page())))
	return mux, nil
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
	api, err := wiring.API(i.cfg, settings, i.log)
	if err != nil {
		return nil, err
	}
	api.OpenDemo(demo.New(table.Open(i.cfg, settings.Table), time.Now).Open)
	return api, nil
}
