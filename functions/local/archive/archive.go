// Package archive writes a whole installation into a directory and reads it back: the table's items as DynamoDB JSON in the layout that
// DynamoDB's import from S3 reads, the files beside them, and a manifest with the hash of each. The same content is always the same bytes.
//
//	manifest.json                what there is, with hashes
//	data/000000.json.gz, …       items, one a line, sorted by their keys
//	files/imports/…              the bucket's files under their keys
//
// An archive of one tenant is the same, but for what is left out: see table.Leaving.
package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Place is where an installation lies: on one machine or on AWS.
type Place struct {
	Items  *dynamodb.Client
	Table  string
	Files  *s3.Client
	Bucket string
}

// format is this layout's name. Another one is refused.
const format = "stellwerk-1"

// manifest names everything that belongs to an archive.
type manifest struct {
	Format string `json:"format"`
	Tenant string `json:"tenant,omitempty"` // the only one in it; "" is a whole installation
	Items  int    `json:"items"`
	Data   []part `json:"data"`
	Files  []part `json:"files"`
}

// part is one file of an archive.
type part struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// linesInPart is how many items a data file has.
const linesInPart = 10_000

// Write puts all items and files of a place into a directory that must not be there yet. What changes meanwhile may be in it or not, item by
// item: write from a copy, or while nobody writes. It holds all items in memory. It returns how many items and files there are.
func Write(ctx context.Context, from Place, dir string) (items, files int, err error) {
	return writeAll(ctx, from, dir, "", func(i Item) (Item, error) { return i, nil })
}

// WriteTenant is Write for one tenant: leave gives each item as it goes, nil if it stays. No file goes with it.
func WriteTenant(ctx context.Context, from Place, dir, tenant string, leave func(Item) (Item, error)) (items int, err error) {
	items, _, err = writeAll(ctx, from, dir, tenant, leave)
	return items, err
}

func writeAll(ctx context.Context, from Place, dir, tenant string, leave func(Item) (Item, error)) (items, files int, err error) {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return 0, 0, fmt.Errorf("%s is there already", dir)
	}
	m := manifest{Format: format, Tenant: tenant, Data: []part{}, Files: []part{}}
	lines, err := scan(ctx, from, leave)
	if err != nil {
		return 0, 0, err
	}
	if tenant != "" && len(lines) == 0 {
		return 0, 0, fmt.Errorf("there is no tenant %s", tenant)
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		return 0, 0, err
	}
	m.Items = len(lines)
	for some := range slices.Chunk(lines, linesInPart) {
		var packed bytes.Buffer
		pack, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is one
		for _, l := range some {
			_, _ = pack.Write(l.text) // memory
		}
		_ = pack.Close()
		if err := m.add(&m.Data, dir, fmt.Sprintf("data/%06d.json.gz", len(m.Data)), packed.Bytes()); err != nil {
			return 0, 0, err
		}
	}
	if tenant == "" {
		if err := m.copyFiles(ctx, from, dir); err != nil {
			return 0, 0, err
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return 0, 0, err
	}
	// The manifest comes last: without it there is no archive.
	return m.Items, len(m.Files), os.WriteFile(filepath.Join(dir, "manifest.json"), append(text, '\n'), 0o600)
}

// line is an item as it is written, and what it is sorted by.
type line struct {
	pk, sk string
	text   []byte
}

func scan(ctx context.Context, from Place, leave func(Item) (Item, error)) ([]line, error) {
	var all []line
	pages := dynamodb.NewScanPaginator(from.Items, &dynamodb.ScanInput{TableName: &from.Table, ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the table: %w", err)
		}
		for _, item := range page.Items {
			if item, err = leave(item); err != nil {
				return nil, err
			}
			if item == nil {
				continue
			}
			text, err := encode(item)
			if err != nil {
				return nil, err
			}
			all = append(all, line{keyPart(item["PK"]), keyPart(item["SK"]), text})
		}
	}
	slices.SortFunc(all, func(a, b line) int { return cmp.Or(cmp.Compare(a.pk, b.pk), cmp.Compare(a.sk, b.sk)) })
	return all, nil
}

func keyPart(v types.AttributeValue) string {
	if s, ok := v.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// add writes a file of the archive and notes it.
func (m *manifest) add(to *[]part, dir, name string, data []byte) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	*to = append(*to, part{name, int64(len(data)), hex.EncodeToString(sum[:])})
	return os.WriteFile(file, data, 0o600)
}

func (m *manifest) copyFiles(ctx context.Context, from Place, dir string) error {
	var keys []string
	pages := s3.NewListObjectsV2Paginator(from.Files, &s3.ListObjectsV2Input{Bucket: &from.Bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list the files: %w", err)
		}
		for _, o := range page.Contents {
			keys = append(keys, aws.ToString(o.Key))
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if !filepath.IsLocal(filepath.FromSlash(key)) || path.Clean(key) != key {
			return fmt.Errorf("the file %q has no name that a disk can have", key)
		}
		out, err := from.Files.GetObject(ctx, &s3.GetObjectInput{Bucket: &from.Bucket, Key: &key})
		if err != nil {
			return fmt.Errorf("read the file %s: %w", key, err)
		}
		data, err := io.ReadAll(out.Body)
		if err := errors.Join(err, out.Body.Close()); err != nil {
			return fmt.Errorf("read the file %s: %w", key, err)
		}
		if err := m.add(&m.Files, dir, "files/"+key, data); err != nil {
			return err
		}
	}
	return nil
}

// Item is one as the SDK has it.
type Item = map[string]types.AttributeValue

// Change may alter an item on its way, or leave it out by returning nil.
type Change func(Item) Item

// Read puts what is in a directory into a place without items. Before anything is written every file is held against its hash. trace says of an item
// that a place without data may have it all the same: it goes.
func Read(ctx context.Context, dir string, to Place, change Change, trace func(Item) bool) (items, files int, err error) {
	m, err := check(dir)
	if err != nil {
		return 0, 0, err
	}
	if m.Tenant != "" {
		return 0, 0, fmt.Errorf("the archive holds one tenant, %s: import reads it into an installation that runs already", m.Tenant)
	}
	if err := empty(ctx, to, trace); err != nil {
		return 0, 0, err
	}
	// Files first: jobs, which ask for them, begin as soon as their items are there.
	for _, p := range m.Files {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.Name)))
		if err != nil {
			return 0, 0, err
		}
		key := strings.TrimPrefix(p.Name, "files/")
		if _, err := to.Files.PutObject(ctx, &s3.PutObjectInput{Bucket: &to.Bucket, Key: &key, Body: bytes.NewReader(data)}); err != nil {
			return 0, 0, fmt.Errorf("store the file %s: %w", key, err)
		}
	}
	for _, p := range m.Data {
		n, err := readItems(ctx, filepath.Join(dir, filepath.FromSlash(p.Name)), to, func(i Item) (Item, error) {
			if change == nil {
				return i, nil
			}
			return change(i), nil
		})
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", p.Name, err)
		}
		items += n
	}
	return items, len(m.Files), nil
}

// empty refuses a place with items, and takes away the traces of one without.
func empty(ctx context.Context, to Place, trace func(Item) bool) error {
	var gone []types.WriteRequest
	pages := dynamodb.NewScanPaginator(to.Items, &dynamodb.ScanInput{TableName: &to.Table, Limit: aws.Int32(25), ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("look into the table: %w", err)
		}
		for _, item := range page.Items {
			if !trace(item) {
				return errors.New("the table has items: an archive is read into an empty one only")
			}
			gone = append(gone, types.WriteRequest{DeleteRequest: &types.DeleteRequest{Key: Item{"PK": item["PK"], "SK": item["SK"]}}})
		}
	}
	for some := range slices.Chunk(gone, 25) {
		if err := write(ctx, to, some); err != nil {
			return err
		}
	}
	return nil
}

// TenantIn says which tenant an archive holds; "" is a whole installation. Every file is held against its hash.
func TenantIn(dir string) (string, error) {
	m, err := check(dir)
	return m.Tenant, err
}

// ReadTenant puts the items of a tenant's archive into a place, in the order of their keys, as take gives them; nil leaves one out. The place
// may be none, to look first.
func ReadTenant(ctx context.Context, dir string, to Place, take func(Item) (Item, error)) (items int, err error) {
	m, err := check(dir)
	if err != nil {
		return 0, err
	}
	for _, p := range m.Data {
		n, err := readItems(ctx, filepath.Join(dir, filepath.FromSlash(p.Name)), to, take)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", p.Name, err)
		}
		items += n
	}
	return items, nil
}

// check reads the manifest and holds everything against it.
func check(dir string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return m, fmt.Errorf("no archive, or one that was not finished: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("manifest.json: %w", err)
	}
	if m.Format != format {
		return m, fmt.Errorf("manifest.json: format %q, want %q", m.Format, format)
	}
	for folder, parts := range map[string][]part{"data/": m.Data, "files/": m.Files} {
		for _, p := range parts {
			if !strings.HasPrefix(p.Name, folder) || !filepath.IsLocal(filepath.FromSlash(p.Name)) || path.Clean(p.Name) != p.Name {
				return m, fmt.Errorf("manifest.json: %q is no name of a file here", p.Name)
			}
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.Name)))
			if err != nil {
				return m, err
			}
			if sum := sha256.Sum256(data); int64(len(data)) != p.Bytes || hex.EncodeToString(sum[:]) != p.SHA256 {
				return m, fmt.Errorf("%s is not what was written: nothing was read", p.Name)
			}
		}
	}
	return m, nil
}

// maxLine is more than the largest item makes, 400 KB, with all its quotes.
const maxLine = 4 << 20

func readItems(ctx context.Context, file string, to Place, take func(Item) (Item, error)) (n int, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		return 0, err
	}
	var batch []types.WriteRequest
	send := func() error {
		err := write(ctx, to, batch)
		n, batch = n+len(batch), nil
		return err
	}
	lines := bufio.NewScanner(packed)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		item, err := decode(lines.Bytes())
		if err != nil {
			return n, err
		}
		if item, err = take(item); err != nil {
			return n, err
		}
		if item == nil {
			continue
		}
		if to.Items == nil {
			continue
		}
		if batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}}); len(batch) == 25 {
			if err := send(); err != nil {
				return n, err
			}
		}
	}
	if err := lines.Err(); err != nil || len(batch) == 0 {
		return n, err
	}
	return n, send()
}

// write sends up to 25 items, and again what DynamoDB had no room for.
func write(ctx context.Context, to Place, batch []types.WriteRequest) error {
	for pause := 50 * time.Millisecond; len(batch) > 0; pause = min(2*pause, 5*time.Second) {
		out, err := to.Items.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{to.Table: batch}})
		if err != nil {
			return fmt.Errorf("write items: %w", err)
		}
		if batch = out.UnprocessedItems[to.Table]; len(batch) == 0 {
			break
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
