// Package own finds what a released program carries with it: the web app and the template, as a zip behind the program itself, so that one file
// is all that a machine needs.
package own

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"sync"
)

// Where things stand in the zip.
const (
	Site     = "site"
	Template = "template.yaml"
)

// Files are those of the running program; ok is false if it carries none, as one that is built by hand does.
var Files = sync.OnceValues(func() (files fs.FS, ok bool) {
	path, err := os.Executable()
	if err != nil {
		return nil, false
	}
	f, err := os.Open(path) // stays open for as long as the program runs
	if err != nil {
		return nil, false
	}
	info, err := f.Stat()
	if err != nil {
		return nil, false
	}
	return In(f, info.Size())
})

// In finds the files that a program carries.
func In(program io.ReaderAt, size int64) (files fs.FS, ok bool) {
	z, err := zip.NewReader(program, size)
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(z, Template); err != nil {
		return nil, false
	}
	return z, true
}
