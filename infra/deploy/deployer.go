package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// deployer does the steps, or only says them.
type deployer struct {
	environment
	template, site string
	dry            bool
	newKey         bool // for the edge, though the stack has one
	in             io.Reader
	out            io.Writer
	now            func() time.Time
	wait           time.Duration // between looks at what takes its time
	stacks         *cloudformation.Client
	files          *s3.Client
	web            *http.Client
}

// say prints one step. In a dry run that is all that happens of it.
func (d *deployer) say(format string, args ...any) { fmt.Fprintf(d.out, format+"\n", args...) }

// up is the whole way. The stack comes first: its API understands the app of before, and the app of before is there until the last
// files, the pages and the worker, have been replaced.
func (d *deployer) up(ctx context.Context) error {
	if err := d.command(ctx, "go", "run", "./infra/site", "-release", "-out", d.site); err != nil {
		return err
	}
	if err := d.command(ctx, "sam", "build", "--template-file", d.template, "--build-dir", samDir); err != nil {
		return err
	}
	before, err := d.stack(ctx)
	if err != nil {
		return err
	}
	key := ""
	if d.newKey || !hasEdgeKey(before) {
		key = rand.Text() + rand.Text()
	}
	config, err := d.samConfig(key)
	if err != nil {
		return err
	}
	err = d.command(ctx, "sam", "deploy", "--config-file", config)
	if config != "" && !d.dry {
		err = errors.Join(err, os.Remove(config)) // the edge's key is in it
	}
	if err != nil {
		return err
	}
	after, err := d.stack(ctx)
	if err != nil {
		return err
	}
	out := d.outputs(after)
	if err := d.upload(ctx, out["WebBucket"]); err != nil {
		return err
	}
	if err := d.smoke(ctx, out["WebAddress"], out["ApiAddress"]); err != nil {
		return fmt.Errorf("it is deployed and does not answer as it should: %w", err)
	}
	d.say("\nStellwerk is at %s (%s)", d.Parameters["Origin"], out["WebAddress"])
	return nil
}

// samDir is where sam builds to.
const samDir = "build/sam"

// command runs a program and shows what it prints.
func (d *deployer) command(ctx context.Context, name string, args ...string) error {
	d.say("run %s %s", name, strings.Join(args, " "))
	if d.dry {
		return nil
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = d.out, d.out
	cmd.Env = append(os.Environ(), "SAM_CLI_TELEMETRY=0", "AWS_REGION="+d.Region)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, args[0], err)
	}
	return nil
}

// samConfig writes what sam is told, for nobody else to read: a new key for the edge is no matter of the command line. Parameters that
// it does not name stay as they are.
func (d *deployer) samConfig(edgeKey string) (file string, err error) {
	var overrides []string
	for _, name := range slices.Sorted(maps.Keys(d.Parameters)) {
		overrides = append(overrides, name+"="+strconv.Quote(d.Parameters[name]))
	}
	shown := overrides
	if edgeKey != "" {
		shown = append(slices.Clip(overrides), "EdgeKey=(made now)")
		overrides = append(slices.Clip(overrides), "EdgeKey="+strconv.Quote(edgeKey))
	}
	d.say("  with %s", strings.Join(shown, " "))
	file = filepath.Join(samDir, "samconfig.toml")
	if d.dry {
		return file, nil
	}
	text := "version = 0.1\n[default.deploy.parameters]\n" +
		"template_file = " + strconv.Quote(filepath.Join(samDir, "template.yaml")) + "\n" +
		"stack_name = " + strconv.Quote(d.Stack) + "\nregion = " + strconv.Quote(d.Region) + "\n" +
		"s3_prefix = " + strconv.Quote(d.Stack) + "\nresolve_s3 = true\ncapabilities = \"CAPABILITY_IAM\"\nconfirm_changeset = false\nfail_on_empty_changeset = false\n" +
		"parameter_overrides = ["
	for i, o := range overrides {
		if i > 0 {
			text += ", "
		}
		text += strconv.Quote(o)
	}
	if err := os.MkdirAll(samDir, 0o755); err != nil {
		return "", err
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", err
	}
	return file, os.WriteFile(file, []byte(text+"]\n"), 0o600)
}

// stack describes the stack; nil if there is none.
func (d *deployer) stack(ctx context.Context) (*types.Stack, error) {
	d.say("cloudformation DescribeStacks %s", d.Stack)
	if d.dry {
		return nil, nil
	}
	out, err := d.stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &d.Stack})
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), "does not exist") {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at stack %s: %w", d.Stack, err)
	}
	if len(out.Stacks) == 0 {
		return nil, nil
	}
	return &out.Stacks[0], nil
}

// hasEdgeKey says whether the stack keeps a key; CloudFormation shows stars for it, and nothing for none.
func hasEdgeKey(s *types.Stack) bool {
	if s == nil {
		return false
	}
	for _, p := range s.Parameters {
		if aws.ToString(p.ParameterKey) == "EdgeKey" {
			return aws.ToString(p.ParameterValue) != ""
		}
	}
	return false
}

// outputs are what the stack says of itself; in a dry run names in angle brackets stand for them.
func (d *deployer) outputs(s *types.Stack) map[string]string {
	all := map[string]string{"WebBucket": "<WebBucket>", "WebAddress": "<WebAddress>", "ApiAddress": "<ApiAddress>", "TableName": "<TableName>", "FilesBucket": "<FilesBucket>"}
	if s != nil {
		for _, o := range s.Outputs {
			all[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
		}
	}
	return all
}
