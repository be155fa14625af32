package model_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The eighth mistake: names and addresses are easily guessed, so a hash with its salt beside it is the value. And a clear value
// beside a chain of hashes can be edited if nobody works the hashes out again. How an entry is hashed is written down here once
// more, so that the tests know what a holder of an answer could work out.

func saltOf(salt []byte, field string) [32]byte {
	return sha256.Sum256(lengths([]byte("stellwerk/salt/1"), salt, []byte(field)))
}

func leafOf(salt [32]byte, kind ledger.Kind, id, field string, before, after []byte) [32]byte {
	return sha256.Sum256(lengths(append([]byte("stellwerk/leaf/1"), salt[:]...), []byte(kind), []byte(id), []byte(field), before, after))
}

func lengths(start []byte, parts ...[]byte) []byte {
	for _, p := range parts {
		start = append(binary.BigEndian.AppendUint32(start, uint32(len(p))), p...)
	}
	return start
}

// leaf is one value of an entry: what it is of, its salt and its digest.
type leaf struct {
	ref           ledger.Ref // zero for what is said of the entry itself
	field         string
	before, after []byte
	salt, digest  [32]byte
}

// leavesOf are all values of a whole entry.
func leavesOf(e ledger.Entry) []leaf {
	var all []leaf
	add := func(salt []byte, ref ledger.Ref, field string, before, after []byte) {
		l := leaf{ref: ref, field: field, before: before, after: after, salt: saltOf(salt, field)}
		kind := ref.Kind
		if kind == "" {
			kind = "entry"
		}
		l.digest = leafOf(l.salt, kind, ref.ID, field, before, after)
		all = append(all, l)
	}
	var undoes []byte
	for _, n := range e.Undoes {
		undoes = binary.BigEndian.AppendUint64(undoes, n)
	}
	for field, v := range map[string][]byte{"at": fmt.Append(nil, e.At.UnixNano()), "command": []byte(e.Command), "batch": []byte(e.Batch), "deed": []byte(e.Deed),
		"actor": []byte(e.Actor.Member), "undoes": undoes} {
		add(e.Salt, ledger.Ref{}, field, nil, v)
	}
	add(e.Actor.Salt, ledger.Ref{}, "name", nil, []byte(e.Actor.Name))
	for _, c := range e.Changes {
		add(c.Salt, c.Ref(), "#op", nil, []byte(c.Op))
		for _, f := range ledger.Names(c.Before, c.After) {
			add(c.Salt, c.Ref(), f, c.Before[f], c.After[f])
		}
	}
	return all
}

// rootOf is the root of the tree over all leaves, filled up.
func rootOf(e ledger.Entry) [32]byte {
	var level [][32]byte
	for _, l := range leavesOf(e) {
		level = append(level, l.digest)
	}
	for n := 0; len(level) < e.Size; n++ {
		level = append(level, saltOf(e.Salt, fmt.Sprint("fill ", n)))
	}
	slices.SortFunc(level, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	for len(level) > 1 {
		for i := range len(level) / 2 {
			level[i] = sha256.Sum256(slices.Concat([]byte("stellwerk/node/1"), level[2*i][:], level[2*i+1][:]))
		}
		level = level[:len(level)/2]
	}
	return level[0]
}

// spelt are the ways in which bytes can stand in an answer.
func spelt(b []byte) []string {
	return []string{string(b), hex.EncodeToString(b), strings.TrimRight(base64.StdEncoding.EncodeToString(b), "="), strings.TrimRight(base64.URLEncoding.EncodeToString(b), "=")}
}

// TestNoSaltWithoutItsValue searches all that people are sent for salts of what they don't see, and tries the true values on what
// else they are sent: the best dictionary there is.
func TestNoSaltWithoutItsValue(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	c := newChronicle(t, o, newAviary(), 8)
	c.furnish()
	for range 30 {
		c.step()
	}
	o.Clock.Move(time.Second)
	entries := c.Ledger(t)
	for _, e := range entries {
		if rootOf(e) != e.Root {
			t.Fatalf("entry %d is hashed in another way than this test knows", e.Seq)
		}
	}
	for _, p := range c.everybody() {
		p.signIn()
		o.Clock.Move(time.Second)
		role, sent := p.now(), ""
		if role == org.Owner || role == org.Admin {
			continue
		}
		reduced := map[uint64]ledger.Entry{}
		for _, answers := range c.readings(p) {
			for _, a := range answers {
				sent += a.raw
				for _, e := range decoded[struct{ Entries []ledger.Entry }](a).Entries {
					reduced[e.Seq] = e
				}
			}
		}
		shown := 0
		for _, e := range entries {
			for _, s := range append(saltsOf(e), e.Salt, e.Actor.Salt) {
				for _, text := range spelt(s) {
					if strings.Contains(sent, text) {
						t.Errorf("the %s is sent a salt of entry %d, from which those of hidden values follow", role, e.Seq)
					}
				}
			}
			for _, l := range leavesOf(e) {
				visible := c.shown(p, role, e, l)
				found := slices.ContainsFunc(spelt(l.salt[:]), func(s string) bool { return strings.Contains(sent, s) })
				if found && !visible {
					t.Errorf("the %s is sent the salt of %s of %v in entry %d, and not the value", role, l.field, l.ref, e.Seq)
				}
				if found {
					shown++
				}
				if !visible {
					c.guessed(p, reduced[e.Seq], l, sent)
				}
			}
		}
		if shown == 0 {
			t.Errorf("no salt at all was found in what the %s is sent: the search is blind", role)
		}
	}
}

func saltsOf(e ledger.Entry) (all [][]byte) {
	for _, c := range e.Changes {
		all = append(all, c.Salt)
	}
	return all
}

// shown says whether somebody sees a value of an entry, by the rules that this package has written down. What a change did to
// its record shows with any field of it.
func (c *chronicle) shown(p *person, role org.Role, e ledger.Entry, l leaf) bool {
	if l.ref == (ledger.Ref{}) {
		return false
	}
	field := func(f string) bool {
		if l.ref.Kind == ledger.KindTenant {
			return f != "founded"
		}
		return canary{c.Tenant.ID(), l.ref.ID, f}.shows(p, role)
	}
	if l.field != "#op" {
		return field(l.field)
	}
	for _, change := range e.Changes {
		if change.Ref() == l.ref && slices.ContainsFunc(ledger.Names(change.Before, change.After), field) {
			return true
		}
	}
	return false
}

// guessed tries a hidden value on what somebody has been sent: with everything in the reduced entry that could be its salt, and
// as a hash without any.
func (c *chronicle) guessed(p *person, e ledger.Entry, l leaf, sent string) {
	c.t.Helper()
	if e.Proof != nil {
		salts := [][32]byte{{}, e.Prev, e.Root, e.Hash}
		for _, d := range e.Proof.Digests {
			salts = append(salts, d)
		}
		for _, change := range e.Changes {
			for _, s := range change.Salts {
				salts = append(salts, s)
			}
		}
		kind := l.ref.Kind
		if kind == "" {
			kind = "entry"
		}
		for _, s := range salts {
			d := leafOf(s, kind, l.ref.ID, l.field, l.before, l.after)
			if slices.Contains(e.Proof.Digests, ledger.Digest(d)) {
				c.t.Errorf("entry %d proves to the %s that %s of %v became %s", e.Seq, p.role, l.field, l.ref, l.after)
			}
		}
	}
	for _, v := range [][]byte{l.before, l.after} {
		if len(v) < 8 {
			continue
		}
		plain := sha256.Sum256(v)
		inside := sha256.Sum256(bytes.Trim(v, `"`))
		for _, s := range append(spelt(plain[:]), spelt(inside[:])...) {
			if strings.Contains(sent, s) {
				c.t.Errorf("the %s is sent the plain hash of %s of %v", p.role, l.field, l.ref)
			}
		}
	}
}

// clearPlaces are the partitions in which values lie open, after the tenant's id: what a later erasure has to reach. Nothing
// lies open anywhere else, and nothing in a key.
var clearPlaces = []string{"#L", "#R#member", "#R#tenant", "#J"}

// TestValuesLieWhereTheyMust looks through the whole table, the bucket and the log after a history.
func TestValuesLieWhereTheyMust(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	c := newChronicle(t, o, newAviary(), 9)
	c.furnish()
	wanted := o.items("E#")
	for range 40 {
		c.step()
	}
	hashes := map[string]string{}
	for text := range c.in(strings.Join(slices.Collect(maps.Keys(c.all)), " ")) {
		for _, v := range []string{text, text + "@people.example"} {
			sum := sha256.Sum256([]byte(v))
			for _, s := range spelt(sum[:]) {
				hashes[s] = v
			}
		}
	}
	n := 0
	for key, value := range o.items("") {
		partition, _, _ := strings.Cut(key, " ")
		rest, ours := strings.CutPrefix(partition, "T#"+string(c.Tenant.ID()))
		open := ours && slices.ContainsFunc(clearPlaces, func(p string) bool { return rest == p || strings.HasPrefix(rest, p+"#") })
		if found := c.in(key); len(found) > 0 {
			t.Errorf("a key holds %v: %s", found, key)
		}
		found := c.in(value)
		if len(found) > 0 && !open {
			t.Errorf("%s holds %v: name the place in clearPlaces if it must be, so that an erasure reaches it", key, found)
		}
		n += len(found)
		for s, v := range hashes {
			if strings.Contains(value, s) || strings.Contains(key, s) {
				t.Errorf("%s holds the plain hash of %s: a dictionary finds it", key, v)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d values were found at all: the search is blind", n)
	}
	unchanged(t, "effects: no deed but the founding wants a mail, and no undo sends one again", wanted, o.items("E#"))
	stored := fmt.Sprint(o.items(""))
	for _, p := range c.people {
		_, token, _ := strings.Cut(p.cookie, "=")
		for _, secret := range []string{token, password} {
			if strings.Contains(stored, secret) || strings.Contains(o.log.String(), secret) {
				t.Errorf("what the %s signs in by lies open in the table or the log", p.role)
			}
		}
	}
	if found := c.in(o.log.String()); len(found) > 0 {
		t.Errorf("the log holds %v", found)
	}
	for key, content := range o.bucket() {
		if found := c.in(key + content); len(found) > 0 {
			t.Errorf("the bucket still holds %s with %v, though every job has ended", key, found)
		}
	}
}

// bucket is all files, by their keys.
func (o *town) bucket() map[string]string {
	o.Helper()
	client := s3.NewFromConfig(o.files)
	list, err := client.ListObjectsV2(o.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(testworld.Bucket)})
	if err != nil {
		o.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range list.Contents {
		got, err := client.GetObject(o.Context(), &s3.GetObjectInput{Bucket: aws.String(testworld.Bucket), Key: f.Key})
		if err != nil {
			o.Fatal(err)
		}
		var content bytes.Buffer
		_, err = content.ReadFrom(got.Body)
		if err != nil {
			o.Fatal(err)
		}
		out[*f.Key] = content.String()
	}
	return out
}

// set changes one attribute of an item behind everybody's back, as somebody can who has the table.
func (o *town) set(pk, sk, attribute, value string) {
	o.Helper()
	text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
	_, err := dynamodb.NewFromConfig(o.Config).UpdateItem(o.Context(), &dynamodb.UpdateItemInput{
		TableName: &o.World.Name, Key: map[string]types.AttributeValue{"PK": text(pk), "SK": text(sk)},
		UpdateExpression: aws.String("SET #a = :v"), ConditionExpression: aws.String("attribute_exists(#a)"),
		ExpressionAttributeNames: map[string]string{"#a": attribute}, ExpressionAttributeValues: map[string]types.AttributeValue{":v": text(value)},
	})
	if err != nil {
		o.Fatal(err)
	}
}

// TestAnEditedValueIsFound edits each clear value of each entry where it is stored. Whoever sees all finds it by the chain, and
// whoever sees a part by the proof, be the value in that part or not.
func TestAnEditedValueIsFound(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	c := newChronicle(t, o, newAviary(), 10)
	c.furnish()
	for range 12 {
		c.step()
	}
	o.Clock.Move(time.Second)
	c.user.signIn()
	o.Clock.Move(time.Second)
	if role := c.user.now(); role != org.User {
		t.Fatalf("the user has become %q: take another seed", role)
	}
	partition := "T#" + string(c.Tenant.ID()) + "#L"
	var prev ledger.Digest
	for _, e := range c.Ledger(t) {
		one := fmt.Sprintf("%s?after=%d&before=%d", c.owner.in(route.Entries), e.Seq-1, e.Seq+1)
		for what, edited := range edits(e) {
			o.set(partition, fmt.Sprintf("%020d", e.Seq), "e", string(edited.Encode()))
			got := read[route.EntriesReply](t, c.owner.ask("GET", one, nil)).Entries
			if len(got) != 1 || ledger.Verify(c.Tenant.ID(), got[0], prev) == nil {
				t.Errorf("entry %d: %s was edited, and the chain holds", e.Seq, what)
			}
			for _, seen := range read[route.EntriesReply](t, c.user.ask("GET", one, nil)).Entries {
				if ledger.VerifyAlone(c.Tenant.ID(), seen) == nil {
					t.Errorf("entry %d: %s was edited, and what the user sees of it verifies", e.Seq, what)
				}
			}
		}
		o.set(partition, fmt.Sprintf("%020d", e.Seq), "e", string(e.Encode()))
		prev = e.Hash
	}
	c.Ledger(t) // is whole again
	c.recordsFollow(t)
}

// edits are the entry with one value edited, in each place where there is one.
func edits(e ledger.Entry) map[string]ledger.Entry {
	out := map[string]ledger.Entry{}
	edit := func(what string, how func(*ledger.Entry)) {
		var f ledger.Entry
		if err := json.Unmarshal(e.Encode(), &f); err != nil {
			panic(err)
		}
		how(&f)
		out[what] = f
	}
	edit("the time", func(f *ledger.Entry) { f.At = f.At.Add(time.Millisecond) })
	edit("the actor", func(f *ledger.Entry) { f.Actor.Member = org.MemberID(f.Command) })
	edit("the actor's name", func(f *ledger.Entry) { f.Actor.Name += "x" })
	edit("the command", func(f *ledger.Entry) { f.Command = org.CommandID(f.Actor.Member) })
	edit("the deed", func(f *ledger.Entry) { f.Deed = "members.delete " })
	edit("what it undoes", func(f *ledger.Entry) { f.Undoes = append(f.Undoes, 1) })
	edit("the job", func(f *ledger.Entry) { f.Batch = org.JobID(f.Command) + "x" })
	edit("a change less", func(f *ledger.Entry) { f.Changes = f.Changes[1:] })
	for i, c := range e.Changes {
		name := func(what string) string { return fmt.Sprintf("%s of change %d", what, i) }
		edit(name("the record"), func(f *ledger.Entry) { f.Changes[i].ID = string(f.Command) })
		edit(name("the op"), func(f *ledger.Entry) { f.Changes[i].Op += "x" })
		for _, n := range ledger.Names(c.Before, c.After) {
			edit(name(n+" before"), func(f *ledger.Entry) { f.Changes[i].Before = other(f.Changes[i].Before, n) })
			edit(name(n+" after"), func(f *ledger.Entry) { f.Changes[i].After = other(f.Changes[i].After, n) })
		}
	}
	return out
}

// other is fields with another value in one of them.
func other(f ledger.Fields, name string) ledger.Fields {
	out := ledger.Fields{name: json.RawMessage(`"edited"`)}
	for n, v := range f {
		if n != name {
			out[n] = v
		}
	}
	return out
}

// recordsFollow checks that records are what the ledger makes of nothing, and that this tells an edited one.
func (c *chronicle) recordsFollow(t *testing.T) {
	t.Helper()
	replayed := ledger.NewMemory(c.Tenant.ID(), c.owner.Clock.Now)
	for _, e := range c.Ledger(t) {
		if err := replayed.Apply(e); err != nil {
			t.Fatalf("entry %d: %v", e.Seq, err)
		}
	}
	differ := func() (n int) {
		d := c.device(c.owner)
		d.sync(func() {})
		has := d.has()
		replayed.Each(func(r ledger.Record) {
			if has[r.Ref] != string(ledger.EncodeEntity(r.Value)) {
				n++
			}
		})
		return n
	}
	if n := differ(); n != 0 {
		t.Errorf("%d records are not what the ledger makes of nothing", n)
	}
	m := c.user.record(c.user.ref()).(org.Member)
	m.Notes = "edited"
	c.owner.set("T#"+string(c.Tenant.ID())+"#R#member", string(c.user.Member), "d", string(ledger.EncodeEntity(m)))
	if n := differ(); n != 1 {
		t.Errorf("one record was edited, and replaying the ledger tells %d", n)
	}
}
