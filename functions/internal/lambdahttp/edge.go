package lambdahttp

import (
	"crypto/subtle"
	"net"
	"net/http"
)

// What CloudFront tells the API: template.yaml sets both, over whatever the client has sent under these names.
const (
	edgeHeader   = "Stellwerk-Edge"   // the key that the stack has
	viewerHeader = "Stellwerk-Viewer" // the address that the request came from
)

// BehindEdge lets only requests through that come by way of CloudFront, which shows a key, and gives them the client's address, which
// API Gateway has not seen: limits count by it. Without a key nothing stands before the API, and nobody is believed.
func BehindEdge(key string, h http.Handler) http.Handler {
	if key == "" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		viewer := r.Header.Get(viewerHeader)
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(edgeHeader)), []byte(key)) != 1 || net.ParseIP(viewer) == nil {
			http.Error(w, "come by the address of the app", http.StatusForbidden)
			return
		}
		r.RemoteAddr = net.JoinHostPort(viewer, "0")
		r.Header.Del(edgeHeader)
		r.Header.Del(viewerHeader)
		h.ServeHTTP(w, r)
	})
}
