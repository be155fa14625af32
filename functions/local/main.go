// Command local is the whole installation in one process: the database, files and mails on this machine's disk, the same
// functions as in AWS over them, and the web app.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/metrics"
	"stellwerk/infra/local/loopback"
)

// rubbish is how much of the heap may be rubbish before it is collected, in percent of what is in use. That is some 10 MB, and a sign-in alone
// needs 19 for a moment: with Go's 100 the collector would run several times a second. GOGC says otherwise.
const rubbish = 300

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(rubbish)
	}
	err := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "stellwerk: "+strings.ReplaceAll(err.Error(), "\n", "\nstellwerk: "))
		os.Exit(1)
	}
}

// command runs the installation, or moves one.
func command(ctx context.Context, args []string, out, logs io.Writer) error {
	if len(args) > 0 && moving[args[0]] != "" {
		return move(ctx, args[0], args[1:], out, logs)
	}
	if len(args) == 1 {
		switch args[0] {
		case "help":
			args = []string{"--help"}
		case versionCommand, "--" + versionCommand:
			return sayVersion(out)
		}
	}
	return start(ctx, args, os.Getenv, out, logs)
}

// start runs the installation until ctx is done. out is for people, logs for what happens meanwhile.
func start(ctx context.Context, args []string, getenv func(string) string, out, logs io.Writer) error {
	o, err := readOptions(args, getenv, logs)
	if err != nil {
		return err
	}
	figures := metrics.NewRegistry()
	log := metrics.Counted(slog.NewTextHandler(logs, nil), figures)
	ports, err := listenAll(&o)
	if err != nil {
		return err
	}
	defer ports.close()
	_, missing := os.Stat(o.data)
	i, err := openInstallation(ctx, o, log)
	if err != nil {
		return err
	}
	i.figures = figures
	defer func() {
		if err := i.close(); err != nil {
			log.Error("the database did not close well", "err", err)
		}
	}()
	front, err := newFront(o, i)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var background errgroup.Group
	background.Go(func() error {
		defer stop() // without its streams and schedules the installation is none
		return i.run(work)
	})
	greet(out, o, missing != nil)
	warn(log, o)
	log.Info("listening", "addr", o.addr, "engine", o.engineAddr, "files", o.filesAddr, "metrics", o.metrics, "http", o.httpAddr, "production", o.production, "version", version)
	serving, ctx := errgroup.WithContext(ctx)
	if ports.http == nil {
		serving.Go(func() error { return serve(ctx, ports.cockpit, front, log) })
	} else {
		names := o.certificates()
		serving.Go(func() error { return serveTLS(ctx, ports.cockpit, front, hardened(names), log) })
		serving.Go(func() error { return serve(ctx, ports.http, names.HTTPHandler(toOrigin(o.origin)), log) })
	}
	if ports.engine != nil {
		serving.Go(func() error { return serve(ctx, ports.engine, forTools(i.database), log) })
	}
	if ports.files != nil {
		serving.Go(func() error { return serve(ctx, ports.files, forTools(i.files), log) })
	}
	if ports.metrics != nil {
		serving.Go(func() error { return serve(ctx, ports.metrics, i.metricsOnly(), log) })
	}
	serving.Go(func() error { return serveControl(ctx, o, i, log) })
	err = serving.Wait()
	// What requests have begun may still write; only then the streams end, and at last the database.
	stopWork()
	return errors.Join(err, background.Wait())
}

// ports are where the process listens.
type ports struct{ cockpit, engine, files, metrics, http net.Listener }

// listenAll takes the ports before anything is opened, so that a second start says what is the matter and touches nothing.
// Addresses with port 0 become those that were given.
func listenAll(o *options) (p ports, err error) {
	take := func(name string, addr *string) net.Listener {
		if *addr == "" || err != nil {
			return nil
		}
		l, failed := net.Listen("tcp", *addr)
		switch {
		case errors.Is(failed, syscall.EADDRINUSE):
			err = fmt.Errorf("%s is taken by another program: stop that one, or choose another address with --%s", *addr, name)
		case errors.Is(failed, syscall.EACCES):
			err = fmt.Errorf("--%s %s: this port needs a right: in a systemd unit AmbientCapabilities=CAP_NET_BIND_SERVICE", name, *addr)
		case failed != nil:
			err = fmt.Errorf("--%s: %w", name, failed)
		default:
			host, _, _ := net.SplitHostPort(*addr)
			_, port, _ := net.SplitHostPort(l.Addr().String())
			*addr = net.JoinHostPort(host, port)
		}
		return l
	}
	p.cockpit = take("addr", &o.addr)
	p.engine = take("engine-addr", &o.engineAddr)
	p.files = take("files-addr", &o.filesAddr)
	p.metrics = take("metrics-addr", &o.metrics)
	p.http = take("http-addr", &o.httpAddr)
	if err != nil {
		p.close()
		return ports{}, err
	}
	if o.origin == "" {
		host, port, _ := net.SplitHostPort(o.addr)
		if !onThisMachine(o.addr) {
			host = "localhost"
		}
		o.origin = "http://" + net.JoinHostPort(host, port)
	}
	return p, nil
}

func (p ports) close() {
	for _, l := range []net.Listener{p.cockpit, p.engine, p.files, p.metrics, p.http} {
		if l != nil {
			_ = l.Close() // closed already where it was served from
		}
	}
}

// greet says where to go. fresh: there was no data directory before.
func greet(out io.Writer, o options, fresh bool) {
	fmt.Fprintf(out, "\n  Stellwerk is at %s\n\n", o.origin)
	if o.conveniences() {
		fmt.Fprintf(out, "  Sign up an organisation, or open the demo on the sign-in page.\n")
	}
	switch {
	case o.smtp != "":
	case o.conveniences():
		fmt.Fprintf(out, "  Mails arrive at %s%s\n", o.origin, outboxPath)
	default:
		fmt.Fprintf(out, "  Mails are only kept in %s: set --smtp to send them.\n", filepath.Join(o.data, "outbox"))
	}
	for _, tool := range []struct{ what, addr string }{{"The database answers other tools", o.engineAddr}, {"The files answer other tools", o.filesAddr}, {"Prometheus reads /metrics", o.metrics}} {
		if tool.addr != "" {
			fmt.Fprintf(out, "  %s at http://%s\n", tool.what, tool.addr)
		}
	}
	if o.domain != "" {
		fmt.Fprintf(out, "  The first visit gets the certificate; that takes some seconds. %s has to lead here, with the ports 80 and 443.\n", o.domain)
	}
	if o.serving && !o.production {
		fmt.Fprintf(out, "  Nobody but this machine reaches it. For others: stellwerk serve --help\n")
	}
	if fresh {
		fmt.Fprintf(out, "  %s has just been made; only you can read it. Keep copies: stellwerk export --help\n", o.data)
	}
	if o.production && onThisMachine(o.addr) && !o.proxied && o.domain == "" {
		fmt.Fprintf(out, "  Behind a proxy of your own? Add --trust-proxy, or all people count as one in limits.\n")
	}
	fmt.Fprintf(out, "  Everything is kept in %s. Ctrl-C stops it.\n\n", o.data)
}

// warn says what might be meant otherwise.
func warn(log *slog.Logger, o options) {
	if info, err := os.Stat(o.data); err == nil && o.production && info.Mode().Perm()&0o077 != 0 {
		log.Warn("others on this machine may look into the data directory; chmod 700 keeps them out", "data", o.data, "mode", info.Mode().Perm().String())
	}
}

// forTools lets programs of this machine in, and no page of the web.
func forTools(h http.Handler) http.Handler {
	return loopback.Only(http.NewCrossOriginProtection().Handler(h))
}
