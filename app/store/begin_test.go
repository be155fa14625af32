package store

import (
	"testing"
)

// TestWhoHasJustConfirmedIsNotSentToSignIn: the page of the link in the mail asks who is signed in, and confirms at the same time. The
// answer «nobody» may come after the one to the confirmation.
func TestWhoHasJustConfirmedIsNotSentToSignIn(t *testing.T) {
	w := newWorld(t)
	w.server.status["/session"] = 401
	var late func()
	w.run = func(work func() func()) {
		if late == nil {
			late = work()
			return
		}
		work()()
	}
	w.begin()
	SetSession(nobody, w.server.session)
	late()
	if Now() != SignedIn {
		t.Errorf("the state is %v after a late answer, want signed in", Now())
	}
}
