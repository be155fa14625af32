// Package systems lets other software that an organisation has connected tell what it knows. A system shows its key, which says for which organisation
// it speaks, and can do one thing: report how much storage people use.
package systems

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// pace is how often one system may report: a large organisation at once, and one a second on and on.
var pace = table.Bucket{What: "system.report", Burst: 300, Every: time.Second}

// Systems does that. Its methods may be called by many goroutines.
type Systems struct {
	table *table.Table
	run   *executor.Executor
}

// New makes it.
func New(t *table.Table, x *executor.Executor) *Systems { return &Systems{t, x} }

// Caller is a system that has shown its key. The zero value is none.
type Caller struct {
	Tenant tenancy.Tenant
	System org.SystemID
}

// Open finds the system of a key. Of what the key says nothing is believed before its secret has been compared. Fault: system.key, the same for an
// organisation that there is not, a system that is not connected (any more), and a wrong secret: each costs one read.
func (s *Systems) Open(ctx context.Context, key string) (Caller, error) {
	k, ok := org.ParseSystemKey(key)
	if !ok {
		return Caller{}, refused()
	}
	tenant := tenancy.Of(k.Tenant)
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(k.Tenant)}
	sight, err := s.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		return Caller{}, err
	}
	t, _ := sight.Records[ref].Value.(org.Tenant)
	var want org.SystemDigest // of none: no digest is that short
	if at := t.System(k.System); at >= 0 {
		want = t.Systems[at].Digest
	}
	sum := sha256.Sum256([]byte(k.Secret))
	if subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(want)) != 1 {
		return Caller{}, refused()
	}
	return Caller{tenant, k.System}, nil
}

func refused() error { return fault.New(fault.SignedOut, "system.key") }

// Report notes how much storage people use. The same command is carried out once, and answered in the same way.
// Faults: id.malformed on command, command.tooOld, command.conflict, system.wait with seconds, and those of members.reportStorage.
func (s *Systems) Report(ctx context.Context, by Caller, in route.StorageRequest) (ledger.Command, executor.Result, error) {
	cmd := ledger.Command{ID: in.Command, Deed: members.ReportStorage.Name}
	if _, err := org.ParseID[org.CommandID]("command", string(in.Command)); err != nil {
		return cmd, executor.Result{}, err
	}
	wait, err := s.table.Take(ctx, pace, string(by.Tenant.ID())+" "+string(by.System), 1)
	if err == nil && wait > 0 {
		err = fault.New(fault.TooMany, "system.wait", "seconds", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	if err != nil {
		return cmd, executor.Result{}, err
	}
	if cmd.Args, err = json.Marshal(members.ReportArgs{System: by.System, Used: in.Used}); err != nil {
		return cmd, executor.Result{}, err
	}
	res, err := s.run.Do(ctx, by.Tenant, executor.Who{Account: org.AccountID(by.System), System: by.System}, cmd, executor.Reserved())
	if fault.Is(err, "tenant.notFound") || fault.Is(err, "system.notFound") {
		err = refused() // disconnected meanwhile
	}
	return cmd, res, err
}
