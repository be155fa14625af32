package model_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

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
	edit("the device", func(f *ledger.Entry) {
		f.Device = org.Device{Kind: org.Tablet, Browser: f.Device.System, System: f.Device.Browser}
	})
	if e.Device.Kind != "" {
		edit("the device's kind", func(f *ledger.Entry) { f.Device.Kind = org.Tablet })
		edit("the browser", func(f *ledger.Entry) { f.Device.Browser = "Safari" })
		edit("the system", func(f *ledger.Entry) { f.Device.System = "macOS" })
		edit("the device gone", func(f *ledger.Entry) { f.Device = org.Device{} })
	}
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
