package files

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stellwerk/infra/local/disk"
)

// object is what is known of a file without its content. On disk it follows the content, so that both are written in one
// go and renamed into place together:
//
//	content | object as JSON | its length, 4 bytes big endian | "SWF1"
//
// The file's name is the SHA-256 of the key, because keys have letters, lengths and cases that file systems don't.
type object struct {
	Key      string            `json:"key"`
	Size     int64             `json:"size"`
	MD5      []byte            `json:"md5"`
	CRC32    []byte            `json:"crc32"` // big endian
	Modified time.Time         `json:"modified"`
	Meta     map[string]string `json:"meta,omitempty"`
}

const (
	mark       = "SWF1"
	footLength = 4 + len(mark)
)

func fileName(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// folder spreads files over 256 folders, which keeps each small.
func (b *bucket) folder(key string) string { return filepath.Join(b.dir, fileName(key)[:2]) }

func (b *bucket) path(key string) string { return filepath.Join(b.folder(key), fileName(key)) }

// foot is what follows the content.
func (o object) foot() ([]byte, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	data = binary.BigEndian.AppendUint32(data, uint32(len(data)))
	return append(data, mark...), nil
}

var errDamaged = errors.New("the file is damaged")

// readFoot reads what follows the content of an open file.
func readFoot(f *os.File) (object, error) {
	var o object
	info, err := f.Stat()
	if err != nil {
		return o, err
	}
	end := make([]byte, footLength)
	if _, err := f.ReadAt(end, info.Size()-int64(footLength)); err != nil || string(end[4:]) != mark {
		return o, errDamaged
	}
	length := int64(binary.BigEndian.Uint32(end))
	start := info.Size() - int64(footLength) - length
	if start < 0 {
		return o, errDamaged
	}
	data := make([]byte, length)
	if _, err := f.ReadAt(data, start); err != nil {
		return o, err
	}
	if err := json.Unmarshal(data, &o); err != nil || o.Size != start {
		return o, errDamaged
	}
	return o, nil
}

// load finds the bucket's files and removes what a crash left half written.
func (b *bucket) load() error {
	return filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
			return err
		case strings.HasPrefix(entry.Name(), disk.TempPrefix):
			return os.Remove(path)
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		o, err := readFoot(f)
		if err != nil {
			return fmt.Errorf("%s: %w; move it away or restore it from a backup", path, err)
		}
		if fileName(o.Key) != entry.Name() {
			return fmt.Errorf("%s: %w: it has the name of another key than %q", path, errDamaged, o.Key)
		}
		b.objects[o.Key] = o
		return nil
	})
}

// content is a part of a file's content.
type content struct {
	io.Reader
	file *os.File
}

func (c content) Close() error { return c.file.Close() }

// open gives length bytes from start on.
func (b *bucket) open(o object, start, length int64) (io.ReadCloser, error) {
	f, err := os.Open(b.path(o.Key))
	if err != nil {
		return nil, err
	}
	return content{io.NewSectionReader(f, start, length), f}, nil
}
