package store

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// noticeFor is how long a notice stays; one that offers undo stays longer, and none goes while somebody points at it.
const (
	noticeFor     = 6 * time.Second
	noticeForUndo = 12 * time.Second
	maxNotices    = 3
)

// Notice says briefly what happened, and offers to take it back where that is possible.
type Notice struct {
	N       int
	Text    string
	Command org.CommandID // to take back; none if empty
	Entries []uint64      // of a job, to take back, the latest first
	held    bool
	over    bool
}

// CanUndo says whether the notice offers to take back what it tells of.
func (n Notice) CanUndo() bool { return n.Command != "" || len(n.Entries) > 0 }

// Notify says something briefly.
func Notify(_ app.Context, text string) { the.notice(Notice{Text: text}) }

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
	n.N = s.count
	s.notices = append(s.notices, n)
	if len(s.notices) > maxNotices {
		s.notices = s.notices[len(s.notices)-maxNotices:]
	}
	s.post(Notices)
	wait := noticeFor
	if n.CanUndo() {
		wait = noticeForUndo
	}
	s.after(wait, func() { s.expire(n.N) })
}

// expire removes a notice whose time is over, unless somebody points at it.
func (s *Store) expire(n int) {
	for i := range s.notices {
		if s.notices[i].N == n && s.notices[i].held {
			s.notices[i].over = true
			return
		}
	}
	s.close(n)
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

// HoldNotice keeps a notice for as long as somebody points at it.
func HoldNotice(_ app.Context, n int, hold bool) {
	for i := range the.notices {
		if the.notices[i].N != n {
			continue
		}
		the.notices[i].held = hold
		if !hold && the.notices[i].over {
			the.close(n)
			return
		}
	}
}

// UndoNotice takes back what a notice tells of.
func UndoNotice(ctx app.Context, n int) {
	for _, have := range the.notices {
		if have.N != n {
			continue
		}
		the.close(n)
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
