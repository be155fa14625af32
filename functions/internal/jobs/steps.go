package jobs

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
)

// step is what a job does at a time: the arguments of its deed for at most one entry. Steps are cut once, when the job
// starts, so a later version of the program that would cut otherwise neither repeats nor skips a row.
type step struct {
	Deed    string            `json:"deed,omitempty"`    // none for the job's own
	Args    json.RawMessage   `json:"args,omitempty"`    // none if nothing is to be done but to note the refused rows
	Rows    int               `json:"rows"`              // what the step is about, refused rows included
	Refused []members.Verdict `json:"refused,omitempty"` // rows that the deed does not get to see
}

// deed is what a step of a job does.
func (s step) deed(job table.Job) string {
	if s.Deed != "" {
		return s.Deed
	}
	return job.Deed
}

// newInput names a job's steps.
func newInput() string { return rand.Text() }

func (j *Jobs) saveSteps(ctx context.Context, tenant tenancy.Tenant, job table.Job, steps []step) error {
	data, err := json.Marshal(steps)
	if err != nil {
		return fmt.Errorf("write the steps of job %s: %w", job.ID, err)
	}
	return j.files.put(ctx, stepsFile(tenant, job), data)
}

// loadSteps reads a job's steps. Fault: job.inputGone where they were removed: a job can be resumed within a day.
func (j *Jobs) loadSteps(ctx context.Context, tenant tenancy.Tenant, job table.Job) ([]step, error) {
	data, err := j.files.get(ctx, stepsFile(tenant, job))
	if err != nil {
		return nil, err
	}
	var steps []step
	if data == nil || json.Unmarshal(data, &steps) != nil || len(steps) != job.Steps {
		return nil, fault.New(fault.Conflict, "job.inputGone")
	}
	return steps, nil
}
