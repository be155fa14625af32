package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"strings"

	"golang.org/x/net/html"
)

// headers are those of every answer.
func (s *Site) headers(h http.Header) {
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Referrer-Policy", "same-origin") // no-referrer would make browsers hide the origin of forms, too
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if s.strict {
		h.Set("Strict-Transport-Security", "max-age=63072000")
	}
}

// policy is the content security policy of an HTML file: everything from here, WebAssembly may run, and of what stands
// inside the page only what stood there when it was built.
func (s *Site) policy(name string) (string, error) {
	info, err := fs.Stat(s.root, name)
	if err != nil {
		return "", err
	}
	if known, ok := s.pages.Load(name); ok && known.(page).changed.Equal(info.ModTime()) {
		return known.(page).policy, nil
	}
	data, err := fs.ReadFile(s.root, name)
	if err != nil {
		return "", err
	}
	policy := policyFor(data)
	s.pages.Store(name, page{info.ModTime(), policy})
	return policy, nil
}

func policyFor(document []byte) string {
	scripts, styles := inline(document)
	return strings.Join([]string{
		"default-src 'none'",
		"base-uri 'none'",
		"connect-src 'self'",
		"font-src 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"img-src 'self' data: blob:",
		"manifest-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval'" + scripts,
		"style-src 'self'" + styles,
		"worker-src 'self'",
	}, "; ")
}

// inline returns the hashes of scripts and styles within a page, each after a space.
func inline(document []byte) (scripts, styles string) {
	tokens := html.NewTokenizer(bytes.NewReader(document))
	var of *string
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return scripts, styles
		case html.StartTagToken:
			of = nil
			switch t := tokens.Token(); t.Data {
			case "script":
				if !has(t.Attr, "src") {
					of = &scripts
				}
			case "style":
				of = &styles
			}
		case html.TextToken:
			if of != nil {
				sum := sha256.Sum256(tokens.Raw())
				*of += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			}
		case html.EndTagToken:
			of = nil
		}
	}
}

func has(attributes []html.Attribute, name string) bool {
	for _, a := range attributes {
		if a.Key == name {
			return true
		}
	}
	return false
}
