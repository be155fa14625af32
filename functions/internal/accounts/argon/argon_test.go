package argon_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/shared/fault"
)

var tiny = argon.Params{Memory: 8, Time: 1, Threads: 1}

func TestAHashIsOfOnePassword(t *testing.T) {
	h := argon.New(tiny, 2)
	phc := hash(t, h, "Signalwärter 7")
	for _, c := range []struct {
		story, password string
		want            bool
	}{
		{"the password itself", "Signalwärter 7", true},
		{"the same, its ä composed in another way", "Signalwa\u0308rter 7", true},
		{"another password", "Signalwärter 8", false},
		{"none", "", false},
		{"another case", "signalwärter 7", false},
	} {
		ok, stale, err := h.Verify(context.Background(), phc, c.password)
		if err != nil || ok != c.want || stale {
			t.Errorf("%s: got %v, stale %v, %v; want %v", c.story, ok, stale, err, c.want)
		}
	}
	if again := hash(t, h, "Signalwärter 7"); again == phc {
		t.Error("two hashes of one password are equal: the salt must be fresh each time")
	}
}

func TestAHashNamesItsParameters(t *testing.T) {
	phc := hash(t, argon.New(argon.OWASP, 1), "Signalwärter 7")
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %s", phc)
	}
}

func TestHashesGoStaleWhenParametersGrow(t *testing.T) {
	old := argon.New(tiny, 1)
	phc := hash(t, old, "Signalwärter 7")
	for _, c := range []struct {
		story string
		now   argon.Params
		want  bool
	}{
		{"the same", tiny, false},
		{"more memory", argon.Params{Memory: 16, Time: 1, Threads: 1}, true},
		{"more passes", argon.Params{Memory: 8, Time: 2, Threads: 1}, true},
	} {
		now := argon.New(c.now, 1)
		if ok, stale, err := now.Verify(context.Background(), phc, "Signalwärter 7"); !ok || stale != c.want || err != nil {
			t.Errorf("%s: ok %v, stale %v, %v", c.story, ok, stale, err)
		}
		if _, stale, _ := now.Verify(context.Background(), phc, "wrong"); stale {
			t.Errorf("%s: a wrong password must never lead to a new hash", c.story)
		}
	}
}

func TestNoPasswordHasTheDecoy(t *testing.T) {
	h := argon.New(tiny, 1)
	before := h.Made()
	ok, _, err := h.Verify(context.Background(), h.Decoy(), "")
	if ok || err != nil || h.Made() != before+1 {
		t.Errorf("decoy: ok %v, %v, hashes made %d", ok, err, h.Made()-before)
	}
}

func TestMalformedHashesAreRefused(t *testing.T) {
	h := argon.New(tiny, 1)
	good := hash(t, h, "x")
	for _, bad := range []string{
		"", "plain", "$argon2id$", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=8", "m=4294967296", 1), strings.Replace(good, "m=8", "m=1048576", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "t=1", "t=99", 1), strings.Replace(good, "p=1", "q=1", 1), good + "$", good[:len(good)-30],
	} {
		before := h.Made()
		if _, _, err := h.Verify(context.Background(), bad, "x"); err == nil || h.Made() != before {
			t.Errorf("%q: error %v, hashes made %d; want an error before any work", bad, err, h.Made()-before)
		}
	}
}

func TestTooManyAreTurnedAway(t *testing.T) {
	h := argon.New(argon.Params{Memory: 4096, Time: 1, Threads: 1}, 1)
	var wg sync.WaitGroup
	var mu sync.Mutex
	busy, done := 0, 0
	for range 400 {
		wg.Go(func() {
			_, err := h.Hash(context.Background(), "x")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case fault.Is(err, "server.busy"):
				busy++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done == 0 || done+busy != 400 || int64(done) != h.Made() {
		t.Errorf("%d done, %d turned away, %d made", done, busy, h.Made())
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	h := argon.New(tiny, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 50 {
		if _, err := h.Hash(ctx, "x"); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

func hash(t *testing.T, h *argon.Hasher, password string) string {
	t.Helper()
	phc, err := h.Hash(context.Background(), password)
	if err != nil {
		t.Fatal(err)
	}
	return phc
}

// BenchmarkOWASP is what one sign-in costs.
func BenchmarkOWASP(b *testing.B) {
	h := argon.New(argon.OWASP, 1)
	for b.Loop() {
		if _, err := h.Hash(context.Background(), "Signalwärter 7"); err != nil {
			b.Fatal(err)
		}
	}
}
