package table

import (
	"errors"
	"os"
	"regexp"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/functions/internal/tenancy"
)

const moving = "01ARZ3NDEKTSV4RRFFQ69G5FAV"

func text(v string) types.AttributeValue { return &types.AttributeValueMemberS{Value: v} }

func TestWhatOfATenantMoves(t *testing.T) {
	tenant := tenancy.Of(moving)
	for _, c := range []struct {
		story, pk, sk string
		more          Item
		goes          bool
		fails         error
	}{
		{"the head", "T#" + moving, "HEAD", nil, true, nil},
		{"an entry", "T#" + moving + "#L", "00000000000000000001", nil, true, nil},
		{"a record", "T#" + moving + "#R#member", "M", nil, true, nil},
		{"who joined", "T#" + moving + "#A", "M", Item{"account": text("X"), "closedAt": text("1")}, true, nil},
		{"who never did", "T#" + moving + "#A", "M", Item{"closedAt": text("1")}, false, nil},
		{"a guard", "T#" + moving + "#C", "C", Item{"account": text("X")}, true, nil},
		{"a unique value", "T#" + moving + "#U", "email#x", nil, false, nil},
		{"a job that has ended", "T#" + moving + "#J", "J", nil, false, nil},
		{"a job that runs", "T#" + moving + "#J", "J", Item{"GSI1PK": text(runningJobs)}, false, ErrWorkGoesOn},
		{"a receipt", "T#" + moving + "#Z", "M", Item{"done": text("1")}, true, nil},
		{"an erasure under way", "T#" + moving + "#Z", "M", nil, false, ErrWorkGoesOn},
		{"an effect", "E#T#" + moving, "E", nil, false, nil},
		{"another tenant", "T#01ARZ3NDEKTSV4RRFFQ69G5FAW", "HEAD", nil, false, nil},
		{"an account", "A#X", "M#" + moving, nil, false, nil},
		{"a session", "S#X", "SESSION", nil, false, nil},
		{"the secret", "SYSTEM", "KEY", nil, false, nil},
	} {
		item := Item{"PK": text(c.pk), "SK": text(c.sk)}
		for name, value := range c.more {
			item[name] = value
		}
		out, err := Leaving(tenant, item)
		if !errors.Is(err, c.fails) || (out != nil) != c.goes {
			t.Errorf("%s: %v, %v", c.story, out, err)
		}
		if out["account"] != nil || out["closedAt"] != nil {
			t.Errorf("%s: what is of an account goes, too: %v", c.story, out)
		}
	}
}

// TestEveryPartOfATenantIsThoughtOf: what keys.go lists either moves or stays, on purpose.
func TestEveryPartOfATenantIsThoughtOf(t *testing.T) {
	data, err := os.ReadFile("keys.go")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{
		partAccess: true, partGuards: true, partIndexes: true, partJobs: true, partLedger: true, partRecords: true, partUniques: true, partWishes: true, partPictures: true, partErasures: true,
	}
	found := regexp.MustCompile(`(?m)^//\tT#<tenant>#([A-Z]+)`).FindAllSubmatch(data, -1)
	if len(found) < 9 {
		t.Errorf("keys.go lists %d parts of a tenant", len(found))
	}
	for _, f := range found {
		if !known[string(f[1])] {
			t.Errorf("T#<tenant>#%s: say in move.go whether it moves with a tenant, and how", f[1])
		}
	}
}
