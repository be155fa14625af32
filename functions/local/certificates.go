package main

import (
	"crypto/tls"
	"io"
	"net/http"
	"path/filepath"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// certificates gets and renews the domain's certificate by itself, and keeps it with its key in the data directory, readable by its owner only.
// For no other name is one asked for, whatever a visitor says.
func (o options) certificates() *autocert.Manager {
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, Email: o.acmeEmail, HostPolicy: autocert.HostWhitelist(o.domain),
		Cache: autocert.DirCache(filepath.Join(o.data, "certificates")),
	}
	if o.acmeDirectory != "" {
		m.Client = &acme.Client{DirectoryURL: o.acmeDirectory}
	}
	return m
}

// hardened is how connections are secured: TLS 1.3, or 1.2 with forward secrecy and authenticated encryption.
func hardened(m *autocert.Manager) *tls.Config {
	c := m.TLSConfig()
	c.MinVersion = tls.VersionTLS12
	c.CipherSuites = []uint16{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	}
	return c
}

// toOrigin leads those who come by http to the address that people know, and answers nothing else: what a form or a program sends in clear is
// to be noticed.
func toOrigin(origin string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "Use "+origin+"\n")
			return
		}
		http.Redirect(w, r, origin+r.URL.RequestURI(), http.StatusMovedPermanently)
	})
}
