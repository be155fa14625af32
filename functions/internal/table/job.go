package table

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Job is work in many steps, each an entry of its own or none. It belongs to the account that made it.
type Job struct {
	ID      org.JobID
	Account org.AccountID
	Member  org.MemberID
	Device  org.Device // on which it was started
	Deed    string
	Title   string
	State   route.JobState
	Bytes   int    // of the file that is awaited
	Units   int    // of them at the beginning, those of a list of groups
	Invite  bool   // who is new is asked to join
	Input   string // which of the job's files holds its steps
	Step    int    // the next one to be done, from 0
	Steps   int
	Counts
	Entries Ranges
	Fault   *fault.Fault
	Made    time.Time
	Since   time.Time // it was started or resumed last; access that ended later ends it
	Started time.Time
	Ended   time.Time
	Lease   time.Time // somebody works on it until then, unless they have died
	Claim   string    // who
}

// Counts say what became of the rows, members or entries that a job is about.
type Counts struct {
	Total     int `dynamo:"total"`
	Done      int `dynamo:"done"`
	Created   int `dynamo:"created"`
	Changed   int `dynamo:"changed"`
	Deleted   int `dynamo:"deleted"`
	Unchanged int `dynamo:"unchanged"`
	Refused   int `dynamo:"refused"`
	Groups    int `dynamo:"groups,omitempty"` // made or changed; the others count people
}

// JobLifetime is how long a job and its refused rows can be read after it was made: 30 days.
const JobLifetime = 30 * 24 * time.Hour

const runningJobs = "J#RUNNING"

// jobDevice is org.Device as an item has it.
type jobDevice struct {
	Kind    org.DeviceKind `dynamo:"kind,omitempty"`
	Browser string         `dynamo:"browser,omitempty"`
	System  string         `dynamo:"system,omitempty"`
}

type jobItem struct {
	key
	Account org.AccountID  `dynamo:"account"`
	Member  org.MemberID   `dynamo:"member"`
	Deed    string         `dynamo:"deed"`
	Title   string         `dynamo:"title,omitempty"`
	State   route.JobState `dynamo:"state"`
	Bytes   int            `dynamo:"bytes,omitempty"`
	Units   int            `dynamo:"units,omitempty"`
	Invite  bool           `dynamo:"invite,omitempty"`
	Input   string         `dynamo:"input,omitempty"`
	Step    int            `dynamo:"step"`
	Steps   int            `dynamo:"steps"`
	Counts
	Entries string    `dynamo:"entries,omitempty"`
	Fault   string    `dynamo:"fault,omitempty"`
	Device  jobDevice `dynamo:"device,omitempty"`
	Made    int64     `dynamo:"made"` // times in milliseconds since 1970
	Since   int64     `dynamo:"since,omitempty"`
	Started int64     `dynamo:"started,omitempty"`
	Ended   int64     `dynamo:"ended,omitempty"`
	Lease   int64     `dynamo:"lease,omitempty"`
	Claim   string    `dynamo:"claim,omitempty"`
	TTL     int64     `dynamo:"ttl"`
	GSI1PK  string    `dynamo:"GSI1PK,omitempty"`
	GSI1SK  string    `dynamo:"GSI1SK,omitempty"`
}

func newJobItem(tenant tenancy.Tenant, j Job) (jobItem, error) {
	item := jobItem{
		key: jobKey(tenant, j.ID), Account: j.Account, Member: j.Member, Deed: j.Deed, Title: j.Title, State: j.State,
		Bytes: j.Bytes, Units: j.Units, Invite: j.Invite, Input: j.Input, Step: j.Step, Steps: j.Steps, Counts: j.Counts, Entries: j.Entries.String(),
		Device: jobDevice(j.Device),
		Made:   millis(j.Made), Since: millis(j.Since), Started: millis(j.Started), Ended: millis(j.Ended),
		Lease: millis(j.Lease), Claim: j.Claim, TTL: ttl(j.Made.Add(JobLifetime)),
	}
	if j.Fault != nil {
		data, err := json.Marshal(j.Fault)
		if err != nil {
			return item, err
		}
		item.Fault = string(data)
	}
	if j.State == route.JobRunning {
		item.GSI1PK, item.GSI1SK = runningJobs, string(tenant.ID())+"#"+string(j.ID)
	}
	return item, nil
}

func (i jobItem) job() (Job, error) {
	j := Job{
		ID: org.JobID(i.SK), Account: i.Account, Member: i.Member, Deed: i.Deed, Title: i.Title, State: i.State,
		Bytes: i.Bytes, Units: i.Units, Invite: i.Invite, Input: i.Input, Step: i.Step, Steps: i.Steps, Counts: i.Counts,
		Device: org.Device(i.Device), Made: moment(i.Made), Since: moment(i.Since), Started: moment(i.Started), Ended: moment(i.Ended),
		Lease: moment(i.Lease), Claim: i.Claim,
	}
	var err error
	if j.Entries, err = parseRanges(i.Entries); err != nil {
		return j, err
	}
	if i.Fault != "" {
		err = json.Unmarshal([]byte(i.Fault), &j.Fault)
	}
	return j, err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// JobKeyOf reads the key of an item, as a stream record names it; ok is false if it is no job's. The tenant comes from the key
// and from nowhere else.
func JobKeyOf(pk, sk string) (tenant tenancy.Tenant, job org.JobID, ok bool) {
	rest, mine := strings.CutPrefix(pk, "T#")
	id, mine2 := strings.CutSuffix(rest, "#J")
	if !mine || !mine2 || !org.ValidID(id) || !org.ValidID(sk) {
		return tenancy.Tenant{}, "", false
	}
	return tenancy.Of(org.TenantID(id)), org.JobID(sk), true
}

// Job reads a job. Fault: job.notFound. Cost: 1 RCU.
func (t *Table) Job(ctx context.Context, tenant tenancy.Tenant, id org.JobID) (Job, error) {
	var item jobItem
	found, err := t.get(ctx, jobKey(tenant, id), &item)
	if err != nil {
		return Job{}, err
	}
	if !found || t.expired(item.TTL) {
		return Job{}, fault.New(fault.NotFound, "job.notFound")
	}
	return item.job()
}

// JobsOf lists the jobs of an account that are still kept, latest first: those among the last 500 of the tenant. Cost: 1 RCU
// per 4 KB.
func (t *Table) JobsOf(ctx context.Context, tenant tenancy.Tenant, account org.AccountID) ([]Job, error) {
	var items []jobItem
	q := t.items.Get("PK", jobPartition(tenant)).Order(dynamo.Descending).Consistent(true).SearchLimit(500)
	if err := q.All(ctx, &items); err != nil {
		return nil, err
	}
	var jobs []Job
	for _, item := range items {
		if item.Account != account || t.expired(item.TTL) {
			continue
		}
		j, err := item.job()
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// NewJob stores a job whose id none has yet, and with a command also that command's guard. Errors: *Refused, and those of
// Transact. Cost: 2 to 4 WCU.
func (t *Table) NewJob(ctx context.Context, tenant tenancy.Tenant, j Job, guard *Guard) error {
	item, err := newJobItem(tenant, j)
	if err != nil {
		return err
	}
	writes := []Write{t.putNew(item)}
	if guard != nil {
		writes = append(writes, t.putGuard(tenant, org.CommandID(j.ID), *guard, j.Made))
	}
	return t.Transact(ctx, writes...)
}

// Guard reads what a command's id was used for; nil if for nothing. Cost: 1 RCU.
func (t *Table) Guard(ctx context.Context, tenant tenancy.Tenant, command org.CommandID) (*Guard, error) {
	s, err := t.Look(ctx, tenant, Question{Commands: []org.CommandID{command}})
	if g, used := s.Guards[command]; used {
		return &g, err
	}
	return nil, err
}

// SetJob replaces a job, if it is in the state, at the step and in the hands in which it was read to be.
func (t *Table) SetJob(tenant tenancy.Tenant, from, to Job) (Write, error) {
	item, err := newJobItem(tenant, to)
	if err != nil {
		return Write{}, err
	}
	if from.Claim == "" {
		return t.put(item, "'state' = ? AND 'step' = ? AND attribute_not_exists('claim')", from.State, from.Step), nil
	}
	return t.put(item, "'state' = ? AND 'step' = ? AND 'claim' = ?", from.State, from.Step, from.Claim), nil
}

// ClaimJob takes a running job for oneself until a time; ok is false if it does not run or somebody works on it.
// Cost: 1 to 2 WCU.
func (t *Table) ClaimJob(ctx context.Context, tenant tenancy.Tenant, id org.JobID, claim string, until time.Time) (j Job, ok bool, err error) {
	k := jobKey(tenant, id)
	var item jobItem
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).Set("lease", until.UnixMilli()).Set("claim", claim).
		If("'state' = ? AND (attribute_not_exists('lease') OR 'lease' <= ?)", route.JobRunning, t.now().UnixMilli())
	err = outcome(u.Value(ctx, &item))
	if _, held := IsRefused(err); held {
		return Job{}, false, nil
	}
	if err != nil {
		return Job{}, false, err
	}
	j, err = item.job()
	return j, err == nil, err
}

// StalledJobs lists up to limit jobs, of all tenants, that run while nobody works on them. It may lag by a moment.
// Cost: 0.5 RCU per 4 KB.
func (t *Table) StalledJobs(ctx context.Context, limit int) ([]StalledJob, error) {
	var items []jobItem
	q := t.items.Get("GSI1PK", runningJobs).Index("GSI1").SearchLimit(limit)
	if err := q.All(ctx, &items); err != nil {
		return nil, err
	}
	var out []StalledJob
	for _, item := range items {
		if tenant, id, ok := JobKeyOf(item.PK, item.SK); ok && item.Lease <= t.now().UnixMilli() {
			out = append(out, StalledJob{tenant, id})
		}
	}
	return out, nil
}

// StalledJob names a job and its tenant, both from the key of its item.
type StalledJob struct {
	Tenant tenancy.Tenant
	ID     org.JobID
}

// NudgeJob writes to a job that runs while nobody works on it, so that the stream names it once more. Cost: 1 to 2 WCU.
func (t *Table) NudgeJob(ctx context.Context, tenant tenancy.Tenant, id org.JobID) error {
	k, now := jobKey(tenant, id), t.now().UnixMilli()
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).Set("nudged", now).
		If("'state' = ? AND (attribute_not_exists('lease') OR 'lease' <= ?)", route.JobRunning, now)
	err := outcome(u.Run(ctx))
	if _, held := IsRefused(err); held {
		return nil
	}
	return err
}

type refusedItem struct {
	key
	Rows string `dynamo:"rows"` // JSON
	TTL  int64  `dynamo:"ttl"`
}

// RefusedRows stores the rows that one step of a job could not take.
func (t *Table) RefusedRows(tenant tenancy.Tenant, j Job, rows []members.Verdict) (Write, error) {
	data, err := json.Marshal(rows)
	if err != nil {
		return Write{}, err
	}
	return t.put(refusedItem{refusedKey(tenant, j.ID, j.Step), string(data), ttl(j.Made.Add(JobLifetime))}, ""), nil
}

// Refused reads rows that the steps of a job from one on could not take, in order: one page. next is the step to go on with, 0
// at the end. Cost: 1 RCU per 4 KB.
func (t *Table) Refused(ctx context.Context, tenant tenancy.Tenant, id org.JobID, from int) (rows []members.Verdict, next int, err error) {
	var items []refusedItem
	q := t.items.Get("PK", refusedPartition(tenant, id)).Range("SK", dynamo.GreaterOrEqual, number(uint64(from)))
	more, err := q.Consistent(true).SearchLimit(20).AllWithLastEvaluatedKey(ctx, &items)
	if err != nil {
		return nil, 0, err
	}
	for _, item := range items {
		if t.expired(item.TTL) {
			continue
		}
		var some []members.Verdict
		if err := json.Unmarshal([]byte(item.Rows), &some); err != nil {
			return nil, 0, err
		}
		rows = append(rows, some...)
	}
	if more != nil && len(items) > 0 {
		next = parseNumber(items[len(items)-1].SK) + 1
	}
	return rows, next, nil
}
