package mail

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle []byte

var page = template.Must(template.New("page").Parse(pageText))

const (
	// pagePolicy lets the page load its style and show the frame, and nothing else.
	pagePolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// bodyPolicy keeps a mail's HTML from running or loading anything; a click on a link may take over the window.
	bodyPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; " +
		"sandbox allow-top-navigation-by-user-activation"
)

// Page shows the outbox: a list at /outbox, newest first, each mail at /outbox/ID, and for tests everything as JSON at
// /outbox.json, of one recipient with ?to=. It speaks the browser's language, or that of ?lang=. Its links are relative, so that it may
// stand under any path. Mails hold links that sign people in: keep it behind loopback.Only.
func (o *Outbox) Page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /outbox", o.list)
	mux.HandleFunc("GET /outbox.json", o.json)
	mux.HandleFunc("GET /outbox.css", style)
	mux.HandleFunc("GET /outbox/{id}", o.show)
	mux.HandleFunc("GET /outbox/{id}/html", o.body)
	mux.HandleFunc("GET /outbox/{id}/raw", o.raw)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		mux.ServeHTTP(w, r)
	})
}

func (o *Outbox) render(w http.ResponseWriter, r *http.Request, v view) {
	lang, chosen := pageLanguage(r)
	if v.Language, v.T = lang, texts[lang]; chosen {
		v.Query = "?lang=" + lang
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Language)
	h.Set("Vary", "Accept-Language")
	_ = page.Execute(w, v) // fails only when the reader has gone
}

func (o *Outbox) list(w http.ResponseWriter, r *http.Request) { o.render(w, r, view{Mails: o.Mails()}) }

func (o *Outbox) show(w http.ResponseWriter, r *http.Request) {
	if m, ok := o.find(r.PathValue("id")); ok {
		o.render(w, r, view{Mail: &m})
		return
	}
	http.NotFound(w, r)
}

// body serves the HTML part by itself, for the frame. Its links open in the whole window.
func (o *Outbox) body(w http.ResponseWriter, r *http.Request) {
	m, ok := o.find(r.PathValue("id"))
	if !ok || m.HTML == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", bodyPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(`<!doctype html><base target="_top">` + m.HTML))
}

func (o *Outbox) raw(w http.ResponseWriter, r *http.Request) {
	m, ok := o.find(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	http.ServeFile(w, r, o.file(m.ID, ".eml"))
}

func (o *Outbox) json(w http.ResponseWriter, r *http.Request) {
	mails := []Mail{}
	to := r.URL.Query().Get("to")
	for _, m := range o.Mails() {
		if to == "" || contains(m.To, to) {
			mails = append(mails, m)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(mails)
}

func contains(addresses []string, wanted string) bool {
	for _, a := range addresses {
		if strings.EqualFold(a, wanted) {
			return true
		}
	}
	return false
}

func style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(pageStyle)
}
