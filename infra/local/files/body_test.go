package files

import (
	"bytes"
	"io"
	"testing"
)

func FuzzChunks(f *testing.F) {
	f.Add([]byte("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"))
	f.Add([]byte("3;chunk-signature=abc\r\nabc\r\n0;chunk-signature=def\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		body, err := io.ReadAll(newChunks(bytes.NewReader(data)))
		if len(body) > len(data) {
			t.Errorf("%d bytes came out of %d (%v)", len(body), len(data), err)
		}
	})
}
