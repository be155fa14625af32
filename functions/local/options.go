package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"stellwerk/functions/internal/config"
	"stellwerk/infra/local/mail"
)

// options are what the person who runs the installation can set: each by a flag, or by an environment variable named like
// it: --engine-addr is STELLWERK_ENGINE_ADDR. The flag wins.
type options struct {
	addr       string // where the cockpit listens
	origin     string // how people reach it; links in mails begin with it
	data       string // directory of everything that is kept
	template   string
	site       string // directory of the built web app
	mailFrom   string
	smtp       string // relay for mails, see mail.ParseRelay; without one they stay in the outbox
	engineAddr string // where other tools reach the database; "" nowhere
	filesAddr  string // where other tools reach the files; "" nowhere
	metrics    string // where Prometheus reads figures; "" nowhere but beside the conveniences
	production bool   // other people use it: nothing that is only for one's own machine
	proxied    bool   // a proxy of one's own stands before it and says who asks
	artifact   string // directory of the programs that are deployed; "" runs their code in this process

	serving       bool   // stellwerk serve
	domain        string // it gets a certificate for this name by itself; "" it speaks http
	httpAddr      string // where those are led on who come by http, and the certificate authority looks
	acmeEmail     string
	acmeDirectory string // of the certificate authority; "" is Let's Encrypt

	output io.Writer // of the programs
}

// serveCommand is the first argument of those who run it for others.
const serveCommand = "serve"

func readOptions(args []string, getenv func(string) string, usage io.Writer) (options, error) {
	var o options
	if len(args) > 0 && args[0] == serveCommand {
		o.serving, args = true, args[1:]
	}
	set := o.settings(getenv)
	set.SetOutput(usage)
	set.Usage = func() {
		if o.serving {
			help(usage, serveIntro, set)
			return
		}
		help(usage, overview+"\nSettings of the cockpit for yourself:\n", set)
	}
	o.output = usage
	var wrong []error
	set.VisitAll(func(f *flag.Flag) {
		name := variable(f.Name)
		if value := getenv(name); value != "" {
			if err := set.Set(f.Name, value); err != nil {
				wrong = append(wrong, fmt.Errorf("%s=%q: %w", name, value, err))
			}
		}
	})
	if err := set.Parse(args); err != nil {
		return o, err
	}
	if set.NArg() > 0 {
		wrong = append(wrong, fmt.Errorf("unknown argument %q; stellwerk --help lists the commands", set.Arg(0)))
	}
	wrong = append(wrong, o.complete()...)
	return o, errors.Join(append(wrong, o.check()...)...)
}

// settings are the flags. What opens the installation to tools, or shows what is inside, is not there for those who run it for others.
func (o *options) settings(getenv func(string) string) *flag.FlagSet {
	set := flag.NewFlagSet("stellwerk", flag.ContinueOnError)
	data := "./data"
	if state := getenv("STATE_DIRECTORY"); o.serving && state != "" {
		data = state // systemd made it
	}
	set.StringVar(&o.origin, "origin", "", "how people reach it, an `address` such as https://stellwerk.example.org (default http:// and where it listens)")
	set.StringVar(&o.data, "data", data, "`directory` of everything that is kept")
	set.StringVar(&o.template, "template", atHand("template.yaml"), "the template `file` that AWS would be given (a released program carries its own)")
	set.StringVar(&o.site, "site", atHand("build/site"), "`directory` of the built web app (a released program carries its own)")
	set.StringVar(&o.mailFrom, "mail-from", nobodysAddress, "`address` that mails come from (stellwerk serve: stellwerk@ and the host)")
	set.StringVar(&o.smtp, "smtp", "", "`relay` for mails, such as smtps://user:password@mail.example.org (default: mails stay in the outbox)")
	set.StringVar(&o.metrics, "metrics-addr", "", "`host:port` at which Prometheus reads /metrics; who reaches it sees figures and no names (default: nowhere)")
	set.BoolVar(&o.proxied, "trust-proxy", false, "a proxy stands before it: take the client's address from the last X-Forwarded-For")
	if o.serving {
		set.StringVar(&o.addr, "addr", "", "`host:port` to listen at (default :443 with --domain, else 127.0.0.1:8080)")
		set.StringVar(&o.domain, "domain", "", "`name` by which people reach it: it gets a certificate for it by itself, from Let's Encrypt, whose terms you accept by this")
		set.StringVar(&o.httpAddr, "http-addr", "", "with --domain, `host:port` at which those are led on who come by http (default :80)")
		set.StringVar(&o.acmeEmail, "acme-email", "", "`address` that the certificate authority may write to")
		set.StringVar(&o.acmeDirectory, "acme-directory", "", "`address` of another certificate authority's ACME directory")
		return set
	}
	set.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`host:port` to listen at; port 0 takes a free one")
	set.StringVar(&o.engineAddr, "engine-addr", "", "`host:port` of this machine at which other tools reach the database (default: nowhere)")
	set.StringVar(&o.filesAddr, "files-addr", "", "`host:port` of this machine at which other tools reach the files (default: nowhere)")
	set.BoolVar(&o.production, "production", false, "other people use it: no demo, no outbox page, no ports for tools; see also stellwerk serve")
	set.StringVar(&o.artifact, "artifact", "", "`directory` of the deployed programs, as make artifact builds them: run these, to try them")
	return set
}

// complete fills in what follows from what was said.
func (o *options) complete() (wrong []error) {
	if !o.serving {
		return nil
	}
	o.production = o.domain != "" || o.origin != ""
	if o.domain == "" {
		if o.addr == "" {
			o.addr = "127.0.0.1:8080"
		}
		for name, value := range map[string]string{"http-addr": o.httpAddr, "acme-email": o.acmeEmail, "acme-directory": o.acmeDirectory} {
			if value != "" {
				wrong = append(wrong, fmt.Errorf("--%s belongs to --domain", name))
			}
		}
		if u, err := url.Parse(o.origin); err == nil && u.Hostname() != "" {
			o.sendFrom(u.Hostname())
		}
		if !o.production && !onThisMachine(o.addr) {
			wrong = append(wrong, fmt.Errorf("--addr %q is reached by others: say --domain, so that it gets a certificate, or --origin https://… if a proxy of yours has one", o.addr))
		}
		return wrong
	}
	name, err := idna.Lookup.ToASCII(o.domain)
	if err != nil || !strings.Contains(name, ".") || net.ParseIP(name) != nil {
		return append(wrong, fmt.Errorf("--domain %q: want a name such as stellwerk.example.org", o.domain))
	}
	if o.origin != "" || o.proxied {
		wrong = append(wrong, errors.New("--domain has no --origin and no --trust-proxy beside it: with a proxy of yours, leave --domain away"))
	}
	if u, err := url.Parse(o.acmeDirectory); o.acmeDirectory != "" && (err != nil || u.Scheme != "https" && !config.Loopback(u.Hostname())) {
		wrong = append(wrong, fmt.Errorf("--acme-directory %q: want an address that begins with https://", o.acmeDirectory))
	}
	o.domain, o.origin = name, "https://"+name
	if o.addr == "" {
		o.addr = ":443"
	}
	if o.httpAddr == "" {
		o.httpAddr = ":80"
	}
	o.sendFrom(name)
	return wrong
}

// nobodysAddress is where mails come from as long as nothing is known of the installation.
const nobodysAddress = "stellwerk@localhost"

// sendFrom has mails come from a host if nothing else was said.
func (o *options) sendFrom(host string) {
	if o.mailFrom == nobodysAddress {
		o.mailFrom = "stellwerk@" + host
	}
}

// check finds what does not fit together. Ports for tools open on this machine only, as whoever reaches them may do all.
func (o options) check() []error {
	var wrong []error
	if _, _, err := net.SplitHostPort(o.addr); err != nil {
		wrong = append(wrong, fmt.Errorf("--addr %q: want host:port, such as 127.0.0.1:8080", o.addr))
	}
	if _, _, err := net.SplitHostPort(o.httpAddr); o.httpAddr != "" && err != nil {
		wrong = append(wrong, fmt.Errorf("--http-addr %q: want host:port, such as :80", o.httpAddr))
	}
	if _, _, err := net.SplitHostPort(o.metrics); o.metrics != "" && err != nil {
		wrong = append(wrong, fmt.Errorf("--metrics-addr %q: want host:port, such as 127.0.0.1:9100", o.metrics))
	}
	for _, port := range []struct{ name, addr string }{{"engine-addr", o.engineAddr}, {"files-addr", o.filesAddr}} {
		switch {
		case port.addr == "":
		case o.production:
			wrong = append(wrong, fmt.Errorf("--%s is not for --production: whoever reaches it may read and write everything", port.name))
		case !onThisMachine(port.addr):
			wrong = append(wrong, fmt.Errorf("--%s %q: want an address of this machine only, such as 127.0.0.1:8000", port.name, port.addr))
		}
	}
	if o.production && o.artifact != "" {
		wrong = append(wrong, errors.New("--artifact is not for --production: it opens the database to all programs of this machine"))
	}
	if o.production && !strings.HasPrefix(o.origin, "https://") {
		wrong = append(wrong, errors.New(map[bool]string{true: "--origin has to begin with https://", false: "--production needs --origin https://…"}[o.serving]+": passwords and cookies travel to it"))
	}
	if o.smtp != "" {
		if _, err := mail.ParseRelay(o.smtp); err != nil {
			wrong = append(wrong, fmt.Errorf("--smtp: %w", err))
		}
	}
	return wrong
}

// conveniences says whether there is what only one's own machine may have: the demo and the outbox page, which shows links
// that sign people in.
func (o options) conveniences() bool { return !o.production && onThisMachine(o.addr) }

// onThisMachine says whether nobody but this machine reaches an address.
func onThisMachine(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && config.Loopback(host)
}
