// Package kit makes the style sheet that the app's own begins with: see make.mjs.
package kit

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

const made = "../../web/css/00-kit.css"

// budget is what the kit may weigh on the way, in bytes of brotli.
const budget = 25_000

func classes(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("classes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.SplitSeq(string(data), "\n") {
		if l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

// words are the classes that the app names in its sources: what stands between quotation marks, taken apart.
func words(t *testing.T) map[string]bool {
	t.Helper()
	quoted := regexp.MustCompile("[\"`]([a-z][a-z0-9 -]*)[\"`]")
	found := map[string]bool{}
	err := filepath.WalkDir("../../app", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "node_modules" {
			return err
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range quoted.FindAllSubmatch(data, -1) {
			for _, w := range strings.Fields(string(m[1])) {
				found[w] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheKitHoldsOnlyWhatIsUsed(t *testing.T) {
	used := words(t)
	for _, c := range classes(t) {
		if !used[c] {
			t.Errorf("nothing uses %q: take it out of classes.txt and run make made", c)
		}
	}
}

func TestTheKitIsALayerWithinItsBudget(t *testing.T) {
	css, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	var small bytes.Buffer
	w := brotli.NewWriterLevel(&small, brotli.BestCompression)
	_, _ = w.Write(css)
	_ = w.Close()
	if small.Len() > budget {
		t.Errorf("the kit weighs %d bytes, and may weigh %d", small.Len(), budget)
	}
	t.Logf("%d bytes of brotli", small.Len())
	for _, want := range []string{"Licensed under MIT", "@layer kit {", ".form-control", ".btn-primary"} {
		if !bytes.Contains(css, []byte(want)) {
			t.Errorf("the kit lacks %q", want)
		}
	}
	for _, bad := range []string{"!important", "url(http", "@import", "data-bs-theme"} {
		if bytes.Contains(css, []byte(bad)) {
			t.Errorf("the kit holds %q", bad)
		}
	}
}
