package accountstest

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Items returns all items of the table whose partition begins with a prefix, each as "PK SK" → its attributes in one spelling.
func (w *World) Items(tb testing.TB, prefix string) map[string]string {
	tb.Helper()
	items := map[string]string{}
	pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(w.Config), &dynamodb.ScanInput{TableName: aws.String(w.Name)})
	for pages.HasMorePages() {
		// Not the test's context: this also runs after its end.
		page, err := pages.NextPage(context.Background())
		if err != nil {
			tb.Fatalf("read the whole table: %v", err)
		}
		for _, item := range page.Items {
			pk, sk := spell(item["PK"]), spell(item["SK"])
			if strings.HasPrefix(pk, prefix) {
				items[pk+" "+sk] = spell(&types.AttributeValueMemberM{Value: item})
			}
		}
	}
	return items
}

func spell(v types.AttributeValue) string {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return v.Value
	case *types.AttributeValueMemberN:
		return v.Value
	case *types.AttributeValueMemberB:
		return string(v.Value)
	case *types.AttributeValueMemberBOOL:
		return fmt.Sprint(v.Value)
	case *types.AttributeValueMemberL:
		parts := make([]string, len(v.Value))
		for i, e := range v.Value {
			parts[i] = spell(e)
		}
		return strings.Join(parts, "\n")
	case *types.AttributeValueMemberM:
		var b strings.Builder
		for _, name := range slices.Sorted(maps.Keys(v.Value)) {
			fmt.Fprintf(&b, "%s=%s\n", name, spell(v.Value[name]))
		}
		return b.String()
	}
	return fmt.Sprintf("%#v", v)
}

// Leaks looks for every secret that was ever given out, in every item and in the log, in all its spellings, and says where
// each was found.
func (w *World) Leaks(tb testing.TB) []string {
	tb.Helper()
	places := w.Items(tb, "")
	places["log"] = w.Log()
	var found []string
	for secret, what := range w.secrets {
		spellings := []string{secret}
		if raw, err := base64.RawURLEncoding.DecodeString(secret); err == nil && len(raw) == 32 {
			spellings = append(spellings, string(raw), hex.EncodeToString(raw), base64.StdEncoding.EncodeToString(raw))
		}
		for where, content := range places {
			if slices.ContainsFunc(spellings, func(s string) bool { return strings.Contains(content+where, s) }) {
				found = append(found, fmt.Sprintf("%s lies open in %q: only its hash may be stored", what, where))
			}
		}
	}
	return found
}
