// Package files keeps buckets of files in a directory and answers as S3: in the process through Do, and for browsers
// through signed addresses. The API is gofakes3's; what is ours is the storage under it and the checks before it.
package files

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/johannesboyne/gofakes3"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/template"
)

// Store is a directory of buckets. One process at a time may use it.
type Store struct {
	dir     string
	now     func() time.Time
	log     *slog.Logger
	api     http.Handler
	mu      sync.RWMutex // guards each bucket's objects and the names of their files
	buckets map[string]*bucket
}

type bucket struct {
	template.Bucket
	dir     string
	objects map[string]object
}

// Options of a store; zero values are sane.
type Options struct {
	Now func() time.Time // nil is time.Now
	Log *slog.Logger     // nil is slog.Default()
}

// Open uses or makes dir with these buckets, which are all there are: S3 calls make and remove none. It reads each file's
// last bytes, about 30,000 files a second.
func Open(dir string, buckets []template.Bucket, o Options) (*Store, error) {
	s := &Store{dir: dir, now: o.Now, log: o.Log, buckets: map[string]*bucket{}}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	for _, b := range buckets {
		own := &bucket{Bucket: b, dir: filepath.Join(dir, b.Name), objects: map[string]object{}}
		if err := os.MkdirAll(own.dir, 0o700); err != nil {
			return nil, fmt.Errorf("bucket %s: %w", b.Name, err)
		}
		if err := own.load(); err != nil {
			return nil, fmt.Errorf("bucket %s: %w", b.Name, err)
		}
		s.buckets[b.Name] = own
	}
	s.api = gofakes3.New(backend{s}, gofakes3.WithTimeSource(clock{s.now}), gofakes3.WithTimeSkewLimit(0),
		gofakes3.WithUnimplementedPageError()).Server()
	return s, nil
}

type clock struct{ now func() time.Time }

func (c clock) Now() time.Time                  { return c.now().UTC() }
func (c clock) Since(t time.Time) time.Duration { return c.now().Sub(t) }

// ServeHTTP answers the S3 API without asking who calls: for calls from within the process, never for a network.
// Buckets are named in the path or as the first part of AWS's host names.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r, err := prepare(r)
	if err != nil {
		writeError(w, r, err)
		return
	}
	s.api.ServeHTTP(w, r)
}

// Do implements aws.HTTPClient by ServeHTTP.
func (s *Store) Do(r *http.Request) (*http.Response, error) { return awsinproc.FromHandler(s).Do(r) }

// Client is Do for an address whose path begins with prefix, such as /files.
func (s *Store) Client(prefix string) aws.HTTPClient {
	return awsinproc.FromHandler(http.StripPrefix(prefix, s))
}
