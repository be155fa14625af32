package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// connect connects a system to an organisation, as its app does, and returns its key.
func connect(t *testing.T, w *testworld.World, h testworld.House, name string) org.SystemKey {
	t.Helper()
	id := testworld.NewID[org.SystemID](w)
	secret := sha256.Sum256([]byte(id))
	k := org.SystemKey{Tenant: h.Tenant.ID(), System: id, Secret: base64.RawURLEncoding.EncodeToString(secret[:])}
	digest := sha256.Sum256([]byte(k.Secret))
	h.Do(t, h.Owner, tenants.Connect.Name, tenants.ConnectArgs{System: id, Name: name, Digest: base64.RawURLEncoding.EncodeToString(digest[:])})
	return k
}

func disconnect(t *testing.T, h testworld.House, k org.SystemKey) *ledger.Entry {
	t.Helper()
	return h.Do(t, h.Owner, tenants.Disconnect.Name, tenants.SystemList{Systems: []org.SystemID{k.System}})
}

// report is what a system sends about one person.
func (b *town) report(who executor.Who, bytes int64) route.StorageRequest {
	return route.StorageRequest{Command: testworld.NewID[org.CommandID](b.World), Used: []members.Used{{Member: who.Member, Bytes: &bytes}}}
}

func (b *town) reports(t *testing.T, key string, in any) reply {
	t.Helper()
	return b.send(t, "PUT", route.SystemStorage, "", in, "Authorization", "Bearer "+key)
}

// uses is what is known of a member's storage.
func (b *town) uses(t *testing.T, who executor.Who) *org.StorageUse {
	t.Helper()
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(who.Member)}
	sight, err := b.Table.Look(t.Context(), b.acme.Tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		t.Fatal(err)
	}
	return sight.Records[ref].Value.(org.Member).Storage
}

func TestASystemReportsOnce(t *testing.T) {
	b := newTown(t)
	key := connect(t, b.World, b.acme, "Ablage")
	in := b.report(b.acme.User, 3<<30)
	first := b.reports(t, key.String(), in)
	var said route.StorageReply
	if err := json.Unmarshal([]byte(first.text), &said); err != nil || first.status != 200 || said != (route.StorageReply{Command: in.Command, Changed: 1}) {
		t.Fatalf("%d %s", first.status, first.text)
	}
	entries := b.acme.Ledger(t)
	e := entries[len(entries)-1]
	if e.Deed != members.ReportStorage.Name || e.Actor.Name != "Ablage" || e.Actor.Member != "" || len(e.Changes) != 1 || ledger.VerifyAlone(b.acme.Tenant.ID(), e) != nil {
		t.Errorf("the entry is %+v", e)
	}
	if u := b.uses(t, b.acme.User); u == nil || u.Bytes != 3<<30 || u.System != key.System || !u.At.Equal(e.At) {
		t.Errorf("it is %+v", u)
	}
	was := b.head(t)
	if again := b.reports(t, key.String(), in); again.status != 200 || again.text != first.text || b.head(t) != was {
		t.Errorf("the same again: %d %s, the ledger from %d to %d", again.status, again.text, was, b.head(t))
	}
	other := in
	other.Used = b.report(b.acme.User, 5).Used
	if got := b.reports(t, key.String(), other); got.status != http.StatusConflict || b.head(t) != was {
		t.Errorf("something else under the same command: %d %s", got.status, got.text)
	}
	unchanged := b.reports(t, key.String(), b.report(b.acme.User, 3<<30))
	if unchanged.status != 200 || !strings.Contains(unchanged.text, `"changed":0`) || b.head(t) != was {
		t.Errorf("what is known already: %d %s", unchanged.status, unchanged.text)
	}
	if got := b.send(t, "POST", route.In(strings.Replace(route.Deed, "{deed}", undo.Undo.Name, 1), b.acme.Tenant.ID()), b.session(t, b.acme.Owner), undo.Args{Entries: []uint64{e.Seq}}); got.status != 409 || got.problem(t).Code != "undo.reported" {
		t.Errorf("it is taken back: %d %s", got.status, got.text)
	}
}

func TestEveryBadRowIsNamedAndNothingDone(t *testing.T) {
	b := newTown(t)
	key := connect(t, b.World, b.acme, "Ablage")
	fine, bad := int64(1), int64(-1)
	was := b.head(t)
	got := b.reports(t, key.String(), route.StorageRequest{Command: testworld.NewID[org.CommandID](b.World), Used: []members.Used{
		{Member: b.acme.User.Member, Bytes: &fine}, {Email: "nobody@acme.example", Bytes: &fine}, {Member: b.acme.Guest.Member, Bytes: &bad}, {Member: b.eve.Member, Bytes: &fine},
	}})
	var told []string
	for _, f := range got.problem(t).Faults {
		told = append(told, itoa(f.Row)+" "+f.Field+" "+f.Code)
	}
	if want := "2 email member.notFound, 3 bytes storage.bytes, 4 member member.notFound"; strings.Join(told, ", ") != want {
		t.Errorf("%d %q, want %q", got.status, told, want)
	}
	if b.head(t) != was || b.uses(t, b.acme.User) != nil {
		t.Error("something was done")
	}
	if got := b.reports(t, key.String(), route.StorageRequest{Command: "none"}); got.status != 422 || got.problem(t).Faults[0].Field != "command" {
		t.Errorf("without an id: %d %s", got.status, got.text)
	}
}

// TestOnlyItsKeyLetsASystemIn tries every other way, which are all refused with the same words.
func TestOnlyItsKeyLetsASystemIn(t *testing.T) {
	b := newTown(t)
	other := b.Found(t)
	key, gone, theirs := connect(t, b.World, b.acme, "Ablage"), connect(t, b.World, b.acme, "Archiv"), connect(t, b.World, other, "Ablage")
	out := disconnect(t, b.acme, gone)
	with := func(k org.SystemKey, change func(k *org.SystemKey)) string { change(&k); return k.String() }
	in := b.report(b.acme.User, 1)
	answers := map[string]bool{}
	was := b.head(t)
	for story, shown := range map[string]string{
		"none":                          "",
		"what is no key":                "stellwerk",
		"a key that was disconnected":   gone.String(),
		"with another organisation":     with(key, func(k *org.SystemKey) { k.Tenant = other.Tenant.ID() }),
		"theirs, with ours":             with(theirs, func(k *org.SystemKey) { k.Tenant = b.acme.Tenant.ID() }),
		"with one that there is not":    with(key, func(k *org.SystemKey) { k.Tenant = testworld.NewID[org.TenantID](b.World) }),
		"with another system":           with(key, func(k *org.SystemKey) { k.System = gone.System }),
		"with one that never was":       with(key, func(k *org.SystemKey) { k.System = testworld.NewID[org.SystemID](b.World) }),
		"with another secret":           with(key, func(k *org.SystemKey) { k.Secret = theirs.Secret }),
		"with the digest as the secret": with(key, func(k *org.SystemKey) { k.Secret = string(b.systemOf(t, key.System).Digest) }),
		"with something behind it":      key.String() + "A",
		"in small letters":              strings.ToLower(key.String()),
	} {
		got := b.reports(t, shown, in)
		if got.status != http.StatusUnauthorized || got.problem(t).Code != "system.key" {
			t.Errorf("%s: %d %s", story, got.status, got.text)
		}
		answers[got.text] = true
	}
	if len(answers) != 1 {
		t.Errorf("the answers differ: %v", answers)
	}
	for _, who := range []executor.Who{b.acme.Owner, b.acme.Admin, b.acme.User, b.acme.Guest, b.dora, b.eve} {
		if got := b.send(t, "PUT", route.SystemStorage, b.session(t, who), in); got.status != http.StatusUnauthorized {
			t.Errorf("a session: %d %s", got.status, got.text)
		}
	}
	for _, header := range []string{key.String(), "Basic " + key.String(), "Bearer  " + key.String()} {
		if got := b.send(t, "PUT", route.SystemStorage, "", in, "Authorization", header); got.status != http.StatusUnauthorized {
			t.Errorf("another form of the header: %d %s", got.status, got.text)
		}
	}
	if got := b.send(t, "PUT", route.SystemStorage, "", in, "Authorization", "Bearer "+key.String(), "Sec-Fetch-Site", "cross-site", "Origin", "https://eve.example"); got.status != http.StatusForbidden {
		t.Errorf("from another site's page: %d %s", got.status, got.text)
	}
	if got := b.reports(t, theirs.String(), in); got.status != 422 || got.problem(t).Code != "member.notFound" {
		t.Errorf("another organisation's system reports of a person here: %d %s", got.status, got.text)
	}
	if b.head(t) != was || b.uses(t, b.acme.User) != nil {
		t.Error("something was done")
	}
	b.acme.Do(t, b.acme.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{out.Seq}})
	if got := b.reports(t, gone.String(), in); got.status != 200 {
		t.Errorf("once disconnecting is taken back: %d %s", got.status, got.text)
	}
}

// TestAKeyOpensNothingElse sends it to every address, alone and beside a session.
func TestAKeyOpensNothingElse(t *testing.T) {
	b := newTown(t)
	key := connect(t, b.World, b.acme, "Ablage")
	x := try{b, t, b.acme.Owner}
	for _, r := range everything {
		if r.path == route.SystemStorage {
			continue
		}
		b.Clock.Move(time.Hour)
		path, in := r.request(x)
		got := b.send(t, r.method, path, "", in, "Authorization", "Bearer "+key.String())
		if want := strings.Fields(r.statuses)[0]; itoa(got.status) != want {
			t.Errorf("%s with the key: %d, want %s as without", r.address(), got.status, want)
		}
	}
}

func TestASystemIsToldToWait(t *testing.T) {
	b := newTown(t)
	key := connect(t, b.World, b.acme, "Ablage")
	for range 300 {
		if got := b.reports(t, key.String(), b.report(b.acme.User, 1)); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.text)
		}
	}
	if got := b.reports(t, key.String(), b.report(b.acme.User, 1)); got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", got.status, got.text)
	}
	if got := b.reports(t, connect(t, b.World, b.acme, "Archiv").String(), b.report(b.acme.User, 1)); got.status != 200 {
		t.Errorf("another system waits with it: %d %s", got.status, got.text)
	}
}

// TestRefusingCostsTheSame holds what strangers could measure.
func TestRefusingCostsTheSame(t *testing.T) {
	b := newTown(t)
	key := connect(t, b.World, b.acme, "Ablage")
	asked := func(k org.SystemKey) int {
		ctx, cost := table.Metered(t.Context())
		if _, err := b.api.systems.Open(ctx, k.String()); err == nil {
			t.Fatal("it opens")
		}
		_, _, n := cost.Figures()
		return int(n)
	}
	none, wrong, unknown := key, key, key
	none.Tenant, wrong.Secret, unknown.System = testworld.NewID[org.TenantID](b.World), strings.Repeat("A", 43), testworld.NewID[org.SystemID](b.World)
	if a, b, c := asked(none), asked(wrong), asked(unknown); a != 1 || b != 1 || c != 1 {
		t.Errorf("requests to the table: %d without an organisation, %d with a wrong secret, %d without a system", a, b, c)
	}
}

// systemOf is a connected system of Acme.
func (b *town) systemOf(t *testing.T, id org.SystemID) org.System {
	t.Helper()
	o := try{b, t, b.acme.Owner}.tenant()
	return o.Systems[o.System(id)]
}
