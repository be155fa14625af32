package main

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		story, args, env string
		refused          string // part of the error, "" if it is taken
		check            func(options) bool
	}{
		{"nothing said", "", "", "", func(o options) bool { return o.addr == "127.0.0.1:8080" && o.conveniences() }},
		{"a flag", "--addr localhost:9090", "", "", func(o options) bool { return o.addr == "localhost:9090" }},
		{"the environment", "", "STELLWERK_ADDR=[::1]:9090", "", func(o options) bool { return o.addr == "[::1]:9090" && o.conveniences() }},
		{"the flag wins", "--data a", "STELLWERK_DATA=b", "", func(o options) bool { return o.data == "a" }},
		{"an environment that makes no sense", "", "STELLWERK_PRODUCTION=perhaps", "STELLWERK_PRODUCTION", nil},
		{"an unknown flag", "--demo", "", "demo", nil},
		{"an argument too many", "production", "", `unknown argument "production"`, nil},
		{"an address without a port", "--addr localhost", "", "host:port", nil},
		{"reached from outside", "--addr 0.0.0.0:8080", "", "", func(o options) bool { return !o.conveniences() }},
		{"any address of this machine", "--addr :8080", "", "", func(o options) bool { return !o.conveniences() }},
		{"production", "--production --origin https://stellwerk.example.org", "", "", func(o options) bool { return !o.conveniences() }},
		{"production without an address for people", "--production", "", "--origin", nil},
		{"production without https", "--production --origin http://localhost:8080", "", "--origin", nil},
		{"the database's port", "--engine-addr 127.0.0.1:8000", "", "", func(o options) bool { return o.engineAddr == "127.0.0.1:8000" }},
		{"the database's port for everybody", "--engine-addr 0.0.0.0:8000", "", "--engine-addr", nil},
		{"the database's port by name", "--engine-addr db.example:8000", "", "--engine-addr", nil},
		{"the database's port in production", "--production --origin https://a.example --engine-addr 127.0.0.1:8000", "", "--engine-addr", nil},
		{"the files' port in production", "--production --origin https://a.example --files-addr 127.0.0.1:9000", "", "--files-addr", nil},
		{"the files' port for everybody", "--files-addr :9000", "", "--files-addr", nil},
		{"figures in production", "--production --origin https://a.example --metrics-addr 10.0.0.7:9100", "", "", func(o options) bool { return o.metrics == "10.0.0.7:9100" }},
		{"figures at no port", "--metrics-addr localhost", "", "--metrics-addr", nil},
		{"serve alone is for oneself", "serve", "", "", func(o options) bool { return o.addr == "127.0.0.1:8080" && o.conveniences() && !o.production }},
		{"serve with a domain", "serve --domain stellwerk.example.org", "", "", func(o options) bool {
			return o.production && o.addr == ":443" && o.httpAddr == ":80" && o.origin == "https://stellwerk.example.org" && o.mailFrom == "stellwerk@stellwerk.example.org"
		}},
		{"a domain by the environment", "serve", "STELLWERK_DOMAIN=bücher.example", "", func(o options) bool { return o.origin == "https://xn--bcher-kva.example" }},
		{"serve behind a proxy", "serve --origin https://a.example --trust-proxy", "", "", func(o options) bool {
			return o.production && o.httpAddr == "" && !o.conveniences() && o.mailFrom == "stellwerk@a.example"
		}},
		{"the directory that systemd has made", "serve", "STATE_DIRECTORY=/var/lib/stellwerk", "", func(o options) bool { return o.data == "/var/lib/stellwerk" }},
		{"serve for others without TLS", "serve --addr :8080", "", "--domain", nil},
		{"serve for others by http", "serve --origin http://a.example", "", "https://", nil},
		{"a domain with a proxy", "serve --domain a.example --trust-proxy", "", "--trust-proxy", nil},
		{"a domain that is an address", "serve --domain https://a.example", "", "--domain", nil},
		{"a domain that is a number", "serve --domain 192.0.2.1", "", "--domain", nil},
		{"an authority without a domain", "serve --acme-email a@b.example", "", "--acme-email", nil},
		{"an authority by http", "serve --domain a.example --acme-directory http://ca.example/directory", "", "--acme-directory", nil},
		{"serve with the database's port", "serve --engine-addr 127.0.0.1:8000", "", "engine-addr", nil},
		{"serve with the database's port by the environment", "serve --domain a.example", "STELLWERK_ENGINE_ADDR=127.0.0.1:8000", "", func(o options) bool { return o.engineAddr == "" }},
		{"serve with the deployed programs", "serve --artifact build/artifact", "", "artifact", nil},
		{"a domain without serve", "--domain a.example", "", "domain", nil},
		{"a relay", "--smtp smtps://me:secret@mail.example:465", "", "", func(o options) bool { return o.smtp != "" }},
		{"no relay", "--smtp mail.example:25", "", "--smtp", nil},
	} {
		t.Run(c.story, func(t *testing.T) {
			name, value, _ := strings.Cut(c.env, "=")
			o, err := readOptions(strings.Fields(c.args), func(n string) string {
				if n == name {
					return value
				}
				return ""
			}, io.Discard)
			switch {
			case c.refused == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.refused == "" && !c.check(o):
				t.Errorf("taken as %+v", o)
			case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
				t.Errorf("the error is %v, want one about %s", err, c.refused)
			case err != nil && strings.Contains(err.Error(), "secret"):
				t.Errorf("the error repeats a password: %v", err)
			}
		})
	}
}

func TestHelpNamesEachSettingAndItsVariable(t *testing.T) {
	for _, c := range []struct {
		args string
		has  []string
		not  string
	}{
		{"--help", []string{"stellwerk serve", "stellwerk export", "--addr HOST:PORT", "$STELLWERK_ADDR", "(default 127.0.0.1:8080)", "$STELLWERK_ENGINE_ADDR"}, "--domain NAME"},
		{"serve --help", []string{"--domain NAME", "$STELLWERK_DOMAIN", "--data DIRECTORY", "$STELLWERK_SMTP", "--trust-proxy\n"}, "--engine-addr"},
	} {
		var said strings.Builder
		if _, err := readOptions(strings.Fields(c.args), func(string) string { return "" }, &said); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%s: %v", c.args, err)
		}
		for _, part := range c.has {
			if !strings.Contains(said.String(), part) {
				t.Errorf("%s does not say %q:\n%s", c.args, part, said.String())
			}
		}
		if strings.Contains(said.String(), c.not) {
			t.Errorf("%s says %q", c.args, c.not)
		}
	}
}
