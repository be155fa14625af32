package gateway

import (
	"crypto/rand"
	"encoding/base64"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"stellwerk/infra/local/template"
)

const (
	apiID = "local"
	stage = "$default"
)

// decodedPath is the path as HTTP APIs pass it on: decoded, and cut at a question mark that was escaped.
func decodedPath(r *http.Request) string {
	path, _, _ := strings.Cut(r.URL.Path, "?")
	if path == "" {
		return "/"
	}
	return path
}

// hopByHop headers belong to one connection and are passed on in neither direction.
var hopByHop = map[string]bool{
	"connection": true, "keep-alive": true, "proxy-authenticate": true, "proxy-authorization": true, "proxy-connection": true,
	"te": true, "trailer": true, "transfer-encoding": true, "upgrade": true, "expect": true,
}

func (g *Gateway) event(r *http.Request, key, path string, parameters map[string]string, body []byte) events.APIGatewayV2HTTPRequest {
	now := time.Now().UTC()
	source := g.sourceIP(r)
	host := r.Host
	prefix, _, _ := strings.Cut(host, ".")
	event := events.APIGatewayV2HTTPRequest{
		Version:               "2.0",
		RouteKey:              key,
		RawPath:               path,
		RawQueryString:        r.URL.RawQuery,
		Cookies:               cookies(r.Header),
		Headers:               headers(r, source, len(body)),
		QueryStringParameters: query(r.URL),
		PathParameters:        parameters,
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: key, AccountID: template.Account, Stage: stage, RequestID: rand.Text(), APIID: apiID,
			DomainName: host, DomainPrefix: prefix,
			Time: now.Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: path, Protocol: r.Proto, SourceIP: source, UserAgent: r.UserAgent(),
			},
		},
	}
	if isText(r.Header) && utf8.Valid(body) {
		event.Body = string(body)
	} else if len(body) > 0 {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event
}

// cookies splits every Cookie header into one name=value each.
func cookies(h http.Header) []string {
	var all []string
	for _, line := range h.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			if pair = strings.TrimSpace(pair); pair != "" {
				all = append(all, pair)
			}
		}
	}
	return all
}

func headers(r *http.Request, source string, length int) map[string]string {
	all := make(map[string]string, len(r.Header)+5)
	for name, values := range r.Header {
		name = strings.ToLower(name)
		if name != "cookie" && !hopByHop[name] {
			all[name] = strings.Join(values, ",")
		}
	}
	protocol, port := "http", "80"
	if r.TLS != nil {
		protocol, port = "https", "443"
	}
	if _, p, err := net.SplitHostPort(r.Host); err == nil {
		port = p
	}
	all["host"] = r.Host
	all["x-forwarded-proto"] = protocol
	all["x-forwarded-port"] = port
	if before := all["x-forwarded-for"]; before != "" {
		source = before + ", " + source
	}
	all["x-forwarded-for"] = source
	if length > 0 || r.Method != http.MethodGet && r.Method != http.MethodHead {
		all["content-length"] = strconv.Itoa(length)
	}
	return all
}

// query joins repeated parameters with commas; rawQueryString keeps what was sent.
func query(u *url.URL) map[string]string {
	values := u.Query()
	if len(values) == 0 {
		return nil
	}
	all := make(map[string]string, len(values))
	for name, v := range values {
		all[name] = strings.Join(v, ",")
	}
	return all
}

// isText says which bodies travel as they are; the others go as base64.
func isText(h http.Header) bool {
	if h.Get("Content-Encoding") != "" {
		return false
	}
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return false
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml") ||
		kind == "application/json" || kind == "application/xml" || kind == "application/javascript"
}
