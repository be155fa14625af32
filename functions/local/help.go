package main

import (
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// version is what a released program is called: infra/release tells it to the linker.
var version = "unreleased"

// versionCommand says which program it is.
const versionCommand = "version"

func sayVersion(out io.Writer) error {
	_, err := fmt.Fprintf(out, "stellwerk %s %s/%s %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	return err
}

// overview is what the program says of itself.
const overview = `Stellwerk is where an organisation's admins manage its people.

  stellwerk            the cockpit for yourself, at http://127.0.0.1:8080, with a demo
  stellwerk serve      the cockpit for others: with --domain it gets a certificate by itself
  stellwerk export     writes everything into a directory, also while it runs
  stellwerk import     reads it back into an installation without data
  stellwerk restore    reads it back as an older state
  stellwerk version    says which one this is

"stellwerk COMMAND --help" says more.
`

// serveIntro stands above the settings of stellwerk serve.
const serveIntro = `stellwerk serve runs Stellwerk for others. Either it gets a certificate by itself:

  stellwerk serve --domain stellwerk.example.org --data /var/lib/stellwerk --smtp smtps://user:password@mail.example.org

Or a proxy of yours stands before it, which has the certificate and sets X-Forwarded-For:

  stellwerk serve --origin https://stellwerk.example.org --trust-proxy --data /var/lib/stellwerk --smtp …

With neither, nobody but this machine reaches it, to have a look. The data directory is made at the first start. Each setting can also be an
environment variable, which is where passwords belong; a flag wins.
`

// help writes what can be set, each with its variable.
func help(out io.Writer, intro string, set *flag.FlagSet) {
	fmt.Fprintf(out, "%s\n", intro)
	set.VisitAll(func(f *flag.Flag) {
		kind, usage := flag.UnquoteUsage(f)
		name := "--" + f.Name
		if kind != "" {
			name += " " + strings.ToUpper(kind)
		}
		if f.DefValue != "" && f.DefValue != "false" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(out, "  %s\n      %s\n      $%s\n", name, usage, variable(f.Name))
	})
}

// variable is the environment variable of a flag.
func variable(name string) string {
	return "STELLWERK_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
