// Package loopback keeps conveniences of a local run, such as the outbox, away from everyone but this machine.
package loopback

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Only passes requests to h that come from this machine and name it; others get "not found". The name matters because a
// web page elsewhere can have its own name resolve to this machine and then read what a browser here may read. What
// came through a proxy came from somewhere else.
func Only(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !fromHere(r.RemoteAddr) || !namesHere(r.Host) || forwarded(r.Header) {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func fromHere(address string) bool {
	a, err := netip.ParseAddrPort(address)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

func namesHere(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

func forwarded(h http.Header) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}
