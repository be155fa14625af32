// Package backfill brings what earlier versions have written to what this one reads, page by page beside everything else: where it stands is kept in
// the table, the stream names it after each page, and the clock when it stands still. It may be killed at any moment and done by several at once, since
// each write holds only where it is still lacking.
package backfill

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
)

// Backfill is one of them. Its name is for ever: what is done under it is not done again, and something new has another name.
type Backfill struct {
	Name string
	Kind ledger.Kind // of the records it is about
	// Fill does it for some records of a tenant, and says for how many there was something to do. Done twice it changes nothing.
	Fill func(t *table.Table, ctx context.Context, tenant tenancy.Tenant, refs []ledger.Ref) (filled int, err error)
}

// All are those there are, in the order in which they came.
var All = []Backfill{
	// Before 1.0, members were found neither by the address, across organisations, nor as those who manage others.
	{"members-found", ledger.KindMember, (*table.Table).FillFound},
}

const (
	// page is how many items of the table one step goes through: some tenths of a second where all of them lack something.
	page = 500
	// Everything is gone through twice: while a version is replaced on AWS, the older one goes on writing beside it for some minutes.
	passes  = 2
	between = time.Hour // from the beginning of the first pass to the second
)

// Backfills does them. Its methods may be called by many goroutines.
type Backfills struct {
	table *table.Table
	all   []Backfill
	now   func() time.Time
	log   *slog.Logger
	page  int

	mu   sync.Mutex
	done map[string]bool // those of which the clock need not ask any more
}

// New makes it. now is the clock, the same as the table's.
func New(t *table.Table, all []Backfill, now func() time.Time, log *slog.Logger) *Backfills {
	return &Backfills{table: t, all: all, now: now, log: log, page: page, done: map[string]bool{}}
}

// Nudge has the stream name each one that is not done.
func (b *Backfills) Nudge(ctx context.Context) error {
	var errs []error
	for _, f := range b.all {
		b.mu.Lock()
		done := b.done[f.Name]
		b.mu.Unlock()
		if done {
			continue
		}
		done, err := b.table.NudgeBackfill(ctx, f.Name)
		errs = append(errs, err)
		b.mu.Lock()
		b.done[f.Name] = done
		b.mu.Unlock()
	}
	return errors.Join(errs...)
}

// Step does one page of a backfill. A name that this version does not know is left to the one that does.
func (b *Backfills) Step(ctx context.Context, name string) error {
	for _, f := range b.all {
		if f.Name == name {
			return b.step(ctx, f)
		}
	}
	return nil
}

func (b *Backfills) step(ctx context.Context, f Backfill) error {
	at, err := b.table.Backfill(ctx, f.Name)
	now := b.now()
	if err != nil || at.Pass == 0 || !at.Done.IsZero() || at.Pass > 1 && now.Before(at.Began.Add(between)) {
		return err
	}
	records, next, err := b.table.KeysOfRecords(ctx, f.Kind, at.Place, b.page)
	if err != nil {
		return err
	}
	of := map[tenancy.Tenant][]ledger.Ref{}
	for _, r := range records {
		of[r.Tenant] = append(of[r.Tenant], r.Ref)
	}
	filled := 0
	for tenant, refs := range of {
		n, err := f.Fill(b.table, ctx, tenant, refs)
		if err != nil {
			return err
		}
		filled += n
	}
	to := at
	to.Place = next
	over := next == table.Place{}
	switch {
	case over && at.Pass == passes:
		to.Done = now
	case over:
		to.Pass++
	}
	moved, err := b.table.MoveBackfill(ctx, at, to)
	if moved && (filled > 0 || over) {
		b.log.InfoContext(ctx, "backfill", "name", f.Name, "pass", at.Pass, "of", passes, "filled", filled, "over", over)
	}
	return err
}
