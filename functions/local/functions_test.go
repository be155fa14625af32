package main

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"testing"
)

// TestNobodyGetsTheAnswerOfOthers: under load, pieces of answers to others stood in answers, since calls shared a buffer.
func TestNobodyGetsTheAnswerOfOthers(t *testing.T) {
	echo := calls(func(_ context.Context, said string) (string, error) { return said, nil })
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			var kept, want []string
			var answers []json.RawMessage
			for n := range 200 {
				said := strconv.Quote(strconv.Itoa(1000*i + n))
				answer, err := echo(t.Context(), json.RawMessage(said))
				if err != nil {
					t.Error(err)
					return
				}
				answers, want = append(answers, answer), append(want, said)
			}
			for _, a := range answers {
				kept = append(kept, string(a))
			}
			for n := range want {
				if kept[n] != want[n] {
					t.Errorf("asked for %q, got %q", want[n], kept[n])
					return
				}
			}
		})
	}
	all.Wait()
}
