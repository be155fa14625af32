package main

import "testing"

func TestTheBudgetIsANumber(t *testing.T) {
	if n, err := limitOf(budget); err != nil || n < 1_400_000 || n > 3_000_000 {
		t.Errorf("%d, %v; go-app alone needs 1.1 MB, and nobody should have to wait for 3", n, err)
	}
	if _, err := limitOf("# nothing\n"); err == nil {
		t.Error("a budget without a number should be refused")
	}
}

func TestWeighing(t *testing.T) {
	n, err := weigh(make([]byte, 100_000))
	if err != nil || n == 0 || n > 100 {
		t.Errorf("100,000 zeros weigh %d (%v)", n, err)
	}
}
