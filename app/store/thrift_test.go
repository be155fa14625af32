package store

import (
	"runtime"
	"runtime/debug"
	"testing"

	"stellwerk/app/replica"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// A key that had to wait for the collector waited a tenth of a second among 50,000 members.
func TestWasteIsCollectedWhileNobodyUsesTheApp(t *testing.T) {
	w := open(t)
	w.device.garbage = garbageMany
	defer debug.SetGCPercent(debug.SetGCPercent(garbageMany))
	used := make([]byte, 60<<20)
	runtime.GC()
	waste := make([]byte, 14<<20) // of 20 that may become waste
	collected := func() bool {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w.tidy()
		runtime.ReadMemStats(&after)
		return after.NumGC > before.NumGC
	}
	if w.idleFor = moment - 1; collected() {
		t.Error("it is collected while somebody uses the app")
	}
	here := w.replica
	if w.idleFor, w.replica = moment, replica.Reopen("", ledger.Actor{}, w.now, NewID[org.CommandID]); collected() {
		t.Error("it is collected while members come")
	}
	if w.replica = here; !collected() {
		t.Error("it is not collected while nobody uses the app")
	}
	runtime.KeepAlive(waste)
	waste = nil
	runtime.GC()
	if collected() {
		t.Error("it is collected though there is next to nothing to collect")
	}
	if w.device.garbage = garbageFew; collected() {
		t.Error("it is collected in a small organisation")
	}
	runtime.KeepAlive(used)
}
