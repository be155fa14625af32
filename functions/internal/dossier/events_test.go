package dossier

import (
	"os"
	"regexp"
	"testing"

	"stellwerk/shared/text"
)

// TestEveryEventOfAnAccountHasWords: what is missing would stand as its key in what a person downloads.
func TestEveryEventOfAnAccountHasWords(t *testing.T) {
	source, err := os.ReadFile("../table/securitylog.go")
	if err != nil {
		t.Fatal(err)
	}
	events := regexp.MustCompile(`Event = "(\w+)"`).FindAllSubmatch(source, -1)
	if len(events) < 12 {
		t.Fatalf("only %d events were found", len(events))
	}
	for _, e := range events {
		if key := "security." + string(e[1]); !text.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
}
