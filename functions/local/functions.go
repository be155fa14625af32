package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/lambdahttp"
	"stellwerk/functions/internal/mail/ses"
	"stellwerk/functions/internal/wiring"
	"stellwerk/functions/internal/workbook"
	"stellwerk/functions/stream/records"
	"stellwerk/infra/local/template"
)

// function is what a Lambda function is to whoever calls it: JSON in, JSON out.
type function = func(ctx context.Context, event json.RawMessage) (json.RawMessage, error)

// code makes each function of the template as its main does.
var code = map[string]func(aws.Config, config.Settings, domains.Lookup, *slog.Logger) (any, error){
	"Api": func(cfg aws.Config, s config.Settings, lookup domains.Lookup, log *slog.Logger) (any, error) {
		api, err := wiring.API(cfg, s, lookup, log)
		if err != nil {
			return nil, err
		}
		return lambdahttp.Handler(lambdahttp.BehindEdge(s.EdgeKey, api)), nil
	},
	"Workbooks": func(cfg aws.Config, s config.Settings, _ domains.Lookup, log *slog.Logger) (any, error) {
		api, err := wiring.Workbooks(cfg, s, workbook.Read, log)
		if err != nil {
			return nil, err
		}
		return lambdahttp.Handler(lambdahttp.BehindEdge(s.EdgeKey, api)), nil
	},
	"Stream": func(cfg aws.Config, s config.Settings, _ domains.Lookup, log *slog.Logger) (any, error) {
		sender, err := ses.New(cfg, s.MailFrom)
		if err != nil {
			return nil, err
		}
		work := wiring.Background(cfg, s, sender, log)
		return records.Handler(work.Effects.Carry, work.Jobs.Advance, work.Backfills.Step, log), nil
	},
	"Clock": func(cfg aws.Config, s config.Settings, _ domains.Lookup, log *slog.Logger) (any, error) {
		return wiring.Background(cfg, s, nil, log).Remind, nil
	},
}

// makeFunctions makes the functions of the template, by their names there. Each is told what its environment there says; lookup asks the name system.
func makeFunctions(cfg aws.Config, all []template.Function, lookup domains.Lookup, log *slog.Logger) (map[string]function, error) {
	made := map[string]function{}
	for _, f := range all {
		build, known := code[f.ID]
		if !known {
			return nil, fmt.Errorf("the template has a function %s that this program knows nothing of; add it to functions/local", f.ID)
		}
		settings, err := config.Read(func(name string) string { return f.Environment[name] })
		if err != nil {
			return nil, fmt.Errorf("function %s: %w", f.ID, err)
		}
		handler, err := build(cfg, settings, lookup, log.With("function", f.ID))
		if err != nil {
			return nil, fmt.Errorf("function %s: %w", f.ID, err)
		}
		made[f.ID] = calls(handler)
	}
	return made, nil
}

// calls makes a function of a handler, for several calls at once. Lambda makes one call at a time, and the library counts on it: Invoke hands
// out a buffer that the next call of the same lambda.Handler may write to. So each call has one of its own.
func calls(handler any) function {
	return func(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
		return lambda.NewHandler(handler).Invoke(ctx, event)
	}
}
