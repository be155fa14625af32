package files

import (
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/johannesboyne/gofakes3"
)

// known are the query parameters with a meaning here. gofakes3 ignores those it doesn't know, so that setting a file's
// tags would overwrite the file; they are refused instead.
var known = map[string]bool{
	"list-type": true, "prefix": true, "delimiter": true, "marker": true, "max-keys": true, "continuation-token": true,
	"start-after": true, "fetch-owner": true, "delete": true, "location": true, "uploads": true, "uploadId": true, "partNumber": true,
	"max-parts": true, "part-number-marker": true, "x-id": true,
	"response-content-type": true, "response-content-disposition": true, "response-content-encoding": true,
	"response-content-language": true, "response-cache-control": true, "response-expires": true,
}

var virtualHost = regexp.MustCompile(`^(.+)\.s3(?:\.dualstack)?\.[a-z0-9-]+\.amazonaws\.com$`)

// prepare makes of r what gofakes3 understands: the bucket in the path, a plain body that is checked while it is read.
func prepare(r *http.Request) (*http.Request, error) {
	for name := range r.URL.Query() {
		if !known[name] && !strings.HasPrefix(strings.ToLower(name), "x-amz-") {
			return r, gofakes3.ErrNotImplemented
		}
	}
	out := r.Clone(r.Context())
	if host := virtualHost.FindStringSubmatch(r.Host); host != nil {
		path := "/" + host[1] + r.URL.Path
		out.URL = &url.URL{Path: path, RawQuery: r.URL.RawQuery}
	}
	if r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r, gofakes3.ErrNotImplemented // forms carry no checksum and no signature that is checked here
	}
	if r.Method == http.MethodPut || r.Method == http.MethodPost {
		if err := plainBody(out); err != nil {
			return r, err
		}
	}
	return out, nil
}

// plainBody unpacks a body that was cut into chunks and sets up its checksums.
func plainBody(r *http.Request) error {
	chunked := strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-")
	encodings := strings.FieldsFunc(r.Header.Get("Content-Encoding"), func(c rune) bool { return c == ',' || c == ' ' })
	if i := slices.Index(encodings, "aws-chunked"); i >= 0 {
		chunked = true
		encodings = slices.Delete(encodings, i, i+1)
	}
	checked := &checkedBody{from: r.Body}
	if err := checked.expect(r.Header); err != nil {
		return err
	}
	if chunked {
		size, err := strconv.ParseInt(r.Header.Get("X-Amz-Decoded-Content-Length"), 10, 64)
		if err != nil || size < 0 {
			return gofakes3.ErrMissingContentLength
		}
		trailer := r.Header.Get("X-Amz-Trailer")
		chunks := newChunks(r.Body)
		checked.from = chunks
		if trailer != "" {
			if err := checked.expectTrailer(trailer, chunks); err != nil {
				return err
			}
		}
		r.ContentLength = size
		r.Header.Set("Content-Length", strconv.FormatInt(size, 10))
		r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
		r.Header.Del("Content-Encoding")
		if len(encodings) > 0 {
			r.Header.Set("Content-Encoding", strings.Join(encodings, ","))
		}
	}
	r.Body = checked
	return nil
}

// writeError answers a refusal that gofakes3 never saw, in its shape.
func writeError(w http.ResponseWriter, r *http.Request, err error) {
	var coded gofakes3.Error
	if !errors.As(err, &coded) {
		coded = gofakes3.ErrInternal
	}
	code := coded.ErrorCode()
	status := code.Status()
	if errors.Is(err, accessDenied{}) {
		status = http.StatusForbidden
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	_ = xml.NewEncoder(w).Encode(gofakes3.ErrorResponse{Code: code, Message: code.Message()})
}
