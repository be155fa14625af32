package files

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"pgregory.net/rapid"

	"stellwerk/infra/local/disk"
)

// TestKeysNeverCollideOrEscape: any key is a file of its own inside the directory, also after a restart.
func TestKeysNeverCollideOrEscape(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		root, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		dir := filepath.Join(root, "files")
		c := inProcess(t, open(t, dir, Options{}))
		letters := rapid.StringMatching(`[aA/.%\\ äé+-]{1,6}`)
		keys := rapid.SliceOfNDistinct(rapid.Custom(func(rt *rapid.T) string { return "k/" + letters.Draw(rt, "key") }), 1, 8, rapid.ID).Draw(rt, "keys")
		for _, k := range keys {
			put(t, c, k, strings.NewReader(k))
		}
		c = inProcess(t, open(t, dir, Options{}))
		for _, k := range keys {
			if got := get(t, c, k); string(got) != k {
				rt.Fatalf("%q holds %q", k, got)
			}
		}
		if entries, err := os.ReadDir(root); err != nil || len(entries) != 1 {
			rt.Fatalf("beside the directory lies %v (%v)", entries, err)
		}
	})
}

func TestLifecycle(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	s := open(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	c := inProcess(t, s)
	put(t, c, "imports/a", strings.NewReader("x"))
	put(t, c, "exports/a", strings.NewReader("x"))
	now = now.Add(23 * time.Hour)
	put(t, c, "imports/b", strings.NewReader("x"))
	if n, err := s.Expire(); n != 0 || err != nil {
		t.Errorf("after 23 hours %d files went (%v)", n, err)
	}
	now = now.Add(time.Hour)
	if n, err := s.Expire(); n != 1 || err != nil {
		t.Errorf("after 24 hours %d files went (%v), want one", n, err)
	}
	if _, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(name), Key: aws.String("imports/a")}); code(err) != "NoSuchKey" {
		t.Errorf("the expired file: %v", err)
	}
	get(t, c, "imports/b")
	get(t, c, "exports/a")
}

func TestACrashLeavesWholeFilesOnly(t *testing.T) {
	dir := t.TempDir()
	c := inProcess(t, open(t, dir, Options{}))
	put(t, c, "a", strings.NewReader("whole"))
	_, err := c.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("a"), Body: io.LimitReader(rand.Reader, 10), ContentLength: aws.Int64(20)})
	if err == nil {
		t.Fatal("half a file was taken")
	}
	torn := filepath.Join(dir, name, disk.TempPrefix+"1")
	if err := os.WriteFile(torn, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	c = inProcess(t, open(t, dir, Options{}))
	if got := get(t, c, "a"); string(got) != "whole" {
		t.Errorf("the file holds %q", got)
	}
	if _, err := os.Stat(torn); err == nil {
		t.Error("the torn file is still there")
	}
}

func TestADamagedFileIsFoundAtTheStart(t *testing.T) {
	dir := t.TempDir()
	put(t, inProcess(t, open(t, dir, Options{})), "a", strings.NewReader("content"))
	files, err := filepath.Glob(filepath.Join(dir, name, "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	if err := os.Truncate(files[0], 20); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, buckets(), Options{}); err == nil || !strings.Contains(err.Error(), files[0]) {
		t.Errorf("got %v, want an error that names the file", err)
	}
}

func TestWritersOfOneKeyDontMix(t *testing.T) {
	c := inProcess(t, open(t, t.TempDir(), Options{}))
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for range 10 {
				put(t, c, "a", strings.NewReader(strings.Repeat(string(rune('a'+i)), 10_000)))
				if got := get(t, c, "a"); len(got) != 10_000 || strings.Trim(string(got), string(got[0])) != "" {
					t.Errorf("a mixed file of %d bytes", len(got))
				}
			}
		})
	}
	wait.Wait()
}

func BenchmarkOpen1000Files(b *testing.B) {
	dir := b.TempDir()
	c := inProcess(b, open(b, dir, Options{}))
	for i := range 1000 {
		put(b, c, fmt.Sprintf("imports/%d", i), strings.NewReader("x"))
	}
	for b.Loop() {
		open(b, dir, Options{})
	}
}

func BenchmarkPutAndGet100KB(b *testing.B) {
	c := inProcess(b, open(b, b.TempDir(), Options{}))
	body := bytes.Repeat([]byte("x"), 100_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		put(b, c, "a", bytes.NewReader(body))
		get(b, c, "a")
	}
}
