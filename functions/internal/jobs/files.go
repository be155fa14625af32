package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
)

// files are the inputs of jobs, in a bucket. All are removed when a job is done, and by the bucket's own rule after a day.
type files struct {
	client *s3.Client
	bucket string
}

func newFiles(cfg aws.Config, bucket string) files {
	return files{s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
	}), bucket}
}

// folder begins the keys of all files of a job: tenant and job are ids that were parsed at the edge.
func folder(tenant tenancy.Tenant, job table.Job) string {
	return "imports/" + string(tenant.ID()) + "/" + string(job.ID) + "/"
}

// stepsFile holds a job's steps. Its name has a part of chance, so that whoever uses a job's id again can't replace it.
func stepsFile(tenant tenancy.Tenant, job table.Job) string {
	return folder(tenant, job) + "steps-" + job.Input
}

// partFile holds a part of an uploaded file.
func partFile(tenant tenancy.Tenant, job table.Job, part int) string {
	return fmt.Sprintf("%spart-%04d", folder(tenant, job), part)
}

func (f files) put(ctx context.Context, key string, data []byte) error {
	_, err := f.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &f.bucket, Key: &key, Body: bytes.NewReader(data)})
	if err != nil {
		return fmt.Errorf("store a job's file: %w", err)
	}
	return nil
}

// get returns nil if there is no such file.
func (f files) get(ctx context.Context, key string) ([]byte, error) {
	out, err := f.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &f.bucket, Key: &key})
	var none *types.NoSuchKey
	if errors.As(err, &none) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a job's file: %w", err)
	}
	defer out.Body.Close()
	return io.ReadAll(out.Body)
}

// remove removes files. That it fails is only logged: the bucket's own rule removes them as well.
func (f files) remove(ctx context.Context, keys ...string) {
	for _, key := range keys {
		if _, err := f.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &f.bucket, Key: &key}); err != nil {
			slog.WarnContext(ctx, "remove a job's file", "error", err)
		}
	}
}
