package names

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestARecordIsWrittenOnThePageAndFound(t *testing.T) {
	n := New()
	var dns *net.DNSError
	if _, err := n.LookupTXT(t.Context(), "acme.example."); !errors.As(err, &dns) || !dns.IsNotFound {
		t.Fatalf("before: %v", err)
	}
	send := func(site string, values url.Values) int {
		r := httptest.NewRequest("POST", "http://localhost/dns", strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		n.Page().ServeHTTP(w, r)
		return w.Code
	}
	record := url.Values{"name": {"Acme.example"}, "text": {"<proof>"}}
	if got := send("cross-site", record); got != http.StatusForbidden {
		t.Errorf("from another site: %d", got)
	}
	if got := send("same-origin", url.Values{"name": {"acme.example"}}); got != http.StatusUnprocessableEntity {
		t.Errorf("without text: %d", got)
	}
	if got := send("same-origin", record); got != http.StatusSeeOther {
		t.Errorf("a record: %d", got)
	}
	if found, err := n.LookupTXT(t.Context(), "acme.example."); err != nil || !slices.Equal(found, []string{"<proof>"}) {
		t.Errorf("found %v, %v", found, err)
	}
	w := httptest.NewRecorder()
	n.Page().ServeHTTP(w, httptest.NewRequest("GET", "/dns", nil))
	if body := w.Body.String(); !strings.Contains(body, "&lt;proof&gt;") || strings.Contains(body, "<proof>") {
		t.Errorf("the page: %s", body)
	}
}
