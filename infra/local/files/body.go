package files

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/johannesboyne/gofakes3"
)

// checksums are S3's algorithms by the end of their header's name.
var checksums = map[string]func() hash.Hash{
	"crc32":     func() hash.Hash { return crc32.NewIEEE() },
	"crc32c":    func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) },
	"crc64nvme": func() hash.Hash { return crc64.New(crc64.MakeTable(0x9a6c9329ac4bc9b5)) },
	"sha1":      sha1.New,
	"sha256":    sha256.New,
}

const checksumHeader = "x-amz-checksum-"

// checkedBody compares a body with its announced checksums. At its end it gives the error code of a bad digest instead
// of io.EOF, so that nothing is stored.
type checkedBody struct {
	from   io.Reader
	checks []check
}

type check struct {
	sum  hash.Hash
	want func() []byte
}

// expect notes the checksums of the header.
func (b *checkedBody) expect(h http.Header) error {
	for name, begin := range checksums {
		given := h.Get(checksumHeader + name)
		if given == "" {
			continue
		}
		want, err := base64.StdEncoding.DecodeString(given)
		if err != nil {
			return gofakes3.ErrInvalidDigest
		}
		b.checks = append(b.checks, check{begin(), func() []byte { return want }})
	}
	if given := h.Get("X-Amz-Content-Sha256"); len(given) == hex.EncodedLen(sha256.Size) {
		want, err := hex.DecodeString(given)
		if err != nil {
			return gofakes3.ErrInvalidDigest
		}
		b.checks = append(b.checks, check{sha256.New(), func() []byte { return want }})
	}
	return nil
}

// expectTrailer notes the checksum that will follow the chunks.
func (b *checkedBody) expectTrailer(name string, c *chunks) error {
	name = strings.ToLower(strings.TrimSpace(name))
	begin, ok := checksums[strings.TrimPrefix(name, checksumHeader)]
	if !ok {
		return gofakes3.ErrNotImplemented
	}
	b.checks = append(b.checks, check{begin(), func() []byte {
		want, err := base64.StdEncoding.DecodeString(c.trailer.Get(name))
		if err != nil {
			return nil
		}
		return want
	}})
	return nil
}

// Read implements io.Reader.
func (b *checkedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	for _, c := range b.checks {
		c.sum.Write(p[:n])
	}
	if errors.Is(err, io.EOF) {
		for _, c := range b.checks {
			if !bytes.Equal(c.sum.Sum(nil), c.want()) {
				return n, gofakes3.ErrBadDigest
			}
		}
	}
	return n, err
}

// Close implements io.Closer: the body is the server's to close.
func (b *checkedBody) Close() error { return nil }

// chunks unpacks aws-chunked: size in hex, maybe a signature, the data; at last size 0 and the trailer.
type chunks struct {
	from    *bufio.Reader
	left    int64 // of the current chunk
	begun   bool
	ended   bool
	trailer textproto.MIMEHeader
}

func newChunks(body io.Reader) *chunks { return &chunks{from: bufio.NewReader(body)} }

// Read implements io.Reader. A body that breaks off or isn't in chunks gives S3's code for an incomplete body.
func (c *chunks) Read(p []byte) (int, error) {
	if c.left == 0 && !c.ended {
		if err := c.next(); err != nil {
			return 0, gofakes3.ErrIncompleteBody
		}
	}
	if c.ended {
		return 0, io.EOF
	}
	n, err := c.from.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if err != nil {
		return n, gofakes3.ErrIncompleteBody
	}
	return n, nil
}

var errChunk = errors.New("not a chunk")

func (c *chunks) next() error {
	if c.begun {
		if line, err := c.line(); err != nil || line != "" {
			return errChunk
		}
	}
	c.begun = true
	line, err := c.line()
	if err != nil {
		return err
	}
	size, _, _ := strings.Cut(line, ";")
	if c.left, err = strconv.ParseInt(size, 16, 64); err != nil || c.left < 0 {
		return errChunk
	}
	if c.left > 0 {
		return nil
	}
	c.ended, c.trailer = true, textproto.MIMEHeader{}
	for {
		line, err := c.line()
		if line == "" {
			return nil // the trailer's end, or of a body without one
		}
		if err != nil {
			return err
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return errChunk
		}
		c.trailer.Add(name, strings.TrimSpace(value))
	}
}

// line reads up to a line's end; no line of this format is longer than 4 KB.
func (c *chunks) line() (string, error) {
	line, err := c.from.ReadSlice('\n')
	return string(bytes.TrimRight(line, "\r\n")), err
}
