package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/metrics"
	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/files"
	"stellwerk/infra/local/gateway"
	"stellwerk/infra/local/mail"
	"stellwerk/infra/local/names"
	"stellwerk/infra/local/schedule"
	"stellwerk/infra/local/streams"
	"stellwerk/infra/local/template"
)

// installation is all that AWS would be, on this machine, with the functions over it.
type installation struct {
	template  *template.Template
	database  *database
	files     *files.Store
	outbox    *mail.Outbox
	names     *names.Names // in place of the name system, on a developer's machine
	cfg       aws.Config
	functions map[string]function
	artifacts *artifacts // nil where the functions run in this process
	gateway   *gateway.Gateway
	consumers []*streams.Consumer
	progress  []*streams.CheckpointFile // of the consumers
	schedules *schedule.Runner
	figures   *metrics.Registry
	log       *slog.Logger
}

// region is that of every local resource; nothing leaves the machine.
const region = "eu-central-1"

// streamPoll is how often a stream is looked at that nothing was said to have been written to: by tools, or by expiry.
const streamPoll = time.Second

// noteEvery is how often it is written down how far streams have been worked off. What a crash leaves out is done again.
const noteEvery = time.Second

// expireEvery is how often files are removed whose time is over.
const expireEvery = time.Hour

// openInstallation opens the data directory and builds everything over it. Nothing works on its own before run.
func openInstallation(ctx context.Context, o options, log *slog.Logger) (i *installation, err error) {
	i = &installation{log: log}
	i.template, err = loadTemplate(o.template, template.Options{
		Parameters: map[string]string{"Origin": o.origin, "MailFrom": o.mailFrom}, Region: region,
	})
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	engine, err := dynamo.Open(filepath.Join(o.data, "dynamodb"), dynamo.WithRegion(region, template.Account))
	if err != nil {
		return nil, err
	}
	i.database = &database{Engine: engine}
	defer func() {
		if err != nil {
			err = errors.Join(err, i.close())
		}
	}()
	if i.files, err = files.Open(filepath.Join(o.data, "files"), i.template.Buckets, files.Options{Log: log}); err != nil {
		return nil, err
	}
	if i.outbox, err = mail.OpenOutbox(filepath.Join(o.data, "outbox")); err != nil {
		return nil, err
	}
	if err := i.connect(ctx, o); err != nil {
		return nil, err
	}
	return i, i.events(o)
}

// connect makes the configuration by which functions find all this, and the functions.
func (i *installation) connect(ctx context.Context, o options) (err error) {
	i.names = names.New()
	post := &mail.Service{Identities: i.template.Identities, Delivery: i.outbox, Log: i.log}
	if o.smtp != "" {
		if post.Delivery, err = mail.ParseRelay(o.smtp); err != nil {
			return err
		}
	}
	i.cfg, err = awsinproc.Config(region, aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, awsinproc.Services{
		DynamoDB: i.database, S3: i.files, Email: post,
	})
	if err != nil {
		return err
	}
	if err := makeTables(ctx, i.cfg, i.template.Tables); err != nil {
		return err
	}
	if o.artifact != "" {
		i.functions, err = i.programs(o.artifact, post, o.output)
		return err
	}
	var lookup domains.Lookup
	if o.conveniences() {
		lookup = i.names.LookupTXT
	}
	i.functions, err = makeFunctions(i.cfg, i.template.Functions, lookup, i.log)
	return err
}

// events connects what calls functions: requests, streams, schedules.
func (i *installation) events(o options) error {
	var routes []gateway.Route
	for _, f := range i.template.Functions {
		for _, r := range f.Routes {
			routes = append(routes, gateway.Route{Route: r, Call: i.functions[f.ID], Limit: f.Timeout})
		}
		for _, s := range f.Streams {
			if err := i.follow(o, f, s); err != nil {
				return err
			}
		}
	}
	var err error
	if i.gateway, err = gateway.New(routes...); err != nil {
		return err
	}
	i.gateway.Log = i.log
	if o.proxied {
		i.gateway.SourceIP = lastForwarded
	}
	return i.schedule(o)
}

func (i *installation) follow(o options, f template.Function, s template.Stream) error {
	t, _ := i.template.Table(s.Table) // the template was checked
	dir := filepath.Join(o.data, "streams")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := f.ID + "-" + s.Event
	checkpoints, err := streams.OpenCheckpoints(filepath.Join(dir, name+".json"))
	if err != nil {
		return err
	}
	i.progress = append(i.progress, checkpoints.Every(noteEvery))
	c, err := streams.New(streams.Settings{
		Client: dynamodbstreams.NewFromConfig(i.cfg), Table: t.Name, Source: s, Function: f.ID, Call: i.functions[f.ID], Limit: f.Timeout,
		Checkpoints: checkpoints, DeadLetters: streams.OpenLetters(filepath.Join(dir, name+".dead.jsonl")), Poll: streamPoll, Log: i.log,
	})
	if err != nil {
		return err
	}
	i.consumers = append(i.consumers, c)
	i.database.onWrite(c.Wake)
	return nil
}

func (i *installation) schedule(o options) error {
	runs, err := schedule.OpenRuns(filepath.Join(o.data, "schedules.json"))
	if err != nil {
		return err
	}
	i.schedules = &schedule.Runner{Runs: runs, Log: i.log}
	for _, f := range i.template.Functions {
		for _, s := range f.Schedules {
			when, err := schedule.Parse(s.Expression)
			if err != nil {
				return err
			}
			if !s.Enabled {
				continue
			}
			i.schedules.Jobs = append(i.schedules.Jobs, schedule.Job{
				Name: f.ID + "/" + s.Event, When: when, Zone: s.Zone,
				Run: func(ctx context.Context, due time.Time) error {
					event := s.Input
					if event == nil {
						event = schedule.Event("arn:aws:scheduler:"+region+":"+template.Account+":schedule/default/"+s.Event, region, template.Account, due, s.Scheduler)
					}
					ctx, cancel := context.WithTimeout(ctx, f.Timeout)
					defer cancel()
					_, err := i.functions[f.ID](ctx, event)
					return err
				},
			})
		}
	}
	return nil
}

// run works off streams and schedules until ctx is done and what was under way has ended.
func (i *installation) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, c := range i.consumers {
		group.Go(func() error { return c.Run(ctx) })
	}
	group.Go(func() error { return i.schedules.Run(ctx) })
	group.Go(func() error { i.files.Run(ctx, expireEvery); return nil })
	err := group.Wait()
	for _, p := range i.progress {
		err = errors.Join(err, p.Flush())
	}
	return err
}

// close ends the database, with all that was answered on disk.
func (i *installation) close() error { return errors.Join(i.artifacts.close(), i.database.Close()) }
