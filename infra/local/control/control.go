// Package control lets programs of the same person speak with a running installation by a socket within its data directory. Whoever may
// read the directory may ask: that is its owner alone.
package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

const name = "control.sock"

// Listen takes the socket. What an earlier process has left of it goes: two over one directory are kept apart by the database's lock.
func Listen(dir string) (net.Listener, error) {
	file := filepath.Join(dir, name)
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", file)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(file, 0o600)
}

// Client asks a running installation. It implements aws.HTTPClient; the host of an address means nothing.
type Client struct{ http.Client }

// Dial gives a client of the installation over a data directory; ok is false if none runs.
func Dial(dir string) (c *Client, ok bool) {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, name))
	}
	conn, err := dial(context.Background(), "", "")
	if err != nil {
		return nil, false
	}
	_ = conn.Close() // only whether somebody is there
	return &Client{http.Client{Transport: &http.Transport{DialContext: dial}}}, true
}

// Save writes what a path answers into a file that must not be there yet.
func (c *Client) Save(ctx context.Context, path, file string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://control"+path, nil)
	if err != nil {
		return err
	}
	res, err := c.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the running installation answers %s", res.Status)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, res.Body)
	return errors.Join(err, f.Close())
}
