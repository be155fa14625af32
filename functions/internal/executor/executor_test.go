package executor_test

import (
	"testing"

	"stellwerk/functions/internal/testworld"
)

func TestFounding(t *testing.T) {
	w := testworld.Open(t)
	h := w.FoundFull(t)
	if n := len(h.Ledger(t)); n != 7 {
		t.Fatalf("the ledger has %d entries", n)
	}
}
