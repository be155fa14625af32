package files

import (
	"cmp"
	"crypto/md5"
	"encoding/base64"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/johannesboyne/gofakes3"

	"stellwerk/infra/local/disk"
)

// backend is the storage as gofakes3 asks for it. It refuses with gofakes3's error codes, which become S3's.
type backend struct{ *Store }

func (b backend) bucket(name string) (*bucket, error) {
	if own, ok := b.buckets[name]; ok {
		return own, nil
	}
	return nil, gofakes3.BucketNotFound(name)
}

// ListBuckets implements gofakes3.Backend.
func (b backend) ListBuckets() ([]gofakes3.BucketInfo, error) {
	var all []gofakes3.BucketInfo
	for name := range b.buckets {
		all = append(all, gofakes3.BucketInfo{Name: name, CreationDate: gofakes3.NewContentTime(b.now())})
	}
	slices.SortFunc(all, func(x, y gofakes3.BucketInfo) int { return cmp.Compare(x.Name, y.Name) })
	return all, nil
}

// BucketExists implements gofakes3.Backend.
func (b backend) BucketExists(name string) (bool, error) {
	_, ok := b.buckets[name]
	return ok, nil
}

// CreateBucket implements gofakes3.Backend: buckets come from the template only.
func (b backend) CreateBucket(name string) error {
	if _, ok := b.buckets[name]; ok {
		return gofakes3.ResourceError(gofakes3.ErrBucketAlreadyExists, name)
	}
	return gofakes3.ErrNotImplemented
}

// DeleteBucket implements gofakes3.Backend.
func (b backend) DeleteBucket(string) error { return gofakes3.ErrNotImplemented }

// ForceDeleteBucket implements gofakes3.Backend.
func (b backend) ForceDeleteBucket(string) error { return gofakes3.ErrNotImplemented }

// HeadObject implements gofakes3.Backend.
func (b backend) HeadObject(bucketName, key string) (*gofakes3.Object, error) {
	own, err := b.bucket(bucketName)
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	o, ok := own.objects[key]
	if !ok {
		return nil, gofakes3.KeyNotFound(key)
	}
	return o.shown(http.NoBody, true), nil
}

// GetObject implements gofakes3.Backend.
func (b backend) GetObject(bucketName, key string, part *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	own, err := b.bucket(bucketName)
	if err != nil {
		return nil, err
	}
	// The file is opened under the lock: what is known of it and its content must be of one writing.
	b.mu.RLock()
	defer b.mu.RUnlock()
	o, ok := own.objects[key]
	if !ok {
		return nil, gofakes3.KeyNotFound(key)
	}
	span, err := part.Range(o.Size)
	if err != nil {
		return nil, err
	}
	start, length := int64(0), o.Size
	if span != nil {
		start, length = span.Start, span.Length
	}
	body, err := own.open(o, start, length)
	if err != nil {
		return nil, err
	}
	shown := o.shown(body, span == nil)
	shown.Range = span
	return shown, nil
}

// shown is an object as answered; whole ones come with their checksum.
func (o object) shown(body io.ReadCloser, whole bool) *gofakes3.Object {
	meta := map[string]string{"Last-Modified": o.Modified.UTC().Format(http.TimeFormat)}
	for name, value := range o.Meta {
		meta[name] = value
	}
	if meta["Content-Type"] == "" {
		meta["Content-Type"] = "binary/octet-stream"
	}
	if whole {
		meta["X-Amz-Checksum-Crc32"] = base64.StdEncoding.EncodeToString(o.CRC32)
		meta["X-Amz-Checksum-Type"] = "FULL_OBJECT"
	}
	return &gofakes3.Object{Name: o.Key, Metadata: meta, Size: o.Size, Hash: o.MD5, Contents: body}
}

// PutObject implements gofakes3.Backend. The file appears whole or not at all.
func (b backend) PutObject(bucketName, key string, meta map[string]string, input io.Reader, size int64, conditions *gofakes3.PutConditions) (result gofakes3.PutObjectResult, err error) {
	own, err := b.bucket(bucketName)
	if err != nil {
		return result, err
	}
	if err := os.MkdirAll(own.folder(key), 0o700); err != nil {
		return result, err
	}
	draft, err := disk.Begin(own.folder(key))
	if err != nil {
		return result, err
	}
	defer draft.Discard()
	tag, sum := md5.New(), crc32.NewIEEE()
	written, err := io.Copy(io.MultiWriter(draft, tag, sum), input)
	if err != nil {
		return result, err
	}
	if written != size {
		return result, gofakes3.ErrIncompleteBody
	}
	o := object{Key: key, Size: size, MD5: tag.Sum(nil), CRC32: sum.Sum(nil), Modified: b.now().UTC(), Meta: kept(meta)}
	foot, err := o.foot()
	if err != nil {
		return result, err
	}
	if _, err := draft.Write(foot); err != nil {
		return result, err
	}
	if err := draft.Sync(); err != nil { // the slow part, before anybody has to wait
		return result, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if conditions != nil {
		before, exists := own.objects[key]
		if err := gofakes3.CheckPutConditions(conditions, &gofakes3.ConditionalObjectInfo{Exists: exists, Hash: before.MD5}); err != nil {
			return result, err
		}
	}
	if err := draft.Commit(fileName(key)); err != nil {
		return result, err
	}
	own.objects[key] = o
	return result, nil
}

// kept leaves the headers that are given back with the file; the others only concerned its transport.
func kept(meta map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range meta {
		if strings.HasPrefix(name, "X-Amz-Meta-") || strings.HasPrefix(name, "Content-") {
			out[name] = value
		}
	}
	return out
}

// DeleteObject implements gofakes3.Backend.
func (b backend) DeleteObject(bucketName, key string) (result gofakes3.ObjectDeleteResult, err error) {
	own, err := b.bucket(bucketName)
	if err != nil {
		return result, err
	}
	return result, b.remove(own, key, func(object) bool { return true })
}

// remove deletes the file of a key if it still is as wanted.
func (s *Store) remove(own *bucket, key string, wanted func(object) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := own.objects[key]
	if !ok || !wanted(o) {
		return nil
	}
	if err := disk.Remove(own.path(key)); err != nil {
		return err
	}
	delete(own.objects, key)
	return nil
}

// DeleteMulti implements gofakes3.Backend.
func (b backend) DeleteMulti(bucketName string, keys ...string) (result gofakes3.MultiDeleteResult, err error) {
	for _, key := range keys {
		if _, err := b.DeleteObject(bucketName, key); err != nil {
			failed := gofakes3.ErrorResultFromError(err)
			failed.Key = key
			result.Error = append(result.Error, failed)
			continue
		}
		result.Deleted = append(result.Deleted, gofakes3.ObjectID{Key: key})
	}
	return result, nil
}

// CopyObject implements gofakes3.Backend.
func (b backend) CopyObject(fromBucket, from, toBucket, to string, meta map[string]string) (result gofakes3.CopyObjectResult, err error) {
	source, err := b.GetObject(fromBucket, from, nil)
	if err != nil {
		return result, err
	}
	defer source.Contents.Close()
	if _, err := b.PutObject(toBucket, to, meta, source.Contents, source.Size, nil); err != nil {
		return result, err
	}
	return gofakes3.CopyObjectResult{
		ETag: gofakes3.FormatETag(source.Hash), LastModified: gofakes3.NewContentTime(b.now()),
	}, nil
}

// ListBucket implements gofakes3.Backend: keys in order of their bytes, folded at the delimiter after the prefix.
func (b backend) ListBucket(name string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	own, err := b.bucket(name)
	if err != nil {
		return nil, err
	}
	var start, delimiter string
	if prefix != nil && prefix.HasPrefix {
		start = prefix.Prefix
	}
	if prefix != nil && prefix.HasDelimiter {
		delimiter = prefix.Delimiter
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	keys := make([]string, 0, len(own.objects))
	for key := range own.objects {
		if strings.HasPrefix(key, start) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	list := gofakes3.NewObjectList()
	last := "" // the last key or folder that was listed: where the next page begins
	count := int64(0)
	for _, key := range keys {
		entry, folded := fold(key, start, delimiter)
		if page.HasMarker && entry <= page.Marker || folded && entry == last {
			continue
		}
		if count == page.MaxKeys {
			list.IsTruncated, list.NextMarker = count > 0, last
			break
		}
		if folded {
			list.AddPrefix(entry)
		} else {
			o := own.objects[key]
			list.Add(&gofakes3.Content{
				Key: key, Size: o.Size, ETag: gofakes3.FormatETag(o.MD5), LastModified: gofakes3.NewContentTime(o.Modified), StorageClass: "STANDARD",
			})
		}
		last = entry
		count++
	}
	return list, nil
}

// fold cuts a key behind the first delimiter that follows the prefix.
func fold(key, prefix, delimiter string) (entry string, folded bool) {
	if delimiter == "" {
		return key, false
	}
	if i := strings.Index(key[len(prefix):], delimiter); i >= 0 {
		return key[:len(prefix)+i+len(delimiter)], true
	}
	return key, false
}
