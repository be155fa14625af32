package table

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The keys of the one table, and what is asked through them. Costs are DynamoDB's units for small items: a consistent read
// of 4 KB is 1 RCU (0.5 if it need not be consistent), a write of 1 KB in a transaction 2 WCU. Every read here is consistent
// unless it says otherwise. Nothing scans a tenant, and no cost grows with it, but for reminders of birthdays: once a day where somebody
// wants them. Backfills alone go through the whole table, in pages, and see keys only.
//
//	PK                     SK                what                                asked for by
//	T#<tenant>             HEAD              position, hash, epoch, members, groups   every deed: 1 RCU; moved: 2 WCU
//	T#<tenant>#L           <seq, 20 digits>  entry                               changes after, trail before: 1 RCU per 4 KB
//	T#<tenant>#R#<kind>    <id>              record, or its tombstone            a deed by id: 1 RCU; snapshot: 1 RCU per 4 KB
//	T#<tenant>#U           <what>#<hash>     who holds a unique value            a deed by value: 1 RCU
//	T#<tenant>#I           <what>#<hash>#<id> that a record has an index's value  what is found by it: 0.5 RCU, 1 per 4 KB; made: 2 WCU
//	T#<tenant>#C           <command>         guard of a command                  every deed: 1 RCU; made: 2 WCU
//	T#<tenant>#A           <member>          account behind a member             every deed, edge: 1 RCU
//	T#<tenant>#J           <job>             job                                 its steps: 1 RCU; jobs of late: 1 RCU per 4 KB
//	T#<tenant>#J#<job>     <step, 20 digits> refused rows of one step            list of refused rows: 1 RCU per 4 KB
//	T#<tenant>#Z           <member>          receipt of somebody's erasure       the receipt: 1 RCU
//	T#<tenant>#P#<kind>    <id>#<picture>    picture of a record                 a record's picture: 1 RCU per 4 KB
//	T#<tenant>#W#<topic>   <member>          who wants to be told of a topic     what they are told of: 1 RCU; all who are: 1 RCU per 4 KB
//	E#T#<tenant>           <effect>          effect of a tenant, also one that sleeps    stream, clock
//	E#A                    <effect>          effect of an account                stream, clock
//	A#<account>            PROFILE           account                             sign-in, session
//	A#<account>            M#<tenant>        membership, the account's side      session
//	N#<hash of address>    ACCOUNT           account that signs in by it         sign-in
//	S#<hash of token>      SESSION           session                             every request
//	P#<hash of token>      SIGNUP            sign-up that waits                  confirming
//	K#<hash of token>      TOKEN             token sent by mail                  confirming, resetting
//	X#<what>#<hash>        BUCKET            bucket of a limit                   sign-in, deeds: 1 to 2 WCU
//	SYSTEM                 KEY               the installation's secret           once in a process
//	SYSTEM                 BACKFILL#<name>   how far a backfill is               its pages: 1 RCU, 1 WCU; the clock until it is done: 1 WCU
//
//	GSI1PK                 GSI1SK            (not consistent, sparse)
//	N#<hash of address>    <tenant>          unique address of a member, sign-up or asking, by the tenant it is of   who makes an account for it: 0.5 RCU
//	J#RUNNING              <tenant>#<job>    jobs that run, of all tenants       the clock, for those that stand still
//
// Parts are ids (canonical ULIDs), constants of the program, numbers of fixed width or hashes, so no part holds a '#' of
// its own and no two lists of parts make the same key.

// key names an item.
type key struct {
	PK string `dynamo:"PK"`
	SK string `dynamo:"SK"`
}

// HashKey and RangeKey let the library take a key as it is.
func (k key) HashKey() any  { return k.PK }
func (k key) RangeKey() any { return k.SK }

// tenantKey begins every key of a tenant. A Tenant whose id is none never gets this far by mistake of a caller's input: ids
// are parsed where they come in.
func tenantKey(t tenancy.Tenant, rest string) string {
	id := t.ID()
	if !org.ValidID(string(id)) {
		panic(fmt.Sprintf("table: a tenant without an id: %q", string(id)))
	}
	return "T#" + string(id) + rest
}

func headKey(t tenancy.Tenant) key { return key{tenantKey(t, ""), headKeyName} }

const headKeyName = "HEAD"

func ledgerPartition(t tenancy.Tenant) string { return tenantKey(t, "#L") }

func entryKey(t tenancy.Tenant, seq uint64) key { return key{ledgerPartition(t), number(seq)} }

func recordPartition(t tenancy.Tenant, kind ledger.Kind) string {
	return tenantKey(t, recordsOf(kind))
}

// recordsOf ends the keys of the partitions that hold records of a kind.
func recordsOf(kind ledger.Kind) string { return "#R#" + string(kind) }

// recordKey is ok only for kinds and ids that can be: a hint made from hand-made arguments may name anything.
func recordKey(t tenancy.Tenant, ref ledger.Ref) (k key, ok bool) {
	for _, kind := range ledger.Kinds {
		if kind == ref.Kind && org.ValidID(ref.ID) {
			return key{recordPartition(t, kind), ref.ID}, true
		}
	}
	return key{}, false
}

func indexPartition(t tenancy.Tenant) string { return tenantKey(t, "#I") }

// indexBegin begins the keys of all that has an index's value.
func indexBegin(ix ledger.Index) string { return ix.What + "#" + hashed(ix.Value) + "#" }

func indexKey(t tenancy.Tenant, ix ledger.Index, id string) key {
	return key{indexPartition(t), indexBegin(ix) + id}
}

func guardKey(t tenancy.Tenant, command org.CommandID) key {
	return key{tenantKey(t, "#C"), id(command)}
}

func accessKey(t tenancy.Tenant, member org.MemberID) key {
	return key{tenantKey(t, "#A"), id(member)}
}

func jobPartition(t tenancy.Tenant) string { return tenantKey(t, "#J") }

func jobKey(t tenancy.Tenant, job org.JobID) key { return key{jobPartition(t), id(job)} }

func refusedPartition(t tenancy.Tenant, job org.JobID) string {
	return jobPartition(t) + "#" + id(job)
}

func refusedKey(t tenancy.Tenant, job org.JobID, step int) key {
	return key{refusedPartition(t, job), number(uint64(step))}
}

// erasureKey is the receipt of one person's erasure.
func erasureKey(t tenancy.Tenant, member org.MemberID) key {
	return key{tenantKey(t, "#Z"), id(member)}
}

func picturePartition(t tenancy.Tenant, kind ledger.Kind) string {
	return tenantKey(t, "#P#"+string(kind))
}

// pictureBegin begins the keys of all pictures of a record.
func pictureBegin(of ledger.Ref) string { return id(org.MemberID(of.ID)) + "#" }

// pictureKey is for names of pictures that were parsed where they came in.
func pictureKey(t tenancy.Tenant, of ledger.Ref, picture org.PictureID) key {
	return key{picturePartition(t, of.Kind), pictureBegin(of) + string(picture)}
}

func wishPartition(t tenancy.Tenant, topic org.Topic) string {
	return tenantKey(t, "#W#"+string(topic))
}

// wishKey is for topics that there are: they are parsed where they come in.
func wishKey(t tenancy.Tenant, topic org.Topic, member org.MemberID) key {
	return key{wishPartition(t, topic), id(member)}
}

func tenantEffectKey(t tenancy.Tenant, effect EffectID) key {
	return key{"E#" + tenantKey(t, ""), id(effect)}
}

func accountEffectKey(effect EffectID) key { return key{"E#A", id(effect)} }

const systemPartition = "SYSTEM"

var systemKey = key{systemPartition, "KEY"}

// number is n in 20 digits, so that keys sort as numbers do.
func number(n uint64) string {
	s := strconv.FormatUint(n, 10)
	return "00000000000000000000"[len(s):] + s
}

// id is a parsed id as a part of a key. Anything else is a mistake in the program: what comes from outside is parsed at the edge.
func id[T org.ID](v T) string {
	if !org.ValidID(string(v)) {
		panic(fmt.Sprintf("table: no id: %q", string(v)))
	}
	return string(v)
}

// hashed is the SHA-256 of a value as a part of a key: 43 characters of base64url.
func hashed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
