package model_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The eighth mistake: names and addresses are easily guessed, so a hash with its salt beside it is the value. And a clear value
// beside a chain of hashes can be edited if nobody works the hashes out again.

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
	if !slices.ContainsFunc(entries, func(e ledger.Entry) bool { return e.Device.System == "Android" }) {
		t.Error("no entry names the device on which it was asked for: the search for it is blind")
	}
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
		for _, word := range []string{`"device"`, "Android"} {
			if strings.Contains(sent, word) {
				t.Errorf("the %s is sent %s: on what others act is for those who read the ledger", role, word)
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
		if shown == 0 && role != "" {
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
		if l.ref.Kind == ledger.KindGroup {
			return f != "description" || role == org.User
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
	mails := func() map[string]string {
		all := o.items("E#")
		maps.DeleteFunc(all, func(_, value string) bool {
			return strings.Contains(value, ledger.JobEnded) || strings.Contains(value, ledger.Joined) // told in browsers, to those who asked
		})
		return all
	}
	wanted := mails()
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
	unchanged(t, "effects: no deed but the founding wants a mail, and no undo sends one again", wanted, mails())
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
