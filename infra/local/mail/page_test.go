package mail

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

func visit(t *testing.T, o *Outbox, address, language string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", address, nil)
	r.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	o.Page().ServeHTTP(w, r)
	return w
}

func TestThePageListsAndShowsMails(t *testing.T) {
	o := outbox(t, t.TempDir())
	c := client(t, o)
	if w := visit(t, o, "/outbox", "en"); !strings.Contains(w.Body.String(), "No e-mails yet") {
		t.Errorf("the empty outbox says %s", w.Body)
	}
	send(t, c, simple("a@example.com", "Older", "t", ""))
	id := send(t, c, simple("b@example.com", "Newer", "Look: https://stellwerk.example/x?a=1&b=2.", `<a href="https://stellwerk.example/y">y</a>`))
	list := visit(t, o, "/outbox", "en").Body.String()
	if newer, older := strings.Index(list, "Newer"), strings.Index(list, "Older"); newer < 0 || older < newer {
		t.Errorf("the list doesn't begin with the newest:\n%s", list)
	}
	if !strings.Contains(list, `href="outbox/`+id+`"`) {
		t.Errorf("the list doesn't lead to the mail:\n%s", list)
	}
	show := visit(t, o, "/outbox/"+id, "en").Body.String()
	for _, want := range []string{
		`<a href="https://stellwerk.example/x?a=1&amp;b=2">https://stellwerk.example/x?a=1&amp;b=2</a>.`,
		`sandbox="allow-top-navigation-by-user-activation"`, `src="` + id + `/html"`, "b@example.com",
	} {
		if !strings.Contains(show, want) {
			t.Errorf("the mail's page lacks %s:\n%s", want, show)
		}
	}
	if body := visit(t, o, "/outbox/"+id+"/html", "en").Body.String(); body != `<!doctype html><base target="_top"><a href="https://stellwerk.example/y">y</a>` {
		t.Errorf("the HTML part is %s", body)
	}
	if source := visit(t, o, "/outbox/"+id+"/raw", "en"); !strings.Contains(source.Body.String(), "Subject: Newer") || !strings.HasPrefix(source.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("the source is %s", source.Body)
	}
	for _, address := range []string{"/outbox/nobody", "/outbox/nobody/html", "/outbox/nobody/raw", "/outbox/..%2f..%2fetc%2fpasswd/raw", "/elsewhere"} {
		if w := visit(t, o, address, "en"); w.Code != 404 {
			t.Errorf("%s is answered with %d", address, w.Code)
		}
	}
}

// TestThePageMayStandUnderAnyPath follows every link of both pages from where they stand.
func TestThePageMayStandUnderAnyPath(t *testing.T) {
	o := outbox(t, t.TempDir())
	id := send(t, client(t, o), simple("a@example.com", "s", "t", "<p>t</p>"))
	links := regexp.MustCompile(`(?:href|src)="([^"]+)"`)
	for _, prefix := range []string{"", "/local"} {
		page := http.StripPrefix(prefix, o.Page())
		get := func(address string) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			page.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
			return w
		}
		for _, from := range []string{prefix + "/outbox", prefix + "/outbox/" + id} {
			base, err := url.Parse(from)
			if err != nil {
				t.Fatal(err)
			}
			found := links.FindAllStringSubmatch(get(from).Body.String(), -1)
			if len(found) < 3 {
				t.Errorf("%s has the links %q", from, found)
			}
			for _, link := range found {
				to, err := base.Parse(link[1])
				if err != nil {
					t.Fatal(err)
				}
				if w := get(to.Path); w.Code != 200 {
					t.Errorf("%s leads to %s, which is answered with %d", from, to, w.Code)
				}
			}
		}
	}
}

func TestThePageSpeaksTwoLanguages(t *testing.T) {
	o := outbox(t, t.TempDir())
	for accept, want := range map[string]string{
		"de": "Postausgang", "de-AT,de;q=0.9,en;q=0.5": "Postausgang", "en-GB": "Outbox", "fr, de;q=0.5": "Postausgang", "fr": "Outbox", "": "Outbox", "%": "Outbox",
	} {
		w := visit(t, o, "/outbox", accept)
		if !strings.Contains(w.Body.String(), "<h1>"+want+"</h1>") {
			t.Errorf("Accept-Language %q doesn't give %q", accept, want)
		}
		if language := w.Header().Get("Content-Language"); !strings.Contains(w.Body.String(), `<html lang="`+language+`">`) {
			t.Errorf("the header says %q, the page something else", language)
		}
	}
	for _, c := range []struct{ story, address, accept, want, link string }{
		{"chosen on the page", "/outbox?lang=de", "en", "Postausgang", `href="outbox?lang=de"`},
		{"chosen on the page", "/outbox?lang=en", "de", "Outbox", `href="outbox?lang=en"`},
		{"a language that isn't there", "/outbox?lang=%22fr", "de", "Postausgang", `href="outbox"`},
	} {
		if body := visit(t, o, c.address, c.accept).Body.String(); !strings.Contains(body, "<h1>"+c.want+"</h1>") || !strings.Contains(body, c.link) {
			t.Errorf("%s, %s: want %q and %s in\n%s", c.story, c.address, c.want, c.link, body)
		}
	}
	for key := range texts["en"] {
		if texts["de"][key] == "" {
			t.Errorf("text %q has no German", key)
		}
	}
	if len(texts["de"]) != len(texts["en"]) {
		t.Error("German has texts that English lacks")
	}
}

func TestNothingInAMailRunsInThePage(t *testing.T) {
	o := outbox(t, t.TempDir())
	const evil = `"><script>alert(1)</script>`
	id := send(t, client(t, o), simple(`"`+`<script>x</script>`+`" <a@example.com>`, evil, evil+" https://x.example/\"onclick=alert(1) javascript:alert(1)", evil))
	for _, address := range []string{"/outbox", "/outbox/" + id} {
		w := visit(t, o, address, "en")
		if strings.Contains(w.Body.String(), "<script") {
			t.Errorf("%s holds a script:\n%s", address, w.Body)
		}
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
			t.Errorf("%s has the policy %q", address, policy)
		}
		if strings.Contains(w.Body.String(), "<style") || strings.Contains(w.Body.String(), "style=") {
			t.Errorf("%s has a style that its own policy forbids", address)
		}
	}
	body := visit(t, o, "/outbox/"+id+"/html", "en").Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(body, "default-src 'none'") || !strings.Contains(body, "sandbox allow-top-navigation-by-user-activation") || strings.Contains(body, "script-src") {
		t.Errorf("the frame has the policy %q", body)
	}
}

// TestTheMainLinkIsAButton with the words that the mail has for it.
func TestTheMainLinkIsAButton(t *testing.T) {
	o := outbox(t, t.TempDir())
	c := client(t, o)
	const to = "https://x.example/c?a=1&b=2"
	for _, m := range []struct{ story, text, html, want string }{
		{"the words of the mail", "Confirm:\n" + to, `<a href="https://x.example/c?a=1&amp;b=2"> Confirm <b>address</b></a>`, `href="https://x.example/c?a=1&amp;b=2">Confirm address</a>`},
		{"not the address once more", "See " + to, `<a href="https://x.example/c?a=1&amp;b=2">` + to + `</a>`, `href="https://x.example/c?a=1&amp;b=2">Open the link</a>`},
		{"text only", "See " + to + ".", "", `href="https://x.example/c?a=1&amp;b=2">Open the link</a>`},
		{"never a script", "See javascript:alert(1)", `<a href="javascript:alert(1)">Confirm</a>`, ""},
		{"no link", "Hello", "<p>Hello</p>", ""},
	} {
		body := visit(t, o, "/outbox/"+send(t, c, simple("a@example.com", "s", m.text, m.html)), "en").Body.String()
		_, button, found := strings.Cut(body, `<a class="button primary" `)
		if found != (m.want != "") || !strings.HasPrefix(button, m.want) {
			t.Errorf("%s: the button is %.80q, want %q", m.story, button, m.want)
		}
	}
}

func TestTheListTellsHowAMailBegins(t *testing.T) {
	o := outbox(t, t.TempDir())
	send(t, client(t, o), simple("a@example.com", "s", "Hello,\n\nsomebody has\nsigned <up>. "+strings.Repeat("ä", 300), ""))
	want := `<span class="extract">somebody has signed &lt;up&gt;. ` + strings.Repeat("ä", 173) + "…</span>"
	if list := visit(t, o, "/outbox", "en").Body.String(); !strings.Contains(list, want) {
		t.Errorf("the list lacks %s:\n%s", want, list)
	}
}

// TestThePageHasTheAppsColours by the same names.
func TestThePageHasTheAppsColours(t *testing.T) {
	css, err := os.ReadFile("../../../web/css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens := regexp.MustCompile(`--[a-z-]+: light-dark\(#[^)]+\);`)
	app := strings.ReplaceAll(string(css), "#fff,", "#ffffff,")
	found := tokens.FindAllString(string(pageStyle), -1)
	for _, token := range found {
		if !strings.Contains(app, token) {
			t.Errorf("%s is no colour of the app", token)
		}
	}
	if all := strings.Count(string(pageStyle), "#"); len(found) == 0 || all != 2*len(found) {
		t.Errorf("%d colours in %d tokens", all, len(found))
	}
}

func TestTheListForTests(t *testing.T) {
	o := outbox(t, t.TempDir())
	c := client(t, o)
	send(t, c, simple("a@example.com", "1", "https://stellwerk.example/c?t=1", ""))
	send(t, c, simple("b@example.com", "2", "t", ""))
	for address, want := range map[string][]string{"/outbox.json": {"2", "1"}, "/outbox.json?to=A@example.com": {"1"}, "/outbox.json?to=c@example.com": {}} {
		w := visit(t, o, address, "")
		var mails []Mail
		if err := json.Unmarshal(w.Body.Bytes(), &mails); err != nil || mails == nil {
			t.Fatalf("%s: %v in %s", address, err, w.Body)
		}
		if len(mails) != len(want) {
			t.Errorf("%s gives %+v, want subjects %q", address, mails, want)
			continue
		}
		for i, m := range mails {
			if m.Subject != want[i] || m.Subject == "1" && (len(m.Links) != 1 || m.Links[0] != "https://stellwerk.example/c?t=1") {
				t.Errorf("%s gives %+v, want subjects %q", address, mails, want)
			}
		}
	}
}
