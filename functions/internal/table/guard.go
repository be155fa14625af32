package table

import (
	"crypto/sha256"
	"encoding/json"
	"strings"
	"time"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// GuardLifetime is how long a command's guard is kept, counted from the command's own time or its being applied, whichever
// is later: 120 days. Commands older than executor.MaxAge are refused before that, so none is applied twice.
const GuardLifetime = 120 * 24 * time.Hour

// Guard says who used a command's id for what, and what came of it.
type Guard struct {
	Account org.AccountID
	Deed    string
	Args    ledger.Digest // of the arguments, see ArgsDigest
	Seq     uint64        // of the entry; 0 for a command that became a job
}

// Same says whether two commands with one id are the same command: by the same account, of the same deed and arguments.
func (g Guard) Same(h Guard) bool {
	return g.Account == h.Account && g.Deed == h.Deed && g.Args == h.Args
}

// ArgsDigest is a hash over the meaning of arguments: neither space nor the order of keys count.
func ArgsDigest(args json.RawMessage) ledger.Digest {
	dec := json.NewDecoder(strings.NewReader(string(args)))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) == nil {
		if data, err := json.Marshal(v); err == nil {
			return sha256.Sum256(data)
		}
	}
	return sha256.Sum256(args)
}

type guardItem struct {
	key
	Account org.AccountID `dynamo:"account"`
	Deed    string        `dynamo:"deed"`
	Args    ledger.Digest `dynamo:"args"`
	Seq     uint64        `dynamo:"seq"`
	TTL     int64         `dynamo:"ttl"`
}

// putGuard takes a command's id, if nobody has.
func (t *Table) putGuard(tenant tenancy.Tenant, command org.CommandID, g Guard, at time.Time) Write {
	if ms, ok := org.Millis(command); ok && ms > at.UnixMilli() {
		at = time.UnixMilli(ms)
	}
	return t.putNew(guardItem{guardKey(tenant, command), g.Account, g.Deed, g.Args, g.Seq, ttl(at.Add(GuardLifetime))})
}
