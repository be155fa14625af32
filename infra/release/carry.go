package main

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path"

	"stellwerk/functions/local/own"
)

// carry puts the web app and the template behind a program. Files come in the order of their names and without times, so that the same files make
// the same bytes.
func carry(program []byte, site, template string) ([]byte, error) {
	var out bytes.Buffer
	out.Write(program)
	z := zip.NewWriter(&out)
	z.SetOffset(int64(len(program)))
	text, err := os.ReadFile(template)
	if err != nil {
		return nil, err
	}
	if err := put(z, own.Template, text); err != nil {
		return nil, err
	}
	files := os.DirFS(site)
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name()[0] == '.' {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return put(z, path.Join(own.Site, name), data)
	})
	if err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

// packed are the ends of names of files that don't get smaller.
var packed = map[string]bool{".br": true, ".gz": true, ".png": true, ".woff2": true}

func put(z *zip.Writer, name string, data []byte) error {
	header := &zip.FileHeader{Name: name, Method: zip.Deflate}
	if packed[path.Ext(name)] {
		header.Method = zip.Store
	}
	w, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
