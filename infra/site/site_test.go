package main

import (
	"errors"
	"strings"
	"testing"
)

var testNames = named{wasm: "/w", exec: "/x", style: "/s", early: "/e", forms: "/o", loader: "/l", texts: []string{"/de", "/en"},
	fonts: map[string]string{"inter-latin.woff2": "/f"}, integrity: func(address string) string { return "sha256-of" + address }}

func TestPagesAreTheSameBytesEachTime(t *testing.T) {
	n := testNames
	for _, path := range []string{"", "/", "/sign-up"} {
		first, err := constant(path, n)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if again, _ := constant(path, n); string(again) != string(first) {
				t.Fatalf("%q differs from build to build", path)
			}
		}
	}
}

func TestNothingRunsInline(t *testing.T) {
	page, err := constant("/sign-in", testNames)
	if err != nil {
		t.Fatal(err)
	}
	html := string(page)
	for _, bad := range []string{"<style", " style=", "javascript:", " onclick", "<script>", "<script defer>"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q; the content security policy forbids it", bad)
		}
	}
	for _, want := range []string{`<html lang="de" data-at="/sign-in">`, "Anmelden · Stellwerk", `id="early-en"`, "Welcome back", `rel="preload"`, `type="password"`, `aria-required="true"`, `src="/x" integrity="sha256-of/x"`, `src="/l" integrity="sha256-of/l"`, `href="/s" integrity="sha256-of/s"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(html, `checked="false"`) || strings.Contains(html, `disabled="false"`) {
		t.Error("an attribute that is there is true to a browser, whatever it says")
	}
}

func TestAttributesThatGoQuotesAreRefused(t *testing.T) {
	if _, err := orderly("<p title=\"a\\\"b\">x</p>"); err == nil {
		t.Error("a quotation mark that became a backslash should be refused")
	}
}

func TestOnlyWhatIsWantedIsLeft(t *testing.T) {
	src := "package app\n\nimport (\n\t\"net/http\"\n\t\"strings\"\n)\n\ntype server struct{ http.Handler }\n\n// trim trims.\nfunc trim(s string) string { return strings.TrimSpace(s) }\n"
	out, err := only("x.go", []byte(src), []string{"trim"})
	if err != nil || strings.Contains(string(out), "http") || !strings.Contains(string(out), "func trim") || !strings.Contains(string(out), `import "strings"`) {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := only("x.go", []byte(src), []string{"gone"}); err == nil {
		t.Error("a declaration that go-app no longer has should be an error")
	}
}

func TestStylesAreSqueezed(t *testing.T) {
	got := string(squeeze([]byte("/*! licence */\n/* head\n */\na {\n  color: red; /* why */\n}\n\n")))
	if got != "/*! licence */\na {\ncolor: red;\n}\n" {
		t.Errorf("%q", got)
	}
}

func TestWithoutASlimGoAppItIsBuiltAsItIs(t *testing.T) {
	var said strings.Builder
	good := func() ([]byte, error) { return []byte("stock"), nil }
	got, err := preferSlim(&said, func() ([]byte, error) { return nil, errors.New("it has changed") }, good)
	if err != nil || string(got) != "stock" || !strings.Contains(said.String(), "it has changed") {
		t.Errorf("%q, %v, said %q", got, err, said.String())
	}
	said.Reset()
	got, err = preferSlim(&said, func() ([]byte, error) { return []byte("slim"), nil }, good)
	if err != nil || string(got) != "slim" || said.Len() != 0 {
		t.Errorf("%q, %v, said %q", got, err, said.String())
	}
}
