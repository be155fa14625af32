package records

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

const (
	tenantID = "01JTENANT00000000000000000"
	jobID    = "01JJ0B00000000000000000000"
	effectID = "01JEFFECT00000000000000000"
)

func record(name, pk, sk, number string) events.DynamoDBEventRecord {
	return events.DynamoDBEventRecord{EventName: name, Change: events.DynamoDBStreamRecord{
		SequenceNumber: number,
		Keys:           map[string]events.DynamoDBAttributeValue{"PK": events.NewStringAttribute(pk), "SK": events.NewStringAttribute(sk)},
	}}
}

func TestRecordsAreHandedOnByTheirKeys(t *testing.T) {
	const tenant = "T#" + tenantID
	broken := errors.New("no table")
	for _, c := range []struct {
		story    string
		records  []events.DynamoDBEventRecord
		fails    error
		done     []string
		failures []string
	}{
		{"what asks for nothing", []events.DynamoDBEventRecord{
			record("INSERT", tenant, "HEAD", "1"), record("INSERT", tenant+"#L", "00000000000000000001", "2"),
			record("MODIFY", "S#token", "SESSION", "3"),
		}, nil, nil, nil},
		{"a tenant's effect", []events.DynamoDBEventRecord{record("INSERT", "E#"+tenant, effectID, "1")}, nil,
			[]string{"effect " + effectID + " of " + tenantID}, nil},
		{"an account's effect", []events.DynamoDBEventRecord{record("INSERT", "E#A", effectID, "1")}, nil, []string{"effect " + effectID}, nil},
		{"a job", []events.DynamoDBEventRecord{record("MODIFY", tenant+"#J", jobID, "1")}, nil, []string{"job " + jobID + " of " + tenantID}, nil},
		{"an item written often is one task", []events.DynamoDBEventRecord{
			record("INSERT", tenant+"#J", jobID, "1"), record("MODIFY", tenant+"#J", jobID, "2"), record("MODIFY", tenant+"#J", jobID, "3"),
		}, nil, []string{"job " + jobID + " of " + tenantID}, nil},
		{"what has gone asks for nothing", []events.DynamoDBEventRecord{record("REMOVE", "E#A", effectID, "1")}, nil, nil, nil},
		{"keys that look like an effect's", []events.DynamoDBEventRecord{
			record("INSERT", "E#"+tenant+"#X", effectID, "1"), record("INSERT", "E#A", "not-an-id", "2"),
			record("INSERT", "XE#A", effectID, "3"), {EventName: "INSERT"},
		}, nil, nil, nil},
		{"a backfill", []events.DynamoDBEventRecord{
			record("INSERT", "SYSTEM", "BACKFILL#found", "1"), record("MODIFY", "SYSTEM", "BACKFILL#found", "2"),
			record("INSERT", "SYSTEM", "KEY", "3"), record("INSERT", tenant, "BACKFILL#found", "4"),
		}, nil, []string{"backfill found"}, nil},
		{"one that fails holds nothing up", []events.DynamoDBEventRecord{record("MODIFY", "SYSTEM", "BACKFILL#found", "1")}, broken, []string{"backfill found"}, nil},
		{"what fails is named, with all its records", []events.DynamoDBEventRecord{
			record("INSERT", tenant, "HEAD", "1"), record("INSERT", tenant+"#J", jobID, "2"), record("MODIFY", tenant+"#J", jobID, "3"),
		}, broken, []string{"job " + jobID + " of " + tenantID}, []string{"2", "3"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			var mutex sync.Mutex
			var done []string
			note := func(s string) error {
				mutex.Lock()
				defer mutex.Unlock()
				done = append(done, s)
				return c.fails
			}
			h := Handler(
				func(_ context.Context, k table.EffectKey) error {
					s := "effect " + string(k.ID())
					if tenant, ok := k.Tenant(); ok {
						s += " of " + string(tenant.ID())
					}
					return note(s)
				},
				func(_ context.Context, tenant tenancy.Tenant, job org.JobID) error {
					return note("job " + string(job) + " of " + string(tenant.ID()))
				},
				func(_ context.Context, name string) error { return note("backfill " + name) }, slog.New(slog.DiscardHandler))
			answer, err := h(t.Context(), events.DynamoDBEvent{Records: c.records})
			if err != nil {
				t.Fatal(err)
			}
			var failures []string
			for _, f := range answer.BatchItemFailures {
				failures = append(failures, f.ItemIdentifier)
			}
			if !slices.Equal(done, c.done) || !slices.Equal(failures, c.failures) {
				t.Errorf("done %q with failures %q, want %q with %q", done, failures, c.done, c.failures)
			}
		})
	}
}
