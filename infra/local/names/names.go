// Package names stands in for the name system on a developer's machine: TXT records that one writes oneself, on a page. It keeps them in memory.
package names

import (
	"context"
	"html/template"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Names are the records. Its methods may be called by many goroutines.
type Names struct {
	mu  sync.Mutex
	txt map[string][]string // by the name without the last dot, in lower case
}

// New has none.
func New() *Names { return &Names{txt: map[string][]string{}} }

func plain(name string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
}

// LookupTXT finds the records of a name, as net.Resolver does.
func (n *Names) LookupTXT(_ context.Context, name string) ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	found := n.txt[plain(name)]
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return slices.Clone(found), nil
}

// Add writes a record.
func (n *Names) Add(name, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.txt[plain(name)] = append(n.txt[plain(name)], text)
}

type record struct{ Name, Text string }

func (n *Names) all() (out []record) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for name, texts := range n.txt {
		for _, t := range texts {
			out = append(out, record{name, t})
		}
	}
	slices.SortFunc(out, func(a, b record) int { return strings.Compare(a.Name+a.Text, b.Name+b.Text) })
	return out
}

// Page shows the records at GET /dns, and takes one by POST /dns with name and text.
func (n *Names) Page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dns", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
		_ = page.Execute(w, n.all()) // fails only when the reader has gone
	})
	mux.HandleFunc("POST /dns", func(w http.ResponseWriter, r *http.Request) {
		name, text := plain(r.FormValue("name")), strings.TrimSpace(r.FormValue("text"))
		if name == "" || text == "" {
			http.Error(w, "name and text are needed", http.StatusUnprocessableEntity)
			return
		}
		n.Add(name, text)
		http.Redirect(w, r, "/local/dns", http.StatusSeeOther)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

var page = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Names · Stellwerk</title>
<h1>TXT records on this machine</h1>
<p>They stand in for the name system, and are gone when the program ends.</p>
<form method="post" action="/local/dns">
<p><label>Domain <input name="name" required></label></p>
<p><label>Text <input name="text" size="60" required></label></p>
<p><button>Add</button></p>
</form>
<ul>{{range .}}<li><code>{{.Name}} TXT "{{.Text}}"</code></li>{{else}}<li>None yet.</li>{{end}}</ul>
</html>
`))
