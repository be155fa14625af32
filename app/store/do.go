package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Do carries a deed out at once and sends it to the server. An error holds the deed's faults: nothing happened, the form shows them.
// Otherwise a notice says said and offers undo; none if said is empty. A bulk command shows as a job instead.
func Do(_ app.Context, deed string, args any, said string) (org.CommandID, error) {
	if the.replica == nil {
		return "", fault.New(fault.Unavailable, "app.unforeseen")
	}
	id, err := the.replica.Do(deed, args, said)
	if err != nil {
		return "", err
	}
	if said != "" && the.replica.Undoable(id) {
		the.notice(Notice{Text: said, Command: id})
	}
	the.changed()
	the.push()
	return id, nil
}

// DoNow is Do where no form is to show what stands against it: a notice tells it. It says whether the deed is done.
func DoNow(ctx app.Context, deed string, args any, said string) bool {
	_, err := Do(ctx, deed, args, said)
	if err != nil {
		Notify(ctx, ui.ErrorText(err))
	}
	return err == nil
}

// Undo takes a command of this session back, at once.
func Undo(ctx app.Context, id org.CommandID) {
	if err := Replica().Undo(id, ui.T("notice.undone")); err != nil {
		Notify(ctx, ui.ErrorText(err))
	} else {
		Notify(ctx, ui.T("notice.undone"))
	}
	the.changed()
	the.push()
}

// UndoEntries takes entries back, the latest first. Faults are those of ledger.undo.
func UndoEntries(_ app.Context, entries []ledger.Entry, said string) error {
	id, err := Replica().UndoEntries(entries, said)
	return the.undoing(id, said, err)
}

// UndoSeqs takes the entries of a job back, given by their positions, the latest first. An entry from before this page was
// opened is fetched first; what is said against it then shows as a notice.
func UndoSeqs(_ app.Context, seqs []uint64, said string) error {
	id, err := Replica().UndoSeqs(seqs, said)
	if fault.Is(err, "entry.notHere") && the.replica != nil && len(seqs) > 0 {
		the.fetchAndUndo(seqs, said)
		return nil
	}
	return the.undoing(id, said, err)
}

func (s *Store) fetchAndUndo(seqs []uint64, said string) {
	turn, r := s.sync.turn, s.replica
	s.run(func() func() {
		var entries []ledger.Entry
		var err error
		for _, seq := range seqs {
			reply, e := s.client.Entries(r.TenantID(), client.EntriesQuery{Before: seq + 1, Limit: 1})
			if err = e; err != nil {
				break
			}
			entries = append(entries, reply.Entries...)
		}
		return func() {
			if turn != s.sync.turn {
				return
			}
			if err == nil {
				var id org.CommandID
				id, err = r.UndoEntries(entries, said)
				err = s.undoing(id, said, err)
			}
			if err != nil {
				s.notice(Notice{Text: say(err)})
			}
		}
	})
}

func (s *Store) undoing(id org.CommandID, said string, err error) error {
	if err != nil {
		return err
	}
	if said != "" && s.replica.Undoable(id) {
		s.notice(Notice{Text: said, Command: id})
	}
	s.changed()
	s.push()
	return nil
}
