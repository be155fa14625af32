package expr

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// Every reserved word is refused in any case, and is fine through a name or as a part of another word.
func TestReservedWords(t *testing.T) {
	words := slices.Sorted(maps.Keys(reservedWords))
	if len(words) != 573 {
		t.Fatalf("%d reserved words, want 573", len(words))
	}
	for _, w := range words {
		if len(w) > longestReserved {
			t.Errorf("%s is longer than longestReserved = %d", w, longestReserved)
		}
		for _, spelt := range []string{w, strings.ToLower(w), w[:1] + strings.ToLower(w[1:])} {
			_, err := NewScope(nil, nil).Projection("a." + spelt)
			wants(t, err, "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: "+spelt)
			if slices.Contains(conditionKeywords, w) {
				continue
			}
			_, err = NewScope(nil, nil).Condition("ConditionExpression", spelt+" = b")
			wants(t, err, "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: "+spelt)
		}
		if _, err := NewScope(map[string]string{"#w": w}, nil).Projection("#w, " + w + "_"); err != nil {
			t.Errorf("%s through a name: %v", w, err)
		}
	}
}

func wants(t *testing.T, err error, message string) {
	t.Helper()
	if err == nil || err.Error() != message {
		t.Errorf("got %v, want %q", err, message)
	}
}
