package store

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// noticeFor is how long a notice stays; one that offers undo stays longer, and none goes while somebody points at it.
const (
	noticeFor     = 6 * time.Second
	noticeForUndo = 12 * time.Second
)

// MaxNotices is how many notices are shown at once; the oldest makes room, of those that don't stay if there are any.
const MaxNotices = 3

// Notice says briefly what happened, and offers to take it back where that is possible.
type Notice struct {
	N       int
	Text    string
	Command org.CommandID      // to take back; none if empty
	Entries []uint64           // of a job, to take back, the latest first
	Stays   bool               // until it is closed
	back    []replica.Conflict // that were let go of, to put back
	Slot    int                // its place, below MaxNotices: it keeps it when others go

	left    time.Duration // it stays, once nobody holds it
	since   time.Time     // it counts down
	turn    int           // of the countdown; an earlier one no longer counts
	pointed bool          // somebody points at it
	focused bool          // the keyboard is in it
}

// Seconds is how long a notice stays, counted from when it came.
func (n Notice) Seconds() int { return int(n.stays() / time.Second) }

func (n Notice) stays() time.Duration {
	switch {
	case n.Stays:
		return 0
	case n.CanUndo():
		return noticeForUndo
	}
	return noticeFor
}

func (n Notice) held() bool { return n.Stays || n.pointed || n.focused }

// CanUndo says whether the notice offers to take back what it tells of.
func (n Notice) CanUndo() bool { return n.Command != "" || len(n.Entries)+len(n.back) > 0 }

// Notify says something briefly.
func Notify(_ app.Context, text string) { the.notice(Notice{Text: text}) }

// Copy puts a text on the clipboard and then says so. Where the browser does not let that happen, the text stays to be read until it is closed.
func Copy(ctx app.Context, text, said string) {
	ui.CopyThen(ctx, text, func(ctx app.Context, done bool) {
		if done {
			Notify(ctx, said)
			return
		}
		the.notice(Notice{Text: ui.T("notice.notCopied", "text", text), Stays: true})
	})
}

// AllNotices lists what is to be said now, latest last. What the server has refused did not happen, and is not said any more.
func AllNotices() []Notice {
	refused := map[org.CommandID]bool{}
	for _, c := range Replica().Conflicts() {
		refused[c.Command.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(the.notices), func(n Notice) bool { return refused[n.Command] })
}

func (s *Store) notice(n Notice) {
	s.count++
	if len(s.notices) == MaxNotices {
		oldest := max(0, slices.IndexFunc(s.notices, func(have Notice) bool { return !have.Stays }))
		s.notices = slices.Delete(s.notices, oldest, oldest+1)
	}
	n.N, n.left = s.count, n.stays()
	for slices.ContainsFunc(s.notices, func(have Notice) bool { return have.Slot == n.Slot }) {
		n.Slot++
	}
	s.notices = append(s.notices, n)
	s.post(Notices)
	if !n.Stays {
		s.countDown(&s.notices[len(s.notices)-1])
	}
}

// countDown removes a notice when its time is over, unless somebody holds it by then.
func (s *Store) countDown(n *Notice) {
	n.turn++
	n.since = s.now()
	id, turn := n.N, n.turn
	s.after(n.left, func() {
		if n := s.noticeOf(id); n != nil && n.turn == turn && !n.held() {
			s.close(id)
		}
	})
}

func (s *Store) noticeOf(id int) *Notice {
	for i := range s.notices {
		if s.notices[i].N == id {
			return &s.notices[i]
		}
	}
	return nil
}

func (s *Store) close(n int) {
	kept := s.notices[:0:0]
	for _, have := range s.notices {
		if have.N != n {
			kept = append(kept, have)
		}
	}
	s.notices = kept
	s.post(Notices)
}

// CloseNotice removes a notice.
func CloseNotice(_ app.Context, n int) { the.close(n) }

// HoldNotice lets a notice stand still for as long as somebody points at it or has the focus in it; then it counts on.
func HoldNotice(_ app.Context, id int, focus, on bool) {
	n := the.noticeOf(id)
	if n == nil {
		return
	}
	before := n.held()
	if focus {
		n.focused = on
	} else {
		n.pointed = on
	}
	switch held := n.held(); {
	case held && !before:
		n.left = max(time.Second, n.left-the.now().Sub(n.since))
		n.turn++
	case before && !held:
		the.countDown(n)
	}
}

// UndoNotice takes back what a notice tells of.
func UndoNotice(ctx app.Context, n int) {
	for _, have := range the.notices {
		if have.N != n {
			continue
		}
		the.close(n)
		for _, c := range have.back {
			Replica().PutBack(c)
		}
		if len(have.back) > 0 {
			the.changed()
			return
		}
		if have.Command != "" {
			Undo(ctx, have.Command)
			return
		}
		if err := UndoSeqs(ctx, have.Entries, ui.T("notice.undone")); err != nil {
			Notify(ctx, ui.ErrorText(err))
		}
		return
	}
}
