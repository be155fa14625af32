package table

import (
	"crypto/rand"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Restored gives an item as it has to be when an older state of a table comes back; nil leaves it out. Sign-ins, sign-ups and tokens of mails end: some of
// them were ended after that state, and must not live again. Every ledger gets another epoch, so that devices begin anew instead of
// going on after positions that now mean something else. Backfills begin anew: an older version may have written since.
func Restored(item map[string]types.AttributeValue) map[string]types.AttributeValue {
	pk, sk := textOf(item["PK"]), textOf(item["SK"])
	switch {
	case strings.HasPrefix(pk, "S#"), strings.HasPrefix(pk, "K#"), strings.HasPrefix(pk, "P#"), Trace(item):
		return nil
	case strings.HasPrefix(pk, "T#") && sk == headKeyName:
		item["epoch"] = &types.AttributeValueMemberS{Value: rand.Text()}
	}
	return item
}

func textOf(v types.AttributeValue) string {
	if s, ok := v.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}
