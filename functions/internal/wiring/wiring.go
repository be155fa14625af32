// Package wiring puts the parts of each function together, from what AWS and the settings say. The mains use it, and the
// process that holds all functions: so they are the same everywhere.
package wiring

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/backfill"
	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/dossier"
	"stellwerk/functions/internal/effects"
	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/feed"
	"stellwerk/functions/internal/httpapi"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/systems"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/route"
)

// API is what answers requests; lookup may be nil for the name system that the machine uses.
func API(cfg aws.Config, s config.Settings, lookup domains.Lookup, log *slog.Logger) (*httpapi.API, error) {
	t := table.Open(cfg, s.Table)
	x := executor.New(t, time.Now)
	return httpapi.New(s.Origin, log, httpapi.Services{
		// A hash keeps a core busy for a while. Half of the cores are left to everybody else: who signs in waits for others who do, and
		// nobody who works.
		Accounts: accounts.New(t, x, argon.New(argon.OWASP, max(1, runtime.GOMAXPROCS(0)/2)), time.Now),
		Commands: x,
		Jobs:     jobs.New(t, x, cfg, s.Files, time.Now).Saying(log),
		Feed:     feed.New(t),
		Dossiers: dossier.New(t, feed.New(t), time.Now),
		Erasing:  erasing.New(t, x, time.Now),
		Now:      time.Now,
		Domains:  domains.New(t, x, lookup, time.Now),
		Systems:  systems.New(t, x),
		Push:     push.New(t, outbound.New(), s.Origin, s.MailFrom, time.Now, log),
	})
}

// Workbooks is what reads Excel files. The reader is given, so that it is in no program that does not use it.
func Workbooks(cfg aws.Config, s config.Settings, read func(data []byte, sheet string) (route.WorkbookReply, error), log *slog.Logger) (*httpapi.API, error) {
	t := table.Open(cfg, s.Table)
	x := executor.New(t, time.Now)
	return httpapi.NewWorkbooks(s.Origin, log, httpapi.Services{
		Accounts: accounts.New(t, x, argon.New(argon.OWASP, runtime.GOMAXPROCS(0)), time.Now), Commands: x, Now: time.Now, Workbook: read,
	})
}

// Work is what is done outside of requests: by the stream when something is written, and by the clock when that failed.
type Work struct {
	Effects   *effects.Carrier
	Jobs      *jobs.Jobs
	Backfills *backfill.Backfills
}

// Background makes the parts of the stream and clock functions. The clock, which only reminds, has no sender.
func Background(cfg aws.Config, s config.Settings, sender mail.Sender, log *slog.Logger) Work {
	t := table.Open(cfg, s.Table)
	return Work{
		Effects:   effects.New(t, s.Origin, sender, push.New(t, outbound.New(), s.Origin, s.MailFrom, time.Now, log), time.Now, log),
		Jobs:      jobs.New(t, executor.New(t, time.Now), cfg, s.Files, time.Now).Saying(log),
		Backfills: backfill.New(t, backfill.All, time.Now, log),
	}
}

// Remind has the stream name again what it should have done a while ago: effects and jobs that stand still, and backfills.
func (w Work) Remind(ctx context.Context) error {
	_, err := w.Effects.Remind(ctx)
	return errors.Join(err, w.Jobs.Nudge(ctx), w.Backfills.Nudge(ctx))
}
