// Package config reads what a function is told by its environment. template.yaml sets the same variables in AWS and on one
// machine.
package config

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// Settings are what every function is told.
type Settings struct {
	Table    string // TABLE_NAME: the one table
	Files    string // FILES_BUCKET: the bucket of uploaded files
	Origin   string // ORIGIN: scheme and host of the installation, without a slash at the end; links in mails begin with it
	MailFrom string // MAIL_FROM: the bare address that mails come from
	EdgeKey  string // EDGE_KEY: what CloudFront shows the API; "" where nothing stands before it
}

// Read reads the settings through get, which is os.Getenv or the like. The error names every variable that is missing or
// wrong, so that one look mends them all.
func Read(get func(name string) string) (Settings, error) {
	s := Settings{Table: get("TABLE_NAME"), Files: get("FILES_BUCKET"), Origin: get("ORIGIN"), MailFrom: get("MAIL_FROM"), EdgeKey: get("EDGE_KEY")}
	return s, errors.Join(
		need("TABLE_NAME", s.Table, func(string) error { return nil }),
		need("FILES_BUCKET", s.Files, func(string) error { return nil }),
		need("ORIGIN", s.Origin, checkOrigin),
		need("MAIL_FROM", s.MailFrom, checkAddress),
		checkEdgeKey(s.EdgeKey),
	)
}

func need(name, value string, check func(string) error) error {
	if value == "" {
		return fmt.Errorf("environment variable %s is missing; template.yaml sets it", name)
	}
	if err := check(value); err != nil {
		return fmt.Errorf("environment variable %s is %q: %w", name, value, err)
	}
	return nil
}

// checkOrigin accepts https://host[:port], and http:// for names of this machine only: cookies and passwords travel there.
func checkOrigin(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.User != nil || s != u.Scheme+"://"+u.Host || strings.ContainsAny(s, "?#"):
		return errors.New("want scheme and host only, such as https://stellwerk.example.org")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && Loopback(u.Hostname()):
		return nil
	}
	return errors.New("want https://; http:// is for localhost and 127.0.0.1 only")
}

// checkEdgeKey never names the key: errors are logged.
func checkEdgeKey(s string) error {
	if s != "" && len(s) < 32 {
		return errors.New("environment variable EDGE_KEY is too short: want 32 characters or more, or none")
	}
	return nil
}

func checkAddress(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s {
		return errors.New("want a bare address such as stellwerk@example.org")
	}
	return nil
}

// Loopback says whether a host's name or address always means this machine.
func Loopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}
