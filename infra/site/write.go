package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"
)

// compressed are the kinds of files that get smaller.
var compressed = []string{".wasm", ".js", ".css", ".html", ".svg", ".webmanifest", ".txt"}

// write puts the site in its directory, replacing what was there, each file beside its compressed forms.
func (s *site) write(out string, release bool) error {
	made := out + ".new"
	if err := os.RemoveAll(made); err != nil {
		return err
	}
	names := make([]string, 0, len(s.files))
	for name := range s.files {
		names = append(names, name)
	}
	slices.Sort(names)
	errs := make(chan error, len(names))
	for _, name := range names {
		go func() { errs <- put(filepath.Join(made, filepath.FromSlash(name)), s.files[name], release) }()
	}
	for range names {
		if err := <-errs; err != nil {
			return err
		}
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	return os.Rename(made, out)
}

func put(file string, data []byte, release bool) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	if !slices.Contains(compressed, filepath.Ext(file)) {
		return nil
	}
	br, gz, err := squeezed(data, release)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file+".br", br, 0o644); err != nil {
		return err
	}
	return os.WriteFile(file+".gz", gz, 0o644)
}

// squeezed compresses as well as possible for a release, and quickly otherwise.
func squeezed(data []byte, release bool) (br, gz []byte, err error) {
	options, level := brotli.WriterOptions{Quality: 4}, gzip.BestSpeed
	if release {
		options, level = brotli.WriterOptions{Quality: 11, LGWin: 24}, gzip.BestCompression
	}
	var b, g bytes.Buffer
	bw := brotli.NewWriterOptions(&b, options)
	if _, err = bw.Write(data); err == nil {
		err = bw.Close()
	}
	if err != nil {
		return nil, nil, err
	}
	gw, err := gzip.NewWriterLevel(&g, level)
	if err != nil {
		return nil, nil, err
	}
	if _, err = gw.Write(data); err == nil {
		err = gw.Close()
	}
	return b.Bytes(), g.Bytes(), err
}
