package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"stellwerk/functions/local/site"
)

// keepOld is how long files of a version stay after another has taken its place: pages that are open ask for them.
const keepOld = 24 * time.Hour

// versions begins the names of the lists of files of each version, by the time it was uploaded.
const versions = ".versions/"

// webFile is a file as it lies in the bucket.
type webFile struct {
	key, kind, encoding, cache string
}

// describe says how a file of the built app is to be sent. Compressed forms are what they are the form of.
func describe(key string) webFile {
	f := webFile{key: key}
	name := key
	for suffix, encoding := range map[string]string{".br": "br", ".gz": "gzip"} {
		if base, ok := strings.CutSuffix(key, suffix); ok {
			name, f.encoding = base, encoding
		}
	}
	f.kind, f.cache = site.About(name)
	return f
}

// forever says whether a file never changes under its name.
func (f webFile) forever() bool { return strings.Contains(f.cache, "immutable") }

// rank is when a file is uploaded: what others ask for first, then the pages that ask for it, and the worker, which makes browsers look
// for a new version, at the very end.
func (f webFile) rank() int {
	switch name := path.Base(f.key); {
	case f.forever():
		return 0
	case strings.HasPrefix(name, "app-worker.js"):
		return 3
	case strings.Contains(name, ".html"):
		return 2
	}
	return 1
}

// built lists the files of the built app in the order in which they are uploaded.
func built(dir string) ([]webFile, error) {
	var all []webFile
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		key, err := filepath.Rel(dir, file)
		if err == nil && !strings.HasPrefix(key, ".") {
			all = append(all, describe(filepath.ToSlash(key)))
		}
		return err
	})
	slices.SortFunc(all, func(a, b webFile) int { return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.key, b.key)) })
	return all, err
}

// upload brings the web app into the bucket and takes away what no version of the last day has.
func (d *deployer) upload(ctx context.Context, bucket string) error {
	all, err := built(d.site)
	if errors.Is(err, fs.ErrNotExist) && d.dry {
		d.say("s3 PutObject s3://%s/… for each file, once %s is built", bucket, d.site)
		return nil
	}
	if err != nil {
		return err
	}
	there, err := d.list(ctx, bucket)
	if err != nil {
		return err
	}
	keys := make([]string, len(all))
	for i, f := range all {
		keys[i] = f.key
		if f.forever() && there[f.key] {
			continue // under this name there can be nothing else
		}
		data, err := os.ReadFile(filepath.Join(d.site, filepath.FromSlash(f.key)))
		if err != nil {
			return err
		}
		if err := d.put(ctx, bucket, f, data); err != nil {
			return err
		}
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	now := d.now()
	record := webFile{key: versions + strconv.FormatInt(now.Unix(), 10) + ".json", kind: "application/json", cache: "no-store"}
	if err := d.put(ctx, bucket, record, list); err != nil {
		return err
	}
	return d.prune(ctx, bucket, now, keys, there)
}

func (d *deployer) put(ctx context.Context, bucket string, f webFile, data []byte) error {
	d.say("s3 PutObject s3://%s/%s %d bytes, %s, %s, encoding %s", bucket, f.key, len(data), f.kind, f.cache, cmp.Or(f.encoding, "none"))
	if d.dry {
		return nil
	}
	in := &s3.PutObjectInput{Bucket: &bucket, Key: &f.key, Body: bytes.NewReader(data), ContentType: &f.kind, CacheControl: &f.cache}
	if f.encoding != "" {
		in.ContentEncoding = &f.encoding
	}
	if _, err := d.files.PutObject(ctx, in); err != nil {
		return fmt.Errorf("upload %s: %w", f.key, err)
	}
	return nil
}

// list names what is in the bucket.
func (d *deployer) list(ctx context.Context, bucket string) (map[string]bool, error) {
	d.say("s3 ListObjectsV2 s3://%s", bucket)
	there := map[string]bool{}
	if d.dry {
		return there, nil
	}
	pages := s3.NewListObjectsV2Paginator(d.files, &s3.ListObjectsV2Input{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list s3://%s: %w", bucket, err)
		}
		for _, o := range page.Contents {
			there[aws.ToString(o.Key)] = true
		}
	}
	return there, nil
}

// prune deletes what neither this version has nor one that was replaced within the last day.
func (d *deployer) prune(ctx context.Context, bucket string, now time.Time, keys []string, there map[string]bool) error {
	old := map[time.Time][]string{}
	for key := range there {
		at, ok := versionTime(key)
		if !ok {
			continue
		}
		out, err := d.files.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			return fmt.Errorf("read %s: %w", key, err)
		}
		var names []string
		err = json.NewDecoder(out.Body).Decode(&names)
		if err := errors.Join(err, out.Body.Close()); err != nil {
			return fmt.Errorf("read %s: %w", key, err)
		}
		old[at] = names
	}
	for _, key := range outdated(now, keys, old, there) {
		if err := d.remove(ctx, bucket, key); err != nil {
			return err
		}
	}
	return nil
}

func (d *deployer) remove(ctx context.Context, bucket string, keys ...string) error {
	for some := range slices.Chunk(keys, 1000) {
		d.say("s3 DeleteObjects s3://%s/ %s", bucket, strings.Join(some, " "))
		if d.dry {
			continue
		}
		in := &types.Delete{Quiet: aws.Bool(true)}
		for _, key := range some {
			in.Objects = append(in.Objects, types.ObjectIdentifier{Key: aws.String(key)})
		}
		out, err := d.files.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: &bucket, Delete: in})
		if err == nil && len(out.Errors) > 0 {
			err = errors.New(aws.ToString(out.Errors[0].Message))
		}
		if err != nil {
			return fmt.Errorf("delete from s3://%s: %w", bucket, err)
		}
	}
	return nil
}

// versionTime reads the name of a version's list.
func versionTime(key string) (time.Time, bool) {
	name, ok := strings.CutPrefix(key, versions)
	seconds, err := strconv.ParseInt(strings.TrimSuffix(name, ".json"), 10, 64)
	return time.Unix(seconds, 0), ok && err == nil
}

// outdated names what may go now that the files in keys are the current version: files of versions that were replaced a day ago or
// earlier, and their lists. A version was replaced when the next one was uploaded.
func outdated(now time.Time, keys []string, old map[time.Time][]string, there map[string]bool) []string {
	needed := map[string]bool{}
	need := func(names []string) {
		for _, name := range names {
			needed[name] = true
		}
	}
	need(keys)
	var times []time.Time
	for at := range old {
		times = append(times, at)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i, at := range times {
		replaced := now
		if i+1 < len(times) {
			replaced = times[i+1]
		}
		if now.Sub(replaced) < keepOld {
			need(old[at])
			needed[versions+strconv.FormatInt(at.Unix(), 10)+".json"] = true
		}
	}
	var gone []string
	for key := range there {
		if !needed[key] {
			gone = append(gone, key)
		}
	}
	slices.Sort(gone)
	return gone
}
