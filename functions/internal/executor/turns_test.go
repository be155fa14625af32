package executor

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"stellwerk/shared/org"
)

func TestTurnsOfOneTenantComeOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := turns{all: map[org.TenantID]*turn{}}
		began := time.Now()
		within, most := 0, 0
		done := make(chan struct{})
		for range 10 {
			go func() {
				end := all.take(t.Context(), "A")
				within++
				most = max(most, within)
				time.Sleep(10 * time.Millisecond)
				within--
				end()
				done <- struct{}{}
			}()
		}
		other := all.take(t.Context(), "B")
		if since := time.Since(began); since != 0 {
			t.Errorf("another tenant waited %v", since)
		}
		other()
		for range 10 {
			<-done
		}
		if most != 1 || time.Since(began) != 100*time.Millisecond {
			t.Errorf("%d at once, all within %v", most, time.Since(began))
		}
		if len(all.all) != 0 {
			t.Errorf("%d turns are left behind", len(all.all))
		}
	})
}

func TestNobodyWaitsForATurnForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := turns{all: map[org.TenantID]*turn{}}
		stuck := all.take(t.Context(), "A")
		began := time.Now()
		all.take(t.Context(), "A")()
		if since := time.Since(began); since != patience {
			t.Errorf("it waited %v, want %v", since, patience)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		all.take(gone, "A")()
		if since := time.Since(began); since != patience {
			t.Errorf("whoever has gone waited %v more", since-patience)
		}
		stuck()
		all.take(t.Context(), "A")()
		if since := time.Since(began); since != patience || len(all.all) != 0 {
			t.Errorf("after the turn had ended it took %v more, %d left behind", since-patience, len(all.all))
		}
	})
}
