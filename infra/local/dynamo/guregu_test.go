package dynamo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	guregu "github.com/guregu/dynamo/v2"
)

// thing is an item as github.com/guregu/dynamo maps it.
type thing struct {
	PK      string    `dynamo:"pk,hash" index:"byKind,range"`
	SK      string    `dynamo:"sk,range"`
	Kind    string    `dynamo:"kind,omitempty" index:"byKind,hash"`
	Version int       `dynamo:"version"`
	Tags    []string  `dynamo:"tags,set,omitempty"`
	At      time.Time `dynamo:"at,omitempty"`
}

// The table package speaks through github.com/guregu/dynamo, which sends KeyConditions, the parameter from before
// expressions, together with FilterExpression.
func TestThroughGuregu(t *testing.T) {
	ctx := context.Background()
	_, client := open(t)
	db := guregu.NewFromIface(client)
	if err := db.CreateTable("guregu", thing{}).OnDemand(true).Run(ctx); err != nil {
		t.Fatal(err)
	}
	table := db.Table("guregu")
	at := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	batch := table.Batch().Write()
	for i := range 40 {
		batch = batch.Put(thing{PK: "T#1", SK: fmt.Sprintf("%02d", i), Kind: fmt.Sprint("k", i%2), Version: i, Tags: []string{"a", "b"}, At: at})
	}
	if n, err := batch.Run(ctx); err != nil || n != 40 {
		t.Fatalf("batch: %d written, %v", n, err)
	}
	var got []thing
	var cost guregu.ConsumedCapacity
	err := table.Get("PK", "T#1").Range("SK", guregu.Between, "10", "19").Filter("'version' > ?", 14).Order(guregu.Descending).
		Consistent(true).ConsumedCapacity(&cost).All(ctx, &got)
	if err == nil {
		t.Error("the names of keys are exact: PK is not pk")
	}
	err = table.Get("pk", "T#1").Range("sk", guregu.Between, "10", "19").Filter("'version' > ?", 14).Order(guregu.Descending).
		Consistent(true).ConsumedCapacity(&cost).All(ctx, &got)
	if err != nil || len(got) != 5 || got[0].SK != "19" || !got[0].At.Equal(at) || !slices.Contains(got[0].Tags, "b") {
		t.Errorf("got %v %v", got, err)
	}
	if cost.Total != 1 || cost.Requests == 0 {
		t.Errorf("10 small items read consistently should cost 1 unit, got %+v", cost)
	}
	got = nil
	if err := table.Get("kind", "k1").Range("pk", guregu.Equal, "T#1").Index("byKind").SearchLimit(7).All(ctx, &got); err != nil || len(got) != 7 {
		t.Errorf("by the index got %v %v", got, err)
	}
	var paged []thing
	var key guregu.PagingKey
	for {
		var page []thing
		key, err = table.Get("pk", "T#1").StartFrom(key).Filter("begins_with('kind', ?)", "k1").Limit(3).AllWithLastEvaluatedKey(ctx, &page)
		if err != nil {
			t.Fatal(err)
		}
		if paged = append(paged, page...); key == nil {
			break
		}
	}
	if len(paged) != 20 {
		t.Errorf("pages cut by the client should hold 20 items in all, got %d", len(paged))
	}

	var current thing
	err = table.Update("pk", "T#1").Range("sk", "05").Set("version", 100).If("'version' = ?", 4).
		IncludeItemInCondCheckFail(true).Value(ctx, &current)
	if !guregu.IsCondCheckFailed(err) {
		t.Errorf("an update from another version should be refused, got %v", err)
	}
	if match, err := guregu.UnmarshalItemFromCondCheckFailed(err, &current); !match || err != nil || current.Version != 5 {
		t.Errorf("the refusal should carry version 5, got %v %v %v", match, err, current)
	}
	err = db.WriteTx().Idempotent(true).
		Update(table.Update("pk", "T#1").Range("sk", "05").Add("version", 1).If("'version' = ?", 5)).
		Put(table.Put(thing{PK: "T#1", SK: "new"}).If("attribute_not_exists('pk')")).
		Check(table.Check("pk", "T#1").Range("sk", "06").IfExists()).
		Delete(table.Delete("pk", "T#1").Range("sk", "07")).Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = db.WriteTx().Put(table.Put(thing{PK: "T#1", SK: "new"}).If("attribute_not_exists('pk')")).
		Put(table.Put(thing{PK: "T#1", SK: "newer"})).Run(ctx)
	if !guregu.IsCondCheckFailed(err) {
		t.Errorf("a transaction with an item that is there should be cancelled, got %v", err)
	}
	if err := table.Get("pk", "T#1").Range("sk", guregu.Equal, "newer").One(ctx, &current); !errors.Is(err, guregu.ErrNotFound) {
		t.Errorf("a cancelled transaction left %v, %v", current, err)
	}
	if n, err := table.Get("pk", "T#1").Count(ctx); err != nil || n != 40 {
		t.Errorf("there should be 40 items, got %d %v", n, err)
	}
}
