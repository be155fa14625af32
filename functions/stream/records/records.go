// Package records reads the events of the table's stream and hands on what they name: effects to carry out, jobs to work on, backfills.
package records

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// Carry carries out an effect. It may be called twice for one, and out of order.
type Carry func(ctx context.Context, k table.EffectKey) error

// Advance works on a job. It may be called twice for one, and out of order.
type Advance func(ctx context.Context, tenant tenancy.Tenant, job org.JobID) error

// Fill does a page of a backfill. It may be called twice for one, and out of order.
type Fill func(ctx context.Context, name string) error

// atOnce bounds what one event has under way.
const atOnce = 8

// task is what records of one item ask for: however many they are, it is done once.
type task struct {
	run func(context.Context) error
	ids []string // of the records
}

// Handler makes the function. What a record names is taken from its key, never from its content. Records of what failed are
// named in the answer, and come again with those after them; but for backfills, for which nobody is to wait: the clock names them.
func Handler(carry Carry, advance Advance, fill Fill, log *slog.Logger) func(context.Context, events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	return func(ctx context.Context, event events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
		var (
			group  errgroup.Group
			mutex  sync.Mutex
			answer events.DynamoDBEventResponse
		)
		all := tasks(event, carry, advance, func(ctx context.Context, name string) error {
			if err := fill(ctx, name); err != nil {
				log.ErrorContext(ctx, "backfill failed, the clock names it again", "name", name, "err", err)
			}
			return nil
		})
		if len(all) == 0 {
			return answer, nil
		}
		began := time.Now()
		ctx, cost := table.Metered(ctx)
		group.SetLimit(atOnce)
		for _, t := range all {
			group.Go(func() error {
				if err := t.run(ctx); err != nil {
					log.Error("stream record failed, it comes again", "record", t.ids[0], "err", err)
					mutex.Lock()
					defer mutex.Unlock()
					for _, id := range t.ids {
						answer.BatchItemFailures = append(answer.BatchItemFailures, events.DynamoDBBatchItemFailure{ItemIdentifier: id})
					}
				}
				return nil
			})
		}
		err := group.Wait()
		reads, writes, asked := cost.Figures()
		log.InfoContext(ctx, "records", "tasks", len(all), "failed", len(answer.BatchItemFailures), "ms", float64(time.Since(began).Microseconds())/1000,
			"rcu", reads, "wcu", writes, "asked", asked)
		return answer, err
	}
}

// tasks lists what is to be done, effects first: somebody waits for a mail, a job takes its time, and a backfill has it.
func tasks(event events.DynamoDBEvent, carry Carry, advance Advance, fill Fill) []*task {
	var effects, jobs, backfills []*task
	known := map[[2]string]*task{}
	for _, r := range event.Records {
		pk, sk := text(r.Change.Keys["PK"]), text(r.Change.Keys["SK"])
		if r.EventName == string(events.DynamoDBOperationTypeRemove) {
			continue
		}
		t := known[[2]string{pk, sk}]
		if t == nil {
			t = &task{}
			if k, ok := table.EffectKeyOf(pk, sk); ok {
				t.run = func(ctx context.Context) error { return carry(ctx, k) }
				effects = append(effects, t)
			} else if tenant, job, ok := table.JobKeyOf(pk, sk); ok {
				t.run = func(ctx context.Context) error { return advance(ctx, tenant, job) }
				jobs = append(jobs, t)
			} else if name, ok := table.BackfillOf(pk, sk); ok {
				t.run = func(ctx context.Context) error { return fill(ctx, name) }
				backfills = append(backfills, t)
			} else {
				continue
			}
			known[[2]string{pk, sk}] = t
		}
		t.ids = append(t.ids, r.Change.SequenceNumber)
	}
	return slices.Concat(effects, jobs, backfills)
}

func text(v events.DynamoDBAttributeValue) string {
	if v.DataType() != events.DataTypeString {
		return ""
	}
	return v.String()
}
