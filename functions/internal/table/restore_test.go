package table

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func TestWhatComesBackWithAnOlderState(t *testing.T) {
	for _, c := range []struct {
		story, pk, sk string
		comes         bool
	}{
		{"a record", "T#01JTENANT00000000000000000#R#member", "01JMEMBER00000000000000000", true},
		{"the installation's secret", "SYSTEM", "KEY", true},
		{"how far a backfill is does not: an older version may have written since", "SYSTEM", "BACKFILL#members-found", false},
		{"nor do sessions", "S#hash", "SESSION", false},
		{"tokens of mails", "K#hash", "TOKEN", false},
		{"and sign-ups", "P#hash", "SIGNUP", false},
	} {
		item := Item{"PK": &types.AttributeValueMemberS{Value: c.pk}, "SK": &types.AttributeValueMemberS{Value: c.sk}}
		if comes := Restored(item) != nil; comes != c.comes {
			t.Errorf("%s: it comes back: %v", c.story, comes)
		}
	}
}
