package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/infra/local/dynamo/store"
)

var bucket = []byte("b")

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func set(key, value string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		b, err := tx.Make(bucket)
		if err != nil {
			return err
		}
		return b.Put([]byte(key), []byte(value))
	}
}

func get(t testing.TB, s *store.Store, key string) (value string) {
	t.Helper()
	err := s.View(func(tx *store.Tx) error {
		if b, ok := tx.Bucket(bucket); ok {
			value = string(b.Get([]byte(key)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Of many requests at once, those that fail or panic after a write leave nothing, and cost the others nothing.
func TestAFailedRequestLeavesNothing(t *testing.T) {
	s := open(t, "")
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			key := fmt.Sprint(i)
			err := s.Update(func(tx *store.Tx) error {
				if err := set(key, "x")(tx); err != nil {
					return err
				}
				switch i % 4 {
				case 1:
					return errors.New("changed its mind")
				case 2:
					panic("lost its mind")
				}
				return nil
			})
			if failed := i%4 == 1 || i%4 == 2; failed != (err != nil) {
				t.Errorf("request %d: got %v", i, err)
			} else if i%4 == 1 && err.Error() != "changed its mind" {
				t.Errorf("request %d: the error changed to %v", i, err)
			}
		})
	}
	wg.Wait()
	for i := range 200 {
		want := "x"
		if i%4 == 1 || i%4 == 2 {
			want = ""
		}
		if got := get(t, s, fmt.Sprint(i)); got != want {
			t.Errorf("key %d has %q, want %q", i, got, want)
		}
	}
}

func TestARefusalBeforeAWriteIsTheRequestsOwn(t *testing.T) {
	s := open(t, "")
	refused := errors.New("refused")
	runs := 0
	err := s.Update(func(*store.Tx) error { runs++; return refused })
	if !errors.Is(err, refused) || runs != 1 {
		t.Errorf("want the refusal after one run, got %v after %d", err, runs)
	}
}

func TestWhatFollowsACommitIsSeenByTheNextRequest(t *testing.T) {
	s := open(t, "")
	state := 0 // touched by the writer only
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			err := s.Alone(func(tx *store.Tx) error {
				before := state
				tx.OnCommit(func() { state = before + 1 })
				return set("n", fmt.Sprint(before+1))(tx)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := get(t, s, "n"); got != "50" || state != 50 {
		t.Errorf("after 50 steps: stored %s, in memory %d", got, state)
	}
}

// Walk gives what a sorted list gives, whatever the range and direction.
func TestWalkIsASortedList(t *testing.T) {
	keyText := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 'a', 0xfe, 0xff}), 1, 4)
	rapid.Check(t, func(t *rapid.T) {
		s, err := store.Open("", false)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		model := map[string]bool{}
		for _, k := range rapid.SliceOf(keyText).Draw(t, "keys") {
			model[string(k)] = true
		}
		if err := s.Update(func(tx *store.Tx) error {
			b, err := tx.Make(bucket)
			for k := range model {
				err = errors.Join(err, b.Put([]byte(k), nil))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		r := store.Range{Low: keyText.Draw(t, "low")}
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			r = store.Prefix(r.Low)
		case 1:
			r.High = keyText.Draw(t, "high")
		}
		backward := rapid.Bool().Draw(t, "backward")
		var want []string
		for _, k := range slices.Sorted(maps.Keys(model)) {
			if k >= string(r.Low) && (r.High == nil || k < string(r.High)) {
				want = append(want, k)
			}
		}
		if backward {
			slices.Reverse(want)
		}
		var got []string
		err = s.View(func(tx *store.Tx) error {
			b, _ := tx.Bucket(bucket)
			return b.Walk(r, backward, func(key, _ []byte) (bool, error) {
				got = append(got, string(key))
				return true, nil
			})
		})
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("range %q to %q, backward %v: got %q, want %q, %v", r.Low, r.High, backward, got, want, err)
		}
	})
}

func TestPrefixHoldsExactlyWhatBeginsWithIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, k := rapid.SliceOfN(rapid.Byte(), 0, 4).Draw(t, "prefix"), rapid.SliceOfN(rapid.Byte(), 0, 6).Draw(t, "key")
		if rapid.Bool().Draw(t, "within") {
			k = append(slices.Clone(p), k...)
		}
		r := store.Prefix(p)
		in := bytes.Compare(k, r.Low) >= 0 && (r.High == nil || bytes.Compare(k, r.High) < 0)
		if in != bytes.HasPrefix(k, p) {
			t.Fatalf("%x in the range of %x: %v", k, p, in)
		}
	})
}

func TestCompactKeepsEverythingWhileWorkGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path)
	big := strings.Repeat("x", 1<<20)
	for i := range 20 {
		if err := s.Update(set("big", fmt.Sprint(i, big))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(set("big", "")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				if err := s.Update(set(fmt.Sprintf("%d-%d", w, i), "x")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	before, err := s.Size()
	if err == nil {
		err = s.Compact()
	}
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	after, err := s.Size()
	if err != nil || after >= before {
		t.Errorf("the file had %d bytes and has %d after Compact, %v", before, after, err)
	}
	for w := range 4 {
		for i := range 50 {
			if get(t, s, fmt.Sprintf("%d-%d", w, i)) != "x" {
				t.Errorf("key %d-%d is gone", w, i)
			}
		}
	}
	if _, err := os.Stat(path + ".compact"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
}

func TestAfterClose(t *testing.T) {
	s, err := store.Open("", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("close twice: %v", err)
	}
	if err := s.Update(set("a", "b")); !errors.Is(err, store.ErrClosed) {
		t.Errorf("update: %v", err)
	}
	if err := s.View(func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("view: %v", err)
	}
	if err := s.Compact(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("compact: %v", err)
	}
}

func TestCloseFinishesWhatWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path)
	done := make([]error, 100)
	var wg sync.WaitGroup
	for i := range done {
		wg.Go(func() { done[i] = s.Update(set(fmt.Sprint(i), "x")) })
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	s = open(t, path)
	for i, err := range done {
		if there := get(t, s, fmt.Sprint(i)) == "x"; there != (err == nil) {
			t.Errorf("request %d was answered with %v, its write is there: %v", i, err, there)
		}
	}
}
