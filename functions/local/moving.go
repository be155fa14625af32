package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/local/archive"
	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/control"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/files"
	"stellwerk/infra/local/template"
)

// moving are the commands that bring a whole installation from one place to another, or keep it.
var moving = map[string]string{
	"export":  "writes everything, or one tenant, into a directory, also while the installation runs",
	"import":  "reads it back into an installation without data, as it was; one tenant also into an installation with others",
	"restore": "reads it back as an older state: everybody signs in again, and devices load anew",
}

// where are the two ends of a move: a directory with an archive, and an installation, on this machine or on AWS.
type where struct {
	data, archive, template string
	table, bucket, region   string // on AWS
	tenant                  string // the only one that is exported; "" everything
}

// opened is an installation that is moved from or to.
type opened struct {
	archive.Place
	cfg aws.Config // of Items
}

func move(ctx context.Context, command string, args []string, out, usage io.Writer) (err error) {
	var w where
	set := flag.NewFlagSet("stellwerk "+command, flag.ContinueOnError)
	set.SetOutput(usage)
	set.StringVar(&w.data, "data", "./data", "the installation's directory")
	set.StringVar(&w.archive, "archive", "", "the directory to write, or to read")
	set.StringVar(&w.template, "template", atHand("template.yaml"), "the template that AWS would be given")
	set.StringVar(&w.table, "table", "", "the table on AWS, instead of --data: the stack's output TableName")
	set.StringVar(&w.bucket, "bucket", "", "the bucket on AWS: the stack's output FilesBucket")
	set.StringVar(&w.region, "region", "", "where on AWS (default: as the AWS SDK is set up)")
	if command == "export" {
		set.StringVar(&w.tenant, "tenant", "", "the id of one tenant, to export that only: its records and its ledger, and nobody's account")
	}
	set.Usage = func() { help(usage, "stellwerk "+command+" "+moving[command]+".\n", set) }
	if err := set.Parse(args); err != nil {
		return err
	}
	if w.archive == "" || set.NArg() > 0 {
		return errors.New(command + " needs --archive DIRECTORY: it " + moving[command])
	}
	if (w.table == "") != (w.bucket == "") {
		return errors.New("--table and --bucket belong together")
	}
	place, done, err := w.open(ctx, command == "export")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	var items, n int
	switch {
	case w.tenant != "":
		items, err = w.exportTenant(ctx, place)
	case command == "export":
		items, n, err = archive.Write(ctx, place.Place, w.archive)
	case command == "restore":
		items, n, err = archive.Read(ctx, w.archive, place.Place, table.Restored, table.Trace)
	default:
		tenant, wrong := archive.TenantIn(w.archive)
		if wrong == nil && tenant != "" {
			return w.importTenant(ctx, place, tenant, out)
		}
		items, n, err = archive.Read(ctx, w.archive, place.Place, nil, table.Trace)
	}
	if err == nil {
		fmt.Fprintf(out, "%s: %d items, %d files\n", command, items, n)
	}
	return err
}

// open opens the installation. One that runs is only read: from a copy of its database, made at this moment.
func (w where) open(ctx context.Context, reading bool) (opened, func() error, error) {
	if w.table != "" {
		cfg, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(w.region))
		place := archive.Place{Items: dynamodb.NewFromConfig(cfg), Table: w.table, Files: s3.NewFromConfig(cfg), Bucket: w.bucket}
		return opened{place, cfg}, func() error { return nil }, err
	}
	if reading {
		if _, err := os.Stat(filepath.Join(w.data, "dynamodb")); err != nil {
			return opened{}, nil, fmt.Errorf("there is no installation in %s: %w", w.data, err)
		}
	}
	t, err := loadTemplate(w.template, template.Options{Parameters: map[string]string{"Origin": "http://localhost", "MailFrom": "stellwerk@localhost"}, Region: region})
	if err != nil {
		return opened{}, nil, err
	}
	client, alive := control.Dial(w.data)
	switch {
	case alive && !reading:
		return opened{}, nil, fmt.Errorf("the installation in %s runs: stop it first", w.data)
	case alive:
		return w.openCopy(ctx, t, client)
	}
	if err := os.MkdirAll(w.data, 0o700); err != nil {
		return opened{}, nil, err
	}
	store, err := files.Open(filepath.Join(w.data, "files"), t.Buckets, files.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return opened{}, nil, err
	}
	return w.local(ctx, t, filepath.Join(w.data, "dynamodb"), store)
}

func (w where) openCopy(ctx context.Context, t *template.Template, client *control.Client) (opened, func() error, error) {
	dir, err := os.MkdirTemp(filepath.Dir(filepath.Clean(w.archive)), ".export-")
	if err != nil {
		return opened{}, nil, err
	}
	file := filepath.Join(dir, "dynamodb")
	place, done := opened{}, func() error { return nil }
	if err = client.Save(ctx, "/database", file); err == nil {
		place, done, err = w.local(ctx, t, file, nil)
	}
	if err != nil {
		return opened{}, nil, errors.Join(err, os.RemoveAll(dir))
	}
	place.Files = s3.New(s3.Options{
		Region: region, BaseEndpoint: aws.String("http://control/files"), UsePathStyle: true, HTTPClient: client, Credentials: aws.AnonymousCredentials{},
	})
	return place, func() error { return errors.Join(done(), os.RemoveAll(dir)) }, nil
}

// local opens a database file, and makes its table if there is none.
func (w where) local(ctx context.Context, t *template.Template, file string, store *files.Store) (opened, func() error, error) {
	engine, err := dynamo.Open(file, dynamo.WithRegion(region, template.Account))
	if err != nil {
		return opened{}, nil, err
	}
	services := awsinproc.Services{DynamoDB: engine}
	if store != nil {
		services.S3 = store
	}
	cfg, err := awsinproc.Config(region, aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, services)
	if err == nil {
		err = makeTables(ctx, cfg, t.Tables)
	}
	if err != nil {
		return opened{}, nil, errors.Join(err, engine.Close())
	}
	items, _ := t.Table("Table")
	bucket, _ := t.Bucket("Files")
	place := archive.Place{Items: dynamodb.NewFromConfig(cfg), Table: items.Name, Files: s3.NewFromConfig(cfg), Bucket: bucket.Name}
	return opened{place, cfg}, engine.Close, nil
}
