package files

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/johannesboyne/gofakes3"
)

const (
	stampLayout = "20060102T150405Z"
	// longestLife is the longest that S3 lets a signed address live.
	longestLife = 7 * 24 * time.Hour
	// clockSkew is how far ahead of our clock a signature may be from.
	clockSkew = 5 * time.Minute
)

// Signed is what browsers may reach: it answers GET, HEAD and PUT of single files by addresses that were signed with key
// for this region, under a path that begins with prefix such as /files (or "" for none), until they expire.
//
// Such files share an origin with the app, which they don't on AWS, so answers forbid a browser to run anything in them.
func (s *Store) Signed(prefix, region string, key aws.Credentials) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Disposition", "attachment") // unless the file or its address says how
		rest, ok := strings.CutPrefix(r.URL.Path, prefix+"/")
		name, file, _ := strings.Cut(rest, "/")
		if !ok || name == "" || file == "" || r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPut {
			writeError(w, r, accessDenied{})
			return
		}
		if err := s.verify(r, region, key); err != nil {
			writeError(w, r, err)
			return
		}
		http.StripPrefix(prefix, s).ServeHTTP(w, r)
	})
}

// accessDenied is the code that S3 refuses signatures with; gofakes3 has none.
type accessDenied struct{}

func (accessDenied) Error() string                 { return "the address is not signed, has expired, or was changed" }
func (accessDenied) ErrorCode() gofakes3.ErrorCode { return "AccessDenied" }

// verify signs the request anew with our key and compares.
func (s *Store) verify(r *http.Request, region string, key aws.Credentials) error {
	query := r.URL.Query()
	given := query.Get("X-Amz-Signature")
	at, err := time.Parse(stampLayout, query.Get("X-Amz-Date"))
	life, bad := strconv.Atoi(query.Get("X-Amz-Expires"))
	lived := s.now().Sub(at)
	if err != nil || bad != nil || given == "" || life < 1 || time.Duration(life)*time.Second > longestLife ||
		lived < -clockSkew || lived > time.Duration(life)*time.Second {
		return accessDenied{}
	}
	signed := strings.Split(query.Get("X-Amz-SignedHeaders"), ";")
	if !slices.Contains(signed, "host") {
		return accessDenied{}
	}
	again := &http.Request{Method: r.Method, Host: r.Host, Header: http.Header{}, URL: &url.URL{
		Scheme: "http", Host: r.Host, Path: r.URL.Path, RawPath: r.URL.RawPath,
	}}
	for _, name := range signed {
		switch name {
		case "host":
		case "content-length":
			again.ContentLength = r.ContentLength
		default:
			again.Header[http.CanonicalHeaderKey(name)] = r.Header.Values(name)
		}
	}
	for _, name := range []string{"X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Security-Token"} {
		query.Del(name)
	}
	again.URL.RawQuery = query.Encode()
	address, _, err := v4.NewSigner().PresignHTTP(r.Context(), key, again, "UNSIGNED-PAYLOAD", "s3", region, at,
		func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err != nil {
		return accessDenied{}
	}
	expected, err := url.Parse(address)
	if err != nil || subtle.ConstantTimeCompare([]byte(expected.Query().Get("X-Amz-Signature")), []byte(given)) != 1 {
		return accessDenied{}
	}
	return nil
}
