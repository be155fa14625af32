// Command deploy brings Stellwerk to AWS and takes it away again. What it does is printed call by call; with -dry-run it only prints.
//
//	deploy [-dry-run] up NAME     build, deploy the stack, upload the web app, look whether it answers
//	deploy [-dry-run] down NAME   delete the stack after asking; the table and the files stay
//
// NAME is an environment: infra/environments/NAME.json.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "deploy:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	set := flag.NewFlagSet("deploy", flag.ContinueOnError)
	dry := set.Bool("dry-run", false, "print each step and call, and do none")
	newKey := set.Bool("new-edge-key", false, "have CloudFront show the API another key; for some minutes requests are refused")
	dir := set.String("environments", "infra/environments", "directory of the environments")
	template := set.String("template", "template.yaml", "the template")
	release := set.String("site", "build/release", "directory that the web app is built into")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 2 {
		return errors.New("want up or down, and the name of an environment")
	}
	env, err := readEnvironment(*dir, set.Arg(1), *template)
	if err != nil {
		return err
	}
	cfg, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(env.Region))
	if err != nil {
		return err
	}
	d := &deployer{
		environment: env, template: *template, site: *release, dry: *dry, newKey: *newKey, in: in, out: out, now: time.Now, wait: 5 * time.Second,
		stacks: cloudformation.NewFromConfig(cfg), files: s3.NewFromConfig(cfg), web: &http.Client{Timeout: 30 * time.Second},
	}
	switch set.Arg(0) {
	case "up":
		return d.up(ctx)
	case "down":
		return d.down(ctx)
	}
	return fmt.Errorf("%q is neither up nor down", set.Arg(0))
}
