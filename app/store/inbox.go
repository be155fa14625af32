package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// DoFiltered keeps a deed for all whom a filter shows once the connection is back. args are the deed's without its members, count is
// for how many it would be now.
func DoFiltered(_ app.Context, deed string, args any, q replica.Query, count int, said string) error {
	if the.replica == nil {
		return fault.New(fault.Unavailable, "app.unforeseen")
	}
	id, err := the.replica.DoFiltered(deed, args, q, count, said)
	if err != nil {
		return err
	}
	the.notice(Notice{Text: said, Command: id})
	the.changed()
	the.push()
	return nil
}

// KeepMine runs refused commands again, over what others have done meanwhile. What is refused again stays, and the notice says why.
func KeepMine(_ app.Context, ids ...org.CommandID) {
	done, last, said := 0, org.CommandID(""), ""
	var refused error
	for _, id := range ids {
		again, err := Replica().Retry(id)
		if err != nil {
			refused = err
			continue
		}
		done, last, said = done+1, again, ui.N("inbox.mine.said", done+1)
	}
	switch {
	case refused != nil:
		the.notice(Notice{Text: ui.ErrorText(refused)})
	case done == 1 && the.replica.Undoable(last):
		the.notice(Notice{Text: said, Command: last})
	case done > 0:
		the.notice(Notice{Text: said})
	}
	the.changed()
	the.push()
}

// KeepTheirs lets go of what is in the inbox; the notice offers to put it back.
func KeepTheirs(_ app.Context, said string, ids ...org.CommandID) {
	back := make([]replica.Conflict, 0, len(ids))
	for _, id := range ids {
		back = append(back, Replica().Dismiss(id))
	}
	the.notice(Notice{Text: said, back: back})
	the.changed()
}

// Resolved lets go of a conflict that somebody has resolved by hand.
func Resolved(_ app.Context, id org.CommandID) {
	if id != "" {
		Replica().Dismiss(id)
		the.changed()
	}
}

// caughtUp does what can be done once all changes are here: it is decided whom the commands with a filter are for, and asked who did
// what meanwhile.
func (s *Store) caughtUp() {
	r := s.replica
	if r == nil || s.sync.offline {
		return
	}
	before := r.Version()
	r.Expand()
	if r.Version() != before {
		s.changed()
	}
	s.askWho()
}

// askWho fetches who did what to the records of a refused command, where that is not known here.
func (s *Store) askWho() {
	missing := s.replica.Missing()
	if s.sync.asking || len(missing) == 0 {
		return
	}
	s.sync.asking = true
	turn, r, gap := s.sync.turn, s.replica, missing[0]
	s.run(func() func() {
		reply, err := s.client.Entries(r.TenantID(), client.EntriesQuery{Record: gap.Record, After: gap.After, Before: gap.Before, Limit: replica.GapLimit})
		return func() {
			s.sync.asking = false
			if turn != s.sync.turn || client.Lost(err) {
				return
			}
			r.Told(gap, reply.Entries)
			s.post(Members)
			s.keep()
			s.askWho()
		}
	})
}

// savedSoon lets the mark that a change is saved go away again.
func (s *Store) savedSoon() {
	if s.replica == nil || s.replica.SavedAt().Equal(s.sync.saved) {
		return
	}
	s.sync.saved = s.replica.SavedAt()
	s.after(replica.SavedFor, func() { s.post(Members) })
}
