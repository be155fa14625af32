package streams

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"stellwerk/infra/local/template"
)

// TestEveryRecordIsDone: whatever fails how often, in the end each record was done, in order, or is in a dead letter.
func TestEveryRecordIsDone(t *testing.T) {
	dir := t.TempDir()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		checkpoints, err := OpenCheckpoints(filepath.Join(dir, fmt.Sprintf("c%d", run)))
		if err != nil {
			rt.Fatal(err)
		}
		o := &office{poll: time.Hour, stream: &fakeStream{}, checkpoints: checkpoints, letters: OpenLetters(filepath.Join(dir, fmt.Sprintf("l%d", run)))}
		o.shard = o.stream.open("")
		o.source = template.Stream{FromStart: true, BatchSize: rapid.IntRange(1, 7).Draw(rt, "batch"), Tries: 2,
			Bisect: rapid.Bool().Draw(rt, "bisect"), ReportFailures: rapid.Bool().Draw(rt, "report")}
		fails := map[string]int{}
		var names []string
		for i := range rapid.IntRange(1, 20).Draw(rt, "records") {
			name := fmt.Sprintf("r%02d", i)
			names = append(names, name)
			if rapid.IntRange(0, 3).Draw(rt, "fails") == 0 {
				fails[name] = rapid.IntRange(1, 6).Draw(rt, "times")
			}
		}
		var done []string
		synctest.Test(t, func(t *testing.T) {
			o.stream.write(o.shard, names...)
			d := &desk{answer: func(names, numbers []string) (json.RawMessage, error) {
				for i, name := range names {
					if fails[name] > 0 {
						fails[name]--
						return failures(numbers[i]), map[bool]error{false: errors.New("no")}[o.source.ReportFailures]
					}
					done = append(done, name)
				}
				return nil, nil
			}}
			o.run(t, d, 24*time.Hour)
		})
		letters, err := o.letters.All()
		if err != nil {
			rt.Fatal(err)
		}
		seen := map[string]bool{}
		for _, name := range done {
			seen[name] = true
		}
		for _, l := range letters {
			for _, k := range l.Keys {
				seen[k["PK"].String()] = true
			}
		}
		for _, name := range names {
			if !seen[name] {
				rt.Fatalf("%s was neither done nor given up", name)
			}
		}
		if o.source.ReportFailures && !slices.IsSorted(done) {
			rt.Fatalf("records were done out of order or twice: %v", done)
		}
	})
}
