package mail

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"golang.org/x/text/language"
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
// /outbox.json, of one recipient with ?to=. Its links are relative, so that it may stand under any path. Mails hold links that sign people in: keep it behind loopback.Only.
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

// texts of the page by language.
var texts = map[string]map[string]string{
	"en": {
		"title": "Outbox", "hint": "Mails that this installation would have sent. Nothing here has left the machine.",
		"empty": "No mails yet.", "refresh": "Refresh", "from": "From", "to": "To", "at": "Sent", "attachments": "Attachments",
		"back": "All mails", "text": "Text", "html": "Formatted", "raw": "Source", "none": "(no subject)", "layout": "2 Jan 2006, 15:04:05",
	},
	"de": {
		"title": "Postausgang", "hint": "E-Mails, die diese Installation verschickt hätte. Nichts davon hat den Rechner verlassen.",
		"empty": "Noch keine E-Mails.", "refresh": "Aktualisieren", "from": "Von", "to": "An", "at": "Gesendet", "attachments": "Anhänge",
		"back": "Alle E-Mails", "text": "Text", "html": "Formatiert", "raw": "Quelltext", "none": "(ohne Betreff)", "layout": "02.01.2006, 15:04:05",
	},
}

var languages = language.NewMatcher([]language.Tag{language.English, language.German})

func pageLanguage(r *http.Request) string {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "en"
	}
	_, i, _ := languages.Match(wanted...)
	return []string{"en", "de"}[i]
}

// view is what the template shows: a list, or one mail.
type view struct {
	Language string
	T        map[string]string
	Mails    []Mail
	Mail     *Mail
}

// When writes a time as the page's language does.
func (v view) When(m Mail) string { return m.At.Local().Format(v.T["layout"]) }

// Title is the subject, or what stands for none.
func (v view) Title(m Mail) string {
	if strings.TrimSpace(m.Subject) == "" {
		return v.T["none"]
	}
	return m.Subject
}

// Segment is a piece of a text; URL is set if it is a link.
type Segment struct{ Text, URL string }

// Segments cuts a text at its links, so that the template escapes each piece.
func (v view) Segments(text string) (out []Segment) {
	for {
		at := linkPattern.FindStringIndex(text)
		if at == nil {
			return append(out, Segment{Text: text})
		}
		link := trimLink(text[at[0]:at[1]])
		out = append(out, Segment{Text: text[:at[0]]}, Segment{Text: link, URL: link})
		text = text[at[0]+len(link):]
	}
}

func (o *Outbox) render(w http.ResponseWriter, r *http.Request, v view) {
	v.Language = pageLanguage(r)
	v.T = texts[v.Language]
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
