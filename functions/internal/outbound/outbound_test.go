package outbound

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestOnlyWhatIsPublicIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "1.1.1.1": true, "192.0.1.1": true, "100.63.255.255": true, "100.128.0.1": true, "172.32.0.1": true,
		"2606:4700::1111": true, "2a00:1450:4001::200e": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "127.0.0.1": false, "127.255.255.254": false,
		"169.254.169.254": false, "169.254.170.2": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.8": false,
		"192.0.2.1": false, "192.88.99.1": false, "192.168.1.1": false, "198.18.0.1": false, "198.19.255.255": false,
		"198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::7f00:1": false, "fe80::1": false, "fe80::1%eth0": false, "2606:4700::1111%eth0": false, "fec0::1": false,
		"fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "100::1": false, "5f00::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:1.1.1.1": true,
		"64:ff9b::7f00:1": false, "64:ff9b::101:101": false, "64:ff9b:1::a00:1": false,
		"2001::1": false, "2001:10::1": false, "2001:db8::1": false, "2002:7f00:1::1": false, "3fff::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s) = %v", address, got)
		}
	}
}

func TestSpellingsThatAreRefused(t *testing.T) {
	c := New()
	for address, want := range map[string]bool{
		"https://push.example/a": true, "https://push.example:443/a?b=c": true, "https://1.1.1.1/": true, "HTTPS://push.example/": true,
		"http://push.example/": false, "https://push.example:8443/": false, "https://push.example:22/": false, "https:///a": false,
		"https://eve@push.example/": false, "https://a:b@push.example/": false, "https://push.example/#a": false, "https:push.example": false,
		"ftp://push.example/": false, "//push.example/": false, "push.example": false, "": false, "https://push.example:x/": false,
		"https://127.0.0.1/": false, "https://[::1]/": false, "https://[::ffff:169.254.169.254]/": false, "https://[fe80::1%25eth0]/": false,
		"https://push .example/": false, "https://:443/": false, "file:///etc/passwd": false, "https://push.example/\x00": false,
	} {
		if err := c.Check(address); (err == nil) != want || err != nil && !errors.Is(err, ErrForbidden) {
			t.Errorf("Check(%q): %v", address, err)
		}
	}
}

// TestNamesAreJudgedByWhereTheyLead gives a name each time to resolve; whatever it answers, no connection is made to what is
// not public.
func TestNamesAreJudgedByWhereTheyLead(t *testing.T) {
	for _, c := range []struct {
		story   string
		answers []string
	}{
		{"to this machine", []string{"127.0.0.1"}},
		{"to this machine, by IPv6", []string{"::1"}},
		{"to a cloud's metadata", []string{"169.254.169.254"}},
		{"to the same, as an IPv6 address", []string{"::ffff:169.254.169.254"}},
		{"to the network behind", []string{"10.1.2.3", "192.168.0.1", "fd00::1"}},
		{"to an address that is translated", []string{"64:ff9b::7f00:1"}},
		{"to nowhere", []string{"0.0.0.0"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			client := New(resolving(c.answers...))
			_, err := client.Send(t.Context(), Request{Method: "POST", Address: "https://rebound.example/secret"})
			if !errors.Is(err, ErrForbidden) {
				t.Errorf("%v, want ErrForbidden", err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error names the address: %v", err)
			}
		})
	}
}

// TestWhatIsDialledIsWhatCounts: numbers that only some programs read as addresses never get past the resolver's answer.
func TestWhatIsDialledIsWhatCounts(t *testing.T) {
	client := New(resolving("127.0.0.1"))
	for _, host := range []string{"0x7f000001", "2130706433", "0177.0.0.1", "127.1", "localhost", "localhost."} {
		if _, err := client.Send(t.Context(), Request{Method: "GET", Address: "https://" + host + "/"}); err == nil {
			t.Errorf("%s was reached", host)
		}
	}
	for network, address := range map[string]string{"tcp4": "127.0.0.1:443", "tcp6": "[::1]:443", "tcp": "1.1.1.1:80", "unix": "/run/x.sock"} {
		if err := client.dialling(network, address, nil); !errors.Is(err, ErrForbidden) {
			t.Errorf("%s %s may be dialled: %v", network, address, err)
		}
	}
	if err := client.dialling("tcp4", "1.1.1.1:443", nil); err != nil {
		t.Errorf("a public address may not be dialled: %v", err)
	}
}

// server is a server on this machine, and the option that lets a client reach it.
func server(t *testing.T, h http.HandlerFunc) (*httptest.Server, Option) {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, ForTests(s.Listener.Addr().(*net.TCPAddr).AddrPort(), roots)
}

func TestThisMachineIsReachedInTestsOnly(t *testing.T) {
	asked := 0
	s, allowed := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Retry-After", "7")
		w.Header().Set("Set-Cookie", "a=b")
		if len(r.Cookies()) > 0 {
			t.Error("a cookie was kept")
		}
		w.WriteHeader(http.StatusCreated)
	})
	request := Request{Method: "POST", Address: s.URL, Header: map[string]string{"TTL": "60"}, Body: []byte("x")}
	for _, address := range []string{s.URL, strings.Replace(s.URL, "https:", "http:", 1)} {
		request.Address = address
		if _, err := New().Send(t.Context(), request); !errors.Is(err, ErrForbidden) || asked != 0 {
			t.Errorf("%s: %v, asked %d times", address, err, asked)
		}
	}
	request.Address = s.URL
	client := New(allowed)
	for range 2 {
		got, err := client.Send(t.Context(), request)
		if err != nil || got.Status != http.StatusCreated || got.RetryAfter != 7*time.Second {
			t.Errorf("%+v, %v", got, err)
		}
	}
	other, _ := server(t, func(http.ResponseWriter, *http.Request) { t.Error("another server was reached") })
	request.Address = other.URL
	if _, err := client.Send(t.Context(), request); !errors.Is(err, ErrForbidden) {
		t.Errorf("another server: %v", err)
	}
}

func TestAnswersHaveBounds(t *testing.T) {
	s, allowed := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		case "/large":
			_, _ = w.Write(make([]byte, MaxAnswer+1))
		case "/full":
			_, _ = w.Write(make([]byte, MaxAnswer))
		case "/header":
			w.Header().Set("X", strings.Repeat("x", 2*maxHeader))
		case "/slow":
			<-r.Context().Done()
		case "/drip":
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			panic(http.ErrAbortHandler) // an answer that ended well would be a whole one
		case "/elsewhere":
			t.Error("a redirect was followed")
		}
	})
	client, hasty := New(allowed), New(allowed, func(s *settings) { s.time = 300 * time.Millisecond })
	send := func(path string) (Answer, error) {
		client := client
		if path == "/slow" || path == "/drip" {
			client = hasty
		}
		return client.Send(t.Context(), Request{Method: "GET", Address: s.URL + path})
	}
	if got, err := send("/redirect"); err != nil || got.Status != http.StatusTemporaryRedirect {
		t.Errorf("a redirect: %+v, %v", got.Status, err)
	}
	if _, err := send("/large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a large answer: %v", err)
	}
	if got, err := send("/full"); err != nil || len(got.Body) != MaxAnswer {
		t.Errorf("an answer that just fits: %d bytes, %v", len(got.Body), err)
	}
	for _, path := range []string{"/header", "/slow", "/drip"} {
		if _, err := send(path); err == nil {
			t.Errorf("%s was waited for", path)
		}
	}
}

func TestProxiesOfTheEnvironmentAreNotAsked(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	transport := New().http.Transport.(*http.Transport)
	if transport.Proxy != nil {
		u, _ := transport.Proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: "push.example"}})
		t.Errorf("requests go through %v", u)
	}
}

// resolving makes a client ask a resolver that gives these addresses for every name.
func resolving(addresses ...string) Option {
	return func(s *settings) {
		s.resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			go answerNames(there, addresses)
			return here, nil
		}}
	}
}
