package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"io/fs"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// authority is a stand-in for a certificate authority: it speaks as much of ACME (RFC 8555) as a first certificate needs, and believes every
// signature, but no challenge that it has not looked at.
type authority struct {
	*httptest.Server
	roots *x509.CertPool
	key   *ecdsa.PrivateKey
	root  *x509.Certificate
	http  string // where it looks for the answer to a challenge

	mu      sync.Mutex
	orders  []string // names that certificates were asked for
	answer  string   // what the challenge's file held
	issued  []byte
	contact []string
}

const challengeToken = "a-token-of-the-authority"

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Stand-in"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, root, root, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, _ = x509.ParseCertificate(der) // just made
	a := &authority{key: key, root: root, roots: x509.NewCertPool()}
	a.roots.AddCert(root)
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Header().Set("Replay-Nonce", "nonce")
	w.Header().Set("Content-Type", "application/json")
	say := func(status int, v any) { w.WriteHeader(status); _ = json.NewEncoder(w).Encode(v) }
	var signed struct{ Payload string }
	_ = json.NewDecoder(r.Body).Decode(&signed) // empty where nothing is sent
	payload, _ := base64.RawURLEncoding.DecodeString(signed.Payload)
	challenge := map[string]any{"type": "http-01", "url": a.URL + "/challenge", "token": challengeToken, "status": "pending"}
	order := map[string]any{"status": "pending", "authorizations": []string{a.URL + "/authorization"}, "finalize": a.URL + "/finalize"}
	if a.answer != "" {
		challenge["status"], order["status"] = "valid", "ready"
	}
	if a.issued != nil {
		order["status"], order["certificate"] = "valid", a.URL+"/certificate"
	}
	switch r.URL.Path {
	case "/directory":
		say(200, map[string]string{"newNonce": a.URL + "/nonce", "newAccount": a.URL + "/account", "newOrder": a.URL + "/order"})
	case "/nonce":
	case "/account":
		var account struct{ Contact []string }
		_ = json.Unmarshal(payload, &account)
		a.contact = account.Contact
		w.Header().Set("Location", a.URL+"/account/1")
		say(201, map[string]string{"status": "valid"})
	case "/order":
		var asked struct{ Identifiers []struct{ Value string } }
		_ = json.Unmarshal(payload, &asked)
		for _, id := range asked.Identifiers {
			a.orders = append(a.orders, id.Value)
		}
		w.Header().Set("Location", a.URL+"/order/1")
		say(201, order)
	case "/order/1":
		say(200, order)
	case "/authorization":
		say(200, map[string]any{"status": challenge["status"], "challenges": []any{challenge}, "identifier": map[string]string{"type": "dns", "value": "stellwerk.example.org"}})
	case "/challenge":
		look, _ := http.NewRequest("GET", "http://"+a.http+"/.well-known/acme-challenge/"+challengeToken, nil)
		look.Host = "stellwerk.example.org"
		if res, err := http.DefaultClient.Do(look); err == nil {
			data, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			a.answer = string(data)
		}
		say(200, challenge)
	case "/finalize":
		var asked struct{ CSR string }
		_ = json.Unmarshal(payload, &asked)
		der, _ := base64.RawURLEncoding.DecodeString(asked.CSR)
		a.issued = a.sign(der)
		order["status"], order["certificate"] = "valid", a.URL+"/certificate"
		w.Header().Set("Location", a.URL+"/order/1")
		say(200, order)
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_, _ = w.Write(a.issued)
	default:
		say(404, map[string]string{"detail": r.URL.Path})
	}
}

func (a *authority) sign(request []byte) []byte {
	csr, err := x509.ParseCertificateRequest(request)
	if err != nil {
		return nil
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: csr.DNSNames, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, a.root, csr.PublicKey, a.key)
	if err != nil {
		return nil
	}
	var chain bytes.Buffer
	_ = pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	_ = pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
	return chain.Bytes()
}

var listeningHTTP = regexp.MustCompile(`http=(\S+)`)

func TestADomainGetsItsCertificateByItself(t *testing.T) {
	ca := newAuthority(t)
	data := filepath.Join(t.TempDir(), "fresh")
	p := run(t, data, serveCommand, "--domain", "stellwerk.example.org", "--http-addr", "127.0.0.1:0", "--acme-directory", ca.URL+"/directory", "--acme-email", "ops@example.org")
	found := listeningHTTP.FindStringSubmatch(p.logs.String())
	if found == nil {
		t.Fatal("it does not say where it listens for http")
	}
	ca.http = found[1]
	addr := strings.TrimPrefix(p.address, "http://")
	visit := func(name string, most uint16) (*http.Response, string, error) {
		c := &http.Client{
			Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.roots, ServerName: name, MaxVersion: most}, ForceAttemptHTTP2: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		defer c.CloseIdleConnections()
		r, _ := http.NewRequestWithContext(t.Context(), "GET", "https://"+addr+"/", nil)
		r.Host = name
		res, err := c.Do(r)
		if err != nil {
			return nil, "", err
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		return res, string(text), err
	}
	res, text, err := visit("stellwerk.example.org", tls.VersionTLS13)
	if err != nil || res.StatusCode != 200 || !strings.Contains(text, "The app") {
		t.Fatalf("the first visit: %v %q", err, text)
	}
	if res.TLS.Version != tls.VersionTLS13 || res.Header.Get("Strict-Transport-Security") == "" || res.ProtoMajor != 2 {
		t.Errorf("over %s, TLS %x, header %q", res.Proto, res.TLS.Version, res.Header.Get("Strict-Transport-Security"))
	}
	if !strings.HasPrefix(ca.answer, challengeToken+".") || strings.Join(ca.contact, "") != "mailto:ops@example.org" {
		t.Errorf("the authority found %q and may write to %v", ca.answer, ca.contact)
	}
	if _, _, err := visit("stellwerk.example.org", tls.VersionTLS12); err != nil {
		t.Errorf("TLS 1.2: %v", err)
	}
	if _, _, err := visit("stellwerk.example.org", tls.VersionTLS11); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	if _, _, err := visit("somebody.example.org", tls.VersionTLS13); err == nil {
		t.Error("a name that is none of ours was served")
	}
	if got := strings.Join(ca.orders, " "); got != "stellwerk.example.org" {
		t.Errorf("certificates were asked for %s", got)
	}
	led(t, ca.http)
	private(t, data)
}

// led looks what becomes of those who come by http.
func led(t *testing.T, addr string) {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, ask := range []struct {
		method, host, path, to string
		status                 int
	}{
		{"GET", "stellwerk.example.org", "/members?q=a%20b", "https://stellwerk.example.org/members?q=a%20b", 301},
		{"HEAD", "stellwerk.example.org", "/", "https://stellwerk.example.org/", 301},
		{"GET", "evil.example", "//evil.example/", "https://stellwerk.example.org//evil.example/", 301},
		{"POST", "stellwerk.example.org", "/v1/sign-in", "", 400},
	} {
		r, err := http.NewRequestWithContext(t.Context(), ask.method, "http://"+addr+ask.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = ask.host
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != ask.status || res.Header.Get("Location") != ask.to {
			t.Errorf("%s http://%s%s: %d to %q, want %d to %q", ask.method, ask.host, ask.path, res.StatusCode, res.Header.Get("Location"), ask.status, ask.to)
		}
	}
}

// private looks whether anybody else of this machine could read what is kept.
func private(t *testing.T, data string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		if mode := info.Mode().Perm(); mode&0o077 != 0 && path != data && info.Mode()&os.ModeSocket == 0 || path == data && mode != 0o700 {
			t.Errorf("%s has the mode %v", path, mode)
		}
		return nil
	})
	if err != nil || files < 5 {
		t.Errorf("%d files (%v)", files, err)
	}
}

func TestServeHasNoConveniencesAndNoPortsForTools(t *testing.T) {
	p := run(t, t.TempDir(), serveCommand, "--origin", "https://stellwerk.example.org", "--trust-proxy")
	b := p.browser()
	for _, path := range []string{outboxPath, "/local/"} {
		if status := b.do("GET", path, nil, nil); status != 404 {
			t.Errorf("%s answers %d", path, status)
		}
	}
	b.engineIsClosed()
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is taken
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = start(t.Context(), []string{serveCommand, "--domain", "stellwerk.example.org", "--addr", "127.0.0.1:0", "--http-addr", l.Addr().String(), "--data", t.TempDir(),
		"--site", website(t), "--template", "../../template.yaml"}, func(string) string { return "" }, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "--http-addr") {
		t.Errorf("a taken port of http says %v", err)
	}
}
