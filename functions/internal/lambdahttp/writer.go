package lambdahttp

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

const (
	// compressFrom is the size in bytes from which an answer is compressed: below, the header outweighs the gain.
	compressFrom = 1024
	// maxAnswer leaves 64 KB of Lambda's 6 MB for headers and JSON.
	maxAnswer = 6<<20 - 64<<10
)

// writer is a buffering http.ResponseWriter. It has no Flush: an HTTP API sends nothing before the function has ended.
type writer struct {
	header http.Header
	sent   http.Header // header as it was at WriteHeader; nil before
	status int
	body   bytes.Buffer
}

func (w *writer) Header() http.Header { return w.header }

// WriteHeader takes the first final status, as net/http does; informational ones can't be passed on.
func (w *writer) WriteHeader(status int) {
	if w.sent != nil || status < 200 {
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if !allowsBody(w.status) {
		return 0, http.ErrBodyNotAllowed
	}
	return w.body.Write(p)
}

func allowsBody(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

func (w *writer) response(r *http.Request) (events.APIGatewayV2HTTPResponse, error) {
	w.WriteHeader(http.StatusOK)
	body, header := w.body.Bytes(), w.sent
	if len(body) > 0 && header.Get("Content-Type") == "" && header.Get("Content-Encoding") == "" {
		header.Set("Content-Type", http.DetectContentType(body))
	}
	body = compress(r, w.status, header, body)
	if head := r.Method == http.MethodHead; !head || len(body) > 0 { // a handler that skips the body of HEAD may know its length
		header.Del("Content-Length")
		if allowsBody(w.status) {
			header.Set("Content-Length", strconv.Itoa(len(body)))
		}
		if head {
			body = nil
		}
	}
	response := events.APIGatewayV2HTTPResponse{StatusCode: w.status, Cookies: header.Values("Set-Cookie")}
	header.Del("Set-Cookie")
	response.Headers = make(map[string]string, len(header))
	for name, values := range header {
		response.Headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	weight := len(body) + escapes(body)
	if header.Get("Content-Encoding") == "" && utf8.Valid(body) && weight < 2*len(body) {
		response.Body = string(body)
	} else {
		response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), len(body) > 0
		weight = len(response.Body)
	}
	if weight > maxAnswer {
		return events.APIGatewayV2HTTPResponse{}, fmt.Errorf("answer to %s %s: %d bytes as sent are over Lambda's 6 MB; send pages, or a signed address of a file",
			r.Method, r.URL.Path, weight)
	}
	return response, nil
}

// escapes counts the bytes that JSON adds to a text.
func escapes(body []byte) (n int) {
	for _, c := range body {
		switch {
		case c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t':
			n++
		case c < ' ':
			n += len(`\u0000`) - 1
		}
	}
	return n
}

var compressors = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress returns body, gzipped if that is allowed and worth it, and sets the headers that go with it. HTTP APIs don't
// compress by themselves.
func compress(r *http.Request, status int, header http.Header, body []byte) []byte {
	if header.Get("Content-Encoding") != "" || header.Get("Content-Range") != "" || status == http.StatusPartialContent ||
		!compressible(header.Get("Content-Type")) || len(body) < compressFrom {
		return body
	}
	if !strings.Contains(strings.ToLower(strings.Join(header.Values("Vary"), ",")), "accept-encoding") {
		header.Add("Vary", "Accept-Encoding")
	}
	if !acceptsGzip(r.Header.Get("Accept-Encoding")) {
		return body
	}
	var packed bytes.Buffer
	z := compressors.Get().(*gzip.Writer)
	defer compressors.Put(z)
	z.Reset(&packed)
	_, err := z.Write(body)
	if closed := z.Close(); err != nil || closed != nil || packed.Len() >= len(body) {
		return body
	}
	header.Set("Content-Encoding", "gzip")
	// The packed answer is another sequence of bytes, so its tag no longer stands for exactly these.
	if tag := header.Get("Etag"); strings.HasPrefix(tag, `"`) {
		header.Set("Etag", "W/"+tag)
	}
	return packed.Bytes()
}

// compressible leaves out what is compressed already.
func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch kind = strings.TrimSpace(kind); kind {
	case "image/svg+xml", "image/bmp", "image/x-icon":
		return true
	case "application/zip", "application/gzip", "application/pdf", "font/woff", "font/woff2", "application/octet-stream",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
		return false
	}
	return !strings.HasPrefix(kind, "image/") && !strings.HasPrefix(kind, "video/") && !strings.HasPrefix(kind, "audio/")
}

// acceptsGzip reads Accept-Encoding with its weights: gzip;q=0 is a no, * stands for what isn't named.
func acceptsGzip(accept string) bool {
	any := false
	for item := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		q := 1.0
		if weight, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q="); ok {
			parsed, err := strconv.ParseFloat(weight, 64)
			if err != nil {
				continue
			}
			q = parsed
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return q > 0
		case "*":
			any = q > 0
		}
	}
	return any
}
