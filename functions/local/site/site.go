// Package site serves the files of the web app from a directory, as a content delivery network would: compressed files as
// they were compressed before, names with a hash in them for ever, everything else asked for anew each time.
package site

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Site is an http.Handler for a directory. Files may be replaced while it runs.
type Site struct {
	root    fs.FS
	headers http.Header // of every answer
}

// start and shell are the pages for "/" and for every address whose content is somebody's own.
const start, shell = "index.html", "app.html"

// New serves dir, which must hold both pages. Every answer has the headers.
func New(dir string, headers http.Header) (*Site, error) { return Of(os.DirFS(dir), dir, headers) }

// Of is New for files that lie elsewhere; name stands for that in errors.
func Of(files fs.FS, name string, headers http.Header) (*Site, error) {
	s := &Site{root: files, headers: headers}
	for _, page := range []string{start, shell} {
		if _, err := fs.Stat(s.root, page); err != nil {
			return nil, fmt.Errorf("the web app is not in %s: %w; build it first: make site", name, err)
		}
	}
	return s, nil
}

// hashed are names that change with the content: app.3fa94c12.wasm, style-3fa94c12.css.
var hashed = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.[a-z0-9]+$`)

// ServeHTTP answers GET and HEAD. An address that names no file is a route of the app and gets its shell; one that looks
// like a file and is none is not found.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), s.headers)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name, found := s.find(r.URL.Path)
	if !found {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	if err := s.send(w, r, name); err != nil {
		http.Error(w, "not readable", http.StatusInternalServerError)
	}
}

// find returns the file for an address.
func (s *Site) find(address string) (name string, found bool) {
	clean := strings.TrimPrefix(path.Clean("/"+address), "/")
	for _, candidate := range []string{clean, clean + ".html", path.Join(clean, start)} {
		if s.isFile(candidate) {
			return candidate, true
		}
	}
	return shell, path.Ext(clean) == ""
}

// isFile refuses what is hidden, and the compressed forms, which have no address of their own.
func (s *Site) isFile(name string) bool {
	if !fs.ValidPath(name) || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return false
	}
	if ext := path.Ext(name); ext == ".br" || ext == ".gz" {
		return false
	}
	info, err := fs.Stat(s.root, name)
	return err == nil && info.Mode().IsRegular()
}

func (s *Site) send(w http.ResponseWriter, r *http.Request, name string) error {
	h := w.Header()
	kind, cache := About(name)
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", cache)
	h.Add("Vary", "Accept-Encoding")
	file, encoding, err := s.open(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	version := info.ModTime().UnixNano()
	if packed, ok := info.Sys().(*zip.FileHeader); ok {
		version = int64(packed.CRC32) // a file that a program carries has no time
	}
	tag := fmt.Sprintf(`"%x-%x%s"`, version, info.Size(), encoding)
	h.Set("ETag", tag)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if matches(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	if r.Method == http.MethodHead {
		return nil
	}
	_, _ = io.Copy(w, file) // whoever asked may have gone
	return nil
}

// open opens the smallest form of a file that the browser can read.
func (s *Site) open(name, accepted string) (fs.File, string, error) {
	for _, form := range []struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(accepted, form.encoding) {
			continue
		}
		file, err := s.root.Open(name + form.suffix)
		if err == nil {
			return file, form.encoding, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, "", err
		}
	}
	file, err := s.root.Open(name)
	return file, "", err
}

// accepts says whether an Accept-Encoding header allows an encoding.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(params), "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}

func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// types are named here and not looked up, since machines know different ones.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
}

// About says what a file is and for how long it is good: the values of Content-Type and Cache-Control. It is the same where the file
// comes from S3.
func About(name string) (contentType, cacheControl string) {
	contentType, cacheControl = "application/octet-stream", "no-cache"
	if t, ok := types[path.Ext(name)]; ok {
		contentType = t
	}
	if hashed.MatchString(name) {
		cacheControl = "public, max-age=31536000, immutable"
	}
	return contentType, cacheControl
}
