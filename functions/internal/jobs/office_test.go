package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/jobs"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// office is an organisation with jobs.
type office struct {
	testworld.House
	jobs  *jobs.Jobs
	files aws.Config
}

func open(tb testing.TB, w *testworld.World) office {
	tb.Helper()
	files := testworld.Files(tb)
	return office{w.FoundFull(tb), jobs.New(w.Table, w.Executor, files, testworld.Bucket, w.Clock.Now), files}
}

// upload begins an import and fills it.
func (o office) upload(tb testing.TB, by executor.Who, file string) org.JobID {
	tb.Helper()
	id := testworld.NewID[org.JobID](o.World)
	if _, err := o.jobs.Import(tb.Context(), o.Tenant, by, route.ImportRequest{ID: id, Name: "staff.csv", Bytes: len(file)}); err != nil {
		tb.Fatalf("begin an import: %v", err)
	}
	o.fill(tb, by, id, file)
	return id
}

func (o office) fill(tb testing.TB, by executor.Who, id org.JobID, file string) {
	tb.Helper()
	for part := 0; len(file) > 0; part++ {
		n := min(len(file), route.MaxPart)
		if err := o.jobs.Fill(tb.Context(), o.Tenant, by, id, part, []byte(file[:n])); err != nil {
			tb.Fatalf("upload part %d: %v", part, err)
		}
		file = file[n:]
	}
}

// finish works on a job until nothing moves any more.
func (o office) finish(tb testing.TB, by executor.Who, id org.JobID) route.JobReply {
	tb.Helper()
	for {
		if err := o.jobs.Advance(tb.Context(), o.Tenant, id); err != nil {
			tb.Fatalf("work on the job: %v", err)
		}
		job, err := o.jobs.Get(tb.Context(), o.Tenant, by, id)
		if err != nil {
			tb.Fatalf("read the job: %v", err)
		}
		if job.State != route.JobRunning {
			return job
		}
	}
}

// slowly makes jobs for which each step takes so long that Advance does one at a time.
func (o office) slowly() office {
	o.jobs = jobs.New(o.World.Table, o.World.Executor, o.files, testworld.Bucket, func() time.Time {
		o.World.Clock.Move(5 * time.Second / 4)
		return o.World.Clock.Now()
	})
	return o
}

// start makes a bulk command a job.
func (o office) start(tb testing.TB, by executor.Who, deed string, args any) route.JobReply {
	tb.Helper()
	job, err := o.jobs.Start(tb.Context(), o.Tenant, by, o.World.Command(tb, deed, args))
	if err != nil {
		tb.Fatalf("start %s: %v", deed, err)
	}
	return job
}

func (o office) advance(tb testing.TB, id org.JobID) {
	tb.Helper()
	if err := o.jobs.Advance(tb.Context(), o.Tenant, id); err != nil {
		tb.Fatalf("work on the job: %v", err)
	}
}

func (o office) get(tb testing.TB, by executor.Who, id org.JobID) route.JobReply {
	tb.Helper()
	job, err := o.jobs.Get(tb.Context(), o.Tenant, by, id)
	if err != nil {
		tb.Fatalf("read the job: %v", err)
	}
	return job
}

// grow imports n people.
func (o office) grow(tb testing.TB, n int) []org.MemberID {
	tb.Helper()
	id := o.upload(tb, o.Owner, staffList(n))
	if _, err := o.jobs.Apply(tb.Context(), o.Tenant, o.Owner, id); err != nil {
		tb.Fatalf("apply: %v", err)
	}
	if job := o.finish(tb, o.Owner, id); job.Created != n {
		tb.Fatalf("import %d people: %+v", n, job)
	}
	var ids []org.MemberID
	for i := range n {
		ids = append(ids, org.DeriveID[org.MemberID](id, uint64(i+2)))
	}
	return ids
}

// inBucket lists the files that jobs have left.
func (o office) inBucket(tb testing.TB) []string {
	tb.Helper()
	out, err := s3.NewFromConfig(o.files).ListObjectsV2(context.Background(), &s3.ListObjectsV2Input{Bucket: aws.String(testworld.Bucket)})
	if err != nil {
		tb.Fatalf("list the bucket: %v", err)
	}
	var keys []string
	for _, f := range out.Contents {
		keys = append(keys, aws.ToString(f.Key))
	}
	return keys
}

// written counts the entries of a job, which must be those that it says it wrote.
func (o office) written(tb testing.TB, job route.JobReply) int {
	tb.Helper()
	var seqs []uint64
	steps := map[org.CommandID]bool{}
	for _, e := range o.Ledger(tb) {
		if e.Batch != job.ID {
			continue
		}
		if steps[e.Command] {
			tb.Errorf("entry %d does a step a second time", e.Seq)
		}
		steps[e.Command] = true
		seqs = append(seqs, e.Seq)
	}
	if len(seqs) != len(job.Entries) {
		tb.Errorf("the job says that it wrote %v, the ledger has %v", job.Entries, seqs)
	}
	return len(seqs)
}

func want(tb testing.TB, err error, code string) {
	tb.Helper()
	if !fault.Is(err, code) {
		tb.Errorf("got %v, want the fault %s", err, code)
	}
}

// addresses counts the living members by address.
func (o office) addresses(tb testing.TB) map[org.EmailKey]int {
	tb.Helper()
	out := map[org.EmailKey]int{}
	for ref, r := range o.Records(tb) {
		if ref.Kind == ledger.KindMember {
			out[r.Value.(org.Member).Email.Key()]++
		}
	}
	return out
}
