package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strings"

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

	output io.Writer // of the programs
}

func readOptions(args []string, getenv func(string) string, usage io.Writer) (options, error) {
	var o options
	set := flag.NewFlagSet("stellwerk", flag.ContinueOnError)
	set.SetOutput(usage)
	set.StringVar(&o.addr, "addr", "127.0.0.1:8080", "address to listen at; port 0 takes a free one")
	set.StringVar(&o.origin, "origin", "", "how people reach it, such as https://stellwerk.example.org (default http:// and the address)")
	set.StringVar(&o.data, "data", "./data", "directory of everything that is kept")
	set.StringVar(&o.template, "template", atHand("template.yaml"), "the template that AWS would be given (a released program carries its own)")
	set.StringVar(&o.site, "site", atHand("build/site"), "directory of the built web app (a released program carries its own)")
	set.StringVar(&o.mailFrom, "mail-from", "stellwerk@localhost", "address that mails come from")
	set.StringVar(&o.smtp, "smtp", "", "relay for mails, such as smtps://user:password@mail.example.org (default: mails stay in the outbox)")
	set.StringVar(&o.engineAddr, "engine-addr", "", "loopback address at which other tools reach the database (default: nowhere)")
	set.StringVar(&o.filesAddr, "files-addr", "", "loopback address at which other tools reach the files (default: nowhere)")
	set.StringVar(&o.metrics, "metrics-addr", "", "address at which Prometheus reads /metrics; who reaches it sees figures and no names (default: nowhere in production, else also at the cockpit's)")
	set.BoolVar(&o.production, "production", false, "other people use it: no demo, no outbox page, no ports for tools")
	set.BoolVar(&o.proxied, "trust-proxy", false, "a proxy stands before it: take the client's address from the last X-Forwarded-For")
	set.StringVar(&o.artifact, "artifact", "", "directory of the deployed programs, as make artifact builds them: run these, to try them")
	o.output = usage
	var wrong []error
	set.VisitAll(func(f *flag.Flag) {
		name := "STELLWERK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
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
		wrong = append(wrong, fmt.Errorf("unknown argument %q", set.Arg(0)))
	}
	return o, errors.Join(append(wrong, o.check()...)...)
}

// check finds what does not fit together. Ports for tools open on this machine only, as whoever reaches them may do all.
func (o options) check() []error {
	var wrong []error
	if _, _, err := net.SplitHostPort(o.addr); err != nil {
		wrong = append(wrong, fmt.Errorf("--addr %q: want host:port, such as 127.0.0.1:8080", o.addr))
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
		wrong = append(wrong, errors.New("--production needs --origin https://…: passwords and cookies travel to it"))
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
