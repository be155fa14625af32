// Package outbound is the one HTTP client for addresses that people give: push services now, whatever comes later. A request
// goes to a public address on https and nowhere else. The address is checked where it is dialled, after the name was resolved,
// so a name that answers differently the second time leads nowhere either. Redirects are not followed, the environment's proxies
// not asked, cookies not kept, answers read only so far and waited for only so long.
package outbound

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"
)

const (
	// MaxTime is how long a request may take in all, from resolving the name to the last byte of the answer.
	MaxTime = 5 * time.Second
	// MaxAnswer is how many bytes the body of an answer may have.
	MaxAnswer = 64 << 10
	// maxHeader is how many bytes the header of an answer may have.
	maxHeader = 16 << 10
)

// ErrForbidden means that an address is none that this installation may be sent to by what somebody has typed. Trying again is
// of no use.
var ErrForbidden = errors.New("outbound: the address is not allowed")

// ErrTooLarge means that the answer has more than MaxAnswer bytes.
var ErrTooLarge = errors.New("outbound: the answer is too large")

// Request is what is sent, to an address that Check accepts.
type Request struct {
	Method  string
	Address string
	Header  map[string]string
	Body    []byte
}

// Answer is what came back, whatever the status: 300 and more are answers too.
type Answer struct {
	Status     int
	RetryAfter time.Duration // what the answer asks for in whole seconds; 0 if it does not
	Body       []byte
}

// Client sends requests. Its methods may be called by many goroutines.
type Client struct {
	http    *http.Client
	allowed netip.AddrPort // beside public ones; zero for none
}

// Option changes how a client works.
type Option func(*settings)

type settings struct {
	allowed  netip.AddrPort
	roots    *x509.CertPool
	resolver *net.Resolver
	time     time.Duration
}

// ForTests lets a client reach one address that is not public, whose certificate these roots vouch for. A test of the house sees
// to it that only tests say so.
func ForTests(server netip.AddrPort, roots *x509.CertPool) Option {
	return func(s *settings) { s.allowed, s.roots = server, roots }
}

// New makes a client.
func New(opts ...Option) *Client {
	s := settings{time: MaxTime}
	for _, o := range opts {
		o(&s)
	}
	c := &Client{allowed: s.allowed}
	dialer := &net.Dialer{Timeout: s.time, Control: c.dialling, Resolver: s.resolver}
	c.http = &http.Client{
		Timeout:       s.time,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.roots},
			TLSHandshakeTimeout:    s.time,
			MaxResponseHeaderBytes: maxHeader,
			DisableCompression:     true, // what is small on the way may be large here
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           16,
			IdleConnTimeout:        30 * time.Second,
		},
	}
	return c
}

// Send sends a request. Errors: ErrForbidden, ErrTooLarge, and those of the network, which name no address: that of a push service
// is as good as a key.
func (c *Client) Send(ctx context.Context, in Request) (Answer, error) {
	if err := c.Check(in.Address); err != nil {
		return Answer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, in.Method, in.Address, bytes.NewReader(in.Body))
	if err != nil {
		return Answer{}, unnamed(err)
	}
	for name, value := range in.Header {
		r.Header.Set(name, value)
	}
	r.Header.Set("User-Agent", "Stellwerk")
	res, err := c.http.Do(r)
	if err != nil {
		return Answer{}, unnamed(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, MaxAnswer+1))
	if err != nil {
		return Answer{}, unnamed(err)
	}
	if len(body) > MaxAnswer {
		return Answer{}, ErrTooLarge
	}
	seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
	return Answer{res.StatusCode, time.Duration(max(seconds, 0)) * time.Second, body}, nil
}

// unnamed takes the address out of an error.
func unnamed(err error) error {
	var named *url.Error
	if errors.As(err, &named) {
		err = named.Err
	}
	return err
}

// Check says whether an address may be asked at all, as far as its spelling tells: https, the port of https, a host, nothing that
// signs in. Whom the host leads to is checked when it is dialled. Error: ErrForbidden.
func (c *Client) Check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "https", u.Opaque != "", u.Hostname() == "", u.User != nil, u.Fragment != "":
		return fmt.Errorf("%w: want https://host/…", ErrForbidden)
	case u.Port() != "" && u.Port() != "443" && (!c.allowed.IsValid() || u.Port() != strconv.Itoa(int(c.allowed.Port()))):
		return fmt.Errorf("%w: want the port of https", ErrForbidden)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) && ip != c.allowed.Addr() {
		return fmt.Errorf("%w: it is not public", ErrForbidden)
	}
	return nil
}

// dialling runs on each address that a connection is about to be made to, after all names are resolved.
func (c *Client) dialling(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %q is none", ErrForbidden, network)
	}
	if c.allowed.IsValid() && at == c.allowed {
		return nil
	}
	if at.Port() != 443 || !public(at.Addr()) {
		return fmt.Errorf("%w: it is not public", ErrForbidden)
	}
	return nil
}
