// Package disk writes files so that a crash leaves the old content or the new, never a part.
package disk

import (
	"io"
	"os"
	"path/filepath"
)

// Replace puts data at path. It returns when the data and its name are on disk. Readable by the owner only.
func Replace(path string, data []byte) error {
	return ReplaceWith(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// ReplaceWith is Replace for content that write produces. If write fails, what was at path stays as it was.
func ReplaceWith(path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, TempPrefix+"*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails, as it should, once the file has its real name
	err = write(temp)
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return err
	}
	return SyncDir(dir)
}

// TempPrefix begins the names of files that are being written. After a crash they may be removed.
const TempPrefix = ".writing-"

// SyncDir makes names that were added to or removed from a folder durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closed := d.Close(); err == nil {
		err = closed
	}
	return err
}
