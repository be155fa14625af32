package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/template"
)

const name = "my-files"

var key = aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}

func buckets() []template.Bucket {
	return []template.Bucket{{ID: "Files", Name: name, Expire: []template.Expiry{{Prefix: "imports/", After: 24 * time.Hour}}}}
}

func open(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, buckets(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// inProcess is a client as functions have it.
func inProcess(t testing.TB, s *Store) *s3.Client {
	t.Helper()
	cfg, err := awsinproc.Config("eu-central-1", key, awsinproc.Services{S3: s})
	if err != nil {
		t.Fatal(err)
	}
	return s3.NewFromConfig(cfg)
}

// overTCP is a client of a server, where signed bodies are sent in another way than over TLS.
func overTCP(t testing.TB, s *Store) *s3.Client {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s3.New(s3.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(server.URL), UsePathStyle: true,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return key, nil }),
	})
}

func clients(t *testing.T, test func(t *testing.T, c *s3.Client)) {
	for way, client := range map[string]func(testing.TB, *Store) *s3.Client{"in process": inProcess, "over TCP": overTCP} {
		t.Run(way, func(t *testing.T) { test(t, client(t, open(t, t.TempDir(), Options{}))) })
	}
}

func put(t testing.TB, c *s3.Client, key string, body io.Reader) {
	t.Helper()
	if _, err := c.PutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String(name), Key: &key, Body: body}); err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
}

func get(t testing.TB, c *s3.Client, key string) []byte {
	t.Helper()
	out, err := c.GetObject(context.Background(), &s3.GetObjectInput{Bucket: aws.String(name), Key: &key})
	if err != nil {
		t.Fatalf("get %q: %v", key, err)
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatalf("read %q: %v", key, err)
	}
	return body
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return fmt.Sprint(err)
}

func TestFilesComeBackAsTheyWere(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		large := make([]byte, 3<<20+17)
		_, _ = rand.Read(large)
		for story, body := range map[string][]byte{"empty": {}, "small": []byte("a;b;ü\r\n"), "large": large} {
			put(t, c, story, bytes.NewReader(body))
			if got := get(t, c, story); !bytes.Equal(got, body) {
				t.Errorf("%s: %d bytes came back, want %d", story, len(got), len(body))
			}
		}
	})
}

// TestWaysOfSending covers the SDK's kinds of bodies and checksums; in process it believes to talk TLS, and sends
// aws-chunked with a trailer.
func TestWaysOfSending(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		body := strings.Repeat("Stellwerk", 20_000)
		for _, algorithm := range append(types.ChecksumAlgorithmCrc32.Values(), "") {
			if slices.Contains([]string{"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"}, string(algorithm)) {
				continue // the SDK only passes these on
			}
			in := &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("a"), Body: strings.NewReader(body), ChecksumAlgorithm: algorithm}
			if _, err := c.PutObject(t.Context(), in); err != nil {
				t.Errorf("checksum %q: %v", algorithm, err)
				continue
			}
			if got := get(t, c, "a"); string(got) != body {
				t.Errorf("checksum %q: %d bytes came back, want %d", algorithm, len(got), len(body))
			}
		}
	})
	// A stream that can't be rewound, of known length, is sent in chunks with its checksum behind them.
	c := inProcess(t, open(t, t.TempDir(), Options{}))
	in := &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("stream"), Body: io.LimitReader(rand.Reader, 100_000), ContentLength: aws.Int64(100_000)}
	if _, err := c.PutObject(t.Context(), in); err != nil {
		t.Fatalf("a stream: %v", err)
	}
	if got := get(t, c, "stream"); len(got) != 100_000 {
		t.Errorf("a stream: %d bytes came back", len(got))
	}
}

func TestHeadersStayWithTheFile(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		_, err := c.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String(name), Key: aws.String("a"), Body: strings.NewReader("x"), ContentType: aws.String("text/csv"),
			ContentDisposition: aws.String(`attachment; filename="a.csv"`), Metadata: map[string]string{"job": "01ABC"},
		})
		if err != nil {
			t.Fatal(err)
		}
		head, err := c.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(name), Key: aws.String("a")})
		if err != nil {
			t.Fatal(err)
		}
		if *head.ContentType != "text/csv" || *head.ContentDisposition != `attachment; filename="a.csv"` || head.Metadata["job"] != "01ABC" ||
			*head.ContentLength != 1 || time.Since(*head.LastModified) > time.Minute {
			t.Errorf("the head is %+v", head)
		}
		// A second put leaves nothing of the first one's headers.
		put(t, c, "a", strings.NewReader("y"))
		if head, err = c.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(name), Key: aws.String("a")}); err != nil || len(head.Metadata) > 0 || head.ContentDisposition != nil {
			t.Errorf("after another put the head is %+v (%v)", head, err)
		}
	})
}

func TestPartsConditionsAndCopies(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		ctx := t.Context()
		put(t, c, "a", strings.NewReader("0123456789"))
		out, err := c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(name), Key: aws.String("a"), Range: aws.String("bytes=2-4")})
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(out.Body); err != nil || string(body) != "234" || *out.ContentRange != "bytes 2-4/10" {
			t.Errorf("a part is %q, %s (%v)", body, aws.ToString(out.ContentRange), err)
		}
		_, err = c.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("a"), Body: strings.NewReader("x"), IfNoneMatch: aws.String("*")})
		if code(err) != "PreconditionFailed" || string(get(t, c, "a")) != "0123456789" {
			t.Errorf("a put that must not replace: %v", err)
		}
		if _, err := c.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String(name), Key: aws.String("b"), CopySource: aws.String(name + "/a")}); err != nil {
			t.Fatal(err)
		}
		if got := get(t, c, "b"); string(got) != "0123456789" {
			t.Errorf("the copy is %q", got)
		}
	})
}

func TestDelete(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		ctx := t.Context()
		for _, k := range []string{"a", "b", "c"} {
			put(t, c, k, strings.NewReader(k))
		}
		for range 2 { // what isn't there is deleted as well
			if _, err := c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(name), Key: aws.String("a")}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(name), Key: aws.String("a")}); code(err) != "NoSuchKey" {
			t.Errorf("a deleted file: %v", err)
		}
		many, err := c.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: aws.String(name), Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("b")}, {Key: aws.String("c")}}}})
		if err != nil || len(many.Errors) > 0 {
			t.Fatalf("%+v %v", many, err)
		}
		if list, err := c.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(name)}); err != nil || len(list.Contents) > 0 {
			t.Errorf("left are %v (%v)", list.Contents, err)
		}
	})
}

func TestRefusals(t *testing.T) {
	c := inProcess(t, open(t, t.TempDir(), Options{}))
	ctx := t.Context()
	put(t, c, "a", strings.NewReader("content"))
	for story, call := range map[string]struct {
		do   func() error
		want string
	}{
		"another bucket": {func() error {
			_, err := c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("others"), Key: aws.String("a")})
			return err
		}, "NoSuchBucket"},
		"a new bucket": {func() error {
			_, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("others")})
			return err
		}, "NotImplemented"},
		"deleting the bucket": {func() error {
			_, err := c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(name)})
			return err
		}, "NotImplemented"},
		"tags, which would overwrite the file": {func() error {
			_, err := c.PutObjectTagging(ctx, &s3.PutObjectTaggingInput{Bucket: aws.String(name), Key: aws.String("a"),
				Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}}}})
			return err
		}, "NotImplemented"},
		"a wrong checksum": {func() error {
			_, err := c.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("a"), Body: strings.NewReader("x"), ChecksumCRC32: aws.String("AAAAAA==")})
			return err
		}, "BadDigest"},
	} {
		if err := call.do(); code(err) != call.want {
			t.Errorf("%s: %v, want %s", story, err, call.want)
		}
	}
	if got := get(t, c, "a"); string(got) != "content" {
		t.Errorf("after the refusals the file holds %q", got)
	}
}

func TestListing(t *testing.T) {
	clients(t, func(t *testing.T, c *s3.Client) {
		for _, k := range []string{"b/2", "a", "b/1", "b/c/3", "Z", "ä"} {
			put(t, c, k, strings.NewReader(k))
		}
		for _, l := range []struct {
			story, prefix, delimiter string
			keys, folders            []string
		}{
			{"all, in order of bytes", "", "", []string{"Z", "a", "b/1", "b/2", "b/c/3", "ä"}, nil},
			{"one folder", "b/", "", []string{"b/1", "b/2", "b/c/3"}, nil},
			{"folded", "", "/", []string{"Z", "a", "ä"}, []string{"b/"}},
			{"folded below a folder", "b/", "/", []string{"b/1", "b/2"}, []string{"b/c/"}},
			{"nothing", "x", "", nil, nil},
		} {
			for _, size := range []int32{1, 2, 1000} {
				var keys, folders []string
				pages := s3.NewListObjectsV2Paginator(c, &s3.ListObjectsV2Input{Bucket: aws.String(name), Prefix: &l.prefix, Delimiter: &l.delimiter, MaxKeys: &size})
				for pages.HasMorePages() {
					page, err := pages.NextPage(t.Context())
					if err != nil {
						t.Fatalf("%s: %v", l.story, err)
					}
					for _, o := range page.Contents {
						keys = append(keys, *o.Key)
					}
					for _, f := range page.CommonPrefixes {
						folders = append(folders, *f.Prefix)
					}
				}
				if !slices.Equal(keys, l.keys) || !slices.Equal(folders, l.folders) {
					t.Errorf("%s, %d a page: %q and %q, want %q and %q", l.story, size, keys, folders, l.keys, l.folders)
				}
			}
		}
	})
}
