package store

import (
	"testing"
	"time"

	"stellwerk/app/vault"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

const aPIN = "248013"

// guarded is a world whose device is locked with a PIN, and on which a command waits.
func guarded(t *testing.T) *world {
	t.Helper()
	settings(t)
	w := open(t)
	SetGuard(nobody, "", aPIN, "", func(err error) {
		if err != nil || Guard() != vault.WithPIN {
			t.Fatal(err, Guard())
		}
	})
	w.server.deaf = true
	w.deactivate()
	return w
}

// forgetful takes the keys from the page, as closing it does.
func (w *world) forgetful() { w.device.disk.(*fakeTab).Forget() }

func (w *world) sees() bool {
	_, there := Replica().Member(ben)
	return there
}

func (w *world) enterPIN(pin string) (said error) {
	Unseal(nobody, pin, func(err error) { said = err })
	return said
}

func TestALockedDeviceOpensWithItsPINOnly(t *testing.T) {
	w := guarded(t)
	w.forgetful()
	w = w.again()
	if !Sealed() || w.sees() || len(Replica().Pending()) != 0 {
		t.Fatal("nothing is open before the PIN")
	}
	w.server.deaf = false
	w.pass(2 * maxPause)
	if !Sealed() || w.sees() || w.thereDeactivated() {
		t.Fatal("being signed in does not open it, and nothing is sent before")
	}
	if err := w.enterPIN("135790"); !fault.Is(err, "seal.wrong") || !Sealed() {
		t.Fatal(err)
	}
	if err := w.enterPIN(aPIN); err != nil || Sealed() || !w.sees() {
		t.Fatal(err, w.sees())
	}
	w.pass(2 * maxPause)
	if !w.thereDeactivated() {
		t.Fatal("opened, what waited should be sent")
	}
}

func TestALockedDeviceOpensWithoutAConnection(t *testing.T) {
	w := guarded(t)
	w.forgetful()
	w = w.again()
	if err := w.enterPIN(aPIN); err != nil || Now() != Kept || !w.sees() || len(Replica().Pending()) != 1 {
		t.Fatal(err, Now(), w.sees())
	}
}

func TestWrongPINsAreSlowedDownAlsoOverARestart(t *testing.T) {
	w := guarded(t)
	w.forgetful()
	w = w.again()
	for range freeTries - 1 {
		if err := w.enterPIN("135790"); !fault.Is(err, "seal.wrong") {
			t.Fatal(err)
		}
	}
	if err := w.enterPIN("135790"); !fault.Is(err, "seal.wait") {
		t.Fatal(err)
	}
	w = w.again()
	if err := w.enterPIN(aPIN); !fault.Is(err, "seal.wait") || !Sealed() {
		t.Fatal("too early, even the right one waits:", err)
	}
	w.clock = w.clock.Add(firstWait)
	if err := w.enterPIN("135790"); !fault.Is(err, "seal.wait") {
		t.Fatal(err)
	}
	w.clock = w.clock.Add(firstWait)
	if err := w.enterPIN(aPIN); !fault.Is(err, "seal.wait") {
		t.Fatal("each further one costs twice as long:", err)
	}
	w.clock = w.clock.Add(firstWait)
	if err := w.enterPIN(aPIN); err != nil || Sealed() {
		t.Fatal(err)
	}
	if n, _ := w.wrongs(); n != 0 {
		t.Fatal("the right one begins anew")
	}
}

func TestAnAppThatNobodyUsesLocks(t *testing.T) {
	w := guarded(t)
	w.watchIdle()
	w.idleFor = DefaultIdle*time.Minute - time.Second
	w.pass(idleEvery)
	if Sealed() {
		t.Fatal("too early")
	}
	w.idleFor = DefaultIdle * time.Minute
	w.pass(idleEvery)
	if !Sealed() || w.sees() {
		t.Fatal("nothing of it stays in memory")
	}
	w.idleFor = 0
	if err := w.enterPIN(aPIN); err != nil || !w.sees() || len(Replica().Pending()) != 1 {
		t.Fatal(err)
	}
}

func TestAnAppThatNobodyUsesLocksAsThePersonHasChosen(t *testing.T) {
	w := guarded(t)
	w.watchIdle()
	SetIdle(nobody, 0)
	w.idleFor = time.Hour
	w.pass(idleEvery)
	if Sealed() {
		t.Fatal("only when it is opened, the person has said")
	}
	SetIdle(nobody, 60)
	w.pass(idleEvery)
	if !Sealed() {
		t.Fatal("after an hour, the person has said")
	}
}

func TestWhatIsTypedIsNotLostByLocking(t *testing.T) {
	w := guarded(t)
	w.typed = true
	Seal(nobody)
	if !Sealed() || !w.sees() {
		t.Fatal("a form that is not saved is covered, and needs what it is about")
	}
	if err := w.enterPIN("135790"); !fault.Is(err, "seal.wrong") || !Sealed() {
		t.Fatal("covered is locked too:", err)
	}
	if err := w.enterPIN(aPIN); err != nil || Sealed() {
		t.Fatal(err)
	}
}

func TestWhatTheDeviceCouldNotWriteDownKeepsItOpen(t *testing.T) {
	settings(t)
	w := open(t)
	SetGuard(nobody, "", aPIN, "", func(error) {})
	w.server.deaf = true
	w.device.disk.(*fakeTab).full = true
	w.deactivate()
	if Seal(nobody); Sealed() || !w.sees() {
		t.Fatal("what lies nowhere else would be lost")
	}
}

func TestTabsLockTogetherAndOpenTogether(t *testing.T) {
	w := guarded(t)
	other := w.tab()
	the = w.Store
	Seal(nobody)
	if !w.sealed || !other.sealed {
		t.Fatal("both are locked:", w.sealed, other.sealed)
	}
}

func TestThePINIsNeededToTakeItAway(t *testing.T) {
	guarded(t)
	SetGuard(nobody, "135790", "", "", func(err error) {
		if !fault.Is(err, "seal.wrong") || Guard() != vault.WithPIN {
			t.Error(err, Guard())
		}
	})
	SetGuard(nobody, aPIN, "", "", func(err error) {
		if err != nil || Guard() != vault.Unguarded {
			t.Error(err, Guard())
		}
	})
	if Seal(nobody); Sealed() {
		t.Error("nothing is locked without one")
	}
}

func TestSigningOutOfALockedDeviceWipesIt(t *testing.T) {
	w := guarded(t)
	w.server.deaf = false
	left := false
	Seal(nobody)
	w.leave = func(org.AccountID) { left = true }
	SignOut(nobody, func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
	if !left || Sealed() || Now() != SignedOut {
		t.Error("everything here has to be gone:", left, Sealed(), Now())
	}
}
