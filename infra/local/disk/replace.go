// Package disk writes files so that a crash leaves the old content or the new, never a part.
package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// TempPrefix begins the names of files that are being written. After a crash they may be removed.
const TempPrefix = ".writing-"

// Draft is a file that is being written and has no name yet.
type Draft struct {
	*os.File
	dir string
}

// Begin makes a draft of a file of a folder. It must be committed or discarded. Readable by the owner only.
func Begin(dir string) (*Draft, error) {
	temp, err := os.CreateTemp(dir, TempPrefix+"*")
	if err != nil {
		return nil, err
	}
	return &Draft{File: temp, dir: dir}, nil
}

// Commit gives the draft its name within its folder, replacing what has it. It returns when data and name are on disk.
// After an error the draft is gone and what had the name stays.
func (d *Draft) Commit(name string) error {
	err := d.Sync()
	if closed := d.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(d.Name(), filepath.Join(d.dir, name))
	}
	if err != nil {
		_ = os.Remove(d.Name())
		return err
	}
	return SyncDir(d.dir)
}

// Discard removes a draft. After Commit it does nothing.
func (d *Draft) Discard() {
	_ = d.Close()
	_ = os.Remove(d.Name()) // what stays has TempPrefix, and its owner removes it at the next start
}

// Replace puts data at path. It returns when data and name are on disk.
func Replace(path string, data []byte) error {
	d, err := Begin(filepath.Dir(path))
	if err != nil {
		return err
	}
	if _, err := d.Write(data); err != nil {
		d.Discard()
		return err
	}
	return d.Commit(filepath.Base(path))
}

// Remove deletes a file for good; that it isn't there is no error.
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return SyncDir(filepath.Dir(path))
}

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
