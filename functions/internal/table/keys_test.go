package table

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// parts are what the keys of a tenant's items are made from.
type parts struct {
	tenant  tenancy.Tenant
	id      org.JobID
	seq     uint64
	unique  ledger.Unique
	account org.AccountID
}

func newParts(seed []byte) parts {
	chance := func(n byte) (c [10]byte) {
		for i := range c {
			c[i] = n
			if len(seed) > 0 {
				c[i] ^= seed[(i+int(n))%len(seed)]
			}
		}
		return c
	}
	var seq [8]byte
	copy(seq[:], seed)
	return parts{
		tenant:  tenancy.Of(org.NewID[org.TenantID](1, chance(1))),
		id:      org.NewID[org.JobID](2, chance(2)),
		seq:     binary.BigEndian.Uint64(seq[:]) >> 1,
		unique:  ledger.Unique{What: ledger.UniqueEmail, Value: string(seed)},
		account: org.NewID[org.AccountID](3, chance(3)),
	}
}

// keysOf makes every key there is of a tenant's items.
func keysOf(t testing.TB, table *Table, p parts) map[string]key {
	t.Helper()
	out := map[string]key{
		"head":    headKey(p.tenant),
		"entry":   entryKey(p.tenant, p.seq),
		"guard":   guardKey(p.tenant, org.CommandID(p.id)),
		"access":  accessKey(p.tenant, org.MemberID(p.id)),
		"job":     jobKey(p.tenant, p.id),
		"refused": refusedKey(p.tenant, p.id, int(p.seq>>1)),
		"effect":  tenantEffectKey(p.tenant, EffectID(p.id)),
	}
	for _, kind := range ledger.Kinds {
		k, ok := recordKey(p.tenant, ledger.Ref{Kind: kind, ID: string(p.id)})
		if !ok {
			t.Fatalf("no key for a %s", kind)
		}
		out["record "+string(kind)] = k
	}
	k, err := table.uniqueKey(context.Background(), p.tenant, p.unique)
	if err != nil {
		t.Fatal(err)
	}
	out["unique"] = k
	out["index"] = indexKey(p.tenant, ledger.Index{What: ledger.IndexParent, Value: p.unique.Value}, string(p.id))
	return out
}

// withSecret is a table that needs nobody to know the installation's secret.
func withSecret() *Table {
	t := Open(aws.Config{}, "test")
	t.secret = []byte("0123456789abcdef0123456789abcdef")
	return t
}

// Distinct parts make distinct keys, and a tenant's keys are those of that tenant alone.
func FuzzKeys(f *testing.F) {
	f.Add([]byte("a"), []byte("b"))
	f.Add([]byte("#"), []byte("##"))
	f.Add([]byte("T#"), []byte("x#U#member.email"))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		table := withSecret()
		a, b := newParts(one), newParts(two)
		keysA, keysB := keysOf(t, table, a), keysOf(t, table, b)
		for name, k := range keysA {
			for other, l := range keysA {
				if name != other && k == l {
					t.Errorf("%s and %s have the same key %v", name, other, k)
				}
			}
			prefix := "T#" + string(a.tenant.ID())
			if rest, ok := strings.CutPrefix(strings.TrimPrefix(k.PK, "E#"), prefix); !ok || rest != "" && rest[0] != '#' {
				t.Errorf("%s has the key %v, which does not begin with its tenant", name, k)
			}
			if a.tenant != b.tenant && k.PK == keysB[name].PK {
				t.Errorf("%s of two tenants lies in one partition: %v", name, k)
			}
			if len(k.PK) > 2048 || len(k.SK) > 1024 {
				t.Errorf("%s has a key that is too long: %v", name, k)
			}
		}
		if a.tenant == b.tenant && a.unique != b.unique && keysA["unique"] == keysB["unique"] {
			t.Errorf("%q and %q are the same unique value", a.unique.Value, b.unique.Value)
		}
		b.tenant = a.tenant
		if same := keysOf(t, table, b); a.seq != b.seq && same["entry"] == keysA["entry"] || a.id != b.id && same["job"] == keysA["job"] {
			t.Errorf("different entries or jobs have one key: %v", same)
		}
	})
}

func TestEntriesSortByPosition(t *testing.T) {
	tenant := newParts([]byte("x")).tenant
	var keys []string
	for _, seq := range []uint64{1, 2, 9, 10, 11, 99, 100, 1 << 40, 1<<63 - 1} {
		keys = append(keys, entryKey(tenant, seq).SK)
	}
	if !slices.IsSorted(keys) {
		t.Errorf("positions do not sort as numbers: %v", keys)
	}
}

func TestWhatIsNoIDNeverMakesAKey(t *testing.T) {
	tenant := newParts([]byte("x")).tenant
	for _, ref := range []ledger.Ref{
		{Kind: ledger.KindMember, ID: "HEAD"},
		{Kind: ledger.KindMember, ID: ""},
		{Kind: ledger.KindMember, ID: "01J0000000000000000000000a"},
		{Kind: ledger.KindMember, ID: "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
		{Kind: "secret", ID: string(tenant.ID())},
		{Kind: "member#x", ID: string(tenant.ID())},
	} {
		if k, ok := recordKey(tenant, ref); ok {
			t.Errorf("%v has the key %v", ref, k)
		}
	}
	for name, make := range map[string]func(){
		"no tenant":      func() { headKey(tenancy.Tenant{}) },
		"no tenant's id": func() { headKey(tenancy.Of("x#L")) },
		"no job's id":    func() { jobKey(tenant, "a#b") },
		"no command's":   func() { guardKey(tenant, "") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s made a key", name)
				}
			}()
			make()
		}()
	}
}

func TestKeysOfStreamRecordsAreReadBack(t *testing.T) {
	p := newParts([]byte("x"))
	k := jobKey(p.tenant, p.id)
	if tenant, id, ok := JobKeyOf(k.PK, k.SK); !ok || tenant != p.tenant || id != p.id {
		t.Errorf("the key %v reads as %v %v %v", k, tenant, id, ok)
	}
	for name, k := range keysOf(t, withSecret(), p) {
		if _, _, ok := JobKeyOf(k.PK, k.SK); ok != (name == "job") {
			t.Errorf("the key %v of %s reads as a job: %v", k, name, ok)
		}
		if e, ok := EffectKeyOf(k.PK, k.SK); ok != (name == "effect") || ok && effectKey(e) != k {
			t.Errorf("the key %v of %s reads as an effect: %v", k, name, ok)
		}
	}
}

func TestRanges(t *testing.T) {
	var r Ranges
	want := []uint64{4, 5, 6, 9, 11, 12}
	for _, seq := range want {
		r = r.Add(seq)
	}
	if r.String() != "4-6,9,11-12" {
		t.Errorf("written as %s", r)
	}
	back, err := parseRanges(r.String())
	if err != nil || !slices.Equal(back.All(), want) {
		t.Errorf("read back as %v: %v", back.All(), err)
	}
	for _, bad := range []string{"x", "4-", "6-4", "1,,2"} {
		if _, err := parseRanges(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestArgumentsAreComparedByMeaning(t *testing.T) {
	same := []string{`{"a":1,"b":[1.50,"x"]}`, "{ \"b\" : [1.50, \"\\u0078\"],\n\"a\":1}"}
	if ArgsDigest([]byte(same[0])) != ArgsDigest([]byte(same[1])) {
		t.Error("space and order of keys count")
	}
	for _, other := range []string{`{"a":1,"b":["x",1.50]}`, `{"a":2,"b":[1.50,"x"]}`, `{"a":1}`, `{`, ``} {
		if ArgsDigest([]byte(other)) == ArgsDigest([]byte(same[0])) {
			t.Errorf("%s counts as the same", other)
		}
	}
}
